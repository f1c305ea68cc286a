/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DAYS_SEARCH_H
#define AC_ROSTER_DAYS_SEARCH_H
/* Annealing among lawful lines. The same seed and number of moves give the same roster on every
 * machine; the clock only ever ends it early. */

#include "roster/days_state.h"
#include "roster/search.h"

/* Betters lines from where they are, until the moves are done, the stop says so, or they cost no
 * more than `enough`. The state holds the best found afterwards. Returns the moves that
 * repeat it: those given, but if it was stopped those done. */
int64_t ac_days_search(
    ac_arena *arena, ac_days_state *state, const ac_search_options *options, int64_t enough);

/* A first line for each person who has none: windows of days one after the other, each with its
 * share of the minutes and weekends. */
void ac_days_start(ac_arena *arena, ac_days_state *state, uint64_t seed, const ac_stop *stop);

#endif
