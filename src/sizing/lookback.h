/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_LOOKBACK_H
#define AC_SIZING_LOOKBACK_H
/* Which sessions were needed after the fact: a beta posterior for their share, of which sessions at
 * one site, being alike, tell less than as many at several. */

#include "sizing/measure.h"

typedef enum ac_needed { AC_NEEDED_YES, AC_NEEDED_PARTLY, AC_NEEDED_NO, AC_NEEDED_WORDS } ac_needed;

/* One session that was looked back at. */
typedef struct ac_looked_back {
    uint32_t site;
    ac_needed needed; /* partly counts as half a session */
} ac_looked_back;

typedef struct ac_need {
    uint32_t counts[AC_NEEDED_WORDS];
    double alike; /* correlation between sessions of one site, 0 or more */
    double a;     /* of the posterior, from Jeffreys' prior of Beta(1/2, 1/2) */
    double b;
    ac_estimate share; /* its mean and its 2.5 and 97.5 percent points */
} ac_need;

/* Without sessions the posterior is the prior. */
void ac_need_fit(
    ac_arena *arena,
    const ac_looked_back *sessions,
    size_t count,
    uint32_t site_count,
    ac_need *need);

#endif
