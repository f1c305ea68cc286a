/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_RECORD_H
#define AC_BOOKING_RECORD_H
/* The record of what became of the sessions of a roster: events.csv, a line an event, in the order
 * of time, only ever added to. Each line ends in the SHA-256 of the line before it, its line end
 * with it, so that sha256sum finds the first line that was changed. */

#include "base/buffer.h"
#include "base/hash.h"
#include "base/status.h"
#include "pool/columns.h"
#include "value/moment.h"

#define AC_RECORD_FILE "events.csv"

typedef enum ac_event_kind {
#define AC_EVENT(identifier, word, of_booking, state) AC_EVENT_##identifier,
#include "booking/events.def"
#undef AC_EVENT
    AC_EVENTS
} ac_event_kind;

/* In the order of AC_POOL_CANCELLED_BY. */
typedef enum ac_cancelled_by {
    AC_CANCELLED_BY_PRACTICE,
    AC_CANCELLED_BY_DOCTOR,
    AC_CANCELLED_BY_TRUST,
    AC_CANCELLED_BY_NOBODY
} ac_cancelled_by;

/* What one doctor is booked for. */
typedef struct ac_booking_key {
    ac_text doctor;
    ac_text request;
    accord_date on;
    uint32_t part;
} ac_booking_key;

#define AC_NOTHING_SAID (-1) /* a number that the event has not */

typedef struct ac_event {
    uint32_t number; /* from 1 */
    ac_moment when;
    ac_text by;
    ac_event_kind kind;
    ac_booking_key key; /* of PUBLISHED: only `on`, the period's first day */
    ac_text site;
    int32_t start_minute; /* of the day, by London's clock; or AC_NOTHING_SAID */
    int32_t minutes;      /* by a stopwatch; or AC_NOTHING_SAID */
    accord_date until;    /* of PUBLISHED: the period's last day */
    ac_text to;           /* of PROPOSED: who would take the session */
    uint32_t of;          /* the event that is meant; 0: none */
    ac_cancelled_by cancelled_by;
    int32_t notice_hours;  /* of CANCELLED, rounded down; or AC_NOTHING_SAID */
    int32_t share_percent; /* of CANCELLED, that is charged; AC_NOTHING_SAID: no ladder says */
    ac_text reason;
} ac_event;

typedef struct ac_record {
    ac_arena *arena;
    ac_event *events; /* [count] */
    uint32_t count;
    size_t capacity;
    bool headed;      /* its heading stands in the file, or in `added` */
    ac_hash first;    /* of the first line, which no other record has; zeros without one */
    ac_hash last;     /* of the last line; of the heading where there is none */
    ac_buffer *added; /* lines that are not in the file yet, borrowed; NULL: none may be added */
} ac_record;

const char *ac_event_word(ac_event_kind kind); /* "accepted" */
bool ac_event_is_of_booking(ac_event_kind kind);
const char *ac_cancelled_by_word(ac_cancelled_by whom); /* "practice"; "" for nobody */
bool ac_cancelled_by_named(ac_text word, ac_cancelled_by *whom);

/* Reads a record and checks its chain, its numbers and its times.
 *
 * in      bytes   of the file; empty: there is none yet. Borrowed for the arena's life
 *         path    for messages
 * errors  ACCORD_EINPUT  a line that accord did not write so, or that is not the one that the next
 *                        line was written after: file, line
 *         ACCORD_ELIMIT  more events than base/limits.h allows
 */
accord_status ac_record_read(
    ac_arena *arena, ac_text bytes, const char *path, ac_record *record, accord_error *error);

/* Adds an event at the end: gives it its number, and its line to `record->added` (after the
 * heading, if it is the first).
 *
 * errors  ACCORD_EINPUT  it is earlier than the last; a text of it holds a control character
 *         ACCORD_ELIMIT  there is no room
 */
accord_status ac_record_add(ac_record *record, ac_event *event, accord_error *error);

#endif
