/* SPDX-License-Identifier: MIT */
/* Which version of a payment is in force, whether a period is paid and when, what it is on account
 * of, and whom a payment reaches: as one who is paid, or stage after stage from one who passes on.
 * The checker, statements, bounds and proofs ask here. */

#include "lang/program.h"

const ac_pay_version *ac_pay_version_on(const ac_pay *pay, accord_date day)
{
    const ac_pay_version *found = &pay->versions[0];
    for (uint32_t i = 1; i < pay->version_count; i++) {
        if (pay->versions[i].effective.day <= day.day) {
            found = &pay->versions[i]; /* they are sorted by date */
        }
    }
    return found;
}

bool ac_pay_is_paid(const ac_calendar *calendar, const ac_pay *pay, int32_t period)
{
    const ac_pay_version *version =
        ac_pay_version_on(pay, ac_period_from(calendar, pay->period, period));
    return ac_period_first(calendar, pay->period, period).day >= version->from.day &&
           ac_period_last(calendar, pay->period, period).day <= version->until.day;
}

accord_date ac_pay_due(const ac_calendar *calendar, const ac_pay *pay, int32_t period)
{
    accord_date first = ac_period_first(calendar, pay->period, period);
    const ac_pay_version *version =
        ac_pay_version_on(pay, ac_period_from(calendar, pay->period, period));
    int32_t days = (int32_t)version->days;
    switch (version->due) {
    case AC_DUE_AFTER:
        return (accord_date){ac_period_last(calendar, pay->period, period).day + days};
    case AC_DUE_ON:
        return (accord_date){first.day + days - 1};
    case AC_DUE_BEFORE:
        break;
    }
    return (accord_date){first.day - days};
}

bool ac_pay_is_on_account(const ac_program *program, uint32_t pay)
{
    bool any = false;
    for (uint32_t v = 0; v < program->pays[pay].version_count; v++) {
        const ac_clause *clause = ac_clause_at(program, program->pays[pay].versions[v].clause);
        any = any || clause->account_of.text.size > 0;
    }
    return any;
}

uint32_t ac_pay_on_account_of(const ac_program *program, uint32_t pay, int32_t period)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_pay *of = &program->pays[pay];
    const ac_pay_version *version =
        ac_pay_version_on(of, ac_period_from(calendar, of->period, period));
    const ac_clause *clause = ac_clause_at(program, version->clause);
    return clause->account_of.text.size > 0 ? ac_find_pay(program, clause->account_of.text)
                                            : AC_NONE;
}

bool ac_split_shares_to(const ac_split *split, uint32_t party, const ac_party *is)
{
    for (uint32_t i = 0; i < split->share_count; i++) {
        if (split->shares[i].party == party) {
            return true;
        }
    }
    return split->share_count == 0 && split->to_level == is->level;
}

/* Whether a party is paid itself, before anything is passed on. */
static bool is_payee(const ac_reached *of, uint32_t pay, const ac_split *payee, uint32_t party)
{
    const ac_party *is = &of->parties[party];
    if (of->pays[pay].to_level != AC_NONE) {
        return of->pays[pay].to_level == is->level;
    }
    return payee == NULL ? is->level == 1 && of->sole_provider
                         : ac_split_shares_to(payee, party, is);
}

void ac_parties_reached(const ac_reached *of, uint32_t pay, accord_date day, bool *reached)
{
    const ac_split *payee = ac_split_on(of->syntax, of->payees, of->payee_count, AC_NONE, pay, day);
    for (uint32_t p = 0; p < of->party_count; p++) {
        reached[p] = is_payee(of, pay, payee, p);
    }
    for (bool more = true; more;) {
        more = false;
        for (uint32_t from = 0; from < of->party_count; from++) {
            const ac_split *split =
                reached[from] ? ac_split_on(of->syntax, of->passes, of->pass_count, from, pay, day)
                              : NULL;
            for (uint32_t p = 0; split != NULL && p < of->party_count; p++) {
                if (!reached[p] && ac_split_shares_to(split, p, &of->parties[p])) {
                    reached[p] = true;
                    more = true;
                }
            }
        }
    }
}

ac_reached ac_reached_of(const ac_program *program)
{
    return (ac_reached){
        .syntax = program->syntax,
        .pays = program->pays,
        .parties = program->parties,
        .party_count = program->party_count,
        .payees = program->payee_splits,
        .payee_count = program->payee_split_count,
        .passes = program->pass_splits,
        .pass_count = program->pass_split_count,
        .sole_provider = program->levels[1].member_count == 1};
}
