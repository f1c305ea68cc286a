/* SPDX-License-Identifier: MIT */
/* Reads adjustments from the document of a settlement: a receipt, the statement as CSV, and what is
 * to be posted, with an empty line between (books_settle.c). */

#include "app/settled.h"

#include "app/challenges.h"

#include <string.h>

enum { FIELDS_MAX = 16, LEDGER_FIELDS = 10 };

/* The columns of what is posted. */
enum { LEDGER, KIND, DATE, CODE, TITLE, CLASS, OWNER, ACCOUNT, COUNTERPARTY, AMOUNT };

typedef struct reading {
    ac_arena *arena;
    ac_text left; /* of the document */
    ac_text fields[FIELDS_MAX];
    size_t count;
    ac_adjustment *list; /* [listed] */
    size_t listed;
    size_t capacity;
    ac_settled_due *due; /* [due_count] */
    size_t due_count;
    size_t due_capacity;
} reading;

/* Takes a row; false at the end. More fields than any row has are passed over. */
static bool take_row(reading *r)
{
    r->count = 0;
    if (r->left.size == 0) {
        return false;
    }
    for (;;) {
        ac_text field;
        size_t at = 0;
        (void)ac_csv_take(r->arena, r->left, &at, &field); /* as accord wrote it */
        r->left = ac_text_slice(r->left, at, r->left.size);
        if (r->count < FIELDS_MAX) {
            r->fields[r->count++] = field;
        }
        bool more = r->left.size > 0 && r->left.at[0] == ',';
        r->left = ac_text_slice(r->left, r->left.size > 0 ? 1 : 0, r->left.size);
        if (!more) {
            return true;
        }
    }
}

static ac_text title_of(ac_text title)
{
    static const char *const before[] = {"Turned back: ", "Stated again: "};
    for (size_t i = 0; i < 2; i++) {
        ac_text words = ac_text_of(before[i]);
        if (ac_text_starts(title, words)) {
            return ac_text_slice(title, words.size, title.size);
        }
    }
    return title;
}

static ac_adjustment *adjustment_of(reading *r, bool shadow)
{
    ac_text code = ac_csv_unled(r->fields[CODE]);
    ac_text owner = ac_csv_unled(r->fields[OWNER]);
    for (size_t i = 0; i < r->listed; i++) {
        ac_adjustment *of = &r->list[i];
        if (of->shadow == shadow && ac_text_equal(of->code, code) &&
            ac_text_equal(of->owner, owner)) {
            return of;
        }
    }
    AC_RESERVE(r->arena, r->list, r->listed, r->capacity);
    ac_adjustment *of = &r->list[r->listed++];
    *of = (ac_adjustment){
        .shadow = shadow,
        .code = code,
        .title = title_of(ac_csv_unled(r->fields[TITLE])),
        .owner = owner,
        .was = AC_RATIONAL_ZERO,
        .is = AC_RATIONAL_ZERO};
    return of;
}

/* What faces another is to be paid; what is held or accrued faces nobody. */
static void add_due(reading *r, ac_rational amount)
{
    ac_text owner = ac_csv_unled(r->fields[OWNER]);
    size_t at = 0;
    while (at < r->due_count && !ac_text_equal(r->due[at].owner, owner)) {
        at++;
    }
    if (at == r->due_count) {
        AC_RESERVE(r->arena, r->due, r->due_count, r->due_capacity);
        r->due[r->due_count++] = (ac_settled_due){owner, AC_RATIONAL_ZERO};
    }
    r->due[at].amount = ac_rational_add(r->arena, r->due[at].amount, amount);
}

/* What somebody has to receive is among its assets, what it has to pay among its liabilities. Of a
 * challenge what counts is what is held back, or paid, and not where it stands meanwhile. */
static accord_status take_posting(reading *r, accord_error *error)
{
    bool back = ac_text_is(r->fields[KIND], "reversal");
    bool again = ac_text_is(r->fields[KIND], "again");
    bool owed =
        ac_text_is(r->fields[CLASS], "assets") || ac_text_is(r->fields[CLASS], "liabilities");
    bool faces = r->fields[COUNTERPARTY].size > 0;
    bool shadow = ac_text_is(r->fields[LEDGER], "shadow");
    if (!owed) {
        return ac_ok();
    }
    ac_rational amount = AC_RATIONAL_ZERO;
    AC_TRY(ac_rational_parse(r->arena, r->fields[AMOUNT], &amount, error));
    if (faces && !shadow) {
        add_due(r, amount);
    }
    if ((!back && !again) || (!faces && ac_challenge_is_code(ac_csv_unled(r->fields[CODE])))) {
        return ac_ok();
    }
    ac_adjustment *of = adjustment_of(r, shadow);
    if (back) {
        of->was = ac_rational_subtract(r->arena, of->was, amount);
    } else {
        of->is = ac_rational_add(r->arena, of->is, amount);
    }
    return ac_ok();
}

static accord_status read_postings(reading *r, accord_error *error)
{
    bool postings = false;
    while (take_row(r)) {
        bool whole = r->count == LEDGER_FIELDS;
        if (postings && whole) {
            AC_TRY(take_posting(r, error));
        }
        postings = postings || (whole && ac_text_is(r->fields[LEDGER], "ledger") &&
                                ac_text_is(r->fields[AMOUNT], "amount"));
    }
    if (!postings) {
        return ac_fail(
            error, ACCORD_EIO, "the document of the settlement does not say what it posts");
    }
    return ac_ok();
}

accord_status ac_settled_read(
    ac_arena *arena,
    ac_db *db,
    const ac_settlement *settlement,
    ac_settled **settled,
    accord_error *error)
{
    reading r = {.arena = arena};
    ac_settled *made = AC_NEW(arena, ac_settled);
    AC_TRY(ac_document_get(arena, db, settlement->sha256, &r.left, error));
    AC_TRY(read_postings(&r, error));
    *made = (ac_settled){
        .number = settlement->number,
        .period = settlement->period,
        .sha256 = settlement->sha256,
        .closing = settlement->closing,
        .closed_by = settlement->closed_by,
        .adjustments = r.list,
        .adjustment_count = r.listed,
        .due = r.due,
        .due_count = r.due_count};
    *settled = made;
    return ac_ok();
}
