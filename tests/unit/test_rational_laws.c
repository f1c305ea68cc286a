/* SPDX-License-Identifier: MIT */
/* Laws that hold for all exact rationals, on random ones of every size, held against GMP. */

#include "accord_test.h"
#include "number.h"
#include "random.h"
#include "value/big.h"

/* One form for each value: small wherever that holds it. */
static void assert_equals_gmp(ac_rational value, mpq_srcptr expected)
{
    ac_view view;
    assert_true(mpq_equal(ac_view_of(&view, value), expected));
    bool fits = mpz_fits_slong_p(mpq_numref(expected)) && mpz_fits_slong_p(mpq_denref(expected));
    assert_int_equal(fits, !ac_rational_is_big(value));
}

/* A part of a random rational: often tiny, often at the border of 63 bits, sometimes far past it.
 * */
static void random_part(test_random *random, mpz_ptr part)
{
    static const uint64_t edges[] = {
        1,
        2,
        10,
        1000,
        UINT64_C(1) << 32,
        (uint64_t)INT64_MAX - 1,
        INT64_MAX,
        UINT64_C(1) << 63,
        (UINT64_C(1) << 63) + 1,
        UINT64_MAX};
    uint64_t kind = test_random_below(random, 10);
    if (kind < 3) {
        mpz_set_ui(part, edges[test_random_below(random, ARRAY_COUNT(edges))]);
    } else if (kind < 8) {
        mpz_set_ui(part, test_random_next(random) >> test_random_below(random, 64));
    } else {
        mpz_set_ui(part, test_random_next(random));
        mpz_mul_2exp(part, part, test_random_below(random, 130));
        mpz_add_ui(part, part, test_random_next(random));
    }
}

static ac_rational random_rational(test_random *random, ac_arena *arena, mpq_ptr same)
{
    random_part(random, mpq_numref(same));
    do {
        random_part(random, mpq_denref(same));
    } while (mpz_sgn(mpq_denref(same)) == 0);
    uint64_t kind = test_random_below(random, 8);
    if (kind < 3) {
        mpz_set_ui(mpq_denref(same), 1);
    } else if (kind == 3) {
        mpz_set_ui(mpq_denref(same), ac_power_of_ten((int)test_random_below(random, 19)));
    } else if (kind == 4) {
        mpz_set_ui(mpq_numref(same), 0);
    }
    if (test_random_below(random, 2) == 1) {
        mpz_neg(mpq_numref(same), mpq_numref(same));
    }
    mpq_canonicalize(same);
    return ac_rational_of_mpq(arena, same);
}

typedef ac_rational operation(ac_arena *arena, ac_rational a, ac_rational b);
typedef void gmp_operation(mpq_ptr result, mpq_srcptr a, mpq_srcptr b);

static void every_operation_agrees_with_gmp(void **state)
{
    (void)state;
    static operation *const ours[] = {
        ac_rational_add, ac_rational_subtract, ac_rational_multiply, ac_rational_divide};
    static gmp_operation *const theirs[] = {mpq_add, mpq_sub, mpq_mul, mpq_div};
    test_random random = test_random_start("every_operation_agrees_with_gmp");
    mpq_t a_same;
    mpq_t b_same;
    mpq_t expected;
    mpq_inits(a_same, b_same, expected, NULL);
    for (int i = 0; i < 20000; i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational a = random_rational(&random, &arena, a_same);
        ac_rational b = random_rational(&random, &arena, b_same);
        assert_equals_gmp(a, a_same);
        for (size_t o = 0; o < ARRAY_COUNT(ours); o++) {
            if (ours[o] != ac_rational_divide || mpq_sgn(b_same) != 0) {
                theirs[o](expected, a_same, b_same);
                assert_equals_gmp(ours[o](&arena, a, b), expected);
            }
        }
        mpq_neg(expected, a_same);
        assert_equals_gmp(ac_rational_negate(&arena, a), expected);
        int order = mpq_cmp(a_same, b_same);
        assert_int_equal(ac_rational_compare(a, b), (order > 0) - (order < 0));
        assert_int_equal(ac_rational_sign(a), mpq_sgn(a_same));
        assert_int_equal(ac_rational_is_whole(a), mpz_cmp_ui(mpq_denref(a_same), 1) == 0);
    }
    mpq_clears(a_same, b_same, expected, NULL);
}

