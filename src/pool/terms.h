/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_TERMS_H
#define AC_POOL_TERMS_H
/* Kinds of employment that have limits of their own, by the rows of terms.csv: a retention scheme,
 * the first years after training, the last before retirement. */

#include "pool/read.h"

/* What a contract's terms ask on a day: the strictest of all rows in force. */
typedef struct ac_terms {
    int64_t sessions_most; /* a week; INT64_MAX: no limit, and so on */
    int64_t extra_most;
    int64_t years_most;
    int64_t learning; /* paid minutes a year at least */
    bool evenings;    /* whether evenings and nights are allowed */
    bool on_call;     /* whether the doctor may be on call */
} ac_terms;

ac_terms ac_pool_terms(const ac_pool *pool, const ac_pool_row *contract, accord_date on);

/* Tells contracts whose terms are none of terms.csv, or that go beyond them on some day. */
void ac_pool_check_terms(const ac_pool_sheet *sheets, const ac_pool *pool, ac_pool_faults *faults);

#endif
