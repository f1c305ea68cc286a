/* SPDX-License-Identifier: MIT */
/* The mean of what rounds use tells how much of a visit, or of a site's newness, a fractional
 * roster has. What it has nearly whole is spent, what it has hardly is closed, prices follow, and
 * so on until nothing is open: first the newness of sites, which costs most, then visits of weeks.
 */

#include "roster/dive.h"

#include <stdlib.h>

enum {
    STAGES = 8,         /* of decisions about one kind, as far as they suffice */
    ROUNDS_LEAST = 12,  /* between two decisions */
    PAIRS_LEAST = 1000, /* of fewer, a search finds by itself what is decided here */
    STEP_AFTER = 256,   /* of AC_STEP_WHOLE: prices need go less far after each */
    WHOLE = AC_MEAN_ONE * 9 / 10,
    HALF = AC_MEAN_ONE * 3 / 10, /* what is had less is not spent, however few are */
    NOTHING = AC_MEAN_ONE / 100,
};

/* A run about which nothing is decided. */
typedef struct open_run {
    uint32_t run;
    int32_t had; /* by the mean of rounds, at the time at which it is most */
} open_run;

typedef struct diving {
    ac_dual dual;
    ac_share_kind kind;
    open_run *open; /* of the kind at hand, those not decided */
    uint32_t open_count;
    int64_t spent; /* costs that are in no parts any more */
} diving;

bool ac_dive_fits(const ac_problem *problem, uint32_t rounds)
{
    bool costs = problem->visit_cost > 0;
    for (size_t i = 0; i < (size_t)problem->doctor_count * problem->site_count && !costs; i++) {
        costs = problem->new_site_costs[i] > 0;
    }
    return costs && problem->kept_count == 0 && rounds >= 2 * STAGES * ROUNDS_LEAST &&
           ac_problem_lawful_pairs(problem) >= PAIRS_LEAST && ac_alone_fits(problem);
}

static int by_had(const void *left, const void *right)
{
    const open_run *a = left;
    const open_run *b = right;
    if (a->had != b->had) {
        return a->had > b->had ? -1 : 1;
    }
    return a->run < b->run ? -1 : a->run > b->run ? 1 : 0;
}

static ac_share_run *run_of(diving *d, uint32_t run)
{
    return &d->dual.shares.runs[d->kind].list[run];
}

/* What is spent costs nothing any more. */
static bool is_decided(const diving *d, const ac_share_run *run)
{
    return run->cost == 0 || d->dual.shares.list[run->from].closed;
}

/* Those not decided, the ones most had first. */
static void list_open(diving *d)
{
    const ac_shares *shares = &d->dual.shares;
    d->open_count = 0;
    for (uint32_t i = 0; i < shares->runs[d->kind].count; i++) {
        const ac_share_run *run = run_of(d, i);
        if (is_decided(d, run)) {
            continue;
        }
        int32_t had = 0;
        for (uint32_t j = run->from; j < run->until; j++) {
            had = shares->list[j].mean > had ? shares->list[j].mean : had;
        }
        d->open[d->open_count++] = (open_run){i, had};
    }
    qsort(d->open, d->open_count, sizeof *d->open, by_had);
}

static void spend(diving *d, uint32_t run)
{
    d->spent += run_of(d, run)->cost / AC_SHARE_SCALE;
    ac_shares_spend(&d->dual.shares, d->kind, run_of(d, run));
}

/* Spends the clearest, as many as stages ask for; closes what is hardly had. Returns how many were
 * spent. */
static uint32_t decide(diving *d, uint32_t stages_left)
{
    int64_t had = 0;
    uint32_t spent = 0;
    for (uint32_t i = 0; i < d->open_count; i++) {
        had += d->open[i].had;
    }
    uint32_t wanted = (uint32_t)(had / AC_MEAN_ONE / (stages_left + 1)) + 1;
    for (uint32_t i = 0; i < d->open_count; i++) {
        const open_run *open = &d->open[i];
        if (open->had >= WHOLE || (spent < wanted && open->had > HALF)) {
            spend(d, open->run);
            spent++;
        } else if (open->had < NOTHING) {
            ac_shares_close(&d->dual.shares, run_of(d, open->run));
        }
    }
    return spent;
}

/* Decides about all runs of a kind. */
static void
decide_all(diving *d, ac_arena *arena, ac_share_kind kind, uint32_t rounds, const ac_stop *stop)
{
    d->kind = kind;
    d->open = AC_NEW_ARRAY(arena, open_run, d->dual.shares.runs[kind].count);
    for (uint32_t stage = 0; !ac_stop_asked(stop); stage++) {
        list_open(d);
        if (decide(d, stage < STAGES ? STAGES - stage : 0) == 0) {
            break;
        }
        d->dual.ascent.step = STEP_AFTER;
        d->dual.ascent.idle = 0;
        ac_dual_rounds(&d->dual, rounds / STAGES, d->spent, stop);
    }
    for (uint32_t i = 0; i < d->open_count; i++) {
        const ac_share_run *run = run_of(d, d->open[i].run);
        if (!is_decided(d, run)) {
            ac_shares_close(&d->dual.shares, run);
        }
    }
}

/* Leaves out the pairs that are closed. */
static void leave_out(ac_arena *arena, const diving *d, ac_problem *less)
{
    AC_SCOPED_ARENA(scratch);
    const ac_shares *shares = &d->dual.shares;
    bool *out = AC_NEW_ARRAY(&scratch, bool, shares->pair_count);
    for (uint32_t i = 0; i < shares->pair_count; i++) {
        uint32_t share = shares->of_pair[i];
        out[i] = share != UINT32_MAX && shares->list[share].closed;
    }
    ac_problem_leave_out(arena, d->dual.problem, out, less);
}

void ac_dive(
    ac_arena *arena, const ac_dual *dual, uint32_t rounds, const ac_stop *stop, ac_problem *less)
{
    AC_SCOPED_ARENA(scratch);
    diving d = {0};
    *less = *dual->problem;
    ac_dual_copy(&scratch, dual, &d.dual);
    decide_all(&d, &scratch, AC_SHARE_EVER, rounds / 2, stop);
    decide_all(&d, &scratch, AC_SHARE_WEEK, rounds / 2, stop);
    if (!ac_stop_asked(stop)) {
        leave_out(arena, &d, less);
    }
}
