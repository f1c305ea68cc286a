/* SPDX-License-Identifier: MIT */
/* Ranges by the text alone. A definition has the hull of all its versions; those that need each
 * other across time begin with no ends and are looked at twice, which is sound, as every look only
 * narrows what holds already. Tables are exact: a member selected of one is its own cells. */

#include "lang/ranges.h"

#include "base/assert.h"

/* Who reads a value. */
typedef struct looker {
    ac_opcode op;
    const ac_type *type;
    ac_period_kind period;
    ac_known known;
} looker;

typedef struct looking {
    ac_arena *arena;
    const ac_program *program;
    ac_interval *nodes;
    ac_interval *quantities;
    ac_interval *gates;
    ac_assumed_list assumed;
    bool past_known; /* what is of a fixed period is a number */
    bool assuming;   /* not while a side of an assumption is looked at, or a time before the term */
} looking;

/* How many members a set of levels may have. A level from a file may have none, unless the text
 * says how many it has. */
static ac_interval count_members(const looking *look, ac_level_set levels)
{
    ac_interval count = ac_interval_of(AC_RATIONAL_ONE);
    for (uint32_t i = 0; i < look->program->level_count; i++) {
        const ac_level *level = &look->program->levels[i];
        if ((levels & (1u << i)) == 0) {
            continue;
        }
        uint32_t said = level->kind == AC_LEVEL_FILE ? level->members_said : level->member_count;
        ac_interval held =
            said > 0 ? ac_interval_of(ac_rational_of(said)) : ac_interval_from(AC_RATIONAL_ZERO);
        count = ac_interval_multiply(look->arena, count, held);
    }
    return count;
}

/* How many periods of one kind another may hold; the term may cut it. */
static ac_interval count_periods(const looking *look, ac_period_kind finer, ac_period_kind whole)
{
    static const int32_t months[] = {
        [AC_PERIOD_MONTH] = 1, [AC_PERIOD_QUARTER] = 3, [AC_PERIOD_YEAR] = 12};
    if (finer == whole || finer >= AC_PERIOD_TERM) {
        return ac_interval_of(AC_RATIONAL_ONE);
    }
    if (whole >= AC_PERIOD_TERM) {
        int32_t count = ac_term_count(&look->program->syntax->calendar, finer);
        return ac_interval_between(AC_RATIONAL_ONE, ac_rational_of(count));
    }
    return ac_interval_between(AC_RATIONAL_ONE, ac_rational_of(months[whole] / months[finer]));
}

/* ---- Members that come and go ---- */

/* Levels whose members have dates, and of them those whose members are succeeded. */
static ac_level_set dated_levels(const looking *look, ac_level_set levels, bool succeeded)
{
    ac_level_set dated = 0;
    for (uint32_t i = 0; i < look->program->level_count; i++) {
        const ac_level *level = &look->program->levels[i];
        bool has = level->opened || level->closed || level->succeeded;
        dated |= (succeeded ? level->succeeded : has) ? 1u << i : 0;
    }
    return dated & levels;
}

static bool looks_back(ac_opcode op)
{
    switch ((int)op) {
    case AC_OP_SAME:
    case AC_OP_AT_PERIOD:
    case AC_OP_AT_START:
    case AC_OP_PREVIOUS:
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
        return true;
    default:
        return false;
    }
}

/* Whether a value may be of an earlier day than its reader's, and so in other hands (R46). */
static bool may_move(const looker *reader, const ac_node *read, ac_known known)
{
    bool periods = reader->op == AC_OP_TOTAL || reader->op == AC_OP_TOTAL_BY;
    if (looks_back(reader->op) || (periods && reader->period != read->period)) {
        return true;
    }
    return reader->period != AC_PERIOD_NONE && known != AC_KNOWN_END &&
           (reader->known == AC_KNOWN_END || reader->period != read->period);
}

/* Whether a value may be nought at a member that is not there, where its reader is not (R47, R48):
 * of another period, of other levels, or one of those that stay after a member has closed. */
