/* SPDX-License-Identifier: MIT */
/* Problems of lines: the dynamic programme against every line there is, and whole solutions against
 * every roster of lawful lines. What is lawful is the checker's to say. ACCORD_ROUNDS sets how many
 * problems are drawn, ACCORD_SEED from which seed. */

#include "accord_test.h"
#include "pool/instance.h"
#include "random.h"
#include "roster/days_path.h"
#include "roster/days_state.h"
#include "roster/solve.h"

#include <stdlib.h>
#include <string.h>

enum { ROUNDS = 60, LINES_MOST = 20000, DAYS_MOST = 9, ROOM = 1 << 18, MOVES = 2000 };

static uint32_t below(test_random *random, uint32_t limit)
{
    return (uint32_t)test_random_below(random, limit);
}

static void
add_staff(ac_buffer *text, test_random *random, uint32_t person, uint32_t days, uint32_t kinds)
{
    ac_buffer_addf(text, "P%u,", person);
    for (uint32_t kind = 0; kind < kinds; kind++) {
        uint32_t most = below(random, 3) == 0 ? below(random, 4) : days;
        ac_buffer_addf(text, "%sS%u=%u", kind == 0 ? "" : "|", kind, most);
    }
    uint32_t least = below(random, 3) * 480;
    uint32_t more = (1 + below(random, 5)) * 480;
    ac_buffer_addf(
        text, ",%u,%u,%u,%u,%u,%u\n", least + more, least, 1 + below(random, 6),
        1 + below(random, 3), 1 + below(random, 3), below(random, 3));
}

/* A small case in the published form. */
static void draw_case(ac_arena *arena, test_random *random, uint32_t people, ac_problem *problem)
{
    static const uint32_t lengths[] = {480, 480, 480, 240, 600};
    AC_SCOPED_BUFFER(text, 1 << 16);
    uint32_t kinds = 1 + below(random, 3);
    uint32_t days = 3 + below(random, kinds == 3 ? 4 : DAYS_MOST - 3);
    ac_buffer_addf(&text, "SECTION_HORIZON\n%u\nSECTION_SHIFTS\n", days);
    for (uint32_t kind = 0; kind < kinds; kind++) {
        ac_buffer_addf(&text, "S%u,%u,", kind, lengths[below(random, 5)]);
        for (uint32_t other = 0, any = 0; other < kinds; other++) {
            if (below(random, 4) == 0) {
                ac_buffer_addf(&text, "%sS%u", any++ == 0 ? "" : "|", other);
            }
        }
        ac_buffer_add_char(&text, '\n');
    }
    ac_buffer_add_z(&text, "SECTION_STAFF\n");
    for (uint32_t i = 0; i < people; i++) {
        add_staff(&text, random, i, days, kinds);
    }
    ac_buffer_add_z(&text, "SECTION_DAYS_OFF\n");
    for (uint32_t i = 0; i < people; i++) {
        ac_buffer_addf(&text, "P%u,%u\n", i, below(random, days));
    }
    for (uint32_t off = 0; off < 2; off++) {
        ac_buffer_addf(&text, "SECTION_SHIFT_%s_REQUESTS\n", off == 0 ? "ON" : "OFF");
        for (uint32_t i = 0; i < 4; i++) {
            ac_buffer_addf(
                &text, "P%u,%u,S%u,%u\n", below(random, people), below(random, days),
                below(random, kinds), 1 + below(random, 9));
        }
    }
    ac_buffer_add_z(&text, "SECTION_COVER\n");
    for (uint32_t cell = 0; cell < days * kinds; cell++) {
        ac_buffer_addf(
            &text, "%u,S%u,%u,%u,%u\n", cell / kinds, cell % kinds, below(random, people + 1),
            below(random, 30), below(random, 4));
    }
    accord_error error = {0};
    ac_text bytes = ac_text_copy(arena, ac_buffer_text(&text));
    assert_accord_ok(ac_instance_read(arena, bytes, "case", problem, &error), error);
    problem->weekday = below(random, 7);
    assert_true(ac_days_fits(problem) || problem->doctors[0].run_least < 2);
}

/* All lawful lines of a person, one after the other. */
typedef struct lines {
    uint8_t (*line)[DAYS_MOST];
    uint32_t count;
} lines;

static bool is_lawful(const ac_days *days, uint32_t person, const uint8_t *line)
{
    AC_SCOPED_ARENA(arena);
    ac_verdict verdict;
    uint32_t duties[DAYS_MOST];
    uint32_t count = 0;
    for (uint32_t day = 0; day < days->day_count; day++) {
        if (line[day] != AC_DAYS_OFF) {
            duties[count++] = days->cover[ac_days_cell(days, day, line[day])].duty;
        }
    }
    ac_roster_check_doctor(&arena, days->problem, person, duties, count, &verdict);
    return verdict.broken_count == 0;
}

