/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_POOL_FOLDER_H
#define AC_APP_POOL_FOLDER_H
/* The files of a session pool, from a folder; or a published shift-scheduling case, from a file. */

#include "pool/pool.h"
#include "pool/problem.h"

/* Reads one file of a folder as it stands; a row that cannot be read is a fault.
 *
 * out     sheet  left zeroed if there is no such file
 * errors  ACCORD_EIO     it is there and cannot be read
 *         ACCORD_ELIMIT  it has more rows than AC_POOL_ROWS_MAX
 */
accord_status ac_pool_sheet_read(
    ac_arena *arena,
    const char *folder,
    const char *name,
    ac_pool_sheet *sheet,
    ac_pool_faults *faults,
    accord_error *error);

/* Hands over the rows of every file of a pool's folder as they stand.
 *
 * out     sheets  [AC_POOL_TABLES]; those whose path is set on entry are left as they are
 *         faults  rows that cannot be read
 * errors  ACCORD_EIO     a file is there and cannot be read
 *         ACCORD_ELIMIT  a file has more rows than AC_POOL_ROWS_MAX
 */
accord_status ac_pool_folder_sheets(
    ac_arena *arena,
    const char *folder,
    ac_pool_sheet *sheets,
    ac_pool_faults *faults,
    accord_error *error);

/* Why a row of a file cannot be read, by the code that its reader gives. */
const char *ac_pool_row_fault(const char *fault);

/* Writes a table as its file: cells as they stand, without white space at their ends; days as
 * 2015-01-05, however they stood. */
void ac_pool_add_csv(ac_buffer *buffer, ac_pool_table table, const ac_pool_sheet *sheet);

/* Reads every file of a pool's folder.
 *
 * out     pool    filled only if nothing is at fault
 *         faults  every fault of every file
 * errors  ACCORD_ENO     there are faults
 *         ACCORD_EIO     there is no such folder, or a file is there and cannot be read
 *         ACCORD_ELIMIT  a file has more rows than AC_POOL_ROWS_MAX
 */
accord_status ac_pool_folder_read(
    ac_arena *arena,
    const char *folder,
    const ac_pool_period *period,
    ac_pool *pool,
    ac_pool_faults *faults,
    accord_error *error);

/* Reads a folder, or an instance, to a problem. As above, and what ac_pool_build and
 * ac_instance_read say. */
accord_status ac_pool_problem_read(
    ac_arena *arena,
    const char *path,
    const ac_pool_period *period,
    ac_problem *problem,
    ac_pool_faults *faults,
    accord_error *error);

/* The same, and holds sessions fixed by hand to what their doctors may work: each that no roster
 * can keep is a fault of fixed.csv. */
accord_status ac_pool_problem_check(
    ac_arena *arena,
    const char *path,
    const ac_pool_period *period,
    ac_problem *problem,
    ac_pool_faults *faults,
    accord_error *error);

/* What the pool holds, in words: doctors, contracts, sites, requests, sessions of the period. */
void ac_pool_add_summary(ac_buffer *buffer, const ac_problem *problem);

#endif
