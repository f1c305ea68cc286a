/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_STORED_PAIR_H
#define AC_CLI_STORED_PAIR_H
/* Two views of a store, laid out for as long as they are held to each other: what a settlement
 * looked at, and what another did, or what is there by now. */

#include "cli/stored.h"

/* clang-format off: a list of rows for a table */
#define AC_STORED_PAIR_OPTIONS                                  \
    AC_STORE_OPTION, {.name = "--settlement", .argument = "N"}, \
    {                                                           \
        .name = "--settlement-new", .argument = "N"             \
    }
/* clang-format on */

typedef struct ac_stored_pair {
    ac_books_folder folders[2]; /* the old one, the new one */
    accord_date known_by[2];
} ac_stored_pair;

/* Lays both out. The old one is the settlement that --settlement names, or as ac_stored_choose; the
 * new one that of --settlement-new, or all that came by the day of --known-by-new, or by today.
 * Errors are said; ac_stored_pair_close has to be called whatever comes out. */
ac_exit ac_stored_pair_open(const ac_arguments *given, ac_arena *arena, ac_stored_pair *pair);
void ac_stored_pair_close(const ac_stored_pair *pair);

#endif
