/* SPDX-License-Identifier: MIT */
/* What a cell's bytes mean: numbers as they are shown, days by both ways of counting them, formats,
 * texts. */

#include "accord_test.h"
#include "extract/xlsx_inside.h"
#include "value/date.h"

static void numbers_are_written_as_they_are_shown(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *shown; /* NULL: no number */
    } cases[] = {
        {"0",                   "0"                              },
        {"-0",                  "0"                              },
        {"0.000",               "0"                              },
        {"7000001",             "7000001"                        },
        {"0042",                "42"                             },
        {"12.50",               "12.5"                           },
        {"-12.5",               "-12.5"                          },
        {".5",                  "0.5"                            },
        {"5.",                  "5"                              },
        {"5E0",                 "5"                              },
        {"1.5e3",               "1500"                           },
        {"1.5E-3",              "0.0015"                         },
        {"0.1",                 "0.1"                            },
        {"0.30000000000000004", "0.3"                            },
        {"8.9999999999999996",  "9"                              },
        {"99999999999999999",   "100000000000000000"             },
        {"0.99999999999999999", "1"                              },
        {"123456789012345678",  "123456789012346000"             },
        {"1E30",                "1000000000000000000000000000000"},
        {"1E300",               NULL                             },
        {"1E99999999999",       NULL                             },
        {"",                    NULL                             },
        {"-",                   NULL                             },
        {".",                   NULL                             },
        {"1..2",                NULL                             },
        {"1E",                  NULL                             },
        {"E5",                  NULL                             },
        {"1E+",                 NULL                             },
        {"0x10",                NULL                             },
        {"1,5",                 NULL                             },
        {"NaN",                 NULL                             },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(shown, 200);
        bool is_number = ac_xlsx_add_number(&shown, ac_text_of(cases[i].text));
        assert_int_equal(is_number, cases[i].shown != NULL);
        if (is_number) {
            assert_string_equal(shown.bytes, cases[i].shown);
        }
    }
}

static void days_are_counted_from_1900_or_from_1904(void **state)
{
    (void)state;
    static const struct {
        const char *number;
        bool from_1904;
        const char *day; /* NULL: none */
    } cases[] = {
        {"1",       false, "1900-01-01"},
        {"59",      false, "1900-02-28"},
        {"60",      false, NULL        }, /* 29 February 1900 never was */
        {"61",      false, "1900-03-01"},
        {"42009",   false, "2015-01-05"},
        {"42009.9", false, "2015-01-05"},
        {"0",       false, NULL        },
        {"0.5",     false, NULL        }, /* a time of day alone */
        {"-1",      false, NULL        },
        {"401768",  false, "2999-12-31"},
        {"401769",  false, NULL        },
        {"9999999", false, NULL        },
        {"0",       true,  "1904-01-01"},
        {"60",      true,  "1904-03-01"},
        {"40547",   true,  "2015-01-05"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_BUFFER(day, 40);
        accord_date date = {0};
        bool is_day = ac_xlsx_day_of(ac_text_of(cases[i].number), cases[i].from_1904, &date);
        assert_int_equal(is_day, cases[i].day != NULL);
        if (is_day) {
            ac_date_add_iso(&day, date);
            assert_string_equal(day.bytes, cases[i].day);
        }
    }
}

static void a_format_shows_a_day_or_a_number(void **state)
{
    (void)state;
    static const struct {
        uint32_t number;
        const char *code;
        bool is_date;
        uint32_t zeros;
    } cases[] = {
        {0,   NULL,                        false, 0},
        {14,  NULL,                        true,  0},
        {22,  NULL,                        true,  0},
        {23,  NULL,                        false, 0},
        {49,  NULL,                        false, 0},
        {164, "General",                   false, 0},
        {164, "yyyy-mm-dd",                true,  0},
        {164, "[$-809]dd mmmm yyyy;@",     true,  0},
        {164, "[h]:mm",                    true,  0},
        {164, "#,##0.00",                  false, 0},
        {164, "0.00_);[Red]\\(0.00\\)",    false, 0},
        {164, "0 \"days\"",                false, 0},
        {164, "0\\d",                      false, 0},
        {164, "\"unclosed d",              false, 0},
        {164, "[unclosed",                 false, 0},
        {164, "\xC2\xA3#,##0;-\xC2\xA3#d", false, 0},
        {164, "0000000",                   false, 7},
        {164, "0",                         false, 0},
        {164, "00.0",                      false, 0},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_xlsx_style style = ac_xlsx_style_of(cases[i].number, cases[i].code);
        assert_int_equal(style.is_date, cases[i].is_date);
        assert_int_equal(style.zeros, cases[i].zeros);
    }
}

static void texts_lose_white_space_at_their_ends_and_escapes(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {" \t a b \r\n",       "a b"    },
        {"\xC2\xA0X\xC2\xA0 ", "X"      },
        {"_x0041_B",           "AB"     },
        {"_x005F_x0041_",      "_x0041_"},
        {"a_x000D_\nb",        "a\r\nb" },
        {"_x00e9_",            "_x00e9_"},
        {"_x0000_",            "_x0000_"},
        {"_x004",              "_x004"  },
        {"\xC2\xA0",           ""       },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_text text = ac_xlsx_text_of(&arena, ac_text_of(cases[i][0]));
        assert_string_equal(ac_text_terminated(&arena, text), cases[i][1]);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(numbers_are_written_as_they_are_shown),
        cmocka_unit_test(days_are_counted_from_1900_or_from_1904),
        cmocka_unit_test(a_format_shows_a_day_or_a_number),
        cmocka_unit_test(texts_lose_white_space_at_their_ends_and_escapes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
