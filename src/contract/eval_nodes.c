/* SPDX-License-Identifier: MIT */
/* Nodes whose members and periods are those of their operands: arithmetic, comparisons, joining,
 * limits and cases. Operands of fewer levels or longer periods are read where each place lies. */

#include "base/assert.h"
#include "base/limits.h"
#include "contract/eval.h"

ac_column ac_eval_column(ac_eval *eval, const ac_node *node, ac_range range)
{
    ac_column column = {
        .period = node->period,
        .levels = node->type.levels,
        .first = range.first,
        .periods = (uint32_t)range.count};
    column.members = ac_members_of(eval->program, eval->facts, node->type.levels);
    column.numbers = AC_NEW_ARRAY(eval->scratch, ac_rational, column.members * column.periods);
    column.states = AC_NEW_ARRAY(eval->scratch, uint32_t, column.members * column.periods);
    return column;
}

const uint32_t *ac_eval_map(ac_eval *eval, ac_level_set to, ac_level_set from)
{
    if (to == from) {
        return NULL;
    }
    uint64_t count = ac_members_of(eval->program, eval->facts, to);
    uint32_t *map = AC_NEW_ARRAY(eval->scratch, uint32_t, count);
    for (uint64_t m = 0; m < count && from != 0; m++) {
        ac_coordinates at = ac_member_coordinates(eval->program, eval->facts, to, m);
        map[m] = (uint32_t)ac_member_index(eval->program, eval->facts, from, &at);
    }
    return map;
}

ac_range
ac_eval_operand_range(const ac_eval *eval, const ac_node *node, ac_node_id operand, ac_range range)
{
    ac_period_kind kind = eval->program->nodes[operand].period;
    if (kind == AC_PERIOD_NONE) {
        return (ac_range){0, 1};
    }
    int32_t first = ac_read_period(eval->calendar, node->period, range.first, kind);
    int32_t last =
        ac_read_period(eval->calendar, node->period, range.first + range.count - 1, kind);
    return (ac_range){first, last - first + 1};
}

uint64_t
ac_eval_row(const ac_eval *eval, const ac_node *node, int32_t period, const ac_column *operand)
{
    if (operand->period == AC_PERIOD_NONE) {
        return 0;
    }
    int32_t read = ac_read_period(eval->calendar, node->period, period, operand->period);
    ac_assert(read >= operand->first);
    ac_assert((uint32_t)(read - operand->first) < operand->periods);
    return (uint64_t)(read - operand->first) * operand->members;
}

uint32_t ac_eval_note(ac_eval *eval, ac_note note, uint64_t member)
{
    note.quantity = eval->quantity;
    note.at = ac_member_coordinates(eval->program, eval->facts, note.levels, member);
    return ac_note_new(eval->evaluation, note);
}

typedef struct cell {
    ac_rational number;
    uint32_t state;
} cell;

/* One place of an operand's column, seen from a place of the node's. */
typedef struct operand {
    const ac_node *node;
    ac_column column;
    const uint32_t *map;
    ac_seen row;
} operand;

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static operand open_operand(ac_eval *eval, const ac_node *node, ac_node_id id, ac_range range)
{
    operand opened = {.node = &eval->program->nodes[id]};
    opened.column = ac_eval_node(eval, id, ac_eval_operand_range(eval, node, id, range));
    opened.row = (ac_seen){opened.column.numbers, opened.column.states};
    opened.map = ac_eval_map(eval, node->type.levels, opened.column.levels);
    return opened;
}

/* Turns to the row of a period of the node. */
static void turn_to(ac_eval *eval, const ac_node *node, int32_t period, operand *to)
{
    uint64_t row = ac_eval_row(eval, node, period, &to->column);
    to->row = ac_eval_seen(eval, node, period, to->node, &to->column, row);
}

static cell read_operand(const operand *from, uint64_t member)
{
    uint64_t at = from->map == NULL ? member : from->map[member];
    return (cell){from->row.numbers[at], from->row.states[at]};
}

typedef struct place {
    ac_eval *eval;
    const ac_node *node;
    ac_node_id id;
    uint64_t member;
    int32_t period;
} place;

static uint32_t note_here(const place *at, ac_note_kind kind)
{
    ac_note note = {
        .kind = kind,
        .node = at->id,
        .levels = at->node->type.levels,
        .period_kind = at->node->period,
        .period = at->period};
    return ac_eval_note(at->eval, note, at->member);
}

