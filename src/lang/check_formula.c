/* SPDX-License-Identifier: MIT */
/* Formulas become typed nodes: numbers, names and arithmetic here; what reaches over members and
 * time in check_reach.c, conditions, limits and cases in files of their own. The rules are those of
 * docs/manual/rules.md, whose numbers (R1 ...) stand at the lines that apply them. */

#include "lang/checker.h"

/* NOLINTBEGIN(misc-no-recursion): at most AC_HEIGHT_MAX deep */

static ac_node_id lower_number(ac_checker *checker, const ac_expr *expr)
{
    ac_type type = {
        .kind = AC_KIND_RATE,
        .period = AC_PERIOD_NONE,
        .known_from = AC_PERIOD_TERM,
        .literal = true,
        .percent = expr->percent,
        .zero = ac_rational_sign(expr->number) == 0 && expr->unit.count == 0};
    if (!ac_resolve_unit(checker, &expr->unit, &type.unit)) {
        return ac_unknown_node(checker, expr);
    }
    int64_t minor = 0;
    bool money = type.unit.count == 1 && type.unit.of[0].base == 0 && type.unit.of[0].power == 1;
    type.whole_money =
        type.zero ||
        (money && ac_rational_to_scaled(expr->number, checker->syntax->money_places, &minor));
    ac_node node = ac_new_node(AC_OP_NUMBER, type, expr);
    node.number = expr->number;
    return ac_add_node(checker, node);
}

static ac_node_id unknown_name(ac_checker *checker, const ac_expr *expr)
{
    ac_diagnostic *fault = ac_fault(
        checker, AC_NAME, expr->name.span, "nothing is called '%.*s'",
        AC_TEXT_ARG(expr->name.text));
    uint32_t near = ac_names_nearest(&checker->names, expr->name.text);
    if (near != AC_NAME_NONE) {
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "did you mean '%.*s'?",
            AC_TEXT_ARG(checker->definitions[near].name));
    }
    return ac_unknown_node(checker, expr);
}

static ac_node_id lower_payment(ac_checker *checker, const ac_expr *expr, ac_payment_sum sum)
{
    if (!checker->payments_allowed) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_FUTURE, expr->name.span,
            "'%.*s' is what payments come to; only a check may look at it",
            AC_TEXT_ARG(expr->name.text));
        fault->mend = AC_TEXT("refer to the quantity that is paid instead");
        return ac_unknown_node(checker, expr);
    }
    ac_type type = {.kind = AC_KIND_FLOW, .period = AC_PERIOD_NONE, .known_from = AC_PERIOD_TERM};
    type.unit.count = 1;
    type.unit.of[0].power = 1;
    type.dated = true;
    ac_node node = ac_new_node(AC_OP_PAYMENT, type, expr);
    node.payment = sum;
    node.index = AC_NONE;
    if (expr->op == AC_EXPR_RECEIVED_BY) {
        node.index = ac_names_find(&checker->party_names, expr->name.text);
        if (node.index == AC_NAME_NONE) {
            ac_fault(
                checker, AC_NAME, expr->name.span, "there is no party %.*s",
                AC_TEXT_ARG(expr->name.text));
            return ac_unknown_node(checker, expr);
        }
    }
    return ac_add_node(checker, node);
}

static bool payment_word(const ac_expr *expr, ac_payment_sum *sum)
{
    static const char *const words[] = {"paid", "received", "passed"};
    for (int i = 0; i < 3; i++) {
        if (expr->op == AC_EXPR_NAME && ac_text_is(expr->name.text, words[i])) {
            *sum = (ac_payment_sum)i;
            return true;
        }
    }
    *sum = AC_PAYMENT_RECEIVED;
    return expr->op == AC_EXPR_RECEIVED_BY;
}

