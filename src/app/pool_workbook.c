/* SPDX-License-Identifier: MIT */
/* Reads a workbook that people filled in. A cell is taken for what its reader sees; where that and
 * what the column is for differ, as when a code has become a day, it is a fault and never guessed.
 */

#include "app/pool_workbook.h"

#include "base/assert.h"
#include "base/limits.h"
#include "extract/xlsx.h"
#include "pool/columns.h"
#include "value/date.h"

#include <inttypes.h>

typedef struct book_reading {
    ac_arena *arena;
    ac_xlsx *book;
    const char *path;
    ac_pool_sheet *sheets;
    ac_pool_faults *faults;
    ac_buffer *told;
} book_reading;

bool ac_pool_is_workbook(const char *path)
{
    static const char *const ends[] = {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"};
    ac_text name = ac_text_of(path);
    for (size_t i = 0; i < sizeof ends / sizeof ends[0]; i++) {
        ac_text end = ac_text_of(ends[i]);
        if (name.size > end.size &&
            ac_text_equal_ignoring_case(
                ac_text_slice(name, name.size - end.size, name.size), end)) {
            return true;
        }
    }
    return false;
}

/* The table that a sheet's name means; `near` if it is another by a letter or two. */
static ac_pool_table table_named(ac_text name, ac_pool_table *near)
{
    *near = AC_POOL_TABLES;
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        if (ac_pool_same_words(ac_text_trim(name), ac_pool_table_name(table))) {
            return table;
        }
        unsigned most = ac_pool_table_name(table).size < 6 ? 1 : 2;
        if (ac_text_distance(ac_text_trim(name), ac_pool_table_name(table), most) <= most) {
            *near = table;
        }
    }
    return AC_POOL_TABLES;
}

#define CELL_FAULT(on, sheet, cell, ...) \
    ac_pool_fault_add((on)->faults, (sheet), (cell)->row, (cell)->column, __VA_ARGS__)

/* The text of a day in a column, or a fault where the column is for something else. */
static ac_text day_text(
    const book_reading *on,
    const ac_pool_sheet *sheet,
    const ac_pool_column *column,
    const ac_xlsx_cell *cell)
{
    AC_SCOPED_BUFFER(day, 40);
    ac_date_add_iso(&day, cell->date);
    if (column == NULL || column->type == AC_POOL_TYPE_DATE) {
        return ac_text_copy(on->arena, ac_buffer_text(&day));
    }
    if (column->type == AC_POOL_TYPE_NUMBER || column->type == AC_POOL_TYPE_DECIMAL) {
        CELL_FAULT(
            on, sheet, cell,
            "%s is a number, and the cell shows a day (%.*s); give the cell the format General and "
            "type the number again",
            column->heading, AC_TEXT_ARG(ac_buffer_text(&day)));
    } else {
        CELL_FAULT(
            on, sheet, cell,
            "the cell is a day (%.*s): a spreadsheet makes one of a text such as MAR1. Give the "
            "column the format Text and type %s again",
            AC_TEXT_ARG(ac_buffer_text(&day)), column->heading);
    }
    return (ac_text){ac_pool_told, 0};
}

static ac_text number_text(
    const book_reading *on,
    const ac_pool_sheet *sheet,
    const ac_pool_column *column,
    const ac_xlsx_cell *cell)
{
    if (column == NULL || column->type != AC_POOL_TYPE_DATE) {
        return cell->text;
    }
    CELL_FAULT(
        on, sheet, cell,
        "%s is a day, and the cell shows the number %.*s; give the cell the format Date, and look "
        "whether it is the day that is meant",
        column->heading, AC_TEXT_ARG(cell->text));
    return (ac_text){ac_pool_told, 0};
}

