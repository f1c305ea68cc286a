/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_TRAIL_H
#define AC_STATEMENT_TRAIL_H
/* How a party or member came by its part of a payment: each split on the way, from the last to the
 * first, with its arithmetic to the odd penny. */

#include "statement/statement.h"

typedef enum ac_trail_way {
    AC_TRAIL_PASSED, /* a payee passed it on */
    AC_TRAIL_KEEPS,  /* it passes the rest on, and keeps this */
    AC_TRAIL_PAID,   /* as a payee */
    AC_TRAIL_PAYS    /* as a payer */
} ac_trail_way;

typedef struct ac_trail_step {
    ac_trail_way way;
    ac_text who;
    accord_money amount; /* its part; negative where it goes the other way */
    accord_money whole;  /* what was shared */
    uint32_t clause;     /* of the split, or AC_NONE: it was not shared */
    bool equally;        /* all weights were zero */
    size_t parts;        /* how many shared it */
    ac_rational weight;
    ac_rational weights; /* the sum of all; these two, the exact part and the cut are 0 where the
                            whole was not shared by weight */
    ac_rational exact;   /* whole x weight / weights, in the currency */
    accord_money cut;    /* that without what is less than a penny */
} ac_trail_step;

typedef struct ac_trail {
    const ac_payment *payment;
    const ac_trail_step *steps; /* [count] */
    size_t count;
} ac_trail;

/* Follows a part of a known payment back.
 *
 * in      who      the code of a party or member; "" for all payers and payees
 * out     trail    in `arena`; of a payment to each member, a payee has no step of its own
 * errors  ACCORD_EINPUT  it has no part; the message says which code is near
 */
accord_status ac_trail_make(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_payment *payment,
    ac_text who,
    ac_trail *trail,
    accord_error *error);

/* "is paid", or "repays" where the amount is negative; "would be paid" in shadow. */
const char *ac_trail_verb(const ac_trail *trail, const ac_trail_step *step);

/* The amount without its sign, which the verb says. */
void ac_trail_amount_add(ac_buffer *buffer, const ac_program *program, accord_money amount);

/* "£1,923.84 * 3029 / 742908 = about 7.84392, cut to £7.84; no odd pence falls here" */
void ac_trail_numbers_add(ac_buffer *buffer, const ac_program *program, const ac_trail_step *step);

#endif
