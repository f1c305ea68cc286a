/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_POST_H
#define AC_STATEMENT_POST_H
/* From what is due to postings. Each payment that is known becomes one entry on its due date, in
 * the books of all whom it concerns:
 *
 *   payer   expenses:WL:clause 7.4          debit    what it pays
 *           liabilities:WL:due to GPCO      credit
 *   payee   assets:GPCO:due from WL         debit    what it receives
 *           income:GPCO:clause 7.4          credit
 *   passed  expenses:GPCO:passed on by 7.7  debit    its part to each practice
 *           liabilities:GPCO:due to P00001  credit
 *           assets:P00001:due from GPCO     debit
 *           income:P00001:clause 7.4        credit
 *
 * A repayment is the same with its sign turned.
 *
 * A payment on account is no expense yet: it stands in control accounts of both until the entry of
 * the payment that takes it into account clears it, pair by pair, into that payment's clause.
 *
 *   paid    assets:WL:on account to GPCO         debit    until it is taken into account
 *           liabilities:GPCO:on account from WL  credit
 *   taken   expenses:WL:clause 7.4               debit    all that the period comes to: what is due
 *           income:GPCO:clause 7.4               credit   now, and what stood on account */

#include "ledger/ledger.h"
#include "statement/statement.h"

/* The code of a payment's entry: "7.4 2016/17 Q4". */
void ac_payment_code_add(ac_buffer *code, const ac_statement_set *set, const ac_payment *payment);

/* Posts the payments that the filter lets through; those not known are left out.
 *
 * in      shadow   posts the payments of the shadow term into a shadow ledger, and no others; or
 *                  those after it into a live one
 * out     ledger   made here, in `arena`
 * returns as ac_ledger_post
 */
accord_status ac_statement_post(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_statement_filter *filter,
    bool shadow,
    ac_ledger *ledger,
    accord_error *error);

#endif
