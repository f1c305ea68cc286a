/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_PDF_INSIDE_H
#define AC_REPORT_PDF_INSIDE_H
/* What the files that lay a document out on paper share. */

#include "report/document.h"
#include "report/paper.h"

#define AC_PDF_LEFT   43.0
#define AC_PDF_RIGHT  (AC_PAPER_WIDE - 43.0)
#define AC_PDF_TOP    62.0
#define AC_PDF_BOTTOM (AC_PAPER_HIGH - 56.0)

typedef struct ac_pdf {
    ac_arena *arena;
    const ac_document *of;
    ac_paper *paper;
    bool draws; /* else the pages are only counted */
    size_t page;
    size_t pages; /* of all, once they are counted */
    double y;     /* where the next line begins */
} ac_pdf;

/* Lines of text no wider than a column. */
typedef struct ac_pdf_lines {
    ac_text *list; /* [count] */
    size_t count;
} ac_pdf_lines;

ac_pdf_lines ac_pdf_wrap(const ac_pdf *pdf, ac_type_face face, double wide, ac_text text);

/* One of them as it is set: with the space that it was broken at, so that words which are copied,
 * or read aloud, stay apart. */
ac_text ac_pdf_line(const ac_pdf_lines *lines, size_t i);

/* Begins a page where less room is left. No element may be open. */
void ac_pdf_need(ac_pdf *pdf, double high);
void ac_pdf_begin_page(ac_pdf *pdf);

void ac_pdf_begin(const ac_pdf *pdf, const char *element);
void ac_pdf_end(const ac_pdf *pdf, const char *element);
void ac_pdf_text(const ac_pdf *pdf, ac_type_face face, double x, double y, ac_text text);

/* ---- document_pdf_grid.c ---- */
void ac_pdf_grid(ac_pdf *pdf, const ac_grid *grid);

#endif