static void list_lines(ac_arena *arena, const ac_days *days, uint32_t person, lines *list)
{
    *list = (lines){.line = ac_arena_alloc(arena, LINES_MOST, DAYS_MOST)};
    uint32_t choices = days->kind_count + 1;
    uint32_t codes = 1;
    for (uint32_t day = 0; day < days->day_count; day++) {
        codes *= choices;
    }
    assert_true(codes <= LINES_MOST);
    for (uint32_t code = 0; code < codes; code++) {
        uint8_t *line = list->line[list->count];
        uint32_t left = code;
        for (uint32_t day = 0; day < days->day_count; day++) {
            line[day] = left % choices == 0 ? AC_DAYS_OFF : (uint8_t)(left % choices - 1);
            left /= choices;
        }
        list->count += is_lawful(days, person, line) ? 1 : 0;
    }
}

typedef struct window {
    uint32_t from;
    uint32_t until;
    int64_t costs[DAYS_MOST * 3];
    int64_t off_costs[DAYS_MOST];
    int64_t weekend_cost;
} window;

/* What a line costs in a window, or AC_PATH_NEVER where it differs from another outside of it. */
static int64_t
cost_within(const ac_days *days, const window *w, const uint8_t *line, const uint8_t *other)
{
    const ac_days_person *who = &days->persons[0];
    int64_t sum = w->weekend_cost * ac_days_weekends(days, line, 0, days->day_count);
    for (uint32_t day = 0; day < days->day_count; day++) {
        bool inside = day >= w->from && day < w->until;
        if (!inside && line[day] != other[day]) {
            return AC_PATH_NEVER;
        }
        if (inside) {
            sum += line[day] == AC_DAYS_OFF
                       ? w->off_costs[day - w->from]
                       : w->costs[(day - w->from) * who->type_count + who->type_of[line[day]]];
        }
    }
    return sum;
}

/* Asks for the best days of a window, with what the rest of the line leaves of each limit. */
static ac_path_answer
ask(const ac_days *days,
    const window *w,
    const uint8_t *line,
    uint8_t *types,
    int64_t *cost,
    int64_t *weekends_outside)
{
    AC_SCOPED_ARENA(arena);
    const ac_days_person *who = &days->persons[0];
    uint8_t outside[DAYS_MOST];
    uint32_t most[AC_DAYS_TYPES_MOST];
    int64_t minutes = 0;
    ac_path_room room = {AC_NEW_ARRAY(&arena, int64_t, ROOM), ROOM};
    memcpy(outside, line, days->day_count);
    memset(outside + w->from, AC_DAYS_OFF, w->until - w->from);
    for (uint32_t type = 0; type < who->type_count; type++) {
        most[type] = who->types[type].most;
    }
    for (uint32_t day = 0; day < days->day_count; day++) {
        if (outside[day] != AC_DAYS_OFF) {
            minutes += days->problem->kinds[outside[day]].minutes;
            most[who->type_of[outside[day]]] -=
                who->types[who->type_of[outside[day]]].most == AC_DAYS_NO_LIMIT ? 0 : 1;
        }
    }
    uint32_t weekends = ac_days_weekends(days, outside, 0, days->day_count);
    *weekends_outside = weekends;
    ac_path_ask what = {
        .days = days,
        .line = line,
        .from = w->from,
        .until = w->until,
        .costs = w->costs,
        .off_costs = w->off_costs,
        .minutes_least = who->minutes_least - minutes,
        .minutes_most = who->minutes_most - minutes,
        .weekends_most = who->weekends_most - weekends,
        .most = most,
        .lack_cost = AC_PATH_NEVER,
        .weekend_cost = w->weekend_cost};
    return ac_path_find(&room, &what, types, cost);
}

static bool may_work(const ac_days *days, uint32_t day, uint32_t type)
{
    for (uint32_t kind = 0; kind < days->kind_count; kind++) {
        if (days->persons[0].type_of[kind] == type &&
            ac_days_wish(days, 0, day, kind) != AC_DAYS_REFUSED) {
            return true;
        }
    }
    return false;
}

static void draw_window(test_random *random, const ac_days *days, window *w)
{
    w->from = below(random, days->day_count);
    w->until = w->from + 1 + below(random, days->day_count - w->from);
    if (below(random, 3) == 0) {
        w->from = 0;
        w->until = days->day_count;
    }
    w->weekend_cost = below(random, 2) == 0 ? 0 : below(random, 20);
    for (uint32_t i = 0; i < (w->until - w->from) * days->persons[0].type_count; i++) {
        bool worked = may_work(
            days, w->from + i / days->persons[0].type_count, i % days->persons[0].type_count);
        w->costs[i] = worked ? (int64_t)below(random, 40) - 25 : AC_PATH_NEVER;
    }
    for (uint32_t i = 0; i < DAYS_MOST; i++) {
        w->off_costs[i] = below(random, 5);
    }
}

