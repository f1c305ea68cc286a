/* SPDX-License-Identifier: MIT */
/* Finds the rung of a ladder. Its rows were checked when the pool was read: each ladder has a rung
 * of no notice at all. */

#include "booking/ladder.h"

enum { HOUR_SECONDS = 3600, DAY_HOURS = 24 };

int32_t ac_notice_hours(const ac_booking *booking, ac_moment now)
{
    ac_moment left = ac_booking_starts(booking) - now;
    return left <= 0 ? 0 : (int32_t)(left / HOUR_SECONDS);
}

/* The first day of the ladder in force on a day, for who cancels; or AC_POOL_ABSENT. */
static int64_t ladder_from(const ac_pool_rows *table, ac_cancelled_by whom, accord_date on)
{
    int64_t latest = AC_POOL_ABSENT;
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_cell *cells = table->rows[i].cells;
        int64_t from = cells[AC_IN_LADDER_FROM].number;
        if (cells[AC_IN_LADDER_WHOM].number == (int64_t)whom && from <= on.day && from > latest) {
            latest = from;
        }
    }
    return latest;
}

int32_t
ac_ladder_share(const ac_pool *pool, const ac_booking *booking, ac_cancelled_by whom, ac_moment now)
{
    const ac_pool_rows *table = &pool->tables[AC_POOL_LADDER];
    int64_t days = (int64_t)booking->key.on.day - ac_moment_london_day(now).day;
    int64_t hours = ac_notice_hours(booking, now);
    int64_t from = ladder_from(table, whom, booking->key.on);
    int64_t longest = -1;
    int64_t share = AC_NOTHING_SAID;
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_cell *cells = table->rows[i].cells;
        int64_t in_days = cells[AC_IN_LADDER_DAYS].number;
        int64_t in_hours = cells[AC_IN_LADDER_HOURS].number;
        bool by_days = in_days != AC_POOL_ABSENT;
        int64_t notice = by_days ? in_days * DAY_HOURS : in_hours;
        if (cells[AC_IN_LADDER_WHOM].number == (int64_t)whom &&
            cells[AC_IN_LADDER_FROM].number == from && notice > longest &&
            (by_days ? days >= in_days : hours >= in_hours)) {
            longest = notice;
            share = cells[AC_IN_LADDER_SHARE].number;
        }
    }
    return (int32_t)share;
}
