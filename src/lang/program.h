/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_PROGRAM_H
#define AC_LANG_PROGRAM_H
/* A checked contract: every name resolved, every formula typed and lowered to nodes, every
 * definition in an order in which it can be computed. Immutable once made; knows no data. */

#include "lang/diagnostics.h"
#include "lang/syntax.h"
#include "lang/type.h"

typedef uint32_t ac_node_id;
#define AC_NODE_NONE UINT32_MAX
#define AC_NONE      UINT32_MAX

typedef enum ac_opcode {
#define AC_OPCODE(identifier, word, gives) AC_OP_##identifier,
#include "lang/opcodes.def"
#undef AC_OPCODE
    AC_OPCODES
} ac_opcode;

const char *ac_opcode_word(ac_opcode op);

typedef enum ac_payment_sum {
    AC_PAYMENT_PAID,
    AC_PAYMENT_RECEIVED,
    AC_PAYMENT_PASSED
} ac_payment_sum;

/* One operation. Its value is a column over the members of `type.levels` and the periods of
 * `period`; operands of fewer levels or longer periods are read where this one lies within them. */
typedef struct ac_node {
    ac_opcode op;
    ac_type type;
    ac_period_kind period; /* as evaluated: a dated value has that of its context here */
    ac_node_id left;
    ac_node_id right;
    ac_node_id third;
    uint32_t index;  /* QUANTITY GATE BANDS: which; SELECT TOTAL_BY: the level; PAYMENT: a party or
                        level */
    uint32_t member; /* SELECT: of a listed or party level; AC_NONE: `code` names it in the data */
    ac_text code;    /* SELECT of a level from a file */
    uint32_t level_to;      /* TOTAL_BY: the level it is by */
    ac_level_set over;      /* TOTAL FOR_EVERY FOR_ANY: the levels that go */
    uint64_t mask;          /* IS: the choices */
    ac_rational number;     /* NUMBER */
    int32_t at;             /* AT_PERIOD: the period; SAME: the year */
    ac_period_kind since;   /* CUMULATIVE CHANGE: AC_PERIOD_TERM, AC_PERIOD_YEAR ... */
    ac_gate_state state;    /* GATE */
    ac_payment_sum payment; /* PAYMENT */
    int places;             /* ROUND */
    uint32_t step;          /* ROUND: to a multiple of so many units of the places; 0: of one */
    accord_rounding rounding;
    uint32_t argument; /* CASES: first of `argument_count` pairs (value, condition or NONE) */
    uint32_t argument_count;
    bool unordered;      /* CASES: at most one condition holds, and their order means nothing */
    const ac_expr *expr; /* where it is written */
} ac_node;

typedef enum ac_level_kind { AC_LEVEL_LISTED, AC_LEVEL_FILE, AC_LEVEL_PARTY } ac_level_kind;

typedef struct ac_level {
    ac_text name;
    ac_level_kind kind;
    uint32_t clause;        /* AC_NONE for party levels */
    const ac_text *members; /* LISTED, PARTY: [member_count], in the order of the text */
    uint32_t member_count;
    ac_text file;          /* FILE */
    uint32_t members_said; /* FILE: 0 if the text does not say */
    uint32_t under;        /* FILE: a level, or AC_NONE */
    bool opened;           /* FILE: the file says when members open, close, and who follows */
    bool closed;
    bool succeeded;
} ac_level;

typedef struct ac_party {
    ac_text code;
    ac_text title;
    uint32_t level;  /* commissioner, provider or partner */
    uint32_t member; /* of that level */
} ac_party;

typedef enum ac_quantity_kind {
    AC_QUANTITY_INPUT,
    AC_QUANTITY_TABLE,
    AC_QUANTITY_FORMULA /* bands too: a formula of one BANDS node */
} ac_quantity_kind;

/* A formula as it stands from a date on. The first version is from the beginning. */
typedef struct ac_version {
    uint32_t clause;
    uint32_t variation; /* 0: as first signed */
    accord_date effective;
    ac_node_id root;
} ac_version;

