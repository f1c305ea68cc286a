/* SPDX-License-Identifier: MIT */
/* What each operation makes of ranges, and the assumptions of a contract as ranges of its sums. */

#include "lang/transfer.h"

#include "base/assert.h"

bool ac_transfer_takes(ac_opcode op)
{
    return (op >= AC_OP_LESSER && op <= AC_OP_IS) || op == AC_OP_NOT || op == AC_OP_AND ||
           op == AC_OP_OR || op == AC_OP_NOT_BELOW || op == AC_OP_NOT_ABOVE || op == AC_OP_UNLESS ||
           op == AC_OP_ROUND || op == AC_OP_BANDS;
}

bool ac_band_slopes(const ac_band *band)
{
    return band->part || (band->line && ac_rational_compare(band->until, band->from) != 0);
}

ac_rational ac_band_slope(ac_arena *arena, const ac_band *band)
{
    if (band->part) {
        return band->rate;
    }
    return ac_rational_divide(
        arena, ac_rational_subtract(arena, band->value_until, band->value),
        ac_rational_subtract(arena, band->until, band->from));
}

/* What a band gives for the part of `x` that falls in it. */
static ac_interval in_band(ac_arena *arena, const ac_band *band, ac_interval x)
{
    ac_interval held = {band->from, band->until, false, band->open};
    if (!ac_band_slopes(band)) {
        return ac_interval_of(band->value);
    }
    x = ac_interval_meet(held, x);
    /* value + slope x (x - from): the slope is one number, so the ends are exact. */
    ac_rational slope = ac_band_slope(arena, band);
    ac_interval part = ac_interval_subtract(arena, x, ac_interval_of(band->from));
    return ac_interval_add(
        arena, ac_interval_of(band->value),
        ac_interval_multiply(arena, ac_interval_of(slope), part));
}

static ac_interval banded(ac_arena *arena, const ac_band_set *set, ac_interval x)
{
    bool some = false;
    ac_interval hull = ac_interval_all();
    for (uint32_t i = 0; i < set->count; i++) {
        const ac_band *band = &set->bands[i];
        int above = x.no_high ? 1 : ac_rational_compare(x.high, band->from);
        int below = band->open || x.no_low ? -1 : ac_rational_compare(x.low, band->until);
        if (above < 0 || below > 0 || (below == 0 && !band->until_included)) {
            continue;
        }
        ac_interval value = in_band(arena, band, x);
        hull = some ? ac_interval_hull(hull, value) : value;
        some = true;
    }
    return hull;
}

static ac_interval is_choice(const ac_node *node, ac_interval choice)
{
    int64_t low = 0;
    int64_t high = 63;
    bool bounded = ac_interval_is_bounded(choice) && ac_rational_to_scaled(choice.low, 0, &low) &&
                   ac_rational_to_scaled(choice.high, 0, &high) && low >= 0 && high <= 63;
    if (!bounded) {
        return ac_interval_truth(true, true);
    }
    bool may_hold = false;
    bool may_fail = false;
    for (int64_t i = low; i <= high; i++) {
        bool in = (node->mask >> i & 1) != 0;
        may_hold = may_hold || in;
        may_fail = may_fail || !in;
    }
    return ac_interval_truth(may_fail, may_hold);
}

static ac_interval joined(ac_opcode op, ac_interval a, ac_interval b)
{
    bool both = op == AC_OP_AND;
    bool a_fails = ac_interval_may_fail(a);
    bool b_fails = ac_interval_may_fail(b);
    bool a_holds = ac_interval_may_hold(a);
    bool b_holds = ac_interval_may_hold(b);
    return ac_interval_truth(
        both ? a_fails || b_fails : a_fails && b_fails,
        both ? a_holds && b_holds : a_holds || b_holds);
}

static ac_interval chosen(ac_interval kept, ac_interval other, ac_interval condition)
{
    if (!ac_interval_may_fail(condition)) {
        return kept;
    }
    return ac_interval_may_hold(condition) ? ac_interval_hull(kept, other) : other;
}

ac_interval ac_transfer(
    ac_arena *arena, const ac_program *program, const ac_node *node, const ac_interval operands[3])
{
    ac_interval a = operands[0];
    ac_interval b = operands[1];
    switch ((int)node->op) {
    case AC_OP_LESSER:
    case AC_OP_NOT_ABOVE:
        return ac_interval_lesser(a, b);
    case AC_OP_GREATER:
    case AC_OP_NOT_BELOW:
        return ac_interval_greater(a, b);
    case AC_OP_NEGATE:
        return ac_interval_negate(arena, a);
    case AC_OP_ADD:
        return ac_interval_add(arena, a, b);
    case AC_OP_SUBTRACT:
        return ac_interval_subtract(arena, a, b);
    case AC_OP_MULTIPLY:
        return ac_interval_multiply(arena, a, b);
    case AC_OP_DIVIDE:
        return ac_interval_divide(arena, a, b);
    case AC_OP_AT_LEAST:
        return ac_interval_at_least(a, b);
    case AC_OP_AT_MOST:
        return ac_interval_at_least(b, a);
    case AC_OP_MORE:
        return ac_interval_more(a, b);
    case AC_OP_LESS:
        return ac_interval_more(b, a);
    case AC_OP_EQUAL:
        return ac_interval_equal(a, b);
    case AC_OP_IS:
        return is_choice(node, a);
    case AC_OP_NOT:
        return ac_interval_truth(ac_interval_may_hold(a), ac_interval_may_fail(a));
    case AC_OP_AND:
    case AC_OP_OR:
        return joined(node->op, a, b);
    case AC_OP_UNLESS:
        return chosen(a, b, operands[2]);
    case AC_OP_ROUND:
        return ac_interval_round(arena, a, node->places, node->step, node->rounding);
    case AC_OP_BANDS:
        return banded(arena, &program->bands[node->index], a);
    default:
        AC_NEVER("an operation whose operands stand at one place");
    }
}

