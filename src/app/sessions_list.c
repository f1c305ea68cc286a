/* SPDX-License-Identifier: MIT */
/* Lists bookings, and judges again what is to come by the pool as it is now. */

#include "app/sessions_list.h"

#include "app/sessions_swap.h"
#include "base/limits.h"
#include "booking/expiry.h"
#include "booking/ladder.h"
#include "pool/request.h"
#include "roster/check.h"
#include "value/date.h"

#include <inttypes.h>
#include <stdlib.h>

/* ---- Whether it still may ---- */

static bool is_to_come(const ac_sessions *sessions, const ac_booking *booking)
{
    return ac_booking_state_holds(ac_booking_state_of(booking)) &&
           ac_booking_starts(booking) > sessions->now;
}

static void add_other(
    const ac_sessions *sessions,
    ac_book_standing *standing,
    const ac_problem *p,
    const ac_broken *fault)
{
    AC_SCOPED_BUFFER(words, 4096);
    ac_broken_add(&words, p, fault);
    for (uint32_t i = 0; i < standing->other_count; i++) {
        if (ac_text_equal(standing->others[i], ac_buffer_text(&words))) {
            return; /* of two periods that overlap */
        }
    }
    AC_RESERVE(sessions->arena, standing->others, standing->other_count, standing->other_capacity);
    standing->others[standing->other_count++] =
        ac_text_copy(sessions->arena, ac_buffer_text(&words));
}

static void judge_period(
    const ac_sessions *sessions,
    const ac_problem *p,
    const ac_published *days,
    ac_book_standing *standing)
{
    AC_SCOPED_ARENA(scratch);
    const ac_book *book = &sessions->book;
    ac_book_view view;
    ac_verdict verdict;
    uint32_t count = 0;
    ac_placement *list = AC_NEW_ARRAY(&scratch, ac_placement, book->count);
    ac_book_view_make(&scratch, book, p, &view);
    for (uint32_t i = 0; i < book->count; i++) {
        const ac_booking *booking = &book->bookings[i];
        int32_t day = booking->key.on.day;
        if (day < days->from.day || day >= days->until.day ||
            !ac_booking_state_holds(ac_booking_state_of(booking))) {
            continue;
        }
        bool known = view.duties[i] != AC_NO_DUTY && view.doctors[i] != AC_NO_DOCTOR;
        if (known) {
            list[count++] = (ac_placement){view.doctors[i], view.duties[i]};
        }
        if (is_to_come(sessions, booking)) {
            standing->gone[i] = !known;
            standing->rules[i] =
                known ? ac_refusal_of(p, view.doctors[i], view.duties[i]) : AC_RULE_NONE;
        }
    }
    ac_roster_check(&scratch, p, list, count, &verdict);
    for (uint32_t i = 0; i < verdict.broken_count; i++) {
        const ac_broken *fault = &verdict.broken[i];
        bool own = fault->doctor != AC_NO_DOCTOR && fault->duty != AC_NO_DUTY &&
                   ac_refusal_of(p, fault->doctor, fault->duty) == fault->rule;
        bool later =
            fault->duty == AC_NO_DUTY || p->first.day + (int32_t)p->duties[fault->duty].day >=
                                             ac_moment_london_day(sessions->now).day;
        if (!own && later) {
            add_other(sessions, standing, p, fault);
        }
    }
}

accord_status
ac_sessions_standing(ac_sessions *sessions, ac_book_standing *standing, accord_error *error)
{
    ac_book_standing made = {
        .rules = AC_NEW_ARRAY(sessions->arena, ac_rule, sessions->book.count),
        .gone = AC_NEW_ARRAY(sessions->arena, bool, sessions->book.count)};
    int32_t today = ac_moment_london_day(sessions->now).day;
    for (uint32_t i = 0; i < sessions->book.period_count; i++) {
        ac_problem problem = {0};
        if (sessions->book.periods[i].until.day <= today) {
            continue; /* all of it is past */
        }
        AC_TRY(ac_book_problem(
            sessions->arena, &sessions->pool, &sessions->book.periods[i], &problem, error));
        judge_period(sessions, &problem, &sessions->book.periods[i], &made);
    }
    for (uint32_t i = 0; i < sessions->book.count; i++) {
        made.fallen += made.rules[i] != AC_RULE_NONE || made.gone[i] ? 1 : 0;
    }
    *standing = made;
    return ac_ok();
}

