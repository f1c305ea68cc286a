/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_BOOKS_H
#define AC_CLI_BOOKS_H
/* What all commands over a store share: which store, who acts, by which key, and when. */

#include "app/books.h"
#include "cli/say.h"

#define AC_STORE_OPTION                        \
    {                                          \
        .name = "--store", .argument = "STORE" \
    }

/* clang-format off: a list of rows for a table */
#define AC_ACTING_OPTIONS                                  \
    AC_STORE_OPTION, {.name = "--as", .argument = "CODE"}, \
    {                                                      \
        .name = "--key", .argument = "FILE"                \
    }
/* clang-format on */

/* Opens the store that --store or ACCORD_STORE names, for who --as or ACCORD_AS says, by the secret
 * in the file of --key or ACCORD_KEY. Errors are said. `books->db` is closed by ac_db_close, and is
 * NULL where this fails. */
ac_exit ac_books_open_acting(const ac_arguments *arguments, ac_arena *arena, ac_books *books);

/* Likewise for who only reads: nobody need say who they are. */
ac_exit ac_books_open_reading(const ac_arguments *arguments, ac_arena *arena, ac_books *books);

/* Whether a command that also runs over a contract and a data folder is to run over a store:
 * --store says so, or ACCORD_STORE where neither a contract nor --data is given. */
bool ac_books_are_meant(const ac_arguments *arguments);

/* The value of an option, or of the variable where it was not given, or NULL. */
const char *ac_books_said(const ac_arguments *arguments, const char *option, const char *variable);

/* The folder for files of a moment: TMPDIR, or /tmp. */
const char *ac_books_scratch(void);

/* Seconds since 1970-01-01 UTC, and the day that London's calendar shows then. */
ac_seconds ac_books_now(void);
accord_date ac_books_today(void);

/* Reads the secret of a key file; with `make`, a file that is not there is made with a random one.
 *
 * out     made   whether it was
 * errors  ACCORD_EIO     it cannot be read or made
 *         ACCORD_EINPUT  others than its owner may read it; it is empty
 */
accord_status ac_books_key(
    ac_arena *arena, const char *path, bool make, ac_text *secret, bool *made, accord_error *error);

/* Says the new end of the chain, to be kept elsewhere. */
void ac_books_say_anchor(const ac_anchor *anchor);

#endif
