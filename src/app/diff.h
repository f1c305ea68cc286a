/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DIFF_H
#define AC_APP_DIFF_H
/* The difference between two runs, as a sum over causes that adds exactly to the change. From the
 * old run to the new one, one thing after another is put in the place of what it was, always in
 * the order of ac_diff_group; what each step changes is its cause's part. */

#include "app/run.h"

typedef enum ac_diff_group {
    AC_DIFF_LISTS,   /* files of members, of codes, and of stocks */
    AC_DIFF_DATA,    /* other files of data: late, corrected or missing rows */
    AC_DIFF_LAYOUTS, /* the layouts through which they are read */
    AC_DIFF_PRICES,  /* tables and bands */
    AC_DIFF_CLAUSES, /* all other clauses, in the order of the text */
    AC_DIFF_KNOWN,   /* the known-by date: what it decides */
    AC_DIFF_GROUPS
} ac_diff_group;

const char *ac_diff_group_name(ac_diff_group group); /* "lists", "data" ... */

/* One cause, or several that cannot be had one without the other. */
typedef struct ac_diff_cause {
    ac_diff_group group;
    ac_text label;   /* "activity.csv", "clause 6.5", "variation 1, clause 5.8" */
    bool has_effect; /* on any line */
} ac_diff_cause;

typedef enum ac_diff_role {
    AC_DIFF_PAYMENT,
    AC_DIFF_PAYER,
    AC_DIFF_PAYEE,
    AC_DIFF_PASSED,
    AC_DIFF_VALUE
} ac_diff_role;

/* A figure that both runs may have. What a run does not have, or cannot say yet, counts as nothing;
 * `there` and `known` say so. */
typedef struct ac_diff_line {
    ac_diff_role role;
    ac_text what;   /* the clause of the payment; the quantity's name */
    ac_text period; /* as written; "" for none */
    ac_period_kind kind;
    int32_t number; /* of the period */
    bool shadow;
    ac_text level; /* PASSED: of the member */
    ac_text who;   /* the party or member; VALUE: its members; "" of a payment */
    bool there[2]; /* old, new: the run has such a figure */
    bool known[2];
    ac_rational was; /* payments in minor units, values as they are */
    ac_rational is;
    const ac_rational *parts; /* [cause_count]; they sum to is - was */
} ac_diff_line;

typedef struct ac_diff {
    const ac_program *program;   /* the new run's */
    const ac_diff_cause *causes; /* [cause_count], in the order of the steps */
    size_t cause_count;
    const ac_diff_line *lines; /* [line_count], in the order of the statement */
    size_t line_count;
    const ac_text *reworded; /* [reworded_count], clauses whose words or layout alone changed */
    size_t reworded_count;
    const ac_gate_change *gates; /* [gate_count], decided otherwise */
    size_t gate_count;
} ac_diff;

typedef struct ac_diff_side {
    const char *contract_path;
    const char *data_folder;
    const accord_date *known_by; /* NULL: all that is there */
} ac_diff_side;

typedef struct ac_diff_options {
    ac_diff_side sides[2]; /* old, new */
    const char *const *layout_folders;
    size_t layout_folder_count;
    const ac_progress *progress; /* or NULL */
    const ac_text *values;       /* [value_count], quantities to compare too */
    size_t value_count;
} ac_diff_options;

/* Compares two runs.
 *
 * out     diff    in `arena`
 * errors  ACCORD_ENO     a contract has faults; too many rows were refused
 *         ACCORD_EINPUT  the contracts cannot be compared: another term, currency or levels; a
 *                        value that one of them does not have; as ac_run_load
 *         and as ac_run_load and ac_run_state
 */
accord_status ac_diff_make(
    ac_arena *arena, const ac_diff_options *options, const ac_diff **diff, accord_error *error);

/* What of a difference is written. */
typedef struct ac_diff_filter {
    bool period_said;
    ac_period_kind kind;
    int32_t period;
    ac_text party;         /* "" or the only one */
    const ac_names *codes; /* of payments, "4.1 2016/17 Q1": no others; NULL: all */
} ac_diff_filter;

bool ac_diff_is_shown(const ac_diff *diff, const ac_diff_line *line, const ac_diff_filter *filter);

/* diff_write.c. CSV: what,role,party,period,group,cause,amount: a line `was`, one for each cause
 * with a part, and a line `is`, which is the sum of those before it. */
void ac_diff_add_text(ac_buffer *buffer, const ac_diff *diff, const ac_diff_filter *filter);
void ac_diff_add_csv(ac_buffer *buffer, const ac_diff *diff, const ac_diff_filter *filter);
void ac_diff_add_json(ac_buffer *buffer, const ac_diff *diff, const ac_diff_filter *filter);

#endif
