/* SPDX-License-Identifier: MIT */
/* Writes a pool as a workbook to be filled in. All that it says of tables and columns comes from
 * pool/tables.def, so that a template asks for what an import takes. */

#include "app/pool_workbook.h"
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "pool/columns.h"
#include "report/sheet.h"
#include "value/date.h"

#include <inttypes.h>

enum { WIDTH_LEAST = 12, WIDTH_MOST = 40, LISTS_MOST = 32, KEYS_LAST = 5001, SHEETS_OUR_OWN = 2 };

typedef struct book_writing {
    ac_arena *arena;
    const ac_pool_sheet *tables;   /* [AC_POOL_TABLES] */
    const char *lists[LISTS_MOST]; /* the words of a column, parted by '|', each list once */
    const char *names[LISTS_MOST]; /* the heading of the first column that has it */
    size_t list_count;
    ac_sheet sheets[AC_POOL_TABLES + SHEETS_OUR_OWN];
} book_writing;

static const char *kept(const book_writing *on, const ac_buffer *text)
{
    return ac_text_terminated(on->arena, ac_buffer_text(text));
}

/* The words of a list, one after another; false after the last. */
static bool next_word(ac_text *left, ac_text *word)
{
    while (left->size > 0) {
        size_t end = 0;
        while (end < left->size && left->at[end] != '|') {
            end++;
        }
        *word = ac_text_slice(*left, 0, end);
        *left = ac_text_slice(*left, end == left->size ? end : end + 1, left->size);
        if (word->size > 0) {
            return true;
        }
    }
    return false;
}

static size_t count_words(const char *list)
{
    ac_text left = ac_text_of(list);
    ac_text word;
    size_t count = 0;
    while (next_word(&left, &word)) {
        count++;
    }
    return count;
}

/* Where a list stands in the sheet of lists. */
static size_t list_of(book_writing *on, const ac_pool_column *column)
{
    size_t at = 0;
    while (at < on->list_count && !ac_text_is(ac_text_of(on->lists[at]), column->words)) {
        at++;
    }
    if (at == on->list_count) {
        ac_assert(at < LISTS_MOST);
        on->lists[at] = column->words;
        on->names[at] = column->heading;
        on->list_count++;
    }
    return at;
}

/* The column of a table's key, as its sheet will have it. */
static uint32_t key_column(const book_writing *on, ac_pool_table table)
{
    size_t count = 0;
    const ac_pool_column *columns = ac_pool_columns(table, &count);
    const ac_pool_sheet *sheet = &on->tables[table];
    size_t at =
        sheet->path == NULL ? 0 : ac_pool_column_named(sheet, ac_text_of(columns[0].heading));
    return sheet->path != NULL && at == sheet->column_count ? 1 : (uint32_t)at + 1;
}

/* The range of a workbook from which a column's cells are chosen, or NULL. */
static const char *choices_of(book_writing *on, const ac_pool_column *column)
{
    AC_SCOPED_BUFFER(range, 200);
    AC_SCOPED_BUFFER(letters, 20);
    if (column->type == AC_POOL_TYPE_WORD) {
        ac_pool_add_column_letters(&letters, (uint32_t)list_of(on, column) + 1);
        ac_buffer_addf(
            &range, "=lists!$%s$2:$%s$%zu", letters.bytes, letters.bytes,
            count_words(column->words) + 1);
        return kept(on, &range);
    }
    if (column->type == AC_POOL_TYPE_REFERENCE) {
        ac_pool_table of = (ac_pool_table)column->low;
        ac_pool_add_column_letters(&letters, key_column(on, of));
        ac_buffer_addf(
            &range, "='%.*s'!$%s$2:$%s$%d", AC_TEXT_ARG(ac_pool_table_name(of)), letters.bytes,
            letters.bytes, KEYS_LAST);
        return kept(on, &range);
    }
    return NULL;
}

