/* SPDX-License-Identifier: MIT */
/* The engine's parts held against plain answers: flows against every choice, the checker against
 * planted faults, the referee against the search, a change against what was. */

#include "accord_test.h"
#include "made_problem.h"
#include "pool/instance.h"
#include "roster/clash.h"
#include "roster/why.h"
#include "roster/write.h"

#include <string.h>

static void the_cheapest_flow_is_that_of_every_choice(void **state)
{
    (void)state;
    /* Assignment of 4 doctors to 4 sessions at random gains: 24 orders, and leaving some out. */
    test_random random = test_random_start("flow");
    for (int round = 0; round < 200; round++) {
        AC_SCOPED_ARENA(arena);
        int64_t gain[4][4];
        ac_network net = {.node_count = 10, .sink = 9};
        (void)ac_network_add(&arena, &net, (ac_arc){9, 8, 100, 0, 0});
        for (uint32_t i = 0; i < 4; i++) {
            (void)ac_network_add(&arena, &net, (ac_arc){8, i, 1, 0, 0});
            (void)ac_network_add(&arena, &net, (ac_arc){4 + i, 9, 1, 0, 0});
            for (uint32_t j = 0; j < 4; j++) {
                gain[i][j] = (int64_t)test_random_below(&random, 40) - 10;
                (void)ac_network_add(&arena, &net, (ac_arc){i, 4 + j, 1, -gain[i][j], 0});
            }
        }
        int64_t best = 0;
        for (int code = 0; code < 625; code++) { /* each doctor: a session, or none (4) */
            int picks[4] = {code % 5, code / 5 % 5, code / 25 % 5, code / 125};
            int used = 0;
            bool good = true;
            int64_t sum = 0;
            for (int i = 0; i < 4; i++) {
                good = good && (picks[i] == 4 || (used >> picks[i] & 1) == 0);
                used |= picks[i] == 4 ? 0 : 1 << picks[i];
                sum += picks[i] == 4 ? 0 : gain[i][picks[i]];
            }
            best = good && sum > best ? sum : best;
        }
        assert_true(ac_network_solve(&net, NULL));
        assert_int_equal(ac_network_cost(&net), -best);
    }
}

static bool at_once(void *self)
{
    (void)self;
    return true;
}

static void a_flow_can_be_stopped(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem problem;
    ac_cover cover;
    ac_stop stop = {at_once, NULL};
    made_problem(&arena, &MADE_SHAPE(20, 20, 4, 90, 5), &problem);
    ac_cover_solve(&arena, &problem, &stop, &cover);
    assert_false(cover.proven);
    ac_cover_solve(&arena, &problem, NULL, &cover);
    assert_true(cover.proven);
}

/* Two doctors, two sites, one day of two parts and the day after. */
static void small_problem(ac_arena *arena, ac_problem *p)
{
    made_problem(arena, &MADE_SHAPE(2, 2, 1, 4, 1), p);
    memset(p->refusals, 0, (size_t)p->doctor_count * p->duty_count);
    p->counter_count = 0;
    p->travel_minutes[1] = 30;
    p->travel_minutes[2] = 60;
    for (uint32_t i = 0; i < p->request_count; i++) {
        p->requests[i].duty_first = i;
        p->requests[i].duty_count = 1;
        p->duties[i] = (ac_duty){
            .request = i,
            .day = i / 2,
            .part = i % 2,
            .kind = i % 2,
            .site = i % 2,
            .room = AC_NO_ROOM,
            .most = 1,
            .minutes = 250,
            .tags = AC_TAG_ALL};
    }
    p->duty_count = 4;
    p->room_count = 0;
}

