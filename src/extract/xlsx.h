/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_XLSX_H
#define AC_EXTRACT_XLSX_H
/* Workbooks (ISO/IEC 29500, as Excel, LibreOffice and others write them): their sheets, and the
 * cells of each as a reader of the screen has them. What is computed is what the file says that it
 * came to; no formula is run. */

#include "accord/date.h"

#include "base/status.h"
#include "base/text.h"

typedef struct ac_xlsx ac_xlsx;

typedef enum ac_xlsx_kind {
    AC_XLSX_TEXT,      /* `text`; spaces and line ends at its ends are gone */
    AC_XLSX_NUMBER,    /* `text` is the decimal, to the 15 digits that are shown */
    AC_XLSX_DATE,      /* `date`; a time of day is dropped */
    AC_XLSX_NO_DATE,   /* shown as a date, but no day: before 1900, or 29 February 1900 */
    AC_XLSX_YES_NO,    /* `text` is TRUE or FALSE */
    AC_XLSX_ERROR,     /* `text` is #N/A and the like */
    AC_XLSX_UNCOMPUTED /* a formula whose result the file does not say */
} ac_xlsx_kind;

typedef struct ac_xlsx_cell {
    uint32_t row;    /* from 1 */
    uint32_t column; /* from 1 */
    ac_xlsx_kind kind;
    accord_date date;
    ac_text text;
} ac_xlsx_cell;

typedef struct ac_xlsx_sheet {
    ac_text name;
    bool hidden;
    const char *part; /* NULL: no sheet of cells (a chart) */
} ac_xlsx_sheet;

/* Cells that are shown as one. */
typedef struct ac_xlsx_merged {
    uint32_t row; /* of the first */
    uint32_t column;
    ac_text range; /* "B2:B4" */
} ac_xlsx_merged;

/* The cells of a sheet that are not empty, by row, then column. */
typedef struct ac_xlsx_table {
    ac_xlsx_cell *cells; /* [count] */
    size_t count;
    uint32_t hidden_rows;   /* rows with cells that are not shown */
    ac_xlsx_merged *merged; /* [merged_count] */
    size_t merged_count;
} ac_xlsx_table;

/* Opens a workbook and reads its list of sheets, its styles and its strings.
 *
 * in      arena   must outlive the workbook; holds all texts
 * errors  those of ac_parts_open and ac_markup_read
 */
accord_status ac_xlsx_open(ac_arena *arena, const char *path, ac_xlsx **book, accord_error *error);
void ac_xlsx_close(ac_xlsx *book);

const ac_xlsx_sheet *ac_xlsx_sheets(const ac_xlsx *book, size_t *count);

/* Reads the cells of a sheet that has a part.
 *
 * errors  ACCORD_EINPUT  damaged: cells out of order, a string that is not there
 *         ACCORD_ELIMIT  more than AC_WORKBOOK_CELLS_MAX cells, AC_WORKBOOK_MERGED_MAX merged
 */
accord_status
ac_xlsx_read(ac_xlsx *book, const ac_xlsx_sheet *sheet, ac_xlsx_table *table, accord_error *error);

#endif
