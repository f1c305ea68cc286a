/* SPDX-License-Identifier: MIT */
/* A statement for people: a block for each payment, one line for one that is not yet known. Every
 * line of a payment in shadow is marked. A negative amount is said as a repayment, never with a
 * sign. */

#include "statement/inside.h"
#include "value/date.h"

enum { LINE_COLUMNS = 96, LINES_MAX = 6 };

typedef struct page {
    ac_buffer *buffer;
    const ac_statement_set *set;
    const ac_payment *payment;
    ac_text party; /* "" or the only one whose lines are written */
} page;

static void begin_line(const page *on, const char *indent)
{
    ac_buffer_add_z(on->buffer, on->payment->shadow ? "[shadow] " : "");
    ac_buffer_add_z(on->buffer, indent);
}

/* In shadow, what would be done. */
static const char *verb(const page *on, const char *done, const char *would)
{
    return on->payment->shadow ? would : done;
}

/* The amount without its sign, which the words around it say. */
static void add_size(ac_buffer *buffer, const page *on, accord_money amount)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational minor = ac_rational_of(amount.minor);
    if (amount.minor < 0) {
        minor = ac_rational_negate(&scratch, minor);
    }
    ac_money_add_exact(buffer, on->set->program, minor);
}

/* Columns on a screen: bytes that do not continue a character. */
static size_t width_of(ac_text text)
{
    size_t width = 0;
    for (size_t i = 0; i < text.size; i++) {
        width += ((unsigned char)text.at[i] & 0xC0) != 0x80 ? 1 : 0;
    }
    return width;
}

static size_t larger(size_t a, size_t b)
{
    return a > b ? a : b;
}

/* ---- A table of members and amounts ---- */

typedef struct table {
    const ac_part_of *list; /* the members */
    const accord_money *amounts;
    size_t count;
    bool negated; /* the words above say that all are repaid */
} table;

static void add_table_amount(ac_buffer *words, const page *on, const table *all, size_t i)
{
    bool minus = (all->amounts[i].minor < 0) != all->negated && all->amounts[i].minor != 0;
    ac_buffer_clear(words);
    ac_buffer_add_z(words, minus ? "-" : "");
    add_size(words, on, all->amounts[i]);
}

static void add_table(const page *on, const table *all)
{
    AC_SCOPED_BUFFER(words, 1000);
    size_t code_width = 0;
    size_t amount_width = 0;
    for (size_t i = 0; i < all->count; i++) {
        code_width = larger(code_width, width_of(ac_part_code(on->set, &all->list[i])));
        add_table_amount(&words, on, all, i);
        amount_width = larger(amount_width, width_of(ac_buffer_text(&words)));
    }
    size_t wide = code_width + amount_width + 5;
    size_t in_line = larger(LINE_COLUMNS / wide, 1);
    for (size_t i = 0; i < all->count; i++) {
        ac_text code = ac_part_code(on->set, &all->list[i]);
        if (i % in_line == 0) {
            begin_line(on, "       ");
        }
        add_table_amount(&words, on, all, i);
        ac_buffer_add(on->buffer, code);
        ac_buffer_add_repeated(
            on->buffer, ' ',
            code_width - width_of(code) + 2 + amount_width - width_of(ac_buffer_text(&words)));
        ac_buffer_add(on->buffer, ac_buffer_text(&words));
        bool last = i + 1 == all->count || (i + 1) % in_line == 0;
        ac_buffer_add_z(on->buffer, last ? "\n" : "   ");
    }
}

/* ---- Who pays whom ---- */

static void add_leg(const page *on, ac_text payer, ac_text payee, accord_money amount)
{
    if (amount.minor == 0) {
        return;
    }
    bool back = amount.minor < 0;
    begin_line(on, "     ");
    ac_buffer_addf(
        on->buffer, "%.*s %s %.*s ", AC_TEXT_ARG(back ? payee : payer),
        back ? verb(on, "repays", "would repay") : verb(on, "pays", "would pay"),
        AC_TEXT_ARG(back ? payer : payee));
    add_size(on->buffer, on, amount);
    ac_buffer_add_char(on->buffer, '\n');
}

