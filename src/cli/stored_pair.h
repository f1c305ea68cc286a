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

/* Lays both out. The old one is the settlement that --settlement names, or as ac_stored_choose; the
 * new one that of --settlement-new, or all that came by the day of --known-by-new, or by today.
 * Errors are said; ac_books_pair_remove has to be called whatever comes out. */
ac_exit ac_stored_pair_open(const ac_arguments *given, ac_arena *arena, ac_books_pair *pair);

#endif
