/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_STORED_H
#define AC_CLI_STORED_H
/* Commands over a contract and a data folder, over what a store settled: the same files, laid out
 * in a folder for a moment, looked at from the same day. */

#include "cli/books.h"

/* clang-format off: a list of rows for a table */
#define AC_STORED_OPTIONS                                            \
    AC_STORE_OPTION, {.name = "--settlement", .argument = "N"},      \
        {.name = "--data", .argument = "DIR"},                       \
        {.name = "--layouts", .argument = "DIR", .repeated = true},  \
        {.name = "--refused", .argument = "FILE"},                   \
        {.name = "--refuse-at-most", .argument = "PERCENT"},         \
        {.name = "--threads", .argument = "N"}, {.name = "--quiet"}, \
    {                                                                \
        .name = "--known-by", .argument = "DATE"                     \
    }
/* clang-format on */

typedef struct ac_stored {
    ac_arguments arguments; /* which name a contract, --data and --known-by */
    ac_books_folder folder;
    bool laid_out;
} ac_stored;

/* The arguments as they are, if they name a contract and --data. With --store, the settlement that
 * --settlement names is laid out; without that, of the period of --period the one that was closed,
 * or the last; without that, the last of all. Errors are said. */
ac_exit ac_stored_begin(const ac_arguments *given, ac_arena *arena, ac_stored *stored);
void ac_stored_end(const ac_stored *stored);

#endif
