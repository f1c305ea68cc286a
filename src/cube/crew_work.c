/* SPDX-License-Identifier: MIT */
/* What a thread does with a piece, each step by one thread at a time. */

#include "base/assert.h"
#include "base/limits.h"
#include "cube/crew.h"

enum { PROGRESS_BYTES = 4 << 20, EXPECTED_ROWS = 12, TOLD_BY = 16, LOOKED_AT_ONE_IN = 16 };

bool ac_crew_is_packed(const ac_crew_file *file)
{
    return ac_source_is_packed(file->rest.source);
}

static accord_status open_file(const ac_crew *crew, ac_crew_file *file, accord_error *error)
{
    const ac_cube *cube = crew->cube;
    const ac_cube_input *input = file->input;
    AC_TRY(ac_cube_open_input(cube, input, &file->reader, error));
    const ac_row *heading = ac_reader_heading(file->reader);
    AC_TRY(ac_cube_bind(cube, heading, input->path, file->columns, error));
    ac_reader_hand_over(file->reader, &file->rest);
    ac_left_put(&file->left, file->rest.held);
    file->hasher = file->rest.hasher;
    file->hashed_before = file->rest.held.size;
    file->chain.line = file->rest.line;
    if (input->standard || ac_crew_is_packed(file)) {
        file->look = ac_personal_look_new(&file->arena, input->path, cube->layout, heading);
    }
    file->maker.columns = heading->field_count;
    return ac_ok();
}

void ac_crew_open(const ac_crew *crew, ac_crew_file *file)
{
    ac_arena_init(&file->arena);
    file->columns = AC_NEW_ARRAY(&file->arena, uint32_t, crew->cube->want_count);
    ac_row_maker_init(&file->maker, &file->arena, crew->cube->layout->delimiter);
    file->status = open_file(crew, file, &file->error);
}

void ac_crew_close(ac_crew_file *file)
{
    ac_reader_close(file->reader);
    file->reader = NULL;
    ac_row_maker_done(&file->maker);
    ac_left_done(&file->left);
    ac_chain_done(&file->chain);
    ac_arena_done(&file->arena);
}

void ac_crew_fill(const ac_crew *crew, ac_job *job)
{
    ac_crew_file *file = job->file;
    if (job->piece.own == NULL) {
        ac_piece_init(&job->piece, crew->piece_bytes);
        ac_buffer_init(&job->packed, SIZE_MAX / 4);
    }
    if (ac_crew_is_packed(file)) {
        ac_buffer_clear(&job->packed);
        ac_source_keep_packed(file->rest.source, &job->packed);
    }
    file->status = ac_piece_fill(&job->piece, file->rest.source, &file->left, &file->error);
}

void ac_crew_hash(const ac_crew *crew, ac_job *job)
{
    ac_crew_file *file = job->file;
    if (crew->cube->unhashed) {
        return;
    }
    if (ac_crew_is_packed(file)) {
        ac_hasher_add(&file->hasher, ac_buffer_text(&job->packed));
        return;
    }
    ac_text bytes = {job->piece.own, job->piece.own_size};
    size_t before = bytes.size < file->hashed_before ? bytes.size : file->hashed_before;
    file->hashed_before -= before;
    ac_hasher_add(&file->hasher, ac_text_slice(bytes, before, bytes.size));
}

/* Has the memory ready that a row will want when its turn comes. */
static inline void expect(const ac_cube *cube, const ac_takes *takes, size_t i)
{
    if (i < takes->count && takes->cells[i] != AC_QUICK_LONG) {
        ac_cells_expect(&cube->cells, takes->cells[i]);
        if (takes->identities != NULL) {
            ac_duplicates_expect(&cube->duplicates, takes->identities[i]);
        }
    }
}

static uint64_t line_of(const ac_job *job, size_t i)
{
    return job->piece.line + job->takes.lines[i];
}

static void take_long(ac_cube *cube, const ac_job *job, size_t i)
{
    const ac_piece *piece = &job->piece;
    ac_row_maker *maker = &job->file->maker;
    ac_text rest = ac_text_slice(piece->held, job->takes.at[i], piece->held.size);
    bool whole = ac_row_make(maker, rest, piece->last, line_of(job, i));
    ac_assert(whole);
    ac_cube_take_row(cube, &maker->row);
}

/* Adds a row that took the short way; false: its identifier was counted before, which the long way
 * settles. */