static ac_column_entry entry_of(book_writing *on, const ac_pool_column *column)
{
    if (column == NULL) {
        return (ac_column_entry){.kind = AC_SHEET_TEXT, .note = ""};
    }
    AC_SCOPED_BUFFER(note, 400);
    ac_buffer_addf(&note, "%s%s", column->note, column->needed ? ". Needed" : "");
    return (ac_column_entry){
        .kind = column->type == AC_POOL_TYPE_DATE      ? AC_SHEET_DATE
                : column->type == AC_POOL_TYPE_NUMBER  ? AC_SHEET_WHOLE
                : column->type == AC_POOL_TYPE_DECIMAL ? AC_SHEET_EMPTY
                                                       : AC_SHEET_TEXT,
        .choices = choices_of(on, column),
        .others = column->type == AC_POOL_TYPE_REFERENCE,
        .least = column->low,
        .most = column->high,
        .note = kept(on, &note)};
}

/* A cell by its column's type; as text where it is not of that type. */
static ac_sheet_cell cell_of(const ac_pool_column *column, ac_text text)
{
    accord_date date;
    bool is_date = column != NULL && column->type == AC_POOL_TYPE_DATE;
    if (text.size == 0) {
        return (ac_sheet_cell){.kind = AC_SHEET_EMPTY};
    }
    if (is_date && (ac_date_parse(text, AC_DATE_ISO, &date, NULL).code == ACCORD_OK ||
                    ac_date_parse(text, AC_DATE_DMY, &date, NULL).code == ACCORD_OK)) {
        return ac_sheet_date(date);
    }
    int64_t whole = 0;
    size_t digits = 0;
    while (column != NULL && column->type == AC_POOL_TYPE_NUMBER && digits < text.size &&
           digits < 15 && ac_is_digit(text.at[digits])) {
        whole = whole * 10 + (text.at[digits++] - '0');
    }
    return digits == text.size ? ac_sheet_whole(whole) : ac_sheet_text(text);
}

static const ac_pool_column *column_of(ac_pool_table table, ac_text heading)
{
    size_t count = 0;
    const ac_pool_column *columns = ac_pool_columns(table, &count);
    for (size_t i = 0; i < count; i++) {
        if (ac_pool_same_words(heading, ac_text_of(columns[i].heading))) {
            return &columns[i];
        }
    }
    return NULL;
}

static unsigned width_of(ac_text heading)
{
    size_t width = heading.size + 3;
    return width < WIDTH_LEAST ? WIDTH_LEAST : width > WIDTH_MOST ? WIDTH_MOST : (unsigned)width;
}

/* The headings of a table: those of its file, or all that there are. */
static const ac_text *headings_of(const book_writing *on, ac_pool_table table, size_t *count)
{
    if (on->tables[table].path != NULL) {
        *count = on->tables[table].column_count;
        return on->tables[table].headings;
    }
    const ac_pool_column *columns = ac_pool_columns(table, count);
    ac_text *headings = AC_NEW_ARRAY(on->arena, ac_text, *count);
    for (size_t i = 0; i < *count; i++) {
        headings[i] = ac_text_of(columns[i].heading);
    }
    return headings;
}

static void add_table(book_writing *on, ac_pool_table table, ac_sheet *sheet)
{
    size_t count = 0;
    const ac_pool_sheet *from = &on->tables[table];
    const ac_text *headings = headings_of(on, table, &count);
    ac_column_style *styles = AC_NEW_ARRAY(on->arena, ac_column_style, count);
    ac_column_entry *entries = AC_NEW_ARRAY(on->arena, ac_column_entry, count);
    const ac_pool_column **columns = AC_NEW_ARRAY(on->arena, const ac_pool_column *, count);
    for (size_t c = 0; c < count; c++) {
        ac_text heading = ac_text_trim(headings[c]);
        columns[c] = column_of(table, heading);
        styles[c] = (ac_column_style){ac_text_terminated(on->arena, heading), width_of(heading)};
        entries[c] = entry_of(on, columns[c]);
    }
    ac_sheet_init(
        sheet, on->arena, ac_text_terminated(on->arena, ac_pool_table_name(table)), styles, count);
    sheet->entries = entries;
    for (size_t r = 0; r < from->row_count; r++) {
        ac_sheet_cell *cells = ac_sheet_row(sheet);
        for (size_t c = 0; c < count; c++) {
            cells[c] = cell_of(columns[c], ac_text_trim(from->rows[r].cells[c]));
        }
    }
}

