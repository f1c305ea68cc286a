/* SPDX-License-Identifier: MIT */
/* Rows lie whole in a window that slides over the file (window.h), are scanned in place (scan.h)
 * and handed out as slices of it. Memory does not grow with the file. */

#include "extract/reader.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/limits.h"
#include "extract/scan.h"
#include "extract/window.h"

#include <stdlib.h>
#include <string.h>

struct ac_reader {
    ac_window window;
    ac_arena arena;
    bool passing; /* up to the next line end, over the rest of a line that was refused */
    char *undone; /* the row's fields with `""` made `"`; [undone_capacity], owned */
    size_t undone_capacity;
    ac_scan scan;
    size_t columns; /* of the heading; 0 while it is read */
    ac_row heading; /* in the arena */
    ac_row row;
    uint64_t line; /* where the next row begins */
};

/* The bytes held that are not yet read. */
static ac_text held_by(const ac_reader *reader)
{
    const ac_window *window = &reader->window;
    return (ac_text){window->bytes + window->begin, window->end - window->begin};
}

/* Passes over the rest of a line that is longer than may be held. */
static accord_status pass_line(ac_reader *reader, accord_error *error)
{
    while (reader->passing) {
        if (ac_window_drop_line(&reader->window)) {
            reader->line++;
            reader->passing = false;
        } else if (reader->window.at_end) {
            reader->passing = false;
        } else {
            AC_TRY(ac_window_fill(&reader->window, error));
        }
    }
    return ac_ok();
}

/* Passes over empty lines; returns false if what is held does not tell whether there is one. */
static bool pass_empty_lines(ac_reader *reader)
{
    for (;;) {
        ac_text held = held_by(reader);
        size_t size = held.size > 0 && held.at[0] == '\r' ? 2 : 1;
        if (held.size < size) {
            return reader->window.at_end;
        }
        if (held.at[size - 1] != '\n') {
            return true;
        }
        reader->window.begin += size;
        reader->line++;
    }
}

/* Scans the next row, reading on until it is there whole; `found` is false at the end. A row found
 * has a fault, or its end; one with a fault has its first line in what is held, if that fits. */
static accord_status scan_next(ac_reader *reader, bool *found, accord_error *error)
{
    for (;;) {
        bool told = pass_empty_lines(reader);
        ac_text held = held_by(reader);
        bool at_end = reader->window.at_end;
        bool full = held.size >= AC_ROW_BYTES_MAX;
        *found = !told || held.size > 0;
        if (!*found) {
            return ac_ok();
        }
        if (told && ac_scan_row(&reader->scan, held.at, held.size, at_end)) {
            const char *fault = reader->scan.fault;
            if (fault == NULL || full || at_end || strcmp(fault, "R-LONG") == 0 ||
                memchr(held.at, '\n', held.size) != NULL) {
                return ac_ok();
            }
        } else if (full) {
            reader->scan.fault = "R-LONG";
            reader->scan.fault_field = reader->scan.field_count;
            return ac_ok();
        }
        AC_TRY(ac_window_fill(&reader->window, error));
    }
}

static uint64_t lines_in(const char *at, size_t size)
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

/* Undoes `""` in the row's quoted fields. A field in quotes is one with a quote before it: a field
 * without them holds none, and follows a delimiter. */
