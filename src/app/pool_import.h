/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_IMPORT_H
#define AC_APP_POOL_IMPORT_H
/* Brings the tables of a session pool from a workbook, or another folder, into a folder. */

#include "pool/pool.h"

typedef struct ac_pool_import {
    const char *source; /* a workbook, or a folder of CSV files */
    const char *folder;
    ac_pool_period period; /* `today` alone is looked at */
    bool dry_run;          /* nothing is written */
    bool replace;          /* files that are there may be written over */
} ac_pool_import;

/* Reads the source, checks it together with those tables that the folder has and the source has
 * not, and only if nothing is at fault writes a file for each table of the source that has rows.
 * Each is written whole beside its place before the first is put there.
 *
 * out     faults  every fault of every table
 *         told    what became of each table, a line each
 * errors  ACCORD_ENO     there are faults; nothing was written
 *         ACCORD_EINPUT  the source is neither; a file that is there would be written over
 *         ACCORD_EIO     something cannot be read or written
 *         ACCORD_ELIMIT  a table has more than AC_MEMBERS_MAX rows
 */
accord_status ac_pool_import_run(
    ac_arena *arena,
    const ac_pool_import *import,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error);

/* Writes a file with its headings for each table that a folder has not, or one workbook
 * "pool.xlsx" with a sheet for each.
 *
 * out     told  what was written and what was there, a line each
 * errors  ACCORD_EINPUT  the workbook is there already
 *         ACCORD_EIO     something cannot be written
 */
accord_status ac_pool_template_write(
    ac_arena *arena, const char *folder, bool workbook, ac_buffer *told, accord_error *error);

/* Writes the tables of a folder as a workbook, with whatever is at fault in their cells.
 *
 * out     faults  rows that cannot be read
 * errors  ACCORD_ENO     there are faults; nothing was written
 *         ACCORD_EINPUT  the workbook is there already; the folder has no table
 *         ACCORD_EIO     something cannot be read or written
 */
accord_status ac_pool_export(
    ac_arena *arena,
    const char *folder,
    const char *path,
    ac_pool_faults *faults,
    accord_error *error);

#endif