/* One payer and many payees, in columns. */
static void add_leg_table(const page *on, size_t payer)
{
    const ac_payment *payment = on->payment;
    const ac_part_of *from = &payment->payers.list[payer];
    ac_text level = on->set->program->levels[payment->payees.list[0].level].name;
    bool back = from->amount.minor < 0;
    begin_line(on, "     ");
    ac_buffer_addf(
        on->buffer, "%.*s %s ", AC_TEXT_ARG(ac_part_code(on->set, from)),
        back ? verb(on, "is repaid", "would be repaid") : verb(on, "pays", "would pay"));
    add_size(on->buffer, on, from->amount);
    ac_buffer_addf(on->buffer, " in all, %s each %.*s:\n", back ? "by" : "to", AC_TEXT_ARG(level));
    table all = {
        .list = payment->payees.list,
        .amounts = payment->legs + payer * payment->payees.count,
        .count = payment->payees.count,
        .negated = back};
    add_table(on, &all);
}

static void add_legs(const page *on)
{
    const ac_payment *payment = on->payment;
    for (size_t i = 0; i < payment->payers.count; i++) {
        const ac_part_of *from = &payment->payers.list[i];
        bool own = on->party.size == 0 || ac_part_is(on->set, from, on->party);
        if (own && payment->payees.count > LINES_MAX) {
            add_leg_table(on, i);
            continue;
        }
        for (size_t j = 0; j < payment->payees.count; j++) {
            const ac_part_of *to = &payment->payees.list[j];
            if (own || ac_part_is(on->set, to, on->party)) {
                add_leg(
                    on, ac_part_code(on->set, from), ac_part_code(on->set, to),
                    payment->legs[i * payment->payees.count + j]);
            }
        }
    }
}

/* ---- What is passed on ---- */

static void add_pass_clause(const page *on, const ac_pass *pass)
{
    ac_buffer_addf(
        on->buffer, " (clause %.*s%s)",
        AC_TEXT_ARG(ac_clause_at(on->set->program, pass->parts.clause)->number),
        pass->parts.equally ? ": equally, as all weights are zero" : "");
}

static void add_pass_to(const page *on, const ac_pass *pass, const ac_part_of *part)
{
    ac_text from = on->set->program->parties[pass->party].code;
    ac_text to = ac_part_code(on->set, part);
    bool back = part->amount.minor < 0;
    begin_line(on, "     ");
    ac_buffer_addf(
        on->buffer, "%.*s %s ", AC_TEXT_ARG(back ? to : from),
        back ? verb(on, "repays", "would repay") : verb(on, "passes on", "would pass on"));
    add_size(on->buffer, on, part->amount);
    ac_buffer_addf(on->buffer, " to %.*s", AC_TEXT_ARG(back ? from : to));
    add_pass_clause(on, pass);
    ac_buffer_add_char(on->buffer, '\n');
}

/* Whether a party passes on to parties by shares, some of it perhaps to itself. */
static bool party_pass(const page *on, const ac_pass *pass)
{
    return ac_clause_at(on->set->program, pass->parts.clause)->split.share_count > 0;
}

static void add_pass_table(const page *on, const ac_pass *pass)
{
    AC_SCOPED_ARENA(scratch);
    ac_text from = on->set->program->parties[pass->party].code;
    bool back = pass->amount.minor < 0;
    accord_money kept = {0};
    ac_part_of *passed = AC_NEW_ARRAY(&scratch, ac_part_of, pass->parts.count);
    size_t count = 0;
    for (size_t i = 0; i < pass->parts.count; i++) {
        if (ac_pass_keeps(on->set->program, pass, &pass->parts.list[i])) {
            kept = pass->parts.list[i].amount;
        } else {
            passed[count++] = pass->parts.list[i];
        }
    }
    begin_line(on, "     ");
    ac_buffer_addf(
        on->buffer, "%.*s %s ", AC_TEXT_ARG(from),
        back ? verb(on, "is repaid", "would be repaid") : verb(on, "passes on", "would pass on"));
    add_size(on->buffer, on, (accord_money){pass->amount.minor - kept.minor});
    if (kept.minor != 0) {
        ac_buffer_add_z(
            on->buffer, back ? verb(on, " and repays ", " and would repay ")
                             : verb(on, " and keeps ", " and would keep "));
        add_size(on->buffer, on, kept);
    } else if (party_pass(on, pass)) {
        ac_buffer_add_z(on->buffer, back ? " by others" : " to others");
    } else if (pass->parts.count > 0) {
        ac_text level = on->set->program->levels[pass->parts.list[0].level].name;
        ac_buffer_addf(on->buffer, " %s each %.*s", back ? "by" : "to", AC_TEXT_ARG(level));
    }
    add_pass_clause(on, pass);
    ac_buffer_add_z(on->buffer, ":\n");
    accord_money *amounts = AC_NEW_ARRAY(&scratch, accord_money, count);
    for (size_t i = 0; i < count; i++) {
        amounts[i] = passed[i].amount;
    }
    table all = {.list = passed, .amounts = amounts, .count = count, .negated = back};
    add_table(on, &all);
}

