/* SPDX-License-Identifier: MIT */
/* The chain of every payment: one who pays and one who is paid in each of its periods, and nothing
 * passed on by one who is never paid. With shares that are 100% (check_split.c) and splits that
 * lose no penny, what is paid is then what is received and what is passed on. */

#include "lang/checker.h"

static bool names_pay(const ac_split *split, uint32_t index)
{
    bool names = split->of_count == 0;
    for (uint32_t k = 0; k < split->of_count; k++) {
        names = names || split->of[k] == index;
    }
    return names;
}

/* The clause that shares out a side of a payment in some period, for messages. */
static uint32_t split_at_some_time(const ac_split_list *list, uint32_t pay)
{
    for (size_t s = 0; s < list->count; s++) {
        if (names_pay(&list->list[s], pay)) {
            return list->list[s].clause;
        }
    }
    return AC_NONE;
}

/* Whether a level of parties has the one member to whom all goes without a split. */
static bool is_sole(const ac_checker *checker, int side)
{
    return checker->levels[side].member_count == 1;
}

/* A variation may restate a split so that it no longer names the payment. */
static void
tell_lost(ac_checker *checker, int side, const ac_pay *pay, int32_t period, uint32_t clause)
{
    AC_SCOPED_BUFFER(words, 100);
    ac_period_add(&words, &checker->syntax->calendar, pay->period, period);
    ac_diagnostic *fault = ac_fault(
        checker, AC_CONSERVE, checker->clause->span, "for %.*s nothing says who %s any more",
        AC_TEXT_ARG(ac_buffer_text(&words)), side == 0 ? "pays" : "is paid");
    ac_fault_other(checker, fault, clause);
    fault->mend = ac_diagnostic_text(
        checker->diagnostics, "let the clause go on naming %.*s, or add one that does",
        AC_TEXT_ARG(pay->number));
}

static void check_side(ac_checker *checker, const ac_split_list *lists, uint32_t index, int side)
{
    const ac_pay *pay = &checker->pays[index];
    uint32_t some = split_at_some_time(&lists[side], index);
    if (is_sole(checker, side) || (side == 1 && pay->to_level != AC_NONE)) {
        return;
    }
    if (some == AC_NONE) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_PARTY, checker->clause->span, "nothing says who %s",
            side == 0 ? "pays" : "is paid");
        fault->mend = side == 0
                          ? AC_TEXT("add a clause 'split payer ...', or name one commissioner")
                          : AC_TEXT("add a clause 'split payee ...', or 'to each' level");
        return;
    }
    const ac_calendar *calendar = &checker->syntax->calendar;
    int32_t first = ac_term_first(calendar, pay->period);
    for (int32_t p = first; p < first + ac_term_count(calendar, pay->period); p++) {
        accord_date from = ac_period_from(calendar, pay->period, p);
        if (ac_pay_is_paid(calendar, pay, p) &&
            ac_split_on(
                checker->syntax, lists[side].list, lists[side].count, AC_NONE, index, from) ==
                NULL) {
            tell_lost(checker, side, pay, p, some);
            return;
        }
    }
}

/* Whether a payment comes to the party of a split in some period that is paid. */
static bool reaches(
    const ac_checker *checker, const ac_split_list *lists, uint32_t index, const ac_split *split)
{
    AC_SCOPED_ARENA(scratch);
    const ac_pay *pay = &checker->pays[index];
    const ac_calendar *calendar = &checker->syntax->calendar;
    const ac_reached of = {
        .syntax = checker->syntax,
        .pays = checker->pays,
        .parties = checker->parties,
        .party_count = (uint32_t)checker->party_count,
        .payees = lists[1].list,
        .payee_count = lists[1].count,
        .passes = lists[2].list,
        .pass_count = lists[2].count,
        .sole_provider = is_sole(checker, 1)};
    bool *reached = AC_NEW_ARRAY(&scratch, bool, of.party_count);
    int32_t first = ac_term_first(calendar, pay->period);
    for (int32_t p = first; p < first + ac_term_count(calendar, pay->period); p++) {
        accord_date from = ac_period_from(calendar, pay->period, p);
        if (!ac_pay_is_paid(calendar, pay, p)) {
            continue;
        }
        ac_parties_reached(&of, index, from, reached);
        if (reached[split->from_party]) {
            return true;
        }
    }
    return false;
}

static void check_passed_on(ac_checker *checker, const ac_split_list *lists, const ac_split *split)
{
    for (uint32_t i = 0; i < checker->pay_count; i++) {
        if (names_pay(split, i) && checker->pays[i].version_count > 0 &&
            reaches(checker, lists, i, split)) {
            return;
        }
    }
    checker->clause = &checker->syntax->clauses[split->clause];
    ac_diagnostic *fault = ac_fault(
        checker, AC_CONSERVE, checker->clause->split.who.span,
        "%.*s is never paid a part of %s, so there is nothing to pass on",
        AC_TEXT_ARG(checker->parties[split->from_party].code),
        split->of_count > 0 ? "these payments" : "any payment");
    if (lists[1].count > 0) {
        ac_fault_other(checker, fault, lists[1].list[0].clause);
    }
    fault->mend = AC_TEXT("name a party that is paid, or give it a share");
}

void ac_check_parties(ac_checker *checker, const ac_split_list *lists)
{
    for (uint32_t i = 0; i < checker->pay_count; i++) {
        if (checker->pays[i].version_count > 0) {
            checker->clause = &checker->syntax->clauses[checker->pays[i].versions[0].clause];
            check_side(checker, lists, i, 0);
            check_side(checker, lists, i, 1);
        }
    }
    if (checker->diagnostics->errors > 0) {
        return; /* who is paid is not sure */
    }
    for (size_t s = 0; s < lists[2].count; s++) {
        check_passed_on(checker, lists, &lists[2].list[s]);
    }
}
