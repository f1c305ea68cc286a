/* SPDX-License-Identifier: MIT */
/* Ranges of every definition over members and periods, in the compiled order. What the exact
 * evaluation knows is taken from it; the rest is computed one place at a time (bound_nodes.c). As
 * an assumption may look at a definition that comes later in the order, all is done twice: a range
 * is sound from the first time, and then narrower. */

#include "base/assert.h"
#include "contract/bounds.h"
#include "contract/reach.h"

/* ---- Definitions ---- */

static void keep(ac_bounds *bounds, ac_bound *to, ac_bound value)
{
    /* A fault that has become the value of a definition is no longer mended by another clause. */
    value.may_divide = false;
    value.may_earlier = false;
    if (!value.none && !to->none) {
        value.range = ac_interval_meet(value.range, to->range);
        value.lacks = ac_interval_is_bounded(value.range) ? AC_NONE : value.lacks;
    }
    value.range = ac_interval_copy(bounds->arena, value.range);
    *to = value;
}

typedef struct definition {
    const ac_quantity *quantity; /* NULL for a gate */
    const ac_column *shape;
    ac_bound_column *into;
    const ac_version *versions;
    uint32_t version_count;
} definition;

static definition definition_of(ac_bounds *bounds, uint32_t member)
{
    const ac_program *program = bounds->program;
    if (member < program->quantity_count) {
        const ac_quantity *quantity = &program->quantities[member];
        return (definition){
            quantity, &bounds->evaluation->quantities[member], &bounds->quantities[member],
            quantity->versions, quantity->version_count};
    }
    uint32_t gate = member - program->quantity_count;
    return (definition){
        NULL, &bounds->evaluation->gates[gate], &bounds->gates[gate], program->gates[gate].versions,
        program->gates[gate].version_count};
}

/* Works out the places of one period that are not known. */
static void fill_period(ac_bounds *bounds, const definition *of, int32_t period)
{
    const ac_program *program = bounds->program;
    const ac_column *shape = of->shape;
    uint64_t row = (uint64_t)(period - shape->first) * shape->members;
    const ac_version *version =
        ac_version_at(program, of->versions, of->version_count, shape->period, period);
    const ac_node *root = &program->nodes[version->root];
    int32_t read = ac_read_period(&program->syntax->calendar, shape->period, period, root->period);
    const ac_reader reader = {
        of->quantity == NULL ? ac_known_of(program, root) : of->quantity->type.known, shape->period,
        period};
    for (uint64_t m = 0; m < shape->members; m++) {
        if (shape->states[row + m] == AC_VALUE_KNOWN ||
            ac_note_is_fault(bounds->evaluation, shape->states[row + m])) {
            continue;
        }
        AC_SCOPED_ARENA(scratch);
        ac_coordinates at = ac_member_coordinates(program, bounds->facts, shape->levels, m);
        ac_bound value = ac_bound_seen(bounds, &scratch, &reader, version->root, &at, read);
        if (of->quantity != NULL) {
            value =
                ac_bound_excused(bounds, value, &of->quantity->type, &at, shape->period, period);
        }
        keep(bounds, &of->into->values[row + m], value);
    }
}

static void fill_member(ac_bounds *bounds, uint32_t member)
{
    definition of = definition_of(bounds, member);
    for (uint32_t p = 0; p < of.shape->periods; p++) {
        fill_period(bounds, &of, of.shape->first + (int32_t)p);
    }
}

/* Of definitions that need each other across time, each period is worked out in the month in which
 * it begins and again in that in which it ends; one of the two is when all that it needs is there,
 * and the other is sound. */
static void fill_through_time(ac_bounds *bounds, const ac_step *step)
{
    const ac_calendar *calendar = &bounds->program->syntax->calendar;
    int32_t first = ac_term_first(calendar, AC_PERIOD_MONTH);
    int32_t count = ac_term_count(calendar, AC_PERIOD_MONTH);
    for (int32_t month = first; month < first + count; month++) {
        for (uint32_t i = 0; i < step->count; i++) {
            definition of = definition_of(bounds, step->members[i]);
            if (of.shape->period == AC_PERIOD_NONE) {
                fill_member(bounds, step->members[i]);
                continue;
            }
            int32_t period = ac_period_within(calendar, AC_PERIOD_MONTH, month, of.shape->period);
            ac_range months = ac_read_within(calendar, of.shape->period, period, AC_PERIOD_MONTH);
            bool ends = month == months.first || month == months.first + months.count - 1;
            bool held =
                period >= of.shape->first && period < of.shape->first + (int32_t)of.shape->periods;
            if (ends && held) {
                fill_period(bounds, &of, period);
            }
        }
    }
}

/* Inputs that have not come lie within their type, and within what is assumed of them by name. */
static void fill_input(ac_bounds *bounds, uint32_t index)
{
    const ac_program *program = bounds->program;
    const ac_column *shape = &bounds->evaluation->quantities[index];
    const ac_quantity *quantity = &program->quantities[index];
    for (uint32_t p = 0; p < shape->periods; p++) {
        for (uint64_t m = 0; m < shape->members; m++) {
            uint64_t at = p * shape->members + m;
            if (shape->states[at] == AC_VALUE_KNOWN ||
                ac_note_is_fault(bounds->evaluation, shape->states[at])) {
                continue;
            }
            AC_SCOPED_ARENA(scratch);
            ac_bound value = ac_bound_of(ac_input_range(program, index));
            value.lacks = ac_interval_is_bounded(value.range) ? AC_NONE : index;
            ac_coordinates place = ac_member_coordinates(program, bounds->facts, shape->levels, m);
            for (size_t a = 0; a < bounds->assumed.count; a++) {
                ac_node_id subject = bounds->assumed.list[a].subject;
                const ac_node *node = &program->nodes[subject];
                bool same = node->op == AC_OP_QUANTITY && node->index == index &&
                            node->period == quantity->period;
                if (same) {
                    value = ac_bound_assumed(
                        bounds, &scratch, subject, &place, shape->first + (int32_t)p, value);
                }
            }
            value = ac_bound_excused(
                bounds, value, &quantity->type, &place, shape->period, shape->first + (int32_t)p);
            keep(bounds, &bounds->quantities[index].values[at], value);
        }
    }
}

