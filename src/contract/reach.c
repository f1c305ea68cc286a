/* SPDX-License-Identifier: MIT */
/* The reach of each word over time, as arithmetic on period numbers. */

#include "contract/reach.h"

int32_t ac_read_period(
    const ac_calendar *calendar, ac_period_kind kind, int32_t period, ac_period_kind operand)
{
    if (operand == AC_PERIOD_NONE) {
        return 0;
    }
    return ac_period_within(calendar, kind, period, operand);
}

ac_range ac_read_within(
    const ac_calendar *calendar, ac_period_kind kind, int32_t period, ac_period_kind finer)
{
    int32_t first = ac_period_first_in(calendar, kind, period, finer);
    int32_t until = first + ac_period_count_in(calendar, kind, period, finer);
    int32_t term_first = ac_term_first(calendar, finer);
    int32_t term_until = term_first + ac_term_count(calendar, finer);
    if (first < term_until && until > term_first) {
        first = first < term_first ? term_first : first;
        until = until > term_until ? term_until : until;
    }
    return (ac_range){first, until - first};
}

int32_t ac_read_same(const ac_calendar *calendar, ac_period_kind kind, int32_t period, int32_t year)
{
    int32_t own = ac_period_within(calendar, kind, period, AC_PERIOD_YEAR);
    int32_t offset = period - ac_period_first_in(calendar, AC_PERIOD_YEAR, own, kind);
    return ac_period_first_in(calendar, AC_PERIOD_YEAR, year, kind) + offset;
}

int32_t ac_read_since(
    const ac_calendar *calendar, ac_period_kind kind, int32_t period, ac_period_kind since)
{
    int32_t held = ac_period_within(calendar, kind, period, since);
    return ac_read_within(calendar, since, held, kind).first;
}

int32_t ac_read_dated(const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    return ac_read_within(calendar, kind, period, AC_PERIOD_MONTH).first;
}
