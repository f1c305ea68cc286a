/* SPDX-License-Identifier: MIT */
/* 'first that applies': typing the cases, and finding a case that can never apply, or that nothing
 * may apply. For that, each condition is taken as a formula over a few variables with finitely many
 * states: a gate is undecided, met or missed; a one-of value is each of its choices; a number
 * compared with constants lies in one of the regions between them; anything else is so or not so.
 * All joint states are tried, as long as they are few. */

#include "lang/checker.h"

enum { VARIABLES_MAX = 12, STATES_MAX = 24, JOINT_MAX = 20000 };

typedef enum variable_kind {
    VARIABLE_GATE,
    VARIABLE_CHOICE,
    VARIABLE_NUMBER,
    VARIABLE_TRUTH
} variable_kind;

typedef struct variable {
    variable_kind kind;
    ac_text words; /* what is compared, as written */
    const ac_gate *gate;
    uint32_t states;
    ac_words choices;
    ac_rational
        bounds[STATES_MAX / 2]; /* NUMBER: rising; states are below, at, between, at ... above */
    uint32_t bound_count;
} variable;

typedef struct space {
    ac_checker *checker;
    variable variables[VARIABLES_MAX];
    uint32_t count;
    uint32_t state[VARIABLES_MAX];
    bool too_large;
} space;

static ac_text words_of(const space *all, const ac_expr *expr)
{
    return ac_span_text(all->checker->syntax->source, expr->span);
}

static variable *find_variable(space *all, variable_kind kind, ac_text words)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (all->variables[i].kind == kind && ac_text_equal(all->variables[i].words, words)) {
            return &all->variables[i];
        }
    }
    if (all->count == VARIABLES_MAX) {
        all->too_large = true;
        return NULL;
    }
    variable *added = &all->variables[all->count++];
    *added = (variable){.kind = kind, .words = words, .states = 2};
    return added;
}

static bool is_comparison(const ac_expr *expr)
{
    return expr->op >= AC_EXPR_AT_LEAST && expr->op <= AC_EXPR_EQUAL;
}

static void add_bound(space *all, variable *number, ac_rational bound)
{
    uint32_t at = 0;
    while (at < number->bound_count && ac_rational_compare(number->bounds[at], bound) < 0) {
        at++;
    }
    if (at < number->bound_count && ac_rational_compare(number->bounds[at], bound) == 0) {
        return;
    }
    if (number->bound_count * 2 + 3 > STATES_MAX) {
        all->too_large = true;
        return;
    }
    for (uint32_t i = number->bound_count; i > at; i--) {
        number->bounds[i] = number->bounds[i - 1];
    }
    number->bounds[at] = bound;
    number->bound_count++;
    number->states = number->bound_count * 2 + 1;
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static void collect(space *all, const ac_expr *expr)
{
    if (expr == NULL || all->too_large) {
        return;
    }
    if (expr->op == AC_EXPR_AND || expr->op == AC_EXPR_OR || expr->op == AC_EXPR_NOT) {
        collect(all, expr->left);
        collect(all, expr->right);
    } else if (expr->op == AC_EXPR_GATE) {
        variable *gate = find_variable(all, VARIABLE_GATE, expr->name.text);
        uint32_t found = ac_names_find(&all->checker->names, expr->name.text);
        if (gate != NULL && found != AC_NAME_NONE && all->checker->definitions[found].is_gate) {
            gate->gate = &all->checker->gates[all->checker->definitions[found].index];
            gate->states = 3;
        }
    } else if (expr->op == AC_EXPR_IS) {
        variable *choice = find_variable(all, VARIABLE_CHOICE, words_of(all, expr->left));
        const ac_definition *of = ac_definition_of(all->checker, words_of(all, expr->left));
        if (choice != NULL && of != NULL && !of->is_gate) {
            choice->choices = all->checker->quantities[of->index].type.choices;
            choice->states = (uint32_t)choice->choices.count;
            all->too_large = all->too_large || choice->choices.count > STATES_MAX;
        }
    } else if (is_comparison(expr) && expr->right->op == AC_EXPR_NUMBER) {
        variable *number = find_variable(all, VARIABLE_NUMBER, words_of(all, expr->left));
        if (number != NULL) {
            add_bound(all, number, expr->right->number);
        }
    } else {
        (void)find_variable(all, VARIABLE_TRUTH, words_of(all, expr));
    }
}

static uint32_t state_of(space *all, variable_kind kind, ac_text words, variable **found)
{
    variable *is = find_variable(all, kind, words);
    *found = is;
    return is == NULL ? 0 : all->state[is - all->variables];
}

/* State 2i + 1 is "at bound i"; 2i is "below bound i, above the one before". */
static bool compare_state(const ac_expr *expr, const variable *number, uint32_t state)
{
    uint32_t at = 0;
    while (at < number->bound_count &&
           ac_rational_compare(number->bounds[at], expr->right->number) != 0) {
        at++;
    }
    uint32_t equal = at * 2 + 1;
    switch ((int)expr->op) {
    case AC_EXPR_AT_LEAST:
        return state >= equal;
    case AC_EXPR_AT_MOST:
        return state <= equal;
    case AC_EXPR_MORE:
        return state > equal;
    case AC_EXPR_LESS:
        return state < equal;
    default:
        return state == equal;
    }
}

/* NOLINTNEXTLINE(misc-no-recursion): at most AC_HEIGHT_MAX deep */
static bool holds(space *all, const ac_expr *expr)
{
    variable *found = NULL;
    if (expr->op == AC_EXPR_AND) {
        bool left = holds(all, expr->left);
        return holds(all, expr->right) && left;
    }
    if (expr->op == AC_EXPR_OR) {
        bool left = holds(all, expr->left);
        return holds(all, expr->right) || left;
    }
    if (expr->op == AC_EXPR_NOT) {
        return !holds(all, expr->left);
    }
    if (expr->op == AC_EXPR_GATE) {
        return state_of(all, VARIABLE_GATE, expr->name.text, &found) == (uint32_t)expr->state;
    }
    if (expr->op == AC_EXPR_IS) {
        uint32_t state = state_of(all, VARIABLE_CHOICE, words_of(all, expr->left), &found);
        for (size_t i = 0; found != NULL && state < found->choices.count && i < expr->words.count;
             i++) {
            if (ac_text_equal(expr->words.list[i].text, found->choices.list[state].text)) {
                return true;
            }
        }
        return false;
    }
    if (is_comparison(expr) && expr->right->op == AC_EXPR_NUMBER) {
        uint32_t state = state_of(all, VARIABLE_NUMBER, words_of(all, expr->left), &found);
        return found != NULL && compare_state(expr, found, state);
    }
    return state_of(all, VARIABLE_TRUTH, words_of(all, expr), &found) == 1;
}

/* Of two gates at dates, the later cannot be decided while the earlier is not. */
static bool possible(const space *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        const ac_gate *late = all->variables[i].gate;
        if (late == NULL || late->each || all->state[i] == AC_GATE_UNDECIDED) {
            continue;
        }
        for (uint32_t k = 0; k < all->count; k++) {
            const ac_gate *early = all->variables[k].gate;
            if (early != NULL && !early->each && early->date.day <= late->date.day &&
                early->decided.day <= late->decided.day && all->state[k] == AC_GATE_UNDECIDED) {
                return false;
            }
        }
    }
    return true;
}