typedef struct ac_period_span_asked {
    int32_t first;
    int32_t count;
} ac_period_span_asked;

#define AC_EARLIER_MAX 3u

typedef struct ac_quantity {
    ac_text name;
    ac_quantity_kind kind;
    uint32_t clause;
    ac_type type;
    ac_period_kind period; /* as stored: months for a dated value without a period of its own */
    const ac_version *versions; /* [version_count]: FORMULA roots; TABLE: clauses */
    uint32_t version_count;
    /* INPUT: years before the term that formulas ask for, as periods of its own kind. */
    ac_period_span_asked earlier[AC_EARLIER_MAX];
    uint32_t earlier_count;
    bool used; /* reaches a payment, gate, check or assumption */
} ac_quantity;

typedef struct ac_band {
    ac_rational from;
    bool open; /* no end */
    ac_rational until;
    bool until_included; /* a band that says its end holds it; else the next one begins there */
    ac_rational value;
    bool line;
    ac_rational value_until;
    bool part; /* `value` is what all before this band comes to, `rate` that of each unit in it */
    ac_rational rate;
} ac_band;

typedef struct ac_band_set {
    uint32_t clause;
    const ac_band *bands; /* [count], rising */
    uint32_t count;
} ac_band_set;

typedef struct ac_gate {
    ac_text name;
    uint32_t clause;
    bool each;
    ac_period_kind period; /* each: of the gate; at: of its condition */
    accord_date date;      /* at */
    int32_t at;            /* at: the last period of the condition that ends by the date */
    accord_date decided;   /* at: when its data freeze */
    ac_type type;
    const ac_version *versions;
    uint32_t version_count;
} ac_gate;

typedef struct ac_share {
    uint32_t party;
    ac_rational share;
} ac_share;

typedef struct ac_split {
    uint32_t clause;
    uint32_t variation;
    accord_date effective; /* in force for payments of periods that start on or after this */
    const uint32_t *of;    /* [of_count] pays; none: all */
    uint32_t of_count;
    uint32_t from_party; /* AC_NONE for payer and payee */
    uint32_t to_level;   /* AC_NONE for shares */
    const ac_share *shares;
    uint32_t share_count;
    ac_node_id weights;
    uint64_t gates; /* gates at a date that its weights depend on */
    bool equally;
} ac_split;

/* A payment clause as it stands from a date on. */
typedef struct ac_pay_version {
    uint32_t clause;
    uint32_t variation;
    accord_date effective;
    ac_node_id amount;
    ac_due due;
    uint32_t days;    /* AFTER: its freeze added where the clause says so */
    accord_date from; /* periods that lie between the two days, both included, are paid */
    accord_date until;
} ac_pay_version;

typedef struct ac_pay {
    ac_text number;
    ac_period_kind period;
    uint32_t to_level; /* `to each` level, or AC_NONE */
    const ac_pay_version *versions;
    uint32_t version_count;
    uint64_t gates; /* gates at a date that its amount, or weights that share it out, depend on */
} ac_pay;

typedef struct ac_check {
    uint32_t clause;
    accord_date effective; /* in force for periods that start on or after this ... */
    accord_date until;     /* ... and before this, when a variation restates it */
    ac_node_id condition;
    ac_check_scope scope;
    ac_period_kind period;
} ac_check;

/* A step of the computation: one quantity or gate, or several that need each other across time and
 * are computed together, period by period (`through_time`). */
typedef struct ac_step {
    const uint32_t
        *members; /* [count], in an order that respects what each needs of the same period;
                   * below quantity_count a quantity, else a gate (less quantity_count) */
    uint32_t count;
    bool through_time;
} ac_step;

