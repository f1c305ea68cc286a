/* SPDX-License-Identifier: MIT */
/* The share of sessions needed, by moments and Bayes. */

#include "sizing/lookback.h"

#include "sizing/special.h"

static double worth_of(ac_needed needed)
{
    return needed == AC_NEEDED_YES ? 1 : needed == AC_NEEDED_PARTLY ? 0.5 : 0;
}

typedef struct site_sum {
    uint32_t count;
    double needed;
} site_sum;

/* The intraclass correlation by analysis of variance (Donner, 1986): how much sites differ beyond
 * what chance makes of sessions that are all alike. `size` is that of a site as the estimator
 * weighs it. */
static double
alike_of(const site_sum *sums, uint32_t site_count, const double total[3], double *size)
{
    double n = total[0];
    double sites = 0;
    double between = 0;
    double squares = 0;
    for (uint32_t s = 0; s < site_count; s++) {
        double count = sums[s].count;
        if (sums[s].count > 0) {
            double off = sums[s].needed / count - total[1] / n;
            sites += 1;
            between += count * off * off;
            squares += count * count;
        }
    }
    double within = total[2] - total[1] * total[1] / n - between;
    if (sites < 2 || n <= sites) {
        return 0;
    }
    *size = (n - squares / n) / (sites - 1);
    double between_mean = between / (sites - 1);
    double within_mean = within > 0 ? within / (n - sites) : 0;
    double below = between_mean + (*size - 1) * within_mean;
    double alike = below > 0 ? (between_mean - within_mean) / below : 0;
    return alike > 0 ? alike : 0;
}

void ac_need_fit(
    ac_arena *arena,
    const ac_looked_back *sessions,
    size_t count,
    uint32_t site_count,
    ac_need *need)
{
    ac_need made = {0};
    site_sum *sums = AC_NEW_ARRAY(arena, site_sum, site_count);
    double total[3] = {(double)count, 0, 0}; /* sessions, needed, squares of needed */
    double size = 1;
    for (size_t i = 0; i < count; i++) {
        double worth = worth_of(sessions[i].needed);
        made.counts[sessions[i].needed]++;
        sums[sessions[i].site].count++;
        sums[sessions[i].site].needed += worth;
        total[1] += worth;
        total[2] += worth * worth;
    }
    made.alike = count > 0 ? alike_of(sums, site_count, total, &size) : 0;
    /* So many sessions that are alike within sites tell as much as `told` that are not. */
    double told = count > 0 ? (double)count / (1 + (size - 1) * made.alike) : 0;
    double share = count > 0 ? total[1] / (double)count : 0;
    made.a = 0.5 + told * share;
    made.b = 0.5 + told * (1 - share);
    made.share = (ac_estimate){
        made.a / (made.a + made.b), ac_beta_quantile(0.025, made.a, made.b),
        ac_beta_quantile(0.975, made.a, made.b)};
    *need = made;
}
