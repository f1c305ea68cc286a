/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_JUDGE_H
#define AC_BOOKING_JUDGE_H
/* Whether bookings may stand: the state of the whole book, judged by the roster's checker over what
 * ac_pool_judge says of each doctor and session. */

#include "booking/book.h"
#include "pool/pool.h"
#include "pool/problem.h"

/* Bookings as a problem has them. */
typedef struct ac_book_view {
    uint32_t *doctors; /* [booking], or AC_NO_DOCTOR */
    uint32_t *duties;  /* [booking], or AC_NO_DUTY: of other days, or not asked for any more */
} ac_book_view;

void ac_book_view_make(
    ac_arena *arena, const ac_book *book, const ac_problem *problem, ac_book_view *view);

/* The problem of some days as the book is judged by: whatever of them is past, and without what
 * fixed.csv asks of a roster.
 *
 * errors  of ac_pool_build
 */
accord_status ac_book_problem(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_published *days,
    ac_problem *problem,
    accord_error *error);

/* What a judgement says. */
typedef struct ac_book_verdict {
    ac_buffer *reasons; /* a line for each rule broken, borrowed */
    uint32_t broken;    /* how many */
} ac_book_verdict;

/* Judges the book over every published period that holds one of the touched bookings, and over the
 * weeks beside a period's end where a touched booking lies in them. What would not be broken
 * without the touched bookings counts, and nothing else: another session that has become unlawful
 * is told elsewhere, and does not stop this one.
 *
 * in      touched  [book->count]; those that hold their session are judged
 * out     verdict  its reasons are added to
 * errors  of ac_pool_build; ACCORD_EINPUT  a touched session lies in no published period
 */
accord_status ac_book_judge(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_book *book,
    const bool *touched,
    ac_book_verdict *verdict,
    accord_error *error);

#endif
