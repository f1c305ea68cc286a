/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_POOLING_H
#define AC_SIZING_POOLING_H
/* What one pool for all practices is worth over one for each: the best size and profit of a week of
 * each alone, against those of all together. Sickness and cancellations, alike for both, are left
 * out. */

#include "sizing/size.h"

void ac_pooling_value(
    ac_arena *arena,
    const ac_demand *demand,
    const ac_terms *terms,
    const ac_run_of *run,
    ac_pooling *pooling);

#endif
