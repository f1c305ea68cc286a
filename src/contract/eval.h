/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_EVAL_H
#define AC_CONTRACT_EVAL_H
/* What the files of the column evaluator share. Every node gives a column over the members of its
 * levels and the periods it is asked for; columns of one definition live in a scratch arena. */

#include "contract/evaluate.h"
#include "contract/lives.h"
#include "contract/notes.h"
#include "contract/reach.h"

typedef struct ac_eval {
    ac_evaluation *evaluation;
    const ac_program *program;
    const ac_facts *facts;
    const ac_calendar *calendar;
    ac_arena *scratch;
    uint32_t quantity; /* being computed, for notes; AC_NONE for a gate */
} ac_eval;

/* A column for `node` over a range, its values zero and known. */
ac_column ac_eval_column(ac_eval *eval, const ac_node *node, ac_range range);

/* A column that lives as long as the evaluation, its values zero and known (eval_exact.c). */
ac_column ac_eval_stored(ac_eval *eval, ac_period_kind period, ac_level_set levels, ac_range range);

/* Computes a node over periods of its own kind (eval_nodes.c). */
ac_column ac_eval_node(ac_eval *eval, ac_node_id id, ac_range range);

/* eval_reach.c: the nodes that change grain. */
ac_column ac_eval_reach(ac_eval *eval, const ac_node *node, ac_range range);

/* For each member of `to`, its place in a column over `from`; NULL where both are the same. `from`
 * is a subset of `to`. */
const uint32_t *ac_eval_map(ac_eval *eval, ac_level_set to, ac_level_set from);

/* The part of an operand's periods that a range of a node needs. */
ac_range
ac_eval_operand_range(const ac_eval *eval, const ac_node *node, ac_node_id operand, ac_range range);

/* The row of an operand's column for a period of a node. */
uint64_t
ac_eval_row(const ac_eval *eval, const ac_node *node, int32_t period, const ac_column *operand);

/* One row of a column: [members]. */
typedef struct ac_seen {
    const ac_rational *numbers;
    const uint32_t *states;
} ac_seen;

/* A row of an operand's column as a period of a reader sees it: amounts of an earlier day stand at
 * those who hold them on the reader's (eval_lives.c). */
ac_seen ac_eval_seen(
    ac_eval *eval,
    const ac_node *reader,
    int32_t period,
    const ac_node *read,
    const ac_column *column,
    uint64_t row);

/* A row of amounts over `levels` as it stands with the holders of a day. */
ac_seen ac_eval_move(ac_eval *eval, ac_level_set levels, ac_seen row, accord_date day);

/* Takes values away at members that are not there (R47, R48). `first` is the period of the first
 * row; `spread`: the values were the same for all members. */
void ac_eval_take_away(
    ac_eval *eval, const ac_node *node, int32_t first, ac_column *column, bool spread);

/* Makes a note on the quantity being computed, for a member of the note's levels. */
uint32_t ac_eval_note(ac_eval *eval, ac_note note, uint64_t member);

/* inputs.c: fills the columns of inputs and tables. */
void ac_eval_input(ac_eval *eval, uint32_t index);
void ac_eval_table(ac_eval *eval, uint32_t index);

#endif
