/* SPDX-License-Identifier: MIT */
/* accord statement: what each party and practice is due. */

#include "app/place.h"
#include "base/limits.h"
#include "cli/data.h"

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

static ac_exit
put_statement(const ac_arguments *arguments, const ac_run *run, const ac_statement_filter *filter)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    const char *format = ac_argument_of(arguments, "--format");
    add_statement(&text, run->statement, filter, format);
    if (text.overflowed) {
        ac_say("accord: that is more text than accord writes: name a period or a party");
        return AC_EXIT_FAILED;
    }
    if (format == NULL || strcmp(format, "text") == 0) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    return judge(run);
}

/* What can be told before the data are read. */
static ac_exit
read_options(const ac_arguments *arguments, const ac_run *run, ac_statement_filter *filter)
{
    accord_error error = {0};
    const char *party = ac_argument_of(arguments, "--party");
    if (party != NULL && party[0] == '\0') {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "--party is the code of a party or member, not \"\"; leave it out for all of them");
        return ac_say_misuse(arguments->command, &error);
    }
    filter->party = ac_text_of(party);
    ac_exit result =
        ac_data_period(arguments, run, &filter->period_said, &filter->kind, &filter->period);
    if (result == AC_EXIT_DONE && filter->period_said &&
        ac_place_check_term(run, filter->kind, filter->period, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    return result;
}

static ac_exit run_statement(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_run run = {0};
    ac_statement_filter filter = {.party = AC_TEXT("")};
    ac_exit result = ac_data_contract(arguments, &arena, &run);
    if (result == AC_EXIT_DONE) {
        result = read_options(arguments, &run, &filter);
    }
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, NULL);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (filter.party.size > 0 && ac_run_find_party(&run, filter.party, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_run_state(&run, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return put_statement(arguments, &run, &filter);
}

static const ac_option options[] = {
    AC_DATA_OPTIONS,
    AC_KNOWN_BY_OPTION,
    {.name = "--period", .argument = "PERIOD"       },
    {.name = "--party",  .argument = "CODE"         },
    {.name = "--format", .argument = "text|csv|json"},
};

const ac_command ac_command_statement = {
    "statement", {options, sizeof options / sizeof options[0], 1, 1},
     run_statement
};