static bool may_be_away(const looker *reader, const ac_node *read, ac_level_set dated)
{
    bool stays = looks_back(reader->op) || reader->type->kind == AC_KIND_STOCK;
    bool goes = read->op == AC_OP_QUANTITY || read->type.kind != AC_KIND_STOCK;
    bool other = reader->period != read->period || (dated & ~reader->type->levels) != 0;
    return other || looks_back(reader->op) || (stays && goes) ||
           (ac_type_is_amount(&read->type) && !ac_type_is_amount(reader->type));
}

/* What a reader may find of a value over members that come and go. */
static ac_interval
as_read(const looking *look, const looker *reader, ac_node_id id, ac_interval range)
{
    const ac_node *read = &look->program->nodes[id];
    ac_level_set dated = dated_levels(look, read->type.levels, false);
    const ac_interval zero = ac_interval_of(AC_RATIONAL_ZERO);
    if (dated == 0 || (look->past_known && ac_interval_is_point(range))) {
        return range; /* of those only whether there are ends is asked */
    }
    ac_known known = read->op == AC_OP_QUANTITY ? look->program->quantities[read->index].type.known
                                                : read->type.known;
    ac_level_set succeeded = dated_levels(look, read->type.levels, true);
    if (succeeded != 0 && ac_type_is_amount(&read->type) && may_move(reader, read, known)) {
        range = ac_interval_hull(range, zero);
        /* Who follows whom is known beforehand. */
        return look->past_known
                   ? range
                   : ac_interval_multiply(look->arena, count_members(look, succeeded), range);
    }
    return may_be_away(reader, read, dated) ? ac_interval_hull(range, zero) : range;
}

/* A sum of so many values of a range. */
static ac_interval summed(const looking *look, ac_interval count, ac_interval each)
{
    return ac_interval_multiply(look->arena, count, each);
}

/* ---- Tables ---- */

/* The members that SELECT nodes above a table ask for. */
typedef struct selection {
    ac_text codes[AC_LEVELS_MAX];
    uint32_t count;
} selection;

static bool cell_is_selected(const ac_table_cell *cell, const selection *picked)
{
    for (uint32_t i = 0; i < picked->count; i++) {
        bool found = false;
        for (size_t w = 0; w < cell->members.count; w++) {
            found = found || ac_text_equal(cell->members.list[w].text, picked->codes[i]);
        }
        if (!found) {
            return false;
        }
    }
    return true;
}

static ac_interval table_range(const looking *look, uint32_t index, const selection *picked)
{
    const ac_quantity *quantity = &look->program->quantities[index];
    bool some = false;
    ac_interval hull = ac_interval_all();
    for (uint32_t v = 0; v < quantity->version_count; v++) {
        const ac_clause *clause = ac_clause_at(look->program, quantity->versions[v].clause);
        for (size_t r = 0; r < clause->row_count; r++) {
            for (size_t c = 0; c < clause->rows[r].cell_count; c++) {
                const ac_table_cell *cell = &clause->rows[r].cells[c];
                if (cell_is_selected(cell, picked)) {
                    ac_interval value = ac_interval_of(cell->value);
                    hull = some ? ac_interval_hull(hull, value) : value;
                    some = true;
                }
            }
        }
    }
    return hull;
}

/* ---- Nodes ---- */

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static ac_interval look_at(looking *look, ac_node_id id);

/* A value as the node that reads it finds it. */
static ac_interval look_from(looking *look, const ac_node *node, ac_node_id id)
{
    const looker reader = {node->op, &node->type, node->period, node->type.known};
    return as_read(look, &reader, id, look_at(look, id));
}

static ac_interval look_at_selected(looking *look, const ac_node *node)
{
    selection picked = {.count = 0};
    const ac_node *below = node;
    while (below->op == AC_OP_SELECT && picked.count < AC_LEVELS_MAX) {
        const ac_level *level = &look->program->levels[below->index];
        picked.codes[picked.count++] =
            below->member == AC_NONE ? below->code : level->members[below->member];
        below = &look->program->nodes[below->left];
    }
    ac_interval whole = look_from(look, node, node->left);
    bool table = below->op == AC_OP_QUANTITY &&
                 look->program->quantities[below->index].kind == AC_QUANTITY_TABLE;
    return table ? table_range(look, below->index, &picked) : whole;
}

