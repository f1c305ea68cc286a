/* SPDX-License-Identifier: MIT */
/* The range of one node at one place, by walking its formula as trace.c does. An assumption on a
 * formula narrows every formula that is the same. */

#include "base/assert.h"
#include "contract/bounds.h"
#include "contract/reach.h"

typedef struct walk {
    ac_bounds *bounds;
    ac_arena *scratch;
    const ac_program *program;
    const ac_facts *facts;
    const ac_calendar *calendar;
} walk;

/* ---- Bounds ---- */

/* Takes over what is to be said of the operands of a value. */
static ac_bound learn(ac_bound value, ac_bound from)
{
    value.none = value.none || from.none;
    value.may_divide = value.may_divide || from.may_divide;
    value.may_earlier = value.may_earlier || from.may_earlier;
    if (ac_interval_is_bounded(value.range)) {
        value.lacks = AC_NONE;
    } else if (value.lacks == AC_NONE) {
        value.lacks = from.lacks;
    }
    return value;
}

/* One or the other. */
static ac_bound either(ac_bound a, ac_bound b)
{
    if (a.none || b.none) {
        ac_bound left = a.none ? b : a;
        left.may_divide = a.may_divide || b.may_divide;
        left.may_earlier = a.may_earlier || b.may_earlier;
        return left;
    }
    ac_bound hull = ac_bound_of(ac_interval_hull(a.range, b.range));
    return learn(learn(hull, a), b);
}

/* ---- Nodes ---- */

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static ac_bound bound_at(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period);

static ac_bound summed(walk *w, ac_bound sum, ac_bound part)
{
    ac_bound both = ac_bound_of(ac_interval_add(w->scratch, sum.range, part.range));
    return learn(learn(both, sum), part);
}

/* What a reader sees of another period: at those who hold it on the reader's day (R46). */
static ac_bound
seen(walk *w, const ac_reader *reader, ac_node_id to, const ac_coordinates *at, int32_t read_period)
{
    const ac_level_set dated = w->bounds->evaluation->dated;
    const ac_node *read = &w->program->nodes[to];
    accord_date day = {0};
    if (dated == 0 || !ac_moves(w->program, dated, reader, read, read_period, &day)) {
        return bound_at(w, to, at, read_period);
    }
    const ac_held held =
        ac_held_by(w->scratch, w->program, w->facts, read->type.levels & dated, at, day);
    ac_bound sum = ac_bound_of(ac_interval_of(AC_RATIONAL_ZERO));
    for (size_t i = 0; i < held.count; i++) {
        sum = summed(w, sum, bound_at(w, to, &held.places[i], read_period));
    }
    return sum;
}

static ac_bound
operand(walk *w, const ac_node *node, ac_node_id to, const ac_coordinates *at, int32_t period)
{
    const ac_node *read = &w->program->nodes[to];
    const ac_reader reader = ac_reader_of(w->program, node, period);
    return seen(
        w, &reader, to, at, ac_read_period(w->calendar, node->period, period, read->period));
}

static ac_bound quantity_at(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    const ac_column *shape = &w->bounds->evaluation->quantities[node->index];
    if (shape->period != node->period) {
        period = ac_read_dated(w->calendar, node->period, period);
    }
    uint64_t row = shape->period == AC_PERIOD_NONE ? 0 : (uint64_t)(period - shape->first);
    ac_assert(row < shape->periods);
    uint64_t member = ac_member_index(w->program, w->facts, shape->levels, at);
    return w->bounds->quantities[node->index].values[row * shape->members + member];
}

