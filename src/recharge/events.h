/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_EVENTS_H
#define AC_RECHARGE_EVENTS_H
/* What recharging needs of events.csv, the record of bookings: the sessions that are cancelled, by
 * whom, and the share that the ladder in force charged for it. */

#include "pool/pool.h"

/* A booking whose last word is that it was cancelled. */
typedef struct ac_cancellation {
    const char *path;
    uint64_t line;
    ac_text number; /* of the event */
    ac_text doctor;
    ac_text request; /* as a roster writes it */
    accord_date on;
    int64_t part;
    int64_t minutes;
    bool by_practice;
    int64_t share; /* whole percent; AC_POOL_ABSENT: no ladder was in force */
    ac_text notice_hours;
} ac_cancellation;

/* Reads the bookings that end in a cancellation, in the order of the record.
 *
 * in      sheet  events.csv as it stands; zeroed where there is none
 * out     list   [count], in the arena
 * faults  added to, for a row that is not as `accord session` writes it
 */
void ac_cancellations_read(
    ac_arena *arena,
    const ac_pool_sheet *sheet,
    ac_pool_faults *faults,
    const ac_cancellation **list,
    size_t *count);

#endif