static void the_checker_finds_each_planted_fault(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_verdict verdict;
    small_problem(&arena, &p);
    ac_placement good[] = {
        {0, 0},
        {0, 1},
        {1, 2},
        {1, 3}
    };
    ac_roster_check(&arena, &p, good, 4, &verdict);
    assert_int_equal(verdict.broken_count, 0);
    assert_int_equal(verdict.costs.unmet, 0);

    p.travel_minutes[1] = 51; /* the break is 50 minutes */
    ac_roster_check(&arena, &p, good, 4, &verdict);
    assert_int_equal(verdict.broken_count, 2);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_TRAVEL);
    assert_int_equal(verdict.broken[0].by, 1);
    p.travel_minutes[1] = 30;

    p.refusals[1] = AC_RULE_SUSPENDED;
    ac_roster_check(&arena, &p, good, 4, &verdict);
    assert_int_equal(verdict.broken_count, 1);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_SUSPENDED);
    AC_SCOPED_BUFFER(words, 400);
    ac_broken_add(&words, &p, &verdict.broken[0]);
    assert_string_equal(
        words.bytes,
        "doctor D0000 is suspended or removed from the performers list on that day: Monday 5 "
        "January 2015 "
        "afternoon at S0001");
    p.refusals[1] = AC_RULE_NONE;

    ac_placement twice[] = {
        {0, 0},
        {1, 0}
    };
    ac_roster_check(&arena, &p, twice, 2, &verdict);
    assert_int_equal(verdict.broken_count, 2); /* the session, and its request */
    assert_int_equal(verdict.costs.unmet, 3);

    p.duties[1].part = 0;
    ac_roster_check(&arena, &p, good, 4, &verdict);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_TWO_PLACES);
    p.duties[1].part = 1;

    p.doctors[0].day_most = 1;
    ac_roster_check(&arena, &p, good, 4, &verdict);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_DAY_MOST);
    p.doctors[0].day_most = 2;

    ac_placement pin = {1, 0};
    p.pins = &pin;
    p.pin_count = 1;
    ac_roster_check(&arena, &p, good, 4, &verdict);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_PIN);
    p.pin_count = 0;

    ac_rooms room = {0, 0, 0, 0};
    p.rooms = &room;
    p.room_count = 1;
    p.duties[0].room = 0;
    ac_roster_check(&arena, &p, good, 4, &verdict);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_ROOM);
}

static void the_checker_holds_runs_rests_and_counters(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_verdict verdict;
    ac_counter counter = {
        .unit = AC_COUNT_MINUTES,
        .day_until = 7,
        .tags = AC_TAG_ALL,
        .most = 500,
        .base = 200,
        .hard = true,
        .rule = AC_RULE_HOURS_MOST};
    small_problem(&arena, &p);
    p.counters = &counter;
    p.counter_count = 1;
    ac_placement both[] = {
        {0, 0},
        {0, 1}
    };
    ac_placement next[] = {
        {0, 1},
        {0, 2}
    };
    ac_roster_check(&arena, &p, both, 2, &verdict);
    assert_int_equal(verdict.broken_count, 1);
    assert_int_equal(verdict.broken[0].by, 200);
    ac_roster_check(&arena, &p, both, 1, &verdict);
    assert_int_equal(verdict.broken_count, 0);
    p.counter_count = 0;
    p.kinds[1].not_next_day = 1;
    ac_roster_check(&arena, &p, next, 2, &verdict);
    assert_int_equal(verdict.broken_count, 1);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_DAILY_REST);
    p.kinds[1].not_next_day = 0;
    p.doctors[0].run_most = 1;
    ac_roster_check(&arena, &p, next, 2, &verdict);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_RUN_MOST);
    p.doctors[0].run_most = 6;
    p.duties[2].day = 2; /* Monday and Wednesday */
    p.doctors[0].off_least = 2;
    ac_roster_check(&arena, &p, next, 2, &verdict);
    assert_int_equal(verdict.broken_count, 1);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_OFF_LEAST);
    p.doctors[0].off_least = 1;
    p.doctors[0].run_least = 2; /* the first run touches the edge, the second does not */
    ac_roster_check(&arena, &p, next, 2, &verdict);
    assert_int_equal(verdict.broken_count, 1);
    assert_int_equal(verdict.broken[0].rule, AC_RULE_RUN_LEAST);
}

