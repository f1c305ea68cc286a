/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_RATIONAL_H
#define AC_VALUE_RATIONAL_H
/* Exact rational numbers. Small ones (both parts within 63 bits) are held in place and computed
 * with __int128; larger ones are GMP numbers whose limbs lie in the caller's arena. Values are
 * immutable, in lowest terms, copied by assignment and freed with the arena. Only the files behind
 * this header include gmp.h, through value/big.h. */

#include "accord/money.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ac_big ac_big;

typedef struct ac_rational {
    union {
        int64_t numerator;
        const ac_big *big; /* when denominator is 0 */
    };
    int64_t
        denominator; /* > 0; 0 says that the value is in `big`. A zeroed struct is not a value. */
} ac_rational;

#define AC_RATIONAL_ZERO ((ac_rational){.numerator = 0, .denominator = 1})
#define AC_RATIONAL_ONE  ((ac_rational){.numerator = 1, .denominator = 1})

ac_rational ac_rational_of(int64_t whole);

/* in  numerator, denominator  any; denominator not 0 (asserted) */
ac_rational ac_rational_of_ratio(ac_arena *arena, int64_t numerator, int64_t denominator);

/* Each returns a value that lives as long as `arena` and its operands' arenas. In `_divide`, `b` is
 * not zero (asserted). */
ac_rational ac_rational_add(ac_arena *arena, ac_rational a, ac_rational b);
ac_rational ac_rational_subtract(ac_arena *arena, ac_rational a, ac_rational b);
ac_rational ac_rational_multiply(ac_arena *arena, ac_rational a, ac_rational b);
ac_rational ac_rational_divide(ac_arena *arena, ac_rational a, ac_rational b);
ac_rational ac_rational_negate(ac_arena *arena, ac_rational a);
ac_rational ac_rational_copy(ac_arena *arena, ac_rational a); /* into another arena */

int ac_rational_compare(ac_rational a, ac_rational b); /* <0, 0, >0 */
int ac_rational_sign(ac_rational a);                   /* -1, 0, 1 */
bool ac_rational_is_whole(ac_rational a);

/* Returns the size in bits of the larger of numerator and denominator. */
size_t ac_rational_bits(ac_rational a);

/* Rounds to a multiple of 10^-places (places may be negative: -3 is to thousands).
 *
 * in   places  -18 to 18
 * out  the rounded value; equal to `a` where `a` is such a multiple already
 */
ac_rational ac_rational_round(ac_arena *arena, ac_rational a, int places, accord_rounding rounding);

/* Rounds to a multiple of `step` units of the last place kept; a step of 0 is as 1. */
ac_rational ac_rational_round_step(
    ac_arena *arena, ac_rational a, int places, uint32_t step, accord_rounding rounding);

/* Largest whole number not above `a`. */
ac_rational ac_rational_floor(ac_arena *arena, ac_rational a);

/* Returns a * 10^places as an int64 if that is whole and fits, else false (and leaves `scaled`). */
bool ac_rational_to_scaled(ac_rational a, int places, int64_t *scaled);

/* Reads a plain decimal: sign, digits, at most one point ("12", "-0.5", "+3.", ".5"); nothing else.
 *
 * errors  ACCORD_EINPUT  it is not such a number
 *         ACCORD_ELIMIT  longer than AC_NUMBER_TEXT_MAX
 */
accord_status
ac_rational_parse(ac_arena *arena, ac_text text, ac_rational *value, accord_error *error);

/* Adds the exact value: "12.5" where the decimal ends within 30 places, else "n/d". Both forms are
 * read back by ac_rational_parse_exact (and by Python's Fraction). */
void ac_rational_add_exact(ac_buffer *buffer, ac_rational a);
accord_status
ac_rational_parse_exact(ac_arena *arena, ac_text text, ac_rational *value, accord_error *error);

/* Adds the value rounded (halves away from zero) to `places` decimals, all shown: "-1234.50"; with
 * `grouped`, "-1,234.50". No "-0.00". */
void ac_rational_add_decimal(ac_buffer *buffer, ac_rational a, int places, bool grouped);

#endif
