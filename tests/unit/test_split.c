/* SPDX-License-Identifier: MIT */
/* Sharing money: the parts are the whole, by hand and on random amounts and weights. */

#include "accord_test.h"
#include "base/limits.h"
#include "number.h"
#include "random.h"
#include "value/split.h"

enum { MOST = 8 };

static void shares_go_by_largest_remainder(void **state)
{
    (void)state;
    static const struct {
        int64_t total;
        const char *weights[MOST];
        int64_t shares[MOST];
    } cases[] = {
        {100,       {"1", "1", "1"},                                                       {34, 33, 33}                                },
        {-100,      {"1", "1", "1"},                                                       {-34, -33, -33}                             },
        {0,         {"1", "2"},                                                            {0, 0}                                      },
        {1,         {"1", "2"},                                                            {0, 1}                                      },
        {5,         {"1", "1", "1", "1"},                                                  {2, 1, 1, 1}                                },
        {10,        {"0", "1", "0", "2"},                                                  {0, 3, 0, 7}                                },
        {10,        {"1/3", "1/6", "1/2"},                                                 {3, 2, 5}                                   },
        {10,        {"0.5", "1/7", "1"},                                                   {3, 1, 6}                                   },
        {7,         {"5"},                                                                 {7}                                         },
        {INT64_MAX, {"1", "1"},                                                            {4611686018427387904, 4611686018427387903}  },
        {INT64_MIN, {"1"},                                                                 {INT64_MIN}                                 },
        {INT64_MIN, {"0", "1"},                                                            {0, INT64_MIN}                              },
        {INT64_MIN, {"1", "3"},                                                            {-2305843009213693952, -6917529027641081856}},
 /* Weights with no common denominator in 64 bits. */
        {100,       {"1/9223372036854775807", "1/9223372036854775783"},                    {50, 50}                                    },
        {-101,      {"1/9223372036854775807", "1/9223372036854775783"},                    {-50, -51}                                  },
        {INT64_MIN, {"100000000000000000000", "0"},                                        {INT64_MIN, 0}                              },
        {101,       {"100000000000000000000", "100000000000000000000"},                    {51, 50}                                    },
        {101,       {"9223372036854775807", "9223372036854775807", "9223372036854775807"}, {34, 34, 33}                                },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational weights[MOST];
        size_t count = 0;
        while (count < MOST && cases[i].weights[count] != NULL) {
            weights[count] = number(&arena, cases[i].weights[count]);
            count++;
        }
        accord_money shares[MOST] = {{0}};
        accord_error error = {0};
        assert_accord_ok(
            ac_money_split((accord_money){cases[i].total}, weights, count, shares, &error), error);
        for (size_t j = 0; j < count; j++) {
            assert_true(shares[j].minor == cases[i].shares[j]);
        }
    }
}

static void what_cannot_be_shared_is_refused(void **state)
{
    (void)state;
    accord_money shares[2] = {{7}, {7}};
    const ac_rational zeros[2] = {AC_RATIONAL_ZERO, AC_RATIONAL_ZERO};
    const ac_rational negative[2] = {AC_RATIONAL_ONE, ac_rational_of(-1)};
    accord_money total = {100};
    assert_int_equal(ac_money_split(total, zeros, 0, shares, NULL).code, ACCORD_EINPUT);
    assert_int_equal(ac_money_split(total, zeros, 2, shares, NULL).code, ACCORD_EINPUT);
    assert_int_equal(ac_money_split(total, negative, 2, shares, NULL).code, ACCORD_EINPUT);
    assert_int_equal(
        ac_money_split(total, zeros, AC_MEMBERS_MAX + 1, shares, NULL).code, ACCORD_ELIMIT);
    assert_int_equal(shares[0].minor, 7);
    assert_int_equal(shares[1].minor, 7);
}

