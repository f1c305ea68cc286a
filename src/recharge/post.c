/* SPDX-License-Identifier: MIT */
/* The trust's books: the practice owes the total, of which the net is income of its VAT basis and
 * the VAT is owed to the tax authority. The practice's: the same, the other way round. What takes
 * back has amounts below nought, and turns all of it. Sessions that nobody had and that the trust
 * carries move out of the cost of sessions; a reserve is set aside as an expense, and then used. */

#include "recharge/post.h"

#include "base/limits.h"

enum { PLACES = 2 };

static ac_text joined(ac_buffer *buffer, const char *what, ac_text basis)
{
    ac_buffer_clear(buffer);
    ac_buffer_addf(buffer, "%s %.*s", what, AC_TEXT_ARG(basis));
    return ac_buffer_text(buffer);
}

typedef struct draft {
    ac_arena *arena;
    ac_ledger *ledger;
    ac_posting *lines;
    size_t count;
    size_t capacity;
} draft;

/* Adds an amount to the line of an account, which is begun if it is the first. */
static void add(draft *d, uint32_t account, int64_t minor)
{
    for (size_t i = 0; i < d->count; i++) {
        if (d->lines[i].account == account) {
            d->lines[i].amount.minor += minor;
            return;
        }
    }
    AC_RESERVE(d->arena, d->lines, d->count, d->capacity);
    d->lines[d->count++] = (ac_posting){.account = account, .amount = {minor}};
}

/* In the trust's books alone. */
static void add_carried(draft *d, const ac_bill *document, const ac_charge *line)
{
    ac_ledger *ledger = d->ledger;
    ac_text issuer = document->issuer;
    ac_item_kind kind = ac_item_kind_of(line->item);
    ac_text reserve = AC_TEXT("reserve for unallocated sessions");
    uint32_t to =
        kind == AC_ITEM_RESERVE ? ac_ledger_account(ledger, AC_ACCOUNT_LIABILITY, issuer, reserve)
        : kind == AC_ITEM_SET_ASIDE
            ? ac_ledger_account(
                  ledger, AC_ACCOUNT_EXPENSE, issuer, AC_TEXT("set aside for unallocated sessions"))
            : ac_ledger_account(
                  ledger, AC_ACCOUNT_EXPENSE, issuer, AC_TEXT("unallocated sessions"));
    uint32_t from =
        kind == AC_ITEM_SET_ASIDE
            ? ac_ledger_account(ledger, AC_ACCOUNT_LIABILITY, issuer, reserve)
            : ac_ledger_account(ledger, AC_ACCOUNT_EXPENSE, issuer, AC_TEXT("cost of sessions"));
    add(d, to, line->net.minor);
    add(d, from, -line->net.minor);
}

static void add_charge(draft *d, const ac_bill *document, const ac_charge *line)
{
    AC_SCOPED_BUFFER(name, AC_FIELD_BYTES_MAX);
    ac_ledger *ledger = d->ledger;
    const char *what = ac_item_account(ac_item_kind_of(line->item));
    ac_text issuer = document->issuer;
    int64_t total = line->net.minor + line->vat.minor;
    add(d, ac_ledger_due_from(ledger, issuer, document->site), total);
    add(d, ac_ledger_account(ledger, AC_ACCOUNT_INCOME, issuer, joined(&name, what, line->basis)),
        -line->net.minor);
    add(d, ac_ledger_due_to(ledger, document->site, issuer), -total);
    add(d, ac_ledger_account(ledger, AC_ACCOUNT_EXPENSE, document->site, ac_text_of(what)),
        line->net.minor);
    if (line->vat.minor != 0) {
        ac_text vat = AC_TEXT("VAT on sessions");
        add(d, ac_ledger_account(ledger, AC_ACCOUNT_LIABILITY, issuer, AC_TEXT("output VAT")),
            -line->vat.minor);
        add(d, ac_ledger_account(ledger, AC_ACCOUNT_EXPENSE, document->site, vat), line->vat.minor);
    }
}

static accord_status post_document(ac_ledger *ledger, const ac_bill *document, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(title, AC_ROW_BYTES_MAX);
    draft d = {.arena = &scratch, .ledger = ledger};
    ac_buffer_addf(&title, "%s of ", ac_bill_word(document->kind));
    ac_month_add(&title, document->month);
    ac_buffer_addf(&title, " to %.*s", AC_TEXT_ARG(document->site));
    if (document->corrects.size > 0) {
        ac_buffer_addf(&title, ", corrects %.*s", AC_TEXT_ARG(document->corrects));
    }
    for (size_t i = 0; i < document->count; i++) {
        const ac_charge *line = &document->lines[i];
        if (ac_item_is_carried(ac_item_kind_of(line->item))) {
            add_carried(&d, document, line);
        } else {
            add_charge(&d, document, line);
        }
    }
    ac_entry entry = {
        .date = document->date,
        .code = document->number,
        .title = ac_buffer_text(&title),
        .postings = d.lines,
        .count = d.count};
    return ac_ledger_post(ledger, &entry, error);
}

accord_status
ac_bills_post(ac_arena *arena, const ac_bills *documents, ac_ledger *ledger, accord_error *error)
{
    ac_ledger_init(ledger, arena, AC_TEXT("GBP"), PLACES, false);
    for (size_t i = 0; i < documents->count; i++) {
        AC_TRY(post_document(ledger, &documents->list[i], error));
    }
    return ac_ok();
}
