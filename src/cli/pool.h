/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_POOL_H
#define AC_CLI_POOL_H
/* What the commands over a session pool share. */

#include "app/roster_run.h"
#include "cli/say.h"

enum { AC_CLI_WEEKS = 13, AC_CLI_WEEKS_MOST = 110 };

/* clang-format off: a list of rows for a table */
#define AC_PERIOD_OPTIONS                                                         \
    {.name = "--from", .argument = "DATE"}, {.name = "--weeks", .argument = "N"}, \
    {                                                                             \
        .name = "--today", .argument = "DATE"                                     \
    }
/* clang-format on */

/* Reads --from, --weeks and --today: the Monday after today, 13 and the clock's day unless said.
 *
 * errors  ACCORD_EINPUT  one that cannot be read
 */
accord_status
ac_cli_period(const ac_arguments *arguments, ac_pool_period *period, accord_error *error);

/* What --format of table, csv or json says; a table unless said. */
ac_roster_format ac_cli_roster_format(const ac_arguments *arguments);

/* Says why a pool could not be read: its faults, and then AC_EXIT_NO, or an error. */
ac_exit
ac_cli_say_pool(accord_status status, const ac_pool_faults *faults, const accord_error *error);

#endif
