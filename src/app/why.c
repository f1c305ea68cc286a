/* SPDX-License-Identifier: MIT */
/* Makes the explanation that a place needs, and has it written. A payment is explained by the
 * formula that was in force for it, from the view that its due date had; a check by its condition,
 * with the payments that it looks at. */

#include "app/why.h"

#include "app/why_inside.h"
#include "report/explain_page.h"
#include "statement/check_view.h"

static const ac_payment *find_payment(const ac_run *run, uint32_t pay, int32_t period)
{
    for (size_t i = 0; i < run->statement->payment_count; i++) {
        const ac_payment *payment = &run->statement->payments[i];
        if (payment->pay == pay && payment->period == period) {
            return payment;
        }
    }
    return NULL;
}

/* The period in which a payment or a check reads its formula: the one that holds that of the
 * place, or the first within it. */
static int32_t
period_of_node(const ac_program *program, const ac_node *node, const ac_value_place *place)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    if (node->period == AC_PERIOD_NONE || place->period_kind == AC_PERIOD_NONE) {
        return place->period_kind == AC_PERIOD_NONE && node->period != AC_PERIOD_NONE
                   ? ac_term_first(calendar, node->period)
                   : 0;
    }
    if (node->period >= place->period_kind) {
        return ac_period_within(calendar, place->period_kind, place->period, node->period);
    }
    return ac_period_first_in(calendar, place->period_kind, place->period, node->period);
}

static accord_status make_payment(
    ac_arena *arena,
    const ac_value_place *place,
    const ac_explain_options *options,
    ac_why *why,
    accord_error *error)
{
    const ac_run *run = why->run;
    const ac_program *program = run->contract.program;
    const ac_pay *pay = &program->pays[place->index];
    const ac_payment *payment = find_payment(run, place->index, place->period);
    if (payment == NULL) {
        return ac_fail(error, ACCORD_EINPUT, "there is no such payment in the term");
    }
    ac_node_id amount = pay->versions[0].amount;
    for (uint32_t i = 0; i < pay->version_count; i++) {
        if (pay->versions[i].clause == payment->clause) {
            amount = pay->versions[i].amount;
        }
    }
    why->payment = payment;
    why->who = place->who;
    if (payment->state == AC_VALUE_KNOWN) {
        AC_TRY(ac_trail_make(arena, run->statement, payment, place->who, &why->trail, error));
    } else if (place->who.size > 0) {
        AC_TRY(ac_run_find_party(run, place->who, error));
    }
    ac_explain_subject subject = {
        .kind = AC_EXPLAIN_NODE,
        .index = amount,
        .clause = payment->clause,
        .at = place->at,
        .period = period_of_node(program, &program->nodes[amount], place)};
    return ac_explain_make(arena, payment->evaluation, &subject, options, &why->explanation, error);
}

static accord_status make_check(
    ac_arena *arena,
    const ac_value_place *place,
    const ac_explain_options *options,
    ac_why *why,
    accord_error *error)
{
    const ac_run *run = why->run;
    const ac_program *program = run->contract.program;
    const ac_check *check = place->kind == AC_PLACE_CHECK ? &program->checks[place->index]
                                                          : &program->assumptions[place->index];
    const ac_payment *one = NULL;
    if (check->scope == AC_CHECK_PAYMENT) {
        one = find_payment(run, place->pay, place->period);
        if (one == NULL) {
            return ac_fail(error, ACCORD_EINPUT, "there is no such payment in the term");
        }
        why->about = one;
    }
    const ac_check_view *view = ac_check_view_make(arena, run->statement, one);
    ac_explain_options with = *options;
    with.payments = &view->payments;
    ac_explain_subject subject = {
        .kind = AC_EXPLAIN_NODE,
        .index = check->condition,
        .clause = check->clause,
        .at = place->at,
        .period = period_of_node(program, &program->nodes[check->condition], place),
        .told_elsewhere = true,
        .told_kind = place->period_kind,
        .told = place->period};
    return ac_explain_make(arena, &view->evaluation, &subject, &with, &why->explanation, error);
}

static accord_status make_why(
    ac_arena *arena,
    const ac_value_place *place,
    const ac_explain_options *options,
    ac_why *why,
    accord_error *error)
{
    switch (place->kind) {
    case AC_PLACE_PAYMENT:
        return make_payment(arena, place, options, why, error);
    case AC_PLACE_CHECK:
    case AC_PLACE_ASSUMPTION:
        return make_check(arena, place, options, why, error);
    case AC_PLACE_QUANTITY:
    case AC_PLACE_GATE:
        break;
    }
    ac_explain_subject subject = {
        .kind = place->kind == AC_PLACE_GATE ? AC_EXPLAIN_GATE : AC_EXPLAIN_QUANTITY,
        .index = place->index,
        .at = place->at,
        .period_kind = place->period_kind,
        .period = place->period};
    return ac_explain_make(
        arena, why->run->evaluation, &subject, options, &why->explanation, error);
}

accord_status ac_why_add(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_value_place *place,
    const ac_why_options *options,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    ac_why why = {.run = run};
    ac_explain_options explain = {.depth_max = options->depth_max};
    AC_TRY(make_why(&arena, place, &explain, &why, error));
    if (options->format == AC_WHY_HTML) {
        bool stated = why.payment != NULL && why.payment->state == AC_VALUE_KNOWN;
        ac_explain_page page = {
            .explanation = why.explanation,
            .trail = stated ? &why.trail : NULL,
            .about = why.about,
            .who = why.who};
        return ac_explain_page_add(buffer, &page, error);
    }
    if (options->format == AC_WHY_JSON) {
        ac_why_write_json(buffer, &why);
    } else {
        ac_why_write_text(buffer, &why);
    }
    if (buffer->overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the explanation is longer than %zu bytes; ask for less depth",
            buffer->most_bytes);
    }
    return ac_ok();
}
