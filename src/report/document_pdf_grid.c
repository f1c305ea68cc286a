/* SPDX-License-Identifier: MIT */
/* A table on paper: columns as wide as what stands in them allows, its heading again on each page.
 */

#include "base/limits.h"
#include "report/pdf_inside.h"

#define LEADING 1.3
#define GAP     7.0 /* between columns */

enum { COLUMNS_MOST = 16 };

typedef struct grid_work {
    ac_pdf *pdf;
    const ac_grid *grid;
    double size; /* of the letters */
    double wide[COLUMNS_MOST];
} grid_work;

static ac_type_face face_of(const grid_work *work, bool bold)
{
    return (ac_type_face){bold ? AC_FONT_BOLD : AC_FONT_REGULAR, work->size, false};
}

/* The width of the widest word: what a column cannot go below without breaking one. */
static double widest_word(const ac_pdf *pdf, ac_type_face face, ac_text text)
{
    double widest = 0;
    size_t from = 0;
    for (size_t i = 0; i <= text.size; i++) {
        if (i == text.size || text.at[i] == ' ') {
            double wide = ac_paper_width(pdf->paper, face, ac_text_slice(text, from, i));
            widest = wide > widest ? wide : widest;
            from = i + 1;
        }
    }
    return widest;
}

/* What a column wants, and what it needs. */
typedef struct wish {
    double wants;
    double needs;
} wish;

static wish wish_of(const grid_work *work, size_t column)
{
    const ac_grid *grid = work->grid;
    const ac_pdf *pdf = work->pdf;
    const ac_grid_column *of = &grid->columns[column];
    ac_text heading = ac_text_of(of->heading);
    wish made = {
        .wants = ac_paper_width(pdf->paper, face_of(work, true), heading),
        .needs = widest_word(pdf, face_of(work, true), heading)};
    for (size_t row = 0; row < grid->row_count; row++) {
        AC_SCOPED_ARENA(scratch);
        const ac_type_face face = face_of(work, grid->sums[row]);
        ac_text text = ac_paper_shown(
            &scratch, pdf->paper, grid->cells[row * grid->column_count + column].text);
        double wants = ac_paper_width(pdf->paper, face, text);
        double needs = of->number ? wants : of->mono ? 0 : widest_word(pdf, face, text);
        made.wants = wants > made.wants ? wants : made.wants;
        made.needs = needs > made.needs ? needs : made.needs;
    }
    return made;
}

static double sum_of(const double *list, size_t count)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        sum += list[i];
    }
    return sum;
}

/* Shares the room: every column has what it needs, and of the rest in proportion to what it still
 * wants. False where not even that fits. */
static bool share_room(grid_work *work)
{
    size_t count = work->grid->column_count;
    double room = AC_PDF_RIGHT - AC_PDF_LEFT - GAP * (double)(count - 1);
    double wants[COLUMNS_MOST];
    for (size_t c = 0; c < count; c++) {
        wish of = wish_of(work, c);
        work->wide[c] = of.needs;
        wants[c] = of.wants - of.needs;
    }
    double rest = room - sum_of(work->wide, count);
    double wanted = sum_of(wants, count);
    if (rest < 0) {
        return false;
    }
    for (size_t c = 0; c < count; c++) {
        double share = wanted <= rest ? wants[c] : rest * wants[c] / wanted;
        work->wide[c] += share;
    }
    double left = room - sum_of(work->wide, count);
    for (size_t c = 0; c < count && left > 0; c++) {
        work->wide[c] += left / (double)count;
    }
    return true;
}

/* Smaller letters where it has to be; at last words are broken. */
static void set_columns(grid_work *work)
{
    static const double sizes[] = {8.5, 7.5, 6.5, 5.5};
    size_t count = work->grid->column_count;
    for (size_t i = 0; i < sizeof sizes / sizeof sizes[0]; i++) {
        work->size = sizes[i];
        if (share_room(work)) {
            return;
        }
    }
    double room = AC_PDF_RIGHT - AC_PDF_LEFT - GAP * (double)(count - 1);
    double scale = room / sum_of(work->wide, count);
    for (size_t c = 0; c < count; c++) {
        work->wide[c] *= scale;
    }
}

/* ---- Rows ---- */

typedef struct grid_row {
    ac_pdf_lines cells[COLUMNS_MOST];
    size_t lines; /* of the highest cell */
    bool bold;
    bool heading;
} grid_row;

