/* SPDX-License-Identifier: MIT */
/* When a payment is due, and what is known by then (R13, R28). */

#include "lang/checker.h"

ac_period_kind ac_paid_period(const ac_clause *clause)
{
    static const ac_period_kind kinds[] = {
        [AC_MONTHLY] = AC_PERIOD_MONTH,
        [AC_QUARTERLY] = AC_PERIOD_QUARTER,
        [AC_YEARLY] = AC_PERIOD_YEAR,
        [AC_ONCE] = AC_PERIOD_TERM,
    };
    return kinds[clause->frequency];
}

bool ac_is_known_by(const ac_type *type, ac_due due, uint32_t days)
{
    switch (due) {
    case AC_DUE_AFTER:
        return type->known != AC_KNOWN_END || type->freeze_days <= days;
    case AC_DUE_ON:
        return type->known != AC_KNOWN_END;
    case AC_DUE_BEFORE:
        return type->known == AC_KNOWN_ALWAYS;
    }
    return false;
}

/* Paid in advance, on figures that are not known then. */
static void fault_advance(ac_checker *checker, const ac_clause *clause, const ac_type *type)
{
    const char *period = ac_period_kind_name(ac_paid_period(clause));
    bool end = type->known == AC_KNOWN_END;
    ac_diagnostic *fault = NULL;
    if (end) {
        fault = ac_fault(
            checker, AC_FUTURE, clause->value->span,
            "paid before the end of the %s on figures that are known %u days after it", period,
            type->freeze_days);
    } else {
        fault = ac_fault(
            checker, AC_FUTURE, clause->value->span,
            "paid before the %s begins on figures that are known when it begins", period);
    }
    fault->mend = ac_diagnostic_text(
        checker->diagnostics,
        end ? "pay '... days after %s', or use figures that are 'taken at %s start'"
            : "pay 'on day 1 of %s', or use figures of the %s before",
        period, period);
}

/* The days between which periods are paid are bounds of such periods, in the term. */
bool ac_check_paid_span(ac_checker *checker, const ac_clause *clause, ac_pay_version *version)
{
    const ac_calendar *calendar = &checker->syntax->calendar;
    ac_period_kind kind = ac_paid_period(clause);
    version->from = (accord_date){INT32_MIN};
    version->until = (accord_date){INT32_MAX};
    if (!checker->syntax->calendar_good) {
        return true;
    }
    bool first = true;
    bool last = true;
    if (clause->paid_from_said) {
        version->from = clause->paid_from;
        int32_t period = ac_period_of(calendar, kind, clause->paid_from);
        first = ac_period_first(calendar, kind, period).day == clause->paid_from.day;
    }
    if (clause->paid_until_said) {
        version->until = clause->paid_until;
        int32_t period = ac_period_of(calendar, kind, clause->paid_until);
        last = ac_period_last(calendar, kind, period).day == clause->paid_until.day;
    }
    bool some = version->from.day <= version->until.day &&
                version->from.day < calendar->term_until.day &&
                version->until.day >= calendar->term_from.day;
    if (first && last && some) {
        return true;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_TERM, clause->paid_span, "%s %s%s",
        !first  ? "'from' is to be the first day of a"
        : !last ? "'until' is to be the last day of a"
                : "no",
        ac_period_kind_name(kind), first && last ? " of the term lies between these days" : "");
    fault->mend = AC_TEXT("say the first day of the first period that is paid, and the last day of "
                          "the last");
    return false;
}

/* Every period has that day: a month has 28 at least. */
static void check_day_of(ac_checker *checker, const ac_clause *clause)
{
    static const uint32_t most[] = {
        [AC_MONTHLY] = 28, [AC_QUARTERLY] = 89, [AC_YEARLY] = 365, [AC_ONCE] = 28};
    if (clause->due == AC_DUE_AFTER || (clause->due == AC_DUE_BEFORE && clause->days <= 366)) {
        return;
    }
    if (clause->due == AC_DUE_BEFORE) {
        ac_fault(checker, AC_TERM, clause->span, "at most 366 days before");
        return;
    }
    if (clause->days == 0 || clause->days > most[clause->frequency]) {
        ac_diagnostic *fault = ac_fault(
            checker, AC_TERM, clause->span, "not every %s has a day %u",
            ac_period_kind_name(ac_paid_period(clause)), clause->days);
        fault->mend = ac_diagnostic_text(
            checker->diagnostics, "name a day from 1 to %u, or count days after the %s",
            most[clause->frequency], ac_period_kind_name(ac_paid_period(clause)));
    }
}

/* A payment uses what is frozen by its date (R13). */
void ac_check_due(ac_checker *checker, const ac_clause *clause, const ac_type *type)
{
    const char *period = ac_period_kind_name(ac_paid_period(clause));
    check_day_of(checker, clause);
    if (clause->due != AC_DUE_AFTER) {
        if (!ac_is_known_by(type, clause->due, clause->days)) {
            fault_advance(checker, clause, type);
        }
        return;
    }
    if (clause->after_freeze || type->known != AC_KNOWN_END || type->freeze_days <= clause->days) {
        return;
    }
    ac_diagnostic *fault = ac_fault(
        checker, AC_FUTURE, clause->value->span,
        "paid %u days after the %s on data that freeze %u days after it", clause->days, period,
        type->freeze_days);
    fault->mend = ac_diagnostic_text(
        checker->diagnostics, "pay '%u days after freeze', or at least %u days after the %s",
        clause->days, type->freeze_days, period);
}
