/* SPDX-License-Identifier: MIT */
/* Moments: both clock changes of London, what is read and written. */

#include "accord_test.h"
#include "value/date.h"
#include "value/moment.h"

#include <string.h>

static accord_date day(int year, int month, int of_month)
{
    accord_date date = {0};
    assert_true(ac_date_of(year, month, of_month, &date));
    return date;
}

static void the_clock_of_london_is_read(void **state)
{
    (void)state;
    static const struct {
        int year, month, day;
        uint32_t minute;
        const char *utc;
    } cases[] = {
        {2015, 1,  5,  510,  "2015-01-05T08:30:00Z"},
        {2015, 7,  6,  510,  "2015-07-06T07:30:00Z"},
        {2015, 3,  28, 1320, "2015-03-28T22:00:00Z"}, /* the night in which an hour is lost */
        {2015, 3,  29, 59,   "2015-03-29T00:59:00Z"},
        {2015, 3,  29, 60,   "2015-03-29T01:00:00Z"}, /* no clock shows 01:00: counted on */
        {2015, 3,  29, 119,  "2015-03-29T01:59:00Z"},
        {2015, 3,  29, 120,  "2015-03-29T01:00:00Z"},
        {2015, 3,  29, 510,  "2015-03-29T07:30:00Z"},
        {2015, 10, 24, 1320, "2015-10-24T21:00:00Z"}, /* the night in which an hour comes twice */
        {2015, 10, 25, 59,   "2015-10-24T23:59:00Z"},
        {2015, 10, 25, 60,   "2015-10-25T00:00:00Z"}, /* 01:00 comes twice: the first */
        {2015, 10, 25, 120,  "2015-10-25T02:00:00Z"},
        {2015, 10, 25, 510,  "2015-10-25T08:30:00Z"},
        {2027, 3,  28, 120,  "2027-03-28T01:00:00Z"},
        {2027, 10, 31, 60,   "2027-10-31T00:00:00Z"}, /* the last Sunday is the month's last day */
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(text, 40);
        ac_moment moment =
            ac_moment_in_london(day(cases[i].year, cases[i].month, cases[i].day), cases[i].minute);
        ac_moment_add(&text, moment);
        assert_true(ac_text_is(ac_buffer_text(&text), cases[i].utc));
    }
}

static void the_day_in_london_begins_an_hour_early_in_summer(void **state)
{
    (void)state;
    static const struct {
        const char *utc;
        int year, month, day;
    } cases[] = {
        {"2015-01-05T23:30Z",    2015, 1,  5 },
        {"2015-07-05T22:59Z",    2015, 7,  5 },
        {"2015-07-05T23:00Z",    2015, 7,  6 },
        {"1969-12-31T23:59:59Z", 1969, 12, 31},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_moment moment = 0;
        assert_int_equal(ac_moment_parse(ac_text_of(cases[i].utc), &moment, NULL).code, ACCORD_OK);
        assert_int_equal(
            ac_moment_london_day(moment).day, day(cases[i].year, cases[i].month, cases[i].day).day);
    }
}

static void what_is_no_moment_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "2015-01-05",
        "2015-01-05T09:30",
        "2015-01-05 09:30Z",
        "2015-01-05T24:00Z",
        "2015-01-05T09:60Z",
        "2015-02-29T09:30Z",
        "2015-01-05T09:30:60Z",
        "2015-01-05T9:30:00Z",
        "2015-01-05T09:30:00+",
        "Monday"};
    for (size_t i = 0; i < ARRAY_COUNT(bad); i++) {
        ac_moment moment = 7;
        accord_error error = {0};
        assert_int_equal(ac_moment_parse(ac_text_of(bad[i]), &moment, &error).code, ACCORD_EINPUT);
        assert_int_equal(moment, 7);
        assert_non_null(strstr(error.message, "is no moment"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_clock_of_london_is_read),
        cmocka_unit_test(the_day_in_london_begins_an_hour_early_in_summer),
        cmocka_unit_test(what_is_no_moment_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
