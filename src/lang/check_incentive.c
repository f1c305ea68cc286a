/* SPDX-License-Identifier: MIT */
/* Payments that may rise when those who are paid count less. Of every count by a level whose
 * members are paid (each for itself, or through a party that passes its part on), it is found which
 * way each payment, and each weight by which parts are passed on, may go as the count falls; what
 * hangs on a gate, case, `unless` or factor of quality or of a choice is left out.
 *
 * Which way a value may go is a pair of signs, made from the formula alone: a sum goes as its
 * parts, a product as the signs of the other factor allow (lang/ranges.h), a limit or rounding as
 * what it limits, a case either way if its condition may turn. So it is found wherever it may be,
 * and may be found where two effects always outweigh each other.
 * docs/manual/diagnostics/W-INCENTIVE.md says what is not seen. */

#include "lang/checker.h"
#include "lang/ranges.h"

/* Counts that are looked at; a contract of more has its first looked at. */
enum { SOURCES_MAX = 64 };

/* Ways in which a value may go as the count goes up. */
enum { WAY_NONE = 0, WAY_WITH = 1, WAY_AGAINST = 2, WAY_EITHER = 3 };

/* Whether a formula hangs on quality, once that is settled of every definition. */
enum { HANGS_UNKNOWN, HANGS_NO, HANGS_YES };

/* A count of the text: an input, at the members that the formulas select. */
typedef struct source {
    uint32_t input;
    ac_text codes[AC_LEVELS_MAX]; /* by level; "" where none is selected */
} source;

typedef struct incentive {
    ac_checker *checker;
    const ac_program *program;
    const ac_ranges *ranges;
    ac_level_set paid;      /* levels whose members are paid */
    ac_level_set *pay_paid; /* [pay_count], by each payment */
    bool *quality;          /* [quantity_count + gate_count]: hangs on quality or a choice */
    uint8_t *hangs;         /* [node_count], or NULL while it is not settled */
    uint8_t *ways;          /* [quantity_count + gate_count], of the source at hand */
    source *sources;        /* [source_count] */
    size_t source_count;
    size_t source_capacity;
    const source *at;
} incentive;

static bool is_money(const ac_unit *unit)
{
    for (uint32_t i = 0; i < unit->count; i++) {
        if (unit->of[i].base == 0) {
            return true;
        }
    }
    return false;
}

/* Quality or a choice: yes or no, one of a list, and any rate or stock that is no money, no price
 * and no list of the members who are paid. */
static bool is_quality(const incentive *all, uint32_t index)
{
    const ac_quantity *quantity = &all->program->quantities[index];
    const ac_type *type = &quantity->type;
    if (quantity->kind != AC_QUANTITY_INPUT) {
        return false;
    }
    if (type->kind == AC_KIND_YES_NO || type->kind == AC_KIND_ONE_OF) {
        return true;
    }
    bool stock = type->kind == AC_KIND_STOCK && (type->levels & all->paid) == 0;
    return (type->kind == AC_KIND_RATE || stock) && !is_money(&type->unit);
}

static bool is_source(const incentive *all, uint32_t index)
{
    const ac_quantity *quantity = &all->program->quantities[index];
    return quantity->kind == AC_QUANTITY_INPUT && quantity->type.kind == AC_KIND_FLOW &&
           !is_money(&quantity->type.unit) && (quantity->type.levels & all->paid) != 0;
}

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static bool hangs_on_quality(const incentive *all, ac_node_id id)
{
    if (id == AC_NODE_NONE) {
        return false;
    }
    if (all->hangs != NULL && all->hangs[id] != HANGS_UNKNOWN) {
        return all->hangs[id] == HANGS_YES;
    }
    const ac_node *node = &all->program->nodes[id];
    bool hangs =
        (node->op == AC_OP_QUANTITY && all->quality[node->index]) ||
        (node->op == AC_OP_GATE && all->quality[all->program->quantity_count + node->index]) ||
        hangs_on_quality(all, node->left) || hangs_on_quality(all, node->right) ||
        hangs_on_quality(all, node->third);
    for (uint32_t i = 0; !hangs && i < node->argument_count * 2; i++) {
        hangs = hangs_on_quality(all, all->program->arguments[node->argument + i]);
    }
    if (all->hangs != NULL) {
        all->hangs[id] = hangs ? HANGS_YES : HANGS_NO;
    }
    return hangs;
}

