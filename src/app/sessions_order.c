/* SPDX-License-Identifier: MIT */
/* Orders over bookings that are there (accept, decline, notify, cancel, undo), and the offer of one
 * session by name. */

#include "app/sessions.h"
#include "app/sessions_swap.h"
#include "base/limits.h"
#include "booking/ladder.h"
#include "value/date.h"

#include <inttypes.h>

/* ---- Which bookings are meant ---- */

/* HARBOUR-AM means HARBOUR-AM/2015-01-12 too. */
static bool is_request(ac_text said, ac_text request)
{
    return ac_text_starts(request, said) &&
           (request.size == said.size || request.at[said.size] == '/');
}

bool ac_session_is_meant(const ac_session_filter *filter, const ac_booking *booking)
{
    const ac_booking_key *key = &booking->key;
    return (filter->doctor.size == 0 || ac_text_equal(filter->doctor, key->doctor)) &&
           (filter->request.size == 0 || is_request(filter->request, key->request)) &&
           (filter->site.size == 0 || ac_text_equal(filter->site, booking->site)) &&
           (!filter->dated || filter->on.day == key->on.day) &&
           (!filter->parted || filter->part == key->part);
}

static void add_filter(ac_buffer *buffer, const ac_session_filter *filter)
{
    if (filter->doctor.size > 0) {
        ac_buffer_addf(buffer, " of doctor %.*s", AC_TEXT_ARG(filter->doctor));
    }
    if (filter->request.size > 0) {
        ac_buffer_addf(buffer, " of request %.*s", AC_TEXT_ARG(filter->request));
    }
    if (filter->site.size > 0) {
        ac_buffer_addf(buffer, " at site %.*s", AC_TEXT_ARG(filter->site));
    }
    if (filter->dated) {
        ac_buffer_add_z(buffer, " on ");
        ac_date_add_iso(buffer, filter->on);
    }
    if (filter->parted) {
        ac_buffer_addf(buffer, " %s", ac_part_word(filter->part));
    }
}

/* The code of a request without the date after it, if requests.csv has it so. */
static bool knows_request(const ac_pool *pool, ac_text request)
{
    size_t end = request.size;
    while (end > 0 && request.at[end - 1] != '/') {
        end--;
    }
    return ac_pool_find(pool, AC_POOL_REQUESTS, request) != AC_POOL_NO_ROW ||
           (end > 0 && ac_pool_find(pool, AC_POOL_REQUESTS, ac_text_slice(request, 0, end - 1)) !=
                           AC_POOL_NO_ROW);
}

accord_status ac_sessions_check_known(
    const ac_sessions *sessions, const ac_session_filter *filter, accord_error *error)
{
    static const struct {
        ac_pool_table table;
        const char *what;
    } kinds[] = {
        {AC_POOL_DOCTORS, "doctor"},
        {AC_POOL_SITES,   "site"  }
    };
    const ac_text said[] = {filter->doctor, filter->site};
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        if (said[i].size > 0 &&
            ac_pool_find(&sessions->pool, kinds[i].table, said[i]) == AC_POOL_NO_ROW) {
            return ac_fail(
                error, ACCORD_EINPUT, "%s \"%.*s\" is not in %s; mend the code", kinds[i].what,
                AC_TEXT_ARG(said[i]), ac_pool_file(kinds[i].table));
        }
    }
    if (filter->request.size > 0 && !knows_request(&sessions->pool, filter->request)) {
        return ac_fail(
            error, ACCORD_EINPUT, "request \"%.*s\" is not in %s; mend the code",
            AC_TEXT_ARG(filter->request), ac_pool_file(AC_POOL_REQUESTS));
    }
    return ac_ok();
}

