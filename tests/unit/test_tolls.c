/* SPDX-License-Identifier: MIT */
/* Rules that a flow leaves out, in its bound: against rosters so small that their cost is known,
 * and against what the referee proves. */

#include "accord_test.h"
#include "made_problem.h"
#include "roster/solve.h"

#include <inttypes.h>
#include <string.h>

enum { ROUNDS = 400, UNMET = 1000 };

/* One doctor and two sessions, each of which costs UNMET if it is not met. Ways and visits are
 * free. */
static void
two_sessions(ac_arena *arena, ac_problem *p, const ac_duty *first, const ac_duty *second)
{
    made_problem(arena, &MADE_SHAPE(1, 2, 1, 2, 1), p);
    memset(p->refusals, 0, (size_t)p->doctor_count * p->duty_count);
    memset(p->trip_costs, 0, 2 * sizeof *p->trip_costs);
    memset(p->new_site_costs, 0, 2 * sizeof *p->new_site_costs);
    p->visit_cost = 0;
    p->counter_count = 0;
    p->room_count = 0;
    p->travel_minutes[1] = p->travel_minutes[2] = 90;
    p->duty_count = 2;
    for (uint32_t i = 0; i < 2; i++) {
        const ac_duty *duty = i == 0 ? first : second;
        p->duties[i] = *duty;
        p->duties[i].request = i;
        p->duties[i].room = AC_NO_ROOM;
        p->duties[i].most = 1;
        p->duties[i].minutes = 250;
        p->duties[i].tags = AC_TAG_ALL | UINT64_C(1) << duty->kind;
        p->requests[i].duty_first = i;
        p->requests[i].duty_count = 1;
        p->requests[i].under_cost = UNMET;
    }
}

static int64_t bound_of(ac_arena *arena, const ac_problem *p, int64_t target)
{
    ac_cover whole;
    ac_covering *covering = ac_covering_new(arena, p);
    ac_covering_whole(arena, covering, NULL, &whole);
    assert_true(whole.proven);
    int64_t bound = ac_covering_bound(covering, ROUNDS, target, NULL);
    assert_true(bound >= whole.cost);
    return bound;
}

static void a_rule_that_a_flow_leaves_out_is_in_the_bound(void **state)
{
    (void)state;
    const ac_duty morning = {.day = 0, .part = 0, .kind = 0, .site = 0};
    const ac_duty far = {.day = 0, .part = 1, .kind = 1, .site = 1};
    const ac_duty evening = {.day = 0, .part = 2, .kind = 2, .site = 0};
    const ac_duty next = {.day = 1, .part = 0, .kind = 0, .site = 0};
    const ac_duty later = {.day = 2, .part = 2, .kind = 2, .site = 0};
    const ac_counter evenings = {
        .unit = AC_COUNT_SESSIONS, .day_until = 7, .tags = 4, .most = 1, .over_cost = 300};
    const struct {
        const char *name;
        const ac_duty *first;
        const ac_duty *second;
        const ac_counter *counter;
        int64_t least; /* what any roster costs */
    } cases[] = {
        {"nothing in the way",       &morning, &next,  NULL,      0    },
        {"too far from each other",  &morning, &far,   NULL,      UNMET},
        {"no rest",                  &evening, &next,  NULL,      UNMET},
        {"rest enough",              &evening, &later, NULL,      0    },
        {"a fair share of evenings", &evening, &later, &evenings, 300  },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        AC_SCOPED_ARENA(arena);
        ac_problem p;
        two_sessions(&arena, &p, cases[i].first, cases[i].second);
        if (cases[i].counter != NULL) {
            p.counters[p.counter_count++] = *cases[i].counter;
        }
        int64_t bound = bound_of(&arena, &p, cases[i].least);
        if (bound > cases[i].least || bound < cases[i].least * 99 / 100) {
            fail_msg("%s: bound %" PRId64, cases[i].name, bound);
        }
    }
}

/* A request for one doctor at any of four times: whichever it is, the doctor comes to the site
 * once, and pays for that visit whole, not a fourth of it at each of four times. */
