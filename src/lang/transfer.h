/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_TRANSFER_H
#define AC_LANG_TRANSFER_H
/* The operations of the language on ranges of numbers, and what a contract assumes: shared by the
 * checks of the text and by the bounds over data. */

#include "lang/program.h"
#include "value/interval.h"

/* The range of a node whose operands stand at the same place: arithmetic, comparisons, joining,
 * limits, rounding and bands.
 *
 * in  operands  of left, right and third, as far as the node has them
 */
ac_interval ac_transfer(
    ac_arena *arena, const ac_program *program, const ac_node *node, const ac_interval operands[3]);

/* Whether ac_transfer takes such a node. */
bool ac_transfer_takes(ac_opcode op);

/* Whether what a band gives changes within it, as a straight line or part by part at its rate; and
 * by how much for each unit: value + slope x (x - from). */
bool ac_band_slopes(const ac_band *band);
ac_rational ac_band_slope(ac_arena *arena, const ac_band *band);

/* What an input can be by its type alone: a figure is not negative unless it is money or its clause
 * says so (what is negative is refused as it is read). */
ac_interval ac_input_range(const ac_program *program, uint32_t index);

/* ---- Assumptions ---- */

/* A sum that is assumed to lie between two others. */
typedef struct ac_assumed {
    uint32_t assumption; /* index of the program's assumptions */
    ac_node_id subject;
    ac_node_id low;        /* or AC_NODE_NONE */
    ac_node_id high;       /* or AC_NODE_NONE */
    ac_node_id comparison; /* in which it says so */
    ac_node_id each;       /* what is to hold for every member that is there */
} ac_assumed;

typedef struct ac_assumed_list {
    const ac_assumed *list; /* [count] */
    size_t count;
} ac_assumed_list;

/* What the assumptions of a program come to: comparisons, joined by `and`. Any other is left out;
 * it bounds nothing. */
ac_assumed_list ac_assumed_of(ac_arena *arena, const ac_program *program);

/* Whether two nodes are the same formula, so that what is assumed of one holds of the other at the
 * same place. */
bool ac_node_same(const ac_program *program, ac_node_id a, ac_node_id b);

#endif
