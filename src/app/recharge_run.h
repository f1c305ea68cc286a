/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_RECHARGE_RUN_H
#define AC_APP_RECHARGE_RUN_H
/* Recharging a pool's folder: what is charged, what is to be sent, and the record of it. */

#include "app/pool_folder.h"
#include "recharge/document.h"

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
    ac_documents documents; /* to be sent */
} ac_recharge_run;

/* Reads the record of a folder alone.
 *
 * in      arena, folder of `run`
 * errors  ACCORD_ENO  the record was changed by hand: `faults` say where
 *         ACCORD_EIO, ACCORD_ELIMIT  as ac_pool_sheet_read
 */
accord_status ac_recharge_read_record(ac_recharge_run *run, accord_error *error);

/* Reads all files, the record too, prices the months that are asked for and makes the documents
 * that the record lacks.
 *
 * errors  ACCORD_ENO  there are faults
 *         as above, and as ac_issue_make
 */
accord_status ac_recharge_prepare(ac_recharge_run *run, const ac_issue *asked, accord_error *error);

/* Adds the documents to the record, all or none, and reads it again.
 *
 * errors  ACCORD_EINPUT  somebody else added to it meanwhile
 *         ACCORD_EIO     it cannot be written
 */
accord_status ac_recharge_keep(ac_recharge_run *run, accord_error *error);

/* What was just added to the record, as it stands there. */
ac_documents ac_recharge_added(const ac_recharge_run *run);

typedef enum ac_recharge_books {
    AC_RECHARGE_BALANCES,
    AC_RECHARGE_POSTINGS, /* as CSV */
    AC_RECHARGE_HLEDGER,
    AC_RECHARGE_LEDGER
} ac_recharge_books;

/* Adds the ledger of all that the record holds. As ac_documents_post.
 *
 * in      run  its record was read
 */
accord_status ac_recharge_add_books(
    ac_buffer *buffer, const ac_recharge_run *run, ac_recharge_books form, accord_error *error);

/* Adds documents as a page; as ac_invoice_page_add. */
accord_status ac_recharge_add_page(
    ac_buffer *buffer, const ac_documents *documents, bool recorded, accord_error *error);

#endif
