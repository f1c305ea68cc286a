/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_COVER_H
#define AC_ROSTER_COVER_H
/* The problem as a flow from doctors, through their weeks, days and half-days, to sessions and
 * requests. Some rules do not fit in a flow (travel between sites, rests, runs); without them the
 * flow can only be cheaper, so what it proves is a bound for every roster. */

#include "roster/roster.h"

typedef struct ac_cover {
    int64_t cost;   /* no roster's sessions not met cost less (coverage), or no roster costs less */
    uint32_t unmet; /* sessions that this flow does not meet */
    bool proven;    /* else it was stopped, and `cost` says nothing */
    ac_roster placed;   /* what the flow gives to whom */
    uint32_t *short_of; /* [request], sessions not met */
    uint8_t *cut;       /* [duty], 1: on the short side of the minimum cut */
} ac_cover;

/* The network of a problem, solved again and again: each flow begins where the last one ended,
 * which is near, so that only the first takes long. It lives in its arena. */
typedef struct ac_covering ac_covering;

ac_covering *ac_covering_new(ac_arena *arena, const ac_problem *problem);

/* Coverage alone: what is not met, and nothing else, costs. */
void ac_covering_coverage(
    ac_arena *arena, ac_covering *covering, const ac_stop *stop, ac_cover *cover);

typedef struct ac_bounding {
    uint32_t rounds;
    int64_t target;   /* what a roster costs that is known: the bound lies below it */
    uint32_t eighths; /* of the way to the target that the first steps aim at */
} ac_bounding;

/* Coverage and, for each session, a part of what it costs beside (share.h), followed for some
 * rounds: `cost` is the best bound of all rounds, `placed` the flow of the last. */
void ac_covering_whole(
    ac_arena *arena,
    ac_covering *covering,
    const ac_bounding *how,
    const ac_stop *stop,
    ac_cover *cover);

/* Coverage alone, of a problem that nothing else is asked about. */
void ac_cover_solve(
    ac_arena *arena, const ac_problem *problem, const ac_stop *stop, ac_cover *cover);

#endif