/* ---- One booking ---- */

static const char *stands_word(const ac_book_standing *standing, uint32_t index)
{
    return standing->gone[index] ? "gone" : ac_rule_code(standing->rules[index]);
}

static const char *stands_sentence(const ac_book_standing *standing, uint32_t index)
{
    return standing->gone[index] ? "the session is not asked for any more, or doctors.csv "
                                   "has not its doctor"
                                 : ac_rule_sentence(standing->rules[index]);
}

/* Hours to the start of what is booked; the notice that was given of what was cancelled. */
static int32_t notice_of(const ac_sessions *sessions, const ac_booking *booking)
{
    if (is_to_come(sessions, booking)) {
        return ac_notice_hours(booking, sessions->now);
    }
    return ac_booking_event(&sessions->book, booking)->notice_hours;
}

static void add_number(ac_buffer *buffer, int32_t number, const char *otherwise)
{
    if (number == AC_NOTHING_SAID) {
        ac_buffer_add_z(buffer, otherwise);
    } else {
        ac_buffer_addf(buffer, "%" PRId32, number);
    }
}

static const ac_event *event_of(const ac_sessions *sessions, const ac_booking *booking)
{
    return ac_booking_event(&sessions->book, booking);
}

/* What is to be done in it, where its request says. */
static void add_workload(ac_buffer *b, const ac_sessions *sessions, const ac_booking *booking)
{
    ac_pool_add_workload(b, ac_pool_request_row(&sessions->pool, booking->key.request));
}

static void
add_csv(ac_buffer *b, const ac_sessions *sessions, const ac_book_standing *standing, uint32_t index)
{
    const ac_booking *booking = &sessions->book.bookings[index];
    const ac_event *event = event_of(sessions, booking);
    const ac_text texts[] = {booking->key.doctor, booking->key.request, booking->site};
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        ac_buffer_add_csv(b, texts[i]);
        ac_buffer_add_char(b, ',');
    }
    ac_date_add_iso(b, booking->key.on);
    ac_buffer_addf(
        b, ",%s,%02u:%02u,%u,%s,%" PRIu32 ",", ac_part_word(booking->key.part),
        booking->start_minute / 60, booking->start_minute % 60, booking->minutes,
        ac_booking_state_word(ac_booking_state_of(booking)), event->number);
    ac_moment_add(b, event->when);
    ac_buffer_add_char(b, ',');
    ac_buffer_add_csv(b, event->by);
    ac_buffer_addf(b, ",%s,", ac_cancelled_by_word(event->cancelled_by));
    add_number(b, event->share_percent, "");
    ac_buffer_add_char(b, ',');
    add_number(b, notice_of(sessions, booking), "");
    ac_expiry expiry =
        is_to_come(sessions, booking) ? ac_first_expiry(&sessions->pool, booking) : (ac_expiry){0};
    ac_buffer_addf(
        b, ",%s,%s,", stands_word(standing, index), expiry.found ? ac_gate_word(expiry.gate) : "");
    if (expiry.ever) {
        ac_date_add_iso(b, expiry.last);
    }
    AC_SCOPED_BUFFER(workload, AC_ROW_BYTES_MAX);
    add_workload(&workload, sessions, booking);
    ac_buffer_add_char(b, ',');
    ac_buffer_add_csv(b, ac_buffer_text(&workload));
    ac_buffer_add_char(b, '\n');
}

static void add_json_text(ac_buffer *b, const char *name, ac_text text)
{
    ac_buffer_addf(b, "\"%s\": ", name);
    ac_buffer_add_json(b, text);
    ac_buffer_add_z(b, ", ");
}

static void add_json_expiry(ac_buffer *b, const ac_expiry *expiry)
{
    ac_buffer_add_z(b, "\"expires\": ");
    if (!expiry->found) {
        ac_buffer_add_z(b, "null, ");
        return;
    }
    ac_buffer_addf(b, "{\"check\": \"%s\", \"last\": ", ac_gate_word(expiry->gate));
    if (expiry->ever) {
        ac_buffer_add_char(b, '"');
        ac_date_add_iso(b, expiry->last);
        ac_buffer_add_z(b, "\"}, ");
    } else {
        ac_buffer_add_z(b, "null}, ");
    }
}

