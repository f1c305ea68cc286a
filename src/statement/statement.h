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

/* Whether the data that a payment rests on are frozen. */
typedef enum ac_standing {
    AC_STANDING_UNSAID, /* nothing says when anything was known */
    AC_STANDING_PROVISIONAL,
    AC_STANDING_FINAL
} ac_standing;

typedef struct ac_payment {
    uint32_t pay;    /* index of the program's pays */
    uint32_t clause; /* of the version in force */
    int32_t period;  /* of the pay's kind */
    accord_date due;
    bool shadow; /* computed and stated; pays nil */
    ac_standing standing;
    uint64_t gates_undecided; /* gates at dates that are not decided on the due date, or by the day
                                 that is looked from */
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

/* What a party or member pays or receives more (or less) by a variation. */
typedef struct ac_retro_part {
    bool pays; /* else it receives */
    uint32_t level;
    uint32_t member;
    accord_money change; /* never nil */
} ac_retro_part;

/* What a variation that is effective before it was signed changes of payments that were due by the
 * day on which it was signed: those are taken as paid. */
typedef struct ac_retro {
    uint32_t variation;  /* index of the syntax's variations */
    bool priced;         /* false: without it the contract has faults, and there is no figure */
    size_t payments;     /* known on both sides, not in shadow, and due by the day of signing */
    size_t changed;      /* those of them that change, in amount or parts */
    size_t unknown;      /* due by then, and not known on one of the sides */
    accord_money change; /* of the amounts of payments, in all: new less old */
    const ac_retro_part *parts; /* [part_count], parties first, then members, in code order */
    size_t part_count;
} ac_retro;

/* What moved a payment, and by how much: minor units. */
typedef struct ac_adjustment_cause {
    ac_text label; /* "visits.csv, read for seen", "variation 1, clause 2.3" */
    ac_rational amount;
} ac_adjustment_cause;

/* What a closing posts about a payment of a period that was closed before, in the books of one
 * party or member: minor units that it has to receive, below nought that it has to pay. */
typedef struct ac_adjustment {
    bool shadow;
    ac_text code; /* of the payment: its clause and period */
    ac_text title;
    ac_text owner;
    ac_rational was; /* what is turned back */
    ac_rational is;  /* what is stated again */
    const ac_adjustment_cause
        *causes; /* [cause_count], which sum to is - was; none: not worked out */
    size_t cause_count;
} ac_adjustment;

/* A gate that was decided otherwise by what came to be known, or is decided only now. */
typedef struct ac_gate_change {
    ac_text gate;
    ac_text clause;
    ac_text period;  /* or the day of a gate at a date, as written */
    const char *was; /* undecided, met or missed */
    const char *is;
} ac_gate_change;

/* What a closing makes due to somebody in all, below nought from them: minor units, of what is
 * live, with what it turns back, states again, holds and releases, and without what it accrues. */
typedef struct ac_settled_due {
    ac_text owner;
    ac_rational amount;
} ac_settled_due;

/* The settlement of a store that a statement is of. */
typedef struct ac_settled {
    int64_t number;
    ac_text period;
    ac_text sha256;  /* of the document that says what closing it posts */
    int64_t closing; /* 0: not closed */
    ac_text closed_by;
    ac_adjustment *adjustments; /* [adjustment_count], by payment, then owner */
    size_t adjustment_count;
    const ac_gate_change *gates; /* [gate_count], since the closing before */
    size_t gate_count;
    ac_settled_due *due; /* [due_count] */
    size_t due_count;
} ac_settled;

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
    const ac_retro *retro; /* [retro_count], if it was asked for: ac_statement_retro */
    size_t retro_count;
    const ac_settled *settled; /* NULL: of a folder, and of no settlement */
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

/* Prices a variation by the payments with it and without it.
 *
 * in      with, without  of the same facts; the programs differ by that variation alone
 *         variation      index of `with`'s variations
 * out     retro          in `arena`
 * errors  ACCORD_ERANGE  a sum of changes does not fit
 */
accord_status ac_statement_retro(
    ac_arena *arena,
    const ac_statement_set *with,
    const ac_statement_set *without,
    uint32_t variation,
    ac_retro *retro,
    accord_error *error);

/* Adds one variation that was signed after it takes effect, with the pounds, for people. `party` is
 * "" or the only one whose part is told. */
void ac_retro_add(
    ac_buffer *buffer, const ac_statement_set *set, const ac_retro *retro, ac_text party);

/* Adds an adjustment's causes: "visits.csv, read for seen £5.00; variation 1, clause 2.3 -£2.00".
 */
void ac_adjustment_causes_add(
    ac_buffer *buffer, const ac_program *program, const ac_adjustment *adjustment);

/* The gates that come out otherwise in `now` than in `before`. One each period that was not decided
 * there is left out: its period has come, and nothing was taken back.
 *
 * returns [count], in `arena`
 */
const ac_gate_change *ac_gate_changes(
    ac_arena *arena, const ac_statement_set *before, const ac_statement_set *now, size_t *count);

/* Adds one for people: "gate quality for 2014/15 Q1 (clause 5.1) was met, and is missed". */
void ac_gate_change_add(ac_buffer *buffer, const ac_gate_change *change);

/* Adds them as the objects of a list: gate, clause, period, was, is. */
void ac_gate_changes_add_json(ac_buffer *buffer, const ac_gate_change *list, size_t count);

/* Adds which settlement it is, and whether it is closed. */
void ac_settled_add(ac_buffer *buffer, const ac_settled *settled);

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

/* Likewise an exact number of minor units. */
void ac_money_add_exact(ac_buffer *buffer, const ac_program *program, ac_rational minor);

/* Adds it as a plain decimal: -20.00. */
void ac_money_add_plain(ac_buffer *buffer, const ac_program *program, accord_money amount);

#endif
