/* SPDX-License-Identifier: MIT */
/* Prices of locums: outliers, and the one that is set against a session. */

#include "sizing/locums.h"

#include "sizing/measure.h"

#include <math.h>
#include <stdlib.h>

enum { TELLING = 5, WEEK_EITHER_WAY = 3 };

const char *ac_locum_basis_word(ac_locum_basis basis)
{
    static const char *const words[] = {"quoted", "paid", "modelled"};
    return words[basis];
}

double ac_median_of(double *values, size_t count)
{
    if (count == 0) {
        return 0;
    }
    ac_sort_values(values, count);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

static int by_day(const void *a, const void *b)
{
    const ac_locum_price *x = a;
    const ac_locum_price *y = b;
    int days = (x->on.day > y->on.day) - (x->on.day < y->on.day);
    return days != 0 ? days : (x->line > y->line) - (x->line < y->line);
}

void ac_locums_make(ac_arena *arena, ac_locums *locums)
{
    ac_locum_price *prices = locums->list;
    size_t count = locums->count;
    double *values = AC_NEW_ARRAY(arena, double, count);
    locums->scratch = values;
    if (count > 1) {
        qsort(prices, count, sizeof *prices, by_day);
    }
    for (size_t i = 0; i < count; i++) {
        values[i] = prices[i].pounds;
        prices[i].is_outlier = false;
    }
    if (count < TELLING) {
        return;
    }
    double median = ac_median_of(values, count);
    for (size_t i = 0; i < count; i++) {
        values[i] = fabs(prices[i].pounds - median);
    }
    double spread = 1.4826 * ac_median_of(values, count);
    for (size_t i = 0; i < count; i++) {
        double pounds = prices[i].pounds;
        prices[i].is_outlier = spread > 0 ? fabs(pounds - median) > 3.5 * spread
                                          : pounds > 3 * median || pounds * 3 < median;
    }
}

/* How near a price is: the less the better. */
typedef enum nearness { AT_THE_SITE, ON_THE_DAY, IN_THE_WEEK, TOO_FAR } nearness;

static nearness near_of(const ac_locum_price *price, accord_date on, uint32_t site)
{
    if (price->on.day != on.day) {
        return IN_THE_WEEK;
    }
    return price->site == site ? AT_THE_SITE : ON_THE_DAY;
}

/* The first price on or after a day. */
static size_t first_from(const ac_locums *locums, int32_t day)
{
    size_t low = 0;
    size_t high = locums->count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (locums->list[middle].on.day < day) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low;
}

ac_locum_answer ac_locum_on(const ac_locums *locums, accord_date on, uint32_t site, double figure)
{
    static const ac_locum_basis order[] = {AC_LOCUM_PAID, AC_LOCUM_QUOTED, AC_LOCUM_MODELLED};
    size_t first = first_from(locums, on.day - WEEK_EITHER_WAY);
    size_t until = first_from(locums, on.day + WEEK_EITHER_WAY + 1);
    for (nearness near = AT_THE_SITE; near < TOO_FAR; near++) {
        for (size_t b = 0; b < AC_LOCUM_BASES; b++) {
            size_t found = 0;
            for (size_t i = first; i < until; i++) {
                const ac_locum_price *price = &locums->list[i];
                if (price->basis == order[b] && !price->is_outlier &&
                    near_of(price, on, site) == near) {
                    locums->scratch[found++] = price->pounds;
                }
            }
            if (found > 0) {
                return (ac_locum_answer){ac_median_of(locums->scratch, found), order[b]};
            }
        }
    }
    return (ac_locum_answer){figure, AC_LOCUM_MODELLED};
}
