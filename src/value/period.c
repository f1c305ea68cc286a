/* SPDX-License-Identifier: MIT */
/* Periods as numbers. Months are counted from the year 0, so that a quarter or a year of the
 * contract is a month's number, less the months before the year start, divided by three or twelve.
 * */

#include "value/period.h"

#include "base/assert.h"
#include "base/limits.h"
#include "value/civil.h"
#include "value/date.h"

static int32_t floor_divide(int32_t a, int32_t b)
{
    int32_t quotient = a / b;
    return a % b < 0 ? quotient - 1 : quotient;
}

/* The day on which month number `month` begins. */
static accord_date month_from(const ac_calendar *calendar, int32_t month)
{
    int32_t year = floor_divide(month, 12);
    return ac_civil_day(year, month - year * 12 + 1, calendar->start_day);
}

static int32_t month_of(const ac_calendar *calendar, accord_date date)
{
    ac_date_parts parts = ac_date_to_parts(date);
    int32_t month = parts.year * 12 + parts.month - 1;
    return parts.day < calendar->start_day ? month - 1 : month;
}

/* The months in a period of a kind that has a fixed length; 0 for the others. */
static int32_t months_of(ac_period_kind kind)
{
    switch (kind) {
    case AC_PERIOD_MONTH:
        return 1;
    case AC_PERIOD_QUARTER:
        return 3;
    case AC_PERIOD_YEAR:
        return 12;
    case AC_PERIOD_TERM:
    case AC_PERIOD_NONE:
        break;
    }
    return 0;
}

/* Month numbers are counted from January, the others from the year start. */
static int32_t shift_of(const ac_calendar *calendar, ac_period_kind kind)
{
    return kind == AC_PERIOD_MONTH ? 0 : calendar->start_month - 1;
}

static int32_t period_of_month(const ac_calendar *calendar, ac_period_kind kind, int32_t month)
{
    int32_t months = months_of(kind);
    return months == 0 ? 0 : floor_divide(month - shift_of(calendar, kind), months);
}

static int32_t first_month(const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    return period * months_of(kind) + shift_of(calendar, kind);
}

static accord_status
check_term(const ac_calendar *calendar, accord_date from, accord_date last, accord_error *error)
{
    ac_date_parts first = ac_date_to_parts(from);
    ac_date_parts final = ac_date_to_parts(last);
    if (first.year < AC_DATE_YEAR_MIN || final.year > AC_DATE_YEAR_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT, "the term is not within the years %d to %d", AC_DATE_YEAR_MIN,
            AC_DATE_YEAR_MAX);
    }
    if (last.day < from.day) {
        return ac_fail(error, ACCORD_EINPUT, "the term ends before it starts");
    }
    if (first.day != calendar->start_day) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "the term starts on day %d of a month; months of this contract start on day %d",
            first.day, calendar->start_day);
    }
    if (ac_date_to_parts((accord_date){last.day + 1}).day != calendar->start_day) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "the term ends on day %d of a month; months of this contract end the day before day %d",
            final.day, calendar->start_day);
    }
    if (month_of(calendar, last) - month_of(calendar, from) >= (int32_t)AC_TERM_YEARS_MAX * 12) {
        return ac_fail(error, ACCORD_EINPUT, "the term is longer than %u years", AC_TERM_YEARS_MAX);
    }
    return ac_ok();
}

accord_status ac_calendar_make(
    accord_date from,
    accord_date last,
    int start_month,
    int start_day,
    ac_calendar *calendar,
    accord_error *error)
{
    if (start_month < 1 || start_month > 12) {
        return ac_fail(error, ACCORD_EINPUT, "a year cannot start in month %d", start_month);
    }
    if (start_day < 1 || start_day > 28) {
        return ac_fail(
            error, ACCORD_EINPUT, "a year cannot start on day %d of a month; 1 to 28 are possible",
            start_day);
    }
    ac_calendar made = {.start_month = start_month, .start_day = start_day, .term_from = from};
    AC_TRY(check_term(&made, from, last, error));
    made.term_until = (accord_date){last.day + 1};
    *calendar = made;
    return ac_ok();
}

const char *ac_period_kind_name(ac_period_kind kind)
{
    switch (kind) {
    case AC_PERIOD_MONTH:
        return "month";
    case AC_PERIOD_QUARTER:
        return "quarter";
    case AC_PERIOD_YEAR:
        return "year";
    case AC_PERIOD_TERM:
        return "term";
    case AC_PERIOD_NONE:
        break;
    }
    return "";
}

int32_t ac_period_of(const ac_calendar *calendar, ac_period_kind kind, accord_date date)
{
    return period_of_month(calendar, kind, month_of(calendar, date));
}

accord_date ac_period_from(const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    if (months_of(kind) == 0) {
        return calendar->term_from;
    }
    return month_from(calendar, first_month(calendar, kind, period));
}

accord_date ac_period_until(const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    if (months_of(kind) == 0) {
        return calendar->term_until;
    }
    return month_from(calendar, first_month(calendar, kind, period + 1));
}

accord_date ac_period_last(const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    accord_date until = ac_period_until(calendar, kind, period);
    bool cut = until.day > calendar->term_until.day &&
               ac_period_from(calendar, kind, period).day < calendar->term_until.day;
    return (accord_date){(cut ? calendar->term_until.day : until.day) - 1};
}

accord_date ac_period_first(const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    accord_date from = ac_period_from(calendar, kind, period);
    bool cut = from.day < calendar->term_from.day &&
               ac_period_until(calendar, kind, period).day > calendar->term_from.day;
    return cut ? calendar->term_from : from;
}

int32_t ac_period_within(
    const ac_calendar *calendar, ac_period_kind finer, int32_t period, ac_period_kind coarser)
{
    ac_assert(finer <= coarser);
    return period_of_month(calendar, coarser, first_month(calendar, finer, period));
}

int32_t ac_period_first_in(
    const ac_calendar *calendar, ac_period_kind coarser, int32_t period, ac_period_kind finer)
{
    ac_assert(finer <= coarser);
    if (months_of(coarser) == 0) {
        return ac_term_first(calendar, finer);
    }
    return period_of_month(calendar, finer, first_month(calendar, coarser, period));
}

int32_t ac_period_count_in(
    const ac_calendar *calendar, ac_period_kind coarser, int32_t period, ac_period_kind finer)
{
    (void)period; /* all periods of a kind hold equally many */
    ac_assert(finer <= coarser);
    if (months_of(coarser) == 0) {
        return ac_term_count(calendar, finer);
    }
    return months_of(coarser) / months_of(finer);
}

int32_t ac_term_first(const ac_calendar *calendar, ac_period_kind kind)
{
    return ac_period_of(calendar, kind, calendar->term_from);
}

int32_t ac_term_count(const ac_calendar *calendar, ac_period_kind kind)
{
    accord_date last = {calendar->term_until.day - 1};
    return ac_period_of(calendar, kind, last) - ac_term_first(calendar, kind) + 1;
}
