/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_STATEMENT_SHEETS_H
#define AC_REPORT_STATEMENT_SHEETS_H
/* A statement as the sheets of a workbook:
 *   Payments  one row a payment: what, for when, due when, how much, and a formula that adds its
 *             parts up again from Lines
 *   Lines     one row a part, as in the CSV: who pays, who is paid, who pays whom, and to whom it
 * is passed on Totals    what each party and member pays, receives and passes on, by formula from
 * Lines Changes   what changed since the period before, and what is adjusted of closed periods May
 * change  what may still come out otherwise, and until when Checks    every check and assumption,
 * and where it does not hold Notes     the contract, its hash, the run, every file and its hash,
 * and what the words mean */

#include "report/sheet.h"
#include "statement/statement.h"

#define AC_STATEMENT_SHEETS 7u

void ac_statement_sheets(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    ac_sheet sheets[AC_STATEMENT_SHEETS]);

#endif
