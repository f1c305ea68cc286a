/* SPDX-License-Identifier: MIT */
/* Rounds of flows for a start. Not the last flow is the best, for they go up and down. */

#include "roster/start.h"

#include "roster/search.h"
#include "roster/state.h"

enum {
    PAIRS_A_MOVE = 2, /* a flow that is solved again takes as long as so many pairs' moves */
    ROUNDS_MOST = 100,
};

uint32_t ac_start_rounds(const ac_problem *problem, int64_t moves)
{
    int64_t pairs = (int64_t)ac_problem_lawful_pairs(problem) + 1;
    int64_t rounds = moves / pairs / PAIRS_A_MOVE;
    return rounds > ROUNDS_MOST ? ROUNDS_MOST : (uint32_t)rounds;
}

/* What a flow costs as a roster, once what breaks a rule is left out. */
static int64_t cost_of(const ac_problem *problem, const ac_roster *roster)
{
    AC_SCOPED_ARENA(scratch);
    ac_state state;
    ac_state_init(&scratch, problem, &state);
    ac_state_place(&state, roster);
    return state.hard > 0 ? INT64_MAX : state.cost;
}

ac_roster ac_start_find(
    ac_arena *arena,
    const ac_problem *problem,
    ac_covering *covering,
    const ac_cover *first,
    uint32_t rounds,
    const ac_stop *stop)
{
    ac_roster best = first->placed;
    int64_t least = cost_of(problem, &best);
    int64_t toll = ac_problem_way_cost(problem);
    for (uint32_t round = 0; round < rounds; round++) {
        ac_cover settled;
        ac_covering_settle(arena, covering, round, toll, stop, &settled);
        int64_t cost = cost_of(problem, &settled.placed);
        if (cost < least) {
            least = cost;
            best = settled.placed;
        }
        if (!settled.proven) {
            break;
        }
    }
    return best;
}
