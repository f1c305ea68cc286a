/* SPDX-License-Identifier: MIT */
/* One person approves what another closes. Closing works everything out again in the transaction in
 * which it posts, so that it posts exactly what was approved, or nothing. */

#include "app/books.h"
#include "app/challenges.h"
#include "app/tieouts.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* ---- Which settlement ---- */

static accord_status fail_none(ac_text period, accord_error *error)
{
    return ac_fail(
        error, ACCORD_EINPUT,
        "no settlement of %.*s is kept: run accord settle --period first, and write the period as "
        "that does",
        AC_TEXT_ARG(ac_text_slice(period, 0, period.size < 60 ? period.size : 60)));
}

accord_status ac_books_last_settlement(
    ac_arena *arena, ac_db *db, ac_text period, ac_settlement *found, accord_error *error)
{
    const ac_settlement *list = NULL;
    size_t count = 0;
    const ac_settlement *last = NULL;
    AC_TRY(ac_settlement_list(arena, db, &list, &count, error));
    for (size_t i = 0; i < count; i++) {
        if (!ac_text_equal(list[i].period, period)) {
            continue;
        }
        if (list[i].closing > 0) {
            AC_SCOPED_BUFFER(when, 40);
            ac_seconds_add(&when, list[i].closed_at);
            return ac_fail(
                error, ACCORD_EINPUT, "%.*s is closed: by %.*s at %s", AC_TEXT_ARG(period),
                AC_TEXT_ARG(list[i].closed_by), when.bytes);
        }
        last = &list[i];
    }
    if (last == NULL) {
        return fail_none(period, error);
    }
    *found = *last;
    return ac_ok();
}

/* ---- Approving ---- */

static accord_status approve(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_settlement *found,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_TRY(ac_books_last_settlement(arena, books->db, period, found, error));
    if (found->approved_by.size > 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "settlement %" PRId64 " of %.*s was approved by %.*s already: another person may close "
            "it",
            found->number, AC_TEXT_ARG(period), AC_TEXT_ARG(found->approved_by));
    }
    AC_TRY(ac_approval_add(books->db, found, books->person, books->at, error));
    return ac_books_note(books, "approve", found->sha256, period, anchor, error);
}

accord_status ac_books_approve(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_settlement *approved,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, approve(arena, books, period, approved, anchor, error), error);
}

/* ---- Closing ---- */

static accord_status
check_approved(const ac_books *books, const ac_settlement *found, accord_error *error)
{
    if (found->approved_by.size == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "settlement %" PRId64 " of %.*s, the last one, is not approved: another person has to "
            "approve it first (accord approve)",
            found->number, AC_TEXT_ARG(found->period));
    }
    if (ac_text_equal(found->approved_by, books->person)) {
        return ac_fail(
            error, ACCORD_ENO, "%.*s approved %.*s: another person has to close it",
            AC_TEXT_ARG(books->person), AC_TEXT_ARG(found->period));
    }
    return ac_ok();
}

static accord_status
post(const ac_books *books, const ac_books_settled *settled, int64_t closing, accord_error *error)
{
    for (size_t i = 0; i < settled->count; i++) {
        ac_kept_entry entry = settled->entries[i];
        entry.closing = closing;
        AC_TRY(ac_entry_add(books->db, &entry, error));
    }
    return ac_ok();
}

/* What was disputed or resolved since would be paid, or held, without anybody having approved it.
 */
static accord_status
check_disputes(const ac_books *books, const ac_settlement *found, accord_error *error)
{
    ac_disputes last = {0};
    AC_TRY(ac_challenges_last(books->db, &last, error));
    if (last.challenges == found->disputes.challenges &&
        last.resolutions == found->disputes.resolutions) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_ENO,
        "a challenge was %s since settlement %" PRId64 " of %.*s was made: settle and approve it "
        "again",
        last.challenges == found->disputes.challenges ? "resolved" : "raised", found->number,
        AC_TEXT_ARG(found->period));
}

static int64_t count_closings(const ac_settlement *list, size_t count)
{
    int64_t closings = 0;
    for (size_t i = 0; i < count; i++) {
        closings += list[i].closing > 0 ? 1 : 0;
    }
    return closings;
}

accord_status ac_books_work_out_again(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *of,
    int64_t before,
    ac_books_settled *settled,
    accord_error *error)
{
    const ac_books_period asked = {
        .period = of->period,
        .known_by = of->known_by,
        .upto = of->upto,
        .before = before,
        .accrues = of->accrues,
        .older = !of->keeps_due,
        .pinned = true,
        .disputes = of->disputes,
        .threads = 1};
    return ac_books_work_out(arena, books, &asked, settled, error);
}