typedef struct ac_program {
    const ac_syntax *syntax;
    const ac_text *bases; /* [base_count], base units; 0 is the currency */
    uint32_t base_count;
    const ac_level *levels; /* [level_count], in the order of the text; parties' first */
    uint32_t level_count;
    const ac_party *parties;
    uint32_t party_count;
    const ac_quantity *quantities; /* in the order of the text */
    uint32_t quantity_count;
    const ac_gate *gates;
    uint32_t gate_count;
    const ac_band_set *bands;
    uint32_t band_count;
    const ac_node *nodes; /* operands before the nodes that use them */
    uint32_t node_count;
    const ac_node_id *arguments;
    const ac_step *steps; /* in the order of computing */
    uint32_t step_count;
    const ac_pay *pays;
    uint32_t pay_count;
    const ac_split *payer_splits;
    uint32_t payer_split_count;
    const ac_split *payee_splits;
    uint32_t payee_split_count;
    const ac_split *pass_splits; /* in the order of the text */
    uint32_t pass_split_count;
    const ac_check *checks;
    uint32_t check_count;
    const ac_check *assumptions;
    uint32_t assumption_count;
    bool has_shadow;
    accord_date shadow_until; /* the last day of it */
} ac_program;

/* Reads, checks and compiles contract text.
 *
 * in      source       the text, borrowed for as long as the program lives
 * out     diagnostics  every fault found, in the order of the text (initialised by the caller)
 * returns the program, or NULL if any fault is an error
 * cost    under 20 ms for the Leicestershire contract
 */
const ac_program *ac_compile(ac_arena *arena, ac_text source, ac_diagnostics *diagnostics);

/* The split in force on a day for a payment, among those of one side or of one party's part, or
 * NULL: one that names the payment beats one for all payments; of several alike, the first in the
 * text.
 *
 * in  list        [count], payers', payees' or passed-on
 *     from_party  AC_NONE for payers and payees
 *     pay         index of the program's pays
 */
const ac_split *ac_split_on(
    const ac_syntax *syntax,
    const ac_split *list,
    size_t count,
    uint32_t from_party,
    uint32_t pay,
    accord_date day);

/* The version of a payment for periods that begin on a day. */
const ac_pay_version *ac_pay_version_on(const ac_pay *pay, accord_date day);

/* Whether the version in force in a period says that it is paid: a payment may begin or end within
 * the term. */
bool ac_pay_is_paid(const ac_calendar *calendar, const ac_pay *pay, int32_t period);

/* When the payment of a period is due, by the version in force. */
accord_date ac_pay_due(const ac_calendar *calendar, const ac_pay *pay, int32_t period);

/* Whether a payment is on account of another, at some time. */
bool ac_pay_is_on_account(const ac_program *program, uint32_t pay);

/* The payment that takes the one of a period into account, which is on account of it; or AC_NONE.
 */
uint32_t ac_pay_on_account_of(const ac_program *program, uint32_t pay, int32_t period);

/* Whether a split gives a part to a party: by name, or as a member of the level that it is to. */
bool ac_split_shares_to(const ac_split *split, uint32_t party, const ac_party *is);

/* What says whom payments reach: of a program, or of one still being checked. */
typedef struct ac_reached {
    const ac_syntax *syntax;
    const ac_pay *pays;
    const ac_party *parties;
    uint32_t party_count;
    const ac_split *payees;
    size_t payee_count;
    const ac_split *passes;
    size_t pass_count;
    bool sole_provider; /* who is paid where no split says */
} ac_reached;

ac_reached ac_reached_of(const ac_program *program);

/* The parties that a payment of a period that begins on a day comes to: those who are paid, and
 * those to whom it is passed on, over any number of stages.
 *
 * out  reached  [party_count]
 */
void ac_parties_reached(const ac_reached *of, uint32_t pay, accord_date day, bool *reached);

uint32_t ac_find_quantity(const ac_program *program, ac_text name); /* or AC_NONE */
uint32_t ac_find_level(const ac_program *program, ac_text name);
uint32_t ac_find_pay(const ac_program *program, ac_text number);
const ac_clause *ac_clause_at(const ac_program *program, uint32_t index);

#endif
