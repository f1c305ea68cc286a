/* SPDX-License-Identifier: MIT */
/* PDF by cairo, letters by FreeType; this file alone includes their headers. Nothing is shaped:
 * letter stands after letter, which is right for the scripts that are shown, and others are written
 * by their number. The day in the file is always the same one, since cairo would take the clock's.
 */

#include "report/paper.h"

#include "base/assert.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/library.h"
#include "base/limits.h"
#include "report/cairo.def"
#include "report/code_point.h"
#include "report/fonts.h"
#include "report/freetype.def"

#include <cairo-ft.h>
#include <cairo-pdf.h>
#include <cairo.h>
#include <ft2build.h>
#include <unistd.h>
#include FT_FREETYPE_H

AC_LIBRARY_FUNCTIONS(cairo_functions, AC_LIBCAIRO);
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): set once */
AC_LIBRARY(cairo_functions, draw, AC_LIBCAIRO, "libcairo.so.2", "libcairo2")

AC_LIBRARY_FUNCTIONS(freetype_functions, AC_LIBFREETYPE);
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): set once */
AC_LIBRARY(freetype_functions, type, AC_LIBFREETYPE, "libfreetype.so.6", "libfreetype6")

#define UNREADABLE "U+FFFD"

struct ac_paper {
    const char *path;
    const char *beside; /* written, and then renamed */
    FT_Library library;
    FT_Face faces[AC_FONTS];
    cairo_font_face_t *fonts[AC_FONTS];
    int *advances[AC_FONTS]; /* [num_glyphs], in units of the font; below nought: not yet looked up
                              */
    cairo_surface_t *surface;
    cairo_t *cairo;
    ac_arena *arena;
};

static void open_fonts(ac_paper *paper)
{
    FT_Error failed = type.FT_Init_FreeType(&paper->library);
    ac_assert(failed == 0);
    for (int f = 0; f < AC_FONTS; f++) {
        const ac_embedded_font *font = &ac_embedded_fonts[f];
        failed = type.FT_New_Memory_Face(
            paper->library, (const FT_Byte *)font->bytes, (FT_Long)font->size_bytes, 0,
            &paper->faces[f]);
        ac_assert(failed == 0);
        size_t glyphs = (size_t)paper->faces[f]->num_glyphs;
        paper->advances[f] = AC_NEW_ARRAY(paper->arena, int, glyphs);
        for (size_t g = 0; g < glyphs; g++) {
            paper->advances[f][g] = -1;
        }
        paper->fonts[f] = draw.cairo_ft_font_face_create_for_ft_face(paper->faces[f], 0);
    }
}

static void close_all(ac_paper *paper)
{
    draw.cairo_destroy(paper->cairo);
    draw.cairo_surface_destroy(paper->surface);
    for (int f = 0; f < AC_FONTS; f++) {
        draw.cairo_font_face_destroy(paper->fonts[f]);
    }
    /* Cairo keeps fonts for the next who asks, and these are about to go. */
    draw.cairo_debug_reset_static_data();
    for (int f = 0; f < AC_FONTS; f++) {
        (void)type.FT_Done_Face(paper->faces[f]);
    }
    (void)type.FT_Done_FreeType(paper->library);
}

