/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_CHALLENGES_H
#define AC_APP_CHALLENGES_H
/* Challenges of what is due: a part of a payment that is disputed is raised on the settlement of an
 * open period, is held in suspense when the period is closed while the rest is paid, and is
 * released, or credited, by the closing after it was resolved. */

#include "app/books.h"
#include "store/challenges.h"

/* ---- challenges.c ---- */

/* A challenge to be raised. */
typedef struct ac_raising {
    ac_text period;
    ac_text payment; /* the code of an entry, "4.1 2016/17 Q1", or a clause that has one entry */
    ac_text payer;
    ac_text payee;
    ac_text value; /* as people write it */
    ac_text reason;
    ac_text reference;
    ac_text owner;
    bool due_said; /* else the day by which replies are expected */
    accord_date due;
    ac_text note;
} ac_raising;

/* Raises a challenge on the last settlement of a period, in a transaction of its own.
 *
 * out     raised  in `arena`
 * errors  ACCORD_EINPUT  the period is closed or not settled; its deadline has passed; there is no
 *                        such payment from the one to the other; the value is above what is left of
 *                        it; the same was raised already; the owner may not act; there is no reason
 */
accord_status ac_challenges_raise(
    ac_arena *arena,
    const ac_books *books,
    const ac_raising *raising,
    ac_challenge *raised,
    ac_anchor *anchor,
    accord_error *error);

/* Raises one for each rule of a file whose value of the contract is above nought in the period:
 * columns rule, reason, value, payment, payer, payee. What a rule raised already is passed over.
 *
 * in      raising  its period, owner, due day and note
 * out     talk     lines for people: what became of each rule
 * errors  as ac_challenges_raise, and file:line:column of a rule that does not fit
 */
accord_status ac_challenges_raise_by_rules(
    ac_arena *arena,
    const ac_books *books,
    const ac_raising *raising,
    const char *path,
    ac_buffer *talk,
    ac_anchor *anchor,
    accord_error *error);

/* ---- challenges_answer.c ---- */

typedef struct ac_replying {
    int64_t challenge;
    ac_text answer;   /* "accept", "partly" or "reject" */
    ac_text accepted; /* of partly, as people write it; "" of the others */
    ac_text evidence;
    ac_text file; /* the hash of a file, or "" */
} ac_replying;

/* errors  ACCORD_EINPUT  there is no such challenge, or it is resolved; the amount does not fit
 *         ACCORD_ENO     who raised it replies
 */
accord_status ac_challenges_reply(
    ac_arena *arena,
    const ac_books *books,
    const ac_replying *replying,
    ac_anchor *anchor,
    accord_error *error);

typedef struct ac_resolving {
    int64_t challenge;
    ac_text upheld; /* as people write it */
    ac_text way;    /* "credit", "data", or "" where nothing is upheld */
    ac_text note;
} ac_resolving;

/* errors  ACCORD_EINPUT  there is no such challenge, or it is resolved; more is upheld than was
 *                        challenged; something is upheld and nobody replied
 *         ACCORD_ENO     who replied resolves
 */
accord_status ac_challenges_resolve(
    ac_arena *arena,
    const ac_books *books,
    const ac_resolving *resolving,
    ac_anchor *anchor,
    accord_error *error);

/* Until when a period may be challenged, and replies are expected. */
typedef struct ac_deadline_asked {
    ac_deadline deadline;
    const char *calendar; /* file that says how many working days; NULL: the days are said */
    accord_date flex;     /* out, with `calendar`: the day from which they were counted */
} ac_deadline_asked;

/* Sets it; the last one of a period counts.
 *
 * out     asked  the days, where they were counted, and the period as it is written
 * errors  ACCORD_EINPUT  it is no period, or closed; replies are expected before challenges end;
 *                        file:line:column of a calendar that does not fit, or that lists no
 *                        holiday of a year; no file of stage flex covers a day of the period
 */
accord_status ac_challenges_set_deadline(
    ac_arena *arena,
    const ac_books *books,
    ac_deadline_asked *asked,
    ac_anchor *anchor,
    accord_error *error);

/* Holds all rows of challenges to the audit chain. Fails as ac_tieouts_check_chain. */
accord_status ac_challenges_check_chain(
    ac_arena *arena,
    const ac_books *books,
    const ac_audit_entry *audit,
    size_t audit_count,
    accord_error *error);

/* ---- challenges_post.c ---- */

/* What a settlement has made so far, and from what. */
typedef struct ac_challenges_posting {
    ac_arena *arena;
    const ac_settlement *settlements; /* [settlement_count] */
    size_t settlement_count;
    int64_t before;            /* only closings before this one have been; 0: all */
    ac_text period;            /* that is settled */
    const ac_kept_entry *kept; /* [kept_count], of the ledger */
    size_t kept_count;
    const ac_kept_entry *made; /* [made_count], not yet in it */
    size_t made_count;
    accord_date known_by;
} ac_challenges_posting;

/* The last challenge and resolution that there are. */
accord_status ac_challenges_last(ac_db *db, ac_disputes *last, accord_error *error);

/* Adds an entry for each challenge whose suspense is to change: what is held of what is due, what
 * is released, and what is credited.
 *
 * out     entries  [count], in the arena
 * errors  ACCORD_ERANGE  sums do not fit
 */
accord_status ac_challenges_post(
    const ac_challenges_posting *posting,
    ac_db *db,
    const ac_disputes *upto,
    const ac_kept_entry **entries,
    size_t *count,
    accord_error *error);

/* Whether an entry's code is a challenge's, and no payment's. */
bool ac_challenge_is_code(ac_text code);

/* What one is due to pay another by the entries of a code, with what is only accrued yet or without
 * it; false where it does not fit. */
bool ac_challenge_line(
    const ac_challenges_posting *posting, const ac_challenge *of, bool accrued, int64_t *line);

/* How a challenge stands: the last reply up to now, and its resolution; NULL: none. */
const ac_reply *ac_challenge_reply(const ac_challenges *all, const ac_challenge *of);
const ac_resolution *ac_challenge_resolution(const ac_challenges *all, const ac_challenge *of);

/* ---- challenges_write.c ---- */

typedef struct ac_challenges_shown {
    const ac_challenges *all;
    ac_text period;          /* "" for all */
    accord_date today;       /* to say what is overdue */
    const ac_syntax *syntax; /* whose money it is in */
} ac_challenges_shown;

void ac_challenges_add_table(ac_buffer *text, const ac_challenges_shown *shown);
void ac_challenges_add_csv(ac_buffer *text, const ac_challenges_shown *shown);
void ac_challenges_add_json(ac_buffer *text, const ac_challenges_shown *shown);

#endif
