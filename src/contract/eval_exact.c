/* SPDX-License-Identifier: MIT */
/* The exact evaluation: inputs and tables first, then every step in the compiled order. A step is
 * one definition over all its periods at once, or several that need each other across time,
 * computed month by month; never by recursion from one definition to another. */

#include "base/assert.h"
#include "base/limits.h"
#include "contract/eval.h"

const ac_version *ac_version_at(
    const ac_program *program,
    const ac_version *versions,
    uint32_t count,
    ac_period_kind kind,
    int32_t period)
{
    ac_assert(count > 0);
    if (kind == AC_PERIOD_NONE) {
        return &versions[0];
    }
    accord_date first = ac_period_from(&program->syntax->calendar, kind, period);
    uint32_t at = 0;
    while (at + 1 < count && versions[at + 1].effective.day <= first.day) {
        at++;
    }
    return &versions[at];
}

static ac_range term_range(const ac_eval *eval, ac_period_kind kind)
{
    if (kind == AC_PERIOD_NONE) {
        return (ac_range){0, 1};
    }
    return (ac_range){ac_term_first(eval->calendar, kind), ac_term_count(eval->calendar, kind)};
}

ac_column ac_eval_stored(ac_eval *eval, ac_period_kind period, ac_level_set levels, ac_range range)
{
    ac_column column = {
        .period = period, .levels = levels, .first = range.first, .periods = (uint32_t)range.count};
    column.members = ac_members_of(eval->program, eval->facts, levels);
    uint64_t cells = column.members * column.periods;
    column.numbers = AC_NEW_ARRAY(eval->evaluation->arena, ac_rational, cells);
    column.states = AC_NEW_ARRAY(eval->evaluation->arena, uint32_t, cells);
    for (uint64_t i = 0; i < cells; i++) {
        column.numbers[i] = AC_RATIONAL_ZERO;
    }
    return column;
}

/* Evaluates one version's root over a range and keeps it, spread over the declared grain. */
static void store_range(ac_eval *eval, ac_column *to, ac_node_id root, ac_range range)
{
    const ac_node *formula = &eval->program->nodes[root];
    ac_node declared = *formula;
    declared.period = to->period;
    declared.type.levels = to->levels;
    if (eval->quantity != AC_NONE) {
        declared.op = AC_OP_QUANTITY; /* known as the quantity is, in all its versions */
        declared.index = eval->quantity;
        declared.type.known = eval->program->quantities[eval->quantity].type.known;
    }
    ac_range needed = ac_eval_operand_range(eval, &declared, root, range);
    ac_column from = ac_eval_node(eval, root, needed);
    const uint32_t *map = ac_eval_map(eval, to->levels, from.levels);
    for (int32_t p = range.first; p < range.first + range.count; p++) {
        uint64_t row = ac_eval_row(eval, &declared, p, &from);
        ac_seen seen = ac_eval_seen(eval, &declared, p, formula, &from, row);
        uint64_t into = (uint64_t)(p - to->first) * to->members;
        ac_column stored = *to;
        stored.periods = 1;
        stored.numbers = to->numbers + into;
        stored.states = to->states + into;
        for (uint64_t m = 0; m < to->members; m++) {
            uint64_t at = map == NULL ? m : map[m];
            stored.numbers[m] = seen.numbers[at];
            stored.states[m] = seen.states[at];
        }
        declared.op = formula->op;
        ac_level_set spread = to->levels & ~from.levels & eval->evaluation->dated;
        ac_eval_take_away(eval, &declared, p, &stored, spread != 0);
        declared.op = eval->quantity != AC_NONE ? AC_OP_QUANTITY : formula->op;
        for (uint64_t m = 0; m < to->members; m++) {
            stored.numbers[m] = ac_rational_copy(eval->evaluation->arena, stored.numbers[m]);
            ac_note_reached(eval->evaluation, stored.states[m]);
        }
    }
}

