/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_PULLED_H
#define AC_APP_PULLED_H
/* Cells that `accord pull` brought from a database, as files that stand in a data folder in place
 * of the rows:
 *
 *   seen.cells.csv   the sealed cells, the same bytes as `accord cube --input seen` writes
 *   seen.pulled.csv  item,value: what was asked of whom, and what became of every row
 *   seen.pulled.sql  the statement
 *
 * They are used only for the clause, layout and members that they were pulled for. */

#include "app/load_inside.h"

/* Where cells came from. */
typedef struct ac_pulled_source {
    ac_text layout;
    ac_text table;
    ac_text dialect;
    ac_text connection; /* no password is in it */
    ac_text server;
    ac_text driver;
    ac_text time; /* as the server gave it, or as it was said */
    ac_text sql;
    uint64_t groups;   /* that came back */
    ac_text file_hash; /* "", or that of the file whose rows were counted */
} ac_pulled_source;

/* What a pull writes for one input. */
typedef struct ac_pulled_files {
    ac_text input;
    ac_text cells;
    ac_text account;
    ac_text sql;
    ac_text plan_hash; /* of the clause, layout and members that the cells are for */
} ac_pulled_files;

/* Makes the files of a sealed cube; all in `arena`. */
void ac_pulled_make(
    ac_arena *arena,
    const ac_cube *cube,
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_pulled_source *source,
    ac_pulled_files *files);

/* Writes them into a folder, the account last: without it the cells are not used.
 *
 * errors  ACCORD_EIO  one cannot be written
 */
accord_status
ac_pulled_write(const char *folder, const ac_pulled_files *files, accord_error *error);

/* The name by which a folder knows an input's cells: "seen.cells.csv". A manifest may list several
 * files that stand for it. */
ac_text ac_pulled_cells_name(ac_arena *arena, ac_text input);

/* The name of the account that stands beside a file of cells: "seen.pulled.csv" of
 * "seen.cells.csv". */
ac_text ac_pulled_account_name(ac_arena *arena, ac_text cells);

/* Whether a file of a data folder is one that a pull wrote, whatever patterns layouts have. */
bool ac_pulled_is_file(const char *name);

/* Adds an input's cells and their account to a cube that is not sealed. A cell of a period that a
 * later file takes the place of is superseded, with its rows.
 *
 * in      dates  which days of the file stand
 * errors  ACCORD_EIO     they cannot be read
 *         ACCORD_EINPUT  they do not belong together, or were pulled for another clause, layout or
 *                        list of members: the message says to pull again; a later file takes
 *                        the place of a part of a period
 */
accord_status ac_pulled_read(
    ac_arena *arena,
    const char *path,
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_cube_dates *dates,
    ac_cube *cube,
    accord_error *error);

#endif
