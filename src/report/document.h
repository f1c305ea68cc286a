/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_DOCUMENT_H
#define AC_REPORT_DOCUMENT_H
/* A document as people read it: headings, sentences, tables. What it says (statement_document.c) is
 * apart from how it is written, as a page (document_html.c) or on paper (document_pdf.c), so that
 * both say the same. */

#include "base/arena.h"
#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

typedef enum ac_block_kind {
    AC_BLOCK_SECTION,  /* begins one, with its heading; the first is the document's */
    AC_BLOCK_NEW_PAGE, /* the section that follows begins a page on paper */
    AC_BLOCK_HEADING,
    AC_BLOCK_BIG, /* what a reader came for */
    AC_BLOCK_TEXT,
    AC_BLOCK_NOTE, /* set back */
    AC_BLOCK_QUOTE,
    AC_BLOCK_ITEM, /* of a list */
    AC_BLOCK_TERM, /* `term`, and its text */
    AC_BLOCK_TABLE
} ac_block_kind;

typedef struct ac_grid_column {
    const char *heading;
    bool number; /* to the right, and never broken */
    bool mono;   /* of hashes, which may be broken anywhere */
    bool whole;  /* its words are never broken */
} ac_grid_column;

typedef struct ac_grid_cell {
    ac_text text;
    ac_text to; /* "" or the place in the document where it leads */
} ac_grid_cell;

typedef struct ac_grid {
    ac_text caption;
    const ac_grid_column *columns; /* [column_count] */
    size_t column_count;
    ac_grid_cell *cells; /* [row_count x column_count]; the first of a row is its heading */
    size_t row_count;
    size_t row_capacity;
    bool *sums; /* [row_count], rows that add others up */
    bool files; /* `to` names a file beside this one */
    ac_arena *arena;
} ac_grid;

typedef struct ac_block {
    ac_block_kind kind;
    ac_text text;
    ac_text term;
    ac_text place; /* TERM, HEADING: by which cells lead here, or "" */
    const ac_grid *grid;
} ac_block;

typedef struct ac_document {
    ac_arena *arena;
    ac_text title;
    ac_text over;     /* stands over it: whose contract it is */
    ac_text under;    /* and under each page on paper */
    const char *mark; /* on every page, such as "SHADOW"; or NULL */
    ac_block *blocks; /* [count] */
    size_t count;
    size_t capacity;
} ac_document;

/* Each copies its texts. */
void ac_document_add(ac_document *document, ac_block_kind kind, ac_text text);
void ac_document_term(ac_document *document, const char *term, ac_text text);

/* A grid to be filled, at the end of the document. */
ac_grid *ac_document_grid(
    ac_document *document, ac_text caption, const ac_grid_column *columns, size_t column_count);

/* Adds a row of empty cells, [column_count]; it holds until the next row. */
ac_grid_cell *ac_grid_row(ac_grid *grid);
void ac_grid_sums(ac_grid *grid); /* the last row adds others up */
void ac_grid_set(const ac_grid *grid, ac_grid_cell *cell, ac_text text); /* copied */

/* ---- document_html.c ---- */

/* Adds the document as one page that stands alone. */
void ac_document_add_html(ac_buffer *buffer, const ac_document *document);

/* ---- document_pdf.c ---- */

/* Writes the document as PDF on A4, whole or not at all. The same document gives the same bytes.
 *
 * errors  ACCORD_EIO  it cannot be written
 */
accord_status
ac_document_write_pdf(const char *path, const ac_document *document, accord_error *error);

#endif
