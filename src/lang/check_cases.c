/* SPDX-License-Identifier: MIT */
/* Cases, in order (`first that applies`) or without (`the one that applies`): typing them, and
 * finding a case that can never apply, times when none applies, and two that both may where no
 * order is said. All joint states of what they compare are tried, as long as they are few. */

#include "lang/states.h"

/* Whether some state reaches each case; of a list without order, whether its condition holds in
 * one. Gives the words of the first state that reaches none. */
static bool reach(ac_states *all, const ac_expr *expr, bool *reached, ac_text *none_words)
{
    bool gap = false;
    while (ac_states_next(all)) {
        bool found = false;
        for (size_t i = 0; i < expr->case_count && (expr->unordered || !found); i++) {
            const ac_expr *condition = expr->cases[i].condition;
            bool applies = condition == NULL ? !found : ac_states_hold(all, condition);
            reached[i] = reached[i] || applies;
            found = found || applies;
        }
        if (!found && !gap) {
            gap = true;
            *none_words = ac_states_all_words(all);
        }
    }
    return gap;
}

static void check_after_otherwise(ac_checker *checker, const ac_expr *expr)
{
    bool otherwise = false;
    for (size_t i = 0; i < expr->case_count; i++) {
        if (otherwise) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_UNREACHABLE, expr->cases[i].span,
                "a case follows 'otherwise' and can never apply");
            fault->mend = AC_TEXT("put it before 'otherwise', or delete it");
        }
        otherwise = otherwise || expr->cases[i].condition == NULL;
    }
}

static void tell_unreached(ac_checker *checker, const ac_expr *expr, const bool *reached)
{
    for (size_t i = 0; i < expr->case_count && expr->cases[i].condition != NULL; i++) {
        if (reached[i]) {
            continue;
        }
        ac_diagnostic *fault = ac_fault(
            checker, AC_UNREACHABLE, expr->cases[i].span,
            expr->unordered ? "this case can never apply: its condition contradicts itself"
                            : "this case can never apply: an earlier one always takes its place");
        fault->mend = expr->unordered
                          ? AC_TEXT("mend its condition, or delete it")
                          : AC_TEXT("put it before the case that takes its place, or delete it");
    }
}

/* Two cases of a list without order must never both apply (R24). */
static void tell_conflict(
    ac_checker *checker, const ac_expr *expr, size_t first, size_t second, ac_text witness)
{
    ac_diagnostic *fault = ac_fault(
        checker, AC_CONFLICT, expr->cases[second].span,
        witness.size > 0 ? "this case and an earlier one may both apply, and no order is said"
                         : "this case and an earlier one cannot be shown to exclude each other, "
                           "and no order is said");
    fault->other_clause = checker->clause->number;
    fault->other_span = expr->cases[first].span;
    if (witness.size > 0) {
        fault->note =
            ac_diagnostic_text(checker->diagnostics, "both apply when %.*s", AC_TEXT_ARG(witness));
    }
    fault->mend = AC_TEXT("change one condition so that they exclude each other, or write 'first "
                          "that applies' and put first what goes first");
}

/* Each case is told once, with the first that it meets. */
static void check_conflicts(ac_checker *checker, const ac_expr *expr, ac_states *all, bool tried)
{
    bool *told = AC_NEW_ARRAY(checker->arena, bool, expr->case_count);
    if (!tried) {
        for (size_t i = 1; i < expr->case_count && expr->cases[i].condition != NULL; i++) {
            tell_conflict(checker, expr, 0, i, (ac_text){"", 0});
        }
        return;
    }
    while (ac_states_next(all)) {
        size_t first = SIZE_MAX;
        for (size_t i = 0; i < expr->case_count; i++) {
            const ac_expr *condition = expr->cases[i].condition;
            if (condition == NULL || !ac_states_hold(all, condition)) {
                continue;
            }
            if (first != SIZE_MAX && !told[i]) {
                const ac_expr *other = expr->cases[first].condition;
                tell_conflict(checker, expr, first, i, ac_states_words(all, other, condition));
                told[i] = true;
            }
            first = first == SIZE_MAX ? i : first;
        }
    }
}

static void check_reach(ac_checker *checker, const ac_expr *expr)
{
    check_after_otherwise(checker, expr);
    bool otherwise = false;
    for (size_t i = 0; i < expr->case_count; i++) {
        otherwise = otherwise || expr->cases[i].condition == NULL;
    }
    ac_states *all = ac_states_of(checker, expr->cases, expr->case_count);
    bool *reached = AC_NEW_ARRAY(checker->arena, bool, expr->case_count);
    bool tried = ac_states_can_be_tried(all);
    ac_text none_words = {"", 0};
    bool gap = tried ? reach(all, expr, reached, &none_words) : true;
    if (gap && !otherwise) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_GAP, expr->span,
            "no 'otherwise': there are times when none of the cases applies");
        if (none_words.size > 0) {
            fault->note = ac_diagnostic_text(
                checker->diagnostics, "none applies when %.*s", AC_TEXT_ARG(none_words));
        }
        fault->mend = AC_TEXT("add a last case: '... otherwise'");
    }
    if (tried) {
        tell_unreached(checker, expr, reached);
    }
    if (expr->unordered) {
        check_conflicts(checker, expr, all, tried);
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
        .unordered = expr->unordered,
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
