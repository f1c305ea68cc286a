/* SPDX-License-Identifier: MIT */
/* A statement as CSV: one line for each payment, part, leg and part passed on. */

#include "statement/inside.h"
#include "value/date.h"

typedef struct sheet {
    ac_buffer *buffer;
    const ac_statement_set *set;
    const ac_payment *payment;
    ac_text party; /* "" or the only one whose lines are written */
} sheet;

static const ac_text nobody = {"", 0};

static void add_known_by(ac_buffer *buffer, const ac_knowledge *knowledge)
{
    if (knowledge->by_said) {
        ac_date_add_iso(buffer, knowledge->by);
    }
}

/* Adds one line; the amount is left blank where it is not known. */
static void
add_line(const sheet *on, ac_text role, ac_text party, ac_text counterparty, accord_money amount)
{
    ac_buffer *buffer = on->buffer;
    const ac_program *program = on->set->program;
    const ac_payment *payment = on->payment;
    bool concerned = on->party.size == 0 || payment->state != AC_VALUE_KNOWN ||
                     ac_text_equal(party, on->party) || ac_text_equal(counterparty, on->party);
    if (!concerned) {
        return;
    }
    AC_SCOPED_BUFFER(period, 100);
    ac_payment_period_add(&period, program, payment);
    ac_buffer_add_csv(buffer, ac_clause_at(program, payment->clause)->number);
    ac_buffer_add_char(buffer, ',');
    ac_buffer_add_csv(buffer, ac_buffer_text(&period));
    ac_buffer_add_char(buffer, ',');
    ac_date_add_iso(buffer, payment->due);
    ac_buffer_addf(
        buffer, ",%s,%s,", payment->shadow ? "yes" : "no", ac_payment_state_name(payment));
    ac_buffer_add_csv(buffer, role);
    ac_buffer_add_char(buffer, ',');
    ac_buffer_add_csv(buffer, party);
    ac_buffer_add_char(buffer, ',');
    ac_buffer_add_csv(buffer, counterparty);
    ac_buffer_add_char(buffer, ',');
    if (payment->state == AC_VALUE_KNOWN) {
        ac_money_add_plain(buffer, program, amount);
        ac_buffer_add_char(buffer, ',');
        accord_money nothing = {0};
        ac_money_add_plain(buffer, program, payment->shadow ? nothing : amount);
    } else {
        ac_buffer_add_char(buffer, ',');
    }
    const ac_knowledge *knowledge = on->set->facts->knowledge;
    if (knowledge != NULL) {
        ac_buffer_addf(buffer, ",%s,", ac_payment_standing_name(payment));
        add_known_by(buffer, knowledge);
        ac_buffer_add_char(buffer, ','); /* `known` is for files */
    }
    ac_buffer_add_char(buffer, '\n');
}

/* The receipt of files: one line each, where something says when they became known. */
static void add_files(ac_buffer *buffer, const ac_statement_set *set)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = 0;
    const ac_fact_file *files = ac_fact_files(&scratch, set->program, set->facts, &count);
    for (size_t f = 0; f < count; f++) {
        ac_buffer_add_z(buffer, ",,,,,file,");
        ac_buffer_add_csv(buffer, files[f].name);
        ac_buffer_add_char(buffer, ',');
        ac_buffer_add_csv(buffer, files[f].stands.size > 0 ? files[f].stands : nobody);
        ac_buffer_add_z(buffer, ",,,");
        ac_buffer_add_csv(buffer, files[f].stage.size > 0 ? files[f].stage : nobody);
        ac_buffer_add_char(buffer, ',');
        add_known_by(buffer, set->facts->knowledge);
        ac_buffer_add_char(buffer, ',');
        if (files[f].known_said) {
            ac_date_add_iso(buffer, files[f].known);
        }
        ac_buffer_add_char(buffer, '\n');
    }
}

static void add_parts(const sheet *on, ac_text role, const ac_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++) {
        const ac_part_of *part = &parts->list[i];
        add_line(on, role, ac_part_code(on->set, part), nobody, part->amount);
    }
}

static void add_payment(const sheet *on)
{
    const ac_payment *payment = on->payment;
    add_line(on, AC_TEXT("payment"), nobody, nobody, payment->amount);
    add_parts(on, AC_TEXT("payer"), &payment->payers);
    add_parts(on, AC_TEXT("payee"), &payment->payees);
    for (size_t i = 0; i < payment->payers.count; i++) {
        for (size_t j = 0; j < payment->payees.count; j++) {
            add_line(
                on, AC_TEXT("leg"), ac_part_code(on->set, &payment->payers.list[i]),
                ac_part_code(on->set, &payment->payees.list[j]),
                payment->legs[i * payment->payees.count + j]);
        }
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        const ac_pass *pass = &payment->passes[p];
        ac_text from = on->set->program->parties[pass->party].code;
        for (size_t i = 0; i < pass->parts.count; i++) {
            const ac_part_of *part = &pass->parts.list[i];
            add_line(
                on, on->set->program->levels[part->level].name, ac_part_code(on->set, part), from,
                part->amount);
        }
    }
}

void ac_statement_add_csv(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    bool known = set->facts->knowledge != NULL;
    ac_buffer_add_z(buffer, "clause,period,due,shadow,state,role,party,counterparty,amount,paid");
    ac_buffer_add_z(buffer, known ? ",standing,known-by,known\n" : "\n");
    for (size_t i = 0; i < set->payment_count; i++) {
        if (ac_payment_is_shown(set, &set->payments[i], filter)) {
            add_payment(&(sheet){buffer, set, &set->payments[i], filter->party});
        }
    }
    ac_retro_add_csv(buffer, set, filter->party, known ? ",,,\n" : "\n");
    if (known) {
        add_files(buffer, set);
    }
}
