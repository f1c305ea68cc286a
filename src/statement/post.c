/* SPDX-License-Identifier: MIT */
#include "statement/post.h"

#include "base/limits.h"
#include "statement/inside.h"

/* An entry being made. */
typedef struct draft_entry {
    ac_arena *arena; /* for the lines */
    ac_ledger *ledger;
    const ac_statement_set *set;
    ac_text clause; /* "clause 7.4" */
    ac_posting *lines;
    size_t count;
    size_t capacity;
} draft_entry;

static void add_line(draft_entry *draft, uint32_t account, int64_t minor)
{
    AC_RESERVE(draft->arena, draft->lines, draft->count, draft->capacity);
    draft->lines[draft->count++] = (ac_posting){.account = account, .amount = {minor}};
}

/* What is due from one to another, in the books of both. */
static accord_status add_due(
    draft_entry *draft,
    ac_text payer,
    ac_text payee,
    ac_text expense,
    accord_money amount,
    accord_error *error)
{
    int64_t credit = 0;
    if (__builtin_sub_overflow((int64_t)0, amount.minor, &credit)) {
        return ac_fail(error, ACCORD_ERANGE, "an amount is too large to be posted");
    }
    ac_ledger *ledger = draft->ledger;
    if (amount.minor == 0) {
        return ac_ok(); /* and no account is opened for it */
    }
    add_line(draft, ac_ledger_account(ledger, AC_ACCOUNT_EXPENSE, payer, expense), amount.minor);
    add_line(draft, ac_ledger_due_to(ledger, payer, payee), credit);
    add_line(draft, ac_ledger_due_from(ledger, payee, payer), amount.minor);
    add_line(draft, ac_ledger_account(ledger, AC_ACCOUNT_INCOME, payee, draft->clause), credit);
    return ac_ok();
}

static accord_status add_legs(draft_entry *draft, const ac_payment *payment, accord_error *error)
{
    for (size_t i = 0; i < payment->payers.count; i++) {
        for (size_t j = 0; j < payment->payees.count; j++) {
            AC_TRY(add_due(
                draft, ac_part_code(draft->set, &payment->payers.list[i]),
                ac_part_code(draft->set, &payment->payees.list[j]), draft->clause,
                payment->legs[i * payment->payees.count + j], error));
        }
    }
    return ac_ok();
}

static accord_status add_passed(draft_entry *draft, const ac_pass *pass, accord_error *error)
{
    const ac_program *program = draft->set->program;
    AC_SCOPED_BUFFER(expense, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(
        &expense, "passed on by %.*s",
        AC_TEXT_ARG(ac_clause_at(program, pass->parts.clause)->number));
    for (size_t i = 0; i < pass->parts.count; i++) {
        const ac_part_of *part = &pass->parts.list[i];
        ac_text from = program->parties[pass->party].code;
        ac_text to = ac_part_code(draft->set, part);
        if (!ac_text_equal(from, to)) { /* what it keeps is due from nobody */
            AC_TRY(add_due(draft, from, to, ac_buffer_text(&expense), part->amount, error));
        }
    }
    return ac_ok();
}

void ac_payment_code_add(ac_buffer *code, const ac_statement_set *set, const ac_payment *payment)
{
    ac_text number = ac_clause_at(set->program, payment->clause)->number;
    ac_buffer_addf(code, "%.*s ", AC_TEXT_ARG(number));
    ac_payment_period_add(code, set->program, payment);
}

static accord_status post_payment(
    ac_ledger *ledger, const ac_statement_set *set, const ac_payment *payment, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(clause, AC_FIELD_BYTES_MAX);
    AC_SCOPED_BUFFER(code, AC_FIELD_BYTES_MAX);
    AC_SCOPED_BUFFER(title, AC_ROW_BYTES_MAX);
    ac_text number = ac_clause_at(set->program, payment->clause)->number;
    ac_buffer_addf(&clause, "clause %.*s", AC_TEXT_ARG(number));
    ac_payment_code_add(&code, set, payment);
    ac_payment_name_add(&title, set->program, payment);
    draft_entry draft = {
        .arena = &scratch, .ledger = ledger, .set = set, .clause = ac_buffer_text(&clause)};
    AC_TRY(add_legs(&draft, payment, error));
    for (size_t p = 0; p < payment->pass_count; p++) {
        AC_TRY(add_passed(&draft, &payment->passes[p], error));
    }
    ac_entry entry = {
        .date = payment->due,
        .code = ac_buffer_text(&code),
        .title = ac_buffer_text(&title),
        .postings = draft.lines,
        .count = draft.count};
    return ac_ledger_post(ledger, &entry, error);
}

accord_status ac_statement_post(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    bool shadow,
    ac_ledger *ledger,
    accord_error *error)
{
    const ac_syntax *syntax = set->program->syntax;
    ac_ledger_init(ledger, arena, syntax->currency, syntax->money_places, shadow);
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *payment = &set->payments[i];
        if (payment->state == AC_VALUE_KNOWN && payment->shadow == shadow &&
            ac_payment_is_shown(set, payment, filter)) {
            AC_TRY(post_payment(ledger, set, payment, error));
        }
    }
    return ac_ok();
}
