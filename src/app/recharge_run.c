/* SPDX-License-Identifier: MIT */
/* Reads what recharging needs from a pool's folder, and adds to its record. */

#include "app/recharge_run.h"

#include "app/folder.h"
#include "app/sessions.h"
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lock.h"
#include "recharge/post.h"
#include "report/bill_document.h"
#include "report/bill_sheets.h"

#define LOCK_FILE "invoices.lock"

accord_status ac_recharge_begin(
    ac_arena *arena, const char *folder, bool write, ac_recharge_run *run, accord_error *error)
{
    *run = (ac_recharge_run){
        .arena = arena, .folder = folder, .faults = {.arena = arena}, .lock = AC_LOCK_NONE};
    if (!ac_folder_exists(folder)) {
        return ac_fail(error, ACCORD_EIO, "%s is no folder of a session pool", folder);
    }
    return write ? ac_lock_take(
                       ac_file_join(arena, folder, LOCK_FILE), AC_RECORD_WAIT_SECONDS, &run->lock,
                       error)
                 : ac_ok();
}

void ac_recharge_end(ac_recharge_run *run)
{
    ac_lock_leave(&run->lock);
}

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

/* ---- bookings ---- */

static ac_cancellation cancellation_of(const ac_sessions *sessions, const ac_booking *booking)
{
    const ac_event *event = ac_booking_event(&sessions->book, booking);
    bool stated = event->share_percent != AC_NOTHING_SAID;
    return (ac_cancellation){
        .path = sessions->path,
        .line = (uint64_t)event->number + 1, /* after the heading */
        .number = event->number,
        .doctor = booking->key.doctor,
        .request = booking->key.request,
        .on = booking->key.on,
        .part = (int64_t)booking->key.part,
        .minutes = (int64_t)booking->minutes,
        .by_practice = event->cancelled_by == AC_CANCELLED_BY_PRACTICE,
        .share = stated ? event->share_percent : AC_POOL_ABSENT,
        .notice_hours = event->notice_hours};
}

static ac_booked booked_of(const ac_booking *booking)
{
    return (ac_booked){
        .doctor = booking->key.doctor,
        .request = booking->key.request,
        .on = booking->key.on,
        .part = (int64_t)booking->key.part,
        .site = booking->site,
        .minutes = (int64_t)booking->minutes};
}

static void take_bookings(ac_arena *arena, const ac_sessions *sessions, ac_bookings *found)
{
    const ac_book *book = &sessions->book;
    found->cancelled = AC_NEW_ARRAY(arena, ac_cancellation, book->count);
    found->booked = AC_NEW_ARRAY(arena, ac_booked, book->count);
    for (uint32_t i = 0; i < book->count; i++) {
        const ac_booking *booking = &book->bookings[i];
        ac_booking_state state = ac_booking_state_of(booking);
        if (state == AC_BOOKING_CANCELLED) {
            found->cancelled[found->cancelled_count++] = cancellation_of(sessions, booking);
        } else if (state == AC_BOOKING_ACCEPTED || state == AC_BOOKING_NOTIFIED) {
            found->booked[found->booked_count++] = booked_of(booking);
        }
    }
}

static accord_status read_bookings(ac_recharge_run *run, ac_bookings *found, accord_error *error)
{
    ac_sessions sessions;
    accord_status status =
        ac_sessions_open(run->arena, run->folder, 0, AC_SESSIONS_REHEARSE, &sessions, error);
    if (status.code == ACCORD_OK) {
        take_bookings(run->arena, &sessions, found);
    }
    ac_sessions_close(&sessions);
    return status;
}

/* ---- a run ---- */

accord_status ac_recharge_prepare(ac_recharge_run *run, const ac_issue *asked, accord_error *error)
{
    size_t count = 0;
    ac_bookings bookings = {0};
    AC_TRY(ac_recharge_read_record(run, error));
    const ac_issue issue = dated(run, asked);
    AC_TRY(read_folder(run, &issue, error));
    AC_TRY(read_bookings(run, &bookings, error));
    run->recharge = (ac_recharge){
        .arena = run->arena,
        .pool = &run->pool,
        .faults = &run->faults,
        .bookings = bookings,
        .today = issue.today};
    AC_TRY(ac_recharge_check(&run->recharge));
    const int32_t *months = ac_issue_months(run->arena, &run->record, &issue, &count);
    AC_TRY(ac_recharge_price(&run->recharge, months, count, &run->charges));
    return ac_issue_make(
        &run->recharge, &run->charges, &run->record, &issue, &run->documents, error);
}

accord_status ac_recharge_keep(ac_recharge_run *run, accord_error *error)
{
    AC_SCOPED_BUFFER(whole, AC_FACT_FILE_BYTES_MAX);
    char *path = ac_file_join(run->arena, run->folder, AC_SENT_FILE);
    ac_assert(run->lock != AC_LOCK_NONE);
    if (run->documents.count == 0) {
        return ac_ok();
    }
    ac_sent_add(&whole, &run->record, &run->documents);
    if (whole.overflowed) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s would have more than %u bytes", path, AC_FACT_FILE_BYTES_MAX);
    }
    AC_TRY(ac_file_write_synced(path, ac_buffer_text(&whole), error));
    return read_record(run, &run->record, error);
}

ac_bills ac_recharge_added(const ac_recharge_run *run)
{
    const ac_bills *all = &run->record.documents;
    ac_bills last = {0};
    if (run->documents.count > 0) {
        last.count = run->documents.count;
        last.list = all->list + (all->count - last.count);
    }
    return last;
}

accord_status
ac_recharge_add_page(ac_buffer *buffer, const ac_bills *bills, bool recorded, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_document document;
    ac_bills_document(&scratch, bills, recorded, &document);
    ac_document_add_html(buffer, &document);
    return buffer->overflowed ? ac_fail(
                                    error, ACCORD_ELIMIT,
                                    "the page is longer than %zu bytes; choose a month or a site",
                                    buffer->most_bytes)
                              : ac_ok();
}

accord_status ac_recharge_write_file(
    const char *path,
    ac_recharge_file form,
    const ac_bills *bills,
    bool recorded,
    accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_document document;
    if (form == AC_RECHARGE_XLSX) {
        return ac_bills_write_workbook(path, bills, error);
    }
    ac_bills_document(&scratch, bills, recorded, &document);
    return ac_document_write_pdf(path, &document, error);
}

accord_status ac_recharge_add_books(
    ac_buffer *buffer, const ac_recharge_run *run, ac_recharge_books form, accord_error *error)
{
    const ac_bills *all = &run->record.documents;
    AC_SCOPED_BUFFER(heading, AC_ROW_BYTES_MAX);
    ac_ledger ledger;
    AC_TRY(ac_bills_post(run->arena, all, &ledger, error));
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
