/* SPDX-License-Identifier: MIT */
/* A newsvendor over the counts of drawn weeks, for each practice and for their sum. */

#include "sizing/pooling.h"

#include "sizing/newsvendor.h"

#include <math.h>

enum { SCENARIOS_MOST = 500, PURPOSE_POOLING = 7 };

/* How many weeks had each number of sessions. */
typedef struct weeks_by_count {
    uint32_t *weeks; /* [most + 1] */
    uint32_t most;
    uint32_t all;
} weeks_by_count;

static void add_best(
    const ac_session_prices *prices, const weeks_by_count *seen, double *sessions, double *profit)
{
    double ratio = ac_critical_ratio(prices);
    double below = 0;
    uint32_t best = 0;
    if (ratio > 0) {
        for (best = 0; best < seen->most; best++) {
            below += (double)seen->weeks[best] / seen->all;
            if (below >= ratio) {
                break;
            }
        }
    }
    double sum = -prices->cost * best;
    for (uint32_t d = 0; d <= seen->most; d++) {
        double used = d < best ? d : best;
        sum +=
            (prices->price * used + prices->salvage * (best - used) - prices->unmet * (d - used)) *
            seen->weeks[d] / seen->all;
    }
    *sessions += best;
    *profit += sum;
}

static void count_all(
    ac_arena *arena,
    const uint32_t *values,
    size_t count,
    const ac_session_prices *prices,
    double *sessions,
    double *profit)
{
    weeks_by_count seen = {.all = (uint32_t)count};
    for (size_t i = 0; i < count; i++) {
        seen.most = values[i] > seen.most ? values[i] : seen.most;
    }
    seen.weeks = AC_NEW_ARRAY(arena, uint32_t, (size_t)seen.most + 1);
    for (size_t i = 0; i < count; i++) {
        seen.weeks[values[i]]++;
    }
    add_best(prices, &seen, sessions, profit);
}

void ac_pooling_value(
    ac_arena *arena,
    const ac_demand *demand,
    const ac_terms *terms,
    const ac_run_of *run,
    ac_pooling *pooling)
{
    ac_session_prices prices = {terms->price, terms->cost, terms->idle_value, terms->unmet_value};
    uint32_t scenarios = run->scenarios < SCENARIOS_MOST ? run->scenarios : SCENARIOS_MOST;
    size_t weeks = (size_t)scenarios * run->weeks;
    ac_pooling made = {.known = !demand->given};
    if (demand->given) {
        *pooling = made;
        return;
    }
    uint32_t *booked = AC_NEW_ARRAY(arena, uint32_t, run->weeks);
    uint32_t *sites = AC_NEW_ARRAY(arena, uint32_t, (size_t)demand->site_count * run->weeks);
    uint32_t *by_site = AC_NEW_ARRAY(arena, uint32_t, demand->site_count * weeks);
    uint32_t *together = AC_NEW_ARRAY(arena, uint32_t, weeks);
    for (uint32_t i = 0; i < scenarios; i++) {
        ac_future future = {
            run->seed, (uint64_t)PURPOSE_POOLING << 32 | i, run->weeks, run->months};
        ac_demand_draw(demand, &future, booked, sites);
        for (uint32_t w = 0; w < run->weeks; w++) {
            size_t week = (size_t)i * run->weeks + w;
            for (uint32_t s = 0; s < demand->site_count; s++) {
                uint32_t count = sites[(size_t)s * run->weeks + w];
                by_site[s * weeks + week] = count;
                together[week] += count;
            }
        }
    }
    for (uint32_t s = 0; s < demand->site_count; s++) {
        count_all(
            arena, &by_site[s * weeks], weeks, &prices, &made.apart_sessions, &made.apart_profit);
    }
    count_all(arena, together, weeks, &prices, &made.together_sessions, &made.together_profit);
    *pooling = made;
}
