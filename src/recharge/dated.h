/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_DATED_H
#define AC_RECHARGE_DATED_H
/* Rows that hold from a day to a day: which one of those that speak of the same thing holds on a
 * day. Both days are included; no last day is for ever. */

#include "pool/pool.h"

enum { AC_DATED_KEYS = 3 };

/* Which columns say what a row speaks of, and its days. */
typedef struct ac_dated_form {
    ac_pool_table table;
    size_t keys[AC_DATED_KEYS]; /* [key_count] */
    size_t key_count;
    size_t from;
    size_t until;
} ac_dated_form;

typedef struct ac_dated {
    ac_dated_form form;
    const ac_pool_rows *rows;
    uint32_t *order; /* [rows->count], by key, then by first day */
} ac_dated;

/* Sorts the rows. Rows that end before they begin, and rows of one key that hold on the same day,
 * are faults. */
void ac_dated_make(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_dated_form *form,
    ac_dated *dated,
    ac_pool_faults *faults);

/* The row of a key that holds on a day, or NULL.
 *
 * in   key     [key_count], cell numbers; AC_POOL_ABSENT where the column is empty
 * out  before  the row of the key that began last before the day and has ended, or NULL
 */
const ac_pool_row *ac_dated_find(
    const ac_dated *dated, const int64_t *key, accord_date on, const ac_pool_row **before);

#endif
