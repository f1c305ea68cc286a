/* SPDX-License-Identifier: MIT */
/* Sums as numbers of times that each value is taken. Sums, differences, running values and their
 * changes are opened down to values that stand for themselves; one that is taken once and given
 * once is gone. Only values of the same view of the gates are the same. */

#include "base/assert.h"
#include "contract/bounds.h"
#include "contract/reach.h"

enum { STEPS_MAX = 4000, OPENED_MAX = 64, DEPTH_MAX = 60 };

typedef struct place {
    ac_bounds *bounds;
    ac_node_id node;
    ac_coordinates at;
    int32_t period;
    ac_rational factor;
    uint32_t depth;
} place;

static void take(ac_bound_sum *sum, const ac_bound_term *term)
{
    for (size_t i = 0; i < sum->count; i++) {
        ac_bound_term *old = &sum->terms[i];
        if (old->bounds == term->bounds && old->quantity == term->quantity &&
            old->node == term->node && old->member == term->member && old->period == term->period) {
            old->factor = ac_rational_add(sum->arena, old->factor, term->factor);
            return;
        }
    }
    AC_RESERVE(sum->arena, sum->terms, sum->count, sum->capacity);
    sum->terms[sum->count++] = *term;
}

/* A formula that stands for itself; every one that is assumed to be the same is the same. */
static void take_node(ac_bound_sum *sum, const place *on)
{
    const ac_program *program = on->bounds->program;
    uint32_t match = on->bounds->match_first[on->node];
    ac_bound_term term = {
        .bounds = on->bounds,
        .quantity = AC_NONE,
        .node = match == AC_NONE
                    ? on->node
                    : on->bounds->assumed.list[on->bounds->matches[match].assumed].subject,
        .period = on->period,
        .at = on->at,
        .factor = on->factor};
    term.member =
        ac_member_index(program, on->bounds->facts, program->nodes[on->node].type.levels, &on->at);
    take(sum, &term);
}

/* NOLINTBEGIN(misc-no-recursion): at most DEPTH_MAX deep */

static void open_place(ac_bound_sum *sum, const place *on);

static void open_at(
    ac_bound_sum *sum,
    const place *on,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period,
    ac_rational factor)
{
    place next = *on;
    next.node = node;
    next.at = *at;
    next.period = period;
    next.factor = factor;
    next.depth++;
    open_place(sum, &next);
}

/* Opens what a reader sees of a period: at each of those whose figures it holds (R46). */
static void open_seen(
    ac_bound_sum *sum,
    const place *on,
    const ac_reader *reader,
    ac_node_id to,
    int32_t period,
    ac_rational factor)
{
    const ac_bounds *bounds = on->bounds;
    const ac_node *read = &bounds->program->nodes[to];
    const ac_level_set dated = bounds->evaluation->dated;
    accord_date day = {0};
    if (dated == 0 || !ac_moves(bounds->program, dated, reader, read, period, &day)) {
        open_at(sum, on, to, &on->at, period, factor);
        return;
    }
    const ac_held held = ac_held_by(
        sum->arena, bounds->program, bounds->facts, read->type.levels & dated, &on->at, day);
    for (size_t i = 0; i < held.count; i++) {
        open_at(sum, on, to, &held.places[i], period, factor);
    }
}

static ac_reader reader_at(const place *on)
{
    const ac_program *program = on->bounds->program;
    return ac_reader_of(program, &program->nodes[on->node], on->period);
}

static void open_operand(ac_bound_sum *sum, const place *on, ac_node_id to, ac_rational factor)
{
    const ac_program *program = on->bounds->program;
    const ac_reader reader = reader_at(on);
    int32_t period = ac_read_period(
        &program->syntax->calendar, program->nodes[on->node].period, on->period,
        program->nodes[to].period);
    open_seen(sum, on, &reader, to, period, factor);
}

/* Whether a place is there for all of a period: elsewhere a formula may be nought (R47). */
static bool
is_whole(const place *on, const ac_type *type, ac_period_kind kind, int32_t period, bool *away)
{
    const ac_bounds *bounds = on->bounds;
    if ((type->levels & bounds->evaluation->dated) == 0) {
        return true;
    }
    ac_presence presence =
        ac_presence_of(bounds->program, bounds->facts, type, &on->at, kind, period);
    *away = ac_is_away(&bounds->program->nodes[on->node], presence);
    return presence == AC_PRESENT;
}

