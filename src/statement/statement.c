/* SPDX-License-Identifier: MIT */
/* Makes every payment of the term: the version in force, the due date, the view of gates that its
 * date allows, the amount, and the parts; and holds each to the laws of conservation before it is
 * given out. Relies on the checker for amounts in whole minor units. */

#include "base/assert.h"
#include "contract/knowledge.h"
#include "contract/lives.h"
#include "contract/notes.h"
#include "statement/inside.h"

#include <stdlib.h>

/* ---- Views ---- */

/* The evaluation with these gates held undecided. */
static accord_status view_of(ac_making *making, uint64_t undecided, ac_evaluation **view)
{
    for (size_t i = 0; i < making->view_count; i++) {
        if (making->views[i].evaluation->gates_undecided == undecided) {
            *view = making->views[i].evaluation;
            return ac_ok();
        }
    }
    AC_TRY(
        ac_evaluate(making->arena, making->program, making->facts, undecided, view, making->error));
    ac_assert((*view)->gates_undecided == undecided);
    AC_RESERVE(making->arena, making->views, making->view_count, making->view_capacity);
    making->views[making->view_count++].evaluation = *view;
    return ac_ok();
}

/* The gates at dates that bear on a payment of this period and are decided after it is due. */
static uint64_t
gates_after(const ac_program *program, const ac_pay *pay, accord_date last_day, accord_date due)
{
    uint64_t undecided = 0;
    for (uint32_t g = 0; g < program->gate_count && g < 64; g++) {
        const ac_gate *gate = &program->gates[g];
        bool bears =
            (pay->gates & (UINT64_C(1) << g)) != 0 && !gate->each && last_day.day >= gate->date.day;
        if (bears && gate->decided.day > due.day) {
            undecided |= UINT64_C(1) << g;
        }
    }
    return undecided;
}

/* The gates at dates whose data are not frozen by the day that is looked from: "a payment made
 * before that, or on flex data, sees it undecided". */
static uint64_t gates_open(const ac_facts *facts)
{
    return facts->knowledge == NULL ? 0 : facts->knowledge->gates_undecided;
}

static ac_standing standing_of(const ac_making *making, const ac_payment *payment)
{
    const ac_knowledge *knowledge = making->facts->knowledge;
    if (knowledge == NULL) {
        return AC_STANDING_UNSAID;
    }
    bool final = ac_knowledge_is_final(
        making->program, knowledge, payment->pay, payment->period, payment->due);
    return final ? AC_STANDING_FINAL : AC_STANDING_PROVISIONAL;
}

/* ---- Amounts ---- */

static accord_status too_large(const ac_making *making, const ac_draft *draft)
{
    AC_SCOPED_BUFFER(period, 100);
    const ac_program *program = making->program;
    ac_period_add(&period, &program->syntax->calendar, draft->kind, draft->payment->period);
    return ac_fail(
        making->error, ACCORD_ERANGE, "the amount of clause %.*s for %.*s is too large to be paid",
        AC_TEXT_ARG(ac_clause_at(program, draft->payment->clause)->number),
        AC_TEXT_ARG(ac_buffer_text(&period)));
}

/* An exact amount as whole minor units. That it is whole was proved when the contract was
 * checked. */
static accord_status
as_money(const ac_making *making, const ac_draft *draft, ac_rational exact, accord_money *amount)
{
    int places = making->program->syntax->money_places;
    if (ac_rational_to_scaled(exact, places, &amount->minor)) {
        return ac_ok();
    }
    AC_SCOPED_ARENA(scratch);
    ac_rational whole = ac_rational_round(&scratch, exact, places, ACCORD_DOWN);
    ac_assert(ac_rational_compare(whole, exact) == 0);
    return too_large(making, draft);
}

/* One amount for all, shared out by the splits. */
static accord_status make_whole(const ac_making *making, ac_draft *draft, ac_node_id amount)
{
    ac_payment *payment = draft->payment;
    ac_trace trace = {.evaluation = draft->view};
    ac_coordinates nowhere = {{0}};
    payment->exact =
        ac_node_value(&trace, amount, &nowhere, ac_draft_period(making, draft, amount));
    payment->state = payment->exact.state;
    if (payment->state != AC_VALUE_KNOWN) {
        return ac_ok();
    }
    accord_money whole = {0};
    AC_TRY(as_money(making, draft, payment->exact.number, &whole));
    AC_TRY(ac_share_payees(making, draft, whole, &payment->payees));
    if (payment->state == AC_VALUE_KNOWN) {
        payment->amount = whole;
    }
    return ac_ok();
}

