/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_SESSIONS_H
#define AC_APP_SESSIONS_H
/* What becomes of the sessions of a roster once it is published: orders, judged before they are
 * written, and the record of them in the pool's folder. */

#include "app/pool_folder.h"
#include "booking/judge.h"

typedef enum ac_sessions_mode {
    AC_SESSIONS_READ,     /* there has to be a record */
    AC_SESSIONS_REHEARSE, /* one may be begun, and nothing is written */
    AC_SESSIONS_WRITE
} ac_sessions_mode;

typedef struct ac_sessions {
    ac_arena *arena;
    const char *folder;
    ac_sessions_mode mode;
    const char *path; /* of the record */
    ac_text bytes;    /* of it, as it was read; empty: there is none yet */
    ac_record record;
    ac_book book;
    ac_pool pool; /* read by ac_sessions_read_pool */
    ac_moment now;
    ac_buffer added;    /* lines to be written */
    uint32_t was_count; /* events when it was read: those after it are new */
    int lock;           /* the file that is locked, or -1 */
} ac_sessions;

/* Reads the record of a pool. To write, it waits for whoever is writing, up to
 * AC_RECORD_WAIT_SECONDS, and keeps others out until it is closed.
 *
 * errors  ACCORD_EIO     a file cannot be read, or another is writing all the time
 *         ACCORD_EINPUT  the record is not whole: file, line; there is none to read
 */
accord_status ac_sessions_open(
    ac_arena *arena,
    const char *folder,
    ac_moment now,
    ac_sessions_mode mode,
    ac_sessions *sessions,
    accord_error *error);
void ac_sessions_close(ac_sessions *sessions); /* takes a zeroed one whose lock is -1 too */

/* Reads the files of the pool. As ac_pool_folder_read. */
accord_status
ac_sessions_read_pool(ac_sessions *sessions, ac_pool_faults *faults, accord_error *error);

/* Judges what was ordered, and writes it: the old record with the new lines, at once. It is the one
 * way to the file, so that nothing is written that was not judged. A rehearsal is only judged.
 *
 * out     reasons  where the answer is no: the rules that would be broken, a line each
 * errors  ACCORD_ENO  a rule would be broken by a booking that the new events bring or confirm
 *         ACCORD_EIO  it cannot be written; the old record stands
 */
accord_status ac_sessions_save(ac_sessions *sessions, ac_buffer *reasons, accord_error *error);

/* Which bookings are meant. */
typedef struct ac_session_filter {
    ac_text doctor;  /* empty: any */
    ac_text request; /* empty: any; with or without the date after its code */
    ac_text site;
    bool dated;
    accord_date on;
    bool parted;
    uint32_t part;
} ac_session_filter;

bool ac_session_is_meant(const ac_session_filter *filter, const ac_booking *booking);

/* Who orders what. */
typedef struct ac_session_order {
    ac_event_kind kind; /* OFFERED, ACCEPTED, DECLINED, NOTIFIED, CANCELLED or UNDONE */
    ac_text by;
    ac_text reason;
    ac_session_filter filter;
    bool all; /* every booking that is meant and allows it; else just one may */
    ac_cancelled_by whom;
} ac_session_order;

/* Takes an order. Nothing is judged or written yet.
 *
 * out     said  what was done, a line each
 * errors  ACCORD_EINPUT  nothing that is meant, or it is not in a state for that, or has begun
 */
accord_status ac_sessions_order(
    ac_sessions *sessions, const ac_session_order *order, ac_buffer *said, accord_error *error);

/* Offers the sessions of a roster of some days that are not booked yet. Those that their doctor
 * declined, or that were cancelled, are left, and told. As ac_sessions_order.
 *
 * errors  as there, and of ac_roster_read
 */
accord_status ac_sessions_publish(
    ac_sessions *sessions,
    const ac_session_order *order,
    const ac_published *days,
    const char *roster_path,
    ac_buffer *said,
    accord_error *error);

/* Reads the problem of a period from a pool's folder with what is booked in it: that is fixed, and
 * nobody is asked again for what they declined (ac_book_plan).
 *
 * out     reasons  where the answer is no: what the booked sessions break, a line each
 * errors  of ac_sessions_open and ac_pool_build; ACCORD_ENO  the files have faults, or what is
 *         booked breaks a rule: then `error` says so
 */
accord_status ac_sessions_problem(
    ac_sessions *sessions,
    const ac_pool_period *period,
    ac_problem *problem,
    ac_buffer *reasons,
    accord_error *error);

/* ---- Shared by the files of this use case ---- */

/* Adds an event to the record and the book. */
accord_status ac_sessions_add(ac_sessions *sessions, ac_event *event, accord_error *error);

/* The bookings that are meant and allow the order: [count], one or, with `all`, more.
 *
 * errors  ACCORD_EINPUT  none, or several without `all`
 */
accord_status ac_sessions_choose(
    const ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t **chosen,
    uint32_t *count,
    accord_error *error);

/* Checks that the pool has the doctor, the site and the request of a filter.
 *
 * errors  ACCORD_EINPUT  it has not
 */
accord_status ac_sessions_check_known(
    const ac_sessions *sessions, const ac_session_filter *filter, accord_error *error);

/* An event of an order, of a booking that is there. */
ac_event ac_sessions_event(
    const ac_sessions *sessions, const ac_session_order *order, const ac_booking *booking);

/* Nothing is changed of a session that has begun.
 *
 * errors  ACCORD_EINPUT  it has
 */
accord_status ac_sessions_check_begun(
    const ac_sessions *sessions, const ac_booking *booking, accord_error *error);

#endif
