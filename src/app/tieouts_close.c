/* SPDX-License-Identifier: MIT */
/* Tie-outs and closings: two people waive a difference, a closing refuses or keeps what it found,
 * and verify finds the same again. */

#include "app/tieouts.h"
#include "base/assert.h"
#include "base/limits.h"
#include "extract/personal.h"

#include <inttypes.h>

enum { REASON_MOST = 1000 };

static ac_tieouts_asked asked_of(const ac_settlement *of, const ac_tied *tied)
{
    return (ac_tieouts_asked){
        .settlement = of->number,
        .sha256 = of->sha256,
        .controls = tied == NULL ? -1 : tied->controls,
        .waivers = tied == NULL ? -1 : tied->waivers};
}

/* What a closing kept; NULL of one that was made before tie-outs were. */
static accord_status
find_tied(ac_arena *arena, ac_db *db, int64_t closing, const ac_tied **tied, accord_error *error)
{
    const ac_tied *list = NULL;
    size_t count = 0;
    *tied = NULL;
    AC_TRY(ac_tied_list(arena, db, &list, &count, error));
    for (size_t i = 0; i < count; i++) {
        *tied = list[i].closing == closing ? &list[i] : *tied;
    }
    return ac_ok();
}

/* ---- Of a period ---- */

static accord_status find_closed(
    ac_arena *arena, ac_db *db, ac_text period, const ac_settlement **of, accord_error *error)
{
    const ac_settlement *list = NULL;
    size_t count = 0;
    AC_TRY(ac_settlement_list(arena, db, &list, &count, error));
    *of = ac_settlement_closed(list, count, period);
    return ac_ok();
}

/* Works an open settlement out again, which has to come to the same. */
static accord_status work_out_open(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_settlement *of,
    ac_books_settled *settled,
    accord_error *error)
{
    AC_TRY(ac_books_last_settlement(arena, books->db, period, of, error));
    AC_TRY(ac_books_work_out_again(arena, books, of, 0, settled, error));
    return ac_text_is(of->sha256, settled->hash)
               ? ac_ok()
               : ac_fail(
                     error, ACCORD_ENO,
                     "settlement %" PRId64 " of %.*s comes to something else now (another period "
                     "was closed since, or accord is another version): settle it again first",
                     of->number, AC_TEXT_ARG(period));
}

accord_status ac_tieouts_of_period(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_tieouts *tieouts,
    accord_error *error)
{
    const ac_settlement *closed = NULL;
    const ac_tied *tied = NULL;
    ac_settlement of = {0};
    ac_books_settled settled;
    AC_TRY(find_closed(arena, books->db, period, &closed, error));
    if (closed == NULL) {
        AC_TRY(work_out_open(arena, books, period, &of, &settled, error));
    } else {
        of = *closed;
        AC_TRY(find_tied(arena, books->db, of.closing, &tied, error));
        if (tied == NULL) {
            return ac_fail(
                error, ACCORD_EINPUT, "%.*s was closed by an accord that knew no tie-outs",
                AC_TEXT_ARG(period));
        }
        AC_TRY(ac_books_work_out_again(arena, books, &of, of.closing, &settled, error));
    }
    const ac_tieouts_asked asked = asked_of(&of, tied);
    return ac_tieouts_judge(arena, books, &settled, &asked, tieouts, error);
}

/* ---- Waiving ---- */

static accord_status check_reason(ac_text reason, accord_error *error)
{
    if (ac_text_trim(reason).size == 0 || reason.size > REASON_MOST ||
        ac_text_utf8_fault(reason) < reason.size) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "a waiver needs a reason, of up to %d bytes of text: say why the difference may pass",
            REASON_MOST);
    }
    if (ac_personal_is_nhs_number(reason) || ac_personal_in_words(reason)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is an NHS number in the reason: name no patient, the reason is kept for good");
    }
    return ac_ok();
}

static ac_text whose(ac_text party)
{
    return party.size > 0 ? party : AC_TEXT("nobody named");
}