accord_status ac_paper_open(
    ac_arena *arena, const char *path, ac_text title, ac_paper **paper, accord_error *error)
{
    AC_TRY(open_draw(error));
    AC_TRY(open_type(error));
    ac_paper *made = AC_NEW(arena, ac_paper);
    AC_SCOPED_BUFFER(beside, 5000);
    ac_buffer_addf(&beside, "%s.part", path);
    made->path = path;
    made->arena = arena;
    made->beside = ac_text_terminated(arena, ac_buffer_text(&beside));
    AC_TRY(ac_file_write(made->beside, AC_TEXT(""), error));
    open_fonts(made);
    made->surface = draw.cairo_pdf_surface_create(made->beside, AC_PAPER_WIDE, AC_PAPER_HIGH);
    made->cairo = draw.cairo_create(made->surface);
    const char *words = ac_text_terminated(arena, ac_paper_shown(arena, made, title));
    draw.cairo_pdf_surface_set_metadata(made->surface, CAIRO_PDF_METADATA_TITLE, words);
    draw.cairo_pdf_surface_set_metadata(made->surface, CAIRO_PDF_METADATA_CREATOR, "accord");
    draw.cairo_pdf_surface_set_metadata(
        made->surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z");
    *paper = made;
    return ac_ok();
}

accord_status ac_paper_close(ac_paper *paper, bool keep, accord_error *error)
{
    draw.cairo_surface_finish(paper->surface);
    cairo_status_t ended = draw.cairo_surface_status(paper->surface);
    if (ended == CAIRO_STATUS_SUCCESS) {
        ended = draw.cairo_status(paper->cairo) == CAIRO_STATUS_SURFACE_FINISHED
                    ? CAIRO_STATUS_SUCCESS
                    : draw.cairo_status(paper->cairo);
    }
    close_all(paper);
    if (keep && ended == CAIRO_STATUS_SUCCESS) {
        return ac_file_replace(paper->beside, paper->path, error);
    }
    (void)unlink(paper->beside);
    if (!keep) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EIO, "%s cannot be written: %s", paper->path,
        draw.cairo_status_to_string(ended));
}

/* ---- Texts ---- */

/* Scripts that run from right to left, or whose letters change with their neighbours. */
static bool is_shaped(uint32_t point)
{
    return (point >= 0x0590 && point <= 0x08FF) || (point >= 0x0900 && point <= 0x109F) ||
           (point >= 0xFB1D && point <= 0xFDFF) || (point >= 0xFE70 && point <= 0xFEFF);
}

static bool has_glyph(const ac_paper *paper, uint32_t point)
{
    bool has = true;
    for (int f = 0; f < AC_FONTS; f++) {
        has = has && type.FT_Get_Char_Index(paper->faces[f], point) != 0;
    }
    return has;
}

ac_text ac_paper_shown(ac_arena *arena, const ac_paper *paper, ac_text text)
{
    AC_SCOPED_BUFFER(shown, (size_t)AC_CONTRACT_BYTES_MAX * 8);
    while (text.size > 0) {
        size_t bytes = 0;
        uint32_t point = ac_code_point(text, &bytes);
        if (point == '\n' || point == '\t' || point == ' ') {
            ac_buffer_add_char(&shown, ' ');
        } else if (point == 0xFFFD || ac_code_point_is_control(point)) {
            ac_buffer_add_z(&shown, "[" UNREADABLE "]");
        } else if (ac_code_point_is_hidden(point) || is_shaped(point) || !has_glyph(paper, point)) {
            ac_buffer_addf(&shown, "[U+%04X]", (unsigned)point);
        } else {
            ac_buffer_add(&shown, ac_text_slice(text, 0, bytes));
        }
        text = ac_text_slice(text, bytes, text.size);
    }
    return ac_text_copy(arena, ac_buffer_text(&shown));
}

/* How far one letter moves on, in points. */
static double advance_of(const ac_paper *paper, ac_type_face face, uint32_t glyph)
{
    FT_Face of = paper->faces[face.font];
    int *units = &paper->advances[face.font][glyph];
    if (*units < 0) {
        FT_Error failed = type.FT_Load_Glyph(of, glyph, FT_LOAD_NO_SCALE);
        ac_assert(failed == 0);
        *units = (int)of->glyph->metrics.horiAdvance;
    }
    return face.size * *units / of->units_per_EM;
}

double ac_paper_width(const ac_paper *paper, ac_type_face face, ac_text text)
{
    double wide = 0;
    while (text.size > 0) {
        size_t bytes = 0;
        uint32_t point = ac_code_point(text, &bytes);
        wide += advance_of(paper, face, type.FT_Get_Char_Index(paper->faces[face.font], point));
        text = ac_text_slice(text, bytes, text.size);
    }
    return wide;
}

