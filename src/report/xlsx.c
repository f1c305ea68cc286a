/* SPDX-License-Identifier: MIT */
/* Sheets as a workbook; this file alone includes xlsxwriter.h.
 *
 * A spreadsheet holds every number as a binary fraction of 53 bits, and shows 15 digits. An amount
 * of up to 15 digits is written as the decimal it is and read back as the same; a larger one is
 * refused. This is the one place outside charts where an amount is ever made a double, and nothing
 * is computed with it. */

#include "base/assert.h"
#include "base/file.h"
#include "base/library.h"
#include "report/libxlsxwriter.def"
#include "report/sheet.h"
#include "value/date.h"
#include "value/money.h"

#include <unistd.h>
#include <xlsxwriter.h>

AC_LIBRARY_FUNCTIONS(xlsx_functions, AC_LIBXLSXWRITER);
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): set once */
AC_LIBRARY(xlsx_functions, xlsx, AC_LIBXLSXWRITER, "libxlsxwriter.so.4", "libxlsxwriter4")

enum { ROWS_MOST = 1048575, TEXT_MOST = 32767, TABLE_FIRST = 1, A_DAY = 946684800 };

#define DIGITS_MOST INT64_C(999999999999999)

typedef struct writing {
    const ac_workbook *workbook;
    ac_arena *arena;
    lxw_workbook *file;
    lxw_format *head;
    lxw_format *money;
    lxw_format *date;
    lxw_format *text;
} writing;

static void set_formats(writing *out)
{
    static const char *const money[] = {"#,##0", "#,##0.0", "#,##0.00", "#,##0.000"};
    int places = out->workbook->money_places;
    out->head = xlsx.workbook_add_format(out->file);
    xlsx.format_set_bold(out->head);
    xlsx.format_set_bg_color(out->head, 0xD8DDE0);
    xlsx.format_set_text_wrap(out->head);
    xlsx.format_set_align(out->head, LXW_ALIGN_VERTICAL_TOP);
    out->money = xlsx.workbook_add_format(out->file);
    xlsx.format_set_num_format(out->money, money[places >= 0 && places <= 3 ? places : 2]);
    out->date = xlsx.workbook_add_format(out->file);
    xlsx.format_set_num_format(out->date, "d mmm yyyy");
    out->text = xlsx.workbook_add_format(out->file);
    xlsx.format_set_num_format(
        out->text, "@"); /* text, whatever it looks like: a code 01234 keeps its 0 */
}

/* An amount in whole units; exact to the 15 digits that a spreadsheet keeps. */
static accord_status
as_number(const writing *out, accord_money money, double *number, accord_error *error)
{
    if (money.minor > DIGITS_MOST || money.minor < -DIGITS_MOST) {
        AC_SCOPED_BUFFER(amount, 60);
        ac_money_add_decimal(&amount, money, out->workbook->money_places);
        return ac_fail(
            error, ACCORD_ERANGE,
            "the amount %.*s has more than the 15 digits that a spreadsheet keeps: write CSV "
            "instead",
            AC_TEXT_ARG(ac_buffer_text(&amount)));
    }
    int64_t unit = 1;
    for (int i = 0; i < out->workbook->money_places; i++) {
        unit *= 10;
    }
    /* One division of two whole numbers that are exact as doubles: the nearest to the decimal. */
    *number = (double)money.minor / (double)unit;
    return ac_ok();
}

static ac_text cut(ac_text text, size_t most)
{
    size_t size = text.size < most ? text.size : most;
    while (size > 0 && size < text.size && ((unsigned char)text.at[size] & 0xC0) == 0x80) {
        size--; /* a character is kept whole */
    }
    return ac_text_slice(text, 0, size);
}

static char *text_of(const writing *out, ac_text text)
{
    return ac_text_terminated(out->arena, cut(text, TEXT_MOST));
}

static lxw_datetime day_of(accord_date date)
{
    ac_date_parts parts = ac_date_to_parts(date);
    return (lxw_datetime){.year = parts.year, .month = parts.month, .day = parts.day};
}

