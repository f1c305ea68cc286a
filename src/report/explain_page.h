/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_EXPLAIN_PAGE_H
#define AC_REPORT_EXPLAIN_PAGE_H
/* An explanation as one page that stands alone: opened from a disk, printed, sent on. */

#include "contract/explain.h"
#include "statement/trail.h"

typedef struct ac_explain_page {
    const ac_explanation *explanation;
    const ac_trail *trail;   /* of a payment; NULL for other figures */
    const ac_payment *about; /* the one that a check of every payment is explained for, or NULL */
    ac_text who;             /* whose part of it was asked for; "" for the whole payment */
} ac_explain_page;

/* Adds the page.
 *
 * errors  ACCORD_ELIMIT  the buffer is too small
 */
accord_status
ac_explain_page_add(ac_buffer *buffer, const ac_explain_page *page, accord_error *error);

#endif
