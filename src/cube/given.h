/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_GIVEN_H
#define AC_CUBE_GIVEN_H
/* A cube filled with cells that were counted elsewhere, instead of rows. It is sealed like any
 * other, to the same text and hash. */

#include "cube/cube.h"

/* Adds rows to a cell, and their sum where the plan sums. The period is one that is asked for; 0
 * where the plan has none.
 *
 * errors  ACCORD_ELIMIT  the cell would have more than AC_CUBE_ROWS_MAX rows
 */
accord_status ac_cube_give_cell(
    ac_cube *cube,
    const uint32_t *members,
    int32_t period,
    uint64_t rows,
    ac_rational sum,
    accord_error *error);

/* Says that rows of a period were read; false if it is not asked for, which is then left. */
bool ac_cube_give_received(ac_cube *cube, int32_t period);

void ac_cube_counts_add(ac_cube_counts *to, const ac_cube_counts *more);

/* For qsort: the most frequent reason first. */
int ac_refused_count_compare(const void *a, const void *b);

/* Adds what became of the rows of a source, and the source as a file. */
void ac_cube_give_account(
    ac_cube *cube,
    const ac_cube_file *source,
    const ac_cube_counts *counts,
    const ac_refused_count *refused_by,
    size_t refused_by_count);

/* Adds a text of all that decides what a row means: the plan, codes and members, and what the
 * layout says of the fields that it reads. Two plans of one text give the same cells for the same
 * rows. */
void ac_cube_add_plan(ac_buffer *buffer, const ac_cube_plan *plan, const ac_layout *layout);

#endif
