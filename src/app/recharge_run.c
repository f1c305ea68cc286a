/* SPDX-License-Identifier: MIT */
/* Reads what recharging needs from a pool's folder, and adds to its record. */

#include "app/recharge_run.h"

#include "base/file.h"
#include "base/limits.h"
#include "recharge/post.h"
#include "report/invoice_page.h"

static accord_status read_record(ac_recharge_run *run, ac_sent *record, accord_error *error)
{
    ac_text bytes = {0};
    ac_pool_sheet sheet = {0};
    char *path = ac_file_join(run->arena, run->folder, AC_SENT_FILE);
    if (ac_file_exists(path)) {
        AC_TRY(ac_file_read(path, AC_FACT_FILE_BYTES_MAX, run->arena, &bytes, error));
    }
    AC_TRY(ac_pool_sheet_read(run->arena, run->folder, AC_SENT_FILE, &sheet, &run->faults, error));
    if (run->faults.found > 0) {
        return (accord_status){ACCORD_ENO};
    }
    return ac_sent_read(run->arena, bytes, &sheet, record, &run->faults);
}

accord_status ac_recharge_read_record(ac_recharge_run *run, accord_error *error)
{
    run->faults.arena = run->arena;
    return read_record(run, &run->record, error);
}

/* No request is in the past here: what was asked for is what was worked. */
static accord_status read_folder(ac_recharge_run *run, const ac_issue *issue, accord_error *error)
{
    const ac_pool_period period = {
        ac_month_first(issue->month), ac_month_first(issue->month + 1), {INT32_MIN}};
    return ac_pool_folder_read(run->arena, run->folder, &period, &run->pool, &run->faults, error);
}

/* Without a day said, the last of the month, or of the record where that is later. */
static ac_issue dated(const ac_recharge_run *run, const ac_issue *asked)
{
    ac_issue issue = *asked;
    size_t kept = run->record.documents.count;
    if (issue.date.day == AC_ISSUE_UNDATED) {
        issue.date.day = ac_month_first(issue.month + 1).day - 1;
        int32_t last = kept == 0 ? INT32_MIN : run->record.documents.list[kept - 1].date.day;
        issue.date.day = last > issue.date.day ? last : issue.date.day;
    }
    return issue;
}

accord_status ac_recharge_prepare(ac_recharge_run *run, const ac_issue *asked, accord_error *error)
{
    ac_pool_sheet events = {0};
    size_t count = 0;
    AC_TRY(ac_recharge_read_record(run, error));
    const ac_issue dated_issue = dated(run, asked);
    const ac_issue *issue = &dated_issue;
    AC_TRY(read_folder(run, issue, error));
    AC_TRY(ac_pool_sheet_read(run->arena, run->folder, "events.csv", &events, &run->faults, error));
    run->recharge = (ac_recharge){.arena = run->arena, .pool = &run->pool, .faults = &run->faults};
    ac_cancellations_read(
        run->arena, &events, &run->faults, &run->recharge.cancellations,
        &run->recharge.cancellation_count);
    AC_TRY(ac_recharge_check(&run->recharge));
    if (run->faults.found > 0) {
        return (accord_status){ACCORD_ENO};
    }
    const int32_t *months = ac_issue_months(run->arena, &run->record, issue, &count);
    AC_TRY(ac_recharge_price(&run->recharge, months, count, &run->charges));
    return ac_issue_make(
        &run->recharge, &run->charges, &run->record, issue, &run->documents, error);
}

accord_status ac_recharge_keep(ac_recharge_run *run, accord_error *error)
{
    AC_SCOPED_BUFFER(whole, AC_FACT_FILE_BYTES_MAX);
    char *path = ac_file_join(run->arena, run->folder, AC_SENT_FILE);
    ac_text now = {0};
    if (run->documents.count == 0) {
        return ac_ok();
    }
    if (ac_file_exists(path)) {
        AC_TRY(ac_file_read(path, AC_FACT_FILE_BYTES_MAX, run->arena, &now, error));
    }
    if (!ac_text_equal(now, run->record.bytes)) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s was added to meanwhile; nothing was written: run it again",
            path);
    }
    ac_sent_add(&whole, &run->record, &run->documents);
    if (whole.overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s would have more than %u bytes", path, AC_FACT_FILE_BYTES_MAX);
    }
    AC_TRY(ac_file_write(path, ac_buffer_text(&whole), error));
    return read_record(run, &run->record, error);
}

ac_documents ac_recharge_added(const ac_recharge_run *run)
{
    const ac_documents *all = &run->record.documents;
    ac_documents last = {0};
    if (run->documents.count > 0) {
        last.count = run->documents.count;
        last.list = all->list + (all->count - last.count);
    }
    return last;
}

accord_status ac_recharge_add_page(
    ac_buffer *buffer, const ac_documents *documents, bool recorded, accord_error *error)
{
    return ac_invoice_page_add(buffer, documents, recorded, error);
}

accord_status ac_recharge_add_books(
    ac_buffer *buffer, const ac_recharge_run *run, ac_recharge_books form, accord_error *error)
{
    const ac_documents *all = &run->record.documents;
    AC_SCOPED_BUFFER(heading, AC_ROW_BYTES_MAX);
    ac_ledger ledger;
    AC_TRY(ac_documents_post(run->arena, all, &ledger, error));
    if (all->count > 0) {
        ac_buffer_addf(&heading, "%.*s  ", AC_TEXT_ARG(all->list[all->count - 1].issuer));
    }
    ac_buffer_add_z(&heading, "Sessions of the pool: what was invoiced, in GBP");
    switch (form) {
    case AC_RECHARGE_BALANCES:
        ac_ledger_add_balances(buffer, &ledger, ac_buffer_text(&heading));
        break;
    case AC_RECHARGE_POSTINGS:
        ac_ledger_add_csv(buffer, &ledger);
        break;
    case AC_RECHARGE_HLEDGER:
        ac_ledger_add_journal(buffer, &ledger, ac_buffer_text(&heading), AC_JOURNAL_HLEDGER);
        break;
    case AC_RECHARGE_LEDGER:
        ac_ledger_add_journal(buffer, &ledger, ac_buffer_text(&heading), AC_JOURNAL_LEDGER);
        break;
    }
    return buffer->overflowed
               ? ac_fail(error, ACCORD_ELIMIT, "that is more text than accord writes")
               : ac_ok();
}