/* Whether the library took it; its only reasons are limits that were looked at before. */
static void took(lxw_error result)
{
    ac_assert(result == LXW_NO_ERROR);
}

static accord_status write_cell(
    const writing *out,
    lxw_worksheet *sheet,
    lxw_row_t row,
    lxw_col_t column,
    const ac_sheet_cell *cell,
    accord_error *error)
{
    double number = 0;
    lxw_datetime day;
    switch (cell->kind) {
    case AC_SHEET_TEXT:
        took(xlsx.worksheet_write_string(sheet, row, column, text_of(out, cell->text), out->text));
        break;
    case AC_SHEET_WHOLE:
        took(xlsx.worksheet_write_number(sheet, row, column, (double)cell->whole, NULL));
        break;
    case AC_SHEET_DATE:
        day = day_of(cell->date);
        took(xlsx.worksheet_write_datetime(sheet, row, column, &day, out->date));
        break;
    case AC_SHEET_MONEY:
        AC_TRY(as_number(out, cell->money, &number, error));
        took(xlsx.worksheet_write_number(sheet, row, column, number, out->money));
        break;
    case AC_SHEET_FORMULA_MONEY:
        AC_TRY(as_number(out, cell->money, &number, error));
        took(xlsx.worksheet_write_formula_num(
            sheet, row, column, text_of(out, cell->text), out->money, number));
        break;
    case AC_SHEET_FORMULA_TEXT:
        took(xlsx.worksheet_write_formula_str(
            sheet, row, column, text_of(out, cell->text), NULL, text_of(out, cell->result)));
        break;
    case AC_SHEET_EMPTY:
    default:
        break;
    }
    return ac_ok();
}

/* Rows of a sheet that is to be filled in whose cells are checked as they are typed. */
enum { ENTRY_ROWS = 5000, TITLE_MOST = 32, NOTE_MOST = 255 };

static void
check_entries(const writing *out, lxw_worksheet *sheet, lxw_col_t column, const ac_sheet *of)
{
    const ac_column_entry *entry = &of->entries[column];
    lxw_data_validation check = {
        .validate = LXW_VALIDATION_TYPE_ANY,
        .input_title = text_of(out, cut(ac_text_of(of->columns[column].heading), TITLE_MOST)),
        .input_message = text_of(out, cut(ac_text_of(entry->note), NOTE_MOST)),
        .error_type =
            entry->others ? LXW_VALIDATION_ERROR_TYPE_WARNING : LXW_VALIDATION_ERROR_TYPE_STOP};
    if (entry->choices != NULL) {
        check.validate = LXW_VALIDATION_TYPE_LIST_FORMULA;
        check.value_formula = text_of(out, ac_text_of(entry->choices));
    } else if (entry->kind == AC_SHEET_WHOLE) {
        check.validate = LXW_VALIDATION_TYPE_INTEGER;
        check.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        check.minimum_number = (double)entry->least;
        check.maximum_number = (double)entry->most;
    } else if (entry->kind == AC_SHEET_DATE) {
        check.validate = LXW_VALIDATION_TYPE_DATE;
        check.criteria = LXW_VALIDATION_CRITERIA_BETWEEN;
        check.minimum_datetime = (lxw_datetime){.year = 1900, .month = 3, .day = 1};
        check.maximum_datetime = (lxw_datetime){.year = 2999, .month = 12, .day = 31};
    }
    took(xlsx.worksheet_data_validation_range(
        sheet, TABLE_FIRST, column, TABLE_FIRST + ENTRY_ROWS - 1, column, &check));
}

static lxw_format *format_of(const writing *out, const ac_sheet *of, size_t column)
{
    ac_sheet_kind kind = of->entries == NULL ? AC_SHEET_EMPTY : of->entries[column].kind;
    return kind == AC_SHEET_DATE ? out->date : kind == AC_SHEET_TEXT ? out->text : NULL;
}

