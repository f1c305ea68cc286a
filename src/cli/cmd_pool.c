/* SPDX-License-Identifier: MIT */
/* accord pool: checks the files of a session pool, and brings them in and out of workbooks; nothing
 * is imported unless all of it is good. Sizes the pool, and reviews it (pool_size.c). */

#include "app/pool_folder.h"
#include "app/pool_import.h"
#include "app/pool_performers.h"
#include "base/limits.h"
#include "cli/data.h"
#include "cli/pool.h"
#include "cli/pool_gates.h"
#include "cli/pool_size.h"

#include <string.h>

static ac_exit check(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_pool_period period = {0};
    ac_problem problem = {0};
    ac_pool_faults faults = {.arena = arena};
    if (ac_cli_period(arguments, &period, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status =
        ac_pool_problem_check(arena, arguments->files[1], &period, &problem, &faults, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    ac_pool_add_summary(&text, &problem);
    ac_put_shown(ac_buffer_text(&text));
    return AC_EXIT_DONE;
}

static ac_exit make_template(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    AC_SCOPED_BUFFER(told, AC_ROW_BYTES_MAX);
    const char *format = ac_argument_of(arguments, "--format");
    bool workbook = format != NULL && strcmp(format, "xlsx") == 0;
    if (format != NULL && !workbook && strcmp(format, "csv") != 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "accord pool template writes csv or xlsx, not %s", format);
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status =
        ac_pool_template_write(arena, arguments->files[1], workbook, &told, &error);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_put_shown(ac_buffer_text(&told));
    return AC_EXIT_DONE;
}

static ac_exit import(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_pool_faults faults = {.arena = arena};
    AC_SCOPED_BUFFER(told, AC_ROW_BYTES_MAX);
    ac_pool_import what = {
        .source = arguments->files[1],
        .folder = arguments->files[2],
        .dry_run = ac_argument_of(arguments, "--dry-run") != NULL,
        .replace = ac_argument_of(arguments, "--replace") != NULL};
    if (ac_cli_period(arguments, &what.period, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status = ac_pool_import_run(arena, &what, &faults, &told, &error);
    if (status.code != ACCORD_OK) {
        ac_say_text(ac_buffer_text(&told));
        return ac_cli_say_pool(status, &faults, &error);
    }
    ac_put_shown(ac_buffer_text(&told));
    if (what.dry_run) {
        ac_say("a dry run: nothing was written");
    }
    return AC_EXIT_DONE;
}

static ac_exit export(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_pool_faults faults = {.arena = arena};
    accord_status status =
        ac_pool_export(arena, arguments->files[1], arguments->files[2], &faults, &error);
    return status.code == ACCORD_OK ? AC_EXIT_DONE : ac_cli_say_pool(status, &faults, &error);
}

/* What becomes of a doctor who is not on a list. */
static ac_list_missing missing_of(const ac_arguments *arguments)
{
    const char *missing = ac_argument_of(arguments, "--missing");
    if (missing == NULL || strcmp(missing, "ask") == 0) {
        return AC_MISSING_ASK;
    }
    return strcmp(missing, "end") == 0 ? AC_MISSING_END : AC_MISSING_KEEP;
}

static ac_exit performers(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_pool_faults faults = {.arena = arena};
    AC_SCOPED_BUFFER(told, AC_FACT_FILE_BYTES_MAX);
    ac_performers what = {
        .list = arguments->files[1],
        .folder = arguments->files[2],
        .by = ac_argument_of(arguments, "--checked-by"),
        .source = ac_argument_of(arguments, "--source"),
        .missing = missing_of(arguments),
        .roster = ac_argument_of(arguments, "--roster"),
        .dry_run = ac_argument_of(arguments, "--dry-run") != NULL};
    what.naming.columns = ac_arguments_of(arena, arguments, "--column", &what.naming.column_count);
    what.naming.statuses = ac_arguments_of(arena, arguments, "--status", &what.naming.status_count);
    const char *on = ac_argument_of(arguments, "--checked-on");
    accord_status status = ac_cli_period(arguments, &what.period, &error);
    what.on = what.period.today;
    if (status.code == ACCORD_OK && what.by == NULL) {
        status =
            ac_fail(&error, ACCORD_EINPUT, "accord pool performers needs --checked-by: who looked");
    }
    if (status.code == ACCORD_OK && on != NULL) {
        status = ac_data_day("--checked-on", on, &what.on, &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    status = ac_performers_run(arena, &what, &faults, &told, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    ac_put_shown(ac_buffer_text(&told));
    if (what.dry_run) {
        ac_say("a dry run: nothing was written");
    }
    return AC_EXIT_DONE;
}

/* What accord pool can do, with the files that each takes, itself among them. */
static const struct {
    const char *name;
    size_t files;
    ac_exit (*run)(const ac_arguments *arguments, ac_arena *arena);
} doings[] = {
    {"check",      2, check             },
    {"export",     3, export            },
    {"gates",      2, ac_cli_pool_gates },
    {"import",     3, import            },
    {"performers", 3, performers        },
    {"review",     2, ac_cli_pool_review},
    {"size",       2, ac_cli_pool_size  },
    {"template",   2, make_template     },
};

static ac_exit run_pool(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    for (size_t i = 0; i < sizeof doings / sizeof doings[0]; i++) {
        if (strcmp(arguments->files[0], doings[i].name) != 0) {
            continue;
        }
        if (arguments->file_count == doings[i].files) {
            return doings[i].run(arguments, &arena);
        }
        (void)ac_fail(
            &error, ACCORD_EINPUT, "accord pool %s takes %s", doings[i].name,
            doings[i].files == 2 ? "one folder" : "what to read and where to write");
        return ac_say_misuse(arguments->command, &error);
    }
    (void)ac_fail(
        &error, ACCORD_EINPUT,
        "accord pool can check, gates, size, review, template, import, export or performers, not "
        "\"%.60s\"",
        arguments->files[0]);
    return ac_say_misuse(arguments->command, &error);
}

static const ac_option options[] = {
    AC_PERIOD_OPTIONS,
    AC_SIZING_OPTIONS,
    AC_GATES_OPTIONS,
    {.name = "--format",        .argument = "table|csv|json|xlsx"},
    {.name = "--replace"      },
    {.name = "--dry-run"                        },
    {.name = "--checked-by",                         .argument = "NAME"                                 },
    {.name = "--checked-on",                         .argument = "DATE"            },
    {.name = "--source",                         .argument = "TEXT"   },
    {.name = "--column",         .argument = "FIELD=HEADING",                             .repeated = true},
    {.name = "--status", .argument = "WORD=STATE",                                      .repeated = true},
    {.name = "--missing",       .argument = "ask|end|keep"             },
    {.name = "--roster",        .argument = "FILE"},
};

const ac_command ac_command_pool = {
    "pool", {options, sizeof options / sizeof options[0], 2, 3},
     run_pool
};
