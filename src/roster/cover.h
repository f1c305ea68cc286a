/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_COVER_H
#define AC_ROSTER_COVER_H
/* The problem as a flow from doctors, through their weeks, days and half-days, to sessions and
 * requests. Some rules do not fit in a flow (travel between sites, rests, runs); without them the
 * flow can only be cheaper, so what it proves is a bound for every roster. */

#include "roster/roster.h"

struct ac_dual; /* roster/dual.h */

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

/* Coverage and, for each session, an even part of what it costs beside (share.h): the first bound
 * on the whole. */
void ac_covering_whole(
    ac_arena *arena, ac_covering *covering, const ac_stop *stop, ac_cover *cover);

/* One more flow for a start, in which every session pays what it would have to beside those of the
 * flow before, and rules that flow broke are dearer: rounds counted from 0. It proves nothing:
 * `proven` says that it was not stopped.
 *
 * in  toll  by which a rule gets dearer, in units of cost
 */
void ac_covering_settle(
    ac_arena *arena,
    ac_covering *covering,
    uint32_t round,
    int64_t toll,
    const ac_stop *stop,
    ac_cover *cover);

/* Rounds of flows that come before those of doctors alone, and how many of these are done for one
 * of a flow. */
enum { AC_FLOWS_FIRST = 8, AC_ROUNDS_A_FLOW = 8 };

/* Betters a bound on the whole cost by rounds of flows whose parts and tolls follow what is used:
 * the Lagrangian dual, by a subgradient along a fading mean. Where doctors work two sessions a day
 * at most, some rounds of flows give the prices for eight times as many, in place of the rest, of
 * doctors alone (alone.h). Ends early when it is stopped.
 *
 * in   target  what a roster costs that is known: no bound lies above it
 * out  the best bound of all rounds; INT64_MIN where no round was done
 */
int64_t
ac_covering_bound(ac_covering *covering, uint32_t rounds, int64_t target, const ac_stop *stop);

/* The dual of the rounds so far, or NULL where none was of doctors alone. */
const struct ac_dual *ac_covering_dual(const ac_covering *covering);

/* Coverage alone, of a problem that nothing else is asked about. */
void ac_cover_solve(
    ac_arena *arena, const ac_problem *problem, const ac_stop *stop, ac_cover *cover);

#endif