static ac_rational random_weight(test_random *random, ac_arena *arena, uint64_t kind)
{
    int64_t above = (int64_t)test_random_below(random, 1000);
    int64_t below = (int64_t)test_random_below(random, 100) + 1;
    if (kind == 1) {
        return ac_rational_of(above);
    }
    if (kind == 2) {
        below = (int64_t)(test_random_next(random) >> 2) + 1;
    }
    if (kind == 3) {
        ac_rational large = ac_rational_of(INT64_MAX - above);
        return ac_rational_multiply(arena, large, large);
    }
    return ac_rational_of_ratio(arena, above, below);
}

/* Every share is the exact one, down or up to the next whole. */
static void assert_shares_are_fair(
    ac_arena *arena, accord_money total, const ac_rational *weights, size_t count)
{
    accord_money shares[MOST] = {{0}};
    accord_error error = {0};
    assert_accord_ok(ac_money_split(total, weights, count, shares, &error), error);
    ac_rational sum = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < count; i++) {
        sum = ac_rational_add(arena, sum, weights[i]);
    }
    ac_rational given = AC_RATIONAL_ZERO;
    for (size_t i = 0; i < count; i++) {
        ac_rational share = ac_rational_of(shares[i].minor);
        ac_rational exact = ac_rational_divide(
            arena, ac_rational_multiply(arena, ac_rational_of(total.minor), weights[i]), sum);
        ac_rational low = ac_rational_round(arena, exact, 0, ACCORD_DOWN);
        ac_rational high = ac_rational_round(arena, exact, 0, ACCORD_UP);
        assert_true(ac_rational_compare(share, low) == 0 || ac_rational_compare(share, high) == 0);
        given = ac_rational_add(arena, given, share);
    }
    assert_int_equal(ac_rational_compare(given, ac_rational_of(total.minor)), 0);
    accord_money reversed[MOST] = {{0}};
    if (total.minor != INT64_MIN) {
        accord_money negated = {-total.minor};
        assert_accord_ok(ac_money_split(negated, weights, count, reversed, &error), error);
        for (size_t i = 0; i < count; i++) {
            assert_true(reversed[i].minor == -shares[i].minor);
        }
    }
}

/* ACCORD_ROUNDS says how often. */
static void split_gives_every_penny_once(void **state)
{
    (void)state;
    uint64_t rounds = test_rounds(20000);
    test_random random = test_random_start("split_gives_every_penny_once");
    for (uint64_t i = 0; i < rounds; i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational weights[MOST];
        size_t count = (size_t)test_random_below(&random, MOST) + 1;
        uint64_t kind = test_random_below(&random, 4);
        for (size_t j = 0; j < count; j++) {
            weights[j] = random_weight(&random, &arena, kind);
        }
        weights[test_random_below(&random, count)] = AC_RATIONAL_ONE;
        accord_money total = {(int64_t)test_random_next(&random)};
        total.minor /= INT64_C(1) << test_random_below(&random, 63);
        assert_shares_are_fair(&arena, total, weights, count);
    }
}

/* The two ways of computing agree: weights made large by one factor share as before. */
static void scaling_all_weights_changes_no_share(void **state)
{
    (void)state;
    test_random random = test_random_start("scaling_all_weights_changes_no_share");
    for (int i = 0; i < 2000; i++) {
        AC_SCOPED_ARENA(arena);
        ac_rational factor = number(&arena, "123456789012345678901234567891/1000000007");
        ac_rational weights[MOST];
        ac_rational scaled[MOST];
        for (size_t j = 0; j < MOST; j++) {
            weights[j] = ac_rational_of_ratio(
                &arena, (int64_t)test_random_below(&random, 4) + 1,
                (int64_t)test_random_below(&random, 4) + 1);
            scaled[j] = ac_rational_multiply(&arena, weights[j], factor);
        }
        accord_money total = {(int64_t)test_random_below(&random, 200) - 100};
        accord_money shares[MOST] = {{0}};
        accord_money same[MOST] = {{0}};
        accord_error error = {0};
        assert_accord_ok(ac_money_split(total, weights, MOST, shares, &error), error);
        assert_accord_ok(ac_money_split(total, scaled, MOST, same, &error), error);
        assert_memory_equal(shares, same, sizeof shares);
    }
}

