/* SPDX-License-Identifier: MIT */
/* The life of a cube: made from a plan, fed files, looked at when sealed. Cells are a dense array,
 * members outermost in the plan's order, the period innermost. */

#include "cube/cube.h"

#include "base/assert.h"
#include "cube/follow.h"
#include "cube/inside.h"
#include "cube/quick.h"

#include <stdlib.h>
#include <string.h>

enum { PROGRESS_BYTES = 4 << 20 };

#ifdef ACCORD_STRESS
enum { NUMBERS_LOOSE_BYTES = 4096, DENSE_CELLS_MAX = 64 };
#else
enum { NUMBERS_LOOSE_BYTES = 64 << 20, DENSE_CELLS_MAX = 8 << 20 };
#endif

static int compare_spans(const void *a, const void *b)
{
    const struct ac_period_span *left = a;
    const struct ac_period_span *right = b;
    return (left->first > right->first) - (left->first < right->first);
}

/* Sorts the spans asked for and joins those that overlap, so that a period has one place. */
static void set_spans(ac_cube *cube)
{
    const ac_cube_plan *plan = cube->plan;
    struct ac_period_span sorted[sizeof cube->spans / sizeof cube->spans[0]] = {{0}};
    size_t count = 0;
    ac_assert(plan->span_count <= sizeof sorted / sizeof sorted[0]);
    for (size_t i = 0; i < plan->span_count; i++) {
        if (plan->spans[i].count > 0) {
            sorted[count++] = plan->spans[i];
        }
    }
    qsort(sorted, count, sizeof sorted[0], compare_spans);
    if (plan->period_kind == AC_PERIOD_NONE) {
        sorted[0] = (struct ac_period_span){.first = 0, .count = 1};
        count = 1;
    }
    for (size_t i = 0; i < count; i++) {
        struct ac_period_span *last =
            cube->span_count == 0 ? NULL : &cube->spans[cube->span_count - 1];
        if (last != NULL && sorted[i].first <= last->first + last->count) {
            int32_t until = sorted[i].first + sorted[i].count;
            int32_t count_joined = until - last->first;
            last->count = count_joined > last->count ? count_joined : last->count;
        } else {
            cube->spans[cube->span_count++] = sorted[i];
        }
    }
    for (size_t i = 0; i < cube->span_count; i++) {
        cube->period_count += cube->spans[i].count;
    }
}

static void make_arrays(ac_cube *cube)
{
    size_t room = cube->cell_count == 0 ? 1 : cube->cell_count;
    cube->rows = calloc(room, sizeof *cube->rows);
    cube->values = calloc(room, sizeof *cube->values);
    cube->missing = calloc(room, sizeof *cube->missing);
    if (cube->rows == NULL || cube->values == NULL || cube->missing == NULL) {
        ac_out_of_memory(room * (2 * sizeof *cube->rows + sizeof *cube->values));
    }
}

static accord_status make_cells(ac_cube *cube, accord_error *error)
{
    const ac_cube_plan *plan = cube->plan;
    size_t cells = (size_t)cube->period_count;
    cube->adds_up = plan->measure == AC_MEASURE_COUNT || plan->measure == AC_MEASURE_SUM;
    size_t most = cube->adds_up ? AC_CUBE_CELLS_MAX : AC_CELLS_MAX;
    for (size_t i = plan->key_count; i > 0; i--) {
        cube->axes[i - 1].stride = cells;
        if (__builtin_mul_overflow(cells, plan->keys[i - 1].member_count, &cells) || cells > most) {
            return ac_fail(
                error, ACCORD_ELIMIT,
                "%.*s would have more than %zu cells (members by periods): leave out a level or "
                "shorten the term",
                AC_TEXT_ARG(plan->input), most);
        }
    }
    cube->cell_count = cells;
    if (cube->adds_up) {
        ac_cells_init(&cube->cells, cells, cells <= DENSE_CELLS_MAX);
    } else {
        make_arrays(cube);
    }
    cube->received = AC_NEW_ARRAY(&cube->arena, bool, (size_t)cube->period_count);
    return ac_ok();
}