/* Cuts a range where another version comes into force. */
static void store_versions(
    ac_eval *eval, ac_column *to, const ac_version *versions, uint32_t count, ac_range range)
{
    int32_t until = range.first + range.count;
    int32_t first = range.first;
    while (first < until) {
        const ac_version *version =
            ac_version_at(eval->program, versions, count, to->period, first);
        int32_t next = first + 1;
        while (next < until &&
               ac_version_at(eval->program, versions, count, to->period, next) == version) {
            next++;
        }
        AC_SCOPED_ARENA(scratch);
        eval->scratch = &scratch;
        store_range(eval, to, version->root, (ac_range){first, next - first});
        eval->scratch = NULL;
        first = next;
    }
}

static void eval_member(ac_eval *eval, uint32_t member, ac_range range)
{
    const ac_program *program = eval->program;
    if (member < program->quantity_count) {
        const ac_quantity *quantity = &program->quantities[member];
        eval->quantity = member;
        store_versions(
            eval, &eval->evaluation->quantities[member], quantity->versions,
            quantity->version_count, range);
        return;
    }
    const ac_gate *gate = &program->gates[member - program->quantity_count];
    eval->quantity = AC_NONE;
    store_versions(
        eval, &eval->evaluation->gates[member - program->quantity_count], gate->versions,
        gate->version_count, range);
}

static ac_period_kind member_period(const ac_program *program, uint32_t member)
{
    return member < program->quantity_count
               ? program->quantities[member].period
               : program->gates[member - program->quantity_count].period;
}

static ac_range member_range(const ac_eval *eval, uint32_t member)
{
    const ac_program *program = eval->program;
    if (member >= program->quantity_count) {
        const ac_gate *gate = &program->gates[member - program->quantity_count];
        if (!gate->each) {
            return (ac_range){gate->at, 1};
        }
    }
    return term_range(eval, member_period(program, member));
}

static void make_column(ac_eval *eval, uint32_t member)
{
    const ac_program *program = eval->program;
    ac_range range = member_range(eval, member);
    if (member < program->quantity_count) {
        const ac_quantity *quantity = &program->quantities[member];
        eval->evaluation->quantities[member] =
            ac_eval_stored(eval, quantity->period, quantity->type.levels, range);
        return;
    }
    uint32_t gate = member - program->quantity_count;
    eval->evaluation->gates[gate] = ac_eval_stored(eval, program->gates[gate].period, 0, range);
}

/* The period of a member to be computed in a month: the one that begins there, if it is known from
 * its start, else the one that ends there. */
static bool period_due(const ac_eval *eval, uint32_t member, int32_t month, ac_range *range)
{
    const ac_program *program = eval->program;
    ac_period_kind kind = member_period(program, member);
    int32_t term_first = ac_term_first(eval->calendar, AC_PERIOD_MONTH);
    int32_t term_last = term_first + ac_term_count(eval->calendar, AC_PERIOD_MONTH) - 1;
    if (kind == AC_PERIOD_NONE) {
        *range = (ac_range){0, 1};
        return month == term_first;
    }
    int32_t period = ac_period_within(eval->calendar, AC_PERIOD_MONTH, month, kind);
    bool from_start =
        member < program->quantity_count && program->quantities[member].type.known != AC_KNOWN_END;
    ac_range months = ac_read_within(eval->calendar, kind, period, AC_PERIOD_MONTH);
    int32_t due = from_start ? months.first : months.first + months.count - 1;
    due = due > term_last ? term_last : due;
    *range = (ac_range){period, 1};
    ac_range whole = member_range(eval, member);
    return month == due && period >= whole.first && period < whole.first + whole.count;
}

static void eval_through_time(ac_eval *eval, const ac_step *step)
{
    int32_t first = ac_term_first(eval->calendar, AC_PERIOD_MONTH);
    int32_t count = ac_term_count(eval->calendar, AC_PERIOD_MONTH);
    for (int32_t month = first; month < first + count; month++) {
        for (uint32_t i = 0; i < step->count; i++) {
            ac_range range;
            if (period_due(eval, step->members[i], month, &range)) {
                eval_member(eval, step->members[i], range);
            }
        }
    }
}

static void eval_step(ac_eval *eval, const ac_step *step)
{
    const ac_program *program = eval->program;
    uint32_t member = step->members[0];
    if (member < program->quantity_count &&
        program->quantities[member].kind != AC_QUANTITY_FORMULA) {
        return;
    }
    for (uint32_t i = 0; i < step->count; i++) {
        make_column(eval, step->members[i]);
    }
    if (step->through_time) {
        eval_through_time(eval, step);
    } else {
        eval_member(eval, member, member_range(eval, member));
    }
}