static void set_page(const writing *out, lxw_worksheet *sheet, const ac_sheet *of)
{
    lxw_col_t last = (lxw_col_t)(of->column_count - 1);
    for (size_t c = 0; c < of->column_count; c++) {
        took(xlsx.worksheet_set_column(
            sheet, (lxw_col_t)c, (lxw_col_t)c, (double)of->columns[c].width,
            format_of(out, of, c)));
        took(xlsx.worksheet_write_string(
            sheet, 0, (lxw_col_t)c, text_of(out, ac_text_of(of->columns[c].heading)), out->head));
        if (of->entries != NULL) {
            check_entries(out, sheet, (lxw_col_t)c, of);
        }
    }
    xlsx.worksheet_freeze_panes(sheet, TABLE_FIRST, 0);
    took(xlsx.worksheet_autofilter(sheet, 0, 0, (lxw_row_t)of->row_count, last));
    xlsx.worksheet_set_landscape(sheet);
    xlsx.worksheet_set_paper(sheet, 9); /* A4 */
    xlsx.worksheet_fit_to_pages(sheet, 1, 0);
    took(xlsx.worksheet_repeat_rows(sheet, 0, 0));
    took(xlsx.worksheet_set_footer(sheet, "&L&F&C&A&Rpage &P of &N"));
    if (out->workbook->mark != NULL) {
        AC_SCOPED_BUFFER(header, 200); /* which Excel limits to 255 */
        ac_buffer_addf(&header, "&C&B%s", out->workbook->mark);
        took(xlsx.worksheet_set_header(sheet, header.bytes));
    }
}

static accord_status write_sheet(const writing *out, const ac_sheet *of, accord_error *error)
{
    if (of->row_count > ROWS_MOST) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "a spreadsheet has at most %d rows, and %s would have %zu: name a period or a party, "
            "or write CSV",
            ROWS_MOST, of->name, of->row_count);
    }
    lxw_worksheet *sheet = xlsx.workbook_add_worksheet(out->file, of->name);
    ac_assert(sheet != NULL);
    set_page(out, sheet, of);
    for (size_t row = 0; row < of->row_count; row++) {
        for (size_t c = 0; c < of->column_count; c++) {
            AC_TRY(write_cell(
                out, sheet, (lxw_row_t)(row + TABLE_FIRST), (lxw_col_t)c,
                &of->cells[row * of->column_count + c], error));
        }
    }
    return ac_ok();
}

static void set_properties(const writing *out)
{
    /* A day that is always the same, since the library would take the clock's. */
    lxw_doc_properties properties = {
        .title = text_of(out, out->workbook->title),
        .author = text_of(out, AC_TEXT("accord")),
        .created = A_DAY};
    took(xlsx.workbook_set_properties(out->file, &properties));
}

accord_status ac_xlsx_write(const char *path, const ac_workbook *workbook, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(beside, 5000);
    AC_TRY(open_xlsx(error));
    ac_buffer_addf(&beside, "%s.part", path);
    /* Looked at before, because the library would print a complaint of its own. */
    AC_TRY(ac_file_write(beside.bytes, AC_TEXT(""), error));
    writing out = {.workbook = workbook, .arena = &arena, .file = xlsx.workbook_new(beside.bytes)};
    if (out.file == NULL) {
        return ac_fail(error, ACCORD_EIO, "%s cannot be written", path);
    }
    set_formats(&out);
    set_properties(&out);
    accord_status status = ac_ok();
    for (size_t s = 0; s < workbook->sheet_count && status.code == ACCORD_OK; s++) {
        status = write_sheet(&out, &workbook->sheets[s], error);
    }
    lxw_error closed = xlsx.workbook_close(out.file); /* writes it, whatever came before */
    if (status.code == ACCORD_OK && closed != LXW_NO_ERROR) {
        status =
            ac_fail(error, ACCORD_EIO, "%s cannot be written: %s", path, xlsx.lxw_strerror(closed));
    }
    if (status.code != ACCORD_OK) {
        (void)unlink(beside.bytes);
        return status;
    }
    return ac_file_replace(beside.bytes, path, error);
}