static ac_bound gate_at(walk *w, const ac_node *node, int32_t period)
{
    const ac_gate *gate = &w->program->gates[node->index];
    const ac_evaluation *evaluation = w->bounds->evaluation;
    ac_gate_state state = AC_GATE_UNDECIDED;
    uint32_t unknown = ac_gate_value(evaluation, node->index, node->period, period, &state);
    if (unknown == AC_VALUE_KNOWN) {
        return ac_bound_of(ac_interval_truth(state != node->state, state == node->state));
    }
    if (ac_note_is_fault(evaluation, unknown)) {
        return ac_bound_none();
    }
    if (node->state == AC_GATE_UNDECIDED) {
        return ac_bound_of(ac_interval_truth(true, false)); /* by then it is met or missed */
    }
    bool met = node->state == AC_GATE_MET;
    bool fixed = node->index < 64 && (w->bounds->gates_fixed >> node->index & 1) != 0;
    if (fixed) {
        bool is_met = (w->bounds->gates_met >> node->index & 1) != 0;
        return ac_bound_of(ac_interval_truth(is_met != met, is_met == met));
    }
    const ac_column *shape = &evaluation->gates[node->index];
    uint64_t row = 0;
    if (gate->each && shape->period != AC_PERIOD_NONE) {
        int32_t read = ac_read_period(w->calendar, node->period, period, gate->period);
        row = (uint64_t)(read - shape->first);
    }
    ac_bound condition = w->bounds->gates[node->index].values[row];
    bool holds = condition.none || ac_interval_may_hold(condition.range);
    bool fails = condition.none || ac_interval_may_fail(condition.range);
    ac_bound is = ac_bound_of(ac_interval_truth(met ? fails : holds, met ? holds : fails));
    is.none = condition.none;
    return is;
}

static ac_bound pick(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    ac_period_kind left = w->program->nodes[node->left].period;
    ac_coordinates to = *at;
    int32_t read = period;
    ac_bound early = ac_bound_none();
    switch ((int)node->op) {
    case AC_OP_SELECT:
        to.members[node->index] = node->member != AC_NONE
                                      ? node->member
                                      : ac_fact_member(w->facts, node->index, node->code);
        return to.members[node->index] == AC_NONE ? ac_bound_none()
                                                  : operand(w, node, node->left, &to, period);
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
        early.may_earlier = true;
        if (read < ac_term_first(w->calendar, left)) {
            return early;
        }
        break;
    }
    const ac_reader reader = ac_reader_of(w->program, node, period);
    return seen(w, &reader, node->left, &to, read);
}

static ac_coordinates
moved_to(const walk *w, const ac_coordinates *at, ac_level_set over, uint64_t member)
{
    ac_coordinates picked = ac_member_coordinates(w->program, w->facts, over, member);
    ac_coordinates to = *at;
    for (uint32_t level = 0; level < w->program->level_count; level++) {
        if ((over & (1u << level)) != 0) {
            to.members[level] = picked.members[level];
        }
    }
    return to;
}

static ac_bound total(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    bool by = node->op == AC_OP_TOTAL_BY;
    ac_level_set over = by ? 1u << node->index : node->over;
    ac_period_kind left = w->program->nodes[node->left].period;
    ac_range range = {0, 1};
    if (left != AC_PERIOD_NONE) {
        range = ac_read_within(w->calendar, node->period, period, left);
    }
    uint64_t members = ac_members_of(w->program, w->facts, over);
    const ac_reader reader = ac_reader_of(w->program, node, period);
    ac_bound sum = ac_bound_of(ac_interval_of(AC_RATIONAL_ZERO));
    for (int32_t p = range.first; p < range.first + range.count; p++) {
        for (uint64_t m = 0; m < members; m++) {
            ac_coordinates to = moved_to(w, at, over, m);
            bool under =
                !by || ac_parent_in(w->program, w->facts, node, to.members[node->index], period) ==
                           at->members[node->level_to];
            if (under) {
                sum = summed(w, sum, seen(w, &reader, node->left, &to, p));
            }
        }
    }
    return sum;
}

static ac_bound running(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    const ac_reader reader = ac_reader_of(w->program, node, period);
    int32_t since = ac_read_since(w->calendar, node->period, period, node->since);
    if (node->op == AC_OP_CHANGE) {
        ac_bound now = seen(w, &reader, node->left, at, period);
        if (period == since) {
            return now;
        }
        ac_bound before = seen(w, &reader, node->left, at, period - 1);
        ac_bound change = ac_bound_of(ac_interval_subtract(w->scratch, now.range, before.range));
        return learn(learn(change, now), before);
    }
    ac_bound sum = ac_bound_of(ac_interval_of(AC_RATIONAL_ZERO));
    for (int32_t p = since; p <= period; p++) {
        sum = summed(w, sum, seen(w, &reader, node->left, at, p));
    }
    return sum;
}