static accord_status close_period(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_books_closed *closed,
    accord_error *error)
{
    ac_settlement found = {0};
    ac_books_settled *settled = &closed->settled;
    const ac_settlement *list = NULL;
    size_t count = 0;
    AC_TRY(ac_books_last_settlement(arena, books->db, period, &found, error));
    AC_TRY(check_approved(books, &found, error));
    AC_TRY(check_disputes(books, &found, error));
    AC_TRY(ac_books_work_out_again(arena, books, &found, 0, settled, error));
    if (!ac_text_is(found.approved_sha256, settled->hash)) {
        return ac_fail(
            error, ACCORD_ENO,
            "what would be closed is not what %.*s approved (another period was closed since, or "
            "accord is another version): settle and approve %.*s again",
            AC_TEXT_ARG(found.approved_by), AC_TEXT_ARG(period));
    }
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    int64_t number = count_closings(list, count) + 1;
    AC_TRY(ac_tieouts_check(arena, books, &found, settled, &closed->tieouts, error));
    AC_TRY(ac_closing_add(books->db, number, &found, books->person, books->at, error));
    AC_TRY(ac_tieouts_record(books, number, &closed->tieouts, error));
    AC_TRY(post(books, settled, number, error));
    return ac_books_note(books, "close", found.sha256, period, &closed->anchor, error);
}

accord_status ac_books_close(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_books_closed *closed,
    accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, close_period(arena, books, period, closed, error), error);
}

/* ---- The ledger as any other ---- */

static int compare_entries(const void *left, const void *right)
{
    const ac_kept_entry *a = left;
    const ac_kept_entry *b = right;
    if (a->date.day != b->date.day) {
        return a->date.day < b->date.day ? -1 : 1;
    }
    return a->number < b->number ? -1 : a->number > b->number;
}

static uint32_t account_of(ac_ledger *ledger, const ac_kept_posting *line)
{
    ac_account_class class = AC_ACCOUNT_ASSET;
    while (class + 1 < AC_ACCOUNT_CLASSES &&
           !ac_text_is(line->class, ac_account_class_word(class))) {
        class ++;
    }
    if (line->counterparty.size == 0) {
        return ac_ledger_account(ledger, class, line->owner, line->name);
    }
    return class == AC_ACCOUNT_ASSET ? ac_ledger_due_from(ledger, line->owner, line->counterparty)
                                     : ac_ledger_due_to(ledger, line->owner, line->counterparty);
}

static accord_status
post_kept(ac_arena *arena, ac_ledger *ledger, const ac_kept_entry *kept, accord_error *error)
{
    ac_posting *lines = AC_NEW_ARRAY(arena, ac_posting, kept->count);
    for (size_t i = 0; i < kept->count; i++) {
        lines[i] = (ac_posting){
            .account = account_of(ledger, &kept->postings[i]),
            .amount = {kept->postings[i].amount}};
    }
    const ac_entry entry = {
        .date = kept->date,
        .code = kept->code,
        .title = kept->title,
        .postings = lines,
        .count = kept->count};
    return ac_ledger_post(ledger, &entry, error);
}

static accord_status post_all(ac_arena *arena, ac_db *db, ac_ledger *ledger, accord_error *error)
{
    const ac_kept_entry *list = NULL;
    size_t count = 0;
    char head[AC_HASH_HEX_BYTES];
    AC_TRY(ac_entry_list(arena, db, &list, &count, head, error));
    ac_kept_entry *sorted = AC_NEW_ARRAY(arena, ac_kept_entry, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = list[i];
    }
    if (count > 0) {
        qsort(sorted, count, sizeof *sorted, compare_entries);
    }
    for (size_t i = 0; i < count; i++) {
        if (sorted[i].shadow == ledger->shadow) {
            AC_TRY(post_kept(arena, ledger, &sorted[i], error));
        }
    }
    return ac_ok();
}

accord_status
ac_books_contract(ac_arena *arena, const ac_books *books, ac_run *run, accord_error *error)
{
    const ac_books_view all = {0};
    ac_books_folder folder;
    AC_TRY(ac_books_folder_scratch(arena, books->db, books->scratch, &all, &folder, error));
    accord_status status =
        folder.contract == NULL
            ? ac_fail(error, ACCORD_EINPUT, "the store has no contract, and nothing is posted")
            : ac_run_read(run, arena, folder.contract, error);
    ac_books_folder_remove(&folder);
    return status;
}

accord_status ac_books_ledger(
    ac_arena *arena,
    const ac_books *books,
    bool shadow,
    ac_run *run,
    ac_ledger *ledger,
    accord_error *error)
{
    AC_TRY(ac_books_contract(arena, books, run, error));
    const ac_syntax *syntax = run->contract.program->syntax;
    ac_ledger_init(ledger, arena, syntax->currency, syntax->money_places, shadow);
    return post_all(arena, books->db, ledger, error);
}
