/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_SOLVE_H
#define AC_ROSTER_SOLVE_H
/* From a problem to a checked roster with its bounds. */

#include "roster/check.h"
#include "roster/cover.h"
#include "roster/days_solve.h"
#include "roster/referee.h"
#include "roster/search.h"

typedef struct ac_solve_options {
    ac_search_options search;
    const ac_pace *pace;   /* of a search of lines within a time, instead of its moves; or NULL */
    uint32_t bound_rounds; /* by which the bound on the whole cost is bettered; 0: as it comes */
    uint32_t referee_seconds; /* 0: the referee is not asked */
} ac_solve_options;

/* Which method proved a bound. */
typedef enum ac_proof { AC_PROOF_NONE, AC_PROOF_FLOW, AC_PROOF_LINES, AC_PROOF_REFEREE } ac_proof;

const char *ac_proof_word(ac_proof proof);

typedef struct ac_solution {
    ac_roster roster;   /* the best found */
    ac_verdict verdict; /* of the checker, on that roster */
    bool lawful;        /* nothing is broken */
    bool infeasible;    /* proven: no roster is lawful */
    ac_cover cover;     /* coverage: the least cost of what is not met, and the cut */
    int64_t bound;      /* no lawful roster costs less */
    ac_proof proof;     /* of `bound` */
    bool optimal;       /* lawful, and costs what the bound says */
    uint64_t seed;
    int64_t moves; /* done */
} ac_solution;

/* Solves from the flow; with `kept` sessions in the problem, from those.
 *
 * errors  of ac_referee_ask, where it is asked
 */
accord_status ac_roster_solve(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_solve_options *options,
    ac_solution *solution,
    accord_error *error);

#endif
