/* SPDX-License-Identifier: MIT */
#ifndef AC_LEDGER_LEDGER_H
#define AC_LEDGER_LEDGER_H
/* Double entry: postings that balance, entry by entry, and the balance of every account. Entries
 * are only ever added. It knows no contract and no roster: accounts have an owner and a name. */

#include "accord/date.h"
#include "accord/money.h"

#include "base/buffer.h"
#include "base/names.h"
#include "base/status.h"

typedef enum ac_account_class {
    AC_ACCOUNT_ASSET,     /* what is due to the owner */
    AC_ACCOUNT_LIABILITY, /* what the owner is due to pay */
    AC_ACCOUNT_INCOME,
    AC_ACCOUNT_EXPENSE,
    AC_ACCOUNT_CLASSES
} ac_account_class;

/* "assets", "liabilities", "income", "expenses": the words that hledger and ledger know. */
const char *ac_account_class_word(ac_account_class class);

typedef struct ac_account {
    ac_text full; /* class:owner:name, the account's name in a journal */
    ac_account_class class;
    ac_text owner;        /* the code of a party or member */
    ac_text name;         /* "due from WL", "clause 7.4" */
    ac_text counterparty; /* "WL" of "due from WL"; "" where the account faces nobody */
    accord_money balance; /* debits less credits */
} ac_account;

/* One line of an entry: a debit, or, below zero, a credit. */
typedef struct ac_posting {
    uint32_t account;
    accord_money amount;
    accord_money balance; /* of the account, once this line is posted; set by ac_ledger_post */
} ac_posting;

typedef struct ac_entry {
    accord_date date;
    ac_text code;               /* what it can be found by: "7.4 2016/17 Q4" */
    ac_text title;              /* one line for people */
    const ac_posting *postings; /* [count]; they add to zero */
    size_t count;
} ac_entry;

typedef struct ac_ledger {
    ac_arena *arena;
    ac_text currency; /* "GBP" */
    int places;       /* decimals of its smallest unit */
    bool shadow;      /* a rehearsal: nothing in it is payable, and every name says so */
    ac_account *accounts;
    size_t account_count;
    size_t account_capacity;
    ac_names names; /* full names of accounts */
    ac_entry *entries;
    size_t entry_count;
    size_t entry_capacity;
} ac_ledger;

/* in  arena  holds all that the ledger keeps; currency is borrowed for as long */
void ac_ledger_init(ac_ledger *ledger, ac_arena *arena, ac_text currency, int places, bool shadow);

/* The account of that class, owner and name, which faces nobody; opened when it is first asked for.
 */
uint32_t ac_ledger_account(ac_ledger *ledger, ac_account_class class, ac_text owner, ac_text name);

/* What a party is due from another (an asset), or due to pay it (a liability). */
uint32_t ac_ledger_due_from(ac_ledger *ledger, ac_text owner, ac_text counterparty);
uint32_t ac_ledger_due_to(ac_ledger *ledger, ac_text owner, ac_text counterparty);

/* What the owner's books say is due from the counterparty; nil where they have no such account. */
accord_money ac_ledger_balance_from(const ac_ledger *ledger, ac_text owner, ac_text counterparty);

/* Adds an entry; it is copied, without the lines that are nil. An entry of which nothing is left
 * is not added.
 *
 * errors  ACCORD_EINPUT  it does not add to zero, or is dated before the entry that was added last
 *         ACCORD_ERANGE  a balance does not fit in 63 bits of minor units
 * On failure nothing has changed.
 */
accord_status ac_ledger_post(ac_ledger *ledger, const ac_entry *entry, accord_error *error);

/* ---- write_journal.c: a journal for hledger and for ledger ---- */

typedef enum ac_journal_format { AC_JOURNAL_HLEDGER, AC_JOURNAL_LEDGER } ac_journal_format;

/* Adds the whole journal as plain text: the currency, the accounts, and every entry, each line with
 * the balance that it leaves, so that another program re-adds and asserts it. */
void ac_ledger_add_journal(
    ac_buffer *buffer, const ac_ledger *ledger, ac_text heading, ac_journal_format format);

/* ---- write_tables.c ---- */

/* CSV, one line a posting: entry,date,code,title,class,owner,account,debit,credit,balance,mode */
void ac_ledger_add_csv(ac_buffer *buffer, const ac_ledger *ledger);

/* For people: every account with its balance, under its owner; then the agreement of balances:
 * what each says it owes another, beside what that other says is due to it. */
void ac_ledger_add_balances(ac_buffer *buffer, const ac_ledger *ledger, ac_text heading);

#endif