static void legs_by_hand(void **state)
{
    (void)state;
    const accord_money paid[2] = {{30}, {70}};
    const accord_money received[2] = {{50}, {50}};
    const int64_t expected[4] = {15, 15, 35, 35};
    accord_money legs[4] = {{0}};
    accord_error error = {0};
    assert_accord_ok(ac_money_legs(paid, 2, received, 2, legs, &error), error);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(legs[i].minor, expected[i]);
    }
    assert_accord_ok(ac_money_legs(NULL, 0, NULL, 0, legs, &error), error);
    const accord_money nothing[2] = {{0}, {0}};
    assert_accord_ok(ac_money_legs(nothing, 2, nothing, 2, legs, &error), error);
    for (size_t i = 0; i < 4; i++) {
        assert_int_equal(legs[i].minor, 0);
    }
}

static void legs_whose_sum_is_too_large_are_refused(void **state)
{
    (void)state;
    const accord_money paid[2] = {{INT64_MAX}, {1}};
    const accord_money received[1] = {{INT64_MAX}};
    accord_money legs[2] = {{7}, {7}};
    assert_int_equal(ac_money_legs(paid, 2, received, 1, legs, NULL).code, ACCORD_ERANGE);
    assert_int_equal(legs[0].minor, 7);
    const accord_money lowest[1] = {{INT64_MIN}};
    accord_error error = {0};
    assert_accord_ok(ac_money_legs(lowest, 1, lowest, 1, legs, &error), error);
    assert_true(legs[0].minor == INT64_MIN);
}

static void rows_of_legs_sum_to_paid_and_columns_to_received(void **state)
{
    (void)state;
    test_random random = test_random_start("rows_of_legs_sum_to_paid_and_columns_to_received");
    for (int i = 0; i < 5000; i++) {
        size_t payers = (size_t)test_random_below(&random, MOST) + 1;
        size_t payees = (size_t)test_random_below(&random, MOST) + 1;
        int64_t sign = test_random_below(&random, 2) == 0 ? 1 : -1;
        int64_t left = 0;
        accord_money paid[MOST];
        accord_money received[MOST];
        unsigned shift = (unsigned)test_random_below(&random, 60) + 4;
        for (size_t p = 0; p < payers; p++) {
            paid[p].minor = sign * (int64_t)(test_random_next(&random) >> shift);
            left += paid[p].minor;
        }
        for (size_t r = 0; r < payees; r++) {
            int64_t part = (int64_t)test_random_below(&random, 4);
            received[r].minor = r + 1 == payees ? left : left / 3 * part / 2;
            left -= received[r].minor;
        }
        accord_money legs[MOST * MOST] = {{0}};
        accord_error error = {0};
        assert_accord_ok(ac_money_legs(paid, payers, received, payees, legs, &error), error);
        for (size_t p = 0; p < payers; p++) {
            int64_t row = 0;
            for (size_t r = 0; r < payees; r++) {
                assert_true(legs[p * payees + r].minor * sign >= 0);
                row += legs[p * payees + r].minor;
            }
            assert_true(row == paid[p].minor);
        }
        for (size_t r = 0; r < payees; r++) {
            int64_t column = 0;
            for (size_t p = 0; p < payers; p++) {
                column += legs[p * payees + r].minor;
            }
            assert_true(column == received[r].minor);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(shares_go_by_largest_remainder),
        cmocka_unit_test(what_cannot_be_shared_is_refused),
        cmocka_unit_test(split_gives_every_penny_once),
        cmocka_unit_test(scaling_all_weights_changes_no_share),
        cmocka_unit_test(legs_by_hand),
        cmocka_unit_test(legs_whose_sum_is_too_large_are_refused),
        cmocka_unit_test(rows_of_legs_sum_to_paid_and_columns_to_received),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
