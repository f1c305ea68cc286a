/* SPDX-License-Identifier: MIT */
/* A document on paper. It is laid out twice: once to count the pages, so that each can say of how
 * many it is one, and once to be set. Every element ends before its page does. */

#include "base/limits.h"
#include "report/pdf_inside.h"

static const struct look {
    ac_type_face face;
    double before; /* room above */
    double after;
    double indent;
    double keep; /* room that has to follow on the same page */
    const char *element;
} looks[] = {
    [AC_BLOCK_SECTION] = {{AC_FONT_BOLD, 13, false},     12, 3, 0,   60, "H2"        },
    [AC_BLOCK_NEW_PAGE] = {{AC_FONT_REGULAR, 9.5, false}, 0,  0, 0,   0,  "P"         },
    [AC_BLOCK_HEADING] = {{AC_FONT_BOLD, 10.5, false},   8,  2, 0,   40, "H3"        },
    [AC_BLOCK_BIG] = {{AC_FONT_BOLD, 17, false},     4,  4, 0,   40, "P"         },
    [AC_BLOCK_TEXT] = {{AC_FONT_REGULAR, 9.5, false}, 1,  3, 0,   0,  "P"         },
    [AC_BLOCK_NOTE] = {{AC_FONT_REGULAR, 8.5, true},  1,  3, 0,   0,  "P"         },
    [AC_BLOCK_QUOTE] = {{AC_FONT_REGULAR, 9.5, false}, 1,  4, 12,  0,  "BlockQuote"},
    [AC_BLOCK_ITEM] = {{AC_FONT_REGULAR, 9.5, false}, 1,  2, 12,  0,  "P"         },
    [AC_BLOCK_TERM] = {{AC_FONT_REGULAR, 9.5, false}, 1,  2, 130, 0,  "P"         },
    [AC_BLOCK_TABLE] = {{AC_FONT_REGULAR, 8.5, false}, 0,  0, 0,   0,  "Table"     },
};

static const struct look title_look = {
    {AC_FONT_BOLD, 18, false},
    0, 4, 0, 60, "H1"
};

#define LEADING 1.32
#define DOCUMENT \
    "Document" /* the element that the others are in; cairo calls a file tagged by it */

/* ---- Text ---- */

void ac_pdf_begin(const ac_pdf *pdf, const char *element)
{
    if (pdf->draws) {
        ac_paper_begin(pdf->paper, element);
    }
}

void ac_pdf_end(const ac_pdf *pdf, const char *element)
{
    if (pdf->draws) {
        ac_paper_end(pdf->paper, element);
    }
}

void ac_pdf_text(const ac_pdf *pdf, ac_type_face face, double x, double y, ac_text text)
{
    if (pdf->draws) {
        ac_paper_text(pdf->paper, face, x, y, text);
    }
}

/* How many bytes of a word fit; at least one character, so that lines come to an end. */
static size_t fitting(const ac_pdf *pdf, ac_type_face face, double wide, ac_text word)
{
    size_t fits = 0;
    double used = 0;
    while (fits < word.size) {
        size_t next = fits + 1;
        while (next < word.size && ((unsigned char)word.at[next] & 0xC0) == 0x80) {
            next++;
        }
        used += ac_paper_width(pdf->paper, face, ac_text_slice(word, fits, next));
        if (used > wide && fits > 0) {
            break;
        }
        fits = next;
    }
    return fits;
}

static size_t word_end(ac_text text, size_t from)
{
    while (from < text.size && text.at[from] != ' ') {
        from++;
    }
    return from;
}

/* The bytes of the next line. */
static size_t line_end(const ac_pdf *pdf, ac_type_face face, double wide, ac_text text)
{
    size_t end = word_end(text, 0);
    double used = ac_paper_width(pdf->paper, face, ac_text_slice(text, 0, end));
    if (used > wide) {
        return fitting(pdf, face, wide, ac_text_slice(text, 0, end));
    }
    while (end < text.size) {
        size_t next = word_end(text, end + 1);
        used += ac_paper_width(pdf->paper, face, ac_text_slice(text, end, next));
        if (used > wide) {
            break;
        }
        end = next;
    }
    return end;
}

