/* SPDX-License-Identifier: MIT */
/* Takes from a problem what the book has settled. */

#include "booking/plan.h"

#include "base/assert.h"

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

/* A pair that is lawful so far is so no more. Nothing here makes one lawful. */
static void refuse(ac_problem *problem, uint32_t doctor, uint32_t duty, ac_rule why)
{
    size_t pair = ac_pair_of(problem, doctor, duty);
    ac_assert(why != AC_RULE_NONE);
    if (problem->refusals[pair] == AC_RULE_NONE) {
        problem->refusals[pair] = (uint8_t)why;
    }
}

static bool is_pinned(const ac_problem *problem, ac_placement one)
{
    for (uint32_t i = 0; i < problem->pin_count; i++) {
        if (problem->pins[i].doctor == one.doctor && problem->pins[i].duty == one.duty) {
            return true;
        }
    }
    return false;
}

static bool is_past(const ac_problem *problem, uint32_t duty, accord_date today)
{
    return problem->first.day + (int32_t)problem->duties[duty].day < today.day;
}

/* A past session of a request is asked of nobody but those who are booked for it. */
static void let_duty_be(ac_problem *problem, uint32_t duty, bool *booked)
{
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        booked[d] = false;
    }
    for (uint32_t i = 0; i < problem->pin_count; i++) {
        if (problem->pins[i].duty == duty) {
            booked[problem->pins[i].doctor] = true;
        }
    }
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        if (!booked[d]) {
            refuse(problem, d, duty, AC_RULE_PAST);
        }
    }
}

static void
let_past_be(ac_arena *arena, ac_problem *problem, accord_date today, const uint32_t *held)
{
    bool *booked = AC_NEW_ARRAY(arena, bool, problem->doctor_count);
    for (uint32_t i = 0; i < problem->request_count; i++) {
        ac_request *request = &problem->requests[i];
        uint32_t left = request->duty_count;
        for (uint32_t j = request->duty_first; j < request->duty_first + request->duty_count; j++) {
            if (is_past(problem, j, today)) {
                let_duty_be(problem, j, booked);
                left--;
            }
        }
        if (left == 0 && request->needed > held[i]) {
            request->needed = held[i];
        }
    }
}

/* The pins of fixed.csv that can still be kept, then what is booked. */
static void
fix_booked(ac_arena *arena, const ac_roster *booked, accord_date today, ac_problem *problem)
{
    uint32_t kept = 0;
    ac_placement *pins =
        AC_NEW_ARRAY(arena, ac_placement, (size_t)problem->pin_count + booked->count);
    for (uint32_t i = 0; i < problem->pin_count; i++) {
        ac_placement pin = problem->pins[i];
        if (!is_past(problem, pin.duty, today) &&
            ac_refusal_of(problem, pin.doctor, pin.duty) != AC_RULE_DECLINED) {
            pins[kept++] = pin;
        }
    }
    problem->pins = pins;
    problem->pin_count = kept;
    for (uint32_t i = 0; i < booked->count; i++) {
        if (!is_pinned(problem, booked->placements[i])) {
            pins[problem->pin_count++] = booked->placements[i];
        }
    }
}

/* What is booked in the problem's days; of what is past, what the doctor may have worked. */
static void find_booked(
    ac_arena *arena,
    const ac_book *book,
    const ac_book_view *view,
    accord_date today,
    const ac_problem *problem,
    ac_roster *booked)
{
    booked->placements = AC_NEW_ARRAY(arena, ac_placement, book->count);
    for (uint32_t i = 0; i < book->count; i++) {
        if (view->duties[i] != AC_NO_DUTY && view->doctors[i] != AC_NO_DOCTOR &&
            holds(&book->bookings[i]) &&
            (!is_past(problem, view->duties[i], today) ||
             ac_refusal_of(problem, view->doctors[i], view->duties[i]) == AC_RULE_NONE)) {
            booked->placements[booked->count++] = (ac_placement){view->doctors[i], view->duties[i]};
        }
    }
}

void ac_book_plan(
    ac_arena *arena,
    const ac_book *book,
    accord_date today,
    ac_problem *problem,
    ac_verdict *broken)
{
    ac_book_view view;
    ac_roster booked = {0};
    uint32_t *held = AC_NEW_ARRAY(arena, uint32_t, problem->request_count);
    ac_book_view_make(arena, book, problem, &view);
    find_booked(arena, book, &view, today, problem, &booked);
    for (uint32_t i = 0; i < booked.count; i++) {
        held[problem->duties[booked.placements[i].duty].request]++;
    }
    ac_problem alone = *problem;
    alone.pin_count = 0;
    ac_roster_check(arena, &alone, booked.placements, booked.count, broken);
    for (uint32_t i = 0; i < book->count; i++) {
        if (view.duties[i] != AC_NO_DUTY && view.doctors[i] != AC_NO_DOCTOR &&
            !holds(&book->bookings[i]) &&
            ac_booking_state_of(&book->bookings[i]) != AC_BOOKING_NONE) {
            refuse(problem, view.doctors[i], view.duties[i], AC_RULE_DECLINED);
        }
    }
    ac_book_lower_needs(book, &view, problem);
    fix_booked(arena, &booked, today, problem);
    let_past_be(arena, problem, today, held);
}
