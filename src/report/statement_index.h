/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_STATEMENT_INDEX_H
#define AC_REPORT_STATEMENT_INDEX_H
/* The list of the statements of a folder, one for each party and member. */

#include "report/document.h"
#include "statement/statement.h"

/* One of them. */
typedef struct ac_statement_entry {
    ac_text code;
    ac_text file; /* its name: letters, digits, dots, hyphens and underscores */
} ac_statement_entry;

void ac_statement_index(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter, /* without a party */
    const ac_statement_entry *entries,
    size_t count,
    ac_document *document);

#endif
