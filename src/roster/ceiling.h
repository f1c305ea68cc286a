/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_CEILING_H
#define AC_ROSTER_CEILING_H
/* How many sessions a doctor may work at most, in each whole week and in the whole time, as far as
 * hard limits say it of all sessions alike; and what more of them cost where a limit is soft. */

#include "pool/problem.h"

typedef struct ac_ceiling {
    int64_t *weeks; /* [week], or AC_NO_LIMIT */
    int64_t term;   /* sessions at most */
    int64_t free;   /* of them, those that cost nothing */
    int64_t price;  /* of each beyond */
} ac_ceiling;

/* The ceilings of all doctors: [doctor]. With several soft limits, the dearest counts. */
ac_ceiling *ac_ceilings(ac_arena *arena, const ac_problem *problem);

#endif
