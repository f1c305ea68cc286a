/* SPDX-License-Identifier: MIT */
/* Months, quarters, years and the term, in calendars that start on different days. */

#include "accord_test.h"
#include "value/date.h"
#include "value/period.h"

#include <string.h>

static accord_date day(const char *iso)
{
    accord_date date = {0};
    accord_error error = {0};
    assert_accord_ok(ac_date_parse(ac_text_of(iso), AC_DATE_ISO, &date, &error), error);
    return date;
}

static ac_calendar calendar_of(const char *from, const char *last, int month, int start_day)
{
    ac_calendar calendar = {0};
    accord_error error = {0};
    assert_accord_ok(
        ac_calendar_make(day(from), day(last), month, start_day, &calendar, &error), error);
    return calendar;
}

static ac_calendar april(void)
{
    return calendar_of("2013-04-01", "2016-03-31", 4, 1);
}

static ac_calendar january(void)
{
    return calendar_of("2022-01-01", "2026-12-31", 1, 1);
}

static ac_calendar sixth_of_april(void)
{
    return calendar_of("2014-05-06", "2015-09-05", 4, 6);
}

static ac_calendar end_of_february(void)
{
    return calendar_of("2015-02-28", "2017-02-27", 2, 28);
}

typedef ac_calendar make_calendar(void);
static make_calendar *const calendars[] = {april, january, sixth_of_april, end_of_february};

static const char *iso_of(ac_buffer *buffer, accord_date date)
{
    ac_buffer_clear(buffer);
    ac_date_add_iso(buffer, date);
    return buffer->bytes;
}

static void periods_have_the_days_and_names_expected(void **state)
{
    (void)state;
    static const struct {
        make_calendar *calendar;
        ac_period_kind kind;
        const char *holds;
        int32_t period;
        const char *from;
        const char *until;
        const char *text;
    } cases[] = {
        {april,           AC_PERIOD_MONTH,   "2014-04-30", 2014 * 12 + 3,  "2014-04-01", "2014-05-01",
         "2014-04"                                                                                              },
        {april,           AC_PERIOD_QUARTER, "2014-04-01", 2014 * 4,       "2014-04-01", "2014-07-01",
         "2014/15 Q1"                                                                                           },
        {april,           AC_PERIOD_QUARTER, "2015-03-31", 2014 * 4 + 3,   "2015-01-01", "2015-04-01",
         "2014/15 Q4"                                                                                           },
        {april,           AC_PERIOD_YEAR,    "2014-03-31", 2013,           "2013-04-01", "2014-04-01", "2013/14"},
        {april,           AC_PERIOD_YEAR,    "1999-04-01", 1999,           "1999-04-01", "2000-04-01", "1999/00"},
        {april,           AC_PERIOD_TERM,    "2014-03-31", 0,              "2013-04-01", "2016-04-01", "term"   },
        {april,           AC_PERIOD_NONE,    "2014-03-31", 0,              "2013-04-01", "2016-04-01", ""       },
        {january,         AC_PERIOD_MONTH,   "2022-12-31", 2022 * 12 + 11, "2022-12-01", "2023-01-01",
         "2022-12"                                                                                              },
        {january,         AC_PERIOD_QUARTER, "2022-12-31", 2022 * 4 + 3,   "2022-10-01", "2023-01-01",
         "2022 Q4"                                                                                              },
        {january,         AC_PERIOD_YEAR,    "2022-12-31", 2022,           "2022-01-01", "2023-01-01", "2022"   },
        {sixth_of_april,  AC_PERIOD_MONTH,   "2014-06-05", 2014 * 12 + 4,  "2014-05-06", "2014-06-06",
         "2014-05-06"                                                                                           },
        {sixth_of_april,  AC_PERIOD_MONTH,   "2015-01-05", 2014 * 12 + 11, "2014-12-06", "2015-01-06",
         "2014-12-06"                                                                                           },
        {sixth_of_april,  AC_PERIOD_QUARTER, "2015-04-05", 2014 * 4 + 3,   "2015-01-06", "2015-04-06",
         "2014/15 Q4"                                                                                           },
        {sixth_of_april,  AC_PERIOD_YEAR,    "2015-04-05", 2014,           "2014-04-06", "2015-04-06", "2014/15"},
        {end_of_february, AC_PERIOD_MONTH,   "2016-02-29", 2016 * 12 + 1,  "2016-02-28", "2016-03-28",
         "2016-02-28"                                                                                           },
        {end_of_february, AC_PERIOD_YEAR,    "2016-02-27", 2015,           "2015-02-28", "2016-02-28",
         "2015/16"                                                                                              },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(text, 100);
        ac_calendar calendar = cases[i].calendar();
        ac_period_kind kind = cases[i].kind;
        int32_t period = cases[i].period;
        assert_int_equal(ac_period_of(&calendar, kind, day(cases[i].holds)), period);
        assert_string_equal(iso_of(&text, ac_period_from(&calendar, kind, period)), cases[i].from);
        assert_string_equal(
            iso_of(&text, ac_period_until(&calendar, kind, period)), cases[i].until);
        ac_buffer_clear(&text);
        ac_period_add(&text, &calendar, kind, period);
        assert_true(ac_text_is(ac_buffer_text(&text), cases[i].text));
    }
}

