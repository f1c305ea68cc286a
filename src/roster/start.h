/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_START_H
#define AC_ROSTER_START_H
/* A roster for a search to start from: flows that settle, round by round, on which doctor goes to
 * which sites, and on rosters that keep the rules which a flow does not know. */

#include "roster/cover.h"

/* How many rounds are worth it before a search of so many moves: about a quarter of its time. */
uint32_t ac_start_rounds(const ac_problem *problem, int64_t moves);

/* The cheapest roster of the flow `first` and of those rounds, as far as they are lawful. */
ac_roster ac_start_find(
    ac_arena *arena,
    const ac_problem *problem,
    ac_covering *covering,
    const ac_cover *first,
    uint32_t rounds,
    const ac_stop *stop);

#endif
