/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_SESSIONS_CALENDAR_H
#define AC_APP_SESSIONS_CALENDAR_H
/* Calendars of published sessions, a doctor's or a site's, for programs that subscribe to them. */

#include "app/sessions.h"

/* Writes the calendar of a doctor or of a site: every session that was ever offered, one that is
 * not held any more as cancelled, so that whoever had it in a calendar sees it go.
 *
 * in      of    AC_POOL_DOCTORS or AC_POOL_SITES
 *         code  of the doctor or site
 * errors  ACCORD_EINPUT  the pool has none of that code
 */
accord_status ac_sessions_calendar(
    const ac_sessions *sessions,
    ac_pool_table of,
    ac_text code,
    ac_buffer *buffer,
    accord_error *error);

/* Writes the calendar of every doctor and site to a folder, which is made: doctor-CODE.ics,
 * site-CODE.ics. In a name, what is no letter, digit or one of ._- is written as %2F.
 *
 * out     count  how many
 * errors  ACCORD_EIO  one cannot be written; ACCORD_EINPUT  as ac_sessions_check_target
 */
accord_status ac_sessions_calendars(
    const ac_sessions *sessions, const char *folder, uint32_t *count, accord_error *error);

/* Checks that a file to be written is none of the pool's.
 *
 * errors  ACCORD_EINPUT  it is
 */
accord_status
ac_sessions_check_target(const ac_sessions *sessions, const char *path, accord_error *error);

#endif
