/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_REVIEW_H
#define AC_SIZING_REVIEW_H
/* What became of the sessions of some weeks, what one that was delivered cost with the idle ones,
 * and what a locum on the same day would have: with intervals from weeks drawn again and again
 * (bootstrap). */

#include "sizing/locums.h"
#include "sizing/lookback.h"

typedef enum ac_canceller { AC_BY_PRACTICE, AC_BY_DOCTOR, AC_BY_TRUST, AC_CANCELLERS } ac_canceller;

typedef struct ac_review_week {
    accord_date from;
    double offered; /* sessions that contracts left for the pool */
    uint32_t requested;
    uint32_t matched; /* given to a doctor who took it, whatever became of it */
    uint32_t delivered;
    uint32_t cancelled[AC_CANCELLERS];
    uint32_t backfilled; /* by a locum who was paid */
    double cost;         /* pounds, of a session on offer */
    double idle_value;
} ac_review_week;

/* A session that was delivered. */
typedef struct ac_review_session {
    uint32_t week;
    ac_locum_answer locum;
} ac_review_session;

typedef struct ac_reviewed {
    const ac_review_week *weeks; /* [week_count] */
    uint32_t week_count;
    ac_review_session *sessions; /* [session_count]; they are sorted by what a locum costs */
    size_t session_count;
    const ac_need *need;
    uint64_t seed;
    uint32_t draws; /* of weeks */
} ac_reviewed;

typedef struct ac_review {
    ac_review_week sums; /* of all weeks; `cost` and `idle_value` are not used */
    double idle;         /* sessions on offer that were not delivered */
    double beyond;       /* delivered beyond what was on offer in their week */
    uint32_t unmet;      /* asked for, neither delivered nor cancelled by the practice */
    uint32_t covered;    /* of these, by locums who were paid */
    double cost;         /* pounds of all sessions on offer, less the value of idle ones */
    double idle_cost;    /* of that, for the idle ones */
    bool has_delivered;
    bool has_interval; /* of two weeks or more */
    ac_estimate per_delivered;
    size_t bases[AC_LOCUM_BASES]; /* sessions by how the locum's price is known */
    ac_estimate locum;            /* the median of the sessions */
    ac_estimate difference;       /* pool less locum */
    double dearer;                /* share of draws in which the pool is the dearer */
    bool has_need;                /* some sessions were looked back at */
    bool has_needed;              /* and some of them were needed */
    ac_estimate per_needed;
    ac_estimate locum_per_needed;
    ac_estimate not_needed;      /* sessions delivered that were not needed */
    ac_estimate not_needed_cost; /* at what one that was delivered cost */
} ac_review;

void ac_review_run(ac_arena *arena, const ac_reviewed *reviewed, ac_review *review);

#endif