static cell truth(bool value)
{
    return (cell){ac_rational_of(value ? 1 : 0), AC_VALUE_KNOWN};
}

static bool is_true(const cell *value)
{
    return value->state == AC_VALUE_KNOWN && ac_rational_sign(value->number) != 0;
}

static bool is_false(const cell *value)
{
    return value->state == AC_VALUE_KNOWN && ac_rational_sign(value->number) == 0;
}

static cell join(const place *at, const cell *a, const cell *b)
{
    return (cell){AC_RATIONAL_ZERO, ac_state_join(at->eval->evaluation, a->state, b->state)};
}

static cell arithmetic(const place *at, ac_rational a, ac_rational b)
{
    ac_arena *arena = at->eval->scratch;
    cell result = {AC_RATIONAL_ZERO, AC_VALUE_KNOWN};
    switch ((int)at->node->op) {
    case AC_OP_ADD:
        result.number = ac_rational_add(arena, a, b);
        break;
    case AC_OP_SUBTRACT:
        result.number = ac_rational_subtract(arena, a, b);
        break;
    case AC_OP_MULTIPLY:
        result.number = ac_rational_multiply(arena, a, b);
        break;
    default:
        if (ac_rational_sign(b) == 0) {
            result.state = note_here(at, AC_NOTE_DIVIDED);
            return result;
        }
        result.number = ac_rational_divide(arena, a, b);
        break;
    }
    if (result.number.denominator == 0 && ac_rational_bits(result.number) > AC_RATIONAL_BITS_MAX) {
        result = (cell){AC_RATIONAL_ZERO, note_here(at, AC_NOTE_TOO_LONG)};
    }
    return result;
}

static cell compare(ac_opcode op, ac_rational a, ac_rational b)
{
    int order = ac_rational_compare(a, b);
    switch ((int)op) {
    case AC_OP_AT_LEAST:
        return truth(order >= 0);
    case AC_OP_AT_MOST:
        return truth(order <= 0);
    case AC_OP_MORE:
        return truth(order > 0);
    case AC_OP_LESS:
        return truth(order < 0);
    case AC_OP_EQUAL:
        return truth(order == 0);
    case AC_OP_LESSER:
    case AC_OP_NOT_ABOVE:
        return (cell){order <= 0 ? a : b, AC_VALUE_KNOWN};
    default: /* GREATER, NOT_BELOW */
        return (cell){order >= 0 ? a : b, AC_VALUE_KNOWN};
    }
}

/* What a clause's 'or ... where ...' mends: a fault of that kind, made by this same clause. */
static bool is_mended(const place *at, uint32_t state)
{
    if (state == AC_VALUE_KNOWN) {
        return false;
    }
    const ac_note *note = &at->eval->evaluation->notes[state];
    ac_note_kind kind = at->node->op == AC_OP_OR_DIVIDED ? AC_NOTE_DIVIDED : AC_NOTE_EARLIER;
    return note->kind == kind && !note->reached;
}

static cell two(const place *at, const cell *a, const cell *b)
{
    switch ((int)at->node->op) {
    case AC_OP_AND:
        if (is_false(a) || is_false(b)) {
            return truth(false);
        }
        return is_true(a) && is_true(b) ? truth(true) : join(at, a, b);
    case AC_OP_OR:
        if (is_true(a) || is_true(b)) {
            return truth(true);
        }
        return is_false(a) && is_false(b) ? truth(false) : join(at, a, b);
    case AC_OP_OR_DIVIDED:
    case AC_OP_OR_EARLIER:
        return is_mended(at, a->state) ? *b : *a;
    default:
        break;
    }
    if (a->state != AC_VALUE_KNOWN || b->state != AC_VALUE_KNOWN) {
        return join(at, a, b);
    }
    if (at->node->op >= AC_OP_ADD && at->node->op <= AC_OP_DIVIDE) {
        return arithmetic(at, a->number, b->number);
    }
    return compare(at->node->op, a->number, b->number);
}

