/* SPDX-License-Identifier: MIT */
/* Offers a roster: what is new of it, and nothing to anyone who does not have it any more. */

#include "app/roster_run.h"
#include "app/sessions.h"
#include "base/file.h"
#include "base/limits.h"
#include "booking/plan.h"
#include "value/date.h"

#include <inttypes.h>

typedef struct publishing {
    ac_sessions *sessions;
    const ac_session_order *order;
    const ac_problem *problem;
    uint32_t *asked; /* [request], sessions, whatever was cancelled */
    uint32_t *held;  /* [request], bookings that hold its sessions */
    uint32_t offered;
    uint32_t kept;
    uint32_t left;
    ac_buffer *said;
} publishing;

static ac_booking booking_of(const ac_problem *p, const ac_placement *placement)
{
    const ac_duty *duty = &p->duties[placement->duty];
    return (ac_booking){
        .key =
            {p->doctors[placement->doctor].code,
                  p->requests[duty->request].code,
                  {p->first.day + (int32_t)duty->day},
                  duty->part},
        .site = p->sites[duty->site].code,
        .start_minute = p->kinds[duty->kind].start_minute,
        .minutes = duty->minutes
    };
}

static void leave(publishing *work, const ac_booking_key *key, const char *why, const char *state)
{
    ac_buffer_add_z(work->said, "not offered: ");
    ac_booking_key_add(work->said, key);
    ac_buffer_addf(work->said, " %s%s; offer it by name if it is meant\n", why, state);
    work->left++;
}

static accord_status
publish_one(publishing *work, const ac_placement *placement, accord_error *error)
{
    ac_sessions *sessions = work->sessions;
    ac_booking booking = booking_of(work->problem, placement);
    uint32_t request = work->problem->duties[placement->duty].request;
    uint32_t known = ac_book_find(&sessions->book, &booking.key);
    ac_booking_state state = known == UINT32_MAX
                                 ? AC_BOOKING_NONE
                                 : ac_booking_state_of(&sessions->book.bookings[known]);
    if (ac_booking_state_holds(state)) {
        work->kept++;
        return ac_ok();
    }
    if (state != AC_BOOKING_NONE) {
        leave(work, &booking.key, "was ", ac_booking_state_word(state));
        return ac_ok();
    }
    if (work->held[request] >= work->problem->requests[request].needed &&
        work->held[request] < work->asked[request]) {
        leave(work, &booking.key, "is not needed: its practice cancelled one", "");
        return ac_ok();
    }
    AC_TRY(ac_sessions_check_begun(sessions, &booking, error));
    ac_event event = ac_sessions_event(sessions, work->order, &booking);
    event.kind = AC_EVENT_OFFERED;
    AC_TRY(ac_sessions_add(sessions, &event, error));
    work->held[request]++;
    work->offered++;
    return ac_ok();
}

/* The days, and the roster's SHA-256. */
static accord_status add_period(
    ac_sessions *sessions,
    const ac_session_order *order,
    const ac_published *days,
    const char *roster_path,
    accord_error *error)
{
    ac_text bytes = {0};
    char hex[AC_HASH_HEX_BYTES];
    AC_TRY(ac_file_read(roster_path, AC_FACT_FILE_BYTES_MAX, sessions->arena, &bytes, error));
    ac_hash hash = ac_hash_of(bytes);
    ac_hash_hex(&hash, hex);
    ac_event event = {
        .when = sessions->now,
        .by = order->by,
        .kind = AC_EVENT_PUBLISHED,
        .key = {.on = days->from},
        .start_minute = AC_NOTHING_SAID,
        .minutes = AC_NOTHING_SAID,
        .until = {days->until.day - 1},
        .cancelled_by = AC_CANCELLED_BY_NOBODY,
        .notice_hours = AC_NOTHING_SAID,
        .share_percent = AC_NOTHING_SAID,
        .reason = ac_text_copy(sessions->arena, ac_text_of(hex))};
    return ac_sessions_add(sessions, &event, error);
}

static void say_end(const publishing *work, const ac_published *days)
{
    ac_buffer_addf(work->said, "%" PRIu32 " sessions offered from ", work->offered);
    ac_date_add_words(work->said, days->from);
    ac_buffer_add_z(work->said, " to ");
    ac_date_add_words(work->said, (accord_date){days->until.day - 1});
    ac_buffer_addf(
        work->said, "; %" PRIu32 " were booked already, %" PRIu32 " are not offered again\n",
        work->kept, work->left);
}

static void count_requests(publishing *work, const ac_book_view *view)
{
    uint32_t count = work->problem->request_count;
    work->asked = AC_NEW_ARRAY(work->sessions->arena, uint32_t, count);
    work->held = AC_NEW_ARRAY(work->sessions->arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        work->asked[i] = work->problem->requests[i].needed;
    }
    const ac_book *book = &work->sessions->book;
    for (uint32_t i = 0; i < book->count; i++) {
        if (view->duties[i] != AC_NO_DUTY &&
            ac_booking_state_holds(ac_booking_state_of(&book->bookings[i]))) {
            work->held[work->problem->duties[view->duties[i]].request]++;
        }
    }
}

accord_status ac_sessions_publish(
    ac_sessions *sessions,
    const ac_session_order *order,
    const ac_published *days,
    const char *roster_path,
    ac_buffer *said,
    accord_error *error)
{
    ac_problem problem = {0};
    ac_roster roster = {0};
    ac_book_view view;
    AC_TRY(ac_book_problem(sessions->arena, &sessions->pool, days, &problem, error));
    AC_TRY(ac_roster_read(sessions->arena, &problem, roster_path, &roster, error));
    ac_book_view_make(sessions->arena, &sessions->book, &problem, &view);
    publishing work = {.sessions = sessions, .order = order, .problem = &problem, .said = said};
    uint32_t periods = sessions->book.period_count;
    count_requests(&work, &view);
    ac_book_lower_needs(&sessions->book, &view, &problem);
    AC_TRY(add_period(sessions, order, days, roster_path, error));
    for (uint32_t i = 0; i < roster.count; i++) {
        AC_TRY(publish_one(&work, &roster.placements[i], error));
    }
    if (work.offered == 0 && sessions->book.period_count == periods) {
        ac_buffer_clear(&sessions->added); /* nothing is new: nothing is recorded */
    }
    say_end(&work, days);
    return ac_ok();
}
