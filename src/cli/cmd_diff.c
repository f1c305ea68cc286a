/* SPDX-License-Identifier: MIT */
/* accord diff: what changed between two runs, and by what. */

#include "app/diff.h"
#include "app/folder.h"
#include "app/place.h"
#include "base/limits.h"
#include "cli/stored_pair.h"

#include <string.h>

/* What the options say, and where they are kept. */
typedef struct asked {
    ac_diff_options options;
    ac_diff_filter filter;
    accord_date days[2];
    ac_books_pair pair; /* laid out with --store */
    ac_cli_progress progress;
} asked;

static accord_status
read_day(const ac_arguments *arguments, const char *option, accord_date *day, accord_error *error)
{
    const char *text = ac_argument_of(arguments, option);
    return text == NULL ? ac_ok() : ac_data_day(option, text, day, error);
}

/* The new side is the old one in all that is not said of it. */
static accord_status read_sides(const ac_arguments *arguments, asked *of, accord_error *error)
{
    ac_diff_side *sides = of->options.sides;
    const char *data_new = ac_argument_of(arguments, "--data-new");
    if (arguments->file_count == 0 || ac_argument_of(arguments, "--data") == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT, "accord diff needs a contract and --data DIR, or --store STORE");
    }
    AC_TRY(read_day(arguments, "--known-by", &of->days[0], error));
    AC_TRY(read_day(arguments, "--known-by-new", &of->days[1], error));
    bool old_day = ac_argument_of(arguments, "--known-by") != NULL;
    bool new_day = ac_argument_of(arguments, "--known-by-new") != NULL;
    sides[0].contract_path = arguments->files[0];
    sides[1].contract_path = arguments->files[arguments->file_count - 1];
    sides[0].data_folder = ac_argument_of(arguments, "--data");
    sides[1].data_folder = data_new == NULL ? sides[0].data_folder : data_new;
    sides[0].known_by = old_day ? &of->days[0] : NULL;
    sides[1].known_by = new_day ? &of->days[1] : sides[0].known_by;
    if (arguments->file_count == 1 && data_new == NULL && !new_day) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is one run, and nothing to compare it with: name a second contract, --data-new "
            "or --known-by-new");
    }
    return ac_ok();
}

static accord_status
read_options(const ac_arguments *arguments, ac_arena *arena, asked *of, accord_error *error)
{
    size_t count = 0;
    const char *const *said = ac_arguments_of(arena, arguments, "--value", &count);
    ac_text *values = AC_NEW_ARRAY(arena, ac_text, count);
    for (size_t i = 0; i < count; i++) {
        values[i] = ac_text_of(said[i]);
    }
    of->options.values = values;
    of->options.value_count = count;
    of->options.layout_folders =
        ac_arguments_of(arena, arguments, "--layouts", &of->options.layout_folder_count);
    const char *party = ac_argument_of(arguments, "--party");
    of->filter.party = party == NULL ? AC_TEXT("") : ac_text_of(party);
    if (party != NULL && party[0] == '\0') {
        return ac_fail(
            error, ACCORD_EINPUT,
            "--party is the code of a party or member, not \"\"; leave it out for all of them");
    }
    return ac_ok();
}

static ac_exit check_folders(const asked *of)
{
    for (int side = 0; side < 2; side++) {
        if (!ac_folder_exists(of->options.sides[side].data_folder)) {
            ac_say("accord: there is no folder %s", of->options.sides[side].data_folder);
            return AC_EXIT_FAILED;
        }
    }
    return AC_EXIT_DONE;
}

/* Says the faults of a contract, and reads --period by its calendar. */
static ac_exit read_contracts(const ac_arguments *arguments, ac_arena *arena, asked *of)
{
    for (size_t side = 0; side < 2; side++) {
        ac_run run = {0};
        const ac_diff_side *at = &of->options.sides[side];
        ac_exit result = ac_data_contract_of(arena, at->contract_path, at->known_by, &run);
        ac_diff_filter *filter = &of->filter;
        if (result == AC_EXIT_DONE) {
            result = ac_data_period(
                arguments, &run, &filter->period_said, &filter->kind, &filter->period);
        }
        if (result != AC_EXIT_DONE) {
            return result;
        }
    }
    return AC_EXIT_DONE;
}

static ac_exit put_diff(const ac_arguments *arguments, const ac_diff *diff, const asked *of)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    const char *format = ac_argument_of(arguments, "--format");
    bool csv = format != NULL && strcmp(format, "csv") == 0;
    bool json = format != NULL && strcmp(format, "json") == 0;
    if (csv) {
        ac_diff_add_csv(&text, diff, &of->filter);
    } else if (json) {
        ac_diff_add_json(&text, diff, &of->filter);
    } else {
        ac_diff_add_text(&text, diff, &of->filter);
    }
    if (text.overflowed) {
        ac_say("accord: that is more text than accord writes: name a period or a party");
        return AC_EXIT_FAILED;
    }
    if (csv || json) {
        ac_put(ac_buffer_text(&text));
    } else {
        ac_put_shown(ac_buffer_text(&text));
    }
    return AC_EXIT_DONE;
}

static ac_exit compare(const ac_arguments *arguments, ac_arena *arena, asked *of)
{
    accord_error error = {0};
    ac_exit result = check_folders(of);
    if (result == AC_EXIT_DONE) {
        result = read_contracts(arguments, arena, of);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    const ac_diff *diff = NULL;
    ac_cli_progress_init(&of->progress, ac_argument_of(arguments, "--quiet") != NULL);
    of->options.progress = &of->progress.reading;
    accord_status status = ac_diff_make(arena, &of->options, &diff, &error);
    ac_cli_progress_end(&of->progress);
    return status.code == ACCORD_OK ? put_diff(arguments, diff, of) : ac_say_error(&error);
}

static ac_exit compare_stored(const ac_arguments *arguments, ac_arena *arena, asked *of)
{
    ac_exit result = ac_stored_pair_open(arguments, arena, &of->pair);
    if (result == AC_EXIT_DONE) {
        ac_books_pair_sides(&of->pair, of->options.sides);
        result = compare(arguments, arena, of);
    }
    ac_books_pair_remove(&of->pair);
    return result;
}

static ac_exit run_diff(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    asked of = {0};
    if (read_options(arguments, &arena, &of, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    if (ac_books_are_meant(arguments)) {
        return compare_stored(arguments, &arena, &of);
    }
    if (ac_argument_of(arguments, "--settlement") != NULL ||
        ac_argument_of(arguments, "--settlement-new") != NULL) {
        return ac_stored_misuse(
            arguments, "takes --settlement and --settlement-new with --store only");
    }
    if (read_sides(arguments, &of, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    return compare(arguments, &arena, &of);
}

static const ac_option options[] = {
    AC_STORED_PAIR_OPTIONS,
    {.name = "--data",     .argument = "DIR"},
    {.name = "--data-new",                    .argument = "DIR"},
    {.name = "--known-by",.argument = "DATE"},
    {.name = "--known-by-new", .argument = "DATE"},
    {.name = "--period",                    .argument = "PERIOD"},
    {.name = "--party",  .argument = "CODE"},
    {.name = "--value",   .argument = "NAME", .repeated = true},
    {.name = "--layouts",                    .argument = "DIR", .repeated = true},
    {.name = "--format", .argument = "text|csv|json"},
    {.name = "--quiet"   },
};

const ac_command ac_command_diff = {
    "diff", {options, sizeof options / sizeof options[0], 0, 2},
     run_diff
};
