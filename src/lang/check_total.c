/* SPDX-License-Identifier: MIT */
/* Totals, averages and running sums: the only ways up a level or to a longer period. */

#include "lang/checker.h"

static bool payment_only(ac_checker *checker, ac_node_id id)
{
    return ac_node_at(checker, id)->op == AC_OP_PAYMENT;
}

/* total paid, total passed over practice, total received over year: in checks. */
static ac_node_id lower_payment_total(
    ac_checker *checker,
    const ac_expr *expr,
    ac_node_id left,
    ac_level_set levels,
    ac_period_kind period)
{
    ac_node node = *ac_node_at(checker, left);
    node.type.period = period;
    node.type.dated = period == AC_PERIOD_NONE;
    node.expr = expr;
    for (uint32_t i = 0; i < checker->level_count; i++) {
        if (levels == (1u << i) && node.payment == AC_PAYMENT_PASSED) {
            node.index = i;
        }
    }
    if (levels != 0 && node.payment != AC_PAYMENT_PASSED) {
        ac_fault(
            checker, AC_GRAIN, expr->span,
            "write 'total paid' or 'total received'; both are of all parties");
        return ac_unknown_node(checker, expr);
    }
    return ac_add_node(checker, node);
}

static bool check_total(
    ac_checker *checker,
    const ac_expr *expr,
    const ac_type *type,
    ac_level_set levels,
    ac_period_kind period)
{
    if (!ac_type_is_amount(type)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, expr->span, "a %s ('%.*s') cannot be totalled",
            type->kind == AC_KIND_RATE ? "rate" : ac_kind_name(type->kind),
            AC_TEXT_ARG(ac_type_words(checker, type)));
        fault->mend =
            AC_TEXT("use an average with weights: 'average ... weighted by ... over ...'");
        return false;
    }
    ac_level_set missing = levels & ~type->levels;
    if (missing != 0) {
        ac_fault(
            checker, AC_GRAIN, expr->span, "'%.*s' is not held by %.*s",
            AC_TEXT_ARG(ac_type_words(checker, type)),
            AC_TEXT_ARG(ac_level_words(checker, missing)));
        return false;
    }
    if (period == AC_PERIOD_NONE) {
        return true;
    }
    if (type->period == AC_PERIOD_NONE || period < type->period) {
        ac_fault(
            checker, AC_GRAIN, expr->span, "'%.*s' is not known by %s",
            AC_TEXT_ARG(ac_type_words(checker, type)), ac_period_kind_name(period));
        return false;
    }
    if (type->kind == AC_KIND_STOCK && period > type->period) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, expr->span,
            "a stock ('%.*s') cannot be totalled over a %s: it would be counted once for every %s",
            AC_TEXT_ARG(ac_type_words(checker, type)), ac_period_kind_name(period),
            ac_period_kind_name(type->period));
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "take it at a moment: 'at %s start'",
            ac_period_kind_name(period));
        return false;
    }
    return true;
}

/* When the total over a longer period is known: with its last part (R11). */
static void know_total(ac_type *type, ac_period_kind period)
{
    if (period == AC_PERIOD_NONE || period == type->period) {
        return;
    }
    if (type->known == AC_KNOWN_START && type->known_from < period) {
        type->known = AC_KNOWN_END;
    }
    type->period = period;
}

ac_node_id ac_lower_total(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_level_set levels = 0;
    ac_period_kind period = AC_PERIOD_NONE;
    if (!ac_resolve_dims(checker, expr->words, &levels, &period) ||
        ac_type_at(checker, left)->unknown) {
        return ac_unknown_node(checker, expr);
    }
    if (payment_only(checker, left)) {
        return lower_payment_total(checker, expr, left, levels, period);
    }
    ac_type type = *ac_type_at(checker, left);
    if (expr->words.count == 0) {
        ac_diagnostic *fault =
            ac_fault(checker, AC_GRAIN, expr->span, "say what the total is over");
        fault->mend = AC_TEXT("total ... over practice, or total ... over quarter");
        return ac_unknown_node(checker, expr);
    }
    if (!check_total(checker, expr, &type, levels, period)) {
        return ac_unknown_node(checker, expr);
    }
    type.levels &= ~levels;
    know_total(&type, period);
    type.literal = false;
    ac_node node = ac_reach_node(AC_OP_TOTAL, type, expr, left);
    node.over = levels;
    return ac_add_node(checker, node);
}

