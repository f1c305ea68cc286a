/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_INSIDE_H
#define AC_STATEMENT_INSIDE_H
/* What the files of statement/ share and nobody else sees. */

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

/* The split of a payment that is in force on the first day of its period, or NULL. */
const ac_split *ac_split_in_force(
    const ac_program *program,
    const ac_split *list,
    uint32_t count,
    uint32_t from_party,
    const ac_draft *draft);

/* Passes on the parts of the payees that a clause says are passed on. */
accord_status ac_share_passes(const ac_making *making, ac_draft *draft);

/* Shares an amount over a list whose weights are set. */
accord_status
ac_split_amount(const ac_making *making, accord_money amount, ac_part_of *list, size_t count);

/* One member's part, for each member of the level in code order. Amounts are left at 0. */
ac_part_of *ac_list_members(
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

/* ---- shown.c: what all three forms of writing ask ---- */

ac_text ac_part_code(const ac_statement_set *set, const ac_part_of *part);
bool ac_part_is(const ac_statement_set *set, const ac_part_of *part, ac_text code);

/* Whether the filter lets the payment through: its period, and its party as a payer, a payee or one
 * that a part is passed on to. A payment not yet known concerns everybody. */
bool ac_payment_is_shown(
    const ac_statement_set *set, const ac_payment *payment, const ac_statement_filter *filter);

/* "known", "not yet known" or "at fault". */
const char *ac_payment_state_name(const ac_payment *payment);

/* Adds what is paid, in the words of the clause. */
void ac_payment_name_add(ac_buffer *buffer, const ac_program *program, const ac_payment *payment);

void ac_payment_period_add(ac_buffer *buffer, const ac_program *program, const ac_payment *payment);

/* ---- money.c ---- */

/* An exact number of minor units, as people read it, as ac_money_add. */
void ac_money_add_exact(ac_buffer *buffer, const ac_program *program, ac_rational minor);

/* ---- write_summary.c ---- */

/* Totals by year, checks, and the receipt. */
void ac_summary_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter);

#endif
