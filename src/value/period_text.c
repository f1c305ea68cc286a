/* SPDX-License-Identifier: MIT */
/* Periods read from text as people write them, and written. A year that starts on 1 January is one
 * calendar year and is named by it; any other takes part in two, and is named by both. */

#include "base/assert.h"
#include "value/civil.h"
#include "value/date.h"
#include "value/period.h"
#include "value/shown.h"

static bool is_calendar_year(const ac_calendar *calendar)
{
    return calendar->start_month == 1 && calendar->start_day == 1;
}

static const char *example_of(const ac_calendar *calendar, ac_period_kind kind)
{
    switch (kind) {
    case AC_PERIOD_MONTH:
        return "2014-04";
    case AC_PERIOD_QUARTER:
        return is_calendar_year(calendar) ? "2022 Q1" : "2014/15 Q1";
    case AC_PERIOD_YEAR:
        return is_calendar_year(calendar) ? "2022" : "2014/15";
    case AC_PERIOD_TERM:
        return "term";
    case AC_PERIOD_NONE:
        break;
    }
    return "";
}

/* Returns the number that a text of `most` digits or fewer is, or -1. */
static int whole_number(ac_text text, size_t most)
{
    if (text.size == 0 || text.size > most) {
        return -1;
    }
    int number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return -1;
        }
        number = number * 10 + (text.at[i] - '0');
    }
    return number;
}

typedef enum finding {
    FOUND,
    NOT_THE_FORM,
    SHORT_YEAR, /* of two digits */
    NO_SUCH     /* of the form, but a month 13, a year 2014/17 */
} finding;

static finding check_year(ac_text text, int *year)
{
    int number = whole_number(text, 4);
    if (number < 0 || (text.size != 4 && text.size != 2)) {
        return NOT_THE_FORM;
    }
    if (text.size == 2) {
        return SHORT_YEAR;
    }
    *year = number;
    return number >= AC_DATE_YEAR_MIN && number <= AC_DATE_YEAR_MAX ? FOUND : NO_SUCH;
}

/* 2014-04, 04/2014, Apr 2014, Apr-2014: the last separator says which. */
static finding find_month(ac_text text, int32_t *period)
{
    size_t at = text.size;
    while (at > 0 && text.at[at - 1] != '-' && text.at[at - 1] != '/' && text.at[at - 1] != ' ') {
        at--;
    }
    if (at == 0) {
        return NOT_THE_FORM;
    }
    char separator = text.at[at - 1];
    ac_text left = ac_text_slice(text, 0, at - 1);
    ac_text right = ac_text_slice(text, at, text.size);
    int month = 0;
    if (separator == '-' && whole_number(left, 4) >= 0 && left.size == 4) {
        month = right.size == 2 ? whole_number(right, 2) : -1;
        right = left;
    } else if (separator == '/') {
        month = whole_number(left, 2);
    } else {
        month = ac_month_named(ac_text_trim(left));
        month = month == 0 ? -1 : month;
    }
    if (month < 0) {
        return NOT_THE_FORM;
    }
    int year = 0;
    finding found = check_year(right, &year);
    if (found != FOUND) {
        return found;
    }
    if (month < 1 || month > 12) {
        return NO_SUCH;
    }
    *period = year * 12 + month - 1;
    return FOUND;
}

/* 2014/15, 2014-15, 2014/2015; 2022 of calendar years. */
static finding find_year(const ac_calendar *calendar, ac_text text, int32_t *period)
{
    int year = 0;
    if (is_calendar_year(calendar)) {
        finding found = check_year(text, &year);
        *period = year;
        return found;
    }
    if (text.size == 5 && (text.at[2] == '/' || text.at[2] == '-') &&
        whole_number(ac_text_slice(text, 0, 2), 2) >= 0 &&
        whole_number(ac_text_slice(text, 3, 5), 2) >= 0) {
        return SHORT_YEAR;
    }
    if (text.size < 5 || (text.at[4] != '/' && text.at[4] != '-')) {
        return NOT_THE_FORM;
    }
    ac_text second = ac_text_slice(text, 5, text.size);
    int next = whole_number(second, 4);
    if (next < 0 || (second.size != 2 && second.size != 4)) {
        return NOT_THE_FORM;
    }
    finding found = check_year(ac_text_slice(text, 0, 4), &year);
    if (found != FOUND) {
        return found;
    }
    int expected = second.size == 2 ? (year + 1) % 100 : year + 1;
    *period = year;
    return next == expected ? FOUND : NO_SUCH;
}

/* A year, then Q1 to Q4, with or without spaces between. */
static finding find_quarter(const ac_calendar *calendar, ac_text text, int32_t *period)
{
    if (text.size < 2 || (text.at[text.size - 2] != 'Q' && text.at[text.size - 2] != 'q')) {
        return NOT_THE_FORM;
    }
    int quarter = whole_number(ac_text_slice(text, text.size - 1, text.size), 1);
    ac_text before = ac_text_slice(text, 0, text.size - 2);
    while (before.size > 0 && before.at[before.size - 1] == ' ') {
        before.size--;
    }
    int32_t year = 0;
    finding found = quarter < 0 ? NOT_THE_FORM : find_year(calendar, before, &year);
    if (found != FOUND) {
        return found;
    }
    if (quarter < 1 || quarter > 4) {
        return NO_SUCH;
    }
    *period = year * 4 + quarter - 1;
    return FOUND;
}