static void a_choice_of_times_pays_its_visit_once_and_whole(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    const ac_duty morning = {.day = 0, .part = 0, .kind = 0, .site = 0};
    const ac_duty next = {.day = 1, .part = 0, .kind = 0, .site = 0};
    two_sessions(&arena, &p, &morning, &next);
    p.duties = AC_NEW_ARRAY(&arena, ac_duty, 4);
    p.refusals = AC_NEW_ARRAY(&arena, uint8_t, 4);
    p.pair_costs = AC_NEW_ARRAY(&arena, int32_t, 4);
    for (uint32_t i = 0; i < 4; i++) {
        p.duties[i] = (ac_duty){
            .day = i, .room = AC_NO_ROOM, .most = 1, .minutes = 250, .tags = AC_TAG_ALL | 1};
    }
    p.duty_count = 4;
    p.request_count = 1;
    p.requests[0].duty_count = 4;
    p.visit_cost = 200;
    p.new_site_costs[0] = 300;
    int64_t bound = bound_of(&arena, &p, 500);
    assert_true(bound <= 500);
    assert_true(bound >= 495);
}

/* Sessions at three sites, all too far from each other: a morning and an afternoon at the first,
 * one of both at the others. A flow with tolls halves the doctor over three of them; alone, the
 * doctor works the two at the first site, or one. */
static void a_day_that_cannot_be_joined_is_not_halved(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    made_problem(&arena, &MADE_SHAPE(1, 3, 1, 4, 1), &p);
    static const uint32_t sites[] = {0, 0, 1, 2};
    static const int64_t unmet[] = {1000, 100, 1000, 1000};
    memset(p.refusals, 0, p.duty_count);
    memset(p.trip_costs, 0, 3 * sizeof *p.trip_costs);
    memset(p.new_site_costs, 0, 3 * sizeof *p.new_site_costs);
    p.visit_cost = 0;
    p.counter_count = 0;
    p.room_count = 0;
    p.duty_count = p.request_count = 4;
    for (uint32_t i = 0; i < 9; i++) {
        p.travel_minutes[i] = i % 4 == 0 ? 0 : 90;
    }
    for (uint32_t i = 0; i < 4; i++) {
        uint32_t part = i % 2;
        p.duties[i] = (ac_duty){
            .request = i,
            .part = part,
            .kind = part,
            .site = sites[i],
            .room = AC_NO_ROOM,
            .most = 1,
            .minutes = 250,
            .tags = AC_TAG_ALL | UINT64_C(1) << part};
        p.requests[i] =
            (ac_request){.duty_first = i, .duty_count = 1, .needed = 1, .under_cost = unmet[i]};
    }
    int64_t bound = bound_of(&arena, &p, 2000);
    assert_true(bound <= 2000);
    assert_true(bound >= 1990);
}

/* Made-up weeks in which sites lie far apart, so that travel and rests bind. */
static void no_bound_is_above_what_the_referee_proves(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 6; seed++) {
        AC_SCOPED_ARENA(arena);
        ac_problem p;
        ac_solution solution = {0};
        accord_error error = {0};
        made_shape shape = MADE_SHAPE(3, 4, 1, 16, seed);
        shape.land = 120;
        shape.far = 120;
        shape.any_percent = seed % 2 == 0 ? 50 : 15;
        made_problem(&arena, &shape, &p);
        ac_solve_options options = {
            .search = {.seed = 1, .moves = 100000},
              .referee_seconds = 20
        };
        assert_accord_ok(ac_roster_solve(&arena, &p, &options, &solution, &error), error);
        assert_true(solution.optimal);
        assert_true(bound_of(&arena, &p, INT64_C(4) * solution.bound) <= solution.bound);
    }
}

/* Rounds for a start end in rosters that are lawful, and a search from them is repeatable. */
static void rounds_for_a_start_depend_on_moves_alone(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_solution once = {0};
    ac_solution again = {0};
    accord_error error = {0};
    made_problem(&arena, &MADE_SHAPE(12, 15, 3, 60, 9), &p);
    ac_solve_options options = {
        .search = {.seed = 3, .moves = 60000}
    };
    assert_accord_ok(ac_roster_solve(&arena, &p, &options, &once, &error), error);
    assert_accord_ok(ac_roster_solve(&arena, &p, &options, &again, &error), error);
    assert_true(once.lawful);
    assert_int_equal(once.verdict.costs.total, again.verdict.costs.total);
    assert_int_equal(once.roster.count, again.roster.count);
    assert_memory_equal(
        once.roster.placements, again.roster.placements,
        once.roster.count * sizeof *once.roster.placements);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rule_that_a_flow_leaves_out_is_in_the_bound),
        cmocka_unit_test(a_choice_of_times_pays_its_visit_once_and_whole),
        cmocka_unit_test(a_day_that_cannot_be_joined_is_not_halved),
        cmocka_unit_test(no_bound_is_above_what_the_referee_proves),
        cmocka_unit_test(rounds_for_a_start_depend_on_moves_alone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
