/* SPDX-License-Identifier: MIT */
/* What accord session shows: lists, calendars, whether the record is whole; and what its orders
 * share with that. */

#include "cli/session.h"

#include "app/sessions_calendar.h"
#include "app/sessions_list.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/data.h"
#include "cli/pool.h"

#include <inttypes.h>
#include <string.h>

ac_text ac_session_text(const ac_arguments *arguments, const char *option)
{
    return ac_text_trim(ac_text_of(ac_argument_of(arguments, option)));
}

accord_status ac_session_filter_read(
    const ac_arguments *arguments, ac_session_filter *filter, accord_error *error)
{
    const char *date = ac_argument_of(arguments, "--date");
    const char *part = ac_argument_of(arguments, "--part");
    *filter = (ac_session_filter){
        .doctor = ac_session_text(arguments, "--doctor"),
        .request = ac_session_text(arguments, "--request"),
        .site = ac_session_text(arguments, "--site"),
        .dated = date != NULL,
        .parted = part != NULL};
    if (part != NULL) {
        filter->part = (uint32_t)ac_part_named(ac_text_of(part)); /* the options checked it */
    }
    return date == NULL ? ac_ok() : ac_data_day("--date", date, &filter->on, error);
}

static ac_exit list(const ac_arguments *arguments, ac_sessions *sessions)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_book_standing standing = {0};
    ac_text state = ac_session_text(arguments, "--state");
    ac_sessions_shown shown = {
        .format = ac_cli_roster_format(arguments), .booked = ac_text_is(state, "booked")};
    shown.stated = state.size > 0 && !shown.booked;
    while (shown.stated && !ac_text_is(state, ac_booking_state_word(shown.state))) {
        shown.state++; /* the table of options checked that it is one */
    }
    if (ac_session_filter_read(arguments, &shown.filter, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_sessions_standing(sessions, &standing, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_sessions_list(&text, sessions, &standing, &shown);
    return ac_put_all(&text, shown.format == AC_ROSTER_TABLE);
}

/* Whether a line of the record, once told as its last, is still in it. */
static bool holds_anchor(const ac_sessions *sessions, const char *anchor)
{
    ac_text rest = sessions->bytes;
    while (rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        size_t size = end == NULL ? rest.size : (size_t)(end - rest.at) + 1;
        char hex[AC_HASH_HEX_BYTES];
        ac_hash hash = ac_hash_of(ac_text_slice(rest, 0, size));
        ac_hash_hex(&hash, hex);
        if (strcmp(hex, anchor) == 0) {
            return true;
        }
        rest = ac_text_slice(rest, size, rest.size);
    }
    return false;
}

static ac_exit verify(const ac_arguments *arguments, ac_sessions *sessions)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_book_standing standing = {0};
    char hex[AC_HASH_HEX_BYTES];
    const char *anchor = ac_argument_of(arguments, "--anchor");
    if (anchor != NULL && !holds_anchor(sessions, anchor)) {
        ac_say(
            "%s: no line has the hash %.70s: the record was cut short, or is another's",
            sessions->path, anchor);
        return AC_EXIT_NO;
    }
    if (ac_sessions_standing(sessions, &standing, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_hash_hex(&sessions->record.last, hex);
    ac_buffer_addf(
        &text, "%s: %" PRIu32 " events, whole; the last line's hash is %s\n", sessions->path,
        sessions->record.count, hex);
    ac_exit result = ac_put_all(&text, true);
    if (standing.fallen + standing.other_count == 0) {
        return result;
    }
    ac_buffer_clear(&text);
    ac_sessions_add_fallen(&text, sessions, &standing);
    ac_say_text(ac_buffer_text(&text));
    ac_say("what is booked breaks these rules, as the pool is now");
    return AC_EXIT_NO;
}

/* To a file that is not read, or to standard output. */
static ac_exit
put_calendar(const ac_arguments *arguments, const ac_sessions *sessions, const ac_buffer *text)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    if (out == NULL || text->overflowed) {
        return ac_put_all(text, false);
    }
    bool written = ac_sessions_check_target(sessions, out, &error).code == ACCORD_OK &&
                   ac_file_write(out, ac_buffer_text(text), &error).code == ACCORD_OK;
    return written ? AC_EXIT_DONE : ac_say_error(&error);
}

static ac_exit calendar(const ac_arguments *arguments, ac_sessions *sessions)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    uint32_t count = 0;
    ac_text doctor = ac_session_text(arguments, "--doctor");
    ac_text site = ac_session_text(arguments, "--site");
    const char *each = ac_argument_of(arguments, "--each");
    if ((doctor.size > 0) + (site.size > 0) + (each != NULL) != 1 ||
        (each != NULL && ac_argument_of(arguments, "-o") != NULL)) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "whose calendar? Say --doctor or --site (and -o with a file), or --each with a folder");
        return ac_say_misuse(arguments->command, &error);
    }
    if (each != NULL) {
        accord_status status = ac_sessions_calendars(sessions, each, &count, &error);
        ac_buffer_addf(&text, "%" PRIu32 " calendars written to %s\n", count, each);
        return status.code == ACCORD_OK ? ac_put_all(&text, true) : ac_say_error(&error);
    }
    ac_pool_table of = doctor.size > 0 ? AC_POOL_DOCTORS : AC_POOL_SITES;
    ac_text code = doctor.size > 0 ? doctor : site;
    if (ac_sessions_calendar(sessions, of, code, &text, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return put_calendar(arguments, sessions, &text);
}

ac_exit ac_session_look(const ac_arguments *arguments, ac_moment now)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_sessions sessions = {.lock = -1};
    ac_pool_faults faults = {.arena = &arena};
    bool verifies = strcmp(arguments->files[0], "verify") == 0;
    bool calendars = strcmp(arguments->files[0], "calendar") == 0;
    accord_status status =
        ac_sessions_open(&arena, arguments->files[1], now, AC_SESSIONS_READ, &sessions, &error);
    if (status.code != ACCORD_OK) {
        ac_sessions_close(&sessions);
        (void)ac_say_error(&error);
        return verifies && error.line > 0 ? AC_EXIT_NO : AC_EXIT_FAILED;
    }
    status = ac_sessions_read_pool(&sessions, &faults, &error);
    ac_exit result = status.code != ACCORD_OK ? ac_cli_say_pool(status, &faults, &error)
                     : verifies               ? verify(arguments, &sessions)
                     : calendars              ? calendar(arguments, &sessions)
                                              : list(arguments, &sessions);
    ac_sessions_close(&sessions);
    return result;
}
