/* SPDX-License-Identifier: MIT */
/* The annealing: a move that costs more is taken with a chance that falls with the temperature,
 * which falls by a sixteenth of an octave at even steps of the moves. Chances are drawn with
 * whole numbers, so that they are the same everywhere. */

#include "roster/heat.h"
#include "roster/searching.h"

#include <string.h>

enum {
    ASK_EVERY = 4096,
    FOLLOW_EVERY = 2048,
    MOVES_A_CELL = 1024,
};

typedef struct annealing {
    ac_searching search;
    int64_t chances[AC_CHANCES];
    int64_t heats[AC_HEATS_MOST];
    uint32_t heat_count;
    int64_t hard_weight; /* of a broken rule; it follows how the search fares, within these: */
    int64_t hard_least;
    int64_t hard_most;
    bool line; /* runs and least hours: rules may be broken on the way */
} annealing;

int64_t ac_problem_way_cost(const ac_problem *problem)
{
    int64_t sum = 0;
    int64_t count = 0;
    for (uint32_t d = 0; d < problem->doctor_count && problem->site_count > 0; d++) {
        for (uint32_t i = 0; i < problem->duty_count; i++) {
            if (problem->duties[i].site != AC_NO_SITE &&
                ac_refusal_of(problem, d, i) == AC_RULE_NONE) {
                sum +=
                    problem->trip_costs[(size_t)d * problem->site_count + problem->duties[i].site];
                count++;
            }
        }
    }
    return count == 0 ? 0 : sum / count + problem->visit_cost;
}

/* From about what one session's place costs down to where only gains are taken. */
static void set_heats(annealing *a, int64_t moves, bool cool)
{
    const ac_problem *p = a->search.state->problem;
    int64_t highest = 1;
    for (uint32_t i = 0; i < p->request_count; i++) {
        highest = highest > p->requests[i].under_cost ? highest : p->requests[i].under_cost;
    }
    bool line = ac_problem_is_of_lines(p);
    a->line = line;
    a->hard_weight = line ? highest * 2 : INT64_MAX / (1 << 20);
    a->hard_least = highest * 3 / 2 + 1;
    a->hard_most = highest * 8;
    int64_t way = line ? 0 : ac_problem_way_cost(p);
    int64_t heat = line      ? highest * AC_HEAT_SCALE / 14
                   : way > 0 ? way * AC_HEAT_SCALE * 3 / 16
                             : highest * AC_HEAT_SCALE / 60;
    int64_t cold = line      ? AC_HEAT_SCALE * 3 / 5
                   : way > 0 ? way * AC_HEAT_SCALE / 20
                             : highest * AC_HEAT_SCALE / 4000;
    /* A search that is short for its size mends what there is: it has not the time to cool. */
    int64_t cells = (int64_t)p->doctor_count * p->day_count + 1;
    for (int64_t room = cells * MOVES_A_CELL; line && room > moves && heat > cold; room /= 4) {
        heat /= 2;
    }
    heat = cool ? heat / 2 : heat;
    a->heat_count = ac_heat_steps(a->heats, heat, cold);
}

bool ac_try_set(ac_searching *s, uint32_t doctor, uint32_t slot, uint32_t duty)
{
    uint32_t held = ac_state_held(s->state, doctor, slot);
    if (held == duty) {
        return true;
    }
    if (s->state->pinned[(size_t)doctor * s->state->slot_count + slot] != 0 ||
        s->undo_count == AC_UNDO_MOST) {
        return false;
    }
    s->undo[s->undo_count++] = (ac_undo){doctor, slot, held};
    ac_state_set(s->state, doctor, slot, duty);
    return true;
}

static void undo(ac_searching *s)
{
    while (s->undo_count > 0) {
        const ac_undo *last = &s->undo[--s->undo_count];
        ac_state_set(s->state, last->doctor, last->slot, last->duty);
    }
}

/* A search that breaks rules for long is made to mend them, and one that keeps them all is let go a
 * little further: lawful rosters lie at the edge, and both sides of it are worth a look. */
static void follow(annealing *a)
{
    int64_t step = a->hard_weight / 16 + 1;
    if (a->search.state->hard > 0) {
        a->hard_weight =
            a->hard_weight + step > a->hard_most ? a->hard_most : a->hard_weight + step;
    } else {
        a->hard_weight =
            a->hard_weight - step < a->hard_least ? a->hard_least : a->hard_weight - step;
    }
}

