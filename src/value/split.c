/* SPDX-License-Identifier: MIT */
/* Sharing by largest remainder (Hamilton's method). Weights that come to whole numbers over one
 * small denominator, which is nearly all, are shared in 128 bits; others in exact rationals. Relies
 * on magnitudes throughout: the sign goes back on at the end, so that both signs share alike. */

#include "value/split.h"

#include "base/assert.h"
#include "base/limits.h"

#include <stdlib.h>

__extension__ typedef unsigned __int128 wide;

static uint64_t magnitude_of(int64_t number)
{
    return number < 0 ? 0 - (uint64_t)number : (uint64_t)number;
}

/* Takes magnitudes up to 2^63, which is how far INT64_MIN goes. */
static int64_t with_sign(uint64_t magnitude, bool negative)
{
    ac_assert(magnitude <= (uint64_t)INT64_MAX + (negative ? 1 : 0));
    return (int64_t)(negative ? 0 - magnitude : magnitude);
}

typedef struct remainder_of_share {
    uint64_t remainder; /* over the sum of the weights */
    size_t share;
} remainder_of_share;

/* Largest first, then in the order of the shares; never equal, so any sort gives one order. */
static int compare_remainders(const void *left, const void *right)
{
    const remainder_of_share *a = left;
    const remainder_of_share *b = right;
    if (a->remainder != b->remainder) {
        return a->remainder > b->remainder ? -1 : 1;
    }
    return (a->share > b->share) - (a->share < b->share);
}

/* Shares a magnitude over whole weights, whose sum is not 0 and fits. */
static void
split_whole(uint64_t total, const uint64_t *weights, uint64_t sum, size_t count, uint64_t *shares)
{
    AC_SCOPED_ARENA(scratch);
    remainder_of_share *rests = AC_NEW_ARRAY(&scratch, remainder_of_share, count);
    uint64_t left = total;
    for (size_t i = 0; i < count; i++) {
        wide product = (wide)total * weights[i];
        wide share = product <= UINT64_MAX ? (uint64_t)product / sum : product / sum;
        shares[i] = (uint64_t)share;
        rests[i] = (remainder_of_share){(uint64_t)(product - share * sum), i};
        left -= shares[i];
    }
    if (left > 0) {
        ac_assert(left < count);
        qsort(rests, count, sizeof rests[0], compare_remainders);
    }
    for (uint64_t i = 0; i < left; i++) {
        shares[rests[i].share]++;
    }
}

/* Turns weights into whole numbers in proportion to them. Returns false if they or their sum do not
 * fit in 64 bits. */
static bool whole_weights(const ac_rational *weights, size_t count, uint64_t *whole, uint64_t *sum)
{
    uint64_t common = 1; /* a multiple of every denominator so far */
    for (size_t i = 0; i < count; i++) {
        uint64_t denominator = (uint64_t)weights[i].denominator;
        if (denominator == 0) {
            return false;
        }
        uint64_t a = common;
        uint64_t b = denominator;
        while (b != 0) {
            uint64_t rest = a % b;
            a = b;
            b = rest;
        }
        if (__builtin_mul_overflow(common, denominator / a, &common)) {
            return false;
        }
    }
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        uint64_t times = common / (uint64_t)weights[i].denominator;
        if (__builtin_mul_overflow((uint64_t)weights[i].numerator, times, &whole[i]) ||
            __builtin_add_overflow(*sum, whole[i], sum)) {
            return false;
        }
    }
    return true;
}

typedef struct exact_share {
    ac_rational remainder;
    size_t share;
} exact_share;

static int compare_exact(const void *left, const void *right)
{
    const exact_share *a = left;
    const exact_share *b = right;
    int order = ac_rational_compare(b->remainder, a->remainder);
    return order != 0 ? order : (a->share > b->share) - (a->share < b->share);
}

/* The same in exact numbers, for weights that have no small common denominator. */
static void split_exact(
    ac_arena *scratch,
    accord_money total,
    const ac_rational *weights,
    ac_rational sum,
    size_t count,
    uint64_t *shares)
{
    ac_rational unit = ac_rational_divide(scratch, ac_rational_of(total.minor), sum);
    if (total.minor < 0) {
        unit = ac_rational_negate(scratch, unit);
    }
    exact_share *rests = AC_NEW_ARRAY(scratch, exact_share, count);
    uint64_t left = magnitude_of(total.minor);
    for (size_t i = 0; i < count; i++) {
        ac_rational exact = ac_rational_multiply(scratch, unit, weights[i]);
        ac_rational whole = ac_rational_floor(scratch, exact);
        int64_t negated = 0;
        bool fits = ac_rational_to_scaled(ac_rational_negate(scratch, whole), 0, &negated);
        ac_assert(fits);
        shares[i] = magnitude_of(negated);
        rests[i] = (exact_share){ac_rational_subtract(scratch, exact, whole), i};
        left -= shares[i];
    }
    if (left > 0) {
        ac_assert(left < count);
        qsort(rests, count, sizeof rests[0], compare_exact);
    }
    for (uint64_t i = 0; i < left; i++) {
        shares[rests[i].share]++;
    }
}

