/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_SWAP_H
#define AC_BOOKING_SWAP_H
/* Swaps: proposed, agreed to by both doctors, and done at once. A PROPOSED event says that a doctor
 * gives a session to another; the one after it may say what the other gives in return. When the
 * second doctor has AGREED, each session is GIVEN and TAKEN, all in a row: no other event comes
 * between. Undone, all of them are undone in a row. */

#include "booking/book.h"

/* The index of the swap that an event number began, or UINT32_MAX. */
uint32_t ac_swap_find(const ac_book *book, uint32_t number);

/* The number by which a swap is known: of its first event. */
uint32_t ac_swap_number(const ac_book *book, const ac_swap *swap);

/* The event that says who gives the first (0) or the second (1) session. */
const ac_event *ac_swap_leg(const ac_book *book, const ac_swap *swap, uint32_t leg);

/* Events in which sessions move: each is given, and taken. */
static inline uint32_t ac_swap_moves(const ac_swap *swap)
{
    return 2 * swap->leg_count;
}

/* 0 for the doctor who gives the first session, 1 for the one who takes it, 2 for another. */
uint32_t ac_swap_side(const ac_book *book, const ac_swap *swap, ac_text doctor);

/* Whether a doctor may still agree to, or refuse, a swap.
 *
 * errors  ACCORD_EINPUT  it is over, the doctor has no part in it, or has agreed already
 */
accord_status ac_swap_may_answer(
    const ac_book *book, const ac_swap *swap, ac_text doctor, bool agrees, accord_error *error);

/* Takes a PROPOSED, AGREED or REFUSED event.
 *
 * errors  ACCORD_EINPUT  it does not fit what is there
 */
accord_status ac_swap_apply(ac_book *book, uint32_t index, accord_error *error);

/* Checks that an event comes when it may: moves when a swap owes them, and then nothing else. */
accord_status ac_swap_check_order(const ac_book *book, const ac_event *event, accord_error *error);

/* Where an event that is undone moved a session, all moves of its swap are owed to be undone. */
void ac_swap_begin_undo(ac_book *book, const ac_event *undone);

/* "doctor AVERY gives request ... to doctor BLAKE, who gives ..." */
void ac_swap_add(ac_buffer *buffer, const ac_book *book, const ac_swap *swap);

#endif
