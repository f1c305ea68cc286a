/* SPDX-License-Identifier: MIT */
/* The steps of a solution: bounds and a start from the flow, the search, the referee if it is
 * wanted, and the checker, who has the last word. */

#include "roster/solve.h"

#include "base/assert.h"
#include "base/limits.h"
#include "roster/start.h"

const char *ac_proof_word(ac_proof proof)
{
    static const char *const words[] = {"none", "flow", "lines", "referee (CBC)"};
    return words[proof];
}

static void judge(ac_arena *arena, const ac_problem *problem, ac_solution *solution)
{
    ac_roster_check(
        arena, problem, solution->roster.placements, solution->roster.count, &solution->verdict);
    solution->lawful = solution->verdict.broken_count == 0;
}

static accord_status ask_referee(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t seconds,
    ac_solution *solution,
    accord_error *error)
{
    ac_ruling ruling = {0};
    AC_TRY(ac_referee_ask(arena, problem, seconds, NULL, &ruling, error));
    solution->infeasible = ruling.answer == AC_REFEREE_INFEASIBLE && !solution->lawful;
    if (ruling.bounded && (solution->proof == AC_PROOF_NONE || ruling.bound > solution->bound)) {
        solution->bound = ruling.bound;
        solution->proof = AC_PROOF_REFEREE;
    }
    if (ruling.answer != AC_REFEREE_FOUND && ruling.answer != AC_REFEREE_OPTIMAL) {
        return ac_ok();
    }
    ac_solution other = *solution;
    other.roster = ruling.roster;
    judge(arena, problem, &other);
    if (other.lawful &&
        (!solution->lawful || other.verdict.costs.total < solution->verdict.costs.total)) {
        *solution = other;
    }
    return ac_ok();
}

/* After the search, so that what is found never depends on how long this may take. */
static void
better_bound(ac_covering *covering, const ac_solve_options *options, ac_solution *solution)
{
    int64_t bound = ac_covering_bound(
        covering, options->bound_rounds, solution->verdict.costs.total, options->search.stop);
    solution->bound = bound > solution->bound ? bound : solution->bound;
}

/* What the flows prove, and the network for more of it. */
static ac_covering *find_bounds(
    ac_arena *arena,
    ac_arena *scratch,
    const ac_problem *problem,
    const ac_solve_options *options,
    ac_cover *whole,
    ac_solution *made)
{
    ac_covering *covering = ac_covering_new(scratch, problem);
    ac_covering_whole(arena, covering, options->search.stop, whole);
    ac_covering_coverage(arena, covering, options->search.stop, &made->cover);
    if (whole->proven) {
        made->bound = whole->cost;
        made->proof = AC_PROOF_FLOW;
    }
    return covering;
}

/* Among lawful lines, where the problem is one of lines and nothing else. */
static void solve_lines(
    ac_arena *arena, const ac_problem *problem, const ac_solve_options *options, ac_solution *made)
{
    ac_days_options how = {
        .search = options->search, .pace = options->pace, .bound_rounds = options->bound_rounds};
    ac_days_found found;
    ac_days_solve(arena, problem, &how, &found);
    made->roster = found.roster;
    made->moves = found.moves;
    made->infeasible = found.infeasible;
    judge(arena, problem, made);
    ac_assert(made->lawful == (found.lack == 0));
    ac_assert(found.cost == made->verdict.costs.total);
    if (found.bounded) {
        made->bound = found.bound;
        made->proof = AC_PROOF_LINES;
    }
}

/* Searches from a start; keeps what is found if it is better. */
static void search(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_solve_options *options,
    bool lay,
    const ac_roster *start,
    ac_search_result *best)
{
    AC_SCOPED_ARENA(scratch);
    ac_state state;
    ac_search_result found;
    ac_search_options how = options->search;
    how.lay_lines = lay;
    ac_state_init(&scratch, problem, &state);
    ac_state_place(&state, &(ac_roster){problem->kept, problem->kept_count});
    ac_state_place(&state, start);
    ac_search(arena, &state, &how, &found);
    if (found.hard < best->hard || (found.hard == best->hard && found.cost < best->cost)) {
        *best = found;
    }
}

/* By the flow and the annealing over sessions. */
static void solve_sessions(
    ac_arena *arena, const ac_problem *problem, const ac_solve_options *options, ac_solution *made)
{
    AC_SCOPED_ARENA(scratch);
    ac_cover whole = {0};
    ac_search_result best = {.hard = INT64_MAX};
    /* A flow is a good start where it is quick. Where rules are of lines and there are many pairs,
     * lines that are laid are a better one, and the flow comes after. */
    ac_covering *covering = NULL;
    bool lay = ac_problem_is_of_lines(problem) &&
               (size_t)problem->doctor_count * problem->duty_count > AC_LINES_FLOW_PAIRS_MAX;
    if (!lay) {
        covering = find_bounds(arena, &scratch, problem, options, &whole, made);
    }
    ac_roster start = whole.placed;
    if (!ac_problem_is_of_lines(problem) && problem->kept_count == 0) {
        uint32_t rounds = ac_start_rounds(problem, options->search.moves);
        start = ac_start_find(arena, problem, covering, &whole, rounds, options->search.stop);
    }
    search(arena, problem, options, lay, &start, &best);
    if (best.hard > 0 && ac_problem_is_of_lines(problem) &&
        !lay) { /* too few moves to mend what the flow broke */
        search(arena, problem, options, true, &(ac_roster){0}, &best);
    }
    bool over = ac_stop_asked(options->search.stop);
    if (lay && !over) {
        covering = find_bounds(arena, &scratch, problem, options, &whole, made);
    }
    made->moves = best.moves;
    ac_state_read(arena, problem, best.held, &made->roster);
    judge(arena, problem, made);
    if (problem->pin_count == 0) {
        /* The engine counted as it went; the checker counted afresh. */
        ac_assert(best.hard > 0 || made->lawful);
        ac_assert(best.cost == made->verdict.costs.total);
    }
    if (options->bound_rounds > 0 && made->proof == AC_PROOF_FLOW) {
        better_bound(covering, options, made);
    }
}

accord_status ac_roster_solve(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_solve_options *options,
    ac_solution *solution,
    accord_error *error)
{
    ac_solution made = {.seed = options->search.seed};
    if (ac_days_fits(problem)) {
        solve_lines(arena, problem, options, &made);
    } else {
        solve_sessions(arena, problem, options, &made);
    }
    if (options->referee_seconds > 0) {
        AC_TRY(ask_referee(arena, problem, options->referee_seconds, &made, error));
    }
    made.optimal =
        made.lawful && made.proof != AC_PROOF_NONE && made.verdict.costs.total == made.bound;
    *solution = made;
    return ac_ok();
}
