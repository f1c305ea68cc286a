/* SPDX-License-Identifier: MIT */
/* Rows of gates.csv end and begin; one look of a person at one gate. */

#include "pool/gates.h"

#include "base/assert.h"
#include "value/date.h"

#include <inttypes.h>

ac_text ac_pool_gates_day(const ac_pool_gates *gates, accord_date date)
{
    AC_SCOPED_BUFFER(text, 40);
    ac_date_add_iso(&text, date);
    return ac_text_copy(gates->arena, ac_buffer_text(&text));
}

void ac_pool_gates_begin(ac_pool_gates *gates)
{
    size_t count = 0;
    const ac_pool_column *columns = ac_pool_columns(AC_POOL_GATES, &count);
    const ac_pool_sheet *before = gates->before;
    ac_text *headings = AC_NEW_ARRAY(gates->arena, ac_text, before->column_count + count);
    gates->after = *before;
    for (size_t i = 0; i < before->column_count; i++) {
        headings[i] = before->headings[i];
    }
    gates->after.headings = headings;
    for (size_t i = 0; i < count; i++) {
        gates->at[i] = ac_pool_column_named(&gates->after, ac_text_of(columns[i].heading));
        if (gates->at[i] == gates->after.column_count) {
            headings[gates->after.column_count++] = ac_text_of(columns[i].heading);
        }
    }
    gates->after.row_count = 0;
    for (size_t r = 0; r < before->row_count; r++) {
        ac_text *cells = ac_pool_gates_add(gates);
        gates->rows[r].line = before->rows[r].line;
        for (size_t c = 0; c < before->column_count; c++) {
            cells[c] = before->rows[r].cells[c];
        }
    }
}

ac_text *ac_pool_gates_add(ac_pool_gates *gates)
{
    ac_text *cells = AC_NEW_ARRAY(gates->arena, ac_text, gates->after.column_count);
    uint64_t line =
        gates->after.row_count == 0 ? 2 : gates->rows[gates->after.row_count - 1].line + 1;
    AC_RESERVE(gates->arena, gates->rows, gates->after.row_count, gates->row_capacity);
    ac_assert(gates->rows != NULL); /* room was made */
    gates->rows[gates->after.row_count++] = (ac_pool_sheet_row){line, cells};
    gates->after.rows = gates->rows;
    return cells;
}

/* Columns that were added and say nothing are left out again. */
const ac_pool_sheet *ac_pool_gates_done(ac_pool_gates *gates)
{
    ac_pool_sheet *after = &gates->after;
    bool empty = true;
    while (empty && after->column_count > gates->before->column_count) {
        for (size_t r = 0; empty && r < after->row_count; r++) {
            empty = after->rows[r].cells[after->column_count - 1].size == 0;
        }
        after->column_count -= empty ? 1 : 0;
    }
    return after;
}

ac_text *ac_pool_gates_cell(const ac_pool_gates *gates, const ac_pool_row *row, size_t column)
{
    size_t index = (size_t)(row - gates->pool->tables[AC_POOL_GATES].rows);
    ac_text *cells = AC_NEW_ARRAY(gates->arena, ac_text, gates->after.column_count);
    for (size_t i = 0; i < gates->after.column_count; i++) {
        cells[i] = gates->rows[index].cells[i];
    }
    gates->rows[index].cells = cells;
    return &cells[gates->at[column]];
}

void ac_pool_gates_end(
    const ac_pool_gates *gates, const ac_pool_row *row, accord_date begins, ac_buffer *words)
{
    accord_date last = {begins.day - 1};
    int64_t until = row->cells[AC_IN_GATES_UNTIL].number;
    const ac_pool_cell *state = &row->cells[AC_IN_GATES_STATE];
    if (last.day < row->cells[AC_IN_GATES_FROM].number) {
        ac_pool_fault_add(
            gates->faults, gates->before, row->line,
            gates->pool->tables[AC_POOL_GATES].columns[AC_IN_GATES_FROM],
            "it says %.*s from %.*s, and %s says otherwise from %.*s, which is not after it; "
            "ask which day is right, and mend the row",
            AC_TEXT_ARG(state->text), AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text), gates->who,
            AC_TEXT_ARG(ac_pool_gates_day(gates, begins)));
        return;
    }
    if (until == AC_POOL_ABSENT || until > last.day) {
        *ac_pool_gates_cell(gates, row, AC_IN_GATES_UNTIL) = ac_pool_gates_day(gates, last);
    }
    ac_buffer_addf(
        words, "; was %.*s from %.*s",
        AC_TEXT_ARG(ac_pool_word(ac_text_of(AC_POOL_STATES), state->number)),
        AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
}

