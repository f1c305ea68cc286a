/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_SEARCH_H
#define AC_ROSTER_SEARCH_H
/* Simulated annealing over a state. The same seed and the same number of moves give the same roster
 * on every machine: the clock only ever ends a search early. */

#include "roster/state.h"

typedef struct ac_search_options {
    uint64_t seed;
    int64_t moves;
    int64_t moves_before; /* of searches before this one, for who is told */
    bool cool;            /* from half the temperature: mends a roster that is good already */
    bool lay_lines;       /* begin with lawful lines where days are free, if rules are of lines */
    const ac_stop *stop;  /* or NULL */
    /* Told now and then: moves done, cost and broken rules of the best. Or NULL. */
    void (*tell)(void *self, int64_t moves, int64_t cost, int64_t hard);
    void *tell_self;
} ac_search_options;

typedef struct ac_search_result {
    uint32_t *held; /* [doctor x slot], the best found: what is broken first, then cost */
    int64_t cost;
    int64_t hard;
    int64_t moves; /* done */
} ac_search_result;

/* Whether rules are about lines of days: runs, days off, least hours. */
bool ac_problem_is_of_lines(const ac_problem *problem);

/* What a session at a site costs for its way and its visit, of lawful pairs on the average: rosters
 * of a pool differ by such amounts, whatever the price of a session that is not met. */
int64_t ac_problem_way_cost(const ac_problem *problem);

/* Betters a state; leaves it anywhere. */
void ac_search(
    ac_arena *arena, ac_state *state, const ac_search_options *options, ac_search_result *result);

#endif
