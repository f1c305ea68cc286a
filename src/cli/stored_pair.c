/* SPDX-License-Identifier: MIT */
/* The files of two settlements, or of one and of today. */

#include "cli/stored_pair.h"

enum { OLD, NEW };

/* What a settlement has the say of is not to be given as well. */
static ac_exit check_given(const ac_arguments *given)
{
    static const char *const taken[] = {"--data", "--data-new", "--layouts", "--known-by"};
    bool said = given->file_count > 0;
    for (size_t i = 0; i < sizeof taken / sizeof taken[0]; i++) {
        said = said || ac_argument_of(given, taken[i]) != NULL;
    }
    if (said) {
        return ac_stored_misuse(
            given,
            "takes contracts, data and layouts from a store: leave out the contracts, --data, "
            "--data-new, --layouts and --known-by");
    }
    if (ac_argument_of(given, "--settlement-new") != NULL &&
        ac_argument_of(given, "--known-by-new") != NULL) {
        return ac_stored_misuse(
            given, "takes one of --settlement-new and --known-by-new: a settlement has its day");
    }
    return AC_EXIT_DONE;
}

/* The settlement that an option names. */
static accord_status choose(
    const ac_arguments *given,
    const char *option,
    const ac_settlement *list,
    size_t count,
    ac_books_view *view,
    accord_error *error)
{
    const ac_settlement *of = NULL;
    AC_TRY(ac_stored_choose(given, option, list, count, &of, error));
    ac_stored_say(given, of);
    *view = ac_settlement_view(of);
    return ac_ok();
}

static accord_status lay_out(
    const ac_arguments *given,
    ac_arena *arena,
    const ac_books *books,
    ac_books_pair *pair,
    accord_error *error)
{
    const char *day = ac_argument_of(given, "--known-by-new");
    accord_date known_by = ac_books_today();
    ac_books_view views[2] = {[NEW] = {.known_by = &known_by}};
    const ac_settlement *list = NULL;
    size_t count = 0;
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    AC_TRY(choose(given, "--settlement", list, count, &views[OLD], error));
    if (ac_argument_of(given, "--settlement-new") != NULL) {
        AC_TRY(choose(given, "--settlement-new", list, count, &views[NEW], error));
    } else if (day != NULL) {
        AC_TRY(ac_data_day("--known-by-new", day, &known_by, error));
    }
    return ac_books_pair_lay_out(arena, books, views, pair, error);
}

ac_exit ac_stored_pair_open(const ac_arguments *given, ac_arena *arena, ac_books_pair *pair)
{
    accord_error error = {0};
    ac_books books;
    *pair = (ac_books_pair){0};
    ac_exit result = check_given(given);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    result = ac_books_open_reading(given, arena, &books);
    if (result == AC_EXIT_DONE) {
        accord_status status = ac_db_begin_read(books.db, &error);
        if (status.code == ACCORD_OK) {
            status = lay_out(given, arena, &books, pair, &error);
        }
        result = status.code == ACCORD_OK ? AC_EXIT_DONE : ac_data_fail(given, &error);
    }
    ac_db_close(books.db);
    return result;
}
