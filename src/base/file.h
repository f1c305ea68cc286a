/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_FILE_H
#define AC_BASE_FILE_H
/* Whole small files. Extracts are streamed elsewhere (extract/). */

#include "base/status.h"
#include "base/text.h"

/* Reads a whole file.
 *
 * in      path       NUL-terminated
 *         most_bytes the size at which it is refused
 * out     text       the bytes, in `arena`; not checked for UTF-8
 * errors  ACCORD_EIO     it cannot be opened or read; the message names it and the reason
 *         ACCORD_ELIMIT  it is larger than `most_bytes`
 */
accord_status ac_file_read(
    const char *path, size_t most_bytes, ac_arena *arena, ac_text *text, accord_error *error);

/* Reads on from a descriptor until `most` bytes are there or it ends; false with errno. `*got` are
 * there in either case. */
bool ac_file_fill(int file, char *into, size_t most, size_t *got);

/* Writes a whole file beside its place and renames it there, so that a reader sees all or nothing.
 *
 * errors  ACCORD_EIO  it cannot be written; the message names it and the reason
 */
accord_status ac_file_write(const char *path, ac_text text, accord_error *error);

/* The same, so that only its owner may read the file: it has rows of patients. */
accord_status ac_file_write_private(const char *path, ac_text text, accord_error *error);

/* The same as ac_file_write, and the bytes are on the disk before the name is theirs: not even a
 * power cut leaves anything but the old file or the new. The file keeps the permissions that it
 * had.
 *
 * errors  ACCORD_EIO  it cannot be written; the message names it and the reason
 */
accord_status ac_file_write_synced(const char *path, ac_text text, accord_error *error);

/* Puts a file that is whole in the place of another, at once.
 *
 * errors  ACCORD_EIO  it cannot be; the message names `path` and the reason, `beside` is removed
 */
accord_status ac_file_replace(const char *beside, const char *path, accord_error *error);

bool ac_file_exists(const char *path);

/* Checks that there is no file of that name, for one that is never written over.
 *
 * errors  ACCORD_EINPUT  there is
 */
accord_status ac_file_check_new(const char *path, accord_error *error);

/* Returns "folder/name" in the arena; `folder` may be "" or end in a slash. */
char *ac_file_join(ac_arena *arena, const char *folder, const char *name);

/* Returns the part of a path before its last slash, "." if it has none. */
char *ac_file_folder(ac_arena *arena, const char *path);

/* Makes a folder and those above it.
 *
 * errors  ACCORD_EIO  one cannot be made
 */
accord_status ac_file_make_folder(const char *path, accord_error *error);

#endif