/* Whether a definition's formula is a sum of others, which may cancel when it is opened. */
static bool is_sum(ac_opcode op)
{
    return op == AC_OP_QUANTITY || op == AC_OP_ADD || op == AC_OP_SUBTRACT || op == AC_OP_NEGATE ||
           op == AC_OP_CHANGE;
}

static void open_quantity(ac_bound_sum *sum, const place *on)
{
    const ac_bounds *bounds = on->bounds;
    const ac_program *program = bounds->program;
    const ac_node *node = &program->nodes[on->node];
    const ac_quantity *quantity = &program->quantities[node->index];
    const ac_column *shape = &bounds->evaluation->quantities[node->index];
    int32_t period = on->period;
    if (shape->period != node->period) {
        period = ac_read_dated(&program->syntax->calendar, node->period, period);
    }
    uint64_t row = shape->period == AC_PERIOD_NONE ? 0 : (uint64_t)(period - shape->first);
    uint64_t member = ac_member_index(program, bounds->facts, shape->levels, &on->at);
    uint64_t cell = row * shape->members + member;
    if (shape->states[cell] == AC_VALUE_KNOWN) {
        ac_rational part = ac_rational_multiply(sum->arena, on->factor, shape->numbers[cell]);
        sum->constant = ac_rational_add(sum->arena, sum->constant, part);
        return;
    }
    if (quantity->kind == AC_QUANTITY_FORMULA) {
        const ac_version *version = ac_version_at(
            program, quantity->versions, quantity->version_count, shape->period, period);
        const ac_node *root = &program->nodes[version->root];
        bool away = false;
        if (is_sum(root->op) && bounds->match_first[version->root] == AC_NONE &&
            is_whole(on, &quantity->type, shape->period, period, &away)) {
            const ac_reader reader = {quantity->type.known, shape->period, period};
            int32_t read =
                ac_read_period(&program->syntax->calendar, shape->period, period, root->period);
            open_seen(sum, on, &reader, version->root, read, on->factor);
            return;
        }
    }
    ac_bound_term term = {
        .bounds = on->bounds,
        .quantity = node->index,
        .node = AC_NODE_NONE,
        .member = member,
        .period = period,
        .at = on->at,
        .factor = on->factor};
    take(sum, &term);
}

static void open_change(ac_bound_sum *sum, const place *on)
{
    const ac_program *program = on->bounds->program;
    const ac_node *node = &program->nodes[on->node];
    int32_t since =
        ac_read_since(&program->syntax->calendar, node->period, on->period, node->since);
    const ac_reader reader = reader_at(on);
    open_seen(sum, on, &reader, node->left, on->period, on->factor);
    if (on->period > since) {
        ac_rational less = ac_rational_negate(sum->arena, on->factor);
        open_seen(sum, on, &reader, node->left, on->period - 1, less);
    }
}

/* A total over periods, and a running one, of few values. */
static bool open_total(ac_bound_sum *sum, const place *on)
{
    const ac_program *program = on->bounds->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_node *node = &program->nodes[on->node];
    const ac_reader reader = reader_at(on);
    ac_range range = {on->period, 1};
    if (node->op == AC_OP_CUMULATIVE) {
        range.first = ac_read_since(calendar, node->period, on->period, node->since);
        range.count = on->period - range.first + 1;
    } else {
        ac_period_kind left = program->nodes[node->left].period;
        range = left == AC_PERIOD_NONE ? (ac_range){0, 1}
                                       : ac_read_within(calendar, node->period, on->period, left);
    }
    bool members = node->op == AC_OP_TOTAL && node->over != 0;
    if (members || range.count > OPENED_MAX) {
        return false;
    }
    for (int32_t p = range.first; p < range.first + range.count; p++) {
        open_seen(sum, on, &reader, node->left, p, on->factor);
    }
    return true;
}