static finding find(const ac_calendar *calendar, ac_period_kind kind, ac_text text, int32_t *period)
{
    switch (kind) {
    case AC_PERIOD_MONTH:
        return find_month(text, period);
    case AC_PERIOD_QUARTER:
        return find_quarter(calendar, text, period);
    case AC_PERIOD_YEAR:
        return find_year(calendar, text, period);
    case AC_PERIOD_TERM:
        return ac_text_equal_ignoring_case(text, AC_TEXT("term")) ? FOUND : NOT_THE_FORM;
    case AC_PERIOD_NONE:
        return text.size == 0 ? FOUND : NOT_THE_FORM;
    }
    return NOT_THE_FORM;
}

static bool looks_like_iso_date(ac_text text)
{
    return text.size >= 10 && text.at[4] == '-' && text.at[7] == '-';
}

/* The year that a period is written with, so that what is read can be written and read again. */
static int32_t named_year(const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    if (kind == AC_PERIOD_QUARTER) {
        return ac_period_within(calendar, kind, period, AC_PERIOD_YEAR);
    }
    return ac_date_to_parts(ac_period_from(calendar, kind, period)).year;
}

static accord_status parse_as_date(
    const ac_calendar *calendar,
    ac_period_kind kind,
    ac_text text,
    int32_t *period,
    accord_error *error)
{
    accord_date date = {0};
    AC_TRY(ac_date_parse(text, AC_DATE_ISO, &date, error));
    if (kind == AC_PERIOD_TERM &&
        (date.day < calendar->term_from.day || date.day >= calendar->term_until.day)) {
        return ac_fail(
            error, ACCORD_EINPUT, "\"%.*s\" is not within the term",
            AC_TEXT_ARG(ac_text_shown(text)));
    }
    int32_t read = ac_period_of(calendar, kind, date);
    if (named_year(calendar, kind, read) < AC_DATE_YEAR_MIN) {
        return ac_fail(
            error, ACCORD_EINPUT, "\"%.*s\" lies in a %s that begins before %d",
            AC_TEXT_ARG(ac_text_shown(text)), ac_period_kind_name(kind), AC_DATE_YEAR_MIN);
    }
    *period = read;
    return ac_ok();
}

accord_status ac_period_parse(
    const ac_calendar *calendar,
    ac_period_kind kind,
    ac_text text,
    int32_t *period,
    accord_error *error)
{
    if (kind != AC_PERIOD_NONE && looks_like_iso_date(text)) {
        return parse_as_date(calendar, kind, text, period, error);
    }
    int32_t read = 0;
    finding found = find(calendar, kind, text, &read);
    if (found == FOUND) {
        *period = read;
        return ac_ok();
    }
    ac_text shown = ac_text_shown(text);
    if (kind == AC_PERIOD_NONE) {
        return ac_fail(
            error, ACCORD_EINPUT, "\"%.*s\" stands where no period is expected",
            AC_TEXT_ARG(shown));
    }
    const char *name = ac_period_kind_name(kind);
    const char *example = example_of(calendar, kind);
    if (found == SHORT_YEAR) {
        return ac_fail(
            error, ACCORD_EINPUT, "\"%.*s\" has a year of two digits; expected a %s like %s",
            AC_TEXT_ARG(shown), name, example);
    }
    if (found == NO_SUCH) {
        return ac_fail(
            error, ACCORD_EINPUT, "there is no such %s as \"%.*s\"; expected one like %s", name,
            AC_TEXT_ARG(shown), example);
    }
    return ac_fail(
        error, ACCORD_EINPUT, "\"%.*s\" is not a %s of this contract; expected one like %s",
        AC_TEXT_ARG(shown), name, example);
}

static void add_year(ac_buffer *buffer, const ac_calendar *calendar, int32_t year)
{
    if (is_calendar_year(calendar)) {
        ac_buffer_addf(buffer, "%04d", year);
    } else {
        ac_buffer_addf(buffer, "%04d/%02d", year, (year + 1) % 100);
    }
}

void ac_period_add(
    ac_buffer *buffer, const ac_calendar *calendar, ac_period_kind kind, int32_t period)
{
    switch (kind) {
    case AC_PERIOD_MONTH:
        if (calendar->start_day == 1) {
            ac_buffer_addf(buffer, "%04d-%02d", period / 12, period % 12 + 1);
        } else {
            ac_date_add_iso(buffer, ac_period_from(calendar, kind, period));
        }
        return;
    case AC_PERIOD_QUARTER:
        add_year(buffer, calendar, period / 4);
        ac_buffer_addf(buffer, " Q%d", period % 4 + 1);
        return;
    case AC_PERIOD_YEAR:
        add_year(buffer, calendar, period);
        return;
    case AC_PERIOD_TERM:
        ac_buffer_add_z(buffer, "term");
        return;
    case AC_PERIOD_NONE:
        return;
    }
}
