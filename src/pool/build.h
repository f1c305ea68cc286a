/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_BUILD_H
#define AC_POOL_BUILD_H
/* From the pool's rows to the problem of one period. */

#include "pool/pool.h"
#include "pool/problem.h"

/* Expands the requests of a period into duties, judges every doctor for each, and sets the counters
 * of contracts and of the Working Time Regulations.
 *
 * errors  ACCORD_EINPUT  no day, no request or no doctor in the period; a session fixed by hand
 * that no request asks for ACCORD_ELIMIT  more doctors, days, duties or kinds of session than
 * base/limits.h allows
 */
accord_status ac_pool_build(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_pool_period *period,
    ac_problem *problem,
    accord_error *error);

#endif
