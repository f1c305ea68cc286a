/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_STATEMENT_INSIDE_H
#define AC_REPORT_STATEMENT_INSIDE_H
/* What the files that make the sheets of a statement share. */

#include "report/statement_sheets.h"

enum {
    AC_SHEET_PAYMENTS,
    AC_SHEET_LINES,
    AC_SHEET_TOTALS,
    AC_SHEET_CHANGES,
    AC_SHEET_OPEN,
    AC_SHEET_CHECKS,
    AC_SHEET_NOTES
};

/* Columns of Lines, which formulas name by letter. The last three are the numbers of the rows, in
 * Payments and Totals, that a line counts in: numbers, so that no code is taken for another that
 * looks like it to a spreadsheet (7.1 and 7.10, a and A). */
#define LINE_ROLE    "F"
#define LINE_AMOUNT  "I"
#define LINE_PAID    "J"
#define LINE_PAYMENT "K"
#define LINE_PARTY   "L"
#define LINE_PASSED  "M"

typedef struct ac_sheets_writing {
    ac_arena *arena;
    const ac_statement_set *set;
    const ac_statement_filter *filter;
    ac_sheet *sheets;
} ac_sheets_writing;

/* The sum, over Lines, of what has one of two roles and the number that stands in column A. */
typedef struct ac_summed {
    const char *by; /* the column of numbers */
    const char *of; /* the column that is added */
    const char *role;
    const char *or_role; /* or NULL */
    size_t row;
    accord_money money; /* what it comes to */
} ac_summed;

ac_sheet_cell ac_sum_formula(const ac_sheets_writing *out, const ac_summed *sum);

/* statement_totals.c: fills Totals from Lines, and says in each line which totals it counts in. */
void ac_sheet_add_totals(const ac_sheets_writing *out);

/* statement_sheets_digest.c */
void ac_sheet_add_changes(const ac_sheets_writing *out);
void ac_sheet_add_open(const ac_sheets_writing *out);

#endif
