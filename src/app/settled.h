/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_SETTLED_H
#define AC_APP_SETTLED_H
/* What a settlement of a store says beside its payments: whether it is closed, and what closing it
 * adjusts of periods that were closed before. */

#include "app/books.h"
#include "app/diff.h"

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

/* What a settlement looked at. The day is borrowed. */
static inline ac_books_view ac_settlement_view(const ac_settlement *settlement)
{
    return (ac_books_view){.upto = settlement->upto, .known_by = &settlement->known_by};
}

/* ---- books_moved.c ---- */

/* Two views of a store laid out, for as long as they are held to each other. */
typedef struct ac_books_pair {
    ac_books_folder folders[2]; /* the old one, the new one */
    accord_date known_by[2];
} ac_books_pair;

/* Lays both out, within a transaction. ac_books_pair_remove has to be called whatever comes out.
 * Fails as ac_books_folder_scratch. */
accord_status ac_books_pair_lay_out(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_view views[2],
    ac_books_pair *pair,
    accord_error *error);
void ac_books_pair_remove(const ac_books_pair *pair);

/* The runs over both; the pair is borrowed. */
void ac_books_pair_sides(const ac_books_pair *pair, ac_diff_side sides[2]);

/* Works out which causes each adjustment has, from what this settlement and the last closing before
 * it looked at: the work of accord diff. Fails as ac_diff_make. */
accord_status ac_settled_find_causes(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *settlement,
    ac_settled *settled,
    accord_error *error);

#endif
