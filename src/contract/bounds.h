/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_BOUNDS_H
#define AC_CONTRACT_BOUNDS_H
/* The evaluator in ranges: what each definition can come to, given what has been received and what
 * the contract assumes of what has not. What is known is one number; what has not come lies within
 * its assumptions and its type. Every range holds the exact value of every future that keeps the
 * assumptions: docs/adr/0011-bounds.md says what is and what is not found. */

#include "contract/evaluate.h"
#include "lang/transfer.h"

typedef struct ac_bound {
    ac_interval range;
    uint32_t
        lacks; /* where the range has no end: the input that no assumption bounds, or AC_NONE */
    bool none; /* there is no value: a fault, whatever comes */
    bool may_divide;  /* this clause may divide by zero */
    bool may_earlier; /* this clause may need a period before the term */
} ac_bound;

static inline ac_bound ac_bound_of(ac_interval range)
{
    return (ac_bound){.range = range, .lacks = AC_NONE};
}

static inline ac_bound ac_bound_none(void)
{
    return (ac_bound){.range = ac_interval_all(), .lacks = AC_NONE, .none = true};
}

typedef struct ac_bound_column {
    ac_bound *values; /* shaped as the evaluation's column */
} ac_bound_column;

typedef struct ac_bound_match {
    uint32_t assumed; /* index of the list */
    uint32_t next;    /* or AC_NONE */
} ac_bound_match;

typedef struct ac_bounds {
    ac_arena *arena;
    const ac_program *program;
    const ac_facts *facts;
    const ac_evaluation *evaluation;
    uint64_t gates_fixed; /* gates at dates taken as met or missed, as `gates_met` says */
    uint64_t gates_met;
    ac_bound_column *quantities; /* [quantity_count] */
    ac_bound_column *gates;      /* [gate_count], of the condition */
    ac_assumed_list assumed;
    uint32_t *match_first; /* [node_count], or AC_NONE */
    const ac_bound_match *matches;
    bool possible; /* false: a fixed gate cannot be as it was taken */
    bool assuming;
} ac_bounds;

/* Works out every definition that the evaluation does not know.
 *
 * in      evaluation   exact, borrowed
 *         gates_fixed  gates at dates that are not decided yet and are to be taken as met (their
 *                      bit of `gates_met`) or missed
 * cost    under a second for the Leicestershire contract
 */
ac_bounds *ac_bounds_of(
    ac_arena *arena, const ac_evaluation *evaluation, uint64_t gates_fixed, uint64_t gates_met);

/* The range of a node at one place; what it is made of lives in `scratch`. */
ac_bound ac_bound_at(
    ac_bounds *bounds,
    ac_arena *scratch,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period);

/* The same as a period of a reader sees it: at those who hold it on the reader's day (lives.h). */
ac_bound ac_bound_seen(
    ac_bounds *bounds,
    ac_arena *scratch,
    const ac_reader *reader,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period);

/* What a value comes to at a member that may be there for a part of its period only: what would be
 * a fault is nought then (R47). Of members that are there it is left as it is. */
ac_bound ac_bound_excused(
    const ac_bounds *bounds,
    ac_bound value,
    const ac_type *type,
    const ac_coordinates *at,
    ac_period_kind kind,
    int32_t period);

/* Narrows the range of a node at one place by what is assumed of it there. */
ac_bound ac_bound_assumed(
    ac_bounds *bounds,
    ac_arena *scratch,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period,
    ac_bound value);

/* The gates at dates that the evaluation cannot decide yet, at most `most` of them. */
uint64_t ac_bounds_open_gates(const ac_evaluation *evaluation, uint32_t most);

/* ---- bounds_sum.c ----
 *
 * A sum of formulas at many places, in which the same value taken and given cancels: the payments
 * of a year are what a capped amount comes to at its end. */

typedef struct ac_bound_term {
    ac_bounds *bounds;
    uint32_t quantity; /* of a cell, or AC_NONE */
    ac_node_id node;   /* of a formula, or AC_NODE_NONE */
    uint64_t member;
    int32_t period;
    ac_coordinates at;
    ac_rational factor;
} ac_bound_term;

typedef struct ac_bound_sum {
    ac_arena *arena;
    ac_rational constant;
    ac_bound_term *terms; /* [count] */
    size_t count;
    size_t capacity;
    uint32_t steps;
    bool none;
} ac_bound_sum;

void ac_bound_sum_add(
    ac_bound_sum *sum,
    ac_bounds *bounds,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period);

ac_bound ac_bound_sum_range(const ac_bound_sum *sum);

#endif