static void a_term_counts_the_periods_that_hold_a_day_of_it(void **state)
{
    (void)state;
    static const struct {
        make_calendar *calendar;
        int32_t first[5];
        int32_t count[5];
    } cases[] = {
        {april,           {2013 * 12 + 3, 2013 * 4, 2013, 0, 0}, {36, 12, 3, 1, 1}},
        {january,         {2022 * 12, 2022 * 4, 2022, 0, 0},     {60, 20, 5, 1, 1}},
        {sixth_of_april,  {2014 * 12 + 4, 2014 * 4, 2014, 0, 0}, {16, 6, 2, 1, 1} },
        {end_of_february, {2015 * 12 + 1, 2015 * 4, 2015, 0, 0}, {24, 8, 2, 1, 1} },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_calendar calendar = cases[i].calendar();
        for (int kind = AC_PERIOD_MONTH; kind <= AC_PERIOD_NONE; kind++) {
            ac_period_kind as_kind = (ac_period_kind)kind;
            assert_int_equal(ac_term_first(&calendar, as_kind), cases[i].first[kind]);
            assert_int_equal(ac_term_count(&calendar, as_kind), cases[i].count[kind]);
        }
    }
}

static void finer_periods_fill_coarser_ones(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(calendars); i++) {
        ac_calendar calendar = calendars[i]();
        for (int c = AC_PERIOD_MONTH; c <= AC_PERIOD_YEAR; c++) {
            for (int f = AC_PERIOD_MONTH; f <= c; f++) {
                ac_period_kind coarser = (ac_period_kind)c;
                ac_period_kind finer = (ac_period_kind)f;
                int32_t period = ac_term_first(&calendar, coarser) + 1;
                int32_t first = ac_period_first_in(&calendar, coarser, period, finer);
                int32_t count = ac_period_count_in(&calendar, coarser, period, finer);
                accord_date from = ac_period_from(&calendar, coarser, period);
                for (int32_t p = first; p < first + count; p++) {
                    assert_int_equal(ac_period_within(&calendar, finer, p, coarser), period);
                    assert_int_equal(ac_period_from(&calendar, finer, p).day, from.day);
                    from = ac_period_until(&calendar, finer, p);
                }
                assert_int_equal(from.day, ac_period_until(&calendar, coarser, period).day);
                int32_t before = ac_period_within(&calendar, finer, first - 1, coarser);
                assert_int_equal(before, period - 1);
            }
        }
        for (int f = AC_PERIOD_MONTH; f <= AC_PERIOD_NONE; f++) {
            ac_period_kind finer = (ac_period_kind)f;
            ac_period_kind whole = f == AC_PERIOD_NONE ? AC_PERIOD_NONE : AC_PERIOD_TERM;
            int32_t first = ac_term_first(&calendar, finer);
            assert_int_equal(ac_period_first_in(&calendar, whole, 0, finer), first);
            assert_int_equal(
                ac_period_count_in(&calendar, whole, 0, finer), ac_term_count(&calendar, finer));
            assert_int_equal(ac_period_within(&calendar, finer, first, whole), 0);
        }
    }
}

static void every_day_lies_in_one_period_of_each_kind(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(calendars); i++) {
        ac_calendar calendar = calendars[i]();
        for (int k = AC_PERIOD_MONTH; k <= AC_PERIOD_YEAR; k++) {
            ac_period_kind kind = (ac_period_kind)k;
            accord_date date = day("1999-01-01");
            for (accord_date last = day("2029-12-31"); date.day <= last.day; date.day++) {
                int32_t period = ac_period_of(&calendar, kind, date);
                assert_true(ac_period_from(&calendar, kind, period).day <= date.day);
                assert_true(ac_period_until(&calendar, kind, period).day > date.day);
            }
        }
    }
}

