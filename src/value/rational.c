/* SPDX-License-Identifier: MIT */
/* Arithmetic of exact rationals. Small operands are computed in 128 bits and never touch GMP: two
 * products of 63 bits, and their sum, fit. Relies on every value being in lowest terms. */

#include "value/rational.h"

#include "base/assert.h"
#include "value/big.h"

/* Binary greatest common divisor, after one division that brings the two to a like size. */
static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    if (a > b) {
        uint64_t larger = a;
        a = b;
        b = larger;
    }
    if (a <= 1) {
        return a == 1 ? 1 : b;
    }
    b %= a;
    if (b == 0) {
        return a;
    }
    int shared_twos = __builtin_ctzll(a | b);
    a >>= __builtin_ctzll(a);
    while (b != 0) {
        b >>= __builtin_ctzll(b);
        uint64_t least = a < b ? a : b;
        b = a < b ? b - a : a - b;
        a = least;
    }
    return a << shared_twos;
}

/* Division in 128 bits is a slow library call, and seldom needed. */
static uint64_t remainder_of(ac_wide number, uint64_t divisor)
{
    return number <= UINT64_MAX ? (uint64_t)number % divisor : (uint64_t)(number % divisor);
}

static ac_wide quotient_of(ac_wide number, uint64_t divisor)
{
    if (divisor == 1) {
        return number;
    }
    return number <= UINT64_MAX ? (uint64_t)number / divisor : number / divisor;
}

/* Takes lowest terms. */
static ac_rational made(ac_arena *arena, bool negative, ac_wide numerator, ac_wide denominator)
{
    if (numerator <= (ac_wide)INT64_MAX && denominator <= (ac_wide)INT64_MAX) {
        int64_t magnitude = (int64_t)numerator;
        return (ac_rational){
            .numerator = negative ? -magnitude : magnitude, .denominator = (int64_t)denominator};
    }
    return ac_rational_of_wide(arena, negative, numerator, denominator);
}

ac_rational ac_rational_of(int64_t whole)
{
    return (ac_rational){.numerator = whole, .denominator = 1};
}

ac_rational ac_rational_of_ratio(ac_arena *arena, int64_t numerator, int64_t denominator)
{
    ac_assert(denominator != 0);
    uint64_t above = ac_magnitude(numerator);
    uint64_t below = ac_magnitude(denominator);
    uint64_t common = common_divisor(above, below);
    return made(arena, (numerator < 0) != (denominator < 0), above / common, below / common);
}

/* Knuth, The Art of Computer Programming, volume 2, 4.5.1: what the two denominators share is the
 * only thing that the sum can have in common with theirs, so the divisors stay short. */
static ac_rational sum_small(ac_arena *arena, ac_rational a, ac_rational b, bool minus)
{
    ac_wide_signed b_numerator = minus ? -(ac_wide_signed)b.numerator : b.numerator;
    uint64_t a_below = (uint64_t)a.denominator;
    uint64_t b_below = (uint64_t)b.denominator;
    uint64_t shared = a_below;
    ac_wide_signed sum = a.numerator + b_numerator;
    if (a_below != b_below) {
        shared = common_divisor(a_below, b_below);
        sum = a.numerator * (ac_wide_signed)(b_below / shared) +
              b_numerator * (ac_wide_signed)(a_below / shared);
    }
    ac_wide magnitude = sum < 0 ? (ac_wide)-sum : (ac_wide)sum;
    uint64_t common = shared == 1 ? 1 : common_divisor(remainder_of(magnitude, shared), shared);
    ac_wide below = (ac_wide)(a_below / shared) * (b_below / common);
    return made(arena, sum < 0, quotient_of(magnitude, common), below);
}

typedef void mpq_operation(mpq_ptr result, mpq_srcptr a, mpq_srcptr b);

static ac_rational
compute_big(ac_arena *arena, mpq_operation *operation, ac_rational a, ac_rational b)
{
    ac_view a_view;
    ac_view b_view;
    mpq_t result;
    mpq_init(result);
    operation(result, ac_view_of(&a_view, a), ac_view_of(&b_view, b));
    ac_rational value = ac_rational_of_mpq(arena, result);
    mpq_clear(result);
    return value;
}

ac_rational ac_rational_add(ac_arena *arena, ac_rational a, ac_rational b)
{
    if (ac_rational_is_big(a) || ac_rational_is_big(b)) {
        return compute_big(arena, mpq_add, a, b);
    }
    int64_t sum = 0;
    if (a.denominator == 1 && b.denominator == 1 &&
        !__builtin_add_overflow(a.numerator, b.numerator, &sum)) {
        return ac_rational_of(sum);
    }
    return sum_small(arena, a, b, false);
}

