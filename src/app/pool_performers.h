/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_PERFORMERS_H
#define AC_APP_POOL_PERFORMERS_H
/* Brings a published performers list into gates.csv. */

#include "pool/performers.h"

typedef struct ac_performers {
    const char *list; /* the published list, CSV */
    const char *folder;
    ac_list_naming naming;
    accord_date on; /* the day on which the list was looked at */
    const char *by;
    const char *source; /* NULL: the name of the list and its SHA-256 */
    ac_list_missing missing;
    const char *roster; /* whose sessions are looked at; or NULL */
    ac_pool_period period;
    bool dry_run; /* nothing is written */
} ac_performers;

/* Compares, and writes gates.csv if nothing is at fault.
 *
 * out     faults  of the pool, or of the list
 *         told    what is so of each doctor, and which sessions of the roster cannot be worked any
 *                 more, a line each
 * errors  ACCORD_ENO     there are faults; nothing was written
 *         ACCORD_EINPUT  see ac_list_init; the roster names what the pool has not
 *         ACCORD_EIO     something cannot be read or written
 */
accord_status ac_performers_run(
    ac_arena *arena,
    const ac_performers *performers,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error);

#endif