static void the_referee_agrees_with_the_search(void **state)
{
    (void)state;
    for (uint64_t seed = 1; seed <= 4; seed++) {
        AC_SCOPED_ARENA(arena);
        ac_problem problem;
        ac_solution solution = {0};
        accord_error error = {0};
        made_problem(&arena, &MADE_SHAPE(4, 4, 1, 14, seed), &problem);
        ac_solve_options options = {
            .search = {.seed = 1, .moves = 200000},
              .referee_seconds = 20
        };
        assert_accord_ok(ac_roster_solve(&arena, &problem, &options, &solution, &error), error);
        assert_true(solution.lawful);
        assert_true(solution.optimal);
        options.referee_seconds = 0;
        ac_solution alone = {0};
        assert_accord_ok(ac_roster_solve(&arena, &problem, &options, &alone, &error), error);
        assert_true(alone.bound <= solution.bound);
        assert_true(alone.cover.cost <= solution.verdict.costs.parts[AC_COST_UNMET]);
        assert_int_equal(alone.verdict.costs.total, solution.verdict.costs.total);
    }
}

static void the_referee_is_ended_when_its_time_is_up(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem problem;
    ac_ruling ruling = {0};
    accord_error error = {0};
    made_problem(&arena, &MADE_SHAPE(30, 30, 1, 80, 3), &problem);
    assert_accord_ok(ac_referee_ask(&arena, &problem, 0, NULL, &ruling, &error), error);
    assert_true(ruling.answer != AC_REFEREE_INFEASIBLE);
    made_problem(&arena, &MADE_SHAPE(60, 90, 13, 200, 3), &problem);
    assert_int_equal(
        ac_referee_ask(&arena, &problem, 1, NULL, &ruling, &error).code, ACCORD_ELIMIT);
}

/* The set that clashes, in words; "" if it is not proven that there is one. */
static void assert_clash(ac_arena *arena, const ac_problem *p, const char *expected)
{
    ac_clash clash = {0};
    accord_error error = {0};
    AC_SCOPED_BUFFER(text, 4000);
    assert_accord_ok(ac_roster_clash(arena, p, 20, NULL, &clash, &error), error);
    assert_int_equal(clash.proven, expected[0] != '\0');
    assert_int_equal(clash.least, clash.proven);
    ac_clash_add(&text, p, &clash);
    ac_buffer_add_char(&text, '\0');
    assert_string_equal(ac_buffer_text(&text).at, expected);
}

static ac_counter counter_of(uint32_t doctor, ac_count_unit unit, int64_t least, int64_t most)
{
    return (ac_counter){
        .doctor = doctor,
        .unit = unit,
        .day_until = 7,
        .tags = AC_TAG_ALL,
        .least = least,
        .most = most,
        .hard = true,
        .rule = least > 0 ? AC_RULE_MINUTES_LEAST : AC_RULE_WEEK_MOST};
}

static void clashing_rules_are_named_and_no_others(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_counter counters[] = {
        counter_of(0, AC_COUNT_MINUTES, 750, AC_NO_LIMIT), counter_of(0, AC_COUNT_SESSIONS, 0, 2),
        counter_of(1, AC_COUNT_SESSIONS, 0, 2), /* no part of it: another doctor's */
    };
    small_problem(&arena, &p);
    p.counters = counters;
    p.counter_count = 3;
    assert_clash(
        &arena, &p,
        "doctor D0000: week-most, not one who has no session of the week left in the contract "
        "(at most 2 sessions, 2015-01-05 to 2015-01-11)\n"
        "doctor D0000: minutes-least, not one who works fewer minutes than agreed (at least 750 "
        "minutes, 2015-01-05 to 2015-01-11)\n");
    counters[1].most = 3;
    assert_clash(&arena, &p, "");
}