ac_rational ac_rational_subtract(ac_arena *arena, ac_rational a, ac_rational b)
{
    if (ac_rational_is_big(a) || ac_rational_is_big(b)) {
        return compute_big(arena, mpq_sub, a, b);
    }
    int64_t difference = 0;
    if (a.denominator == 1 && b.denominator == 1 &&
        !__builtin_sub_overflow(a.numerator, b.numerator, &difference)) {
        return ac_rational_of(difference);
    }
    return sum_small(arena, a, b, true);
}

/* Multiplies two fractions, each in lowest terms: only across can anything cancel. */
static ac_rational product_small(
    ac_arena *arena,
    bool negative,
    uint64_t a_above,
    uint64_t a_below,
    uint64_t b_above,
    uint64_t b_below)
{
    if (a_above == 0 || b_above == 0) {
        return AC_RATIONAL_ZERO;
    }
    uint64_t first = common_divisor(a_above, b_below);
    uint64_t second = common_divisor(b_above, a_below);
    ac_wide above = (ac_wide)(a_above / first) * (b_above / second);
    ac_wide below = (ac_wide)(a_below / second) * (b_below / first);
    return made(arena, negative, above, below);
}

ac_rational ac_rational_multiply(ac_arena *arena, ac_rational a, ac_rational b)
{
    if (ac_rational_is_big(a) || ac_rational_is_big(b)) {
        return compute_big(arena, mpq_mul, a, b);
    }
    int64_t product = 0;
    if (a.denominator == 1 && b.denominator == 1 &&
        !__builtin_mul_overflow(a.numerator, b.numerator, &product)) {
        return ac_rational_of(product);
    }
    return product_small(
        arena, (a.numerator < 0) != (b.numerator < 0), ac_magnitude(a.numerator),
        (uint64_t)a.denominator, ac_magnitude(b.numerator), (uint64_t)b.denominator);
}

ac_rational ac_rational_divide(ac_arena *arena, ac_rational a, ac_rational b)
{
    ac_assert(ac_rational_sign(b) != 0);
    if (ac_rational_is_big(a) || ac_rational_is_big(b)) {
        return compute_big(arena, mpq_div, a, b);
    }
    return product_small(
        arena, (a.numerator < 0) != (b.numerator < 0), ac_magnitude(a.numerator),
        (uint64_t)a.denominator, (uint64_t)b.denominator, ac_magnitude(b.numerator));
}

ac_rational ac_rational_negate(ac_arena *arena, ac_rational a)
{
    if (ac_rational_is_big(a)) {
        return compute_big(arena, mpq_sub, AC_RATIONAL_ZERO, a);
    }
    return made(arena, a.numerator > 0, ac_magnitude(a.numerator), (uint64_t)a.denominator);
}

ac_rational ac_rational_copy(ac_arena *arena, ac_rational a)
{
    if (!ac_rational_is_big(a)) {
        return a;
    }
    ac_view view;
    return ac_rational_of_mpq(arena, ac_view_of(&view, a));
}

int ac_rational_compare(ac_rational a, ac_rational b)
{
    if (ac_rational_is_big(a) || ac_rational_is_big(b)) {
        ac_view a_view;
        ac_view b_view;
        int order = mpq_cmp(ac_view_of(&a_view, a), ac_view_of(&b_view, b));
        return (order > 0) - (order < 0);
    }
    if (a.denominator == b.denominator) {
        return (a.numerator > b.numerator) - (a.numerator < b.numerator);
    }
    ac_wide_signed left = (ac_wide_signed)a.numerator * b.denominator;
    ac_wide_signed right = (ac_wide_signed)b.numerator * a.denominator;
    return (left > right) - (left < right);
}

int ac_rational_sign(ac_rational a)
{
    if (ac_rational_is_big(a)) {
        return a.big->numerator_limbs < 0 ? -1 : 1;
    }
    return (a.numerator > 0) - (a.numerator < 0);
}

bool ac_rational_is_whole(ac_rational a)
{
    if (ac_rational_is_big(a)) {
        ac_view view;
        return mpz_cmp_ui(mpq_denref(ac_view_of(&view, a)), 1) == 0;
    }
    return a.denominator == 1;
}

size_t ac_rational_bits(ac_rational a)
{
    ac_view view;
    mpq_srcptr value = ac_view_of(&view, a);
    size_t above = mpz_sizeinbase(mpq_numref(value), 2);
    size_t below = mpz_sizeinbase(mpq_denref(value), 2);
    return above > below ? above : below;
}