static void add_passes(const page *on)
{
    for (size_t p = 0; p < on->payment->pass_count; p++) {
        const ac_pass *pass = &on->payment->passes[p];
        ac_text from = on->set->program->parties[pass->party].code;
        if (pass->amount.minor == 0) {
            continue;
        }
        if (on->party.size == 0 || ac_text_equal(from, on->party)) {
            add_pass_table(on, pass);
            continue;
        }
        for (size_t i = 0; i < pass->parts.count; i++) {
            if (ac_part_is(on->set, &pass->parts.list[i], on->party)) {
                add_pass_to(on, pass, &pass->parts.list[i]);
            }
        }
    }
}

/* ---- A payment ---- */

static void add_heading(const page *on)
{
    const ac_program *program = on->set->program;
    begin_line(on, "");
    ac_buffer_addf(
        on->buffer, "%.*s  ", AC_TEXT_ARG(ac_clause_at(program, on->payment->clause)->number));
    ac_payment_name_add(on->buffer, program, on->payment);
}

static void add_when(const page *on)
{
    ac_payment_period_add(on->buffer, on->set->program, on->payment);
    ac_buffer_add_z(on->buffer, ", due ");
    ac_date_add_words(on->buffer, on->payment->due);
}

static void add_unknown(const page *on)
{
    add_heading(on);
    ac_buffer_add_z(on->buffer, ", ");
    add_when(on);
    bool fault = ac_note_is_fault(on->payment->evaluation, on->payment->state);
    ac_buffer_add_z(on->buffer, fault ? ": cannot be worked out: " : ": not yet known: ");
    ac_note_add(on->buffer, on->payment->evaluation, on->payment->state);
    ac_buffer_add_char(on->buffer, '\n');
}

static void add_gates(const page *on)
{
    const ac_program *program = on->set->program;
    for (uint32_t g = 0; g < program->gate_count; g++) {
        if (!ac_payment_asks_gate(program, on->payment, g)) {
            continue;
        }
        begin_line(on, "     ");
        ac_payment_gate_add(on->buffer, on->set, on->payment, g);
        ac_buffer_add_char(on->buffer, '\n');
    }
}

static void add_known(const page *on)
{
    const ac_payment *payment = on->payment;
    add_heading(on);
    ac_buffer_add_char(on->buffer, '\n');
    begin_line(on, "     ");
    add_when(on);
    if (payment->standing != AC_STANDING_UNSAID) {
        ac_buffer_addf(on->buffer, ", %s", ac_payment_standing_name(payment));
    }
    ac_buffer_add_z(on->buffer, ": ");
    add_size(on->buffer, on, payment->amount);
    ac_buffer_add_z(on->buffer, on->party.size > 0 ? " in all" : "");
    if (payment->amount.minor < 0) {
        ac_buffer_addf(on->buffer, " %s", verb(on, "is repaid", "would be repaid"));
    }
    ac_buffer_add_z(on->buffer, payment->shadow ? " (in shadow: nothing is paid)\n" : "\n");
    add_gates(on);
    add_legs(on);
    add_passes(on);
}

void ac_statement_add_text(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter)
{
    const ac_syntax *syntax = set->program->syntax;
    ac_buffer_addf(buffer, "%.*s  %.*s\n\n", AC_TEXT_ARG(syntax->code), AC_TEXT_ARG(syntax->title));
    bool was_block = false;
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        if (!ac_payment_is_shown(set, payment, filter)) {
            continue;
        }
        page on = {.buffer = buffer, .set = set, .payment = payment, .party = filter->party};
        if (payment->state == AC_VALUE_KNOWN) {
            add_known(&on);
            ac_buffer_add_char(buffer, '\n');
        } else {
            add_unknown(&on);
        }
        was_block = payment->state == AC_VALUE_KNOWN;
    }
    if (!was_block) {
        ac_buffer_add_char(buffer, '\n');
    }
    ac_summary_add(buffer, set, filter);
}
