/* SPDX-License-Identifier: MIT */
/* Payments, in whole pence, on figures that are known by then; and the checks that hold over them.
 * Splits are in check_split.c. */

#include "lang/checker.h"

static bool check_amount(ac_checker *checker, const ac_clause *clause, ac_node_id amount)
{
    const ac_type *type = ac_type_at(checker, amount);
    ac_span span = clause->value->span;
    if (type->unknown) {
        return false;
    }
    bool money = type->kind <= AC_KIND_STOCK && type->unit.count == 1 &&
                 type->unit.of[0].base == 0 && type->unit.of[0].power == 1;
    if (!money) {
        ac_fault(
            checker, AC_UNIT, span, "only %.*s can be paid, not %.*s",
            AC_TEXT_ARG(checker->syntax->currency), AC_TEXT_ARG(ac_unit_words(checker, type)));
        return false;
    }
    if (type->kind != AC_KIND_FLOW && !type->literal) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_KIND, span, "a payment is a flow, and '%.*s' is a %s",
            AC_TEXT_ARG(ac_type_words(checker, type)), ac_kind_name(type->kind));
        fault->mend = AC_TEXT("pay what it changes by: 'change in ... since year start'");
        return false;
    }
    return true;
}

static bool check_amount_grain(
    ac_checker *checker, const ac_clause *clause, ac_node_id amount, ac_level_set levels)
{
    const ac_type *type = ac_type_at(checker, amount);
    ac_span span = clause->value->span;
    ac_period_kind period = ac_paid_period(clause);
    if (type->levels != levels && !(type->literal && (type->levels & ~levels) == 0)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_GRAIN, span,
            levels == 0 ? "pay a total, then split it; this is '%.*s'"
                        : "the payment to each member must be by that level; this is '%.*s'",
            AC_TEXT_ARG(ac_type_words(checker, type)));
        fault->mend = levels == 0 ? AC_TEXT("'pay total ... over ...', or 'pay ... to each ...'")
                                  : AC_TEXT("declare the amount by the level that is paid");
        return false;
    }
    if (type->period != period && !type->literal) {
        ac_fault(
            checker, AC_GRAIN, span, "paid by %s, and the amount is %s%s",
            ac_period_kind_name(period),
            type->period == AC_PERIOD_NONE ? "without a period" : "by ",
            ac_period_kind_name(type->period));
        return false;
    }
    if (!type->whole_money) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_PENCE, span, "the amount is not in whole %.*s; say where it is rounded",
            AC_TEXT_ARG(checker->syntax->money_word));
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "', rounded to %.*s' at the clause that gives the amount",
            AC_TEXT_ARG(checker->syntax->money_word));
        const ac_node *node = ac_node_at(checker, amount);
        if (node->op == AC_OP_QUANTITY) {
            ac_fault_other(checker, fault, checker->quantities[node->index].clause);
        }
        return false;
    }
    return true;
}

static ac_pay *pay_of(ac_checker *checker, const ac_clause *clause)
{
    for (size_t i = 0; i < checker->pay_count; i++) {
        if (ac_text_equal(checker->pays[i].number, clause->number)) {
            return &checker->pays[i];
        }
    }
    AC_RESERVE(checker->arena, checker->pays, checker->pay_count, checker->pay_capacity);
    ac_pay *pay = &checker->pays[checker->pay_count++];
    *pay =
        (ac_pay){.number = clause->number, .period = ac_paid_period(clause), .to_level = AC_NONE};
    return pay;
}

static void add_pay_version(ac_checker *checker, ac_pay *pay, ac_pay_version version)
{
    ac_pay_version *versions = AC_NEW_ARRAY(checker->arena, ac_pay_version, pay->version_count + 1);
    uint32_t at = pay->version_count;
    for (uint32_t i = 0; i < pay->version_count; i++) {
        versions[i] = pay->versions[i];
    }
    while (at > 0 && versions[at - 1].effective.day > version.effective.day) {
        versions[at] = versions[at - 1];
        at--;
    }
    versions[at] = version;
    pay->versions = versions;
    pay->version_count++;
}

static void check_pay(ac_checker *checker, const ac_clause *clause, uint32_t index)
{
    checker->knowledge_matters = true;
    checker->saw_date_gate = false;
    checker->gates_used = 0;
    ac_level_set levels = 0;
    uint32_t to_level = AC_NONE;
    if (clause->to_each.text.size > 0) {
        to_level = ac_names_find(&checker->level_names, clause->to_each.text);
        if (to_level == AC_NAME_NONE) {
            ac_fault(
                checker, AC_NAME, clause->to_each.span, "there is no level '%.*s'",
                AC_TEXT_ARG(clause->to_each.text));
            return;
        }
        levels = 1u << to_level;
    }
    ac_node_id amount = ac_lower(checker, clause->value);
    if (!check_amount(checker, clause, amount) ||
        !check_amount_grain(checker, clause, amount, levels)) {
        return;
    }
    ac_adapt(checker, amount, ac_paid_period(clause));
    const ac_type *type = ac_type_at(checker, amount);
    ac_check_due(checker, clause, type);
    ac_pay *pay = pay_of(checker, clause);
    if (pay->version_count > 0 &&
        (pay->to_level != to_level || pay->period != ac_paid_period(clause))) {
        ac_fault(
            checker, AC_VARIATION, clause->span,
            "a variation may not change how often or to whom it is paid");
        return;
    }
    pay->to_level = to_level;
    pay->gates |= checker->gates_used;
    ac_pay_version version = {
        .clause = index,
        .variation = clause->variation,
        .effective = ac_effective_of(checker, clause),
        .amount = amount};
    uint32_t freeze = type->known == AC_KNOWN_END ? type->freeze_days : 0;
    version.days = clause->days + (clause->after_freeze ? freeze : 0);
    version.due = clause->due;
    if (!ac_check_paid_span(checker, clause, &version)) {
        return;
    }
    add_pay_version(checker, pay, version);
}

