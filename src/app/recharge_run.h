/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_RECHARGE_RUN_H
#define AC_APP_RECHARGE_RUN_H
/* Recharging a pool's folder: what is charged, what is to be sent, and the record of it. */

#include "app/pool_folder.h"
#include "recharge/bill.h"

/* For the date of an issue: the last day of its month, or of the record where that is later. */
#define AC_ISSUE_UNDATED INT32_MIN

typedef struct ac_recharge_run {
    ac_arena *arena;
    const char *folder;
    ac_pool_faults faults;
    ac_pool pool;
    ac_recharge recharge;
    ac_sent record;
    ac_charges charges;
    ac_bills documents; /* to be sent */
    int lock;           /* while it may write: see ac_recharge_begin */
} ac_recharge_run;

/* Begins a run. One that is to write waits for whoever is writing, and keeps others out until it
 * ends.
 *
 * errors  ACCORD_EIO  another is writing all the time; there is no such folder
 */
accord_status ac_recharge_begin(
    ac_arena *arena, const char *folder, bool write, ac_recharge_run *run, accord_error *error);
void ac_recharge_end(ac_recharge_run *run);

/* Reads the record of a folder alone.
 *
 * errors  ACCORD_ENO  the record was changed by hand: `faults` say where
 *         ACCORD_EIO, ACCORD_ELIMIT  as ac_pool_sheet_read
 */
accord_status ac_recharge_read_record(ac_recharge_run *run, accord_error *error);

/* Reads all files, the record and the bookings too, prices the months that are asked for and makes
 * the documents that the record lacks.
 *
 * errors  ACCORD_ENO  there are faults
 *         as above, as ac_sessions_open, and as ac_issue_make
 */
accord_status ac_recharge_prepare(ac_recharge_run *run, const ac_issue *asked, accord_error *error);

/* Adds the documents to the record, all or none, and reads it again.
 *
 * in      run  was begun to write
 * errors  ACCORD_EIO  it cannot be written; the old record stands
 */
accord_status ac_recharge_keep(ac_recharge_run *run, accord_error *error);

/* What was just added to the record, as it stands there. */
ac_bills ac_recharge_added(const ac_recharge_run *run);

typedef enum ac_recharge_books {
    AC_RECHARGE_BALANCES,
    AC_RECHARGE_POSTINGS, /* as CSV */
    AC_RECHARGE_HLEDGER,
    AC_RECHARGE_LEDGER
} ac_recharge_books;

/* Adds the ledger of all that the record holds. As ac_bills_post.
 *
 * in      run  its record was read
 */
accord_status ac_recharge_add_books(
    ac_buffer *buffer, const ac_recharge_run *run, ac_recharge_books form, accord_error *error);

/* Adds documents as one page that stands alone.
 *
 * errors  ACCORD_ELIMIT  it is longer than the buffer may be
 */
accord_status
ac_recharge_add_page(ac_buffer *buffer, const ac_bills *bills, bool recorded, accord_error *error);

typedef enum ac_recharge_file { AC_RECHARGE_PDF, AC_RECHARGE_XLSX } ac_recharge_file;

/* Writes documents as a file; as ac_document_write_pdf and ac_xlsx_write. */
accord_status ac_recharge_write_file(
    const char *path,
    ac_recharge_file form,
    const ac_bills *bills,
    bool recorded,
    accord_error *error);

#endif
