/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_ALONE_H
#define AC_ROSTER_ALONE_H
/* Each doctor alone, paid a price for every session by its request: the cheapest sessions of each,
 * with travel within a day, the ways to its sites, and the ceilings of weeks and of the whole time
 * exact. What requests then take at these prices and what all doctors cost is less than any roster,
 * whatever the prices are: the Lagrangian dual again, with a day whole where a flow parts it. It is
 * many times quicker than a flow, which gives the first prices. */

#include "roster/ceiling.h"
#include "roster/toll.h"

typedef struct ac_alone ac_alone;

/* Whether no doctor works more than two sessions of a day, and there are sites. */
bool ac_alone_fits(const ac_problem *problem);

/* Of a problem that fits.
 *
 * in  ceilings  [doctor]; they and the shares are kept */
ac_alone *ac_alone_new(
    ac_arena *arena, const ac_problem *problem, const ac_ceiling *ceilings, ac_shares *shares);

/* Another at the same prices, with shares of its own. */
ac_alone *ac_alone_copy(ac_arena *arena, const ac_alone *from, ac_shares *shares);

/* What a session of a request is paid, in AC_SHARE_SCALE of a unit. */
void ac_alone_pay(ac_alone *alone, uint32_t request, int64_t price);

/* The cheapest sessions at the prices, parts and tolls at hand.
 *
 * in   given_back  by ac_tolls_charge, which is called before
 * out  flows       [pair], which of them are worked
 *      the return  no lawful roster costs less
 */
int64_t ac_alone_solve(ac_alone *alone, const ac_tolls *tolls, int64_t given_back, bool *flows);

/* As ac_shares_direct and ac_shares_step, for the prices. */
uint64_t ac_alone_direct(ac_alone *alone, int32_t fade);
void ac_alone_step(ac_alone *alone, int64_t step);

#endif