static void the_best_window_is_that_of_every_line(void **state)
{
    (void)state;
    test_random random = test_random_start("windows");
    uint64_t found = 0;
    for (uint64_t round = 0; round < test_rounds(ROUNDS); round++) {
        AC_SCOPED_ARENA(arena);
        ac_problem problem;
        ac_days days;
        lines list;
        draw_case(&arena, &random, 1, &problem);
        if (!ac_days_fits(&problem)) {
            continue;
        }
        ac_days_init(&arena, &problem, &days);
        list_lines(&arena, &days, 0, &list);
        for (uint32_t i = 0; i < 10 && list.count > 0; i++) {
            window w;
            uint8_t types[DAYS_MOST];
            int64_t cost = 0;
            int64_t weekends = 0;
            int64_t best = AC_PATH_NEVER;
            const uint8_t *line = list.line[below(&random, list.count)];
            draw_window(&random, &days, &w);
            for (uint32_t j = 0; j < list.count; j++) {
                int64_t other = cost_within(&days, &w, list.line[j], line);
                best = other < best ? other : best;
            }
            ac_path_answer answer = ask(&days, &w, line, types, &cost, &weekends);
            /* What is never taken is cheaper than a limit of AC_PATH_NEVER times some days. */
            if (best >= AC_PATH_NEVER / 2) {
                assert_int_equal(answer, AC_PATH_NONE);
                continue;
            }
            assert_int_equal(answer, AC_PATH_FOUND);
            assert_int_equal(cost, best - weekends * w.weekend_cost);
            found++;
        }
    }
    assert_true(found > test_rounds(ROUNDS));
}

/* The cheapest roster of two persons' lawful lines, as the checker counts. */
static int64_t cheapest(const ac_days *days, const lines *lists, uint32_t people)
{
    AC_SCOPED_ARENA(arena);
    ac_days_state state;
    int64_t best = INT64_MAX;
    ac_days_state_init(&arena, days, &state);
    for (uint32_t i = 0; i < lists[0].count; i++) {
        ac_days_put(&state, 0, 0, days->day_count, lists[0].line[i]);
        for (uint32_t j = 0; people == 2 && j < lists[1].count; j++) {
            ac_days_put(&state, 1, 0, days->day_count, lists[1].line[j]);
            best = state.cost < best ? state.cost : best;
        }
        best = people == 1 && state.cost < best ? state.cost : best;
    }
    return best;
}

static void solve(ac_arena *arena, const ac_problem *problem, uint64_t seed, ac_solution *solution)
{
    accord_error error = {0};
    ac_solve_options options = {
        .search = {.seed = seed, .moves = MOVES},
          .bound_rounds = 100
    };
    assert_accord_ok(ac_roster_solve(arena, problem, &options, solution, &error), error);
}

static void a_solution_is_lawful_and_lies_above_its_bound(void **state)
{
    (void)state;
    test_random random = test_random_start("lines");
    uint64_t lawful = 0;
    uint64_t best = 0;
    uint64_t met = 0;
    for (uint64_t round = 0; round < test_rounds(ROUNDS); round++) {
        AC_SCOPED_ARENA(arena);
        ac_problem problem;
        ac_days days;
        lines lists[2];
        ac_solution solution = {0};
        ac_solution again = {0};
        uint32_t people = 1 + below(&random, 2);
        draw_case(&arena, &random, people, &problem);
        if (!ac_days_fits(&problem)) {
            continue;
        }
        ac_days_init(&arena, &problem, &days);
        list_lines(&arena, &days, 0, &lists[0]);
        if (people == 2) {
            list_lines(&arena, &days, 1, &lists[1]);
        }
        if ((uint64_t)lists[0].count * lists[people - 1].count > 1000000) {
            continue;
        }
        /* ac_roster_solve asserts that the cost is the checker's, and lawful is lawful. */
        solve(&arena, &problem, round, &solution);
        solve(&arena, &problem, round, &again);
        assert_int_equal(solution.roster.count, again.roster.count);
        assert_memory_equal(
            solution.roster.placements, again.roster.placements,
            solution.roster.count * sizeof *again.roster.placements);
        assert_int_equal(solution.bound, again.bound);
        bool any = lists[0].count > 0 && lists[people - 1].count > 0;
        assert_int_equal(solution.infeasible, !any);
        assert_int_equal(solution.lawful, any);
        if (!any) {
            continue;
        }
        int64_t least = cheapest(&days, lists, people);
        assert_int_equal(solution.proof, AC_PROOF_LINES);
        assert_true(solution.bound <= least);
        assert_true(solution.verdict.costs.total >= least);
        lawful++;
        best += solution.verdict.costs.total == least ? 1 : 0;
        met += solution.bound == least ? 1 : 0;
    }
    assert_true(lawful * 2 > test_rounds(ROUNDS));
    assert_true(best * 10 >= lawful * 9);
    assert_true(met * 10 >= lawful * 7);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_best_window_is_that_of_every_line),
        cmocka_unit_test(a_solution_is_lawful_and_lies_above_its_bound),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