static void undo_quotes(ac_reader *reader, ac_text raw)
{
    if (raw.size > reader->undone_capacity) {
        free(reader->undone);
        reader->undone = malloc(raw.size);
        if (reader->undone == NULL) {
            ac_out_of_memory(raw.size);
        }
        reader->undone_capacity = raw.size;
    }
    size_t size = 0;
    for (size_t i = 0; i < reader->row.field_count; i++) {
        ac_text *field = &reader->scan.fields[i];
        if (field->at == raw.at || field->at[-1] != '"' || field->size == 0 ||
            memchr(field->at, '"', field->size) == NULL) {
            continue;
        }
        char *from = reader->undone + size;
        for (size_t j = 0; j < field->size; j++) {
            reader->undone[size++] = field->at[j];
            j += field->at[j] == '"' ? 1 : 0;
        }
        *field = (ac_text){from, (size_t)(reader->undone + size - from)};
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

/* Gives back the first line only of a row whose fields cannot be told apart. */
static void end_at_first_line(ac_reader *reader)
{
    ac_text held = held_by(reader);
    reader->passing = !ac_window_drop_line(&reader->window);
    reader->line += reader->passing ? 0 : 1;
    size_t size = (size_t)(held_by(reader).at - held.at) - (reader->passing ? 0 : 1);
    if (size > 0 && held.at[size - 1] == '\r') {
        size--;
    }
    reader->row.raw = (ac_text){held.at, size};
}

static void make_row(ac_reader *reader)
{
    ac_row *row = &reader->row;
    ac_scan *scan = &reader->scan;
    const char *at = held_by(reader).at;
    size_t columns = scan->field_count;
    *row = (ac_row){.fields = scan->fields, .line = reader->line};
    row->field_count = columns < scan->fields_max ? columns : scan->fields_max;
    if (scan->fault != NULL) {
        set_fault(row, scan->fault, scan->fault_field);
    } else if (reader->columns != 0 && columns != reader->columns) {
        bool cut_off = columns < reader->columns && !scan->line_ended;
        set_fault(row, cut_off ? "R-TRUNCATED" : "R-COLUMNS", columns);
    }
    if (row->fault != NULL) {
        end_at_first_line(reader);
        return;
    }
    row->raw = (ac_text){at, scan->raw_bytes};
    check_bytes(row);
    reader->window.begin += scan->size_bytes;
    reader->line += scan->quoted ? lines_in(at, scan->size_bytes) : 1;
    if (scan->quoted) {
        undo_quotes(reader, row->raw);
    }
}

accord_status ac_reader_next(ac_reader *reader, const ac_row **row, accord_error *error)
{
    bool found = false;
    AC_TRY(pass_line(reader, error));
    AC_TRY(scan_next(reader, &found, error));
    if (found) {
        make_row(reader);
    }
    *row = found ? &reader->row : NULL;
    return ac_ok();
}

/* Tells by its first bytes a file that is not CSV at all. */
static const char *what_else(ac_text start)
{
    static const struct {
        ac_text bytes;
        const char *what;
    } kinds[] = {
        {{"\xFF\xFE", 2},   "is UTF-16 text: save as CSV UTF-8"                },
        {{"\xFE\xFF", 2},   "is UTF-16 text: save as CSV UTF-8"                },
        {{"PK\x03\x04", 4}, "is a spreadsheet or a zip file: save as CSV UTF-8"},
        {{"\xD0\xCF", 2},   "is a spreadsheet: save as CSV UTF-8"              },
        {{"\x1F\x8B", 2},   "is compressed (gzip): unpack it first"            }
    };
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        if (ac_text_starts(start, kinds[i].bytes)) {
            return kinds[i].what;
        }
    }
    return NULL;
}

static const char *heading_fault(const char *fault)
{
    static const char *const faults[][2] = {
        {"R-NUL",       "is UTF-16 text or binary (its heading holds NUL bytes): save as CSV UTF-8"},
        {"R-UTF8",      "is not UTF-8 text (see its heading): save as CSV UTF-8"                   },
        {"R-LONG",      "has a heading that is too long: is it CSV?"                               },
        {"R-TRUNCATED", "has a heading that ends inside quotes"                                    }
    };
    for (size_t i = 0; i < sizeof faults / sizeof faults[0]; i++) {
        if (strcmp(fault, faults[i][0]) == 0) {
            return faults[i][1];
        }
    }
    return "has a stray quote in its heading";
}

static accord_status read_heading(ac_reader *reader, accord_error *error)
{
    ac_window *window = &reader->window;
    const char *path = window->path;
    while (!window->at_end && window->end < 4) {
        AC_TRY(ac_window_fill(window, error));
    }
    ac_text start = {window->bytes, window->end};
    const char *other = what_else(start);
    if (other != NULL) {
        return ac_fail(error, ACCORD_EINPUT, "%s %s", path, other);
    }
    window->begin = ac_text_starts(start, AC_TEXT("\xEF\xBB\xBF")) ? 3 : 0;
    const ac_row *row = NULL;
    AC_TRY(ac_reader_next(reader, &row, error));
    if (row == NULL) {
        return ac_fail(error, ACCORD_EINPUT, "%s is empty: not even a heading", path);
    }
    if (row->fault != NULL) {
        return ac_fail(error, ACCORD_EINPUT, "%s %s", path, heading_fault(row->fault));
    }
    if (reader->scan.field_count > AC_COLUMNS_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s has %zu columns; accord reads up to %u", path,
            reader->scan.field_count, AC_COLUMNS_MAX);
    }
    if (memchr(row->raw.at, '\r', row->raw.size) != NULL && !reader->scan.quoted) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s ends its lines with CR alone: save as CSV UTF-8", path);
    }
    ac_text *fields = AC_NEW_ARRAY(&reader->arena, ac_text, row->field_count);
    for (size_t i = 0; i < row->field_count; i++) {
        fields[i] = ac_text_copy(&reader->arena, row->fields[i]);
    }
    reader->heading = *row;
    reader->heading.fields = fields;
    reader->heading.raw = ac_text_copy(&reader->arena, row->raw);
    reader->columns = row->field_count;
    return ac_ok();
}

static ac_reader *new_reader(const char *path, char delimiter)
{
    ac_reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL) {
        ac_out_of_memory(sizeof *reader);
    }
    ac_arena_init(&reader->arena);
    ac_window_init(&reader->window, &reader->arena, path);
    reader->line = 1;
    reader->scan.delimiter = delimiter;
    reader->scan.fields_max = AC_COLUMNS_MAX;
    reader->scan.fields = AC_NEW_ARRAY(&reader->arena, ac_text, AC_COLUMNS_MAX);
    return reader;
}

static accord_status
start(ac_reader *made, accord_status opened, ac_reader **reader, accord_error *error)
{
    accord_status status = opened.code == ACCORD_OK ? read_heading(made, error) : opened;
    if (status.code != ACCORD_OK) {
        ac_reader_close(made);
        return status;
    }
    *reader = made;
    return ac_ok();
}

accord_status
ac_reader_open(const char *path, char delimiter, ac_reader **reader, accord_error *error)
{
    ac_reader *made = new_reader(path, delimiter);
    return start(made, ac_window_open(&made->window, error), reader, error);
}

accord_status ac_reader_open_text(
    ac_text bytes, const char *name, char delimiter, ac_reader **reader, accord_error *error)
{
    ac_reader *made = new_reader(name, delimiter);
    ac_window_open_text(&made->window, bytes);
    return start(made, ac_ok(), reader, error);
}

void ac_reader_close(ac_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    ac_window_done(&reader->window);
    free(reader->undone);
    ac_arena_done(&reader->arena);
    free(reader);
}

const ac_row *ac_reader_heading(const ac_reader *reader)
{
    return &reader->heading;
}

uint64_t ac_reader_done_bytes(const ac_reader *reader)
{
    return reader->window.done_bytes;
}

uint64_t ac_reader_total_bytes(const ac_reader *reader)
{
    return reader->window.total_bytes;
}

ac_hash ac_reader_hash(ac_reader *reader)
{
    return ac_hasher_end(&reader->window.hasher);
}