static inline bool add_quick(ac_cube *cube, const ac_job *job, size_t i)
{
    const ac_takes *takes = &job->takes;
    int64_t amount = takes->amounts == NULL ? 0 : takes->amounts[i];
    if (takes->identities != NULL) {
        ac_kept kept;
        ac_counted row = {
            .identity = takes->identities[i], .cell = takes->cells[i], .amount = amount};
        if (__builtin_expect(ac_duplicates_is_spilled(&cube->duplicates), 0)) {
            row.place = ac_cube_place_of(cube, line_of(job, i));
        }
        if (!ac_duplicates_add(&cube->duplicates, &row, &kept)) {
            return false;
        }
    }
    ac_cube_put_in(cube, takes->cells[i], amount);
    return true;
}

static void add_rows(ac_cube *cube, const ac_job *job)
{
    const ac_takes *takes = &job->takes;
    uint64_t counted = 0;
    uint64_t again = 0;
    for (size_t i = 0; i < EXPECTED_ROWS; i++) {
        expect(cube, takes, i);
    }
    for (size_t i = 0; i < takes->count; i++) {
        expect(cube, takes, i + EXPECTED_ROWS);
        if (takes->cells[i] == AC_QUICK_LONG) {
            take_long(cube, job, i);
        } else if (takes->cells[i] != cube->listed_cell && add_quick(cube, job, i)) {
            counted++;
        } else {
            again++;
            take_long(cube, job, i);
        }
    }
    uint64_t aside = takes->not_where;
    cube->counts.not_where += takes->not_where;
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        cube->counts.other_code[i] += takes->other_code[i];
        aside += takes->other_code[i];
    }
    for (int32_t i = 0; i < cube->period_count; i++) {
        cube->received[i] = cube->received[i] || takes->received[i];
    }
    cube->counts.rows += takes->rows - again;
    cube->counts.counted += counted;
    cube->file->rows += takes->rows - again;
    cube->file->counted += counted;
    cube->file->set_aside += aside;
}

/* From the first pieces of a long file it can be told how many identifiers there will be. */
static void expect_identities(ac_cube *cube, const ac_job *job)
{
    uint64_t done = job->piece.done_bytes;
    uint64_t total = ac_reader_total_bytes(job->file->reader);
    if (cube->identity_count > 0 && job->number == TOLD_BY && total > done) {
        uint64_t more = cube->file->counted * (total / done);
        ac_duplicates_expect_rows(&cube->duplicates, ac_duplicates_count(&cube->duplicates) + more);
    }
}

static void report(const ac_cube *cube, ac_crew_file *file, uint64_t done_bytes, bool end)
{
    const ac_progress *progress = cube->progress;
    if (progress == NULL || (!end && done_bytes - file->reported_bytes < PROGRESS_BYTES)) {
        return;
    }
    file->reported_bytes = done_bytes;
    progress->report(
        progress->self, cube->file->path, done_bytes, ac_reader_total_bytes(file->reader),
        cube->file->rows);
}

static void end_file(ac_cube *cube, ac_crew_file *file, uint64_t done_bytes)
{
    report(cube, file, done_bytes, true);
    cube->file->size_bytes = done_bytes;
    if (!cube->unhashed) {
        cube->file->hash = ac_hasher_end(&file->hasher);
    }
    cube->reader = NULL;
    cube->file = NULL;
}

/* Looks for NHS numbers in some of the first pieces, and then in one in sixteen. */
static accord_status look_at(const ac_job *job, accord_error *error)
{
    const ac_piece *piece = &job->piece;
    ac_personal_look *look = job->file->look;
    if (look == NULL) {
        return ac_ok();
    }
    bool looked = (job->number & (job->number - 1)) == 0 || job->number % LOOKED_AT_ONE_IN == 0;
    if (looked && piece->until > piece->first) {
        ac_text rows = ac_text_slice(piece->held, piece->first, piece->until);
        AC_TRY(ac_personal_look_at(look, rows, error));
    }
    return piece->last ? ac_personal_look_end(look, error) : ac_ok();
}

accord_status ac_crew_add(ac_crew *crew, ac_job *job, accord_error *error)
{
    ac_cube *cube = crew->cube;
    ac_crew_file *file = job->file;
    if (job->number == 0) {
        AC_TRY(ac_cube_begin_file(cube, file->reader, file->input, file->columns, error));
    }
    AC_TRY(look_at(job, error));
    add_rows(cube, job);
    expect_identities(cube, job);
    AC_TRY(ac_duplicates_check(&cube->duplicates, error));
    if (cube->counts.rows > AC_CUBE_ROWS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%.*s has more than %u rows: give it in several inputs",
            AC_TEXT_ARG(cube->plan->input), AC_CUBE_ROWS_MAX);
    }
    if (job->piece.last) {
        end_file(cube, file, job->piece.done_bytes);
    } else {
        report(cube, file, job->piece.done_bytes, false);
    }
    return ac_ok();
}
