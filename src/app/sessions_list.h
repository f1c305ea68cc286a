/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_SESSIONS_LIST_H
#define AC_APP_SESSIONS_LIST_H
/* The record as people and programs see it: how each booking stands, and whether it still may. */

#include "app/sessions.h"
#include "roster/write.h"

/* Why each booking that is still to come may not stand any more. */
typedef struct ac_book_standing {
    ac_rule *rules;  /* [booking], AC_RULE_NONE where its doctor may come */
    bool *gone;      /* [booking], the pool has not its doctor or its session any more */
    ac_text *others; /* [other_count], rules broken by several together, in words */
    uint32_t other_count;
    size_t other_capacity;
    uint32_t fallen; /* bookings with a rule, or gone */
} ac_book_standing;

/* Judges everything that is booked and has not begun by the pool as it is now.
 *
 * errors  of ac_pool_build
 */
accord_status
ac_sessions_standing(ac_sessions *sessions, ac_book_standing *standing, accord_error *error);

typedef struct ac_sessions_shown {
    ac_session_filter filter;
    bool stated; /* only bookings in `state` */
    ac_booking_state state;
    bool booked; /* only those that hold their session */
    ac_roster_format format;
} ac_sessions_shown;

/* Lists bookings by date, part, site and doctor. As CSV it is a roster too: `accord roster check`
 * reads it. */
void ac_sessions_list(
    ac_buffer *buffer,
    const ac_sessions *sessions,
    const ac_book_standing *standing,
    const ac_sessions_shown *shown);

/* What is wrong with what is booked, a line each. */
void ac_sessions_add_fallen(
    ac_buffer *buffer, const ac_sessions *sessions, const ac_book_standing *standing);

#endif
