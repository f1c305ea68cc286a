/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_EXPLAIN_TREE_H
#define AC_CONTRACT_EXPLAIN_TREE_H
/* What the files of the explanation share: explain.c makes a tree of reasons, explain_spots.c says
 * which operands a node reads and where, explain_words.c and explain_steps.c put a formula into
 * words and numbers, explain_source.c shows where figures come from; explain_text.c,
 * explain_json.c and report/explain_html.c write. */

#include "base/names.h"
#include "contract/explain.h"
#include "contract/reach.h"

/* Fractions of more bits are not written out for people. */
#define AC_EXPLAIN_BITS_SHOWN 400u

/* A node at one place: the members of its levels, and a period of its kind. */
typedef struct ac_spot {
    ac_node_id node;
    ac_coordinates at;
    int32_t period;
    bool seen;        /* read by another, whose day may be later (explain_lives.c) */
    ac_reader reader; /* where `seen` */
} ac_spot;

typedef enum ac_reason_kind {
    AC_REASON_INPUT,
    AC_REASON_TABLE,
    AC_REASON_FORMULA,
    AC_REASON_GATE,
    AC_REASON_NODE, /* a formula without a name */
    AC_REASON_SUM,  /* a total or running sum within a formula; `for every`, `for any` */
    AC_REASON_PART, /* one of the values that a sum adds, where that has no name */
    AC_REASON_REST  /* the values of a sum that are not shown */
} ac_reason_kind;

typedef struct ac_rounded {
    ac_rational before;
    ac_rational after;
    int places;
    accord_rounding way;
} ac_rounded;

typedef struct ac_reason ac_reason;

struct ac_reason {
    ac_reason_kind kind;
    ac_text name;    /* of a definition; else the words as written */
    uint32_t clause; /* or AC_NONE */
    bool fresh;      /* the first of its clause in the tree, which says what the clause says */
    ac_level_set levels;
    ac_coordinates at;
    ac_period_kind period_kind;
    int32_t period;
    const ac_type *type;
    ac_value value;
    ac_text word; /* GATE: undecided, met, missed */
    ac_text formula;
    ac_text numbers;
    ac_spot computed; /* FORMULA, GATE, NODE, PART: what the numbers are of; else AC_NODE_NONE */
    ac_text *steps;   /* [step_count], what was decided on the way, in the order of computing */
    size_t step_count;
    size_t step_capacity;
    ac_rounded *rounded; /* [rounded_count] */
    size_t rounded_count;
    size_t rounded_capacity;
    uint64_t rows;               /* INPUT */
    const ac_fact_input *source; /* INPUT */
    uint64_t more;               /* REST: how many */
    uint32_t record;             /* its place in the records of what is explained, or AC_NONE */
    bool above;                  /* explained above */
    bool cut;                    /* what lies behind it is left out */
    bool complete;               /* nothing under it was cut */
    ac_reason **children;        /* [child_count] */
    size_t child_count;
    size_t child_capacity;
};

/* What has been explained: how deep, or wholly. */
typedef struct ac_record {
    bool begun;
    bool complete;
    uint32_t depth;
} ac_record;

typedef struct ac_explainer {
    ac_arena *arena;
    ac_evaluation evaluation; /* a copy, whose new notes and numbers go to `arena` */
    ac_trace trace;
    const ac_program *program;
    const ac_facts *facts;
    const ac_calendar *calendar;
    uint32_t children_max;
    uint32_t made;    /* reasons so far */
    uint32_t nesting; /* of the formulas being followed */
    bool *clause_shown;
    ac_names names; /* definition/member/period: index of records */
    ac_record *records;
    size_t record_count;
    size_t record_capacity;
} ac_explainer;

struct ac_explanation {
    ac_explainer x;
    const ac_reason *root;
    bool receipt;
    const ac_fact_file *files; /* [file_count], all that the facts came from */
    size_t file_count;
};

/* ---- explain_spots.c ---- */

const ac_node *ac_spot_node(const ac_explainer *x, const ac_spot *spot);
ac_value ac_spot_value(const ac_explainer *x, const ac_spot *spot);

/* An operand where the node stands. */
ac_spot ac_spot_operand(const ac_explainer *x, const ac_spot *from, ac_node_id to);

/* Whether a node only reads its operand elsewhere: at a member, or in another period. */
bool ac_spot_is_pick(const ac_explainer *x, const ac_spot *spot);

/* Where it reads it; false if there is no such member or period. */
bool ac_spot_pick(const ac_explainer *x, const ac_spot *from, ac_spot *to);

/* Follows picks to what is read in the end; false where one leads nowhere. */
bool ac_spot_end(const ac_explainer *x, const ac_spot *from, ac_spot *to);

/* Whether a node adds or joins its operand over many places. */
bool ac_spot_is_sum(const ac_explainer *x, const ac_spot *spot);

/* The places of its operand that it adds or joins, in `arena`: there can be many. */
ac_spot *ac_spot_parts(const ac_explainer *x, ac_arena *arena, const ac_spot *from, size_t *count);