ac_interval ac_input_range(const ac_program *program, uint32_t index)
{
    const ac_quantity *quantity = &program->quantities[index];
    const ac_type *type = &quantity->type;
    if (type->kind == AC_KIND_YES_NO) {
        return ac_interval_truth(true, true);
    }
    if (type->kind == AC_KIND_ONE_OF) {
        return ac_interval_between(
            AC_RATIONAL_ZERO, ac_rational_of((int64_t)type->choices.count - 1));
    }
    bool money = type->unit.count == 1 && type->unit.of[0].base == 0 && type->unit.of[0].power == 1;
    bool negative = money || ac_clause_at(program, quantity->clause)->input.may_be_negative;
    return negative ? ac_interval_all() : ac_interval_from(AC_RATIONAL_ZERO);
}

/* ---- Assumptions ---- */

/* Of more, the rest is left out: a range is sound without. */
enum { ASSUMED_MAX = 200 };

typedef struct gathering {
    ac_arena *arena;
    const ac_program *program;
    ac_assumed *list;
    size_t count;
    size_t capacity;
} gathering;

/* A side that differs by member or period where the subject does not would have to be read at one
 * of them; what holds for each of them is left out. */
static bool is_finer(const gathering *all, ac_node_id side, ac_node_id subject)
{
    if (side == AC_NODE_NONE) {
        return false;
    }
    const ac_node *of = &all->program->nodes[subject];
    const ac_node *is = &all->program->nodes[side];
    return (is->type.levels & ~of->type.levels) != 0 || is->period < of->period;
}

static void add_assumed(
    gathering *all, const ac_assumed *in, ac_node_id subject, ac_node_id low, ac_node_id high)
{
    /* A number of the text bounds, and is not bounded. */
    if (all->program->nodes[subject].op == AC_OP_NUMBER || all->count == ASSUMED_MAX ||
        is_finer(all, low, subject) || is_finer(all, high, subject)) {
        return;
    }
    AC_RESERVE(all->arena, all->list, all->count, all->capacity);
    ac_assumed one = *in;
    one.subject = subject;
    one.low = low;
    one.high = high;
    all->list[all->count++] = one;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void gather(gathering *all, ac_assumed in, ac_node_id id)
{
    const ac_node *node = &all->program->nodes[id];
    in.comparison = id;
    switch ((int)node->op) {
    case AC_OP_AND:
        gather(all, in, node->left);
        gather(all, in, node->right);
        break;
    case AC_OP_AT_LEAST:
    case AC_OP_MORE:
        add_assumed(all, &in, node->left, node->right, AC_NODE_NONE);
        add_assumed(all, &in, node->right, AC_NODE_NONE, node->left);
        break;
    case AC_OP_AT_MOST:
    case AC_OP_LESS:
        add_assumed(all, &in, node->left, AC_NODE_NONE, node->right);
        add_assumed(all, &in, node->right, node->left, AC_NODE_NONE);
        break;
    case AC_OP_EQUAL:
        add_assumed(all, &in, node->left, node->right, node->right);
        add_assumed(all, &in, node->right, node->left, node->left);
        break;
    case AC_OP_FOR_EVERY:
        in.each = node->left;
        gather(all, in, node->left); /* so of each member */
        break;
    default:
        break;
    }
}

ac_assumed_list ac_assumed_of(ac_arena *arena, const ac_program *program)
{
    gathering all = {.arena = arena, .program = program};
    for (uint32_t i = 0; i < program->assumption_count; i++) {
        ac_node_id condition = program->assumptions[i].condition;
        gather(&all, (ac_assumed){.assumption = i, .each = condition}, condition);
    }
    return (ac_assumed_list){all.list, all.count};
}

static bool same_selves(const ac_node *a, const ac_node *b)
{
    return a->op == b->op && a->period == b->period && a->type.levels == b->type.levels &&
           a->index == b->index && a->member == b->member && ac_text_equal(a->code, b->code) &&
           a->level_to == b->level_to && a->over == b->over && a->mask == b->mask &&
           ac_rational_compare(a->number, b->number) == 0 && a->at == b->at &&
           a->since == b->since && a->state == b->state && a->payment == b->payment &&
           a->places == b->places && a->step == b->step && a->rounding == b->rounding &&
           a->unordered == b->unordered && a->argument_count == b->argument_count;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
bool ac_node_same(const ac_program *program, ac_node_id a, ac_node_id b)
{
    if (a == b || a == AC_NODE_NONE || b == AC_NODE_NONE) {
        return a == b;
    }
    const ac_node *one = &program->nodes[a];
    const ac_node *two = &program->nodes[b];
    bool same = same_selves(one, two) && ac_node_same(program, one->left, two->left) &&
                ac_node_same(program, one->right, two->right) &&
                ac_node_same(program, one->third, two->third);
    for (uint32_t i = 0; same && i < one->argument_count * 2; i++) {
        same = ac_node_same(
            program, program->arguments[one->argument + i], program->arguments[two->argument + i]);
    }
    return same;
}
