/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_WHY_H
#define AC_APP_WHY_H
/* Why a value, a gate or a payment is what it is. */

#include "app/place.h"

typedef struct ac_why_options {
    bool json;
    uint32_t depth_max; /* 0: as contract/explain.h has it */
} ac_why_options;

/* Adds the explanation of a place that was found, members and period included.
 *
 * in      run  evaluated, and for a payment stated
 * errors  ACCORD_EINPUT  there is no such payment
 *         ACCORD_ELIMIT  the buffer is too small
 */
accord_status ac_why_add(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_value_place *place,
    const ac_why_options *options,
    accord_error *error);

#endif