static accord_status find_tieout(
    const ac_waiving *waiving,
    const ac_tieouts *tieouts,
    const ac_tieout **found,
    accord_error *error)
{
    AC_SCOPED_BUFFER(list, 400);
    *found = NULL;
    for (size_t i = 0; i < tieouts->count; i++) {
        const ac_tieout *one = &tieouts->list[i];
        if (ac_text_equal(one->name, waiving->tieout) &&
            ac_text_equal(one->party, waiving->party)) {
            *found = one;
        }
        if (one->state == AC_TIEOUT_DIFFERS) {
            ac_buffer_addf(
                &list, "%s%.*s of %.*s", list.size_bytes == 0 ? "" : ", ", AC_TEXT_ARG(one->name),
                AC_TEXT_ARG(whose(one->party)));
        }
    }
    if (*found != NULL && (*found)->state == AC_TIEOUT_DIFFERS) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT, "%.*s of %.*s %s; %s%s", AC_TEXT_ARG(waiving->tieout),
        AC_TEXT_ARG(whose(waiving->party)),
        *found == NULL ? "is no tie-out of the period" : "does not differ, or is waived already",
        list.size_bytes == 0 ? "none differs" : "what differs is ",
        list.size_bytes == 0 ? "" : list.bytes);
}

static accord_status check_waiver(
    const ac_books *books, const ac_waiving *waiving, const ac_tieout *of, accord_error *error)
{
    if (!ac_text_equal(waiving->difference, of->difference)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%.*s differs by %.*s, not by %.*s: look at it again, and say what it differs by",
            AC_TEXT_ARG(of->name), AC_TEXT_ARG(of->difference), AC_TEXT_ARG(waiving->difference));
    }
    if (of->first != NULL && ac_text_equal(of->first->person, books->person)) {
        return ac_fail(
            error, ACCORD_EINPUT, "%.*s waived this difference already: another person has to, too",
            AC_TEXT_ARG(books->person));
    }
    return ac_ok();
}

/* NOLINTNEXTLINE(readability-function-size): one change after the checks before it */
static accord_status waive(
    ac_arena *arena,
    const ac_books *books,
    const ac_waiving *waiving,
    ac_tieout *after,
    ac_anchor *anchor,
    accord_error *error)
{
    ac_settlement of = {0};
    ac_books_settled settled;
    ac_tieouts tieouts;
    const ac_tieout *found = NULL;
    char hex[AC_HASH_HEX_BYTES];
    AC_TRY(check_reason(waiving->reason, error));
    AC_TRY(work_out_open(arena, books, waiving->period, &of, &settled, error));
    const ac_tieouts_asked asked = asked_of(&of, NULL);
    AC_TRY(ac_tieouts_judge(arena, books, &settled, &asked, &tieouts, error));
    AC_TRY(find_tieout(waiving, &tieouts, &found, error));
    ac_assert(found != NULL);
    AC_TRY(check_waiver(books, waiving, found, error));
    ac_waiver *made = AC_NEW(arena, ac_waiver);
    *made = (ac_waiver){
        .number = tieouts.waivers + 1,
        .settlement = of.number,
        .sha256 = of.sha256,
        .tieout = found->name,
        .party = found->party,
        .lines = ac_text_of(found->lines),
        .difference = found->difference,
        .reason = waiving->reason,
        .person = books->person,
        .at = books->at};
    AC_TRY(ac_waiver_add(books->db, made, error));
    ac_waiver_hash(made, hex);
    *after = *found;
    *(after->first == NULL ? &after->first : &after->second) = made;
    after->state = after->second == NULL ? AC_TIEOUT_DIFFERS : AC_TIEOUT_WAIVED;
    return ac_books_note(books, "waive", ac_text_of(hex), found->name, anchor, error);
}

accord_status ac_tieouts_waive(
    ac_arena *arena,
    const ac_books *books,
    const ac_waiving *waiving,
    ac_tieout *after,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, waive(arena, books, waiving, after, anchor, error), error);
}

/* ---- Closing ---- */

static accord_status refuse(const ac_tieouts *tieouts, accord_error *error)
{
    const ac_tieout *first = NULL;
    for (size_t i = 0; i < tieouts->count && first == NULL; i++) {
        first = tieouts->list[i].state == AC_TIEOUT_DIFFERS ? &tieouts->list[i] : NULL;
    }
    ac_assert(first != NULL);
    AC_SCOPED_BUFFER(more, 60);
    if (tieouts->differing > 1) {
        ac_buffer_addf(
            &more, ", and %zu more differ%s", tieouts->differing - 1,
            tieouts->differing == 2 ? "s" : "");
    }
    return ac_fail(
        error, ACCORD_ENO,
        "%.*s does not tie out, and was not closed: %.*s of %.*s differs by %.*s (%.*s on the "
        "left, %.*s on the right)%.*s. accord tieout --period \"%.*s\" shows it. Bring in what "
        "mends it (and settle again where data changed), or have two people waive it: accord "
        "tieout --waive",
        AC_TEXT_ARG(tieouts->period), AC_TEXT_ARG(first->name), AC_TEXT_ARG(whose(first->party)),
        AC_TEXT_ARG(first->difference), AC_TEXT_ARG(first->left), AC_TEXT_ARG(first->right),
        AC_TEXT_ARG(ac_buffer_text(&more)), AC_TEXT_ARG(tieouts->period));
}

