/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_SPILL_H
#define AC_CUBE_SPILL_H
/* Records of one size that are more than memory is to hold, apart by a part's number, in a
 * temporary file that has no name and only its owner could read. Of each part they come back in the
 * order in which they were added. */

#include "base/status.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct ac_spill ac_spill;

typedef struct ac_spill_options {
    const char *folder; /* for the file, which is gone at once from it */
    size_t parts;
    size_t record_bytes;
    size_t block_bytes; /* held of each part before it is written; at least one record */
} ac_spill_options;

/* errors  ACCORD_EIO  no file can be made in the folder */
accord_status ac_spill_open(const ac_spill_options *options, ac_spill **spill, accord_error *error);
void ac_spill_close(ac_spill *spill); /* takes NULL */

/* errors  ACCORD_EIO  the disk is full, or cannot be written */
accord_status ac_spill_add(ac_spill *spill, size_t part, const void *record, accord_error *error);

/* Gives the records of a part, block by block; `*count` is 0 at the end. No record is added after
 * the first of these calls.
 *
 * out     records  borrowed until the next call
 * errors  ACCORD_EIO  the file cannot be read
 */
accord_status ac_spill_read(
    ac_spill *spill, size_t part, const void **records, size_t *count, accord_error *error);

#endif
