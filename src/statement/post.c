/* SPDX-License-Identifier: MIT */
#include "statement/post.h"

#include "base/assert.h"
#include "base/limits.h"
#include "statement/inside.h"

/* What an amount is to the accounts of both. */
typedef enum posting_mode {
    POST_DUE,        /* it is due, and an expense */
    POST_ON_ACCOUNT, /* it is due, and stands on account */
    POST_TAKEN       /* it stood on account, and is an expense */
} posting_mode;

/* An entry being made. */
typedef struct draft_entry {
    ac_arena *arena; /* for the lines */
    ac_ledger *ledger;
    const ac_statement_set *set;
    posting_mode mode;
    ac_text clause; /* "clause 7.4" */
    ac_posting *lines;
    size_t count;
    size_t capacity;
    bool sums;         /* one line an account */
    uint32_t *line_of; /* [line_count]: of an account, where it has one */
    size_t line_count;
    size_t line_capacity;
} draft_entry;

/* The line of an account that has one, or NULL. */
static ac_posting *find_line(draft_entry *draft, uint32_t account)
{
    while (draft->line_count <= account) {
        AC_RESERVE(draft->arena, draft->line_of, draft->line_count, draft->line_capacity);
        draft->line_of[draft->line_count++] = AC_NONE;
    }
    uint32_t at = draft->line_of[account];
    return at == AC_NONE ? NULL : &draft->lines[at];
}

static accord_status
add_line(draft_entry *draft, uint32_t account, int64_t minor, accord_error *error)
{
    ac_posting *line = draft->sums ? find_line(draft, account) : NULL;
    if (line == NULL) {
        AC_RESERVE(draft->arena, draft->lines, draft->count, draft->capacity);
        ac_assert(draft->lines != NULL); // told to the static analyser, which loses it on the way
        draft->lines[draft->count++] = (ac_posting){.account = account, .amount = {minor}};
        if (draft->sums) {
            draft->line_of[account] = (uint32_t)draft->count - 1;
        }
    } else if (__builtin_add_overflow(line->amount.minor, minor, &line->amount.minor)) {
        return ac_fail(error, ACCORD_ERANGE, "a sum of amounts is too large to be posted");
    }
    return ac_ok();
}

