/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_EXPLAIN_LEAVES_H
#define AC_CONTRACT_EXPLAIN_LEAVES_H
/* Between explain_reasons.c, which makes a reason of a definition, and explain_leaves.c, which
 * follows its formula to the definitions that it used. */

#include "contract/explain_tree.h"

/* Begins an explanation; everything it makes lies in `arena`. */
void ac_explainer_init(
    ac_explainer *x,
    ac_arena *arena,
    const ac_evaluation *evaluation,
    const ac_explain_options *options);

/* A new reason without children, of which nothing is said yet. */
ac_reason *ac_reason_new(ac_explainer *x, ac_reason_kind kind);
void ac_reason_add(ac_explainer *x, ac_reason *parent, ac_reason *child);

/* Says where a reason is, what it comes to, and how. */
void ac_reason_place(ac_explainer *x, ac_reason *reason, const ac_spot *spot);
void ac_reason_numbers(ac_explainer *x, ac_reason *reason, const ac_spot *spot);

/* A quantity at members and a period of its own kind. */
typedef struct ac_used {
    uint32_t quantity;
    const ac_coordinates *at;
    int32_t period;
} ac_used;

/* Adds a reason for a definition, `depth` more of which may follow below it. With `once`, not if
 * the parent has it already. */
void ac_explain_quantity(
    ac_explainer *x, ac_reason *parent, const ac_used *used, uint32_t depth, bool once);
void ac_explain_gate(
    ac_explainer *x,
    ac_reason *parent,
    uint32_t index,
    ac_period_kind kind,
    int32_t period,
    uint32_t depth);

/* A formula without a name, at a clause. */
void ac_explain_node(
    ac_explainer *x, ac_reason *parent, const ac_spot *root, uint32_t clause, uint32_t depth);

/* Adds to `parent` what a formula used at a place: definitions, and sums with their parts. */
void ac_explain_leaves(
    ac_explainer *x, ac_reason *parent, const ac_spot *from, uint32_t depth, bool once);

#endif
