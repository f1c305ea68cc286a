/* SPDX-License-Identifier: MIT */
/* accord approve: one person approves the last settlement of a period. */

#include "cli/books.h"

static ac_exit run_approve(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_anchor anchor;
    ac_settlement approved;
    ac_books books;
    ac_text period = ac_text_of(ac_argument_of(arguments, "--period"));
    ac_exit result = ac_books_open_acting(arguments, &arena, &books);
    if (result == AC_EXIT_DONE &&
        ac_books_approve(&arena, &books, period, &approved, &anchor, &error).code != ACCORD_OK) {
        result = ac_say_error(&error);
    } else if (result == AC_EXIT_DONE) {
        ac_say(
            "accord: settlement %lld of %.*s is approved (%.*s); another person may close it",
            (long long)approved.number, AC_TEXT_ARG(period), AC_TEXT_ARG(approved.sha256));
        ac_books_say_anchor(&anchor);
    }
    ac_db_close(books.db);
    return result;
}

static const ac_option options[] = {
    AC_ACTING_OPTIONS,
    {.name = "--period", .argument = "PERIOD", .needed = true},
};

const ac_command ac_command_approve = {
    "approve", {options, sizeof options / sizeof options[0], 0, 0},
     run_approve
};
