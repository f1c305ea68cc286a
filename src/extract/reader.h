/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_READER_H
#define AC_EXTRACT_READER_H
/* A streaming reader of CSV as the world writes it, in constant memory: RFC 4180 quotes, newlines
 * in quotes, CRLF or LF, a byte order mark, UTF-8 checked. It gives rows of raw fields with their
 * place.
 *
 * A row whose fields cannot be told apart (a stray quote, a wrong count of columns) costs its first
 * line only: reading goes on at the next line, so that a quote never closed cannot hide other rows.
 * Empty lines are passed over. */

#include "base/hash.h"
#include "base/status.h"
#include "base/text.h"
#include "extract/row.h"
#include "extract/source.h"

#include <stdint.h>

typedef struct ac_reader ac_reader;

/* Opens a file, plain or packed, and reads its heading.
 *
 * errors  ACCORD_EIO     it cannot be opened or read
 *         ACCORD_EINPUT  empty, a heading that cannot be read, UTF-16 or binary; the message
 *                        names it
 */
accord_status
ac_reader_open(const char *path, char delimiter, ac_reader **reader, accord_error *error);

/* The same over bytes in memory, which are borrowed until the reader is closed. */
accord_status ac_reader_open_text(
    ac_text bytes, const char *name, char delimiter, ac_reader **reader, accord_error *error);

/* The same over standard input, of which `head` was read already; that is borrowed, too. */
accord_status
ac_reader_open_standard(ac_text head, char delimiter, ac_reader **reader, accord_error *error);
void ac_reader_close(ac_reader *reader);

const ac_row *ac_reader_heading(const ac_reader *reader);
bool ac_reader_is_packed(const ac_reader *reader);

/* Gives the next row; `*row` is NULL at the end.
 *
 * errors  ACCORD_EIO  the file cannot be read further
 */
accord_status ac_reader_next(ac_reader *reader, const ac_row **row, accord_error *error);

/* What a reader that has only read its heading hands to another that reads on: what is held after
 * the heading, where that begins, and the hash of all that was read. The reader stays open. */
typedef struct ac_reader_rest {
    ac_source *source;
    ac_text held; /* borrowed */
    uint64_t line;
    ac_hasher hasher;
} ac_reader_rest;

void ac_reader_hand_over(ac_reader *reader, ac_reader_rest *rest);

uint64_t ac_reader_done_bytes(const ac_reader *reader);
uint64_t ac_reader_total_bytes(const ac_reader *reader); /* 0 if not known */
ac_hash ac_reader_hash(ac_reader *reader);               /* of all bytes; after the last row */

#endif
