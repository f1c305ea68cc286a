/* SPDX-License-Identifier: MIT */
/* Variates by textbook methods, each cited where it stands. */

#include "sizing/draw.h"

#include "base/random.h"

#include <math.h>

ac_draws ac_draws_of(uint64_t seed, uint64_t purpose, uint64_t number)
{
    uint64_t state = seed;
    state = ac_random_next(&state) ^ purpose;
    state = ac_random_next(&state) ^ number;
    return (ac_draws){ac_random_next(&state)};
}

double ac_draw_share(ac_draws *draws)
{
    return (double)(ac_random_next(&draws->state) >> 11) * 0x1p-53;
}

uint32_t ac_draw_below(ac_draws *draws, uint32_t limit)
{
    return ac_random_below(&draws->state, limit);
}

double ac_draw_normal(ac_draws *draws) /* Box and Muller, 1958 */
{
    double radius = sqrt(-2 * log(1 - ac_draw_share(draws)));
    return radius * cos(6.28318530717958647692 * ac_draw_share(draws));
}

/* Of a shape of one or more. */
static double draw_large_gamma(ac_draws *draws, double shape)
{
    double d = shape - 1.0 / 3;
    double c = 1 / sqrt(9 * d);
    while (1) {
        double x = ac_draw_normal(draws);
        double v = 1 + c * x;
        if (v <= 0) {
            continue;
        }
        v = v * v * v;
        if (log(1 - ac_draw_share(draws)) < x * x / 2 + d - d * v + d * log(v)) {
            return d * v;
        }
    }
}

double ac_draw_gamma(ac_draws *draws, double shape) /* Marsaglia and Tsang, 2000 */
{
    if (shape < 1) {
        double larger = draw_large_gamma(draws, shape + 1);
        return larger * pow(1 - ac_draw_share(draws), 1 / shape);
    }
    return draw_large_gamma(draws, shape);
}

double ac_draw_beta(ac_draws *draws, double a, double b)
{
    double yes = ac_draw_gamma(draws, a);
    double no = ac_draw_gamma(draws, b);
    return yes + no > 0 ? yes / (yes + no) : a / (a + b);
}

uint32_t ac_draw_poisson(ac_draws *draws, double mean)
{
    enum { DIRECT = 30 };
    uint32_t count = 0;
    /* Halved by the time of the middle event (Ahrens and Dieter, 1974) while it is large. */
    while (mean > DIRECT) {
        uint32_t middle = (uint32_t)(mean * 7 / 8);
        double at = ac_draw_gamma(draws, middle);
        if (at > mean) {
            double part = mean / at;
            for (uint32_t i = 1; i < middle; i++) {
                count += ac_draw_share(draws) < part ? 1 : 0;
            }
            return count;
        }
        count += middle;
        mean -= at;
    }
    double limit = exp(-mean);
    double product = ac_draw_share(draws);
    while (product > limit) {
        count++;
        product *= ac_draw_share(draws);
    }
    return count;
}

double ac_draw_factor(ac_draws *draws, double variance)
{
    return variance > 0 ? ac_draw_gamma(draws, 1 / variance) * variance : 1;
}

uint32_t ac_draw_rounded(ac_draws *draws, double x)
{
    double whole = floor(x);
    return (uint32_t)whole + (ac_draw_share(draws) < x - whole ? 1 : 0);
}
