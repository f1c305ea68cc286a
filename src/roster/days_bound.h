/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DAYS_BOUND_H
#define AC_ROSTER_DAYS_BOUND_H
/* A cost below which no lawful roster of lines is. Cover is left to prices, a day and kind each:
 * then every person has a cheapest line, found exactly, and the sum is a bound whatever the prices
 * are (a Lagrangian dual). Steps better the prices. All is counted in whole numbers. */

#include "roster/days_state.h"
#include "roster/flow.h"

typedef struct ac_days_bound ac_days_bound;

ac_days_bound *ac_days_bound_new(ac_arena *arena, const ac_days *days);

/* Steps, until the bound is `target`, the cost of a roster, or the stop says so. Returns the steps
 * done. */
uint32_t
ac_days_bound_better(ac_days_bound *bound, uint32_t rounds, int64_t target, const ac_stop *stop);

/* Whether there is one yet, and what it is: rounded up, since costs are whole. */
bool ac_days_bound_known(const ac_days_bound *bound, int64_t *cost);

/* Whether somebody has no lawful line at all. */
bool ac_days_bound_impossible(const ac_days_bound *bound);

#endif
