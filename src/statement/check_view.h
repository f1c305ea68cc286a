/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_CHECK_VIEW_H
#define AC_STATEMENT_CHECK_VIEW_H
/* What a check reads, for an explanation of its condition: an evaluation that holds the notes of
 * payments that are not known, and the sums of payments. */

#include "statement/statement.h"

typedef struct ac_check_view {
    ac_evaluation evaluation;
    ac_payment_source payments;
} ac_check_view;

/* in      one   the payment that a check of every payment is about; NULL: all, by their periods
 * returns in `arena`; the set is borrowed
 */
const ac_check_view *
ac_check_view_make(ac_arena *arena, const ac_statement_set *set, const ac_payment *one);

#endif
