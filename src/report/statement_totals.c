/* SPDX-License-Identifier: MIT */
/* The sheet Totals: what each party and member pays, receives and passes on in each year, as
 * formulas over Lines, beside what accord itself adds up. */

#include "report/statement_inside.h"

#include <stdlib.h>

/* Who has lines, in which years, once each. */
typedef struct total {
    ac_text party;
    ac_text year;
    int64_t sums[3]; /* pays, receives, passes on; of what is to be paid */
} total;

enum { PAYS, RECEIVES, PASSES_ON };

/* A sum that does not fit becomes one that the workbook refuses as too long. */
static int64_t plus(int64_t a, int64_t b)
{
    int64_t sum = 0;
    return __builtin_add_overflow(a, b, &sum) ? INT64_MAX : sum;
}

static int64_t less(int64_t a, int64_t b)
{
    int64_t difference = 0;
    return __builtin_sub_overflow(a, b, &difference) ? INT64_MAX : difference;
}

static int compare_totals(const void *left, const void *right)
{
    const total *a = left;
    const total *b = right;
    int order = ac_text_compare(a->party, b->party);
    return order != 0 ? order : ac_text_compare(a->year, b->year);
}

/* One for each line that counts, in `list`; those alike come together when sorted. */
static size_t take_totals(const ac_sheet *lines, total *list)
{
    size_t count = 0;
    for (size_t i = 0; i < lines->row_count; i++) {
        const ac_sheet_cell *cells = &lines->cells[i * lines->column_count];
        bool passed = ac_text_is(cells[5].text, "passed on");
        if (passed && ac_text_equal(cells[6].text, cells[7].text)) {
            continue; /* what a party keeps it has received already */
        }
        bool pays = ac_text_is(cells[5].text, "payer");
        if (!passed && !pays && !ac_text_is(cells[5].text, "payee")) {
            continue; /* legs say the same again */
        }
        total *party = &list[count++];
        *party = (total){.party = cells[6].text, .year = cells[2].text};
        party->sums[pays ? PAYS : RECEIVES] = cells[9].money.minor;
        if (passed) {
            total *from = &list[count++];
            *from = (total){.party = cells[7].text, .year = cells[2].text};
            from->sums[PASSES_ON] = cells[9].money.minor;
        }
    }
    return count;
}

static void add_total(const ac_sheets_writing *out, const total *of)
{
    static const struct {
        const char *by;
        const char *role;
        const char *or_role;
    } sums[] = {
        {LINE_PARTY,  "payer",     NULL       },
        {LINE_PARTY,  "payee",     "passed on"},
        {LINE_PASSED, "passed on", NULL       },
    };
    ac_sheet *sheet = &out->sheets[AC_SHEET_TOTALS];
    ac_sheet_cell *cells = ac_sheet_row(sheet);
    size_t row = sheet->row_count + 1;
    cells[0] = ac_sheet_whole((int64_t)sheet->row_count);
    cells[1] = ac_sheet_text(of->party);
    cells[2] = ac_sheet_text(of->year);
    for (int k = 0; k < 3; k++) {
        cells[3 + k] = ac_sum_formula(
            out,
            &(ac_summed){sums[k].by, LINE_PAID, sums[k].role, sums[k].or_role, row, {of->sums[k]}});
    }
    AC_SCOPED_BUFFER(net, 100);
    ac_buffer_addf(&net, "=E%zu-D%zu-F%zu", row, row, row);
    cells[6] = (ac_sheet_cell){
        .kind = AC_SHEET_FORMULA_MONEY,
        .text = ac_text_copy(out->arena, ac_buffer_text(&net)),
        .money = {less(less(of->sums[RECEIVES], of->sums[PAYS]), of->sums[PASSES_ON])}};
}

/* The number of a party's row for a year; empty where it has none, being another than the one that
 * is asked for. */
static ac_sheet_cell number_in(const total *totals, size_t count, ac_text party, ac_text year)
{
    const total wanted = {.party = party, .year = year};
    const total *found =
        count == 0 ? NULL : bsearch(&wanted, totals, count, sizeof *totals, compare_totals);
    if (found == NULL) {
        return (ac_sheet_cell){.kind = AC_SHEET_EMPTY};
    }
    return ac_sheet_whole((int64_t)(found - totals) + 1);
}

/* Says in each line which totals it counts in. Legs count in none,
 * nor does what a party keeps for itself. */
static void number_lines(const ac_sheets_writing *out, const total *totals, size_t count)
{
    const ac_sheet *lines = &out->sheets[AC_SHEET_LINES];
    for (size_t i = 0; i < lines->row_count; i++) {
        ac_sheet_cell *cells = &lines->cells[i * lines->column_count];
        bool own = ac_text_equal(cells[6].text, cells[7].text);
        if (!ac_text_is(cells[5].text, "leg") && !own) {
            cells[11] = number_in(totals, count, cells[6].text, cells[2].text);
        }
        if (ac_text_is(cells[5].text, "passed on") && !own) {
            cells[12] = number_in(totals, count, cells[7].text, cells[2].text);
        }
    }
}

/* Sorts, and makes one of those that are of one party and year. */
static size_t merge_totals(total *list, size_t count, ac_text only)
{
    size_t kept = 0;
    if (count > 1) {
        qsort(list, count, sizeof *list, compare_totals);
    }
    for (size_t i = 0; i < count;) {
        total sum = list[i];
        for (i++; i < count && compare_totals(&list[i], &sum) == 0; i++) {
            for (int k = 0; k < 3; k++) {
                sum.sums[k] = plus(sum.sums[k], list[i].sums[k]);
            }
        }
        if (only.size == 0 || ac_text_equal(sum.party, only)) {
            list[kept++] = sum;
        }
    }
    return kept;
}

void ac_sheet_add_totals(const ac_sheets_writing *out)
{
    const ac_sheet *lines = &out->sheets[AC_SHEET_LINES];
    AC_SCOPED_ARENA(scratch);
    total *list = AC_NEW_ARRAY(&scratch, total, lines->row_count * 2);
    size_t count = merge_totals(list, take_totals(lines, list), out->filter->party);
    for (size_t i = 0; i < count; i++) {
        add_total(out, &list[i]);
    }
    number_lines(out, list, count);
}