static ac_node_id lower_name(ac_checker *checker, const ac_expr *expr)
{
    ac_payment_sum sum = AC_PAYMENT_PAID;
    if (payment_word(expr, &sum)) {
        return lower_payment(checker, expr, sum);
    }
    uint32_t found = ac_names_find(&checker->names, expr->name.text);
    if (found == AC_NAME_NONE) {
        return unknown_name(checker, expr);
    }
    const ac_definition *definition = &checker->definitions[found];
    checker->gates_used |= checker->definition_gates[found];
    if (definition->is_gate) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, expr->name.span, "'%.*s' is a gate; say which way it went",
            AC_TEXT_ARG(expr->name.text));
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "write '%.*s met', 'missed' or 'undecided'",
            AC_TEXT_ARG(expr->name.text));
        return ac_unknown_node(checker, expr);
    }
    const ac_quantity *quantity = &checker->quantities[definition->index];
    if (quantity->type.unknown) {
        return ac_unknown_node(checker, expr);
    }
    ac_node node = ac_new_node(AC_OP_QUANTITY, quantity->type, expr);
    node.type.literal = false;
    if (!definition->typed) {
        node.type.known = AC_KNOWN_END; /* of an earlier period, in a ring through time */
    }
    node.index = definition->index;
    return ac_add_node(checker, node);
}

static ac_node_id
lower_pair(ac_checker *checker, const ac_expr *expr, ac_opcode op, const char *what)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_node_id right = ac_lower(checker, expr->right);
    ac_fit fit = op == AC_OP_ADD || op == AC_OP_SUBTRACT ? AC_FIT_SAME : AC_FIT_LIMIT;
    if (!ac_check_fit(checker, left, right, what, fit, expr->span)) {
        return ac_unknown_node(checker, expr);
    }
    ac_node node = ac_new_node(op, ac_merge(checker, left, right), expr);
    node.left = left;
    node.right = right;
    return ac_add_node(checker, node);
}

static ac_node_id lower_negate(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (!type.unknown && type.kind > AC_KIND_STOCK) {
        ac_fault(checker, AC_KIND, expr->span, "only a number has a sign to change");
        return ac_unknown_node(checker, expr);
    }
    ac_node node = ac_new_node(AC_OP_NEGATE, type, expr);
    node.left = left;
    return ac_add_node(checker, node);
}

/* An amount times a rate: the rate may not be finer than the amount, which would be counted once
 * for every member or period (R9). */
static bool check_spread(ac_checker *checker, ac_node_id amount, ac_node_id rate, ac_span span)
{
    const ac_type *e = ac_type_at(checker, amount);
    const ac_type *r = ac_type_at(checker, rate);
    ac_level_set finer = r->levels & ~e->levels;
    bool finer_period = r->period != AC_PERIOD_NONE && r->period < e->period;
    if (finer == 0 && !finer_period) {
        return ac_check_known(checker, rate, e->period);
    }
    ac_text words =
        finer != 0 ? ac_level_words(checker, finer) : ac_text_of(ac_period_kind_name(r->period));
    ac_diagnostic *fault = ac_fault(
        checker, AC_SPREAD, span, "'%.*s' would be counted once for every %.*s",
        AC_TEXT_ARG(ac_type_words(checker, e)), AC_TEXT_ARG(words));
    fault->note = ac_diagnostic_text(
        checker->diagnostics, "%.*s is one amount '%.*s'; %.*s is '%.*s'",
        AC_TEXT_ARG(ac_node_words(checker, amount)), AC_TEXT_ARG(ac_type_words(checker, e)),
        AC_TEXT_ARG(ac_node_words(checker, rate)), AC_TEXT_ARG(ac_type_words(checker, r)));
    bool money = e->unit.count == 1 && e->unit.of[0].base == 0;
    if (finer == 0) {
        fault->mend = AC_TEXT("total the rate's flow over the longer period first");
    } else if (money) {
        fault->mend = ac_diagnostic_text(
            checker->diagnostics,
            "money moves down a level only by a split: split PARTY to %.*s by ...",
            AC_TEXT_ARG(words));
    } else {
        fault->mend = ac_diagnostic_text(
            checker->diagnostics,
            "if each %.*s is to have all of it, declare it a ratio and write '(1 %.*s) * ...'",
            AC_TEXT_ARG(words), AC_TEXT_ARG(ac_unit_words(checker, e)));
    }
    return false;
}