/* What a cell says, as it stands in CSV; a cell at fault is told. */
static ac_text cell_text(
    const book_reading *on,
    const ac_pool_sheet *sheet,
    const ac_pool_column *column,
    const ac_xlsx_cell *cell)
{
    bool asks = column != NULL && column->type == AC_POOL_TYPE_WORD &&
                ac_text_is(ac_text_of(column->words), "no|yes");
    switch (cell->kind) {
    case AC_XLSX_TEXT:
        return cell->text;
    case AC_XLSX_NUMBER:
        return number_text(on, sheet, column, cell);
    case AC_XLSX_DATE:
        return day_text(on, sheet, column, cell);
    case AC_XLSX_YES_NO:
        if (asks) {
            return ac_text_is(cell->text, "TRUE") ? AC_TEXT("yes") : AC_TEXT("no");
        }
        return cell->text;
    case AC_XLSX_NO_DATE:
        CELL_FAULT(
            on, sheet, cell,
            "the cell is to show a day, and its number %.*s is none; type it "
            "again",
            AC_TEXT_ARG(cell->text));
        break;
    case AC_XLSX_ERROR:
        CELL_FAULT(
            on, sheet, cell, "the cell holds the error %.*s; mend its formula, or type the value",
            AC_TEXT_ARG(cell->text));
        break;
    case AC_XLSX_UNCOMPUTED:
        CELL_FAULT(
            on, sheet, cell,
            "the cell has a formula that no program has computed; open the workbook in Excel, save "
            "it, and import it again");
        break;
    }
    return (ac_text){ac_pool_told, 0};
}

/* Takes the headings of row 1, and which column of the table each is. Returns how many cells they
 * were. */
static size_t take_headings(
    const book_reading *on,
    const ac_xlsx_table *from,
    ac_pool_table table,
    ac_pool_sheet *sheet,
    const ac_pool_column ***kinds)
{
    size_t known_count = 0;
    const ac_pool_column *known = ac_pool_columns(table, &known_count);
    size_t cells = 0;
    while (cells < from->count && from->cells[cells].row == 1) {
        cells++;
    }
    sheet->column_count = cells == 0 ? 0 : from->cells[cells - 1].column;
    ac_text *headings = AC_NEW_ARRAY(on->arena, ac_text, sheet->column_count);
    *kinds = AC_NEW_ARRAY(on->arena, const ac_pool_column *, sheet->column_count);
    for (size_t i = 0; i < cells; i++) {
        uint32_t at = from->cells[i].column - 1;
        headings[at] = cell_text(on, sheet, NULL, &from->cells[i]);
        for (size_t k = 0; k < known_count; k++) {
            if (ac_pool_same_words(headings[at], ac_text_of(known[k].heading))) {
                (*kinds)[at] = &known[k];
            }
        }
    }
    sheet->headings = headings;
    return cells;
}

static accord_status take_rows(
    const book_reading *on,
    const ac_xlsx_table *from,
    ac_pool_table table,
    ac_pool_sheet *sheet,
    accord_error *error)
{
    const ac_pool_column **kinds = NULL;
    ac_pool_sheet_row *rows = NULL;
    ac_text *cells = NULL;
    size_t capacity = 0;
    uint32_t row = 0;
    for (size_t i = take_headings(on, from, table, sheet, &kinds); i < from->count; i++) {
        const ac_xlsx_cell *cell = &from->cells[i];
        uint32_t at = cell->column - 1;
        if (at >= sheet->column_count || sheet->headings[at].size == 0) {
            CELL_FAULT(
                on, sheet, cell,
                "the cell has a value, and its column no heading in row 1; give it one, or empty "
                "the cell");
            continue;
        }
        if (cells == NULL || cell->row != row) {
            if (sheet->row_count == AC_MEMBERS_MAX) {
                return ac_fail(
                    error, ACCORD_ELIMIT, "sheet %s of %s has more than %u rows", sheet->path,
                    on->path, AC_MEMBERS_MAX);
            }
            row = cell->row;
            cells = AC_NEW_ARRAY(on->arena, ac_text, sheet->column_count);
            AC_RESERVE(on->arena, rows, sheet->row_count, capacity);
            ac_assert(rows != NULL);
            rows[sheet->row_count++] = (ac_pool_sheet_row){row, cells};
        }
        cells[at] = cell_text(on, sheet, kinds[at], cell);
    }
    sheet->rows = rows;
    return ac_ok();
}

