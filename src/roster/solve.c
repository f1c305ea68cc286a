/* SPDX-License-Identifier: MIT */
/* The steps of a solution: bounds and a start from the flow, the search, the referee if it is
 * wanted, and the checker, who has the last word. */

#include "roster/solve.h"

#include "base/assert.h"
#include "roster/sessions.h"

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

/* By the flow and the annealing over sessions. */
static void solve_sessions(
    ac_arena *arena, const ac_problem *problem, const ac_solve_options *options, ac_solution *made)
{
    ac_sessions_found found;
    ac_sessions_solve(arena, problem, &options->search, options->bound_rounds, &found);
    made->roster = found.roster;
    made->moves = found.moves;
    made->cover = found.cover;
    judge(arena, problem, made);
    if (problem->pin_count == 0) {
        /* The engine counted as it went; the checker counted afresh. */
        ac_assert(found.hard > 0 || made->lawful);
        ac_assert(found.cost == made->verdict.costs.total);
    }
    if (found.bounded) {
        made->bound = found.bound;
        made->proof = AC_PROOF_FLOW;
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
