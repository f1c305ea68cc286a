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

/* Asks for the cheapest lawful roster.
 *
 * in      seconds  after which the solver is ended, whatever it does
 *         relaxed  [AC_RULES], rules that need not be kept; or NULL: all are kept
 * errors  ACCORD_EIO     no process could be made
 *         ACCORD_ELIMIT  the case has more columns than the referee takes
 */
accord_status ac_referee_ask(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t seconds,
    const bool *relaxed,
    ac_ruling *ruling,
    accord_error *error);

#endif
