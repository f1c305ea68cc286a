/* SPDX-License-Identifier: MIT */
/* Rows sorted by what they speak of and their first day: neighbours show what overlaps, and a
 * bisection finds the one that holds. */

#include "recharge/dated.h"

#include <inttypes.h>

static int compare_numbers(int64_t a, int64_t b)
{
    return a < b ? -1 : a > b ? 1 : 0;
}

static int compare_key(const ac_dated *dated, const ac_pool_row *row, const int64_t *key)
{
    int order = 0;
    for (size_t i = 0; i < dated->form.key_count && order == 0; i++) {
        order = compare_numbers(row->cells[dated->form.keys[i]].number, key[i]);
    }
    return order;
}

/* First by key, then by first day, then as they stand in the file. */
static int compare_rows(const ac_dated *dated, uint32_t a, uint32_t b)
{
    const ac_pool_row *left = &dated->rows->rows[a];
    const ac_pool_row *right = &dated->rows->rows[b];
    int64_t key[AC_DATED_KEYS];
    for (size_t i = 0; i < dated->form.key_count; i++) {
        key[i] = right->cells[dated->form.keys[i]].number;
    }
    int order = compare_key(dated, left, key);
    if (order == 0) {
        order = compare_numbers(
            left->cells[dated->form.from].number, right->cells[dated->form.from].number);
    }
    return order == 0 ? compare_numbers(a, b) : order;
}

/* A merge sort: qsort has no place for the rows that are compared.
 * NOLINTNEXTLINE(misc-no-recursion): as deep as a count can be halved, 32 */
static void sort(const ac_dated *dated, uint32_t *list, uint32_t *spare, size_t count)
{
    if (count < 2) {
        return;
    }
    size_t half = count / 2;
    size_t a = 0;
    size_t b = half;
    sort(dated, list, spare, half);
    sort(dated, list + half, spare, count - half);
    for (size_t i = 0; i < count; i++) {
        bool left = b == count || (a < half && compare_rows(dated, list[a], list[b]) < 0);
        spare[i] = left ? list[a++] : list[b++];
    }
    for (size_t i = 0; i < count; i++) {
        list[i] = spare[i];
    }
}

static bool same_key(const ac_dated *dated, const ac_pool_row *a, const ac_pool_row *b)
{
    bool same = true;
    for (size_t i = 0; i < dated->form.key_count; i++) {
        size_t column = dated->form.keys[i];
        same = same && a->cells[column].number == b->cells[column].number;
    }
    return same;
}

static bool has_ended(const ac_dated *dated, const ac_pool_row *row, int64_t day)
{
    int64_t until = row->cells[dated->form.until].number;
    return until != AC_POOL_ABSENT && until < day;
}

/* in  reaching  of the rows before it, the one that holds longest; NULL at the first */
static void tell_faults(
    const ac_dated *dated,
    const ac_pool *pool,
    const ac_pool_row *reaching,
    const ac_pool_row *row,
    ac_pool_faults *faults)
{
    const ac_dated_form *form = &dated->form;
    const ac_pool_cell *from = &row->cells[form->from];
    if (has_ended(dated, row, from->number)) {
        ac_pool_row_fault_add(
            faults, pool, form->table, row, form->until,
            "it ends (%.*s) before it begins (%.*s); mend one of the dates",
            AC_TEXT_ARG(row->cells[form->until].text), AC_TEXT_ARG(from->text));
    } else if (
        reaching != NULL && same_key(dated, reaching, row) &&
        !has_ended(dated, reaching, from->number)) {
        ac_pool_row_fault_add(
            faults, pool, form->table, row, form->from,
            "from %.*s this row and line %" PRIu64
            " both hold; end the one the day before the other begins",
            AC_TEXT_ARG(from->text), reaching->line);
    }
}

void ac_dated_make(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_dated_form *form,
    ac_dated *dated,
    ac_pool_faults *faults)
{
    const ac_pool_rows *rows = &pool->tables[form->table];
    const ac_pool_row *reaching = NULL;
    *dated = (ac_dated){*form, rows, AC_NEW_ARRAY(arena, uint32_t, rows->count)};
    for (uint32_t i = 0; i < rows->count; i++) {
        dated->order[i] = i;
    }
    sort(dated, dated->order, AC_NEW_ARRAY(arena, uint32_t, rows->count), rows->count);
    for (uint32_t i = 0; i < rows->count; i++) {
        const ac_pool_row *row = &rows->rows[dated->order[i]];
        int64_t until = row->cells[form->until].number;
        tell_faults(dated, pool, reaching, row, faults);
        bool further = reaching == NULL || !same_key(dated, reaching, row) ||
                       until == AC_POOL_ABSENT || has_ended(dated, reaching, until);
        reaching = further ? row : reaching;
    }
}

const ac_pool_row *
ac_dated_find(const ac_dated *dated, const int64_t *key, accord_date on, const ac_pool_row **before)
{
    uint32_t low = 0;
    uint32_t high = dated->rows->count;
    while (low < high) { /* the first row that is of a later key, or begins after the day */
        uint32_t middle = low + (high - low) / 2;
        const ac_pool_row *row = &dated->rows->rows[dated->order[middle]];
        int order = compare_key(dated, row, key);
        if (order < 0 || (order == 0 && row->cells[dated->form.from].number <= on.day)) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    const ac_pool_row *last = low == 0 ? NULL : &dated->rows->rows[dated->order[low - 1]];
    if (last != NULL && compare_key(dated, last, key) != 0) {
        last = NULL;
    }
    bool holds = last != NULL && !has_ended(dated, last, on.day);
    if (before != NULL) {
        *before = holds ? NULL : last;
    }
    return holds ? last : NULL;
}
