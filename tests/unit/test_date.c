/* SPDX-License-Identifier: MIT */
/* Days: every one of the years 1800 to 2999 there and back, and the forms that data has them in. */

#include "accord_test.h"
#include "value/date.h"

#include <string.h>

static void every_day_from_1800_to_2999_goes_there_and_back(void **state)
{
    (void)state;
    accord_date expected = {-62091}; /* 1800-01-01 */
    for (int year = 1800; year <= 2999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= ac_days_in_month(year, month); day++) {
                accord_date date = {0};
                assert_true(ac_date_of(year, month, day, &date));
                assert_int_equal(date.day, expected.day);
                ac_date_parts parts = ac_date_to_parts(date);
                assert_true(parts.year == year && parts.month == month && parts.day == day);
                expected.day++;
            }
        }
    }
    assert_int_equal(expected.day, 376200); /* 3000-01-01 */
}

static void every_day_is_read_back_from_its_text(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(text, 100);
    for (int32_t day = -62091; day < 376200; day++) {
        accord_date read = {0};
        accord_error error = {0};
        ac_buffer_clear(&text);
        ac_date_add_iso(&text, (accord_date){day});
        assert_accord_ok(ac_date_parse(ac_buffer_text(&text), AC_DATE_ISO, &read, &error), error);
        assert_int_equal(read.day, day);
        ac_buffer_clear(&text);
        ac_date_add_words(&text, (accord_date){day});
        assert_accord_ok(ac_date_parse(ac_buffer_text(&text), AC_DATE_WORDS, &read, &error), error);
        assert_int_equal(read.day, day);
    }
}

static void known_days_have_their_numbers(void **state)
{
    (void)state;
    static const struct {
        int year;
        int month;
        int day;
        int32_t number;
    } cases[] = {
        {1970, 1,  1,  0    },
        {1969, 12, 31, -1   },
        {2000, 2,  29, 11016},
        {2014, 4,  1,  16161},
        {2038, 1,  19, 24855},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        accord_date date = {0};
        assert_true(ac_date_of(cases[i].year, cases[i].month, cases[i].day, &date));
        assert_int_equal(date.day, cases[i].number);
    }
}

static void days_that_are_not_are_refused(void **state)
{
    (void)state;
    static const int cases[][3] = {
        {2014, 2,  31},
        {2015, 2,  29},
        {1900, 2,  29},
        {2014, 13, 1 },
        {2014, 0,  1 },
        {2014, 1,  0 },
        {2014, 4,  31},
        {1799, 12, 31},
        {3000, 1,  1 },
        {2014, 1,  -1},
        {2014, -1, 1 },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        accord_date date = {7};
        assert_false(ac_date_of(cases[i][0], cases[i][1], cases[i][2], &date));
        assert_int_equal(date.day, 7);
    }
}

static void dates_are_read_in_the_form_named(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        ac_date_format format;
        const char *expected;
    } cases[] = {
        {"2014-04-01",                 AC_DATE_ISO,     "2014-04-01"},
        {"2016-02-29",                 AC_DATE_ISO,     "2016-02-29"},
        {"2014-04-01T00:00:00",        AC_DATE_ISO,     "2014-04-01"},
        {"2014-04-01 23:59",           AC_DATE_ISO,     "2014-04-01"},
        {"2014-04-01 23:59:59.123456", AC_DATE_ISO,     "2014-04-01"},
        {"2014-04-01T00:00:00Z",       AC_DATE_ISO,     "2014-04-01"},
        {"2014-04-01T00:00:00+01:00",  AC_DATE_ISO,     "2014-04-01"},
        {"2014-04-01T00:00:00-0100",   AC_DATE_ISO,     "2014-04-01"},
        {"2014-04-01T00:00:00+01",     AC_DATE_ISO,     "2014-04-01"},
        {"20140401",                   AC_DATE_COMPACT, "2014-04-01"},
        {"01/04/2014",                 AC_DATE_DMY,     "2014-04-01"},
        {"1/4/2014",                   AC_DATE_DMY,     "2014-04-01"},
        {"1-4-2014",                   AC_DATE_DMY,     "2014-04-01"},
        {"1.4.2014",                   AC_DATE_DMY,     "2014-04-01"},
        {"04/01/2014",                 AC_DATE_MDY,     "2014-04-01"},
        {"12/31/2014",                 AC_DATE_MDY,     "2014-12-31"},
        {"1 April 2014",               AC_DATE_WORDS,   "2014-04-01"},
        {"01 apr 2014",                AC_DATE_WORDS,   "2014-04-01"},
        {"31 DECEMBER 2014",           AC_DATE_WORDS,   "2014-12-31"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        accord_date date = {0};
        accord_error error = {0};
        AC_SCOPED_BUFFER(text, 100);
        assert_accord_ok(
            ac_date_parse(ac_text_of(cases[i].text), cases[i].format, &date, &error), error);
        ac_date_add_iso(&text, date);
        assert_string_equal(text.bytes, cases[i].expected);
    }
}

#define NOT_THE_FORM "not a date of the form expected"
#define NO_SUCH_DAY  "no such day"
#define TWO_DIGITS   "year of two digits"
#define NOT_WITHIN   "not within 1800 to 2999"

