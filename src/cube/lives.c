/* SPDX-License-Identifier: MIT */
/* Rows of members that were not open: refused, but for amounts that a successor takes over. Relies
 * on a row whose members and period have been found. */

#include "base/assert.h"
#include "cube/inside.h"
#include "value/date.h"

/* The period of a place among those that are asked for. */
static int32_t period_at(const ac_cube *cube, int32_t place)
{
    size_t span = 0;
    while (place >= cube->spans[span].count) {
        place -= cube->spans[span++].count;
        ac_assert(span < cube->span_count);
    }
    return cube->spans[span].first + place;
}

/* Refuses a row of a member that was not open on any day of its period, unless its successor has
 * what it would have had. */
static void check_life(ac_cube *cube, size_t index, size_t cell, int32_t place)
{
    const ac_cube_axis *axis = &cube->axes[index];
    const ac_calendar *calendar = cube->plan->calendar;
    ac_period_kind kind = cube->plan->period_kind;
    const ac_cube_key *key = axis->key;
    size_t member = cell / axis->stride % key->member_count;
    const ac_cube_life *life = &cube->plan->lives[index][member];
    int32_t period = period_at(cube, place);
    bool unopened = life->opened.day >= ac_period_until(calendar, kind, period).day;
    bool closed = !life->succeeded && life->closed.day < ac_period_from(calendar, kind, period).day;
    if (!unopened && !closed) {
        return;
    }
    AC_SCOPED_BUFFER(day, 40);
    AC_SCOPED_BUFFER(when, 60);
    ac_date_add_iso(&day, unopened ? life->opened : life->closed);
    ac_period_add(&when, calendar, kind, period);
    ac_cube_fault(
        cube, unopened ? AC_REFUSAL_UNOPENED : AC_REFUSAL_CLOSED, axis->want,
        unopened ? "%.*s %.*s opened on %s, after %s" : "%.*s %.*s closed on %s, before %s",
        AC_TEXT_ARG(key->level), AC_TEXT_ARG(key->labels[member]), day.bytes, when.bytes);
}

void ac_cube_check_lives(ac_cube *cube, size_t cell, int32_t place)
{
    const ac_cube_plan *plan = cube->plan;
    if (plan->lives == NULL || plan->period_kind == AC_PERIOD_NONE) {
        return;
    }
    for (size_t i = 0; i < plan->key_count && !cube->pending.is; i++) {
        if (plan->lives[i] != NULL) {
            check_life(cube, i, cell, place);
        }
    }
}
