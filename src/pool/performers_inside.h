/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_PERFORMERS_INSIDE_H
#define AC_POOL_PERFORMERS_INSIDE_H
/* What a list says of a doctor, between reading it and comparing it. */

#include "pool/performers.h"

typedef struct ac_list_entry {
    uint64_t line; /* 0: nothing */
    ac_pool_state state;
    ac_text conditions;
    accord_date from;
    bool has_from;
    accord_date until;
    bool has_until;
} ac_list_entry;

/* Reads the rows of a list.
 *
 * out     entries  [doctors of the pool], zeroed on entry
 *         faults   see ac_list_apply
 */
void ac_list_read(const ac_list *list, ac_list_entry *entries, ac_pool_faults *faults);

#endif
