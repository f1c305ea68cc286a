/* SPDX-License-Identifier: MIT */
/* What moved since the closing before, by causes: of everything, for who settles; of each payment
 * of a closed period, for who reads a statement. */

#include "app/challenges.h"
#include "app/settled.h"

/* The last closing before one; 0: the last of all. NULL where none was. */
static const ac_settlement *last_closing(const ac_settlement *list, size_t count, int64_t before)
{
    const ac_settlement *last = NULL;
    for (size_t i = 0; i < count; i++) {
        bool sooner = list[i].closing > 0 && (before == 0 || list[i].closing < before);
        bool later = last == NULL || list[i].closing > last->closing;
        last = sooner && later ? &list[i] : last;
    }
    return last;
}

accord_status ac_books_pair_lay_out(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_view views[2],
    ac_books_pair *pair,
    accord_error *error)
{
    *pair = (ac_books_pair){
        .known_by = {*views[0].known_by, *views[1].known_by}
    };
    for (int side = 0; side < 2; side++) {
        AC_TRY(ac_books_folder_scratch(
            arena, books->db, books->scratch, &views[side], &pair->folders[side], error));
    }
    return ac_ok();
}

void ac_books_pair_remove(const ac_books_pair *pair)
{
    ac_books_folder_remove(&pair->folders[0]);
    ac_books_folder_remove(&pair->folders[1]);
}

void ac_books_pair_sides(const ac_books_pair *pair, ac_diff_side sides[2])
{
    for (int side = 0; side < 2; side++) {
        sides[side] = (ac_diff_side){
            pair->folders[side].contract, pair->folders[side].data, &pair->known_by[side]};
    }
}

static accord_status find_moved(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_view views[2],
    const ac_diff **diff,
    accord_error *error)
{
    ac_books_pair pair;
    ac_diff_options options = {0};
    accord_status status = ac_books_pair_lay_out(arena, books, views, &pair, error);
    if (status.code == ACCORD_OK) {
        ac_books_pair_sides(&pair, options.sides);
        status = ac_diff_make(arena, &options, diff, error);
    }
    ac_books_pair_remove(&pair);
    return status;
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
    const ac_diff *diff = NULL;
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    const ac_settlement *last = last_closing(list, count, 0);
    if (last == NULL || settled->adjusted == 0) {
        return ac_ok();
    }
    const ac_books_view views[2] = {
        ac_settlement_view(last), {.upto = settled->upto, .known_by = &settled->known_by}
    };
    AC_TRY(find_moved(arena, books, views, &diff, error));
    /* What this period is due was not there before, and is no adjustment. */
    ac_names codes;
    ac_names_init(&codes, arena);
    for (size_t i = 0; i < settled->count; i++) {
        const ac_kept_entry *entry = &settled->entries[i];
        if (!ac_text_is(entry->kind, "due") && !ac_challenge_is_code(entry->code)) {
            (void)ac_names_add(&codes, entry->code, 0);
        }
    }
    const ac_diff_filter adjusted = {.party = AC_TEXT(""), .codes = &codes};
    ac_diff_add_text(text, diff, &adjusted);
    return ac_ok();
}

/* ---- Causes of adjustments ---- */

static bool passes_on(const ac_program *program, ac_text code)
{
    for (uint32_t i = 0; i < program->pass_split_count; i++) {
        if (ac_text_equal(program->parties[program->pass_splits[i].from_party].code, code)) {
            return true;
        }
    }
    return false;
}

/* How a line of a difference counts in somebody's books: 1 what it receives, -1 what it pays or
 * passes on, 0 not at all. */
static int sign_in(const ac_diff *diff, const ac_diff_line *line, const ac_adjustment *of)
{
    AC_SCOPED_BUFFER(code, 400);
    ac_buffer_addf(&code, "%.*s %.*s", AC_TEXT_ARG(line->what), AC_TEXT_ARG(line->period));
    if (line->shadow != of->shadow || !ac_text_equal(ac_buffer_text(&code), of->code)) {
        return 0;
    }
    bool own = ac_text_equal(line->who, of->owner);
    switch (line->role) {
    case AC_DIFF_PAYER:
        return own ? -1 : 0;
    case AC_DIFF_PAYEE:
        return own ? 1 : 0;
    case AC_DIFF_PASSED:
        return own ? 1 : passes_on(diff->program, of->owner) ? -1 : 0;
    case AC_DIFF_PAYMENT:
    case AC_DIFF_VALUE:
        break;
    }
    return 0;
}

/* The causes' parts of one adjustment. They are kept only where they come to its difference, for a
 * party that passes on may not be the only one that does. */
static void find_causes(ac_arena *arena, const ac_diff *diff, ac_adjustment *of)
{
    ac_adjustment_cause *causes = AC_NEW_ARRAY(arena, ac_adjustment_cause, diff->cause_count);
    ac_rational sum = AC_RATIONAL_ZERO;
    size_t count = 0;
    for (size_t c = 0; c < diff->cause_count; c++) {
        ac_rational part = AC_RATIONAL_ZERO;
        for (size_t i = 0; i < diff->line_count; i++) {
            int sign = sign_in(diff, &diff->lines[i], of);
            if (sign != 0) {
                ac_rational more = diff->lines[i].parts[c];
                part = sign > 0 ? ac_rational_add(arena, part, more)
                                : ac_rational_subtract(arena, part, more);
            }
        }
        if (ac_rational_sign(part) != 0) {
            causes[count++] = (ac_adjustment_cause){diff->causes[c].label, part};
            sum = ac_rational_add(arena, sum, part);
        }
    }
    if (ac_rational_compare(sum, ac_rational_subtract(arena, of->is, of->was)) == 0) {
        of->causes = causes;
        of->cause_count = count;
    }
}

accord_status ac_settled_find_causes(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *settlement,
    ac_settled *settled,
    accord_error *error)
{
    const ac_settlement *list = NULL;
    size_t count = 0;
    const ac_diff *diff = NULL;
    if (settled->adjustment_count == 0) {
        return ac_ok();
    }
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    const ac_settlement *last = last_closing(list, count, settlement->closing);
    if (last == NULL) {
        return ac_ok();
    }
    const ac_books_view views[2] = {ac_settlement_view(last), ac_settlement_view(settlement)};
    AC_TRY(find_moved(arena, books, views, &diff, error));
    settled->gates = diff->gates;
    settled->gate_count = diff->gate_count;
    for (size_t i = 0; i < settled->adjustment_count; i++) {
        find_causes(arena, diff, &settled->adjustments[i]);
    }
    return ac_ok();
}