/* ---- Which way ---- */

static uint8_t ways_of(incentive *all, ac_node_id id);

static uint8_t turned(uint8_t ways)
{
    uint8_t with = (ways & WAY_AGAINST) != 0 ? WAY_WITH : WAY_NONE;
    uint8_t against = (ways & WAY_WITH) != 0 ? WAY_AGAINST : WAY_NONE;
    return with | against;
}

static uint8_t either(uint8_t ways)
{
    return ways == WAY_NONE ? WAY_NONE : WAY_EITHER;
}

/* What a factor leaves of the ways of the other. */
static uint8_t scaled(const incentive *all, uint8_t ways, ac_node_id factor)
{
    ac_interval range = all->ranges->nodes[factor];
    bool may_be_less = range.no_low || ac_rational_sign(range.low) < 0;
    bool may_be_more = range.no_high || ac_rational_sign(range.high) > 0;
    return (uint8_t)((may_be_more ? ways : WAY_NONE) | (may_be_less ? turned(ways) : WAY_NONE));
}

static uint8_t ways_of_selected(incentive *all, const ac_node *node)
{
    ac_text codes[AC_LEVELS_MAX] = {{0}};
    const ac_node *below = node;
    while (below->op == AC_OP_SELECT) {
        codes[below->index] = below->member == AC_NONE
                                  ? below->code
                                  : all->program->levels[below->index].members[below->member];
        below = &all->program->nodes[below->left];
    }
    if (below->op != AC_OP_QUANTITY || below->index != all->at->input) {
        return node->op == AC_OP_QUANTITY ? all->ways[node->index] : ways_of(all, node->left);
    }
    for (uint32_t i = 0; i < all->program->level_count; i++) {
        if (codes[i].size > 0 && all->at->codes[i].size > 0 &&
            !ac_text_equal(codes[i], all->at->codes[i])) {
            return WAY_NONE; /* another member's */
        }
    }
    return WAY_WITH;
}

static uint8_t ways_of_cases(incentive *all, const ac_node *node)
{
    uint8_t ways = WAY_NONE;
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_node_id condition = all->program->arguments[node->argument + 2 * i + 1];
        if (hangs_on_quality(all, condition)) {
            return WAY_NONE;
        }
        ways |= ways_of(all, all->program->arguments[node->argument + 2 * i]);
        ways |= condition == AC_NODE_NONE ? WAY_NONE : either(ways_of(all, condition));
    }
    return ways;
}

static uint8_t ways_of_bands(incentive *all, const ac_node *node)
{
    const ac_band_set *set = &all->program->bands[node->index];
    uint8_t ways = ways_of(all, node->left);
    bool rises = false;
    bool falls = false;
    const ac_rational *before = NULL;
    for (uint32_t i = 0; i < set->count; i++) {
        const ac_band *band = &set->bands[i];
        /* Part by part each band begins where the one before it ends, and goes as its rate. */
        int step = before == NULL || band->part ? 0 : ac_rational_compare(band->value, *before);
        int slope = band->line ? ac_rational_compare(band->value_until, band->value) : 0;
        slope = band->part ? ac_rational_sign(band->rate) : slope;
        rises = rises || step > 0 || slope > 0;
        falls = falls || step < 0 || slope < 0;
        before = band->line ? &band->value_until : &band->value;
    }
    return (uint8_t)((rises ? ways : WAY_NONE) | (falls ? turned(ways) : WAY_NONE));
}

static uint8_t ways_of_product(incentive *all, const ac_node *node)
{
    bool divides = node->op == AC_OP_DIVIDE;
    uint8_t left = scaled(all, ways_of(all, node->left), node->right);
    uint8_t right = scaled(all, ways_of(all, node->right), node->left);
    left = hangs_on_quality(all, node->right) ? WAY_NONE : left;
    right = hangs_on_quality(all, node->left) ? WAY_NONE : right;
    return left | (divides ? turned(right) : right);
}

static uint8_t ways_of_pair(incentive *all, const ac_node *node, bool left_turns, bool right_turns)
{
    uint8_t left = ways_of(all, node->left);
    uint8_t right = ways_of(all, node->right);
    return (left_turns ? turned(left) : left) | (right_turns ? turned(right) : right);
}

