/* SPDX-License-Identifier: MIT */
/* What changed since the period before, payment by payment. Both sides are of one statement: the
 * same contract, data and day. What came to be known later is told by adjustments and by accord
 * diff. */

#include "statement/digest.h"
#include "statement/inside.h"

typedef struct comparing {
    ac_arena *arena;
    const ac_statement_set *set;
    ac_text party;
} comparing;

static ac_change_side side_of(const comparing *on, const ac_change *of, int32_t period)
{
    const ac_statement_set *set = on->set;
    const ac_statement_filter within = {
        .period_said = true, .kind = of->kind, .period = period, .party = on->party};
    ac_change_side side = {.amount = AC_RATIONAL_ZERO};
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        if (payment->pay != of->pay || !ac_payment_is_shown(set, payment, &within)) {
            continue;
        }
        ac_rational sums[AC_SUMS];
        ac_rational amount = ac_rational_of(payment->amount.minor);
        bool known = payment->state == AC_VALUE_KNOWN;
        side.payments++;
        side.unknown += known ? 0 : 1;
        side.shadow = side.shadow || payment->shadow;
        if (known && on->party.size > 0) {
            (void)ac_payment_sums(on->arena, set, payment, on->party, sums);
            amount = ac_sums_net(on->arena, sums);
        }
        if (known) {
            side.amount = ac_rational_add(on->arena, side.amount, amount);
        }
    }
    return side;
}

/* The last period of a payment that is known; false where none is. */
static bool last_known(const comparing *on, uint32_t pay, int32_t *period)
{
    bool found = false;
    const ac_statement_filter all = {.party = on->party};
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *of = &on->set->payments[i];
        bool later = !found || of->period > *period;
        if (of->pay == pay && of->state == AC_VALUE_KNOWN && later &&
            ac_payment_is_shown(on->set, of, &all)) {
            *period = of->period;
            found = true;
        }
    }
    return found;
}

static bool is_compared(const comparing *on, const ac_statement_filter *filter, ac_change *change)
{
    if (filter->period_said) {
        change->kind = filter->kind;
        change->period = filter->period;
        return filter->kind < AC_PERIOD_TERM;
    }
    change->kind = on->set->program->pays[change->pay].period;
    return change->kind < AC_PERIOD_TERM && last_known(on, change->pay, &change->period);
}

const ac_change *ac_changes(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count)
{
    const ac_program *program = set->program;
    const comparing on = {.arena = arena, .set = set, .party = filter->party};
    ac_change *list = AC_NEW_ARRAY(arena, ac_change, program->pay_count);
    *count = 0;
    for (uint32_t pay = 0; pay < program->pay_count; pay++) {
        ac_change change = {.pay = pay};
        if (!is_compared(&on, filter, &change)) {
            continue;
        }
        change.before = side_of(&on, &change, change.period - 1);
        change.now = side_of(&on, &change, change.period);
        if (change.before.payments + change.now.payments == 0) {
            continue;
        }
        const ac_calendar *calendar = &program->syntax->calendar;
        const ac_pay_version *version = ac_pay_version_on(
            &program->pays[pay], ac_period_first(calendar, change.kind, change.period));
        change.clause = version == NULL ? program->pays[pay].versions[0].clause : version->clause;
        change.known =
            change.before.payments > 0 && change.before.unknown + change.now.unknown == 0;
        change.difference = ac_rational_subtract(arena, change.now.amount, change.before.amount);
        list[(*count)++] = change;
    }
    return list;
}
