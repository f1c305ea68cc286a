/* SPDX-License-Identifier: MIT */
/* Everything in a store is held to everything else. The chain of what was done names the hash of
 * each file, person, settlement and closing; each closed period is settled anew from what was there
 * then, and has to come to the same bytes and the same entries. */

#include "app/books.h"
#include "app/challenges.h"
#include "app/tieouts.h"

#include <inttypes.h>
#include <string.h>

accord_status ac_books_hold_rows(
    const ac_audit_entry *audit,
    size_t audit_count,
    const char *action,
    const char (*hashes)[AC_HASH_HEX_BYTES],
    size_t count,
    accord_error *error)
{
    size_t at = 0;
    bool same = true;
    for (size_t i = 0; i < audit_count; i++) {
        if (ac_text_is(audit[i].action, action)) {
            same = same && at < count && ac_text_is(audit[i].subject, hashes[at]);
            at++;
        }
    }
    if (same && at == count) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_ENO,
        "what the store has of \"%s\" is not as the audit chain has it: it was changed, put in or "
        "taken out",
        action);
}

typedef struct verifying {
    ac_arena *arena;
    const ac_books *books;
    const ac_audit_entry *audit; /* [audit_count] */
    size_t audit_count;
    const ac_settlement *settlements; /* [settlement_count] */
    size_t settlement_count;
    const ac_kept_entry *entries; /* [entry_count] */
    size_t entry_count;
    accord_error *error;
} verifying;

static accord_status fail_chain(const verifying *v, const char *what, ac_text which)
{
    return ac_fail(
        v->error, ACCORD_ENO,
        "%s %.*s is not as the audit chain has it: it was changed, put in or taken out", what,
        AC_TEXT_ARG(which));
}

/* The next entry of the chain of one action, from *at on; NULL at the end. */
static const ac_audit_entry *next_of(const verifying *v, const char *action, size_t *at)
{
    while (*at < v->audit_count) {
        const ac_audit_entry *entry = &v->audit[(*at)++];
        if (ac_text_is(entry->action, action)) {
            return entry;
        }
    }
    return NULL;
}

/* The store is the one whose making the chain begins with. */
static accord_status check_identity(const verifying *v)
{
    char identifier[AC_STORE_IDENTIFIER_BYTES];
    ac_seconds made_at = 0;
    size_t at = 0;
    AC_TRY(ac_store_identity(v->books->db, identifier, &made_at, v->error));
    const ac_audit_entry *entry = next_of(v, "init", &at);
    if (entry == NULL || !ac_text_is(entry->subject, identifier) || entry->at != made_at) {
        return fail_chain(v, "the store", ac_text_of(identifier));
    }
    return ac_ok();
}

static accord_status check_files(const verifying *v, size_t *count)
{
    const ac_stored_file *list = NULL;
    size_t at = 0;
    AC_TRY(ac_document_check_all(v->books->db, count, v->error));
    AC_TRY(ac_stored_file_list(v->arena, v->books->db, &list, count, v->error));
    for (size_t i = 0; i < *count; i++) {
        char hex[AC_HASH_HEX_BYTES];
        const ac_audit_entry *entry = next_of(v, "import", &at);
        ac_books_submission_hash(&list[i], hex);
        if (entry == NULL || !ac_text_is(entry->subject, hex)) {
            return fail_chain(v, "the file", list[i].name);
        }
    }
    const ac_audit_entry *more = next_of(v, "import", &at);
    return more == NULL ? ac_ok() : fail_chain(v, "the file", more->detail);
}

/* Whether the chain has an action on somebody, and with what. */
static const ac_audit_entry *find_of(const verifying *v, const char *action, ac_text subject)
{
    size_t at = 0;
    const ac_audit_entry *entry = next_of(v, action, &at);
    while (entry != NULL && !ac_text_equal(entry->subject, subject)) {
        entry = next_of(v, action, &at);
    }
    return entry;
}

static accord_status check_people(const verifying *v)
{
    const ac_person *list = NULL;
    size_t count = 0;
    size_t at = 0;
    size_t added = 0;
    AC_TRY(ac_person_list(v->arena, v->books->db, &list, &count, v->error));
    for (size_t i = 0; i < count; i++) {
        char hex[AC_HASH_HEX_BYTES];
        const ac_audit_entry *entry = find_of(v, "person add", list[i].code);
        const ac_audit_entry *end = find_of(v, "person end", list[i].code);
        ac_books_person_hash(&list[i], hex);
        if (entry == NULL || !ac_text_is(entry->detail, hex) || entry->at != list[i].added_at ||
            (end != NULL) != list[i].ended || (end != NULL && end->at != list[i].ended_at)) {
            return fail_chain(v, "the person", list[i].code);
        }
    }
    for (const ac_audit_entry *entry = next_of(v, "person add", &at); entry != NULL;
         entry = next_of(v, "person add", &at)) {
        added++;
    }
    return added == count ? ac_ok() : fail_chain(v, "the number of", AC_TEXT("people"));
}

