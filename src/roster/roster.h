/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_ROSTER_H
#define AC_ROSTER_ROSTER_H
/* What a roster costs, by part, and what a solution says of itself. */

#include "pool/problem.h"
#include "roster/flow.h"

typedef enum ac_cost_part {
#define AC_COST(identifier, word) AC_COST_##identifier,
#include "roster/costs.def"
#undef AC_COST
    AC_COST_PARTS
} ac_cost_part;

const char *ac_cost_word(ac_cost_part part); /* "sessions not met" */

typedef struct ac_costs {
    int64_t parts[AC_COST_PARTS];
    int64_t total;
    uint32_t needed; /* sessions */
    uint32_t unmet;
    uint32_t moved; /* of those held before a change */
} ac_costs;

typedef struct ac_roster {
    ac_placement *placements; /* [count], by duty and doctor */
    uint32_t count;
} ac_roster;

#endif
