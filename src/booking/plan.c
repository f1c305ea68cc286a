/* SPDX-License-Identifier: MIT */
/* Takes from a problem what the book has settled. */

#include "booking/plan.h"

static bool holds(const ac_booking *booking)
{
    return ac_booking_state_holds(ac_booking_state_of(booking));
}

/* Bookings of a request that hold its sessions. */
static uint32_t
held_of(const ac_book *book, const ac_book_view *view, const ac_problem *problem, uint32_t request)
{
    uint32_t held = 0;
    for (uint32_t i = 0; i < book->count; i++) {
        held += view->duties[i] != AC_NO_DUTY && holds(&book->bookings[i]) &&
                        problem->duties[view->duties[i]].request == request
                    ? 1
                    : 0;
    }
    return held;
}

void ac_book_lower_needs(const ac_book *book, const ac_book_view *view, ac_problem *problem)
{
    for (uint32_t i = 0; i < book->count; i++) {
        const ac_booking *booking = &book->bookings[i];
        if (view->duties[i] == AC_NO_DUTY || ac_booking_state_of(booking) != AC_BOOKING_CANCELLED ||
            ac_booking_event(book, booking)->cancelled_by != AC_CANCELLED_BY_PRACTICE) {
            continue;
        }
        uint32_t request = problem->duties[view->duties[i]].request;
        if (problem->requests[request].needed > held_of(book, view, problem, request)) {
            problem->requests[request].needed--;
        }
    }
}
