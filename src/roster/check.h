/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_CHECK_H
#define AC_ROSTER_CHECK_H
/* Judges a roster by the problem's rules alone. It shares no code with the engine that made it:
 * both would be wrong in the same way. */

#include "base/status.h"
#include "roster/roster.h"

/* A rule that a roster breaks. */
typedef struct ac_broken {
    ac_rule rule;
    uint32_t doctor; /* or AC_NO_DOCTOR: the rule is of a request or a room */
    uint32_t duty;   /* the session at which it is seen, or AC_NO_DUTY */
    int64_t by;      /* how much too much or too little; 0 where that means nothing */
} ac_broken;

typedef struct ac_verdict {
    ac_broken *broken; /* [broken_count], by doctor, then request */
    uint32_t broken_count;
    size_t broken_capacity;
    ac_costs costs;
} ac_verdict;

/* Checks a whole roster; every rule that it breaks is listed.
 *
 * in   placements  [count]; a doctor may be anywhere in the list
 */
void ac_roster_check(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_placement *placements,
    uint32_t count,
    ac_verdict *verdict);

/* Checks the sessions of one doctor alone, as if nobody else worked. */
void ac_roster_check_doctor(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t doctor,
    const uint32_t *duties,
    uint32_t count,
    ac_verdict *verdict);

/* "Dr Avery (D01) has less rest between two days than the rules ask: Monday 5 January ..." */
void ac_broken_add(ac_buffer *buffer, const ac_problem *problem, const ac_broken *fault);

#endif
