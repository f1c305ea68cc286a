/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_TEMPORARY_H
#define AC_BASE_TEMPORARY_H
/* A file without a name, for what memory does not hold: for its owner alone, and gone with the
 * process. Its callers say what it was for where it fails; errno says why. */

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

/* Returns its descriptor, to be closed; -1 with errno where the folder takes no file. */
int ac_temporary_open(const char *folder);

/* All of the bytes, at a place; false with errno. To read behind the end is EIO: nobody else can
 * have cut the file short. */
bool ac_temporary_write(int file, const char *bytes, size_t size, off_t place);
bool ac_temporary_read(int file, char *bytes, size_t size, off_t place);

#endif