/* A check that a variation restates ends where the new one comes into force. */
static void
end_restated(const ac_checker *checker, ac_check *checks, size_t count, const ac_check *restated)
{
    const ac_clause *clause = &checker->syntax->clauses[restated->clause];
    for (size_t i = 0; i < count && clause->variation > 0; i++) {
        const ac_clause *before = &checker->syntax->clauses[checks[i].clause];
        if (ac_text_equal(before->number, clause->number) &&
            restated->effective.day < checks[i].until.day) {
            checks[i].until = restated->effective;
        }
    }
}

/* The period in which a check of every payment takes what a table gives by date: that of the
 * payments, where all are of one kind; else the first month of each, which is what the table is for
 * a longer period too (R34). Gates at dates are seen by the payment's own period. */
static ac_period_kind period_of_payments(const ac_checker *checker)
{
    ac_period_kind period = checker->pay_count > 0 ? checker->pays[0].period : AC_PERIOD_MONTH;
    for (size_t i = 1; i < checker->pay_count; i++) {
        period = checker->pays[i].period == period ? period : AC_PERIOD_MONTH;
    }
    return period;
}

static void check_check(ac_checker *checker, const ac_clause *clause, uint32_t index, bool assume)
{
    checker->knowledge_matters = false;
    checker->payments_allowed = !assume;
    ac_node_id condition = ac_lower(checker, clause->value);
    checker->payments_allowed = false;
    checker->knowledge_matters = true;
    const ac_type *type = ac_type_at(checker, condition);
    if (type->unknown) {
        return;
    }
    if (type->kind != AC_KIND_YES_NO) {
        ac_fault(
            checker, AC_KIND, clause->value->span,
            "a condition is needed, such as '... between ... and ...'");
        return;
    }
    if (!assume && clause->scope == AC_CHECK_PAYMENT && type->levels != 0) {
        ac_fault(
            checker, AC_GRAIN, clause->value->span,
            "a check of every payment cannot differ by level");
        return;
    }
    ac_check check = {
        .clause = index,
        .condition = condition,
        .scope = clause->scope,
        .period = clause->period,
        .effective = ac_effective_of(checker, clause),
        .until = {INT32_MAX}};
    if (clause->scope != AC_CHECK_PAYMENT || assume) {
        check.period = clause->period == AC_PERIOD_NONE ? type->period : clause->period;
        if (type->period < check.period) {
            ac_fault(
                checker, AC_GRAIN, clause->value->span,
                "the condition is by %s, and the check is by %s", ac_period_kind_name(type->period),
                ac_period_kind_name(check.period));
            return;
        }
        ac_adapt(checker, condition, check.period);
    } else {
        ac_adapt(checker, condition, period_of_payments(checker));
    }
    end_restated(
        checker, assume ? checker->assumptions : checker->checks,
        assume ? checker->assumption_count : checker->check_count, &check);
    if (assume) {
        AC_RESERVE(
            checker->arena, checker->assumptions, checker->assumption_count,
            checker->assumption_capacity);
        checker->assumptions[checker->assumption_count++] = check;
    } else {
        AC_RESERVE(checker->arena, checker->checks, checker->check_count, checker->check_capacity);
        checker->checks[checker->check_count++] = check;
    }
}

/* A payment sees a gate that is decided after it is due as undecided in its weights too (R19). */
static void add_gates_of_weights(ac_checker *checker, const ac_split_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const ac_split *split = &list->list[i];
        for (size_t p = 0; p < checker->pay_count; p++) {
            bool of = split->of_count == 0;
            for (uint32_t k = 0; k < split->of_count; k++) {
                of = of || split->of[k] == p;
            }
            checker->pays[p].gates |= of ? split->gates : 0;
        }
    }
}

void ac_check_payments(ac_checker *checker, ac_program *program)
{
    const ac_syntax *syntax = checker->syntax;
    ac_split_list lists[3] = {{0}};
    for (uint32_t pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < syntax->clause_count; i++) {
            const ac_clause *clause = &syntax->clauses[i];
            checker->clause = clause;
            if (clause->broken) {
                continue;
            }
            if (pass == 0 && clause->kind == AC_CLAUSE_PAY) {
                check_pay(checker, clause, i);
            } else if (pass == 1 && clause->kind == AC_CLAUSE_SPLIT) {
                ac_check_split(checker, clause, i, lists);
            } else if (pass == 1 && clause->kind == AC_CLAUSE_CHECK) {
                check_check(checker, clause, i, false);
            } else if (pass == 1 && clause->kind == AC_CLAUSE_ASSUME) {
                check_check(checker, clause, i, true);
            } else if (pass == 1 && clause->kind == AC_CLAUSE_SHADOW) {
                if (program->has_shadow) {
                    ac_fault(checker, AC_CLAUSE, clause->span, "a second shadow; one is enough");
                }
                program->has_shadow = true;
                program->shadow_until = clause->date;
            }
        }
    }
    for (int i = 0; i < 3; i++) {
        ac_check_splits(checker, &lists[i]);
        add_gates_of_weights(checker, &lists[i]);
    }
    ac_check_rings(checker, &lists[2]);
    if (checker->diagnostics->errors == 0) {
        ac_check_parties(checker, lists);
    }
    program->payer_splits = lists[0].list;
    program->payer_split_count = (uint32_t)lists[0].count;
    program->payee_splits = lists[1].list;
    program->payee_split_count = (uint32_t)lists[1].count;
    program->pass_splits = lists[2].list;
    program->pass_split_count = (uint32_t)lists[2].count;
}
