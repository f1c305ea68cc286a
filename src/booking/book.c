/* SPDX-License-Identifier: MIT */
/* Events one by one: what each may follow, and what it makes of its booking. */

#include "booking/book.h"

#include "base/assert.h"
#include "booking/swap.h"
#include "value/date.h"

#include <inttypes.h>
#include <string.h>

static const char *const state_words[] = {"none",     "offered",   "accepted", "declined",
                                          "notified", "cancelled", "given"};

static const ac_booking_state state_after[] = {
#define AC_EVENT(identifier, word, of_booking, state) AC_BOOKING_##state,
#include "booking/events.def"
#undef AC_EVENT
};

const char *ac_booking_state_word(ac_booking_state state)
{
    return state_words[state];
}

bool ac_booking_state_holds(ac_booking_state state)
{
    return state == AC_BOOKING_OFFERED || state == AC_BOOKING_ACCEPTED ||
           state == AC_BOOKING_NOTIFIED;
}

const ac_event *ac_booking_event(const ac_book *book, const ac_booking *booking)
{
    uint32_t at =
        booking->step_count == 0 ? booking->last : booking->steps[booking->step_count - 1].event;
    return &book->record->events[at];
}

ac_moment ac_booking_starts(const ac_booking *booking)
{
    return ac_moment_in_london(booking->key.on, booking->start_minute);
}

void ac_booking_key_add(ac_buffer *buffer, const ac_booking_key *key)
{
    static const char *const weekdays[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                           "Friday", "Saturday", "Sunday"};
    ac_buffer_addf(
        buffer, "doctor %.*s, request %.*s on %s ", AC_TEXT_ARG(key->doctor),
        AC_TEXT_ARG(key->request), weekdays[((key->on.day + 3) % 7 + 7) % 7]);
    ac_date_add_words(buffer, key->on);
    ac_buffer_addf(buffer, " %s", ac_part_word(key->part));
}

/* ---- Finding ---- */

static void add_key_text(ac_buffer *buffer, const ac_booking_key *key)
{
    ac_buffer_addf(
        buffer, "%" PRId32 " %" PRIu32 " %zu ", key->on.day, key->part, key->doctor.size);
    ac_buffer_add(buffer, key->doctor);
    ac_buffer_add(buffer, key->request);
}

enum { KEY_BYTES_MORE = 64 };

uint32_t ac_book_find(const ac_book *book, const ac_booking_key *key)
{
    AC_SCOPED_BUFFER(text, key->doctor.size + key->request.size + KEY_BYTES_MORE);
    add_key_text(&text, key);
    return ac_names_find(&book->keys, ac_buffer_text(&text));
}

void ac_booking_name(
    const ac_book *book, const ac_booking *booking, char name[AC_BOOKING_NAME_BYTES])
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hasher hasher;
    AC_SCOPED_BUFFER(text, booking->key.doctor.size + booking->key.request.size + KEY_BYTES_MORE);
    add_key_text(&text, &booking->key);
    ac_hasher_init(&hasher);
    ac_hasher_add(&hasher, (ac_text){(const char *)book->record->first.bytes, AC_HASH_BYTES});
    ac_hasher_add(&hasher, ac_buffer_text(&text));
    ac_hash hash = ac_hasher_end(&hasher);
    ac_hash_hex(&hash, hex);
    memcpy(name, hex, AC_BOOKING_NAME_BYTES - 1);
    name[AC_BOOKING_NAME_BYTES - 1] = '\0';
}

static ac_booking *booking_of(ac_book *book, const ac_event *event)
{
    AC_SCOPED_BUFFER(text, event->key.doctor.size + event->key.request.size + KEY_BYTES_MORE);
    add_key_text(&text, &event->key);
    uint32_t found = ac_names_find(&book->keys, ac_buffer_text(&text));
    if (found == AC_NAME_NONE) {
        AC_RESERVE(book->arena, book->bookings, book->count, book->capacity);
        found = book->count++;
        book->bookings[found] = (ac_booking){.key = event->key};
        (void)ac_names_add(&book->keys, ac_text_copy(book->arena, ac_buffer_text(&text)), found);
    }
    return &book->bookings[found];
}

/* ---- What may follow ---- */

static const char *way_out(ac_event_kind kind, ac_booking_state state)
{
    if (state == AC_BOOKING_NONE) {
        return "offer it first (accord session offer)";
    }
    if (!ac_booking_state_holds(state)) {
        return "offer it again by name (accord session offer)";
    }
    if (kind == AC_EVENT_OFFERED || kind == AC_EVENT_TAKEN) {
        return "the doctor has it already";
    }
    if (kind == AC_EVENT_NOTIFIED || kind == AC_EVENT_GIVEN) {
        return "the doctor accepts it first (accord session accept)";
    }
    return state == AC_BOOKING_NOTIFIED
               ? "it can only be cancelled now (accord session cancel) or swapped"
               : "undo that (accord session undo), or cancel it (accord session cancel)";
}

static bool may_follow(ac_booking_state state, ac_event_kind kind)
{
    switch (kind) {
    case AC_EVENT_OFFERED:
    case AC_EVENT_TAKEN:
        return !ac_booking_state_holds(state);
    case AC_EVENT_ACCEPTED:
    case AC_EVENT_DECLINED:
        return state == AC_BOOKING_OFFERED;
    case AC_EVENT_NOTIFIED:
        return state == AC_BOOKING_ACCEPTED;
    case AC_EVENT_GIVEN:
        return state == AC_BOOKING_ACCEPTED || state == AC_BOOKING_NOTIFIED;
    case AC_EVENT_CANCELLED:
        return ac_booking_state_holds(state);
    case AC_EVENT_UNDONE:
    case AC_EVENT_PUBLISHED:
    case AC_EVENT_PROPOSED:
    case AC_EVENT_AGREED:
    case AC_EVENT_REFUSED:
    case AC_EVENTS:
        break;
    }
    return true;
}

