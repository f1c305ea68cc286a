/* SPDX-License-Identifier: MIT */
/* Challenges that rules raise: each rule is a value of the contract that is above nought where
 * something should not have been charged, such as the price of follow-ups above the agreed ratio.
 */

#include "app/challenges_inside.h"
#include "app/table.h"
#include "app/tieouts.h"
#include "app/tieouts_parts.h"
#include "value/money.h"

#include <inttypes.h>

enum { RULE, REASON, VALUE, PAYMENT, PAYER, PAYEE, COLUMNS };

typedef struct ruling {
    ac_challenged *c;
    const ac_raising *raising;
    ac_table table;
    ac_buffer *talk;
    ac_anchor *anchor;
} ruling;

/* What the rule's value comes to in the period, in minor units, halves away from nought. */
static accord_status take_value(const ruling *r, size_t row, int64_t *minor, ac_text *unknown)
{
    const ac_run *run = &r->c->settled.run;
    const ac_program *program = run->contract.program;
    ac_text name = r->table.rows[row].cells[VALUE];
    uint32_t quantity = ac_tieout_quantity(program, name);
    ac_rational sum = AC_RATIONAL_ZERO;
    if (quantity == AC_NONE || !ac_tieout_is_money(program, quantity) ||
        program->quantities[quantity].type.kind != AC_KIND_FLOW) {
        return ac_table_fail(
            &r->table, row, VALUE, r->c->error,
            "the contract has no flow of money %.*s: a rule is a value of it in %.*s",
            AC_TEXT_ARG(name), AC_TEXT_ARG(program->syntax->currency));
    }
    ac_tieouts_total(r->c->arena, run, &r->c->settled.filter, quantity, &sum, unknown);
    int places = program->syntax->money_places;
    sum = ac_rational_round(r->c->arena, sum, places, ACCORD_HALF_AWAY);
    if (!ac_rational_to_scaled(sum, places, minor)) {
        return ac_table_fail(
            &r->table, row, VALUE, r->c->error, "%.*s is too large", AC_TEXT_ARG(name));
    }
    return ac_ok();
}

static void say(const ruling *r, size_t row, const char *words, int64_t minor)
{
    AC_SCOPED_BUFFER(amount, 60);
    int places = r->c->settled.run.contract.program->syntax->money_places;
    ac_money_add_decimal(&amount, (accord_money){minor}, places);
    ac_buffer_addf(
        r->talk, "%.*s: %s %s\n", AC_TEXT_ARG(r->table.rows[row].cells[RULE]), words, amount.bytes);
}

static accord_status raise_row(const ruling *r, size_t row)
{
    const ac_text *cells = r->table.rows[row].cells;
    ac_raising one = *r->raising;
    ac_challenge made = {.reason = cells[REASON], .rule = cells[RULE]};
    ac_text unknown = AC_TEXT("");
    int64_t left = 0;
    one.payment = cells[PAYMENT];
    one.payer = cells[PAYER];
    one.payee = cells[PAYEE];
    if (!ac_challenge_is_reason(cells[REASON])) {
        return ac_table_fail(
            &r->table, row, REASON, r->c->error, "\"%.*s\" is no reason of a challenge: %s are",
            AC_TEXT_ARG(cells[REASON]), ac_challenge_reasons());
    }
    AC_TRY(take_value(r, row, &made.value, &unknown));
    if (unknown.size > 0) {
        ac_buffer_addf(
            r->talk, "%.*s: not judged: %.*s\n", AC_TEXT_ARG(cells[RULE]), AC_TEXT_ARG(unknown));
        return ac_ok();
    }
    if (made.value <= 0) {
        say(r, row, "nothing to challenge,", made.value);
        return ac_ok();
    }
    AC_TRY(ac_challenged_check(r->c, &one, &made));
    AC_TRY(ac_challenged_find(r->c, &one, &made, &left));
    const ac_challenge *same = ac_challenged_same(r->c, &made);
    if (same != NULL) {
        say(r, row, "raised before, for", same->value);
        return ac_ok();
    }
    if (left <= 0) {
        say(r, row, "all that is due is challenged already; not raised for", made.value);
        return ac_ok();
    }
    bool lowered = made.value > left;
    made.value = lowered ? left : made.value;
    AC_TRY(ac_challenged_keep(r->c, &made, r->anchor));
    say(r, row, lowered ? "raised, for all that is due," : "raised, for", made.value);
    return ac_ok();
}

static accord_status raise_all(ruling *r, const char *path)
{
    const ac_table_column columns[COLUMNS] = {
        [RULE] = {{AC_TEXT("rule")},    false, false},
        [REASON] = {{AC_TEXT("reason")},  false, false},
        [VALUE] = {{AC_TEXT("value")},   false, false},
        [PAYMENT] = {{AC_TEXT("payment")}, false, false},
        [PAYER] = {{AC_TEXT("payer")},   false, false},
        [PAYEE] = {{AC_TEXT("payee")},   false, false}
    };
    const ac_layout plain = ac_layout_plain();
    const ac_table_wanted wanted = {path, &plain, columns, COLUMNS};
    AC_TRY(ac_table_read(r->c->arena, &wanted, &r->table, r->c->error));
    for (size_t row = 0; row < r->table.row_count; row++) {
        AC_TRY(raise_row(r, row));
    }
    return ac_ok();
}

/* NOLINTNEXTLINE(readability-function-size): what is asked, what is said of it, and its anchor */
accord_status ac_challenges_raise_by_rules(
    ac_arena *arena,
    const ac_books *books,
    const ac_raising *raising,
    const char *path,
    ac_buffer *talk,
    ac_anchor *anchor,
    accord_error *error)
{
    ac_challenged c;
    AC_TRY(ac_books_begin(books, error));
    accord_status status = ac_challenged_begin(arena, books, raising->period, &c, error);
    if (status.code == ACCORD_OK) {
        ruling r = {.c = &c, .raising = raising, .talk = talk, .anchor = anchor};
        status = raise_all(&r, path);
    }
    return ac_books_end(books, status, error);
}
