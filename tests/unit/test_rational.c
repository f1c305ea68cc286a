/* SPDX-License-Identifier: MIT */
/* Arithmetic and rounding of exact rationals: cases by hand, most of them at the border of small
 * and large. */

#include "accord_test.h"
#include "number.h"
#include "value/big.h"

#define MAX "9223372036854775807"
#define MIN "-9223372036854775808"

static void arithmetic_is_exact_at_the_border_of_small_and_large(void **state)
{
    (void)state;
    static const struct {
        const char *a;
        char operation;
        const char *b;
        const char *result;
    } cases[] = {
        {"1",                                      '+', "2",      "3"                                       },
        {"1/3",                                    '+', "1/6",    "0.5"                                     },
        {"1/3",                                    '+', "-1/3",   "0"                                       },
        {"1/3",                                    '+', "1/3",    "2/3"                                     },
        {MAX,                                      '+', "1",      "9223372036854775808"                     },
        {MIN,                                      '-', "1",      "-9223372036854775809"                    },
        {MIN,                                      '+', MIN,      "-18446744073709551616"                   },
        {"0",                                      '-', MIN,      "9223372036854775808"                     },
        {"0",                                      '-', MAX,      "-9223372036854775807"                    },
        {MIN,                                      '-', MIN,      "0"                                       },
        {MIN,                                      '*', "-1",     "9223372036854775808"                     },
        {MIN,                                      '*', MIN,      "85070591730234615865843651857942052864"  },
        {MIN,                                      '/', "-1",     "9223372036854775808"                     },
        {"1",                                      '/', MIN,      "-1/9223372036854775808"                  },
        {MIN,                                      '/', MIN,      "1"                                       },
        {MIN,                                      '/', MAX,      "-9223372036854775808/9223372036854775807"},
        {"2/3",                                    '*', "3/2",    "1"                                       },
        {"0",                                      '*', "2/3",    "0"                                       },
        {"0",                                      '/', "2/3",    "0"                                       },
        {"2/3",                                    '/', "-4/9",   "-1.5"                                    },
        {"1/" MAX,                                 '+', "1/" MAX, "2/9223372036854775807"                   },
        {"1/" MAX,                                 '*', "1/" MAX, "1/85070591730234615847396907784232501249"},
        {"9223372036854775808",                    '-', "1",      MAX                                       },
        {"-9223372036854775809",                   '+', "1",      MIN                                       },
        {"85070591730234615865843651857942052864", '/', MIN,      MIN                                       },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational a = number(&arena, cases[i].a);
        ac_rational b = number(&arena, cases[i].b);
        ac_rational result = AC_RATIONAL_ZERO;
        switch (cases[i].operation) {
        case '+':
            result = ac_rational_add(&arena, a, b);
            break;
        case '-':
            result = ac_rational_subtract(&arena, a, b);
            break;
        case '*':
            result = ac_rational_multiply(&arena, a, b);
            break;
        default:
            result = ac_rational_divide(&arena, a, b);
            break;
        }
        assert_exact(result, cases[i].result);
    }
}

static void a_ratio_is_brought_to_lowest_terms(void **state)
{
    (void)state;
    static const struct {
        int64_t numerator;
        int64_t denominator;
        const char *expected;
    } cases[] = {
        {0,         -7,        "0"                     },
        {6,         -4,        "-1.5"                  },
        {-6,        -4,        "1.5"                   },
        {10,        30,        "1/3"                   },
        {INT64_MIN, INT64_MIN, "1"                     },
        {INT64_MIN, 1,         MIN                     },
        {INT64_MIN, -1,        "9223372036854775808"   },
        {1,         INT64_MIN, "-1/9223372036854775808"},
        {2,         INT64_MIN, "-1/4611686018427387904"},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        assert_exact(
            ac_rational_of_ratio(&arena, cases[i].numerator, cases[i].denominator),
            cases[i].expected);
    }
}

static void negating_twice_gives_the_same_in_the_same_form(void **state)
{
    (void)state;
    static const char *const values[] = {
        "0", "1", "-2/3", MAX, MIN, "9223372036854775808", "123456789012345678901234567890/11"};
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational value = number(&arena, values[i]);
        ac_rational negated = ac_rational_negate(&arena, value);
        assert_int_equal(ac_rational_sign(negated), -ac_rational_sign(value));
        ac_rational back = ac_rational_negate(&arena, negated);
        assert_int_equal(ac_rational_compare(back, value), 0);
        assert_int_equal(ac_rational_is_big(back), ac_rational_is_big(value));
    }
}

static void a_copy_outlives_the_arena_it_came_from(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(keeps);
    ac_arena dies;
    ac_arena_init(&dies);
    ac_rational copy =
        ac_rational_copy(&keeps, number(&dies, "-123456789012345678901234567890/11"));
    ac_arena_done(&dies);
    assert_exact(copy, "-123456789012345678901234567890/11");
}

