/* SPDX-License-Identifier: MIT */
/* What a swap allows next. */

#include "booking/swap.h"

#include "value/date.h"

#include <inttypes.h>

uint32_t ac_swap_number(const ac_book *book, const ac_swap *swap)
{
    return ac_swap_leg(book, swap, 0)->number;
}

const ac_event *ac_swap_leg(const ac_book *book, const ac_swap *swap, uint32_t leg)
{
    return &book->record->events[swap->legs[leg]];
}

uint32_t ac_swap_find(const ac_book *book, uint32_t number)
{
    for (uint32_t i = 0; i < book->swap_count; i++) {
        if (ac_swap_number(book, &book->swaps[i]) == number) {
            return i;
        }
    }
    return UINT32_MAX;
}

uint32_t ac_swap_side(const ac_book *book, const ac_swap *swap, ac_text doctor)
{
    const ac_event *first = ac_swap_leg(book, swap, 0);
    return ac_text_equal(first->key.doctor, doctor) ? 0 : ac_text_equal(first->to, doctor) ? 1 : 2;
}

accord_status ac_swap_may_answer(
    const ac_book *book, const ac_swap *swap, ac_text doctor, bool agrees, accord_error *error)
{
    static const char *const over[] = {"", "done", "refused", "undone"};
    uint32_t number = ac_swap_number(book, swap);
    uint32_t side = ac_swap_side(book, swap, doctor);
    if (swap->state != AC_SWAP_OPEN) {
        return ac_fail(
            error, ACCORD_EINPUT, "swap %" PRIu32 " is already %s; propose another", number,
            over[swap->state]);
    }
    if (side == 2) {
        const ac_event *first = ac_swap_leg(book, swap, 0);
        return ac_fail(
            error, ACCORD_EINPUT,
            "doctor \"%.*s\" has no part in swap %" PRIu32 "; it is between %.*s and %.*s",
            AC_TEXT_ARG(doctor), number, AC_TEXT_ARG(first->key.doctor), AC_TEXT_ARG(first->to));
    }
    if (agrees && swap->agreed[side]) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "doctor %.*s has already agreed to swap %" PRIu32 "; the other has not yet",
            AC_TEXT_ARG(doctor), number);
    }
    return ac_ok();
}

static accord_status propose(ac_book *book, uint32_t index, accord_error *error)
{
    const ac_event *event = &book->record->events[index];
    uint32_t known = ac_book_find(book, &event->key);
    if (known == UINT32_MAX || event->to.size == 0 || ac_text_equal(event->to, event->key.doctor)) {
        return ac_fail(
            error, ACCORD_EINPUT, "a swap needs a session that is booked, and another doctor");
    }
    AC_TRY(ac_book_allows(book, &book->bookings[known], AC_EVENT_GIVEN, error));
    if (event->of == 0) {
        AC_RESERVE(book->arena, book->swaps, book->swap_count, book->swap_capacity);
        book->swaps[book->swap_count++] = (ac_swap){.legs = {index}, .leg_count = 1};
        return ac_ok();
    }
    uint32_t of = ac_swap_find(book, event->of);
    if (of == UINT32_MAX || book->swaps[of].leg_count != 1 ||
        book->swaps[of].legs[0] + 1 != index ||
        !ac_text_equal(ac_swap_leg(book, &book->swaps[of], 0)->to, event->key.doctor) ||
        !ac_text_equal(ac_swap_leg(book, &book->swaps[of], 0)->key.doctor, event->to)) {
        return ac_fail(
            error, ACCORD_EINPUT, "this is not the other half of swap %" PRIu32, event->of);
    }
    book->swaps[of].legs[1] = index;
    book->swaps[of].leg_count = 2;
    return ac_ok();
}

