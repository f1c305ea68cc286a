/* SPDX-License-Identifier: MIT */
/* The record as a file: read, kept from others while it is written, and replaced at once. */

#include "app/sessions.h"

#include "app/folder.h"
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "base/lock.h"
#include "booking/plan.h"
#include "pool/build.h"

#define LOCK_FILE "events.lock"

static accord_status read_record(ac_sessions *sessions, ac_sessions_mode mode, accord_error *error)
{
    if (ac_file_exists(sessions->path)) {
        AC_TRY(ac_file_read(
            sessions->path, AC_FACT_FILE_BYTES_MAX, sessions->arena, &sessions->bytes, error));
    } else if (mode == AC_SESSIONS_READ) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s has no %s: nothing was published yet (accord session publish)", sessions->folder,
            AC_RECORD_FILE);
    }
    AC_TRY(
        ac_record_read(sessions->arena, sessions->bytes, sessions->path, &sessions->record, error));
    sessions->record.added = &sessions->added;
    sessions->was_count = sessions->record.count;
    return ac_book_read(sessions->arena, &sessions->record, &sessions->book, error);
}

accord_status ac_sessions_open(
    ac_arena *arena,
    const char *folder,
    ac_moment now,
    ac_sessions_mode mode,
    ac_sessions *sessions,
    accord_error *error)
{
    *sessions = (ac_sessions){
        .arena = arena,
        .folder = folder,
        .mode = mode,
        .path = ac_file_join(arena, folder, AC_RECORD_FILE),
        .now = now,
        .lock = AC_LOCK_NONE};
    ac_buffer_init(&sessions->added, AC_FACT_FILE_BYTES_MAX);
    if (!ac_folder_exists(folder)) {
        return ac_fail(error, ACCORD_EIO, "%s is no folder of a session pool", folder);
    }
    if (mode == AC_SESSIONS_WRITE) {
        AC_TRY(ac_lock_take(
            ac_file_join(arena, folder, LOCK_FILE), AC_RECORD_WAIT_SECONDS, &sessions->lock,
            error));
    }
    return read_record(sessions, mode, error);
}

void ac_sessions_close(ac_sessions *sessions)
{
    ac_lock_leave(&sessions->lock);
    ac_buffer_done(&sessions->added);
}

accord_status
ac_sessions_read_pool(ac_sessions *sessions, ac_pool_faults *faults, accord_error *error)
{
    /* Whatever is asked for may be past: what was booked is judged all the same. */
    ac_pool_period always = {.today = {INT32_MIN}};
    return ac_pool_folder_read(
        sessions->arena, sessions->folder, &always, &sessions->pool, faults, error);
}

accord_status ac_sessions_add(ac_sessions *sessions, ac_event *event, accord_error *error)
{
    AC_TRY(ac_record_add(&sessions->record, event, error));
    return ac_book_apply(&sessions->book, sessions->record.count - 1, error);
}

ac_event ac_sessions_event(
    const ac_sessions *sessions, const ac_session_order *order, const ac_booking *booking)
{
    return (ac_event){
        .when = sessions->now,
        .by = order->by,
        .kind = order->kind,
        .key = booking->key,
        .site = booking->site,
        .start_minute = (int32_t)booking->start_minute,
        .minutes = (int32_t)booking->minutes,
        .cancelled_by = AC_CANCELLED_BY_NOBODY,
        .notice_hours = AC_NOTHING_SAID,
        .share_percent = AC_NOTHING_SAID,
        .reason = order->reason};
}

accord_status
ac_sessions_check_begun(const ac_sessions *sessions, const ac_booking *booking, accord_error *error)
{
    if (ac_booking_starts(booking) > sessions->now) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(who, 400);
    AC_SCOPED_BUFFER(began, 40);
    ac_booking_key_add(&who, &booking->key);
    ac_moment_add(&began, ac_booking_starts(booking));
    return ac_fail(
        error, ACCORD_EINPUT, "%.*s is in the past: it began at %.*s, and stays as it is",
        AC_TEXT_ARG(ac_buffer_text(&who)), AC_TEXT_ARG(ac_buffer_text(&began)));
}

static accord_status judge(const ac_sessions *sessions, ac_buffer *reasons, accord_error *error)
{
    ac_book_verdict verdict = {.reasons = reasons};
    AC_SCOPED_ARENA(scratch);
    bool *touched = AC_NEW_ARRAY(&scratch, bool, sessions->book.count);
    for (uint32_t i = sessions->was_count; i < sessions->record.count; i++) {
        const ac_event *event = &sessions->record.events[i];
        if (ac_event_is_of_booking(event->kind)) {
            touched[ac_book_find(&sessions->book, &event->key)] = true;
        }
    }
    AC_TRY(ac_book_judge(&scratch, &sessions->pool, &sessions->book, touched, &verdict, error));
    if (verdict.broken == 0) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_ENO, "%u rule%s would be broken; nothing was written", verdict.broken,
        verdict.broken == 1 ? "" : "s");
}

accord_status ac_sessions_save(ac_sessions *sessions, ac_buffer *reasons, accord_error *error)
{
    ac_text added = ac_buffer_text(&sessions->added);
    ac_assert(sessions->book.owed_moves == 0);
    AC_TRY(judge(sessions, reasons, error));
    if (added.size == 0 || sessions->mode != AC_SESSIONS_WRITE) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(whole, AC_FACT_FILE_BYTES_MAX);
    ac_buffer_add(&whole, sessions->bytes);
    ac_buffer_add(&whole, added);
    if (whole.overflowed || sessions->added.overflowed) {
        return ac_fail(error, ACCORD_ELIMIT, "%s would be too large", sessions->path);
    }
    return ac_file_write_synced(sessions->path, ac_buffer_text(&whole), error);
}

accord_status ac_sessions_problem(
    ac_sessions *sessions,
    const ac_pool_period *period,
    ac_problem *problem,
    ac_buffer *reasons,
    accord_error *error)
{
    ac_verdict broken;
    ac_pool_period whole = {.from = period->from, .until = period->until, .today = period->from};
    AC_TRY(ac_pool_build(sessions->arena, &sessions->pool, &whole, problem, error));
    ac_book_plan(sessions->arena, &sessions->book, period->today, problem, &broken);
    for (uint32_t i = 0; i < broken.broken_count; i++) {
        ac_broken_add(reasons, problem, &broken.broken[i]);
        ac_buffer_add_char(reasons, '\n');
    }
    return broken.broken_count == 0
               ? ac_ok()
               : ac_fail(
                     error, ACCORD_ENO,
                     "what is booked breaks these rules, so no roster with it is lawful: cancel "
                     "what may not stand (accord session cancel), then solve again");
}
