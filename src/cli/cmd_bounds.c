/* SPDX-License-Identifier: MIT */
/* accord bounds: the worst and the best that each party can come to. */

#include "base/limits.h"
#include "cli/data.h"

#include <string.h>

enum { ASSUMPTIONS_SHOWN = 12 };

/* An assumption that the data have broken already covers nothing that depends on it. */
static void say_broken_assumptions(const ac_run *run)
{
    const ac_statement_set *set = run->statement;
    size_t shown = 0;
    for (size_t i = 0; i < set->assumption_count && shown < ASSUMPTIONS_SHOWN; i++) {
        const ac_check_result *result = &set->assumptions[i];
        if (result->state != AC_VALUE_KNOWN || result->holds) {
            continue;
        }
        AC_SCOPED_BUFFER(period, 100);
        ac_buffer_add_z(&period, "");
        ac_period_add(&period, &set->program->syntax->calendar, result->kind, result->period);
        uint32_t clause = set->program->assumptions[result->check].clause;
        ac_say(
            "assumption %.*s does not hold for %s: the past is exact all the same, and the bounds "
            "are of a future that keeps to it",
            AC_TEXT_ARG(ac_clause_at(set->program, clause)->number), period.bytes);
        shown++;
    }
}

/* Adds the proof, quantity by quantity, of what fits whole numbers of so many bits. */
static void put_scales(const ac_run *run)
{
    const ac_bounds *bounds = ac_bounds_of(run->arena, run->statement->evaluation, 0, 0);
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_scales_add(&text, run->contract.program, ac_scales_of(run->arena, bounds));
    ac_put_shown(ac_buffer_text(&text));
}

static ac_exit
put_bounds(const ac_arguments *arguments, const ac_run *run, const ac_bound_filter *filter)
{
    const ac_bound_set *bounds = ac_bounds_make(run->arena, run->statement);
    const char *format = ac_argument_of(arguments, "--format");
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (format != NULL && strcmp(format, "csv") == 0) {
        ac_bounds_add_csv(&text, bounds, filter);
        ac_put(ac_buffer_text(&text));
    } else if (format != NULL && strcmp(format, "json") == 0) {
        ac_bounds_add_json(&text, bounds, filter);
        ac_put(ac_buffer_text(&text));
    } else {
        ac_bounds_add_text(&text, bounds, filter);
        ac_put_shown(ac_buffer_text(&text));
        if (ac_argument_of(arguments, "--scales") != NULL) {
            put_scales(run);
        }
    }
    say_broken_assumptions(run);
    AC_SCOPED_BUFFER(faults, AC_FACT_FILE_BYTES_MAX);
    size_t count = ac_run_add_payment_faults(&faults, run);
    ac_say_text(ac_buffer_text(&faults));
    return count > 0 ? AC_EXIT_FAILED : AC_EXIT_DONE;
}

static ac_exit run_bounds(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_run run = {0};
    const char *party = ac_argument_of(arguments, "--party");
    ac_bound_filter filter = {
        .party = party == NULL ? AC_TEXT("") : ac_text_of(party),
        .each = ac_argument_of(arguments, "--each") != NULL};
    ac_exit result = ac_data_contract(arguments, &arena, &run);
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, NULL);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (party != NULL && ac_run_find_party(&run, filter.party, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_run_state_ahead(&run, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return put_bounds(arguments, &run, &filter);
}

static const ac_option options[] = {
    AC_DATA_OPTIONS,    AC_KNOWN_BY_OPTION,   {.name = "--party", .argument = "CODE"},
    {.name = "--each" },
           {.name = "--scales"                },
           {.name = "--format",                 .argument = "table|csv|json"                  },
};

const ac_command ac_command_bounds = {
    "bounds", {options, sizeof options / sizeof options[0], 1, 1},
     run_bounds
};
