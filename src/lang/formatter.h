/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_FORMATTER_H
#define AC_LANG_FORMATTER_H
/* What the parts of the formatter share: marks on the text, made from its tree by format_marks.c,
 * and the writer of statements, format_write.c. */

#include "base/buffer.h"
#include "lang/syntax.h"

/* Marks stand on bytes of the text, so that a token finds its own by its place. */
enum {
    AC_MARK_BREAK = 1, /* first byte: the token begins a line */
    AC_MARK_ITEM = 2, /* first byte: a case, band or counted level; what follows is indented more */
    AC_MARK_ITEM_END = 4, /* last byte: the last of the items ends here */
    AC_MARK_ROW = 8, /* first byte: a row of a table; what follows stands under its first cell */
    AC_MARK_NEGATIVE = 16, /* a minus that belongs to what follows it */
    AC_MARK_SELECT = 32,   /* last byte: the bracket that follows picks a member */
    AC_MARK_TIGHT = 64,    /* first byte: the token touches the one before it */
    AC_MARK_DEFINES = 128  /* last byte: the '=' that follows ends the head of a quantity */
};

/* Makes the marks of a parsed text, [source.size + 1]. */
uint8_t *ac_format_marks(ac_arena *arena, const ac_syntax *syntax, const ac_statements *statements);

/* Spaces more than one before tokens 1 and 2 of a statement, so that columns of neighbours agree.
 */
typedef struct ac_format_pad {
    uint32_t before[3];
} ac_format_pad;

typedef struct ac_format_writer {
    ac_text source;
    const uint8_t *marks;
    ac_buffer *out;
    const ac_statement *statement;
    ac_format_pad pad;
    bool verbatim;   /* a PART: its title's spaces are the author's */
    bool has_cases;  /* where a line begins has a meaning */
    bool begun;      /* its number, or its first line, is written */
    bool in_item;    /* past the beginning of a case, band or counted level */
    bool in_row;     /* past the beginning of a table's row */
    uint32_t body;   /* columns that a line of the statement is indented by */
    uint32_t hang;   /* columns that a line inside a row is indented by; 0: as the body */
    uint32_t column; /* columns written of the line */
} ac_format_writer;

uint32_t ac_format_columns(ac_text text); /* characters, not bytes */

void ac_format_begin(ac_format_writer *writer, const ac_statement *statement, ac_format_pad pad);

/* Writes tokens [from, until) of the statement as one line of the author, broken where it must be;
 * the last end of line is left to the caller. On the first line the clause's number comes first. */
void ac_format_put(ac_format_writer *writer, size_t from, size_t until);

#endif
