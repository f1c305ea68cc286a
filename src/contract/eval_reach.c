/* SPDX-License-Identifier: MIT */
/* Nodes that change grain: a member picked, another period read, members and periods added
 * together, running sums, and conditions over all members. */

#include "base/assert.h"
#include "contract/eval.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

/* The operand's periods that a range needs, for each way of reading another period. */
static ac_range reach_range(const ac_eval *eval, const ac_node *node, ac_range range)
{
    const ac_calendar *calendar = eval->calendar;
    ac_period_kind kind = eval->program->nodes[node->left].period;
    int32_t last = range.first + range.count - 1;
    ac_range reach = {0, 1};
    if (kind == AC_PERIOD_NONE) {
        return reach;
    }
    switch ((int)node->op) {
    case AC_OP_AT_PERIOD:
        return (ac_range){node->at, 1};
    case AC_OP_SAME:
        reach.first = ac_period_first_in(calendar, AC_PERIOD_YEAR, node->at, kind);
        reach.count = ac_period_count_in(calendar, AC_PERIOD_YEAR, node->at, kind);
        return reach;
    case AC_OP_PREVIOUS:
        return (ac_range){range.first - 1, range.count + 1};
    case AC_OP_CUMULATIVE:
        reach.first = ac_read_since(calendar, kind, range.first, node->since);
        break;
    case AC_OP_CHANGE:
        reach.first = ac_read_since(calendar, kind, range.first, node->since);
        reach.first = range.first - 1 > reach.first ? range.first - 1 : reach.first;
        break;
    case AC_OP_TOTAL:
    case AC_OP_AT_START: {
        ac_range from = ac_read_within(calendar, node->period, range.first, kind);
        ac_range until = ac_read_within(calendar, node->period, last, kind);
        return (ac_range){from.first, until.first + until.count - from.first};
    }
    default:
        return ac_eval_operand_range(eval, node, node->left, range);
    }
    reach.count = last - reach.first + 1;
    return reach;
}

/* Where the program holds no value before the term, reading one is a note, not a row. */
static ac_column open_left(ac_eval *eval, const ac_node *node, ac_range range)
{
    ac_range reach = reach_range(eval, node, range);
    if (node->op == AC_OP_PREVIOUS) {
        int32_t first = ac_term_first(eval->calendar, node->period);
        if (reach.first < first) {
            reach.count -= first - reach.first;
            reach.first = first;
        }
    }
    return ac_eval_node(eval, node->left, reach);
}

/* For each member of the node, the place in the operand's column of the member picked. */
static const uint32_t *select_map(ac_eval *eval, const ac_node *node, ac_level_set from)
{
    uint64_t count = ac_members_of(eval->program, eval->facts, node->type.levels);
    uint32_t *map = AC_NEW_ARRAY(eval->scratch, uint32_t, count);
    uint32_t member = node->member;
    if (member == AC_NONE) {
        member = ac_fact_member(eval->facts, node->index, node->code);
    }
    for (uint64_t m = 0; m < count; m++) {
        ac_coordinates at = ac_member_coordinates(eval->program, eval->facts, node->type.levels, m);
        at.members[node->index] = member == AC_NONE ? 0 : member;
        map[m] = (uint32_t)ac_member_index(eval->program, eval->facts, from, &at);
    }
    return map;
}

