/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_REQUEST_H
#define AC_POOL_REQUEST_H
/* What a request is called in a roster, and what a doctor finds in its sessions, as it states it.
 */

#include "base/buffer.h"
#include "pool/pool.h"

/* Whether a request of a roster is of one day or week of a request that recurs: "R5/2015-01-05",
 * whose code is then "R5". */
bool ac_pool_request_dated(ac_text request, ac_text *code, accord_date *date);

/* The row of requests.csv that a request of a roster came from; NULL where it is not there any
 * more.
 */
const ac_pool_row *ac_pool_request_row(const ac_pool *pool, ac_text request);

/* Adds "15 appointments of 12 minutes, 2 home visits, on call, 20 minutes of admin, login to EMIS,
 * supervised, with parking"; nothing where the request does not say, or is NULL. */
void ac_pool_add_workload(ac_buffer *buffer, const ac_pool_row *request);

#endif