static bool
says(const ac_audit_entry *entry, const ac_settlement *of, ac_text person, ac_seconds at)
{
    return entry != NULL && ac_text_equal(entry->subject, of->sha256) &&
           ac_text_equal(entry->detail, of->period) && ac_text_equal(entry->person, person) &&
           entry->at == at;
}

/* Settlements are numbered in the order of the chain; approvals and closings are found by what
 * they are of. */
static accord_status check_settlements(const verifying *v)
{
    size_t settled = 0;
    for (size_t i = 0; i < v->settlement_count; i++) {
        const ac_settlement *of = &v->settlements[i];
        ac_text text;
        AC_TRY(ac_document_get(v->arena, v->books->db, of->sha256, &text, v->error));
        if (!says(next_of(v, "settle", &settled), of, of->person, of->at)) {
            return fail_chain(v, "the settlement of", of->period);
        }
    }
    const ac_audit_entry *more = next_of(v, "settle", &settled);
    return more == NULL ? ac_ok() : fail_chain(v, "the settlement of", more->detail);
}

static size_t count_of(const verifying *v, const char *action)
{
    size_t at = 0;
    size_t count = 0;
    while (next_of(v, action, &at) != NULL) {
        count++;
    }
    return count;
}

/* All that the rows of settlements say is in the chain, too; of the first of an older store it is
 * not. */
static accord_status check_settlement_rows(const verifying *v)
{
    size_t at = 0;
    size_t told = count_of(v, "settlement");
    for (size_t i = told < v->settlement_count ? v->settlement_count - told : 0;
         i < v->settlement_count; i++) {
        char hex[AC_HASH_HEX_BYTES];
        const ac_audit_entry *entry = next_of(v, "settlement", &at);
        ac_settlement_hash(&v->settlements[i], hex);
        if (entry == NULL || !ac_text_is(entry->subject, hex)) {
            return fail_chain(v, "the settlement of", v->settlements[i].period);
        }
    }
    return told <= v->settlement_count ? ac_ok()
                                       : fail_chain(v, "the number of", AC_TEXT("settlements"));
}

static bool has(const verifying *v, const char *action, const ac_settlement *of, bool closing)
{
    ac_text person = closing ? of->closed_by : of->approved_by;
    ac_seconds when = closing ? of->closed_at : of->approved_at;
    size_t at = 0;
    const ac_audit_entry *entry = next_of(v, action, &at);
    while (entry != NULL && !says(entry, of, person, when)) {
        entry = next_of(v, action, &at);
    }
    return entry != NULL;
}

static accord_status check_closings(const verifying *v, size_t *closings)
{
    size_t approvals = 0;
    *closings = 0;
    for (size_t i = 0; i < v->settlement_count; i++) {
        const ac_settlement *of = &v->settlements[i];
        bool approved = of->approved_by.size > 0;
        bool same = !approved || ac_text_equal(of->approved_sha256, of->sha256);
        approvals += approved ? 1 : 0;
        *closings += of->closing > 0 ? 1 : 0;
        if (!same || (approved && !has(v, "approve", of, false))) {
            return fail_chain(v, "the approval of", of->period);
        }
        bool closed = of->closing > 0;
        if (closed &&
            (!ac_text_equal(of->closed_period, of->period) || !has(v, "close", of, true))) {
            return fail_chain(v, "the closing of", of->period);
        }
    }
    bool all = approvals == count_of(v, "approve") && *closings == count_of(v, "close");
    return all ? ac_ok() : fail_chain(v, "the number of", AC_TEXT("approvals or closings"));
}

/* ---- Settling anew ---- */

