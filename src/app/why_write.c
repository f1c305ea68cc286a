/* SPDX-License-Identifier: MIT */
/* An explanation as text and as JSON: the splits of a payment around the tree of its reasons. */

#include "app/why_inside.h"
#include "contract/words.h"
#include "value/date.h"

static const ac_program *program_of(const ac_why *why)
{
    return why->run->contract.program;
}

/* Such a payment is as many amounts as there are members, and what is shared is their sum. */
static bool is_to_each(const ac_why *why)
{
    const ac_payment *payment = why->payment;
    return payment != NULL && program_of(why)->pays[payment->pay].to_level != AC_NONE;
}

/* ---- Text ---- */

/* The clause of a split as it is written, on one line. */
static void add_clause(ac_buffer *buffer, const ac_program *program, uint32_t clause)
{
    ac_buffer_add_z(buffer, "  clause   ");
    ac_words_add(
        buffer, ac_span_text(program->syntax->source, ac_clause_at(program, clause)->span));
    ac_buffer_add_char(buffer, '\n');
}

static void add_heading(ac_buffer *buffer, const ac_why *why, const ac_trail_step *step)
{
    ac_buffer_addf(buffer, "%.*s %s ", AC_TEXT_ARG(step->who), ac_trail_verb(&why->trail, step));
    ac_trail_amount_add(buffer, program_of(why), step->amount);
}

static void add_step(ac_buffer *buffer, const ac_why *why, const ac_trail_step *step)
{
    const ac_program *program = program_of(why);
    add_heading(buffer, why, step);
    ac_buffer_add_z(buffer, why->trail.payment->shadow ? " (in shadow: nothing is paid)\n" : "\n");
    if (step->clause == AC_NONE) {
        ac_buffer_add_z(buffer, "  so       it is the only one on its side\n");
        return;
    }
    add_clause(buffer, program, step->clause);
    if (step->equally) {
        ac_buffer_addf(
            buffer, "  so       all weights are zero: equal parts of %zu\n", step->parts);
        return;
    }
    ac_buffer_add_z(buffer, "  numbers  ");
    ac_trail_numbers_add(buffer, program, step);
    ac_buffer_add_char(buffer, '\n');
}

static void add_whole_shared(ac_buffer *buffer, const ac_why *why)
{
    ac_buffer_add_z(buffer, is_to_each(why) ? "\nAll of them together, due " : "\nShared, due ");
    ac_date_add_words(buffer, why->trail.payment->due);
    ac_buffer_add_z(buffer, why->trail.payment->shadow ? " (in shadow: nothing is paid)\n" : "\n");
    for (size_t i = 0; i < why->trail.count; i++) {
        const ac_trail_step *step = &why->trail.steps[i];
        ac_buffer_add_z(buffer, "  ");
        add_heading(buffer, why, step);
        if (step->clause != AC_NONE) {
            ac_text number = ac_clause_at(program_of(why), step->clause)->number;
            ac_buffer_addf(buffer, " by clause %.*s: ", AC_TEXT_ARG(number));
            if (step->equally) {
                ac_buffer_addf(buffer, "all weights are zero: equal parts of %zu", step->parts);
            } else {
                ac_trail_numbers_add(buffer, program_of(why), step);
            }
        }
        ac_buffer_add_char(buffer, '\n');
    }
}

void ac_why_write_text(ac_buffer *buffer, const ac_why *why)
{
    bool part = why->payment != NULL && why->who.size > 0;
    if (part && why->payment->state != AC_VALUE_KNOWN) {
        ac_buffer_addf(buffer, "%.*s has a part of what is not known:\n", AC_TEXT_ARG(why->who));
    }
    for (size_t i = 0; part && i < why->trail.count; i++) {
        add_step(buffer, why, &why->trail.steps[i]);
    }
    if (part) {
        ac_buffer_add_z(buffer, is_to_each(why) ? "the amount of one, " : "the whole payment, ");
    }
    if (why->about != NULL) {
        ac_text number = program_of(why)->pays[why->about->pay].number;
        ac_buffer_addf(buffer, "of the payment of clause %.*s, ", AC_TEXT_ARG(number));
    }
    ac_explanation_add_text(buffer, why->explanation);
    if (!part && why->trail.count > 0) {
        add_whole_shared(buffer, why);
    }
    ac_explanation_add_receipt(buffer, why->explanation);
}

