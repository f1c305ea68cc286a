/* SPDX-License-Identifier: MIT */
/* Cells from elsewhere. */

#include "cube/given.h"

#include "base/assert.h"
#include "cube/inside.h"

#include <string.h>

static size_t cell_of(const ac_cube *cube, const uint32_t *members, int32_t period)
{
    int32_t place = 0;
    bool asked = cube->period_want == NULL || ac_cube_period_place(cube, period, &place);
    ac_assert(asked);
    size_t cell = (size_t)place;
    for (size_t i = 0; i < cube->plan->key_count; i++) {
        ac_assert(members[i] < cube->plan->keys[i].member_count);
        cell += members[i] * cube->axes[i].stride;
    }
    return cell;
}

accord_status ac_cube_give_cell(
    ac_cube *cube,
    const uint32_t *members,
    int32_t period,
    uint64_t rows,
    ac_rational sum,
    accord_error *error)
{
    ac_assert(!cube->sealed);
    ac_assert(cube->adds_up);
    ac_assert(rows > 0);
    uint32_t cell = (uint32_t)cell_of(cube, members, period);
    uint32_t before = ac_cells_at(&cube->cells, cell)->rows;
    if (rows > AC_CUBE_ROWS_MAX - before) {
        return ac_fail(
            error, ACCORD_ELIMIT, "a cell of %.*s has more than %u rows",
            AC_TEXT_ARG(cube->plan->input), AC_CUBE_ROWS_MAX);
    }
    ac_rational kept = ac_rational_copy(&cube->numbers, sum);
    ac_cube_put_in(cube, cell, ac_cube_amount_of(cube, kept));
    ac_cells_at(&cube->cells, cell)->rows = before + (uint32_t)rows;
    ac_cube_tidy_numbers(cube);
    return ac_ok();
}

bool ac_cube_give_received(ac_cube *cube, int32_t period)
{
    int32_t place = 0;
    if (cube->period_want != NULL && !ac_cube_period_place(cube, period, &place)) {
        return false;
    }
    cube->received[place] = true;
    return true;
}

static void add_refused(ac_cube *cube, const char *code, uint64_t rows)
{
    for (ac_refusal reason = 0; reason < AC_REFUSAL_COUNT; reason++) {
        if (strcmp(ac_refusal_code(reason), code) == 0) {
            cube->refused_by[reason] += rows;
        }
    }
}

void ac_cube_counts_add(ac_cube_counts *to, const ac_cube_counts *more)
{
    to->rows += more->rows;
    to->counted += more->counted;
    to->superseded += more->superseded;
    to->deletions += more->deletions;
    to->not_where += more->not_where;
    to->not_followed += more->not_followed;
    to->may_follow += more->may_follow;
    to->repeated += more->repeated;
    to->no_value += more->no_value;
    to->refused += more->refused;
    for (size_t i = 0; i < AC_LEVELS_MAX; i++) {
        to->other_code[i] += more->other_code[i];
    }
}

void ac_cube_give_account(
    ac_cube *cube,
    const ac_cube_file *source,
    const ac_cube_counts *counts,
    const ac_refused_count *refused_by,
    size_t refused_by_count)
{
    ac_assert(!cube->sealed);
    AC_RESERVE(&cube->arena, cube->files, cube->file_count, cube->file_capacity);
    ac_cube_file *file = &cube->files[cube->file_count++];
    *file = *source;
    file->path = ac_text_copy(&cube->arena, source->path);
    ac_cube_counts_add(&cube->counts, counts);
    for (size_t i = 0; i < refused_by_count; i++) {
        add_refused(cube, refused_by[i].reason, refused_by[i].rows);
    }
}