/* An amount for each member of a level, who are the payees. */
static accord_status
make_each(const ac_making *making, ac_draft *draft, ac_node_id amount, uint32_t level)
{
    ac_payment *payment = draft->payment;
    ac_trace trace = {.evaluation = draft->view};
    int32_t period = ac_draft_period(making, draft, amount);
    ac_parts payees = {.clause = AC_NONE};
    ac_part_of *list = ac_list_members(making, draft, level, &payees.count);
    payees.list = list;
    payment->exact.number = AC_RATIONAL_ZERO;
    int64_t sums[2] = {0, 0}; /* of each sign: both must fit, as both are shared out */
    for (size_t i = 0; i < payees.count; i++) {
        ac_coordinates at = {{0}};
        at.members[level] = list[i].member;
        ac_value value = ac_node_value(&trace, amount, &at, period);
        payment->state = ac_state_join(draft->view, payment->state, value.state);
        if (payment->state != AC_VALUE_KNOWN) {
            continue; /* a fault of a later member is told before a figure yet to come (rule R21) */
        }
        AC_TRY(as_money(making, draft, value.number, &list[i].amount));
        int64_t minor = list[i].amount.minor;
        if (__builtin_add_overflow(sums[minor < 0], minor, &sums[minor < 0])) {
            return too_large(making, draft);
        }
        payment->exact.number = ac_rational_add(making->arena, payment->exact.number, value.number);
    }
    if (payment->state != AC_VALUE_KNOWN) {
        payment->exact = (ac_value){AC_RATIONAL_ZERO, payment->state};
        return ac_ok();
    }
    payment->amount.minor = sums[0] + sums[1];
    payment->payees = payees;
    return ac_ok();
}

/* ---- Laws ---- */

/* Parts are the whole; what is paid is what is received, leg by leg; what is passed on was
 * received. */
static void hold_to_laws(const ac_program *program, const ac_payment *payment)
{
    const accord_money *legs = payment->legs;
    size_t payees = payment->payees.count;
    ac_assert(ac_parts_sum(&payment->payers) == payment->amount.minor);
    ac_assert(ac_parts_sum(&payment->payees) == payment->amount.minor);
    for (size_t i = 0; i < payment->payers.count; i++) {
        /* Unsigned, because legs of two signs may leave 63 bits on the way to a sum that fits. */
        uint64_t row = 0;
        for (size_t j = 0; j < payees; j++) {
            row += (uint64_t)legs[i * payees + j].minor;
        }
        ac_assert(row == (uint64_t)payment->payers.list[i].amount.minor);
    }
    for (size_t j = 0; j < payees; j++) {
        uint64_t column = 0;
        for (size_t i = 0; i < payment->payers.count; i++) {
            column += (uint64_t)legs[i * payees + j].minor;
        }
        ac_assert(column == (uint64_t)payment->payees.list[j].amount.minor);
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_pass *pass = &payment->passes[p];
        ac_assert(ac_parts_sum(&pass->parts) == pass->amount.minor);
        ac_assert(ac_received_by(program, payment, pass->party) == pass->amount.minor);
    }
}

/* ---- Payments ---- */

static void forget_parts(ac_payment *payment)
{
    payment->amount = (accord_money){0};
    payment->payers = (ac_parts){.clause = AC_NONE};
    payment->payees = (ac_parts){.clause = AC_NONE};
    payment->legs = NULL;
    payment->passes = NULL;
    payment->pass_count = 0;
}

