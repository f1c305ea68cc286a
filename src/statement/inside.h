/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_INSIDE_H
#define AC_STATEMENT_INSIDE_H
/* What the files of statement/ share and nobody else sees. */

#include "statement/shown.h"
#include "statement/statement.h"

#define AC_LEVEL_COMMISSIONER 0u /* the parties' levels come first, in this order */
#define AC_LEVEL_PROVIDER     1u

/* An evaluation with some gates held undecided. */
typedef struct ac_kept_view {
    ac_evaluation *evaluation;
} ac_kept_view;

/* The work in hand: views are evaluations with some gates held undecided, made when first asked
 * for. */
typedef struct ac_making {
    ac_arena *arena;
    const ac_program *program;
    const ac_facts *facts;
    ac_kept_view *views; /* [view_count], in the order made; the first is the ordinary one */
    size_t view_count;
    size_t view_capacity;
    accord_error *error;
} ac_making;

/* A payment being made: its evaluation may still take notes. */
typedef struct ac_draft {
    ac_payment *payment;
    ac_evaluation *view;
    ac_period_kind kind;
    accord_date from; /* the first day of its period */
    ac_known known;   /* when its amount is known: whose members it is of (R45) */
} ac_draft;

/* ---- share.c ---- */

/* The period in which a payment reads a node: the one that holds the payment's, or the first within
 * it where the node changes by date and has no period of its own. */
int32_t ac_draft_period(const ac_making *making, const ac_draft *draft, ac_node_id node);

/* Shares what a payment comes to over the payers or the payees, by the split in force or to the
 * sole party of that side. Parts are left empty, and the payment's state is set, where a weight is
 * not known.
 *
 * errors  ACCORD_EINPUT  nothing says who; negative weights; all weights zero and unsaid
 */
accord_status
ac_share_payers(const ac_making *making, ac_draft *draft, accord_money amount, ac_parts *parts);
accord_status
ac_share_payees(const ac_making *making, ac_draft *draft, accord_money amount, ac_parts *parts);

/* The split of a payment among those of one side, or NULL: one that names the payment beats one for
 * all payments; of several alike, the first in the text. */
const ac_split *ac_split_in_force(
    const ac_program *program,
    const ac_split *list,
    uint32_t count,
    uint32_t from_party,
    const ac_draft *draft);

/* Shares an amount by a split. */
accord_status ac_share_by(
    const ac_making *making,
    ac_draft *draft,
    const ac_split *split,
    accord_money amount,
    ac_parts *parts);

/* passes.c: passes on the parts of parties that a clause says are passed on, stage after stage. */
accord_status ac_share_passes(const ac_making *making, ac_draft *draft);

/* What a party receives of a payment, as a payee and from those who pass on; minor units. */
int64_t ac_received_by(const ac_program *program, const ac_payment *payment, uint32_t party);

/* Whether a part of a pass is what the party keeps. */
bool ac_pass_keeps(const ac_program *program, const ac_pass *pass, const ac_part_of *part);

/* Shares an amount over a list whose weights are set. */
accord_status
ac_split_amount(const ac_making *making, accord_money amount, ac_part_of *list, size_t count);

/* One member's part, for each member of the level that is there in the payment's period (R47), in
 * code order. Amounts are left at 0. */
ac_part_of *
ac_list_members(const ac_making *making, const ac_draft *draft, uint32_t level, size_t *count);

/* Likewise of every member of the level, whenever it is there. */
ac_part_of *ac_list_all_members(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    uint32_t level,
    size_t *count);

/* Members of parties' and listed levels are in the program; those of files come with the facts. */
ac_text
ac_member_code(const ac_program *program, const ac_facts *facts, uint32_t level, uint32_t member);

int64_t ac_parts_sum(const ac_parts *parts); /* overflow is asserted not to be */

/* ---- legs.c ---- */

/* Works out who pays whom. Where some members are paid and others repay, the payers' parts become
 * the sum of their parts of both. */
accord_status ac_share_legs(const ac_making *making, ac_draft *draft);

/* ---- checks.c ---- */

/* Judges every check of the contract over the payments made. */
void ac_statement_check(const ac_making *making, ac_statement_set *set);

/* ---- gates.c ---- */

/* A gate as it stands: one at a date, or one each period in a period. */
typedef struct ac_gate_line {
    uint32_t gate;
    ac_period_kind kind; /* AC_PERIOD_NONE: at a date */
    int32_t period;
    const char *state;   /* undecided, met, missed, not yet known, at fault */
    accord_date decided; /* when its data freeze */
} ac_gate_line;

/* The gates of the contract, each that is asked each period once for every period that the filter
 * lets through and in which it is known.
 *
 * returns [count], in `arena`
 */
const ac_gate_line *ac_gate_lines(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count);

/* Whether a payment's amount asks a gate at a date that applies to its period. */
bool ac_payment_asks_gate(const ac_program *program, const ac_payment *payment, uint32_t gate);

/* Adds what the payment sees of it: "gate year-3 was met; it was decided on 12 May 2017". */
void ac_payment_gate_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_payment *payment, uint32_t index);

/* Adds the gates of the contract, for people. */
void ac_gates_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter);

/* ---- write_retro.c ---- */

/* Adds the key "retro" and a comma after it. */
void ac_retro_add_json(ac_buffer *buffer, const ac_statement_set *set, ac_text party);

/* Adds lines of role retro-payer and retro-payee, of the parties and members that change. `more` is
 * what each line ends with. */
void ac_retro_add_csv(
    ac_buffer *buffer, const ac_statement_set *set, ac_text party, const char *more);

bool ac_retro_part_is_shown(const ac_statement_set *set, const ac_retro_part *part, ac_text party);

/* ---- write_summary.c ---- */

/* Totals by year, checks, and the receipt. */
void ac_summary_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter);

#endif
