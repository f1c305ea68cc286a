/* SPDX-License-Identifier: MIT */
/* Decisions about sites: what they leave out, that they can be stopped at any time, and that
 * rosters are better for them. */

#include "accord_test.h"
#include "made_problem.h"
#include "roster/check.h"
#include "roster/dive.h"
#include "roster/sessions.h"

#include <string.h>

enum { MOVES = 600000, MORE_MOVES = 1500000, BOUND_ROUNDS = 20, DIVE_ROUNDS = 240 };

static void pool(ac_arena *arena, uint64_t seed, ac_problem *p)
{
    made_problem(arena, &MADE_SHAPE(10, 20, 4, 45, seed), p);
}

/* A dual of some rounds of doctors alone. */
static const ac_dual *some_rounds(ac_arena *arena, const ac_problem *p)
{
    ac_cover whole;
    ac_covering *covering = ac_covering_new(arena, p);
    ac_covering_whole(arena, covering, NULL, &whole);
    (void)ac_covering_bound(covering, BOUND_ROUNDS, 2 * whole.cost, NULL);
    assert_non_null(ac_covering_dual(covering));
    return ac_covering_dual(covering);
}

static void decisions_only_leave_out_and_leave_the_dual_alone(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_problem less;
    pool(&arena, 3, &p);
    size_t cells = (size_t)p.doctor_count * p.duty_count;
    p.pins = AC_NEW_ARRAY(&arena, ac_placement, p.doctor_count);
    for (size_t i = 0; i < cells && p.pin_count < p.doctor_count; i++) {
        uint32_t doctor = (uint32_t)(i / p.duty_count);
        if (p.refusals[i] == AC_RULE_NONE && doctor == p.pin_count) { /* the first of each */
            p.pins[p.pin_count++] = (ac_placement){doctor, (uint32_t)(i % p.duty_count)};
        }
    }
    assert_int_equal(p.pin_count, p.doctor_count);
    const ac_dual *dual = some_rounds(&arena, &p);
    assert_true(ac_dive_fits(&p, DIVE_ROUNDS));
    ac_ascent before = dual->ascent;
    int64_t sum = dual->shares.sums[0];
    ac_dive(&arena, dual, DIVE_ROUNDS, NULL, &less);
    assert_memory_equal(&before, &dual->ascent, sizeof before);
    assert_int_equal(sum, dual->shares.sums[0]);
    for (size_t i = 0; i < cells; i++) {
        assert_true(p.refusals[i] == AC_RULE_NONE || less.refusals[i] == p.refusals[i]);
    }
    for (uint32_t i = 0; i < p.pin_count; i++) {
        assert_int_equal(less.refusals[ac_pair_of(&p, p.pins[i].doctor, p.pins[i].duty)], 0);
    }
    assert_true(ac_problem_lawful_pairs(&less) * 2 < ac_problem_lawful_pairs(&p));
    assert_true(ac_problem_lawful_pairs(&less) > p.pin_count);
}

/* Over when it was asked so often. */
static bool is_over(void *self)
{
    int64_t *left = self;
    return (*left)-- <= 0;
}

static void whenever_it_is_stopped_there_is_a_lawful_roster(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_sessions_found found;
    pool(&arena, 4, &p);
    int64_t asked = INT64_MAX;
    ac_stop stop = {is_over, &asked};
    ac_search_options options = {.seed = 1, .moves = MOVES, .stop = &stop};
    ac_sessions_solve(&arena, &p, &options, 0, &found);
    int64_t whole = found.cost;
    int64_t times = INT64_MAX - asked;
    assert_int_equal(found.moves, MOVES);
    for (int64_t part = 0; part <= 20; part++) {
        AC_SCOPED_ARENA(scratch);
        ac_verdict verdict;
        asked = times * part / 20;
        ac_sessions_solve(&scratch, &p, &options, 0, &found);
        ac_roster_check(&scratch, &p, found.roster.placements, found.roster.count, &verdict);
        assert_int_equal(verdict.broken_count, 0);
        assert_int_equal(verdict.costs.total, found.cost);
        assert_true(!found.bounded || found.bound <= whole);
        assert_true(part < 2 || found.roster.count * 4 > p.request_count);
    }
    assert_int_equal(found.cost, whole);
}

/* No doctor works a third session of a day here, for there are two parts of it left. That doctors
 * may is more than can be decided about, and changes nothing else. */
static void rosters_are_better_for_it(void **state)
{
    (void)state;
    int64_t with = 0;
    int64_t without = 0;
    for (uint64_t seed = 1; seed <= 2; seed++) {
        AC_SCOPED_ARENA(arena);
        ac_problem p;
        ac_sessions_found found;
        ac_search_options options = {.seed = seed, .moves = MORE_MOVES};
        made_problem(&arena, &MADE_SHAPE(12, 60, 6, 60, seed), &p);
        for (size_t i = 0; i < (size_t)p.doctor_count * p.duty_count; i++) {
            bool evening = p.duties[i % p.duty_count].part == 2;
            p.refusals[i] = evening ? (uint8_t)AC_RULE_UNAVAILABLE : p.refusals[i];
        }
        ac_sessions_solve(&arena, &p, &options, 0, &found);
        with += found.cost;
        for (uint32_t d = 0; d < p.doctor_count; d++) {
            p.doctors[d].day_most = 3;
        }
        assert_false(ac_dive_fits(&p, DIVE_ROUNDS));
        ac_sessions_solve(&arena, &p, &options, 0, &found);
        without += found.cost;
    }
    assert_true(with < without);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(decisions_only_leave_out_and_leave_the_dual_alone),
        cmocka_unit_test(whenever_it_is_stopped_there_is_a_lawful_roster),
        cmocka_unit_test(rosters_are_better_for_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
