/* SPDX-License-Identifier: MIT */
/* accord tieout: the totals that have to agree before a period is closed, and who waives what. */

#include "app/tieouts.h"
#include "base/limits.h"
#include "cli/books.h"

#include <string.h>

static ac_exit put(const ac_arguments *arguments, const ac_tieouts *tieouts)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    const char *format = ac_argument_of(arguments, "--format");
    if (format != NULL && strcmp(format, "csv") == 0) {
        ac_tieouts_add_csv(&text, tieouts);
        ac_put(ac_buffer_text(&text));
    } else if (format != NULL && strcmp(format, "json") == 0) {
        ac_tieouts_add_json(&text, tieouts);
        ac_put(ac_buffer_text(&text));
    } else {
        ac_tieouts_add_table(&text, tieouts);
        ac_put_shown(ac_buffer_text(&text));
    }
    return tieouts->differing == 0 ? AC_EXIT_DONE : AC_EXIT_NO;
}

static ac_exit show(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_books books;
    ac_tieouts tieouts;
    ac_text period = ac_text_of(ac_argument_of(arguments, "--period"));
    ac_exit result = ac_books_open_reading(arguments, arena, &books);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    accord_status status = ac_db_begin_read(books.db, &error);
    if (status.code == ACCORD_OK) {
        status = ac_tieouts_of_period(arena, &books, period, &tieouts, &error);
    }
    ac_db_close(books.db);
    return status.code == ACCORD_OK ? put(arguments, &tieouts) : ac_say_error(&error);
}

static ac_exit waive(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_books books;
    ac_tieout after;
    ac_anchor anchor;
    const ac_waiving waiving = {
        .period = ac_text_of(ac_argument_of(arguments, "--period")),
        .tieout = ac_text_of(ac_argument_of(arguments, "--waive")),
        .party = ac_text_of(ac_argument_of(arguments, "--party")),
        .difference = ac_text_of(ac_argument_of(arguments, "--difference")),
        .reason = ac_text_of(ac_argument_of(arguments, "--reason"))};
    if (waiving.difference.size == 0 || waiving.reason.size == 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "accord tieout --waive needs --difference, as the tie-out shows it, and --reason");
        return ac_say_misuse(arguments->command, &error);
    }
    ac_exit result = ac_books_open_acting(arguments, arena, &books);
    if (result == AC_EXIT_DONE &&
        ac_tieouts_waive(arena, &books, &waiving, &after, &anchor, &error).code != ACCORD_OK) {
        result = ac_say_error(&error);
    } else if (result == AC_EXIT_DONE) {
        ac_say(
            "accord: %.*s, a difference of %.*s, is waived by %.*s%s", AC_TEXT_ARG(after.name),
            AC_TEXT_ARG(after.difference), AC_TEXT_ARG(books.person),
            after.second == NULL ? "; another person has to waive it, too" : ", as the second");
        ac_books_say_anchor(&anchor);
    }
    ac_db_close(books.db);
    return result;
}

static ac_exit run_tieout(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    bool waives = ac_argument_of(arguments, "--waive") != NULL;
    bool more = ac_argument_of(arguments, "--party") != NULL ||
                ac_argument_of(arguments, "--difference") != NULL ||
                ac_argument_of(arguments, "--reason") != NULL;
    if (!waives && more) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "accord tieout takes --party, --difference and --reason with --waive only");
        return ac_say_misuse(arguments->command, &error);
    }
    return waives ? waive(arguments, &arena) : show(arguments, &arena);
}

static const ac_option options[] = {
    AC_ACTING_OPTIONS,
    {.name = "--period", .argument = "PERIOD", .needed = true},
    {.name = "--waive",                  .argument = "TIEOUT"                     },
    {.name = "--party",                  .argument = "CODE"},
    {.name = "--difference",                  .argument = "AMOUNT"                },
    {.name = "--reason",                  .argument = "TEXT"    },
    {.name = "--format",                  .argument = "table|csv|json"                },
};

const ac_command ac_command_tieout = {
    "tieout", {options, sizeof options / sizeof options[0], 0, 0},
     run_tieout
};