ac_pdf_lines ac_pdf_wrap(const ac_pdf *pdf, ac_type_face face, double wide, ac_text text)
{
    ac_pdf_lines lines = {0};
    size_t capacity = 0;
    text = ac_text_trim(ac_paper_shown(pdf->arena, pdf->paper, text));
    while (text.size > 0) {
        size_t end = line_end(pdf, face, wide, text);
        AC_RESERVE(pdf->arena, lines.list, lines.count, capacity);
        lines.list[lines.count++] = ac_text_slice(text, 0, end);
        text = ac_text_trim(ac_text_slice(text, end, text.size));
    }
    return lines;
}

ac_text ac_pdf_line(const ac_pdf_lines *lines, size_t i)
{
    ac_text line = lines->list[i];
    bool gap = i + 1 < lines->count && lines->list[i + 1].at > line.at + line.size;
    return gap ? (ac_text){line.at, line.size + 1} : line;
}

/* ---- Pages ---- */

static const ac_type_face small = {AC_FONT_REGULAR, 8, true};
static const ac_type_face small_bold = {AC_FONT_BOLD, 9, false};

/* As much of a text as one line holds. */
static ac_text one_line(const ac_pdf *pdf, ac_type_face face, double wide, ac_text text)
{
    ac_pdf_lines lines = ac_pdf_wrap(pdf, face, wide, text);
    return lines.count > 0 ? lines.list[0] : AC_TEXT("");
}

static void add_around(const ac_pdf *pdf)
{
    enum { HEAD = 36, MARK = 50, FOOT = 30, NUMBER_WIDE = 90 };
    const double wide = AC_PDF_RIGHT - AC_PDF_LEFT;
    if (pdf->of->mark != NULL) {
        ac_paper_stamp(pdf->paper, AC_TEXT("SHADOW"));
        ac_text mark = ac_text_of(pdf->of->mark);
        double at = (AC_PAPER_WIDE - ac_paper_width(pdf->paper, small_bold, mark)) / 2;
        ac_paper_text(pdf->paper, small_bold, at, MARK, mark);
    }
    ac_paper_text(pdf->paper, small, AC_PDF_LEFT, HEAD, one_line(pdf, small, wide, pdf->of->over));
    ac_text under = one_line(pdf, small, wide - NUMBER_WIDE, pdf->of->under);
    ac_paper_text(pdf->paper, small, AC_PDF_LEFT, AC_PAPER_HIGH - FOOT, under);
    AC_SCOPED_BUFFER(number, 80);
    ac_buffer_addf(&number, "page %zu of %zu", pdf->page, pdf->pages);
    ac_text text = ac_buffer_text(&number);
    double at = AC_PDF_RIGHT - ac_paper_width(pdf->paper, small, text);
    ac_paper_text(pdf->paper, small, at, AC_PAPER_HIGH - FOOT, text);
}

void ac_pdf_begin_page(ac_pdf *pdf)
{
    if (pdf->page > 0 && pdf->draws) {
        ac_paper_end_page(pdf->paper);
    }
    pdf->page++;
    pdf->y = AC_PDF_TOP;
    if (pdf->draws) {
        ac_paper_begin(pdf->paper, "Private"); /* no part of what is read */
        add_around(pdf);
        ac_paper_end(pdf->paper, "Private");
    }
}

void ac_pdf_need(ac_pdf *pdf, double high)
{
    if (pdf->y + high > AC_PDF_BOTTOM && pdf->y > AC_PDF_TOP) {
        ac_pdf_begin_page(pdf);
    }
}

/* ---- Blocks ---- */