static void what_is_written_is_read_back(void **state)
{
    (void)state;
    for (size_t i = 0; i < ARRAY_COUNT(calendars); i++) {
        ac_calendar calendar = calendars[i]();
        for (int k = AC_PERIOD_MONTH; k <= AC_PERIOD_NONE; k++) {
            ac_period_kind kind = (ac_period_kind)k;
            int32_t first = ac_period_of(&calendar, kind, day("1801-03-01"));
            int32_t last = ac_period_of(&calendar, kind, day("2998-12-31"));
            for (int32_t period = first; period <= last; period++) {
                AC_SCOPED_BUFFER(text, 100);
                ac_period_add(&text, &calendar, kind, period);
                int32_t read = -1;
                accord_error error = {0};
                assert_accord_ok(
                    ac_period_parse(&calendar, kind, ac_buffer_text(&text), &read, &error), error);
                assert_int_equal(read, period);
            }
        }
    }
}

static void periods_are_read_as_people_write_them(void **state)
{
    (void)state;
    static const struct {
        make_calendar *calendar;
        ac_period_kind kind;
        const char *text;
        int32_t period;
    } cases[] = {
        {april,          AC_PERIOD_MONTH,   "2014-04",          2014 * 12 + 3},
        {april,          AC_PERIOD_MONTH,   "04/2014",          2014 * 12 + 3},
        {april,          AC_PERIOD_MONTH,   "Apr 2014",         2014 * 12 + 3},
        {april,          AC_PERIOD_MONTH,   "april 2014",       2014 * 12 + 3},
        {april,          AC_PERIOD_MONTH,   "Apr-2014",         2014 * 12 + 3},
        {april,          AC_PERIOD_MONTH,   "2014-04-30",       2014 * 12 + 3},
        {april,          AC_PERIOD_MONTH,   "2014-04-30T10:00", 2014 * 12 + 3},
        {sixth_of_april, AC_PERIOD_MONTH,   "2014-04-05",       2014 * 12 + 2},
        {sixth_of_april, AC_PERIOD_MONTH,   "2014-04",          2014 * 12 + 3},
        {april,          AC_PERIOD_QUARTER, "2014/15 Q1",       2014 * 4     },
        {april,          AC_PERIOD_QUARTER, "2014-15 Q4",       2014 * 4 + 3 },
        {april,          AC_PERIOD_QUARTER, "2014/15Q2",        2014 * 4 + 1 },
        {april,          AC_PERIOD_QUARTER, "2014/2015 q3",     2014 * 4 + 2 },
        {april,          AC_PERIOD_QUARTER, "2015-03-31",       2014 * 4 + 3 },
        {january,        AC_PERIOD_QUARTER, "2022 Q1",          2022 * 4     },
        {january,        AC_PERIOD_QUARTER, "2022Q4",           2022 * 4 + 3 },
        {april,          AC_PERIOD_YEAR,    "2014/15",          2014         },
        {april,          AC_PERIOD_YEAR,    "2014-15",          2014         },
        {april,          AC_PERIOD_YEAR,    "2014/2015",        2014         },
        {april,          AC_PERIOD_YEAR,    "1999/00",          1999         },
        {april,          AC_PERIOD_YEAR,    "2015-03-31",       2014         },
        {january,        AC_PERIOD_YEAR,    "2022",             2022         },
        {april,          AC_PERIOD_TERM,    "term",             0            },
        {april,          AC_PERIOD_TERM,    "Term",             0            },
        {april,          AC_PERIOD_TERM,    "2013-04-01",       0            },
        {april,          AC_PERIOD_NONE,    "",                 0            },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_calendar calendar = cases[i].calendar();
        int32_t read = -1;
        accord_error error = {0};
        ac_text text = ac_text_of(cases[i].text);
        assert_accord_ok(ac_period_parse(&calendar, cases[i].kind, text, &read, &error), error);
        assert_int_equal(read, cases[i].period);
    }
}

