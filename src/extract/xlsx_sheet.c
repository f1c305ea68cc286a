/* SPDX-License-Identifier: MIT */
/* The cells of one sheet. Cells that are empty, or hold white space alone, are as if they were not
 * there. */

#include "base/limits.h"
#include "extract/markup.h"
#include "extract/xlsx_inside.h"
#include "value/date.h"

#include <string.h>

enum { ROWS_MOST = 1048576, COLUMNS_MOST = 16384 };

typedef struct sheet_reading {
    ac_xlsx *book;
    const ac_xlsx_sheet *sheet;
    ac_xlsx_table *table;
    size_t cell_capacity;
    size_t merged_capacity;
    uint32_t row;
    bool row_hidden;
    bool row_counted; /* among the hidden ones */
    /* The cell that is being read. */
    bool in_cell;
    bool in_value; /* inside what it holds */
    unsigned in_reading;
    bool has_formula;
    uint32_t column;
    uint32_t style;
    char type[12];
    ac_buffer *text;
} sheet_reading;

/* Why a sheet cannot be read. */
#define DAMAGED(on, error, what)                                                               \
    ac_fail(                                                                                   \
        (error), ACCORD_EINPUT,                                                                \
        "%s is damaged: sheet %.*s, row %u, column %u: %s; open it in Excel and save it anew", \
        (on)->book->path, AC_TEXT_ARG((on)->sheet->name), (unsigned)(on)->row,                 \
        (unsigned)(on)->column, (what))

/* The row and column of "C7"; false if it is no such place. */
static bool read_place(const char *text, uint32_t *row, uint32_t *column)
{
    uint32_t letters = 0;
    size_t at = 0;
    for (; text[at] >= 'A' && text[at] <= 'Z' && at < 3; at++) {
        letters = letters * 26 + (uint32_t)(text[at] - 'A') + 1;
    }
    uint32_t number = 0;
    if (at == 0 || !ac_xlsx_whole(text + at, &number) || number == 0 || number > ROWS_MOST ||
        letters > COLUMNS_MOST) {
        return false;
    }
    *row = number;
    *column = letters;
    return true;
}

static accord_status open_row(sheet_reading *on, const char *const *attributes, accord_error *error)
{
    const char *said = ac_markup_attribute(attributes, "r");
    const char *hidden = ac_markup_attribute(attributes, "hidden");
    uint32_t row = on->row + 1;
    if (said != NULL && (!ac_xlsx_whole(said, &row) || row <= on->row)) {
        return DAMAGED(on, error, "the row after it is out of order");
    }
    if (row > ROWS_MOST) {
        return DAMAGED(on, error, "there are more rows than a sheet has");
    }
    on->row = row;
    on->column = 0;
    on->row_hidden = hidden != NULL && (strcmp(hidden, "1") == 0 || strcmp(hidden, "true") == 0);
    on->row_counted = false;
    return ac_ok();
}

static accord_status
open_cell(sheet_reading *on, const char *const *attributes, accord_error *error)
{
    const char *place = ac_markup_attribute(attributes, "r");
    const char *style = ac_markup_attribute(attributes, "s");
    const char *type = ac_markup_attribute(attributes, "t");
    uint32_t row = on->row;
    uint32_t column = on->column + 1;
    if (place != NULL && !read_place(place, &row, &column)) {
        return DAMAGED(on, error, "the cell after it has no place");
    }
    if (row != on->row || column <= on->column || column > COLUMNS_MOST) {
        return DAMAGED(on, error, "the cell after it is out of order");
    }
    on->column = column;
    on->style = 0;
    if (style != NULL && !ac_xlsx_whole(style, &on->style)) {
        return DAMAGED(on, error, "its style is no number");
    }
    size_t size = type == NULL ? 0 : strlen(type);
    if (size >= sizeof on->type) {
        return DAMAGED(on, error, "its type is not known");
    }
    memcpy(on->type, size == 0 ? "n" : type, size == 0 ? 2 : size + 1);
    on->in_cell = true;
    on->has_formula = false;
    ac_buffer_clear(on->text);
    return ac_ok();
}

static accord_status
take_merged(sheet_reading *on, const char *const *attributes, accord_error *error)
{
    const char *range = ac_markup_attribute(attributes, "ref");
    ac_xlsx_table *table = on->table;
    if (table->merged_count == AC_WORKBOOK_MERGED_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s: sheet %.*s has more than %u merged cells", on->book->path,
            AC_TEXT_ARG(on->sheet->name), AC_WORKBOOK_MERGED_MAX);
    }
    AC_RESERVE(on->book->arena, table->merged, table->merged_count, on->merged_capacity);
    ac_text text = ac_text_copy(on->book->arena, ac_text_of(range));
    ac_text first = ac_text_slice(text, 0, 0);
    while (first.size < text.size && text.at[first.size] != ':') {
        first.size++;
    }
    ac_xlsx_merged *one = &table->merged[table->merged_count++];
    *one = (ac_xlsx_merged){.range = text};
    if (!read_place(ac_text_terminated(on->book->arena, first), &one->row, &one->column)) {
        return DAMAGED(on, error, "merged cells after it have no place");
    }
    return ac_ok();
}

static accord_status
open_in_sheet(void *self, const char *name, const char *const *attributes, accord_error *error)
{
    sheet_reading *on = self;
    if (ac_markup_is(name, "row")) {
        return open_row(on, attributes, error);
    }
    if (ac_markup_is(name, "c")) {
        return open_cell(on, attributes, error);
    }
    if (ac_markup_is(name, "mergeCell")) {
        return take_merged(on, attributes, error);
    }
    on->in_reading += ac_markup_is(name, "rPh") ? 1 : 0;
    on->has_formula = on->has_formula || ac_markup_is(name, "f");
    on->in_value =
        on->in_cell && on->in_reading == 0 && (ac_markup_is(name, "v") || ac_markup_is(name, "t"));
    return ac_ok();
}

