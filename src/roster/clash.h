/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_CLASH_H
#define AC_ROSTER_CLASH_H
/* Which rules of which doctors, and which requests, cannot be kept together. */

#include "roster/referee.h"

typedef struct ac_clash {
    bool proven;  /* no roster keeps every rule; else nothing is known */
    bool *parts;  /* [ac_part_count], true: of the set (referee.h says what a part is) */
    size_t count; /* of the set */
    bool least;   /* without any one of the set the others can be kept; else time ended first */
} ac_clash;

/* Finds such a set by leaving out more and more of the problem while the rest still clashes.
 *
 * in      seconds  for each question to the referee
 *         stop     asked before each question; may be NULL
 * errors  of ac_referee_ask
 */
accord_status ac_roster_clash(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t seconds,
    const ac_stop *stop,
    ac_clash *clash,
    accord_error *error);

/* A line for each part of the set: the doctor, request or room, the rule, and its figures. */
void ac_clash_add(ac_buffer *buffer, const ac_problem *problem, const ac_clash *clash);

#endif
