/* SPDX-License-Identifier: MIT */
/* Asks for the explanation that a place needs. A payment is explained by the formula that was in
 * force for it, from the view that its due date had. */

#include "app/why.h"

#include "app/why_inside.h"
#include "contract/explain.h"

static const ac_payment *find_payment(const ac_run *run, const ac_value_place *place)
{
    for (size_t i = 0; i < run->statement->payment_count; i++) {
        const ac_payment *payment = &run->statement->payments[i];
        if (payment->pay == place->index && payment->period == place->period) {
            return payment;
        }
    }
    return NULL;
}

/* The period in which a payment reads its formula: the one that holds the payment's, or the first
 * within it. */
static int32_t
period_of_node(const ac_program *program, const ac_node *node, const ac_value_place *place)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    if (node->period == AC_PERIOD_NONE) {
        return 0;
    }
    if (node->period >= place->period_kind) {
        return ac_period_within(calendar, place->period_kind, place->period, node->period);
    }
    return ac_period_first_in(calendar, place->period_kind, place->period, node->period);
}

static accord_status add_payment(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_value_place *place,
    const ac_explain_options *explain,
    accord_error *error)
{
    const ac_program *program = run->contract.program;
    const ac_pay *pay = &program->pays[place->index];
    const ac_payment *payment = find_payment(run, place);
    if (payment == NULL) {
        return ac_fail(error, ACCORD_EINPUT, "there is no such payment in the term");
    }
    ac_node_id amount = pay->versions[0].amount;
    for (uint32_t i = 0; i < pay->version_count; i++) {
        if (pay->versions[i].clause == payment->clause) {
            amount = pay->versions[i].amount;
        }
    }
    if (place->who.size > 0 && payment->state == AC_VALUE_KNOWN && !explain->json) {
        AC_TRY(ac_why_add_part(buffer, run, payment, place->who, error));
    }
    ac_explain_subject subject = {
        .kind = AC_EXPLAIN_NODE,
        .index = amount,
        .clause = payment->clause,
        .at = place->at,
        .period = period_of_node(program, &program->nodes[amount], place)};
    return ac_explain_add(buffer, payment->evaluation, &subject, explain, error);
}

accord_status ac_why_add(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_value_place *place,
    const ac_why_options *options,
    accord_error *error)
{
    ac_explain_options explain = {.json = options->json, .depth_max = options->depth_max};
    if (place->kind == AC_PLACE_PAYMENT) {
        return add_payment(buffer, run, place, &explain, error);
    }
    ac_explain_subject subject = {
        .kind = place->kind == AC_PLACE_GATE ? AC_EXPLAIN_GATE : AC_EXPLAIN_QUANTITY,
        .index = place->index,
        .at = place->at,
        .period_kind = place->period_kind,
        .period = place->period};
    return ac_explain_add(buffer, run->evaluation, &subject, &explain, error);
}
