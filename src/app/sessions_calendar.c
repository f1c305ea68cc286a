/* SPDX-License-Identifier: MIT */
/* What a booking is in a calendar: who reads it decides what stands in it. Reasons do not: they may
 * be of somebody's health. */

#include "app/sessions_calendar.h"

#include "base/file.h"
#include "base/limits.h"
#include "pool/request.h"
#include "report/calendar.h"

#include <inttypes.h>
#include <sys/stat.h>

enum { NAME = (int)AC_IN_SITES_NAME };
_Static_assert((int)AC_IN_DOCTORS_NAME == NAME, "doctors and sites have names in one column");

/* The name of a doctor or site, or the code where there is none. */
static ac_text name_of(const ac_pool *pool, ac_pool_table table, ac_text code)
{
    uint32_t row = ac_pool_find(pool, table, code);
    if (row == AC_POOL_NO_ROW) {
        return code;
    }
    ac_text name = ac_pool_row_of(pool, table, row)->cells[NAME].text;
    return name.size > 0 ? name : code;
}

static ac_calendar_status status_of(ac_booking_state state)
{
    if (!ac_booking_state_holds(state)) {
        return AC_CALENDAR_CANCELLED;
    }
    return state == AC_BOOKING_OFFERED ? AC_CALENDAR_TENTATIVE : AC_CALENDAR_CONFIRMED;
}

static void add_summary(
    ac_buffer *summary, const ac_sessions *sessions, ac_pool_table of, const ac_booking *booking)
{
    ac_booking_state state = ac_booking_state_of(booking);
    ac_text other = of == AC_POOL_DOCTORS
                        ? name_of(&sessions->pool, AC_POOL_SITES, booking->site)
                        : name_of(&sessions->pool, AC_POOL_DOCTORS, booking->key.doctor);
    ac_buffer_addf(summary, "%.*s, %s", AC_TEXT_ARG(other), ac_part_word(booking->key.part));
    if (state == AC_BOOKING_NONE) {
        ac_buffer_add_z(summary, " (offer withdrawn)");
    } else if (state == AC_BOOKING_GIVEN) {
        ac_buffer_add_z(summary, " (given to another doctor)");
    } else if (status_of(state) != AC_CALENDAR_CONFIRMED) {
        ac_buffer_addf(summary, " (%s)", ac_booking_state_word(state));
    }
}

static void add_place(ac_buffer *place, const ac_sessions *sessions, const ac_booking *booking)
{
    ac_text name = name_of(&sessions->pool, AC_POOL_SITES, booking->site);
    ac_buffer_add(place, name);
    if (!ac_text_equal(name, booking->site)) {
        ac_buffer_addf(place, " (%.*s)", AC_TEXT_ARG(booking->site));
    }
}

static void add_booking(
    ac_buffer *buffer, const ac_sessions *sessions, ac_pool_table of, const ac_booking *booking)
{
    char name[AC_BOOKING_NAME_BYTES];
    AC_SCOPED_BUFFER(uid, 60);
    AC_SCOPED_BUFFER(summary, AC_ROW_BYTES_MAX);
    AC_SCOPED_BUFFER(place, AC_ROW_BYTES_MAX);
    AC_SCOPED_BUFFER(details, AC_ROW_BYTES_MAX);
    AC_SCOPED_BUFFER(workload, AC_ROW_BYTES_MAX);
    ac_moment stamped = sessions->record.events[booking->last].when;
    ac_booking_name(&sessions->book, booking, name);
    ac_buffer_addf(&uid, "%s@accord", name);
    add_summary(&summary, sessions, of, booking);
    add_place(&place, sessions, booking);
    ac_buffer_addf(
        &details, "Request %.*s\nDoctor %.*s", AC_TEXT_ARG(booking->key.request),
        AC_TEXT_ARG(booking->key.doctor));
    ac_pool_add_workload(&workload, ac_pool_request_row(&sessions->pool, booking->key.request));
    if (workload.size_bytes > 0) {
        ac_buffer_addf(&details, "\n%.*s", AC_TEXT_ARG(ac_buffer_text(&workload)));
    }
    ac_calendar_entry entry = {
        .uid = ac_buffer_text(&uid),
        .summary = ac_buffer_text(&summary),
        .place = ac_buffer_text(&place),
        .details = ac_buffer_text(&details),
        .on = booking->key.on,
        .start_minute = booking->start_minute,
        .minutes = booking->minutes,
        .stamped_on = ac_moment_day(stamped),
        .stamped_second = ac_moment_second(stamped),
        .sequence = booking->changes - 1,
        .status = status_of(ac_booking_state_of(booking))};
    ac_calendar_add(buffer, &entry);
}