/* Whether `for every` passes over a member: it is not open on the day (R47). */
static bool
is_passed_over(const walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    const ac_node *of = &w->program->nodes[node->left];
    ac_type type = of->type;
    type.known = ac_known_of(w->program, of);
    int32_t held = ac_read_period(w->calendar, node->period, period, of->period);
    return ac_presence_of(w->program, w->facts, &type, at, of->period, held) != AC_PRESENT;
}

static ac_bound every(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    bool any = node->op == AC_OP_FOR_ANY;
    uint64_t members = ac_members_of(w->program, w->facts, node->over);
    bool may_fail = any;
    bool may_hold = !any;
    ac_bound all = ac_bound_of(ac_interval_truth(true, true));
    for (uint64_t m = 0; m < members; m++) {
        ac_coordinates to = moved_to(w, at, node->over, m);
        if (is_passed_over(w, node, &to, period)) {
            continue;
        }
        ac_bound one = operand(w, node, node->left, &to, period);
        bool fails = ac_interval_may_fail(one.range);
        bool holds = ac_interval_may_hold(one.range);
        may_fail = any ? may_fail && fails : may_fail || fails;
        may_hold = any ? may_hold || holds : may_hold && holds;
        all = learn(all, one);
    }
    all.range = ac_interval_truth(may_fail, may_hold);
    return all;
}

/* A case whose condition is at fault leaves no value, unless an earlier one applied. */
static ac_bound cases(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    ac_bound value = ac_bound_none();
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_node_id result = w->program->arguments[node->argument + 2 * i];
        ac_node_id condition = w->program->arguments[node->argument + 2 * i + 1];
        if (condition == AC_NODE_NONE) {
            return either(value, operand(w, node, result, at, period));
        }
        ac_bound is = operand(w, node, condition, at, period);
        value.may_divide = value.may_divide || is.may_divide;
        value.may_earlier = value.may_earlier || is.may_earlier;
        if (is.none && !node->unordered) {
            return value;
        }
        if (!is.none && ac_interval_may_hold(is.range)) {
            value = either(value, operand(w, node, result, at, period));
        }
        if (!is.none && !ac_interval_may_fail(is.range)) {
            return value;
        }
    }
    return value;
}

static ac_bound unless(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    ac_bound condition = operand(w, node, node->third, at, period);
    if (condition.none) {
        return condition;
    }
    ac_bound value = ac_bound_none();
    if (ac_interval_may_hold(condition.range)) {
        value = either(value, operand(w, node, node->left, at, period));
    }
    if (ac_interval_may_fail(condition.range)) {
        value = either(value, operand(w, node, node->right, at, period));
    }
    value.may_divide = value.may_divide || condition.may_divide;
    value.may_earlier = value.may_earlier || condition.may_earlier;
    return value;
}

/* `or y where that cannot be divided` and its like: the other value where the first may not be. */
static ac_bound mended(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    ac_bound left = operand(w, node, node->left, at, period);
    bool divided = node->op == AC_OP_OR_DIVIDED;
    if (divided ? !left.may_divide : !left.may_earlier) {
        return left;
    }
    left.may_divide = left.may_divide && !divided;
    left.may_earlier = left.may_earlier && divided;
    return either(left, operand(w, node, node->right, at, period));
}

