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

static accord_status lay_out(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_view *view,
    ac_stored_pair *pair,
    int side,
    accord_error *error)
{
    pair->known_by[side] = *view->known_by;
    return ac_books_folder_scratch(
        arena, books->db, books->scratch, view, &pair->folders[side], error);
}

static accord_status lay_out_settlement(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *of,
    ac_stored_pair *pair,
    int side,
    accord_error *error)
{
    const ac_books_view view = {.upto = of->upto, .known_by = &of->known_by};
    return lay_out(arena, books, &view, pair, side, error);
}

static void say_unless_quiet(const ac_arguments *given, const ac_settlement *of)
{
    if (ac_argument_of(given, "--quiet") == NULL) {
        ac_stored_say(of);
    }
}

static accord_status lay_out_both(
    const ac_arguments *given,
    ac_arena *arena,
    const ac_books *books,
    ac_stored_pair *pair,
    accord_error *error)
{
    const ac_settlement *list = NULL;
    const ac_settlement *old = NULL;
    size_t count = 0;
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    AC_TRY(ac_stored_choose(given, "--settlement", list, count, &old, error));
    say_unless_quiet(given, old);
    AC_TRY(lay_out_settlement(arena, books, old, pair, OLD, error));
    if (ac_argument_of(given, "--settlement-new") != NULL) {
        const ac_settlement *new_one = NULL;
        AC_TRY(ac_stored_choose(given, "--settlement-new", list, count, &new_one, error));
        say_unless_quiet(given, new_one);
        return lay_out_settlement(arena, books, new_one, pair, NEW, error);
    }
    const char *day = ac_argument_of(given, "--known-by-new");
    accord_date known_by = ac_books_today();
    if (day != NULL) {
        AC_TRY(ac_data_day("--known-by-new", day, &known_by, error));
    }
    const ac_books_view view = {.known_by = &known_by};
    return lay_out(arena, books, &view, pair, NEW, error);
}

ac_exit ac_stored_pair_open(const ac_arguments *given, ac_arena *arena, ac_stored_pair *pair)
{
    accord_error error = {0};
    ac_books books;
    *pair = (ac_stored_pair){0};
    ac_exit result = check_given(given);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    result = ac_books_open_reading(given, arena, &books);
    if (result == AC_EXIT_DONE) {
        accord_status status = ac_db_begin_read(books.db, &error);
        if (status.code == ACCORD_OK) {
            status = lay_out_both(given, arena, &books, pair, &error);
        }
        result = status.code == ACCORD_OK ? AC_EXIT_DONE : ac_data_fail(given, &error);
    }
    ac_db_close(books.db);
    return result;
}

void ac_stored_pair_close(const ac_stored_pair *pair)
{
    ac_books_folder_remove(&pair->folders[OLD]);
    ac_books_folder_remove(&pair->folders[NEW]);
}