static ac_node_id finish_product(
    ac_checker *checker, const ac_expr *expr, ac_node_id left, ac_node_id right, ac_type type)
{
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    bool times = expr->op == AC_EXPR_MULTIPLY;
    if (!ac_unit_multiply(&a->unit, &b->unit, times ? 1 : -1, &type.unit)) {
        ac_fault(checker, AC_UNIT, expr->span, "a unit of too many parts");
        return ac_unknown_node(checker, expr);
    }
    type.known = AC_KNOWN_ALWAYS;
    type.known_from = AC_PERIOD_TERM;
    ac_type_learn(&type, a);
    ac_type_learn(&type, b);
    type.percent = type.unit.count == 0 && (a->percent || b->percent);
    type.dated = type.period == AC_PERIOD_NONE && (a->dated || b->dated);
    if (type.period != AC_PERIOD_NONE) {
        ac_adapt(checker, left, type.period);
        ac_adapt(checker, right, type.period);
    }
    ac_node node = ac_new_node(times ? AC_OP_MULTIPLY : AC_OP_DIVIDE, type, expr);
    node.left = left;
    node.right = right;
    return ac_add_node(checker, node);
}

/* Two amounts: only a division of like by like, which gives a rate (R10). */
static ac_node_id
lower_amounts(ac_checker *checker, const ac_expr *expr, ac_node_id left, ac_node_id right)
{
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    if (expr->op == AC_EXPR_MULTIPLY) {
        ac_fault(
            checker, AC_KIND, expr->span, "cannot multiply two amounts ('%.*s' and '%.*s')",
            AC_TEXT_ARG(ac_type_words(checker, a)), AC_TEXT_ARG(ac_type_words(checker, b)));
        return ac_unknown_node(checker, expr);
    }
    if (a->kind != b->kind) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, expr->span,
            "cannot divide a %s by a %s: a flow is of a period, a stock of a moment",
            ac_kind_name(a->kind), ac_kind_name(b->kind));
        fault->mend =
            AC_TEXT("accumulate the flow first ('cumulative ... since year start'), or total it");
        return ac_unknown_node(checker, expr);
    }
    bool fixed = a->period == AC_PERIOD_NONE || b->period == AC_PERIOD_NONE;
    if (a->levels != b->levels || (a->period != b->period && !fixed)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_GRAIN, expr->span,
            "cannot divide '%.*s' by '%.*s': they are held at different %s",
            AC_TEXT_ARG(ac_type_words(checker, a)), AC_TEXT_ARG(ac_type_words(checker, b)),
            a->levels != b->levels ? "levels" : "periods");
        fault->mend = AC_TEXT("bring both to one grain, or make each a rate first, divided by an "
                              "amount of ones of its own grain");
        return ac_unknown_node(checker, expr);
    }
    ac_type type = {
        .kind = AC_KIND_RATE, .levels = a->levels, .period = ac_finer(a->period, b->period)};
    return finish_product(checker, expr, left, right, type);
}

static ac_node_id
lower_rates(ac_checker *checker, const ac_expr *expr, ac_node_id left, ac_node_id right)
{
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    ac_type type = {
        .kind = AC_KIND_RATE,
        .levels = a->levels | b->levels,
        .period = ac_finer(a->period, b->period)};
    /* A number with a unit may stand for any kind of amount: '100 GBP * achieved'. */
    type.literal = a->literal && (b->literal || a->unit.count > 0);
    type.literal = type.literal || (b->literal && b->unit.count > 0);
    type.zero = (a->zero && ac_type_is_bare(a)) || (b->zero && ac_type_is_bare(b));
    if (!ac_check_known(checker, left, type.period) ||
        !ac_check_known(checker, right, type.period)) {
        return ac_unknown_node(checker, expr);
    }
    return finish_product(checker, expr, left, right, type);
}

