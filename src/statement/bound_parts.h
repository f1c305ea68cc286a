/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_BOUND_PARTS_H
#define AC_STATEMENT_BOUND_PARTS_H
/* Splits of an amount that is a range, by weights that are. */

#include "statement/bounds.h"
#include "statement/inside.h"

/* A part of a payment for one subject. */
typedef struct ac_part_bound {
    ac_bound_role role;
    uint32_t level;
    uint32_t member;
    ac_interval amount; /* minor units, whole */
    ac_interval share;  /* of the payment */
    ac_interval paid;   /* the payment, minor units */
    uint32_t lacks;
    uint32_t roundings; /* between the share of the amount and the part */
    bool shares;        /* it is a share of what is paid in all */
    bool own;           /* an amount that is paid to it itself, `to each` */
} ac_part_bound;

typedef struct ac_part_bounds {
    ac_part_bound *list;
    size_t count;
    size_t capacity;
} ac_part_bounds;

void ac_part_bounds_add(ac_arena *scratch, ac_part_bounds *all, ac_part_bound one);

/* What is shared out. */
typedef struct ac_sharing {
    const ac_split *split; /* NULL: the sole party of `sole_level` */
    uint32_t sole_level;
    ac_bound_role role;
    ac_interval amount;
    ac_interval share; /* that `amount` is of the payment */
    ac_interval paid;  /* the payment */
    uint32_t lacks;
    uint32_t roundings;
    bool shares;
} ac_sharing;

/* Adds a part for each that shares. */
void ac_share_bounds(
    const ac_making *making,
    ac_arena *scratch,
    const ac_draft *draft,
    ac_bounds *bounds,
    const ac_sharing *how,
    ac_part_bounds *all);

/* Passes on the parts of parties that a clause says are passed on, stage after stage: a party
 * passes on all that it receives at once, and keeps what it names for itself. */
void ac_pass_bounds(
    const ac_making *making,
    ac_arena *scratch,
    const ac_draft *draft,
    ac_bounds *bounds,
    ac_part_bounds *all);

#endif
