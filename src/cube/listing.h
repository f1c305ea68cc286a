/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_LISTING_H
#define AC_CUBE_LISTING_H
/* The rows behind one cell of a cube that counts or sums rows: which file, which line, and what the
 * mapped fields say. Columns that say who a patient is are not among them, whatever the layout
 * maps. Where rows share an identifier the one that stays in the cell is listed. */

#include "cube/cube.h"

typedef struct ac_listed_row {
    ac_text file;
    uint64_t line;             /* where the row begins, from 1 */
    const ac_text *values;     /* [field_count]; .at is NULL where there is no value */
    const ac_text *identifier; /* [identifier_count], as the file has it */
} ac_listed_row;

typedef struct ac_listed {
    const ac_layout_field *const *fields; /* [field_count], in the order of the layout */
    size_t field_count;
    size_t personal_count; /* fields of the layout left out, since they say who a patient is */
    const ac_text *identifier_fields; /* [identifier_count], of the layout */
    size_t identifier_count;
    const ac_listed_row *rows; /* [row_count], in the order in which they were read */
    size_t row_count;
} ac_listed;

/* Says, before the first file is read, which cell's rows are to be listed; false: the period is not
 * asked for, so no row counts in it.
 *
 * in  members  [key_count]
 */
bool ac_cube_list_cell(ac_cube *cube, const uint32_t *members, int32_t period);

/* The rows of a sealed cube: as many as its cell has. Borrowed.
 *
 * errors  ACCORD_ELIMIT  more than AC_ROWS_LISTED_MAX rows were read for the cell
 */
accord_status ac_cube_listed(const ac_cube *cube, ac_listed *listed, accord_error *error);

#endif
