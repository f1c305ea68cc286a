/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_PARSER_H
#define AC_LANG_PARSER_H
/* What the parsers of clauses and of formulas share: a place in the tokens of one statement. After
 * the first fault `failed` is set and every look ahead sees the end, so that all loops stop. */

#include "lang/syntax.h"

typedef struct ac_parser {
    ac_arena *arena;
    ac_diagnostics *diagnostics;
    const ac_statement *statement;
    size_t at;
    uint32_t depth;
    bool failed;
    bool in_cases; /* a minus that starts a line then starts the next case */
} ac_parser;

const ac_token *ac_peek(const ac_parser *parser, size_t ahead);
const ac_token *ac_take(ac_parser *parser);
bool ac_at_end(const ac_parser *parser);
bool ac_sees(const ac_parser *parser, size_t ahead, const char *word); /* a word or sign */
bool ac_accept(ac_parser *parser, const char *word);
bool ac_accept_two(ac_parser *parser, const char *first, const char *second);
void ac_expect(ac_parser *parser, const char *word);   /* a fault if it is not next */
void ac_expected(ac_parser *parser, const char *what); /* the fault: "expected ... but found ..." */
void ac_parse_fault(
    ac_parser *parser, ac_diagnostic_code code, ac_span span, const char *format, ...)
    AC_PRINTF(4, 5);
ac_word ac_take_word(ac_parser *parser, const char *what); /* a word token */
ac_word ac_take_string(ac_parser *parser, const char *what);
ac_word ac_take_code(ac_parser *parser); /* a word, a number or a string: a code in data */
accord_date ac_take_date(ac_parser *parser);
ac_rational
ac_take_number(ac_parser *parser, bool *percent); /* sign allowed; percent may be NULL */
uint32_t ac_take_count(ac_parser *parser, const char *what);
ac_period_kind ac_take_period(ac_parser *parser);
ac_span ac_span_since(const ac_parser *parser, size_t first_token);

/* Grows a list of words. */
typedef struct ac_word_list {
    ac_word *list;
    size_t count;
    size_t capacity;
} ac_word_list;
void ac_word_list_add(ac_parser *parser, ac_word_list *words, ac_word word);
ac_words ac_words_of(ac_word_list words);

/* parse_node.c: a node begun at a token; sealed when its parts are known; two joined by an
 * operator. */
ac_expr *ac_new_expr(ac_parser *parser, ac_expr_op op, size_t first_token);
const ac_expr *ac_seal_expr(ac_parser *parser, ac_expr *expr);
const ac_expr *
ac_binary_expr(ac_parser *parser, ac_expr_op op, const ac_expr *left, const ac_expr *right);
bool ac_parse_deeper(ac_parser *parser); /* one level down; false, with a fault, at the limit */

/* parse_formula.c, parse_condition.c, parse_value.c */
const ac_expr *ac_parse_value(ac_parser *parser);     /* cases or a sum, with its limits */
const ac_expr *ac_parse_condition(ac_parser *parser); /* or an operand of one */
const ac_expr *ac_parse_sum(ac_parser *parser);
const ac_expr *ac_parse_operand(ac_parser *parser); /* postfix level: what 'total' takes */
ac_words ac_parse_dims(ac_parser *parser);          /* practice, specialty, month */
ac_unit_syntax ac_parse_unit(ac_parser *parser, bool tight);

/* parse_clause.c */
ac_word ac_take_clause_number(ac_parser *parser); /* 7.3, or 7.3a */
void ac_parse_clause(ac_parser *parser, ac_clause *clause);
void ac_parse_input(ac_parser *parser, ac_clause *clause); /* parse_input.c */
void ac_parse_pay(ac_parser *parser, ac_clause *clause);   /* parse_pay.c */
void ac_parse_type(ac_parser *parser, ac_type_syntax *type);

#endif
