/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_REACH_H
#define AC_CONTRACT_REACH_H
/* Which periods of an operand a node reads. Both evaluators and the explanations ask here, so that
 * the reach of every word of the language is written once. */

#include "lang/program.h"

/* Periods [first, first + count) of some kind; [0, 1) for a value without a period. */
typedef struct ac_range {
    int32_t first;
    int32_t count;
} ac_range;

/* The period of kind `operand` that holds a period of kind `kind`, which is as fine or finer. */
int32_t ac_read_period(
    const ac_calendar *calendar, ac_period_kind kind, int32_t period, ac_period_kind operand);

/* The periods of a finer kind within a period. A period that the term cuts keeps what lies in the
 * term; one wholly outside it is whole. */
ac_range ac_read_within(
    const ac_calendar *calendar, ac_period_kind kind, int32_t period, ac_period_kind finer);

/* `in same month of 2013/14`: the period of that year as far from its start as `period` is from
 * its. */
int32_t
ac_read_same(const ac_calendar *calendar, ac_period_kind kind, int32_t period, int32_t year);

/* The first period of `kind` in the term that lies in the same `since` period. */
int32_t ac_read_since(
    const ac_calendar *calendar, ac_period_kind kind, int32_t period, ac_period_kind since);

/* The month whose value a dated value without a period of its own has in a period: its first. */
int32_t ac_read_dated(const ac_calendar *calendar, ac_period_kind kind, int32_t period);

#endif
