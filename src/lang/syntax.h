/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_SYNTAX_H
#define AC_LANG_SYNTAX_H
/* The tree of a contract as it is written, before anything is known of what its names mean. Built
 * by parse.c (clauses) and parse_formula.c (formulas and conditions); read by the checker. */

#include "accord/date.h"

#include "base/limits.h"
#include "lang/lex.h"
#include "value/period.h"
#include "value/rational.h"

/* A word with its place. */
typedef struct ac_word {
    ac_text text;
    ac_span span;
} ac_word;

typedef struct ac_words {
    const ac_word *list; /* [count] */
    size_t count;
} ac_words;

/* Every form of a formula or condition. `left` and `right` are sub-formulas. */
typedef enum ac_expr_op {
    AC_EXPR_NUMBER,     /* number; unit: words with powers, or none; percent */
    AC_EXPR_NAME,       /* name */
    AC_EXPR_SELECT,     /* left ( words ) */
    AC_EXPR_SAME,       /* left in same <period> of <year> */
    AC_EXPR_AT_DATE,    /* left at <date> */
    AC_EXPR_AT_START,   /* left at <period> start */
    AC_EXPR_PREVIOUS,   /* left at previous <period> */
    AC_EXPR_TOTAL,      /* total left over words */
    AC_EXPR_TOTAL_BY,   /* total left by words[0] */
    AC_EXPR_AVERAGE,    /* average left weighted by right over words */
    AC_EXPR_CUMULATIVE, /* cumulative left since start | year start (period says which) */
    AC_EXPR_CHANGE,     /* change in left since start | year start */
    AC_EXPR_LESSER,     /* lesser of left and right */
    AC_EXPR_GREATER,    /* greater of left and right */
    AC_EXPR_NEGATE,     /* - left */
    AC_EXPR_ADD,        /* left + right, and so on */
    AC_EXPR_SUBTRACT,
    AC_EXPR_MULTIPLY,
    AC_EXPR_DIVIDE,
    AC_EXPR_AT_LEAST, /* left >= right, and so on */
    AC_EXPR_AT_MOST,
    AC_EXPR_MORE,
    AC_EXPR_LESS,
    AC_EXPR_EQUAL,
    AC_EXPR_BETWEEN,   /* left between right and third */
    AC_EXPR_WITHIN,    /* left within right of third (right is a ratio) */
    AC_EXPR_IS,        /* name is words: a one-of input */
    AC_EXPR_GATE,      /* name met | missed | undecided */
    AC_EXPR_FOR_EVERY, /* left for every words */
    AC_EXPR_FOR_ANY,   /* left for any words */
    AC_EXPR_NOT,
    AC_EXPR_AND,
    AC_EXPR_OR,
    AC_EXPR_CASES,      /* first that applies; the one that applies */
    AC_EXPR_NOT_BELOW,  /* left, not below right */
    AC_EXPR_NOT_ABOVE,  /* left, not above right */
    AC_EXPR_UNLESS,     /* left, right unless third */
    AC_EXPR_OR_DIVIDED, /* left, or right where that cannot be divided */
    AC_EXPR_OR_EARLIER, /* left, or right where there is no earlier period */
    AC_EXPR_ROUNDED,    /* left, rounded to ... */
    AC_EXPR_RECEIVED_BY /* received by name (in checks) */
} ac_expr_op;

typedef enum ac_gate_state { AC_GATE_UNDECIDED, AC_GATE_MET, AC_GATE_MISSED } ac_gate_state;

typedef struct ac_expr ac_expr;

typedef struct ac_case {
    const ac_expr *value;
    const ac_expr *condition; /* NULL: otherwise */
    ac_span span;
} ac_case;

/* A unit as it is written: GBP/attendance. */
typedef struct ac_unit_word {
    ac_word word;
    int power; /* 1 above the line, -1 below */
} ac_unit_word;

typedef struct ac_unit_syntax {
    const ac_unit_word *list; /* [count]; empty for % and ratio */
    size_t count;
    bool percent; /* shown in % */
    ac_span span;
} ac_unit_syntax;

struct ac_expr {
    ac_expr_op op;
    uint32_t height; /* 1 for a leaf; at most AC_HEIGHT_MAX, so that walks may recurse */
    ac_span span;
    const ac_expr *left;
    const ac_expr *right;
    const ac_expr *third;
    ac_word name;
    ac_words words;
    ac_rational number;
    ac_unit_syntax unit; /* NUMBER */
    bool percent;        /* NUMBER: it was written with % */
    ac_period_kind period;
    accord_date date;
    int32_t year; /* SAME: 2013 for 2013/14 */
    ac_gate_state state;
    bool to_money; /* ROUNDED: to the word in `name`; else to `places` */
    int places;
    uint32_t step;      /* ROUNDED: to a multiple of so many; 0: not said */
    bool rounding_said; /* else as the money line says */
    accord_rounding rounding;
    const ac_case *cases; /* [case_count] */
    size_t case_count;
    bool unordered; /* CASES: the one that applies */
};