static accord_status make(
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_cube_options *options,
    ac_cube *follows,
    ac_cube **cube,
    accord_error *error)
{
    ac_cube *made = calloc(1, sizeof *made);
    if (made == NULL) {
        ac_out_of_memory(sizeof *made);
    }
    ac_assert(plan->key_count <= AC_LEVELS_MAX);
    ac_arena_init(&made->arena);
    ac_arena_init(&made->numbers);
    made->plan = plan;
    made->layout = layout;
    made->follows = follows;
    made->refuse_at_most = layout->refuse_at_most;
    if (options != NULL) {
        made->progress = options->progress;
        made->refused_path = options->refused_path;
        made->refused_append = options->refused_append;
        made->refuse_at_most =
            options->refuse_at_most == NULL ? made->refuse_at_most : *options->refuse_at_most;
        made->limits_lifted = options->refuse_at_most != NULL;
        made->threads = options->threads;
        made->marks_path = options->marks_path;
        made->piece_bytes = options->piece_bytes;
        made->unhashed = options->unhashed;
    }
    ac_assert(made->threads <= AC_THREADS_MAX);
    made->listed_cell = AC_CELL_NONE;
    ac_duplicates_init(&made->duplicates, plan->measure != AC_MEASURE_COUNT);
    if (options != NULL) {
        ac_duplicates_bound(
            &made->duplicates, options->identifiers_bytes, options->temporary_folder);
    }
    set_spans(made);
    accord_status status = ac_cube_check_limits(layout, error);
    status = status.code == ACCORD_OK ? ac_cube_compile(made, error) : status;
    status = status.code == ACCORD_OK ? make_cells(made, error) : status;
    if (status.code == ACCORD_OK) {
        status = ac_following_new(
            made, options == NULL ? 0 : options->sort_bytes,
            options == NULL ? NULL : options->temporary_folder, error);
    }
    if (status.code == ACCORD_OK && (options == NULL || !options->one_by_one)) {
        made->quick = ac_quick_new(made);
    }
    if (status.code != ACCORD_OK) {
        ac_cube_free(made);
        return status;
    }
    *cube = made;
    return ac_ok();
}

accord_status ac_cube_new(
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_cube_options *options,
    ac_cube **cube,
    accord_error *error)
{
    return make(plan, layout, options, NULL, cube, error);
}

accord_status ac_cube_new_followers(
    const ac_cube_plan *plan,
    const ac_cube_options *options,
    ac_cube *followed,
    ac_cube **cube,
    accord_error *error)
{
    return make(plan, plan->followed->layout, options, followed, cube, error);
}

void ac_cube_free(ac_cube *cube)
{
    if (cube == NULL) {
        return;
    }
    accord_status closed = ac_cube_close_refused(cube, NULL);
    (void)closed.code;
    ac_duplicates_done(&cube->duplicates);
    ac_following_free(cube);
    ac_standing_free(cube->standing);
    ac_cells_done(&cube->cells);
    ac_cells_done(&cube->beside);
    free(cube->rows);
    free(cube->values);
    free(cube->missing);
    ac_arena_done(&cube->numbers);
    ac_arena_done(&cube->arena);
    free(cube);
}

void ac_cube_tidy_numbers(ac_cube *cube)
{
    size_t used = cube->numbers.used_bytes;
    if (used < NUMBERS_LOOSE_BYTES || used / 2 < cube->numbers_kept_bytes) {
        return;
    }
    ac_arena kept;
    ac_arena_init(&kept);
    for (size_t i = 0; i < cube->cell_count && cube->values != NULL; i++) {
        if (cube->rows[i] > 0) {
            cube->values[i] = ac_rational_copy(&kept, cube->values[i]);
        }
    }
    for (size_t i = 0; i < cube->fraction_count; i++) {
        cube->fractions[i] = ac_rational_copy(&kept, cube->fractions[i]);
    }
    for (size_t i = 0; i < cube->odd_count; i++) {
        cube->odd_amounts[i] = ac_rational_copy(&kept, cube->odd_amounts[i]);
    }
    ac_arena_done(&cube->numbers);
    cube->numbers = kept;
    cube->numbers_kept_bytes = kept.used_bytes;
}

