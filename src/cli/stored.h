/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_STORED_H
#define AC_CLI_STORED_H
/* Commands over a contract and a data folder, over what a store settled: the same files, laid out
 * in a folder for a moment, looked at from the same day. */

#include "app/settled.h"
#include "cli/books.h"
#include "cli/data.h"

#define AC_STORED_OPTIONS                                       \
    AC_STORE_OPTION, {.name = "--settlement", .argument = "N"}, \
        {.name = "--data", .argument = "DIR"}, AC_READING_OPTIONS, AC_KNOWN_BY_OPTION

/* Runs a command over the contract and --data that are given. With --store it runs over the
 * settlement that --settlement names, laid out for as long; without that, of the period of --period
 * the one that was closed, or the last; without that, the last of all. `command` is given arguments
 * that name a contract, --data and --known-by, and the settlement: NULL where there is none; with
 * `wants_causes`, why it adjusts what was closed before. Errors are said. */
typedef ac_exit
ac_stored_command(const ac_arguments *arguments, ac_arena *arena, const ac_settled *settled);
ac_exit ac_stored_run(const ac_arguments *given, bool wants_causes, ac_stored_command *command);

/* The settlement that an option names by its number; without it, of the period of --period the one
 * that was closed, or the last; without that, the last of all.
 *
 * errors  ACCORD_EINPUT  there is none; the message has those that there are
 */
accord_status ac_stored_choose(
    const ac_arguments *given,
    const char *option,
    const ac_settlement *list,
    size_t count,
    const ac_settlement **chosen,
    accord_error *error);

/* Says which settlement is looked at, unless --quiet was given. */
void ac_stored_say(const ac_arguments *given, const ac_settlement *of);

/* Says "accord COMMAND" and what is wrong with how it was called. */
ac_exit ac_stored_misuse(const ac_arguments *given, const char *words);

#endif
