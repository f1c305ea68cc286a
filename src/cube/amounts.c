/* SPDX-License-Identifier: MIT */
/* What rows add up to, exactly. An amount is a whole number of ten-thousandths where it is one and
 * is not huge; any other is a fraction kept in a list, and the amount is its place there. A cell's
 * sum is its tally and, in few cells, a fraction beside it. */

#include "base/assert.h"
#include "cube/inside.h"

#define ODD_FIRST   INT64_MIN /* the amount that is the first of the list */
#define SCALED_MAX  (INT64_C(1) << 61)
#define ODD_UNTIL   (ODD_FIRST + SCALED_MAX)
#define SCALE_UNITS 10000

static int64_t keep_odd(ac_cube *cube, ac_rational value)
{
    AC_RESERVE(&cube->arena, cube->odd_amounts, cube->odd_count, cube->odd_capacity);
    cube->odd_amounts[cube->odd_count] = value;
    return ODD_FIRST + (int64_t)cube->odd_count++;
}

int64_t ac_cube_amount_of(ac_cube *cube, ac_rational value)
{
    int64_t scaled = 0;
    bool fits = ac_rational_to_scaled(value, AC_AMOUNT_PLACES, &scaled) && scaled < SCALED_MAX &&
                scaled > -SCALED_MAX;
    return fits ? scaled : keep_odd(cube, value);
}

static bool is_odd(int64_t amount)
{
    return amount < ODD_UNTIL;
}

ac_rational ac_cube_amount_value(ac_cube *cube, int64_t amount)
{
    return is_odd(amount) ? cube->odd_amounts[amount - ODD_FIRST]
                          : ac_rational_of_ratio(&cube->numbers, amount, SCALE_UNITS);
}

int ac_cube_amount_compare(ac_cube *cube, int64_t left, int64_t right)
{
    if (!is_odd(left) && !is_odd(right)) {
        return (left > right) - (left < right);
    }
    return ac_rational_compare(ac_cube_amount_value(cube, left), ac_cube_amount_value(cube, right));
}

/* A sum may be as large as any word: it is never a place in the list. */
static ac_rational sum_value(ac_cube *cube, int64_t sum)
{
    return ac_rational_of_ratio(&cube->numbers, sum, SCALE_UNITS);
}

/* Adds to the fraction beside a cell's tally. */
static void add_beside(ac_cube *cube, uint32_t cell, ac_rational value)
{
    if (cube->beside.capacity == 0) {
        ac_cells_init(&cube->beside, 0, false);
    }
    ac_tally *place = ac_cells_at(&cube->beside, cell);
    if (place->rows == 0) {
        AC_RESERVE(&cube->arena, cube->fractions, cube->fraction_count, cube->fraction_capacity);
        cube->fractions[cube->fraction_count] = AC_RATIONAL_ZERO;
        place->sum = (int64_t)cube->fraction_count++;
        place->rows = 1;
    }
    ac_rational *fraction = &cube->fractions[place->sum];
    *fraction = ac_rational_add(&cube->numbers, *fraction, value);
}

void ac_cube_add_odd(ac_cube *cube, ac_tally *tally, uint32_t cell, int64_t amount)
{
    if (is_odd(amount)) {
        add_beside(cube, cell, ac_cube_amount_value(cube, amount));
        return;
    }
    add_beside(cube, cell, sum_value(cube, tally->sum));
    tally->sum = amount;
}

void ac_cube_take_out(ac_cube *cube, uint32_t cell, int64_t amount)
{
    ac_tally *tally = ac_cells_at(&cube->cells, cell);
    ac_assert(tally->rows > 0);
    tally->rows--;
    if (is_odd(amount)) {
        ac_rational value = ac_cube_amount_value(cube, amount);
        add_beside(cube, cell, ac_rational_negate(&cube->numbers, value));
        return;
    }
    int64_t sum = 0;
    if (__builtin_sub_overflow(tally->sum, amount, &sum) || sum == INT64_MIN) {
        add_beside(cube, cell, sum_value(cube, tally->sum));
        sum = -amount;
    }
    tally->sum = sum;
}

void ac_cube_seal_amounts(ac_cube *cube)
{
    for (size_t i = 0; i < cube->beside.capacity; i++) {
        const ac_tally *place = &cube->beside.slots[i];
        const ac_tally *tally =
            place->cell == 0 ? NULL : ac_cells_find(&cube->cells, place->cell - 1);
        if (tally != NULL) {
            ac_rational *fraction = &cube->fractions[place->sum];
            ac_rational sum = sum_value(cube, tally->sum);
            *fraction = ac_rational_add(&cube->numbers, *fraction, sum);
        }
    }
}

ac_rational ac_cube_total(const ac_cube *cube, uint32_t cell, const ac_tally *tally)
{
    if (cube->plan->measure == AC_MEASURE_COUNT) {
        return ac_rational_of(tally->rows);
    }
    const ac_tally *place = cube->beside.capacity == 0 ? NULL : ac_cells_find(&cube->beside, cell);
    /* A ratio of two words takes no memory. */
    return place == NULL ? ac_rational_of_ratio(NULL, tally->sum, SCALE_UNITS)
                         : cube->fractions[place->sum];
}
