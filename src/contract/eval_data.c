/* SPDX-License-Identifier: MIT */
/* The columns of inputs and tables. Here it is decided what an absent figure is: nought for a flow
 * in a period that was received, not yet known in one that was not, a fault for anything else
 * (R20). */

#include "base/assert.h"
#include "contract/eval.h"

/* The periods that an input's column covers: the term, and the earlier years that formulas ask for.
 */
static ac_range input_range(const ac_eval *eval, const ac_quantity *quantity)
{
    if (quantity->period == AC_PERIOD_NONE) {
        return (ac_range){0, 1};
    }
    int32_t first = ac_term_first(eval->calendar, quantity->period);
    int32_t until = first + ac_term_count(eval->calendar, quantity->period);
    for (uint32_t i = 0; i < quantity->earlier_count; i++) {
        if (quantity->earlier[i].first < first) {
            first = quantity->earlier[i].first;
        }
    }
    return (ac_range){first, until - first};
}

static bool received_later(const ac_fact_input *input, int32_t period)
{
    for (uint32_t p = 0; p < input->periods; p++) {
        if (input->first + (int32_t)p > period && input->received[p]) {
            return true;
        }
    }
    return false;
}

static bool received_at(const ac_fact_input *input, int32_t period)
{
    int32_t row = period - input->first;
    return input->given && row >= 0 && (uint32_t)row < input->periods && input->received[row];
}

/* The figures of one period, before it is said what an absent one is. */
typedef struct figures {
    ac_rational *numbers; /* [members] */
    uint8_t *states;      /* [members], ac_fact_state */
} figures;

static void
add_figure(ac_eval *eval, const ac_fact_input *input, uint64_t from, figures *to, uint64_t m)
{
    ac_fact_state state = (ac_fact_state)input->states[from];
    if (state == AC_FACT_MISSING) {
        to->states[m] = AC_FACT_MISSING;
    } else if (state == AC_FACT_PRESENT && to->states[m] != AC_FACT_MISSING) {
        bool first = to->states[m] == AC_FACT_ABSENT;
        to->numbers[m] =
            first ? input->values[from]
                  : ac_rational_add(eval->evaluation->arena, to->numbers[m], input->values[from]);
        to->states[m] = AC_FACT_PRESENT;
    }
}

/* Rows that name a member are counted to who holds its amounts on the day of the period (R45). */
static void
read_figures(ac_eval *eval, const ac_quantity *quantity, int32_t period, bool received, figures *to)
{
    const ac_fact_input *input = &eval->facts->inputs[quantity - eval->program->quantities];
    ac_level_set dated = quantity->type.levels & eval->evaluation->dated;
    accord_date day = {0};
    bool moves =
        dated != 0 && ac_type_is_amount(&quantity->type) &&
        ac_members_day(eval->calendar, quantity->type.known, quantity->period, period, &day);
    uint64_t members = ac_members_of(eval->program, eval->facts, quantity->type.levels);
    for (uint64_t m = 0; m < members; m++) {
        to->numbers[m] = AC_RATIONAL_ZERO;
        to->states[m] = AC_FACT_ABSENT;
    }
    for (uint64_t m = 0; received && m < members; m++) {
        uint64_t from = (uint64_t)(period - input->first) * input->members + m;
        uint64_t place = m;
        if (moves) {
            ac_coordinates at =
                ac_member_coordinates(eval->program, eval->facts, quantity->type.levels, m);
            at = ac_holders(eval->program, eval->facts, dated, &at, day);
            place = ac_member_index(eval->program, eval->facts, quantity->type.levels, &at);
        }
        add_figure(eval, input, from, to, place);
    }
}

/* Whether a member's figure may be absent without fault, and whether it has none at all (R47). */
static ac_presence
presence_in(const ac_eval *eval, const ac_quantity *quantity, uint64_t member, int32_t period)
{
    if ((quantity->type.levels & eval->evaluation->dated) == 0) {
        return AC_PRESENT;
    }
    ac_coordinates at =
        ac_member_coordinates(eval->program, eval->facts, quantity->type.levels, member);
    return ac_presence_of(
        eval->program, eval->facts, &quantity->type, &at, quantity->period, period);
}