accord_status ac_swap_apply(ac_book *book, uint32_t index, accord_error *error)
{
    const ac_event *event = &book->record->events[index];
    if (event->kind == AC_EVENT_PROPOSED) {
        return propose(book, index, error);
    }
    uint32_t of = ac_swap_find(book, event->of);
    if (of == UINT32_MAX) {
        return ac_fail(error, ACCORD_EINPUT, "there is no swap %" PRIu32, event->of);
    }
    ac_swap *swap = &book->swaps[of];
    bool agrees = event->kind == AC_EVENT_AGREED;
    AC_TRY(ac_swap_may_answer(book, swap, event->key.doctor, agrees, error));
    if (!agrees) {
        swap->state = AC_SWAP_REFUSED;
        return ac_ok();
    }
    swap->agreed[ac_swap_side(book, swap, event->key.doctor)] = true;
    if (swap->agreed[0] && swap->agreed[1]) {
        swap->state = AC_SWAP_DONE;
        book->owed_swap = of;
        book->owed_moves = ac_swap_moves(swap);
        book->owed_undoing = false;
    }
    return ac_ok();
}

static bool same_session(const ac_booking_key *a, const ac_booking_key *b)
{
    return ac_text_equal(a->request, b->request) && a->on.day == b->on.day && a->part == b->part;
}

/* Whether a move is one of a swap's: given by who gives it, taken by who takes it. */
static bool is_move_of(const ac_book *book, const ac_swap *swap, const ac_event *event)
{
    for (uint32_t i = 0; i < swap->leg_count; i++) {
        const ac_event *leg = ac_swap_leg(book, swap, i);
        ac_text doctor = event->kind == AC_EVENT_GIVEN ? leg->key.doctor : leg->to;
        if (ac_event_is_move(event->kind) && event->of == ac_swap_number(book, swap) &&
            ac_text_equal(event->key.doctor, doctor) && same_session(&event->key, &leg->key)) {
            return true;
        }
    }
    return false;
}

accord_status ac_swap_check_order(const ac_book *book, const ac_event *event, accord_error *error)
{
    bool owed = book->owed_moves > 0;
    if (!owed && !ac_event_is_move(event->kind)) {
        return ac_ok();
    }
    const ac_event *moved = event;
    if (owed && book->owed_undoing) {
        bool undoes = event->kind == AC_EVENT_UNDONE && event->of > 0 && event->of < event->number;
        moved = undoes ? &book->record->events[event->of - 1] : NULL;
    }
    if (owed && moved != NULL && is_move_of(book, &book->swaps[book->owed_swap], moved)) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT, "the sessions of a swap move all at once, when both have agreed");
}

void ac_swap_begin_undo(ac_book *book, const ac_event *undone)
{
    if (!ac_event_is_move(undone->kind) || book->owed_moves > 0) {
        return;
    }
    book->owed_swap = ac_swap_find(book, undone->of);
    book->owed_moves = ac_swap_moves(&book->swaps[book->owed_swap]);
    book->owed_undoing = true;
    book->swaps[book->owed_swap].state = AC_SWAP_UNDONE;
}

static void add_leg(ac_buffer *buffer, const ac_event *leg)
{
    ac_buffer_addf(buffer, "gives request %.*s on ", AC_TEXT_ARG(leg->key.request));
    ac_date_add_words(buffer, leg->key.on);
    ac_buffer_addf(buffer, " %s", ac_part_word(leg->key.part));
}

void ac_swap_add(ac_buffer *buffer, const ac_book *book, const ac_swap *swap)
{
    const ac_event *first = ac_swap_leg(book, swap, 0);
    ac_buffer_addf(buffer, "doctor %.*s ", AC_TEXT_ARG(first->key.doctor));
    add_leg(buffer, first);
    ac_buffer_addf(buffer, " to doctor %.*s", AC_TEXT_ARG(first->to));
    if (swap->leg_count == 2) {
        ac_buffer_add_z(buffer, ", who ");
        add_leg(buffer, ac_swap_leg(book, swap, 1));
    }
}
