/* SPDX-License-Identifier: MIT */
/* The steps of a solution among lawful lines. */

#include "roster/days_solve.h"

#include "roster/days_bound.h"
#include "roster/days_search.h"

#include <string.h>

enum { SMALL_CELLS = 1000, FIRST_MOVES = 100000, FIRST_ROUNDS = 500 };

/* Lines of a roster that is to be kept, as far as they are lawful; nobody has one before. */
static void take_kept(ac_arena *arena, ac_days_state *state)
{
    const ac_days *days = state->days;
    const ac_problem *p = days->problem;
    size_t cells = (size_t)days->person_count * days->day_count;
    uint8_t *lines = AC_NEW_ARRAY(arena, uint8_t, cells);
    uint8_t *off = AC_NEW_ARRAY(arena, uint8_t, days->day_count);
    memset(lines, AC_DAYS_OFF, cells);
    memset(off, AC_DAYS_OFF, days->day_count);
    for (uint32_t i = 0; i < p->kept_count; i++) {
        const ac_duty *duty = &p->duties[p->kept[i].duty];
        uint32_t person = p->kept[i].doctor;
        if (ac_days_wish(days, person, duty->day, duty->kind) != AC_DAYS_REFUSED &&
            days->persons[person].type_of[duty->kind] != AC_DAYS_OFF) {
            lines[(size_t)person * days->day_count + duty->day] = (uint8_t)duty->kind;
        }
    }
    for (uint32_t i = 0; i < days->person_count; i++) {
        uint8_t *line = lines + (size_t)i * days->day_count;
        if (!ac_days_runs_hold(days, i, line, 0, days->day_count)) {
            continue;
        }
        ac_days_put(state, i, 0, days->day_count, line);
        if (!ac_days_totals_hold(state, i, 0)) {
            ac_days_put(state, i, 0, days->day_count, off);
        }
    }
}

static void read_roster(ac_arena *arena, const ac_days_state *state, ac_roster *roster)
{
    const ac_days *days = state->days;
    size_t count = 0;
    for (size_t i = 0; i < (size_t)days->person_count * days->day_count; i++) {
        count += state->lines[i] != AC_DAYS_OFF ? 1 : 0;
    }
    *roster = (ac_roster){.placements = AC_NEW_ARRAY(arena, ac_placement, count)};
    for (uint32_t duty = 0; duty < days->problem->duty_count; duty++) {
        const ac_duty *what = &days->problem->duties[duty];
        for (uint32_t i = 0; i < days->person_count; i++) {
            if (ac_days_line(state, i)[what->day] == what->kind) {
                roster->placements[roster->count++] = (ac_placement){i, duty};
            }
        }
    }
}

/* How the search is to go: with the moves that are given, or as many as a trial says. */
static ac_search_options set_pace(const ac_days_state *state, const ac_days_options *options)
{
    AC_SCOPED_ARENA(arena);
    ac_search_options search = options->search;
    if (options->pace == NULL || ac_stop_asked(options->pace->search)) {
        return search;
    }
    ac_days_state trial;
    ac_days_state_init(&arena, state->days, &trial);
    for (uint32_t i = 0; i < state->days->person_count; i++) {
        ac_days_put(&trial, i, 0, state->days->day_count, ac_days_line(state, i));
    }
    search.stop = options->pace->trial;
    int64_t tried = ac_days_search(&arena, &trial, &search, INT64_MIN);
    search.moves = options->pace->moves(options->pace->self, tried);
    search.stop = options->pace->search;
    return search;
}

static bool is_small(const ac_days *days)
{
    return (size_t)days->person_count * days->day_count * days->kind_count <= SMALL_CELLS;
}

/* Searches on; with a bound, no further than to that. */
static void search_on(
    ac_days_state *state,
    const ac_days_bound *bound,
    const ac_search_options *options,
    ac_days_found *found)
{
    AC_SCOPED_ARENA(arena);
    int64_t enough = 0;
    bool known = ac_days_bound_known(bound, &enough);
    found->moves += ac_days_search(&arena, state, options, known ? enough : INT64_MIN);
}

/* Where lines are few and short, a first search and the bound come first: once one meets the other
 * there is no more to look for. */
static void look_first(
    ac_days_state *state,
    ac_days_bound *bound,
    const ac_days_options *options,
    ac_days_found *found)
{
    ac_search_options quick = options->search;
    quick.moves = quick.moves < FIRST_MOVES ? quick.moves : FIRST_MOVES;
    search_on(state, bound, &quick, found);
    uint32_t rounds = options->bound_rounds < FIRST_ROUNDS ? options->bound_rounds : FIRST_ROUNDS;
    if (state->lack == 0) {
        (void)ac_days_bound_better(bound, rounds, state->cost, options->search.stop);
    }
}

static bool is_proven(const ac_days_state *state, const ac_days_bound *bound)
{
    int64_t cost = 0;
    return state->lack == 0 && ac_days_bound_known(bound, &cost) && cost >= state->cost;
}

void ac_days_solve(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_days_options *options,
    ac_days_found *found)
{
    AC_SCOPED_ARENA(scratch);
    ac_days days;
    ac_days_state state;
    *found = (ac_days_found){0};
    ac_days_init(&scratch, problem, &days);
    ac_days_state_init(&scratch, &days, &state);
    take_kept(&scratch, &state);
    ac_days_start(&scratch, &state, options->search.seed, options->search.stop);
    ac_days_bound *bound = ac_days_bound_new(&scratch, &days);
    if (is_small(&days)) {
        look_first(&state, bound, options, found);
    }
    if (!is_proven(&state, bound)) {
        ac_search_options search = set_pace(&state, options);
        search.moves -= found->moves;
        search_on(&state, bound, &search, found);
    }
    /* Where a line was not found, one round says whether there is none. */
    (void)ac_days_bound_better(
        bound, state.lack == 0 ? options->bound_rounds : 1, state.cost, options->search.stop);
    found->bounded = ac_days_bound_known(bound, &found->bound);
    found->infeasible = ac_days_bound_impossible(bound);
    found->cost = state.cost;
    found->lack = state.lack;
    read_roster(arena, &state, &found->roster);
}