/* Picks rows and members of the operand, one of each for every place of the node. */
static ac_column eval_pick(ac_eval *eval, ac_node_id id, const ac_node *node, ac_range range)
{
    const ac_calendar *calendar = eval->calendar;
    ac_column left = open_left(eval, node, range);
    const uint32_t *map = NULL;
    bool none = false;
    if (node->op == AC_OP_SELECT) {
        map = select_map(eval, node, left.levels);
        none = node->member == AC_NONE &&
               ac_fact_member(eval->facts, node->index, node->code) == AC_NONE;
    }
    ac_column column = ac_eval_column(eval, node, range);
    for (uint32_t p = 0; p < column.periods; p++) {
        int32_t period = range.first + (int32_t)p;
        int32_t read = period;
        if (left.period == AC_PERIOD_NONE || node->op == AC_OP_AT_PERIOD) {
            read = left.first;
        } else if (node->op == AC_OP_SAME) {
            read = ac_read_same(calendar, node->period, period, node->at);
        } else if (node->op == AC_OP_PREVIOUS) {
            read = period - 1;
        } else if (node->op == AC_OP_AT_START) {
            read = ac_read_within(calendar, node->period, period, left.period).first;
        }
        bool outside = read < left.first || (uint32_t)(read - left.first) >= left.periods;
        uint64_t row = outside ? 0 : (uint64_t)(read - left.first) * left.members;
        ac_seen seen = {0};
        if (!outside) {
            const ac_node *of = &eval->program->nodes[node->left];
            seen = ac_eval_seen(eval, node, period, of, &left, row);
        }
        for (uint64_t m = 0; m < column.members; m++) {
            uint64_t to = p * column.members + m;
            if (outside || none) {
                ac_note note = {
                    .kind = none ? AC_NOTE_MISSING : AC_NOTE_EARLIER,
                    .node = id,
                    .levels = node->type.levels,
                    .period_kind = node->period,
                    .period = period};
                column.numbers[to] = AC_RATIONAL_ZERO;
                column.states[to] = ac_eval_note(eval, note, m);
                continue;
            }
            uint64_t from = map == NULL ? m : map[m];
            column.numbers[to] = seen.numbers[from];
            column.states[to] = seen.states[from];
        }
    }
    return column;
}

/* For each member of the operand, the member of the node that it is added to. */
static const uint32_t *
total_map(ac_eval *eval, const ac_node *node, const ac_column *left, int32_t period)
{
    if (left->levels == node->type.levels) {
        return NULL;
    }
    uint32_t *map = AC_NEW_ARRAY(eval->scratch, uint32_t, left->members);
    for (uint64_t m = 0; m < left->members; m++) {
        ac_coordinates at = ac_member_coordinates(eval->program, eval->facts, left->levels, m);
        if (node->op == AC_OP_TOTAL_BY) {
            at.members[node->level_to] =
                ac_parent_in(eval->program, eval->facts, node, at.members[node->index], period);
        }
        map[m] = (uint32_t)ac_member_index(eval->program, eval->facts, node->type.levels, &at);
    }
    return map;
}

static void
add_to(ac_eval *eval, ac_column *column, uint64_t to, const ac_seen *left, uint64_t from)
{
    if (left->states[from] != AC_VALUE_KNOWN || column->states[to] != AC_VALUE_KNOWN) {
        column->states[to] =
            ac_state_join(eval->evaluation, column->states[to], left->states[from]);
        return;
    }
    column->numbers[to] = ac_rational_add(eval->scratch, column->numbers[to], left->numbers[from]);
}

static ac_column eval_total(ac_eval *eval, const ac_node *node, ac_range range)
{
    ac_column left = open_left(eval, node, range);
    const uint32_t *map = total_map(eval, node, &left, range.first);
    bool above_dated =
        node->op == AC_OP_TOTAL_BY && (eval->evaluation->dated & (1u << node->level_to)) != 0;
    ac_column column = ac_eval_column(eval, node, range);
    for (uint64_t i = 0; i < column.members * column.periods; i++) {
        column.numbers[i] = AC_RATIONAL_ZERO;
    }
    for (uint32_t p = 0; p < column.periods; p++) {
        if (above_dated && p > 0) {
            map = total_map(eval, node, &left, range.first + (int32_t)p);
        }
        ac_range within = {left.first, 1};
        if (left.period != AC_PERIOD_NONE) {
            within =
                ac_read_within(eval->calendar, node->period, range.first + (int32_t)p, left.period);
        }
        for (int32_t r = within.first; r < within.first + within.count; r++) {
            ac_assert(r >= left.first);
            uint64_t row = (uint64_t)(r - left.first) * left.members;
            ac_seen seen = ac_eval_seen(
                eval, node, range.first + (int32_t)p, &eval->program->nodes[node->left], &left,
                row);
            for (uint64_t m = 0; m < left.members; m++) {
                uint64_t to = p * column.members + (map == NULL ? m : map[m]);
                add_to(eval, &column, to, &seen, m);
            }
        }
    }
    return column;
}

/* `for every` and `for any` pass over members, of their own levels, that are not open on the day
 * (R47). */
static bool is_passed_over(
    const ac_eval *eval, const ac_node *node, const ac_column *left, uint64_t row, uint64_t m)
{
    const ac_node *of = &eval->program->nodes[node->left];
    if ((of->type.levels & eval->evaluation->dated) == 0) {
        return false;
    }
    ac_coordinates at = ac_member_coordinates(eval->program, eval->facts, left->levels, m);
    int32_t period = left->first + (int32_t)(row / left->members);
    ac_type type = of->type;
    type.known = ac_known_of(eval->program, of);
    type.levels &= node->over;
    return ac_presence_of(eval->program, eval->facts, &type, &at, left->period, period) !=
           AC_PRESENT;
}