static void report(const ac_cube *cube)
{
    const ac_progress *progress = cube->progress;
    if (progress != NULL) {
        progress->report(
            progress->self, cube->file->path, ac_reader_done_bytes(cube->reader),
            ac_reader_total_bytes(cube->reader), cube->file->rows);
    }
}

static accord_status read_rows(ac_cube *cube, ac_reader *reader, accord_error *error)
{
    uint64_t reported = 0;
    for (;;) {
        const ac_row *row = NULL;
        AC_TRY(ac_reader_next(reader, &row, error));
        if (row == NULL) {
            break;
        }
        ac_cube_take_row(cube, row);
        if (cube->standing != NULL) {
            ac_standing_take(cube, row);
        }
        AC_TRY(ac_duplicates_check(&cube->duplicates, error));
        if (ac_reader_done_bytes(reader) - reported >= PROGRESS_BYTES) {
            reported = ac_reader_done_bytes(reader);
            report(cube);
        }
    }
    report(cube);
    cube->file->hash = ac_reader_hash(reader);
    cube->file->size_bytes = ac_reader_done_bytes(reader);
    return ac_ok();
}

accord_status ac_cube_open_input(
    const ac_cube *cube, const ac_cube_input *input, ac_reader **reader, accord_error *error)
{
    char delimiter = cube->layout->delimiter;
    if (input->standard) {
        return ac_reader_open_standard(input->bytes, delimiter, reader, error);
    }
    return input->in_memory
               ? ac_reader_open_text(input->bytes, input->path, delimiter, reader, error)
               : ac_reader_open(input->path, delimiter, reader, error);
}

accord_status ac_cube_begin_file(
    ac_cube *cube,
    const ac_reader *reader,
    const ac_cube_input *input,
    const uint32_t *columns,
    accord_error *error)
{
    if (cube->file_count == AC_CUBE_FILES_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%.*s has more than %u files: join some",
            AC_TEXT_ARG(cube->plan->input), AC_CUBE_FILES_MAX);
    }
    cube->reader = reader;
    for (size_t i = 0; i < cube->want_count; i++) {
        cube->wants[i].column = columns[i];
    }
    if (cube->listing != NULL) {
        ac_listing_begin_file(cube->listing, ac_reader_heading(reader));
    }
    AC_TRY(ac_cube_open_refused(cube, error));
    AC_RESERVE(&cube->arena, cube->files, cube->file_count, cube->file_capacity);
    cube->file = &cube->files[cube->file_count++];
    *cube->file = (ac_cube_file){
        .path = ac_text_copy(&cube->arena, ac_text_of(input->path)),
        .in_memory = input->in_memory || input->standard || strcmp(input->path, "-") == 0};
    if (cube->standing != NULL) {
        ac_standing_begin_file(cube);
    }
    return ac_ok();
}

/* Reads a file row by row, each by the long way. */
static accord_status read_one_by_one(ac_cube *cube, const ac_cube_input *input, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_reader *reader = NULL;
    uint32_t *columns = AC_NEW_ARRAY(&scratch, uint32_t, cube->want_count);
    AC_TRY(ac_cube_open_input(cube, input, &reader, error));
    const ac_row *heading = ac_reader_heading(reader);
    accord_status status = ac_cube_bind(cube, heading, input->path, columns, error);
    if (status.code == ACCORD_OK) {
        status = ac_cube_begin_file(cube, reader, input, columns, error);
    }
    if (status.code == ACCORD_OK) {
        status = read_rows(cube, reader, error);
    }
    cube->reader = NULL;
    cube->file = NULL;
    ac_reader_close(reader);
    return status;
}

