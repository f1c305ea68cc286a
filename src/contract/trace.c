/* SPDX-License-Identifier: MIT */
/* One value at a time: a node at one place, by walking its formula. The reach over periods is that
 * of reach.h; the arithmetic is written again here, on single numbers, so that a test can hold the
 * column evaluator to it. */

#include "base/assert.h"
#include "base/limits.h"
#include "contract/notes.h"
#include "contract/reach.h"

typedef struct walk {
    const ac_trace *trace;
    const ac_program *program;
    const ac_facts *facts;
    const ac_calendar *calendar;
    ac_evaluation *evaluation;
} walk;

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static ac_value value_at(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period);

static ac_value known(ac_rational number)
{
    return (ac_value){number, AC_VALUE_KNOWN};
}

static ac_value truth(bool holds)
{
    return known(ac_rational_of(holds ? 1 : 0));
}

static bool is_known(ac_value value)
{
    return value.state == AC_VALUE_KNOWN;
}

static bool holds(ac_value value)
{
    return is_known(value) && ac_rational_sign(value.number) != 0;
}

static bool fails(ac_value value)
{
    return is_known(value) && ac_rational_sign(value.number) == 0;
}

static ac_value joined(walk *w, ac_value a, ac_value b)
{
    return (ac_value){AC_RATIONAL_ZERO, ac_state_join(w->evaluation, a.state, b.state)};
}

static ac_value
noted(walk *w, ac_note_kind kind, ac_node_id id, const ac_coordinates *at, int32_t period)
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

/* An operand where the node stands: its own levels, and the period of its kind that holds this one.
 */
static ac_value
operand(walk *w, ac_node_id from, ac_node_id to, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[from];
    const ac_node *read = &w->program->nodes[to];
    return value_at(w, to, at, ac_read_period(w->calendar, node->period, period, read->period));
}

static ac_value quantity_at(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    const ac_column *column = &w->evaluation->quantities[node->index];
    if (column->period != node->period) {
        period = ac_read_dated(w->calendar, node->period, period);
    }
    return ac_quantity_value(w->evaluation, node->index, at, period);
}

static ac_value pick(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_period_kind left = w->program->nodes[node->left].period;
    ac_coordinates to = *at;
    int32_t read = period;
    switch ((int)node->op) {
    case AC_OP_SELECT: {
        uint32_t member = node->member;
        if (member == AC_NONE) {
            member = ac_fact_member(w->facts, node->index, node->code);
        }
        if (member == AC_NONE) {
            return noted(w, AC_NOTE_MISSING, id, at, period);
        }
        to.members[node->index] = member;
        return operand(w, id, node->left, &to, period);
    }
    case AC_OP_AT_PERIOD:
        read = node->at;
        break;
    case AC_OP_SAME:
        read = ac_read_same(w->calendar, node->period, period, node->at);
        break;
    case AC_OP_AT_START:
        read = ac_read_within(w->calendar, node->period, period, left).first;
        break;
    default: /* PREVIOUS */
        read = period - 1;
        if (read < ac_term_first(w->calendar, left)) {
            return noted(w, AC_NOTE_EARLIER, id, at, period);
        }
        break;
    }
    return value_at(w, node->left, &to, read);
}

/* The periods of the left operand that a total reads. */
static ac_range total_range(walk *w, const ac_node *node, int32_t period)
{
    ac_period_kind left = w->program->nodes[node->left].period;
    if (left == AC_PERIOD_NONE) {
        return (ac_range){0, 1};
    }
    return ac_read_within(w->calendar, node->period, period, left);
}

static ac_value total(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_level_set over = node->op == AC_OP_TOTAL_BY ? 1u << node->index : node->over;
    ac_range range = total_range(w, node, period);
    uint64_t members = ac_members_of(w->program, w->facts, over);
    ac_value sum = known(AC_RATIONAL_ZERO);
    for (int32_t p = range.first; p < range.first + range.count; p++) {
        for (uint64_t m = 0; m < members; m++) {
            ac_coordinates picked = ac_member_coordinates(w->program, w->facts, over, m);
            ac_coordinates to = *at;
            for (uint32_t level = 0; level < w->program->level_count; level++) {
                if ((over & (1u << level)) != 0) {
                    to.members[level] = picked.members[level];
                }
            }
            bool under = node->op != AC_OP_TOTAL_BY ||
                         w->facts->levels[node->index].parents[to.members[node->index]] ==
                             at->members[node->level_to];
            if (!under) {
                continue;
            }
            ac_value part = value_at(w, node->left, &to, p);
            if (!is_known(part) || !is_known(sum)) {
                sum = joined(w, sum, part);
            } else {
                sum.number = ac_rational_add(w->evaluation->arena, sum.number, part.number);
            }
        }
    }
    return sum;
}