static bool next_state(space *all)
{
    for (uint32_t i = 0; i < all->count; i++) {
        if (++all->state[i] < all->variables[i].states) {
            return true;
        }
        all->state[i] = 0;
    }
    return false;
}

/* Marks the cases that some joint state reaches; returns whether some state reaches none. */
static bool reach(space *all, const ac_expr *expr, bool *reached)
{
    bool gap = false;
    do {
        if (!possible(all)) {
            continue;
        }
        size_t i = 0;
        while (i < expr->case_count && expr->cases[i].condition != NULL &&
               !holds(all, expr->cases[i].condition)) {
            i++;
        }
        if (i < expr->case_count) {
            reached[i] = true;
        } else {
            gap = true;
        }
    } while (next_state(all));
    return gap;
}

static void check_reach(ac_checker *checker, const ac_expr *expr)
{
    size_t count = expr->case_count;
    bool otherwise = false;
    for (size_t i = 0; i < count; i++) {
        if (otherwise) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_UNREACHABLE, expr->cases[i].span,
                "a case follows 'otherwise' and can never apply");
            fault->mend = AC_TEXT("put it before 'otherwise', or delete it");
        }
        otherwise = otherwise || expr->cases[i].condition == NULL;
    }
    space *all = AC_NEW(checker->arena, space);
    all->checker = checker;
    for (size_t i = 0; i < count; i++) {
        collect(all, expr->cases[i].condition);
    }
    uint64_t joint = 1;
    for (uint32_t i = 0; i < all->count && joint <= JOINT_MAX; i++) {
        joint *= all->variables[i].states == 0 ? 1 : all->variables[i].states;
    }
    bool *reached = AC_NEW_ARRAY(checker->arena, bool, count);
    bool tried = !all->too_large && joint <= JOINT_MAX;
    bool gap = tried ? reach(all, expr, reached) : true;
    if (gap && !otherwise) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_GAP, expr->span,
            "no 'otherwise': there are times when none of the cases applies");
        fault->mend = AC_TEXT("add a last case: '... otherwise'");
    }
    bool past = false;
    for (size_t i = 0; tried && i < count; i++) {
        bool last = expr->cases[i].condition == NULL;
        if (!reached[i] && !past && !last) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_UNREACHABLE, expr->cases[i].span,
                "this case can never apply: an earlier one always takes its place");
            fault->mend = AC_TEXT("put it before the case that takes its place, or delete it");
        }
        past = past || last;
    }
}

