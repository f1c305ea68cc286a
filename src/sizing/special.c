/* SPDX-License-Identifier: MIT */
/* Quantiles are found by halving an interval: slow, and right to the last digits without a table
 * of coefficients. They are asked for a few times a run. */

#include "sizing/special.h"

#include <math.h>

enum { HALVINGS = 200, FRACTION_TERMS = 500 };

static const double root_two = 1.41421356237309504880;
static const double root_two_pi = 2.50662827463100050242;

double ac_normal_density(double z)
{
    return exp(-z * z / 2) / root_two_pi;
}

double ac_normal_below(double z)
{
    return erfc(-z / root_two) / 2;
}

/* The x at which `below` reaches p. */
typedef struct increasing {
    double (*below)(double x, double a, double b);
    double a;
    double b;
} increasing;

static double halve(const increasing *f, double p, double low, double high)
{
    for (int i = 0; i < HALVINGS && low < high; i++) {
        double middle = low + (high - low) / 2;
        if (middle <= low || middle >= high) {
            break;
        }
        if (f->below(middle, f->a, f->b) < p) {
            low = middle;
        } else {
            high = middle;
        }
    }
    return low + (high - low) / 2;
}

static double normal_of(double x, double a, double b)
{
    (void)a;
    (void)b;
    return ac_normal_below(x);
}

double ac_normal_quantile(double p)
{
    return halve(&(increasing){normal_of, 0, 0}, p, -38, 38);
}

static double log_gamma(double x)
{
    return lgamma(x); /* NOLINT(concurrency-mt-unsafe): nothing reads the sign it leaves */
}

double ac_poisson_below(uint32_t count, double mean)
{
    double sum = 0;
    if (mean <= 0) {
        return 1;
    }
    for (uint32_t i = 0; i <= count; i++) {
        sum += exp(i * log(mean) - mean - log_gamma((double)i + 1));
    }
    return sum < 1 ? sum : 1;
}

/* The continued fraction of the incomplete beta function (DLMF 8.17.22), by Lentz's method. */
static double beta_fraction(double x, double a, double b)
{
    const double tiny = 1e-300;
    double c = 1;
    double d = 1 - (a + b) * x / (a + 1);
    d = 1 / (fabs(d) < tiny ? tiny : d);
    double value = d;
    for (int m = 1; m <= FRACTION_TERMS; m++) {
        double even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m));
        double odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1));
        double change = 1;
        for (int half = 0; half < 2; half++) {
            double term = half == 0 ? even : odd;
            d = 1 + term * d;
            d = 1 / (fabs(d) < tiny ? tiny : d);
            c = 1 + term / c;
            c = fabs(c) < tiny ? tiny : c;
            change = c * d;
            value *= change;
        }
        if (fabs(change - 1) < 1e-15) {
            break;
        }
    }
    return value;
}

double ac_beta_below(double x, double a, double b)
{
    if (x <= 0) {
        return 0;
    }
    if (x >= 1) {
        return 1;
    }
    double front = exp(log_gamma(a + b) - log_gamma(a) - log_gamma(b) + a * log(x) + b * log1p(-x));
    /* The fraction converges fast on one side of the mean; the other is its mirror. */
    return x < (a + 1) / (a + b + 2) ? front * beta_fraction(x, a, b) / a
                                     : 1 - front * beta_fraction(1 - x, b, a) / b;
}

double ac_beta_quantile(double p, double a, double b)
{
    return halve(&(increasing){ac_beta_below, a, b}, p, 0, 1);
}
