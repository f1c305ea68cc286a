/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_SESSIONS_H
#define AC_ROSTER_SESSIONS_H
/* Problems of sessions: a pool's, and whatever is not one of lawful lines alone. Flows give bounds
 * and a start, a dive says who should have which sites, and annealing over sessions finds the rest.
 */

#include "roster/cover.h"
#include "roster/search.h"

typedef struct ac_sessions_found {
    ac_roster roster;
    int64_t cost;
    int64_t hard;   /* how much is broken; 0: lawful */
    int64_t moves;  /* done, with those that a dive takes the place of */
    ac_cover cover; /* coverage: the least cost of what is not met, and the cut */
    bool bounded;
    int64_t bound; /* of the whole cost, where it is bounded */
} ac_sessions_found;

/* in  bound_rounds  by which the bound on the whole cost is bettered after the search, so that what
 *                   is found never depends on how long this may take; 0: as it comes */
void ac_sessions_solve(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_search_options *options,
    uint32_t bound_rounds,
    ac_sessions_found *found);

#endif
