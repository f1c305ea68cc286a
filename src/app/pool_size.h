/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_SIZE_H
#define AC_APP_POOL_SIZE_H
/* How many sessions to employ, from the files of a pool. */

#include "app/pool_folder.h"
#include "sizing/write.h"

typedef struct ac_pool_size_options {
    uint64_t seed;
    uint32_t scenarios;
    const char *const *settings; /* [setting_count], "price pence=37500" */
    size_t setting_count;
    const uint32_t *sizes; /* [size_count]; none: some about the mean demand */
    size_t size_count;
    const uint32_t *idle; /* [idle_count], at most AC_IDLE_LIST_MOST */
    size_t idle_count;
    ac_sizing_format format;
} ac_pool_size_options;

/* Fits demand to the requests of the period, and sizes the pool for the one that follows it.
 *
 * out     buffer  what is told of it
 *         faults  of the files
 * errors  of reading and building the pool, of ac_figures_set and of ac_sizing_run
 */
accord_status ac_pool_size(
    ac_arena *arena,
    const char *folder,
    const ac_pool_period *period,
    const ac_pool_size_options *options,
    ac_buffer *buffer,
    ac_pool_faults *faults,
    accord_error *error);

#endif
