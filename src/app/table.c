/* SPDX-License-Identifier: MIT */
/* Reads a file of codes through a layout; the plain one finds columns by their headings, in any
 * case and with '-', '_' and space alike. */

#include "app/table.h"

#include "base/assert.h"
#include "base/limits.h"
#include "extract/reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define COLUMN_NONE UINT32_MAX

typedef struct source {
    uint32_t column; /* of the file, from 0; COLUMN_NONE: a constant, or not there */
    ac_text constant;
} source;

typedef struct reading {
    ac_arena *arena;
    const ac_layout *layout;
    const ac_table_column *columns;
    size_t column_count;
    source sources[AC_TABLE_COLUMNS_MAX];
    ac_reader *reader;
    ac_code_row *rows;
    size_t capacity;
    ac_table *table;
    accord_error *error;
} reading;

accord_status ac_table_fail(
    const ac_table *table, size_t row, size_t column, accord_error *error, const char *format, ...)
{
    char message[ACCORD_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    accord_status failed = ac_fail(error, ACCORD_EINPUT, "%s", message);
    ac_error_place(error, table->path, table->rows[row].line, table->at[column]);
    return failed;
}

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '-' || c == '_' ? ' ' : c;
}

static bool same_heading(ac_text a, ac_text b)
{
    if (a.size != b.size) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (folded(a.at[i]) != folded(b.at[i])) {
            return false;
        }
    }
    return true;
}

static bool is_plain(const ac_layout *layout)
{
    return layout->name.size == 0;
}

/* Looks for one name; false if the file has no such column. */
static accord_status find_name(const reading *work, ac_text name, source *found, bool *is_there)
{
    const ac_row *heading = ac_reader_heading(work->reader);
    bool plain = is_plain(work->layout);
    const ac_layout_field *field = plain ? NULL : ac_layout_find(work->layout, name);
    *is_there = false;
    *found = (source){.column = COLUMN_NONE};
    if (!plain && field == NULL) {
        return ac_ok();
    }
    if (!plain && field->type == AC_FIELD_CONSTANT) {
        *is_there = true;
        found->constant = field->codes[0];
        return ac_ok();
    }
    for (size_t i = 0; i < heading->field_count; i++) {
        ac_text column = ac_text_trim(heading->fields[i]);
        bool same = plain ? same_heading(column, name)
                          : ac_text_equal_ignoring_case(column, ac_text_trim(field->column));
        if (!same) {
            continue;
        }
        if (*is_there) {
            return ac_fail(
                work->error, ACCORD_EINPUT,
                "%s has the column \"%.*s\" twice (columns %u and %zu): leave one out",
                work->table->path, AC_TEXT_ARG(column), found->column + 1, i + 1);
        }
        *is_there = true;
        found->column = (uint32_t)i;
    }
    return ac_ok();
}

static accord_status fail_column(const reading *work, const ac_table_column *column)
{
    const ac_row *heading = ac_reader_heading(work->reader);
    AC_SCOPED_BUFFER(list, 200);
    for (size_t i = 0; i < heading->field_count; i++) {
        ac_text name = ac_text_trim(heading->fields[i]);
        ac_buffer_addf(&list, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(name));
    }
    accord_status failed = ac_fail(
        work->error, ACCORD_EINPUT,
        "there is no column \"%.*s\"; the columns are %.*s. Name the column so, or say in a layout "
        "which one it is",
        AC_TEXT_ARG(column->names[0]), AC_TEXT_ARG(ac_buffer_text(&list)));
    ac_error_place(work->error, work->table->path, 1, 1);
    return failed;
}

static accord_status find_columns(reading *work)
{
    for (size_t i = 0; i < work->column_count; i++) {
        const ac_table_column *column = &work->columns[i];
        bool found = false;
        for (size_t j = 0; j < AC_TABLE_NAMES_MAX && !found && column->names[j].size > 0; j++) {
            AC_TRY(find_name(work, column->names[j], &work->sources[i], &found));
            work->table->names[i] = column->names[j];
        }
        if (!found && !column->optional) {
            return fail_column(work, column);
        }
        if (!found) {
            work->sources[i] = (source){.column = COLUMN_NONE};
        } else if (work->sources[i].column != COLUMN_NONE) {
            work->table->at[i] = work->sources[i].column + 1;
        }
    }
    return ac_ok();
}

static bool is_missing(const ac_layout *layout, ac_text text)
{
    for (size_t i = 0; i < layout->missing_count; i++) {
        if (ac_text_equal(layout->missing[i], text)) {
            return true;
        }
    }
    return text.size == 0;
}

static accord_status take_row(reading *work, const ac_row *row)
{
    ac_table *table = work->table;
    if (table->row_count >= AC_MEMBERS_MAX) {
        return ac_fail(
            work->error, ACCORD_ELIMIT, "%s has more than %u rows", table->path, AC_MEMBERS_MAX);
    }
    AC_RESERVE(work->arena, work->rows, table->row_count, work->capacity);
    ac_code_row *made = &work->rows[table->row_count++];
    *made = (ac_code_row){.line = row->line};
    table->rows = work->rows;
    if (row->fault != NULL) {
        return ac_table_fail(
            table, table->row_count - 1, 0, work->error,
            "this row cannot be read (%s): look for a quote or a comma too many; the heading has "
            "%zu columns and the row has %zu",
            row->fault, ac_reader_heading(work->reader)->field_count, row->field_count);
    }
    for (size_t i = 0; i < work->column_count; i++) {
        const source *from = &work->sources[i];
        ac_text text = from->constant;
        if (from->column != COLUMN_NONE) {
            text = ac_text_trim(row->fields[from->column]);
        }
        if (!is_missing(work->layout, text)) {
            made->cells[i] = ac_text_copy(work->arena, text);
        } else if (!work->columns[i].optional && !work->columns[i].may_be_empty) {
            return ac_table_fail(
                table, table->row_count - 1, i, work->error,
                "%.*s has no value; every row needs one", AC_TEXT_ARG(table->names[i]));
        } else {
            made->cells[i] = AC_TEXT("");
        }
    }
    return ac_ok();
}

static accord_status read_rows(reading *work)
{
    AC_TRY(find_columns(work));
    for (;;) {
        const ac_row *row = NULL;
        AC_TRY(ac_reader_next(work->reader, &row, work->error));
        if (row == NULL) {
            break;
        }
        AC_TRY(take_row(work, row));
    }
    work->table->hash = ac_reader_hash(work->reader);
    return ac_ok();
}

accord_status
ac_table_read(ac_arena *arena, const ac_table_wanted *wanted, ac_table *table, accord_error *error)
{
    ac_assert(wanted->column_count <= AC_TABLE_COLUMNS_MAX);
    ac_table made = {.path = wanted->path, .layout = wanted->layout};
    reading work = {
        .arena = arena,
        .layout = wanted->layout,
        .columns = wanted->columns,
        .column_count = wanted->column_count,
        .table = &made,
        .error = error};
    AC_TRY(ac_reader_open(wanted->path, wanted->layout->delimiter, &work.reader, error));
    accord_status status = read_rows(&work);
    ac_reader_close(work.reader);
    if (status.code == ACCORD_OK) {
        *table = made;
    }
    return status;
}
