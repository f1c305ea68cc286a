/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_EVALUATE_H
#define AC_CONTRACT_EVALUATE_H
/* The exact evaluator: every definition of a program over all members and periods, in the compiled
 * order, in rational numbers. Nothing missing is taken as zero: a value is known, not yet known
 * (with the figure that has not come), or at fault (with the figure that should be there and is
 * not). */

#include "contract/lives.h"

typedef enum ac_note_kind {
    AC_NOTE_NOT_YET, /* a period that has not been received */
    AC_NOTE_MISSING, /* a figure that should be there */
    AC_NOTE_DIVIDED, /* a division by zero */
    AC_NOTE_EARLIER, /* a period before the term */
    AC_NOTE_BANDS,   /* a number outside all bands */
    AC_NOTE_TOO_LONG /* a fraction of more than AC_RATIONAL_BITS_MAX bits */
} ac_note_kind;

/* Why a value is not known. */
typedef struct ac_note {
    ac_note_kind kind;
    uint32_t quantity; /* the input that lacks a figure, or the quantity whose formula failed */
    ac_node_id node;   /* DIVIDED, BANDS, EARLIER: where */
    ac_level_set levels;
    ac_coordinates at;
    ac_period_kind period_kind;
    int32_t period;
    bool reached; /* it has become the value of a quantity, and no later clause may mend it */
} ac_note;

/* A value: known where `state` is AC_VALUE_KNOWN, else the place of its note in the evaluation. */
typedef struct ac_value {
    ac_rational number; /* yes or no: 1 or 0; one of: the choice's index */
    uint32_t state;
} ac_value;

#define AC_VALUE_KNOWN 0u

/* Values over members and periods: the value of member m in period p is at
 * (p - first) * members + m. Values without a period have one period, 0. */
typedef struct ac_column {
    ac_period_kind period;
    ac_level_set levels;
    int32_t first;
    uint32_t periods;
    uint64_t members;
    ac_rational *numbers;
    uint32_t *states;
} ac_column;

typedef struct ac_evaluation {
    ac_arena *arena;
    const ac_program *program;
    const ac_facts *facts;
    ac_level_set dated;       /* levels whose members come and go (lives.h) */
    uint64_t gates_undecided; /* bit i: gate i, at a date, is held undecided in every period */
    ac_column *quantities;    /* [quantity_count] */
    ac_column *gates;         /* [gate_count]: the condition's own periods; at a date: one */
    ac_note *notes;           /* [note_count]; 0 is not used */
    size_t note_count;
    size_t note_capacity;
    uint32_t *faults; /* [fault_count], notes that are faults and reached a quantity, once each */
    size_t fault_count;
    size_t fault_capacity;
} ac_evaluation;

/* Evaluates everything.
 *
 * in      gates_undecided  gates at dates that a payment made early must see undecided; 0 for the
 * rest returns the evaluation, in `arena`; facts and program are borrowed errors  ACCORD_ELIMIT
 * more than AC_CELLS_MAX values cost    under 200 ms for 93 practices x 84 months of the
 * Leicestershire contract
 */
accord_status ac_evaluate(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    uint64_t gates_undecided,
    ac_evaluation **evaluation,
    accord_error *error);

/* The value of a quantity at members and a period of its own kind. */
ac_value ac_quantity_value(
    const ac_evaluation *evaluation, uint32_t quantity, const ac_coordinates *at, int32_t period);

/* Whether a gate is undecided, met or missed as a period of some kind sees it. Returns a state
 * other than AC_VALUE_KNOWN if that cannot be said yet. */
uint32_t ac_gate_value(
    const ac_evaluation *evaluation,
    uint32_t index,
    ac_period_kind kind,
    int32_t period,
    ac_gate_state *state);

bool ac_note_is_fault(const ac_evaluation *evaluation, uint32_t state);

/* Adds the note as a sentence: "seen has not been received for 2017-04". */
void ac_note_add(ac_buffer *buffer, const ac_evaluation *evaluation, uint32_t state);

/* ---- One value at a time (trace.c) ----
 *
 * Computes a node at one place by walking its formula, reading definitions from the evaluation: the
 * amounts of payments, weights of splits, checks, and every line of an explanation. It shares no
 * arithmetic loop with ac_evaluate, and a test holds each to the other. */

/* Gives the sums of payments that checks look at. */
typedef struct ac_payment_source {
    void *self;
    ac_value (*sum)(void *self, const ac_node *node, ac_period_kind kind, int32_t period);
} ac_payment_source;

typedef struct ac_trace {
    ac_evaluation *evaluation;         /* notes may be added */
    const ac_payment_source *payments; /* may be NULL */
    bool of_payment; /* gates at dates are as the payment of this period sees them (rule R19) */
    ac_period_kind paid_kind;
    int32_t paid_period;
} ac_trace;

/* in  period  of the node's own period kind (any number where that is none) */
ac_value
ac_node_value(const ac_trace *trace, ac_node_id node, const ac_coordinates *at, int32_t period);

/* The same as a period of a reader sees it: at those who hold it on the reader's day (lives.h). */
ac_value ac_node_value_seen(
    const ac_trace *trace,
    const ac_reader *reader,
    ac_node_id node,
    const ac_coordinates *at,
    int32_t period);

/* Works out a named formula anew at a place, in the version in force, as the evaluation did. */
ac_value ac_quantity_worked(
    const ac_trace *trace, uint32_t quantity, const ac_coordinates *at, int32_t period);

/* The version of a formula that is in force in a period: the last whose date is not after the
 * period's first day. */
const ac_version *ac_version_at(
    const ac_program *program,
    const ac_version *versions,
    uint32_t count,
    ac_period_kind kind,
    int32_t period);

#endif
