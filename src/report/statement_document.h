/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_STATEMENT_DOCUMENT_H
#define AC_REPORT_STATEMENT_DOCUMENT_H
/* A statement as a document. On its first page what is due, to and from whom and when, why, what
 * changed since the period before and what may still change; then every line, the clauses and their
 * agreed wording, and the receipt.
 *
 * What a member (a practice) is given names amounts of its own and the words that were agreed: no
 * weights, no counts of rows and no formula that holds a figure, so that nobody who refers patients
 * reads there what one of them, or one referral, is worth (see ADR 30). */

#include "report/document.h"
#include "statement/statement.h"

void ac_statement_document(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    ac_document *document);

/* The words that have to stand over every page where payments in shadow are among those shown; else
 * NULL. */
const char *ac_statement_mark(const ac_statement_set *set, const ac_statement_filter *filter);

#endif
