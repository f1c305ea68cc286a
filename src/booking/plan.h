/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_PLAN_H
#define AC_BOOKING_PLAN_H
/* What the book leaves for a roster to plan. */

#include "booking/judge.h"
#include "roster/check.h"

/* A session that its practice cancelled is not asked for again, until it is offered by name: lowers
 * what the requests of a problem need, to what is held at the least. */
void ac_book_lower_needs(const ac_book *book, const ac_book_view *view, ac_problem *problem);

/* Makes of a problem what is left to plan from a day on: what is booked is fixed, nobody is asked
 * for what is past, and no doctor for a session that the doctor declined, gave away or had
 * cancelled.
 *
 * in   problem  of ac_pool_build, from the period's first day on, whatever today is
 * out  broken   what the booked sessions break among themselves, so that no roster could be lawful
 */
void ac_book_plan(
    ac_arena *arena,
    const ac_book *book,
    accord_date today,
    ac_problem *problem,
    ac_verdict *broken);

#endif
