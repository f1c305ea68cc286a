/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_WORKBOOK_H
#define AC_APP_POOL_WORKBOOK_H
/* A session pool as a workbook: a sheet for each table. */

#include "pool/pool.h"

/* Whether a file is to be read as a workbook, by the end of its name. */
bool ac_pool_is_workbook(const char *path);

/* Hands over the rows of a workbook's sheets that are tables of a pool, their cells written as in
 * CSV.
 *
 * out     sheets  [AC_POOL_TABLES], zeroed on entry
 *         faults  cells and sheets that cannot stand in a table
 *         told    what was passed over, and rows that are hidden, a line each
 * errors  ACCORD_EINPUT  no workbook, or without any table of a pool
 *         and those of ac_xlsx_open and ac_xlsx_read
 */
accord_status ac_pool_workbook_sheets(
    ac_arena *arena,
    const char *path,
    ac_pool_sheet *sheets,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error);

/* Writes tables as a workbook to be filled in: typed columns, lists of the words that a column may
 * have, and notes on what each column means. Tables that are not there are empty ones.
 *
 * in      sheets  [AC_POOL_TABLES]; faults in their cells are written as they stand
 * errors  ACCORD_EINPUT  there is a file of that name
 *         ACCORD_EIO     it cannot be written
 */
accord_status
ac_pool_workbook_write(const char *path, const ac_pool_sheet *sheets, accord_error *error);

#endif
