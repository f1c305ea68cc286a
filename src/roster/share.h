/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_SHARE_H
#define AC_ROSTER_SHARE_H
/* Costs that several sessions have in common, parted over them: the way to a site of a day, its
 * visit of a week, its newness. A doctor who works any of the sessions pays the whole, so
 * whatever the parts are, as long as they sum to no more than the cost, sessions that each pay
 * their part cannot cost more than the roster does. Parts that follow the sessions which a flow
 * chooses make the bound tighter: the Lagrangian dual, by a subgradient. */

#include "roster/roster.h"

enum { AC_SHARE_SCALE = 64 }; /* parts are counted in these of a unit of cost */

typedef enum ac_share_kind {
    AC_SHARE_DAY,
    AC_SHARE_WEEK,
    AC_SHARE_EVER,
    AC_SHARE_KINDS
} ac_share_kind;

/* One doctor at one site at one time, whatever the session. */
typedef struct ac_share {
    uint32_t doctor;
    uint32_t site;
    uint32_t slot;
    uint32_t used; /* sessions there in the flow at hand */
    int32_t mean;  /* of the flows before, the last ones most */
    int64_t parts[AC_SHARE_KINDS];
} ac_share;

typedef struct ac_shares {
    const ac_problem *problem;
    ac_share *list; /* [count], by doctor, site and time */
    uint32_t count;
    uint32_t *of_pair; /* of each lawful pair, by doctor and duty; UINT32_MAX: no site */
    uint32_t pair_count;
} ac_shares;

/* Parts costs evenly. */
void ac_shares_init(ac_arena *arena, const ac_problem *problem, ac_shares *shares);

/* What a lawful pair pays, in AC_SHARE_SCALE of a unit. */
int64_t ac_shares_cost(const ac_shares *shares, uint32_t pair);

/* Moves parts toward the times that are used.
 *
 * in  way      from the bound to where it might rise, in units of cost
 *     eighths  of the step that would take it there if all went straight
 */
void ac_shares_follow(ac_shares *shares, int64_t way, uint32_t eighths);

#endif
