/* SPDX-License-Identifier: MIT */
#ifndef AC_STORE_BOOKS_H
#define AC_STORE_BOOKS_H
/* Settlements, approvals, closings, and the ledger that closings add to, as the store keeps them.
 * Every function works within the transaction of its caller. */

#include "store/store.h"

/* The last challenge and the last resolution that something goes by; 0: none. */
typedef struct ac_disputes {
    int64_t challenges;
    int64_t resolutions;
} ac_disputes;

/* A settlement and what became of it. */
typedef struct ac_settlement {
    int64_t number;
    ac_text period; /* as written: "2016/17 Q4" */
    accord_date known_by;
    int64_t upto; /* the last submission that was there */
    ac_disputes disputes;
    bool accrues;   /* what rests on data that are not frozen, in place of making it due */
    bool keeps_due; /* but what was posted as due before; not so of those of older stores */
    ac_text sha256; /* of the document that says what closing it posts */
    ac_text person;
    ac_seconds at;
    ac_text approved_sha256; /* "" until it is approved */
    ac_text approved_by;
    ac_seconds approved_at;
    int64_t closing; /* 0 until it is closed */
    ac_text closed_period;
    ac_text closed_by;
    ac_seconds closed_at;
} ac_settlement;

accord_status ac_settlement_list(
    ac_arena *arena, ac_db *db, const ac_settlement **list, size_t *count, accord_error *error);

/* The settlement that closed a period, as it is written; NULL: it is open. */
const ac_settlement *ac_settlement_closed(const ac_settlement *list, size_t count, ac_text period);

/* Keeps a settlement; its number is given. */
accord_status ac_settlement_add(ac_db *db, const ac_settlement *settlement, accord_error *error);

/* The hash of all that its row says, for the chain; what became of it is not of it. */
void ac_settlement_hash(const ac_settlement *settlement, char hex[AC_HASH_HEX_BYTES]);

accord_status ac_approval_add(
    ac_db *db, const ac_settlement *settlement, ac_text person, ac_seconds at, accord_error *error);

/* Closes the settlement's period. */
accord_status ac_closing_add(
    ac_db *db,
    int64_t number,
    const ac_settlement *settlement,
    ac_text person,
    ac_seconds at,
    accord_error *error);

typedef struct ac_kept_posting {
    ac_text class; /* "assets", "liabilities", "income", "expenses" */
    ac_text owner;
    ac_text name;
    ac_text counterparty;
    int64_t amount; /* in minor units */
} ac_kept_posting;

typedef struct ac_kept_entry {
    int64_t number;
    int64_t closing;
    bool shadow;
    ac_text kind; /* "due", "reversal" or "again" */
    accord_date date;
    ac_text code;
    ac_text title;
    const ac_kept_posting *postings; /* [count] */
    size_t count;
    ac_text hash;
} ac_kept_entry;

/* Adds an entry after the last; its number and hash are found. */
accord_status ac_entry_add(ac_db *db, const ac_kept_entry *entry, accord_error *error);

/* All entries, each held to the one before it, to its hash, and to adding up to zero.
 *
 * out     head   the hash of the last, "" if there is none
 * errors  ACCORD_ENO  one was changed, put in or taken out; says which
 */
accord_status ac_entry_list(
    ac_arena *arena,
    ac_db *db,
    const ac_kept_entry **list,
    size_t *count,
    char head[AC_HASH_HEX_BYTES],
    accord_error *error);

#endif