static accord_status fail_nothing_meant(
    const ac_sessions *sessions, const ac_session_filter *filter, accord_error *error)
{
    AC_SCOPED_BUFFER(meant, 1000);
    add_filter(&meant, filter);
    AC_TRY(ac_sessions_check_known(sessions, filter, error));
    return ac_fail(
        error, ACCORD_EINPUT,
        "no session%.*s was offered; accord session list shows the record, accord session offer "
        "adds to it",
        AC_TEXT_ARG(ac_buffer_text(&meant)));
}

/* Whether the order may be given for a booking; why not, in `error`. */
static accord_status check_one(
    const ac_sessions *sessions,
    const ac_session_order *order,
    const ac_booking *booking,
    accord_error *error)
{
    AC_TRY(ac_book_allows(&sessions->book, booking, order->kind, error));
    return ac_sessions_check_begun(sessions, booking, error);
}

accord_status ac_sessions_choose(
    const ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t **chosen,
    uint32_t *count,
    accord_error *error)
{
    const ac_book *book = &sessions->book;
    accord_error first = {0};
    uint32_t meant = 0;
    *chosen = AC_NEW_ARRAY(sessions->arena, uint32_t, book->count);
    *count = 0;
    for (uint32_t i = 0; i < book->count; i++) {
        if (!ac_session_is_meant(&order->filter, &book->bookings[i])) {
            continue;
        }
        accord_error why = {0};
        meant++;
        if (check_one(sessions, order, &book->bookings[i], &why).code == ACCORD_OK) {
            (*chosen)[(*count)++] = i;
        } else if (first.message[0] == '\0') {
            first = why;
        }
    }
    if (meant == 0) {
        return fail_nothing_meant(sessions, &order->filter, error);
    }
    if (*count == 0) {
        return meant == 1 ? ac_fail(error, ACCORD_EINPUT, "%s", first.message)
                          : ac_fail(
                                error, ACCORD_EINPUT, "none of %" PRIu32 " sessions; the first: %s",
                                meant, first.message);
    }
    if (*count > 1 && !order->all) {
        AC_SCOPED_BUFFER(who, 400);
        ac_booking_key_add(&who, &book->bookings[(*chosen)[0]].key);
        return ac_fail(
            error, ACCORD_EINPUT,
            "%" PRIu32 " sessions are meant, the first: %.*s. Name one by --doctor, --request, "
            "--date and --part, or say --all",
            *count, AC_TEXT_ARG(ac_buffer_text(&who)));
    }
    return ac_ok();
}

/* ---- Orders ---- */

static void say(ac_buffer *said, const ac_book *book, const ac_event *event)
{
    ac_buffer_addf(said, "%s: ", ac_event_word(event->kind));
    ac_booking_key_add(said, &event->key);
    if (event->kind == AC_EVENT_UNDONE) {
        const ac_booking *booking = &book->bookings[ac_book_find(book, &event->key)];
        ac_booking_state state = ac_booking_state_of(booking);
        ac_buffer_addf(
            said, ", and it is %s again",
            state == AC_BOOKING_NONE ? "not offered" : ac_booking_state_word(state));
    }
    if (event->kind == AC_EVENT_CANCELLED) {
        ac_buffer_addf(
            said, ", by the %s, %" PRId32 " hours before it begins: ",
            ac_cancelled_by_word(event->cancelled_by), event->notice_hours);
        if (event->share_percent == AC_NOTHING_SAID) {
            ac_buffer_addf(
                said, "no ladder in %s is in force on that day, so no share is stated",
                ac_pool_file(AC_POOL_LADDER));
        } else {
            ac_buffer_addf(said, "%" PRId32 "%% of the session is charged", event->share_percent);
        }
    }
    ac_buffer_add_char(said, '\n');
}

