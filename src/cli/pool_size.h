/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_POOL_SIZE_H
#define AC_CLI_POOL_SIZE_H
/* accord pool size and accord pool review. */

#include "base/arena.h"
#include "cli/commands.h"

/* clang-format off: a list of rows for a table */
#define AC_SIZING_OPTIONS                                                                 \
    {.name = "--set", .argument = "FIGURE=VALUE", .repeated = true},                      \
        {.name = "--sessions", .argument = "N,N"}, {.name = "--idle", .argument = "N,N"}, \
        {.name = "--scenarios", .argument = "N"},                                         \
    {                                                                                     \
        .name = "--seed", .argument = "N"                                                 \
    }
/* clang-format on */

ac_exit ac_cli_pool_size(const ac_arguments *arguments, ac_arena *arena);
ac_exit ac_cli_pool_review(const ac_arguments *arguments, ac_arena *arena);

#endif
