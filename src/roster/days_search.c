/* SPDX-License-Identifier: MIT */
/* The annealing among lawful lines: swaps and changes of days that are quick, and windows of one
 * person or two drawn anew by the dynamic programme at costs that are shaken by the heat. */

#include "roster/days_search.h"

#include "roster/days_searching.h"

#include <string.h>

enum { ASK_EVERY = 32 };

typedef struct annealing {
    ac_days_searching search;
    int64_t heats[AC_HEATS_MOST];
    uint32_t heat_count;
    /* The best found. */
    uint8_t *lines;
    int64_t cost;
    int64_t lack;
    bool *differs; /* [person], from the best */
} annealing;

static void set_heats(annealing *a)
{
    int64_t heat = a->search.highest * AC_HEAT_SCALE / 4;
    int64_t cold = AC_HEAT_SCALE / 3;
    a->heat_count = ac_heat_steps(a->heats, heat, cold);
}

static void keep_best(annealing *a)
{
    const ac_days_state *st = a->search.state;
    uint32_t days = st->days->day_count;
    if (st->lack > a->lack || (st->lack == a->lack && st->cost >= a->cost)) {
        return;
    }
    a->lack = st->lack;
    a->cost = st->cost;
    for (uint32_t i = 0; i < st->days->person_count; i++) {
        if (a->differs[i]) {
            memcpy(a->lines + (size_t)i * days, st->lines + (size_t)i * days, days);
            a->differs[i] = false;
        }
    }
}

static bool move_any(ac_days_searching *s)
{
    uint32_t which = ac_days_below(s, 1000);
    if (which < 900) {
        return ac_days_move_swap(s);
    }
    if (which < 960) {
        return ac_days_move_change(s);
    }
    return which < 985 ? ac_days_move_one(s) : ac_days_move_two(s);
}

static bool is_over(const ac_search_options *options, const annealing *a, int64_t move)
{
    if (move % ASK_EVERY != 0) {
        return false;
    }
    if (options->tell != NULL) {
        options->tell(options->tell_self, move, a->cost, a->lack);
    }
    return ac_stop_asked(options->stop);
}

int64_t ac_days_search(
    ac_arena *arena, ac_days_state *state, const ac_search_options *options, int64_t enough)
{
    const ac_days *days = state->days;
    size_t cells = (size_t)days->person_count * days->day_count;
    annealing *a = AC_NEW(arena, annealing);
    ac_days_searching_init(arena, state, options->seed, &a->search);
    set_heats(a);
    a->lines = AC_NEW_ARRAY(arena, uint8_t, cells);
    a->differs = AC_NEW_ARRAY(arena, bool, days->person_count);
    memcpy(a->lines, state->lines, cells);
    a->cost = state->cost;
    a->lack = state->lack;
    int64_t move = 0;
    bool over = false;
    while (move < options->moves && (a->lack > 0 || a->cost > enough)) {
        over = is_over(options, a, move);
        if (over) {
            break;
        }
        a->search.heat = a->heats[move * a->heat_count / options->moves];
        if (move_any(&a->search)) {
            a->differs[a->search.changed[0]] = true;
            a->differs[a->search.changed[1]] = true;
            keep_best(a);
        }
        move++;
    }
    for (uint32_t i = 0; i < days->person_count; i++) {
        ac_days_put(state, i, 0, days->day_count, a->lines + (size_t)i * days->day_count);
    }
    return over ? move : options->moves;
}
