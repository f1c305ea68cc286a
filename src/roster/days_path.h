/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DAYS_PATH_H
#define AC_ROSTER_DAYS_PATH_H
/* The cheapest days of one person, exactly: a dynamic programme over the days of a window, whose
 * state is what was worked last and for how long, or how long off, with minutes, weekends and
 * numbers of kinds so far, as far as they can reach their limits. Days outside the window stay. */

#include "roster/days.h"

#define AC_PATH_NEVER (INT64_MAX / 4) /* a cost that is not taken */

typedef struct ac_path_ask {
    const ac_days *days;
    uint32_t person;
    const uint8_t *line; /* [day], kinds; what is in the window is not looked at */
    uint32_t from;       /* the window, [from, until) */
    uint32_t until;
    const int64_t *costs;     /* [day of the window x type], or AC_PATH_NEVER */
    const int64_t *off_costs; /* [day of the window], or NULL: nothing */
    /* What may be in the window. */
    int64_t minutes_least;
    int64_t minutes_most;
    uint32_t weekends_most; /* besides those that are worked outside of it */
    const uint32_t *most;   /* [type] */
    int64_t lack_cost;      /* for each minute too few, or AC_PATH_NEVER */
    int64_t weekend_cost;   /* for each weekend that is worked in the window */
} ac_path_ask;

/* Where values stand while a path is looked for. */
typedef struct ac_path_room {
    int64_t *values; /* [size] */
    size_t size;
} ac_path_room;

typedef enum ac_path_answer {
    AC_PATH_FOUND,
    AC_PATH_NONE, /* no days are lawful */
    AC_PATH_LARGE /* the room is too small: ask for a shorter window */
} ac_path_answer;

/* out  types  [day of the window], or AC_DAYS_OFF
 *      cost   with lacks and weekends */
ac_path_answer
ac_path_find(const ac_path_room *room, const ac_path_ask *ask, uint8_t *types, int64_t *cost);

#endif
