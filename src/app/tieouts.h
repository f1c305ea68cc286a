/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_TIEOUTS_H
#define AC_APP_TIEOUTS_H
/* Tie-outs: totals that have to agree before a period is closed, such as the aggregate of contract
 * monitoring and the invoice. Each side is a sum of parts; a part is a value of the contract, or a
 * total that somebody states. One that differs stops the closing, unless two people waive exactly
 * that difference. */

#include "app/books.h"
#include "store/tieouts.h"

typedef enum ac_tieout_state {
    AC_TIEOUT_HOLDS,
    AC_TIEOUT_DIFFERS,
    AC_TIEOUT_WAIVED, /* it differs, and two people let it pass */
    AC_TIEOUT_NOT_JUDGED
} ac_tieout_state;

/* A part of one side, with the sign by which it is counted there. */
typedef struct ac_tieout_term {
    bool right;
    ac_text part;
    ac_text source; /* the value of the contract, or the references of what was stated */
    ac_text amount; /* exact */
} ac_tieout_term;

typedef struct ac_tieout {
    ac_text name;
    ac_text party;               /* whose figures; "" where nobody is named */
    const ac_tieout_term *terms; /* [term_count] */
    size_t term_count;
    ac_text left; /* the sides, in pence where it is of money; "" where it is not judged */
    ac_text right;
    ac_text difference; /* left less right */
    ac_tieout_state state;
    ac_text why;             /* what lacks where it is not judged; what a difference looks like */
    const ac_waiver *first;  /* that was given for exactly these lines; NULL: none */
    const ac_waiver *second; /* by another person */
    char lines[AC_HASH_HEX_BYTES]; /* the hash of all that was compared and what it came to */
} ac_tieout;

typedef struct ac_tieouts {
    ac_text period;
    int64_t settlement;
    const ac_tieout *list; /* [count] */
    size_t count;
    size_t differing; /* neither agreed nor waived */
    int64_t controls; /* the last that were looked at; 0: none */
    int64_t waivers;
} ac_tieouts;

/* What a closing did. */
typedef struct ac_books_closed {
    ac_books_settled settled;
    ac_tieouts tieouts;
    ac_anchor anchor;
} ac_books_closed;

/* Closes a period, in one transaction: works it out again, holds it to what was approved, judges
 * its tie-outs, and posts (books_close.c).
 *
 * errors  ACCORD_EINPUT  it is not approved, or closed already
 *         ACCORD_ENO     the same person approved it; what would be closed is not what was
 * approved; a tie-out differs and is not waived
 */
accord_status ac_books_close(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_books_closed *closed,
    accord_error *error);

/* ---- tieouts_read.c ---- */

/* Brings files in, within a transaction: of values that the parts are (`totals` false), of which
 * the last counts, or of totals that others state, which all count.
 *
 * out     talk    lines for people
 * errors  ACCORD_EINPUT  a line that does not fit the contract: file:line:column; a total that was
 *                        stated before; the same file again
 *         ACCORD_EIO     a file cannot be read
 */
accord_status ac_tieouts_bring(
    ac_arena *arena,
    const ac_books *books,
    const ac_import *import,
    bool totals,
    ac_buffer *talk,
    ac_anchor *anchor,
    accord_error *error);

/* ---- tieouts.c ---- */

typedef struct ac_tieouts_asked {
    int64_t settlement;
    ac_text sha256;   /* of its document */
    int64_t controls; /* the last to look at; below nought: all */
    int64_t waivers;
} ac_tieouts_asked;

/* Judges every tie-out of a period that was worked out in the same transaction.
 *
 * out     tieouts  in `arena`
 * errors  ACCORD_EINPUT  a part is a value that the contract does not have
 *         and as ac_run_load
 */
accord_status ac_tieouts_judge(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_settled *settled,
    const ac_tieouts_asked *asked,
    ac_tieouts *tieouts,
    accord_error *error);

/* A value over all its members and the periods within the filter's, added to `sum`; `why`, where it
 * is empty, says where it is not known. */
void ac_tieouts_total(
    ac_arena *arena,
    const ac_run *run,
    const ac_statement_filter *filter,
    uint32_t quantity,
    ac_rational *sum,
    ac_text *why);

/* ---- tieouts_close.c ---- */

/* Judges the last settlement of a period, or the one that closed it as it was closed; a transaction
 * is begun. Fails as ac_books_work_out and ac_tieouts_judge. */
accord_status ac_tieouts_of_period(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_tieouts *tieouts,
    accord_error *error);

typedef struct ac_waiving {
    ac_text period;
    ac_text tieout;
    ac_text party;      /* "" where the tie-out names nobody */
    ac_text difference; /* as the tie-out shows it */
    ac_text reason;
} ac_waiving;

/* Waives a difference for one person, in a transaction of its own.
 *
 * out     after   the tie-out with its waivers, in `arena`
 * errors  ACCORD_EINPUT  there is no such tie-out; the difference is another one; the same person
 *                        waived it already; the reason will not do; the period is closed
 */
accord_status ac_tieouts_waive(
    ac_arena *arena,
    const ac_books *books,
    const ac_waiving *waiving,
    ac_tieout *after,
    ac_anchor *anchor,
    accord_error *error);

/* For a closing, before it is added: judges, and refuses where something differs.
 *
 * errors  ACCORD_ENO  a tie-out differs and is not waived: says which, and the way out
 */
accord_status ac_tieouts_check(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *of,
    const ac_books_settled *settled,
    ac_tieouts *tieouts,
    accord_error *error);

/* And once it is: keeps what was found, and says so in the chain. */
accord_status ac_tieouts_record(
    const ac_books *books, int64_t closing, const ac_tieouts *tieouts, accord_error *error);

/* Holds what a closing found to what comes out again.
 *
 * errors  ACCORD_ENO  it comes out otherwise
 */
accord_status ac_tieouts_replay(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *of,
    const ac_books_settled *settled,
    accord_error *error);

/* Holds all rows of tie-outs to the audit chain.
 *
 * errors  ACCORD_ENO  one was changed, put in or taken out
 */
accord_status ac_tieouts_check_chain(
    ac_arena *arena,
    const ac_books *books,
    const ac_audit_entry *audit,
    size_t audit_count,
    accord_error *error);

/* ---- tieouts_write.c ---- */

const char *ac_tieout_state_name(ac_tieout_state state); /* "holds", "differs", ... */

/* A sentence for people: "2 hold, 1 differs, 1 was not judged". */
void ac_tieouts_add_count(ac_buffer *text, const ac_tieouts *tieouts);

void ac_tieouts_add_table(ac_buffer *text, const ac_tieouts *tieouts);
void ac_tieouts_add_csv(ac_buffer *text, const ac_tieouts *tieouts);
void ac_tieouts_add_json(ac_buffer *text, const ac_tieouts *tieouts);

#endif