static void add_json(
    ac_buffer *b, const ac_sessions *sessions, const ac_book_standing *standing, uint32_t index)
{
    const ac_booking *booking = &sessions->book.bookings[index];
    const ac_event *event = event_of(sessions, booking);
    ac_expiry expiry =
        is_to_come(sessions, booking) ? ac_first_expiry(&sessions->pool, booking) : (ac_expiry){0};
    ac_buffer_add_z(b, "    {");
    add_json_text(b, "doctor", booking->key.doctor);
    add_json_text(b, "request", booking->key.request);
    add_json_text(b, "site", booking->site);
    ac_buffer_add_z(b, "\"date\": \"");
    ac_date_add_iso(b, booking->key.on);
    ac_buffer_addf(
        b,
        "\", \"part\": \"%s\", \"starts\": \"%02u:%02u\", \"minutes\": %u, \"state\": \"%s\", "
        "\"event\": %" PRIu32 ", \"since\": \"",
        ac_part_word(booking->key.part), booking->start_minute / 60, booking->start_minute % 60,
        booking->minutes, ac_booking_state_word(ac_booking_state_of(booking)), event->number);
    ac_moment_add(b, event->when);
    ac_buffer_add_z(b, "\", ");
    add_json_text(b, "by", event->by);
    add_json_text(b, "reason", event->reason);
    add_json_text(b, "cancelled_by", ac_text_of(ac_cancelled_by_word(event->cancelled_by)));
    ac_buffer_add_z(b, "\"share_percent\": ");
    add_number(b, event->share_percent, "null");
    ac_buffer_add_z(b, ", \"notice_hours\": ");
    add_number(b, notice_of(sessions, booking), "null");
    ac_buffer_add_z(b, ", ");
    add_json_expiry(b, &expiry);
    AC_SCOPED_BUFFER(workload, AC_ROW_BYTES_MAX);
    add_workload(&workload, sessions, booking);
    add_json_text(b, "workload", ac_buffer_text(&workload));
    add_json_text(b, "stands", ac_text_of(stands_word(standing, index)));
    ac_buffer_addf(b, "\"changes\": %" PRIu32 "}", booking->changes);
}

static void
add_row(ac_buffer *b, const ac_sessions *sessions, const ac_book_standing *standing, uint32_t index)
{
    const ac_booking *booking = &sessions->book.bookings[index];
    const ac_event *event = event_of(sessions, booking);
    ac_date_add_iso(b, booking->key.on);
    ac_buffer_addf(
        b, " %-9s %02u:%02u  %-8.*s %-10.*s %-26.*s %-9s ", ac_part_word(booking->key.part),
        booking->start_minute / 60, booking->start_minute % 60, AC_TEXT_ARG(booking->site),
        AC_TEXT_ARG(booking->key.doctor), AC_TEXT_ARG(booking->key.request),
        ac_booking_state_word(ac_booking_state_of(booking)));
    if (event->cancelled_by != AC_CANCELLED_BY_NOBODY) {
        ac_buffer_addf(
            b, "by the %s, %" PRId32 " hours before", ac_cancelled_by_word(event->cancelled_by),
            event->notice_hours);
        if (event->share_percent != AC_NOTHING_SAID) {
            ac_buffer_addf(b, ", %" PRId32 "%% charged", event->share_percent);
        }
    } else if (is_to_come(sessions, booking)) {
        ac_expiry expiry = ac_first_expiry(&sessions->pool, booking);
        ac_buffer_addf(b, "in %" PRId32 " hours", ac_notice_hours(booking, sessions->now));
        if (expiry.found && expiry.ever) {
            ac_buffer_addf(
                b, "; %s %s ", ac_gate_word(expiry.gate), expiry.held ? "ends" : "ended");
            ac_date_add_iso(b, expiry.last);
        }
        if (stands_word(standing, index)[0] != '\0') {
            ac_buffer_addf(
                b, "; %s%s", standing->gone[index] ? "" : "the doctor ",
                stands_sentence(standing, index));
        }
        AC_SCOPED_BUFFER(workload, AC_ROW_BYTES_MAX);
        add_workload(&workload, sessions, booking);
        ac_buffer_add_z(b, workload.size_bytes > 0 ? "; " : "");
        ac_buffer_add(b, ac_buffer_text(&workload));
    }
    ac_buffer_add_char(b, '\n');
}

/* ---- The list ---- */

