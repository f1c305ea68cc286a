/* SPDX-License-Identifier: MIT */
/* What is due to and from one party or member, a row for each payment and side of it; and totals.
 */

#include "report/statement_document_inside.h"
#include "value/date.h"

enum { CODES_NAMED = 3 };

static const ac_grid_column due_columns[] = {
    {"Clause",     false, false, true },
    {"For",        false, false, false},
    {"Due",        false, false, false},
    {"Who",        false, false, false},
    {"Amount",     true,  false, false},
    {"To be paid", true,  false, false},
    {"State",      false, false, true },
};
static const ac_grid_column total_columns[] = {
    {"Party or member", false, false, false},
    {"Year",            false, false, true },
    {"Pays",            true,  false, false},
    {"Receives",        true,  false, false},
    {"Passes on",       true,  false, false},
    {"Net",             true,  false, false},
    {"In shadow, net",  true,  false, false},
};

#define COLUMNS(list) list, sizeof(list) / sizeof((list)[0])

typedef struct owing {
    const ac_stating *on;
    ac_grid *grid;
    ac_text code;
    ac_rational amount; /* so far, minor units */
    ac_rational paid;
} owing;

/* "from WL, ELR", or "to 93 of practice". */
static void add_codes(ac_buffer *words, const owing *of, const ac_parts *parts)
{
    size_t count = 0;
    uint32_t level = 0;
    for (size_t i = 0; i < parts->count; i++) {
        if (!ac_part_is(of->on->set, &parts->list[i], of->code)) {
            level = parts->list[i].level;
            count++;
        }
    }
    if (count > CODES_NAMED) {
        ac_text name = of->on->program->levels[level].name;
        ac_buffer_addf(words, "%zu of %.*s", count, AC_TEXT_ARG(name));
        return;
    }
    const char *between = "";
    for (size_t i = 0; i < parts->count; i++) {
        if (!ac_part_is(of->on->set, &parts->list[i], of->code)) {
            ac_text code = ac_part_code(of->on->set, &parts->list[i]);
            ac_buffer_addf(words, "%s%.*s", between, AC_TEXT_ARG(code));
            between = ", ";
        }
    }
}

/* One side of a payment, as the one who reads sees it: below nought is what it pays. */
typedef struct side {
    const ac_payment *payment;
    const char *in;  /* "receives from" */
    const char *out; /* where the amount runs the other way: "repays" */
    bool pays;       /* `out` is the word where it is nil */
    const ac_parts *others;
    ac_text other; /* in the place of `others` */
    ac_rational amount;
} side;

static void add_head_cells(const owing *to, ac_grid_cell *cells, const ac_payment *payment)
{
    const ac_stating *on = to->on;
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_stating_clause(on, to->grid, &cells[0], payment->clause);
    ac_stating_name(on, &words, payment->clause);
    ac_buffer_add_z(&words, ", ");
    ac_payment_period_add(&words, on->program, payment);
    ac_grid_set(to->grid, &cells[1], ac_buffer_text(&words));
    ac_buffer_clear(&words);
    ac_date_add_words(&words, payment->due);
    ac_grid_set(to->grid, &cells[2], ac_buffer_text(&words));
}

static void add_side(owing *to, const side *of)
{
    const ac_stating *on = to->on;
    ac_grid_cell *cells = ac_grid_row(to->grid);
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    add_head_cells(to, cells, of->payment);
    int sign = ac_rational_sign(of->amount);
    ac_buffer_addf(&words, "%s ", sign < 0 || (sign == 0 && of->pays) ? of->out : of->in);
    if (of->others != NULL) {
        add_codes(&words, to, of->others);
    } else {
        ac_buffer_add(&words, of->other);
    }
    ac_grid_set(to->grid, &cells[3], ac_buffer_text(&words));
    ac_rational paid = of->payment->shadow ? AC_RATIONAL_ZERO : of->amount;
    ac_stating_money(on, to->grid, &cells[4], of->amount);
    ac_stating_money(on, to->grid, &cells[5], paid);
    ac_grid_set(to->grid, &cells[6], ac_stating_state(of->payment));
    to->amount = ac_rational_add(on->arena, to->amount, of->amount);
    to->paid = ac_rational_add(on->arena, to->paid, paid);
}

/* A party's part of one side; false where it has none. */
static bool part_of(const owing *to, const ac_parts *parts, ac_rational *amount)
{
    for (size_t i = 0; i < parts->count; i++) {
        if (ac_part_is(to->on->set, &parts->list[i], to->code)) {
            *amount = ac_rational_of(parts->list[i].amount.minor);
            return true;
        }
    }
    return false;
}

static void add_pass(owing *to, const ac_payment *payment, const ac_pass *pass)
{
    const ac_stating *on = to->on;
    ac_text from = on->program->parties[pass->party].code;
    ac_rational own = AC_RATIONAL_ZERO;
    if (!ac_text_equal(from, to->code)) {
        if (part_of(to, &pass->parts, &own)) {
            add_side(
                to, &(side){payment, "receives from", "gives back to", false, NULL, from, own});
        }
        return;
    }
    ac_rational passed = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < pass->parts.count; i++) {
        if (!ac_part_is(on->set, &pass->parts.list[i], to->code)) {
            ac_rational amount = ac_rational_of(pass->parts.list[i].amount.minor);
            passed = ac_rational_subtract(on->arena, passed, amount);
        }
    }
    add_side(
        to, &(side){payment, "takes back from", "passes on to", true, &pass->parts, from, passed});
}

