/* SPDX-License-Identifier: MIT */
/* One value at a time: a node at one place, by walking its formula. The reach over periods is that
 * of reach.h; the arithmetic is written again here, on single numbers, so that a test can hold the
 * column evaluator to it. */

#include "base/assert.h"
#include "base/limits.h"
#include "contract/trace_walk.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

ac_value
ac_walk_note(ac_walk *w, ac_note_kind kind, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_note note = {
        .kind = kind,
        .quantity = AC_NONE,
        .node = id,
        .levels = node->type.levels,
        .at = *at,
        .period_kind = node->period,
        .period = period};
    return (ac_value){AC_RATIONAL_ZERO, ac_note_new(w->evaluation, note)};
}

static ac_value
quantity_at(ac_walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    const ac_column *column = &w->evaluation->quantities[node->index];
    if (column->period != node->period) {
        period = ac_read_dated(w->calendar, node->period, period);
    }
    return ac_quantity_value(w->evaluation, node->index, at, period);
}

static ac_value cases(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value undecided = ac_walk_known(AC_RATIONAL_ZERO);
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_node_id value = w->program->arguments[node->argument + 2 * i];
        ac_node_id condition = w->program->arguments[node->argument + 2 * i + 1];
        if (condition == AC_NODE_NONE) {
            return ac_walk_is_known(undecided) ? ac_walk_operand(w, id, value, at, period)
                                               : undecided;
        }
        ac_value is = ac_walk_operand(w, id, condition, at, period);
        if (ac_walk_holds(is)) {
            return ac_walk_operand(w, id, value, at, period);
        }
        if (!ac_walk_is_known(is) && ac_walk_is_known(undecided)) {
            undecided = is; /* where no order is said, a later case may still hold */
        }
        if (!ac_walk_is_known(is) && !node->unordered) {
            return is;
        }
    }
    if (!ac_walk_is_known(undecided)) {
        return undecided;
    }
    AC_NEVER("a case applies: the checker proved it");
}

static ac_value
banded(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period, ac_rational x)
{
    const ac_node *node = &w->program->nodes[id];
    const ac_band_set *set = &w->program->bands[node->index];
    ac_arena *arena = w->evaluation->arena;
    for (uint32_t i = 0; i < set->count; i++) {
        const ac_band *band = &set->bands[i];
        bool last = i + 1 == set->count;
        /* Where one band ends and the next begins at the same number, it belongs to the next. */
        bool next = !last && ac_rational_compare(x, set->bands[i + 1].from) >= 0;
        if (ac_rational_compare(x, band->from) < 0 || next) {
            continue;
        }
        if (!band->open && ac_rational_compare(x, band->until) > (band->until_included ? 0 : -1)) {
            continue;
        }
        if (band->part) {
            ac_rational in = ac_rational_subtract(arena, x, band->from);
            in = ac_rational_multiply(arena, band->rate, in);
            return ac_walk_known(ac_rational_add(arena, in, band->value));
        }
        ac_rational run = ac_rational_subtract(arena, band->until, band->from);
        if (!band->line || ac_rational_sign(run) == 0) {
            return ac_walk_known(band->value);
        }
        ac_rational slope = ac_rational_divide(
            arena, ac_rational_subtract(arena, band->value_until, band->value), run);
        ac_rational rise =
            ac_rational_multiply(arena, slope, ac_rational_subtract(arena, x, band->from));
        return ac_walk_known(ac_rational_add(arena, band->value, rise));
    }
    return ac_walk_note(w, AC_NOTE_BANDS, id, at, period);
}

static ac_value one(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value a = ac_walk_operand(w, id, node->left, at, period);
    if (!ac_walk_is_known(a)) {
        return a;
    }
    int64_t choice = 0;
    switch ((int)node->op) {
    case AC_OP_NEGATE:
        return ac_walk_known(ac_rational_negate(w->evaluation->arena, a.number));
    case AC_OP_NOT:
        return ac_walk_truth(ac_walk_fails(a));
    case AC_OP_IS:
        ac_assert(ac_rational_to_scaled(a.number, 0, &choice));
        return ac_walk_truth((node->mask >> choice & 1) != 0);
    case AC_OP_ROUND:
        return ac_walk_known(ac_rational_round_step(
            w->evaluation->arena, a.number, node->places, node->step, node->rounding));
    default:
        return banded(w, id, at, period, a.number);
    }
}

