/* SPDX-License-Identifier: MIT */
/* Challenges are replied to and resolved, and have deadlines. Each is one transaction that ends in
 * the chain. */

#include "app/challenges_inside.h"
#include "base/assert.h"

#include <inttypes.h>

/* ---- Replying and resolving ---- */

/* A challenge that is not resolved. */
static accord_status
find_open(const ac_challenges *all, int64_t number, const ac_challenge **found, accord_error *error)
{
    *found = NULL;
    for (size_t i = 0; i < all->count; i++) {
        *found = all->list[i].number == number ? &all->list[i] : *found;
    }
    if (*found == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is no challenge %" PRId64 ": accord challenge list has them", number);
    }
    const ac_resolution *end = ac_challenge_resolution(all, *found);
    if (end != NULL) {
        return ac_fail(
            error, ACCORD_EINPUT, "challenge %" PRId64 " was resolved by %.*s already", number,
            AC_TEXT_ARG(end->person));
    }
    return ac_ok();
}

/* What a reply and a resolution are judged by. */
typedef struct answering {
    ac_challenges all;
    const ac_challenge *of; /* open */
    const ac_syntax *syntax;
} answering;

static accord_status begin_answer(
    ac_arena *arena,
    const ac_books *books,
    int64_t challenge,
    answering *answer,
    accord_error *error)
{
    ac_run run = {0};
    AC_TRY(ac_challenges_read(arena, books->db, &answer->all, error));
    AC_TRY(find_open(&answer->all, challenge, &answer->of, error));
    ac_assert(answer->of != NULL);
    AC_TRY(ac_books_contract(arena, books, &run, error));
    answer->syntax = run.contract.program->syntax;
    return ac_ok();
}

static accord_status take_answer(
    const ac_replying *replying,
    const ac_challenge *of,
    const ac_syntax *syntax,
    int64_t *accepted,
    accord_error *error)
{
    bool partly = ac_text_is(replying->answer, "partly");
    if (!partly && replying->accepted.size > 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "--accepted goes with --answer partly: else it is all or nothing");
    }
    *accepted = ac_text_is(replying->answer, "accept") ? of->value : 0;
    if (!partly) {
        return ac_ok();
    }
    AC_TRY(ac_challenge_amount(syntax, "--accepted", replying->accepted, accepted, error));
    return *accepted > 0 && *accepted < of->value
               ? ac_ok()
               : ac_fail(
                     error, ACCORD_EINPUT,
                     "what is accepted partly is more than nought and less than the challenge");
}

static accord_status reply(
    ac_arena *arena,
    const ac_books *books,
    const ac_replying *replying,
    ac_anchor *anchor,
    accord_error *error)
{
    answering answer = {0};
    char hex[AC_HASH_HEX_BYTES];
    ac_reply made = {
        .challenge = replying->challenge,
        .answer = replying->answer,
        .evidence = replying->evidence,
        .file = replying->file,
        .person = books->person,
        .at = books->at};
    AC_TRY(begin_answer(arena, books, replying->challenge, &answer, error));
    const ac_challenge *of = answer.of;
    AC_TRY(take_answer(replying, of, answer.syntax, &made.accepted, error));
    AC_TRY(ac_challenge_check_words("the evidence", replying->evidence, true, error));
    if (ac_text_equal(of->person, books->person)) {
        return ac_fail(
            error, ACCORD_ENO, "%.*s raised challenge %" PRId64 ": another person has to reply",
            AC_TEXT_ARG(books->person), of->number);
    }
    made.number = (int64_t)answer.all.reply_count + 1;
    AC_TRY(ac_reply_add(books->db, &made, error));
    ac_reply_hash(&made, hex);
    return ac_books_note(books, "reply", ac_text_of(hex), of->period, anchor, error);
}

accord_status ac_challenges_reply(
    ac_arena *arena,
    const ac_books *books,
    const ac_replying *replying,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, reply(arena, books, replying, anchor, error), error);
}

static accord_status check_resolving(
    const ac_books *books,
    const ac_challenges *all,
    const ac_challenge *of,
    const ac_resolution *made,
    accord_error *error)
{
    const ac_reply *reply = ac_challenge_reply(all, of);
    if (made->upheld > of->value) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "more is upheld than was challenged: look at accord challenge list");
    }
    if ((made->upheld > 0) != (made->way.size > 0)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s: --by credit takes off what is upheld, --by data says that corrected data do",
            made->upheld > 0 ? "say how what is upheld is put right"
                             : "nothing is upheld, so that "
                               "nothing is put right");
    }
    if (reply == NULL && made->upheld > 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "nobody has replied to challenge %" PRId64 ": it can be withdrawn (--upheld 0), and "
            "not upheld",
            of->number);
    }
    if (reply != NULL && ac_text_equal(reply->person, books->person)) {
        return ac_fail(
            error, ACCORD_ENO,
            "%.*s replied to challenge %" PRId64 ": another person has to resolve it",
            AC_TEXT_ARG(books->person), of->number);
    }
    return ac_ok();
}