static ac_bound plain(walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    const ac_node_id ids[] = {node->left, node->right, node->third};
    ac_bound operands[3];
    ac_interval ranges[3] = {ac_interval_all(), ac_interval_all(), ac_interval_all()};
    ac_bound said = ac_bound_of(ac_interval_all());
    for (int i = 0; i < 3 && ids[i] != AC_NODE_NONE; i++) {
        operands[i] = operand(w, node, ids[i], at, period);
        ranges[i] = operands[i].range;
        said = learn(said, operands[i]);
    }
    bool joins = node->op == AC_OP_AND || node->op == AC_OP_OR;
    if (said.none && !joins) {
        return said;
    }
    ac_bound value = ac_bound_of(ac_transfer(w->scratch, w->program, node, ranges));
    value.lacks = said.lacks;
    value = learn(value, said);
    if (joins && said.none) {
        /* One side that decides leaves the other without weight. */
        value.none = ac_interval_may_fail(value.range) && ac_interval_may_hold(value.range);
    }
    if (node->op == AC_OP_DIVIDE && ac_interval_has(ranges[1], AC_RATIONAL_ZERO)) {
        value.may_divide = true;
        value.none = ac_interval_is_point(ranges[1]);
    }
    return value;
}

static ac_bound by_form(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    switch ((int)node->op) {
    case AC_OP_NUMBER:
        return ac_bound_of(ac_interval_of(node->number));
    case AC_OP_QUANTITY:
        return quantity_at(w, node, at, period);
    case AC_OP_GATE:
        return gate_at(w, node, period);
    case AC_OP_SELECT:
    case AC_OP_AT_PERIOD:
    case AC_OP_AT_START:
    case AC_OP_SAME:
    case AC_OP_PREVIOUS:
        return pick(w, node, at, period);
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
        return total(w, node, at, period);
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
        return running(w, node, at, period);
    case AC_OP_FOR_EVERY:
    case AC_OP_FOR_ANY:
        return every(w, node, at, period);
    case AC_OP_CASES:
        return cases(w, node, at, period);
    case AC_OP_UNLESS:
        return unless(w, node, at, period);
    case AC_OP_OR_DIVIDED:
    case AC_OP_OR_EARLIER:
        return mended(w, node, at, period);
    default:
        ac_assert(ac_transfer_takes(node->op));
        return plain(w, node, at, period);
    }
}

/* Whether an assumption speaks of a period: one of the term, on whose first day it is in force. */
static bool speaks_of(const walk *w, const ac_check *said, ac_period_kind kind, int32_t period)
{
    if (kind == AC_PERIOD_NONE) {
        return said->effective.day == INT32_MIN && said->until.day == INT32_MAX;
    }
    int32_t first = ac_term_first(w->calendar, kind);
    accord_date from = ac_period_from(w->calendar, kind, period);
    return period >= first && period < first + ac_term_count(w->calendar, kind) &&
           said->effective.day <= from.day && from.day < said->until.day;
}

/* Whether an assumption speaks of a place: of members that are open on its day, and of what they
 * had themselves. One over more levels, or longer periods, than its subject is left out where
 * members come and go. */
static bool
speaks_at(const walk *w, const ac_assumed *one, const ac_coordinates *at, int32_t period)
{
    const ac_level_set dated = w->bounds->evaluation->dated;
    const ac_node *subject = &w->program->nodes[one->subject];
    const ac_node *comparison = &w->program->nodes[one->comparison];
    const ac_node *each = &w->program->nodes[one->each];
    ac_node_id condition = w->program->assumptions[one->assumption].condition;
    ac_level_set over = each->type.levels | w->program->nodes[condition].type.levels;
    if ((over & dated) == 0) {
        return true;
    }
    const ac_reader reader = ac_reader_of(w->program, comparison, period);
    accord_date day = {0};
    bool within = one->each != condition && (w->program->nodes[condition].type.levels & dated) != 0;
    if (within || ((each->type.levels ^ subject->type.levels) & dated) != 0 ||
        each->period != subject->period || comparison->period != subject->period ||
        ac_moves(w->program, dated, &reader, subject, period, &day)) {
        return false;
    }
    ac_type type = each->type;
    type.known = ac_known_of(w->program, each);
    return ac_presence_of(w->program, w->facts, &type, at, each->period, period) == AC_PRESENT;
}

/* Narrows a range by what is assumed of the same formula. A side of an assumption is looked at
 * without assumptions, so that one may lean on its own earlier value. */
