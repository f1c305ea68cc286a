/* SPDX-License-Identifier: MIT */
/* Challenges are raised, each in one transaction that ends in the chain. */

#include "app/challenges.h"

#include "app/challenges_inside.h"
#include "base/assert.h"
#include "base/limits.h"
#include "extract/personal.h"
#include "extract/value.h"
#include "value/date.h"
#include "value/moment.h"
#include "value/money.h"

#include <inttypes.h>
#include <string.h>

enum { WORDS_MOST = 1000 };

static const char *const reasons[] = {
    "duplicate",
    "wrong-commissioner",
    "not-registered",
    "prior-approval",
    "point-of-delivery",
    "follow-up-ratio",
    "coding",
    "price",
    "other"};

bool ac_challenge_is_reason(ac_text reason)
{
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (ac_text_is(reason, reasons[i])) {
            return true;
        }
    }
    return false;
}

const char *ac_challenge_reasons(void)
{
    return "duplicate, wrong-commissioner, not-registered, prior-approval, point-of-delivery, "
           "follow-up-ratio, coding, price, other";
}

/* ---- What was given ---- */

accord_status ac_challenge_amount(
    const ac_syntax *syntax, const char *what, ac_text text, int64_t *minor, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_number number;
    if (!ac_number_read(&scratch, text, &number) || number.percent_sign ||
        !ac_rational_to_scaled(number.value, syntax->money_places, minor) || *minor < 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s is \"%.*s\": an amount in whole %.*s is expected, such as 120.50", what,
            AC_TEXT_ARG(text), AC_TEXT_ARG(syntax->money_word));
    }
    return ac_ok();
}

accord_status
ac_challenge_check_words(const char *what, ac_text words, bool needed, accord_error *error)
{
    if ((needed && ac_text_trim(words).size == 0) || words.size > WORDS_MOST ||
        ac_text_utf8_fault(words) < words.size) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s is expected to be text of %s%d bytes", what,
            needed ? "1 to " : "up to ", WORDS_MOST);
    }
    if (ac_personal_is_nhs_number(words) || ac_personal_in_words(words)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is an NHS number in %s: name no patient, what is written here is kept for good",
            what);
    }
    return ac_ok();
}

static accord_date today_of(const ac_books *books)
{
    return ac_moment_london_day(books->at);
}

static const ac_deadline *deadline_of(const ac_challenges *all, ac_text period)
{
    const ac_deadline *last = NULL;
    for (size_t i = 0; i < all->deadline_count; i++) {
        last = ac_text_equal(all->deadlines[i].period, period) ? &all->deadlines[i] : last;
    }
    return last;
}

/* ---- Raising ---- */

accord_status ac_challenged_begin(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_challenged *challenged,
    accord_error *error)
{
    *challenged = (ac_challenged){.arena = arena, .books = books, .error = error};
    AC_TRY(ac_books_last_settlement(arena, books->db, period, &challenged->of, error));
    AC_TRY(ac_books_work_out_again(arena, books, &challenged->of, 0, &challenged->settled, error));
    return ac_challenges_read(arena, books->db, &challenged->all, error);
}

static bool names(ac_text code, ac_text said)
{
    return ac_text_equal(code, said) ||
           (ac_text_starts(code, said) && code.size > said.size && code.at[said.size] == ' ');
}

static accord_status find_entry(const ac_challenged *c, ac_text said, const ac_kept_entry **entry)
{
    const ac_books_settled *settled = &c->settled;
    AC_SCOPED_BUFFER(list, 400);
    size_t found = 0;
    for (size_t i = 0; i < settled->count; i++) {
        const ac_kept_entry *one = &settled->entries[i];
        if (!ac_text_is(one->kind, "due")) {
            continue;
        }
        if (list.size_bytes < 300) {
            ac_buffer_addf(
                &list, "%s%.*s", list.size_bytes == 0 ? "" : ", ", AC_TEXT_ARG(one->code));
        }
        if (names(one->code, said)) {
            *entry = one;
            found++;
        }
    }
    if (found == 1) {
        return ac_ok();
    }
    return ac_fail(
        c->error, ACCORD_EINPUT, "%.*s is %s of %.*s; there %s %s", AC_TEXT_ARG(said),
        found == 0 ? "no payment" : "more than one payment", AC_TEXT_ARG(settled->period),
        list.size_bytes == 0 ? "is" : "are", list.size_bytes == 0 ? "none" : list.bytes);
}