/* ---- JSON ---- */

static void add_key(ac_buffer *buffer, const char *key, ac_text text)
{
    ac_buffer_addf(buffer, ",\"%s\":", key);
    ac_buffer_add_json(buffer, text);
}

static void add_money(ac_buffer *buffer, const ac_why *why, const char *key, accord_money amount)
{
    ac_buffer_addf(buffer, ",\"%s\":\"", key);
    ac_money_add_plain(buffer, program_of(why), amount);
    ac_buffer_add_char(buffer, '"');
}

static void add_exact(ac_buffer *buffer, const char *key, ac_rational number)
{
    ac_buffer_addf(buffer, ",\"%s\":\"", key);
    ac_rational_add_exact(buffer, number);
    ac_buffer_add_char(buffer, '"');
}

static void add_part(ac_buffer *buffer, const ac_why *why, const ac_trail_step *step)
{
    static const char *const ways[] = {
        [AC_TRAIL_PASSED] = "passed", [AC_TRAIL_PAID] = "paid", [AC_TRAIL_PAYS] = "pays"};
    ac_buffer_addf(buffer, "{\"way\":\"%s\"", ways[step->way]);
    add_key(buffer, "who", step->who);
    AC_SCOPED_BUFFER(words, 1 << 20);
    add_heading(&words, why, step);
    add_key(buffer, "words", ac_buffer_text(&words));
    add_money(buffer, why, "amount", step->amount);
    add_money(buffer, why, "whole", step->whole);
    if (step->clause != AC_NONE) {
        add_key(buffer, "clause", ac_clause_at(program_of(why), step->clause)->number);
        ac_buffer_addf(buffer, ",\"parts\":%zu", step->parts);
        ac_buffer_addf(buffer, ",\"equally\":%s", step->equally ? "true" : "false");
    }
    if (step->clause != AC_NONE && !step->equally) {
        add_exact(buffer, "weight", step->weight);
        add_exact(buffer, "weights", step->weights);
        add_exact(buffer, "exact", step->exact);
        add_money(buffer, why, "cut", step->cut);
        ac_buffer_clear(&words);
        ac_trail_numbers_add(&words, program_of(why), step);
        add_key(buffer, "numbers", ac_buffer_text(&words));
    }
    ac_buffer_add_char(buffer, '}');
}

static void add_payment(ac_buffer *buffer, const ac_why *why, const ac_payment *payment)
{
    const ac_pay *pay = &program_of(why)->pays[payment->pay];
    ac_buffer_add_z(buffer, "\"payment\":{\"clause\":");
    ac_buffer_add_json(buffer, pay->number);
    ac_buffer_add_z(buffer, ",\"due\":\"");
    ac_date_add_iso(buffer, payment->due);
    ac_buffer_addf(buffer, "\",\"shadow\":%s", payment->shadow ? "true" : "false");
    if (why->who.size > 0) {
        add_key(buffer, "who", why->who);
    }
    ac_buffer_add_z(buffer, ",\"shared\":[");
    for (size_t i = 0; i < why->trail.count; i++) {
        ac_buffer_add_z(buffer, i == 0 ? "" : ",");
        add_part(buffer, why, &why->trail.steps[i]);
    }
    ac_buffer_add_z(buffer, "]},");
}

void ac_why_write_json(ac_buffer *buffer, const ac_why *why)
{
    ac_buffer_add_char(buffer, '{');
    const ac_payment *payment = why->payment != NULL ? why->payment : why->about;
    if (payment != NULL) {
        add_payment(buffer, why, payment);
    }
    ac_explanation_add_json(buffer, why->explanation);
    ac_buffer_add_char(buffer, '}');
}
