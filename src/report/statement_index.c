/* SPDX-License-Identifier: MIT */
#include "report/statement_index.h"

#include "report/statement_document.h"
#include "statement/digest.h"

static const ac_grid_column columns[] = {
    {"Code",           false, false, false},
    {"Name",           false, false, false},
    {"Pays",           true,  false, false},
    {"Receives",       true,  false, false},
    {"Passes on",      true,  false, false},
    {"Net",            true,  false, false},
    {"In shadow, net", true,  false, false},
};

enum { FIRST_SUM = 2, NUMBERS = AC_SUMS + 2 }; /* the sums, their net and that in shadow */

static void
set_money(const ac_statement_set *set, const ac_grid *grid, ac_grid_cell *cell, ac_rational minor)
{
    AC_SCOPED_BUFFER(words, 400);
    ac_money_add_exact(&words, set->program, minor);
    ac_grid_set(grid, cell, ac_buffer_text(&words));
}

/* What one comes to over all years: three sums, their net and that in shadow. */
static void add_up(
    ac_arena *arena,
    const ac_party_total *totals,
    size_t count,
    ac_text code,
    ac_rational numbers[NUMBERS])
{
    for (int k = 0; k < NUMBERS; k++) {
        numbers[k] = AC_RATIONAL_ZERO;
    }
    for (size_t i = 0; i < count; i++) {
        const ac_party_total *of = &totals[i];
        if (!ac_text_equal(of->code, code)) {
            continue;
        }
        for (int k = 0; k < AC_SUMS; k++) {
            numbers[k] = ac_rational_add(arena, numbers[k], of->due[k]);
        }
        numbers[AC_SUMS] = ac_rational_add(arena, numbers[AC_SUMS], ac_sums_net(arena, of->due));
        numbers[AC_SUMS + 1] =
            ac_rational_add(arena, numbers[AC_SUMS + 1], ac_sums_net(arena, of->shadow));
    }
}

void ac_statement_index(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    const ac_statement_entry *entries,
    size_t count,
    ac_document *document)
{
    const ac_syntax *syntax = set->program->syntax;
    AC_SCOPED_BUFFER(title, 400);
    ac_buffer_add_z(&title, "Statements of all parties, ");
    if (filter->period_said) {
        ac_period_add(&title, &syntax->calendar, filter->kind, filter->period);
    } else {
        ac_buffer_add_z(&title, "the whole term");
    }
    *document = (ac_document){
        .arena = arena,
        .title = ac_text_copy(arena, ac_buffer_text(&title)),
        .over = syntax->title,
        .under = syntax->code,
        .mark = ac_statement_mark(set, filter)};
    ac_document_add(document, AC_BLOCK_SECTION, document->title);
    ac_grid *grid = ac_document_grid(
        document, AC_TEXT("What each is to pay and to receive, and its statement"), columns,
        sizeof columns / sizeof columns[0]);
    grid->files = true;
    size_t total_count = 0;
    const ac_party_total *totals = ac_party_totals(arena, set, filter, &total_count);
    ac_rational sums[NUMBERS];
    for (int k = 0; k < NUMBERS; k++) {
        sums[k] = AC_RATIONAL_ZERO;
    }
    for (size_t i = 0; i < count; i++) {
        ac_rational numbers[NUMBERS];
        uint32_t level = 0;
        uint32_t member = 0;
        ac_grid_cell *cells = ac_grid_row(grid);
        ac_party_find(set, entries[i].code, &level, &member);
        add_up(arena, totals, total_count, entries[i].code, numbers);
        ac_grid_set(grid, &cells[0], entries[i].code);
        cells[0].to = entries[i].file;
        ac_grid_set(grid, &cells[1], ac_party_name(set, level, member));
        for (int k = 0; k < NUMBERS; k++) {
            set_money(set, grid, &cells[FIRST_SUM + k], numbers[k]);
            sums[k] = ac_rational_add(arena, sums[k], numbers[k]);
        }
    }
    ac_grid_cell *cells = ac_grid_row(grid);
    ac_grid_set(grid, &cells[0], AC_TEXT("All"));
    for (int k = 0; k < NUMBERS; k++) {
        set_money(set, grid, &cells[FIRST_SUM + k], sums[k]);
    }
    ac_grid_sums(grid);
    ac_document_add(
        document, AC_BLOCK_NOTE,
        AC_TEXT("What all pay and pass on is what all receive: the net of all is nil."));
}
