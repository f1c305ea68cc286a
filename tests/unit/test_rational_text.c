/* SPDX-License-Identifier: MIT */
/* Exact rationals read from text, and written. */

#include "accord_test.h"
#include "base/limits.h"
#include "number.h"

#include <string.h>

#define MAX "9223372036854775807"
#define MIN "-9223372036854775808"

static void plain_decimals_are_read_and_nothing_else(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected; /* NULL: refused */
    } cases[] = {
        {"12",                                        "12"                               },
        {"-0.5",                                      "-0.5"                             },
        {"+3.",                                       "3"                                },
        {".5",                                        "0.5"                              },
        {"-0",                                        "0"                                },
        {"-0.000",                                    "0"                                },
        {"007.50",                                    "7.5"                              },
        {MAX,                                         MAX                                },
        {MIN,                                         MIN                                },
        {"9223372036854775808",                       "9223372036854775808"              },
        {"0.0000000000000000001",                     "0.0000000000000000001"            },
        {"00000000000000000000000000000000000000001", "1"                                },
        {"123456789012345678901234567890.25",         "123456789012345678901234567890.25"},
        {"",                                          NULL                               },
        {"-",                                         NULL                               },
        {"+",                                         NULL                               },
        {".",                                         NULL                               },
        {"-.",                                        NULL                               },
        {"1.2.3",                                     NULL                               },
        {"1,200",                                     NULL                               },
        {"1e5",                                       NULL                               },
        {" 1",                                        NULL                               },
        {"1 ",                                        NULL                               },
        {"--1",                                       NULL                               },
        {"1/2",                                       NULL                               },
        {"0x10",                                      NULL                               },
        {"nan",                                       NULL                               },
        {"\xC2\xA3"
         "5",                                NULL                               },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational value = AC_RATIONAL_ONE;
        accord_error error = {0};
        accord_status status = ac_rational_parse(&arena, ac_text_of(cases[i].text), &value, &error);
        if (cases[i].expected == NULL) {
            assert_int_equal(status.code, ACCORD_EINPUT);
            assert_exact(value, "1");
            assert_non_null(strstr(error.message, "not a plain number"));
        } else {
            assert_accord_ok(status, error);
            assert_exact(value, cases[i].expected);
        }
    }
}

static void a_number_of_more_than_the_longest_text_is_refused(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    char digits[AC_NUMBER_TEXT_MAX + 1];
    memset(digits, '7', sizeof digits);
    ac_rational value = AC_RATIONAL_ZERO;
    accord_error error = {0};
    assert_accord_ok(
        ac_rational_parse(&arena, (ac_text){digits, AC_NUMBER_TEXT_MAX}, &value, &error), error);
    accord_status status =
        ac_rational_parse(&arena, (ac_text){digits, AC_NUMBER_TEXT_MAX + 1}, &value, &error);
    assert_int_equal(status.code, ACCORD_ELIMIT);
    status = ac_rational_parse(&arena, (ac_text){NULL, 0}, &value, NULL);
    assert_int_equal(status.code, ACCORD_EINPUT);
}

static void a_long_text_is_quoted_in_part_and_at_a_character(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(pounds, 1000);
    ac_buffer_add_char(&pounds, '1');
    for (int i = 0; i < 100; i++) {
        ac_buffer_add_z(&pounds, "\xC2\xA3");
    }
    ac_rational value = AC_RATIONAL_ZERO;
    accord_error error = {0};
    accord_status status = ac_rational_parse(&arena, ac_buffer_text(&pounds), &value, &error);
    assert_int_equal(status.code, ACCORD_EINPUT);
    ac_text message = ac_text_of(error.message);
    assert_int_equal(ac_text_utf8_fault(message), message.size);
    assert_in_range(message.size, 40, 120);
}

