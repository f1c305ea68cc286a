/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_DRAW_H
#define AC_SIZING_DRAW_H
/* Random variates of the forecasts. A stream belongs to a seed, a purpose and a number, so that
 * what is drawn for one scenario depends on no other, and a change of one purpose moves no other.
 */

#include <stdint.h>

typedef struct ac_draws {
    uint64_t state;
} ac_draws;

ac_draws ac_draws_of(uint64_t seed, uint64_t purpose, uint64_t number);

double ac_draw_share(ac_draws *draws);                   /* 0 <= x < 1 */
uint32_t ac_draw_below(ac_draws *draws, uint32_t limit); /* 0 to limit - 1 */
double ac_draw_normal(ac_draws *draws);
double ac_draw_gamma(ac_draws *draws, double shape); /* of mean `shape` */
uint32_t ac_draw_poisson(ac_draws *draws, double mean);

double ac_draw_beta(ac_draws *draws, double a, double b);

/* A factor of mean 1 and that variance; 1 where it is 0. */
double ac_draw_factor(ac_draws *draws, double variance);

/* A whole number beside x, whose mean is x. */
uint32_t ac_draw_rounded(ac_draws *draws, double x);

#endif
