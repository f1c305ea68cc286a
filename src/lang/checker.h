/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_CHECKER_H
#define AC_LANG_CHECKER_H
/* What the files of the checker share: the program being made, the names known so far, and the
 * clause at hand. The order of work is in compile.c. */

#include "base/names.h"
#include "lang/program.h"

/* A quantity or a gate: something that is computed in its turn. */
typedef struct ac_definition {
    bool is_gate;
    uint32_t index; /* of the quantity or gate */
    ac_text name;
    uint32_t clause; /* of the first version */
    const uint32_t
        *clauses; /* [clause_count]: the first version, then variations, by effective date */
    uint32_t clause_count;
    uint32_t *needs; /* [need_count], definitions of the same period */
    uint32_t need_count;
    uint32_t need_capacity;
    uint32_t *lagged; /* [lagged_count], definitions of an earlier period (at previous ...) */
    uint32_t lagged_count;
    uint32_t lagged_capacity;
    bool broken; /* its clause does not parse: its type is unknown */
    bool ring;   /* in a ring of the same period: checked, but nothing is computed from it */
    bool typed;
} ac_definition;

typedef struct ac_checker {
    ac_arena *arena;
    ac_diagnostics *diagnostics;
    const ac_syntax *syntax;
    ac_text *bases; /* see program */
    size_t base_count;
    size_t base_capacity;
    ac_names base_names;
    ac_level *levels;
    size_t level_count;
    ac_names level_names;
    ac_party *parties;
    size_t party_count;
    size_t party_capacity;
    ac_names party_names;
    ac_quantity *quantities;
    size_t quantity_count;
    size_t quantity_capacity;
    ac_gate *gates;
    size_t gate_count;
    size_t gate_capacity;
    ac_definition *definitions;
    size_t definition_count;
    size_t definition_capacity;
    ac_names names;          /* quantity and gate names -> definition */
    ac_names clause_numbers; /* number -> clause of the contract as first signed */
    ac_band_set *bands;
    size_t band_count;
    size_t band_capacity;
    ac_node *nodes;
    size_t node_count;
    size_t node_capacity;
    ac_node_id *arguments;
    size_t argument_count;
    size_t argument_capacity;
    ac_step *steps;
    size_t step_count;
    size_t step_capacity;
    ac_pay *pays;
    size_t pay_count;
    size_t pay_capacity;
    ac_check *checks;
    size_t check_count;
    size_t check_capacity;
    ac_check *assumptions;
    size_t assumption_count;
    size_t assumption_capacity;
    /* The clause at hand. */
    const ac_clause *clause;
    bool payments_allowed;  /* paid, received, passed: in checks */
    bool knowledge_matters; /* not in checks and assumptions */
    bool saw_date_gate;
    uint64_t gates_used;        /* at a date, by this clause and all that it needs */
    uint64_t *definition_gates; /* [definition_count] */
} ac_checker;

/* declare.c: parties, levels, units, and every name with its declared type. */
void ac_declare(ac_checker *checker);
bool ac_resolve_unit(ac_checker *checker, const ac_unit_syntax *syntax, ac_unit *unit);
bool ac_resolve_type(ac_checker *checker, const ac_type_syntax *syntax, ac_type *type);
bool ac_resolve_dims(
    ac_checker *checker, ac_words words, ac_level_set *levels, ac_period_kind *period);
uint32_t ac_resolve_member(ac_checker *checker, uint32_t level, ac_text name); /* or AC_NONE */
ac_definition *ac_definition_of(ac_checker *checker, ac_text name);            /* or NULL */

/* order.c: what needs what; rings; the steps in which all is computed. */
void ac_find_needs(ac_checker *checker);
void ac_order(ac_checker *checker);

/* check_formula.c and its neighbours: a formula becomes nodes. Never AC_NODE_NONE: where there is a
 * fault, a node of unknown type, about which nothing more is said. */
ac_node_id ac_lower(ac_checker *checker, const ac_expr *expr);
ac_node_id ac_lower_reach(ac_checker *checker, const ac_expr *expr); /* check_reach.c */
ac_node_id
ac_lower_total(ac_checker *checker, const ac_expr *expr); /* check_total.c, with three more */
ac_node_id ac_lower_total_by(ac_checker *checker, const ac_expr *expr);
ac_node_id ac_lower_average(ac_checker *checker, const ac_expr *expr);
ac_node_id ac_lower_running(ac_checker *checker, const ac_expr *expr);
ac_node_id ac_lower_condition(ac_checker *checker, const ac_expr *expr); /* check_condition.c */
ac_node_id ac_lower_limit(ac_checker *checker, const ac_expr *expr);     /* check_limit.c */
ac_node_id ac_lower_cases(ac_checker *checker, const ac_expr *expr);     /* check_cases.c */
/* A node without operands, or with a left one; ac_add_node keeps a copy. */
ac_node ac_new_node(ac_opcode op, ac_type type, const ac_expr *expr);
ac_node ac_reach_node(ac_opcode op, ac_type type, const ac_expr *expr, ac_node_id left);
ac_node_id ac_add_node(ac_checker *checker, ac_node node);
ac_node_id ac_unknown_node(ac_checker *checker, const ac_expr *expr);
ac_node *ac_node_at(ac_checker *checker, ac_node_id id);
const ac_type *ac_type_at(const ac_checker *checker, ac_node_id id);
/* Gives a dated value, which has no period of its own, that of its context; and so to what is made
 * of one with rates of longer periods than the context. */
