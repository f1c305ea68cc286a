/* SPDX-License-Identifier: MIT */
/* Where a node reads its operands, as an explanation follows them: the same reach as both
 * evaluators (reach.h), one place at a time. */

#include "contract/explain_tree.h"
#include "contract/lives.h"

const ac_node *ac_spot_node(const ac_explainer *x, const ac_spot *spot)
{
    return &x->program->nodes[spot->node];
}

ac_value ac_spot_value(const ac_explainer *x, const ac_spot *spot)
{
    return spot->seen
               ? ac_node_value_seen(&x->trace, &spot->reader, spot->node, &spot->at, spot->period)
               : ac_node_value(&x->trace, spot->node, &spot->at, spot->period);
}

ac_spot ac_spot_operand(const ac_explainer *x, const ac_spot *from, ac_node_id to)
{
    ac_period_kind kind = ac_spot_node(x, from)->period;
    int32_t period = ac_read_period(x->calendar, kind, from->period, x->program->nodes[to].period);
    ac_spot operand = {.node = to, .at = from->at, .period = period};
    ac_spot_read_by(x, from, &operand);
    return operand;
}

bool ac_spot_is_pick(const ac_explainer *x, const ac_spot *spot)
{
    ac_opcode op = ac_spot_node(x, spot)->op;
    return op == AC_OP_SELECT || op == AC_OP_AT_PERIOD || op == AC_OP_AT_START ||
           op == AC_OP_SAME || op == AC_OP_PREVIOUS;
}

bool ac_spot_pick(const ac_explainer *x, const ac_spot *from, ac_spot *to)
{
    const ac_node *node = ac_spot_node(x, from);
    ac_period_kind left = x->program->nodes[node->left].period;
    ac_spot read = {.node = node->left, .at = from->at, .period = from->period};
    uint32_t member = node->member;
    switch ((int)node->op) {
    case AC_OP_SELECT:
        if (member == AC_NONE) {
            member = ac_fact_member(x->facts, node->index, node->code);
        }
        if (member == AC_NONE) {
            return false;
        }
        read = ac_spot_operand(x, from, node->left);
        read.at.members[node->index] = member;
        break;
    case AC_OP_AT_PERIOD:
        read.period = node->at;
        break;
    case AC_OP_SAME:
        read.period = ac_read_same(x->calendar, node->period, from->period, node->at);
        break;
    case AC_OP_AT_START:
        read.period = ac_read_within(x->calendar, node->period, from->period, left).first;
        break;
    default: /* PREVIOUS */
        read.period = from->period - 1;
        if (read.period < ac_term_first(x->calendar, left)) {
            return false;
        }
        break;
    }
    ac_spot_read_by(x, from, &read);
    *to = read;
    return true;
}

bool ac_spot_end(const ac_explainer *x, const ac_spot *from, ac_spot *to)
{
    ac_spot end = *from;
    while (ac_spot_is_pick(x, &end) && !ac_spot_is_held(x, &end)) {
        ac_spot here = end;
        if (!ac_spot_pick(x, &here, &end)) {
            return false;
        }
    }
    *to = end;
    return true;
}

bool ac_spot_is_sum(const ac_explainer *x, const ac_spot *spot)
{
    ac_opcode op = ac_spot_node(x, spot)->op;
    return op == AC_OP_TOTAL || op == AC_OP_TOTAL_BY || op == AC_OP_CUMULATIVE ||
           op == AC_OP_FOR_EVERY || op == AC_OP_FOR_ANY;
}

/* The periods of its operand that a sum reads. */
static ac_range sum_range(const ac_explainer *x, const ac_spot *from)
{
    const ac_node *node = ac_spot_node(x, from);
    ac_period_kind left = x->program->nodes[node->left].period;
    if (node->op == AC_OP_CUMULATIVE) {
        int32_t since = ac_read_since(x->calendar, node->period, from->period, node->since);
        return (ac_range){since, from->period - since + 1};
    }
    if (node->op == AC_OP_FOR_EVERY || node->op == AC_OP_FOR_ANY) {
        return (ac_range){ac_spot_operand(x, from, node->left).period, 1};
    }
    if (left == AC_PERIOD_NONE) {
        return (ac_range){0, 1};
    }
    return ac_read_within(x->calendar, node->period, from->period, left);
}