static grid_row row_of(const grid_work *work, size_t row, bool heading)
{
    const ac_grid *grid = work->grid;
    grid_row made = {.heading = heading, .bold = heading || grid->sums[row]};
    for (size_t c = 0; c < grid->column_count; c++) {
        ac_text text = heading ? ac_text_of(grid->columns[c].heading)
                               : grid->cells[row * grid->column_count + c].text;
        /* A little more than was measured, which sums of fractions may miss by a hair. */
        made.cells[c] =
            ac_pdf_wrap(work->pdf, face_of(work, made.bold), work->wide[c] + 0.01, text);
        made.lines = made.cells[c].count > made.lines ? made.cells[c].count : made.lines;
    }
    made.lines = made.lines == 0 ? 1 : made.lines;
    return made;
}

static double line_high(const grid_work *work)
{
    return work->size * LEADING;
}

static double row_high(const grid_work *work, const grid_row *row)
{
    return line_high(work) * (double)row->lines + 4;
}

/* Sets some lines of a row. */
static void set_row(const grid_work *work, const grid_row *row, size_t from, size_t until)
{
    ac_pdf *pdf = work->pdf;
    double x = AC_PDF_LEFT;
    ac_type_face face = face_of(work, row->bold);
    ac_pdf_begin(pdf, "TR");
    for (size_t c = 0; c < work->grid->column_count; c++) {
        const char *element = row->heading || c == 0 ? "TH" : "TD";
        ac_pdf_begin(pdf, element);
        for (size_t i = from; i < until && i < row->cells[c].count; i++) {
            ac_text text = row->cells[c].list[i];
            double right = work->wide[c] - ac_paper_width(pdf->paper, face, text);
            double y = pdf->y + line_high(work) * ((double)(i - from) + 0.8) + 1;
            double at = work->grid->columns[c].number ? x + right : x;
            ac_pdf_text(pdf, face, at, y, ac_pdf_line(&row->cells[c], i));
        }
        ac_pdf_end(pdf, element);
        x += work->wide[c] + GAP;
    }
    ac_pdf_end(pdf, "TR");
    pdf->y += line_high(work) * (double)(until - from) + 4;
    if (pdf->draws) {
        double thick = row->bold ? 1 : 0.4;
        ac_paper_rule(pdf->paper, AC_PDF_LEFT, pdf->y - thick, AC_PDF_RIGHT - AC_PDF_LEFT, thick);
    }
}

static void begin_table(const grid_work *work, const grid_row *heading)
{
    ac_pdf_begin(work->pdf, "Table");
    set_row(work, heading, 0, heading->lines);
}

static void turn_page(const grid_work *work, const grid_row *heading)
{
    ac_pdf_end(work->pdf, "Table");
    ac_pdf_begin_page(work->pdf);
    begin_table(work, heading);
}

/* Sets a row, on the next page where it does not fit; one that no page holds goes over several. */
static void add_row(const grid_work *work, const grid_row *heading, const grid_row *row)
{
    ac_pdf *pdf = work->pdf;
    const double page = AC_PDF_BOTTOM - AC_PDF_TOP - row_high(work, heading);
    bool fits = pdf->y + row_high(work, row) <= AC_PDF_BOTTOM;
    if (!fits && row_high(work, row) <= page) {
        turn_page(work, heading);
        fits = true;
    }
    if (fits) {
        set_row(work, row, 0, row->lines);
        return;
    }
    for (size_t from = 0; from < row->lines;) {
        double left = AC_PDF_BOTTOM - pdf->y - 4;
        size_t some = left > line_high(work) ? (size_t)(left / line_high(work)) : 0;
        some = some < row->lines - from ? some : row->lines - from;
        if (some > 0) {
            set_row(work, row, from, from + some);
            from += some;
        }
        if (from < row->lines) {
            turn_page(work, heading);
        }
    }
}

void ac_pdf_grid(ac_pdf *pdf, const ac_grid *grid)
{
    grid_work work = {.pdf = pdf, .grid = grid};
    const ac_type_face bold = {AC_FONT_BOLD, 9, false};
    set_columns(&work);
    const grid_row heading = row_of(&work, 0, true);
    ac_pdf_lines caption = ac_pdf_wrap(pdf, bold, AC_PDF_RIGHT - AC_PDF_LEFT, grid->caption);
    ac_pdf_need(
        pdf, 6 + bold.size * LEADING * (double)caption.count + row_high(&work, &heading) +
                 4 * line_high(&work));
    pdf->y += 4;
    ac_pdf_begin(pdf, "P");
    for (size_t i = 0; i < caption.count; i++) {
        pdf->y += bold.size * LEADING;
        ac_pdf_text(pdf, bold, AC_PDF_LEFT, pdf->y - 3, ac_pdf_line(&caption, i));
    }
    ac_pdf_end(pdf, "P");
    begin_table(&work, &heading);
    for (size_t row = 0; row < grid->row_count; row++) {
        const grid_row of = row_of(&work, row, false);
        add_row(&work, &heading, &of);
    }
    ac_pdf_end(pdf, "Table");
    pdf->y += 6;
}
