/* SPDX-License-Identifier: MIT */
/* Why a party or a practice has this part of a payment: each split that the part came through, from
 * the last to the first, with its clause and its arithmetic to the odd penny. */

#include "app/why_inside.h"
#include "base/assert.h"

typedef struct part_writer {
    ac_buffer *buffer;
    const ac_run *run;
    const ac_payment *payment;
} part_writer;

static const ac_part_of *find_part(const ac_run *run, const ac_parts *parts, ac_text who)
{
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        if (ac_text_equal(run->load->facts->levels[part->level].codes[part->member], who)) {
            return part;
        }
    }
    return NULL;
}

/* The clause of a split as it is written, on one line. */
static void add_clause(part_writer *on, uint32_t clause)
{
    const ac_program *program = on->run->contract.program;
    ac_text text = ac_span_text(program->syntax->source, ac_clause_at(program, clause)->span);
    ac_buffer_add_z(on->buffer, "  clause   ");
    bool space = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == ' ' || c == '\n' || c == '\r' || c == '\t') {
            space = true;
            continue;
        }
        if (space) {
            ac_buffer_add_char(on->buffer, ' ');
        }
        ac_buffer_add_char(on->buffer, c);
        space = false;
    }
    ac_buffer_add_char(on->buffer, '\n');
}

/* Whole x weight / sum of weights, cut to whole minor units, and what the odd ones added. */
static void
add_arithmetic(part_writer *on, const ac_parts *parts, const ac_part_of *part, accord_money whole)
{
    AC_SCOPED_ARENA(arena);
    const ac_program *program = on->run->contract.program;
    int places = program->syntax->money_places;
    ac_rational sum = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < parts->count; i++) {
        sum = ac_rational_add(&arena, sum, parts->list[i].weight);
    }
    ac_assert(ac_rational_sign(sum) > 0);
    ac_rational minor = ac_rational_multiply(&arena, ac_rational_of(whole.minor), part->weight);
    minor = ac_rational_divide(&arena, minor, sum);
    ac_rational unit = AC_RATIONAL_ONE;
    for (int i = 0; i < places; i++) {
        unit = ac_rational_multiply(&arena, unit, ac_rational_of(10));
    }
    ac_rational cut = ac_rational_round(&arena, minor, 0, ACCORD_DOWN);
    int64_t cut_minor = 0;
    bool fits = ac_rational_to_scaled(cut, 0, &cut_minor);
    ac_assert(fits);
    ac_buffer_add_z(on->buffer, "  numbers  ");
    ac_money_add(on->buffer, program, whole);
    ac_buffer_add_z(on->buffer, " * ");
    ac_rational_add_exact(on->buffer, part->weight);
    ac_buffer_add_z(on->buffer, " / ");
    ac_rational_add_exact(on->buffer, sum);
    ac_buffer_add_z(on->buffer, " = ");
    ac_rational major = ac_rational_divide(&arena, minor, unit);
    ac_rational shown = ac_rational_round(&arena, major, 6, ACCORD_DOWN);
    if (ac_rational_compare(shown, major) != 0) {
        ac_buffer_add_z(on->buffer, "about ");
    }
    ac_rational_add_exact(on->buffer, shown);
    ac_buffer_add_z(on->buffer, ", cut to ");
    ac_money_add(on->buffer, program, (accord_money){cut_minor});
    ac_text word = program->syntax->money_word;
    if (part->amount.minor == cut_minor) {
        ac_buffer_addf(on->buffer, "; no odd %.*s falls here\n", AC_TEXT_ARG(word));
        return;
    }
    ac_buffer_addf(
        on->buffer, "; one of the odd %.*s falls here, by its remainder: ", AC_TEXT_ARG(word));
    ac_money_add(on->buffer, program, part->amount);
    ac_buffer_add_char(on->buffer, '\n');
}

static void
add_part(part_writer *on, const ac_parts *parts, ac_text who, const char *verb, accord_money whole)
{
    const ac_program *program = on->run->contract.program;
    const ac_part_of *part = find_part(on->run, parts, who);
    if (part == NULL) {
        return;
    }
    ac_buffer_addf(on->buffer, "%.*s %s ", AC_TEXT_ARG(who), verb);
    ac_money_add(on->buffer, program, part->amount);
    ac_buffer_add_z(on->buffer, on->payment->shadow ? " (in shadow: nothing is paid)\n" : "\n");
    if (parts->clause == AC_NONE) {
        ac_buffer_add_z(on->buffer, "  so       it is not shared\n");
        return;
    }
    add_clause(on, parts->clause);
    if (parts->equally) {
        ac_buffer_add_z(on->buffer, "  so       all weights are zero: equal parts\n");
        return;
    }
    add_arithmetic(on, parts, part, whole);
}

/* Where a party has what it passes on: from the payment, and from others who pass on to it.
 * NOLINTNEXTLINE(misc-no-recursion): parties close no ring, so at most once for each stage */
static void add_sources(part_writer *on, uint32_t party)
{
    ac_text code = on->run->contract.program->parties[party].code;
    for (size_t i = 0; i < on->payment->pass_count; i++) {
        const ac_pass *pass = &on->payment->passes[i];
        if (pass->party != party && find_part(on->run, &pass->parts, code) != NULL) {
            add_part(on, &pass->parts, code, "is passed", pass->amount);
            add_sources(on, pass->party);
        }
    }
    add_part(on, &on->payment->payees, code, "is paid", on->payment->amount);
}

accord_status ac_why_add_part(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_payment *payment,
    ac_text who,
    accord_error *error)
{
    part_writer on = {buffer, run, payment};
    const ac_program *program = run->contract.program;
    size_t before = buffer->size_bytes;
    for (size_t i = 0; i < payment->pass_count; i++) {
        const ac_pass *pass = &payment->passes[i];
        ac_text from = program->parties[pass->party].code;
        if (find_part(run, &pass->parts, who) != NULL) {
            bool keeps = ac_text_equal(from, who);
            add_part(&on, &pass->parts, who, keeps ? "keeps" : "is passed", pass->amount);
            if (!keeps) {
                add_sources(&on, pass->party);
            }
        }
    }
    bool each = program->pays[payment->pay].to_level != AC_NONE;
    add_part(&on, &payment->payers, who, "pays", payment->amount);
    if (!each) {
        add_part(&on, &payment->payees, who, "is paid", payment->amount);
    }
    if (buffer->size_bytes == before && !each) {
        return ac_fail(
            error, ACCORD_EINPUT, "%.*s has no part in clause %.*s", AC_TEXT_ARG(who),
            AC_TEXT_ARG(program->pays[payment->pay].number));
    }
    ac_buffer_add_z(buffer, "the whole payment, ");
    return ac_ok();
}
