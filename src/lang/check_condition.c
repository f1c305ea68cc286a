/* SPDX-License-Identifier: MIT */
/* Conditions: comparisons, gates, choices, and their joining. A condition is yes or no, with a
 * grain like any value. */

#include "lang/checker.h"

static ac_type as_truth(ac_type type)
{
    ac_unit none = {0};
    type.kind = AC_KIND_YES_NO;
    type.unit = none;
    type.percent = false;
    type.literal = false;
    type.zero = false;
    type.whole_money = false;
    return type;
}

static ac_node_id
compare(ac_checker *checker, const ac_expr *expr, ac_opcode op, ac_node_id left, ac_node_id right)
{
    if (!ac_check_fit(checker, left, right, "compare", AC_FIT_LIMIT, expr->span)) {
        return ac_unknown_node(checker, expr);
    }
    ac_node node = ac_new_node(op, as_truth(ac_merge(checker, left, right)), expr);
    node.left = left;
    node.right = right;
    return ac_add_node(checker, node);
}

static bool check_truth(ac_checker *checker, ac_node_id id)
{
    const ac_node *node = ac_node_at(checker, id);
    if (node->type.unknown) {
        return false;
    }
    if (node->type.kind == AC_KIND_YES_NO) {
        return true;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_KIND, node->expr->span, "a condition is needed here, not '%.*s'",
        AC_TEXT_ARG(ac_type_words(checker, &node->type)));
    fault->mend = AC_TEXT("compare it with something: '... >= 90%'");
    return false;
}

static ac_node_id
join(ac_checker *checker, const ac_expr *expr, ac_opcode op, ac_node_id left, ac_node_id right)
{
    bool good = check_truth(checker, left);
    if (!check_truth(checker, right) || !good) {
        return ac_unknown_node(checker, expr);
    }
    ac_type type = ac_merge(checker, left, right);
    if (!ac_check_known(checker, left, type.period) ||
        !ac_check_known(checker, right, type.period)) {
        return ac_unknown_node(checker, expr);
    }
    ac_node node = ac_new_node(op, type, expr);
    node.left = left;
    node.right = right;
    return ac_add_node(checker, node);
}

static ac_node_id lower_between(ac_checker *checker, const ac_expr *expr)
{
    /* Each operand is lowered for each comparison, so that every node keeps one place in the tree.
     */
    ac_node_id low = compare(
        checker, expr, AC_OP_AT_LEAST, ac_lower(checker, expr->left),
        ac_lower(checker, expr->right));
    ac_node_id high = compare(
        checker, expr, AC_OP_AT_MOST, ac_lower(checker, expr->left),
        ac_lower(checker, expr->third));
    if (ac_type_at(checker, low)->unknown || ac_type_at(checker, high)->unknown) {
        return ac_unknown_node(checker, expr);
    }
    return join(checker, expr, AC_OP_AND, low, high);
}

