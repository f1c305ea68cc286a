/* SPDX-License-Identifier: MIT */
/* Orders over swaps. */

#include "app/sessions_swap.h"

#include "base/assert.h"
#include "booking/swap.h"

#include <inttypes.h>

/* An event of no booking: an answer. */
static ac_event answer_of(
    const ac_sessions *sessions, const ac_session_order *order, ac_event_kind kind, uint32_t number)
{
    ac_booking none = {.key.doctor = order->filter.doctor};
    ac_event event = ac_sessions_event(sessions, order, &none);
    event.kind = kind;
    event.start_minute = AC_NOTHING_SAID;
    event.minutes = AC_NOTHING_SAID;
    event.of = number;
    return event;
}

/* ---- Proposing ---- */

static accord_status find_one(
    const ac_sessions *sessions,
    const ac_session_order *order,
    const ac_session_filter *filter,
    uint32_t *found,
    accord_error *error)
{
    ac_session_order one = *order;
    uint32_t *chosen = NULL;
    uint32_t count = 0;
    one.kind = AC_EVENT_GIVEN;
    one.filter = *filter;
    one.all = false;
    AC_TRY(ac_sessions_choose(sessions, &one, &chosen, &count, error));
    *found = chosen[0];
    return ac_ok();
}

static accord_status add_leg(
    ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t booking,
    ac_text to,
    uint32_t *number,
    accord_error *error)
{
    ac_event event = ac_sessions_event(sessions, order, &sessions->book.bookings[booking]);
    event.kind = AC_EVENT_PROPOSED;
    event.to = to;
    event.of = *number;
    AC_TRY(ac_sessions_add(sessions, &event, error));
    *number = *number == 0 ? event.number : *number;
    return ac_ok();
}

/* Adds the events of a proposal, and tells its number. */
static accord_status propose(
    ac_sessions *sessions,
    const ac_session_order *order,
    const ac_session_filter *in_return,
    uint32_t *number,
    accord_error *error)
{
    uint32_t first = 0;
    uint32_t second = 0;
    bool gift = in_return->request.size == 0;
    AC_TRY(find_one(sessions, order, &order->filter, &first, error));
    if (!gift) {
        AC_TRY(find_one(sessions, order, in_return, &second, error));
    }
    ac_text giver = sessions->book.bookings[first].key.doctor;
    if (ac_text_equal(giver, in_return->doctor)) {
        return ac_fail(
            error, ACCORD_EINPUT, "doctor %.*s cannot swap with the same doctor; mend --to",
            AC_TEXT_ARG(giver));
    }
    *number = 0;
    AC_TRY(add_leg(sessions, order, first, in_return->doctor, number, error));
    return gift ? ac_ok() : add_leg(sessions, order, second, giver, number, error);
}

/* Judges, on a copy that is never written, what would come of a proposal. */
static accord_status try_it(
    const ac_sessions *sessions,
    const ac_session_order *order,
    const ac_session_filter *in_return,
    ac_buffer *reasons,
    accord_error *error)
{
    AC_SCOPED_BUFFER(said, 1u << 16);
    ac_sessions trial = {.lock = -1};
    ac_session_order agreed = *order;
    uint32_t number = 0;
    accord_status status = ac_sessions_open(
        sessions->arena, sessions->folder, sessions->now, AC_SESSIONS_REHEARSE, &trial, error);
    trial.pool = sessions->pool;
    if (status.code == ACCORD_OK) {
        status = propose(&trial, order, in_return, &number, error);
    }
    agreed.kind = AC_EVENT_ACCEPTED;
    for (uint32_t side = 0; side < 2 && status.code == ACCORD_OK; side++) {
        const ac_event *first = &trial.record.events[number - 1];
        agreed.filter.doctor = side == 0 ? first->key.doctor : first->to;
        status = ac_sessions_answer(&trial, &agreed, number, &said, error);
    }
    if (status.code == ACCORD_OK) {
        status = ac_sessions_save(&trial, reasons, error);
    }
    ac_sessions_close(&trial);
    return status;
}

accord_status ac_sessions_propose(
    ac_sessions *sessions,
    const ac_session_order *order,
    const ac_session_filter *in_return,
    ac_buffer *said,
    ac_buffer *reasons,
    accord_error *error)
{
    uint32_t number = 0;
    AC_TRY(ac_sessions_check_known(sessions, in_return, error));
    AC_TRY(try_it(sessions, order, in_return, reasons, error));
    AC_TRY(propose(sessions, order, in_return, &number, error));
    ac_buffer_addf(said, "swap %" PRIu32 " is proposed: ", number);
    ac_swap_add(said, &sessions->book, &sessions->book.swaps[sessions->book.swap_count - 1]);
    ac_buffer_addf(
        said,
        "; it is done when both agree: accord session accept --swap %" PRIu32 " --doctor CODE\n",
        number);
    return ac_ok();
}

/* ---- Answering ---- */

static accord_status move(
    ac_sessions *sessions,
    const ac_session_order *order,
    const ac_event *leg,
    ac_event_kind kind,
    ac_buffer *said,
    accord_error *error)
{
    ac_booking booking = {
        .key = leg->key,
        .site = leg->site,
        .start_minute = (uint32_t)leg->start_minute,
        .minutes = (uint32_t)leg->minutes};
    booking.key.doctor = kind == AC_EVENT_GIVEN ? leg->key.doctor : leg->to;
    AC_TRY(ac_sessions_check_begun(sessions, &booking, error));
    ac_event event = ac_sessions_event(sessions, order, &booking);
    event.kind = kind;
    event.of = leg->of == 0 ? leg->number : leg->of;
    AC_TRY(ac_sessions_add(sessions, &event, error));
    ac_buffer_addf(said, "%s: ", ac_event_word(kind));
    ac_booking_key_add(said, &event.key);
    ac_buffer_add_char(said, '\n');
    return ac_ok();
}