static void the_laws_of_a_field_hold(void **state)
{
    (void)state;
    test_random random = test_random_start("the_laws_of_a_field_hold");
    mpq_t unused;
    mpq_init(unused);
    for (int i = 0; i < 5000; i++) {
        AC_SCOPED_ARENA(arena);
        ac_arena *in = &arena;
        ac_rational a = random_rational(&random, in, unused);
        ac_rational b = random_rational(&random, in, unused);
        ac_rational c = random_rational(&random, in, unused);
        ac_rational ab = ac_rational_add(in, a, b);
        ac_rational bc = ac_rational_add(in, b, c);
        assert_int_equal(
            ac_rational_compare(ac_rational_add(in, ab, c), ac_rational_add(in, a, bc)), 0);
        assert_int_equal(ac_rational_compare(ab, ac_rational_add(in, b, a)), 0);
        assert_int_equal(ac_rational_compare(ac_rational_subtract(in, ab, b), a), 0);
        ac_rational product = ac_rational_multiply(in, a, b);
        ac_rational sum = ac_rational_add(in, product, ac_rational_multiply(in, a, c));
        assert_int_equal(ac_rational_compare(ac_rational_multiply(in, a, bc), sum), 0);
        if (ac_rational_sign(b) != 0) {
            assert_int_equal(ac_rational_compare(ac_rational_divide(in, product, b), a), 0);
        }
    }
    mpq_clear(unused);
}

static void text_is_read_back_as_the_same_value(void **state)
{
    (void)state;
    test_random random = test_random_start("text_is_read_back_as_the_same_value");
    mpq_t same;
    mpq_init(same);
    for (int i = 0; i < 10000; i++) {
        AC_SCOPED_ARENA(arena);
        AC_SCOPED_BUFFER(written, 1000);
        ac_rational value = random_rational(&random, &arena, same);
        ac_rational_add_exact(&written, value);
        assert_equals_gmp(number(&arena, written.bytes), same);
    }
    mpq_clear(same);
}

static bool goes_above(mpz_srcptr whole, mpq_srcptr rest, bool negative, accord_rounding rounding)
{
    if (mpq_sgn(rest) == 0) {
        return false;
    }
    int half = mpq_cmp_ui(rest, 1, 2);
    switch (rounding) {
    case ACCORD_HALF_AWAY:
        return half > 0 || (half == 0 && !negative);
    case ACCORD_HALF_EVEN:
        return half > 0 || (half == 0 && mpz_odd_p(whole));
    case ACCORD_DOWN:
        return negative;
    case ACCORD_UP:
        return !negative;
    case ACCORD_HALF_DOWN:
        return half > 0 || (half == 0 && negative);
    }
    return false;
}

/* A second way to round: the floor of value * 10^places, then a look at what is left above it. */
static void round_with_gmp(mpq_ptr rounded, mpq_srcptr value, int places, accord_rounding rounding)
{
    mpq_t unit;
    mpq_t rest;
    mpz_t whole;
    mpq_inits(unit, rest, NULL);
    mpz_init(whole);
    mpz_ui_pow_ui(mpq_numref(unit), 10, (unsigned long)abs(places));
    if (places < 0) {
        mpq_inv(unit, unit);
    }
    mpq_mul(rest, value, unit);
    mpz_fdiv_q(whole, mpq_numref(rest), mpq_denref(rest));
    mpq_set_z(rounded, whole);
    mpq_sub(rest, rest, rounded);
    if (goes_above(whole, rest, mpq_sgn(value) < 0, rounding)) {
        mpz_add_ui(whole, whole, 1);
    }
    mpq_set_z(rounded, whole);
    mpq_div(rounded, rounded, unit);
    mpq_clears(unit, rest, NULL);
    mpz_clear(whole);
}

static void rounding_agrees_with_gmp(void **state)
{
    (void)state;
    test_random random = test_random_start("rounding_agrees_with_gmp");
    mpq_t same;
    mpq_t expected;
    mpq_t scaled_same;
    mpq_inits(same, expected, scaled_same, NULL);
    for (int i = 0; i < 20000; i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational value = random_rational(&random, &arena, same);
        int places = (int)test_random_below(&random, 37) - 18;
        accord_rounding rounding = (accord_rounding)test_random_below(&random, 5);
        round_with_gmp(expected, same, places, rounding);
        ac_rational rounded = ac_rational_round(&arena, value, places, rounding);
        assert_equals_gmp(rounded, expected);

        mpz_ui_pow_ui(mpq_numref(scaled_same), 10, (unsigned long)abs(places));
        mpz_set_ui(mpq_denref(scaled_same), 1);
        if (places < 0) {
            mpq_inv(scaled_same, scaled_same);
        }
        mpq_mul(scaled_same, scaled_same, expected);
        int64_t scaled = 0;
        bool fits = mpz_fits_slong_p(mpq_numref(scaled_same)) != 0;
        assert_int_equal(ac_rational_to_scaled(rounded, places, &scaled), fits);
        assert_true(scaled == (fits ? mpz_get_si(mpq_numref(scaled_same)) : 0));

        if (places >= 0) {
            AC_SCOPED_BUFFER(shown, 1000);
            ac_rational_add_decimal(&shown, value, places, false);
            round_with_gmp(expected, same, places, ACCORD_HALF_AWAY);
            assert_equals_gmp(number(&arena, shown.bytes), expected);
        }
    }
    mpq_clears(same, expected, scaled_same, NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_operation_agrees_with_gmp),
        cmocka_unit_test(the_laws_of_a_field_hold),
        cmocka_unit_test(text_is_read_back_as_the_same_value),
        cmocka_unit_test(rounding_agrees_with_gmp),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
