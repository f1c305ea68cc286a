/* SPDX-License-Identifier: MIT */
/* accord explain: why a value is what it is. */

#include "app/why.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/stored.h"

#include <string.h>

enum { DEPTH_MOST = 10000 };

static accord_status
read_options(const ac_arguments *arguments, ac_why_options *options, accord_error *error)
{
    const char *depth = ac_argument_of(arguments, "--depth");
    const char *format = ac_argument_of(arguments, "--format");
    bool json = format != NULL && strcmp(format, "json") == 0;
    bool html = format != NULL && strcmp(format, "html") == 0;
    options->format = json ? AC_WHY_JSON : html ? AC_WHY_HTML : AC_WHY_TEXT;
    if (depth == NULL) {
        return ac_ok();
    }
    int64_t steps = 0;
    AC_TRY(ac_whole_number("--depth", depth, DEPTH_MOST, &steps, error));
    if (steps == 0) {
        return ac_fail(error, ACCORD_EINPUT, "--depth is 1 or more");
    }
    options->depth_max = (uint32_t)steps;
    return ac_ok();
}

static accord_status evaluate(ac_run *run, ac_place_kind kind, accord_error *error)
{
    if (kind != AC_PLACE_QUANTITY && kind != AC_PLACE_GATE) {
        AC_TRY(ac_run_state(run, error));
    }
    return ac_run_evaluate(run, error);
}

/* Writes the text to a file, or to standard output: for people, what a terminal would obey is made
 * harmless there. */
static ac_exit put_text(const ac_arguments *arguments, ac_text text, ac_why_format format)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    if (out != NULL && strcmp(out, "-") != 0) {
        return ac_file_write(out, text, &error).code == ACCORD_OK ? AC_EXIT_DONE
                                                                  : ac_say_error(&error);
    }
    if (format == AC_WHY_TEXT) {
        ac_put_shown(text);
    } else {
        ac_put(text);
    }
    return AC_EXIT_DONE;
}

static ac_exit put_why(
    const ac_arguments *arguments,
    const ac_run *run,
    const ac_value_place *place,
    const ac_why_options *options)
{
    accord_error error = {0};
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (ac_why_add(&text, run, place, options, &error).code != ACCORD_OK) {
        return error.code == ACCORD_EINPUT ? ac_data_fail(arguments, &error) : ac_say_error(&error);
    }
    ac_buffer_add_z(&text, options->format == AC_WHY_JSON ? "\n" : "");
    return put_text(arguments, ac_buffer_text(&text), options->format);
}

static ac_exit explain(const ac_arguments *arguments, ac_arena *arena, const ac_settled *settled)
{
    (void)settled; /* a figure is what it is, whether it was closed or not */
    accord_error error = {0};
    ac_run run = {0};
    ac_value_place place = {0};
    ac_why_options options = {0};
    ac_exit result = ac_data_contract(arguments, arena, &run);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    ac_text value = ac_text_of(ac_argument_of(arguments, "--value"));
    if (read_options(arguments, &options, &error).code != ACCORD_OK ||
        ac_place_find_value(&run, value, &place, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    result = ac_data_out(arguments, &run);
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, NULL);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (evaluate(&run, place.kind, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_text at = ac_text_of(ac_argument_of(arguments, "--at"));
    if (ac_place_find_at(&run, at, &place, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    return put_why(arguments, &run, &place, &options);
}

static ac_exit run_explain(const ac_arguments *given)
{
    return ac_stored_run(given, false, explain);
}

static const ac_option options[] = {
    AC_STORED_OPTIONS,
    {.name = "--value",             .argument = "NAME|CLAUSE", .needed = true},
    {.name = "--at",                             .argument = "MEMBER[,MEMBER...],PERIOD",                                         .needed = true},
    {.name = "--depth",               .argument = "N"},
    {.name = "--format",.argument = "text|json|html"                         },
    {.name = "-o",  .argument = "OUT" },
};

const ac_command ac_command_explain = {
    "explain", {options, sizeof options / sizeof options[0], 0, 1},
     run_explain
};