static bool same_entry(const ac_kept_entry *a, const ac_kept_entry *b)
{
    bool same = a->shadow == b->shadow && ac_text_equal(a->kind, b->kind) &&
                a->date.day == b->date.day && ac_text_equal(a->code, b->code) &&
                ac_text_equal(a->title, b->title) && a->count == b->count;
    for (size_t i = 0; same && i < a->count; i++) {
        same = ac_text_equal(a->postings[i].class, b->postings[i].class) &&
               ac_text_equal(a->postings[i].owner, b->postings[i].owner) &&
               ac_text_equal(a->postings[i].name, b->postings[i].name) &&
               a->postings[i].amount == b->postings[i].amount;
    }
    return same;
}

static accord_status
check_entries(const verifying *v, const ac_settlement *of, const ac_books_settled *settled)
{
    size_t at = 0;
    for (size_t i = 0; i < v->entry_count; i++) {
        if (v->entries[i].closing != of->closing) {
            continue;
        }
        if (at >= settled->count || !same_entry(&v->entries[i], &settled->entries[at])) {
            return ac_fail(
                v->error, ACCORD_ENO,
                "entry %" PRId64 " of the ledger is not what closing %.*s posts",
                v->entries[i].number, AC_TEXT_ARG(of->period));
        }
        at++;
    }
    if (at < settled->count) {
        return ac_fail(
            v->error, ACCORD_ENO, "the ledger lacks %zu of the entries that closing %.*s posts",
            settled->count - at, AC_TEXT_ARG(of->period));
    }
    return ac_ok();
}

static accord_status replay(const verifying *v, const ac_settlement *of)
{
    AC_SCOPED_ARENA(scratch);
    ac_books_settled settled;
    accord_status status =
        ac_books_work_out_again(&scratch, v->books, of, of->closing, &settled, v->error);
    if (status.code != ACCORD_OK) {
        ac_text said = ac_text_copy(v->arena, ac_text_of(v->error->message));
        return ac_fail(
            v->error, ACCORD_ENO, "%.*s, which is closed, cannot be settled anew: %.*s",
            AC_TEXT_ARG(of->period), AC_TEXT_ARG(said));
    }
    if (!ac_text_is(of->approved_sha256, settled.hash)) {
        return ac_fail(
            v->error, ACCORD_ENO,
            "%.*s, which is closed, comes to something else now (%s, and %.*s was closed): a file "
            "was changed, or accord computes otherwise than it did",
            AC_TEXT_ARG(of->period), settled.hash, AC_TEXT_ARG(of->approved_sha256));
    }
    AC_TRY(check_entries(v, of, &settled));
    return ac_tieouts_replay(&scratch, v->books, of, &settled, v->error);
}

/* Works out anew everything that was closed. */
static accord_status replay_closed(const verifying *v)
{
    for (size_t i = 0; i < v->settlement_count; i++) {
        if (v->settlements[i].closing > 0) {
            AC_TRY(replay(v, &v->settlements[i]));
        }
    }
    return ac_ok();
}

static accord_status
verify(verifying *v, const ac_anchor *anchors, size_t count, ac_books_verified *verified)
{
    ac_db *db = v->books->db;
    char head[AC_HASH_HEX_BYTES];
    AC_TRY(ac_audit_check(db, anchors, count, &verified->end, v->error));
    AC_TRY(ac_audit_list(v->arena, db, &v->audit, &v->audit_count, v->error));
    AC_TRY(check_identity(v));
    AC_TRY(check_people(v));
    AC_TRY(check_files(v, &verified->files));
    AC_TRY(ac_settlement_list(v->arena, db, &v->settlements, &v->settlement_count, v->error));
    AC_TRY(check_settlements(v));
    AC_TRY(check_settlement_rows(v));
    AC_TRY(check_closings(v, &verified->closings));
    AC_TRY(ac_tieouts_check_chain(v->arena, v->books, v->audit, v->audit_count, v->error));
    AC_TRY(ac_challenges_check_chain(v->arena, v->books, v->audit, v->audit_count, v->error));
    AC_TRY(ac_entry_list(v->arena, db, &v->entries, &v->entry_count, head, v->error));
    verified->entries = v->entry_count;
    return replay_closed(v);
}

accord_status ac_books_verify(
    const ac_books *books,
    const ac_anchor *anchors,
    size_t count,
    ac_books_verified *verified,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    accord_error unseen = {0};
    verifying v = {.arena = &arena, .books = books, .error = error == NULL ? &unseen : error};
    *verified = (ac_books_verified){0};
    AC_TRY(ac_db_check_whole(books->db, v.error));
    AC_TRY(ac_db_begin_read(books->db, v.error));
    accord_status status = verify(&v, anchors, count, verified);
    ac_db_undo(books->db);
    return status;
}
