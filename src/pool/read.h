/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_READ_H
#define AC_POOL_READ_H
/* The two halves of reading a pool: cells, then what several rows say together. */

#include "pool/pool.h"

/* Finds what is wrong between rows: overlapping contracts, a doctor in two places. Cells at fault
 * are passed over: they have been told. */
void ac_pool_check_rows(
    ac_arena *arena,
    const ac_pool_sheet *sheets,
    const ac_pool_period *period,
    const ac_pool *pool,
    ac_pool_faults *faults);

/* Finds what is wrong of places: a place or a home that is known nowhere else; journeys, rooms and
 * wishes that are told twice and differ. */
void ac_pool_check_places(
    ac_arena *arena, const ac_pool_sheet *sheets, const ac_pool *pool, ac_pool_faults *faults);

#endif
