/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_FOLDER_H
#define AC_APP_FOLDER_H
/* The names in a folder, always in the same order. */

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

/* Lists the regular files of a folder, sorted by the bytes of their names; those that begin with a
 * dot are left out. Files of folders inside it are not listed.
 *
 * out     names  [count], NUL-terminated, in `arena`
 * errors  ACCORD_EIO  it cannot be read; the message names it and the reason
 */
accord_status ac_folder_list(
    ac_arena *arena, const char *path, const char ***names, size_t *count, accord_error *error);

/* Likewise everything that is in it, but `.` and `..`. */
accord_status ac_folder_list_all(
    ac_arena *arena, const char *path, const char ***names, size_t *count, accord_error *error);

bool ac_folder_exists(const char *path);

/* The part of a path after its last slash. */
ac_text ac_file_name_of(ac_text path);

#endif
