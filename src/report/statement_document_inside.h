/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_STATEMENT_DOCUMENT_INSIDE_H
#define AC_REPORT_STATEMENT_DOCUMENT_INSIDE_H
/* What the files that make a statement's document share. */

#include "report/statement_document.h"
#include "statement/digest.h"
#include "statement/shown.h"

enum { AC_STATING_WORDS = 1 << 20 };

typedef struct ac_stating {
    ac_arena *arena;
    const ac_program *program;
    const ac_statement_set *set;
    const ac_statement_filter *filter; /* whose party is "" for all of them */
    ac_document *document;
    bool to_member; /* the reader is a member, and not a party */
} ac_stating;

/* A cell with an amount of minor units. */
void ac_stating_money(
    const ac_stating *on, const ac_grid *grid, ac_grid_cell *cell, ac_rational minor);

/* What a payment is of, in words: the clause's, unless they are a figure's and the reader is a
 * member. */
void ac_stating_name(const ac_stating *on, ac_buffer *words, uint32_t clause);

/* A cell with a clause's number, which leads to where its words stand. */
void ac_stating_clause(
    const ac_stating *on, const ac_grid *grid, ac_grid_cell *cell, uint32_t clause);

/* "SHADOW", "provisional", "final", or "". */
ac_text ac_stating_state(const ac_payment *payment);

/* ---- statement_due.c ---- */

/* What each payment is to one party or member, and what that comes to. */
void ac_stating_due(const ac_stating *on, ac_text code, ac_text caption);

/* Totals by year: of parties, of members, or of both. */
typedef enum ac_stating_whose { AC_STATING_PARTIES, AC_STATING_MEMBERS } ac_stating_whose;
void ac_stating_totals(const ac_stating *on, ac_stating_whose whose, ac_text caption);

/* ---- statement_why.c ---- */
void ac_stating_why(const ac_stating *on);
void ac_stating_changed(const ac_stating *on);
void ac_stating_open(const ac_stating *on);

/* ---- statement_lines.c ---- */
void ac_stating_lines(const ac_stating *on);
void ac_stating_clauses(const ac_stating *on);
void ac_stating_checks(const ac_stating *on);
void ac_stating_receipt(const ac_stating *on);

#endif