/* x within 3% of y: y - 3% of y <= x <= y + 3% of y. */
static ac_node_id lower_within(ac_checker *checker, const ac_expr *expr)
{
    ac_expr *part = AC_NEW(checker->arena, ac_expr);
    *part = (ac_expr){
        .op = AC_EXPR_MULTIPLY,
        .left = expr->third,
        .right = expr->right,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    ac_expr *low = AC_NEW(checker->arena, ac_expr);
    *low = (ac_expr){
        .op = AC_EXPR_SUBTRACT,
        .left = expr->third,
        .right = part,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    ac_expr *high = AC_NEW(checker->arena, ac_expr);
    *high = (ac_expr){
        .op = AC_EXPR_ADD,
        .left = expr->third,
        .right = part,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    ac_expr *between = AC_NEW(checker->arena, ac_expr);
    *between = (ac_expr){
        .op = AC_EXPR_BETWEEN,
        .left = expr->left,
        .right = low,
        .third = high,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    return lower_between(checker, between);
}

static ac_node_id lower_is(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (type.unknown) {
        return left;
    }
    if (type.kind != AC_KIND_ONE_OF) {
        ac_fault(
            checker, AC_KIND, expr->span, "'is' needs a value that is one of a list, not '%.*s'",
            AC_TEXT_ARG(ac_type_words(checker, &type)));
        return ac_unknown_node(checker, expr);
    }
    uint64_t mask = 0;
    for (size_t i = 0; i < expr->words.count; i++) {
        const ac_word *word = &expr->words.list[i];
        bool found = false;
        for (size_t c = 0; c < type.choices.count; c++) {
            if (ac_text_equal(type.choices.list[c].text, word->text)) {
                mask |= UINT64_C(1) << c;
                found = true;
            }
        }
        if (!found) {
            ac_fault(
                checker, AC_NAME, word->span, "'%.*s' is not one of the list",
                AC_TEXT_ARG(word->text));
            return ac_unknown_node(checker, expr);
        }
    }
    ac_node node = ac_new_node(AC_OP_IS, as_truth(type), expr);
    node.left = left;
    node.mask = mask;
    return ac_add_node(checker, node);
}

static ac_node_id lower_gate(ac_checker *checker, const ac_expr *expr)
{
    uint32_t found = ac_names_find(&checker->names, expr->name.text);
    if (found == AC_NAME_NONE || !checker->definitions[found].is_gate) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_NAME, expr->name.span, "there is no gate '%.*s'",
            AC_TEXT_ARG(expr->name.text));
        uint32_t near = ac_names_nearest(&checker->names, expr->name.text);
        if (near != AC_NAME_NONE && checker->definitions[near].is_gate) {
            fault->mend = ac_diagnostic_text(
                checker->diagnostics, "did you mean '%.*s'?",
                AC_TEXT_ARG(checker->definitions[near].name));
        }
        return ac_unknown_node(checker, expr);
    }
    uint32_t index = checker->definitions[found].index;
    const ac_gate *gate = &checker->gates[index];
    checker->gates_used |= checker->definition_gates[found];
    ac_type type = gate->type;
    if (type.unknown) {
        return ac_unknown_node(checker, expr);
    }
    if (!gate->each) {
        /* A gate at a date is open to every period: not decided before, then met or missed. */
        type = (ac_type){.kind = AC_KIND_YES_NO, .period = AC_PERIOD_NONE, .dated = true};
        type.known = AC_KNOWN_END;
        checker->saw_date_gate = true;
        if (index < 64) {
            checker->gates_used |= UINT64_C(1) << index;
        }
    }
    ac_node node = ac_new_node(AC_OP_GATE, type, expr);
    node.index = index;
    node.state = expr->state;
    return ac_add_node(checker, node);
}

static ac_node_id lower_for_every(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_level_set levels = 0;
    ac_period_kind period = AC_PERIOD_NONE;
    if (!ac_resolve_dims(checker, expr->words, &levels, &period) || !check_truth(checker, left)) {
        return ac_unknown_node(checker, expr);
    }
    ac_type type = *ac_type_at(checker, left);
    ac_level_set missing = levels & ~type.levels;
    if (missing != 0 || period != AC_PERIOD_NONE) {
        ac_fault(
            checker, AC_GRAIN, expr->span, "the condition is not held by %.*s",
            AC_TEXT_ARG(
                missing != 0 ? ac_level_words(checker, missing)
                             : ac_text_of(ac_period_kind_name(period))));
        return ac_unknown_node(checker, expr);
    }
    type.levels &= ~levels;
    ac_opcode op = expr->op == AC_EXPR_FOR_ANY ? AC_OP_FOR_ANY : AC_OP_FOR_EVERY;
    ac_node node = ac_new_node(op, type, expr);
    node.left = left;
    node.over = levels;
    return ac_add_node(checker, node);
}

static ac_node_id lower_not(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    if (!check_truth(checker, left)) {
        return ac_unknown_node(checker, expr);
    }
    ac_node node = ac_new_node(AC_OP_NOT, *ac_type_at(checker, left), expr);
    node.left = left;
    return ac_add_node(checker, node);
}

ac_node_id ac_lower_condition(ac_checker *checker, const ac_expr *expr)
{
    static const struct {
        ac_expr_op from;
        ac_opcode op;
    } comparisons[] = {
        {AC_EXPR_AT_LEAST, AC_OP_AT_LEAST},
        {AC_EXPR_AT_MOST,  AC_OP_AT_MOST },
        {AC_EXPR_MORE,     AC_OP_MORE    },
        {AC_EXPR_LESS,     AC_OP_LESS    },
        {AC_EXPR_EQUAL,    AC_OP_EQUAL   }
    };
    for (size_t i = 0; i < sizeof comparisons / sizeof comparisons[0]; i++) {
        if (expr->op == comparisons[i].from) {
            ac_node_id left = ac_lower(checker, expr->left);
            ac_node_id right = ac_lower(checker, expr->right);
            return compare(checker, expr, comparisons[i].op, left, right);
        }
    }
    switch ((int)expr->op) {
    case AC_EXPR_BETWEEN:
        return lower_between(checker, expr);
    case AC_EXPR_WITHIN:
        return lower_within(checker, expr);
    case AC_EXPR_IS:
        return lower_is(checker, expr);
    case AC_EXPR_GATE:
        return lower_gate(checker, expr);
    case AC_EXPR_FOR_EVERY:
    case AC_EXPR_FOR_ANY:
        return lower_for_every(checker, expr);
    case AC_EXPR_NOT:
        return lower_not(checker, expr);
    default:
        break;
    }
    ac_node_id left = ac_lower(checker, expr->left);
    ac_node_id right = ac_lower(checker, expr->right);
    return join(checker, expr, expr->op == AC_EXPR_AND ? AC_OP_AND : AC_OP_OR, left, right);
}
