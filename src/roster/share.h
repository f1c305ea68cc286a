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

#define AC_SHARE_CLOSED (INT64_MAX / 16) /* what is closed costs */

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
    bool closed;   /* costs more than anything: see ac_shares_close */
    int32_t mean;  /* of the flows before, the last ones most */
    int64_t parts[AC_SHARE_KINDS];
} ac_share;

/* The shares that have a cost in common. */
typedef struct ac_share_run {
    uint32_t from;
    uint32_t until;
    int64_t cost; /* in AC_SHARE_SCALE of a unit */
} ac_share_run;

typedef struct ac_share_runs {
    ac_share_run *list; /* [count], in the order of the shares; each is of one run */
    uint32_t count;
} ac_share_runs;

typedef struct ac_shares {
    const ac_problem *problem;
    ac_share *list; /* [count], by doctor, site, week and day */
    int64_t *sums;  /* [count], of the parts of each that count; kept up to date */
    uint32_t count;
    ac_share_runs runs[AC_SHARE_KINDS];
    uint32_t *of_pair;   /* of each lawful pair, by doctor and duty; UINT32_MAX: no site */
    uint32_t *of_choice; /* likewise, of its request; UINT32_MAX: no site, or no choice */
    uint32_t pair_count;
    ac_share_kind first; /* of the kinds that count */
} ac_shares;

/* Another of the same parts, which goes its own way. */
void ac_shares_copy(ac_arena *arena, const ac_shares *from, ac_shares *to);

/* Lists the times; costs are parted over them evenly. */
void ac_shares_init(ac_arena *arena, const ac_problem *problem, ac_shares *shares);

/* From which kind on costs are parted: AC_SHARE_WEEK where days are counted whole, with their
 * ways. */
void ac_shares_begin_at(ac_shares *shares, ac_share_kind first);

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

/* Decides about a run: its cost is spent, and no time pays for it any more; or nothing there is
 * worth it. */
void ac_shares_spend(ac_shares *shares, ac_share_kind kind, ac_share_run *run);
void ac_shares_close(ac_shares *shares, const ac_share_run *run);

#endif
