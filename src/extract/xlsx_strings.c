/* SPDX-License-Identifier: MIT */
/* What all sheets of a workbook share: texts that cells name by number, and styles, of which only
 * what decides between a number and a date is kept. */

#include "base/limits.h"
#include "extract/markup.h"
#include "extract/xlsx_inside.h"

typedef struct strings_reading {
    ac_xlsx *book;
    ac_buffer *text;
    size_t capacity;
    bool in_text;
    unsigned in_reading; /* inside how a text is read aloud (rPh), which is not shown */
} strings_reading;

static accord_status
open_in_strings(void *self, const char *name, const char *const *attributes, accord_error *error)
{
    strings_reading *on = self;
    (void)attributes;
    (void)error;
    if (ac_markup_is(name, "si")) {
        ac_buffer_clear(on->text);
    }
    on->in_reading += ac_markup_is(name, "rPh") ? 1 : 0;
    on->in_text = ac_markup_is(name, "t") && on->in_reading == 0;
    return ac_ok();
}

static accord_status text_in_strings(void *self, ac_text text, accord_error *error)
{
    strings_reading *on = self;
    if (on->in_text) {
        ac_buffer_add(on->text, text);
    }
    return on->text->overflowed
               ? ac_fail(
                     error, ACCORD_ELIMIT, "%s has a text of more than %u bytes in one cell",
                     on->book->path, AC_FIELD_BYTES_MAX)
               : ac_ok();
}

static accord_status close_in_strings(void *self, const char *name, accord_error *error)
{
    strings_reading *on = self;
    ac_xlsx *book = on->book;
    on->in_text = false;
    on->in_reading -= ac_markup_is(name, "rPh") ? 1 : 0;
    if (!ac_markup_is(name, "si")) {
        return ac_ok();
    }
    if (book->string_count == AC_WORKBOOK_STRINGS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s has more than %u texts", book->path, AC_WORKBOOK_STRINGS_MAX);
    }
    AC_RESERVE(book->arena, book->strings, book->string_count, on->capacity);
    book->strings[book->string_count++] = ac_xlsx_text_of(book->arena, ac_buffer_text(on->text));
    return ac_ok();
}

accord_status ac_xlsx_read_strings(ac_xlsx *book, accord_error *error)
{
    if (book->strings_part == NULL) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(text, AC_FIELD_BYTES_MAX);
    strings_reading on = {.book = book, .text = &text};
    ac_markup markup = {open_in_strings, text_in_strings, close_in_strings, &on};
    return ac_markup_read(book->parts, book->strings_part, &markup, error);
}

typedef struct format {
    uint32_t number;
    ac_xlsx_style style;
} format;

typedef struct styles_reading {
    ac_xlsx *book;
    format *formats; /* those that the workbook defines itself */
    size_t format_count;
    size_t format_capacity;
    size_t style_capacity;
    bool in_cells; /* inside cellXfs, whose order cells name */
} styles_reading;

static ac_xlsx_style style_numbered(const styles_reading *on, uint32_t number)
{
    for (size_t i = 0; i < on->format_count; i++) {
        if (on->formats[i].number == number) {
            return on->formats[i].style;
        }
    }
    return ac_xlsx_style_of(number, NULL);
}

static accord_status
open_in_styles(void *self, const char *name, const char *const *attributes, accord_error *error)
{
    styles_reading *on = self;
    ac_xlsx *book = on->book;
    const char *said = ac_markup_attribute(attributes, "numFmtId");
    const char *code = ac_markup_attribute(attributes, "formatCode");
    uint32_t number = 0;
    bool known = said != NULL && ac_xlsx_whole(said, &number);
    on->in_cells = on->in_cells || ac_markup_is(name, "cellXfs");
    if (on->format_count + book->style_count >= AC_WORKBOOK_STYLES_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s has more than %u styles", book->path, AC_WORKBOOK_STYLES_MAX);
    }
    if (ac_markup_is(name, "numFmt") && known && code != NULL) {
        AC_RESERVE(book->arena, on->formats, on->format_count, on->format_capacity);
        on->formats[on->format_count++] = (format){number, ac_xlsx_style_of(number, code)};
    } else if (ac_markup_is(name, "xf") && on->in_cells) {
        AC_RESERVE(book->arena, book->styles, book->style_count, on->style_capacity);
        book->styles[book->style_count++] = style_numbered(on, number);
    }
    return ac_ok();
}

static accord_status text_in_styles(void *self, ac_text text, accord_error *error)
{
    (void)self;
    (void)text;
    (void)error;
    return ac_ok();
}

static accord_status close_in_styles(void *self, const char *name, accord_error *error)
{
    styles_reading *on = self;
    (void)error;
    on->in_cells = on->in_cells && !ac_markup_is(name, "cellXfs");
    return ac_ok();
}

accord_status ac_xlsx_read_styles(ac_xlsx *book, accord_error *error)
{
    if (book->styles_part == NULL) {
        return ac_ok();
    }
    styles_reading on = {.book = book};
    ac_markup markup = {open_in_styles, text_in_styles, close_in_styles, &on};
    return ac_markup_read(book->parts, book->styles_part, &markup, error);
}
