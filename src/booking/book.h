/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_BOOK_H
#define AC_BOOKING_BOOK_H
/* What the events of a record come to: each booking's state, and the periods that were published.
 *
 *     offered -> accepted -> notified -> cancelled     offered -> declined
 *
 * A booking that is offered or accepted may be cancelled too; one that was declined, cancelled or
 * given away may be offered again. The last event of a booking is undone as long as the doctor and
 * the practice were not notified. */

#include "base/names.h"
#include "booking/record.h"

typedef enum ac_booking_state {
    AC_BOOKING_NONE, /* every event of it was undone */
    AC_BOOKING_OFFERED,
    AC_BOOKING_ACCEPTED,
    AC_BOOKING_DECLINED,
    AC_BOOKING_NOTIFIED,
    AC_BOOKING_CANCELLED,
    AC_BOOKING_GIVEN,
    AC_BOOKING_STATES
} ac_booking_state;

/* How a booking stands after one of its events. */
typedef struct ac_booking_step {
    uint32_t event; /* index into the record's events */
    ac_booking_state state;
    bool locked; /* was notified since it was offered: nothing of it is undone */
} ac_booking_step;

typedef struct ac_booking {
    ac_booking_key key;
    ac_text site;
    uint32_t start_minute;
    uint32_t minutes;
    ac_booking_step *steps; /* [step_count], those that were not undone */
    uint32_t step_count;
    size_t step_capacity;
    uint32_t last;    /* its last event, an undoing too */
    uint32_t changes; /* events of it, undoings too */
} ac_booking;

/* Days for which a roster was published: contracts are counted over them. */
typedef struct ac_published {
    accord_date from;
    accord_date until; /* the day after the last */
} ac_published;

typedef enum ac_swap_state {
    AC_SWAP_OPEN,
    AC_SWAP_DONE,
    AC_SWAP_REFUSED,
    AC_SWAP_UNDONE
} ac_swap_state;

/* Two doctors who exchange two sessions, or one who gives a session to another (swap.h). */
typedef struct ac_swap {
    uint32_t
        legs[2]; /* events, index: who gives which session to whom; the second of a gift: none */
    uint32_t leg_count; /* 2, or 1 of a gift */
    bool agreed[2];     /* the doctor who gives the first session, and the one who takes it */
    ac_swap_state state;
} ac_swap;

typedef struct ac_book {
    ac_arena *arena;
    const ac_record *record;
    ac_names keys;        /* of bookings, to their index */
    ac_booking *bookings; /* [count], by their first event */
    uint32_t count;
    size_t capacity;
    ac_published *periods; /* [period_count], each once */
    uint32_t period_count;
    size_t period_capacity;
    ac_swap *swaps; /* [swap_count], by their first event */
    uint32_t swap_count;
    size_t swap_capacity;
    uint32_t owed_swap;  /* whose moves come next, and nothing else does, */
    uint32_t owed_moves; /* as long as there are any */
    bool owed_undoing;
} ac_book;

const char *ac_booking_state_word(ac_booking_state state); /* "offered" */

static inline ac_booking_state ac_booking_state_of(const ac_booking *booking)
{
    return booking->step_count == 0 ? AC_BOOKING_NONE
                                    : booking->steps[booking->step_count - 1].state;
}

static inline bool ac_booking_is_locked(const ac_booking *booking)
{
    return booking->step_count > 0 && booking->steps[booking->step_count - 1].locked;
}

/* Whether the doctor has the session, offered or for certain. */
bool ac_booking_state_holds(ac_booking_state state);

/* The event by which it came to its state: the last that was not undone. */
const ac_event *ac_booking_event(const ac_book *book, const ac_booking *booking);

/* When the session begins. */
ac_moment ac_booking_starts(const ac_booking *booking);

/* Reads the events of a record, in their order, each as ac_book_apply. */
accord_status
ac_book_read(ac_arena *arena, const ac_record *record, ac_book *book, accord_error *error);

/* Takes the next event, which the record holds at `index`.
 *
 * errors  ACCORD_EINPUT  the booking's state does not allow it; says how the booking stands, and
 *                        what can be done
 */
accord_status ac_book_apply(ac_book *book, uint32_t index, accord_error *error);

/* Whether an event of this kind may follow now. As ac_book_apply. */
accord_status ac_book_allows(
    const ac_book *book, const ac_booking *booking, ac_event_kind kind, accord_error *error);

/* A name of a booking that is the same for ever and nobody else's, for calendars: 32 hex digits. */
#define AC_BOOKING_NAME_BYTES 33u
void ac_booking_name(
    const ac_book *book, const ac_booking *booking, char name[AC_BOOKING_NAME_BYTES]);

/* The index of a booking, or UINT32_MAX. */
uint32_t ac_book_find(const ac_book *book, const ac_booking_key *key);

/* Whether an event moves a session in a swap. */
static inline bool ac_event_is_move(ac_event_kind kind)
{
    return kind == AC_EVENT_GIVEN || kind == AC_EVENT_TAKEN;
}

/* "doctor AVERY, request HARBOUR-AM/2015-01-12 on Monday 12 January 2015 morning" */
void ac_booking_key_add(ac_buffer *buffer, const ac_booking_key *key);

#endif
