/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DAYS_STATE_H
#define AC_ROSTER_DAYS_STATE_H
/* A lawful line for each person, with what they cost together. Lines stay lawful by whoever changes
 * them; what may be missing of the least minutes is counted as a lack, and mended first. */

#include "roster/days.h"

typedef struct ac_days_state {
    const ac_days *days;
    uint8_t *lines;      /* [person x day], kinds or AC_DAYS_OFF */
    uint32_t *held;      /* [day x kind], persons */
    uint32_t *kind_held; /* [person x kind], days */
    int64_t *minutes;    /* [person] */
    uint32_t *weekends;  /* [person] */
    int64_t cost;        /* of the roster, as the checker counts it */
    int64_t lack;        /* minutes, over all persons */
} ac_days_state;

/* All days off. */
void ac_days_state_init(ac_arena *arena, const ac_days *days, ac_days_state *state);

static inline uint8_t *ac_days_line(const ac_days_state *state, uint32_t person)
{
    return state->lines + (size_t)person * state->days->day_count;
}

/* What one more person costs on a day and kind, without the wish. */
static inline int64_t ac_days_more(const ac_days_cover *cover, uint32_t held)
{
    return held < cover->needed ? -cover->under_cost : cover->over_cost;
}

/* Puts kinds into a line on some days; they must be lawful each for itself. */
void ac_days_put(
    ac_days_state *state, uint32_t person, uint32_t from, uint32_t until, const uint8_t *kinds);

/* Whether runs and what follows what are lawful in a line, as far as they touch some days. */
bool ac_days_runs_hold(
    const ac_days *days, uint32_t person, const uint8_t *line, uint32_t from, uint32_t until);

/* Whether minutes, weekends and numbers of kinds are lawful, with no more lack than was. */
bool ac_days_totals_hold(const ac_days_state *state, uint32_t person, int64_t minutes_before);

/* The weekends of a line that have a day in [from, until) and are worked. */
uint32_t ac_days_weekends(const ac_days *days, const uint8_t *line, uint32_t from, uint32_t until);

#endif
