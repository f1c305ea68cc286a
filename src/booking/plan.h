/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_PLAN_H
#define AC_BOOKING_PLAN_H
/* What the book leaves for a roster to plan. */

#include "booking/judge.h"

/* A session that its practice cancelled is not asked for again, until it is offered by name: lowers
 * what the requests of a problem need, to what is held at the least. */
void ac_book_lower_needs(const ac_book *book, const ac_book_view *view, ac_problem *problem);

#endif