static void bad_dates_say_what_is_wrong_and_what_was_expected(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        ac_date_format format;
        const char *says;
        const char *example;
    } cases[] = {
        {"31/02/2014",           AC_DATE_DMY,     NO_SUCH_DAY,  "01/04/2014"  },
        {"29/02/2015",           AC_DATE_DMY,     NO_SUCH_DAY,  "01/04/2014"  },
        {"01/13/2014",           AC_DATE_DMY,     NO_SUCH_DAY,  "day first"   },
        {"13/01/2014",           AC_DATE_MDY,     NO_SUCH_DAY,  "month first" },
        {"2014-13-01",           AC_DATE_ISO,     NO_SUCH_DAY,  "2014-04-01"  },
        {"2014-00-10",           AC_DATE_ISO,     NO_SUCH_DAY,  "2014-04-01"  },
        {"20141301",             AC_DATE_COMPACT, NO_SUCH_DAY,  "20140401"    },
        {"31 February 2014",     AC_DATE_WORDS,   NO_SUCH_DAY,  "1 April 2014"},
        {"01/04/14",             AC_DATE_DMY,     TWO_DIGITS,   "01/04/2014"  },
        {"14-04-01",             AC_DATE_ISO,     TWO_DIGITS,   "2014-04-01"  },
        {"140401",               AC_DATE_COMPACT, TWO_DIGITS,   "20140401"    },
        {"1 April 14",           AC_DATE_WORDS,   TWO_DIGITS,   "1 April 2014"},
        {"1799-12-31",           AC_DATE_ISO,     NOT_WITHIN,   "2014-04-01"  },
        {"01/01/3000",           AC_DATE_DMY,     NOT_WITHIN,   "01/04/2014"  },
        {"01/04/0014",           AC_DATE_DMY,     NOT_WITHIN,   "01/04/2014"  },
        {"",                     AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"",                     AC_DATE_COMPACT, NOT_THE_FORM, "20140401"    },
        {"",                     AC_DATE_DMY,     NOT_THE_FORM, "01/04/2014"  },
        {"",                     AC_DATE_WORDS,   NOT_THE_FORM, "1 April 2014"},
        {"01/04/2014",           AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"2014-4-1",             AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"2014-04-01x",          AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"2014-04-01T",          AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"2014-04-01 25:00",     AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"2014-04-01 10:60",     AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"2014-04-01 10:00 and", AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {" 2014-04-01",          AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"2014-04",              AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"-2014-04-01",          AC_DATE_ISO,     NOT_THE_FORM, "2014-04-01"  },
        {"201404011",            AC_DATE_COMPACT, NOT_THE_FORM, "20140401"    },
        {"1/4-2014",             AC_DATE_DMY,     NOT_THE_FORM, "01/04/2014"  },
        {"1/4/20145",            AC_DATE_DMY,     NOT_THE_FORM, "01/04/2014"  },
        {"1/4/201",              AC_DATE_DMY,     NOT_THE_FORM, "01/04/2014"  },
        {"001/04/2014",          AC_DATE_DMY,     NOT_THE_FORM, "01/04/2014"  },
        {"1 Aprl 2014",          AC_DATE_WORDS,   NOT_THE_FORM, "1 April 2014"},
        {"April 2014",           AC_DATE_WORDS,   NOT_THE_FORM, "1 April 2014"},
        {"1 April",              AC_DATE_WORDS,   NOT_THE_FORM, "1 April 2014"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        accord_date date = {7};
        accord_error error = {0};
        accord_status status =
            ac_date_parse(ac_text_of(cases[i].text), cases[i].format, &date, &error);
        assert_int_equal(status.code, ACCORD_EINPUT);
        assert_int_equal(date.day, 7);
        if (strstr(error.message, cases[i].says) == NULL ||
            strstr(error.message, cases[i].example) == NULL) {
            fail_msg("\"%s\" gives: %s", cases[i].text, error.message);
        }
    }
}

static void months_are_named_in_full_or_by_three_letters(void **state)
{
    (void)state;
    static const struct {
        const char *word;
        int month;
    } cases[] = {
        {"january",   1 },
        {"Jan",       1 },
        {"MAY",       5 },
        {"September", 9 },
        {"sep",       9 },
        {"dec",       12},
        {"",          0 },
        {"ja",        0 },
        {"janu",      0 },
        {"sept",      0 },
        {"decembers", 0 },
        {"month",     0 },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        assert_int_equal(ac_month_named(ac_text_of(cases[i].word)), cases[i].month);
    }
    assert_int_equal(ac_month_named((ac_text){NULL, 0}), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_day_from_1800_to_2999_goes_there_and_back),
        cmocka_unit_test(every_day_is_read_back_from_its_text),
        cmocka_unit_test(known_days_have_their_numbers),
        cmocka_unit_test(days_that_are_not_are_refused),
        cmocka_unit_test(dates_are_read_in_the_form_named),
        cmocka_unit_test(bad_dates_say_what_is_wrong_and_what_was_expected),
        cmocka_unit_test(months_are_named_in_full_or_by_three_letters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
