/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_PARTS_H
#define AC_EXTRACT_PARTS_H
/* The parts of a workbook, which is a zip archive that anyone may have made: each is unpacked piece
 * by piece, never to a file, and all of them together to AC_WORKBOOK_BYTES_MAX at most, whatever
 * their headers say. */

#include "base/status.h"
#include "base/text.h"

typedef struct ac_parts ac_parts;

/* Opens an archive.
 *
 * errors  ACCORD_EIO     it cannot be opened or read
 *         ACCORD_EINPUT  it is no archive, or one of two parts of one name; the message says what
 *                        it seems to be, and how to save it
 *         ACCORD_ELIMIT  larger than AC_WORKBOOK_PACKED_MAX, or more than AC_WORKBOOK_PARTS_MAX
 */
accord_status ac_parts_open(const char *path, ac_parts **parts, accord_error *error);
void ac_parts_close(ac_parts *parts);

const char *ac_parts_path(const ac_parts *parts);

/* Whether there is a part; names are compared without regard to case, as in the standard. */
bool ac_parts_has(const ac_parts *parts, const char *name);

/* Takes the next piece of a part; the last one may be empty. */
typedef accord_status (*ac_parts_take)(void *self, ac_text piece, bool last, accord_error *error);

/* Unpacks a part, and holds it to its checksum.
 *
 * errors  ACCORD_EINPUT  there is no such part; it is encrypted or damaged
 *         ACCORD_ELIMIT  more than AC_WORKBOOK_BYTES_MAX with those that were read before
 *         and those of `take`
 */
accord_status ac_parts_read(
    ac_parts *parts, const char *name, ac_parts_take take, void *self, accord_error *error);

#endif
