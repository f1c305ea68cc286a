/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_SIZE_H
#define AC_SIZING_SIZE_H
/* How many sessions a week to employ, and at what price: by sample average approximation, for a
 * curve of sizes. The best size of one sample is valued in another that it was not chosen by. */

#include "sizing/figures.h"
#include "sizing/lookback.h"

enum { AC_IDLE_LIST_MOST = 12, AC_SIZES_MOST = 200 };

/* What a pool of one size does. */
typedef struct ac_size_outcome {
    uint32_t sessions; /* a week, on offer */
    double used;       /* of a week, expected */
    double idle;
    double late;
    double unmet;
    double idle_worst;  /* of a week, in the periods with the most idle sessions */
    double use;         /* share of the sessions on offer that are used */
    double met;         /* share of the sessions booked that are placed; 1 where none is */
    ac_estimate profit; /* of a period, in pounds */
    ac_estimate loss;   /* the chance of one */
    ac_estimate tail;   /* the mean of the worst periods (CVaR) */
    bool has_break_even;
    double break_even; /* price at which the expected profit is nought */
    bool has_risk_price;
    double risk_price; /* price at which the worst periods are nought on the average */
    double week_over[AC_IDLE_LIST_MOST]; /* the chance of more idle sessions in a week */
    double period_over[AC_IDLE_LIST_MOST];
} ac_size_outcome;

/* What one session a week more, or fewer, changes in a period. */
typedef struct ac_size_change {
    ac_estimate profit;
    double idle;
    double unmet;
} ac_size_change;

typedef struct ac_pooling {
    bool known;            /* else demand is given, and not by practice */
    double apart_sessions; /* a week: the best of each practice alone, added up */
    double apart_profit;   /* of a week */
    double together_sessions;
    double together_profit;
} ac_pooling;

typedef struct ac_sizing_options {
    uint64_t seed;
    uint32_t scenarios;
    accord_date begins;    /* the period that is forecast */
    const uint32_t *sizes; /* [size_count]; none: some about the mean demand */
    size_t size_count;
    const uint32_t *idle; /* [idle_count], at most AC_IDLE_LIST_MOST */
    size_t idle_count;
    uint32_t now;        /* sessions that the pool offers today; 0: not known */
    const ac_need *need; /* of sessions looked back at; NULL: none were */
} ac_sizing_options;

/* What a session that was needed comes to for a practice, in pounds. */
typedef struct ac_per_needed {
    bool known;       /* some session was looked back at, and needed */
    double locum;     /* all booked are paid */
    double committed; /* of the pool, likewise */
    double flexible;  /* of the pool, where those not needed are handed back late for the fee */
} ac_per_needed;

typedef struct ac_sizing {
    ac_terms terms;
    uint32_t weeks;
    double tail_share;
    double caution;
    double expected; /* sessions asked for in a week of the period */
    double ratio;    /* critical, of a session that is attended */
    double backfill_ratio;
    bool has_break_even_use;
    double break_even_use;  /* against a locum */
    ac_size_outcome *curve; /* [curve_count], by size */
    size_t curve_count;
    uint32_t best;
    uint32_t best_low; /* over samples a tenth as large */
    uint32_t best_high;
    ac_estimate out_of_sample; /* profit of the best, in a sample of its own */
    ac_estimate gap;           /* by which another size may be better */
    ac_size_change more;       /* at the best */
    ac_size_change fewer;
    ac_size_change now_more; /* at the size of today, if known */
    ac_size_change now_fewer;
    ac_pooling pooling;
    ac_per_needed per_needed;
} ac_sizing;

/* errors  ACCORD_EINPUT  a price below the value of an idle session: any number would pay
 *         ACCORD_ELIMIT  more sessions than AC_SIZING_SESSIONS_MAX would be simulated
 */
accord_status ac_sizing_run(
    ac_arena *arena,
    const ac_figures *figures,
    const ac_demand *demand,
    const ac_sizing_options *options,
    ac_sizing *sizing,
    accord_error *error);

/* The best size alone. As ac_sizing_run. */
accord_status ac_sizing_best(
    ac_arena *arena,
    const ac_figures *figures,
    const ac_demand *demand,
    const ac_sizing_options *options,
    ac_size_outcome *best,
    accord_error *error);

const ac_size_outcome *ac_sizing_at(const ac_sizing *sizing, uint32_t sessions); /* or NULL */

/* What a session on offer of a full-time contract takes in contracted sessions. */
double ac_contracted_for(const ac_figures *figures, double sessions);

#endif
