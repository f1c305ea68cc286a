/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_ROW_H
#define AC_EXTRACT_ROW_H
/* One row made from the bytes at which it begins: its fields, or why they cannot be told apart.
 * What a row is depends on the bytes from its start on and on nothing else: not on how much of the
 * file is held, nor on who asks. The reader and the scanner of many threads both ask here. */

#include "base/arena.h"
#include "base/text.h"
#include "extract/scan.h"

#include <stdbool.h>
#include <stdint.h>

/* A row; borrowed until the next. Fields are unquoted and not trimmed. */
typedef struct ac_row {
    const ac_text *fields; /* [field_count] */
    size_t field_count;
    ac_text raw;   /* the bytes of the row as they stand, no line end; of R-LONG, only the first */
    uint64_t line; /* of the file, from 1, where it begins */
    bool unended;  /* the file ends after it without a line end: it may be cut off */
    /* NULL, or why the row cannot be read: R-QUOTE, R-UTF8, R-NUL, R-LONG, R-COLUMNS, R-TRUNCATED;
     * its fields are then those found so far. */
    const char *fault;
    size_t fault_field; /* from 0; of R-COLUMNS and R-TRUNCATED, how many columns there are */
} ac_row;

typedef struct ac_row_maker {
    ac_scan scan;
    size_t columns; /* of the heading; 0 while it is read */
    char *undone;   /* the row's fields with `""` made `"`; [undone_capacity], owned */
    size_t undone_capacity;
    ac_row row;        /* the last one made */
    size_t size_bytes; /* of it, with its line end */
    uint64_t lines;    /* of it */
    bool passing;      /* its line goes on past what is held: pass over it to the next line end */
} ac_row_maker;

/* in  arena  keeps the fields */
void ac_row_maker_init(ac_row_maker *maker, ac_arena *arena, char delimiter);
void ac_row_maker_done(ac_row_maker *maker);

/* Makes the row that begins at `held`, which is not empty.
 *
 * in   held    AC_SCAN_SLACK_BYTES are readable after it
 *      at_end  no more follows
 *      line    where the row begins
 * out  false: more is needed (never where at_end, or where AC_ROW_BYTES_MAX are held)
 */
bool ac_row_make(ac_row_maker *maker, ac_text held, bool at_end, uint64_t line);

/* Of an empty line at the start of `held`, its size; 0: it is none; -1: more is needed to tell. */
int ac_row_empty_line(ac_text held, bool at_end);

/* How many line ends there are. */
uint64_t ac_row_lines_in(const char *at, size_t size);

/* Whether the bytes of a row are UTF-8 without NUL. */
bool ac_row_is_text(ac_text raw);

#endif
