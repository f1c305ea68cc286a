/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_BOUNDS_H
#define AC_STATEMENT_BOUNDS_H
/* The worst and the best that each party can come to, in each year of the contract and over its
 * term: guaranteed for every future that keeps the assumptions. */

#include "contract/bounds.h"
#include "statement/statement.h"

typedef enum ac_bound_role {
    AC_BOUND_PAYS,
    AC_BOUND_IS_PAID, /* what it receives, of what it may pass on */
    AC_BOUND_KEEPS    /* the part that a party names for itself when it passes on */
} ac_bound_role;

/* A party, or a member of a level that parts are passed on to. */
typedef struct ac_bound_subject {
    ac_bound_role role;
    uint32_t level;
    uint32_t member;
} ac_bound_subject;

typedef struct ac_bound_result {
    ac_interval range; /* minor units; one number where all that it is made of is known */
    uint32_t lacks;    /* the input that no assumption bounds, or AC_NONE */
    bool fault;        /* a payment of the period is at fault, whatever comes */
} ac_bound_result;

typedef struct ac_bound_set {
    const ac_program *program;
    const ac_facts *facts;
    const ac_bound_subject
        *subjects; /* [subject_count]: who pays, who is paid, who keeps a part; by level, code */
    size_t subject_count;
    int32_t first_year;
    uint32_t year_count;
    const ac_bound_result *results; /* [subject_count][year_count + 1]; the last is the term */
    uint32_t futures;               /* combinations of gates at dates that were looked at */
} ac_bound_set;

/* Works out the bounds of what is paid (in shadow: nil) in each contract year, by the first day of
 * the payment's period, and over the term.
 *
 * in      set  the statement of the same data
 * returns the bounds, in `arena`
 * cost    a few seconds for 93 practices over seven years
 */
ac_bound_set *ac_bounds_make(ac_arena *arena, const ac_statement_set *set);

/* Which lines to write. */
typedef struct ac_bound_filter {
    ac_text party; /* "" or the code of one */
    bool each;     /* members of levels from files too */
} ac_bound_filter;

void ac_bounds_add_text(
    ac_buffer *buffer, const ac_bound_set *bounds, const ac_bound_filter *filter);
/* party,role,year,lowest,highest,state,lacks */
void ac_bounds_add_csv(
    ac_buffer *buffer, const ac_bound_set *bounds, const ac_bound_filter *filter);
void ac_bounds_add_json(
    ac_buffer *buffer, const ac_bound_set *bounds, const ac_bound_filter *filter);

#endif