static void add_type(ac_buffer *buffer, const ac_pool_column *column)
{
    ac_text left = ac_text_of(column->words);
    ac_text word;
    bool first = true;
    switch (column->type) {
    case AC_POOL_TYPE_CODE:
        ac_buffer_add_z(buffer, "a code, once in the table");
        return;
    case AC_POOL_TYPE_TEXT:
        ac_buffer_add_z(buffer, "text");
        return;
    case AC_POOL_TYPE_DATE:
        ac_buffer_add_z(buffer, "a day");
        return;
    case AC_POOL_TYPE_NUMBER:
        ac_buffer_addf(
            buffer, "a whole number from %" PRId64 " to %" PRId64, column->low, column->high);
        return;
    case AC_POOL_TYPE_DECIMAL:
        ac_buffer_addf(buffer, "a number from %" PRId64 " to %" PRId64, column->low, column->high);
        return;
    case AC_POOL_TYPE_WORD:
        while (next_word(&left, &word)) {
            ac_buffer_addf(buffer, "%s%.*s", first ? "" : ", ", AC_TEXT_ARG(word));
            first = false;
        }
        return;
    case AC_POOL_TYPE_REFERENCE:
        ac_buffer_addf(
            buffer, "a code of %.*s", AC_TEXT_ARG(ac_pool_table_name((ac_pool_table)column->low)));
        return;
    }
}

static void add_notes(book_writing *on, ac_sheet *sheet)
{
    static const ac_column_style styles[] = {
        {"sheet",                18},
        {"column",               24},
        {"needed",               10},
        {"what may stand in it", 60},
        {"what it means",        70}
    };
    ac_sheet_init(sheet, on->arena, "notes", styles, sizeof styles / sizeof styles[0]);
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        size_t count = 0;
        const ac_pool_column *columns = ac_pool_columns(table, &count);
        ac_sheet_cell *row = ac_sheet_row(sheet);
        row[0] = ac_sheet_text(ac_pool_table_name(table));
        row[2] = ac_sheet_text(ac_text_of(ac_pool_file_needed(table) ? "yes" : "no"));
        row[4] = ac_sheet_text(ac_text_of(ac_pool_note(table)));
        for (size_t c = 0; c < count; c++) {
            AC_SCOPED_BUFFER(type, AC_FIELD_BYTES_MAX);
            add_type(&type, &columns[c]);
            row = ac_sheet_row(sheet);
            row[0] = ac_sheet_text(ac_pool_table_name(table));
            row[1] = ac_sheet_text(ac_text_of(columns[c].heading));
            row[2] = ac_sheet_text(ac_text_of(columns[c].needed ? "yes" : "no"));
            row[3] = ac_sheet_text(ac_text_copy(on->arena, ac_buffer_text(&type)));
            row[4] = ac_sheet_text(ac_text_of(columns[c].note));
        }
    }
}

static void add_lists(const book_writing *on, ac_sheet *sheet)
{
    ac_column_style *styles = AC_NEW_ARRAY(on->arena, ac_column_style, on->list_count);
    size_t most = 0;
    for (size_t i = 0; i < on->list_count; i++) {
        size_t words = count_words(on->lists[i]);
        styles[i] = (ac_column_style){on->names[i], 24};
        most = words > most ? words : most;
    }
    ac_sheet_init(sheet, on->arena, "lists", styles, on->list_count);
    for (size_t r = 0; r < most; r++) {
        ac_sheet_cell *row = ac_sheet_row(sheet);
        for (size_t i = 0; i < on->list_count; i++) {
            ac_text left = ac_text_of(on->lists[i]);
            ac_text word;
            size_t at = 0;
            while (next_word(&left, &word)) {
                if (at++ == r) {
                    row[i] = ac_sheet_text(word);
                }
            }
        }
    }
}

accord_status
ac_pool_workbook_write(const char *path, const ac_pool_sheet *sheets, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    AC_TRY(ac_file_check_new(path, error));
    book_writing *on = AC_NEW(&arena, book_writing);
    on->arena = &arena;
    on->tables = sheets;
    add_notes(on, &on->sheets[0]);
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        add_table(on, table, &on->sheets[table + 1]);
    }
    add_lists(on, &on->sheets[AC_POOL_TABLES + 1]);
    ac_workbook book = {
        .sheets = on->sheets,
        .sheet_count = AC_POOL_TABLES + SHEETS_OUR_OWN,
        .title = AC_TEXT("A session pool")};
    return ac_xlsx_write(path, &book, error);
}