accord_status ac_sessions_calendar(
    const ac_sessions *sessions,
    ac_pool_table of,
    ac_text code,
    ac_buffer *buffer,
    accord_error *error)
{
    if (ac_pool_find(&sessions->pool, of, code) == AC_POOL_NO_ROW) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s \"%.*s\" is not in %s; mend the code",
            of == AC_POOL_DOCTORS ? "doctor" : "site", AC_TEXT_ARG(code), ac_pool_file(of));
    }
    AC_SCOPED_BUFFER(title, AC_ROW_BYTES_MAX);
    ac_buffer_addf(&title, "Sessions: %.*s", AC_TEXT_ARG(name_of(&sessions->pool, of, code)));
    ac_calendar_begin(buffer, ac_buffer_text(&title));
    for (uint32_t i = 0; i < sessions->book.count; i++) {
        const ac_booking *booking = &sessions->book.bookings[i];
        if (ac_text_equal(of == AC_POOL_DOCTORS ? booking->key.doctor : booking->site, code)) {
            add_booking(buffer, sessions, of, booking);
        }
    }
    ac_calendar_end(buffer);
    return ac_ok();
}

/* ---- Files ---- */

static bool same_file(const char *path, const struct stat *other)
{
    struct stat about;
    return stat(path, &about) == 0 && about.st_dev == other->st_dev &&
           about.st_ino == other->st_ino;
}

accord_status
ac_sessions_check_target(const ac_sessions *sessions, const char *path, accord_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        return ac_ok(); /* it is not there yet */
    }
    bool read = same_file(sessions->path, &about);
    for (ac_pool_table table = 0; table < AC_POOL_TABLES && !read; table++) {
        AC_SCOPED_ARENA(scratch);
        read = same_file(ac_file_join(&scratch, sessions->folder, ac_pool_file(table)), &about);
    }
    return read ? ac_fail(
                      error, ACCORD_EINPUT,
                      "%s is a file of the pool, which is read: name another file", path)
                : ac_ok();
}

static void add_file_name(ac_buffer *name, ac_pool_table of, ac_text code)
{
    ac_buffer_add_z(name, of == AC_POOL_DOCTORS ? "doctor-" : "site-");
    for (size_t i = 0; i < code.size; i++) {
        char c = code.at[i];
        bool plain = ac_is_letter(c) || ac_is_digit(c) || c == '.' || c == '_' || c == '-';
        if (plain) {
            ac_buffer_add_char(name, c);
        } else {
            ac_buffer_addf(name, "%%%02X", (unsigned char)c);
        }
    }
    ac_buffer_add_z(name, ".ics");
}

static accord_status write_one(
    const ac_sessions *sessions,
    ac_pool_table of,
    ac_text code,
    const char *folder,
    accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(name, AC_ROW_BYTES_MAX);
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    add_file_name(&name, of, code);
    char *path =
        ac_file_join(&scratch, folder, ac_text_terminated(&scratch, ac_buffer_text(&name)));
    AC_TRY(ac_sessions_check_target(sessions, path, error));
    AC_TRY(ac_sessions_calendar(sessions, of, code, &text, error));
    if (text.overflowed) {
        return ac_fail(error, ACCORD_ELIMIT, "%s would be too large", path);
    }
    return ac_file_write(path, ac_buffer_text(&text), error);
}

accord_status ac_sessions_calendars(
    const ac_sessions *sessions, const char *folder, uint32_t *count, accord_error *error)
{
    static const ac_pool_table tables[] = {AC_POOL_DOCTORS, AC_POOL_SITES};
    *count = 0;
    AC_TRY(ac_file_make_folder(folder, error));
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        const ac_pool_rows *rows = &sessions->pool.tables[tables[t]];
        for (uint32_t i = 0; i < rows->count; i++) {
            AC_TRY(write_one(sessions, tables[t], rows->rows[i].cells[0].text, folder, error));
            (*count)++;
        }
    }
    return ac_ok();
}
