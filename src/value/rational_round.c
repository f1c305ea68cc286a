/* SPDX-License-Identifier: MIT */
/* Rounding of exact rationals to decimal places, and to whole numbers. Everything is done on the
 * magnitude, so that the two signs round alike. Relies on places within -18 to 18, which keep a
 * small value times its power of ten within 128 bits. */

#include "base/assert.h"
#include "value/big.h"
#include "value/rational.h"

#include <stdlib.h>

bool ac_rounds_away(accord_rounding rounding, int half, bool odd)
{
    ac_assert(rounding <= ACCORD_HALF_DOWN);
    switch (rounding) {
    case ACCORD_HALF_AWAY:
        return half >= 0;
    case ACCORD_HALF_EVEN:
        return half > 0 || (half == 0 && odd);
    case ACCORD_DOWN:
        return false;
    case ACCORD_UP:
        return true;
    case ACCORD_HALF_DOWN:
        return half > 0;
    }
    return false;
}

bool ac_rational_scale_big(mpz_ptr scaled, ac_rational a, int places, accord_rounding rounding)
{
    ac_view view;
    mpq_srcptr value = ac_view_of(&view, a);
    mpz_t above;
    mpz_t below;
    mpz_t rest;
    mpz_init_set(above, mpq_numref(value));
    mpz_init_set(below, mpq_denref(value));
    mpz_init(rest);
    mpz_ptr larger = places >= 0 ? above : below;
    mpz_mul_ui(larger, larger, ac_power_of_ten(abs(places)));
    mpz_tdiv_qr(scaled, rest, above, below);
    bool exact = mpz_sgn(rest) == 0;
    if (!exact) {
        mpz_mul_2exp(rest, rest, 1);
        int order = mpz_cmpabs(rest, below);
        if (ac_rounds_away(rounding, (order > 0) - (order < 0), mpz_odd_p(scaled) != 0)) {
            mpz_t one;
            mpz_init_set_si(one, ac_rational_sign(a));
            mpz_add(scaled, scaled, one);
            mpz_clear(one);
        }
    }
    mpz_clears(above, below, rest, NULL);
    return exact;
}

static ac_rational round_big(ac_arena *arena, ac_rational a, int places, accord_rounding rounding)
{
    mpq_t rounded;
    mpq_init(rounded);
    if (ac_rational_scale_big(mpq_numref(rounded), a, places, rounding)) {
        mpq_clear(rounded);
        return ac_rational_copy(arena, a);
    }
    mpz_ptr part = places >= 0 ? mpq_denref(rounded) : mpq_numref(rounded);
    mpz_mul_ui(part, part, ac_power_of_ten(abs(places)));
    mpq_canonicalize(rounded);
    ac_rational value = ac_rational_of_mpq(arena, rounded);
    mpq_clear(rounded);
    return value;
}

ac_rational ac_rational_round(ac_arena *arena, ac_rational a, int places, accord_rounding rounding)
{
    ac_assert(places >= -AC_TEN_POWER_MAX);
    ac_assert(places <= AC_TEN_POWER_MAX);
    if (ac_rational_is_big(a)) {
        return round_big(arena, a, places, rounding);
    }
    if (a.denominator == 1 && places >= 0) {
        return a;
    }
    uint64_t power = ac_power_of_ten(abs(places));
    ac_wide above = ac_magnitude(a.numerator);
    ac_wide below = (uint64_t)a.denominator;
    above = places >= 0 ? above * power : above;
    below = places >= 0 ? below : below * power;
    ac_wide whole = above <= UINT64_MAX && below <= UINT64_MAX ? (uint64_t)above / (uint64_t)below
                                                               : above / below;
    ac_wide twice = (above - whole * below) * 2;
    if (twice == 0) {
        return a;
    }
    if (ac_rounds_away(rounding, (twice > below) - (twice < below), (whole & 1) != 0)) {
        whole++;
    }
    if (whole > (ac_wide)INT64_MAX) {
        return round_big(arena, a, places, rounding);
    }
    bool negative = a.numerator < 0;
    if (places < 0) {
        return ac_rational_of_wide(arena, negative, whole * power, 1);
    }
    int64_t rounded = (int64_t)whole;
    return ac_rational_of_ratio(arena, negative ? -rounded : rounded, (int64_t)power);
}

ac_rational ac_rational_round_step(
    ac_arena *arena, ac_rational a, int places, uint32_t step, accord_rounding rounding)
{
    if (step <= 1) {
        return ac_rational_round(arena, a, places, rounding);
    }
    ac_rational by = ac_rational_of(step);
    ac_rational count = ac_rational_divide(arena, a, by);
    return ac_rational_multiply(arena, ac_rational_round(arena, count, places, rounding), by);
}

ac_rational ac_rational_floor(ac_arena *arena, ac_rational a)
{
    if (!ac_rational_is_big(a)) {
        int64_t whole = a.numerator / a.denominator;
        bool below = a.numerator < 0 && a.numerator % a.denominator != 0;
        return ac_rational_of(below ? whole - 1 : whole);
    }
    ac_view view;
    mpq_srcptr value = ac_view_of(&view, a);
    mpq_t floored;
    mpq_init(floored);
    mpz_fdiv_q(mpq_numref(floored), mpq_numref(value), mpq_denref(value));
    ac_rational result = ac_rational_of_mpq(arena, floored);
    mpq_clear(floored);
    return result;
}

static bool to_scaled_big(ac_rational a, int places, int64_t *scaled)
{
    _Static_assert(sizeof(long) == sizeof(int64_t), "GMP's long is the int64 that is asked for");
    mpz_t whole;
    mpz_init(whole);
    bool exact = ac_rational_scale_big(whole, a, places, ACCORD_DOWN);
    bool fits = exact && mpz_fits_slong_p(whole);
    if (fits) {
        *scaled = mpz_get_si(whole);
    }
    mpz_clear(whole);
    return fits;
}

bool ac_rational_to_scaled(ac_rational a, int places, int64_t *scaled)
{
    ac_assert(places >= -AC_TEN_POWER_MAX);
    ac_assert(places <= AC_TEN_POWER_MAX);
    if (ac_rational_is_big(a)) {
        return to_scaled_big(a, places, scaled);
    }
    /* The whole and fitting cases only: what does not divide, or divides into too much, is refused.
     * */
    ac_wide_signed power = (ac_wide_signed)ac_power_of_ten(abs(places));
    if (places < 0) {
        bool whole = a.denominator == 1 && a.numerator % power == 0;
        if (whole) {
            *scaled = (int64_t)(a.numerator / power);
        }
        return whole;
    }
    /* In lowest terms, a denominator divides numerator * power only if it divides the power. */
    int64_t ten_power = (int64_t)power;
    if (ten_power % a.denominator != 0) {
        return false;
    }
    int64_t result = 0;
    if (__builtin_mul_overflow(a.numerator, ten_power / a.denominator, &result)) {
        return false;
    }
    *scaled = result;
    return true;
}
