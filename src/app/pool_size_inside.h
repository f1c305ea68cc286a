/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_SIZE_INSIDE_H
#define AC_APP_POOL_SIZE_INSIDE_H
/* What the parts of sizing share. */

#include "pool/pool.h"
#include "pool/problem.h"
#include "sizing/parts.h"

typedef struct ac_size_work {
    ac_arena *arena;
    const ac_pool *pool;
    const ac_pool_period *period; /* that demand is fitted to */
    const ac_problem *problem;    /* of it */
} ac_size_work;

/* Counts the sessions asked for, by practice and week.
 *
 * in  chosen  [row of requests.csv], or NULL: all
 */
void ac_size_count_asked(const ac_size_work *work, const bool *chosen, ac_asked *asked);

/* Finds the parts by base and by skill, with what each asks for and has today, and what falls short
 * whoever is placed where. They are not sized yet. */
void ac_size_find_parts(const ac_size_work *work, ac_sizing_parts *parts);

#endif
