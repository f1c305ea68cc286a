/* SPDX-License-Identifier: MIT */
/* accord settle: works out a period of a store, and keeps what closing it would post. */

#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"

typedef struct settling {
    ac_arena *arena;
    const ac_books *books;
    ac_books_period asked;
    bool dry_run;
    ac_books_settled settled;
    int64_t number;
} settling;

static accord_status settle(settling *s, ac_buffer *moved, accord_error *error)
{
    const ac_books *books = s->books;
    AC_TRY(s->dry_run ? ac_db_begin_read(books->db, error) : ac_books_begin(books, error));
    AC_TRY(ac_books_work_out(s->arena, books, &s->asked, &s->settled, error));
    AC_TRY(ac_books_add_moved(s->arena, books, &s->settled, moved, error));
    if (s->dry_run) {
        return ac_ok();
    }
    AC_TRY(ac_books_keep_settlement(books, &s->settled, &s->number, error));
    return ac_db_commit(books->db, error);
}

static ac_exit put(const settling *s, const ac_buffer *moved)
{
    const ac_books_settled *settled = &s->settled;
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_statement_add_text(&text, settled->run.statement, &settled->filter);
    if (settled->adjusted > 0) {
        ac_buffer_addf(
            &text,
            "\nOf periods closed before, %zu payment%s out otherwise now; closing %.*s "
            "turns back what was posted and states it again. What moved:\n\n",
            settled->adjusted, settled->adjusted == 1 ? " comes" : "s come",
            AC_TEXT_ARG(settled->period));
        ac_buffer_add(&text, ac_buffer_text(moved));
    }
    if (settled->accrued > 0) {
        ac_buffer_addf(
            &text,
            "\n%zu payment%s on data that are not frozen, and %s accrued: due when they are\n",
            settled->accrued, settled->accrued == 1 ? " rests" : "s rest",
            settled->accrued == 1 ? "is" : "are");
    }
    if (settled->suspense > 0) {
        ac_buffer_addf(
            &text,
            "\nOf what is due, %zu challenge%s change%s what is held in suspense: accord challenge "
            "list\n",
            settled->suspense, settled->suspense == 1 ? "" : "s",
            settled->suspense == 1 ? "s" : "");
    }
    ac_buffer_addf(
        &text, "\n%s: %zu entr%s to post, %s\n", settled->provisional ? "Provisional" : "Final",
        settled->count, settled->count == 1 ? "y" : "ies", settled->hash);
    if (text.overflowed) {
        ac_say("accord: that is more text than accord writes");
        return AC_EXIT_FAILED;
    }
    ac_put_shown(ac_buffer_text(&text));
    if (s->dry_run) {
        ac_say("accord: a dry run: nothing was kept");
    } else {
        ac_say(
            "accord: kept as settlement %lld; it posts nothing until one person approves it and "
            "another closes %.*s",
            (long long)s->number, AC_TEXT_ARG(settled->period));
    }
    return AC_EXIT_DONE;
}

static ac_exit run_settle(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(moved, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_books books;
    settling s = {
        .arena = &arena,
        .books = &books,
        .dry_run = ac_argument_of(arguments, "--dry-run") != NULL};
    const char *known_by = ac_argument_of(arguments, "--known-by");
    s.asked = (ac_books_period){
        .period = ac_text_of(ac_argument_of(arguments, "--period")),
        .known_by = ac_books_today(),
        .accrues = ac_argument_of(arguments, "--as-due") == NULL,
        .threads = 1};
    if (known_by != NULL &&
        ac_data_day("--known-by", known_by, &s.asked.known_by, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    ac_exit result = s.dry_run ? ac_books_open_reading(arguments, &arena, &books)
                               : ac_books_open_acting(arguments, &arena, &books);
    if (result == AC_EXIT_DONE) {
        accord_status status = settle(&s, &moved, &error);
        result = status.code == ACCORD_OK ? put(&s, &moved) : ac_say_error(&error);
    }
    ac_db_close(books.db);
    return result;
}

static const ac_option options[] = {
    AC_ACTING_OPTIONS,
    AC_KNOWN_BY_OPTION,
    {.name = "--period", .argument = "PERIOD", .needed = true},
    {.name = "--as-due"   },
    {.name = "--dry-run"},
};

const ac_command ac_command_settle = {
    "settle", {options, sizeof options / sizeof options[0], 0, 0},
     run_settle
};
