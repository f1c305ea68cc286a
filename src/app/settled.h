/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_SETTLED_H
#define AC_APP_SETTLED_H
/* What a settlement of a store says beside its payments: whether it is closed, and what closing it
 * adjusts of periods that were closed before. */

#include "app/books.h"

/* Reads it within a transaction. The adjustments are those of the document that was approved, or
 * will be: the same whatever comes in later.
 *
 * out     settled  in `arena`
 * errors  ACCORD_EIO  the document is not there, or is none that accord writes
 */
accord_status ac_settled_read(
    ac_arena *arena,
    ac_db *db,
    const ac_settlement *settlement,
    ac_settled **settled,
    accord_error *error);

/* books_moved.c: works out which causes each adjustment has, from what this settlement and the last
 * closing before it looked at: the work of accord diff. Fails as ac_diff_make. */
accord_status ac_settled_find_causes(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *settlement,
    ac_settled *settled,
    accord_error *error);

#endif
