/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_TOLL_H
#define AC_ROSTER_TOLL_H
/* Rules that do not fit in a flow, as prices on the sessions that they bind: travel between two
 * times of a day, rest from one day to the next, limits over sessions of some tags. A rule is a
 * row: the weights of the sessions that a doctor works of it sum to no more than a limit. A flow
 * that pays a toll for each session of a row, and is given back the toll on the limit, costs no
 * more than a roster that keeps the row, whatever the toll: the Lagrangian dual. */

#include "roster/share.h"

typedef struct ac_toll_member {
    uint32_t pair; /* of the lawful ones, by doctor and duty */
    int32_t weight;
} ac_toll_member;

typedef struct ac_toll {
    int64_t price; /* of a unit of weight, in AC_SHARE_SCALE of a unit of cost */
    int64_t most;  /* that price: what a unit above the limit costs in the problem */
    int64_t limit;
    int64_t used;   /* by the flow at hand */
    int64_t mean;   /* of used less limit in the flows before, the last ones most */
    uint32_t unit;  /* the weight of a whole session */
    uint32_t first; /* of members; they end where the next row's begin */
    bool hard;
} ac_toll;

typedef struct ac_tolls {
    ac_toll *list; /* [count + 1]; the last only ends the members */
    uint32_t count;
    size_t capacity;
    ac_toll_member *members; /* [member_count] */
    uint32_t member_count;
    size_t member_capacity;
    int64_t *of_pair; /* [pair], what a session pays for all its rows */
    uint32_t pair_count;
} ac_tolls;

/* Finds the rows of a problem; all prices are nought. Rows beyond AC_TOLL_MEMBERS_MAX are left out,
 * which only makes a bound less tight. */
void ac_tolls_init(ac_arena *arena, const ac_problem *problem, ac_tolls *tolls);

/* Another of the same prices, which goes its own way. */
void ac_tolls_copy(ac_arena *arena, const ac_tolls *from, ac_tolls *to);

/* Says what each pair pays, in `of_pair`, and returns what is given back on the limits. */
int64_t ac_tolls_charge(ac_tolls *tolls);

/* Counts what a flow uses of each row. */
void ac_tolls_count(ac_tolls *tolls, const bool *flows);

/* For a start: a rule that the flow breaks gets dearer by so much a session. */
void ac_tolls_raise(ac_tolls *tolls, int64_t by);

/* As ac_shares_direct and ac_shares_step; a step is of AC_SHARE_SCALE of a unit of cost for a
 * session. */
uint64_t ac_tolls_direct(ac_tolls *tolls, int32_t fade);
void ac_tolls_step(ac_tolls *tolls, int64_t step);

#endif
