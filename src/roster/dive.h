/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DIVE_H
#define AC_ROSTER_DIVE_H
/* Which doctor should have which sites, and come there in which weeks: decided step by step, the
 * clearest first, by rounds of doctors alone between. A search that moves session by session finds
 * the rest, and does not find this. */

#include "roster/dual.h"

/* Whether there is anything to decide, and rounds enough to decide it by. */
bool ac_dive_fits(const ac_problem *problem, uint32_t rounds);

/* The problem without the pairs of a doctor and a session that the decisions leave out; pinned ones
 * stay. Only the table of refusals is new, in the arena.
 *
 * in   dual    of rounds of doctors alone, which is left as it is
 *      rounds  for all decisions together
 * out  less    whole again where it was stopped
 */
void ac_dive(
    ac_arena *arena, const ac_dual *dual, uint32_t rounds, const ac_stop *stop, ac_problem *less);

#endif