/* A gate at a date is undecided before it is met or missed. */
static ac_interval look_at_gate(const looking *look, const ac_node *node)
{
    const ac_gate *gate = &look->program->gates[node->index];
    ac_interval condition = look->gates[node->index];
    bool possible = true;
    if (node->state == AC_GATE_MET) {
        possible = ac_interval_may_hold(condition);
    } else if (node->state == AC_GATE_MISSED) {
        possible = ac_interval_may_fail(condition);
    }
    bool certain =
        gate->each && ((node->state == AC_GATE_MET && !ac_interval_may_fail(condition)) ||
                       (node->state == AC_GATE_MISSED && !ac_interval_may_hold(condition)));
    return ac_interval_truth(!certain, possible);
}

static ac_interval look_at_cases(looking *look, const ac_node *node)
{
    bool some = false;
    bool taken = false;
    ac_interval hull = ac_interval_all();
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_node_id condition = look->program->arguments[node->argument + 2 * i + 1];
        ac_interval value = look_from(look, node, look->program->arguments[node->argument + 2 * i]);
        ac_interval applies = condition == AC_NODE_NONE ? ac_interval_truth(false, true)
                                                        : look_from(look, node, condition);
        if (!taken && ac_interval_may_hold(applies)) {
            hull = some ? ac_interval_hull(hull, value) : value;
            some = true;
            taken = !ac_interval_may_fail(applies);
        }
    }
    return hull;
}

static ac_interval look_over_members(looking *look, const ac_node *node)
{
    ac_interval each = look_from(look, node, node->left);
    ac_interval members = count_members(look, node->over);
    bool none = ac_interval_has(members, AC_RATIONAL_ZERO);
    bool every = node->op == AC_OP_FOR_EVERY;
    return ac_interval_truth(
        ac_interval_may_fail(each) || (!every && none),
        ac_interval_may_hold(each) || (every && none));
}

static ac_interval look_at_total(looking *look, const ac_node *node)
{
    ac_interval each = look_from(look, node, node->left);
    ac_interval count = node->op == AC_OP_TOTAL_BY ? ac_interval_from(AC_RATIONAL_ZERO)
                                                   : count_members(look, node->over);
    ac_period_kind left = look->program->nodes[node->left].period;
    if (left != AC_PERIOD_NONE) {
        ac_period_kind whole = node->period == AC_PERIOD_NONE ? AC_PERIOD_TERM : node->period;
        count = ac_interval_multiply(look->arena, count, count_periods(look, left, whole));
    }
    return summed(look, count, each);
}

static ac_interval look_at_running(looking *look, const ac_node *node)
{
    ac_interval each = look_from(look, node, node->left);
    if (node->op == AC_OP_CHANGE) {
        return ac_interval_hull(each, ac_interval_subtract(look->arena, each, each));
    }
    return summed(look, count_periods(look, node->period, node->since), each);
}

/* One at a time before the term, of which nothing is assumed. */
static ac_interval look_at_past(looking *look, const ac_node *node)
{
    if (look->past_known) {
        return ac_interval_of(AC_RATIONAL_ONE);
    }
    bool assuming = look->assuming;
    look->assuming = false;
    ac_interval range = look_from(look, node, node->left);
    look->assuming = assuming;
    return range;
}

