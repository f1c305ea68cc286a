/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_INVOICE_PAGE_H
#define AC_REPORT_INVOICE_PAGE_H
/* Invoices and credit notes as one page that needs nothing else, each beginning a new sheet of
 * paper. */

#include "base/buffer.h"
#include "recharge/document.h"

/* Adds the page.
 *
 * in      recorded  they stand in the record; else the page says that they are drafts
 * errors  ACCORD_ELIMIT  it is longer than the buffer may be
 */
accord_status ac_invoice_page_add(
    ac_buffer *buffer, const ac_documents *documents, bool recorded, accord_error *error);

#endif