static void rounding_goes_the_named_way(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int places;
        const char *half_away;
        const char *half_even;
        const char *down;
        const char *up;
    } cases[] = {
        {"2.5",                               0,   "3",                    "2",                    "2",                    "3"                  },
        {"3.5",                               0,   "4",                    "4",                    "3",                    "4"                  },
        {"-2.5",                              0,   "-3",                   "-2",                   "-2",                   "-3"                 },
        {"2.4999",                            0,   "2",                    "2",                    "2",                    "3"                  },
        {"-2.5001",                           0,   "-3",                   "-3",                   "-2",                   "-3"                 },
        {"0.125",                             2,   "0.13",                 "0.12",                 "0.12",                 "0.13"               },
        {"2/3",                               2,   "0.67",                 "0.67",                 "0.66",                 "0.67"               },
        {"-1/3",                              2,   "-0.33",                "-0.33",                "-0.33",                "-0.34"              },
        {"0.01",                              2,   "0.01",                 "0.01",                 "0.01",                 "0.01"               },
        {"7",                                 2,   "7",                    "7",                    "7",                    "7"                  },
        {"1500",                              -3,  "2000",                 "2000",                 "1000",                 "2000"               },
        {"2500",                              -3,  "3000",                 "2000",                 "2000",                 "3000"               },
        {"499.99",                            -3,  "0",                    "0",                    "0",                    "1000"               },
        {"3000",                              -3,  "3000",                 "3000",                 "3000",                 "3000"               },
        {"-0.4",                              0,   "0",                    "0",                    "0",                    "-1"                 },
        {"1/3",                               18,  "0.333333333333333333", "0.333333333333333333", "0.333333333333333333",
         "0.333333333333333334"                                                                                                                 },
        {MAX,                                 -18, "9000000000000000000",  "9000000000000000000",  "9000000000000000000",
         "10000000000000000000"                                                                                                                 },
        {MIN,                                 -1,  "-9223372036854775810", "-9223372036854775810", "-9223372036854775800",
         "-9223372036854775810"                                                                                                                 },
        {"9223372036854775807/2",             0,   "4611686018427387904",  "4611686018427387904",
         "4611686018427387903",                                                                                            "4611686018427387904"},
        {"9223372036854775808.5",             0,   "9223372036854775809",  "9223372036854775808",
         "9223372036854775808",                                                                                            "9223372036854775809"},
        {"-1/100000000000000000000000000000", 2,   "0",                    "0",                    "0",                    "-0.01"              },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational value = number(&arena, cases[i].value);
        int places = cases[i].places;
        assert_exact(
            ac_rational_round(&arena, value, places, ACCORD_HALF_AWAY), cases[i].half_away);
        assert_exact(
            ac_rational_round(&arena, value, places, ACCORD_HALF_EVEN), cases[i].half_even);
        assert_exact(ac_rational_round(&arena, value, places, ACCORD_DOWN), cases[i].down);
        assert_exact(ac_rational_round(&arena, value, places, ACCORD_UP), cases[i].up);
    }
}

static void floor_goes_down_for_both_signs(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        const char *expected;
    } cases[] = {
        {"2.5",                      "2"                   },
        {"-2.5",                     "-3"                  },
        {"-3",                       "-3"                  },
        {"0",                        "0"                   },
        {MIN,                        MIN                   },
        {MIN "/3",                   "-3074457345618258603"},
        {"-9223372036854775808.5",   "-9223372036854775809"},
        {"1/100000000000000000000",  "0"                   },
        {"-1/100000000000000000000", "-1"                  },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        assert_exact(ac_rational_floor(&arena, number(&arena, cases[i].value)), cases[i].expected);
    }
}

static void scaling_gives_an_integer_or_nothing(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        int places;
        bool whole;
        int64_t expected;
    } cases[] = {
        {"12.34",                 2,   true,  1234     },
        {"12.345",                2,   false, 0        },
        {"-12.34",                3,   true,  -12340   },
        {"1/3",                   18,  false, 0        },
        {"12000",                 -3,  true,  12       },
        {"12001",                 -3,  false, 0        },
        {"0",                     -18, true,  0        },
        {"0",                     18,  true,  0        },
        {MAX,                     0,   true,  INT64_MAX},
        {MIN,                     0,   true,  INT64_MIN},
        {MAX,                     1,   false, 0        },
        {"9223372036854775808",   0,   false, 0        },
        {"92233720368547758070",  -1,  true,  INT64_MAX},
        {"-92233720368547758080", -1,  true,  INT64_MIN},
        {"92233720368547758080",  -1,  false, 0        },
        {"0.000000000000000001",  18,  true,  1        },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        int64_t scaled = 77;
        bool whole =
            ac_rational_to_scaled(number(&arena, cases[i].value), cases[i].places, &scaled);
        assert_int_equal(whole, cases[i].whole);
        assert_true(scaled == (whole ? cases[i].expected : 77));
    }
}

static void bits_are_of_the_larger_part(void **state)
{
    (void)state;
    static const struct {
        const char *value;
        size_t bits;
    } cases[] = {
        {"0",                    1 },
        {"1",                    1 },
        {"-8",                   4 },
        {"1/1000",               10},
        {MIN,                    64},
        {"18446744073709551616", 65},
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        assert_int_equal(ac_rational_bits(number(&arena, cases[i].value)), cases[i].bits);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(arithmetic_is_exact_at_the_border_of_small_and_large),
        cmocka_unit_test(a_ratio_is_brought_to_lowest_terms),
        cmocka_unit_test(negating_twice_gives_the_same_in_the_same_form),
        cmocka_unit_test(a_copy_outlives_the_arena_it_came_from),
        cmocka_unit_test(rounding_goes_the_named_way),
        cmocka_unit_test(floor_goes_down_for_both_signs),
        cmocka_unit_test(scaling_gives_an_integer_or_nothing),
        cmocka_unit_test(bits_are_of_the_larger_part),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
