/* SPDX-License-Identifier: MIT */
/* Arithmetic of ranges: what it gives holds every result of values within its operands, and its
 * ends are reached where an operation is exact. */

#include "accord_test.h"
#include "random.h"
#include "value/interval.h"

enum { TRIALS = 4000 };

typedef ac_interval (*operation)(ac_arena *arena, ac_interval a, ac_interval b);
typedef ac_rational (*exactly)(ac_arena *arena, ac_rational a, ac_rational b);

static ac_interval lesser(ac_arena *arena, ac_interval a, ac_interval b)
{
    (void)arena;
    return ac_interval_lesser(a, b);
}

static ac_interval greater(ac_arena *arena, ac_interval a, ac_interval b)
{
    (void)arena;
    return ac_interval_greater(a, b);
}

static ac_interval at_least(ac_arena *arena, ac_interval a, ac_interval b)
{
    (void)arena;
    return ac_interval_at_least(a, b);
}

static ac_interval more(ac_arena *arena, ac_interval a, ac_interval b)
{
    (void)arena;
    return ac_interval_more(a, b);
}

static ac_interval equal(ac_arena *arena, ac_interval a, ac_interval b)
{
    (void)arena;
    return ac_interval_equal(a, b);
}

static ac_rational exact_lesser(ac_arena *arena, ac_rational a, ac_rational b)
{
    (void)arena;
    return ac_rational_compare(a, b) < 0 ? a : b;
}

static ac_rational exact_greater(ac_arena *arena, ac_rational a, ac_rational b)
{
    (void)arena;
    return ac_rational_compare(a, b) > 0 ? a : b;
}

static ac_rational exact_at_least(ac_arena *arena, ac_rational a, ac_rational b)
{
    (void)arena;
    return ac_rational_of(ac_rational_compare(a, b) >= 0 ? 1 : 0);
}

static ac_rational exact_more(ac_arena *arena, ac_rational a, ac_rational b)
{
    (void)arena;
    return ac_rational_of(ac_rational_compare(a, b) > 0 ? 1 : 0);
}

static ac_rational exact_equal(ac_arena *arena, ac_rational a, ac_rational b)
{
    (void)arena;
    return ac_rational_of(ac_rational_compare(a, b) == 0 ? 1 : 0);
}

static const struct {
    const char *name;
    operation of;
    exactly exact;
} operations[] = {
    {"add",      ac_interval_add,      ac_rational_add     },
    {"subtract", ac_interval_subtract, ac_rational_subtract},
    {"multiply", ac_interval_multiply, ac_rational_multiply},
    {"divide",   ac_interval_divide,   ac_rational_divide  },
    {"lesser",   lesser,               exact_lesser        },
    {"greater",  greater,              exact_greater       },
    {"at least", at_least,             exact_at_least      },
    {"more",     more,                 exact_more          },
    {"equal",    equal,                exact_equal         },
};

/* A range with small ends, some of them 0, equal or missing; and a value within it. */
static ac_interval random_range(ac_arena *arena, test_random *seed, ac_rational *within)
{
    int64_t a = (int64_t)(test_random_next(seed) % 13) - 6;
    int64_t b = (int64_t)(test_random_next(seed) % 13) - 6;
    ac_interval range =
        ac_interval_between(ac_rational_of(a < b ? a : b), ac_rational_of(a < b ? b : a));
    uint64_t part = test_random_next(seed) % 5;
    /* low + (high - low) x part / 4: an end, or between */
    ac_rational width = ac_rational_subtract(arena, range.high, range.low);
    ac_rational step = ac_rational_of_ratio(arena, (int64_t)part, 4);
    *within = ac_rational_add(arena, range.low, ac_rational_multiply(arena, width, step));
    uint64_t ends = test_random_next(seed) % 8;
    if (ends == 0 || ends == 2) {
        range.no_low = true;
        range.low = AC_RATIONAL_ZERO;
    }
    if (ends == 1 || ends == 2) {
        range.no_high = true;
        range.high = AC_RATIONAL_ZERO;
    }
    return range;
}

