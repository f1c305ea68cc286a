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

#include <stdint.h>

typedef struct ac_reader ac_reader;

/* A row; borrowed until the next. Fields are unquoted and not trimmed. */
typedef struct ac_row {
    const ac_text *fields; /* [field_count] */
    size_t field_count;
    ac_text raw;   /* the bytes of the row as they stand, no line end; of R-LONG, only the first */
    uint64_t line; /* of the file, from 1, where it begins */
    /* NULL, or why the row cannot be read: R-QUOTE, R-UTF8, R-NUL, R-LONG, R-COLUMNS, R-TRUNCATED;
     * its fields are then those found so far. */
    const char *fault;
    size_t fault_field; /* from 0; of R-COLUMNS and R-TRUNCATED, how many columns there are */
} ac_row;

/* Opens a file and reads its heading.
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
void ac_reader_close(ac_reader *reader);

const ac_row *ac_reader_heading(const ac_reader *reader);

/* Gives the next row; `*row` is NULL at the end.
 *
 * errors  ACCORD_EIO  the file cannot be read further
 */
accord_status ac_reader_next(ac_reader *reader, const ac_row **row, accord_error *error);

uint64_t ac_reader_done_bytes(const ac_reader *reader);
uint64_t ac_reader_total_bytes(const ac_reader *reader); /* 0 if not known */
ac_hash ac_reader_hash(ac_reader *reader);               /* of all bytes; after the last row */

#endif