static void ratios_are_read_whole_over_whole(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *expected; /* NULL: refused */
    } cases[] = {
        {"2/3",   "2/3" },
        {"-4/6",  "-2/3"},
        {"10/5",  "2"   },
        {"0/9",   "0"   },
        {"1/4",   "0.25"},
        {"1.5",   "1.5" },
        {"1/0",   NULL  },
        {"1/-2",  NULL  },
        {"1/+2",  NULL  },
        {"/2",    NULL  },
        {"1/",    NULL  },
        {"1.0/2", NULL  },
        {"1/2.",  NULL  },
        {"1/2/3", NULL  },
        {"",      NULL  },
        {"/",     NULL  },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational value = AC_RATIONAL_ONE;
        accord_error error = {0};
        accord_status status =
            ac_rational_parse_exact(&arena, ac_text_of(cases[i].text), &value, &error);
        if (cases[i].expected == NULL) {
            assert_int_equal(status.code, ACCORD_EINPUT);
            assert_exact(value, "1");
        } else {
            assert_accord_ok(status, error);
            assert_exact(value, cases[i].expected);
        }
    }
}

static void an_exact_number_of_too_many_bits_is_refused(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 1000000);
    ac_buffer_add_repeated(&text, '9', AC_RATIONAL_BITS_MAX / 3);
    ac_rational value = AC_RATIONAL_ZERO;
    accord_error error = {0};
    accord_status status = ac_rational_parse_exact(&arena, ac_buffer_text(&text), &value, &error);
    assert_int_equal(status.code, ACCORD_ELIMIT);
    ac_buffer_add_char(&text, '9');
    status = ac_rational_parse_exact(&arena, ac_buffer_text(&text), &value, &error);
    assert_int_equal(status.code, ACCORD_ELIMIT);
}

static void exact_text_is_a_decimal_up_to_thirty_places(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        const char *expected;
    } cases[] = {
        {"1/8",                                 "0.125"                              },
        {"-1/125",                              "-0.008"                             },
        {"1/3",                                 "1/3"                                },
        {"0.000000000000000000000000000001",    "0.000000000000000000000000000001"   },
        {"0.0000000000000000000000000000001",   "1/10000000000000000000000000000000" },
        {"1/1073741824",                        "0.000000000931322574615478515625"   },
        {"1/2147483648",                        "1/2147483648"                       },
        {"-123456789012345678901234567890.125", "-123456789012345678901234567890.125"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        assert_exact(number(&arena, cases[i].value), cases[i].expected);
    }
}

static void shown_decimals_are_rounded_padded_and_grouped(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int places;
        const char *plain;
        const char *grouped;
    } cases[] = {
        {"-1234.5",                  2,  "-1234.50",                "-1,234.50"                                    },
        {"0",                        2,  "0.00",                    "0.00"                                         },
        {"-0.001",                   2,  "0.00",                    "0.00"                                         },
        {"-0.005",                   2,  "-0.01",                   "-0.01"                                        },
        {"0.05",                     1,  "0.1",                     "0.1"                                          },
        {"999.995",                  2,  "1000.00",                 "1,000.00"                                     },
        {"100",                      0,  "100",                     "100"                                          },
        {"1000",                     0,  "1000",                    "1,000"                                        },
        {"1234567",                  0,  "1234567",                 "1,234,567"                                    },
        {"2.5",                      0,  "3",                       "3"                                            },
        {"-2.5",                     0,  "-3",                      "-3"                                           },
        {MIN,                        18, MIN ".000000000000000000", "-9,223,372,036,854,775,808.000000000000000000"},
        {"123456789012345678901.5",  0,  "123456789012345678902",   "123,456,789,012,345,678,902"                  },
        {"-1/100000000000000000000", 2,  "0.00",                    "0.00"                                         },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(plain, 100);
        AC_SCOPED_BUFFER(grouped, 100);
        ac_rational value = number(&arena, cases[i].value);
        ac_rational_add_decimal(&plain, value, cases[i].places, false);
        ac_rational_add_decimal(&grouped, value, cases[i].places, true);
        assert_string_equal(plain.bytes, cases[i].plain);
        assert_string_equal(grouped.bytes, cases[i].grouped);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(plain_decimals_are_read_and_nothing_else),
        cmocka_unit_test(a_number_of_more_than_the_longest_text_is_refused),
        cmocka_unit_test(a_long_text_is_quoted_in_part_and_at_a_character),
        cmocka_unit_test(ratios_are_read_whole_over_whole),
        cmocka_unit_test(an_exact_number_of_too_many_bits_is_refused),
        cmocka_unit_test(exact_text_is_a_decimal_up_to_thirty_places),
        cmocka_unit_test(shown_decimals_are_rounded_padded_and_grouped),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
