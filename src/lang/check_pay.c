/* SPDX-License-Identifier: MIT */
/* Who pays whom, how much and when: payments in whole pence on figures that are known by then, splits
 * that share out all of it, and the checks that hold over them. */

#include "lang/checker.h"

static const ac_period_kind frequencies[] = {
    [AC_MONTHLY] = AC_PERIOD_MONTH,
    [AC_QUARTERLY] = AC_PERIOD_QUARTER,
    [AC_YEARLY] = AC_PERIOD_YEAR,
    [AC_ONCE] = AC_PERIOD_TERM,
};

static accord_date effective_of(const ac_checker *checker, const ac_clause *clause)
{
    if (clause->variation == 0) {
        return (accord_date){INT32_MIN};
    }
    return checker->syntax->variations[clause->variation - 1].effective;
}

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
    ac_period_kind period = frequencies[clause->frequency];
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

/* A payment uses what is frozen by its date (R13). */
static void check_due(ac_checker *checker, const ac_clause *clause, const ac_type *type)
{
    if (clause->after_freeze || type->known != AC_KNOWN_END || type->freeze_days <= clause->days) {
        return;
    }
    const char *period = ac_period_kind_name(frequencies[clause->frequency]);
    ac_diagnostic *fault = ac_fault(
        checker, AC_FUTURE, clause->value->span,
        "paid %u days after the %s on data that freeze %u days after it", clause->days, period,
        type->freeze_days);
    fault->mend = ac_diagnostic_text(
        checker->diagnostics, "pay '%u days after freeze', or at least %u days after the %s",
        clause->days, type->freeze_days, period);
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
    *pay = (ac_pay){
        .number = clause->number, .period = frequencies[clause->frequency], .to_level = AC_NONE};
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
    ac_adapt(checker, amount, frequencies[clause->frequency]);
    const ac_type *type = ac_type_at(checker, amount);
    check_due(checker, clause, type);
    ac_pay *pay = pay_of(checker, clause);
    if (pay->version_count > 0 &&
        (pay->to_level != to_level || pay->period != frequencies[clause->frequency])) {
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
        .effective = effective_of(checker, clause),
        .amount = amount};
    uint32_t freeze = type->known == AC_KNOWN_END ? type->freeze_days : 0;
    version.days = clause->days + (clause->after_freeze ? freeze : 0);
    add_pay_version(checker, pay, version);
}

static const ac_share *check_shares(ac_checker *checker, const ac_clause *clause)
{
    const ac_split_syntax *split = &clause->split;
    ac_share *shares = AC_NEW_ARRAY(checker->arena, ac_share, split->share_count);
    ac_rational sum = AC_RATIONAL_ZERO;
    bool good = true;
    for (size_t i = 0; i < split->share_count; i++) {
        const ac_share_syntax *from = &split->shares[i];
        uint32_t party = ac_names_find(&checker->party_names, from->party.text);
        if (party == AC_NAME_NONE) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_NAME, from->party.span, "there is no party %.*s",
                AC_TEXT_ARG(from->party.text));
            uint32_t near = ac_names_nearest(&checker->party_names, from->party.text);
            if (near != AC_NAME_NONE) {
                fault->mend = ac_diagnostic_text(
                    checker->diagnostics, "did you mean %.*s?",
                    AC_TEXT_ARG(checker->parties[near].code));
            }
            good = false;
        }
        for (size_t k = 0; k < i; k++) {
            if (good && shares[k].party == party) {
                ac_fault(
                    checker, AC_SHARES, from->party.span, "%.*s has two shares",
                    AC_TEXT_ARG(from->party.text));
                good = false;
            }
        }
        shares[i] = (ac_share){party, from->share};
        sum = ac_rational_add(checker->arena, sum, from->share);
        good = good && ac_rational_sign(from->share) >= 0;
    }
    if (ac_rational_compare(sum, AC_RATIONAL_ONE) != 0) {
        AC_SCOPED_BUFFER(words, 200);
        ac_rational_add_exact(
            &words, ac_rational_multiply(checker->arena, sum, ac_rational_of(100)));
        ac_span span = ac_span_join(
            split->shares[0].party.span, split->shares[split->share_count - 1].party.span);
        ac_diagnostic *fault = ac_fault(
            checker, AC_SHARES, span, "the shares add to %.*s%%, not 100%%",
            AC_TEXT_ARG(ac_buffer_text(&words)));
        fault->mend =
            AC_TEXT("change one of them so that the whole is shared out, no more and no less");
        return NULL;
    }
    return good ? shares : NULL;
}

