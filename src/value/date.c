/* SPDX-License-Identifier: MIT */
/* Days of the proleptic Gregorian calendar. Reading goes over the text once with a cursor; what
 * went wrong is told apart afterwards, so that the message can say which of the ways it was. */

#include "value/date.h"

#include "base/assert.h"
#include "value/civil.h"
#include "value/shown.h"

/* Days are counted from 1 March, so that the leap day ends a year, in eras of 400 years, which all
 * have the same 146097 days. The day 1970-01-01 is day 719468 of that count. */
accord_date ac_civil_day(int64_t year, int month, int day)
{
    ac_assert(month >= 1);
    ac_assert(month <= 12);
    int64_t from_march = month > 2 ? month - 3 : month + 9;
    int64_t shifted = month > 2 ? year : year - 1;
    int64_t era = (shifted >= 0 ? shifted : shifted - 399) / 400;
    int64_t year_of_era = shifted - era * 400;
    int64_t day_of_year = (153 * from_march + 2) / 5 + day - 1;
    int64_t day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    int64_t count = era * 146097 + day_of_era - 719468;
    ac_assert(count >= INT32_MIN);
    ac_assert(count <= INT32_MAX);
    return (accord_date){(int32_t)count};
}

ac_date_parts ac_date_to_parts(accord_date date)
{
    int64_t count = (int64_t)date.day + 719468;
    int64_t era = (count >= 0 ? count : count - 146096) / 146097;
    int64_t day_of_era = count - era * 146097;
    int64_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int64_t from_march = (5 * day_of_year + 2) / 153;
    int64_t day = day_of_year - (153 * from_march + 2) / 5 + 1;
    int64_t month = from_march < 10 ? from_march + 3 : from_march - 9;
    int64_t year = year_of_era + era * 400 + (month <= 2 ? 1 : 0);
    return (ac_date_parts){(int)year, (int)month, (int)day};
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int ac_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    ac_assert(month >= 1);
    ac_assert(month <= 12);
    return month == 2 && is_leap(year) ? 29 : days[month - 1];
}

bool ac_date_of(int year, int month, int day, accord_date *date)
{
    if (year < AC_DATE_YEAR_MIN || year > AC_DATE_YEAR_MAX || month < 1 || month > 12 || day < 1 ||
        day > ac_days_in_month(year, month)) {
        return false;
    }
    *date = ac_civil_day(year, month, day);
    return true;
}

static const char *const month_names[] = {"January",   "February", "March",    "April",
                                          "May",       "June",     "July",     "August",
                                          "September", "October",  "November", "December"};

int ac_month_named(ac_text word)
{
    for (int i = 0; i < 12; i++) {
        ac_text name = ac_text_of(month_names[i]);
        if (ac_text_equal_ignoring_case(word, name) ||
            ac_text_equal_ignoring_case(word, ac_text_slice(name, 0, 3))) {
            return i + 1;
        }
    }
    return 0;
}

/* Where reading has got to. Once a part does not fit, all that follow it fail too. */
typedef struct cursor {
    ac_text text;
    size_t at;
    bool failed;
} cursor;

typedef struct number {
    int value;
    int digits;
} number;

static bool is_at_end(const cursor *c)
{
    return c->at == c->text.size;
}

static bool take(cursor *c, char wanted)
{
    if (is_at_end(c) || c->text.at[c->at] != wanted) {
        return false;
    }
    c->at++;
    return true;
}

static void need(cursor *c, char wanted)
{
    if (!take(c, wanted)) {
        c->failed = true;
    }
}

/* Takes up to `most` digits, at least one. */
static number take_number(cursor *c, int most)
{
    number taken = {0};
    while (taken.digits < most && !is_at_end(c) && ac_is_digit(c->text.at[c->at])) {
        taken.value = taken.value * 10 + (c->text.at[c->at] - '0');
        taken.digits++;
        c->at++;
    }
    if (taken.digits == 0) {
        c->failed = true;
    }
    return taken;
}

static void need_spaces(cursor *c)
{
    need(c, ' ');
    bool more = !c->failed;
    while (more) {
        more = take(c, ' ');
    }
}

static int need_digits(cursor *c, int digits)
{
    number taken = take_number(c, digits);
    if (taken.digits != digits) {
        c->failed = true;
    }
    return taken.value;
}