static void what_is_no_period_is_refused_with_the_form_expected(void **state)
{
    (void)state;
    static const struct {
        make_calendar *calendar;
        ac_period_kind kind;
        const char *text;
        const char *says;
        const char *example;
    } cases[] = {
        {april,          AC_PERIOD_MONTH,   "Apr-14",     "two digits",            "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "04/14",      "two digits",            "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "2014-13",    "no such month",         "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "00/2014",    "no such month",         "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "2014-4",     "not a month",           "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "2014/15",    "not a month",           "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "1799-04",    "no such month",         "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "2014-02-31", "no such day",           "like 2014-04-01"},
        {april,          AC_PERIOD_MONTH,   "2014",       "not a month",           "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "",           "not a month",           "like 2014-04"   },
        {april,          AC_PERIOD_MONTH,   "-",          "not a month",           "like 2014-04"   },
        {april,          AC_PERIOD_QUARTER, "2014 Q1",    "not a quarter",         "like 2014/15 Q1"},
        {april,          AC_PERIOD_QUARTER, "2014/15 Q5", "no such quarter",       "like 2014/15 Q1"},
        {april,          AC_PERIOD_QUARTER, "2014/15 Q0", "no such quarter",       "like 2014/15 Q1"},
        {april,          AC_PERIOD_QUARTER, "2014/16 Q1", "no such quarter",       "like 2014/15 Q1"},
        {april,          AC_PERIOD_QUARTER, "14/15 Q1",   "two digits",            "like 2014/15 Q1"},
        {april,          AC_PERIOD_QUARTER, "Q1",         "not a quarter",         "like 2014/15 Q1"},
        {april,          AC_PERIOD_QUARTER, "2014/15",    "not a quarter",         "like 2014/15 Q1"},
        {january,        AC_PERIOD_QUARTER, "2022/23 Q1", "not a quarter",         "like 2022 Q1"   },
        {january,        AC_PERIOD_QUARTER, "22 Q1",      "two digits",            "like 2022 Q1"   },
        {april,          AC_PERIOD_YEAR,    "2014",       "not a year",            "like 2014/15"   },
        {april,          AC_PERIOD_YEAR,    "2014/14",    "no such year",          "like 2014/15"   },
        {april,          AC_PERIOD_YEAR,    "2014/2016",  "no such year",          "like 2014/15"   },
        {april,          AC_PERIOD_YEAR,    "2014-04",    "no such year",          "like 2014/15"   },
        {april,          AC_PERIOD_YEAR,    "14/15",      "two digits",            "like 2014/15"   },
        {april,          AC_PERIOD_YEAR,    "3000/01",    "no such year",          "like 2014/15"   },
        {january,        AC_PERIOD_YEAR,    "2022/23",    "not a year",            "like 2022"      },
        {january,        AC_PERIOD_YEAR,    "22",         "two digits",            "like 2022"      },
        {april,          AC_PERIOD_TERM,    "2013/14",    "not a term",            "like term"      },
        {april,          AC_PERIOD_TERM,    "2016-04-01", "not within the term",   ""               },
        {april,          AC_PERIOD_TERM,    "2013-03-31", "not within the term",   ""               },
        {april,          AC_PERIOD_QUARTER, "1800-01-01", "begins before 1800",    ""               },
        {april,          AC_PERIOD_YEAR,    "1800-03-31", "begins before 1800",    ""               },
        {sixth_of_april, AC_PERIOD_MONTH,   "1800-01-05", "begins before 1800",    ""               },
        {april,          AC_PERIOD_NONE,    "2014-04-01", "no period is expected", ""               },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_calendar calendar = cases[i].calendar();
        int32_t read = -7;
        accord_error error = {0};
        ac_text text = ac_text_of(cases[i].text);
        accord_status status = ac_period_parse(&calendar, cases[i].kind, text, &read, &error);
        assert_int_equal(status.code, ACCORD_EINPUT);
        assert_int_equal(read, -7);
        if (strstr(error.message, cases[i].says) == NULL ||
            strstr(error.message, cases[i].example) == NULL) {
            fail_msg("\"%s\" gives: %s", cases[i].text, error.message);
        }
    }
}

static void a_term_that_does_not_fit_its_calendar_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *from;
        const char *last;
        int start_month;
        int start_day;
        const char *says; /* NULL: accepted */
    } cases[] = {
        {"2013-04-01", "2016-03-31", 4,  1,  NULL                   },
        {"2013-04-01", "2013-04-30", 4,  1,  NULL                   },
        {"2013-04-01", "2113-03-31", 4,  1,  NULL                   },
        {"2999-12-01", "2999-12-31", 1,  1,  NULL                   },
        {"2013-04-01", "2113-04-30", 4,  1,  "longer than 100 years"},
        {"2013-04-02", "2016-03-31", 4,  1,  "starts on day 2"      },
        {"2013-04-01", "2016-03-30", 4,  1,  "ends on day 30"       },
        {"2016-04-01", "2016-03-31", 4,  1,  "ends before it starts"},
        {"2013-04-06", "2016-04-05", 4,  6,  NULL                   },
        {"2013-04-01", "2016-03-31", 4,  6,  "starts on day 1"      },
        {"2013-04-01", "2016-03-31", 4,  29, "day 29"               },
        {"2013-04-01", "2016-03-31", 4,  0,  "day 0"                },
        {"2013-04-01", "2016-03-31", 13, 1,  "month 13"             },
        {"2013-04-01", "2016-03-31", 0,  1,  "month 0"              },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_calendar calendar = {.start_month = 77};
        accord_error error = {0};
        accord_status status = ac_calendar_make(
            day(cases[i].from), day(cases[i].last), cases[i].start_month, cases[i].start_day,
            &calendar, &error);
        if (cases[i].says == NULL) {
            assert_accord_ok(status, error);
        } else {
            assert_int_equal(status.code, ACCORD_EINPUT);
            assert_int_equal(calendar.start_month, 77);
            assert_non_null(strstr(error.message, cases[i].says));
        }
    }
    ac_calendar calendar = {0};
    accord_status status =
        ac_calendar_make((accord_date){INT32_MIN}, (accord_date){INT32_MAX}, 1, 1, &calendar, NULL);
    assert_int_equal(status.code, ACCORD_EINPUT);
}

