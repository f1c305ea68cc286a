/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_BIG_H
#define AC_VALUE_BIG_H
/* What the parts of rational.h share and nobody else sees: how a large value lies in an arena, and
 * how GMP reads any value, small or large, without copying it. Only the rational files include
 * this. */

#include "accord/money.h"

#include "base/arena.h"
#include "value/rational.h"

#include <gmp.h>

_Static_assert(GMP_NUMB_BITS == 64, "a limb holds exactly the part of a small value");

/* Both parts in one piece of an arena, the numerator's limbs first, lowest limb first. */
struct ac_big {
    mp_size_t numerator_limbs; /* negative for a negative value, as GMP has it; never 0 */
    mp_size_t denominator_limbs;
    mp_limb_t limbs[];
};

__extension__ typedef unsigned __int128 ac_wide;
__extension__ typedef __int128 ac_wide_signed;

/* A value as GMP reads it. It borrows the value's limbs, or its own two, so it must not move. */
typedef struct ac_view {
    mpq_t value; /* read only; never cleared */
    mp_limb_t limbs[2];
} ac_view;

mpq_srcptr ac_view_of(ac_view *view, ac_rational a);

/* Each takes lowest terms, and returns a small value where one holds it. */
ac_rational ac_rational_of_mpq(ac_arena *arena, mpq_srcptr value);
ac_rational
ac_rational_of_wide(ac_arena *arena, bool negative, ac_wide numerator, ac_wide denominator);

/* Sets `scaled` to a * 10^places rounded to a whole number; returns whether it was one already. */
bool ac_rational_scale_big(mpz_ptr scaled, ac_rational a, int places, accord_rounding rounding);

/* Returns whether a magnitude goes away from zero, given that it is not whole. `half` says how what
 * is left over compares with a half (-1, 0, 1), `odd` whether the whole part is odd. */
bool ac_rounds_away(accord_rounding rounding, int half, bool odd);

#define AC_TEN_POWER_MAX 18
uint64_t ac_power_of_ten(int exponent); /* 0 to AC_TEN_POWER_MAX */

/* The absolute value, which for INT64_MIN no int64 holds. */
static inline uint64_t ac_magnitude(int64_t whole)
{
    return whole < 0 ? 0 - (uint64_t)whole : (uint64_t)whole;
}

static inline bool ac_rational_is_big(ac_rational a)
{
    return a.denominator == 0;
}

#endif
