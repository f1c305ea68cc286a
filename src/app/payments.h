/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_PAYMENTS_H
#define AC_APP_PAYMENTS_H
/* The payment file of a closed period: who pays whom what, as the ledger of its closing has it. */

#include "app/books.h"

typedef struct ac_payments_asked {
    ac_text period; /* as the store writes it */
    bool net; /* one line for each payer, payee and day; else one for each line of the ledger */
} ac_payments_asked;

/* Adds a CSV file, within a transaction. Periods in shadow are posted to a ledger of their own and
 * never come into it.
 *
 * errors  ACCORD_EINPUT  the period is not closed
 *         ACCORD_ENO     the period is a rehearsal: nothing of it is to be paid
 */
accord_status ac_payments_add_csv(
    ac_arena *arena,
    const ac_books *books,
    const ac_payments_asked *asked,
    ac_buffer *text,
    accord_error *error);

#endif