static ac_column eval_every(ac_eval *eval, const ac_node *node, ac_range range)
{
    bool any = node->op == AC_OP_FOR_ANY;
    ac_column left = open_left(eval, node, range);
    const uint32_t *map = total_map(eval, node, &left, range.first);
    ac_column column = ac_eval_column(eval, node, range);
    for (uint64_t i = 0; i < column.members * column.periods; i++) {
        column.numbers[i] = ac_rational_of(any ? 0 : 1);
    }
    for (uint32_t p = 0; p < column.periods; p++) {
        uint64_t row = ac_eval_row(eval, node, range.first + (int32_t)p, &left);
        for (uint64_t m = 0; m < left.members; m++) {
            uint64_t to = p * column.members + (map == NULL ? m : map[m]);
            uint32_t state = left.states[row + m];
            bool holds = state == AC_VALUE_KNOWN && ac_rational_sign(left.numbers[row + m]) != 0;
            bool decided = column.states[to] == AC_VALUE_KNOWN &&
                           (ac_rational_sign(column.numbers[to]) != 0) == any;
            if (decided || is_passed_over(eval, node, &left, row, m)) {
                continue; /* one that fails (or, for any, holds) decides, whatever is not known */
            }
            if (state != AC_VALUE_KNOWN) {
                column.states[to] = ac_state_join(eval->evaluation, column.states[to], state);
            } else if (holds == any) {
                column.numbers[to] = ac_rational_of(any ? 1 : 0);
                column.states[to] = AC_VALUE_KNOWN;
            }
        }
    }
    return column;
}

static ac_column eval_running(ac_eval *eval, const ac_node *node, ac_range range)
{
    bool change = node->op == AC_OP_CHANGE;
    const ac_node *of = &eval->program->nodes[node->left];
    ac_column left = open_left(eval, node, range);
    ac_column column = ac_eval_column(eval, node, range);
    ac_rational *sums = AC_NEW_ARRAY(eval->scratch, ac_rational, left.members);
    uint32_t *states = AC_NEW_ARRAY(eval->scratch, uint32_t, left.members);
    for (uint32_t r = 0; r < left.periods; r++) {
        int32_t period = left.first + (int32_t)r;
        bool starts =
            r == 0 || ac_read_since(eval->calendar, left.period, period, node->since) == period;
        uint64_t row = (uint64_t)r * left.members;
        ac_seen seen = ac_eval_seen(eval, node, period, of, &left, row);
        ac_seen carried = {sums, states};
        accord_date day = {0};
        if (!starts &&
            ac_members_day(eval->calendar, node->type.known, node->period, period, &day)) {
            carried = ac_eval_move(eval, left.levels, carried, day);
        }
        for (uint64_t m = 0; m < left.members; m++) {
            uint64_t from = row + m;
            ac_rational before = starts ? AC_RATIONAL_ZERO : carried.numbers[m];
            uint32_t state = ac_state_join(
                eval->evaluation, starts ? AC_VALUE_KNOWN : carried.states[m], seen.states[m]);
            ac_rational now = seen.numbers[m];
            ac_rational value = AC_RATIONAL_ZERO;
            if (state == AC_VALUE_KNOWN) {
                value = change ? ac_rational_subtract(eval->scratch, now, before)
                               : ac_rational_add(eval->scratch, before, now);
            }
            sums[m] = change ? left.numbers[from] : value;
            states[m] = change ? left.states[from] : state;
            if (period >= range.first) {
                uint64_t to = (uint64_t)(period - range.first) * column.members + m;
                column.numbers[to] = value;
                column.states[to] = state;
            }
        }
    }
    return column;
}

ac_column ac_eval_reach(ac_eval *eval, const ac_node *node, ac_range range)
{
    ac_node_id id = (ac_node_id)(node - eval->program->nodes);
    switch ((int)node->op) {
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
        return eval_total(eval, node, range);
    case AC_OP_FOR_EVERY:
    case AC_OP_FOR_ANY:
        return eval_every(eval, node, range);
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
        return eval_running(eval, node, range);
    default:
        return eval_pick(eval, id, node, range);
    }
}

/* NOLINTEND(misc-no-recursion) */
