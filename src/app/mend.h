/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_MEND_H
#define AC_APP_MEND_H
/* Refused rows go back where they stood: from the file that `--refused` wrote, in whose column
 * `row` somebody has mended them. Whole files come out, so that a row that another input counted as
 * it was is not there twice. */

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

typedef struct ac_mended_file {
    ac_text from; /* as the refused rows name it */
    ac_text to;   /* unpacked, without .gz or .zst */
    uint64_t put_back;
    uint64_t taken_out; /* rows whose text was emptied */
} ac_mended_file;

/* Writes each file that refused rows speak of into `folder`, its other lines byte for byte. The
 * files themselves are not changed, and none is written over.
 *
 * out     files  [count], in `arena`, by name
 * errors  ACCORD_EIO     a file cannot be read or written, or is there already
 *         ACCORD_EINPUT  the refused rows cannot be read: lack a column, name a line that is not
 *                        there, or mend one line in two ways
 */
accord_status ac_mend(
    ac_arena *arena,
    const char *refused_path,
    const char *folder,
    const ac_mended_file **files,
    size_t *count,
    accord_error *error);

#endif
