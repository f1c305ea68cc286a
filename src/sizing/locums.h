/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_LOCUMS_H
#define AC_SIZING_LOCUMS_H
/* What a locum would have cost on the day of a session, and how that is known. */

#include "accord/date.h"

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef enum ac_locum_basis {
    AC_LOCUM_QUOTED,
    AC_LOCUM_PAID,
    AC_LOCUM_MODELLED,
    AC_LOCUM_BASES
} ac_locum_basis;

const char *ac_locum_basis_word(ac_locum_basis basis); /* "quoted" */

#define AC_LOCUM_NO_SITE UINT32_MAX

/* A price that is known. */
typedef struct ac_locum_price {
    accord_date on;
    uint32_t site; /* or AC_LOCUM_NO_SITE: of any */
    ac_locum_basis basis;
    double pounds; /* of a session */
    uint64_t line;
    bool is_outlier;
} ac_locum_price;

typedef struct ac_locums {
    ac_locum_price *list; /* [count] */
    size_t count;
    double *scratch; /* [count] */
} ac_locums;

/* Sorts prices by day, and marks those that lie far from the rest: beyond 3.5 robust standard
 * deviations of the median (Iglewicz and Hoaglin, 1993), or three times and a third of it where
 * most are equal. Fewer than five say nothing of each other.
 *
 * in  list, count
 */
void ac_locums_make(ac_arena *arena, ac_locums *locums);

/* What a locum would have cost: the median of the prices of the day at the site, else of the day,
 * else of the three days before and after, else the figure. Of each the paid ones, else the quoted,
 * else those that were modelled; outliers do not count. */
typedef struct ac_locum_answer {
    double pounds;
    ac_locum_basis basis;
} ac_locum_answer;

ac_locum_answer ac_locum_on(const ac_locums *locums, accord_date on, uint32_t site, double figure);

/* The median; sorts the values; 0 of none. */
double ac_median_of(double *values, size_t count);

#endif