static void a_range_holds_every_result(void **state)
{
    (void)state;
    test_random seed = test_random_start("ranges");
    for (size_t k = 0; k < ARRAY_COUNT(operations); k++) {
        print_message("# %s\n", operations[k].name);
        for (int i = 0; i < TRIALS; i++) {
            AC_SCOPED_ARENA(arena);
            ac_rational x;
            ac_rational y;
            ac_interval a = random_range(&arena, &seed, &x);
            ac_interval b = random_range(&arena, &seed, &y);
            if (operations[k].exact == ac_rational_divide && ac_rational_sign(y) == 0) {
                continue;
            }
            ac_interval result = operations[k].of(&arena, a, b);
            assert_true(ac_interval_has(result, operations[k].exact(&arena, x, y)));
            assert_true(ac_interval_has(ac_interval_hull(a, b), x));
            assert_true(ac_interval_has(ac_interval_hull(a, b), y));
            if (ac_interval_has(b, x)) {
                assert_true(ac_interval_has(ac_interval_meet(a, b), x));
            }
            ac_interval rounded = ac_interval_round(&arena, a, 0, 0, ACCORD_UP);
            assert_true(ac_interval_has(rounded, ac_rational_round(&arena, x, 0, ACCORD_UP)));
            rounded = ac_interval_round(&arena, a, 1, 5, ACCORD_HALF_DOWN);
            assert_true(ac_interval_has(
                rounded, ac_rational_round_step(&arena, x, 1, 5, ACCORD_HALF_DOWN)));
        }
    }
}

static ac_interval whole(int64_t low, int64_t high)
{
    return ac_interval_between(ac_rational_of(low), ac_rational_of(high));
}

static void assert_range(ac_interval range, const char *expected)
{
    AC_SCOPED_BUFFER(text, 200);
    ac_buffer_add_z(&text, "");
    if (!range.no_low) {
        ac_rational_add_exact(&text, range.low);
    }
    ac_buffer_add_z(&text, " to ");
    if (!range.no_high) {
        ac_rational_add_exact(&text, range.high);
    }
    assert_string_equal(text.bytes, expected);
}

static void ends_are_the_tightest_there_are(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_interval from_two = ac_interval_from(ac_rational_of(2));
    assert_range(ac_interval_multiply(&arena, whole(-2, 3), whole(-5, 4)), "-15 to 12");
    assert_range(ac_interval_multiply(&arena, from_two, whole(-1, 3)), " to ");
    assert_range(ac_interval_multiply(&arena, from_two, whole(0, 3)), "0 to ");
    assert_range(ac_interval_multiply(&arena, ac_interval_all(), whole(0, 0)), "0 to 0");
    assert_range(ac_interval_divide(&arena, whole(4, 8), whole(2, 4)), "1 to 4");
    assert_range(ac_interval_divide(&arena, whole(4, 8), whole(0, 4)), "1 to ");
    assert_range(ac_interval_divide(&arena, whole(4, 8), whole(-4, 0)), " to -1");
    assert_range(ac_interval_divide(&arena, whole(4, 8), from_two), "0 to 4");
    assert_range(ac_interval_divide(&arena, whole(4, 8), whole(-1, 1)), " to ");
    assert_range(ac_interval_meet(whole(1, 2), whole(3, 4)), "1 to 2");
    assert_range(ac_interval_at_least(whole(1, 2), whole(2, 3)), "0 to 1");
    assert_range(ac_interval_more(whole(1, 2), whole(2, 3)), "0 to 0");
    assert_range(ac_interval_equal(whole(2, 2), whole(2, 2)), "1 to 1");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_range_holds_every_result),
        cmocka_unit_test(ends_are_the_tightest_there_are),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