/* "on account to GPCO", which faces nobody: what is due is paid, and this is not. */
static uint32_t
open_ahead(ac_ledger *ledger, ac_account_class class, ac_text owner, ac_text counterparty)
{
    AC_SCOPED_BUFFER(name, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(
        &name, "on account %s %.*s", class == AC_ACCOUNT_ASSET ? "to" : "from",
        AC_TEXT_ARG(counterparty));
    return ac_ledger_account(ledger, class, owner, ac_buffer_text(&name));
}

/* What is due from one to another, in the books of both; or what stood on account. */
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
    uint32_t account = draft->mode == POST_ON_ACCOUNT
                           ? open_ahead(ledger, AC_ACCOUNT_ASSET, payer, payee)
                           : ac_ledger_account(ledger, AC_ACCOUNT_EXPENSE, payer, expense);
    AC_TRY(add_line(draft, account, amount.minor, error));
    account = draft->mode == POST_TAKEN ? open_ahead(ledger, AC_ACCOUNT_ASSET, payer, payee)
                                        : ac_ledger_due_to(ledger, payer, payee);
    AC_TRY(add_line(draft, account, credit, error));
    account = draft->mode == POST_TAKEN ? open_ahead(ledger, AC_ACCOUNT_LIABILITY, payee, payer)
                                        : ac_ledger_due_from(ledger, payee, payer);
    AC_TRY(add_line(draft, account, amount.minor, error));
    account = draft->mode == POST_ON_ACCOUNT
                  ? open_ahead(ledger, AC_ACCOUNT_LIABILITY, payee, payer)
                  : ac_ledger_account(ledger, AC_ACCOUNT_INCOME, payee, draft->clause);
    return add_line(draft, account, credit, error);
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

static accord_status add_whole(draft_entry *draft, const ac_payment *payment, accord_error *error)
{
    AC_TRY(add_legs(draft, payment, error));
    for (size_t p = 0; p < payment->pass_count; p++) {
        AC_TRY(add_passed(draft, &payment->passes[p], error));
    }
    return ac_ok();
}

/* ---- Payments on account ---- */

static bool is_posted(const ac_payment *payment, bool shadow)
{
    return payment->state == AC_VALUE_KNOWN && payment->shadow == shadow;
}

/* The period of a later payment in which that of an earlier one lies. */
static int32_t period_in(const ac_program *program, const ac_payment *earlier, uint32_t later)
{
    const ac_calendar *calendar = &program->syntax->calendar;
    accord_date from =
        ac_period_from(calendar, program->pays[earlier->pay].period, earlier->period);
    return ac_period_of(calendar, program->pays[later].period, from);
}

static bool is_taken_by(const ac_program *program, const ac_payment *earlier, const ac_payment *by)
{
    return ac_pay_on_account_of(program, earlier->pay, earlier->period) == by->pay &&
           period_in(program, earlier, by->pay) == by->period;
}

/* ", on account of 7.4 2016/17 Q1" */
static void add_later(ac_buffer *title, const ac_program *program, const ac_payment *payment)
{
    uint32_t later = ac_pay_on_account_of(program, payment->pay, payment->period);
    if (later != AC_NONE) {
        const ac_pay *pay = &program->pays[later];
        ac_buffer_addf(title, ", on account of %.*s ", AC_TEXT_ARG(pay->number));
        ac_period_add(
            title, &program->syntax->calendar, pay->period, period_in(program, payment, later));
    }
}

/* What was paid on account of a payment, clause by clause. */
typedef struct taken_list {
    size_t *list; /* [count]: of the set's payments */
    size_t count;
    size_t capacity;
} taken_list;

/* Adds the payments of one clause. */
static void add_taken_by_clause(
    ac_arena *arena,
    taken_list *found,
    const ac_statement_set *set,
    const ac_payment *by,
    uint32_t pay)
{
    for (size_t i = 0; i < set->payment_count; i++) {
        const ac_payment *earlier = &set->payments[i];
        if (earlier->pay == pay && is_posted(earlier, by->shadow) &&
            is_taken_by(set->program, earlier, by)) {
            AC_RESERVE(arena, found->list, found->count, found->capacity);
            found->list[found->count++] = i;
        }
    }
}

static taken_list find_taken(ac_arena *arena, const ac_statement_set *set, const ac_payment *by)
{
    taken_list found = {0};
    for (uint32_t p = 0; p < set->program->pay_count; p++) {
        if (ac_pay_is_on_account(set->program, p)) {
            add_taken_by_clause(arena, &found, set, by, p);
        }
    }
    return found;
}

/* Takes it into the entry of the payment, and says so in the title. */
static accord_status
add_taken(draft_entry *draft, const taken_list *taken, ac_buffer *title, accord_error *error)
{
    draft->mode = POST_TAKEN;
    for (size_t i = 0; i < taken->count; i++) {
        const ac_payment *payments = draft->set->payments;
        const ac_payment *earlier = &payments[taken->list[i]];
        AC_TRY(add_whole(draft, earlier, error));
        if (i == 0 || payments[taken->list[i - 1]].pay != earlier->pay) {
            ac_buffer_addf(
                title, "%s %.*s", i == 0 ? ", and what was paid on account by" : ",",
                AC_TEXT_ARG(draft->set->program->pays[earlier->pay].number));
        }
    }
    return ac_ok();
}

static accord_status post_payment(
    ac_ledger *ledger, const ac_statement_set *set, const ac_payment *payment, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(clause, AC_FIELD_BYTES_MAX);
    AC_SCOPED_BUFFER(code, AC_FIELD_BYTES_MAX);
    AC_SCOPED_BUFFER(title, AC_ROW_BYTES_MAX);
    const ac_program *program = set->program;
    ac_text number = ac_clause_at(program, payment->clause)->number;
    bool ahead = ac_pay_on_account_of(program, payment->pay, payment->period) != AC_NONE;
    ac_buffer_addf(&clause, "clause %.*s", AC_TEXT_ARG(number));
    ac_payment_code_add(&code, set, payment);
    ac_payment_name_add(&title, program, payment);
    add_later(&title, program, payment);
    const taken_list taken = find_taken(&scratch, set, payment);
    draft_entry draft = {
        .arena = &scratch,
        .ledger = ledger,
        .set = set,
        .mode = ahead ? POST_ON_ACCOUNT : POST_DUE,
        .clause = ac_buffer_text(&clause),
        .sums = taken.count > 0};
    AC_TRY(add_whole(&draft, payment, error));
    AC_TRY(add_taken(&draft, &taken, &title, error));
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
        if (is_posted(payment, shadow) && ac_payment_is_shown(set, payment, filter)) {
            AC_TRY(post_payment(ledger, set, payment, error));
        }
    }
    return ac_ok();
}