void ac_eval_input(ac_eval *eval, uint32_t index)
{
    const ac_quantity *quantity = &eval->program->quantities[index];
    const ac_fact_input *input = &eval->facts->inputs[index];
    bool flow = quantity->type.kind == AC_KIND_FLOW;
    bool timeless = quantity->period == AC_PERIOD_NONE;
    ac_column column =
        ac_eval_stored(eval, quantity->period, quantity->type.levels, input_range(eval, quantity));
    eval->quantity = index;
    figures read = {
        AC_NEW_ARRAY(eval->evaluation->arena, ac_rational, column.members),
        AC_NEW_ARRAY(eval->evaluation->arena, uint8_t, column.members)};
    for (uint32_t p = 0; p < column.periods; p++) {
        int32_t period = column.first + (int32_t)p;
        bool received = received_at(input, period);
        /* A hole in figures that are taken at a moment is a fault; a flow's hole has yet to come.
         */
        bool hole =
            timeless || (!flow && !received && input->given && received_later(input, period));
        uint32_t not_yet = AC_VALUE_KNOWN;
        if (!received && !hole) {
            ac_note note = {
                .kind = AC_NOTE_NOT_YET,
                .node = AC_NODE_NONE,
                .period_kind = quantity->period,
                .period = period};
            not_yet = ac_eval_note(eval, note, 0);
        }
        read_figures(eval, quantity, period, received, &read);
        for (uint64_t m = 0; m < column.members; m++) {
            uint64_t to = p * column.members + m;
            ac_presence presence = presence_in(eval, quantity, m, period);
            if (presence >= AC_ENDED) {
                continue; /* 0, and known */
            }
            if (!received && !hole) {
                column.states[to] = not_yet;
                continue;
            }
            ac_fact_state state = (ac_fact_state)read.states[m];
            if (state == AC_FACT_PRESENT) {
                column.numbers[to] = read.numbers[m];
            } else if (presence == AC_PRESENT && (state == AC_FACT_MISSING || !flow || hole)) {
                ac_note note = {
                    .kind = AC_NOTE_MISSING,
                    .node = AC_NODE_NONE,
                    .levels = column.levels,
                    .period_kind = quantity->period,
                    .period = period};
                column.states[to] = ac_eval_note(eval, note, m);
            }
        }
    }
    eval->evaluation->quantities[index] = column;
}

/* The place of a table's cell, whose members stand in any order. */
static uint64_t cell_place(ac_eval *eval, const ac_quantity *quantity, const ac_table_cell *cell)
{
    ac_coordinates at = {{0}};
    ac_level_set left = quantity->type.levels;
    for (size_t w = 0; w < cell->members.count; w++) {
        for (uint32_t level = 0; level < eval->program->level_count; level++) {
            uint32_t member = (left & (1u << level)) == 0
                                  ? AC_NONE
                                  : ac_fact_member(eval->facts, level, cell->members.list[w].text);
            if (member != AC_NONE) {
                at.members[level] = member;
                left &= ~(1u << level);
                break;
            }
        }
    }
    ac_assert(left == 0);
    return ac_member_index(eval->program, eval->facts, quantity->type.levels, &at);
}

/* In force is the last row whose date is not after the period's first day; a row may restate some
 * members only. */
static void fill_rows(
    ac_eval *eval,
    const ac_quantity *quantity,
    const ac_clause *clause,
    ac_column *column,
    uint32_t row,
    accord_date from)
{
    for (size_t r = 0; r < clause->row_count; r++) {
        const ac_table_row *dated = &clause->rows[r];
        if (!dated->always && dated->from.day > from.day) {
            break;
        }
        for (size_t c = 0; c < dated->cell_count; c++) {
            uint64_t at = cell_place(eval, quantity, &dated->cells[c]);
            column->numbers[row * column->members + at] = dated->cells[c].value;
        }
    }
}

void ac_eval_table(ac_eval *eval, uint32_t index)
{
    const ac_quantity *quantity = &eval->program->quantities[index];
    ac_range range = {0, 1};
    if (quantity->period != AC_PERIOD_NONE) {
        range.first = ac_term_first(eval->calendar, quantity->period);
        range.count = ac_term_count(eval->calendar, quantity->period);
    }
    ac_column column = ac_eval_stored(eval, quantity->period, quantity->type.levels, range);
    for (uint32_t p = 0; p < column.periods; p++) {
        int32_t period = range.first + (int32_t)p;
        accord_date from = eval->calendar->term_from;
        if (quantity->period != AC_PERIOD_NONE) {
            from = ac_period_from(eval->calendar, quantity->period, period);
        }
        if (from.day < eval->calendar->term_from.day) {
            from = eval->calendar->term_from; /* a first year that the term cuts */
        }
        const ac_version *version = ac_version_at(
            eval->program, quantity->versions, quantity->version_count, quantity->period, period);
        fill_rows(eval, quantity, ac_clause_at(eval->program, version->clause), &column, p, from);
    }
    eval->evaluation->quantities[index] = column;
}
