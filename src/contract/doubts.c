/* SPDX-License-Identifier: MIT */
/* Periods with far fewer rows than others, and members of small levels that fell silent. */

#include "contract/doubts.h"

#include <stdlib.h>

enum {
    FEW_PART = 4,      /* fewer than one in four of the median is doubted ... */
    MEDIAN_LEAST = 20, /* ... where the median is of some size */
    SMALL_LEVEL = 50   /* members of larger levels may well have no rows in a month */
};

typedef struct doubt_list {
    ac_arena *arena;
    ac_doubt *list;
    size_t count;
    size_t capacity;
} doubt_list;

static void add(doubt_list *all, ac_doubt doubt)
{
    AC_RESERVE(all->arena, all->list, all->count, all->capacity);
    all->list[all->count++] = doubt;
}

static int by_size(const void *left, const void *right)
{
    uint64_t a = *(const uint64_t *)left;
    uint64_t b = *(const uint64_t *)right;
    return (a > b) - (a < b);
}

/* The median of the rows of the periods received; the upper of two. */
static uint64_t median_of(const ac_fact_input *input, const uint64_t *rows, ac_arena *scratch)
{
    uint64_t *sorted = AC_NEW_ARRAY(scratch, uint64_t, input->periods);
    size_t count = 0;
    for (uint32_t p = 0; p < input->periods; p++) {
        if (input->received[p]) {
            sorted[count++] = rows[p];
        }
    }
    if (count == 0) {
        return 0;
    }
    qsort(sorted, count, sizeof *sorted, by_size);
    return sorted[count / 2];
}

/* Rows by period, of all members or (level not AC_NONE) of one. */
static void
count_rows(const ac_program *program, const ac_facts *facts, const ac_doubt *of, uint64_t *rows)
{
    const ac_fact_input *input = &facts->inputs[of->quantity];
    ac_level_set levels = program->quantities[of->quantity].type.levels;
    for (uint64_t m = 0; m < input->members; m++) {
        if (of->level != AC_NONE) {
            ac_coordinates at = ac_member_coordinates(program, facts, levels, m);
            if (at.members[of->level] != of->member) {
                continue;
            }
        }
        for (uint32_t p = 0; p < input->periods; p++) {
            rows[p] += input->rows[(uint64_t)p * input->members + m];
        }
    }
}

static void find_holes(doubt_list *all, const ac_fact_input *input, uint32_t quantity)
{
    uint32_t last = 0; /* the periods before it lie between others */
    for (uint32_t p = 0; p < input->periods; p++) {
        last = input->received[p] ? p : last;
    }
    for (uint32_t p = 0; p < last; p++) {
        if (!input->received[p]) {
            ac_doubt hole = {.kind = AC_DOUBT_HOLE, .quantity = quantity, .level = AC_NONE};
            hole.period = input->first + (int32_t)p;
            add(all, hole);
        }
    }
}

static void find_few(doubt_list *all, const ac_fact_input *input, ac_doubt of, const uint64_t *rows)
{
    for (uint32_t p = 0; p < input->periods; p++) {
        bool gone = of.kind == AC_DOUBT_GONE;
        bool doubted = gone ? rows[p] == 0 : rows[p] * FEW_PART < of.median;
        if (input->received[p] && doubted) {
            of.period = input->first + (int32_t)p;
            of.rows = rows[p];
            add(all, of);
        }
    }
}

static void
find_in_input(doubt_list *all, const ac_program *program, const ac_facts *facts, uint32_t quantity)
{
    AC_SCOPED_ARENA(scratch);
    const ac_fact_input *input = &facts->inputs[quantity];
    ac_level_set levels = program->quantities[quantity].type.levels;
    find_holes(all, input, quantity);
    ac_doubt whole = {.kind = AC_DOUBT_FEW, .quantity = quantity, .level = AC_NONE};
    uint64_t *rows = AC_NEW_ARRAY(&scratch, uint64_t, input->periods);
    count_rows(program, facts, &whole, rows);
    whole.median = median_of(input, rows, &scratch);
    if (whole.median >= MEDIAN_LEAST) {
        find_few(all, input, whole, rows);
    }
    for (uint32_t level = 0; level < program->level_count; level++) {
        bool held = (levels & (1u << level)) != 0;
        bool small = program->levels[level].kind != AC_LEVEL_FILE &&
                     facts->levels[level].count <= SMALL_LEVEL;
        for (uint32_t m = 0; held && small && m < facts->levels[level].count; m++) {
            ac_doubt one = {
                .kind = AC_DOUBT_GONE, .quantity = quantity, .level = level, .member = m};
            uint64_t *own = AC_NEW_ARRAY(&scratch, uint64_t, input->periods);
            count_rows(program, facts, &one, own);
            one.median = median_of(input, own, &scratch);
            if (one.median >= MEDIAN_LEAST / 2) {
                find_few(all, input, one, own);
            }
        }
    }
}

const ac_doubt *
ac_doubts_find(ac_arena *arena, const ac_program *program, const ac_facts *facts, size_t *count)
{
    doubt_list all = {.arena = arena};
    for (uint32_t q = 0; q < program->quantity_count; q++) {
        const ac_quantity *quantity = &program->quantities[q];
        bool flow = quantity->kind == AC_QUANTITY_INPUT && quantity->type.kind == AC_KIND_FLOW;
        if (flow && quantity->period != AC_PERIOD_NONE && facts->inputs[q].given &&
            facts->inputs[q].rows != NULL) {
            find_in_input(&all, program, facts, q);
        }
    }
    *count = all.count;
    return all.list;
}

void ac_doubt_add(
    ac_buffer *buffer, const ac_program *program, const ac_facts *facts, const ac_doubt *doubt)
{
    const ac_quantity *quantity = &program->quantities[doubt->quantity];
    ac_buffer_addf(
        buffer, "clause %.*s: %.*s", AC_TEXT_ARG(ac_clause_at(program, quantity->clause)->number),
        AC_TEXT_ARG(quantity->name));
    if (doubt->kind == AC_DOUBT_GONE) {
        ac_text code = facts->levels[doubt->level].codes[doubt->member];
        ac_buffer_addf(buffer, " of %.*s", AC_TEXT_ARG(code));
    }
    ac_buffer_add_z(buffer, " for ");
    ac_period_add(buffer, &program->syntax->calendar, quantity->period, doubt->period);
    if (doubt->kind == AC_DOUBT_HOLE) {
        ac_buffer_add_z(buffer, " has not been received, though later figures have");
        return;
    }
    ac_buffer_add_z(buffer, " has ");
    ac_rational_add_decimal(buffer, ac_rational_of((int64_t)doubt->rows), 0, true);
    ac_buffer_add_z(buffer, doubt->rows == 1 ? " row where " : " rows where ");
    ac_rational_add_decimal(buffer, ac_rational_of((int64_t)doubt->median), 0, true);
    ac_buffer_add_z(buffer, " are usual: is a file missing?");
}
