/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_BILL_DOCUMENT_H
#define AC_REPORT_BILL_DOCUMENT_H
/* Invoices and credit notes as people read them, each beginning a new sheet of paper. */

#include "recharge/bill.h"
#include "report/document.h"

/* Makes a document of bills.
 *
 * in      recorded  they stand in the record; else each says that it is a draft
 * out     document  in the arena
 */
void ac_bills_document(
    ac_arena *arena, const ac_bills *bills, bool recorded, ac_document *document);

#endif
