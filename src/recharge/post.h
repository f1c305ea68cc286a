/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_POST_H
#define AC_RECHARGE_POST_H
/* What was sent, as double entry: an entry for each document, dated as it is, in the books of the
 * trust and of the practice. */

#include "ledger/ledger.h"
#include "recharge/bill.h"

/* Posts documents to a new ledger, in their order.
 *
 * errors  ACCORD_ERANGE  a balance is too large
 */
accord_status
ac_bills_post(ac_arena *arena, const ac_bills *documents, ac_ledger *ledger, accord_error *error);

#endif