/* ---- All ---- */

static ac_bound *new_column(const ac_bounds *bounds, const ac_column *shape)
{
    uint64_t count = shape->members * shape->periods;
    ac_bound *values = AC_NEW_ARRAY(bounds->arena, ac_bound, count);
    for (uint64_t i = 0; i < count; i++) {
        values[i] = ac_bound_of(ac_interval_all());
        if (shape->states[i] == AC_VALUE_KNOWN) {
            values[i] = ac_bound_of(ac_interval_of(shape->numbers[i]));
        } else if (ac_note_is_fault(bounds->evaluation, shape->states[i])) {
            values[i] = ac_bound_none();
        }
    }
    return values;
}

typedef struct match_list {
    ac_bound_match *list;
    size_t count;
    size_t capacity;
} match_list;

static void add_match(ac_bounds *bounds, match_list *all, ac_node_id id, size_t assumed)
{
    AC_RESERVE(bounds->arena, all->list, all->count, all->capacity);
    all->list[all->count] = (ac_bound_match){(uint32_t)assumed, bounds->match_first[id]};
    bounds->match_first[id] = (uint32_t)all->count++;
}

static void match_assumptions(ac_bounds *bounds)
{
    const ac_program *program = bounds->program;
    match_list all = {0};
    bounds->assumed = ac_assumed_of(bounds->arena, program);
    bounds->match_first = AC_NEW_ARRAY(bounds->arena, uint32_t, program->node_count);
    for (uint32_t id = 0; id < program->node_count; id++) {
        bounds->match_first[id] = AC_NONE;
        for (size_t a = 0; a < bounds->assumed.count; a++) {
            if (ac_node_same(program, id, bounds->assumed.list[a].subject)) {
                add_match(bounds, &all, id, a);
            }
        }
    }
    bounds->matches = all.list;
}

/* Whether every gate may be as it was taken. */
static bool is_possible(const ac_bounds *bounds)
{
    for (uint32_t g = 0; g < bounds->program->gate_count && g < 64; g++) {
        bool fixed = (bounds->gates_fixed >> g & 1) != 0;
        bool met = (bounds->gates_met >> g & 1) != 0;
        const ac_bound *condition = &bounds->gates[g].values[0];
        if (fixed && !condition->none &&
            !(met ? ac_interval_may_hold(condition->range)
                  : ac_interval_may_fail(condition->range))) {
            return false;
        }
    }
    return true;
}

ac_bounds *ac_bounds_of(
    ac_arena *arena, const ac_evaluation *evaluation, uint64_t gates_fixed, uint64_t gates_met)
{
    const ac_program *program = evaluation->program;
    ac_bounds *bounds = AC_NEW(arena, ac_bounds);
    *bounds = (ac_bounds){
        .arena = arena,
        .program = program,
        .facts = evaluation->facts,
        .evaluation = evaluation,
        .gates_fixed = gates_fixed,
        .gates_met = gates_met,
        .assuming = true};
    match_assumptions(bounds);
    bounds->quantities = AC_NEW_ARRAY(arena, ac_bound_column, program->quantity_count);
    bounds->gates = AC_NEW_ARRAY(arena, ac_bound_column, program->gate_count);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        bounds->quantities[i].values = new_column(bounds, &evaluation->quantities[i]);
    }
    for (uint32_t i = 0; i < program->gate_count; i++) {
        bounds->gates[i].values = new_column(bounds, &evaluation->gates[i]);
    }
    int passes = bounds->assumed.count > 0 ? 2 : 1;
    for (int pass = 0; pass < passes; pass++) {
        for (uint32_t i = 0; i < program->quantity_count; i++) {
            if (program->quantities[i].kind == AC_QUANTITY_INPUT) {
                fill_input(bounds, i);
            }
        }
        for (uint32_t s = 0; s < program->step_count; s++) {
            const ac_step *step = &program->steps[s];
            uint32_t member = step->members[0];
            bool data = member < program->quantity_count &&
                        program->quantities[member].kind != AC_QUANTITY_FORMULA;
            if (step->through_time) {
                fill_through_time(bounds, step);
            } else if (!data) {
                fill_member(bounds, member);
            }
        }
    }
    bounds->possible = is_possible(bounds);
    return bounds;
}

uint64_t ac_bounds_open_gates(const ac_evaluation *evaluation, uint32_t most)
{
    uint64_t open = 0;
    uint32_t count = 0;
    for (uint32_t g = 0; g < evaluation->program->gate_count && g < 64 && count < most; g++) {
        const ac_column *shape = &evaluation->gates[g];
        bool unknown = !evaluation->program->gates[g].each && shape->periods > 0 &&
                       shape->states[0] != AC_VALUE_KNOWN &&
                       !ac_note_is_fault(evaluation, shape->states[0]);
        if (unknown) {
            open |= UINT64_C(1) << g;
            count++;
        }
    }
    return open;
}
