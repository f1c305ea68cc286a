/* SPDX-License-Identifier: MIT */
/* Follows a formula, as it was computed at a place, to the definitions that it used there. What
 * was not chosen is not followed; a sum becomes a reason of its own, so that what stands under it
 * adds up to it. */

#include "contract/explain_leaves.h"

#include <stdlib.h>

/* The whole tree, and how deep formulas may lie in formulas: beyond, reasons are cut. */
enum { REASONS_MAX = 20000, NESTING_MAX = 6000 };

static bool is_average(ac_text words)
{
    return ac_text_starts(words, AC_TEXT("average "));
}

/* An average is two totals over one piece of text: the names of its parts are made of theirs. */
static ac_text part_name(const ac_explainer *x, ac_node_id id)
{
    const ac_node *node = &x->program->nodes[id];
    ac_text words = ac_explain_words(x, node->expr->span);
    if (!is_average(words) || node->op != AC_OP_MULTIPLY) {
        return words;
    }
    ac_text a = ac_explain_words(x, x->program->nodes[node->left].expr->span);
    ac_text b = ac_explain_words(x, x->program->nodes[node->right].expr->span);
    AC_SCOPED_BUFFER(name, 64 << 10);
    ac_buffer_addf(&name, "%.*s * %.*s", AC_TEXT_ARG(a), AC_TEXT_ARG(b));
    return ac_text_copy(x->arena, ac_buffer_text(&name));
}

ac_text ac_explain_sum_name(const ac_explainer *x, const ac_node *node)
{
    ac_text words = ac_explain_words(x, node->expr->span);
    if (!is_average(words)) {
        return words;
    }
    AC_SCOPED_BUFFER(name, 64 << 10);
    ac_buffer_addf(&name, "total of %.*s", AC_TEXT_ARG(part_name(x, node->left)));
    return ac_text_copy(x->arena, ac_buffer_text(&name));
}

typedef struct part {
    ac_spot spot;
    size_t index;
    ac_value value;
    ac_rational size;
} part;

/* What is not known comes first, since it says why the sum is not; then the largest. */
static int compare_parts(const void *left, const void *right)
{
    const part *a = left;
    const part *b = right;
    bool known_a = a->value.state == AC_VALUE_KNOWN;
    bool known_b = b->value.state == AC_VALUE_KNOWN;
    if (known_a != known_b) {
        return known_a ? 1 : -1;
    }
    int order = known_a ? ac_rational_compare(b->size, a->size) : 0;
    if (order != 0) {
        return order;
    }
    return a->index < b->index ? -1 : a->index > b->index ? 1 : 0;
}

static int compare_indices(const void *left, const void *right)
{
    const part *a = left;
    const part *b = right;
    return a->index < b->index ? -1 : a->index > b->index ? 1 : 0;
}

/* How much a part matters: an amount by its size; of `for every`, what is not so. */
static ac_rational size_of(const ac_explainer *x, ac_opcode op, ac_rational number)
{
    if (op == AC_OP_FOR_EVERY) {
        return ac_rational_subtract(x->arena, AC_RATIONAL_ONE, number);
    }
    return ac_rational_sign(number) < 0 ? ac_rational_negate(x->arena, number) : number;
}

static part *sorted_parts(ac_explainer *x, ac_arena *scratch, const ac_spot *spot, size_t *count)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot *spots = ac_spot_parts(x, scratch, spot, count);
    part *parts = AC_NEW_ARRAY(scratch, part, *count);
    for (size_t i = 0; i < *count; i++) {
        parts[i] = (part){.spot = spots[i], .index = i, .size = AC_RATIONAL_ZERO};
        parts[i].value = ac_spot_value(x, &spots[i]);
        if (parts[i].value.state == AC_VALUE_KNOWN) {
            parts[i].size = size_of(x, node->op, parts[i].value.number);
        }
    }
    qsort(parts, *count, sizeof *parts, compare_parts);
    bool over_time = node->op == AC_OP_CUMULATIVE || (node->op == AC_OP_TOTAL && node->over == 0);
    size_t shown = *count < x->children_max ? *count : x->children_max;
    if (over_time) {
        qsort(parts, shown, sizeof *parts, compare_indices);
    }
    return parts;
}