static uint8_t ways_of(incentive *all, ac_node_id id)
{
    const ac_node *node = &all->program->nodes[id];
    uint8_t ways = WAY_NONE;
    switch ((int)node->op) {
    case AC_OP_NUMBER:
    case AC_OP_PAYMENT:
    case AC_OP_SAME: /* of a fixed period: what is done now does not change it */
    case AC_OP_AT_PERIOD:
        return WAY_NONE;
    case AC_OP_QUANTITY:
    case AC_OP_SELECT:
        return ways_of_selected(all, node);
    case AC_OP_GATE:
        ways = all->ways[all->program->quantity_count + node->index];
        return node->state == AC_GATE_MET      ? ways
               : node->state == AC_GATE_MISSED ? turned(ways)
                                               : (uint8_t)WAY_NONE;
    case AC_OP_NEGATE:
    case AC_OP_NOT:
        return turned(ways_of(all, node->left));
    case AC_OP_SUBTRACT:
    case AC_OP_AT_LEAST:
    case AC_OP_MORE:
        return ways_of_pair(all, node, false, true);
    case AC_OP_AT_MOST:
    case AC_OP_LESS:
        return ways_of_pair(all, node, true, false);
    case AC_OP_EQUAL:
        return either(ways_of_pair(all, node, false, false));
    case AC_OP_MULTIPLY:
    case AC_OP_DIVIDE:
        return ways_of_product(all, node);
    case AC_OP_CASES:
        return ways_of_cases(all, node);
    case AC_OP_UNLESS:
        return hangs_on_quality(all, node->third)
                   ? WAY_NONE
                   : ways_of_pair(all, node, false, false) | either(ways_of(all, node->third));
    case AC_OP_BANDS:
        return ways_of_bands(all, node);
    default:
        ways = ways_of(all, node->left);
        return node->right == AC_NODE_NONE ? ways : ways | ways_of(all, node->right);
    }
}

/* ---- Where it turns ---- */

static const ac_version *last_version(const incentive *all, uint32_t quantity)
{
    const ac_quantity *of = &all->program->quantities[quantity];
    return of->kind == AC_QUANTITY_FORMULA ? &of->versions[of->version_count - 1] : NULL;
}

/* Within a formula that may go against the count: the name of another that does, or AC_NODE_NONE
 * where it turns in this one. */
static ac_node_id turning_name(incentive *all, ac_node_id id)
{
    const ac_node *node = &all->program->nodes[id];
    if (node->op == AC_OP_QUANTITY) {
        return id;
    }
    const ac_node_id ids[] = {node->left, node->right};
    for (size_t i = 0; i < 2; i++) {
        if (ids[i] != AC_NODE_NONE && (ways_of(all, ids[i]) & WAY_AGAINST) != 0) {
            return turning_name(all, ids[i]);
        }
    }
    for (uint32_t i = 0; i < node->argument_count; i++) {
        ac_node_id value = all->program->arguments[node->argument + 2 * i];
        if ((ways_of(all, value) & WAY_AGAINST) != 0) {
            return turning_name(all, value);
        }
    }
    return AC_NODE_NONE;
}

/* The clause of the formula in which what goes against the count first goes with it. */
static uint32_t turning_clause(incentive *all, ac_node_id id, uint32_t clause)
{
    for (uint32_t i = 0; i <= all->program->quantity_count; i++) {
        ac_node_id name = turning_name(all, id);
        const ac_version *version =
            name == AC_NODE_NONE ? NULL : last_version(all, all->program->nodes[name].index);
        if (version == NULL) {
            break;
        }
        clause = version->clause;
        id = version->root;
    }
    return clause;
}

/* ---- Sources ---- */

