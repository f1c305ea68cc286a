/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_TRACE_WALK_H
#define AC_CONTRACT_TRACE_WALK_H
/* What the two files of the evaluator of one value share: trace.c computes, trace_reach.c reads
 * other members and other periods. */

#include "contract/lives.h"
#include "contract/notes.h"
#include "contract/reach.h"

typedef struct ac_walk {
    const ac_trace *trace;
    const ac_program *program;
    const ac_facts *facts;
    const ac_calendar *calendar;
    ac_evaluation *evaluation;
} ac_walk;

/* A node's value at a place, taken away at members that are not there (trace.c). */
ac_value ac_walk_at(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period);

/* trace_reach.c: an operand where the node stands; what it reads elsewhere; totals, `for every`,
 * running sums. */
ac_value ac_walk_operand(
    ac_walk *w, ac_node_id from, ac_node_id to, const ac_coordinates *at, int32_t period);
ac_value ac_walk_reach(ac_walk *w, ac_node_id id, const ac_coordinates *at, int32_t period);

/* A value of another day, as a period of its reader sees it: the sum of what all had whose holder
 * is here by then (R46). */
ac_value ac_walk_seen(
    ac_walk *w,
    const ac_node *reader,
    int32_t period,
    ac_node_id to,
    const ac_coordinates *at,
    int32_t read_period);

/* A note on a node at a place. */
ac_value ac_walk_note(
    ac_walk *w, ac_note_kind kind, ac_node_id id, const ac_coordinates *at, int32_t period);

static inline ac_value ac_walk_known(ac_rational number)
{
    return (ac_value){number, AC_VALUE_KNOWN};
}

static inline ac_value ac_walk_truth(bool holds)
{
    return ac_walk_known(ac_rational_of(holds ? 1 : 0));
}

static inline bool ac_walk_is_known(ac_value value)
{
    return value.state == AC_VALUE_KNOWN;
}

static inline bool ac_walk_holds(ac_value value)
{
    return ac_walk_is_known(value) && ac_rational_sign(value.number) != 0;
}

static inline bool ac_walk_fails(ac_value value)
{
    return ac_walk_is_known(value) && ac_rational_sign(value.number) == 0;
}

static inline ac_value ac_walk_joined(ac_walk *w, ac_value a, ac_value b)
{
    return (ac_value){AC_RATIONAL_ZERO, ac_state_join(w->evaluation, a.state, b.state)};
}

#endif