static accord_status check_weights(const ac_rational *weights, size_t count, accord_error *error)
{
    if (count == 0) {
        return ac_fail(error, ACCORD_EINPUT, "there is nobody to share an amount over");
    }
    if (count > AC_MEMBERS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "an amount is shared over %zu, more than the %u allowed", count,
            AC_MEMBERS_MAX);
    }
    bool some = false;
    for (size_t i = 0; i < count; i++) {
        int sign = ac_rational_sign(weights[i]);
        if (sign < 0) {
            return ac_fail(
                error, ACCORD_EINPUT, "an amount is shared, and weight %zu is negative", i + 1);
        }
        some = some || sign > 0;
    }
    if (!some) {
        return ac_fail(error, ACCORD_EINPUT, "an amount is shared, and every weight is 0");
    }
    return ac_ok();
}

accord_status ac_money_split(
    accord_money total,
    const ac_rational *weights,
    size_t count,
    accord_money *shares,
    accord_error *error)
{
    AC_TRY(check_weights(weights, count, error));
    AC_SCOPED_ARENA(scratch);
    uint64_t *whole = AC_NEW_ARRAY(&scratch, uint64_t, count);
    uint64_t *magnitudes = AC_NEW_ARRAY(&scratch, uint64_t, count);
    uint64_t sum = 0;
    if (whole_weights(weights, count, whole, &sum)) {
        split_whole(magnitude_of(total.minor), whole, sum, count, magnitudes);
    } else {
        ac_rational exact_sum = AC_RATIONAL_ZERO;
        for (size_t i = 0; i < count; i++) {
            exact_sum = ac_rational_add(&scratch, exact_sum, weights[i]);
        }
        if (ac_rational_bits(exact_sum) > AC_RATIONAL_BITS_MAX) {
            return ac_fail(
                error, ACCORD_ELIMIT, "the sum of the weights needs more than the %u bits allowed",
                AC_RATIONAL_BITS_MAX);
        }
        split_exact(&scratch, total, weights, exact_sum, count, magnitudes);
    }
    int64_t given = 0;
    for (size_t i = 0; i < count; i++) {
        shares[i].minor = with_sign(magnitudes[i], total.minor < 0);
        bool overflowed = __builtin_add_overflow(given, shares[i].minor, &given);
        ac_assert(!overflowed);
    }
    ac_assert(given == total.minor);
    return ac_ok();
}

/* Adds up amounts of one sign, or 0. Returns false if the sum overflows. */
static bool sum_of_one_sign(const accord_money *amounts, size_t count, int64_t *sum)
{
    *sum = 0;
    for (size_t i = 0; i < count; i++) {
        ac_assert((amounts[i].minor >= 0 && *sum >= 0) || (amounts[i].minor <= 0 && *sum <= 0));
        if (__builtin_add_overflow(*sum, amounts[i].minor, sum)) {
            return false;
        }
    }
    return true;
}

accord_status ac_money_legs(
    const accord_money *paid,
    size_t payers,
    const accord_money *received,
    size_t payees,
    accord_money *legs,
    accord_error *error)
{
    int64_t all_paid = 0;
    int64_t all_received = 0;
    if (!sum_of_one_sign(paid, payers, &all_paid) ||
        !sum_of_one_sign(received, payees, &all_received)) {
        return ac_fail(
            error, ACCORD_ERANGE, "the amounts to be paid add up to more than an amount can hold");
    }
    ac_assert(all_paid == all_received);
    bool negative = all_paid < 0;
    AC_SCOPED_ARENA(scratch);
    uint64_t *owed = AC_NEW_ARRAY(&scratch, uint64_t, payees);
    uint64_t *row = AC_NEW_ARRAY(&scratch, uint64_t, payees);
    for (size_t j = 0; j < payees; j++) {
        owed[j] = magnitude_of(received[j].minor);
    }
    uint64_t all_owed = magnitude_of(all_received);
    for (size_t i = 0; i < payers; i++) {
        uint64_t pays = magnitude_of(paid[i].minor);
        accord_money *leg = legs + i * payees;
        if (pays > 0) {
            split_whole(pays, owed, all_owed, payees, row);
        }
        for (size_t j = 0; j < payees; j++) {
            uint64_t share = pays > 0 ? row[j] : 0;
            ac_assert(share <= owed[j]);
            leg[j].minor = with_sign(share, negative);
            owed[j] -= share;
        }
        all_owed -= pays;
    }
    ac_assert(all_owed == 0);
    return ac_ok();
}
