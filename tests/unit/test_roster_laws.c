/* SPDX-License-Identifier: MIT */
/* What holds for every problem: the checker finds nothing broken in what the engine gives, its
 * costs are the engine's own, bounds lie below, and more doctors or rooms never make proven
 * coverage worse. ACCORD_ROUNDS sets how many problems are drawn, ACCORD_SEED from which seed. */

#include "accord_test.h"
#include "made_problem.h"
#include "roster/solve.h"

enum { ROUNDS = 200, MOVES = 3000, BOUND_ROUNDS = 20 };

static made_shape any_shape(test_random *random)
{
    made_shape shape = {
        .doctors = 1 + (uint32_t)test_random_below(random, 8),
        .sites = 1 + (uint32_t)test_random_below(random, 6),
        .weeks = 1 + (uint32_t)test_random_below(random, 3)};
    shape.sessions = 1 + (uint32_t)test_random_below(random, 20);
    shape.seed = test_random_next(random);
    return shape;
}

/* Rules of a line, on some problems: runs, days off, least sessions. */
static void vary(test_random *random, ac_problem *p)
{
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        p->doctors[d].run_most = (uint32_t)test_random_below(random, 5);
        if (test_random_below(random, 4) == 0) {
            p->doctors[d].run_least = 2;
            p->doctors[d].off_least = (uint32_t)test_random_below(random, 3);
        }
        p->doctors[d].run_before = (uint32_t)test_random_below(random, 2);
    }
}

static void no_roster_of_the_engine_breaks_a_rule_unknown_to_it(void **state)
{
    (void)state;
    test_random random = test_random_start("rosters");
    uint64_t lawful = 0;
    for (uint64_t i = 0; i < test_rounds(ROUNDS); i++) {
        AC_SCOPED_ARENA(arena);
        ac_problem problem;
        ac_solution solution = {0};
        accord_error error = {0};
        made_shape shape = any_shape(&random);
        made_problem(&arena, &shape, &problem);
        bool lines = test_random_below(&random, 2) == 0;
        if (lines) {
            vary(&random, &problem);
        }
        /* ac_roster_solve asserts that the engine's cost is the checker's, and lawful is lawful. */
        ac_solve_options options = {
            .search = {.seed = i, .moves = MOVES},
              .bound_rounds = BOUND_ROUNDS
        };
        assert_accord_ok(ac_roster_solve(&arena, &problem, &options, &solution, &error), error);
        assert_true(solution.lawful || lines);
        assert_true(solution.cover.proven);
        if (solution.lawful) {
            assert_true(solution.cover.cost <= solution.verdict.costs.parts[AC_COST_UNMET]);
            assert_true(solution.bound <= solution.verdict.costs.total);
        }
        lawful += solution.lawful ? 1 : 0;
    }
    assert_true(lawful * 10 >= test_rounds(ROUNDS) * 9);
}

static int64_t coverage(const ac_problem *problem)
{
    AC_SCOPED_ARENA(arena);
    ac_cover cover;
    ac_cover_solve(&arena, problem, NULL, &cover);
    assert_true(cover.proven);
    return cover.cost;
}

static void one_doctor_more_never_makes_coverage_worse(void **state)
{
    (void)state;
    test_random random = test_random_start("a doctor more");
    for (uint64_t i = 0; i < test_rounds(ROUNDS); i++) {
        AC_SCOPED_ARENA(arena);
        ac_problem problem;
        made_shape shape = any_shape(&random);
        shape.doctors++;
        made_problem(&arena, &shape, &problem);
        int64_t with = coverage(&problem);
        problem.doctor_count--; /* the last one is not there */
        uint32_t counters = 0;
        while (counters < problem.counter_count &&
               problem.counters[counters].doctor < problem.doctor_count) {
            counters++;
        }
        problem.counter_count = counters;
        assert_true(with <= coverage(&problem));
    }
}

static void one_room_more_never_makes_coverage_worse(void **state)
{
    (void)state;
    test_random random = test_random_start("a room more");
    uint64_t better = 0;
    for (uint64_t i = 0; i < test_rounds(ROUNDS); i++) {
        AC_SCOPED_ARENA(arena);
        ac_problem problem;
        made_shape shape = any_shape(&random);
        shape.sites = 1;
        made_problem(&arena, &shape, &problem);
        ac_rooms *room = &problem.rooms[test_random_below(&random, problem.room_count)];
        room->most = 0;
        int64_t without = coverage(&problem);
        room->most = 1;
        int64_t with = coverage(&problem);
        assert_true(with <= without);
        better += with < without ? 1 : 0;
    }
    assert_true(better > 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_roster_of_the_engine_breaks_a_rule_unknown_to_it),
        cmocka_unit_test(one_doctor_more_never_makes_coverage_worse),
        cmocka_unit_test(one_room_more_never_makes_coverage_worse),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
