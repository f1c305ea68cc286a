/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_WHY_INSIDE_H
#define AC_APP_WHY_INSIDE_H
/* What why.c makes and why_write.c writes. */

#include "app/run.h"
#include "contract/explain.h"
#include "statement/trail.h"

typedef struct ac_why {
    const ac_run *run;
    const ac_explanation *explanation;
    const ac_payment *payment; /* or NULL */
    const ac_payment *about;   /* the one that a check of every payment is explained for, or NULL */
    ac_text who;               /* whose part of it; "" for the whole */
    ac_trail trail;            /* of a payment that is known */
} ac_why;

void ac_why_write_text(ac_buffer *buffer, const ac_why *why);
void ac_why_write_json(ac_buffer *buffer, const ac_why *why);

#endif
