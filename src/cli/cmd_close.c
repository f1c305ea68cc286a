/* SPDX-License-Identifier: MIT */
/* accord close: another person closes what was approved. */

#include "cli/books.h"

static ac_exit run_close(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_anchor anchor;
    ac_books_settled settled;
    ac_books books;
    ac_text period = ac_text_of(ac_argument_of(arguments, "--period"));
    ac_exit result = ac_books_open_acting(arguments, &arena, &books);
    if (result == AC_EXIT_DONE &&
        ac_books_close(&arena, &books, period, &settled, &anchor, &error).code != ACCORD_OK) {
        result = ac_say_error(&error);
    } else if (result == AC_EXIT_DONE) {
        ac_say(
            "accord: %.*s is closed: %zu entr%s posted, %zu payment%s of earlier periods adjusted",
            AC_TEXT_ARG(period), settled.count, settled.count == 1 ? "y" : "ies", settled.adjusted,
            settled.adjusted == 1 ? "" : "s");
        ac_books_say_anchor(&anchor);
    }
    ac_db_close(books.db);
    return result;
}

static const ac_option options[] = {
    AC_ACTING_OPTIONS,
    {.name = "--period", .argument = "PERIOD", .needed = true},
};

const ac_command ac_command_close = {
    "close", {options, sizeof options / sizeof options[0], 0, 0},
     run_close
};