static accord_status order_one(
    ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t index,
    ac_buffer *said,
    accord_error *error)
{
    const ac_booking *booking = &sessions->book.bookings[index];
    ac_event event = ac_sessions_event(sessions, order, booking);
    if (order->kind == AC_EVENT_CANCELLED) {
        event.cancelled_by = order->whom;
        event.notice_hours = ac_notice_hours(booking, sessions->now);
        event.share_percent = ac_ladder_share(&sessions->pool, booking, order->whom, sessions->now);
    }
    if (order->kind == AC_EVENT_UNDONE) {
        const ac_event *last = ac_booking_event(&sessions->book, booking);
        if (ac_event_is_move(last->kind)) {
            return ac_sessions_undo_swap(sessions, order, last->of, said, error);
        }
        event.of = last->number;
    }
    AC_TRY(ac_sessions_add(sessions, &event, error));
    say(said, &sessions->book, &event);
    return ac_ok();
}

/* The session of a request in a published period, as a booking of the doctor's. */
static accord_status find_asked(
    const ac_sessions *sessions,
    const ac_session_filter *filter,
    ac_booking *found,
    accord_error *error)
{
    uint32_t count = 0;
    for (uint32_t i = 0; i < sessions->book.period_count && count == 0; i++) {
        ac_problem p = {0};
        AC_TRY(ac_book_problem(
            sessions->arena, &sessions->pool, &sessions->book.periods[i], &p, error));
        for (uint32_t d = 0; d < p.duty_count; d++) {
            const ac_duty *duty = &p.duties[d];
            ac_booking booking = {
                .key =
                    {filter->doctor,
                          p.requests[duty->request].code,
                          {p.first.day + (int32_t)duty->day},
                          duty->part},
                .site = p.sites[duty->site].code,
                .start_minute = p.kinds[duty->kind].start_minute,
                .minutes = duty->minutes
            };
            if (ac_session_is_meant(filter, &booking)) {
                *found = booking;
                count++;
            }
        }
    }
    if (count == 1) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(meant, 1000);
    add_filter(&meant, filter);
    AC_TRY(ac_sessions_check_known(sessions, filter, error));
    return count == 0 ? ac_fail(
                            error, ACCORD_EINPUT,
                            "there is no session%.*s in a period that was published; look at "
                            "requests.csv, or publish a roster of its days",
                            AC_TEXT_ARG(ac_buffer_text(&meant)))
                      : ac_fail(
                            error, ACCORD_EINPUT,
                            "%" PRIu32 " sessions%.*s may be meant: name one by --request, "
                            "--date and --part",
                            count, AC_TEXT_ARG(ac_buffer_text(&meant)));
}

static accord_status offer_one(
    ac_sessions *sessions, const ac_session_order *order, ac_buffer *said, accord_error *error)
{
    ac_booking asked = {0};
    if (order->filter.doctor.size == 0 || order->filter.request.size == 0) {
        return ac_fail(error, ACCORD_EINPUT, "an offer names a --doctor and a --request");
    }
    AC_TRY(find_asked(sessions, &order->filter, &asked, error));
    uint32_t known = ac_book_find(&sessions->book, &asked.key);
    if (known != AC_POOL_NO_ROW) {
        AC_TRY(ac_book_allows(
            &sessions->book, &sessions->book.bookings[known], AC_EVENT_OFFERED, error));
    }
    AC_TRY(ac_sessions_check_begun(sessions, &asked, error));
    ac_event event = ac_sessions_event(sessions, order, &asked);
    AC_TRY(ac_sessions_add(sessions, &event, error));
    say(said, &sessions->book, &event);
    return ac_ok();
}

accord_status ac_sessions_order(
    ac_sessions *sessions, const ac_session_order *order, ac_buffer *said, accord_error *error)
{
    uint32_t *chosen = NULL;
    uint32_t count = 0;
    if (order->kind == AC_EVENT_OFFERED) {
        return offer_one(sessions, order, said, error);
    }
    AC_TRY(ac_sessions_choose(sessions, order, &chosen, &count, error));
    for (uint32_t i = 0; i < count; i++) {
        if (sessions->book.bookings[chosen[i]].last < sessions->was_count) {
            AC_TRY(order_one(sessions, order, chosen[i], said, error));
        } /* else it went with a swap that was undone for another */
    }
    return ac_ok();
}
