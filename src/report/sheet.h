/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_SHEET_H
#define AC_REPORT_SHEET_H
/* A table with typed cells, as a spreadsheet holds it. What is made of results (statement_sheets.c)
 * is apart from how it is written to a file (xlsx.c). */

#include "accord/date.h"
#include "accord/money.h"

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

typedef enum ac_sheet_kind {
    AC_SHEET_EMPTY,
    AC_SHEET_TEXT,
    AC_SHEET_WHOLE,
    AC_SHEET_DATE,
    AC_SHEET_MONEY,
    AC_SHEET_FORMULA_MONEY, /* `text` is the formula, `money` what it comes to */
    AC_SHEET_FORMULA_TEXT   /* likewise; `result` is what it comes to */
} ac_sheet_kind;

typedef struct ac_sheet_cell {
    ac_sheet_kind kind;
    ac_text text; /* TEXT; a formula, as Excel has it in English: "=SUM(H2:H9)" */
    ac_text result;
    int64_t whole;
    accord_date date;
    accord_money money;
} ac_sheet_cell;

typedef struct ac_column_style {
    const char *heading;
    unsigned width; /* characters */
} ac_column_style;

/* What may be put into a column of a sheet that is to be filled in. */
typedef struct ac_column_entry {
    ac_sheet_kind kind;  /* TEXT, WHOLE or DATE: how it is shown, and checked; EMPTY: as typed */
    const char *choices; /* a range of the workbook: "=lists!$A$2:$A$8"; or NULL */
    bool others;         /* others than the choices may be put in, after a warning */
    int64_t least;       /* of a WHOLE; both 0: any */
    int64_t most;
    const char *note; /* shown beside the cell; at most 255 characters */
} ac_column_entry;

typedef struct ac_sheet {
    const char *name;               /* at most 31 characters */
    const ac_column_entry *entries; /* [column_count]; NULL: it is to be read only */
    const ac_column_style *columns;
    size_t column_count;
    ac_sheet_cell *cells; /* [row_count x column_count] */
    size_t row_count;
    size_t row_capacity;
    ac_arena *arena;
} ac_sheet;

void ac_sheet_init(
    ac_sheet *sheet,
    ac_arena *arena,
    const char *name,
    const ac_column_style *columns,
    size_t column_count);

/* Adds a row of empty cells, [column_count]; what it returns holds until the next row. */
ac_sheet_cell *ac_sheet_row(ac_sheet *sheet);

ac_sheet_cell ac_sheet_text(ac_text text);
ac_sheet_cell ac_sheet_money(accord_money money);
ac_sheet_cell ac_sheet_date(accord_date date);
ac_sheet_cell ac_sheet_whole(int64_t whole);

/* ---- xlsx.c ---- */

typedef struct ac_workbook {
    const ac_sheet *sheets; /* [sheet_count], each with a frozen heading and a filter */
    size_t sheet_count;
    ac_text title;
    int money_places;
    const char *mark; /* on every page, such as "SHADOW"; or NULL */
} ac_workbook;

/* Writes a workbook for Excel and others. The same tables give the same bytes: no clock is read.
 *
 * errors  ACCORD_EIO     it cannot be written; what was there is left as it was
 *         ACCORD_ERANGE  an amount has more digits than a spreadsheet keeps (15)
 *         ACCORD_ELIMIT  more rows than a spreadsheet has (1,048,576)
 */
accord_status ac_xlsx_write(const char *path, const ac_workbook *workbook, accord_error *error);

#endif
