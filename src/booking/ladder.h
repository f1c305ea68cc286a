/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_LADDER_H
#define AC_BOOKING_LADDER_H
/* What is charged of a session that is cancelled: ladder.csv of the pool, by who cancels and with
 * how much notice. */

#include "booking/book.h"
#include "pool/pool.h"

/* Whole hours from now to the session, rounded down; 0 once it has begun. */
int32_t ac_notice_hours(const ac_booking *booking, ac_moment now);

/* The share that is charged, in percent, by the ladder in force on the session's day; or
 * AC_NOTHING_SAID where none is. Of the rungs whose notice was given, the longest counts: days by
 * London's calendar, hours by a stopwatch. */
int32_t ac_ladder_share(
    const ac_pool *pool, const ac_booking *booking, ac_cancelled_by whom, ac_moment now);

#endif
