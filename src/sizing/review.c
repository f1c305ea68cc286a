/* SPDX-License-Identifier: MIT */
/* Sums of weeks, and intervals for their ratios. Weeks are drawn whole, since sessions of a week
 * have holidays, sickness and prices in common. */

#include "sizing/review.h"

#include <math.h>
#include <stdlib.h>

enum { PURPOSE_WEEKS = 21 };

static double idle_of(const ac_review_week *week)
{
    return week->offered > week->delivered ? week->offered - week->delivered : 0;
}

static double cost_of(const ac_review_week *week)
{
    return week->offered * week->cost - idle_of(week) * week->idle_value;
}

static void sum_weeks(const ac_reviewed *reviewed, ac_review *review)
{
    for (uint32_t w = 0; w < reviewed->week_count; w++) {
        const ac_review_week *week = &reviewed->weeks[w];
        double idle = idle_of(week);
        review->sums.offered += week->offered;
        review->sums.requested += week->requested;
        review->sums.matched += week->matched;
        review->sums.delivered += week->delivered;
        review->sums.backfilled += week->backfilled;
        for (size_t i = 0; i < AC_CANCELLERS; i++) {
            review->sums.cancelled[i] += week->cancelled[i];
        }
        uint32_t met = week->delivered + week->cancelled[AC_BY_PRACTICE];
        uint32_t unmet = week->requested > met ? week->requested - met : 0;
        review->unmet += unmet;
        review->covered += week->backfilled < unmet ? week->backfilled : unmet;
        review->idle += idle;
        review->beyond += idle > 0 ? 0 : week->delivered - week->offered;
        review->cost += cost_of(week);
        review->idle_cost += idle * (week->cost - week->idle_value);
    }
}

static int by_locum(const void *a, const void *b)
{
    const ac_review_session *x = a;
    const ac_review_session *y = b;
    int pounds = (x->locum.pounds > y->locum.pounds) - (x->locum.pounds < y->locum.pounds);
    return pounds != 0 ? pounds : (x->week > y->week) - (x->week < y->week);
}

/* The median locum of the sessions, each as often as its week was drawn. */
static double median_locum(const ac_reviewed *reviewed, const uint32_t *times)
{
    uint64_t all = 0;
    uint64_t seen = 0;
    for (size_t i = 0; i < reviewed->session_count; i++) {
        all += times[reviewed->sessions[i].week];
    }
    for (size_t i = 0; i < reviewed->session_count; i++) {
        seen += times[reviewed->sessions[i].week];
        if (seen * 2 == all) { /* between this one and the next that was drawn */
            size_t next = i + 1;
            while (times[reviewed->sessions[next].week] == 0) {
                next++;
            }
            return (reviewed->sessions[i].locum.pounds + reviewed->sessions[next].locum.pounds) / 2;
        }
        if (seen * 2 > all) {
            return reviewed->sessions[i].locum.pounds;
        }
    }
    return 0;
}

/* What is told with an interval, each a row of draws. */
typedef enum told {
    PER_DELIVERED,
    LOCUM,
    DIFFERENCE,
    PER_NEEDED,
    LOCUM_PER_NEEDED,
    NOT_NEEDED,
    NOT_NEEDED_COST,
    TOLD
} told;

typedef struct drawing {
    const ac_reviewed *reviewed;
    double *draws[TOLD]; /* [draws] each */
    uint32_t count;
} drawing;

/* False where nothing was delivered in the weeks. */
static bool
work_out(const ac_reviewed *reviewed, const uint32_t *times, double share, double *values)
{
    double cost = 0;
    double delivered = 0;
    for (uint32_t w = 0; w < reviewed->week_count; w++) {
        cost += times[w] * cost_of(&reviewed->weeks[w]);
        delivered += (double)times[w] * reviewed->weeks[w].delivered;
    }
    if (delivered < 0.5) {
        return false;
    }
    values[PER_DELIVERED] = cost / delivered;
    values[LOCUM] = median_locum(reviewed, times);
    values[DIFFERENCE] = values[PER_DELIVERED] - values[LOCUM];
    values[PER_NEEDED] = values[PER_DELIVERED] / share;
    values[LOCUM_PER_NEEDED] = values[LOCUM] / share;
    values[NOT_NEEDED] = (double)reviewed->session_count * (1 - share);
    values[NOT_NEEDED_COST] = values[NOT_NEEDED] * values[PER_DELIVERED];
    return true;
}

