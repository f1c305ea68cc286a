/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_MOMENT_H
#define AC_VALUE_MOMENT_H
/* Moments in UTC, and what the clock of London shows: for the time from now to a session. Seconds
 * since 1970-01-01T00:00:00Z, as POSIX counts them. */

#include "accord/date.h"

#include "base/buffer.h"
#include "base/status.h"

typedef int64_t ac_moment;

/* The moment at which London's clock shows a minute of a day. An hour that comes twice is its
 * first; one that is lost counts on from the hour before it (RFC 5545, 3.3.5).
 *
 * source  Summer Time Act 1972, as amended by SI 2002/262: from 1 o'clock UTC on the last Sunday
 *         of March to 1 o'clock UTC on the last Sunday of October
 */
ac_moment ac_moment_in_london(accord_date on, uint32_t minute);

/* The day that London's calendar shows. */
accord_date ac_moment_london_day(ac_moment moment);

/* Reads 2015-01-05T09:30Z, or with seconds: 2015-01-05T09:30:00Z.
 *
 * errors  ACCORD_EINPUT  it is neither
 */
accord_status ac_moment_parse(ac_text text, ac_moment *moment, accord_error *error);

void ac_moment_add(ac_buffer *buffer, ac_moment moment); /* 2015-01-05T09:30:00Z */

/* The day and the second of it, by UTC. */
accord_date ac_moment_day(ac_moment moment);
uint32_t ac_moment_second(ac_moment moment);

#endif