/* What has been done with it, in the words of a state. */
static void add_standing(ac_buffer *buffer, const ac_book *book, const ac_booking *booking)
{
    ac_booking_state state = ac_booking_state_of(booking);
    if (state == AC_BOOKING_NONE) {
        ac_buffer_add_z(buffer, "is not offered");
        return;
    }
    const ac_event *event = ac_booking_event(book, booking);
    ac_buffer_addf(
        buffer, "is already %s%s", state_words[state],
        state == AC_BOOKING_GIVEN ? " to another doctor" : "");
    if (event->cancelled_by != AC_CANCELLED_BY_NOBODY) {
        ac_buffer_addf(buffer, " by the %s", ac_cancelled_by_word(event->cancelled_by));
    }
    ac_buffer_addf(buffer, " (event %" PRIu32 ")", event->number);
}

accord_status ac_book_allows(
    const ac_book *book, const ac_booking *booking, ac_event_kind kind, accord_error *error)
{
    ac_booking_state state = ac_booking_state_of(booking);
    bool undoes = kind == AC_EVENT_UNDONE;
    if (undoes ? booking->step_count > 0 && !ac_booking_is_locked(booking)
               : may_follow(state, kind)) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(who, 400);
    AC_SCOPED_BUFFER(stands, 200);
    ac_booking_key_add(&who, &booking->key);
    add_standing(&stands, book, booking);
    const char *way = !undoes ? way_out(kind, state)
                      : booking->step_count == 0
                          ? "there is nothing to undo"
                          : "what was notified is not undone: cancel it (accord session cancel), "
                            "or offer it again by name";
    return ac_fail(
        error, ACCORD_EINPUT, "%.*s %.*s; %s", AC_TEXT_ARG(ac_buffer_text(&who)),
        AC_TEXT_ARG(ac_buffer_text(&stands)), way);
}

/* ---- Applying ---- */

static void add_step(ac_book *book, ac_booking *booking, uint32_t index, ac_event_kind kind)
{
    bool begins = kind == AC_EVENT_OFFERED || kind == AC_EVENT_TAKEN;
    bool locked = !begins && (ac_booking_is_locked(booking) || kind == AC_EVENT_NOTIFIED);
    AC_RESERVE(book->arena, booking->steps, booking->step_count, booking->step_capacity);
    booking->steps[booking->step_count++] = (ac_booking_step){index, state_after[kind], locked};
}

static accord_status apply_to_booking(ac_book *book, uint32_t index, accord_error *error)
{
    const ac_event *event = &book->record->events[index];
    ac_booking *booking = booking_of(book, event);
    AC_TRY(ac_book_allows(book, booking, event->kind, error));
    if (event->kind == AC_EVENT_UNDONE) {
        const ac_booking_step *last = &booking->steps[booking->step_count - 1];
        ac_swap_begin_undo(book, &book->record->events[last->event]);
        if (book->record->events[last->event].number != event->of) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "event %" PRIu32 " is not the last of its booking: %" PRIu32 " is", event->of,
                book->record->events[last->event].number);
        }
        booking->step_count--;
    } else {
        add_step(book, booking, index, event->kind);
        booking->site = event->site;
        booking->start_minute = (uint32_t)event->start_minute;
        booking->minutes = (uint32_t)event->minutes;
    }
    booking->last = index;
    booking->changes++;
    book->owed_moves -= book->owed_moves > 0 ? 1 : 0;
    return ac_ok();
}

static void add_period(ac_book *book, accord_date from, accord_date until)
{
    for (uint32_t i = 0; i < book->period_count; i++) {
        if (book->periods[i].from.day == from.day && book->periods[i].until.day == until.day) {
            return;
        }
    }
    AC_RESERVE(book->arena, book->periods, book->period_count, book->period_capacity);
    book->periods[book->period_count++] = (ac_published){from, until};
}

accord_status ac_book_apply(ac_book *book, uint32_t index, accord_error *error)
{
    ac_assert(index < book->record->count);
    const ac_event *event = &book->record->events[index];
    AC_TRY(ac_swap_check_order(book, event, error));
    if (ac_event_is_of_booking(event->kind)) {
        return apply_to_booking(book, index, error);
    }
    if (event->kind == AC_EVENT_PUBLISHED) {
        if (event->until.day < event->key.on.day) {
            return ac_fail(error, ACCORD_EINPUT, "the period ends before it begins");
        }
        add_period(book, event->key.on, (accord_date){event->until.day + 1});
        return ac_ok();
    }
    return ac_swap_apply(book, index, error);
}

accord_status
ac_book_read(ac_arena *arena, const ac_record *record, ac_book *book, accord_error *error)
{
    ac_book made = {.arena = arena, .record = record};
    ac_names_init(&made.keys, arena);
    for (uint32_t i = 0; i < record->count; i++) {
        accord_status status = ac_book_apply(&made, i, error);
        if (status.code != ACCORD_OK) {
            ac_error_place(error, AC_RECORD_FILE, (uint64_t)i + 2, 0);
            return status;
        }
    }
    if (made.owed_moves > 0) {
        accord_status status = ac_fail(error, ACCORD_EINPUT, "the record ends within a swap");
        ac_error_place(error, AC_RECORD_FILE, (uint64_t)record->count + 1, 0);
        return status;
    }
    *book = made;
    return ac_ok();
}
