/* SPDX-License-Identifier: MIT */
/* accord eval: the values of named quantities, for each member and period. */

#include "app/place.h"
#include "base/limits.h"
#include "cli/data.h"

#include <string.h>

enum { FAULTS_SHOWN = 50, DECIMALS_MAX = 18 };

static ac_exit
read_options(const ac_arguments *arguments, const ac_run *run, ac_values_options *options)
{
    accord_error error = {0};
    size_t count = 0;
    const char *const *said = ac_arguments_of(run->arena, arguments, "--value", &count);
    ac_text *names = AC_NEW_ARRAY(run->arena, ac_text, count);
    for (size_t i = 0; i < count; i++) {
        names[i] = ac_text_of(said[i]);
    }
    accord_status status =
        ac_values_pick(run, names, count, &options->picks, &options->pick_count, &error);
    const char *decimals = ac_argument_of(arguments, "--decimals");
    int64_t places = AC_DECIMALS_EXACT;
    if (status.code == ACCORD_OK && decimals != NULL) {
        status = ac_whole_number("--decimals", decimals, DECIMALS_MAX, &places, &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    options->decimals = (int)places;
    const char *format = ac_argument_of(arguments, "--format");
    if (format != NULL && strcmp(format, "csv") == 0) {
        options->format = AC_VALUES_CSV;
    } else if (format != NULL && strcmp(format, "json") == 0) {
        options->format = AC_VALUES_JSON;
    }
    return ac_data_period(
        arguments, run, &options->period_said, &options->period_kind, &options->period);
}

static ac_exit put_values(const ac_run *run, const ac_values_options *options)
{
    accord_error error = {0};
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (ac_values_add(&text, run, options, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (options->format == AC_VALUES_TABLE) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    if (run->evaluation->fault_count == 0) {
        return AC_EXIT_DONE;
    }
    AC_SCOPED_BUFFER(faults, AC_FACT_FILE_BYTES_MAX);
    ac_run_add_faults(&faults, run, FAULTS_SHOWN);
    ac_say_text(ac_buffer_text(&faults));
    return AC_EXIT_FAILED;
}

static ac_exit run_eval(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_run run = {0};
    ac_values_options options = {0};
    ac_exit result = ac_data_contract(arguments, &arena, &run);
    if (result == AC_EXIT_DONE) {
        result = read_options(arguments, &run, &options);
    }
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, NULL);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (ac_run_evaluate(&run, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (ac_place_check_period(&run, &options, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    return put_values(&run, &options);
}

static const ac_option options[] = {
    AC_DATA_OPTIONS,
    AC_KNOWN_BY_OPTION,
    {.name = "--value", .argument = "NAME|CLAUSE", .repeated = true},
    {.name = "--period",                 .argument = "PERIOD"                        },
    {.name = "--format",                 .argument = "table|csv|json"},
    {.name = "--decimals",                 .argument = "N"                      },
};

const ac_command ac_command_eval = {
    "eval", {options, sizeof options / sizeof options[0], 1, 1},
     run_eval
};