static accord_status make_parts(const ac_making *making, ac_draft *draft, ac_node_id amount)
{
    ac_payment *payment = draft->payment;
    const ac_pay *pay = &making->program->pays[payment->pay];
    AC_TRY(
        pay->to_level == AC_NONE ? make_whole(making, draft, amount)
                                 : make_each(making, draft, amount, pay->to_level));
    if (payment->state == AC_VALUE_KNOWN) {
        AC_TRY(ac_share_payers(making, draft, payment->amount, &payment->payers));
    }
    if (payment->state == AC_VALUE_KNOWN) {
        AC_TRY(ac_share_passes(making, draft));
    }
    if (payment->state == AC_VALUE_KNOWN) {
        AC_TRY(ac_share_legs(making, draft));
        hold_to_laws(making->program, payment);
    } else {
        forget_parts(payment);
    }
    return ac_ok();
}

static accord_status
make_payment(ac_making *making, uint32_t index, int32_t period, ac_payment *payment)
{
    const ac_program *program = making->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    const ac_pay *pay = &program->pays[index];
    accord_date from = ac_period_from(calendar, pay->period, period);
    accord_date last = ac_period_last(calendar, pay->period, period);
    const ac_pay_version *version = ac_pay_version_on(pay, from);
    *payment = (ac_payment){.pay = index, .clause = version->clause, .period = period};
    forget_parts(payment);
    payment->due = ac_pay_due(calendar, pay, period);
    payment->shadow = program->has_shadow && last.day <= program->shadow_until.day;
    payment->gates_undecided =
        gates_after(program, pay, last, payment->due) | gates_open(making->facts);
    payment->standing = standing_of(making, payment);
    ac_draft draft = {
        .payment = payment,
        .kind = pay->period,
        .from = from,
        .known = ac_known_of(program, &program->nodes[version->amount])};
    AC_TRY(view_of(making, payment->gates_undecided, &draft.view));
    payment->evaluation = draft.view;
    return make_parts(making, &draft, version->amount);
}

static int compare_payments(const void *left, const void *right)
{
    const ac_payment *a = left;
    const ac_payment *b = right;
    if (a->due.day != b->due.day) {
        return a->due.day < b->due.day ? -1 : 1;
    }
    if (a->pay != b->pay) {
        return a->pay < b->pay ? -1 : 1;
    }
    return (a->period > b->period) - (a->period < b->period);
}

/* Adds the payments of one clause, for each period that is paid. */
static accord_status
make_payments_of(ac_making *making, uint32_t pay, ac_payment *payments, size_t *at)
{
    const ac_program *program = making->program;
    ac_period_kind kind = program->pays[pay].period;
    int32_t first = ac_term_first(&program->syntax->calendar, kind);
    int32_t count = ac_term_count(&program->syntax->calendar, kind);
    for (int32_t period = first; period < first + count; period++) {
        if (ac_pay_is_paid(&program->syntax->calendar, &program->pays[pay], period)) {
            AC_TRY(make_payment(making, pay, period, &payments[*at]));
            (*at)++;
        }
    }
    return ac_ok();
}

static accord_status make_payments(ac_making *making, ac_statement_set *set)
{
    const ac_program *program = making->program;
    const ac_calendar *calendar = &program->syntax->calendar;
    size_t count = 0;
    for (uint32_t p = 0; p < program->pay_count; p++) {
        count += (size_t)ac_term_count(calendar, program->pays[p].period);
    }
    ac_payment *payments = AC_NEW_ARRAY(making->arena, ac_payment, count);
    size_t at = 0;
    for (uint32_t p = 0; p < program->pay_count; p++) {
        AC_TRY(make_payments_of(making, p, payments, &at));
    }
    if (at > 1) {
        qsort(payments, at, sizeof *payments, compare_payments);
    }
    set->payments = payments;
    set->payment_count = at;
    return ac_ok();
}

accord_status ac_statement_make(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    ac_statement_set **set,
    accord_error *error)
{
    ac_making making = {.arena = arena, .program = program, .facts = facts, .error = error};
    ac_evaluation *ordinary = NULL;
    AC_TRY(view_of(&making, gates_open(facts), &ordinary));
    ac_statement_set *made = AC_NEW(arena, ac_statement_set);
    *made = (ac_statement_set){.program = program, .facts = facts, .evaluation = ordinary};
    AC_TRY(make_payments(&making, made));
    ac_statement_check(&making, made);
    *set = made;
    return ac_ok();
}