accord_status ac_tieouts_check(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *of,
    const ac_books_settled *settled,
    ac_tieouts *tieouts,
    accord_error *error)
{
    const ac_tieouts_asked asked = asked_of(of, NULL);
    AC_TRY(ac_tieouts_judge(arena, books, settled, &asked, tieouts, error));
    return tieouts->differing == 0 ? ac_ok() : refuse(tieouts, error);
}

accord_status ac_tieouts_record(
    const ac_books *books, int64_t closing, const ac_tieouts *tieouts, accord_error *error)
{
    char sha256[AC_HASH_HEX_BYTES];
    char hex[AC_HASH_HEX_BYTES];
    AC_SCOPED_BUFFER(text, AC_DOCUMENT_BYTES_MAX);
    ac_tieouts_add_csv(&text, tieouts);
    AC_TRY(ac_document_keep(books->db, ac_buffer_text(&text), sha256, error));
    const ac_tied tied = {
        .closing = closing,
        .controls = tieouts->controls,
        .waivers = tieouts->waivers,
        .sha256 = ac_text_of(sha256)};
    AC_TRY(ac_tied_add(books->db, &tied, error));
    ac_tied_hash(&tied, hex);
    return ac_books_note(books, "tie out", ac_text_of(hex), tieouts->period, NULL, error);
}

/* ---- Verifying ---- */

accord_status ac_tieouts_replay(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *of,
    const ac_books_settled *settled,
    accord_error *error)
{
    const ac_tied *tied = NULL;
    ac_tieouts tieouts;
    char hex[AC_HASH_HEX_BYTES];
    AC_TRY(find_tied(arena, books->db, of->closing, &tied, error));
    if (tied == NULL) {
        return ac_ok(); /* closed before there were tie-outs; else the chain tells */
    }
    const ac_tieouts_asked asked = asked_of(of, tied);
    AC_TRY(ac_tieouts_judge(arena, books, settled, &asked, &tieouts, error));
    AC_SCOPED_BUFFER(text, AC_DOCUMENT_BYTES_MAX);
    ac_tieouts_add_csv(&text, &tieouts);
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, hex);
    if (!ac_text_is(tied->sha256, hex) || tieouts.differing > 0) {
        return ac_fail(
            error, ACCORD_ENO,
            "the tie-outs of %.*s, which is closed, come to something else now than when it was",
            AC_TEXT_ARG(of->period));
    }
    return ac_ok();
}

accord_status ac_tieouts_check_chain(
    ac_arena *arena,
    const ac_books *books,
    const ac_audit_entry *audit,
    size_t audit_count,
    accord_error *error)
{
    const ac_control *controls = NULL;
    const ac_waiver *waivers = NULL;
    const ac_tied *tied = NULL;
    size_t counts[3] = {0};
    AC_TRY(ac_control_list(arena, books->db, &controls, &counts[0], error));
    AC_TRY(ac_waiver_list(arena, books->db, &waivers, &counts[1], error));
    AC_TRY(ac_tied_list(arena, books->db, &tied, &counts[2], error));
    char(*hashes[3])[AC_HASH_HEX_BYTES];
    for (int k = 0; k < 3; k++) {
        hashes[k] = ac_arena_alloc(arena, counts[k], sizeof **hashes);
    }
    for (size_t i = 0; i < counts[0]; i++) {
        ac_control_hash(&controls[i], hashes[0][i]);
    }
    for (size_t i = 0; i < counts[1]; i++) {
        ac_waiver_hash(&waivers[i], hashes[1][i]);
    }
    for (size_t i = 0; i < counts[2]; i++) {
        ac_tied_hash(&tied[i], hashes[2][i]);
    }
    static const char *const actions[3] = {"control", "waive", "tie out"};
    for (int k = 0; k < 3; k++) {
        AC_TRY(ac_books_hold_rows(
            audit, audit_count, actions[k], (const char(*)[AC_HASH_HEX_BYTES])hashes[k], counts[k],
            error));
    }
    return ac_ok();
}
