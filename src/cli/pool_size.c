/* SPDX-License-Identifier: MIT */
/* How many sessions to employ, and what became of those that were. */

#include "cli/pool_size.h"

#include "app/pool_review.h"
#include "app/pool_size.h"
#include "base/limits.h"
#include "cli/data.h"
#include "cli/pool.h"

#include <string.h>

enum { SCENARIOS = 2000, SCENARIOS_LEAST = 100, IDLE_COUNT = 5 };

static const uint32_t idle_shown[IDLE_COUNT] = {0, 2, 5, 10, 20};

/* What both are asked with. */
typedef struct asked {
    ac_pool_period period;
    uint64_t seed;
    uint32_t scenarios;
    const char *const *settings;
    size_t setting_count;
    ac_sizing_format format;
} asked;

static accord_status
read_format(const ac_arguments *arguments, ac_sizing_format *format, accord_error *error)
{
    static const char *const words[] = {
        [AC_SIZING_TABLE] = "table", [AC_SIZING_CSV] = "csv", [AC_SIZING_JSON] = "json"};
    const char *said = ac_argument_of(arguments, "--format");
    *format = AC_SIZING_TABLE;
    for (size_t i = 0; said != NULL && i < sizeof words / sizeof words[0]; i++) {
        if (strcmp(said, words[i]) == 0) {
            *format = (ac_sizing_format)i;
            return ac_ok();
        }
    }
    return said == NULL ? ac_ok()
                        : ac_fail(
                              error, ACCORD_EINPUT,
                              "accord pool %s is written as table, csv or json, not \"%.60s\"",
                              arguments->files[0], said);
}

static accord_status
read_asked(ac_arena *arena, const ac_arguments *arguments, asked *to, accord_error *error)
{
    const char *seed = ac_argument_of(arguments, "--seed");
    const char *scenarios = ac_argument_of(arguments, "--scenarios");
    int64_t number = 1;
    AC_TRY(ac_cli_period(arguments, &to->period, error));
    to->period.today.day = INT32_MIN; /* no request is too old to be looked at */
    if (seed != NULL) {
        AC_TRY(ac_whole_number("--seed", seed, INT64_MAX, &number, error));
    }
    to->seed = (uint64_t)number;
    number = SCENARIOS;
    if (scenarios != NULL) {
        AC_TRY(ac_whole_number("--scenarios", scenarios, AC_SIZING_SCENARIOS_MAX, &number, error));
    }
    if (number < SCENARIOS_LEAST) {
        return ac_fail(
            error, ACCORD_EINPUT, "--scenarios %d are too few to tell of a tail; give %d or more",
            (int)number, SCENARIOS_LEAST);
    }
    to->scenarios = (uint32_t)number;
    to->settings = ac_arguments_of(arena, arguments, "--set", &to->setting_count);
    return read_format(arguments, &to->format, error);
}

/* Whole numbers parted by commas. */
typedef struct number_list {
    uint32_t *list;
    size_t count;
} number_list;

static accord_status read_list(
    ac_arena *arena,
    const ac_arguments *arguments,
    const char *option,
    size_t most,
    number_list *to,
    accord_error *error)
{
    ac_text left = ac_text_of(ac_argument_of(arguments, option));
    to->list = AC_NEW_ARRAY(arena, uint32_t, left.size + 1);
    for (size_t from = 0; from <= left.size; from++) {
        size_t until = from;
        int64_t number = 0;
        while (until < left.size && left.at[until] != ',') {
            until++;
        }
        if (to->count == most) {
            return ac_fail(error, ACCORD_EINPUT, "%s takes at most %zu numbers", option, most);
        }
        const char *one = ac_text_terminated(arena, ac_text_slice(left, from, until));
        AC_TRY(ac_whole_number(option, one, AC_SIZING_SCENARIOS_MAX, &number, error));
        to->list[to->count++] = (uint32_t)number;
        from = until;
    }
    return ac_ok();
}

static ac_exit
put(accord_status status,
    const ac_buffer *text,
    ac_sizing_format format,
    const ac_pool_faults *faults,
    const accord_error *error)
{
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, faults, error);
    }
    return ac_put_all(text, format == AC_SIZING_TABLE);
}

static accord_status read_lists(
    ac_arena *arena,
    const ac_arguments *arguments,
    ac_pool_size_options *options,
    accord_error *error)
{
    number_list sizes = {0};
    number_list idle = {0};
    options->idle = idle_shown;
    options->idle_count = IDLE_COUNT;
    if (ac_argument_of(arguments, "--sessions") != NULL) {
        AC_TRY(read_list(arena, arguments, "--sessions", AC_SIZES_MOST, &sizes, error));
        options->sizes = sizes.list;
        options->size_count = sizes.count;
    }
    if (ac_argument_of(arguments, "--idle") != NULL) {
        AC_TRY(read_list(arena, arguments, "--idle", AC_IDLE_LIST_MOST, &idle, error));
        options->idle = idle.list;
        options->idle_count = idle.count;
    }
    return ac_ok();
}

ac_exit ac_cli_pool_size(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    asked what = {0};
    ac_pool_faults faults = {.arena = arena};
    ac_pool_size_options options = {0};
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (read_asked(arena, arguments, &what, &error).code != ACCORD_OK ||
        read_lists(arena, arguments, &options, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    options.seed = what.seed;
    options.scenarios = what.scenarios;
    options.settings = what.settings;
    options.setting_count = what.setting_count;
    options.format = what.format;
    accord_status status =
        ac_pool_size(arena, arguments->files[1], &what.period, &options, &text, &faults, &error);
    return put(status, &text, what.format, &faults, &error);
}

ac_exit ac_cli_pool_review(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    asked what = {0};
    ac_pool_faults faults = {.arena = arena};
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (read_asked(arena, arguments, &what, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    ac_pool_review_options options = {
        .seed = what.seed,
        .draws = what.scenarios,
        .settings = what.settings,
        .setting_count = what.setting_count,
        .format = what.format};
    accord_status status =
        ac_pool_review(arena, arguments->files[1], &what.period, &options, &text, &faults, &error);
    return put(status, &text, what.format, &faults, &error);
}
