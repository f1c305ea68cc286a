/* SPDX-License-Identifier: MIT */
/* Rows with one identifier, where the identifiers are in a file: every row was put into its cell
 * when it was read. Part by part, in the order of reading, all but the least are taken out again
 * and are refused, as they would have been at once. What a refused row says is in its file only,
 * which is read again for it. */

#include "base/assert.h"
#include "cube/inside.h"

#include <stdlib.h>
#include <string.h>

enum { LINE_BITS = 40 };

/* Where the rows to be refused stand. */
typedef struct places {
    uint64_t *list; /* [count], owned; file and line */
    size_t count;
    size_t capacity;
} places;

uint64_t ac_cube_place_of(const ac_cube *cube, uint64_t line)
{
    return (uint64_t)(cube->file_count - 1) << LINE_BITS | line;
}

static void note(places *refused, uint64_t place)
{
    if (refused->count == refused->capacity) {
        size_t larger = refused->capacity == 0 ? 64 : refused->capacity * 2;
        uint64_t *list = realloc(refused->list, larger * sizeof *list);
        if (list == NULL) {
            ac_out_of_memory(larger * sizeof *list);
        }
        refused->list = list;
        refused->capacity = larger;
    }
    refused->list[refused->count++] = place;
}

bool ac_cube_goes_first(ac_cube *cube, uint32_t cell, int64_t amount, const ac_kept *kept)
{
    if (cell != *kept->cell) {
        return cell < *kept->cell;
    }
    return kept->amount != NULL && ac_cube_amount_compare(cube, amount, *kept->amount) < 0;
}

/* Adds a row of the file to the parts; takes it, or the one that it is less than, out of its cell
 * where its identifier was there before. */
static void settle_row(ac_cube *cube, const ac_spilled *row, places *refused)
{
    ac_kept kept = {0};
    if (ac_duplicates_add_spilled(&cube->duplicates, row, &kept)) {
        return;
    }
    int64_t amount = kept.amount == NULL ? 0 : row->amount;
    ac_assert(row->place != 0);
    note(refused, row->place);
    if (!ac_cube_goes_first(cube, row->cell, amount, &kept)) {
        ac_cube_take_out(cube, row->cell, amount);
        return;
    }
    ac_cube_take_out(cube, *kept.cell, kept.amount == NULL ? 0 : *kept.amount);
    *kept.cell = row->cell;
    if (kept.amount != NULL) {
        *kept.amount = amount;
    }
}

static accord_status
settle_part(ac_cube *cube, ac_spill *spill, size_t part, places *refused, accord_error *error)
{
    size_t size = cube->duplicates.with_amounts ? sizeof(ac_spilled) : offsetof(ac_spilled, amount);
    for (;;) {
        const void *records = NULL;
        size_t count = 0;
        AC_TRY(ac_spill_read(spill, part, &records, &count, error));
        if (count == 0) {
            break;
        }
        for (size_t i = 0; i < count; i++) {
            ac_spilled row = {.amount = 0};
            memcpy(&row, (const char *)records + i * size, size);
            settle_row(cube, &row, refused);
        }
        ac_cube_tidy_numbers(cube);
    }
    ac_listing_settle(cube);
    ac_duplicates_empty(&cube->duplicates);
    return ac_ok();
}

/* ---- The rows that are refused ---- */

static void refuse(ac_cube *cube, const ac_row *row)
{
    cube->counts.counted--;
    cube->file->counted--;
    cube->pending.is = false;
    ac_cube_fault_duplicate(cube);
    ac_cube_refuse_pending(cube, row);
}

/* Whether nobody will see what a refused row says. */
static bool is_only_counted(const ac_cube *cube)
{
    return cube->refused_file == NULL && cube->refused_count >= AC_REFUSED_KEPT_MAX;
}

/* Refuses rows of which the line is all that is known. */
static void refuse_by_line(ac_cube *cube, const uint64_t *lines, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const ac_row row = {.raw = AC_TEXT(""), .line = lines[i]};
        refuse(cube, &row);
    }
}

/* Reads on to each of the lines. */
static accord_status refuse_read(
    ac_cube *cube, ac_reader *reader, const uint64_t *lines, size_t count, accord_error *error)
{
    size_t found = 0;
    while (found < count && !is_only_counted(cube)) {
        const ac_row *row = NULL;
        AC_TRY(ac_reader_next(reader, &row, error));
        if (row == NULL || row->line > lines[found]) {
            return ac_fail(
                error, ACCORD_EIO, "%.*s was changed while it was read: begin again",
                AC_TEXT_ARG(cube->file->path));
        }
        if (row->line == lines[found]) {
            refuse(cube, row);
            found++;
        }
    }
    refuse_by_line(cube, lines + found, count - found);
    return ac_ok();
}

/* Refuses rows of one file, by their lines, in order. */
static accord_status
refuse_in_file(ac_cube *cube, const uint64_t *lines, size_t count, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_reader *reader = NULL;
    uint32_t *columns = AC_NEW_ARRAY(&scratch, uint32_t, cube->want_count);
    const char *path = ac_text_terminated(&scratch, cube->file->path);
    if (cube->file->in_memory || is_only_counted(cube)) {
        refuse_by_line(cube, lines, count);
        return ac_ok();
    }
    AC_TRY(ac_reader_open(path, cube->layout->delimiter, &reader, error));
    cube->reader = reader;
    accord_status status = ac_cube_bind(cube, ac_reader_heading(reader), path, columns, error);
    if (status.code == ACCORD_OK) {
        for (size_t i = 0; i < cube->want_count; i++) {
            cube->wants[i].column = columns[i];
        }
        status = refuse_read(cube, reader, lines, count, error);
    }
    cube->reader = NULL;
    ac_reader_close(reader);
    return status;
}

static int compare_places(const void *a, const void *b)
{
    uint64_t left = *(const uint64_t *)a;
    uint64_t right = *(const uint64_t *)b;
    return (left > right) - (left < right);
}

static accord_status refuse_places(ac_cube *cube, places *refused, accord_error *error)
{
    size_t count = refused->count;
    uint64_t *list = refused->list;
    if (count == 0) {
        return ac_ok();
    }
    qsort(list, count, sizeof *list, compare_places);
    for (size_t from = 0, until = 0; from < count; from = until) {
        uint64_t file = list[from] >> LINE_BITS;
        for (until = from; until < count && list[until] >> LINE_BITS == file; until++) {
            list[until] &= (UINT64_C(1) << LINE_BITS) - 1;
        }
        cube->file = &cube->files[file];
        AC_TRY(refuse_in_file(cube, list + from, until - from, error));
    }
    cube->file = NULL;
    return ac_ok();
}

accord_status ac_cube_settle_identities(ac_cube *cube, accord_error *error)
{
    AC_TRY(ac_duplicates_check(&cube->duplicates, error));
    ac_spill *spill = cube->duplicates.spill;
    accord_status status = ac_ok();
    if (spill == NULL) {
        ac_listing_settle(cube);
        return ac_ok();
    }
    /* From here on one part at a time is in memory. */
    cube->duplicates.spill = NULL;
    places refused = {0};
    for (size_t i = 0; i < AC_DUPLICATES_PARTS && status.code == ACCORD_OK; i++) {
        status = settle_part(cube, spill, i, &refused, error);
    }
    ac_spill_close(spill);
    if (status.code == ACCORD_OK) {
        status = refuse_places(cube, &refused, error);
    }
    free(refused.list);
    return status;
}
