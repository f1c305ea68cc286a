/* SPDX-License-Identifier: MIT */
/* Means, chances and tails, each with a 95% interval. */

#include "sizing/measure.h"

#include <math.h>
#include <stdlib.h>

enum { HALVINGS = 60 };

static const double z95 = 1.959963984540054; /* ac_normal_quantile(0.975) */
static const double price_most = 1e7;

static ac_estimate about(double value, double half)
{
    return (ac_estimate){value, value - half, value + half};
}

ac_estimate ac_mean_of(const double *values, size_t count)
{
    double mean = 0;
    double squares = 0;
    for (size_t i = 0; i < count; i++) {
        mean += values[i] / (double)count;
    }
    for (size_t i = 0; i < count; i++) {
        squares += (values[i] - mean) * (values[i] - mean);
    }
    double n = (double)count;
    return about(mean, count > 1 ? z95 * sqrt(squares / (n - 1) / n) : 0);
}

ac_estimate ac_chance_of(uint64_t hits, uint64_t count)
{
    double n = (double)count;
    double p = count > 0 ? (double)hits / n : 0;
    if (count == 0) {
        return (ac_estimate){0, 0, 1};
    }
    double z2 = z95 * z95;
    double middle = (p + z2 / (2 * n)) / (1 + z2 / n);
    double half = z95 * sqrt(p * (1 - p) / n + z2 / (4 * n * n)) / (1 + z2 / n);
    return (ac_estimate){p, hits == 0 ? 0 : middle - half, hits == count ? 1 : middle + half};
}

static int ascending(const void *a, const void *b)
{
    double x = *(const double *)a;
    double y = *(const double *)b;
    return (x > y) - (x < y);
}

void ac_sort_values(double *values, size_t count)
{
    qsort(values, count, sizeof *values, ascending);
}

static size_t worst_of(size_t count, double share)
{
    size_t worst = (size_t)ceil((double)count * share - 1e-9);
    return worst < 1 ? 1 : worst > count ? count : worst;
}

ac_estimate ac_tail_of(double *values, size_t count, double share)
{
    size_t worst = worst_of(count, share);
    double mean = 0;
    double squares = 0;
    ac_sort_values(values, count);
    for (size_t i = 0; i < worst; i++) {
        mean += values[i] / (double)worst;
    }
    for (size_t i = 0; i < worst; i++) {
        squares += (values[i] - mean) * (values[i] - mean) / (double)worst;
    }
    /* The variance of the mean of the worst (Trindade and others, 2007). */
    double edge = values[worst - 1] - mean;
    double variance = (squares + (1 - share) * edge * edge) / (double)worst;
    return about(mean, z95 * sqrt(variance));
}

static double tail_at(
    const ac_period_outcome *outcomes, size_t count, double share, double *scratch, double price)
{
    for (size_t i = 0; i < count; i++) {
        scratch[i] = price * outcomes[i].paid + outcomes[i].rest;
    }
    return ac_tail_of(scratch, count, share).value;
}

bool ac_risk_price(
    const ac_period_outcome *outcomes, size_t count, double share, double *scratch, double *price)
{
    double low = 0;
    double high = 1;
    while (tail_at(outcomes, count, share, scratch, high) < 0) {
        low = high;
        high *= 2;
        if (high > price_most) {
            return false;
        }
    }
    for (int i = 0; i < HALVINGS && high - low > 1e-6; i++) {
        double middle = (low + high) / 2;
        if (tail_at(outcomes, count, share, scratch, middle) < 0) {
            low = middle;
        } else {
            high = middle;
        }
    }
    *price = high;
    return true;
}
