/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_REFEREE_H
#define AC_ROSTER_REFEREE_H
/* A second opinion from a solver that knows nothing of the engine: proofs for small cases and
 * weeks. What it answers is checked again before it is believed. */

#include "base/status.h"
#include "roster/roster.h"

typedef enum ac_referee_answer {
    AC_REFEREE_NOTHING,   /* it found no roster in its time */
    AC_REFEREE_FOUND,     /* a roster, and a bound */
    AC_REFEREE_OPTIMAL,   /* a roster that is proven cheapest */
    AC_REFEREE_INFEASIBLE /* proven that there is none */
} ac_referee_answer;

typedef struct ac_ruling {
    ac_referee_answer answer;
    ac_roster roster; /* empty unless found */
    bool bounded;
    int64_t bound; /* no lawful roster costs less */
} ac_ruling;

/* What can be left out of a problem, one by one: each rule as it binds one doctor, then how many
 * each request and each room takes, then each session fixed by hand. */
static inline size_t ac_part_of_doctor(uint32_t doctor, ac_rule rule)
{
    return (size_t)doctor * AC_RULES + (size_t)rule;
}

static inline size_t ac_part_of_request(const ac_problem *problem, uint32_t request)
{
    return (size_t)problem->doctor_count * AC_RULES + request;
}

static inline size_t ac_part_of_room(const ac_problem *problem, uint32_t room)
{
    return ac_part_of_request(problem, problem->request_count) + room;
}

static inline size_t ac_part_of_pin(const ac_problem *problem, uint32_t pin)
{
    return ac_part_of_room(problem, problem->room_count) + pin;
}

static inline size_t ac_part_count(const ac_problem *problem)
{
    return ac_part_of_pin(problem, problem->pin_count);
}

/* Asks for the cheapest lawful roster.
 *
 * in      seconds   after which the solver is ended, whatever it does
 *         left_out  [ac_part_count], parts that need not be kept; or NULL: all are kept
 * errors  ACCORD_EIO     no process could be made
 *         ACCORD_ELIMIT  the case has more columns than the referee takes
 */
accord_status ac_referee_ask(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t seconds,
    const bool *left_out,
    ac_ruling *ruling,
    accord_error *error);

#endif
