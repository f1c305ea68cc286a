/* SPDX-License-Identifier: MIT */
/* What text, CSV and JSON all ask of a statement: codes, names, who is concerned, which files. */

#include "contract/words.h"
#include "statement/inside.h"

#include <inttypes.h>

ac_text ac_part_code(const ac_statement_set *set, const ac_part_of *part)
{
    return ac_member_code(set->program, set->facts, part->level, part->member);
}

bool ac_part_is(const ac_statement_set *set, const ac_part_of *part, ac_text code)
{
    return ac_text_equal(ac_part_code(set, part), code);
}

static bool has_part(const ac_statement_set *set, const ac_parts *parts, ac_text code)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (ac_part_is(set, &parts->list[i], code)) {
            return true;
        }
    }
    return false;
}

static bool concerns(const ac_statement_set *set, const ac_payment *payment, ac_text code)
{
    bool found = payment->state != AC_VALUE_KNOWN || has_part(set, &payment->payers, code) ||
                 has_part(set, &payment->payees, code);
    for (size_t p = 0; p < payment->pass_count && !found; p++) {
        found = has_part(set, &payment->passes[p].parts, code);
    }
    return found;
}

bool ac_payment_is_shown(
    const ac_statement_set *set, const ac_payment *payment, const ac_statement_filter *filter)
{
    const ac_program *program = set->program;
    ac_period_kind kind = program->pays[payment->pay].period;
    if (filter->period_said) {
        bool within =
            kind <= filter->kind &&
            (filter->kind == AC_PERIOD_NONE ||
             ac_period_within(&program->syntax->calendar, kind, payment->period, filter->kind) ==
                 filter->period);
        if (!within) {
            return false;
        }
    }
    return filter->party.size == 0 || concerns(set, payment, filter->party);
}

const char *ac_payment_state_name(const ac_payment *payment)
{
    if (payment->state == AC_VALUE_KNOWN) {
        return "known";
    }
    return ac_note_is_fault(payment->evaluation, payment->state) ? "at fault" : "not yet known";
}

const char *ac_payment_standing_name(const ac_payment *payment)
{
    static const char *const names[] = {
        [AC_STANDING_UNSAID] = "",
        [AC_STANDING_PROVISIONAL] = "provisional",
        [AC_STANDING_FINAL] = "final"};
    return names[payment->standing];
}

void ac_payment_name_add(ac_buffer *buffer, const ac_program *program, const ac_payment *payment)
{
    const ac_clause *clause = ac_clause_at(program, payment->clause);
    ac_words_add(buffer, ac_span_text(program->syntax->source, clause->value->span));
}

void ac_payment_period_add(ac_buffer *buffer, const ac_program *program, const ac_payment *payment)
{
    ac_period_add(
        buffer, &program->syntax->calendar, program->pays[payment->pay].period, payment->period);
}

void ac_adjustment_causes_add(
    ac_buffer *buffer, const ac_program *program, const ac_adjustment *adjustment)
{
    for (size_t i = 0; i < adjustment->cause_count; i++) {
        const ac_adjustment_cause *of = &adjustment->causes[i];
        ac_buffer_addf(buffer, "%s%.*s ", i == 0 ? "" : "; ", AC_TEXT_ARG(of->label));
        ac_money_add_exact(buffer, program, of->amount);
    }
}

void ac_settled_add(ac_buffer *buffer, const ac_settled *settled)
{
    ac_buffer_addf(buffer, "%" PRId64 " of %.*s, ", settled->number, AC_TEXT_ARG(settled->period));
    if (settled->closing > 0) {
        ac_buffer_addf(
            buffer, "closed by %.*s (closing %" PRId64 ")", AC_TEXT_ARG(settled->closed_by),
            settled->closing);
    } else {
        ac_buffer_add_z(buffer, "not closed");
    }
}