/* 00:00, 00:00:00, 00:00:00.000, and then Z, +01, +0100 or +01:00. */
static void pass_time(cursor *c)
{
    int hour = need_digits(c, 2);
    need(c, ':');
    int minute = need_digits(c, 2);
    int second = take(c, ':') ? need_digits(c, 2) : 0;
    if (take(c, '.')) {
        (void)take_number(c, 9);
    }
    if (hour > 24 || minute > 59 || second > 60) {
        c->failed = true;
    }
    if (!take(c, 'Z') && (take(c, '+') || take(c, '-'))) {
        (void)need_digits(c, 2);
        if (take(c, ':') || !is_at_end(c)) {
            (void)need_digits(c, 2);
        }
    }
}

typedef struct read_date {
    number year;
    int month;
    int day;
} read_date;

static read_date read_iso(cursor *c)
{
    read_date read = {.year = take_number(c, 4)};
    need(c, '-');
    read.month = need_digits(c, 2);
    need(c, '-');
    read.day = need_digits(c, 2);
    if (take(c, 'T') || take(c, ' ')) {
        pass_time(c);
    }
    return read;
}

static read_date read_compact(cursor *c)
{
    read_date read = {
        .year = {need_digits(c, c->text.size == 6 ? 2 : 4), 4}
    };
    if (c->text.size == 6) {
        read.year.digits = 2;
    }
    read.month = need_digits(c, 2);
    read.day = need_digits(c, 2);
    return read;
}

static read_date read_separated(cursor *c, bool day_first)
{
    int first = take_number(c, 2).value;
    char separator = is_at_end(c) ? '/' : c->text.at[c->at];
    if (separator != '-' && separator != '.') {
        separator = '/';
    }
    need(c, separator);
    int second = take_number(c, 2).value;
    need(c, separator);
    number year = take_number(c, 4);
    return day_first ? (read_date){year, second, first} : (read_date){year, first, second};
}

static read_date read_words(cursor *c)
{
    read_date read = {.day = take_number(c, 2).value};
    need_spaces(c);
    size_t from = c->at;
    while (!is_at_end(c) && c->text.at[c->at] != ' ') {
        c->at++;
    }
    read.month = ac_month_named(ac_text_slice(c->text, from, c->at));
    if (read.month == 0) {
        c->failed = true;
    }
    need_spaces(c);
    read.year = take_number(c, 4);
    return read;
}

static read_date read_as(cursor *c, ac_date_format format, const char **example)
{
    switch (format) {
    case AC_DATE_ISO:
        *example = "2014-04-01";
        return read_iso(c);
    case AC_DATE_COMPACT:
        *example = "20140401";
        return read_compact(c);
    case AC_DATE_DMY:
        *example = "01/04/2014, day first";
        return read_separated(c, true);
    case AC_DATE_MDY:
        *example = "04/01/2014, month first";
        return read_separated(c, false);
    case AC_DATE_WORDS:
        *example = "1 April 2014";
        return read_words(c);
    }
    c->failed = true;
    *example = "";
    return (read_date){0};
}

accord_status
ac_date_parse(ac_text text, ac_date_format format, accord_date *date, accord_error *error)
{
    cursor c = {.text = text};
    const char *example = NULL;
    read_date read = read_as(&c, format, &example);
    ac_text shown = ac_text_shown(text);
    if (c.failed || !is_at_end(&c) || (read.year.digits != 4 && read.year.digits != 2)) {
        return ac_fail(
            error, ACCORD_EINPUT, "\"%.*s\" is not a date of the form expected, like %s",
            AC_TEXT_ARG(shown), example);
    }
    if (read.year.digits == 2) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "\"%.*s\" has a year of two digits; expected one of four, like %s", AC_TEXT_ARG(shown),
            example);
    }
    int year = read.year.value;
    if (year < AC_DATE_YEAR_MIN || year > AC_DATE_YEAR_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "the year of \"%.*s\" is not within %d to %d; expected a date like %s",
            AC_TEXT_ARG(shown), AC_DATE_YEAR_MIN, AC_DATE_YEAR_MAX, example);
    }
    if (!ac_date_of(year, read.month, read.day, date)) {
        return ac_fail(
            error, ACCORD_EINPUT, "there is no such day as \"%.*s\"; expected a date like %s",
            AC_TEXT_ARG(shown), example);
    }
    return ac_ok();
}

void ac_date_add_iso(ac_buffer *buffer, accord_date date)
{
    ac_date_parts parts = ac_date_to_parts(date);
    ac_buffer_addf(buffer, "%04d-%02d-%02d", parts.year, parts.month, parts.day);
}

void ac_date_add_words(ac_buffer *buffer, accord_date date)
{
    ac_date_parts parts = ac_date_to_parts(date);
    ac_buffer_addf(buffer, "%d %s %d", parts.day, month_names[parts.month - 1], parts.year);
}
