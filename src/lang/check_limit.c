/* SPDX-License-Identifier: MIT */
/* The words after a comma: not below, not above, unless, or ... where, rounded to. They act from
 * left to right on all that stands before them. */

#include "lang/checker.h"

static ac_node_id lower_bound(ac_checker *checker, const ac_expr *expr, ac_opcode op)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_node_id right = ac_lower(checker, expr->right);
    if (!ac_check_fit(checker, left, right, "limit", AC_FIT_LIMIT, expr->right->span)) {
        return ac_unknown_node(checker, expr);
    }
    ac_type type = ac_merge(checker, left, right);
    ac_node node = ac_reach_node(op, type, expr, left);
    node.right = right;
    return ac_add_node(checker, node);
}

static ac_node_id lower_unless(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_node_id right = ac_lower(checker, expr->right);
    ac_node_id third = ac_lower(checker, expr->third);
    const ac_type *condition = ac_type_at(checker, third);
    bool fits = ac_check_fit(checker, left, right, "replace", AC_FIT_SAME, expr->right->span);
    if (!fits || condition->unknown) {
        return ac_unknown_node(checker, expr);
    }
    if (condition->kind != AC_KIND_YES_NO) {
        ac_fault(checker, AC_KIND, expr->third->span, "'unless' needs a condition");
        return ac_unknown_node(checker, expr);
    }
    ac_type type = ac_merge(checker, left, right);
    bool whole = type.whole_money;
    ac_level_set finer = condition->levels & ~type.levels;
    bool finer_period = condition->period < type.period && type.period != AC_PERIOD_NONE;
    if (ac_type_is_amount(&type) && (finer != 0 || finer_period)) {
        ac_fault(
            checker, AC_SPREAD, expr->third->span,
            "the condition differs by %.*s, and the amount does not",
            AC_TEXT_ARG(
                finer != 0 ? ac_level_words(checker, finer)
                           : ac_text_of(ac_period_kind_name(condition->period))));
        return ac_unknown_node(checker, expr);
    }
    ac_type merged = type;
    merged.levels |= condition->levels;
    merged.period = ac_finer(type.period, condition->period);
    ac_type_learn(&merged, condition);
    merged.dated = merged.period == AC_PERIOD_NONE && (type.dated || condition->dated);
    if (!ac_check_known(checker, third, merged.period)) {
        return ac_unknown_node(checker, expr);
    }
    ac_adapt(checker, left, merged.period);
    ac_adapt(checker, right, merged.period);
    ac_adapt(checker, third, merged.period);
    merged.whole_money = whole;
    if (ac_type_is_amount(&merged)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_CLIFF, expr->third->span,
            ac_type_at(checker, right)->zero ? "the whole amount is lost when '%.*s' just fails"
                                             : "the amount changes at once when '%.*s' just fails",
            AC_TEXT_ARG(ac_span_text(checker->syntax->source, expr->third->span)));
        fault->mend = AC_TEXT("if that is meant, leave it so; else let the amount fall in steps");
    }
    ac_node node = ac_reach_node(AC_OP_UNLESS, merged, expr, left);
    node.right = right;
    node.third = third;
    return ac_add_node(checker, node);
}

static ac_node_id lower_or_where(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_node_id right = ac_lower(checker, expr->right);
    if (!ac_check_fit(checker, left, right, "replace", AC_FIT_SAME, expr->right->span)) {
        return ac_unknown_node(checker, expr);
    }
    ac_opcode op = expr->op == AC_EXPR_OR_DIVIDED ? AC_OP_OR_DIVIDED : AC_OP_OR_EARLIER;
    ac_node node = ac_reach_node(op, ac_merge(checker, left, right), expr, left);
    node.right = right;
    return ac_add_node(checker, node);
}

static ac_node_id lower_rounded(ac_checker *checker, const ac_expr *expr)
{
    ac_node_id left = ac_lower(checker, expr->left);
    ac_type type = *ac_type_at(checker, left);
    if (type.unknown) {
        return left;
    }
    if (type.kind > AC_KIND_STOCK) {
        ac_fault(checker, AC_KIND, expr->span, "only a number can be rounded");
        return ac_unknown_node(checker, expr);
    }
    bool money = type.unit.count == 1 && type.unit.of[0].base == 0 && type.unit.of[0].power == 1;
    int places = expr->places;
    if (expr->to_money) {
        places = ac_money_word_places(expr->name.text);
        if (places < 0) {
            ac_fault(
                checker, AC_NAME, expr->name.span,
                "'%.*s' is not a unit of money; write 'rounded to %.*s'",
                AC_TEXT_ARG(expr->name.text), AC_TEXT_ARG(checker->syntax->money_word));
            return ac_unknown_node(checker, expr);
        }
        if (!money) {
            ac_fault(
                checker, AC_UNIT, expr->span, "only money is rounded to %.*s, not %.*s",
                AC_TEXT_ARG(expr->name.text), AC_TEXT_ARG(ac_unit_words(checker, &type)));
            return ac_unknown_node(checker, expr);
        }
    }
    type.whole_money = type.whole_money || (money && places <= checker->syntax->money_places);
    ac_node node = ac_reach_node(AC_OP_ROUND, type, expr, left);
    node.places = places;
    node.step = expr->step;
    node.rounding = expr->rounding_said ? expr->rounding : checker->syntax->rounding;
    return ac_add_node(checker, node);
}

ac_node_id ac_lower_limit(ac_checker *checker, const ac_expr *expr)
{
    switch ((int)expr->op) {
    case AC_EXPR_NOT_BELOW:
        return lower_bound(checker, expr, AC_OP_NOT_BELOW);
    case AC_EXPR_NOT_ABOVE:
        return lower_bound(checker, expr, AC_OP_NOT_ABOVE);
    case AC_EXPR_UNLESS:
        return lower_unless(checker, expr);
    case AC_EXPR_ROUNDED:
        return lower_rounded(checker, expr);
    default:
        return lower_or_where(checker, expr);
    }
}
