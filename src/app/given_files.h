/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_GIVEN_FILES_H
#define AC_APP_GIVEN_FILES_H
/* Files of rows that are named one by one, by a pattern, or sent through standard input, in place
 * of those of the data folder that a layout reads. */

#include "app/manifest.h"
#include "extract/standard.h"
#include "lang/program.h"

/* What is given for one layout. */
typedef struct ac_given_files {
    ac_text layout;
    const ac_seen_file **files; /* [count], by their names; known always, and for everything */
    size_t count;
    size_t capacity;
    const ac_standard *standard; /* standard input is read before them; NULL: it is not */
} ac_given_files;

typedef struct ac_given_asked {
    const ac_program *program;
    const bool *wanted; /* [program->quantity_count]: the inputs that will be read; NULL: all */
    const char *option; /* how it was asked for, such as "--rows" */
    const char *const *said; /* [said_count] */
    size_t said_count;
    const char *temporary_folder; /* for standard input that several inputs read */
} ac_given_asked;

/* Reads what was asked for: "LAYOUT=PATH", "LAYOUT=PATTERN" or "LAYOUT=-", as often as wished. A
 * name that is there as it stands is no pattern. Takes the first bytes of standard input, and all
 * of it where several inputs count its rows: it is kept in a temporary file.
 *
 * out     list    [count], one for each layout, in `arena`
 * errors  ACCORD_EINPUT  one has no layout before "="; no input that is wanted counts rows of it;
 *                        no file has the name or fits the pattern; one is given twice; standard
 *                        input is given twice
 *         ACCORD_EIO     a folder or standard input cannot be read; there is no room to keep it
 *         ACCORD_ELIMIT  more files than AC_GIVEN_FILES_MAX
 */
accord_status ac_given_files_read(
    ac_arena *arena,
    const ac_given_asked *asked,
    const ac_given_files **list,
    size_t *count,
    accord_error *error);

/* NULL: nothing is given for that layout. */
const ac_given_files *ac_given_files_of(const ac_given_files *list, size_t count, ac_text layout);

/* Checks that a file to be written is none of those given, under whatever name.
 *
 * errors  ACCORD_EINPUT  it is
 */
accord_status ac_given_files_check_target(
    const ac_given_files *list,
    size_t count,
    const char *option,
    const char *path,
    accord_error *error);

#endif
