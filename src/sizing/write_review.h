/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_WRITE_REVIEW_H
#define AC_SIZING_WRITE_REVIEW_H
/* A review for people, for a spreadsheet (a row for each week) and for programs. */

#include "sizing/figures.h"
#include "sizing/review.h"
#include "sizing/write.h"

/* What sessions that were looked back at had, where it was said. */
typedef struct ac_evidence {
    uint32_t appointments;
    uint32_t filled; /* of the sessions that say both */
    uint32_t not_attended;
    uint32_t filled_of_attendance; /* filled, of the sessions that say how many did not attend */
    uint32_t contacts;
    uint32_t contact_sessions;
    uint32_t full_not_needed; /* not needed, they say, with every appointment filled */
} ac_evidence;

typedef struct ac_review_told {
    const ac_reviewed *reviewed;
    const ac_review *review;
    const ac_locums *locums;
    const ac_evidence *evidence;
    const ac_figures *figures; /* as on the first day */
    bool has_record;           /* of bookings: events.csv */
    uint32_t no_timesheet;     /* bookings of the past that were not cancelled, without one */
    uint32_t unconfirmed;      /* timesheets that nobody confirmed; they count as delivered */
    uint32_t lost;             /* looked back at, and no timesheet is of them */
} ac_review_told;

void ac_review_add(ac_buffer *buffer, const ac_review_told *told, ac_sizing_format format);

#endif
