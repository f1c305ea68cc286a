/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DOCTOR_H
#define AC_APP_DOCTOR_H
/* What is wrong with the machine or with a store, and what to do about it. Everything is looked at,
 * whatever is found first, and nothing is changed. */

#include "app/books.h"

typedef enum ac_health { AC_HEALTH_WELL, AC_HEALTH_NOTE, AC_HEALTH_WRONG } ac_health;

const char *ac_health_word(ac_health health); /* "well", "note", "wrong" */

typedef struct ac_finding {
    ac_health health;
    const char *what; /* what was looked at: "clock", "disk of the store" */
    ac_text found;
    ac_text mend; /* "" where there is nothing to do */
} ac_finding;

typedef struct ac_diagnosis {
    ac_finding *list; /* [count], machine first */
    size_t count;
    size_t capacity;
    bool wrong; /* one of them is */
} ac_diagnosis;

/* Looks at the machine, and at a store unless `where` is NULL; findings are in the arena.
 *
 * in  now      the clock of the machine
 *     scratch  the folder for files of a moment
 */
void ac_doctor_look(
    ac_arena *arena,
    const char *where,
    ac_seconds now,
    const char *scratch,
    ac_diagnosis *diagnosis);

#endif