static bool check_condition_grain(ac_checker *checker, const ac_type *value, ac_node_id condition)
{
    const ac_node *node = ac_node_at(checker, condition);
    const ac_type *type = &node->type;
    ac_level_set finer = type->levels & ~value->levels;
    bool finer_period = type->period != AC_PERIOD_NONE && type->period < value->period;
    if (value->literal || !ac_type_is_amount(value) || (finer == 0 && !finer_period)) {
        return true;
    }
    ac_fault(
        checker, AC_SPREAD, node->expr->span,
        "the condition differs by %.*s, and the amount does not",
        AC_TEXT_ARG(
            finer != 0 ? ac_level_words(checker, finer)
                       : ac_text_of(ac_period_kind_name(type->period))));
    return false;
}

static bool lower_each(ac_checker *checker, const ac_expr *expr, ac_node_id *ids)
{
    bool good = true;
    for (size_t i = 0; i < expr->case_count; i++) {
        const ac_case *one = &expr->cases[i];
        ids[2 * i] = ac_lower(checker, one->value);
        ids[2 * i + 1] = one->condition == NULL ? AC_NODE_NONE : ac_lower(checker, one->condition);
        good = good && !ac_type_at(checker, ids[2 * i])->unknown;
        if (one->condition == NULL) {
            continue;
        }
        const ac_type *type = ac_type_at(checker, ids[2 * i + 1]);
        if (!type->unknown && type->kind != AC_KIND_YES_NO) {
            ac_fault(checker, AC_KIND, one->condition->span, "'when' needs a condition");
            good = false;
        }
        good = good && !type->unknown;
    }
    return good;
}

ac_node_id ac_lower_cases(ac_checker *checker, const ac_expr *expr)
{
    size_t count = expr->case_count;
    ac_node_id *ids = AC_NEW_ARRAY(checker->arena, ac_node_id, count * 2);
    bool good = lower_each(checker, expr, ids);
    if (!good) {
        return ac_unknown_node(checker, expr);
    }
    check_reach(checker, expr);
    ac_type type = *ac_type_at(checker, ids[0]);
    for (size_t i = 1; i < count; i++) {
        if (!ac_check_fit(
                checker, ids[0], ids[2 * i], "choose between", AC_FIT_SAME, expr->cases[i].span)) {
            return ac_unknown_node(checker, expr);
        }
        ac_type merged = ac_merge(checker, ids[0], ids[2 * i]);
        bool literal = type.literal && merged.literal;
        bool whole = type.whole_money && merged.whole_money;
        ac_unit unit = type.literal && type.zero ? merged.unit : type.unit;
        bool dated = type.dated || merged.dated;
        ac_type_learn(&merged, &type);
        merged.kind = type.literal ? merged.kind : type.kind;
        merged.unit = merged.literal && merged.unit.count == 0 && !type.zero ? unit : merged.unit;
        merged.levels |= type.levels;
        merged.period = ac_finer(merged.period, type.period);
        merged.literal = literal;
        merged.whole_money = whole;
        merged.dated = dated && merged.period == AC_PERIOD_NONE;
        merged.zero = false;
        type = merged;
    }
    for (size_t i = 0; i < count; i++) {
        if (ids[2 * i + 1] == AC_NODE_NONE) {
            continue;
        }
        if (!check_condition_grain(checker, &type, ids[2 * i + 1])) {
            return ac_unknown_node(checker, expr);
        }
        const ac_type *condition = ac_type_at(checker, ids[2 * i + 1]);
        type.levels |= condition->levels;
        type.period = ac_finer(type.period, condition->period);
        type.dated = type.dated || condition->dated;
        ac_type_learn(&type, condition);
    }
    type.zero = false;
    type.dated = type.dated && type.period == AC_PERIOD_NONE;
    for (size_t i = 0; i < count * 2; i++) {
        if (ids[i] != AC_NODE_NONE && !ac_check_known(checker, ids[i], type.period)) {
            return ac_unknown_node(checker, expr);
        }
        ac_adapt(checker, ids[i], type.period);
    }
    ac_node node = {
        .op = AC_OP_CASES,
        .type = type,
        .left = AC_NODE_NONE,
        .right = AC_NODE_NONE,
        .third = AC_NODE_NONE,
        .index = AC_NONE,
        .number = AC_RATIONAL_ZERO,
        .expr = expr};
    node.argument = (uint32_t)checker->argument_count;
    node.argument_count = (uint32_t)count;
    for (size_t i = 0; i < count * 2; i++) {
        AC_RESERVE(
            checker->arena, checker->arguments, checker->argument_count,
            checker->argument_capacity);
        checker->arguments[checker->argument_count++] = ids[i];
    }
    return ac_add_node(checker, node);
}
