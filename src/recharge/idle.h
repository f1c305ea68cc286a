/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_IDLE_H
#define AC_RECHARGE_IDLE_H
/* Sessions that doctors' contracts gave the pool in a month and that nobody had. */

#include "recharge/recharge.h"

/* Adds a row for each doctor to the charges, and gives the sum of what was idle, and available. */
typedef struct ac_idle_sum {
    ac_rational idle;
    ac_rational available;
} ac_idle_sum;

ac_idle_sum ac_idle_count(const ac_recharge *of, int32_t month, ac_charges *charges);

/* A key by which sites share: the weight of each.
 *
 * out  weights  [sites], exact; all nought where the key names nobody
 */
void ac_key_weights(
    const ac_recharge *of, ac_carrying_key key, int32_t month, ac_rational *weights);

#endif
