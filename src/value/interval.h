/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_INTERVAL_H
#define AC_VALUE_INTERVAL_H
/* Ranges of exact numbers: every value from `low` to `high`, both included, either of which may be
 * without end. An operation on ranges gives a range that holds the result for every choice of
 * values within them: sound always, and not always the least such range. Yes and no are 1 and 0, so
 * a condition that may go either way is the range from 0 to 1. */

#include "value/rational.h"

typedef struct ac_interval {
    ac_rational low;  /* 0 where there is no low end */
    ac_rational high; /* 0 where there is no high end */
    bool no_low;
    bool no_high;
} ac_interval;

ac_interval ac_interval_all(void);
ac_interval ac_interval_of(ac_rational value);
ac_interval ac_interval_between(ac_rational low, ac_rational high); /* low <= high (asserted) */
ac_interval ac_interval_from(ac_rational low);                      /* without a high end */
ac_interval ac_interval_truth(bool may_fail, bool may_hold);        /* at least one (asserted) */

bool ac_interval_is_point(ac_interval a);
bool ac_interval_is_bounded(ac_interval a); /* on both sides */
bool ac_interval_has(ac_interval a, ac_rational value);
bool ac_interval_may_hold(ac_interval condition); /* other than 0 is possible */
bool ac_interval_may_fail(ac_interval condition); /* 0 is possible */

ac_interval ac_interval_add(ac_arena *arena, ac_interval a, ac_interval b);
ac_interval ac_interval_subtract(ac_arena *arena, ac_interval a, ac_interval b);
ac_interval ac_interval_negate(ac_arena *arena, ac_interval a);
ac_interval ac_interval_multiply(ac_arena *arena, ac_interval a, ac_interval b);

/* a / b over the values of b that are not 0. Where 0 is the only one, everything. */
ac_interval ac_interval_divide(ac_arena *arena, ac_interval a, ac_interval b);

ac_interval ac_interval_lesser(ac_interval a, ac_interval b);
ac_interval ac_interval_greater(ac_interval a, ac_interval b);
ac_interval ac_interval_hull(ac_interval a, ac_interval b); /* all of both, and what is between */

/* What is in both; `a` as it is where nothing is. */
ac_interval ac_interval_meet(ac_interval a, ac_interval b);

/* To a multiple of `step` units of the last place kept, as ac_rational_round_step. */
ac_interval ac_interval_round(
    ac_arena *arena, ac_interval a, int places, uint32_t step, accord_rounding rounding);

ac_interval ac_interval_copy(ac_arena *arena, ac_interval a);

/* Comparisons, as conditions. */
ac_interval ac_interval_at_least(ac_interval a, ac_interval b);
ac_interval ac_interval_more(ac_interval a, ac_interval b);
ac_interval ac_interval_equal(ac_interval a, ac_interval b);

#endif
