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

#define AC_SHARE_SPREAD UINT32_MAX

enum { AC_MEAN_ONE = 65536 }; /* a session, in means of what flows use */

typedef enum ac_share_kind {
    AC_SHARE_DAY,
    AC_SHARE_WEEK,
    AC_SHARE_EVER,
    AC_SHARE_KINDS
} ac_share_kind;

/* One doctor at one site at one time, whatever the session; or, of a request for one doctor with a
 * choice of times, all of them together: the doctor works one at most, and pays for the visit and
 * the newness of the site whichever it is. Parted over times alone, a tenth of a doctor at each of
 * ten times would pay a tenth. */
typedef struct ac_share {
    uint32_t doctor;
    uint32_t site;
    uint32_t week; /* AC_SHARE_SPREAD: the times lie in several */
    uint32_t day;  /* likewise */
    uint32_t used; /* sessions there in the flow at hand */
    bool choice;   /* of a request, not of a time */
    int32_t mean;  /* of the flows before, the last ones most */
    int64_t parts[AC_SHARE_KINDS];
} ac_share;

typedef struct ac_shares {
    const ac_problem *problem;
    ac_share *list; /* [count], by doctor, site, week and day */
    uint32_t count;
    uint32_t *of_pair;   /* of each lawful pair, by doctor and duty; UINT32_MAX: no site */
    uint32_t *of_choice; /* likewise, of its request; UINT32_MAX: no site, or no choice */
    uint32_t pair_count;
    ac_share_kind first; /* AC_SHARE_WEEK where days are counted whole, with their ways */
} ac_shares;

/* Lists the times; costs are parted over them evenly. */
void ac_shares_init(ac_arena *arena, const ac_problem *problem, ac_shares *shares);

/* What a lawful pair pays, in AC_SHARE_SCALE of a unit. */
int64_t ac_shares_cost(const ac_shares *shares, uint32_t pair);

/* Counts what a flow uses: [pair]. */
void ac_shares_count(ac_shares *shares, const bool *flows);

/* For a start: a cost is parted over the times that the flow at hand uses, so that they pay what
 * they would have to if nothing changed, and a time of what is not used at all pays all of it
 * (dynamic slope scaling, Kim and Pardalos, 1999). Early rounds take over more of that than late
 * ones. Such parts may sum to more than the cost, and prove nothing. */
void ac_shares_settle(ac_shares *shares, uint32_t round);

/* The direction in which the bound rises, along a mean of the flows of which the one at hand is one
 * part in `fade`: first its length, squared, in AC_MEAN_ONE; then the step along it, after which no
 * parts sum to more than their cost. */
uint64_t ac_shares_direct(ac_shares *shares, int32_t fade);
void ac_shares_step(ac_shares *shares, int64_t step);

#endif