static int64_t allowance(annealing *a, int64_t heat)
{
    return ac_heat_allows(a->chances, heat, ac_random(&a->search));
}

/* Whether a change is taken at this heat. For the pool the allowance was drawn before the move, so
 * that one which would cost more need not be tried. */
static bool takes(annealing *a, int64_t cost_change, int64_t hard_change, int64_t heat)
{
    if (!a->line) {
        return hard_change < 0 || (hard_change == 0 && cost_change <= a->search.allowance);
    }
    int64_t change = cost_change + hard_change * a->hard_weight;
    return change <= 0 || change <= allowance(a, heat);
}

/* Notes which doctor-times a move that was taken has changed. */
static void note_changes(ac_searching *s)
{
    for (uint32_t i = 0; i < s->undo_count && s->since_count < AC_SINCE_MOST; i++) {
        s->since[s->since_count++] = s->undo[i].doctor * s->state->slot_count + s->undo[i].slot;
    }
}

/* Keeps the state as the best if it is; only what has changed is copied, where that is known. */
static void keep_best(annealing *a, ac_search_result *result)
{
    ac_searching *search = &a->search;
    const ac_state *s = search->state;
    if (s->hard > result->hard || (s->hard == result->hard && s->cost >= result->cost)) {
        return;
    }
    result->hard = s->hard;
    result->cost = s->cost;
    for (uint32_t i = 0; search->since_count < AC_SINCE_MOST && i < search->since_count; i++) {
        result->held[search->since[i]] = s->held[search->since[i]];
    }
    if (search->since_count == AC_SINCE_MOST) {
        memcpy(
            result->held, s->held,
            (size_t)s->problem->doctor_count * s->slot_count * sizeof *s->held);
    }
    search->since_count = 0;
}

/* Which heat a move has. Lines are cooled twice from the top, since a roster may freeze in a bad
 * shape, and once from a third of the way down, from the best of both. */
static int64_t heat_step(const annealing *a, int64_t move, int64_t moves)
{
    if (!a->line) {
        return move * a->heat_count / moves; /* AC_ROSTER_MOVES_MAX fits */
    }
    int64_t third = moves / 3 + 1;
    int64_t first = move < 2 * third ? 0 : a->heat_count / 3;
    return first + move % third * (a->heat_count - first) / third;
}

/* Puts the state back to the best. */
static void return_to(annealing *a, const ac_search_result *result)
{
    ac_state *s = a->search.state;
    for (uint32_t d = 0; d < s->problem->doctor_count; d++) {
        for (uint32_t slot = 0; slot < s->slot_count; slot++) {
            ac_state_set(s, d, slot, result->held[(size_t)d * s->slot_count + slot]);
        }
    }
    a->search.since_count = 0;
}

void ac_search(
    ac_arena *arena, ac_state *state, const ac_search_options *options, ac_search_result *result)
{
    size_t cells = (size_t)state->problem->doctor_count * state->slot_count;
    annealing *a = AC_NEW(arena, annealing);
    a->search =
        (ac_searching){.state = state, .random = options->seed, .since_count = AC_SINCE_MOST};
    ac_heat_chances(a->chances);
    set_heats(a, options->moves, options->cool);
    if (a->line && options->lay_lines) {
        ac_lines_begin(&a->search);
    }
    *result = (ac_search_result){.held = AC_NEW_ARRAY(arena, uint32_t, cells), .hard = INT64_MAX};
    keep_best(a, result);
    int64_t last_step = 0;
    for (int64_t move = 0; move < options->moves; move++) {
        if (move % ASK_EVERY == 0) {
            if (options->tell != NULL) {
                options->tell(
                    options->tell_self, options->moves_before + move, result->cost, result->hard);
            }
            if (ac_stop_asked(options->stop)) {
                break;
            }
        }
        if (a->line && move % FOLLOW_EVERY == 0) {
            follow(a);
        }
        int64_t step = heat_step(a, move, options->moves);
        if (a->line && step < last_step) {
            return_to(a, result);
        }
        last_step = step;
        int64_t cost = state->cost;
        int64_t hard = state->hard;
        a->search.undo_count = 0;
        a->search.allowance = a->line ? 0 : allowance(a, a->heats[step]);
        bool moved = a->line ? ac_move_line(&a->search) : ac_move_pool(&a->search);
        if (!moved || !takes(a, state->cost - cost, state->hard - hard, a->heats[step])) {
            undo(&a->search);
        } else {
            note_changes(&a->search);
            keep_best(a, result);
        }
        result->moves = move + 1;
    }
}
