/* SPDX-License-Identifier: MIT */
/* Suspense: what is held of a payment while it is disputed stands in accounts of its own, which
 * face nobody, so that nothing of it is paid. Of each challenge the ledger is to hold, in the books
 * of both,
 *
 *   liabilities:CCG:due to TRUST        held + credited, less is due
 *   liabilities:CCG:suspense TRUST      held
 *   expenses:CCG:challenges upheld      credited
 *
 * and what it holds already is taken off: the rest is the entry. So a challenge can be held,
 * lowered with the payment that it is of, released and credited, and is right after each. */

#include "app/challenges.h"

#include <inttypes.h>
#include <string.h>

enum { LINES = 6 };

#define CODE_BEGINS "challenge "

bool ac_challenge_is_code(ac_text code)
{
    return ac_text_starts(code, AC_TEXT(CODE_BEGINS));
}

const ac_reply *ac_challenge_reply(const ac_challenges *all, const ac_challenge *of)
{
    const ac_reply *last = NULL;
    for (size_t i = 0; i < all->reply_count; i++) {
        last = all->replies[i].challenge == of->number ? &all->replies[i] : last;
    }
    return last;
}

const ac_resolution *ac_challenge_resolution(const ac_challenges *all, const ac_challenge *of)
{
    const ac_resolution *found = NULL;
    for (size_t i = 0; i < all->resolution_count; i++) {
        found = all->resolutions[i].challenge == of->number ? &all->resolutions[i] : found;
    }
    return found;
}

accord_status ac_challenges_last(ac_db *db, ac_disputes *last, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_challenges all;
    AC_TRY(ac_challenges_read(&scratch, db, &all, error));
    *last = (ac_disputes){
        all.count > 0 ? all.list[all.count - 1].number : 0,
        all.resolution_count > 0 ? all.resolutions[all.resolution_count - 1].number : 0};
    return ac_ok();
}

/* ---- What is due ---- */

static bool names_accrued(ac_text name, ac_text payee)
{
    const ac_text begins = AC_TEXT("accrued to ");
    return ac_text_starts(name, begins) &&
           ac_text_equal(ac_text_slice(name, begins.size, name.size), payee);
}

static bool add_line(
    const ac_kept_entry *entries, size_t count, const ac_challenge *of, bool accrued, int64_t *line)
{
    bool fits = true;
    for (size_t i = 0; i < count; i++) {
        const ac_kept_entry *entry = &entries[i];
        if (entry->shadow != of->shadow || !ac_text_equal(entry->code, of->code)) {
            continue;
        }
        for (size_t k = 0; k < entry->count; k++) {
            const ac_kept_posting *at = &entry->postings[k];
            if (ac_text_is(at->class, "liabilities") && ac_text_equal(at->owner, of->payer) &&
                (ac_text_equal(at->counterparty, of->payee) ||
                 (accrued && at->counterparty.size == 0 && names_accrued(at->name, of->payee)))) {
                fits = fits && !__builtin_sub_overflow(*line, at->amount, line);
            }
        }
    }
    return fits;
}

bool ac_challenge_line(
    const ac_challenges_posting *posting, const ac_challenge *of, bool accrued, int64_t *line)
{
    *line = 0;
    return add_line(posting->kept, posting->kept_count, of, accrued, line) &&
           add_line(posting->made, posting->made_count, of, accrued, line);
}

/* ---- One challenge ---- */

/* All challenges, as far as they count. */
typedef struct posting_all {
    const ac_challenges_posting *posting;
    ac_challenges challenges;
    const ac_disputes *upto;
} posting_all;

typedef struct standing {
    bool resolved;
    int64_t held;
    int64_t credited;
} standing;

static bool same_line(const ac_challenge *a, const ac_challenge *b)
{
    return a->shadow == b->shadow && ac_text_equal(a->code, b->code) &&
           ac_text_equal(a->payer, b->payer) && ac_text_equal(a->payee, b->payee);
}

static int64_t least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* What stands held and credited of each. Of one line no more is held than is due by it, the earlier
 * challenge first. */
static accord_status stand(const posting_all *a, size_t at, standing *all, accord_error *error)
{
    const ac_challenges_posting *p = a->posting;
    const ac_challenge *of = &a->challenges.list[at];
    const ac_resolution *end = ac_challenge_resolution(&a->challenges, of);
    int64_t left = 0;
    int64_t with_accrued = 0;
    if (!ac_challenge_line(p, of, false, &left) || !ac_challenge_line(p, of, true, &with_accrued)) {
        return ac_fail(
            error, ACCORD_ERANGE, "the sums of payment %.*s do not fit", AC_TEXT_ARG(of->code));
    }
    for (size_t i = 0; i < at; i++) {
        if (same_line(&a->challenges.list[i], of)) {
            left -= all[i].held + all[i].credited;
        }
    }
    bool only_accrued = left == 0 && with_accrued > 0; /* nothing is due yet to hold or to credit */
    all[at].resolved = end != NULL && end->number <= a->upto->resolutions;
    if (!all[at].resolved) {
        all[at].held = left > 0 ? least(of->value, left) : 0;
    } else if (ac_text_is(end->way, "credit") && !only_accrued) {
        all[at].credited = end->upheld;
    }
    return ac_ok();
}

static ac_text named(ac_arena *arena, const char *before, ac_text code)
{
    AC_SCOPED_BUFFER(text, 400);
    ac_buffer_addf(&text, "%s%.*s", before, AC_TEXT_ARG(code));
    return ac_text_copy(arena, ac_buffer_text(&text));
}

