/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_FLOW_H
#define AC_ROSTER_FLOW_H
/* The cheapest circulation in a network with capacities, by the primal network simplex. */

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ac_arc {
    uint32_t from;
    uint32_t to;
    int64_t most; /* capacity, 0 or more */
    int64_t cost; /* of a unit; may be negative */
    int64_t flow; /* out */
} ac_arc;

typedef struct ac_network {
    uint32_t node_count;
    uint32_t sink; /* without the arcs out of this node there is no cycle */
    ac_arc *arcs;  /* [arc_count] */
    uint32_t arc_count;
    size_t arc_capacity;
} ac_network;

/* Adds an arc and returns its index. */
uint32_t ac_network_add(ac_arena *arena, ac_network *network, ac_arc arc);

/* Finds flows that lie within capacities, leave every node as they come in, and cost least.
 *
 * in    stop  asked now and then; may be NULL. When it says true the work ends early.
 * out   the arcs' flows; the return says whether they are proven cheapest
 * cost  exponential in theory, near linear in practice
 */
typedef struct ac_stop {
    bool (*asked)(void *self);
    void *self;
} ac_stop;

/* Whether it is time to end; without a stop it never is. */
static inline bool ac_stop_asked(const ac_stop *stop)
{
    return stop != NULL && stop->asked(stop->self);
}

bool ac_network_solve(ac_network *network, const ac_stop *stop);

/* A network that is solved again and again with other costs: each time from where the last
 * ended. Its arcs, but for their costs and flows, stay as they were. */
typedef struct ac_flow ac_flow;

ac_flow *ac_flow_new(ac_arena *arena, const ac_network *network);
bool ac_flow_solve(ac_flow *flow, ac_network *network, const ac_stop *stop);

/* What a unit that comes to a node costs on its way from the root, of flows just solved. */
int64_t ac_flow_price(const ac_flow *flow, uint32_t node);

int64_t ac_network_cost(const ac_network *network);

#endif
