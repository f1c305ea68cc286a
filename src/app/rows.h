/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_ROWS_H
#define AC_APP_ROWS_H
/* The rows behind one cell of an input that counts or sums rows, for people who have to see them:
 * where each stands, and what its mapped fields say. Nothing that says who a patient is is among
 * them, and where few rows are concerned they are withheld (docs/adr/0027-rows-behind-a-cell.md).
 */

#include "app/place.h"
#include "cube/listing.h"

/* Cells of 1 to 7 rows are not shown in published Hospital Episode Statistics. */
#define AC_ROWS_FEWEST 8

typedef enum ac_rows_format { AC_ROWS_TABLE, AC_ROWS_CSV, AC_ROWS_JSON } ac_rows_format;

typedef struct ac_rows_options {
    uint64_t fewest;       /* a cell of fewer rows is withheld, unless it has none */
    ac_text pseudonym_key; /* makes a pseudonym of each identifier; "": none is shown */
} ac_rows_options;

typedef struct ac_rows {
    const ac_run *run;
    ac_rows_options options;
    ac_value_place place;  /* an input that counts or sums rows */
    ac_listed listed;      /* fields that the layout has in its identifier are among them */
    accord_status listing; /* how that went */
    accord_error error;
    bool read;                 /* a cube of rows was there ... */
    bool asked;                /* ... and the period is one that it counts */
    bool *shown;               /* [listed.field_count] */
    size_t identifiers_hidden; /* fields that are not shown since they identify an attendance */
    size_t values_hidden;      /* values that look as if they said who a patient is */
    const ac_text *limits;     /* [limit_count], why rows are withheld, in words; none: listed */
    size_t limit_count;
} ac_rows;

/* Finds the input by its name or the number of its clause.
 *
 * errors  ACCORD_EINPUT  it is no input that counts or sums rows; the message says which are
 */
accord_status
ac_rows_find_value(const ac_run *run, ac_text value, ac_rows *rows, accord_error *error);

/* What the load is to be told, so that it keeps the rows of the place: `rows` is filled as it goes.
 *
 * in  wanted  [quantity_count], all false
 */
void ac_rows_watch(ac_rows *rows, bool *wanted, ac_load_options *options);

/* Judges what may be shown, once the data are loaded.
 *
 * errors  ACCORD_EINPUT  the input was not counted from rows that are here
 *         ACCORD_ELIMIT  as ac_cube_listed
 */
accord_status ac_rows_judge(ac_rows *rows, accord_error *error);

/* rows_write.c: adds the rows, or that they are withheld and why; a table ends with what it leaves
 * out.
 *
 * errors  ACCORD_ELIMIT  more text than AC_FACT_FILE_BYTES_MAX
 */
accord_status
ac_rows_add(ac_buffer *buffer, const ac_rows *rows, ac_rows_format format, accord_error *error);

/* Adds, for people, what is left out of the rows, one line each; nothing where nothing is. */
void ac_rows_add_notes(ac_buffer *buffer, const ac_rows *rows);

#endif