static accord_status check_size(const ac_eval *eval, accord_error *error)
{
    for (uint32_t i = 0; i < eval->program->quantity_count; i++) {
        const ac_quantity *quantity = &eval->program->quantities[i];
        uint64_t periods = (uint64_t)term_range(eval, quantity->period).count;
        uint64_t members = 1;
        for (uint32_t level = 0; level < eval->program->level_count; level++) {
            bool held = (quantity->type.levels & (1u << level)) != 0;
            members *= held ? eval->facts->levels[level].count : 1;
            if (members * periods > AC_CELLS_MAX) {
                return ac_fail(
                    error, ACCORD_ELIMIT, "'%.*s' would have more than %u values",
                    AC_TEXT_ARG(quantity->name), AC_CELLS_MAX);
            }
        }
    }
    return ac_ok();
}

accord_status ac_evaluate(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    uint64_t gates_undecided,
    ac_evaluation **evaluation,
    accord_error *error)
{
    ac_evaluation *made = AC_NEW(arena, ac_evaluation);
    *made = (ac_evaluation){
        .arena = arena,
        .program = program,
        .facts = facts,
        .dated = ac_dated_levels(program, facts),
        .gates_undecided = gates_undecided};
    made->quantities = AC_NEW_ARRAY(arena, ac_column, program->quantity_count);
    made->gates = AC_NEW_ARRAY(arena, ac_column, program->gate_count);
    ac_eval eval = {
        .evaluation = made,
        .program = program,
        .facts = facts,
        .calendar = &program->syntax->calendar,
        .quantity = AC_NONE};
    AC_TRY(check_size(&eval, error));
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (program->quantities[i].kind == AC_QUANTITY_INPUT) {
            ac_eval_input(&eval, i);
        } else if (program->quantities[i].kind == AC_QUANTITY_TABLE) {
            ac_eval_table(&eval, i);
        }
    }
    for (uint32_t i = 0; i < program->step_count; i++) {
        eval_step(&eval, &program->steps[i]);
    }
    *evaluation = made;
    return ac_ok();
}

ac_value ac_quantity_value(
    const ac_evaluation *evaluation, uint32_t quantity, const ac_coordinates *at, int32_t period)
{
    const ac_column *column = &evaluation->quantities[quantity];
    int32_t row = column->period == AC_PERIOD_NONE ? 0 : period - column->first;
    ac_assert(row >= 0);
    ac_assert((uint32_t)row < column->periods);
    uint64_t member = ac_member_index(evaluation->program, evaluation->facts, column->levels, at);
    uint64_t place = (uint64_t)row * column->members + member;
    return (ac_value){column->numbers[place], column->states[place]};
}

uint32_t ac_gate_value(
    const ac_evaluation *evaluation,
    uint32_t index,
    ac_period_kind kind,
    int32_t period,
    ac_gate_state *state)
{
    const ac_gate *gate = &evaluation->program->gates[index];
    const ac_column *column = &evaluation->gates[index];
    const ac_calendar *calendar = &evaluation->program->syntax->calendar;
    *state = AC_GATE_UNDECIDED;
    uint64_t row = 0;
    if (gate->each) {
        int32_t read = ac_read_period(calendar, kind, period, gate->period);
        row = column->period == AC_PERIOD_NONE ? 0 : (uint64_t)(read - column->first);
    } else {
        /* A gate at a date applies to periods that end on or after it. */
        accord_date last = ac_period_last(calendar, kind, period);
        bool early = last.day < gate->date.day;
        bool held = index < 64 && (evaluation->gates_undecided >> index & 1) != 0;
        if (early || held) {
            return AC_VALUE_KNOWN;
        }
    }
    ac_assert(row < column->periods);
    if (column->states[row] != AC_VALUE_KNOWN) {
        return column->states[row];
    }
    *state = ac_rational_sign(column->numbers[row]) != 0 ? AC_GATE_MET : AC_GATE_MISSED;
    return AC_VALUE_KNOWN;
}