static void a_period_that_the_term_cuts_ends_with_it(void **state)
{
    (void)state;
    static const struct {
        ac_period_kind kind;
        const char *holds;
        const char *first;
        const char *last;
    } cases[] = {
        {AC_PERIOD_MONTH,   "2015-08-20", "2015-08-06", "2015-09-05"},
        {AC_PERIOD_QUARTER, "2015-08-20", "2015-07-06", "2015-09-05"}, /* else 2015-10-05 */
        {AC_PERIOD_QUARTER, "2015-05-06", "2015-04-06", "2015-07-05"},
        {AC_PERIOD_YEAR,    "2015-05-06", "2015-04-06", "2015-09-05"}, /* else 2016-04-05 */
        {AC_PERIOD_YEAR,    "2015-04-05", "2014-05-06", "2015-04-05"},
        {AC_PERIOD_TERM,    "2015-05-06", "2014-05-06", "2015-09-05"},
        {AC_PERIOD_YEAR,    "2013-05-06", "2013-04-06", "2014-04-05"}, /* nothing is cut */
        {AC_PERIOD_YEAR,    "2016-05-06", "2016-04-06", "2017-04-05"},
    };
    ac_calendar calendar = sixth_of_april();
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(text, 100);
        int32_t period = ac_period_of(&calendar, cases[i].kind, day(cases[i].holds));
        accord_date last = ac_period_last(&calendar, cases[i].kind, period);
        assert_string_equal(iso_of(&text, last), cases[i].last);
        AC_SCOPED_BUFFER(begins, 100);
        accord_date first = ac_period_first(&calendar, cases[i].kind, period);
        assert_string_equal(iso_of(&begins, first), cases[i].first);
    }
}

static void kinds_are_named(void **state)
{
    (void)state;
    static const char *const names[] = {"month", "quarter", "year", "term", ""};
    for (int kind = AC_PERIOD_MONTH; kind <= AC_PERIOD_NONE; kind++) {
        assert_string_equal(ac_period_kind_name((ac_period_kind)kind), names[kind]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(periods_have_the_days_and_names_expected),
        cmocka_unit_test(a_term_counts_the_periods_that_hold_a_day_of_it),
        cmocka_unit_test(finer_periods_fill_coarser_ones),
        cmocka_unit_test(every_day_lies_in_one_period_of_each_kind),
        cmocka_unit_test(what_is_written_is_read_back),
        cmocka_unit_test(periods_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_period_is_refused_with_the_form_expected),
        cmocka_unit_test(a_term_that_does_not_fit_its_calendar_is_refused),
        cmocka_unit_test(a_period_that_the_term_cuts_ends_with_it),
        cmocka_unit_test(kinds_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