accord_status ac_sessions_answer(
    ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t number,
    ac_buffer *said,
    accord_error *error)
{
    uint32_t index = ac_swap_find(&sessions->book, number);
    bool agrees = order->kind == AC_EVENT_ACCEPTED;
    if (index == UINT32_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is no swap %" PRIu32 "; accord session list shows those that wait for an answer",
            number);
    }
    const ac_swap *swap = &sessions->book.swaps[index];
    ac_assert(swap->leg_count > 0);
    AC_TRY(ac_swap_may_answer(&sessions->book, swap, order->filter.doctor, agrees, error));
    ac_event event =
        answer_of(sessions, order, agrees ? AC_EVENT_AGREED : AC_EVENT_REFUSED, number);
    AC_TRY(ac_sessions_add(sessions, &event, error));
    ac_buffer_addf(
        said, "doctor %.*s %s swap %" PRIu32 "%s\n", AC_TEXT_ARG(order->filter.doctor),
        agrees ? "agrees to" : "refuses", number,
        swap->state == AC_SWAP_OPEN ? "; the other has not answered yet" : "");
    /* Both give before either takes, so that neither is in two places between. */
    for (uint32_t i = 0; swap->state == AC_SWAP_DONE && i < ac_swap_moves(swap); i++) {
        ac_event leg = *ac_swap_leg(&sessions->book, swap, i % swap->leg_count);
        ac_event_kind kind = i < swap->leg_count ? AC_EVENT_GIVEN : AC_EVENT_TAKEN;
        AC_TRY(move(sessions, order, &leg, kind, said, error));
    }
    return ac_ok();
}

/* ---- Undoing ---- */

accord_status ac_sessions_undo_swap(
    ac_sessions *sessions,
    const ac_session_order *order,
    uint32_t number,
    ac_buffer *said,
    accord_error *error)
{
    const ac_book *book = &sessions->book;
    const ac_swap *swap = &book->swaps[ac_swap_find(book, number)];
    uint32_t moves = ac_swap_moves(swap);
    for (uint32_t i = moves; i-- > 0;) {
        const ac_event *leg = ac_swap_leg(book, swap, i % swap->leg_count);
        ac_booking_key key = leg->key;
        key.doctor = i < swap->leg_count ? leg->key.doctor : leg->to;
        const ac_booking *booking = &book->bookings[ac_book_find(book, &key)];
        AC_TRY(ac_book_allows(book, booking, AC_EVENT_UNDONE, error));
        ac_event event = ac_sessions_event(sessions, order, booking);
        const ac_event *last = ac_booking_event(book, booking);
        if (!ac_event_is_move(last->kind) || last->of != number) {
            AC_SCOPED_BUFFER(who, 400);
            ac_booking_key_add(&who, &key);
            return ac_fail(
                error, ACCORD_EINPUT,
                "swap %" PRIu32 " cannot be undone: %.*s has changed since (event %" PRIu32 ")",
                number, AC_TEXT_ARG(ac_buffer_text(&who)), last->number);
        }
        event.of = last->number;
        AC_TRY(ac_sessions_check_begun(sessions, booking, error));
        AC_TRY(ac_sessions_add(sessions, &event, error));
        swap = &book->swaps[ac_swap_find(book, number)];
    }
    ac_buffer_addf(said, "undone: swap %" PRIu32 ", ", number);
    ac_swap_add(said, book, swap);
    ac_buffer_add_char(said, '\n');
    return ac_ok();
}

/* ---- Listing ---- */

void ac_sessions_list_swaps(ac_buffer *buffer, const ac_sessions *sessions, bool json)
{
    const ac_book *book = &sessions->book;
    bool any = false;
    for (uint32_t i = 0; i < book->swap_count; i++) {
        const ac_swap *swap = &book->swaps[i];
        const ac_event *first = ac_swap_leg(book, swap, 0);
        if (swap->state != AC_SWAP_OPEN) {
            continue;
        }
        AC_SCOPED_BUFFER(words, 1u << 16);
        ac_text agreed = swap->agreed[0]   ? first->key.doctor
                         : swap->agreed[1] ? first->to
                                           : AC_TEXT("nobody");
        ac_swap_add(&words, book, swap);
        if (json) {
            ac_buffer_addf(
                buffer, "%s{\"swap\": %" PRIu32 ", \"words\": ", any ? ", " : "", first->number);
            ac_buffer_add_json(buffer, ac_buffer_text(&words));
            ac_buffer_addf(
                buffer, ", \"agreed\": [%s", swap->agreed[0] || swap->agreed[1] ? "" : "]}");
            if (swap->agreed[0] || swap->agreed[1]) {
                ac_buffer_add_json(buffer, agreed);
                ac_buffer_add_z(buffer, "]}");
            }
        } else {
            ac_buffer_addf(
                buffer, "swap %" PRIu32 ": %.*s; agreed so far: %.*s\n", first->number,
                AC_TEXT_ARG(ac_buffer_text(&words)), AC_TEXT_ARG(agreed));
        }
        any = true;
    }
}