static void clashes_of_requests_and_fixed_sessions_are_named(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_placement pins[] = {
        {0, 0},
        {1, 0},
        {0, 1}
    };
    small_problem(&arena, &p);
    p.pins = pins;
    p.pin_count = 3;
    assert_clash(
        &arena, &p,
        "fixed by hand: doctor D0000 for request R0000, Monday 5 January 2015 morning\n"
        "fixed by hand: doctor D0001 for request R0000, Monday 5 January 2015 morning\n"
        "request R0000: takes no more sessions than it asks for, 1\n");
    p.pin_count = 1;
    assert_clash(&arena, &p, "");
    p.refusals[ac_pair_of(&p, 0, 0)] = AC_RULE_LEAVE;
    assert_clash(
        &arena, &p,
        "fixed by hand: doctor D0000 for request R0000, Monday 5 January 2015 morning\n"
        "doctor D0000: leave, not one who is on leave (on 2015-01-05)\n");
}

/* Forty people, half a year, runs of 2 to 5 days, two days off, every other weekend, at least 60%
 * of the days that this leaves: no move of the search is needed for a lawful roster. */
static void lines_are_laid_lawfully_without_a_search(void **state)
{
    (void)state;
    enum { PEOPLE = 40, DAYS = 182, WEEKENDS = 13 };
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(text, 1u << 20);
    ac_problem p;
    accord_error error = {0};
    ac_state st;
    ac_search_result found;
    ac_verdict verdict;
    ac_roster roster;
    ac_buffer_addf(
        &text, "SECTION_HORIZON\n%d\nSECTION_SHIFTS\nE,480,\nL,480,E\nSECTION_STAFF\n", DAYS);
    for (int i = 0; i < PEOPLE; i++) {
        ac_buffer_addf(
            &text, "P%d,E=%d|L=%d,%d,%d,5,2,2,%d\n", i, DAYS, i % 3 == 0 ? 0 : DAYS, 480 * 120,
            480 * 70, WEEKENDS);
    }
    ac_buffer_add_z(&text, "SECTION_DAYS_OFF\n");
    for (int i = 0; i < PEOPLE; i++) {
        ac_buffer_addf(&text, "P%d,%d,%d\n", i, i, i + 60);
    }
    ac_buffer_add_z(&text, "SECTION_COVER\n");
    for (int i = 0; i < DAYS; i++) {
        ac_buffer_addf(&text, "%d,E,12,100,1\n%d,L,8,100,1\n", i, i);
    }
    assert_accord_ok(ac_instance_read(&arena, ac_buffer_text(&text), "i", &p, &error), error);
    assert_true(ac_problem_is_of_lines(&p));
    ac_state_init(&arena, &p, &st);
    ac_search(&arena, &st, &(ac_search_options){.seed = 1, .moves = 1, .lay_lines = true}, &found);
    ac_state_read(&arena, &p, found.held, &roster);
    ac_roster_check(&arena, &p, roster.placements, roster.count, &verdict);
    assert_int_equal(verdict.broken_count, 0);
    assert_true(roster.count >= PEOPLE * 70u);
}

/* What a flow begins with, from another flow, is not what it proves. */
static void flows_prove_the_same_in_either_order(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_cover alone;
    ac_cover after;
    ac_cover whole;
    made_problem(&arena, &MADE_SHAPE(15, 12, 3, 60, 21), &p);
    ac_cover_solve(&arena, &p, NULL, &alone);
    ac_covering *covering = ac_covering_new(&arena, &p);
    ac_covering_whole(&arena, covering, NULL, &whole);
    ac_covering_coverage(&arena, covering, NULL, &after);
    assert_int_equal(alone.cost, after.cost);
    assert_true(ac_covering_bound(covering, 30, 2 * whole.cost, NULL) > whole.cost);
}

static void the_same_seed_and_moves_give_the_same_roster(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem problem;
    accord_error error = {0};
    made_problem(&arena, &MADE_SHAPE(12, 15, 3, 50, 9), &problem);
    ac_solve_options options = {
        .search = {.seed = 7, .moves = 30000}
    };
    AC_SCOPED_BUFFER(first, 1u << 20);
    for (int i = 0; i < 2; i++) {
        ac_solution solution = {0};
        AC_SCOPED_BUFFER(again, 1u << 20);
        assert_accord_ok(ac_roster_solve(&arena, &problem, &options, &solution, &error), error);
        ac_solution_add(i == 0 ? &first : &again, &problem, &solution, AC_ROSTER_JSON);
        if (i == 1) {
            assert_string_equal(first.bytes, again.bytes);
        }
    }
}

