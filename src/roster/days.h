/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DAYS_H
#define AC_ROSTER_DAYS_H
/* Problems of lines: each person works at most one shift a day, and what a line of days may be is a
 * rule of that person alone, while who covers what is a cost. Such a problem is held here in a form
 * in which one line can be judged, or the best one found, quickly. */

#include "pool/problem.h"

enum {
    AC_DAYS_OFF = 255,      /* in a line of kinds or of types */
    AC_DAYS_TYPES_MOST = 63 /* as many as kinds */
};

#define AC_DAYS_REFUSED  INT32_MAX  /* in `wishes`: not that person, on that day */
#define AC_DAYS_NO_LIMIT UINT32_MAX /* as many as there may be */

/* Kinds of session that are one to the rules of a person: as long, after the same, before the same.
 * A kind whose number is limited is a type of its own. */
typedef struct ac_days_type {
    uint64_t kinds; /* a bit for each */
    uint64_t after; /* types after which it may be worked on the next day, a bit for each */
    uint32_t minutes;
    uint32_t most;
} ac_days_type;

typedef struct ac_days_person {
    uint32_t run_most;  /* days in a row, or AC_DAYS_NO_LIMIT */
    uint32_t run_least; /* at least 1 */
    uint32_t off_least; /* at least 1 */
    uint32_t weekends_most;
    int64_t minutes_least;
    int64_t minutes_most; /* or AC_NO_LIMIT */
    uint64_t limited;     /* kinds whose number is, a bit for each */
    ac_days_type *types;  /* [type_count] */
    uint32_t type_count;
    int64_t minutes_longest; /* of a type; 0: there is none */
    int64_t minutes_step;    /* what the minutes of all types are multiples of */
    uint8_t *order;          /* [type], by how many types it may follow */
    uint8_t *type_of;        /* [kind], or AC_DAYS_OFF for one that is never worked */
    uint32_t *most;          /* [kind] */
} ac_days_person;

/* Cover of one kind on one day. */
typedef struct ac_days_cover {
    uint32_t needed;
    int64_t under_cost;
    int64_t over_cost;
    uint32_t duty; /* or AC_NO_DUTY: that kind is not worked on that day */
} ac_days_cover;

typedef struct ac_days {
    const ac_problem *problem;
    uint32_t person_count;
    uint32_t day_count;
    uint32_t kind_count;
    uint32_t weekday; /* of day 0; 0 is Monday */
    ac_days_person *persons;
    ac_days_cover *cover;  /* [day x kind] */
    int32_t *wishes;       /* [person x day x kind], what it costs, or AC_DAYS_REFUSED */
    int64_t constant_cost; /* of wishes that cost unless they are met */
} ac_days;

/* Whether a problem is one of lines, and nothing else: one part a day, no sites, rooms or fixed
 * sessions, hard limits over the whole time alone, and some least of runs, days off or minutes. */
bool ac_days_fits(const ac_problem *problem);

/* Brings a problem that fits into this form. */
void ac_days_init(ac_arena *arena, const ac_problem *problem, ac_days *days);

static inline size_t ac_days_cell(const ac_days *days, uint32_t day, uint32_t kind)
{
    return (size_t)day * days->kind_count + kind;
}

static inline int32_t
ac_days_wish(const ac_days *days, uint32_t person, uint32_t day, uint32_t kind)
{
    return days->wishes[((size_t)person * days->day_count + day) * days->kind_count + kind];
}

static inline bool ac_days_is_saturday(const ac_days *days, uint32_t day)
{
    return (day + days->weekday) % 7 == 5;
}

static inline bool ac_days_is_sunday(const ac_days *days, uint32_t day)
{
    return (day + days->weekday) % 7 == 6;
}

#endif