static size_t yes_of(const part *parts, size_t count)
{
    size_t yes = 0;
    for (size_t i = 0; i < count; i++) {
        bool known = parts[i].value.state == AC_VALUE_KNOWN;
        yes += known && ac_rational_sign(parts[i].value.number) != 0 ? 1 : 0;
    }
    return yes;
}

static void add_rest(ac_explainer *x, ac_reason *sum, const part *parts, size_t from, size_t count)
{
    if (from == count) {
        return;
    }
    ac_reason *rest = ac_reason_new(x, AC_REASON_REST);
    rest->more = count - from;
    rest->type = &ac_spot_node(x, &parts[from].spot)->type;
    rest->period_kind = AC_PERIOD_NONE;
    rest->complete = true;
    rest->value = (ac_value){AC_RATIONAL_ZERO, AC_VALUE_KNOWN};
    for (size_t i = from; i < count; i++) {
        if (parts[i].value.state != AC_VALUE_KNOWN) {
            rest->value = parts[i].value;
            break;
        }
        rest->value.number = ac_rational_add(x->arena, rest->value.number, parts[i].value.number);
    }
    ac_reason_add(x, sum, rest);
}

/* NOLINTBEGIN(misc-no-recursion): NESTING_MAX deep */

static void add_part(ac_explainer *x, ac_reason *parent, const ac_spot *from, uint32_t depth)
{
    ac_spot end;
    if (ac_spot_end(x, from, &end) &&
        (ac_spot_node(x, &end)->op == AC_OP_QUANTITY || ac_spot_is_sum(x, &end))) {
        ac_explain_leaves(x, parent, &end, depth, false);
        return;
    }
    ac_reason *reason = ac_reason_new(x, AC_REASON_PART);
    reason->name = part_name(x, from->node);
    ac_reason_place(x, reason, from);
    ac_reason_numbers(x, reason, from);
    ac_explain_steps(x, reason, from);
    ac_explain_leaves(x, reason, from, depth, true);
    ac_reason_add(x, parent, reason);
}

static bool has_sum(const ac_explainer *x, const ac_reason *parent, const ac_reason *sum)
{
    for (size_t i = 0; i < parent->child_count; i++) {
        const ac_reason *child = parent->children[i];
        if (child->kind == AC_REASON_SUM && child->period == sum->period &&
            child->levels == sum->levels && ac_text_equal(child->name, sum->name) &&
            ac_member_index(x->program, x->facts, sum->levels, &child->at) ==
                ac_member_index(x->program, x->facts, sum->levels, &sum->at)) {
            return true;
        }
    }
    return false;
}

static void
add_sum(ac_explainer *x, ac_reason *parent, const ac_spot *spot, uint32_t depth, bool once)
{
    ac_reason *sum = ac_reason_new(x, AC_REASON_SUM);
    sum->name = ac_explain_sum_name(x, ac_spot_node(x, spot));
    ac_reason_place(x, sum, spot);
    if (once && has_sum(x, parent, sum)) {
        return;
    }
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    part *parts = sorted_parts(x, &scratch, spot, &count);
    size_t shown = count < x->children_max ? count : x->children_max;
    ac_opcode op = ac_spot_node(x, spot)->op;
    bool truth = op == AC_OP_FOR_EVERY || op == AC_OP_FOR_ANY;
    AC_SCOPED_BUFFER(words, 200);
    if (truth) {
        ac_buffer_addf(&words, "yes for %zu of %zu", yes_of(parts, count), count);
    } else {
        ac_buffer_addf(&words, "the sum of %zu value%s", count, count == 1 ? "" : "s");
    }
    ac_explain_step(x, sum, &words);
    for (size_t i = 0; i < shown; i++) {
        add_part(x, sum, &parts[i].spot, depth);
    }
    add_rest(x, sum, parts, shown, count);
    ac_reason_add(x, parent, sum);
}

/* What a holder has from others is a sum of what each had. */
static void add_held(
    ac_explainer *x,
    ac_reason *parent,
    const ac_spot *spot,
    const ac_spot *held,
    size_t count,
    uint32_t depth)
{
    ac_reason *sum = ac_reason_new(x, AC_REASON_SUM);
    sum->name = part_name(x, spot->node);
    ac_reason_place(x, sum, spot);
    AC_SCOPED_BUFFER(words, 16 << 10);
    ac_explain_held_words(&words, x, spot);
    ac_explain_step(x, sum, &words);
    for (size_t i = 0; i < count; i++) {
        ac_value value = ac_spot_value(x, &held[i]);
        if (value.state != AC_VALUE_KNOWN || ac_rational_sign(value.number) != 0) {
            add_part(x, sum, &held[i], depth);
        }
    }
    ac_reason_add(x, parent, sum);
}

