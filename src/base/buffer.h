/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_BUFFER_H
#define AC_BASE_BUFFER_H
/* A growing piece of text, created with its maximum so that none is unbounded by accident. What
 * does not fit is dropped and `overflowed` is set: look at it once, at the end. */

#include "base/status.h"
#include "base/text.h"

typedef struct ac_buffer {
    char *bytes; /* owned; NUL-terminated once anything is added */
    size_t size_bytes;
    size_t capacity_bytes;
    size_t most_bytes;
    bool overflowed;
} ac_buffer;

void ac_buffer_init(ac_buffer *buffer, size_t most_bytes);
void ac_buffer_done(ac_buffer *buffer); /* takes a zeroed one too */
void ac_buffer_clear(ac_buffer *buffer);
void ac_buffer_add(ac_buffer *buffer, ac_text text);
/* Adds `more` bytes for the caller to write at once; NULL: they do not fit, and none is added. */
char *ac_buffer_extend(ac_buffer *buffer, size_t more);
void ac_buffer_add_z(ac_buffer *buffer, const char *terminated);
void ac_buffer_add_char(ac_buffer *buffer, char c);
void ac_buffer_add_repeated(ac_buffer *buffer, char c, size_t count);
void ac_buffer_addf(ac_buffer *buffer, const char *format, ...) AC_PRINTF(2, 3);

/* Adds one CSV field (RFC 4180): quoted where it holds a comma, a quote or a line end. A field that
 * a spreadsheet would run as a formula (begins with = + - @, and is not a number) is led by an
 * apostrophe. */
void ac_buffer_add_csv(ac_buffer *buffer, ac_text field);

/* A field that was written so, its quotation marks undone, without the apostrophe. */
ac_text ac_csv_unled(ac_text field);

/* Takes the field that begins at `*at`, its quotation marks undone, and sets `*at` to the comma or
 * the line's end behind it, or to the text's. False: it is not whole, or more stands behind its
 * marks.
 *
 * out  field  borrowed from `csv`, or in the arena
 */
bool ac_csv_take(ac_arena *arena, ac_text csv, size_t *at, ac_text *field);

/* Adds a JSON string with its quotes; the text is UTF-8. */
void ac_buffer_add_json(ac_buffer *buffer, ac_text text);

ac_text ac_buffer_text(const ac_buffer *buffer); /* borrows until the next change */

/* NOLINTBEGIN(bugprone-macro-parentheses): a name that is declared cannot stand in brackets */
#define AC_SCOPED_BUFFER(name, most_bytes)                   \
    __attribute__((cleanup(ac_buffer_done))) ac_buffer name; \
    ac_buffer_init(&name, (most_bytes))
/* NOLINTEND(bugprone-macro-parentheses) */

#endif