static ac_node_id lower_product(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_node_id right = ac_lower(checker, expr->right);
    const ac_type *a = ac_type_at(checker, left);
    const ac_type *b = ac_type_at(checker, right);
    if (a->unknown || b->unknown) {
        return ac_unknown_node(checker, expr);
    }
    if (a->kind > AC_KIND_STOCK || b->kind > AC_KIND_STOCK) {
        ac_fault(checker, AC_KIND, expr->span, "only numbers can be multiplied or divided");
        return ac_unknown_node(checker, expr);
    }
    bool amount_a = ac_type_is_amount(a);
    bool amount_b = ac_type_is_amount(b);
    if (amount_a && amount_b) {
        return lower_amounts(checker, expr, left, right);
    }
    if (!amount_a && !amount_b) {
        return lower_rates(checker, expr, left, right);
    }
    if (expr->op == AC_EXPR_DIVIDE && amount_b && !(a->literal && a->unit.count > 0)) {
        ac_fault(
            checker, AC_KIND, expr->span, "cannot divide a rate by an amount ('%.*s')",
            AC_TEXT_ARG(ac_type_words(checker, b)));
        return ac_unknown_node(checker, expr);
    }
    ac_node_id amount = amount_a ? left : right;
    ac_node_id rate = amount_a ? right : left;
    if (!check_spread(checker, amount, rate, expr->span)) {
        return ac_unknown_node(checker, expr);
    }
    const ac_type *e = ac_type_at(checker, amount);
    ac_type type = {.kind = e->kind, .levels = e->levels, .period = e->period};
    if (expr->op == AC_EXPR_DIVIDE && amount_b) {
        type.kind = AC_KIND_RATE; /* 100,000 GBP / list */
    }
    return finish_product(checker, expr, left, right, type);
}

ac_node_id ac_lower(ac_checker *checker, const ac_expr *expr)
{
    if (expr == NULL) {
        static const ac_expr nothing = {.op = AC_EXPR_NUMBER};
        return ac_unknown_node(checker, &nothing);
    }
    if (checker->node_count >= AC_NODES_MAX) {
        ac_fault(checker, AC_LIMIT, expr->span, "the contract has more steps than accord computes");
        return ac_unknown_node(checker, expr);
    }
    switch (expr->op) {
    case AC_EXPR_NUMBER:
        return lower_number(checker, expr);
    case AC_EXPR_NAME:
    case AC_EXPR_RECEIVED_BY:
        return lower_name(checker, expr);
    case AC_EXPR_NEGATE:
        return lower_negate(checker, expr);
    case AC_EXPR_ADD:
        return lower_pair(checker, expr, AC_OP_ADD, "add");
    case AC_EXPR_SUBTRACT:
        return lower_pair(checker, expr, AC_OP_SUBTRACT, "subtract");
    case AC_EXPR_LESSER:
        return lower_pair(checker, expr, AC_OP_LESSER, "compare");
    case AC_EXPR_GREATER:
        return lower_pair(checker, expr, AC_OP_GREATER, "compare");
    case AC_EXPR_MULTIPLY:
    case AC_EXPR_DIVIDE:
        return lower_product(checker, expr);
    case AC_EXPR_SELECT:
    case AC_EXPR_SAME:
    case AC_EXPR_AT_DATE:
    case AC_EXPR_AT_START:
    case AC_EXPR_PREVIOUS:
    case AC_EXPR_TOTAL:
    case AC_EXPR_TOTAL_BY:
    case AC_EXPR_AVERAGE:
    case AC_EXPR_CUMULATIVE:
    case AC_EXPR_CHANGE:
        return ac_lower_reach(checker, expr);
    case AC_EXPR_AT_LEAST:
    case AC_EXPR_AT_MOST:
    case AC_EXPR_MORE:
    case AC_EXPR_LESS:
    case AC_EXPR_EQUAL:
    case AC_EXPR_BETWEEN:
    case AC_EXPR_WITHIN:
    case AC_EXPR_IS:
    case AC_EXPR_GATE:
    case AC_EXPR_FOR_EVERY:
    case AC_EXPR_FOR_ANY:
    case AC_EXPR_NOT:
    case AC_EXPR_AND:
    case AC_EXPR_OR:
        return ac_lower_condition(checker, expr);
    case AC_EXPR_NOT_BELOW:
    case AC_EXPR_NOT_ABOVE:
    case AC_EXPR_UNLESS:
    case AC_EXPR_OR_DIVIDED:
    case AC_EXPR_OR_EARLIER:
    case AC_EXPR_ROUNDED:
        return ac_lower_limit(checker, expr);
    case AC_EXPR_CASES:
        return ac_lower_cases(checker, expr);
    }
    return ac_unknown_node(checker, expr);
}

/* NOLINTEND(misc-no-recursion) */
