/* SPDX-License-Identifier: MIT */
/* Arithmetic of ranges. Each end of a result is an end of an operand or is made of two; an end that
 * is not there stays so, but for a product with 0, which is 0. */

#include "value/interval.h"

#include "base/assert.h"

ac_interval ac_interval_all(void)
{
    return (ac_interval){AC_RATIONAL_ZERO, AC_RATIONAL_ZERO, true, true};
}

ac_interval ac_interval_of(ac_rational value)
{
    return (ac_interval){value, value, false, false};
}

ac_interval ac_interval_between(ac_rational low, ac_rational high)
{
    ac_assert(ac_rational_compare(low, high) <= 0);
    return (ac_interval){low, high, false, false};
}

ac_interval ac_interval_from(ac_rational low)
{
    return (ac_interval){low, AC_RATIONAL_ZERO, false, true};
}

ac_interval ac_interval_truth(bool may_fail, bool may_hold)
{
    ac_assert(may_fail || may_hold);
    return ac_interval_between(
        may_fail ? AC_RATIONAL_ZERO : AC_RATIONAL_ONE,
        may_hold ? AC_RATIONAL_ONE : AC_RATIONAL_ZERO);
}

bool ac_interval_is_bounded(ac_interval a)
{
    return !a.no_low && !a.no_high;
}

bool ac_interval_is_point(ac_interval a)
{
    return ac_interval_is_bounded(a) && ac_rational_compare(a.low, a.high) == 0;
}

bool ac_interval_has(ac_interval a, ac_rational value)
{
    return (a.no_low || ac_rational_compare(a.low, value) <= 0) &&
           (a.no_high || ac_rational_compare(a.high, value) >= 0);
}

bool ac_interval_may_fail(ac_interval condition)
{
    return ac_interval_has(condition, AC_RATIONAL_ZERO);
}

bool ac_interval_may_hold(ac_interval condition)
{
    return !ac_interval_is_point(condition) || ac_rational_sign(condition.low) != 0;
}

ac_interval ac_interval_add(ac_arena *arena, ac_interval a, ac_interval b)
{
    ac_interval sum = ac_interval_all();
    sum.no_low = a.no_low || b.no_low;
    sum.no_high = a.no_high || b.no_high;
    if (!sum.no_low) {
        sum.low = ac_rational_add(arena, a.low, b.low);
    }
    if (!sum.no_high) {
        sum.high = ac_rational_add(arena, a.high, b.high);
    }
    return sum;
}

ac_interval ac_interval_negate(ac_arena *arena, ac_interval a)
{
    return (ac_interval){
        ac_rational_negate(arena, a.high), ac_rational_negate(arena, a.low), a.no_high, a.no_low};
}

ac_interval ac_interval_subtract(ac_arena *arena, ac_interval a, ac_interval b)
{
    return ac_interval_add(arena, a, ac_interval_negate(arena, b));
}

/* An end of a range, or the product of two: a number, or without end to one side. */
typedef struct end {
    ac_rational number;
    int endless; /* -1, 0, 1 */
} end;

static end low_end(ac_interval a)
{
    return (end){a.low, a.no_low ? -1 : 0};
}

static end high_end(ac_interval a)
{
    return (end){a.high, a.no_high ? 1 : 0};
}

static int sign_of(end a)
{
    return a.endless != 0 ? a.endless : ac_rational_sign(a.number);
}

static end product(ac_arena *arena, end a, end b)
{
    if (a.endless == 0 && b.endless == 0) {
        return (end){ac_rational_multiply(arena, a.number, b.number), 0};
    }
    return (end){AC_RATIONAL_ZERO, sign_of(a) * sign_of(b)};
}

/* Takes one more possible value into a range. */
static void take_in(ac_interval *range, end value)
{
    range->no_low = range->no_low || value.endless < 0;
    range->no_high = range->no_high || value.endless > 0;
    if (value.endless == 0 && ac_rational_compare(value.number, range->low) < 0) {
        range->low = value.number;
    }
    if (value.endless == 0 && ac_rational_compare(value.number, range->high) > 0) {
        range->high = value.number;
    }
}

/* The range of four ends, some of which may be endless. */
static ac_interval range_of(const end ends[4])
{
    ac_interval range = ac_interval_all();
    int first = -1;
    for (int i = 0; i < 4 && first < 0; i++) {
        first = ends[i].endless == 0 ? i : -1;
    }
    if (first >= 0) {
        range = ac_interval_of(ends[first].number);
        for (int i = 0; i < 4; i++) {
            take_in(&range, ends[i]);
        }
    }
    return range;
}

ac_interval ac_interval_multiply(ac_arena *arena, ac_interval a, ac_interval b)
{
    const end ends[4] = {
        product(arena, low_end(a), low_end(b)), product(arena, low_end(a), high_end(b)),
        product(arena, high_end(a), low_end(b)), product(arena, high_end(a), high_end(b))};
    return range_of(ends);
}