/* Sets lines, over pages where there are many; each page has its part of the element. */
static void add_lines(ac_pdf *pdf, const struct look *look, const ac_pdf_lines *lines)
{
    const double high = look->face.size * LEADING;
    size_t done = 0;
    while (done < lines->count) {
        ac_pdf_need(pdf, high);
        ac_pdf_begin(pdf, look->element);
        do {
            pdf->y += high;
            ac_pdf_text(
                pdf, look->face, AC_PDF_LEFT + look->indent, pdf->y - high / 4,
                ac_pdf_line(lines, done));
            done++;
        } while (done < lines->count && pdf->y + high <= AC_PDF_BOTTOM);
        ac_pdf_end(pdf, look->element);
    }
}

/* What stands to the left of a block: the mark of an item, a term, the rule of a quotation. */
static void add_lead(const ac_pdf *pdf, const struct look *look, const ac_block *block)
{
    const double base = pdf->y + look->face.size * LEADING * 3 / 4;
    if (block->kind == AC_BLOCK_ITEM) {
        ac_pdf_text(pdf, look->face, AC_PDF_LEFT + 2, base, AC_TEXT("\xE2\x80\xA2"));
    } else if (block->kind == AC_BLOCK_TERM) {
        const ac_type_face bold = {AC_FONT_BOLD, look->face.size, false};
        ac_pdf_begin(pdf, "P");
        ac_pdf_text(
            pdf, bold, AC_PDF_LEFT, base, one_line(pdf, bold, look->indent - 4, block->term));
        ac_pdf_end(pdf, "P");
    } else if (block->kind == AC_BLOCK_QUOTE && pdf->draws) {
        ac_paper_rule(pdf->paper, AC_PDF_LEFT + 2, pdf->y, 2, look->face.size * LEADING);
    }
}

static void add_block(ac_pdf *pdf, const ac_block *block, bool first)
{
    const struct look *look = first ? &title_look : &looks[block->kind];
    if (block->kind == AC_BLOCK_TABLE) {
        ac_pdf_grid(pdf, block->grid);
        return;
    }
    if (block->kind == AC_BLOCK_NEW_PAGE) {
        ac_pdf_begin_page(pdf);
        return;
    }
    double wide = AC_PDF_RIGHT - AC_PDF_LEFT - look->indent;
    ac_pdf_lines lines = ac_pdf_wrap(pdf, look->face, wide, block->text);
    double high = look->face.size * LEADING * (lines.count < 3 ? (double)lines.count : 3.0);
    ac_pdf_need(pdf, look->before + high + look->keep);
    pdf->y += look->before;
    if (block->kind == AC_BLOCK_SECTION && !first) {
        if (pdf->draws) {
            ac_paper_rule(pdf->paper, AC_PDF_LEFT, pdf->y - 2, AC_PDF_RIGHT - AC_PDF_LEFT, 0.5);
        }
        pdf->y += 2;
    }
    if (block->kind == AC_BLOCK_SECTION && pdf->draws) {
        ac_paper_content(pdf->paper, block->text, pdf->page);
    }
    add_lead(pdf, look, block);
    add_lines(pdf, look, &lines);
    pdf->y += look->after;
}

static void lay_out(ac_pdf *pdf)
{
    pdf->page = 0;
    ac_pdf_begin_page(pdf);
    for (size_t i = 0; i < pdf->of->count; i++) {
        add_block(pdf, &pdf->of->blocks[i], i == 0);
    }
}

accord_status
ac_document_write_pdf(const char *path, const ac_document *document, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    ac_pdf pdf = {.arena = &arena, .of = document};
    AC_TRY(ac_paper_open(&arena, path, document->title, &pdf.paper, error));
    lay_out(&pdf);
    pdf.pages = pdf.page;
    pdf.draws = true;
    ac_paper_begin(pdf.paper, DOCUMENT);
    lay_out(&pdf);
    ac_paper_end(pdf.paper, DOCUMENT);
    ac_paper_end_page(pdf.paper);
    return ac_paper_close(pdf.paper, true, error);
}