const ac_pool_row *ac_pool_gates_in_force(
    const ac_pool_gates *gates,
    uint32_t doctor,
    ac_pool_gate_kind gate,
    accord_date day,
    uint32_t *index)
{
    const ac_pool_row *row = NULL;
    while ((row = ac_pool_doctor_row(gates->pool, AC_POOL_GATES, doctor, *index)) != NULL) {
        ++*index;
        if (row->cells[AC_IN_GATES_GATE].number == (int64_t)gate &&
            ac_pool_holds(row, AC_IN_GATES_FROM, AC_IN_GATES_UNTIL, day)) {
            return row;
        }
    }
    return NULL;
}

void ac_pool_gates_add_later(
    const ac_pool_gates *gates,
    uint32_t doctor,
    ac_pool_gate_kind gate,
    accord_date day,
    ac_buffer *words)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(gates->pool, AC_POOL_GATES, doctor, i)) != NULL;
         i++) {
        if (row->cells[AC_IN_GATES_GATE].number == (int64_t)gate &&
            row->cells[AC_IN_GATES_FROM].number > day.day) {
            ac_buffer_addf(
                words, "; line %" PRIu64 " of gates.csv says %.*s from %.*s: look at it", row->line,
                AC_TEXT_ARG(row->cells[AC_IN_GATES_STATE].text),
                AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
        }
    }
}

/* ---- one look ---- */

/* Whether a row is of what was looked at: a login is of one system, a condition of one site. */
static bool is_of(const ac_pool_row *row, const ac_pool_gate_look *look)
{
    bool both = look->state == AC_STATE_CONDITIONS &&
                row->cells[AC_IN_GATES_STATE].number == AC_STATE_CONDITIONS;
    return (look->gate != AC_GATE_LOGIN ||
            ac_text_equal_ignoring_case(row->cells[AC_IN_GATES_SYSTEM].text, look->system)) &&
           (!both || ac_text_equal(row->cells[AC_IN_GATES_SITE].text, look->site));
}

static bool says_the_same(const ac_pool_row *row, const ac_pool_gate_look *look)
{
    return row->cells[AC_IN_GATES_STATE].number == (int64_t)look->state &&
           ac_text_equal(row->cells[AC_IN_GATES_SITE].text, look->site) &&
           (look->state != AC_STATE_CONDITIONS ||
            (ac_text_equal(row->cells[AC_IN_GATES_CONDITION].text, look->condition) &&
             ac_text_equal(row->cells[AC_IN_GATES_NOT_SKILL].text, look->not_skill) &&
             ac_text_equal(row->cells[AC_IN_GATES_NOT_DUTY].text, look->not_duty)));
}