/* A product with a number of the text. */
static bool open_product(ac_bound_sum *sum, const place *on)
{
    const ac_program *program = on->bounds->program;
    const ac_node *node = &program->nodes[on->node];
    const ac_node *left = &program->nodes[node->left];
    const ac_node *right = &program->nodes[node->right];
    bool swapped = node->op == AC_OP_MULTIPLY && left->op == AC_OP_NUMBER;
    const ac_node *number = swapped ? left : right;
    if (number->op != AC_OP_NUMBER ||
        (node->op == AC_OP_DIVIDE && ac_rational_sign(number->number) == 0)) {
        return false;
    }
    ac_rational factor = node->op == AC_OP_MULTIPLY
                             ? ac_rational_multiply(sum->arena, on->factor, number->number)
                             : ac_rational_divide(sum->arena, on->factor, number->number);
    open_operand(sum, on, swapped ? node->right : node->left, factor);
    return true;
}

static void open_place(ac_bound_sum *sum, const place *on)
{
    const ac_program *program = on->bounds->program;
    const ac_node *node = &program->nodes[on->node];
    bool away = false;
    bool whole =
        node->op == AC_OP_QUANTITY || is_whole(on, &node->type, node->period, on->period, &away);
    if (away) {
        return; /* it is nought there */
    }
    bool closed = !whole || on->depth >= DEPTH_MAX || ++sum->steps > STEPS_MAX ||
                  on->bounds->match_first[on->node] != AC_NONE;
    ac_rational less = ac_rational_negate(sum->arena, on->factor);
    switch (closed ? (int)AC_OPCODES : (int)node->op) {
    case AC_OP_NUMBER:
        sum->constant = ac_rational_add(
            sum->arena, sum->constant, ac_rational_multiply(sum->arena, on->factor, node->number));
        return;
    case AC_OP_QUANTITY:
        open_quantity(sum, on);
        return;
    case AC_OP_NEGATE:
        open_operand(sum, on, node->left, less);
        return;
    case AC_OP_ADD:
    case AC_OP_SUBTRACT:
        open_operand(sum, on, node->left, on->factor);
        open_operand(sum, on, node->right, node->op == AC_OP_ADD ? on->factor : less);
        return;
    case AC_OP_CHANGE:
        open_change(sum, on);
        return;
    case AC_OP_TOTAL:
    case AC_OP_CUMULATIVE:
        if (open_total(sum, on)) {
            return;
        }
        break;
    case AC_OP_MULTIPLY:
    case AC_OP_DIVIDE:
        if (open_product(sum, on)) {
            return;
        }
        break;
    default:
        break;
    }
    take_node(sum, on);
}

/* NOLINTEND(misc-no-recursion) */

void ac_bound_sum_add(
    ac_bound_sum *sum, ac_bounds *bounds, ac_node_id node, const ac_coordinates *at, int32_t period)
{
    place on = {bounds, node, *at, period, AC_RATIONAL_ONE, 0};
    open_place(sum, &on);
}

ac_bound ac_bound_sum_range(const ac_bound_sum *sum)
{
    ac_bound all = {.range = ac_interval_of(sum->constant), .lacks = AC_NONE};
    for (size_t i = 0; i < sum->count; i++) {
        const ac_bound_term *term = &sum->terms[i];
        if (ac_rational_sign(term->factor) == 0) {
            continue;
        }
        ac_bound value;
        if (term->quantity != AC_NONE) {
            const ac_column *shape = &term->bounds->evaluation->quantities[term->quantity];
            uint64_t row =
                shape->period == AC_PERIOD_NONE ? 0 : (uint64_t)(term->period - shape->first);
            value = term->bounds->quantities[term->quantity]
                        .values[row * shape->members + term->member];
        } else {
            value = ac_bound_at(term->bounds, sum->arena, term->node, &term->at, term->period);
        }
        ac_interval part =
            ac_interval_multiply(sum->arena, ac_interval_of(term->factor), value.range);
        all.range = ac_interval_add(sum->arena, all.range, part);
        all.none = all.none || value.none;
        if (all.lacks == AC_NONE && !ac_interval_is_bounded(value.range)) {
            all.lacks = value.lacks;
        }
    }
    return all;
}
