/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_CALENDAR_H
#define AC_REPORT_CALENDAR_H
/* Writes sessions as iCalendar (RFC 5545), by the wall clock of London. No clock is read: when an
 * entry was stamped, and how often it has changed, is the caller's to say. */

#include "accord/date.h"

#include "base/buffer.h"

/* The states of RFC 5545, 3.8.1.11. */
typedef enum ac_calendar_status {
    AC_CALENDAR_TENTATIVE,
    AC_CALENDAR_CONFIRMED,
    AC_CALENDAR_CANCELLED
} ac_calendar_status;

typedef struct ac_calendar_entry {
    ac_text uid; /* the same for as long as it is the same session */
    ac_text summary;
    ac_text place;         /* may be empty */
    ac_text details;       /* may be empty */
    accord_date on;        /* the day on which it begins */
    uint32_t start_minute; /* of the day, by the wall clock: less than 1440 */
    uint32_t minutes;      /* how long it lasts, by a stopwatch */
    accord_date stamped_on;
    uint32_t stamped_second; /* of that day, in UTC: less than 86400 */
    uint32_t sequence;       /* how often it has changed since it was first written */
    ac_calendar_status status;
} ac_calendar_entry;

/* Begins a calendar of a name, with the rules of London's time since 1996. */
void ac_calendar_begin(ac_buffer *buffer, ac_text name);
void ac_calendar_add(ac_buffer *buffer, const ac_calendar_entry *entry);
void ac_calendar_end(ac_buffer *buffer);

#endif