static accord_status text_in_sheet(void *self, ac_text text, accord_error *error)
{
    sheet_reading *on = self;
    if (on->in_value) {
        ac_buffer_add(on->text, text);
    }
    return on->text->overflowed ? DAMAGED(on, error, "its text is too long") : ac_ok();
}

/* What a number is by its style: a day, or the digits that are shown. */
static accord_status
take_number(const sheet_reading *on, ac_text said, ac_xlsx_cell *cell, accord_error *error)
{
    AC_SCOPED_BUFFER(number, 100);
    const ac_xlsx *book = on->book;
    ac_xlsx_style style =
        on->style < book->style_count ? book->styles[on->style] : (ac_xlsx_style){.is_date = false};
    if (!ac_xlsx_add_number(&number, said)) {
        return DAMAGED(on, error, "its number cannot be read");
    }
    ac_text shown = ac_buffer_text(&number);
    if (style.is_date) {
        cell->kind =
            ac_xlsx_day_of(shown, book->from_1904, &cell->date) ? AC_XLSX_DATE : AC_XLSX_NO_DATE;
    }
    AC_SCOPED_BUFFER(padded, 100);
    bool whole = shown.at[0] != '-' && memchr(shown.at, '.', shown.size) == NULL;
    if (whole && shown.size < style.zeros) {
        ac_buffer_add_repeated(&padded, '0', style.zeros - shown.size);
    }
    ac_buffer_add(&padded, shown);
    cell->text = ac_text_copy(book->arena, ac_buffer_text(&padded));
    return ac_ok();
}

static accord_status
take_day(const sheet_reading *on, ac_text said, ac_xlsx_cell *cell, accord_error *error)
{
    (void)error;
    cell->text = ac_text_copy(on->book->arena, said);
    cell->kind = ac_date_parse(said, AC_DATE_ISO, &cell->date, NULL).code == ACCORD_OK
                     ? AC_XLSX_DATE
                     : AC_XLSX_NO_DATE;
    return ac_ok();
}

/* What the cell holds, by its type. */
static accord_status
take_value(const sheet_reading *on, ac_text said, ac_xlsx_cell *cell, accord_error *error)
{
    const ac_xlsx *book = on->book;
    uint32_t index = 0;
    cell->kind = AC_XLSX_TEXT;
    if (strcmp(on->type, "s") == 0) {
        if (!ac_xlsx_whole(on->text->bytes, &index) || index >= book->string_count) {
            return DAMAGED(on, error, "it names a text that the workbook has not");
        }
        cell->text = book->strings[index];
        return ac_ok();
    }
    if (strcmp(on->type, "n") == 0) {
        cell->kind = AC_XLSX_NUMBER;
        return take_number(on, said, cell, error);
    }
    if (strcmp(on->type, "d") == 0) {
        return take_day(on, said, cell, error);
    }
    cell->text = ac_xlsx_text_of(book->arena, said);
    if (strcmp(on->type, "b") == 0) {
        cell->kind = AC_XLSX_YES_NO;
        cell->text =
            ac_text_is(said, "1") || ac_text_is(said, "true") ? AC_TEXT("TRUE") : AC_TEXT("FALSE");
    } else if (strcmp(on->type, "e") == 0) {
        cell->kind = AC_XLSX_ERROR;
    } else if (strcmp(on->type, "str") != 0 && strcmp(on->type, "inlineStr") != 0) {
        return DAMAGED(on, error, "its type is not known");
    }
    return ac_ok();
}

static accord_status close_cell(sheet_reading *on, accord_error *error)
{
    ac_xlsx_table *table = on->table;
    ac_text said = ac_buffer_text(on->text);
    ac_xlsx_cell cell = {.row = on->row, .column = on->column, .kind = AC_XLSX_UNCOMPUTED};
    bool is_text = strcmp(on->type, "str") == 0 || strcmp(on->type, "inlineStr") == 0;
    on->in_cell = false;
    if (said.size == 0 && (is_text || !on->has_formula)) {
        return ac_ok();
    }
    if (said.size > 0) {
        AC_TRY(take_value(on, said, &cell, error));
        if (cell.text.size == 0) {
            return ac_ok();
        }
    }
    if (table->count == AC_WORKBOOK_CELLS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s: sheet %.*s has more than %u cells", on->book->path,
            AC_TEXT_ARG(on->sheet->name), AC_WORKBOOK_CELLS_MAX);
    }
    AC_RESERVE(on->book->arena, table->cells, table->count, on->cell_capacity);
    table->cells[table->count++] = cell;
    if (on->row_hidden && !on->row_counted) {
        table->hidden_rows++;
        on->row_counted = true;
    }
    return ac_ok();
}

static accord_status close_in_sheet(void *self, const char *name, accord_error *error)
{
    sheet_reading *on = self;
    on->in_value = false;
    on->in_reading -= ac_markup_is(name, "rPh") ? 1 : 0;
    return ac_markup_is(name, "c") ? close_cell(on, error) : ac_ok();
}

accord_status
ac_xlsx_read(ac_xlsx *book, const ac_xlsx_sheet *sheet, ac_xlsx_table *table, accord_error *error)
{
    AC_SCOPED_BUFFER(text, AC_FIELD_BYTES_MAX);
    ac_xlsx_table read = {0};
    sheet_reading on = {.book = book, .sheet = sheet, .table = &read, .text = &text};
    ac_markup markup = {open_in_sheet, text_in_sheet, close_in_sheet, &on};
    AC_TRY(ac_markup_read(book->parts, sheet->part, &markup, error));
    *table = read;
    return ac_ok();
}