static ac_value calculated(
    ac_walk *w,
    ac_node_id id,
    const ac_coordinates *at,
    int32_t period,
    ac_rational a,
    ac_rational b)
{
    const ac_node *node = &w->program->nodes[id];
    ac_arena *arena = w->evaluation->arena;
    int order = ac_rational_compare(a, b);
    ac_rational result;
    switch ((int)node->op) {
    case AC_OP_ADD:
        result = ac_rational_add(arena, a, b);
        break;
    case AC_OP_SUBTRACT:
        result = ac_rational_subtract(arena, a, b);
        break;
    case AC_OP_MULTIPLY:
        result = ac_rational_multiply(arena, a, b);
        break;
    case AC_OP_DIVIDE:
        if (ac_rational_sign(b) == 0) {
            return ac_walk_note(w, AC_NOTE_DIVIDED, id, at, period);
        }
        result = ac_rational_divide(arena, a, b);
        break;
    case AC_OP_LESSER:
    case AC_OP_NOT_ABOVE:
        return ac_walk_known(order <= 0 ? a : b);
    case AC_OP_GREATER:
    case AC_OP_NOT_BELOW:
        return ac_walk_known(order >= 0 ? a : b);
    case AC_OP_AT_LEAST:
        return ac_walk_truth(order >= 0);
    case AC_OP_AT_MOST:
        return ac_walk_truth(order <= 0);
    case AC_OP_MORE:
        return ac_walk_truth(order > 0);
    case AC_OP_LESS:
        return ac_walk_truth(order < 0);
    default:
        return ac_walk_truth(order == 0);
    }
    if (result.denominator == 0 && ac_rational_bits(result) > AC_RATIONAL_BITS_MAX) {
        return ac_walk_note(w, AC_NOTE_TOO_LONG, id, at, period);
    }
    return ac_walk_known(result);
}

static ac_value mended(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value a = ac_walk_operand(w, id, node->left, at, period);
    ac_note_kind kind = node->op == AC_OP_OR_DIVIDED ? AC_NOTE_DIVIDED : AC_NOTE_EARLIER;
    bool mends = !ac_walk_is_known(a) && w->evaluation->notes[a.state].kind == kind &&
                 !w->evaluation->notes[a.state].reached;
    return mends ? ac_walk_operand(w, id, node->right, at, period) : a;
}

static ac_value two(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value a = ac_walk_operand(w, id, node->left, at, period);
    ac_value b = ac_walk_operand(w, id, node->right, at, period);
    if (node->op == AC_OP_AND && (ac_walk_fails(a) || ac_walk_fails(b))) {
        return ac_walk_truth(false);
    }
    if (node->op == AC_OP_OR && (ac_walk_holds(a) || ac_walk_holds(b))) {
        return ac_walk_truth(true);
    }
    if (!ac_walk_is_known(a) || !ac_walk_is_known(b)) {
        return ac_walk_joined(w, a, b);
    }
    if (node->op == AC_OP_AND || node->op == AC_OP_OR) {
        return ac_walk_truth(node->op == AC_OP_AND);
    }
    return calculated(w, id, at, period, a.number, b.number);
}

static ac_value gate_at(ac_walk *w, const ac_node *node, int32_t period)
{
    ac_gate_state state = AC_GATE_UNDECIDED;
    bool paid = w->trace->of_payment && !w->program->gates[node->index].each;
    uint32_t unknown = ac_gate_value(
        w->evaluation, node->index, paid ? w->trace->paid_kind : node->period,
        paid ? w->trace->paid_period : period, &state);
    if (unknown != AC_VALUE_KNOWN) {
        return (ac_value){AC_RATIONAL_ZERO, unknown};
    }
    return ac_walk_truth(state == node->state);
}

