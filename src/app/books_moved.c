/* SPDX-License-Identifier: MIT */
/* What moved since the last closing, by causes: the difference of two runs, over the files of then
 * and of now. */

#include "app/books.h"
#include "app/diff.h"

static accord_status compare(
    ac_arena *arena,
    const ac_books_folder folders[2],
    const accord_date known_by[2],
    const ac_diff **diff,
    accord_error *error)
{
    ac_diff_options options = {0};
    for (int side = 0; side < 2; side++) {
        options.sides[side] =
            (ac_diff_side){folders[side].contract, folders[side].data, &known_by[side]};
    }
    return ac_diff_make(arena, &options, diff, error);
}

accord_status ac_books_add_moved(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_settled *settled,
    ac_buffer *text,
    accord_error *error)
{
    const ac_settlement *list = NULL;
    size_t count = 0;
    const ac_settlement *last = NULL;
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    for (size_t i = 0; i < count; i++) {
        bool later = list[i].closing > 0 && (last == NULL || list[i].closing > last->closing);
        last = later ? &list[i] : last;
    }
    if (last == NULL || settled->adjusted == 0) {
        return ac_ok();
    }
    const accord_date known_by[2] = {last->known_by, settled->known_by};
    const int64_t upto[2] = {last->upto, settled->upto};
    ac_books_folder folders[2] = {0};
    accord_status status = ac_ok();
    for (int side = 0; side < 2 && status.code == ACCORD_OK; side++) {
        const ac_books_view view = {.upto = upto[side], .known_by = &known_by[side]};
        status =
            ac_books_folder_scratch(arena, books->db, books->scratch, &view, &folders[side], error);
    }
    const ac_diff *diff = NULL;
    if (status.code == ACCORD_OK) {
        status = compare(arena, folders, known_by, &diff, error);
    }
    if (status.code == ACCORD_OK) {
        const ac_diff_filter all = {.party = AC_TEXT("")};
        ac_diff_add_text(text, diff, &all);
    }
    ac_books_folder_remove(&folders[0]);
    ac_books_folder_remove(&folders[1]);
    return status;
}
