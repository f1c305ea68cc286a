/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_GROUPS_H
#define AC_CUBE_GROUPS_H
/* Groups of rows, as a database gives them for the statement of cube/sql.h, judged as rows of a
 * file are: counted, set aside or refused, with the same reasons, into the same cells. */

#include "cube/given.h"
#include "cube/sql.h"

typedef struct ac_groups ac_groups;

/* Rows that were refused for one reason, of one column, with the least of their values as an
 * example. */
typedef struct ac_refused_group {
    const char *reason; /* "R-DATE" */
    ac_text heading;    /* of the column; "" for the row */
    ac_text value;
    ac_text message;
    uint64_t rows;
} ac_refused_group;

/* The cube, its plan, the layout and the shape are borrowed until the end. */
ac_groups *ac_groups_new(
    ac_cube *cube, const ac_cube_plan *plan, const ac_layout *layout, const ac_sql_shape *shape);
void ac_groups_free(ac_groups *groups); /* takes NULL */

/* Takes a row of the answer.
 *
 * errors  ACCORD_EIO     it is not of the shape that was asked for
 *         ACCORD_EINPUT  a value that is to be summed is not held exactly
 *         ACCORD_ELIMIT  more than AC_PULLED_REPEATS_MAX rows share identifiers
 */
accord_status ac_groups_take(ac_groups *groups, const ac_odbc_row *row, accord_error *error);

/* Ends them: of rows with one identifier the least by cell and value stays, and the cube has its
 * account. It is not sealed.
 *
 * in      source  the table, as a file; its numbers of rows are filled here
 * errors  ACCORD_ELIMIT  as ac_cube_give_cell
 */
accord_status ac_groups_end(ac_groups *groups, const ac_cube_file *source, accord_error *error);

/* What was refused, in the order of reasons and columns. */
const ac_refused_group *ac_groups_refused(const ac_groups *groups, size_t *count);

#endif