typedef enum ac_kind {
    AC_KIND_RATE,
    AC_KIND_FLOW,
    AC_KIND_STOCK,
    AC_KIND_YES_NO,
    AC_KIND_ONE_OF
} ac_kind;

typedef struct ac_type_syntax {
    ac_unit_syntax unit;
    ac_kind kind;
    ac_words choices; /* ONE_OF */
    ac_words by;      /* levels and a period, as written */
    ac_span span;
} ac_type_syntax;

/* A condition on a row of an extract. */
typedef enum ac_row_op {
    AC_ROW_IS,
    AC_ROW_YES,
    AC_ROW_NOT,
    AC_ROW_AND,
    AC_ROW_OR,
    AC_ROW_GIVEN
} ac_row_op;

typedef struct ac_row_condition {
    ac_row_op op;
    ac_word field;
    ac_words codes;
    const struct ac_row_condition *left;
    const struct ac_row_condition *right;
} ac_row_condition;

/* practice by gp-practice from "practices.csv"; specialty by treatment-function: dermatology 330 */
typedef struct ac_counted_level {
    ac_word level;
    ac_word field;
    ac_word file;     /* text "" if codes are listed */
    ac_words members; /* listed: members[i] is codes[i]; a member may be there many times */
    ac_words codes;
    bool others_set_aside;
} ac_counted_level;

/* followed within 90 days by rows of the same person and treatment-function where site is H1; by
 * rows of hospital-visits of the same person dated by visit-date */
typedef struct ac_followed {
    uint32_t days;
    ac_word source; /* the layout of the rows that follow; "": that of the rows that count */
    ac_words same;
    ac_word day; /* the field that dates a row that follows; "": that of the period */
    const ac_row_condition *where; /* NULL: any row */
    ac_span span;                  /* of the words up to `dated` or `where` */
} ac_followed;

typedef struct ac_counting {
    ac_word sum_field;              /* "" : rows are counted */
    ac_word source;                 /* the layout's name: outpatients */
    const ac_row_condition *where;  /* NULL: every row */
    const ac_followed *followed;    /* NULL: whatever follows */
    const ac_counted_level *levels; /* [level_count] */
    size_t level_count;
    ac_period_kind period;
    ac_word period_field;
} ac_counting;

typedef struct ac_input_syntax {
    ac_word file;                /* "" where rows are counted */
    const ac_counting *counting; /* or NULL */
    ac_period_kind
        counted_after; /* the period that flex, freeze or taken name; NONE: none is named */
    ac_span counted_span;
    uint32_t flex_days;   /* after the end of the period */
    uint32_t freeze_days; /* likewise */
    bool taken_at_start;
    bool may_be_negative;
} ac_input_syntax;

typedef struct ac_table_cell {
    ac_words members; /* one of each level of the table */
    ac_rational value;
    bool percent;
    ac_span span;
} ac_table_cell;

typedef struct ac_table_row {
    bool always;
    accord_date from;
    const ac_table_cell *cells; /* [cell_count] */
    size_t cell_count;
    ac_span span;
} ac_table_row;

/* One band: from `from` (to `until`, where said) the value `value` (a straight line to
 * `value_until`). */
typedef struct ac_band_syntax {
    ac_rational from;
    bool until_said;
    ac_rational until;
    ac_rational value;
    bool percent;
    bool line;
    ac_rational value_until;
    ac_span span;
} ac_band_syntax;

typedef enum ac_frequency { AC_MONTHLY, AC_QUARTERLY, AC_YEARLY, AC_ONCE } ac_frequency;

/* From where the days of a payment are counted. */
typedef enum ac_due {
    AC_DUE_AFTER, /* N days after the last day of the period, or after its data freeze */
    AC_DUE_ON,    /* on the Nth day of the period, from 1 */
    AC_DUE_BEFORE /* N days before its first day */
} ac_due;

typedef struct ac_share_syntax {
    ac_word party;
    ac_rational share;
} ac_share_syntax;