static void look_again(
    const ac_pool_gates *gates,
    const ac_pool_row *row,
    const ac_pool_gate_look *look,
    ac_buffer *words)
{
    ac_text was = row->cells[AC_IN_GATES_UNTIL].text;
    *ac_pool_gates_cell(gates, row, AC_IN_GATES_SOURCE) = look->source;
    *ac_pool_gates_cell(gates, row, AC_IN_GATES_CHECKED_BY) = look->by;
    *ac_pool_gates_cell(gates, row, AC_IN_GATES_CHECKED_ON) = ac_pool_gates_day(gates, look->on);
    ac_buffer_addf(
        words, " from %.*s, looked at again", AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
    if (look->has_until && row->cells[AC_IN_GATES_UNTIL].number != (int64_t)look->until.day) {
        *ac_pool_gates_cell(gates, row, AC_IN_GATES_UNTIL) = ac_pool_gates_day(gates, look->until);
        ac_buffer_addf(
            words, "; ends %.*s, and not %.*s", AC_TEXT_ARG(ac_pool_gates_day(gates, look->until)),
            AC_TEXT_ARG(was.size > 0 ? was : AC_TEXT("never")));
    } else if (was.size > 0) {
        ac_buffer_addf(words, "; ends %.*s", AC_TEXT_ARG(was));
    }
}

/* Whether a look would let a doctor back whom a row keeps away, or sooner than it says. */
static bool lets_back(const ac_pool_row *row, const ac_pool_gate_look *look)
{
    int64_t until = row->cells[AC_IN_GATES_UNTIL].number;
    bool sooner = look->has_until && (until == AC_POOL_ABSENT || look->until.day < until);
    return ac_state_keeps_away(row->cells[AC_IN_GATES_STATE].number) &&
           (sooner || !ac_state_keeps_away((int64_t)look->state));
}

/* A suspension or a removal ends only where that is meant. */
static bool
is_meant(const ac_pool_gates *gates, const ac_pool_row *row, const ac_pool_gate_look *look)
{
    bool meant = look->lifts || !lets_back(row, look);
    if (!meant) {
        ac_pool_fault_add(
            gates->faults, gates->before, row->line,
            gates->pool->tables[AC_POOL_GATES].columns[AC_IN_GATES_STATE],
            "doctor %.*s is %.*s here from %.*s, which this look would end; where that is meant, "
            "give --lift, with the answer that lifts it as --source",
            AC_TEXT_ARG(row->cells[0].text), AC_TEXT_ARG(row->cells[AC_IN_GATES_STATE].text),
            AC_TEXT_ARG(row->cells[AC_IN_GATES_FROM].text));
    }
    return meant;
}

static void begin(ac_pool_gates *gates, const ac_pool_gate_look *look, ac_buffer *words)
{
    ac_text *cells = ac_pool_gates_add(gates);
    cells[gates->at[AC_IN_GATES_DOCTOR]] =
        ac_pool_row_of(gates->pool, AC_POOL_DOCTORS, look->doctor)->cells[0].text;
    cells[gates->at[AC_IN_GATES_GATE]] =
        ac_pool_word(ac_text_of(AC_POOL_GATES_WORDS), (int64_t)look->gate);
    cells[gates->at[AC_IN_GATES_STATE]] =
        ac_pool_word(ac_text_of(AC_POOL_STATES), (int64_t)look->state);
    cells[gates->at[AC_IN_GATES_FROM]] = ac_pool_gates_day(gates, look->from);
    cells[gates->at[AC_IN_GATES_SITE]] = look->site;
    cells[gates->at[AC_IN_GATES_SYSTEM]] = look->system;
    cells[gates->at[AC_IN_GATES_CONDITION]] = look->condition;
    cells[gates->at[AC_IN_GATES_NOT_SKILL]] = look->not_skill;
    cells[gates->at[AC_IN_GATES_NOT_DUTY]] = look->not_duty;
    cells[gates->at[AC_IN_GATES_SOURCE]] = look->source;
    cells[gates->at[AC_IN_GATES_CHECKED_BY]] = look->by;
    cells[gates->at[AC_IN_GATES_CHECKED_ON]] = ac_pool_gates_day(gates, look->on);
    ac_buffer_addf(words, " from %.*s", AC_TEXT_ARG(ac_pool_gates_day(gates, look->from)));
    if (look->has_until) {
        cells[gates->at[AC_IN_GATES_UNTIL]] = ac_pool_gates_day(gates, look->until);
        ac_buffer_addf(words, " until %.*s", AC_TEXT_ARG(ac_pool_gates_day(gates, look->until)));
    }
}

accord_status ac_pool_gate_record(
    ac_pool_gates *gates, const ac_pool_gate_look *look, ac_pool_sheet *changed, ac_buffer *words)
{
    size_t faults = gates->faults->found;
    const ac_pool_row *row = NULL;
    bool same = false;
    ac_pool_gates_begin(gates);
    ac_buffer_addf(
        words, "%.*s %.*s",
        AC_TEXT_ARG(ac_pool_word(ac_text_of(AC_POOL_GATES_WORDS), (int64_t)look->gate)),
        AC_TEXT_ARG(ac_pool_word(ac_text_of(AC_POOL_STATES), (int64_t)look->state)));
    for (uint32_t i = 0; !same && (row = ac_pool_gates_in_force(
                                       gates, look->doctor, look->gate, look->from, &i)) != NULL;) {
        if (is_of(row, look) && says_the_same(row, look)) {
            same = true;
            (void)is_meant(gates, row, look);
            look_again(gates, row, look, words);
        }
    }
    if (!same) {
        begin(gates, look, words);
    }
    for (uint32_t i = 0;
         (row = ac_pool_gates_in_force(gates, look->doctor, look->gate, look->from, &i)) != NULL;) {
        if (is_of(row, look) && !says_the_same(row, look)) {
            if (is_meant(gates, row, look)) {
                ac_pool_gates_end(gates, row, look->from, words);
            }
        }
    }
    ac_pool_gates_add_later(gates, look->doctor, look->gate, look->from, words);
    if (gates->faults->found > faults) {
        return (accord_status){ACCORD_ENO};
    }
    *changed = *ac_pool_gates_done(gates);
    return ac_ok();
}
