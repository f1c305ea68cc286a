/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_PERIOD_H
#define AC_VALUE_PERIOD_H
/* Months, quarters, years and the term of a contract. A contract's year may start on any day from
 * the 1st to the 28th of any month; its months then run from that day to the day before it in the
 * next.
 *
 * A period is a whole number of its kind, the same in every contract with the same year start:
 *   month    year x 12 + (month - 1) of the calendar month in which it begins
 *   quarter  three months, counted from the year start
 *   year     the calendar year in which it begins: 2013/14 is 2013
 *   term     0
 * Half-open [from, until) inside; contract text is inclusive. */

#include "accord/date.h"

#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

typedef enum ac_period_kind {
    AC_PERIOD_MONTH, /* from fine to coarse: compare with < and > */
    AC_PERIOD_QUARTER,
    AC_PERIOD_YEAR,
    AC_PERIOD_TERM,
    AC_PERIOD_NONE /* no period: one value for always */
} ac_period_kind;

typedef struct ac_calendar {
    int start_month;        /* 1 to 12: the year begins here */
    int start_day;          /* 1 to 28 */
    accord_date term_from;  /* the first day of a month of this calendar */
    accord_date term_until; /* the day after the last */
} ac_calendar;

/* Makes a calendar.
 *
 * in      from, last              the term, both days included
 * errors  ACCORD_EINPUT  the term ends before it starts, does not begin and end with a month of the
 *                        calendar, or is longer than AC_TERM_YEARS_MAX; start_day over 28
 */
accord_status ac_calendar_make(
    accord_date from,
    accord_date last,
    int start_month,
    int start_day,
    ac_calendar *calendar,
    accord_error *error);

const char *ac_period_kind_name(ac_period_kind kind); /* "month" ...; "" for none */

int32_t ac_period_of(const ac_calendar *calendar, ac_period_kind kind, accord_date date);
accord_date ac_period_from(const ac_calendar *calendar, ac_period_kind kind, int32_t period);
accord_date ac_period_until(const ac_calendar *calendar, ac_period_kind kind, int32_t period);

/* The first and the last day of a period. One that the term cuts has the months that lie in the
 * term, and begins or ends with it (rule R38). */
accord_date ac_period_first(const ac_calendar *calendar, ac_period_kind kind, int32_t period);
accord_date ac_period_last(const ac_calendar *calendar, ac_period_kind kind, int32_t period);

/* The period of a coarser kind that holds one of a finer (or the same) kind. */
int32_t ac_period_within(
    const ac_calendar *calendar, ac_period_kind finer, int32_t period, ac_period_kind coarser);

/* The first period of a finer (or the same) kind within one of a coarser, and how many there are.
 * Not clipped to the term, but for the term itself. */
int32_t ac_period_first_in(
    const ac_calendar *calendar, ac_period_kind coarser, int32_t period, ac_period_kind finer);
int32_t ac_period_count_in(
    const ac_calendar *calendar, ac_period_kind coarser, int32_t period, ac_period_kind finer);

/* The periods that hold a day of the term: first, and how many (1 for AC_PERIOD_NONE). */
int32_t ac_term_first(const ac_calendar *calendar, ac_period_kind kind);
int32_t ac_term_count(const ac_calendar *calendar, ac_period_kind kind);

/* Reads a period as people write it in data. All kinds: an ISO date, which is the period that holds
 * it. month    2014-04, 04/2014, Apr 2014, April 2014, Apr-14 is refused (two-digit year) quarter
 * 2014/15 Q1, 2014-15 Q1, 2014/15Q1; 2022 Q1 where years start on 1 January year     2014/15,
 * 2014-15, 2014/2015; 2022 where years start on 1 January term     term errors  ACCORD_EINPUT  none
 * of these; the message shows the form expected
 */
accord_status ac_period_parse(
    const ac_calendar *calendar,
    ac_period_kind kind,
    ac_text text,
    int32_t *period,
    accord_error *error);

/* Writes a period so that ac_period_parse reads it back: 2014-04, 2014/15 Q1, 2014/15, term; months
 * of a calendar that does not start on the 1st as their first day, 2014-04-06; years that start on
 * 1 January as 2022 and 2022 Q1. Nothing for AC_PERIOD_NONE. */
void ac_period_add(
    ac_buffer *buffer, const ac_calendar *calendar, ac_period_kind kind, int32_t period);

#endif
