/* SPDX-License-Identifier: MIT */
/* Numbers and yes-or-no as people and spreadsheets write them. */

#include "accord_test.h"
#include "base/buffer.h"
#include "extract/value.h"

#define POUND "\xC2\xA3"
#define EURO  "\xE2\x82\xAC"

static const struct number_case {
    const char *text;
    const char *value; /* exact; NULL: it is not a number */
} number_cases[] = {
    {"0",                        "0"                       },
    {"12",                       "12"                      },
    {"-12",                      "-12"                     },
    {"+12",                      "12"                      },
    {"12.5",                     "12.5"                    },
    {" 12.5 ",                   "12.5"                    },
    {".5",                       "0.5"                     },
    {"3.",                       "3"                       },
    {"007",                      "7"                       },
    {"1,234",                    "1234"                    },
    {"1,234.50",                 "1234.5"                  },
    {"12,345,678",               "12345678"                },
    {"-1,234",                   "-1234"                   },
    {POUND "12",                 "12"                      },
    {"$1,000.25",                "1000.25"                 },
    {EURO " 3",                  "3"                       },
    {"-" POUND "5.10",           "-5.1"                    },
    {POUND "-5.10",              "-5.1"                    },
    {POUND "+5.10",              "5.1"                     },
    {"(12.50)",                  "-12.5"                   },
    {"(" POUND "1,200)",         "-1200"                   },
    {"95%",                      "0.95"                    },
    {"95.5 %",                   "0.955"                   },
    {"-2%",                      "-0.02"                   },
    {"(2%)",                     "-0.02"                   },
    {"123456789012345678",       "123456789012345678"      },
    {"1234567890123456789012",   "1234567890123456789012"  },
    {"0.1234567890123456789012", "0.1234567890123456789012"},
    {"",                         NULL                      },
    {" ",                        NULL                      },
    {"-",                        NULL                      },
    {".",                        NULL                      },
    {"%",                        NULL                      },
    {POUND,                      NULL                      },
    {"()",                       NULL                      },
    {"12.5e3",                   NULL                      },
    {"#N/A",                     NULL                      },
    {"1,23",                     NULL                      },
    {"1,2345",                   NULL                      },
    {"1234,567",                 NULL                      },
    {",123",                     NULL                      },
    {"1,,234",                   NULL                      },
    {"1,234,",                   NULL                      },
    {"12,3.4",                   NULL                      },
    {"1.234,50",                 NULL                      },
    {"1.2.3",                    NULL                      },
    {"--1",                      NULL                      },
    {"-+1",                      NULL                      },
    {"(-1)",                     NULL                      },
    {"-(1)",                     NULL                      },
    {"(1",                       NULL                      },
    {"1)",                       NULL                      },
    {"12-",                      NULL                      },
    {"1 2",                      NULL                      },
    {"95%%",                     NULL                      },
    {POUND POUND "1",            NULL                      },
    {POUND "-" POUND "1",        NULL                      },
    {POUND "5%",                 NULL                      },
    {"nan",                      NULL                      },
    {"0x10",                     NULL                      },
};

static void number_is_read_exactly_or_not_at_all(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    for (size_t i = 0; i < ARRAY_COUNT(number_cases); i++) {
        const struct number_case *test = &number_cases[i];
        ac_number number = {.value = AC_RATIONAL_ZERO};
        AC_SCOPED_BUFFER(shown, 200);
        bool read = ac_number_read(&arena, ac_text_of(test->text), &number);
        ac_rational_add_exact(&shown, number.value);
        if (read != (test->value != NULL)) {
            fail_msg("\"%s\" was %s", test->text, read ? shown.bytes : "refused");
        }
        if (read && !ac_text_is(ac_buffer_text(&shown), test->value)) {
            fail_msg("\"%s\" was read as %s", test->text, shown.bytes);
        }
        bool percent = ac_text_ends(ac_text_trim(ac_text_of(test->text)), AC_TEXT("%")) ||
                       ac_text_is(ac_text_of(test->text), "(2%)");
        assert_int_equal(read && percent, number.percent_sign);
    }
}

static void number_of_any_length_is_refused_not_cut(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 100000);
    ac_buffer_add_repeated(&text, '9', 90000);
    ac_number number = {.value = AC_RATIONAL_ZERO};
    assert_false(ac_number_read(&arena, ac_buffer_text(&text), &number));
}

static void yes_and_no_are_read_in_any_case(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int yes; /* -1: neither */
    } cases[] = {
        {"yes",   1 },
        {"YES",   1 },
        {"Yes",   1 },
        {"true",  1 },
        {"TRUE",  1 },
        {"y",     1 },
        {"1",     1 },
        {" y ",   1 },
        {"no",    0 },
        {"No",    0 },
        {"false", 0 },
        {"N",     0 },
        {"0",     0 },
        {"",      -1},
        {"maybe", -1},
        {"yess",  -1},
        {"2",     -1},
        {"10",    -1},
        {"t",     -1},
        {"ye s",  -1},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        bool yes = false;
        bool read = ac_yes_no_read(ac_text_of(cases[i].text), &yes);
        assert_int_equal(read ? (int)yes : -1, cases[i].yes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(number_is_read_exactly_or_not_at_all),
        cmocka_unit_test(number_of_any_length_is_refused_not_cut),
        cmocka_unit_test(yes_and_no_are_read_in_any_case),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