static accord_status resolve(
    ac_arena *arena,
    const ac_books *books,
    const ac_resolving *resolving,
    ac_anchor *anchor,
    accord_error *error)
{
    answering answer = {0};
    char hex[AC_HASH_HEX_BYTES];
    ac_resolution made = {
        .challenge = resolving->challenge,
        .way = resolving->way,
        .note = resolving->note,
        .person = books->person,
        .at = books->at};
    AC_TRY(begin_answer(arena, books, resolving->challenge, &answer, error));
    const ac_challenge *of = answer.of;
    AC_TRY(ac_challenge_amount(answer.syntax, "--upheld", resolving->upheld, &made.upheld, error));
    AC_TRY(ac_challenge_check_words("the note", resolving->note, true, error));
    AC_TRY(check_resolving(books, &answer.all, of, &made, error));
    made.number = (int64_t)answer.all.resolution_count + 1;
    AC_TRY(ac_resolution_add(books->db, &made, error));
    ac_resolution_hash(&made, hex);
    return ac_books_note(books, "resolve", ac_text_of(hex), of->period, anchor, error);
}

accord_status ac_challenges_resolve(
    ac_arena *arena,
    const ac_books *books,
    const ac_resolving *resolving,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, resolve(arena, books, resolving, anchor, error), error);
}

/* ---- Deadlines ---- */

static accord_status set_deadline(
    ac_arena *arena,
    const ac_books *books,
    ac_deadline_asked *asked,
    ac_anchor *anchor,
    accord_error *error)
{
    ac_challenges all;
    ac_run run = {0};
    ac_period_kind kind = AC_PERIOD_NONE;
    int32_t period = 0;
    const ac_settlement *list = NULL;
    size_t count = 0;
    char hex[AC_HASH_HEX_BYTES];
    AC_SCOPED_BUFFER(text, 100);
    ac_deadline *made = &asked->deadline;
    AC_TRY(ac_books_contract(arena, books, &run, error));
    AC_TRY(ac_run_find_period(&run, made->period, &kind, &period, error));
    const ac_calendar *calendar = &run.contract.program->syntax->calendar;
    ac_period_add(&text, calendar, kind, period);
    made->period = ac_text_copy(arena, ac_buffer_text(&text));
    if (asked->calendar != NULL) {
        const ac_day_span days = {
            ac_period_from(calendar, kind, period), ac_period_until(calendar, kind, period)};
        AC_TRY(ac_challenges_count_deadline(arena, books, &days, asked, error));
    }
    if (made->reply_by.day < made->challenge_by.day) {
        return ac_fail(
            error, ACCORD_EINPUT, "replies are expected after challenges, and not before");
    }
    AC_TRY(ac_settlement_list(arena, books->db, &list, &count, error));
    if (ac_settlement_closed(list, count, made->period) != NULL) {
        return ac_fail(
            error, ACCORD_EINPUT, "%.*s is closed, and what is closed is not challenged",
            AC_TEXT_ARG(made->period));
    }
    AC_TRY(ac_challenges_read(arena, books->db, &all, error));
    made->number = (int64_t)all.deadline_count + 1;
    made->person = books->person;
    made->at = books->at;
    AC_TRY(ac_deadline_add(books->db, made, error));
    ac_deadline_hash(made, hex);
    return ac_books_note(books, "deadline", ac_text_of(hex), made->period, anchor, error);
}

accord_status ac_challenges_set_deadline(
    ac_arena *arena,
    const ac_books *books,
    ac_deadline_asked *asked,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_TRY(ac_books_begin(books, error));
    return ac_books_end(books, set_deadline(arena, books, asked, anchor, error), error);
}

/* ---- The chain ---- */

typedef char hex_text[AC_HASH_HEX_BYTES];

accord_status ac_challenges_check_chain(
    ac_arena *arena,
    const ac_books *books,
    const ac_audit_entry *audit,
    size_t audit_count,
    accord_error *error)
{
    static const char *const actions[] = {"deadline", "challenge", "reply", "resolve"};
    ac_challenges all;
    AC_TRY(ac_challenges_read(arena, books->db, &all, error));
    const size_t counts[] = {all.deadline_count, all.count, all.reply_count, all.resolution_count};
    for (size_t k = 0; k < sizeof counts / sizeof counts[0]; k++) {
        hex_text *hashes = AC_NEW_ARRAY(arena, hex_text, counts[k]);
        for (size_t i = 0; i < counts[k]; i++) {
            switch (k) {
            case 0:
                ac_deadline_hash(&all.deadlines[i], hashes[i]);
                break;
            case 1:
                ac_challenge_hash(&all.list[i], hashes[i]);
                break;
            case 2:
                ac_reply_hash(&all.replies[i], hashes[i]);
                break;
            default:
                ac_resolution_hash(&all.resolutions[i], hashes[i]);
                break;
            }
        }
        AC_TRY(ac_books_hold_rows(
            audit, audit_count, actions[k], (const char(*)[AC_HASH_HEX_BYTES])hashes, counts[k],
            error));
    }
    return ac_ok();
}