static accord_status fail_pair(const ac_challenged *c, const ac_kept_entry *of, const ac_raising *r)
{
    enum { PAIRS_BYTES = 200 };
    AC_SCOPED_BUFFER(pairs, 400);
    for (size_t i = 0; i < of->count && pairs.size_bytes < PAIRS_BYTES; i++) {
        const ac_kept_posting *line = &of->postings[i];
        if (ac_text_is(line->class, "liabilities") && line->amount < 0) {
            ac_buffer_addf(
                &pairs, "%s%.*s to %.*s", pairs.size_bytes == 0 ? "" : ", ",
                AC_TEXT_ARG(line->owner), AC_TEXT_ARG(line->counterparty));
        }
    }
    bool cut = pairs.size_bytes >= PAIRS_BYTES;
    return ac_fail(
        c->error, ACCORD_EINPUT, "nothing is due from %.*s to %.*s by %.*s: it is %s%s%s",
        AC_TEXT_ARG(r->payer), AC_TEXT_ARG(r->payee), AC_TEXT_ARG(of->code),
        pairs.size_bytes > 0 ? "from " : "paid back, and of what is paid back nothing is held",
        pairs.size_bytes > 0 ? pairs.bytes : "", cut ? ", and others" : "");
}

accord_status ac_challenged_find(
    const ac_challenged *challenged, const ac_raising *raising, ac_challenge *made, int64_t *left)
{
    const ac_challenged *c = challenged;
    const ac_kept_entry *entry = NULL;
    const ac_challenges_posting settled = {
        .made = c->settled.entries, .made_count = c->settled.count};
    AC_TRY(find_entry(c, raising->payment, &entry));
    ac_assert(entry != NULL);
    made->period = c->settled.period;
    made->code = entry->code;
    made->shadow = entry->shadow;
    made->payer = raising->payer;
    made->payee = raising->payee;
    if (!ac_challenge_line(&settled, made, true, left) || *left <= 0) {
        return fail_pair(c, entry, raising);
    }
    for (size_t i = 0; i < c->all.count; i++) {
        const ac_challenge *other = &c->all.list[i];
        const ac_resolution *end = ac_challenge_resolution(&c->all, other);
        if (ac_text_equal(other->code, made->code) && other->shadow == made->shadow &&
            ac_text_equal(other->payer, made->payer) && ac_text_equal(other->payee, made->payee)) {
            *left -= end == NULL ? other->value : ac_text_is(end->way, "credit") ? end->upheld : 0;
        }
    }
    return ac_ok();
}

const ac_challenge *ac_challenged_same(const ac_challenged *challenged, const ac_challenge *made)
{
    for (size_t i = 0; i < challenged->all.count; i++) {
        const ac_challenge *other = &challenged->all.list[i];
        if (ac_text_equal(other->code, made->code) && ac_text_equal(other->payer, made->payer) &&
            ac_text_equal(other->payee, made->payee) &&
            ac_text_equal(other->reason, made->reason) && ac_text_equal(other->rule, made->rule) &&
            ac_text_equal(other->reference, made->reference)) {
            return other;
        }
    }
    return NULL;
}

static accord_status check_owner(const ac_challenged *c, ac_text owner)
{
    const ac_person *list = NULL;
    size_t count = 0;
    AC_TRY(ac_person_list(c->arena, c->books->db, &list, &count, c->error));
    for (size_t i = 0; i < count; i++) {
        if (ac_text_equal(list[i].code, owner) && !list[i].ended) {
            return ac_ok();
        }
    }
    return ac_fail(
        c->error, ACCORD_EINPUT,
        "%.*s is nobody who may act here: the owner of a challenge is a person of the store "
        "(accord person list)",
        AC_TEXT_ARG(owner));
}

static accord_status
check_days(const ac_challenged *c, const ac_raising *raising, ac_challenge *made)
{
    const ac_deadline *deadline = deadline_of(&c->all, c->settled.period);
    accord_date today = today_of(c->books);
    AC_SCOPED_BUFFER(day, 20);
    if (deadline != NULL && deadline->challenge_by.day < today.day) {
        ac_date_add_iso(&day, deadline->challenge_by);
        return ac_fail(
            c->error, ACCORD_EINPUT, "%.*s could be challenged until %s, and that day has passed",
            AC_TEXT_ARG(c->settled.period), day.bytes);
    }
    if (!raising->due_said && deadline == NULL) {
        return ac_fail(
            c->error, ACCORD_EINPUT,
            "by when is a reply expected? Say it with --due, or for the whole period with accord "
            "challenge deadline, which counts working days by a --calendar");
    }
    made->due = raising->due_said ? raising->due : deadline->reply_by;
    if (made->due.day < today.day) {
        ac_date_add_iso(&day, made->due);
        return ac_fail(
            c->error, ACCORD_EINPUT, "%s has passed: a reply is expected by a day to come",
            day.bytes);
    }
    return ac_ok();
}