static void find_sources(incentive *all, ac_node_id id, const ac_node *selected)
{
    if (id == AC_NODE_NONE) {
        return;
    }
    const ac_node *node = &all->program->nodes[id];
    if (node->op == AC_OP_SAME || node->op == AC_OP_AT_PERIOD) {
        return;
    }
    if (node->op == AC_OP_QUANTITY && is_source(all, node->index)) {
        source found = {.input = node->index};
        for (const ac_node *at = selected; at != NULL && at->op == AC_OP_SELECT;
             at = &all->program->nodes[at->left]) {
            found.codes[at->index] = at->member == AC_NONE
                                         ? at->code
                                         : all->program->levels[at->index].members[at->member];
        }
        for (size_t i = 0; i < all->source_count; i++) {
            bool same = all->sources[i].input == found.input;
            for (uint32_t k = 0; k < all->program->level_count; k++) {
                same = same && ac_text_equal(all->sources[i].codes[k], found.codes[k]);
            }
            if (same) {
                return;
            }
        }
        if (all->source_count == SOURCES_MAX) {
            return;
        }
        AC_RESERVE(all->checker->arena, all->sources, all->source_count, all->source_capacity);
        all->sources[all->source_count++] = found;
    }
    const ac_node *above = node->op == AC_OP_SELECT ? (selected != NULL ? selected : node) : NULL;
    find_sources(all, node->left, above);
    find_sources(all, node->right, NULL);
    find_sources(all, node->third, NULL);
    for (uint32_t i = 0; i < node->argument_count * 2; i++) {
        find_sources(all, all->program->arguments[node->argument + i], NULL);
    }
}

/* NOLINTEND(misc-no-recursion) */

/* ---- All ---- */

static const ac_version *versions_of(const ac_program *program, uint32_t member, uint32_t *count)
{
    if (member < program->quantity_count) {
        const ac_quantity *quantity = &program->quantities[member];
        *count = quantity->kind == AC_QUANTITY_FORMULA ? quantity->version_count : 0;
        return quantity->versions;
    }
    *count = program->gates[member - program->quantity_count].version_count;
    return program->gates[member - program->quantity_count].versions;
}

/* Walks every definition in the order of computing, until nothing more is learnt. */
static void walk_definitions(incentive *all, bool quality)
{
    const ac_program *program = all->program;
    bool learnt = true;
    while (learnt) {
        learnt = false;
        for (uint32_t s = 0; s < program->step_count; s++) {
            for (uint32_t i = 0; i < program->steps[s].count; i++) {
                uint32_t member = program->steps[s].members[i];
                uint32_t count = 0;
                const ac_version *versions = versions_of(program, member, &count);
                for (uint32_t v = 0; v < count; v++) {
                    bool hangs = quality && hangs_on_quality(all, versions[v].root);
                    uint8_t ways = quality ? WAY_NONE : ways_of(all, versions[v].root);
                    learnt = learnt || (hangs && !all->quality[member]) ||
                             (ways & ~all->ways[member]) != 0;
                    all->quality[member] = all->quality[member] || hangs;
                    all->ways[member] |= ways;
                }
            }
        }
    }
}

/* The levels whose members a payment comes to: to each, by its payees, or by any stage of passing
 * on, parties among them. */
static ac_level_set levels_paid(const incentive *all, uint32_t index)
{
    AC_SCOPED_ARENA(scratch);
    const ac_program *program = all->program;
    const ac_pay *pay = &program->pays[index];
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_reached of = ac_reached_of(program);
    bool *reached = AC_NEW_ARRAY(&scratch, bool, program->party_count);
    ac_level_set paid = pay->to_level == AC_NONE ? 0 : 1u << pay->to_level;
    int32_t first = ac_term_first(calendar, pay->period);
    for (int32_t period = first; period < first + ac_term_count(calendar, pay->period); period++) {
        accord_date day = ac_period_from(calendar, pay->period, period);
        if (!ac_pay_is_paid(calendar, pay, period)) {
            continue;
        }
        ac_parties_reached(&of, index, day, reached);
        for (uint32_t p = 0; p < program->party_count; p++) {
            const ac_split *split = reached[p] ? ac_split_on(
                                                     program->syntax, program->pass_splits,
                                                     program->pass_split_count, p, index, day)
                                               : NULL;
            paid |= reached[p] ? 1u << program->parties[p].level : 0;
            paid |= split != NULL && split->to_level != AC_NONE ? 1u << split->to_level : 0;
        }
    }
    return paid;
}

static ac_text source_words(const incentive *all)
{
    AC_SCOPED_BUFFER(words, 1000);
    ac_buffer_add(&words, all->program->quantities[all->at->input].name);
    bool some = false;
    for (uint32_t i = 0; i < all->program->level_count; i++) {
        if (all->at->codes[i].size > 0) {
            ac_buffer_addf(&words, "%s%.*s", some ? ", " : "(", AC_TEXT_ARG(all->at->codes[i]));
            some = true;
        }
    }
    ac_buffer_add_z(&words, some ? ")" : "");
    return ac_text_copy(all->checker->diagnostics->arena, ac_buffer_text(&words));
}

