/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_SIMULATE_H
#define AC_SIZING_SIMULATE_H
/* Many periods drawn once, and what becomes of a pool of any size in them: the same demand, the
 * same sickness and the same cancellations for every size, so that sizes are told apart by what
 * they do and not by luck (common random numbers). */

#include "sizing/demand.h"

/* How a period runs and what it costs. Shares are of 1; amounts are in pounds. */
typedef struct ac_terms {
    double price;
    double cost;
    double idle_value;
    double unmet_value;
    double locum;
    double backfilled; /* share of sessions not met that locums are bought for */
    double absent;     /* share of sessions on offer that sickness takes */
    double cancelled;  /* share of bookings that practices cancel */
    double need_a;     /* of the beta posterior of the share of bookings needed; 0: not known */
    double need_b;
    double handed_back; /* share of the others, not needed, that practices cancel */
    double late;        /* share of these that come too late for another practice */
    double late_fee;    /* share of the price that one costs */
    double placed;      /* share of demand that the pool's doctors may work */
} ac_terms;

typedef struct ac_run_of {
    uint64_t seed;
    uint64_t purpose; /* a sample of its own for each */
    uint32_t scenarios;
    uint32_t weeks;
    const uint8_t *months;  /* [weeks], of the period, 0 is January */
    uint32_t sessions_most; /* a size that may be asked about; more are where demand is larger */
} ac_run_of;

/* The weeks of all scenarios. Sick sessions and late cancellations are numbers of sessions, from
 * 1: that of the i-th session on offer, of the i-th booked. */
typedef struct ac_week_drawn {
    uint32_t booked; /* less what is cancelled in good time */
    uint32_t absent_first;
    uint32_t absent_until;
    uint32_t late_first;
    uint32_t late_until;
} ac_week_drawn;

typedef struct ac_scenarios {
    const ac_terms *terms;
    uint32_t count;
    uint32_t weeks;
    uint32_t sessions_most;
    ac_week_drawn *drawn; /* [count x weeks] */
    uint32_t *absent;     /* ascending within a week */
    uint32_t *late;
    uint32_t booked_most;
} ac_scenarios;

void ac_scenarios_draw(
    ac_arena *arena,
    const ac_demand *demand,
    const ac_terms *terms,
    const ac_run_of *run,
    ac_scenarios *scenarios);

/* One period with a pool of a size. The profit is price x paid + rest. */
typedef struct ac_period_outcome {
    double paid; /* sessions that are paid, a late cancellation by its fee's share */
    double rest;
    uint32_t used;
    uint32_t idle;
    uint32_t late;
    uint32_t unmet; /* before locums */
} ac_period_outcome;

/* out  outcomes  [count], of the scenarios [first, first + count)
 *      idle_weeks  [weeks of these], idle sessions of each week, or NULL */
void ac_scenarios_run(
    const ac_scenarios *scenarios,
    uint32_t sessions,
    uint32_t first,
    uint32_t count,
    ac_period_outcome *outcomes,
    uint32_t *idle_weeks);

#endif
