/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_STANDARD_H
#define AC_EXTRACT_STANDARD_H
/* Standard input before it is read as a source: its first bytes, so that they can be looked at, and
 * a way back to them where several are to read it. */

#include "base/status.h"
#include "base/text.h"

#include <sys/types.h>

typedef struct ac_standard {
    ac_text head; /* its first bytes: all of them, where it has no more */
    off_t rest;   /* where those behind `head` are to be had again; -1: they can be read once */
} ac_standard;

/* Takes the first bytes, at most `most`.
 *
 * out     standard  `head` in the arena; `rest` is -1
 * errors  ACCORD_EIO  it cannot be read
 */
accord_status
ac_standard_begin(ac_arena *arena, size_t most, ac_standard *standard, accord_error *error);

/* Has the bytes behind the head stay readable. Of a pipe they go to a file without a name in
 * `folder`, which then is standard input; so all are read here.
 *
 * errors  ACCORD_EIO  it cannot be read; the folder has no room for it
 */
accord_status ac_standard_keep(ac_standard *standard, const char *folder, accord_error *error);

/* Has what reads standard input next begin behind the head, where that can be had again.
 *
 * errors  ACCORD_EIO  it cannot be
 */
accord_status ac_standard_again(const ac_standard *standard, accord_error *error);

#endif