static void tell(incentive *all, uint32_t clause, ac_node_id node, const char *what)
{
    ac_checker *checker = all->checker;
    checker->clause = ac_clause_at(all->program, clause);
    ac_diagnostic *fault = ac_fault(
        checker, AC_INCENTIVE, checker->clause->value->span,
        "%s may rise when '%.*s' falls, whatever the quality", what,
        AC_TEXT_ARG(source_words(all)));
    uint32_t turns = turning_clause(all, node, clause);
    if (turns != clause) {
        ac_fault_other(checker, fault, turns);
        fault->note = AC_TEXT("what is counted less comes to more there");
    }
    fault->mend = AC_TEXT("make that part hang on quality ('0 unless quality met'), or leave it if "
                          "no one who is paid decides the count");
}

static void check_weights(incentive *all, const ac_split *splits, uint32_t count)
{
    ac_level_set counted = all->program->quantities[all->at->input].type.levels;
    for (uint32_t i = 0; i < count; i++) {
        const ac_split *split = &splits[i];
        bool own = split->to_level != AC_NONE && split->weights != AC_NODE_NONE &&
                   (counted >> split->to_level & 1u) != 0;
        if (own && (ways_of(all, split->weights) & WAY_AGAINST) != 0) {
            tell(all, split->clause, split->weights, "a member's own weight");
        }
    }
}

static void check_source(incentive *all)
{
    const ac_program *program = all->program;
    uint32_t members = program->quantity_count + program->gate_count;
    all->ways = AC_NEW_ARRAY(all->checker->arena, uint8_t, members);
    ac_level_set counted = program->quantities[all->at->input].type.levels;
    walk_definitions(all, false);
    for (uint32_t i = 0; i < program->pay_count; i++) {
        const ac_pay *pay = &program->pays[i];
        for (uint32_t v = 0; (counted & all->pay_paid[i]) != 0 && v < pay->version_count; v++) {
            if ((ways_of(all, pay->versions[v].amount) & WAY_AGAINST) != 0) {
                tell(all, pay->versions[v].clause, pay->versions[v].amount, "this payment");
            }
        }
    }
    check_weights(all, program->payee_splits, program->payee_split_count);
    check_weights(all, program->pass_splits, program->pass_split_count);
}

void ac_check_incentive(ac_checker *checker, const ac_program *program)
{
    incentive all = {.checker = checker, .program = program};
    all.pay_paid = AC_NEW_ARRAY(checker->arena, ac_level_set, program->pay_count);
    for (uint32_t i = 0; i < program->pay_count; i++) {
        all.pay_paid[i] = levels_paid(&all, i);
        all.paid |= all.pay_paid[i];
    }
    uint32_t members = program->quantity_count + program->gate_count;
    all.ranges = ac_ranges_of(checker->arena, program);
    all.quality = AC_NEW_ARRAY(checker->arena, bool, members);
    all.ways = AC_NEW_ARRAY(checker->arena, uint8_t, members);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        all.quality[i] = is_quality(&all, i);
    }
    walk_definitions(&all, true);
    all.hangs = AC_NEW_ARRAY(checker->arena, uint8_t, program->node_count);
    for (uint32_t member = 0; member < members; member++) {
        uint32_t count = 0;
        const ac_version *versions = versions_of(program, member, &count);
        for (uint32_t v = 0; v < count; v++) {
            find_sources(&all, versions[v].root, NULL);
        }
    }
    for (uint32_t i = 0; i < program->pay_count; i++) {
        for (uint32_t v = 0; v < program->pays[i].version_count; v++) {
            find_sources(&all, program->pays[i].versions[v].amount, NULL);
        }
    }
    for (uint32_t i = 0; i < program->payee_split_count; i++) {
        find_sources(&all, program->payee_splits[i].weights, NULL);
    }
    for (uint32_t i = 0; i < program->pass_split_count; i++) {
        find_sources(&all, program->pass_splits[i].weights, NULL);
    }
    for (size_t i = 0; i < all.source_count; i++) {
        all.at = &all.sources[i];
        check_source(&all);
    }
}