typedef struct ac_split_syntax {
    ac_word who;                   /* payer, payee, or a party or level whose part is passed on */
    ac_word to;                    /* the level it is passed on to; "" for payer and payee */
    ac_words of;                   /* the payments it is for, by clause; none: all */
    const ac_share_syntax *shares; /* [share_count]; none: by weights (the clause's value) */
    size_t share_count;
    bool equally; /* when all weights are zero */
    bool remainder_said;
} ac_split_syntax;

typedef enum ac_check_scope {
    AC_CHECK_PAYMENT,
    AC_CHECK_EVERY_PERIOD,
    AC_CHECK_OVER_PERIOD
} ac_check_scope;

typedef enum ac_clause_kind {
    AC_CLAUSE_PARTY,
    AC_CLAUSE_LEVEL,
    AC_CLAUSE_UNIT,
    AC_CLAUSE_INPUT,
    AC_CLAUSE_TABLE,
    AC_CLAUSE_BANDS,
    AC_CLAUSE_QUANTITY,
    AC_CLAUSE_GATE,
    AC_CLAUSE_SHADOW,
    AC_CLAUSE_PAY,
    AC_CLAUSE_SPLIT,
    AC_CLAUSE_CHECK,
    AC_CLAUSE_ASSUME
} ac_clause_kind;

typedef struct ac_clause {
    ac_clause_kind kind;
    ac_text number;
    ac_span span;
    ac_text wording;
    uint32_t part;      /* index of its PART, from 1; 0 before any */
    uint32_t variation; /* 0: the contract as signed; else its VARIATION, from 1 */
    ac_word name;
    ac_type_syntax type; /* INPUT TABLE BANDS QUANTITY */
    const ac_expr
        *value;    /* QUANTITY formula; GATE, CHECK, ASSUME condition; PAY amount; SPLIT weights */
    bool broken;   /* a fault was found in it; its name is known all the same */
    ac_text role;  /* PARTY: commissioner, provider, partner */
    ac_text title; /* PARTY */
    ac_words members;      /* LEVEL, UNIT */
    ac_word file;          /* LEVEL */
    uint32_t member_count; /* LEVEL: how many are said; 0: not said */
    ac_word under;         /* LEVEL: each under one ... */
    bool opened;           /* LEVEL: opened by date; and so on */
    bool closed;
    bool succeeded;
    ac_input_syntax input;
    const ac_table_row *rows; /* TABLE */
    size_t row_count;
    ac_word of;                  /* BANDS */
    const ac_band_syntax *bands; /* BANDS */
    size_t band_count;
    bool straight_lines;    /* BANDS: between the beginnings of bands */
    bool each_part;         /* BANDS: each part at its own rate */
    bool gate_each;         /* GATE: each period; else at date */
    ac_period_kind period;  /* GATE each; CHECK every, over */
    accord_date date;       /* GATE at; SHADOW until */
    ac_frequency frequency; /* PAY */
    uint32_t days;          /* PAY */
    ac_due due;             /* PAY */
    bool paid_from_said;    /* PAY: only periods from this day on ... */
    bool paid_until_said;   /* ... and until this one are paid */
    accord_date paid_from;
    accord_date paid_until;
    ac_span paid_span;
    bool after_freeze;  /* PAY: else after the period */
    ac_word to_each;    /* PAY: "" or a level */
    ac_word account_of; /* PAY: "", or the clause that takes it into account */
    ac_split_syntax split;
    ac_check_scope scope; /* CHECK */
} ac_clause;

typedef struct ac_part {
    ac_text number;
    ac_text title;
} ac_part;

typedef struct ac_variation {
    ac_text number;
    ac_text label; /* "variation 1", for messages */
    accord_date signed_on;
    accord_date effective;
    ac_span span;
} ac_variation;

typedef struct ac_syntax {
    ac_text source;
    ac_text code; /* LLR-AEC */
    ac_text title;
    bool calendar_good;
    ac_calendar calendar;
    ac_text currency;
    ac_text money_word; /* pence */
    int money_places;   /* 2 */
    accord_rounding rounding;
    const ac_part *parts; /* [part_count] */
    size_t part_count;
    const ac_variation *variations; /* [variation_count] */
    size_t variation_count;
    const ac_clause *clauses; /* [clause_count], in the order of the text */
    size_t clause_count;
} ac_syntax;

/* Parses contract text. Always gives a tree, of what could be read; faults go to `diagnostics`. */
const ac_syntax *ac_parse(ac_arena *arena, ac_text source, ac_diagnostics *diagnostics);

/* Whether a word names a kind of period: month, quarter, year, term. */
bool ac_period_word(ac_text word, ac_period_kind *kind);

/* The decimals of a word for a smallest unit of money (pence 2, dollars 0), or -1. */
int ac_money_word_places(ac_text word);

#endif
