/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_LEX_H
#define AC_LANG_LEX_H
/* Contract text -> statements, each with its tokens. A line that is not indented begins a
 * statement; an indented line continues it. */

#include "lang/diagnostics.h"

typedef enum ac_token_kind {
    AC_TOKEN_END, /* of the statement */
    AC_TOKEN_NUMBER,
    AC_TOKEN_PERCENT, /* 40% */
    AC_TOKEN_DATE,    /* 2014-04-01 */
    AC_TOKEN_YEAR,    /* 2013/14 */
    AC_TOKEN_STRING,  /* its text is without the quotes */
    AC_TOKEN_WORD,
    AC_TOKEN_SIGN /* + - * / = ( ) , : >= <= > < */
} ac_token_kind;

typedef struct ac_token {
    ac_token_kind kind;
    bool starts_line; /* the first of its line */
    ac_span span;
    ac_text text;
} ac_token;

typedef struct ac_statement {
    ac_text number;  /* "6.10"; "" for a head line, PART or VARIATION */
    ac_text clause;  /* for messages: the number, "variation 1", "contract" */
    ac_span span;    /* from its number to the end of its last line */
    ac_text wording; /* the agreed words above it (lines of '>'), joined by spaces; "" if none */
    const ac_token *tokens; /* [token_count], then one END */
    size_t token_count;
    bool broken; /* a fault was found already: it is not parsed further */
} ac_statement;

typedef struct ac_statements {
    ac_statement *list; /* [count] */
    size_t count;
} ac_statements;

/* Cuts a text into statements and tokens. Faults go to `diagnostics`; `arena` owns what is made. */
ac_statements ac_lex(ac_arena *arena, ac_text source, ac_diagnostics *diagnostics);

#endif
