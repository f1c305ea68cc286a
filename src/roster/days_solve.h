/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DAYS_SOLVE_H
#define AC_ROSTER_DAYS_SOLVE_H
/* Solves a problem of lines: first lines, a bound, the search, and more of the bound. */

#include "roster/days.h"
#include "roster/search.h"

/* How a search keeps to a time that only the caller's clock knows. */
typedef struct ac_pace {
    const ac_stop *trial;  /* ends a trial, that nothing but the number of moves depends on */
    const ac_stop *search; /* ends the search, and leaves time for the bound */
    int64_t (*moves)(void *self, int64_t tried); /* how many fit, after a trial of so many */
    void *self;
} ac_pace;

typedef struct ac_days_options {
    ac_search_options search; /* its stop ends all of it */
    const ac_pace *pace;      /* or NULL: the moves are given */
    uint32_t bound_rounds;
} ac_days_options;

typedef struct ac_days_found {
    ac_roster roster;
    int64_t cost;
    int64_t lack; /* minutes too few; 0: the roster is lawful */
    int64_t moves;
    int64_t bound; /* where `bounded` */
    bool bounded;
    bool infeasible; /* somebody has no lawful line */
} ac_days_found;

void ac_days_solve(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_days_options *options,
    ac_days_found *found);

#endif
