/* SPDX-License-Identifier: MIT */
/* accord pool: checks the files of a session pool, and imports nothing unless all are good. */

#include "app/pool_folder.h"
#include "base/limits.h"
#include "cli/pool.h"

#include <string.h>

static ac_exit run_pool(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_pool_period period = {0};
    ac_problem problem = {0};
    ac_pool_faults faults = {.arena = &arena};
    if (strcmp(arguments->files[0], "check") != 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "accord pool can check, not \"%.60s\"", arguments->files[0]);
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_cli_period(arguments, &period, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status =
        ac_pool_problem_read(&arena, arguments->files[1], &period, &problem, &faults, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    ac_pool_add_summary(&text, &problem);
    ac_put_shown(ac_buffer_text(&text));
    return AC_EXIT_DONE;
}

static const ac_option options[] = {
    AC_PERIOD_OPTIONS,
};

const ac_command ac_command_pool = {
    "pool", {options, sizeof options / sizeof options[0], 2, 2},
     run_pool
};