static ac_interval look_plainly(looking *look, const ac_node *node)
{
    selection none = {.count = 0};
    ac_interval operands[3] = {ac_interval_all(), ac_interval_all(), ac_interval_all()};
    switch ((int)node->op) {
    case AC_OP_NUMBER:
        return ac_interval_of(node->number);
    case AC_OP_QUANTITY:
        return look->program->quantities[node->index].kind == AC_QUANTITY_TABLE
                   ? table_range(look, node->index, &none)
                   : look->quantities[node->index];
    case AC_OP_GATE:
        return look_at_gate(look, node);
    case AC_OP_SELECT:
        return look_at_selected(look, node);
    case AC_OP_AT_PERIOD:
    case AC_OP_SAME:
        return look_at_past(look, node);
    case AC_OP_PREVIOUS:
        if (look->past_known && !look->assuming) {
            return ac_interval_of(AC_RATIONAL_ONE);
        }
        return look_from(look, node, node->left);
    case AC_OP_AT_START:
        return look_from(look, node, node->left);
    case AC_OP_TOTAL:
    case AC_OP_TOTAL_BY:
        return look_at_total(look, node);
    case AC_OP_CUMULATIVE:
    case AC_OP_CHANGE:
        return look_at_running(look, node);
    case AC_OP_FOR_EVERY:
    case AC_OP_FOR_ANY:
        return look_over_members(look, node);
    case AC_OP_CASES:
        return look_at_cases(look, node);
    case AC_OP_OR_DIVIDED:
    case AC_OP_OR_EARLIER:
        operands[0] = look_from(look, node, node->left);
        return ac_interval_hull(operands[0], look_from(look, node, node->right));
    case AC_OP_PAYMENT:
        return ac_interval_all();
    default:
        break;
    }
    const ac_node_id ids[] = {node->left, node->right, node->third};
    for (int i = 0; i < 3; i++) {
        operands[i] = ids[i] == AC_NODE_NONE ? operands[i] : look_from(look, node, ids[i]);
    }
    return ac_transfer(look->arena, look->program, node, operands);
}

/* An assumption does not speak of members that are there for a part of a period. Of whether there
 * are ends it is taken to: those are told by the bounds over data, when there is one. */
static bool speaks_of_all(const looking *look, const ac_assumed *one)
{
    ac_node_id condition = look->program->assumptions[one->assumption].condition;
    ac_level_set levels =
        look->program->nodes[one->each].type.levels | look->program->nodes[condition].type.levels;
    return look->past_known || dated_levels(look, levels, false) == 0;
}

/* What is assumed of a formula, wherever it stands. Only an assumption of the contract as signed
 * that no variation restates holds for the whole term. */
static ac_interval assumed_of(looking *look, ac_node_id id, ac_interval range)
{
    for (size_t i = 0; look->assuming && i < look->assumed.count; i++) {
        const ac_assumed *one = &look->assumed.list[i];
        const ac_check *said = &look->program->assumptions[one->assumption];
        bool always = said->effective.day == INT32_MIN && said->until.day == INT32_MAX;
        if (!always || !ac_node_same(look->program, id, one->subject) ||
            !speaks_of_all(look, one)) {
            continue;
        }
        look->assuming = false;
        ac_interval held = ac_interval_all();
        if (one->low != AC_NODE_NONE) {
            ac_interval low = look_at(look, one->low);
            held.no_low = low.no_low;
            held.low = low.low;
        }
        if (one->high != AC_NODE_NONE) {
            ac_interval high = look_at(look, one->high);
            held.no_high = high.no_high;
            held.high = high.high;
        }
        look->assuming = true;
        range = ac_interval_meet(range, held);
    }
    return range;
}

static ac_interval look_at(looking *look, ac_node_id id)
{
    const ac_node *node = &look->program->nodes[id];
    ac_interval range = look_plainly(look, node);
    bool fails = node->op == AC_OP_DIVIDE || node->op == AC_OP_BANDS || node->op == AC_OP_PREVIOUS;
    if (fails && !look->past_known && dated_levels(look, node->type.levels, false) != 0) {
        /* At a member that is there for a part of a period a fault is nought (R47). */
        range = ac_interval_hull(range, ac_interval_of(AC_RATIONAL_ZERO));
    }
    range = assumed_of(look, id, range);
    look->nodes[id] = range;
    return range;
}

