/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_PAPER_H
#define AC_REPORT_PAPER_H
/* Pages of A4 in a PDF: texts, lines and what they are (headings, cells), so that they can be read
 * aloud and searched. paper.c alone knows the libraries. The two fonts are carried by the program
 * and embedded in each file, as far as it uses them; no font of the machine is looked for, so that
 * a file is the same everywhere. Lengths are in points, from the top left. */

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

#include <stdbool.h>

#define AC_PAPER_WIDE 595.28
#define AC_PAPER_HIGH 841.89

typedef enum ac_font { AC_FONT_REGULAR, AC_FONT_BOLD, AC_FONTS } ac_font;

typedef struct ac_type_face {
    ac_font font;
    double size;
    bool grey; /* set back, and still of good contrast */
} ac_type_face;

typedef struct ac_paper ac_paper;

/* Opens a file that ac_paper_close puts in its place.
 *
 * errors  ACCORD_EIO  it cannot be written
 */
accord_status ac_paper_open(
    ac_arena *arena, const char *path, ac_text title, ac_paper **paper, accord_error *error);

/* Ends it; where `keep` is false, or it could not be written, nothing is left of it. */
accord_status ac_paper_close(ac_paper *paper, bool keep, accord_error *error);

/* The text as it can be set: on one line, and what the fonts do not have, or would set in a wrong
 * order, by its number: [U+05D0]. */
ac_text ac_paper_shown(ac_arena *arena, const ac_paper *paper, ac_text text);

/* These take only what ac_paper_shown gave. */
double ac_paper_width(const ac_paper *paper, ac_type_face face, ac_text text);
void ac_paper_text(ac_paper *paper, ac_type_face face, double x, double y, ac_text text);

void ac_paper_rule(
    ac_paper *paper, double x, double y, double wide, double high); /* a filled bar */

/* A word across the whole page, pale, under what is set later. */
void ac_paper_stamp(ac_paper *paper, ac_text word);

/* What is set between the two is of one element: "H1", "P", "Table", "TR", "TH", "TD", "LI" ... */
void ac_paper_begin(ac_paper *paper, const char *element);
void ac_paper_end(ac_paper *paper, const char *element);

/* A line of the list of contents that readers of PDF show beside it; `page` from 1. */
void ac_paper_content(ac_paper *paper, ac_text heading, size_t page);

void ac_paper_end_page(ac_paper *paper);

#endif
