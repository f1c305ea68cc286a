/* SPDX-License-Identifier: MIT */
/* accord statement: what each party and practice is due. */

#include "base/file.h"
#include "base/limits.h"
#include "cli/stored.h"

#include <string.h>

static void add_statement(
    ac_buffer *text,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    const char *format)
{
    if (format != NULL && strcmp(format, "csv") == 0) {
        ac_statement_add_csv(text, set, filter);
    } else if (format != NULL && strcmp(format, "json") == 0) {
        ac_statement_add_json(text, set, filter);
    } else {
        ac_statement_add_text(text, set, filter);
    }
}

static ac_exit judge(const ac_run *run)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    size_t faults = ac_run_add_payment_faults(&text, run);
    ac_run_add_broken_checks(&text, run);
    ac_say_text(ac_buffer_text(&text));
    if (faults > 0) {
        return AC_EXIT_FAILED;
    }
    return run->statement->broken_checks > 0 ? AC_EXIT_NO : AC_EXIT_DONE;
}

/* A workbook is bytes for a file, never for a terminal. */
static ac_exit
write_workbook(const ac_arguments *arguments, const ac_run *run, const ac_statement_filter *filter)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    if (ac_run_write_workbook(run, filter, out, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return judge(run);
}

static ac_exit
put_statement(const ac_arguments *arguments, const ac_run *run, const ac_statement_filter *filter)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    const char *format = ac_argument_of(arguments, "--format");
    const char *out = ac_argument_of(arguments, "-o");
    add_statement(&text, run->statement, filter, format);
    if (text.overflowed) {
        ac_say("accord: that is more text than accord writes: name a period or a party");
        return AC_EXIT_FAILED;
    }
    if (out != NULL) {
        if (ac_file_write(out, ac_buffer_text(&text), &error).code != ACCORD_OK) {
            return ac_say_error(&error);
        }
    } else if (format == NULL || strcmp(format, "text") == 0) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    return judge(run);
}

static bool is_workbook(const ac_arguments *arguments)
{
    const char *format = ac_argument_of(arguments, "--format");
    return format != NULL && strcmp(format, "xlsx") == 0;
}

static ac_exit check_out(const ac_arguments *arguments, const ac_run *run)
{
    accord_error error = {0};
    if (is_workbook(arguments) && ac_argument_of(arguments, "-o") == NULL) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "--format xlsx needs -o FILE, the workbook to be written, such as -o statement.xlsx");
        return ac_say_misuse(arguments->command, &error);
    }
    return ac_data_target(arguments, run, "-o");
}

static ac_exit state(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_run run = {0};
    ac_statement_filter filter = {.party = AC_TEXT("")};
    ac_exit result = ac_data_contract(arguments, arena, &run);
    if (result == AC_EXIT_DONE) {
        result = ac_data_filter(arguments, &run, &filter);
    }
    if (result == AC_EXIT_DONE) {
        result = check_out(arguments, &run);
    }
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, NULL);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (ac_data_party(arguments, &run, &filter) != AC_EXIT_DONE) {
        return AC_EXIT_MISUSED;
    }
    if (ac_run_state(&run, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return is_workbook(arguments) ? write_workbook(arguments, &run, &filter)
                                  : put_statement(arguments, &run, &filter);
}

static ac_exit run_statement(const ac_arguments *given)
{
    return ac_stored_run(given, state);
}

static const ac_option options[] = {
    AC_STORED_OPTIONS,
    {.name = "--period", .argument = "PERIOD"            },
    {.name = "--party",  .argument = "CODE"              },
    {.name = "--format", .argument = "text|csv|json|xlsx"},
    {.name = "-o",       .argument = "OUT"               },
};

const ac_command ac_command_statement = {
    "statement", {options, sizeof options / sizeof options[0], 0, 1},
     run_statement
};