static void little_moves_when_one_doctor_falls_ill(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem problem;
    ac_problem changed;
    ac_solution before = {0};
    ac_solution after = {0};
    accord_error error = {0};
    made_problem(&arena, &MADE_SHAPE(20, 20, 3, 80, 11), &problem);
    ac_solve_options options = {
        .search = {.seed = 1, .moves = 300000}
    };
    assert_accord_ok(ac_roster_solve(&arena, &problem, &options, &before, &error), error);
    problem.kept = before.roster.placements;
    problem.kept_count = before.roster.count;
    assert_accord_ok(ac_roster_solve(&arena, &problem, &options, &after, &error), error);
    assert_int_equal(after.verdict.costs.moved, 0);
    uint32_t who = before.roster.placements[0].doctor;
    ac_withdrawal ill = {who, 0, 7, AC_RULE_LEAVE};
    uint32_t lost = 0;
    for (uint32_t i = 0; i < before.roster.count; i++) {
        const ac_placement *one = &before.roster.placements[i];
        lost += one->doctor == who && problem.duties[one->duty].day < 7 ? 1 : 0;
    }
    ac_problem_withdraw(&arena, &problem, &ill, &changed);
    assert_true(lost > 0);
    assert_accord_ok(ac_roster_solve(&arena, &changed, &options, &after, &error), error);
    assert_true(after.lawful);
    assert_true(after.verdict.costs.moved >= lost);
    assert_true(after.verdict.costs.moved <= lost * 3);
}

static void doctors_are_ranked_with_what_is_in_the_way(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_problem p;
    ac_candidate *list = NULL;
    small_problem(&arena, &p);
    ac_placement held[] = {
        {0, 0}
    };
    ac_roster roster = {held, 1};
    p.refusals[p.duty_count] = AC_RULE_LEAVE; /* the second doctor, the first session */
    ac_roster_rank(&arena, &p, &roster, 0, &list);
    assert_true(list[0].holds);
    assert_int_equal(list[1].rule, AC_RULE_LEAVE);
    p.travel_minutes[1] = 99;
    ac_roster_rank(&arena, &p, &roster, 1, &list);
    assert_int_equal(list[0].doctor, 1);
    assert_int_equal(list[0].rule, AC_RULE_NONE);
    assert_int_equal(list[0].cost_change, p.trip_costs[3] + p.new_site_costs[3] + p.visit_cost);
    assert_int_equal(list[1].rule, AC_RULE_TRAVEL);
    AC_SCOPED_BUFFER(why, 400);
    p.refusals[p.duty_count + 1] = AC_RULE_SUSPENDED;
    ac_roster_add_unmet(&why, &p, &roster, 1);
    assert_string_equal(
        why.bytes,
        "cannot travel between two sites in the time between the sessions (1); is suspended or "
        "removed from the performers list on that day (1)");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_cheapest_flow_is_that_of_every_choice),
        cmocka_unit_test(a_flow_can_be_stopped),
        cmocka_unit_test(the_checker_finds_each_planted_fault),
        cmocka_unit_test(the_checker_holds_runs_rests_and_counters),
        cmocka_unit_test(the_referee_agrees_with_the_search),
        cmocka_unit_test(the_referee_is_ended_when_its_time_is_up),
        cmocka_unit_test(clashing_rules_are_named_and_no_others),
        cmocka_unit_test(clashes_of_requests_and_fixed_sessions_are_named),
        cmocka_unit_test(lines_are_laid_lawfully_without_a_search),
        cmocka_unit_test(flows_prove_the_same_in_either_order),
        cmocka_unit_test(the_same_seed_and_moves_give_the_same_roster),
        cmocka_unit_test(little_moves_when_one_doctor_falls_ill),
        cmocka_unit_test(doctors_are_ranked_with_what_is_in_the_way),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
