/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_DUAL_H
#define AC_ROSTER_DUAL_H
/* The Lagrangian dual of a problem: parts of common costs (share.h), tolls (toll.h) and, once
 * doctors are solved alone (alone.h), prices of sessions. Whatever they are, a round at them proves
 * a bound; each round moves them a step towards a better one. */

#include "roster/alone.h"

/* How a bound rises: a step of Polyak's, the way to the target over the length of the direction,
 * squared; longer while bounds rise, shorter when they do not. The way is that of the best bound so
 * far: from that of a worse one steps would grow as the bound falls. */
typedef struct ac_ascent {
    int64_t target;
    int64_t best;
    int64_t step;       /* of AC_STEP_WHOLE */
    uint32_t idle_most; /* rounds that are no higher, after which steps get shorter */
    uint32_t fade_most; /* rounds whose mean is followed */
    int64_t high;       /* the best since steps got shorter */
    uint32_t rises;     /* rounds that were higher, one after the other, since steps got longer */
    uint32_t idle;      /* rounds that were not */
    uint32_t round;     /* since the means began */
} ac_ascent;

enum { AC_STEP_WHOLE = 1024 }; /* the step that would reach the target if all went straight */

typedef struct ac_dual {
    const ac_problem *problem;
    const ac_ceiling *ceilings; /* [doctor] */
    ac_shares shares;
    ac_tolls tolls;
    bool *flows;     /* [pair], which of them the round at hand uses */
    ac_alone *alone; /* NULL in rounds of flows */
    ac_ascent ascent;
} ac_dual;

/* Ready for rounds of flows; the ceilings are kept. */
void ac_dual_init(
    ac_arena *arena, const ac_problem *problem, const ac_ceiling *ceilings, ac_dual *dual);

/* From here on rounds are of doctors alone, of a problem that fits (ac_alone_fits).
 *
 * in  prices  [request], what a session is paid, in AC_SHARE_SCALE of a unit
 */
void ac_dual_begin_alone(ac_arena *arena, ac_dual *dual, const int64_t *prices);

/* Another of the same parts, tolls and prices, which goes its own way. Rounds are of doctors
 * alone. */
void ac_dual_copy(ac_arena *arena, const ac_dual *from, ac_dual *to);

/* A step from what `flows` use, which proved this bound. */
void ac_dual_ascend(ac_dual *dual, int64_t bound);

/* Rounds of doctors alone, until the bound is at the target or they are stopped.
 *
 * in  more  what bounds are short of: costs that are spent and not in the parts any more
 */
void ac_dual_rounds(ac_dual *dual, uint32_t rounds, int64_t more, const ac_stop *stop);

#endif
