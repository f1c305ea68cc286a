/* SPDX-License-Identifier: MIT */
/* Payments from the entries of one closing: each amount that one party came to owe another. What is
 * turned back is an amount below nought, which a line for each payer and payee nets. */

#include "app/payments.h"

#include "app/challenges.h"
#include "base/assert.h"
#include "value/date.h"
#include "value/money.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct payment {
    const ac_kept_entry *entry; /* the first of those netted */
    ac_text payer;
    ac_text payee;
    int64_t amount;
} payment;

typedef struct paying {
    ac_arena *arena;
    payment *list; /* [count] */
    size_t count;
    size_t capacity;
    bool shadow; /* the closing posted a rehearsal */
} paying;

static accord_status find_closing(
    ac_arena *arena, ac_db *db, ac_text period, const ac_settlement **closed, accord_error *error)
{
    const ac_settlement *list = NULL;
    size_t count = 0;
    AC_TRY(ac_settlement_list(arena, db, &list, &count, error));
    *closed = ac_settlement_closed(list, count, period);
    if (*closed != NULL) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%.*s is not closed, and nothing is paid before it is: accord settle, approve and close "
        "it, and write the period as they do",
        AC_TEXT_ARG(ac_text_slice(period, 0, period.size < 60 ? period.size : 60)));
}

/* What an entry says that somebody owes somebody: in the books of who pays. */
static void take(paying *p, const ac_kept_entry *entry)
{
    for (size_t i = 0; i < entry->count; i++) {
        const ac_kept_posting *line = &entry->postings[i];
        if (line->counterparty.size == 0 || !ac_text_is(line->class, "liabilities")) {
            continue;
        }
        AC_RESERVE(p->arena, p->list, p->count, p->capacity);
        p->list[p->count++] = (payment){entry, line->owner, line->counterparty, -line->amount};
    }
}

static int compare(const void *left, const void *right)
{
    const payment *a = left;
    const payment *b = right;
    if (a->entry->date.day != b->entry->date.day) {
        return a->entry->date.day < b->entry->date.day ? -1 : 1;
    }
    int order = ac_text_compare(a->payer, b->payer);
    order = order != 0 ? order : ac_text_compare(a->payee, b->payee);
    if (order == 0 && a->entry->number != b->entry->number) {
        return a->entry->number < b->entry->number ? -1 : 1;
    }
    return order;
}

static bool is_same(const payment *a, const payment *b)
{
    return a->entry->date.day == b->entry->date.day && ac_text_equal(a->payer, b->payer) &&
           ac_text_equal(a->payee, b->payee);
}

/* Adds up what stands next to each other for one payer, payee and day; what comes to nought goes.
 */
static void net(paying *p)
{
    size_t kept = 0;
    for (size_t from = 0; from < p->count;) {
        payment sum = p->list[from];
        size_t at = from + 1;
        for (; at < p->count && is_same(&sum, &p->list[at]); at++) {
            sum.amount += p->list[at].amount;
        }
        if (sum.amount != 0) {
            p->list[kept++] = sum;
        }
        from = at;
    }
    p->count = kept;
}

static void add_row(
    ac_buffer *text,
    const ac_settlement *closed,
    const ac_syntax *syntax, /* whose money it is in */
    const payment *one,
    bool netted)
{
    bool back = netted && one->amount < 0;
    ac_buffer_addf(text, "%" PRId64 ",", closed->closing);
    ac_buffer_add_csv(text, closed->period);
    ac_buffer_add_char(text, ',');
    ac_date_add_iso(text, one->entry->date);
    ac_buffer_add_char(text, ',');
    ac_buffer_add_csv(text, back ? one->payee : one->payer);
    ac_buffer_add_char(text, ',');
    ac_buffer_add_csv(text, back ? one->payer : one->payee);
    ac_buffer_add_char(text, ',');
    ac_money_add_decimal(
        text, (accord_money){back ? -one->amount : one->amount}, syntax->money_places);
    ac_buffer_addf(text, ",%.*s,", AC_TEXT_ARG(syntax->currency));
    if (netted) {
        ac_buffer_add(text, back ? AC_TEXT("recovery\n") : AC_TEXT("payment\n"));
        return;
    }
    ac_text kind = one->entry->kind;
    if (ac_challenge_is_code(one->entry->code)) {
        kind = one->amount < 0 ? AC_TEXT("held") : AC_TEXT("released");
    }
    ac_buffer_addf(text, "%.*s,", AC_TEXT_ARG(kind));
    ac_buffer_add_csv(text, one->entry->code);
    ac_buffer_addf(text, ",%" PRId64 ",%.*s\n", one->entry->number, AC_TEXT_ARG(one->entry->hash));
}

accord_status ac_payments_add_csv(
    ac_arena *arena,
    const ac_books *books,
    const ac_payments_asked *asked,
    ac_buffer *text,
    accord_error *error)
{
    const ac_settlement *closed = NULL;
    const ac_kept_entry *entries = NULL;
    size_t count = 0;
    char head[AC_HASH_HEX_BYTES];
    ac_run run = {0};
    paying p = {.arena = arena};
    AC_TRY(find_closing(arena, books->db, asked->period, &closed, error));
    ac_assert(closed != NULL);
    AC_TRY(ac_entry_list(arena, books->db, &entries, &count, head, error));
    for (size_t i = 0; i < count; i++) {
        if (entries[i].closing == closed->closing && entries[i].shadow) {
            p.shadow = true;
        } else if (entries[i].closing == closed->closing) {
            take(&p, &entries[i]);
        }
    }
    if (p.shadow && p.count == 0) {
        return ac_fail(
            error, ACCORD_ENO,
            "%.*s is in shadow, a rehearsal: nothing of it is to be paid, and there is no payment "
            "file",
            AC_TEXT_ARG(asked->period));
    }
    AC_TRY(ac_books_contract(arena, books, &run, error));
    if (p.count > 0) {
        qsort(p.list, p.count, sizeof *p.list, compare);
    }
    if (asked->net) {
        net(&p);
    }
    ac_buffer_addf(
        text, "closing,period,due,payer,payee,amount,currency,kind%s\n",
        asked->net ? "" : ",code,entry,hash");
    for (size_t i = 0; i < p.count; i++) {
        add_row(text, closed, run.contract.program->syntax, &p.list[i], asked->net);
    }
    return ac_ok();
}