static ac_value every(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    bool any = node->op == AC_OP_FOR_ANY;
    uint64_t members = ac_members_of(w->program, w->facts, node->over);
    ac_value result = truth(!any);
    for (uint64_t m = 0; m < members; m++) {
        ac_coordinates picked = ac_member_coordinates(w->program, w->facts, node->over, m);
        ac_coordinates to = *at;
        for (uint32_t level = 0; level < w->program->level_count; level++) {
            if ((node->over & (1u << level)) != 0) {
                to.members[level] = picked.members[level];
            }
        }
        ac_value one = operand(w, id, node->left, &to, period);
        if (any ? holds(one) : fails(one)) {
            return truth(any);
        }
        if (!is_known(one)) {
            result = joined(w, result, one);
        }
    }
    return result;
}

static ac_value running(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    int32_t since = ac_read_since(w->calendar, node->period, period, node->since);
    if (node->op == AC_OP_CHANGE) {
        ac_value now = value_at(w, node->left, at, period);
        if (period == since) {
            return now;
        }
        ac_value before = value_at(w, node->left, at, period - 1);
        if (!is_known(now) || !is_known(before)) {
            return joined(w, before, now);
        }
        return known(ac_rational_subtract(w->evaluation->arena, now.number, before.number));
    }
    ac_value sum = known(AC_RATIONAL_ZERO);
    for (int32_t p = since; p <= period; p++) {
        ac_value part = value_at(w, node->left, at, p);
        if (!is_known(part) || !is_known(sum)) {
            sum = joined(w, sum, part);
        } else {
            sum.number = ac_rational_add(w->evaluation->arena, sum.number, part.number);
        }
    }
    return sum;
}

static ac_value cases(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value undecided = known(AC_RATIONAL_ZERO);
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_node_id value = w->program->arguments[node->argument + 2 * i];
        ac_node_id condition = w->program->arguments[node->argument + 2 * i + 1];
        if (condition == AC_NODE_NONE) {
            return is_known(undecided) ? operand(w, id, value, at, period) : undecided;
        }
        ac_value is = operand(w, id, condition, at, period);
        if (holds(is)) {
            return operand(w, id, value, at, period);
        }
        if (!is_known(is) && is_known(undecided)) {
            undecided = is; /* where no order is said, a later case may still hold */
        }
        if (!is_known(is) && !node->unordered) {
            return is;
        }
    }
    if (!is_known(undecided)) {
        return undecided;
    }
    AC_NEVER("a case applies: the checker proved it");
}

static ac_value
banded(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period, ac_rational x)
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
        ac_rational run = ac_rational_subtract(arena, band->until, band->from);
        if (!band->line || ac_rational_sign(run) == 0) {
            return known(band->value);
        }
        ac_rational slope = ac_rational_divide(
            arena, ac_rational_subtract(arena, band->value_until, band->value), run);
        ac_rational rise =
            ac_rational_multiply(arena, slope, ac_rational_subtract(arena, x, band->from));
        return known(ac_rational_add(arena, band->value, rise));
    }
    return noted(w, AC_NOTE_BANDS, id, at, period);
}

static ac_value one(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value a = operand(w, id, node->left, at, period);
    if (!is_known(a)) {
        return a;
    }
    int64_t choice = 0;
    switch ((int)node->op) {
    case AC_OP_NEGATE:
        return known(ac_rational_negate(w->evaluation->arena, a.number));
    case AC_OP_NOT:
        return truth(fails(a));
    case AC_OP_IS:
        ac_assert(ac_rational_to_scaled(a.number, 0, &choice));
        return truth((node->mask >> choice & 1) != 0);
    case AC_OP_ROUND:
        return known(
            ac_rational_round(w->evaluation->arena, a.number, node->places, node->rounding));
    default:
        return banded(w, id, at, period, a.number);
    }
}

