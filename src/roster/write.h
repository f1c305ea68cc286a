/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_WRITE_H
#define AC_ROSTER_WRITE_H
/* A solution for people, for spreadsheets and for programs. */

#include "roster/solve.h"

typedef enum ac_roster_format { AC_ROSTER_TABLE, AC_ROSTER_CSV, AC_ROSTER_JSON } ac_roster_format;

/* CSV has one row a session placed: doctor, request, site, date (or day), part, kind, minutes;
 * and that is what `ac_roster_read` of app takes back. The table ends with costs and bounds;
 * sessions not met come with their reasons. */
void ac_solution_add(
    ac_buffer *buffer,
    const ac_problem *problem,
    const ac_solution *solution,
    ac_roster_format format);

/* Costs by part, and every rule that is broken. */
void ac_verdict_add(
    ac_buffer *buffer,
    const ac_problem *problem,
    const ac_verdict *verdict,
    ac_roster_format format);

#endif
