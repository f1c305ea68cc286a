/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_TABLE_H
#define AC_APP_TABLE_H
/* A small file of codes read whole: practices.csv, sites.csv. Columns are found through a layout,
 * as everywhere; every row must be good, since a member left out would change what all others are
 * due. */

#include "base/hash.h"
#include "extract/layout.h"

#define AC_TABLE_COLUMNS_MAX 7
#define AC_TABLE_NAMES_MAX   3

/* A column that is looked for: the first of these names that the file has. */
typedef struct ac_table_column {
    ac_text names[AC_TABLE_NAMES_MAX]; /* "" from the first unused one on */
    bool optional;                     /* it need not be there, and may be empty */
    bool may_be_empty;                 /* it is there, and a row may leave it empty */
} ac_table_column;

typedef struct ac_code_row {
    uint64_t line;
    ac_text cells[AC_TABLE_COLUMNS_MAX]; /* trimmed; "" where an optional one has no value */
} ac_code_row;

typedef struct ac_table {
    const char *path;
    ac_hash hash;
    const ac_code_row *rows; /* [row_count] */
    size_t row_count;
    uint32_t at[AC_TABLE_COLUMNS_MAX];   /* which column of the file, from 1; 0: none */
    ac_text names[AC_TABLE_COLUMNS_MAX]; /* the name by which it was found */
    const ac_layout *layout;
} ac_table;

/* Which file, how, and which of its columns. */
typedef struct ac_table_wanted {
    const char *path;
    const ac_layout *layout;
    const ac_table_column *columns; /* [column_count], at most AC_TABLE_COLUMNS_MAX */
    size_t column_count;
} ac_table_wanted;

/* Reads the columns wanted of all rows.
 *
 * errors  ACCORD_EIO     it cannot be read
 *         ACCORD_EINPUT  a column is not there, or a row cannot be read or lacks a code:
 *                        file:line:column
 *         ACCORD_ELIMIT  more than AC_MEMBERS_MAX rows
 */
accord_status
ac_table_read(ac_arena *arena, const ac_table_wanted *wanted, ac_table *table, accord_error *error);

/* Fails naming a cell of the table. */
accord_status ac_table_fail(
    const ac_table *table, size_t row, size_t column, accord_error *error, const char *format, ...)
    AC_PRINTF(5, 6);

#endif