static accord_status take_table(
    const book_reading *on, const ac_xlsx_sheet *of, ac_pool_table table, accord_error *error)
{
    ac_xlsx_table from = {0};
    ac_pool_sheet *sheet = &on->sheets[table];
    if (of->hidden) {
        ac_pool_fault_add(
            on->faults, sheet, 0, 0,
            "the sheet is hidden, so that nobody sees what would be imported; show it, or delete "
            "it");
    }
    AC_TRY(ac_xlsx_read(on->book, of, &from, error));
    if (from.count == 0) {
        ac_buffer_addf(on->told, "%s: an empty sheet; passed over\n", sheet->path);
        sheet->path = NULL;
        return ac_ok();
    }
    for (size_t i = 0; i < from.merged_count; i++) {
        const ac_xlsx_merged *merged = &from.merged[i];
        CELL_FAULT(
            on, sheet, merged,
            "the cells %.*s are merged; take the merge apart and fill in each of them",
            AC_TEXT_ARG(merged->range));
    }
    if (from.hidden_rows > 0) {
        ac_buffer_addf(
            on->told, "%s: %" PRIu32 " rows are hidden, by a filter perhaps; they are read too\n",
            sheet->path, from.hidden_rows);
    }
    return take_rows(on, &from, table, sheet, error);
}

static accord_status
take_sheet(const book_reading *on, const ac_xlsx_sheet *of, size_t *tables, accord_error *error)
{
    ac_pool_table near = AC_POOL_TABLES;
    ac_pool_table table = table_named(of->name, &near);
    ac_pool_sheet named = {.path = ac_text_terminated(on->arena, of->name), .in_workbook = true};
    if (table != AC_POOL_TABLES && of->part != NULL) {
        if (on->sheets[table].path != NULL) {
            ac_pool_fault_add(
                on->faults, &named, 0, 0, "there is another sheet of that table; leave one out");
            return ac_ok();
        }
        ++*tables;
        on->sheets[table] = named;
        return take_table(on, of, table, error);
    }
    if (near != AC_POOL_TABLES) {
        ac_pool_fault_add(
            on->faults, &named, 0, 0,
            "the sheet is no table of a pool (did you mean %.*s?); mend its name, or name it "
            "otherwise",
            AC_TEXT_ARG(ac_pool_table_name(near)));
    } else if (!ac_text_is(of->name, "notes") && !ac_text_is(of->name, "lists")) {
        ac_buffer_addf(on->told, "%s: no table of a pool; passed over\n", named.path);
    }
    return ac_ok();
}

accord_status ac_pool_workbook_sheets(
    ac_arena *arena,
    const char *path,
    ac_pool_sheet *sheets,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error)
{
    ac_xlsx *book = NULL;
    AC_TRY(ac_xlsx_open(arena, path, &book, error));
    book_reading on = {arena, book, path, sheets, faults, told};
    size_t count = 0;
    size_t tables = 0;
    const ac_xlsx_sheet *list = ac_xlsx_sheets(book, &count);
    accord_status status = ac_ok();
    for (size_t i = 0; i < count && status.code == ACCORD_OK; i++) {
        status = take_sheet(&on, &list[i], &tables, error);
    }
    ac_xlsx_close(book);
    if (status.code == ACCORD_OK && tables == 0) {
        status = ac_fail(
            error, ACCORD_EINPUT,
            "%s has no sheet that is a table of a pool, such as doctors or requests; accord pool "
            "template --format xlsx writes a workbook with all of them",
            path);
    }
    return status;
}