/* Weights are amounts by the level that shares, of a period that holds the payment's. */
static bool check_weights(ac_checker *checker, const ac_clause *clause, ac_split *split, bool payer)
{
    split->weights = ac_lower(checker, clause->value);
    const ac_type type = *ac_type_at(checker, split->weights);
    ac_span span = clause->value->span;
    if (type.unknown) {
        return false;
    }
    if (!ac_type_is_amount(&type)) {
        ac_fault(
            checker, AC_KIND, span, "weights must be an amount, not '%.*s'",
            AC_TEXT_ARG(ac_type_words(checker, &type)));
        return false;
    }
    if (split->to_level == AC_NONE) {
        for (uint32_t i = 0; i < checker->level_count; i++) {
            if (type.levels == (1u << i)) {
                split->to_level = i;
            }
        }
    }
    bool party_level =
        split->to_level != AC_NONE && checker->levels[split->to_level].kind == AC_LEVEL_PARTY;
    if (split->to_level == AC_NONE || type.levels != (1u << split->to_level) ||
        (payer && !party_level)) {
        ac_fault(
            checker, AC_GRAIN, span,
            "the weights are '%.*s'; they must be by the one level that shares",
            AC_TEXT_ARG(ac_type_words(checker, &type)));
        return false;
    }
    if (!clause->split.equally) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_ZERO, span,
            "if every weight is zero nothing can be shared; the clause does not say what happens then");
        fault->mend = AC_TEXT("add ', or equally when all are zero'");
    }
    return true;
}

static void check_weights_time(ac_checker *checker, const ac_split *split)
{
    for (size_t i = 0; i < checker->pay_count; i++) {
        const ac_pay *pay = &checker->pays[i];
        bool applies = split->of_count == 0;
        for (uint32_t k = 0; k < split->of_count; k++) {
            applies = applies || split->of[k] == i;
        }
        const ac_node *weights = ac_node_at(checker, split->weights);
        const ac_type *type = &weights->type;
        if (!applies || pay->version_count == 0) {
            continue;
        }
        if (type->period != AC_PERIOD_NONE && type->period < pay->period) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_GRAIN, weights->expr->span,
                "the weights are by %s and clause %.*s pays by %s: say which %s's weights",
                ac_period_kind_name(type->period), AC_TEXT_ARG(pay->number),
                ac_period_kind_name(pay->period), ac_period_kind_name(type->period));
            fault->mend = ac_diagnostic_text(
                checker->diagnostics, "'... at %s start'", ac_period_kind_name(pay->period));
            return;
        }
        (void)ac_check_known(checker, split->weights, pay->period);
        if (type->known == AC_KNOWN_END && type->freeze_days > pay->versions[0].days) {
            ac_fault(
                checker, AC_FUTURE, weights->expr->span,
                "the weights freeze %u days after the period, and clause %.*s pays after %u",
                type->freeze_days, AC_TEXT_ARG(pay->number), pay->versions[0].days);
        }
    }
}

static bool resolve_of(ac_checker *checker, const ac_clause *clause, ac_split *split)
{
    uint32_t *of = AC_NEW_ARRAY(checker->arena, uint32_t, clause->split.of.count);
    for (size_t i = 0; i < clause->split.of.count; i++) {
        const ac_word *word = &clause->split.of.list[i];
        of[i] = AC_NONE;
        for (uint32_t k = 0; k < checker->pay_count; k++) {
            if (ac_text_equal(checker->pays[k].number, word->text)) {
                of[i] = k;
            }
        }
        if (of[i] == AC_NONE) {
            ac_fault(
                checker, AC_NAME, word->span, "clause %.*s does not pay anything",
                AC_TEXT_ARG(word->text));
            return false;
        }
    }
    split->of = of;
    split->of_count = (uint32_t)clause->split.of.count;
    return true;
}

static bool resolve_who(ac_checker *checker, const ac_clause *clause, ac_split *split)
{
    const ac_split_syntax *syntax = &clause->split;
    bool passes = syntax->to.text.size > 0;
    if (!passes) {
        return true;
    }
    split->from_party = ac_names_find(&checker->party_names, syntax->who.text);
    if (split->from_party == AC_NAME_NONE) {
        ac_fault(
            checker, AC_NAME, syntax->who.span, "there is no party %.*s to pass its part on",
            AC_TEXT_ARG(syntax->who.text));
        return false;
    }
    split->to_level = ac_names_find(&checker->level_names, syntax->to.text);
    if (split->to_level == AC_NAME_NONE) {
        ac_fault(
            checker, AC_NAME, syntax->to.span, "there is no level '%.*s'",
            AC_TEXT_ARG(syntax->to.text));
        return false;
    }
    return true;
}

typedef struct split_list {
    ac_split *list;
    size_t count;
    size_t capacity;
} split_list;