static accord_status
read_inputs(ac_cube *cube, const ac_cube_input *inputs, size_t count, accord_error *error)
{
    ac_assert(!cube->sealed);
    /* Rows of files that others supersede are dated one by one (dates.c). */
    if (cube->quick != NULL && cube->dates == NULL) {
        return ac_cube_read_by_crew(cube, inputs, count, error);
    }
    for (size_t i = 0; i < count; i++) {
        AC_TRY(read_one_by_one(cube, &inputs[i], error));
    }
    return ac_ok();
}

accord_status
ac_cube_read_files(ac_cube *cube, const char *const *paths, size_t count, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_cube_input *inputs = AC_NEW_ARRAY(&scratch, ac_cube_input, count);
    for (size_t i = 0; i < count; i++) {
        inputs[i].path = paths[i];
    }
    return read_inputs(cube, inputs, count, error);
}

accord_status ac_cube_read(ac_cube *cube, const char *path, accord_error *error)
{
    return ac_cube_read_files(cube, &path, 1, error);
}

accord_status ac_cube_read_text(ac_cube *cube, ac_text bytes, const char *name, accord_error *error)
{
    const ac_cube_input input = {.path = name, .in_memory = true, .bytes = bytes};
    return read_inputs(cube, &input, 1, error);
}

accord_status ac_cube_read_standard(ac_cube *cube, ac_text head, accord_error *error)
{
    const ac_cube_input input = {.path = AC_STANDARD_INPUT, .standard = true, .bytes = head};
    return read_inputs(cube, &input, 1, error);
}

ac_cell ac_cube_cell(const ac_cube *cube, const uint32_t *members, int32_t period)
{
    ac_assert(cube->sealed);
    ac_cell none = {.value = AC_RATIONAL_ZERO};
    int32_t place = 0;
    bool always = cube->plan->period_kind == AC_PERIOD_NONE;
    if (!always && !ac_cube_period_place(cube, period, &place)) {
        return none;
    }
    size_t cell = (size_t)place;
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        ac_assert(members[i] < cube->plan->keys[i].member_count);
        cell += members[i] * cube->axes[i].stride;
    }
    if (cube->adds_up) {
        const ac_tally *tally = ac_cells_find(&cube->cells, (uint32_t)cell);
        return tally == NULL
                   ? none
                   : (ac_cell){
                         .value = ac_cube_total(cube, (uint32_t)cell, tally), .rows = tally->rows};
    }
    if (cube->rows[cell] == 0) {
        none.missing = cube->missing[cell] > 0;
        none.rows = cube->missing[cell];
        return none;
    }
    return (ac_cell){.value = cube->values[cell], .rows = cube->rows[cell]};
}

bool ac_cube_received(const ac_cube *cube, int32_t period)
{
    int32_t place = 0;
    bool always = cube->plan->period_kind == AC_PERIOD_NONE;
    return (always || ac_cube_period_place(cube, period, &place)) && cube->received[place];
}

ac_hash ac_cube_hash(const ac_cube *cube)
{
    ac_assert(cube->sealed);
    return cube->hash;
}

const ac_cube_counts *ac_cube_get_counts(const ac_cube *cube)
{
    return &cube->counts;
}

const ac_cube_file *ac_cube_files(const ac_cube *cube, size_t *count)
{
    *count = cube->file_count;
    return cube->files;
}

const ac_refused_row *ac_cube_refused(const ac_cube *cube, size_t *count)
{
    *count = cube->refused_count;
    return cube->refused;
}

const ac_refused_count *ac_cube_refused_by_reason(const ac_cube *cube, size_t *count)
{
    *count = cube->by_reason_count;
    return cube->by_reason;
}
