/* SPDX-License-Identifier: MIT */
/* Copies rows by the bytes that the reader found; what becomes of each was told by rows.c. The
 * first fault is kept and told at the end, when the file is taken away again. */

#include "cube/standing.h"

#include "base/assert.h"
#include "base/file.h"
#include "cube/inside.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

struct ac_standing {
    const char *path;
    FILE *out;
    ac_arena arena;
    ac_text heading;       /* the line of it */
    const ac_text *fields; /* [column_count], of it; NULL: no file was read */
    size_t column_count;
    ac_text first; /* the name of the file that has it: the first of which a row stands */
    const ac_cube_file *checked; /* the file whose heading was last found to be the same */
    uint64_t rows;
    uint64_t gone; /* rows superseded or taken back, before the one being read */
    bool made;     /* the file, by us */
    accord_status status;
    accord_error error;
};

void ac_cube_write_standing(ac_cube *cube, const char *path)
{
    ac_standing *made = calloc(1, sizeof *made);
    if (made == NULL) {
        ac_out_of_memory(sizeof *made);
    }
    ac_assert(cube->file_count == 0);
    ac_arena_init(&made->arena);
    made->path = path;
    made->status = ac_ok();
    cube->standing = made;
    cube->quick = NULL; /* each row is looked at by itself */
}

static accord_status fail_write(ac_standing *standing, int number)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        &standing->error, ACCORD_EIO, "cannot write the rows that stand to %s: %s", standing->path,
        ac_errno_words(number, reason));
}

static accord_status open_file(ac_standing *standing)
{
    int file = open(standing->path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
    if (file < 0) {
        return fail_write(standing, errno);
    }
    standing->made = true;
    standing->out = fdopen(file, "wb");
    if (standing->out == NULL) {
        accord_status failed = fail_write(standing, errno);
        (void)close(file);
        return failed;
    }
    return ac_ok();
}

static accord_status put_line(ac_standing *standing, ac_text line)
{
    bool written = fwrite(line.at, 1, line.size, standing->out) == line.size &&
                   fputc('\n', standing->out) != EOF;
    return written ? ac_ok() : fail_write(standing, errno);
}

/* Keeps the heading of the file being read, as long as no row stands of one before it. */
static void keep_heading(ac_standing *standing, const ac_cube *cube)
{
    const ac_row *heading = ac_reader_heading(cube->reader);
    ac_text line = heading->raw;
    bool marked = ac_text_starts(line, AC_TEXT("\xEF\xBB\xBF"));
    ac_text *fields = AC_NEW_ARRAY(&standing->arena, ac_text, heading->field_count);
    for (size_t i = 0; i < heading->field_count; i++) {
        fields[i] = ac_text_copy(&standing->arena, ac_text_trim(heading->fields[i]));
    }
    standing->heading =
        ac_text_copy(&standing->arena, ac_text_slice(line, marked ? 3 : 0, line.size));
    standing->fields = fields;
    standing->column_count = heading->field_count;
    standing->first = ac_text_copy(&standing->arena, cube->file->path);
}

/* Rows of two files stand under one heading only where it is that of both. */
static accord_status check_heading(ac_standing *standing, const ac_cube *cube)
{
    const ac_row *heading = ac_reader_heading(cube->reader);
    bool same = heading->field_count == standing->column_count;
    for (size_t i = 0; i < standing->column_count && same; i++) {
        same = ac_text_equal_ignoring_case(ac_text_trim(heading->fields[i]), standing->fields[i]);
    }
    standing->checked = cube->file;
    if (same) {
        return ac_ok();
    }
    return ac_fail(
        &standing->error, ACCORD_EINPUT,
        "%.*s has other columns than %.*s, or in another order: rows of both cannot stand in one "
        "file; give them the same",
        AC_TEXT_ARG(cube->file->path), AC_TEXT_ARG(standing->first));
}

static accord_status fail_unreadable(ac_standing *standing, const ac_cube *cube, const ac_row *row)
{
    accord_status failed = ac_fail(
        &standing->error, ACCORD_EINPUT,
        "this row cannot be read as a whole (%s), so nobody knows whether it stands: mend it first "
        "(--refused FILE writes it, accord mend puts it back)",
        row->fault == NULL ? "R-TRUNCATED" : row->fault);
    const char *path = ac_text_terminated(&standing->arena, cube->file->path);
    ac_error_place(&standing->error, path, row->line, 1);
    return failed;
}

static accord_status take(ac_standing *standing, const ac_cube *cube, const ac_row *row)
{
    if (standing->checked != cube->file) {
        AC_TRY(check_heading(standing, cube));
    }
    if (row->fault != NULL || (row->unended && cube->layout->refuse_unended)) {
        return fail_unreadable(standing, cube, row);
    }
    if (standing->rows == 0) {
        AC_TRY(put_line(standing, standing->heading));
    }
    AC_TRY(put_line(standing, row->raw));
    standing->rows++;
    return ac_ok();
}

void ac_standing_begin_file(const ac_cube *cube)
{
    ac_standing *standing = cube->standing;
    standing->checked = NULL;
    if (standing->rows == 0) {
        keep_heading(standing, cube);
    }
    if (!standing->made && standing->status.code == ACCORD_OK) {
        standing->status = open_file(standing);
    }
}

/* A row dated outside what its file covers counts nowhere, so it does not stand either. */
void ac_standing_take(const ac_cube *cube, const ac_row *row)
{
    ac_standing *standing = cube->standing;
    uint64_t gone = cube->counts.superseded + cube->counts.deletions;
    bool stands = gone == standing->gone &&
                  (cube->dates == NULL || ac_cube_date_row(cube, row) != AC_DATING_OUTSIDE);
    standing->gone = gone;
    if (stands && standing->status.code == ACCORD_OK) {
        standing->status = take(standing, cube, row);
    }
}

static void close_file(ac_standing *standing)
{
    errno = EIO;
    if (standing->out != NULL && fclose(standing->out) != 0 && standing->status.code == ACCORD_OK) {
        standing->status = fail_write(standing, errno);
    }
    standing->out = NULL;
    if (standing->made && standing->status.code != ACCORD_OK) {
        (void)unlink(standing->path);
    }
}

accord_status ac_standing_end(ac_standing *standing, accord_error *error)
{
    if (standing->status.code == ACCORD_OK && standing->made && standing->rows == 0) {
        standing->status = put_line(standing, standing->heading);
    }
    if (standing->fields == NULL && standing->status.code == ACCORD_OK) {
        standing->status = ac_fail(
            &standing->error, ACCORD_EINPUT, "no file of rows was read, so none stand for %s",
            standing->path);
    }
    close_file(standing);
    if (standing->status.code != ACCORD_OK && error != NULL) {
        *error = standing->error;
    }
    return standing->status;
}

void ac_standing_free(ac_standing *standing)
{
    if (standing == NULL) {
        return;
    }
    if (standing->out != NULL) { /* the reading failed: half of the rows are none */
        standing->status = (accord_status){ACCORD_EIO};
        close_file(standing);
    }
    ac_arena_done(&standing->arena);
    free(standing);
}