/* The accounts, with what they are to hold. */
static void
set_lines(ac_arena *arena, const ac_challenge *of, const standing *now, ac_kept_posting *lines)
{
    const ac_text none = AC_TEXT("");
    const ac_text upheld = AC_TEXT("challenges upheld");
    const ac_kept_posting made[LINES] = {
        {AC_TEXT("expenses"),       of->payer,      upheld,             none,                                      -now->credited},
        {AC_TEXT("liabilities"),    of->payer,      named(arena,        "due to ",                                 of->payee),     of->payee,
         now->held + now->credited},
        {AC_TEXT("liabilities"), of->payer,               named(arena,            "suspense ",                                            of->payee),                                 none, -now->held},
        {AC_TEXT("assets"),               of->payee,                         named(arena,                                 "due from ",                               of->payer),of->payer,
         -(now->held + now->credited)},
        {AC_TEXT("assets"),              of->payee,named(arena,"suspense ",of->payer),                                                                                             none, now->held},
        {AC_TEXT("income"),         of->payee, upheld,                none,                                                                              now->credited                                                                                                               }
    };
    memcpy(lines, made, sizeof made);
}

/* Takes off what the ledger holds of it already; false where it holds nothing. */
static bool
take_off(const ac_challenges_posting *p, ac_text code, bool shadow, ac_kept_posting *lines)
{
    bool any = false;
    for (size_t i = 0; i < p->kept_count; i++) {
        const ac_kept_entry *entry = &p->kept[i];
        if (entry->shadow != shadow || !ac_text_equal(entry->code, code)) {
            continue;
        }
        any = true;
        for (size_t k = 0; k < entry->count; k++) {
            for (size_t n = 0; n < LINES; n++) {
                bool same = ac_text_equal(lines[n].class, entry->postings[k].class) &&
                            ac_text_equal(lines[n].owner, entry->postings[k].owner) &&
                            ac_text_equal(lines[n].name, entry->postings[k].name);
                lines[n].amount -= same ? entry->postings[k].amount : 0;
            }
        }
    }
    return any;
}

/* What is first held is dated with what it is held of; later changes on the day looked from. */
static accord_date date_of(const ac_challenges_posting *p, const ac_challenge *of)
{
    for (size_t i = 0; i < p->made_count; i++) {
        const ac_kept_entry *entry = &p->made[i];
        if (entry->shadow == of->shadow && ac_text_equal(entry->code, of->code) &&
            !ac_text_is(entry->kind, "reversal")) {
            return entry->date;
        }
    }
    return p->known_by;
}

static ac_text title_of(ac_arena *arena, const ac_challenge *of, const standing *now)
{
    AC_SCOPED_BUFFER(title, 600);
    ac_buffer_addf(
        &title, "%s: %.*s, %.*s",
        !now->resolved      ? "Held in suspense"
        : now->credited > 0 ? "Challenge upheld"
                            : "Released from suspense",
        AC_TEXT_ARG(of->reason), AC_TEXT_ARG(of->code));
    return ac_text_copy(arena, ac_buffer_text(&title));
}

/* Whether it was raised by then, on a period that is closed or is settled now. */
static bool counts(const posting_all *a, const ac_challenge *of)
{
    const ac_challenges_posting *p = a->posting;
    bool found = ac_text_equal(p->period, of->period);
    for (size_t i = 0; i < p->settlement_count; i++) {
        const ac_settlement *closed = &p->settlements[i];
        bool before = closed->closing > 0 && (p->before == 0 || closed->closing < p->before);
        found = found || (before && ac_text_equal(closed->period, of->period));
    }
    return found && of->number <= a->upto->challenges;
}

/* Adds its entry, unless nothing is to change. */
static void post_one(
    const ac_challenges_posting *p,
    const ac_challenge *of,
    const standing *now,
    ac_kept_entry *made)
{
    ac_kept_posting *lines = AC_NEW_ARRAY(p->arena, ac_kept_posting, LINES);
    AC_SCOPED_BUFFER(code, 60);
    ac_buffer_addf(&code, CODE_BEGINS "%" PRId64, of->number);
    set_lines(p->arena, of, now, lines);
    bool again = take_off(p, ac_buffer_text(&code), of->shadow, lines);
    size_t kept = 0;
    for (size_t n = 0; n < LINES; n++) {
        if (lines[n].amount != 0) {
            lines[kept++] = lines[n];
        }
    }
    *made = (ac_kept_entry){
        .shadow = of->shadow,
        .kind = again && now->resolved ? AC_TEXT("again") : AC_TEXT("reversal"),
        .date = again ? p->known_by : date_of(p, of),
        .code = ac_text_copy(p->arena, ac_buffer_text(&code)),
        .title = title_of(p->arena, of, now),
        .postings = lines,
        .count = kept};
}

accord_status ac_challenges_post(
    const ac_challenges_posting *posting,
    ac_db *db,
    const ac_disputes *upto,
    const ac_kept_entry **entries,
    size_t *count,
    accord_error *error)
{
    posting_all a = {.posting = posting, .upto = upto};
    AC_TRY(ac_challenges_read(posting->arena, db, &a.challenges, error));
    const ac_challenges *all = &a.challenges;
    standing *now = AC_NEW_ARRAY(posting->arena, standing, all->count);
    ac_kept_entry *made = AC_NEW_ARRAY(posting->arena, ac_kept_entry, all->count);
    size_t kept = 0;
    for (size_t i = 0; i < all->count; i++) {
        if (counts(&a, &all->list[i])) {
            AC_TRY(stand(&a, i, now, error));
            post_one(posting, &all->list[i], &now[i], &made[kept]);
            kept += made[kept].count > 0 ? 1 : 0;
        }
    }
    *entries = made;
    *count = kept;
    return ac_ok();
}