/* total list by commissioner: over the level whose members lie each under one commissioner. */
ac_node_id ac_lower_total_by(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    const ac_word *word = &expr->words.list[0];
    uint32_t to = ac_names_find(&checker->level_names, word->text);
    if (to == AC_NAME_NONE) {
        ac_fault(checker, AC_NAME, word->span, "'%.*s' is not a level", AC_TEXT_ARG(word->text));
        return ac_unknown_node(checker, expr);
    }
    if (type.unknown || !check_total(checker, expr, &type, 0, AC_PERIOD_NONE)) {
        return ac_unknown_node(checker, expr);
    }
    for (uint32_t i = 0; i < checker->level_count; i++) {
        if ((type.levels & (1u << i)) != 0 && checker->levels[i].under == to) {
            type.levels = (type.levels & ~(1u << i)) | (1u << to);
            type.literal = false;
            ac_node node = ac_reach_node(AC_OP_TOTAL_BY, type, expr, left);
            node.index = i;
            node.level_to = to;
            return ac_add_node(checker, node);
        }
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_GRAIN, expr->span, "no level of '%.*s' lies under %.*s",
        AC_TEXT_ARG(ac_type_words(checker, &type)), AC_TEXT_ARG(word->text));
    fault->mend = ac_diagnostic_text(
        checker->diagnostics, "say so where the level is declared: each under one %.*s",
        AC_TEXT_ARG(word->text));
    return ac_unknown_node(checker, expr);
}

/* The average of a rate is the total of rate x weight, divided by the total of the weights. */
ac_node_id ac_lower_average(ac_checker *checker, const ac_expr *expr)
{
    ac_expr *product = AC_NEW(checker->arena, ac_expr);
    *product = (ac_expr){
        .op = AC_EXPR_MULTIPLY,
        .left = expr->left,
        .right = expr->right,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    ac_expr *above = AC_NEW(checker->arena, ac_expr);
    *above = (ac_expr){
        .op = AC_EXPR_TOTAL,
        .left = product,
        .words = expr->words,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    ac_expr *below = AC_NEW(checker->arena, ac_expr);
    *below = (ac_expr){
        .op = AC_EXPR_TOTAL,
        .left = expr->right,
        .words = expr->words,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    ac_expr *ratio = AC_NEW(checker->arena, ac_expr);
    *ratio = (ac_expr){
        .op = AC_EXPR_DIVIDE,
        .left = above,
        .right = below,
        .span = expr->span,
        .number = AC_RATIONAL_ZERO};
    return ac_lower(checker, ratio);
}

ac_node_id ac_lower_running(ac_checker *checker, const ac_expr *expr)
{
    bool change = expr->op == AC_EXPR_CHANGE;
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (type.unknown) {
        return left;
    }
    ac_kind wanted = change ? AC_KIND_STOCK : AC_KIND_FLOW;
    if (type.kind != wanted || type.literal) {
        ac_fault(
            checker, AC_KIND, expr->span,
            change ? "'change in' needs a stock, not '%.*s'"
                   : "only a flow can be accumulated, not '%.*s'",
            AC_TEXT_ARG(ac_type_words(checker, &type)));
        return ac_unknown_node(checker, expr);
    }
    if (type.period == AC_PERIOD_NONE || type.period > expr->period) {
        ac_fault(
            checker, AC_GRAIN, expr->span, "'%.*s' has no periods within a %s to run over",
            AC_TEXT_ARG(ac_type_words(checker, &type)), ac_period_kind_name(expr->period));
        return ac_unknown_node(checker, expr);
    }
    type.kind = change ? AC_KIND_FLOW : AC_KIND_STOCK;
    ac_node node = ac_reach_node(change ? AC_OP_CHANGE : AC_OP_CUMULATIVE, type, expr, left);
    node.since = expr->period;
    return ac_add_node(checker, node);
}
