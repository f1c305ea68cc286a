/* SPDX-License-Identifier: MIT */
/* Rows lie whole in a window that slides over the file (window.h), are made in place (row.h)
 * and handed out as slices of it. Memory does not grow with the file. */

#include "extract/reader.h"

#include "base/arena.h"
#include "base/assert.h"
#include "base/limits.h"
#include "extract/window.h"

#include <stdlib.h>
#include <string.h>

enum { KIND_BYTES = 5 }; /* by which what is no CSV is known */

struct ac_reader {
    ac_window window;
    ac_arena arena;
    bool passing; /* up to the next line end, over the rest of a line that was refused */
    ac_row_maker maker;
    ac_row heading; /* in the arena */
    uint64_t line;  /* where the next row begins */
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

/* Makes the next row, passing over empty lines and reading on until it is there whole; `found` is
 * false at the end. */
static accord_status make_next(ac_reader *reader, bool *found, accord_error *error)
{
    ac_window *window = &reader->window;
    for (;;) {
        ac_text held = held_by(reader);
        int empty = ac_row_empty_line(held, window->at_end);
        if (empty > 0) {
            window->begin += (size_t)empty;
            reader->line++;
            continue;
        }
        *found = held.size > 0;
        if (empty == 0 &&
            (held.size == 0 || ac_row_make(&reader->maker, held, window->at_end, reader->line))) {
            return ac_ok();
        }
        AC_TRY(ac_window_fill(window, error));
    }
}

accord_status ac_reader_next(ac_reader *reader, const ac_row **row, accord_error *error)
{
    bool found = false;
    AC_TRY(pass_line(reader, error));
    AC_TRY(make_next(reader, &found, error));
    if (found) {
        reader->window.begin += reader->maker.size_bytes;
        reader->line += reader->maker.lines;
        reader->passing = reader->maker.passing;
    }
    *row = found ? &reader->maker.row : NULL;
    return ac_ok();
}

/* Tells by its first bytes a file that is not CSV at all. */
static const char *what_else(ac_text start)
{
    static const struct {
        ac_text bytes;
        const char *what;
    } kinds[] = {
        {{"\xFF\xFE", 2},         "is UTF-16 text: save as CSV UTF-8"                            },
        {{"\xFE\xFF", 2},         "is UTF-16 text: save as CSV UTF-8"                            },
        {{"PK\x03\x04", 4},       "is a spreadsheet or a zip file: save as CSV UTF-8"            },
        {{"\xD0\xCF", 2},         "is a spreadsheet: save as CSV UTF-8"                          },
        {{"\x1F\x8B", 2},         "is packed twice: unpack it once"                              },
        {{"\x28\xB5\x2F\xFD", 4}, "is packed twice: unpack it once"                              },
        {{"BZh", 3},              "is packed with bzip2: unpack it, or pack it with gzip or zstd"},
        {{"\xFD\x37zXZ", 5},      "is packed with xz: unpack it, or pack it with gzip or zstd"   },
        {{"%PDF-", 5},            "is a PDF: save as CSV UTF-8"                                  }
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
    while (!window->at_end && window->end < KIND_BYTES) {
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
    if (reader->maker.scan.field_count > AC_COLUMNS_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s has %zu columns; accord reads up to %u", path,
            reader->maker.scan.field_count, AC_COLUMNS_MAX);
    }
    if (memchr(row->raw.at, '\r', row->raw.size) != NULL && !reader->maker.scan.quoted) {
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
    reader->maker.columns = row->field_count;
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
    ac_row_maker_init(&reader->maker, &reader->arena, delimiter);
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
    return start(made, ac_window_open_text(&made->window, bytes, error), reader, error);
}

accord_status
ac_reader_open_standard(ac_text head, char delimiter, ac_reader **reader, accord_error *error)
{
    ac_reader *made = new_reader(AC_STANDARD_INPUT, delimiter);
    return start(made, ac_window_open_standard(&made->window, head, error), reader, error);
}

void ac_reader_close(ac_reader *reader)
{
    if (reader == NULL) {
        return;
    }
    ac_window_done(&reader->window);
    ac_row_maker_done(&reader->maker);
    ac_arena_done(&reader->arena);
    free(reader);
}

bool ac_reader_is_packed(const ac_reader *reader)
{
    return ac_source_is_packed(reader->window.source);
}

const ac_row *ac_reader_heading(const ac_reader *reader)
{
    return &reader->heading;
}

void ac_reader_hand_over(ac_reader *reader, ac_reader_rest *rest)
{
    ac_assert(!reader->passing);
    *rest = (ac_reader_rest){
        .source = reader->window.source,
        .held = held_by(reader),
        .line = reader->line,
        .hasher = ac_window_hasher(&reader->window)};
}

uint64_t ac_reader_done_bytes(const ac_reader *reader)
{
    return ac_window_done_bytes(&reader->window);
}

uint64_t ac_reader_total_bytes(const ac_reader *reader)
{
    return ac_window_total_bytes(&reader->window);
}

ac_hash ac_reader_hash(ac_reader *reader)
{
    return ac_window_hash(&reader->window);
}
