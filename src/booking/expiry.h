/* SPDX-License-Identifier: MIT */
#ifndef AC_BOOKING_EXPIRY_H
#define AC_BOOKING_EXPIRY_H
/* Which of a doctor's checks ends first, seen from the day of a session. It says nothing of whether
 * the doctor may come: that is ac_pool_judge's alone. */

#include "booking/book.h"
#include "pool/pool.h"

typedef struct ac_expiry {
    bool found; /* some check that the session needs has an end, or is not held on its day */
    bool held;  /* on the session's day */
    bool ever;  /* `last` is known */
    ac_pool_gate_kind gate;
    accord_date last; /* the last day on which it is held */
} ac_expiry;

/* The check that ends first of those that the session needs: one that is not held on its day before
 * one that is. */
ac_expiry ac_first_expiry(const ac_pool *pool, const ac_booking *booking);

const char *ac_gate_word(ac_pool_gate_kind gate); /* "indemnity" */

#endif