ac_interval ac_interval_divide(ac_arena *arena, ac_interval a, ac_interval b)
{
    int low = sign_of(low_end(b));
    int high = sign_of(high_end(b));
    if ((low < 0 && high > 0) || (low == 0 && high == 0)) {
        return ac_interval_all();
    }
    /* 1 / b, whose ends change places; towards 0 it grows without end, and away from it towards 0.
     */
    ac_interval turned = ac_interval_all();
    if (low > 0 || high < 0) {
        turned.no_low = false;
        turned.no_high = false;
        turned.low =
            b.no_high ? AC_RATIONAL_ZERO : ac_rational_divide(arena, AC_RATIONAL_ONE, b.high);
        turned.high =
            b.no_low ? AC_RATIONAL_ZERO : ac_rational_divide(arena, AC_RATIONAL_ONE, b.low);
    } else if (low == 0) {
        turned.no_low = false;
        turned.low =
            b.no_high ? AC_RATIONAL_ZERO : ac_rational_divide(arena, AC_RATIONAL_ONE, b.high);
    } else {
        turned.no_high = false;
        turned.high =
            b.no_low ? AC_RATIONAL_ZERO : ac_rational_divide(arena, AC_RATIONAL_ONE, b.low);
    }
    return ac_interval_multiply(arena, a, turned);
}

static ac_rational least(ac_rational a, ac_rational b)
{
    return ac_rational_compare(a, b) <= 0 ? a : b;
}

static ac_rational most(ac_rational a, ac_rational b)
{
    return ac_rational_compare(a, b) >= 0 ? a : b;
}

ac_interval ac_interval_lesser(ac_interval a, ac_interval b)
{
    ac_interval lesser = ac_interval_all();
    lesser.no_low = a.no_low || b.no_low;
    lesser.no_high = a.no_high && b.no_high;
    if (!lesser.no_low) {
        lesser.low = least(a.low, b.low);
    }
    if (!lesser.no_high) {
        lesser.high = a.no_high ? b.high : b.no_high ? a.high : least(a.high, b.high);
    }
    return lesser;
}

ac_interval ac_interval_greater(ac_interval a, ac_interval b)
{
    ac_interval greater = ac_interval_all();
    greater.no_low = a.no_low && b.no_low;
    greater.no_high = a.no_high || b.no_high;
    if (!greater.no_low) {
        greater.low = a.no_low ? b.low : b.no_low ? a.low : most(a.low, b.low);
    }
    if (!greater.no_high) {
        greater.high = most(a.high, b.high);
    }
    return greater;
}

ac_interval ac_interval_hull(ac_interval a, ac_interval b)
{
    ac_interval hull = ac_interval_all();
    hull.no_low = a.no_low || b.no_low;
    hull.no_high = a.no_high || b.no_high;
    if (!hull.no_low) {
        hull.low = least(a.low, b.low);
    }
    if (!hull.no_high) {
        hull.high = most(a.high, b.high);
    }
    return hull;
}

ac_interval ac_interval_meet(ac_interval a, ac_interval b)
{
    ac_interval meet = ac_interval_all();
    meet.no_low = a.no_low && b.no_low;
    meet.no_high = a.no_high && b.no_high;
    if (!meet.no_low) {
        meet.low = a.no_low ? b.low : b.no_low ? a.low : most(a.low, b.low);
    }
    if (!meet.no_high) {
        meet.high = a.no_high ? b.high : b.no_high ? a.high : least(a.high, b.high);
    }
    bool empty = ac_interval_is_bounded(meet) && ac_rational_compare(meet.low, meet.high) > 0;
    return empty ? a : meet;
}

ac_interval ac_interval_round(
    ac_arena *arena, ac_interval a, int places, uint32_t step, accord_rounding rounding)
{
    if (!a.no_low) {
        a.low = ac_rational_round_step(arena, a.low, places, step, rounding);
    }
    if (!a.no_high) {
        a.high = ac_rational_round_step(arena, a.high, places, step, rounding);
    }
    return a;
}

ac_interval ac_interval_copy(ac_arena *arena, ac_interval a)
{
    a.low = ac_rational_copy(arena, a.low);
    a.high = ac_rational_copy(arena, a.high);
    return a;
}

ac_interval ac_interval_at_least(ac_interval a, ac_interval b)
{
    bool may_fail = a.no_low || b.no_high || ac_rational_compare(a.low, b.high) < 0;
    bool may_hold = a.no_high || b.no_low || ac_rational_compare(a.high, b.low) >= 0;
    return ac_interval_truth(may_fail, may_hold);
}

ac_interval ac_interval_more(ac_interval a, ac_interval b)
{
    bool may_fail = a.no_low || b.no_high || ac_rational_compare(a.low, b.high) <= 0;
    bool may_hold = a.no_high || b.no_low || ac_rational_compare(a.high, b.low) > 0;
    return ac_interval_truth(may_fail, may_hold);
}

ac_interval ac_interval_equal(ac_interval a, ac_interval b)
{
    bool apart = (!a.no_high && !b.no_low && ac_rational_compare(a.high, b.low) < 0) ||
                 (!b.no_high && !a.no_low && ac_rational_compare(b.high, a.low) < 0);
    bool same = ac_interval_is_point(a) && ac_interval_is_point(b) && !apart;
    return ac_interval_truth(!same, !apart);
}
