/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_SPECIAL_H
#define AC_SIZING_SPECIAL_H
/* The few special functions that sizing needs, over those of the C library (erfc, lgamma, exp).
 * docs/adr/0033-sizing-the-pool.md says why they are not a library's. */

#include <stdint.h>

double ac_normal_density(double z);
double ac_normal_below(double z);    /* the chance of less than z */
double ac_normal_quantile(double p); /* 0 < p < 1 */

/* The chance of a Poisson count of at most `count`. */
double ac_poisson_below(uint32_t count, double mean);

/* The regularised incomplete beta function: the chance of less than x under Beta(a, b); and x. */
double ac_beta_below(double x, double a, double b);
double ac_beta_quantile(double p, double a, double b);

#endif
