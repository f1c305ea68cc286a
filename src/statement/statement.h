/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_STATEMENT_H
#define AC_STATEMENT_STATEMENT_H
/* What is due: every payment of a contract for every period, who pays it, who is paid, and how each
 * part is passed on, to the last penny. */

#include "contract/evaluate.h"
#include "value/split.h"

/* A part of a payment. `member` is of `level`. */
typedef struct ac_part_of {
    uint32_t level;
    uint32_t member;
    accord_money amount;
    ac_rational weight; /* what it was shared by: a share or a weight; 1 for a sole party */
} ac_part_of;

typedef struct ac_parts {
    const ac_part_of *list; /* [count], in code order; sums to what was shared */
    size_t count;
    uint32_t clause; /* of the split, or AC_NONE where there was nothing to share */
    bool equally;    /* all weights were zero, and the clause shares equally then */
} ac_parts;

/* One part passed on: GPCO's part to practices. */
typedef struct ac_pass {
    uint32_t party; /* who passes on, index of the program's parties */
    accord_money amount;
    ac_parts parts;
} ac_pass;

typedef struct ac_payment {
    uint32_t pay;    /* index of the program's pays */
    uint32_t clause; /* of the version in force */
    int32_t period;  /* of the pay's kind */
    accord_date due;
    bool shadow;              /* computed and stated; pays nil */
    uint64_t gates_undecided; /* gates at dates that are not decided on the due date */
    uint32_t state; /* AC_VALUE_KNOWN, or a note of `evaluation`: not yet known, or at fault */
    const ac_evaluation *evaluation; /* the one its amount is from */
    ac_value exact;      /* before it is an amount of money; whole minor units when known */
    accord_money amount; /* the sum of the parts; a negative one runs from payees to payers */
    ac_parts payers; /* where some payees are paid and others repay, the sums of parts of both */
    ac_parts payees;
    const accord_money *legs; /* [payers.count x payees.count]: payer i pays payee j */
    const ac_pass *passes;    /* [pass_count] */
    size_t pass_count;
} ac_payment;

typedef struct ac_check_result {
    uint32_t check; /* index of the program's checks, or of its assumptions */
    bool by_payment;
    size_t payment; /* index of `payments` */
    ac_period_kind kind;
    int32_t period;
    uint32_t state; /* AC_VALUE_KNOWN, or a note of the set's evaluation */
    bool holds;
} ac_check_result;

typedef struct ac_statement_set {
    const ac_program *program;
    const ac_facts *facts;
    const ac_evaluation *evaluation; /* of the ordinary view */
    const ac_payment *payments;      /* [payment_count], by due date, then clause, then period */
    size_t payment_count;
    const ac_check_result *checks; /* [check_count], every check at every payment or period known */
    size_t check_count;
    size_t broken_checks;
    /* [assumption_count], every assumption held against the data; one that does not hold changes
     * nothing, and says that the bounds drawn from it do not cover what has come. */
    const ac_check_result *assumptions;
    size_t assumption_count;
} ac_statement_set;

/* Works out every payment of the term.
 *
 * in      program, facts   borrowed
 * out     set              in `arena`
 * errors  ACCORD_EINPUT  a split that cannot be made (negative weights; all zero and unsaid): names
 *                        the clause and the period
 *         ACCORD_ERANGE  an amount does not fit in 63 bits of minor units
 *         ACCORD_ELIMIT  from the evaluation
 * The laws of conservation (parts = whole, paid = received = legs, passed = received) are asserted.
 */
accord_status ac_statement_make(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    ac_statement_set **set,
    accord_error *error);

/* Which payments to write. */
typedef struct ac_statement_filter {
    bool period_said; /* only payments whose period lies in this one */
    ac_period_kind kind;
    int32_t period;
    ac_text party; /* "" or a party or member code: only its lines */
} ac_statement_filter;

/* Text for people: one payment after another, who pays whom, shares passed on, what is not yet
 * known and why, shadow marked on every line. */
void ac_statement_add_text(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter);

/* CSV, one line a part: clause,period,due,shadow,state,role,party,counterparty,amount,paid
 * role is payment, payer, payee, leg, or the level that a part is passed on to (practice). */
void ac_statement_add_csv(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter);

/* JSON: one object with the contract, the receipt of files, and the payments. Amounts are decimal
 * strings and integers of minor units. */
void ac_statement_add_json(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter);

/* Adds an amount as people read it, in the contract's currency: £1,234.50, -£20.00, USD 1,000. */
void ac_money_add(ac_buffer *buffer, const ac_program *program, accord_money amount);

/* Adds it as a plain decimal: -20.00. */
void ac_money_add_plain(ac_buffer *buffer, const ac_program *program, accord_money amount);

#endif