void ac_adapt(ac_checker *checker, ac_node_id id, ac_period_kind period);
ac_period_kind ac_finer(ac_period_kind a, ac_period_kind b);

/* A number of the text: of any kind and grain. */
bool ac_type_is_bare(const ac_type *type);

typedef enum ac_fit { AC_FIT_SAME, AC_FIT_LIMIT } ac_fit;
/* Whether two values may be added, compared, limited: same unit, kind and grain. Says so if not. */
bool ac_check_fit(
    ac_checker *checker,
    ac_node_id left,
    ac_node_id right,
    const char *what,
    ac_fit fit,
    ac_span span);
/* A value of a longer period may be used within it only if it is known from its start. */
bool ac_check_known(ac_checker *checker, ac_node_id operand, ac_period_kind period);
/* The grain and knowledge of a value made from two that fit. */
ac_type ac_merge(ac_checker *checker, ac_node_id left, ac_node_id right);

/* check_definition.c: quantities, gates, bands and tables, each with its versions. */
void ac_check_definition(ac_checker *checker, uint32_t index);
void ac_check_table(
    ac_checker *checker, const ac_clause *clause, const ac_type *type); /* check_table.c */
uint32_t ac_check_bands(
    ac_checker *checker, const ac_clause *clause, uint32_t clause_index, const ac_type *of);
void ac_check_input(ac_checker *checker, const ac_clause *clause, const ac_type *type);

/* check_pay.c: payments, splits, shadow, checks, assumptions. */
void ac_check_payments(ac_checker *checker, ac_program *program);

/* check_due.c: the period that a clause pays for; whether the amount is known when it is due; the
 * days between which periods are paid, false (with a fault) if they are no bounds of such. */
ac_period_kind ac_paid_period(const ac_clause *clause);
void ac_check_due(ac_checker *checker, const ac_clause *clause, const ac_type *type);
bool ac_check_paid_span(ac_checker *checker, const ac_clause *clause, ac_pay_version *version);

/* Whether a value is known on the day that a payment of its period is due. */
bool ac_is_known_by(const ac_type *type, ac_due due, uint32_t days);

/* check_split.c: payers' [0], payees' [1] and passed-on [2] splits. */
typedef struct ac_split_list {
    ac_split *list;
    size_t count;
    size_t capacity;
} ac_split_list;

void ac_check_split(
    ac_checker *checker, const ac_clause *clause, uint32_t index, ac_split_list *lists);
void ac_check_splits(ac_checker *checker, const ac_split_list *list);
void ac_check_rings(ac_checker *checker, const ac_split_list *passes);
/* check_parties.c */
void ac_check_parties(ac_checker *checker, const ac_split_list *lists);

/* check_account.c: of payments on account, that a later one takes each into account; once the
 * program is whole. */
void ac_check_account(ac_checker *checker, const ac_program *program);

/* check_dead.c: warns of clauses that cannot bind, once the program is whole. */
void ac_check_dead(ac_checker *checker, const ac_program *program);
/* check_incentive.c: of payments that may rise when those who are paid count less. */
void ac_check_incentive(ac_checker *checker, const ac_program *program);
/* check_bound.c: of payments without a worst case, where anything is assumed. */
void ac_check_bound(ac_checker *checker, const ac_program *program);

/* When a clause comes into force; the contract as first signed, before all. */
accord_date ac_effective_of(const ac_checker *checker, const ac_clause *clause);

/* Messages. */
ac_diagnostic *
ac_fault(ac_checker *checker, ac_diagnostic_code code, ac_span span, const char *format, ...)
    AC_PRINTF(4, 5);
void ac_fault_other(ac_checker *checker, ac_diagnostic *fault, uint32_t clause);
/* "GBP flow by practice, quarter", in the diagnostics' arena. */
ac_text ac_type_words(ac_checker *checker, const ac_type *type);
ac_text ac_unit_words(ac_checker *checker, const ac_type *type);
/* The words that a node was made from, shortened. */
ac_text ac_node_words(ac_checker *checker, ac_node_id id);
ac_text ac_level_words(ac_checker *checker, ac_level_set levels);

#endif
