/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_WHY_H
#define AC_APP_WHY_H
/* Why a value, a gate, a check, a payment or a part of one is what it is. */

#include "app/place.h"

typedef enum ac_why_format { AC_WHY_TEXT, AC_WHY_JSON, AC_WHY_HTML } ac_why_format;

typedef struct ac_why_options {
    ac_why_format format;
    uint32_t depth_max; /* 0: as contract/explain.h has it */
} ac_why_options;

/* Adds the explanation of a place that was found, members and period included.
 *
 * in      run  evaluated, and for a payment or a check stated
 * errors  ACCORD_EINPUT  there is no such payment; or who is asked for has no part in it
 *         ACCORD_ELIMIT  the buffer is too small
 */
accord_status ac_why_add(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_value_place *place,
    const ac_why_options *options,
    accord_error *error);

#endif