static ac_value calculated(
    walk *w, ac_node_id id, const ac_coordinates *at, int32_t period, ac_rational a, ac_rational b)
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
            return noted(w, AC_NOTE_DIVIDED, id, at, period);
        }
        result = ac_rational_divide(arena, a, b);
        break;
    case AC_OP_LESSER:
    case AC_OP_NOT_ABOVE:
        return known(order <= 0 ? a : b);
    case AC_OP_GREATER:
    case AC_OP_NOT_BELOW:
        return known(order >= 0 ? a : b);
    case AC_OP_AT_LEAST:
        return truth(order >= 0);
    case AC_OP_AT_MOST:
        return truth(order <= 0);
    case AC_OP_MORE:
        return truth(order > 0);
    case AC_OP_LESS:
        return truth(order < 0);
    default:
        return truth(order == 0);
    }
    if (result.denominator == 0 && ac_rational_bits(result) > AC_RATIONAL_BITS_MAX) {
        return noted(w, AC_NOTE_TOO_LONG, id, at, period);
    }
    return known(result);
}

static ac_value mended(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value a = operand(w, id, node->left, at, period);
    ac_note_kind kind = node->op == AC_OP_OR_DIVIDED ? AC_NOTE_DIVIDED : AC_NOTE_EARLIER;
    bool mends = !is_known(a) && w->evaluation->notes[a.state].kind == kind &&
                 !w->evaluation->notes[a.state].reached;
    return mends ? operand(w, id, node->right, at, period) : a;
}

static ac_value two(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_value a = operand(w, id, node->left, at, period);
    ac_value b = operand(w, id, node->right, at, period);
    if (node->op == AC_OP_AND && (fails(a) || fails(b))) {
        return truth(false);
    }
    if (node->op == AC_OP_OR && (holds(a) || holds(b))) {
        return truth(true);
    }
    if (!is_known(a) || !is_known(b)) {
        return joined(w, a, b);
    }
    if (node->op == AC_OP_AND || node->op == AC_OP_OR) {
        return truth(node->op == AC_OP_AND);
    }
    return calculated(w, id, at, period, a.number, b.number);
}

static ac_value gate_at(walk *w, const ac_node *node, int32_t period)
{
    ac_gate_state state = AC_GATE_UNDECIDED;
    uint32_t unknown = ac_gate_value(w->evaluation, node->index, node->period, period, &state);
    if (unknown != AC_VALUE_KNOWN) {
        return (ac_value){AC_RATIONAL_ZERO, unknown};
    }
    return truth(state == node->state);
}

static ac_value value_at(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    switch (node->op) {
    case AC_OP_NUMBER:
        return known(node->number);
    case AC_OP_QUANTITY:
        return quantity_at(w, node, at, period);
    case AC_OP_GATE:
        return gate_at(w, node, period);
    case AC_OP_SELECT:
    case AC_OP_AT_PERIOD:
    case AC_OP_AT_START:
    case AC_OP_SAME:
    case AC_OP_PREVIOUS:
        return pick(w, id, at, period);
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
        return total(w, id, at, period);
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
        return running(w, id, at, period);
    case AC_OP_FOR_EVERY:
    case AC_OP_FOR_ANY:
        return every(w, id, at, period);
    case AC_OP_CASES:
        return cases(w, id, at, period);
    case AC_OP_NEGATE:
    case AC_OP_NOT:
    case AC_OP_IS:
    case AC_OP_ROUND:
    case AC_OP_BANDS:
        return one(w, id, at, period);
    case AC_OP_UNLESS: {
        ac_value condition = operand(w, id, node->third, at, period);
        if (!is_known(condition)) {
            return condition;
        }
        return operand(w, id, holds(condition) ? node->left : node->right, at, period);
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

/* NOLINTEND(misc-no-recursion) */

ac_value
ac_node_value(const ac_trace *trace, ac_node_id node, const ac_coordinates *at, int32_t period)
{
    ac_evaluation *evaluation = trace->evaluation;
    walk w = {
        .trace = trace,
        .program = evaluation->program,
        .facts = evaluation->facts,
        .calendar = &evaluation->program->syntax->calendar,
        .evaluation = evaluation};
    return value_at(&w, node, at, period);
}