ac_spot *ac_spot_parts(const ac_explainer *x, ac_arena *arena, const ac_spot *from, size_t *count)
{
    const ac_node *node = ac_spot_node(x, from);
    ac_level_set over = node->op == AC_OP_TOTAL_BY     ? 1u << node->index
                        : node->op == AC_OP_CUMULATIVE ? 0
                                                       : node->over;
    ac_range range = sum_range(x, from);
    uint64_t members = ac_members_of(x->program, x->facts, over);
    ac_spot *parts = AC_NEW_ARRAY(arena, ac_spot, (size_t)range.count * members);
    size_t found = 0;
    for (int32_t p = range.first; p < range.first + range.count; p++) {
        for (uint64_t m = 0; m < members; m++) {
            ac_coordinates picked = ac_member_coordinates(x->program, x->facts, over, m);
            ac_spot part = {.node = node->left, .at = from->at, .period = p};
            ac_spot_read_by(x, from, &part);
            for (uint32_t level = 0; level < x->program->level_count; level++) {
                if ((over & (1u << level)) != 0) {
                    part.at.members[level] = picked.members[level];
                }
            }
            if (node->op == AC_OP_TOTAL_BY &&
                ac_parent_in(
                    x->program, x->facts, node, part.at.members[node->index], from->period) !=
                    from->at.members[node->level_to]) {
                continue;
            }
            parts[found++] = part;
        }
    }
    *count = found;
    return parts;
}

int32_t ac_spot_quantity_period(const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_period_kind kind = x->evaluation.quantities[node->index].period;
    if (kind == AC_PERIOD_NONE) {
        return 0;
    }
    return kind == node->period ? spot->period
                                : ac_read_dated(x->calendar, node->period, spot->period);
}

bool ac_spot_before(const ac_explainer *x, const ac_spot *spot, ac_spot *before)
{
    const ac_node *node = ac_spot_node(x, spot);
    int32_t since = ac_read_since(x->calendar, node->period, spot->period, node->since);
    *before = (ac_spot){.node = node->left, .at = spot->at, .period = spot->period - 1};
    ac_spot_read_by(x, spot, before);
    return spot->period != since;
}

static bool holds(ac_value value)
{
    return value.state == AC_VALUE_KNOWN && ac_rational_sign(value.number) != 0;
}

uint32_t ac_spot_case(const ac_explainer *x, const ac_spot *spot)
{
    const ac_node *node = ac_spot_node(x, spot);
    bool unknown = false;
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_spot condition;
        if (!ac_spot_case_condition(x, spot, i, &condition)) {
            return unknown ? AC_NONE : i;
        }
        ac_value is = ac_spot_value(x, &condition);
        unknown = unknown || is.state != AC_VALUE_KNOWN;
        if (is.state == AC_VALUE_KNOWN && holds(is)) {
            return i;
        }
        if (unknown && !node->unordered) {
            return AC_NONE;
        }
    }
    return AC_NONE;
}

ac_spot ac_spot_case_value(const ac_explainer *x, const ac_spot *spot, uint32_t i)
{
    const ac_node *node = ac_spot_node(x, spot);
    return ac_spot_operand(x, spot, x->program->arguments[node->argument + 2 * i]);
}

bool ac_spot_case_condition(
    const ac_explainer *x, const ac_spot *spot, uint32_t i, ac_spot *condition)
{
    const ac_node *node = ac_spot_node(x, spot);
    ac_node_id id = x->program->arguments[node->argument + 2 * i + 1];
    if (id == AC_NODE_NONE) {
        return false;
    }
    *condition = ac_spot_operand(x, spot, id);
    return true;
}

bool ac_spot_chosen(const ac_explainer *x, const ac_spot *spot, ac_spot *chosen)
{
    const ac_node *node = ac_spot_node(x, spot);
    *chosen = ac_spot_operand(x, spot, node->left);
    if (node->op == AC_OP_UNLESS) {
        ac_spot condition = ac_spot_operand(x, spot, node->third);
        ac_value is = ac_spot_value(x, &condition);
        if (!holds(is)) {
            *chosen = ac_spot_operand(x, spot, node->right);
        }
        return is.state == AC_VALUE_KNOWN;
    }
    ac_value left = ac_spot_value(x, chosen);
    ac_note_kind kind = node->op == AC_OP_OR_DIVIDED ? AC_NOTE_DIVIDED : AC_NOTE_EARLIER;
    if (left.state != AC_VALUE_KNOWN && x->evaluation.notes[left.state].kind == kind &&
        !x->evaluation.notes[left.state].reached) {
        *chosen = ac_spot_operand(x, spot, node->right);
    }
    return true;
}
