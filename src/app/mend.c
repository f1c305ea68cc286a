/* SPDX-License-Identifier: MIT */
/* Puts mended rows back by line: what is copied is never taken for CSV, so that no layout is needed
 * and nothing but the mended lines can change. */

#include "app/mend.h"

#include "app/folder.h"
#include "base/buffer.h"
#include "base/file.h"
#include "base/limits.h"
#include "extract/reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { COPY_BYTES = 256 * 1024, NUMBER_DIGITS_MAX = 18 };

/* A refused row as it is to be now. */
typedef struct mend {
    ac_text file;
    uint64_t line;   /* where it stood ... */
    uint64_t lines;  /* ... and how many lines it took */
    ac_text row;     /* "": it is taken out */
    uint64_t listed; /* its line among the refused rows */
} mend;

typedef struct mend_list {
    ac_arena *arena;
    mend *at;
    size_t count;
    size_t capacity;
} mend_list;

enum { COLUMN_FILE, COLUMN_LINE, COLUMN_LINES, COLUMN_ROW, COLUMN_COUNT };

static accord_status fail_at(const char *path, uint64_t line, accord_error *error, const char *what)
{
    accord_status failed = ac_fail(error, ACCORD_EINPUT, "%s", what);
    ac_error_place(error, path, line, 1);
    return failed;
}

static accord_status
find_columns(const ac_row *heading, const char *path, size_t *columns, accord_error *error)
{
    static const char *const names[] = {"file", "line", "lines", "row"};
    for (size_t i = 0; i < COLUMN_COUNT; i++) {
        columns[i] = SIZE_MAX;
        for (size_t j = 0; j < heading->field_count; j++) {
            if (ac_text_is(ac_text_trim(heading->fields[j]), names[i])) {
                columns[i] = j;
            }
        }
        if (columns[i] == SIZE_MAX) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s has no column \"%s\": it is to be the file that --refused FILE wrote", path,
                names[i]);
        }
    }
    return ac_ok();
}

static bool read_number(ac_text text, uint64_t *number)
{
    *number = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9') {
            return false;
        }
        *number = *number * 10 + (uint64_t)(text.at[i] - '0');
    }
    return text.size > 0 && text.size <= NUMBER_DIGITS_MAX && *number > 0;
}

static accord_status take_row(
    mend_list *list,
    const ac_row *row,
    const size_t *columns,
    const char *path,
    accord_error *error)
{
    if (row->fault != NULL) {
        return fail_at(
            path, row->line, error,
            "this line cannot be read: put the whole of the row in quotes, with each quote inside "
            "it twice, and save as CSV UTF-8; a row of more than 65,536 bytes is mended in its own "
            "file");
    }
    mend made = {.listed = row->line};
    if (!read_number(ac_text_trim(row->fields[columns[COLUMN_LINE]]), &made.line) ||
        !read_number(ac_text_trim(row->fields[columns[COLUMN_LINES]]), &made.lines)) {
        return fail_at(
            path, row->line, error,
            "line and lines are whole numbers from 1, as --refused FILE wrote them");
    }
    made.file = ac_text_copy(list->arena, row->fields[columns[COLUMN_FILE]]);
    ac_text text = row->fields[columns[COLUMN_ROW]]; /* tabs at its end are empty fields */
    made.row = ac_text_copy(list->arena, ac_text_trim(text).size == 0 ? AC_TEXT("") : text);
    AC_RESERVE(list->arena, list->at, list->count, list->capacity);
    list->at[list->count++] = made;
    return ac_ok();
}

static accord_status read_mends(mend_list *list, const char *path, accord_error *error)
{
    ac_reader *reader = NULL;
    size_t columns[COLUMN_COUNT] = {0};
    AC_TRY(ac_reader_open(path, ',', &reader, error));
    accord_status status = find_columns(ac_reader_heading(reader), path, columns, error);
    const ac_row *row = NULL;
    while (status.code == ACCORD_OK) {
        status = ac_reader_next(reader, &row, error);
        if (status.code != ACCORD_OK || row == NULL) {
            break;
        }
        status = take_row(list, row, columns, path, error);
    }
    ac_reader_close(reader);
    return status;
}

static int compare_mends(const void *a, const void *b)
{
    const mend *left = a;
    const mend *right = b;
    int order = ac_text_compare(left->file, right->file);
    if (order == 0) {
        order = (left->line > right->line) - (left->line < right->line);
    }
    return order != 0 ? order : (left->listed > right->listed) - (left->listed < right->listed);
}

/* A file being copied. */
typedef struct copying {
    const char *refused_path;
    ac_source *source;
    FILE *out;
    const mend *mends; /* [count], of this file, by line */
    size_t count;
    size_t next;
    uint64_t line;      /* the one being copied */
    uint64_t skip;      /* lines of a refused row that are still to pass */
    bool broken;        /* a write failed */
    bool at_start;      /* of a line */
    ac_buffer original; /* of the refused row being passed */
    ac_mended_file *told;
} copying;

/* Two inputs may have refused one row: then whichever was changed counts. */
static accord_status choose(copying *copy, ac_text *row, accord_error *error)
{
    const mend *first = &copy->mends[copy->next];
    ac_text original = ac_buffer_text(&copy->original);
    while (original.size > 0 && strchr("\r\n", original.at[original.size - 1]) != NULL) {
        original.size--;
    }
    bool chosen = false;
    *row = first->row;
    for (; copy->next < copy->count && copy->mends[copy->next].line == first->line; copy->next++) {
        ac_text other = copy->mends[copy->next].row;
        bool changed = !ac_text_equal(other, original);
        if (changed && chosen && !ac_text_equal(other, *row)) {
            return fail_at(
                copy->refused_path, copy->mends[copy->next].listed, error,
                "this row was refused by several inputs, and is mended in two ways: mend it in one "
                "of the lines, or alike in all");
        }
        *row = changed ? other : *row;
        chosen = chosen || changed;
    }
    return ac_ok();
}