static ac_value computed(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    switch (node->op) {
    case AC_OP_NUMBER:
        return ac_walk_known(node->number);
    case AC_OP_QUANTITY:
        return quantity_at(w, node, at, period);
    case AC_OP_GATE:
        return gate_at(w, node, period);
    case AC_OP_SELECT:
    case AC_OP_AT_PERIOD:
    case AC_OP_AT_START:
    case AC_OP_SAME:
    case AC_OP_PREVIOUS:
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
    case AC_OP_FOR_EVERY:
    case AC_OP_FOR_ANY:
        return ac_walk_reach(w, id, at, period);
    case AC_OP_CASES:
        return cases(w, id, at, period);
    case AC_OP_NEGATE:
    case AC_OP_NOT:
    case AC_OP_IS:
    case AC_OP_ROUND:
    case AC_OP_BANDS:
        return one(w, id, at, period);
    case AC_OP_UNLESS: {
        ac_value condition = ac_walk_operand(w, id, node->third, at, period);
        if (!ac_walk_is_known(condition)) {
            return condition;
        }
        return ac_walk_operand(
            w, id, ac_walk_holds(condition) ? node->left : node->right, at, period);
    }
    case AC_OP_OR_DIVIDED:
    case AC_OP_OR_EARLIER:
        return mended(w, id, at, period);
    case AC_OP_PAYMENT:
        ac_assert(w->trace->payments != NULL);
        return w->trace->payments->sum(w->trace->payments->self, node, node->period, period);
    case AC_OP_LESSER:
    case AC_OP_GREATER:
    case AC_OP_ADD:
    case AC_OP_SUBTRACT:
    case AC_OP_MULTIPLY:
    case AC_OP_DIVIDE:
    case AC_OP_AT_LEAST:
    case AC_OP_AT_MOST:
    case AC_OP_MORE:
    case AC_OP_LESS:
    case AC_OP_EQUAL:
    case AC_OP_AND:
    case AC_OP_OR:
    case AC_OP_NOT_BELOW:
    case AC_OP_NOT_ABOVE:
        return two(w, id, at, period);
    case AC_OPCODES:
        break;
    }
    AC_NEVER("every opcode has its case");
}

/* A node's value, taken away at members that are not there; a named value already has been. */
ac_value ac_walk_at(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    if ((node->type.levels & w->evaluation->dated) == 0 || node->op == AC_OP_QUANTITY) {
        return computed(w, id, at, period);
    }
    ac_presence presence =
        ac_presence_of(w->program, w->facts, &node->type, at, node->period, period);
    if (ac_is_away(node, presence)) {
        return ac_walk_known(AC_RATIONAL_ZERO);
    }
    ac_value value = computed(w, id, at, period);
    bool excused = ac_note_is_excused(w->evaluation, presence, value.state);
    return excused ? ac_walk_known(AC_RATIONAL_ZERO) : value;
}

/* NOLINTEND(misc-no-recursion) */

ac_value
ac_node_value(const ac_trace *trace, ac_node_id node, const ac_coordinates *at, int32_t period)
{
    ac_evaluation *evaluation = trace->evaluation;
    ac_walk w = {
        .trace = trace,
        .program = evaluation->program,
        .facts = evaluation->facts,
        .calendar = &evaluation->program->syntax->calendar,
        .evaluation = evaluation};
    return ac_walk_at(&w, node, at, period);
}

ac_value ac_node_value_seen(
    const ac_trace *trace,
    const ac_reader *reader,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period)
{
    ac_evaluation *evaluation = trace->evaluation;
    ac_walk w = {
        .trace = trace,
        .program = evaluation->program,
        .facts = evaluation->facts,
        .calendar = &evaluation->program->syntax->calendar,
        .evaluation = evaluation};
    const ac_node as = {
        .op = AC_OP_NUMBER, .period = reader->kind, .type = {.known = reader->known}};
    return ac_walk_seen(&w, &as, reader->period, node, at, period);
}

ac_value ac_quantity_worked(
    const ac_trace *trace, uint32_t quantity, const ac_coordinates *at, int32_t period)
{
    ac_evaluation *evaluation = trace->evaluation;
    const ac_program *program = evaluation->program;
    const ac_quantity *of = &program->quantities[quantity];
    ac_walk w = {
        .trace = trace,
        .program = program,
        .facts = evaluation->facts,
        .calendar = &program->syntax->calendar,
        .evaluation = evaluation};
    ac_node_id root =
        ac_version_at(program, of->versions, of->version_count, of->period, period)->root;
    const ac_node *formula = &program->nodes[root];
    ac_node reader = *formula;
    reader.period = of->period;
    reader.type.levels = of->type.levels;
    reader.type.known = of->type.known;
    reader.op = formula->op == AC_OP_QUANTITY ? AC_OP_NUMBER : formula->op;
    int32_t read = ac_read_period(w.calendar, of->period, period, formula->period);
    ac_value value = ac_walk_seen(&w, &reader, period, root, at, read);
    if ((of->type.levels & evaluation->dated) == 0) {
        return value;
    }
    reader.op = formula->op;
    ac_presence presence =
        ac_presence_of(program, evaluation->facts, &reader.type, at, of->period, period);
    bool spread = (of->type.levels & ~formula->type.levels & evaluation->dated) != 0;
    bool away = spread ? presence >= AC_ENDED : ac_is_away(&reader, presence);
    bool excused = ac_note_is_excused(evaluation, presence, value.state);
    return away || excused ? ac_walk_known(AC_RATIONAL_ZERO) : value;
}
