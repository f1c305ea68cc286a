/* SPDX-License-Identifier: MIT */
/* From bytes to a row. A row whose fields cannot be told apart is its first line. */

#include "extract/row.h"

#include "base/assert.h"
#include "base/limits.h"

#include <stdlib.h>
#include <string.h>

void ac_row_maker_init(ac_row_maker *maker, ac_arena *arena, char delimiter)
{
    *maker = (ac_row_maker){0};
    maker->scan.delimiter = delimiter;
    maker->scan.fields_max = AC_COLUMNS_MAX;
    maker->scan.fields = AC_NEW_ARRAY(arena, ac_text, AC_COLUMNS_MAX);
}

void ac_row_maker_done(ac_row_maker *maker)
{
    free(maker->undone);
    maker->undone = NULL;
}

uint64_t ac_row_lines_in(const char *at, size_t size)
{
    uint64_t lines = 0;
    const char *end = at + size;
    while (at < end) {
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (line_end == NULL) {
            break;
        }
        lines++;
        at = line_end + 1;
    }
    return lines;
}

int ac_row_empty_line(ac_text held, bool at_end)
{
    int size = held.size > 0 && held.at[0] == '\r' ? 2 : 1;
    if (held.size < (size_t)size) {
        return at_end ? 0 : -1;
    }
    return held.at[size - 1] == '\n' ? size : 0;
}

/* Undoes `""` in the row's quoted fields. A field in quotes is one with a quote before it: a field
 * without them holds none, and follows a delimiter. */
static void undo_quotes(ac_row_maker *maker)
{
    ac_text raw = maker->row.raw;
    if (raw.size > maker->undone_capacity) {
        free(maker->undone);
        maker->undone = malloc(raw.size);
        if (maker->undone == NULL) {
            ac_out_of_memory(raw.size);
        }
        maker->undone_capacity = raw.size;
    }
    size_t size = 0;
    for (size_t i = 0; i < maker->row.field_count; i++) {
        ac_text *field = &maker->scan.fields[i];
        if (field->at == raw.at || field->at[-1] != '"' || field->size == 0 ||
            memchr(field->at, '"', field->size) == NULL) {
            continue;
        }
        char *from = maker->undone + size;
        for (size_t j = 0; j < field->size; j++) {
            maker->undone[size++] = field->at[j];
            j += field->at[j] == '"' ? 1 : 0;
        }
        *field = (ac_text){from, (size_t)(maker->undone + size - from)};
    }
}

static void set_fault(ac_row *row, const char *fault, size_t field)
{
    row->fault = fault;
    row->fault_field = field;
}

/* Which field of the row holds the byte at `offset`. */
static size_t field_at(const ac_row *row, size_t offset)
{
    const char *byte = row->raw.at + offset;
    size_t field = 0;
    while (field + 1 < row->field_count && row->fields[field + 1].at <= byte) {
        field++;
    }
    return field;
}

bool ac_row_is_text(ac_text raw)
{
    bool high = false;
    bool nul = false;
    ac_scan_rare(raw.at, raw.size, &high, &nul);
    return !nul && (!high || ac_text_utf8_fault(raw) == raw.size);
}

/* Looks for NUL and for what is not UTF-8, before quotes are undone: places are in the raw row. */
static void check_bytes(ac_row *row)
{
    bool high = false;
    bool nul = false;
    ac_scan_rare(row->raw.at, row->raw.size, &high, &nul);
    if (nul) {
        const char *at = memchr(row->raw.at, '\0', row->raw.size);
        set_fault(row, "R-NUL", field_at(row, (size_t)(at - row->raw.at)));
    } else if (high) {
        size_t fault = ac_text_utf8_fault(row->raw);
        if (fault < row->raw.size) {
            set_fault(row, "R-UTF8", field_at(row, fault));
        }
    }
}

/* Gives the first line only of a row whose fields cannot be told apart; of a line that may be
 * longer than is held, as much as one field may have. */
static void end_at_first_line(ac_row_maker *maker, ac_text held)
{
    const char *line_end = memchr(held.at, '\n', held.size);
    bool cut = strcmp(maker->row.fault, "R-LONG") == 0;
    size_t size = line_end == NULL ? held.size : (size_t)(line_end - held.at);
    maker->passing = line_end == NULL;
    maker->size_bytes = size + (line_end == NULL ? 0 : 1);
    maker->lines = line_end == NULL ? 0 : 1;
    if (cut && size > AC_FIELD_BYTES_MAX) {
        size = AC_FIELD_BYTES_MAX;
    } else if (size > 0 && held.at[size - 1] == '\r') {
        size--;
    }
    maker->row.raw = (ac_text){held.at, size};
}

/* Scans the row; false: more is needed. One with a fault has its first line in what is held, if
 * that fits. */
static bool scan_row(ac_row_maker *maker, ac_text held, bool at_end)
{
    ac_scan *scan = &maker->scan;
    bool full = held.size == AC_ROW_BYTES_MAX;
    if (!ac_scan_row(scan, held.at, held.size, at_end)) {
        if (full) {
            scan->fault = "R-LONG";
            scan->fault_field = scan->field_count;
        }
        return full;
    }
    return scan->fault == NULL || full || at_end || strcmp(scan->fault, "R-LONG") == 0 ||
           memchr(held.at, '\n', held.size) != NULL;
}

bool ac_row_make(ac_row_maker *maker, ac_text held, bool at_end, uint64_t line)
{
    ac_assert(held.size > 0);
    if (held.size > AC_ROW_BYTES_MAX) {
        held.size = AC_ROW_BYTES_MAX;
        at_end = false;
    }
    if (!scan_row(maker, held, at_end)) {
        return false;
    }
    ac_row *row = &maker->row;
    ac_scan *scan = &maker->scan;
    size_t columns = scan->field_count;
    *row = (ac_row){.fields = scan->fields, .line = line};
    row->field_count = columns < scan->fields_max ? columns : scan->fields_max;
    if (scan->fault != NULL) {
        set_fault(row, scan->fault, scan->fault_field);
    } else if (maker->columns != 0 && columns != maker->columns) {
        bool cut_off = columns < maker->columns && !scan->line_ended;
        set_fault(row, cut_off ? "R-TRUNCATED" : "R-COLUMNS", columns);
    }
    if (row->fault != NULL) {
        end_at_first_line(maker, held);
        return true;
    }
    row->raw = (ac_text){held.at, scan->raw_bytes};
    row->unended = !scan->line_ended;
    check_bytes(row);
    maker->passing = false;
    maker->size_bytes = scan->size_bytes;
    maker->lines = scan->quoted ? ac_row_lines_in(held.at, scan->size_bytes) : 1;
    if (scan->quoted) {
        undo_quotes(maker);
    }
    return true;
}
