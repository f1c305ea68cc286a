/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_EXPLAIN_H
#define AC_CONTRACT_EXPLAIN_H
/* Why a number is what it is: the clause that gives it, its agreed wording, its formula as written
 * and again with the numbers, what was decided on the way (cases, limits, gates, bands, roundings),
 * and under it the values that it used, down to the rows of files. Every number shown is one of the
 * evaluation, or is computed from its values by ac_node_value. Ends with a receipt: the contract,
 * the files and the program. */

#include "contract/evaluate.h"

typedef enum ac_explain_kind {
    AC_EXPLAIN_QUANTITY,
    AC_EXPLAIN_GATE, /* undecided, met or missed, as a period of some kind sees it */
    AC_EXPLAIN_NODE  /* a formula that has no name: what a payment comes to, weights of a split */
} ac_explain_kind;

/* What is explained, and where. A quantity and a node have a period kind of their own, and where
 * that is none any period does. */
typedef struct ac_explain_subject {
    ac_explain_kind kind;
    uint32_t index;             /* of the program's quantities, gates or nodes */
    uint32_t clause;            /* NODE: where it stands, index of the syntax's clauses */
    ac_coordinates at;          /* a member of each level that it has; the rest do not matter */
    ac_period_kind period_kind; /* GATE: month to term, not coarser than the gate's own if it is
                                   one of each period; else does not matter */
    int32_t period;
    bool told_elsewhere; /* NODE: it is told for another period than its own, such as that of the
                            payment which it is about */
    ac_period_kind told_kind;
    int32_t told;
} ac_explain_subject;

typedef struct ac_explain_options {
    bool json;             /* one object, without a line end; else lines for people */
    uint32_t depth_max;    /* steps from definition to definition; 0: AC_EXPLAIN_DEPTH */
    uint32_t children_max; /* of one total, the largest first; 0: AC_EXPLAIN_CHILDREN */
    bool receipt_left_out; /* for one of several explanations on a page */
    const ac_payment_source *payments; /* for a node of a check; else NULL */
} ac_explain_options;

#define AC_EXPLAIN_DEPTH    4u
#define AC_EXPLAIN_CHILDREN 12u

/* The tree of reasons, as contract/explain_tree.h has it. */
typedef struct ac_explanation ac_explanation;

/* Makes an explanation, to be written in one form or several.
 *
 * in      options  may be NULL; what it says of the form is not looked at
 * out     made     in `arena`, and borrows the evaluation
 * errors  ACCORD_EINPUT  the subject has no such member or period
 */
accord_status ac_explain_make(
    ac_arena *arena,
    const ac_evaluation *evaluation,
    const ac_explain_subject *subject,
    const ac_explain_options *options,
    const ac_explanation **made,
    accord_error *error);

/* Writes one for people, and the receipt that ends it; and both for programs, as members of an
 * object that the caller opens and closes. */
void ac_explanation_add_text(ac_buffer *buffer, const ac_explanation *explanation);
void ac_explanation_add_receipt(ac_buffer *buffer, const ac_explanation *explanation);
void ac_explanation_add_json(ac_buffer *buffer, const ac_explanation *explanation);

/* Adds an explanation.
 *
 * in      options  may be NULL
 * errors  ACCORD_EINPUT  the subject has no such member or period
 *         ACCORD_ELIMIT  the buffer is too small; it then holds the beginning
 */
accord_status ac_explain_add(
    ac_buffer *buffer,
    const ac_evaluation *evaluation,
    const ac_explain_subject *subject,
    const ac_explain_options *options,
    accord_error *error);

#endif
