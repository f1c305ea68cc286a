/* SPDX-License-Identifier: MIT */
/* accord close: another person closes what was approved. */

#include "app/tieouts.h"
#include "cli/books.h"

static ac_exit run_close(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_books_closed closed;
    ac_books books;
    ac_text period = ac_text_of(ac_argument_of(arguments, "--period"));
    ac_exit result = ac_books_open_acting(arguments, &arena, &books);
    if (result == AC_EXIT_DONE &&
        ac_books_close(&arena, &books, period, &closed, &error).code != ACCORD_OK) {
        result = ac_say_error(&error);
    } else if (result == AC_EXIT_DONE) {
        AC_SCOPED_BUFFER(tied, 200);
        ac_tieouts_add_count(&tied, &closed.tieouts);
        ac_say("accord: tie-outs: %s", tied.bytes);
        ac_say(
            "accord: %.*s is closed: %zu entr%s posted, %zu payment%s of earlier periods adjusted",
            AC_TEXT_ARG(period), closed.settled.count, closed.settled.count == 1 ? "y" : "ies",
            closed.settled.adjusted, closed.settled.adjusted == 1 ? "" : "s");
        ac_books_say_anchor(&closed.anchor);
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
