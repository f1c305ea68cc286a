/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_WHY_INSIDE_H
#define AC_APP_WHY_INSIDE_H
/* What why.c and why_part.c share. */

#include "app/run.h"

/* Adds why a party or member has its part of a known payment, as text that leads to the explanation
 * of the whole.
 *
 * errors  ACCORD_EINPUT  it has none
 */
accord_status ac_why_add_part(
    ac_buffer *buffer,
    const ac_run *run,
    const ac_payment *payment,
    ac_text who,
    accord_error *error);

#endif
