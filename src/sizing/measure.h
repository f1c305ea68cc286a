/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_MEASURE_H
#define AC_SIZING_MEASURE_H
/* What a sample of outcomes says of its population. */

#include "sizing/simulate.h"

typedef struct ac_estimate {
    double value;
    double low; /* of a 95% interval */
    double high;
} ac_estimate;

void ac_sort_values(double *values, size_t count); /* the least first */

/* Of the mean of some values; none has an interval of nothing. */
ac_estimate ac_mean_of(const double *values, size_t count);

/* Of a chance, by Wilson's interval. */
ac_estimate ac_chance_of(uint64_t hits, uint64_t count);

/* Of the mean of the worst share (CVaR); sorts the values. */
ac_estimate ac_tail_of(double *values, size_t count, double share);

/* The price at which the worst share of periods comes to nought on the average.
 *
 * in   scratch  [count]
 * out  false: no price does
 */
bool ac_risk_price(
    const ac_period_outcome *outcomes, size_t count, double share, double *scratch, double *price);

#endif
