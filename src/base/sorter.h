/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_SORTER_H
#define AC_BASE_SORTER_H
/* Records of one size, put in in any order and given back sorted, in bounded memory: what is held
 * goes, sorted, into a temporary file when it has become much, and all such runs are merged as they
 * are read. The file has no name from the moment it is made, and is gone when the program ends. */

#include "base/status.h"

#include <stddef.h>

typedef struct ac_sorter ac_sorter;

/* in  compare       as for qsort; records that are equal come in any order
 *     memory_bytes  of records held; while they are sorted as much again is used
 *     folder        for the temporary file; borrowed; NULL: /tmp
 */
ac_sorter *ac_sorter_new(
    size_t record_bytes,
    int (*compare)(const void *left, const void *right),
    size_t memory_bytes,
    const char *folder);
void ac_sorter_free(ac_sorter *sorter);

/* errors  ACCORD_EIO  the temporary file cannot be written */
accord_status ac_sorter_add(ac_sorter *sorter, const void *record, accord_error *error);

/* Gives the next record, which is there until the next call; NULL at the end. The first call ends
 * the adding.
 *
 * errors  ACCORD_EIO  the temporary file cannot be written or read
 */
accord_status ac_sorter_next(ac_sorter *sorter, const void **record, accord_error *error);

#endif
