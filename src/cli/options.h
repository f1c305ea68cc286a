/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_OPTIONS_H
#define AC_CLI_OPTIONS_H
/* The arguments of a command, read by its table of options: --name VALUE, --name=VALUE, before or
 * after the files; after -- all the rest are files. */

#include "base/arena.h"
#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ac_option {
    const char *name;     /* "--format" */
    const char *argument; /* as the manual page has it: "DIR", "text|json"; NULL: a flag */
    bool repeated;        /* may be given several times */
    bool needed;
} ac_option;

typedef struct ac_option_table {
    const ac_option *list; /* [count] */
    size_t count;
    size_t files_least;
    size_t files_most;
} ac_option_table;

typedef struct ac_argument {
    const ac_option *option;
    const char *value; /* "" for a flag */
} ac_argument;

typedef struct ac_arguments {
    const char *command;
    const ac_argument *list; /* [count], as given */
    size_t count;
    const char *const *files; /* [file_count] */
    size_t file_count;
    bool help; /* --help was among them; nothing else was checked */
} ac_arguments;

/* The words after the command's name. */
typedef struct ac_words_given {
    int count;
    char **list;
} ac_words_given;

/* Reads the arguments after the command's name.
 *
 * errors  ACCORD_EINPUT  an option that is not known, or twice, or lacks its value or one of its
 * words; one left out that is needed; too few or too many files
 */
accord_status ac_arguments_read(
    ac_arena *arena,
    const char *command,
    const ac_option_table *table,
    const ac_words_given *given,
    ac_arguments *arguments,
    accord_error *error);

/* The value of an option, or NULL if it was not given. The name must be in the table. */
const char *ac_argument_of(const ac_arguments *arguments, const char *name);

/* All values of an option that may be repeated. */
const char *const *
ac_arguments_of(ac_arena *arena, const ac_arguments *arguments, const char *name, size_t *count);

#endif
