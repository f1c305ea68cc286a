/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_FORMAT_FILE_H
#define AC_APP_FORMAT_FILE_H
/* A contract's file and its text in the canonical layout (lang/format.h). */

#include "base/status.h"
#include "base/text.h"

typedef struct ac_format_file {
    ac_text text;        /* as it is */
    ac_text canonical;   /* as it should be; "" where it cannot be read */
    ac_text faults;      /* why it cannot be read, as people read it; "" if it can */
    uint64_t first_line; /* the first line that differs, from 1; 0 if none does */
} ac_format_file;

/* Reads contract text and lays it out. That it has faults is no failure here: see `faults`.
 *
 * out     file  all that it points to lives in `arena`
 * errors  ACCORD_EIO    it cannot be read
 *         ACCORD_ELIMIT it is larger than AC_CONTRACT_BYTES_MAX, or would be
 */
accord_status
ac_format_file_read(ac_arena *arena, const char *path, ac_format_file *file, accord_error *error);

/* Writes the canonical text in place of the file, all or nothing; a file that has it is left alone.
 *
 * errors  ACCORD_EIO  it cannot be written
 */
accord_status
ac_format_file_write(const char *path, const ac_format_file *file, accord_error *error);

#endif