/* The period of its own kind in which a QUANTITY node reads its quantity. */
int32_t ac_spot_quantity_period(const ac_explainer *x, const ac_spot *spot);

/* The earlier value that a CHANGE subtracts; false where there is none. */
bool ac_spot_before(const ac_explainer *x, const ac_spot *spot, ac_spot *before);

/* Which case of CASES applies: its place in the list of cases; AC_NONE if that is not known. */
uint32_t ac_spot_case(const ac_explainer *x, const ac_spot *spot);
ac_spot ac_spot_case_value(const ac_explainer *x, const ac_spot *spot, uint32_t i);
/* False for `otherwise`. */
bool ac_spot_case_condition(
    const ac_explainer *x, const ac_spot *spot, uint32_t i, ac_spot *condition);

/* The operand whose value OR_DIVIDED, OR_EARLIER or UNLESS takes; false if that is not known. */
bool ac_spot_chosen(const ac_explainer *x, const ac_spot *spot, ac_spot *chosen);

/* ---- explain_lives.c ---- */

/* Says by whom a place is read. */
void ac_spot_read_by(const ac_explainer *x, const ac_spot *from, ac_spot *to);

/* The places whose values are in what a reader sees at this one, where that is not just its own:
 * [count], NULL if it is. */
ac_spot *ac_spot_held(const ac_explainer *x, ac_arena *arena, const ac_spot *spot, size_t *count);
bool ac_spot_is_held(const ac_explainer *x, const ac_spot *spot);

/* "what P1, P2 and P3 had, held by P3 on 2024-10-31" */
void ac_explain_held_words(ac_buffer *words, const ac_explainer *x, const ac_spot *spot);

/* Says of a value at a member that is not there why it has none; false where it is there. */
bool ac_explain_away(ac_explainer *x, ac_reason *reason);

/* The places whose rows an input counts here: more than its own for a successor. */
ac_spot *
ac_explain_rows_of(const ac_explainer *x, ac_arena *arena, const ac_reason *reason, size_t *count);

/* "P1, P2 and P3" */
void ac_explain_codes_add(
    ac_buffer *words,
    const ac_explainer *x,
    const ac_spot *spots,
    size_t count,
    ac_level_set levels);

/* ---- explain_words.c ---- */

/* Contract text on one line, without comments. */
ac_text ac_explain_words(const ac_explainer *x, ac_span span);

/* "1,234.50", "40%", "about 0.333333", "yes", "not yet known": a value as its type is read. */
void ac_explain_value_add(
    ac_buffer *buffer, const ac_explainer *x, const ac_type *type, ac_value value);

/* Whether it is an amount of the contract's currency. */
bool ac_explain_is_money(const ac_type *type);

/* Whether a value's decimal ends, so that it is shown whole. */
bool ac_explain_ends(const ac_explainer *x, const ac_type *type, ac_rational number);

/* The formula of a node with the values of its names at a place. */
void ac_explain_numbers_add(ac_buffer *buffer, const ac_explainer *x, const ac_spot *spot);

/* "rounded to 2 places", "rounded to multiples of 5" */
void ac_explain_rounded_add(ac_buffer *buffer, const ac_node *node);

const char *ac_rounding_words(accord_rounding way);

/* ---- explain_steps.c ---- */

/* Adds what was decided on the way to the steps of a reason. */
void ac_explain_steps(ac_explainer *x, ac_reason *reason, const ac_spot *from);

void ac_explain_step(ac_explainer *x, ac_reason *reason, const ac_buffer *words);

/* The band that a number falls in; NULL if none. */
const ac_band *ac_explain_band(const ac_band_set *set, ac_rational number);

/* ---- explain_source.c ---- */

void ac_explain_input(ac_explainer *x, ac_reason *reason, uint32_t index);
void ac_explain_table(ac_explainer *x, ac_reason *reason, uint32_t index);

/* ---- explain_computed.c ---- */

/* Adds, as JSON, the operations by which a formula was computed at a place, each with its exact
 * result and its operands: enough to compute it again without knowing the language. */
void ac_explain_computed_add(ac_buffer *buffer, const ac_explainer *x, const ac_spot *from);

typedef struct ac_explain_where {
    ac_level_set levels;
    const ac_coordinates *at;
    ac_period_kind kind;
    int32_t period;
} ac_explain_where;

/* Adds `"members":{...},"period":...` of a place, for JSON. */
void ac_explain_where_add(ac_buffer *buffer, const ac_explainer *x, const ac_explain_where *where);

/* ---- explain_receipt.c ---- */

/* Whether a variation bears on a period: "in force", or why not. */
void ac_explain_variation_add(
    ac_buffer *buffer, const ac_explanation *explanation, const ac_variation *variation);

/* Adds the day by which what is told was known, or that of the last file. */
void ac_explain_known_add(ac_buffer *buffer, const ac_knowledge *knowledge);

/* ---- explain_leaves.c ---- */

/* What a sum is called in a tree. */
ac_text ac_explain_sum_name(const ac_explainer *x, const ac_node *node);

#endif
