/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_REVIEW_H
#define AC_APP_POOL_REVIEW_H
/* What became of the sessions of a pool, and what they cost against locums. */

#include "app/pool_folder.h"
#include "sizing/write_review.h"

typedef struct ac_pool_review_options {
    uint64_t seed;
    uint32_t draws;
    const char *const *settings; /* [setting_count], "cost pence=31900" */
    size_t setting_count;
    ac_sizing_format format;
} ac_pool_review_options;

/* Reviews the weeks of a period: requests, events.csv, timesheets.csv, locums.csv, lookback.csv.
 *
 * out     buffer  what is told of them
 *         faults  of the files
 * errors  of reading and building the pool, of ac_record_read and of ac_figures_set
 */
accord_status ac_pool_review(
    ac_arena *arena,
    const char *folder,
    const ac_pool_period *period,
    const ac_pool_review_options *options,
    ac_buffer *buffer,
    ac_pool_faults *faults,
    accord_error *error);

#endif