static cell in_band(const place *at, ac_rational x)
{
    ac_arena *arena = at->eval->scratch;
    const ac_band_set *set = &at->eval->program->bands[at->node->index];
    for (uint32_t i = set->count; i > 0; i--) {
        const ac_band *band = &set->bands[i - 1];
        if (ac_rational_compare(x, band->from) < 0) {
            continue;
        }
        int end = band->open ? -1 : ac_rational_compare(x, band->until);
        if (end > 0 || (end == 0 && !band->until_included)) {
            break;
        }
        if (band->part) {
            ac_rational above = ac_rational_subtract(arena, x, band->from);
            above = ac_rational_multiply(arena, above, band->rate);
            return (cell){ac_rational_add(arena, band->value, above), AC_VALUE_KNOWN};
        }
        if (!band->line || ac_rational_compare(band->until, band->from) == 0) {
            return (cell){band->value, AC_VALUE_KNOWN};
        }
        /* value + (value_until - value) x (x - from) / (until - from) */
        ac_rational rise = ac_rational_subtract(arena, band->value_until, band->value);
        ac_rational run = ac_rational_subtract(arena, band->until, band->from);
        ac_rational part = ac_rational_subtract(arena, x, band->from);
        part = ac_rational_divide(arena, ac_rational_multiply(arena, rise, part), run);
        return (cell){ac_rational_add(arena, band->value, part), AC_VALUE_KNOWN};
    }
    return (cell){AC_RATIONAL_ZERO, note_here(at, AC_NOTE_BANDS)};
}

static cell one(const place *at, const cell *a)
{
    if (a->state != AC_VALUE_KNOWN) {
        return *a;
    }
    ac_arena *arena = at->eval->scratch;
    int64_t choice = 0;
    switch ((int)at->node->op) {
    case AC_OP_NEGATE:
        return (cell){ac_rational_negate(arena, a->number), AC_VALUE_KNOWN};
    case AC_OP_NOT:
        return truth(is_false(a));
    case AC_OP_IS:
        ac_assert(ac_rational_to_scaled(a->number, 0, &choice));
        return truth((at->node->mask >> choice & 1) != 0);
    case AC_OP_ROUND: {
        ac_rational rounded = ac_rational_round_step(
            arena, a->number, at->node->places, at->node->step, at->node->rounding);
        return (cell){rounded, AC_VALUE_KNOWN};
    }
    default:
        return in_band(at, a->number);
    }
}

/* left where third holds, else right. */
static cell unless(const cell *left, const cell *right, const cell *condition)
{
    if (condition->state != AC_VALUE_KNOWN) {
        return *condition;
    }
    return is_true(condition) ? *left : *right;
}

static void store(ac_column *column, uint64_t at, cell value)
{
    column->numbers[at] = value.state == AC_VALUE_KNOWN ? value.number : AC_RATIONAL_ZERO;
    column->states[at] = value.state;
}

static ac_column eval_operands(ac_eval *eval, ac_node_id id, const ac_node *node, ac_range range)
{
    bool has_right = node->right != AC_NODE_NONE;
    bool has_third = node->third != AC_NODE_NONE;
    operand left = open_operand(eval, node, node->left, range);
    operand right = has_right ? open_operand(eval, node, node->right, range) : left;
    operand third = has_third ? open_operand(eval, node, node->third, range) : left;
    ac_column column = ac_eval_column(eval, node, range);
    for (uint32_t p = 0; p < column.periods; p++) {
        place at = {eval, node, id, 0, range.first + (int32_t)p};
        turn_to(eval, node, at.period, &left);
        turn_to(eval, node, at.period, &right);
        turn_to(eval, node, at.period, &third);
        for (at.member = 0; at.member < column.members; at.member++) {
            cell a = read_operand(&left, at.member);
            cell b = read_operand(&right, at.member);
            cell result;
            if (has_third) {
                cell c = read_operand(&third, at.member);
                result = unless(&a, &b, &c);
            } else {
                result = has_right ? two(&at, &a, &b) : one(&at, &a);
            }
            store(&column, p * column.members + at.member, result);
        }
    }
    return column;
}

/* The first case whose condition holds, none before it being unknown. Without an order, one that
 * holds is taken whatever is not known of the others: the checker proved that they exclude it. */
static cell choose(
    const operand *operands, const ac_node_id *ids, size_t count, uint64_t member, bool unordered)
{
    const cell *unknown = NULL;
    cell kept;
    for (size_t i = 0; i < count; i++) {
        if (ids[2 * i + 1] == AC_NODE_NONE) {
            return unknown == NULL ? read_operand(&operands[2 * i], member) : *unknown;
        }
        cell condition = read_operand(&operands[2 * i + 1], member);
        if (condition.state != AC_VALUE_KNOWN && !unordered) {
            return condition;
        }
        if (condition.state != AC_VALUE_KNOWN && unknown == NULL) {
            kept = condition;
            unknown = &kept;
        }
        if (is_true(&condition)) {
            return read_operand(&operands[2 * i], member);
        }
    }
    if (unknown != NULL) {
        return *unknown;
    }
    AC_NEVER("a case applies: the checker proved it");
}

