/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_SCALES_H
#define AC_CONTRACT_SCALES_H
/* Whether the values of each quantity fit a whole number of 64 or 128 bits: every value, in every
 * future that keeps the assumptions, is a whole multiple of 1 / scale, and its size in such parts
 * is bounded. An evaluator of many futures may then compute that column in whole numbers. */

#include "contract/bounds.h"

typedef enum ac_scale_fit {
    AC_SCALE_64,      /* size and sign in 64 bits */
    AC_SCALE_128,     /* in 128 */
    AC_SCALE_LARGE,   /* in more: it would overflow */
    AC_SCALE_UNBOUND, /* no assumption bounds it */
    AC_SCALE_DIVIDED, /* divided by data and not rounded since: it has no fixed scale */
    AC_SCALE_CARRIED, /* carried from period to period and not rounded: likewise */
    AC_SCALE_FINE     /* its scale itself is over 62 bits */
} ac_scale_fit;

typedef struct ac_scale {
    ac_scale_fit fit;
    int64_t scale;    /* parts of one; 0 where there is no fixed scale */
    ac_rational most; /* the largest size of a value, where it is bounded */
    uint32_t bits;   /* of that size in parts, without a sign; where there is a scale and a bound */
    uint32_t lacks;  /* UNBOUND: the input, or AC_NONE */
    uint32_t clause; /* DIVIDED, FINE: where */
} ac_scale;

/* in       bounds  of the ordinary view, with no gate fixed
 * returns  [quantity_count], in `arena`
 *
 * The scale of an input that counts rows is 1; of one from a file, that of the figures received.
 * A figure with more decimals that comes later makes it another: who relies on a scale looks at
 * each new figure. Values of a contract's rounding are held by its places. */
const ac_scale *ac_scales_of(ac_arena *arena, const ac_bounds *bounds);

/* Adds, for people, one line a quantity: P-OVERFLOW, its clause, scale, size, bits, and whether it
 * fits. */
void ac_scales_add(ac_buffer *buffer, const ac_program *program, const ac_scale *scales);

#endif
