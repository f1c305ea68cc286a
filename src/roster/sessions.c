/* SPDX-License-Identifier: MIT */
/* The steps, in the order of time. How much of each there is depends on the number of moves and not
 * on the clock. */

#include "roster/sessions.h"

#include "base/limits.h"
#include "base/whole.h"
#include "roster/dive.h"
#include "roster/start.h"

enum {
    DIVE_PART = 2,    /* of the moves is what a dive takes the place of */
    PAIRS_A_MOVE = 8, /* pairs that a round of doctors alone prices in the time of a move */
    DIVE_ROUNDS_MOST = 8000,
    DIVE_BOUND_PART = 3, /* of its rounds come before the first decision */
    DIVE_START_PART = 4, /* of the rounds for a start come before a dive: more lead prices astray */
};

typedef struct solving {
    ac_arena *arena; /* of what is found */
    ac_arena *scratch;
    const ac_problem *problem;
    const ac_search_options *options;
    ac_covering *covering;
    ac_cover whole;
    ac_search_result best;
} solving;

/* What the flows prove. */
static void find_bounds(solving *s, ac_sessions_found *found)
{
    const ac_stop *stop = s->options->stop;
    s->covering = ac_covering_new(s->scratch, s->problem);
    ac_covering_whole(s->arena, s->covering, stop, &s->whole);
    ac_covering_coverage(s->arena, s->covering, stop, &found->cover);
    found->bounded = s->whole.proven;
    found->bound = s->whole.cost;
}

/* Searches from a start; keeps what is found, and says so, if it is better. */
static bool
search(solving *s, const ac_problem *problem, const ac_search_options *how, const ac_roster *start)
{
    AC_SCOPED_ARENA(scratch);
    ac_state state;
    ac_search_result found;
    int64_t moves = s->best.moves;
    ac_state_init(&scratch, problem, &state);
    ac_state_place(&state, &(ac_roster){problem->kept, problem->kept_count});
    ac_state_place(&state, start);
    ac_search(s->arena, &state, how, &found);
    bool better =
        found.hard < s->best.hard || (found.hard == s->best.hard && found.cost < s->best.cost);
    if (better) {
        s->best = found;
    }
    s->best.moves = moves + found.moves;
    return better;
}

/* What rounds of a dive take the place of. */
static uint32_t dive_rounds(const solving *s)
{
    int64_t pairs = (int64_t)ac_problem_lawful_pairs(s->problem) + 1;
    int64_t rounds = s->options->moves / DIVE_PART * PAIRS_A_MOVE / pairs;
    return (uint32_t)ac_least(rounds, DIVE_ROUNDS_MOST);
}

/* A start from flows that settle, in so many rounds. */
static ac_roster settle(
    const solving *s,
    const ac_problem *problem,
    ac_covering *covering,
    const ac_cover *first,
    uint32_t rounds)
{
    return ac_start_find(s->arena, problem, covering, first, rounds, s->options->stop);
}

/* A start of a problem by itself, before a search of so many moves. */
static ac_roster start_afresh(const solving *s, const ac_problem *problem, int64_t moves)
{
    ac_cover whole;
    ac_covering *covering = ac_covering_new(s->scratch, problem);
    ac_covering_whole(s->scratch, covering, s->options->stop, &whole);
    return settle(s, problem, covering, &whole, ac_start_rounds(problem, moves));
}

/* A search among what a dive decides, then one of everything from there, for as long as the moves
 * last that the dive has not taken the place of. Where the dive led to nothing better than the
 * start, all moves are for one without a dive. */
static void dive(solving *s, uint32_t rounds, const ac_roster *start)
{
    const ac_stop *stop = s->options->stop;
    uint32_t first = rounds / DIVE_BOUND_PART;
    uint32_t flows = AC_FLOWS_FIRST + first / AC_ROUNDS_A_FLOW + 1;
    ac_search_options how = *s->options;
    how.moves = 0;
    (void)search(s, s->problem, &how, start); /* whenever it is stopped, there is a roster */
    s->best.moves = s->options->moves;
    int64_t bound = ac_covering_bound(s->covering, flows, s->best.cost, stop);
    const ac_dual *dual = ac_covering_dual(s->covering);
    if (dual == NULL || (s->best.hard == 0 && s->best.cost <= bound)) {
        return; /* it was stopped, or no roster is better */
    }
    ac_problem less;
    ac_dive(s->scratch, dual, rounds - first, stop, &less);
    how.moves_before = s->options->moves / DIVE_PART;
    how.moves = (s->options->moves - how.moves_before) / 2;
    s->best.moves = how.moves_before;
    ac_roster from = start_afresh(s, &less, how.moves);
    if (search(s, &less, &how, &from)) {
        how.moves_before += how.moves;
        how.moves = s->options->moves - how.moves_before;
        how.cool = true;
        ac_state_read(s->scratch, s->problem, s->best.held, &from);
    } else {
        how.moves_before = 0;
        how.moves = s->options->moves;
        from = start_afresh(s, s->problem, how.moves);
    }
    (void)search(s, s->problem, &how, &from);
    s->best.moves = ac_least(s->best.moves, s->options->moves);
}

/* Of sites and sessions. */
static void solve_pool(solving *s)
{
    uint32_t dives = dive_rounds(s);
    uint32_t rounds = ac_start_rounds(s->problem, s->options->moves);
    if (s->problem->kept_count > 0) {
        (void)search(s, s->problem, s->options, &s->whole.placed);
    } else if (ac_dive_fits(s->problem, dives)) {
        ac_roster start = settle(s, s->problem, s->covering, &s->whole, rounds / DIVE_START_PART);
        dive(s, dives, &start);
    } else {
        ac_roster start = settle(s, s->problem, s->covering, &s->whole, rounds);
        (void)search(s, s->problem, s->options, &start);
    }
}

/* Of runs of days: a flow is a good start where it is quick. Where there are many pairs, lines that
 * are laid are a better one, and the flow comes after. */
static void solve_runs(solving *s, ac_sessions_found *found)
{
    size_t pairs = (size_t)s->problem->doctor_count * s->problem->duty_count;
    ac_search_options how = *s->options;
    how.lay_lines = pairs > AC_LINES_FLOW_PAIRS_MAX;
    if (!how.lay_lines) {
        find_bounds(s, found);
    }
    (void)search(s, s->problem, &how, &s->whole.placed);
    if (s->best.hard > 0 && !how.lay_lines) { /* too few moves to mend what the flow broke */
        how.lay_lines = true;
        (void)search(s, s->problem, &how, &(ac_roster){0});
    }
    if (s->covering == NULL && !ac_stop_asked(s->options->stop)) {
        find_bounds(s, found);
    }
}

void ac_sessions_solve(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_search_options *options,
    uint32_t bound_rounds,
    ac_sessions_found *found)
{
    AC_SCOPED_ARENA(scratch);
    solving s = {
        .arena = arena,
        .scratch = &scratch,
        .problem = problem,
        .options = options,
        .best = {.hard = INT64_MAX}};
    *found = (ac_sessions_found){0};
    if (ac_problem_is_of_lines(problem)) {
        solve_runs(&s, found);
    } else {
        find_bounds(&s, found);
        solve_pool(&s);
    }
    if (found->bounded) {
        int64_t bound = ac_covering_bound(s.covering, bound_rounds, s.best.cost, options->stop);
        found->bound = bound > found->bound ? bound : found->bound;
    }
    found->cost = s.best.cost;
    found->hard = s.best.hard;
    found->moves = s.best.moves;
    ac_state_read(arena, problem, s.best.held, &found->roster);
}
