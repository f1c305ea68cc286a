/* SPDX-License-Identifier: MIT */
/* The ledger as a table of postings, and its balances for people. */

#include "ledger/ledger.h"
#include "value/date.h"
#include "value/money.h"

#include <stdlib.h>

/* ---- CSV ---- */

/* An amount whose side is told in another way. */
static void add_unsigned(ac_buffer *buffer, const ac_ledger *ledger, accord_money amount)
{
    AC_SCOPED_BUFFER(plain, 60);
    ac_money_add_decimal(&plain, amount, ledger->places);
    ac_text text = ac_buffer_text(&plain);
    ac_buffer_add(buffer, ac_text_slice(text, amount.minor < 0 ? 1 : 0, text.size));
}

static void add_sides(ac_buffer *buffer, const ac_ledger *ledger, accord_money amount)
{
    if (amount.minor < 0) {
        ac_buffer_add_char(buffer, ',');
    }
    add_unsigned(buffer, ledger, amount);
    if (amount.minor > 0) {
        ac_buffer_add_char(buffer, ',');
    }
}

void ac_ledger_add_csv(ac_buffer *buffer, const ac_ledger *ledger)
{
    ac_buffer_add_z(
        buffer, "entry,date,code,title,class,owner,account,debit,credit,balance,mode\n");
    for (size_t e = 0; e < ledger->entry_count; e++) {
        const ac_entry *entry = &ledger->entries[e];
        for (size_t i = 0; i < entry->count; i++) {
            const ac_posting *line = &entry->postings[i];
            const ac_account *account = &ledger->accounts[line->account];
            ac_buffer_addf(buffer, "%zu,", e + 1);
            ac_date_add_iso(buffer, entry->date);
            ac_buffer_add_char(buffer, ',');
            ac_buffer_add_csv(buffer, entry->code);
            ac_buffer_add_char(buffer, ',');
            ac_buffer_add_csv(buffer, entry->title);
            ac_buffer_addf(buffer, ",%s,", ac_account_class_word(account->class));
            ac_buffer_add_csv(buffer, account->owner);
            ac_buffer_add_char(buffer, ',');
            ac_buffer_add_csv(buffer, account->name);
            ac_buffer_add_char(buffer, ',');
            add_sides(buffer, ledger, line->amount);
            ac_buffer_add_char(buffer, ',');
            ac_money_add_decimal(buffer, line->balance, ledger->places);
            ac_buffer_addf(buffer, ",%s\n", ledger->shadow ? "shadow" : "live");
        }
    }
}

/* ---- Balances ---- */

/* By owner, then class, then name. */
static int compare_accounts(const void *left, const void *right)
{
    const ac_account *a = *(const ac_account *const *)left;
    const ac_account *b = *(const ac_account *const *)right;
    int order = ac_text_compare(a->owner, b->owner);
    if (order == 0) {
        order = (a->class > b->class) - (a->class < b->class);
    }
    return order != 0 ? order : ac_text_compare(a->name, b->name);
}

static void add_balance(ac_buffer *buffer, const ac_ledger *ledger, accord_money balance)
{
    AC_SCOPED_BUFFER(amount, 60);
    add_unsigned(&amount, ledger, balance);
    ac_text text = ac_buffer_text(&amount);
    ac_buffer_add_repeated(buffer, ' ', text.size < 18 ? 18 - text.size : 1);
    ac_buffer_add(buffer, text);
    if (balance.minor != 0) {
        ac_buffer_add_z(buffer, balance.minor > 0 ? " debit" : " credit");
    }
    ac_buffer_add_char(buffer, '\n');
}

/* What each owes another, by its own account and by the other's. */
static void add_agreement(ac_buffer *buffer, const ac_ledger *ledger, const ac_account **sorted)
{
    const char *mark = ledger->shadow ? "[shadow] " : "";
    size_t pairs = 0;
    size_t apart = 0;
    for (size_t a = 0; a < ledger->account_count; a++) {
        const ac_account *owed = sorted[a];
        if (owed->class != AC_ACCOUNT_LIABILITY || owed->counterparty.size == 0) {
            continue;
        }
        pairs++;
        int64_t due = ac_ledger_balance_from(ledger, owed->counterparty, owed->owner).minor;
        if ((uint64_t)due + (uint64_t)owed->balance.minor != 0) {
            apart++;
            ac_buffer_addf(
                buffer, "%s%.*s and %.*s do not agree\n", mark, AC_TEXT_ARG(owed->owner),
                AC_TEXT_ARG(owed->counterparty));
        }
    }
    ac_buffer_addf(
        buffer, "\n%sAgreement of balances: of %zu pairs, %zu agree\n", mark, pairs, pairs - apart);
}

void ac_ledger_add_balances(ac_buffer *buffer, const ac_ledger *ledger, ac_text heading)
{
    AC_SCOPED_ARENA(scratch);
    const ac_account **sorted = AC_NEW_ARRAY(&scratch, const ac_account *, ledger->account_count);
    for (size_t a = 0; a < ledger->account_count; a++) {
        sorted[a] = &ledger->accounts[a];
    }
    if (ledger->account_count > 1) {
        qsort(sorted, ledger->account_count, sizeof(const ac_account *), compare_accounts);
    }
    ac_buffer_add(buffer, heading);
    ac_buffer_add_char(buffer, '\n');
    const char *mark = ledger->shadow ? "[shadow] " : "";
    for (size_t a = 0; a < ledger->account_count; a++) {
        const ac_account *account = sorted[a];
        if (a == 0 || !ac_text_equal(account->owner, sorted[a - 1]->owner)) {
            ac_buffer_addf(buffer, "\n%s%.*s\n", mark, AC_TEXT_ARG(account->owner));
        }
        ac_buffer_addf(
            buffer, "%s  %-12s %-24.*s", mark, ac_account_class_word(account->class),
            AC_TEXT_ARG(account->name));
        add_balance(buffer, ledger, account->balance);
    }
    add_agreement(buffer, ledger, sorted);
}
