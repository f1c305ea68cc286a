/* SPDX-License-Identifier: MIT */
/* Times the roster engine on made-up problems of the pool's shape.
 *   bench_roster DOCTORS SITES WEEKS SESSIONS SECONDS [REFEREE_SECONDS [BOUND_SECONDS [SEED]]]
 *   bench_roster INSTANCE SECONDS [REFEREE_SECONDS]
 * SESSIONS are asked for in a week. Prints coverage and whole cost with their bounds, and what a
 * lawful roster took; another SEED makes another problem; with REFEREE_SECONDS also what CBC says
 * of the same problem, and with BOUND_SECONDS how far the roster is from the best bound that the
 * flows prove in that time, by themselves. Exits 1 if the roster is not lawful. */

#include "base/file.h"
#include "made_problem.h"
#include "pool/instance.h"
#include "roster/solve.h"

#include <inttypes.h>
#include <time.h>

/* The shape of the pool's quarter: 60 doctors, 93 sites, 258 sessions a week and 95,000 lawful
 * pairs. More sites have more land, so that a site has as many others near it. */
enum {
    ROUNDS = 100000,
    FAR = 35,
    ANY_PERCENT = 5,
    LAND = 70,
    LAND_SITES = 93,
    FIRST_SEED = 20150105
};

static uint32_t land_of(uint32_t sites)
{
    uint32_t land = 1;
    while (land * land * LAND_SITES < LAND * LAND * sites) {
        land++;
    }
    return land;
}

typedef struct deadline {
    double at;
} deadline;

static double seconds(void) /* of the processor: what else runs does not matter */
{
    struct timespec now;
    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static bool is_over(void *self)
{
    return seconds() >= ((const deadline *)self)->at;
}

static double gap(int64_t cost, int64_t bound)
{
    return bound == 0 ? (cost == 0 ? 0 : 100) : (double)(cost - bound) * 100 / (double)bound;
}

/* How many moves fit in the time: from a short run, which the long one does not depend on. */
static int64_t moves_in(const ac_problem *problem, double wanted)
{
    AC_SCOPED_ARENA(arena);
    ac_state state;
    ac_search_result result;
    ac_state_init(&arena, problem, &state);
    double began = seconds();
    ac_search(&arena, &state, &(ac_search_options){.seed = 1, .moves = 200000}, &result);
    return (int64_t)(200000 / (seconds() - began) * wanted * 0.65);
}

/* The best bound of so many seconds of flows, which know of the roster only what it costs. */
static void prove(const ac_problem *problem, int64_t cost, double wanted)
{
    AC_SCOPED_ARENA(arena);
    ac_cover whole;
    double began = seconds();
    deadline over = {began + wanted};
    ac_stop stop = {is_over, &over};
    ac_covering *covering = ac_covering_new(&arena, problem);
    ac_covering_whole(&arena, covering, &stop, &whole);
    int64_t bound = ac_covering_bound(covering, ROUNDS, cost, &stop);
    bound = whole.cost > bound ? whole.cost : bound;
    printf(
        "%.1f s of flows prove %" PRId64 ": the roster is within %.2f%%\n", seconds() - began,
        bound, gap(cost, bound));
}

static int run(ac_problem *problem, double wanted, uint32_t referee, uint32_t proof)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_solution solution = {0};
    double began = seconds();
    ac_solve_options quick = {
        .search = {.seed = 1, .moves = 1}
    };
    if (ac_roster_solve(&arena, problem, &quick, &solution, &error).code != ACCORD_OK) {
        return 1;
    }
    double first = seconds() - began;
    size_t pairs = ac_problem_lawful_pairs(problem);
    printf(
        "%u doctors, %u sites, %u days, %u sessions, %zu pairs\n", problem->doctor_count,
        problem->site_count, problem->day_count, solution.verdict.costs.needed, pairs);
    printf(
        "from the flow: %s, cost %" PRId64 ", unmet %u, %.2f s\n",
        solution.lawful ? "lawful" : "not lawful", solution.verdict.costs.total,
        solution.verdict.costs.unmet, first);
    began = seconds();
    deadline over = {began + wanted};
    ac_stop stop = {is_over, &over};
    ac_solve_options options = {
        .search = {.seed = 1, .moves = moves_in(problem, wanted), .stop = &stop},
        .bound_rounds = ROUNDS,
        .referee_seconds = referee
    };
    if (ac_roster_solve(&arena, problem, &options, &solution, &error).code != ACCORD_OK) {
        printf("%s\n", error.message);
        return 1;
    }
    const ac_costs *costs = &solution.verdict.costs;
    printf(
        "%.1f s, %" PRId64 " of %" PRId64 " moves: %s, cost %" PRId64 ", bound %" PRId64
        " by %s (%.2f%%)\n",
        seconds() - began, solution.moves, options.search.moves,
        solution.lawful ? "lawful" : "NOT LAWFUL", costs->total, solution.bound,
        ac_proof_word(solution.proof), gap(costs->total, solution.bound));
    printf(
        "coverage %" PRId64 ", bound %" PRId64 " (%.2f%%), unmet %u of %u, bound %u\n",
        costs->parts[AC_COST_UNMET], solution.cover.cost,
        gap(costs->parts[AC_COST_UNMET], solution.cover.cost), costs->unmet, costs->needed,
        solution.cover.unmet);
    for (ac_cost_part i = 0; i < AC_COST_PARTS; i++) {
        printf("  %s %" PRId64 "\n", ac_cost_word(i), costs->parts[i]);
    }
    if (proof > 0) {
        prove(problem, costs->total, proof);
    }
    return solution.lawful ? 0 : 1;
}

int main(int count, char **words)
{
    AC_SCOPED_ARENA(arena);
    ac_problem problem = {0};
    uint32_t numbers[9] = {[8] = FIRST_SEED};
    accord_error error = {0};
    bool made = count >= 6;
    for (int i = made ? 1 : 2; i < count && i < 9; i++) {
        numbers[i] = (uint32_t)strtoul(words[i], NULL, 10);
    }
    if (count < 3) {
        return 2;
    }
    if (made) {
        made_problem(
            &arena,
            &(made_shape){
                .doctors = numbers[1],
                .sites = numbers[2],
                .weeks = numbers[3],
                .sessions = numbers[4],
                .seed = numbers[8],
                .land = land_of(numbers[2]),
                .far = FAR,
                .any_percent = ANY_PERCENT},
            &problem);
        return run(&problem, numbers[5], numbers[6], numbers[7]);
    }
    ac_text bytes = {0};
    if (ac_file_read(words[1], 1u << 24, &arena, &bytes, &error).code != ACCORD_OK ||
        ac_instance_read(&arena, bytes, words[1], &problem, &error).code != ACCORD_OK) {
        printf("%s\n", error.message);
        return 1;
    }
    return run(&problem, numbers[2], numbers[3], 0);
}
