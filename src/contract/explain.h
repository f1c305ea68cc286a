/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_EXPLAIN_H
#define AC_CONTRACT_EXPLAIN_H
/* Why a number is what it is: the clause that gives it, its agreed wording, its formula as written
 * and again with the numbers, what was decided on the way (cases, limits, gates, bands, roundings),
 * and under it the values that it used, down to the rows of files. Every number shown is one of the
 * evaluation, or is computed from its values by ac_node_value. Ends with a receipt: the contract,
 * the files and the program. */

#include "contract/evaluate.h"

typedef struct ac_explain_options {
    uint32_t depth_max;    /* steps from definition to definition; 0: AC_EXPLAIN_DEPTH */
    uint32_t children_max; /* of one total, the largest first; 0: AC_EXPLAIN_CHILDREN */
    bool receipt_left_out; /* for one of several explanations on a page */
    const ac_payment_source *payments; /* for a node of a check; else NULL */
} ac_explain_options;

#define AC_EXPLAIN_DEPTH    4u
#define AC_EXPLAIN_CHILDREN 12u

/* Each adds an explanation: `_text` as lines for people, `_json` as one object (without a line
 * end).
 *
 * in      at       a member of each level of what is explained; the rest do not matter
 *         period   of the quantity's own kind; any number where it has none
 *         options  may be NULL
 * errors  ACCORD_EINPUT  it has no such member or period
 *         ACCORD_ELIMIT  the buffer is too small; it then holds the beginning
 */
accord_status ac_explain_add_text(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t quantity,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error);
accord_status ac_explain_add_json(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t quantity,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error);

/* A formula that has no name: what a payment comes to, the weights of a split.
 *
 * in  clause  where it stands, index of the syntax's clauses
 *     period  of the node's own kind
 */
accord_status ac_explain_node_add_text(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    ac_node_id node,
    uint32_t clause,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error);
accord_status ac_explain_node_add_json(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    ac_node_id node,
    uint32_t clause,
    const ac_coordinates *at,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error);

/* A gate, as a period of some kind sees it: undecided, met or missed.
 *
 * in  kind  month to term; no coarser than the gate's own where it is one of each period
 */
accord_status ac_explain_gate_add_text(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t gate,
    ac_period_kind kind,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error);
accord_status ac_explain_gate_add_json(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    uint32_t gate,
    ac_period_kind kind,
    int32_t period,
    const ac_explain_options *options,
    accord_error *error);

#endif