static accord_status put_back(copying *copy, accord_error *error)
{
    ac_text row = {0};
    AC_TRY(choose(copy, &row, error));
    ac_buffer_clear(&copy->original);
    copy->told->put_back += row.size > 0 ? 1 : 0;
    copy->told->taken_out += row.size > 0 ? 0 : 1;
    if (row.size > 0) {
        copy->broken = copy->broken || fwrite(row.at, 1, row.size, copy->out) != row.size ||
                       fputc('\n', copy->out) == EOF;
    }
    return ac_ok();
}

/* Takes one line, or as much of it as is held. */
static accord_status take_line(copying *copy, ac_text part, bool ends, accord_error *error)
{
    bool listed = copy->next < copy->count && copy->mends[copy->next].line == copy->line;
    if (copy->at_start && copy->skip == 0 && listed) {
        copy->skip = copy->mends[copy->next].lines;
    }
    copy->at_start = ends;
    copy->line += ends ? 1 : 0;
    if (copy->skip == 0) {
        copy->broken = copy->broken || fwrite(part.at, 1, part.size, copy->out) != part.size;
        return ac_ok();
    }
    ac_buffer_add(&copy->original, part);
    copy->skip -= ends ? 1 : 0;
    return ends && copy->skip == 0 ? put_back(copy, error) : ac_ok();
}

static accord_status copy_lines(copying *copy, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    char *bytes = AC_NEW_ARRAY(&scratch, char, COPY_BYTES);
    size_t got = 0;
    do {
        AC_TRY(ac_source_read(copy->source, bytes, COPY_BYTES, &got, error));
        ac_text held = {bytes, got};
        while (held.size > 0) {
            const char *line_end = memchr(held.at, '\n', held.size);
            size_t size = line_end == NULL ? held.size : (size_t)(line_end - held.at) + 1;
            AC_TRY(take_line(copy, ac_text_slice(held, 0, size), line_end != NULL, error));
            held = ac_text_slice(held, size, held.size);
        }
    } while (got > 0);
    if (copy->skip > 0) {
        AC_TRY(put_back(copy, error)); /* the last line has no end */
    }
    if (copy->next < copy->count) {
        return fail_at(
            copy->refused_path, copy->mends[copy->next].listed, error,
            "the file does not have this line any more: changed since its rows were refused");
    }
    return ac_ok();
}

static accord_status fail_write(const char *path, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(error, ACCORD_EIO, "cannot write %s: %s", path, ac_errno_words(errno, reason));
}

/* The file is its owner's alone: its rows are those of patients. */
static accord_status mend_file(copying *copy, const char *from, const char *to, accord_error *error)
{
    int file = open(to, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return fail_write(to, error);
    }
    copy->out = fdopen(file, "wb");
    if (copy->out == NULL) {
        accord_status failed = fail_write(to, error);
        (void)close(file);
        return failed;
    }
    accord_status status = ac_source_open(from, &copy->source, error);
    ac_buffer_init(&copy->original, AC_ROW_BYTES_MAX);
    if (status.code == ACCORD_OK) {
        status = copy_lines(copy, error);
    }
    ac_buffer_done(&copy->original);
    ac_source_close(copy->source);
    errno = EIO;
    bool closed = fclose(copy->out) == 0;
    if (status.code == ACCORD_OK && (copy->broken || !closed)) {
        status = fail_write(to, error);
    }
    if (status.code != ACCORD_OK) {
        (void)unlink(to);
    }
    return status;
}

static ac_text without_packing(ac_text name)
{
    size_t packed = ac_text_ends(name, AC_TEXT(".gz"))    ? 3
                    : ac_text_ends(name, AC_TEXT(".zst")) ? 4
                                                          : 0;
    return ac_text_slice(name, 0, name.size - packed);
}

accord_status ac_mend(
    ac_arena *arena,
    const char *refused_path,
    const char *folder,
    const ac_mended_file **files,
    size_t *count,
    accord_error *error)
{
    mend_list list = {.arena = arena};
    AC_TRY(read_mends(&list, refused_path, error));
    ac_mended_file *made = AC_NEW_ARRAY(arena, ac_mended_file, list.count);
    if (mkdir(folder, 0700) != 0 && !ac_folder_exists(folder)) {
        return fail_write(folder, error);
    }
    if (list.count > 0) {
        qsort(list.at, list.count, sizeof *list.at, compare_mends);
    }
    *count = 0;
    for (size_t from = 0, until = 0; from < list.count; from = until) {
        while (until < list.count && ac_text_equal(list.at[until].file, list.at[from].file)) {
            until++;
        }
        ac_mended_file *told = &made[(*count)++];
        ac_text name = without_packing(ac_file_name_of(list.at[from].file));
        const char *to = ac_file_join(arena, folder, ac_text_terminated(arena, name));
        *told = (ac_mended_file){.from = list.at[from].file, .to = ac_text_of(to)};
        copying copy = {
            .refused_path = refused_path,
            .mends = list.at + from,
            .count = until - from,
            .line = 1,
            .at_start = true,
            .told = told};
        AC_TRY(mend_file(&copy, ac_text_terminated(arena, told->from), to, error));
    }
    *files = made;
    return ac_ok();
}