static int compare_bookings(const ac_booking *a, const ac_booking *b)
{
    if (a->key.on.day != b->key.on.day) {
        return a->key.on.day < b->key.on.day ? -1 : 1;
    }
    if (a->key.part != b->key.part) {
        return a->key.part < b->key.part ? -1 : 1;
    }
    int site = ac_text_compare(a->site, b->site);
    int request = ac_text_compare(a->key.request, b->key.request);
    return site != 0      ? site
           : request != 0 ? request
                          : ac_text_compare(a->key.doctor, b->key.doctor);
}

typedef struct listed {
    const ac_booking *booking;
} listed;

static int by_time(const void *left, const void *right)
{
    return compare_bookings(((const listed *)left)->booking, ((const listed *)right)->booking);
}

static bool is_shown(const ac_sessions_shown *shown, const ac_booking *booking)
{
    ac_booking_state state = ac_booking_state_of(booking);
    return state != AC_BOOKING_NONE && ac_session_is_meant(&shown->filter, booking) &&
           (!shown->stated || state == shown->state) &&
           (!shown->booked || ac_booking_state_holds(state));
}

void ac_sessions_list(
    ac_buffer *buffer,
    const ac_sessions *sessions,
    const ac_book_standing *standing,
    const ac_sessions_shown *shown)
{
    AC_SCOPED_ARENA(scratch);
    const ac_book *book = &sessions->book;
    listed *list = AC_NEW_ARRAY(&scratch, listed, book->count);
    uint32_t count = 0;
    for (uint32_t i = 0; i < book->count; i++) {
        if (is_shown(shown, &book->bookings[i])) {
            list[count++].booking = &book->bookings[i];
        }
    }
    qsort(list, count, sizeof *list, by_time);
    if (shown->format == AC_ROSTER_CSV) {
        ac_buffer_add_z(
            buffer, "doctor,request,site,date,part,starts,minutes,state,event,since,by,cancelled "
                    "by,share percent,notice hours,stands,expires,last day,workload\n");
    } else if (shown->format == AC_ROSTER_JSON) {
        ac_buffer_add_z(buffer, "{\n  \"sessions\": [");
    }
    for (uint32_t i = 0; i < count; i++) {
        uint32_t index = (uint32_t)(list[i].booking - book->bookings);
        if (shown->format == AC_ROSTER_CSV) {
            add_csv(buffer, sessions, standing, index);
        } else if (shown->format == AC_ROSTER_JSON) {
            ac_buffer_add_z(buffer, i == 0 ? "\n" : ",\n");
            add_json(buffer, sessions, standing, index);
        } else {
            add_row(buffer, sessions, standing, index);
        }
    }
    if (shown->format == AC_ROSTER_JSON) {
        ac_buffer_addf(buffer, "%s],\n  \"broken\": [", count > 0 ? "\n  " : "");
        for (uint32_t i = 0; i < standing->other_count; i++) {
            ac_buffer_add_z(buffer, i == 0 ? "" : ", ");
            ac_buffer_add_json(buffer, standing->others[i]);
        }
        ac_buffer_add_z(buffer, "],\n  \"swaps\": [");
        ac_sessions_list_swaps(buffer, sessions, true);
        ac_buffer_add_z(buffer, "]\n}\n");
    } else if (shown->format == AC_ROSTER_TABLE) {
        for (uint32_t i = 0; i < standing->other_count; i++) {
            ac_buffer_addf(buffer, "broken: %.*s\n", AC_TEXT_ARG(standing->others[i]));
        }
        ac_sessions_list_swaps(buffer, sessions, false);
        ac_buffer_addf(buffer, "%" PRIu32 " sessions\n", count);
    }
}

void ac_sessions_add_fallen(
    ac_buffer *buffer, const ac_sessions *sessions, const ac_book_standing *standing)
{
    for (uint32_t i = 0; i < sessions->book.count; i++) {
        if (stands_word(standing, i)[0] != '\0') {
            ac_booking_key_add(buffer, &sessions->book.bookings[i].key);
            ac_buffer_addf(
                buffer, ": %s; cancel it, and offer it to another\n", stands_sentence(standing, i));
        }
    }
    for (uint32_t i = 0; i < standing->other_count; i++) {
        ac_buffer_addf(buffer, "%.*s\n", AC_TEXT_ARG(standing->others[i]));
    }
}
