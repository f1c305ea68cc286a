/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DAYS_SEARCHING_H
#define AC_ROSTER_DAYS_SEARCHING_H
/* What the search among lawful lines shares with its moves. A move changes the state and says so,
 * or leaves it as it was. */

#include "base/random.h"
#include "roster/days_path.h"
#include "roster/days_state.h"
#include "roster/heat.h"

typedef struct ac_days_searching {
    ac_days_state *state;
    uint64_t random;
    int64_t heat;
    int64_t highest; /* cost of one person too few */
    int64_t chances[AC_CHANCES];
    ac_path_room room;
    int64_t *costs;      /* [day x type] of a window */
    int64_t *off_costs;  /* [day] */
    uint8_t *picked;     /* [day x type], the cheapest kind of each */
    uint8_t *types;      /* [day] */
    uint8_t *kinds;      /* [day], a line to be */
    uint8_t *before;     /* [day], a window before it is drawn */
    uint8_t *kept[2];    /* [day], a line before a move */
    uint32_t *most;      /* [type] */
    uint32_t changed[2]; /* persons of the last move */
} ac_days_searching;

void ac_days_searching_init(
    ac_arena *arena, ac_days_state *state, uint64_t seed, ac_days_searching *search);

static inline uint32_t ac_days_below(ac_days_searching *s, uint32_t limit) /* 0 to limit - 1 */
{
    return ac_random_below(&s->random, limit);
}

/* By how much a move may make the roster dearer now. */
static inline int64_t ac_days_allowance(ac_days_searching *s)
{
    return ac_heat_allows(s->chances, s->heat, ac_random_next(&s->random));
}

/* What a window of a line may hold. */
typedef struct ac_days_window {
    uint32_t person;
    uint32_t from;
    uint32_t until;
    int64_t minutes_least; /* of the whole line, when the window is done */
    int64_t minutes_most;
    uint32_t weekends_most;
} ac_days_window;

/* The window of a person with the limits of the whole line. */
ac_days_window
ac_days_window_of(const ac_days *days, uint32_t person, uint32_t from, uint32_t until);

/* Draws a window anew: the cheapest lawful days at costs that are shaken by the heat; with heat 0
 * the cheapest of all. Returns whether it was found and put. */
ac_path_answer ac_days_redraw(ac_days_searching *s, const ac_days_window *window, int64_t heat);

bool ac_days_move_swap(ac_days_searching *s);   /* two persons swap some days */
bool ac_days_move_change(ac_days_searching *s); /* some days become one kind, or off */
bool ac_days_move_one(ac_days_searching *s);    /* a window of one person is drawn anew */
bool ac_days_move_two(ac_days_searching *s);    /* a window of two, the one after the other */

#endif