static void
check_split(ac_checker *checker, const ac_clause *clause, uint32_t index, split_list *lists)
{
    checker->knowledge_matters = true;
    const ac_split_syntax *syntax = &clause->split;
    bool payer = ac_text_is(syntax->who.text, "payer");
    bool payee = ac_text_is(syntax->who.text, "payee");
    ac_split split = {
        .clause = index,
        .variation = clause->variation,
        .effective = effective_of(checker, clause),
        .from_party = AC_NONE,
        .from_level = AC_NONE,
        .to_level = AC_NONE,
        .weights = AC_NODE_NONE,
        .equally = syntax->equally};
    if (!payer && !payee && syntax->to.text.size == 0) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_SYNTAX, syntax->who.span,
            "split payer, payee, or a party's part to a level");
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "split %.*s to LEVEL by ...", AC_TEXT_ARG(syntax->who.text));
        return;
    }
    if (!syntax->remainder_said) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_PENCE, syntax->who.span, "the clause does not say who gets the odd %.*s",
            AC_TEXT_ARG(checker->syntax->money_word));
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "add ', %.*s by largest remainder, ties by code'",
            AC_TEXT_ARG(checker->syntax->money_word));
    }
    bool good = resolve_of(checker, clause, &split) && resolve_who(checker, clause, &split);
    if (syntax->share_count > 0) {
        split.shares = check_shares(checker, clause);
        split.share_count = (uint32_t)syntax->share_count;
        good = good && split.shares != NULL;
    } else {
        good = check_weights(checker, clause, &split, payer) && good;
        if (good) {
            check_weights_time(checker, &split);
        }
    }
    if (good) {
        split_list *list = &lists[payer ? 0 : payee ? 1 : 2];
        AC_RESERVE(checker->arena, list->list, list->count, list->capacity);
        list->list[list->count++] = split;
    }
}

/* Two general splits of the same part would share it out twice. */
static void check_twice(ac_checker *checker, const split_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        for (size_t k = 0; k < i; k++) {
            const ac_split *a = &list->list[i];
            const ac_split *b = &list->list[k];
            const ac_clause *clause = &checker->syntax->clauses[a->clause];
            bool restated =
                ac_text_equal(clause->number, checker->syntax->clauses[b->clause].number);
            bool same = a->from_party == b->from_party && a->of_count == 0 && b->of_count == 0;
            if (same && !restated) {
                checker->clause = clause;
                ac_diagnostic *fault = ac_fault(
                    checker, AC_SHARES, clause->split.who.span, "this part is split twice");
                ac_fault_other(checker, fault, b->clause);
            }
        }
    }
}

/* Every payment needs one who pays and one who is paid; a sole party needs no split. */
static void check_parties(ac_checker *checker, const split_list *lists)
{
    for (size_t i = 0; i < checker->pay_count; i++) {
        const ac_pay *pay = &checker->pays[i];
        if (pay->version_count == 0) {
            continue;
        }
        bool has[2] = {false, pay->to_level != AC_NONE};
        for (int side = 0; side < 2; side++) {
            for (size_t s = 0; s < lists[side].count; s++) {
                const ac_split *split = &lists[side].list[s];
                has[side] = has[side] || split->of_count == 0;
                for (uint32_t k = 0; k < split->of_count; k++) {
                    has[side] = has[side] || split->of[k] == i;
                }
            }
            has[side] = has[side] || checker->levels[side].member_count == 1;
        }
        checker->clause = &checker->syntax->clauses[pay->versions[0].clause];
        for (int side = 0; side < 2; side++) {
            if (has[side]) {
                continue;
            }
            ac_diagnostic *fault = ac_fault(
                checker, AC_PARTY, checker->clause->span, "nothing says who %s",
                side == 0 ? "pays" : "is paid");
            fault->mend = side == 0
                              ? AC_TEXT("add a clause 'split payer ...', or name one commissioner")
                              : AC_TEXT("add a clause 'split payee ...', or 'to each' level");
        }
    }
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
        .clause = index, .condition = condition, .scope = clause->scope, .period = clause->period};
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
    }
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

void ac_check_payments(ac_checker *checker, ac_program *program)
{
    const ac_syntax *syntax = checker->syntax;
    split_list lists[3] = {{0}};
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
                check_split(checker, clause, i, lists);
            } else if (pass == 1 && clause->kind == AC_CLAUSE_CHECK) {
                check_check(checker, clause, i, false);
            } else if (pass == 1 && clause->kind == AC_CLAUSE_ASSUME) {
                check_check(checker, clause, i, true);
            } else if (pass == 1 && clause->kind == AC_CLAUSE_SHADOW) {
                program->has_shadow = true;
                program->shadow_until = clause->date;
            }
        }
    }
    for (int i = 0; i < 3; i++) {
        check_twice(checker, &lists[i]);
    }
    if (checker->diagnostics->errors == 0) {
        check_parties(checker, lists);
    }
    program->payer_splits = lists[0].list;
    program->payer_split_count = (uint32_t)lists[0].count;
    program->payee_splits = lists[1].list;
    program->payee_split_count = (uint32_t)lists[1].count;
    program->pass_splits = lists[2].list;
    program->pass_split_count = (uint32_t)lists[2].count;
}