static ac_column eval_cases(ac_eval *eval, const ac_node *node, ac_range range)
{
    const ac_node_id *ids = &eval->program->arguments[node->argument];
    size_t count = node->argument_count;
    operand *operands = AC_NEW_ARRAY(eval->scratch, operand, count * 2);
    for (size_t i = 0; i < count * 2; i++) {
        if (ids[i] != AC_NODE_NONE) {
            operands[i] = open_operand(eval, node, ids[i], range);
        }
    }
    ac_column column = ac_eval_column(eval, node, range);
    for (uint32_t p = 0; p < column.periods; p++) {
        for (size_t i = 0; i < count * 2; i++) {
            if (ids[i] != AC_NODE_NONE) {
                turn_to(eval, node, range.first + (int32_t)p, &operands[i]);
            }
        }
        for (uint64_t m = 0; m < column.members; m++) {
            store(
                &column, p * column.members + m, choose(operands, ids, count, m, node->unordered));
        }
    }
    return column;
}

static ac_column eval_number(ac_eval *eval, const ac_node *node, ac_range range)
{
    ac_column column = ac_eval_column(eval, node, range);
    for (uint64_t i = 0; i < column.members * column.periods; i++) {
        column.numbers[i] = node->number;
    }
    return column;
}

static ac_column eval_gate(ac_eval *eval, const ac_node *node, ac_range range)
{
    ac_column column = ac_eval_column(eval, node, range);
    for (uint32_t p = 0; p < column.periods; p++) {
        ac_gate_state state = AC_GATE_UNDECIDED;
        column.states[p] = ac_gate_value(
            eval->evaluation, node->index, node->period, range.first + (int32_t)p, &state);
        column.numbers[p] = ac_rational_of(state == node->state ? 1 : 0);
    }
    return column;
}

/* A stored column over part of its periods; a dated one is read by the first month of each period.
 */
static ac_column eval_quantity(ac_eval *eval, const ac_node *node, ac_range range)
{
    const ac_column *stored = &eval->evaluation->quantities[node->index];
    if (stored->period == node->period) {
        ac_column view = *stored;
        ac_assert(range.first >= stored->first);
        uint64_t skip = (uint64_t)(range.first - stored->first) * stored->members;
        ac_assert((uint32_t)(range.first - stored->first + range.count) <= stored->periods);
        view.first = range.first;
        view.periods = (uint32_t)range.count;
        view.numbers = stored->numbers + skip;
        view.states = stored->states + skip;
        return view;
    }
    ac_column column = ac_eval_column(eval, node, range);
    for (uint32_t p = 0; p < column.periods; p++) {
        int32_t month = ac_read_dated(eval->calendar, node->period, range.first + (int32_t)p);
        uint64_t row = (uint64_t)(month - stored->first) * stored->members;
        for (uint64_t m = 0; m < column.members; m++) {
            column.numbers[p * column.members + m] = stored->numbers[row + m];
            column.states[p * column.members + m] = stored->states[row + m];
        }
    }
    return column;
}

static ac_column eval_node(ac_eval *eval, ac_node_id id, ac_range range)
{
    const ac_node *node = &eval->program->nodes[id];
    if (node->op == AC_OP_NUMBER) {
        return eval_number(eval, node, range);
    }
    if (node->op == AC_OP_GATE) {
        return eval_gate(eval, node, range);
    }
    if (node->op == AC_OP_CASES) {
        return eval_cases(eval, node, range);
    }
    if ((node->op >= AC_OP_SELECT && node->op <= AC_OP_CHANGE) || node->op == AC_OP_FOR_EVERY ||
        node->op == AC_OP_FOR_ANY) {
        return ac_eval_reach(eval, node, range);
    }
    ac_assert(node->op != AC_OP_PAYMENT);
    return eval_operands(eval, id, node, range);
}

ac_column ac_eval_node(ac_eval *eval, ac_node_id id, ac_range range)
{
    const ac_node *node = &eval->program->nodes[id];
    if (node->op == AC_OP_QUANTITY) {
        return eval_quantity(eval, node, range);
    }
    ac_column column = eval_node(eval, id, range);
    ac_eval_take_away(eval, node, range.first, &column, false);
    return column;
}

/* NOLINTEND(misc-no-recursion) */