static void draw_weeks(drawing *to, uint32_t *times)
{
    const ac_reviewed *r = to->reviewed;
    for (uint32_t i = 0; i < r->draws; i++) {
        ac_draws draws = ac_draws_of(r->seed, PURPOSE_WEEKS, i);
        double values[TOLD] = {0};
        for (uint32_t w = 0; w < r->week_count; w++) {
            times[w] = 0;
        }
        for (uint32_t w = 0; w < r->week_count; w++) {
            times[ac_draw_below(&draws, r->week_count)]++;
        }
        if (work_out(r, times, ac_draw_beta(&draws, r->need->a, r->need->b), values)) {
            for (size_t t = 0; t < TOLD; t++) {
                to->draws[t][to->count] = values[t];
            }
            to->count++;
        }
    }
}

static ac_estimate between(drawing *from, told what, double value)
{
    ac_estimate made = {value, value, value};
    if (from->count > 1) {
        ac_sort_values(from->draws[what], from->count);
        made.low = from->draws[what][(size_t)floor((from->count - 1) * 0.025)];
        made.high = from->draws[what][(size_t)ceil((from->count - 1) * 0.975)];
    }
    return made;
}

void ac_review_run(ac_arena *arena, const ac_reviewed *reviewed, ac_review *review)
{
    ac_review made = {.has_interval = reviewed->week_count > 1};
    uint32_t *times = AC_NEW_ARRAY(arena, uint32_t, reviewed->week_count);
    double values[TOLD] = {0};
    drawing drawn = {.reviewed = reviewed};
    sum_weeks(reviewed, &made);
    for (size_t i = 0; i < reviewed->session_count; i++) {
        made.bases[reviewed->sessions[i].locum.basis]++;
    }
    if (reviewed->session_count > 1) {
        qsort(reviewed->sessions, reviewed->session_count, sizeof *reviewed->sessions, by_locum);
    }
    for (uint32_t w = 0; w < reviewed->week_count; w++) {
        times[w] = 1;
    }
    const ac_need *need = reviewed->need;
    made.has_need =
        need->counts[AC_NEEDED_YES] + need->counts[AC_NEEDED_PARTLY] + need->counts[AC_NEEDED_NO] >
        0;
    made.has_needed = need->counts[AC_NEEDED_YES] + need->counts[AC_NEEDED_PARTLY] > 0;
    made.has_delivered = work_out(reviewed, times, need->share.value, values);
    if (made.has_delivered) {
        for (size_t t = 0; t < TOLD; t++) {
            drawn.draws[t] = AC_NEW_ARRAY(arena, double, reviewed->draws);
        }
        if (made.has_interval) {
            draw_weeks(&drawn, times);
        }
        for (uint32_t i = 0; i < drawn.count; i++) {
            made.dearer += drawn.draws[DIFFERENCE][i] > 0 ? 1.0 / drawn.count : 0;
        }
        made.per_delivered = between(&drawn, PER_DELIVERED, values[PER_DELIVERED]);
        made.locum = between(&drawn, LOCUM, values[LOCUM]);
        made.difference = between(&drawn, DIFFERENCE, values[DIFFERENCE]);
        made.per_needed = between(&drawn, PER_NEEDED, values[PER_NEEDED]);
        made.locum_per_needed = between(&drawn, LOCUM_PER_NEEDED, values[LOCUM_PER_NEEDED]);
        made.not_needed = between(&drawn, NOT_NEEDED, values[NOT_NEEDED]);
        made.not_needed_cost = between(&drawn, NOT_NEEDED_COST, values[NOT_NEEDED_COST]);
    }
    *review = made;
}
