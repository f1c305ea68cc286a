/* SPDX-License-Identifier: MIT */
/* Values that outgrow 63 bits: into an arena, and out of it for GMP. Relies on lowest terms, so
 * that a value has one form only: small where it fits, else large. */

#include "value/big.h"

#include "base/assert.h"

#include <string.h>

mpq_srcptr ac_view_of(ac_view *view, ac_rational a)
{
    if (ac_rational_is_big(a)) {
        const ac_big *big = a.big;
        size_t skip =
            (size_t)(big->numerator_limbs < 0 ? -big->numerator_limbs : big->numerator_limbs);
        mpz_roinit_n(mpq_numref(view->value), big->limbs, big->numerator_limbs);
        mpz_roinit_n(mpq_denref(view->value), big->limbs + skip, big->denominator_limbs);
        return view->value;
    }
    ac_assert(a.denominator > 0);
    view->limbs[0] = ac_magnitude(a.numerator);
    view->limbs[1] = (mp_limb_t)a.denominator;
    mpz_roinit_n(mpq_numref(view->value), &view->limbs[0], ac_rational_sign(a));
    mpz_roinit_n(mpq_denref(view->value), &view->limbs[1], 1);
    return view->value;
}

/* Returns whether a small value holds these, and sets it. */
static bool fits_small(bool negative, ac_wide numerator, ac_wide denominator, ac_rational *value)
{
    ac_wide most = (ac_wide)INT64_MAX + (negative ? 1 : 0);
    if (numerator > most || denominator > (ac_wide)INT64_MAX) {
        return false;
    }
    uint64_t magnitude = (uint64_t)numerator;
    value->numerator = (int64_t)(negative ? 0 - magnitude : magnitude);
    value->denominator = (int64_t)denominator;
    return true;
}

static ac_rational of_limbs(
    ac_arena *arena,
    const mp_limb_t *numerator,
    mp_size_t numerator_limbs,
    const mp_limb_t *denominator,
    mp_size_t denominator_limbs)
{
    size_t above = (size_t)(numerator_limbs < 0 ? -numerator_limbs : numerator_limbs);
    size_t below = (size_t)denominator_limbs;
    ac_rational value = AC_RATIONAL_ZERO;
    if (above == 0 || (above == 1 && below == 1 &&
                       fits_small(numerator_limbs < 0, numerator[0], denominator[0], &value))) {
        return value;
    }
    ac_big *big = ac_arena_alloc(arena, 1, sizeof *big + (above + below) * sizeof big->limbs[0]);
    big->numerator_limbs = numerator_limbs;
    big->denominator_limbs = denominator_limbs;
    memcpy(big->limbs, numerator, above * sizeof big->limbs[0]);
    memcpy(big->limbs + above, denominator, below * sizeof big->limbs[0]);
    return (ac_rational){.big = big, .denominator = 0};
}

ac_rational ac_rational_of_mpq(ac_arena *arena, mpq_srcptr value)
{
    mpz_srcptr numerator = mpq_numref(value);
    mpz_srcptr denominator = mpq_denref(value);
    mp_size_t above = (mp_size_t)mpz_size(numerator);
    return of_limbs(
        arena, mpz_limbs_read(numerator), mpz_sgn(numerator) < 0 ? -above : above,
        mpz_limbs_read(denominator), (mp_size_t)mpz_size(denominator));
}

static mp_size_t to_limbs(ac_wide number, mp_limb_t limbs[2])
{
    limbs[0] = (mp_limb_t)number;
    limbs[1] = (mp_limb_t)(number >> 64);
    return limbs[1] != 0 ? 2 : limbs[0] != 0;
}

ac_rational
ac_rational_of_wide(ac_arena *arena, bool negative, ac_wide numerator, ac_wide denominator)
{
    mp_limb_t above[2];
    mp_limb_t below[2];
    mp_size_t above_limbs = to_limbs(numerator, above);
    mp_size_t below_limbs = to_limbs(denominator, below);
    return of_limbs(arena, above, negative ? -above_limbs : above_limbs, below, below_limbs);
}

uint64_t ac_power_of_ten(int exponent)
{
    static const uint64_t powers[AC_TEN_POWER_MAX + 1] = {
        1u,
        10u,
        100u,
        1000u,
        10000u,
        100000u,
        1000000u,
        10000000u,
        100000000u,
        1000000000u,
        10000000000u,
        100000000000u,
        1000000000000u,
        10000000000000u,
        100000000000000u,
        1000000000000000u,
        10000000000000000u,
        100000000000000000u,
        1000000000000000000u,
    };
    ac_assert(exponent >= 0);
    ac_assert(exponent <= AC_TEN_POWER_MAX);
    return powers[exponent];
}