void ac_paper_text(ac_paper *paper, ac_type_face face, double x, double y, ac_text text)
{
    AC_SCOPED_ARENA(scratch);
    cairo_glyph_t *glyphs = AC_NEW_ARRAY(&scratch, cairo_glyph_t, text.size);
    cairo_text_cluster_t *clusters = AC_NEW_ARRAY(&scratch, cairo_text_cluster_t, text.size);
    int count = 0;
    for (ac_text left = text; left.size > 0; count++) {
        size_t bytes = 0;
        uint32_t point = ac_code_point(left, &bytes);
        uint32_t glyph = type.FT_Get_Char_Index(paper->faces[face.font], point);
        glyphs[count] = (cairo_glyph_t){.index = glyph, .x = x, .y = y};
        clusters[count] = (cairo_text_cluster_t){.num_bytes = (int)bytes, .num_glyphs = 1};
        x += advance_of(paper, face, glyph);
        left = ac_text_slice(left, bytes, left.size);
    }
    if (count == 0) {
        return;
    }
    draw.cairo_set_font_face(paper->cairo, paper->fonts[face.font]);
    draw.cairo_set_font_size(paper->cairo, face.size);
    if (face.grey) {
        draw.cairo_set_source_rgb(paper->cairo, 0.26, 0.33, 0.39);
    } else {
        draw.cairo_set_source_rgb(paper->cairo, 0.13, 0.17, 0.2);
    }
    draw.cairo_show_text_glyphs(
        paper->cairo, text.at, (int)text.size, glyphs, count, clusters, count,
        (cairo_text_cluster_flags_t)0);
}

void ac_paper_rule(ac_paper *paper, double x, double y, double wide, double high)
{
    draw.cairo_set_source_rgb(paper->cairo, 0.13, 0.17, 0.2);
    draw.cairo_rectangle(paper->cairo, x, y, wide, high);
    draw.cairo_fill(paper->cairo);
}

void ac_paper_stamp(ac_paper *paper, ac_text word)
{
    enum { HIGH = 110 };
    const double turned = -0.6;
    const ac_type_face face = {.font = AC_FONT_BOLD, .size = HIGH};
    cairo_t *cairo = paper->cairo;
    double wide = ac_paper_width(paper, face, word);
    draw.cairo_save(cairo);
    draw.cairo_translate(cairo, AC_PAPER_WIDE / 2, AC_PAPER_HIGH / 2);
    draw.cairo_rotate(cairo, turned);
    draw.cairo_set_font_face(cairo, paper->fonts[face.font]);
    draw.cairo_set_font_size(cairo, face.size);
    draw.cairo_set_source_rgb(cairo, 0.9, 0.91, 0.92);
    draw.cairo_move_to(cairo, -wide / 2, HIGH / 3.0);
    draw.cairo_show_text(cairo, ac_text_terminated(paper->arena, word));
    draw.cairo_restore(cairo);
}

void ac_paper_begin(ac_paper *paper, const char *element)
{
    draw.cairo_tag_begin(paper->cairo, element, NULL);
}

void ac_paper_end(ac_paper *paper, const char *element)
{
    draw.cairo_tag_end(paper->cairo, element);
}

void ac_paper_content(ac_paper *paper, ac_text heading, size_t page)
{
    AC_SCOPED_BUFFER(to, 60);
    ac_buffer_addf(&to, "page=%zu", page);
    ac_text shown = ac_paper_shown(paper->arena, paper, heading);
    (void)draw.cairo_pdf_surface_add_outline(
        paper->surface, CAIRO_PDF_OUTLINE_ROOT, ac_text_terminated(paper->arena, shown), to.bytes,
        (cairo_pdf_outline_flags_t)0);
}

void ac_paper_end_page(ac_paper *paper)
{
    draw.cairo_show_page(paper->cairo);
}
