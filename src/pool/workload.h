/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_WORKLOAD_H
#define AC_POOL_WORKLOAD_H
/* What a doctor finds in a session, as its request states it. */

#include "base/buffer.h"
#include "pool/pool.h"

/* The row of requests.csv that a request of a roster came from: "R5", or "R5/2015-01-05" of a week;
 * NULL where there is none any more. */
const ac_pool_row *ac_pool_request_row(const ac_pool *pool, ac_text request);

/* Adds "15 appointments of 12 minutes, 2 home visits, on call, 20 minutes of admin, login to EMIS,
 * with parking"; nothing where the request does not say. */
void ac_pool_add_workload(ac_buffer *buffer, const ac_pool_row *request);

#endif