static void operand_leaves(
    ac_explainer *x, ac_reason *parent, const ac_spot *spot, ac_node_id id, uint32_t depth)
{
    if (id != AC_NODE_NONE) {
        ac_spot operand = ac_spot_operand(x, spot, id);
        ac_explain_leaves(x, parent, &operand, depth, true);
    }
}

static void case_leaves(ac_explainer *x, ac_reason *parent, const ac_spot *spot, uint32_t depth)
{
    uint32_t chosen = ac_spot_case(x, spot);
    uint32_t count = ac_spot_node(x, spot)->argument_count;
    for (uint32_t i = 0; i < count && (chosen == AC_NONE || i <= chosen); i++) {
        ac_spot condition;
        if (ac_spot_case_condition(x, spot, i, &condition)) {
            ac_explain_leaves(x, parent, &condition, depth, true);
            if (chosen == AC_NONE && ac_spot_value(x, &condition).state != AC_VALUE_KNOWN) {
                return;
            }
        }
    }
    if (chosen != AC_NONE) {
        ac_spot value = ac_spot_case_value(x, spot, chosen);
        ac_explain_leaves(x, parent, &value, depth, true);
    }
}

static void chosen_leaves(ac_explainer *x, ac_reason *parent, const ac_spot *spot, uint32_t depth)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_spot other;
    switch ((int)node->op) {
    case AC_OP_CASES:
        case_leaves(x, parent, spot, depth);
        return;
    case AC_OP_CHANGE:
        operand_leaves(x, parent, spot, node->left, depth);
        if (ac_spot_before(x, spot, &other)) {
            ac_explain_leaves(x, parent, &other, depth, true);
        }
        return;
    case AC_OP_UNLESS:
        operand_leaves(x, parent, spot, node->third, depth);
        if (ac_spot_chosen(x, spot, &other)) {
            ac_explain_leaves(x, parent, &other, depth, true);
        }
        return;
    case AC_OP_OR_DIVIDED:
    case AC_OP_OR_EARLIER:
        /* What could not be divided is shown, too: it is why the other stands. */
        operand_leaves(x, parent, spot, node->left, depth);
        if (ac_spot_chosen(x, spot, &other) && other.node == node->right) {
            ac_explain_leaves(x, parent, &other, depth, true);
        }
        return;
    default:
        operand_leaves(x, parent, spot, node->left, depth);
        operand_leaves(x, parent, spot, node->right, depth);
        operand_leaves(x, parent, spot, node->third, depth);
        return;
    }
}

void ac_explain_leaves(
    ac_explainer *x, ac_reason *parent, const ac_spot *from, uint32_t depth, bool once)
{
    ac_spot spot;
    if (!ac_spot_end(x, from, &spot)) {
        return;
    }
    const ac_node *node = ac_spot_node(x, &spot);
    if (node->op == AC_OP_NUMBER || node->op == AC_OP_PAYMENT) {
        return;
    }
    if (x->made >= REASONS_MAX || x->nesting >= NESTING_MAX) {
        parent->cut = true;
        return;
    }
    x->nesting++;
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_spot *held = ac_spot_held(x, &scratch, &spot, &count);
    if (held != NULL) {
        add_held(x, parent, &spot, held, count, depth);
    } else if (node->op == AC_OP_QUANTITY) {
        ac_used used = {node->index, &spot.at, ac_spot_quantity_period(x, &spot)};
        ac_explain_quantity(x, parent, &used, depth, once);
    } else if (node->op == AC_OP_GATE) {
        ac_explain_gate(x, parent, node->index, node->period, spot.period, depth);
    } else if (ac_spot_is_sum(x, &spot)) {
        add_sum(x, parent, &spot, depth, once);
    } else {
        chosen_leaves(x, parent, &spot, depth);
    }
    x->nesting--;
}

/* NOLINTEND(misc-no-recursion) */
