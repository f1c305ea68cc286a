/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_SOURCE_H
#define AC_EXTRACT_SOURCE_H
/* The bytes of a file, wherever they come from: a plain file, standard input, memory; packed with
 * gzip or zstd, which its first bytes tell, whatever its name. */

#include "base/buffer.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ac_source ac_source;

/* errors  ACCORD_EIO  it cannot be opened, or is a folder */
accord_status ac_source_open(const char *path, ac_source **source, accord_error *error);

/* The same over bytes in memory, which are borrowed. */
accord_status
ac_source_open_text(ac_text bytes, const char *name, ac_source **source, accord_error *error);

/* What standard input is called in messages and accounts. */
#define AC_STANDARD_INPUT "standard input"

/* Standard input, of which `head` was read already; that is borrowed. */
accord_status ac_source_open_standard(ac_text head, ac_source **source, accord_error *error);

void ac_source_close(ac_source *source);

/* Reads on, unpacked; fills `into` unless the end comes. `*got` is less than `most` at the end
 * only.
 *
 * errors  ACCORD_EIO     it cannot be read
 *         ACCORD_EINPUT  packed bytes that are cut off or corrupt; the message names where
 *         ACCORD_ELIMIT  it unpacks to more than AC_UNPACKED_BYTES_MAX, or grows by more than
 *                        AC_UNPACK_RATIO_MAX, or asks for a larger window than accord gives
 */
accord_status
ac_source_read(ac_source *source, char *into, size_t most, size_t *got, accord_error *error);

bool ac_source_is_packed(const ac_source *source);       /* known after the first read */
uint64_t ac_source_done_bytes(const ac_source *source);  /* of the file as it stands */
uint64_t ac_source_total_bytes(const ac_source *source); /* 0 if not known */

/* Of a packed source: the hasher of the file as it stands, as far as it was read. Of a plain one
 * whoever reads it hashes what he reads. */
ac_hasher ac_source_hasher(const ac_source *source);

/* Of a packed source: packed bytes that are read from now on are added to `kept`, and it is for
 * whoever gave that to hash them. */
void ac_source_keep_packed(ac_source *source, ac_buffer *kept);

#endif