static ac_bound
assumed(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period, ac_bound value)
{
    ac_bounds *bounds = w->bounds;
    const ac_node *node = &w->program->nodes[id];
    for (uint32_t m = bounds->match_first[id]; m != AC_NONE; m = bounds->matches[m].next) {
        const ac_assumed *one = &bounds->assumed.list[bounds->matches[m].assumed];
        const ac_check *said = &w->program->assumptions[one->assumption];
        const ac_node *comparison = &w->program->nodes[one->comparison];
        if (!speaks_of(w, said, node->period, period) || !speaks_at(w, one, at, period)) {
            continue;
        }
        bounds->assuming = false;
        ac_interval held = ac_interval_all();
        if (one->low != AC_NODE_NONE) {
            ac_bound low = operand(w, comparison, one->low, at, period);
            held.no_low = low.none || low.range.no_low;
            held.low = low.range.low;
        }
        if (one->high != AC_NODE_NONE) {
            ac_bound high = operand(w, comparison, one->high, at, period);
            held.no_high = high.none || high.range.no_high;
            held.high = high.range.high;
        }
        bounds->assuming = true;
        value.range = ac_interval_meet(value.range, held);
        value.lacks = ac_interval_is_bounded(value.range) ? AC_NONE : value.lacks;
    }
    return value;
}

/* At a member that is there for a part of a period, what would be a fault is nought. */
static ac_bound excused(ac_bound value)
{
    const ac_interval zero = ac_interval_of(AC_RATIONAL_ZERO);
    bool exact = !value.none && !value.may_divide && ac_interval_is_point(value.range);
    if (exact) {
        return value;
    }
    uint32_t lacks = value.lacks;
    value = ac_bound_of(value.none ? zero : ac_interval_hull(value.range, zero));
    value.lacks = ac_interval_is_bounded(value.range) ? AC_NONE : lacks;
    return value;
}

static ac_bound bound_at(walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_presence presence = AC_PRESENT;
    if ((node->type.levels & w->bounds->evaluation->dated) != 0 && node->op != AC_OP_QUANTITY) {
        presence = ac_presence_of(w->program, w->facts, &node->type, at, node->period, period);
    }
    if (presence != AC_PRESENT && ac_is_away(node, presence)) {
        return ac_bound_of(ac_interval_of(AC_RATIONAL_ZERO));
    }
    ac_bound value = by_form(w, id, at, period);
    value = presence == AC_PRESENT ? value : excused(value);
    bool open = !value.none && !ac_interval_is_point(value.range);
    if (open && w->bounds->assuming && w->bounds->match_first[id] != AC_NONE) {
        value = assumed(w, id, at, period, value);
    }
    return value;
}

/* NOLINTEND(misc-no-recursion) */

ac_bound ac_bound_at(
    ac_bounds *bounds, ac_arena *scratch, ac_node_id node, const ac_coordinates *at, int32_t period)
{
    walk w = {bounds, scratch, bounds->program, bounds->facts, &bounds->program->syntax->calendar};
    return bound_at(&w, node, at, period);
}

ac_bound ac_bound_seen(
    ac_bounds *bounds,
    ac_arena *scratch,
    const ac_reader *reader,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period)
{
    walk w = {bounds, scratch, bounds->program, bounds->facts, &bounds->program->syntax->calendar};
    return seen(&w, reader, node, at, period);
}

ac_bound ac_bound_excused(
    const ac_bounds *bounds,
    ac_bound value,
    const ac_type *type,
    const ac_coordinates *at,
    ac_period_kind kind,
    int32_t period)
{
    bool whole =
        (type->levels & bounds->evaluation->dated) == 0 ||
        ac_presence_of(bounds->program, bounds->facts, type, at, kind, period) == AC_PRESENT;
    return whole ? value : excused(value);
}

ac_bound ac_bound_assumed(
    ac_bounds *bounds,
    ac_arena *scratch,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period,
    ac_bound value)
{
    walk w = {bounds, scratch, bounds->program, bounds->facts, &bounds->program->syntax->calendar};
    return assumed(&w, node, at, period, value);
}
