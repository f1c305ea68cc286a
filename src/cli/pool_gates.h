/* SPDX-License-Identifier: MIT */
#ifndef AC_CLI_POOL_GATES_H
#define AC_CLI_POOL_GATES_H
/* accord pool gates. */

#include "cli/options.h"
#include "cli/say.h"

/* clang-format off: a list of rows for a table */
#define AC_GATES_OPTIONS                                                                         \
    {.name = "--doctor", .argument = "CODE"}, {.name = "--gate", .argument = "GATE"},            \
        {.name = "--state", .argument = "STATE"}, {.name = "--until", .argument = "DATE"},       \
        {.name = "--site", .argument = "CODE"}, {.name = "--system", .argument = "NAME"},        \
        {.name = "--condition", .argument = "TEXT"}, {.name = "--lift"},                         \
        {.name = "--not-skill", .argument = "CODE"}, {.name = "--not-duty", .argument = "DUTY"}, \
        {.name = "--checks", .argument = "DAYS"},                                                \
    {                                                                                            \
        .name = "--undo"                                                                         \
    }
/* clang-format on */

ac_exit ac_cli_pool_gates(const ac_arguments *arguments, ac_arena *arena);

#endif
