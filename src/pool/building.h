/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_BUILDING_H
#define AC_POOL_BUILDING_H
/* The steps of building a problem: sessions (expand.c), then rules and costs (build.c). */

#include "pool/pool.h"
#include "pool/problem.h"

typedef struct ac_building {
    ac_arena *arena;
    const ac_pool *pool;
    const ac_pool_period *period;
    ac_problem *problem;
    uint32_t *request_rows; /* [request], of requests.csv */
    size_t request_capacity;
    size_t duty_capacity;
    size_t room_capacity;
    accord_error *error;
} ac_building;

accord_status ac_building_expand(ac_building *work);

#endif
