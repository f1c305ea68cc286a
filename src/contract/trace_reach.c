/* SPDX-License-Identifier: MIT */
/* One value at a time, for the nodes that read other members or other periods. Whose a value of an
 * earlier day is, lives.h says; which periods are read, reach.h. */

#include "contract/trace_walk.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

ac_value ac_walk_seen(
    ac_walk *w,
    const ac_node *reader,
    int32_t period,
    ac_node_id to,
    const ac_coordinates *at,
    int32_t read_period)
{
    const ac_node *read = &w->program->nodes[to];
    accord_date day = {0};
    const ac_reader as = ac_reader_of(w->program, reader, period);
    if (w->evaluation->dated == 0 ||
        !ac_moves(w->program, w->evaluation->dated, &as, read, read_period, &day)) {
        return ac_walk_at(w, to, at, read_period);
    }
    AC_SCOPED_ARENA(scratch);
    ac_level_set dated = read->type.levels & w->evaluation->dated;
    const ac_held held = ac_held_by(&scratch, w->program, w->facts, dated, at, day);
    ac_value sum = ac_walk_known(AC_RATIONAL_ZERO);
    for (size_t i = 0; i < held.count; i++) {
        ac_value part = ac_walk_at(w, to, &held.places[i], read_period);
        if (!ac_walk_is_known(part) || !ac_walk_is_known(sum)) {
            sum = ac_walk_joined(w, sum, part);
        } else {
            sum.number = ac_rational_add(w->evaluation->arena, sum.number, part.number);
        }
    }
    return sum;
}

/* An operand where the node stands: its own levels, and the period of its kind that holds this one.
 */
ac_value ac_walk_operand(
    ac_walk *w, ac_node_id from, ac_node_id to, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[from];
    const ac_node *read = &w->program->nodes[to];
    int32_t held = ac_read_period(w->calendar, node->period, period, read->period);
    return ac_walk_seen(w, node, period, to, at, held);
}

static ac_value pick(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
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
            return ac_walk_note(w, AC_NOTE_MISSING, id, at, period);
        }
        to.members[node->index] = member;
        return ac_walk_operand(w, id, node->left, &to, period);
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
            return ac_walk_note(w, AC_NOTE_EARLIER, id, at, period);
        }
        break;
    }
    return ac_walk_seen(w, node, period, node->left, &to, read);
}

/* The periods of the left operand that a total reads. */
static ac_range total_range(ac_walk *w, const ac_node *node, int32_t period)
{
    ac_period_kind left = w->program->nodes[node->left].period;
    if (left == AC_PERIOD_NONE) {
        return (ac_range){0, 1};
    }
    return ac_read_within(w->calendar, node->period, period, left);
}

static ac_value total(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    ac_level_set over = node->op == AC_OP_TOTAL_BY ? 1u << node->index : node->over;
    ac_range range = total_range(w, node, period);
    uint64_t members = ac_members_of(w->program, w->facts, over);
    ac_value sum = ac_walk_known(AC_RATIONAL_ZERO);
    for (int32_t p = range.first; p < range.first + range.count; p++) {
        for (uint64_t m = 0; m < members; m++) {
            ac_coordinates picked = ac_member_coordinates(w->program, w->facts, over, m);
            ac_coordinates to = *at;
            for (uint32_t level = 0; level < w->program->level_count; level++) {
                if ((over & (1u << level)) != 0) {
                    to.members[level] = picked.members[level];
                }
            }
            bool under =
                node->op != AC_OP_TOTAL_BY ||
                ac_parent_in(w->program, w->facts, node, to.members[node->index], period) ==
                    at->members[node->level_to];
            if (!under) {
                continue;
            }
            ac_value part = ac_walk_seen(w, node, period, node->left, &to, p);
            if (!ac_walk_is_known(part) || !ac_walk_is_known(sum)) {
                sum = ac_walk_joined(w, sum, part);
            } else {
                sum.number = ac_rational_add(w->evaluation->arena, sum.number, part.number);
            }
        }
    }
    return sum;
}

/* Whether `for every` passes over a member: it is not open on the day (R47). */
static bool
is_passed_over(ac_walk *w, const ac_node *node, const ac_coordinates *at, int32_t period)
{
    const ac_node *of = &w->program->nodes[node->left];
    if ((of->type.levels & w->evaluation->dated) == 0) {
        return false;
    }
    ac_type type = of->type;
    type.known = ac_known_of(w->program, of);
    type.levels &= node->over; /* those that it is held by are not its to pass over */
    int32_t held = ac_read_period(w->calendar, node->period, period, of->period);
    return ac_presence_of(w->program, w->facts, &type, at, of->period, held) != AC_PRESENT;
}

static ac_value every(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    bool any = node->op == AC_OP_FOR_ANY;
    uint64_t members = ac_members_of(w->program, w->facts, node->over);
    ac_value result = ac_walk_truth(!any);
    for (uint64_t m = 0; m < members; m++) {
        ac_coordinates picked = ac_member_coordinates(w->program, w->facts, node->over, m);
        ac_coordinates to = *at;
        for (uint32_t level = 0; level < w->program->level_count; level++) {
            if ((node->over & (1u << level)) != 0) {
                to.members[level] = picked.members[level];
            }
        }
        if (is_passed_over(w, node, &to, period)) {
            continue;
        }
        ac_value one = ac_walk_operand(w, id, node->left, &to, period);
        if (any ? ac_walk_holds(one) : ac_walk_fails(one)) {
            return ac_walk_truth(any);
        }
        if (!ac_walk_is_known(one)) {
            result = ac_walk_joined(w, result, one);
        }
    }
    return result;
}

static ac_value running(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    const ac_node *node = &w->program->nodes[id];
    int32_t since = ac_read_since(w->calendar, node->period, period, node->since);
    if (node->op == AC_OP_CHANGE) {
        ac_value now = ac_walk_seen(w, node, period, node->left, at, period);
        if (period == since) {
            return now;
        }
        ac_value before = ac_walk_seen(w, node, period, node->left, at, period - 1);
        if (!ac_walk_is_known(now) || !ac_walk_is_known(before)) {
            return ac_walk_joined(w, before, now);
        }
        return ac_walk_known(ac_rational_subtract(w->evaluation->arena, now.number, before.number));
    }
    ac_value sum = ac_walk_known(AC_RATIONAL_ZERO);
    for (int32_t p = since; p <= period; p++) {
        ac_value part = ac_walk_seen(w, node, period, node->left, at, p);
        if (!ac_walk_is_known(part) || !ac_walk_is_known(sum)) {
            sum = ac_walk_joined(w, sum, part);
        } else {
            sum.number = ac_rational_add(w->evaluation->arena, sum.number, part.number);
        }
    }
    return sum;
}

ac_value ac_walk_reach(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period)
{
    switch ((int)w->program->nodes[id].op) {
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
        return total(w, id, at, period);
    case AC_OP_FOR_EVERY:
    case AC_OP_FOR_ANY:
        return every(w, id, at, period);
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
        return running(w, id, at, period);
    default:
        return pick(w, id, at, period);
    }
}

/* NOLINTEND(misc-no-recursion) */
