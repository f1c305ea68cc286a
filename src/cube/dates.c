/* SPDX-License-Identifier: MIT */
/* Files that take the place of others for some days: which rows of a file still stand, and which
 * periods a file speaks for even where it has no row. */

#include "cube/inside.h"

/* The day of a row: its date, or the first day of its period. */
static bool day_of(const ac_cube *cube, const ac_row *row, accord_date *day)
{
    const ac_want *want = cube->period_want;
    const ac_calendar *calendar = cube->plan->calendar;
    ac_text text = {0};
    if (want == NULL || row->fault != NULL || !ac_cube_row_text(cube, want, row, &text)) {
        return false;
    }
    if (want->type == AC_FIELD_DATE) {
        return ac_date_parse(text, want->date_format, day, NULL).code == ACCORD_OK;
    }
    int32_t period = 0;
    ac_period_kind kind = cube->plan->period_kind;
    if (ac_period_parse(calendar, kind, text, &period, NULL).code != ACCORD_OK) {
        return false;
    }
    *day = ac_period_from(calendar, kind, period);
    return true;
}

static bool holds(const ac_day_span *span, accord_date day)
{
    return day.day >= span->from.day && day.day < span->until.day;
}

ac_dating ac_cube_date_row(const ac_cube *cube, const ac_row *row)
{
    const ac_cube_dates *dates = cube->dates;
    accord_date day = {0};
    if (dates->whole_aside) {
        return AC_DATING_SUPERSEDED;
    }
    if ((dates->aside_count == 0 && dates->covers == NULL) || !day_of(cube, row, &day)) {
        return AC_DATING_TAKEN; /* a row whose date cannot be read is refused for that */
    }
    for (size_t i = 0; i < dates->aside_count; i++) {
        if (holds(&dates->aside[i], day)) {
            return AC_DATING_SUPERSEDED;
        }
    }
    bool outside = dates->covers != NULL && !holds(dates->covers, day);
    return outside ? AC_DATING_OUTSIDE : AC_DATING_TAKEN;
}

void ac_cube_fault_outside(ac_cube *cube)
{
    const ac_day_span *covers = cube->dates->covers;
    AC_SCOPED_BUFFER(message, ACCORD_MESSAGE_BYTES);
    ac_buffer_add_z(&message, "the row is dated outside ");
    ac_date_add_iso(&message, covers->from);
    ac_buffer_add_z(&message, " to ");
    ac_date_add_iso(&message, (accord_date){covers->until.day - 1});
    ac_buffer_add_z(&message, ", which are the days that its file covers");
    ac_cube_fault(cube, AC_REFUSAL_COVERS, cube->period_want, "%s", message.bytes);
}

/* A period that a later file covers too is received by that one. Of one that the term cuts, only
 * the days in the term need be covered (R38). */
void ac_cube_set_dates(ac_cube *cube, const ac_cube_dates *dates)
{
    const ac_cube_plan *plan = cube->plan;
    cube->dates = dates;
    bool speaks = dates != NULL && dates->covers != NULL && !dates->adds && !dates->whole_aside;
    if (!speaks || cube->period_want == NULL) {
        return;
    }
    int32_t place = 0;
    for (size_t i = 0; i < cube->span_count; i++) {
        for (int32_t p = 0; p < cube->spans[i].count; p++, place++) {
            int32_t period = cube->spans[i].first + p;
            accord_date first = ac_period_first(plan->calendar, plan->period_kind, period);
            accord_date last = ac_period_last(plan->calendar, plan->period_kind, period);
            bool within = holds(dates->covers, first) && holds(dates->covers, last);
            cube->received[place] = cube->received[place] || within;
        }
    }
}