accord_status
ac_challenged_check(const ac_challenged *challenged, const ac_raising *raising, ac_challenge *made)
{
    const ac_challenged *c = challenged;
    AC_TRY(check_days(c, raising, made));
    AC_TRY(check_owner(c, raising->owner));
    AC_TRY(ac_challenge_check_words("the note", raising->note, false, c->error));
    AC_TRY(ac_challenge_check_words("the reference", raising->reference, false, c->error));
    made->owner = raising->owner;
    made->note = raising->note;
    made->reference = raising->reference;
    return ac_ok();
}

accord_status ac_challenged_keep(ac_challenged *challenged, ac_challenge *made, ac_anchor *anchor)
{
    ac_challenged *c = challenged;
    char hex[AC_HASH_HEX_BYTES];
    made->number = (int64_t)c->all.count + 1;
    made->person = c->books->person;
    made->at = c->books->at;
    AC_TRY(ac_challenge_add(c->books->db, made, c->error));
    ac_challenge_hash(made, hex);
    AC_TRY(ac_books_note(c->books, "challenge", ac_text_of(hex), made->period, anchor, c->error));
    return ac_challenges_read(c->arena, c->books->db, &c->all, c->error);
}

static accord_status check_value(
    const ac_challenged *c, const ac_raising *raising, const ac_challenge *made, int64_t left)
{
    const ac_syntax *syntax = c->settled.run.contract.program->syntax;
    AC_SCOPED_BUFFER(amount, 60);
    ac_money_add_decimal(&amount, (accord_money){left}, syntax->money_places);
    if (made->value > 0 && made->value <= left) {
        return ac_ok();
    }
    return ac_fail(
        c->error, ACCORD_EINPUT,
        "%.*s cannot be challenged: what is due from %.*s to %.*s by %.*s, and not challenged yet, "
        "is %s",
        AC_TEXT_ARG(raising->value), AC_TEXT_ARG(made->payer), AC_TEXT_ARG(made->payee),
        AC_TEXT_ARG(made->code), amount.bytes);
}

static accord_status
raise_one(ac_challenged *c, const ac_raising *raising, ac_challenge *made, ac_anchor *anchor)
{
    const ac_syntax *syntax = c->settled.run.contract.program->syntax;
    int64_t left = 0;
    if (!ac_challenge_is_reason(raising->reason)) {
        return ac_fail(
            c->error, ACCORD_EINPUT, "\"%.*s\" is no reason of a challenge: %s are",
            AC_TEXT_ARG(raising->reason), ac_challenge_reasons());
    }
    made->reason = raising->reason;
    made->rule = AC_TEXT("");
    AC_TRY(ac_challenge_amount(syntax, "--value", raising->value, &made->value, c->error));
    AC_TRY(ac_challenged_check(c, raising, made));
    AC_TRY(ac_challenged_find(c, raising, made, &left));
    const ac_challenge *same = ac_challenged_same(c, made);
    if (same != NULL) {
        return ac_fail(
            c->error, ACCORD_EINPUT,
            "challenge %" PRId64
            " is the same, by %.*s: another one needs a --reference of its own",
            same->number, AC_TEXT_ARG(same->person));
    }
    AC_TRY(check_value(c, raising, made, left));
    return ac_challenged_keep(c, made, anchor);
}

accord_status ac_challenges_raise(
    ac_arena *arena,
    const ac_books *books,
    const ac_raising *raising,
    ac_challenge *raised,
    ac_anchor *anchor,
    accord_error *error)
{
    ac_challenged c;
    *raised = (ac_challenge){0};
    AC_TRY(ac_books_begin(books, error));
    accord_status status = ac_challenged_begin(arena, books, raising->period, &c, error);
    if (status.code == ACCORD_OK) {
        status = raise_one(&c, raising, raised, anchor);
    }
    return ac_books_end(books, status, error);
}
