/* SPDX-License-Identifier: MIT */
/* Splits: each shares out all of a payment, or of a part of one, and nothing twice. */

#include "lang/checker.h"

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
    checker->gates_used = 0;
    split->weights = ac_lower(checker, clause->value);
    split->gates = checker->gates_used;
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
            "if every weight is zero nothing can be shared, and the clause does not say what then");
        fault->mend = AC_TEXT("add ', or equally when all are zero'");
    }
    return true;
}

static bool names_pay(const ac_split *split, uint32_t pay)
{
    for (uint32_t k = 0; k < split->of_count; k++) {
        if (split->of[k] == pay) {
            return true;
        }
    }
    return false;
}

/* Whether another split of the same part, that names the payment, takes it from a general one. */
static bool is_taken(const ac_split_list *list, const ac_split *split, uint32_t pay)
{
    for (size_t i = 0; i < list->count && split->of_count == 0; i++) {
        const ac_split *named = &list->list[i];
        if (named->from_party == split->from_party && names_pay(named, pay)) {
            return true;
        }
    }
    return false;
}

/* Weights are read in the period that holds the payment's, and frozen when it is due. */
static void
check_weights_time(ac_checker *checker, const ac_split_list *list, const ac_split *split)
{
    checker->clause = &checker->syntax->clauses[split->clause];
    for (uint32_t i = 0; i < checker->pay_count; i++) {
        const ac_pay *pay = &checker->pays[i];
        bool applies = names_pay(split, i) || (split->of_count == 0 && !is_taken(list, split, i));
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
        const ac_pay_version *version = &pay->versions[0];
        if (version->due != AC_DUE_AFTER && !ac_is_known_by(type, version->due, version->days)) {
            ac_diagnostic *fault = ac_fault(
                checker, AC_FUTURE, weights->expr->span,
                "clause %.*s pays in advance, and the weights are not known by then",
                AC_TEXT_ARG(pay->number));
            fault->mend = AC_TEXT("share by figures that are known earlier: 'taken at ... start', "
                                  "or of an earlier period");
        } else if (!ac_is_known_by(type, version->due, version->days)) {
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
    if (ac_text_is(syntax->who.text, "payer") || ac_text_is(syntax->who.text, "payee")) {
        return true;
    }
    split->from_party = ac_names_find(&checker->party_names, syntax->who.text);
    if (split->from_party == AC_NAME_NONE) {
        ac_fault(
            checker, AC_NAME, syntax->who.span, "there is no party %.*s to pass its part on",
            AC_TEXT_ARG(syntax->who.text));
        return false;
    }
    if (syntax->to.text.size == 0) {
        return true; /* over parties, by shares of the text */
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

void ac_check_split(
    ac_checker *checker, const ac_clause *clause, uint32_t index, ac_split_list *lists)
{
    checker->knowledge_matters = true;
    const ac_split_syntax *syntax = &clause->split;
    bool payer = ac_text_is(syntax->who.text, "payer");
    bool payee = ac_text_is(syntax->who.text, "payee");
    ac_split split = {
        .clause = index,
        .variation = clause->variation,
        .effective = ac_effective_of(checker, clause),
        .from_party = AC_NONE,
        .to_level = AC_NONE,
        .weights = AC_NODE_NONE,
        .equally = syntax->equally};
    bool to_level = syntax->to.text.size > 0;
    if (!payer && !payee && to_level == (syntax->share_count > 0)) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_SYNTAX, syntax->who.span,
            "split payer, payee, or a party's part: to a level by weights, or to parties by "
            "shares");
        fault->mend = ac_diagnostic_text(
            checker->diagnostics,
            "split %.*s to LEVEL by ..., or split %.*s PARTY 60%%, PARTY 40%%",
            AC_TEXT_ARG(syntax->who.text), AC_TEXT_ARG(syntax->who.text));
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
            /* Weights that only change by date are those of the day on which a payment's period
             * begins, whatever kind of period it pays for. */
            ac_adapt(checker, split.weights, AC_PERIOD_MONTH);
        }
    }
    if (good) {
        ac_split_list *list = &lists[payer ? 0 : payee ? 1 : 2];
        AC_RESERVE(checker->arena, list->list, list->count, list->capacity);
        list->list[list->count++] = split;
    }
}

/* Whether two splits of one part would share out the same payment. */
static bool overlap(const ac_split *a, const ac_split *b)
{
    if (a->from_party != b->from_party || (a->of_count == 0) != (b->of_count == 0)) {
        return false; /* one that names a payment goes before a general one */
    }
    for (uint32_t k = 0; k < a->of_count; k++) {
        if (names_pay(b, a->of[k])) {
            return true;
        }
    }
    return a->of_count == 0;
}

/* Nothing may be shared out twice; a variation restates its clause. */
void ac_check_splits(ac_checker *checker, const ac_split_list *list)
{
    for (size_t i = 0; i < list->count; i++) {
        const ac_split *a = &list->list[i];
        const ac_clause *clause = &checker->syntax->clauses[a->clause];
        if (a->weights != AC_NODE_NONE) {
            check_weights_time(checker, list, a);
        }
        for (size_t k = 0; k < i; k++) {
            const ac_split *b = &list->list[k];
            bool restated =
                ac_text_equal(clause->number, checker->syntax->clauses[b->clause].number);
            if (!restated && overlap(a, b)) {
                checker->clause = clause;
                ac_diagnostic *fault = ac_fault(
                    checker, AC_CONFLICT, clause->split.who.span,
                    "this part is split by another clause too, and nothing says which goes before");
                ac_fault_other(checker, fault, b->clause);
                fault->mend = AC_TEXT("delete one, or name the payments of each: 'split ... of "
                                      "7.3 ...'");
            }
        }
    }
}

static bool shares_out(const ac_split_list *passes, const ac_split *split, uint32_t pay)
{
    return split->of_count == 0 ? !is_taken(passes, split, pay) : names_pay(split, pay);
}

/* Marks the parties that one party passes a payment on to, in any version of its clauses; whether
 * there was one that had no mark. What it keeps is not passed on. */
static bool mark_next(
    const ac_checker *checker,
    const ac_split_list *passes,
    uint32_t from,
    uint32_t pay,
    bool *marked)
{
    bool more = false;
    for (size_t s = 0; s < passes->count; s++) {
        const ac_split *split = &passes->list[s];
        bool applies = split->from_party == from && shares_out(passes, split, pay);
        for (uint32_t p = 0; applies && p < checker->party_count; p++) {
            if (p != from && !marked[p] && ac_split_shares_to(split, p, &checker->parties[p])) {
                marked[p] = true;
                more = true;
            }
        }
    }
    return more;
}

/* Whether what a party passes on of a payment comes back to it, by way of other parties. */
static bool
comes_back(const ac_checker *checker, const ac_split_list *passes, uint32_t from, uint32_t pay)
{
    bool *marked = AC_NEW_ARRAY(checker->arena, bool, checker->party_count);
    bool more = mark_next(checker, passes, from, pay, marked);
    while (more) {
        more = false;
        for (uint32_t p = 0; p < checker->party_count; p++) {
            more = (marked[p] && mark_next(checker, passes, p, pay, marked)) || more;
        }
    }
    return marked[from];
}

void ac_check_rings(ac_checker *checker, const ac_split_list *passes)
{
    for (size_t i = 0; i < passes->count; i++) {
        const ac_split *split = &passes->list[i];
        const ac_clause *clause = &checker->syntax->clauses[split->clause];
        for (uint32_t pay = 0; pay < checker->pay_count; pay++) {
            if (!shares_out(passes, split, pay) ||
                !comes_back(checker, passes, split->from_party, pay)) {
                continue;
            }
            checker->clause = clause;
            ac_diagnostic *fault = ac_fault(
                checker, AC_CYCLE, clause->split.who.span,
                "what %.*s passes on of clause %.*s would come back to it",
                AC_TEXT_ARG(clause->split.who.text), AC_TEXT_ARG(checker->pays[pay].number));
            fault->mend = AC_TEXT("let each party pass on only to those it receives nothing from");
            break;
        }
    }
}