static void add_known(owing *to, const ac_payment *payment)
{
    ac_arena *arena = to->on->arena;
    ac_rational amount = AC_RATIONAL_ZERO;
    const ac_text nobody = AC_TEXT("");
    if (part_of(to, &payment->payers, &amount)) {
        amount = ac_rational_negate(arena, amount);
        add_side(
            to, &(side){payment, "is repaid by", "pays", true, &payment->payees, nobody, amount});
    }
    if (part_of(to, &payment->payees, &amount)) {
        add_side(
            to,
            &(side){payment, "receives from", "repays", false, &payment->payers, nobody, amount});
    }
    for (size_t p = 0; p < payment->pass_count; p++) {
        add_pass(to, payment, &payment->passes[p]);
    }
}

static void add_unknown(const owing *to, const ac_payment *payment)
{
    ac_grid_cell *cells = ac_grid_row(to->grid);
    add_head_cells(to, cells, payment);
    ac_grid_set(to->grid, &cells[4], ac_text_of(ac_payment_state_name(payment)));
    ac_grid_set(to->grid, &cells[6], ac_stating_state(payment));
}

/* Of a settlement: what its closing makes due in all, where that is not what stands above it. */
static void say_settled(const owing *to)
{
    const ac_stating *on = to->on;
    const ac_settled *settled = on->set->settled;
    ac_rational amount = AC_RATIONAL_ZERO;
    AC_SCOPED_BUFFER(period, 100);
    if (settled == NULL || !on->filter->period_said) {
        return;
    }
    ac_period_add(&period, &on->program->syntax->calendar, on->filter->kind, on->filter->period);
    for (size_t i = 0; i < settled->due_count; i++) {
        amount = ac_text_equal(settled->due[i].owner, to->code) ? settled->due[i].amount : amount;
    }
    if (!ac_text_equal(ac_buffer_text(&period), settled->period) ||
        ac_rational_compare(amount, to->paid) == 0) {
        return;
    }
    int64_t minor = 0;
    bool pays = ac_rational_sign(amount) < 0;
    (void)ac_rational_to_scaled(pays ? ac_rational_negate(on->arena, amount) : amount, 0, &minor);
    AC_SCOPED_BUFFER(words, AC_STATING_WORDS);
    ac_buffer_addf(
        &words, "By closing %.*s, %.*s is to %s ", AC_TEXT_ARG(settled->period),
        AC_TEXT_ARG(to->code), pays ? "pay" : "receive");
    ac_money_add(&words, on->program, (accord_money){minor});
    ac_buffer_add_z(
        &words, " in all: with what it adjusts of periods closed before, and what is held of it or "
                "released; without what is accrued only, or was due by an earlier closing.");
    ac_document_add(on->document, AC_BLOCK_TEXT, ac_buffer_text(&words));
}

void ac_stating_due(const ac_stating *on, ac_text code, ac_text caption)
{
    owing to = {
        .on = on,
        .grid = ac_document_grid(on->document, caption, COLUMNS(due_columns)),
        .code = code,
        .amount = AC_RATIONAL_ZERO,
        .paid = AC_RATIONAL_ZERO};
    ac_statement_filter filter = *on->filter;
    filter.party = code;
    for (size_t i = 0; i < on->set->payment_count; i++) {
        const ac_payment *payment = &on->set->payments[i];
        if (!ac_payment_is_shown(on->set, payment, &filter)) {
            continue;
        }
        if (payment->state == AC_VALUE_KNOWN) {
            add_known(&to, payment);
        } else if (on->filter->period_said) { /* else they are told together */
            add_unknown(&to, payment);
        }
    }
    ac_grid_cell *cells = ac_grid_row(to.grid);
    ac_grid_set(to.grid, &cells[0], AC_TEXT("Net"));
    ac_grid_set(to.grid, &cells[3], code);
    ac_stating_money(on, to.grid, &cells[4], to.amount);
    ac_stating_money(on, to.grid, &cells[5], to.paid);
    ac_grid_sums(to.grid);
    say_settled(&to);
}

void ac_stating_totals(const ac_stating *on, ac_stating_whose whose, ac_text caption)
{
    size_t count = 0;
    const ac_party_total *totals = ac_party_totals(on->arena, on->set, on->filter, &count);
    ac_grid *grid = ac_document_grid(on->document, caption, COLUMNS(total_columns));
    for (size_t i = 0; i < count; i++) {
        const ac_party_total *of = &totals[i];
        if (ac_level_is_of_parties(on->program, of->level) != (whose == AC_STATING_PARTIES)) {
            continue;
        }
        ac_grid_cell *cells = ac_grid_row(grid);
        AC_SCOPED_BUFFER(year, 100);
        ac_period_add(&year, &on->program->syntax->calendar, AC_PERIOD_YEAR, of->year);
        ac_grid_set(grid, &cells[0], of->code);
        ac_grid_set(grid, &cells[1], ac_buffer_text(&year));
        for (int k = 0; k < AC_SUMS; k++) {
            ac_stating_money(on, grid, &cells[2 + k], of->due[k]);
        }
        ac_stating_money(on, grid, &cells[5], ac_sums_net(on->arena, of->due));
        ac_stating_money(on, grid, &cells[6], ac_sums_net(on->arena, of->shadow));
    }
}
