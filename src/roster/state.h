/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_STATE_H
#define AC_ROSTER_STATE_H
/* A roster under change: what every doctor holds at every time, with the cost and the broken rules
 * of the whole kept up to date by each single change. */

#include "roster/roster.h"

/* Minutes too many or too few weigh by the shift: a whole one counts two. */
enum { AC_MINUTES_A_FAULT = 240 };

typedef struct ac_state {
    const ac_problem *problem;
    uint32_t slot_count;
    int64_t cost;            /* of all parts */
    int64_t hard;            /* how much is broken; 0: lawful */
    uint32_t *held;          /* [doctor x slot], a duty or AC_NO_DUTY */
    uint8_t *pinned;         /* [doctor x slot] */
    uint32_t *kept;          /* [doctor x slot], or NULL */
    uint32_t *duty_held;     /* [duty] */
    uint32_t *request_held;  /* [request] */
    uint32_t *room_held;     /* [room] */
    uint8_t *day_held;       /* [doctor x day] */
    int64_t *counted;        /* [counter] */
    uint32_t *counter_first; /* [doctor x day + 1], into counter_list */
    uint32_t *counter_list;  /* counters that see the day */
    uint16_t *site_week;     /* [doctor x week x site] */
    uint16_t *site_all;      /* [doctor x site] */
    /* Lawful pairs, both ways. */
    uint32_t *doctors_first; /* [duty + 1] */
    uint32_t *doctors;
    uint32_t *duties_first; /* [doctor x slot + 1] */
    uint32_t *duties;
    /* Doctor-times that hold a duty, and requests that are short, for picking one at random. */
    uint32_t *placed; /* doctor x slot_count + slot */
    uint32_t placed_count;
    uint32_t *placed_at; /* [doctor x slot] */
    uint32_t *short_list;
    uint32_t short_count;
    uint32_t *short_at; /* [request], or UINT32_MAX */
} ac_state;

void ac_state_init(ac_arena *arena, const ac_problem *problem, ac_state *state);

/* Gives a doctor a duty at its time, or AC_NO_DUTY; what was held there is let go. The pair must be
 * lawful (asserted). */
void ac_state_set(ac_state *state, uint32_t doctor, uint32_t slot, uint32_t duty);

/* Takes over what can be placed without breaking a rule, in the order given. */
void ac_state_place(ac_state *state, const ac_roster *roster);

static inline uint32_t ac_state_held(const ac_state *state, uint32_t doctor, uint32_t slot)
{
    return state->held[(size_t)doctor * state->slot_count + slot];
}

/* The placements, by duty and doctor. */
void ac_state_read(
    ac_arena *arena, const ac_problem *problem, const uint32_t *held, ac_roster *roster);

#endif