/* NOLINTEND(misc-no-recursion) */

static void look_at_member(looking *look, uint32_t member)
{
    const ac_program *program = look->program;
    bool gate = member >= program->quantity_count;
    uint32_t index = gate ? member - program->quantity_count : member;
    const ac_version *versions =
        gate ? program->gates[index].versions : program->quantities[index].versions;
    uint32_t count =
        gate ? program->gates[index].version_count : program->quantities[index].version_count;
    ac_interval range = ac_interval_all();
    if (!gate && program->quantities[index].kind == AC_QUANTITY_INPUT) {
        look->quantities[index] = ac_input_range(program, index);
        return;
    }
    if (!gate && program->quantities[index].kind == AC_QUANTITY_TABLE) {
        selection none = {.count = 0};
        look->quantities[index] = table_range(look, index, &none);
        return;
    }
    const ac_quantity *quantity = gate ? NULL : &program->quantities[index];
    for (uint32_t v = 0; v < count; v++) {
        ac_interval one = look_at(look, versions[v].root);
        if (!gate) {
            const looker reader = {
                AC_OP_QUANTITY, &quantity->type, quantity->period, quantity->type.known};
            one = as_read(look, &reader, versions[v].root, one);
        }
        range = v == 0 ? one : ac_interval_hull(range, one);
    }
    if (gate) {
        look->gates[index] = range;
    } else {
        look->quantities[index] = range;
    }
}

static void look_at_roots(looking *look)
{
    const ac_program *program = look->program;
    for (uint32_t i = 0; i < program->pay_count; i++) {
        for (uint32_t v = 0; v < program->pays[i].version_count; v++) {
            (void)look_at(look, program->pays[i].versions[v].amount);
        }
    }
    const ac_split *const lists[] = {
        program->payer_splits, program->payee_splits, program->pass_splits};
    const uint32_t counts[] = {
        program->payer_split_count, program->payee_split_count, program->pass_split_count};
    for (int k = 0; k < 3; k++) {
        for (uint32_t i = 0; i < counts[k]; i++) {
            if (lists[k][i].weights != AC_NODE_NONE) {
                (void)look_at(look, lists[k][i].weights);
            }
        }
    }
}

static const ac_ranges *look_at_all(ac_arena *arena, const ac_program *program, bool past_known)
{
    looking look = {.arena = arena, .program = program, .past_known = past_known, .assuming = true};
    look.nodes = AC_NEW_ARRAY(arena, ac_interval, program->node_count);
    look.quantities = AC_NEW_ARRAY(arena, ac_interval, program->quantity_count);
    look.gates = AC_NEW_ARRAY(arena, ac_interval, program->gate_count);
    look.assumed = ac_assumed_of(arena, program);
    for (uint32_t i = 0; i < program->node_count; i++) {
        look.nodes[i] = ac_interval_all();
    }
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        look.quantities[i] = ac_interval_all();
        if (program->quantities[i].kind != AC_QUANTITY_FORMULA) {
            look_at_member(&look, i); /* an assumption may look at one out of its order */
        }
    }
    for (uint32_t i = 0; i < program->gate_count; i++) {
        look.gates[i] = ac_interval_truth(true, true);
    }
    for (uint32_t s = 0; s < program->step_count; s++) {
        const ac_step *step = &program->steps[s];
        uint32_t looks = step->through_time ? 2 : 1;
        for (uint32_t i = 0; i < step->count * looks; i++) {
            look_at_member(&look, step->members[i % step->count]);
        }
    }
    look_at_roots(&look);
    ac_ranges *ranges = AC_NEW(arena, ac_ranges);
    *ranges = (ac_ranges){look.nodes, look.quantities, look.gates};
    return ranges;
}

const ac_ranges *ac_ranges_of(ac_arena *arena, const ac_program *program)
{
    return look_at_all(arena, program, false);
}

const ac_ranges *ac_ranges_of_ends(ac_arena *arena, const ac_program *program)
{
    return look_at_all(arena, program, true);
}
