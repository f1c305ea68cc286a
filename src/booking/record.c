/* SPDX-License-Identifier: MIT */
/* Lines of the record. A line is read by taking it apart and is held to be good only if the same
 * line comes out when it is put together again: nothing is read that would not be written. */

#include "booking/record.h"

#include "base/limits.h"
#include "value/date.h"

#include <inttypes.h>
#include <string.h>

static const char heading[] =
    "number,when,by,event,doctor,request,date,part,site,starts,minutes,until,to,of,cancelled "
    "by,notice hours,share percent,reason,previous\n";

enum field {
    NUMBER,
    WHEN,
    BY,
    EVENT,
    DOCTOR,
    REQUEST,
    DATE,
    PART,
    SITE,
    STARTS,
    MINUTES,
    UNTIL,
    TO,
    OF,
    CANCELLED_BY,
    NOTICE,
    SHARE,
    REASON,
    PREVIOUS,
    FIELDS
};

static const struct {
    const char *word;
    bool of_booking;
} kinds[] = {
#define AC_EVENT(identifier, word, of_booking, state) {word, of_booking},
#include "booking/events.def"
#undef AC_EVENT
};

static const char *const sides[] = {"practice", "doctor", "trust", ""};

const char *ac_event_word(ac_event_kind kind)
{
    return kinds[kind].word;
}

bool ac_event_is_of_booking(ac_event_kind kind)
{
    return kinds[kind].of_booking;
}

const char *ac_cancelled_by_word(ac_cancelled_by whom)
{
    return sides[whom];
}

static bool read_part(ac_text word, uint32_t *part)
{
    int64_t index = ac_part_named(word);
    *part = index == AC_POOL_ABSENT ? 0 : (uint32_t)index;
    return index != AC_POOL_ABSENT;
}

bool ac_cancelled_by_named(ac_text word, ac_cancelled_by *whom)
{
    for (ac_cancelled_by i = AC_CANCELLED_BY_PRACTICE; i <= AC_CANCELLED_BY_NOBODY; i++) {
        if (ac_text_is(word, sides[i])) {
            *whom = i;
            return true;
        }
    }
    return false;
}

/* ---- Writing ---- */

static void add_number(ac_buffer *line, int64_t number)
{
    if (number != AC_NOTHING_SAID) {
        ac_buffer_addf(line, "%" PRId64, number);
    }
    ac_buffer_add_char(line, ',');
}

static void add_text(ac_buffer *line, ac_text text)
{
    ac_buffer_add_csv(line, text);
    ac_buffer_add_char(line, ',');
}

static bool has_key(ac_event_kind kind)
{
    return ac_event_is_of_booking(kind) || kind == AC_EVENT_PROPOSED;
}

static void add_key(ac_buffer *line, const ac_event *event)
{
    bool key = has_key(event->kind);
    add_text(line, event->key.doctor);
    add_text(line, event->key.request);
    if (key || event->kind == AC_EVENT_PUBLISHED) {
        ac_date_add_iso(line, event->key.on);
    }
    ac_buffer_addf(line, ",%s,", key ? ac_part_word(event->key.part) : "");
    add_text(line, event->site);
    if (event->start_minute != AC_NOTHING_SAID) {
        ac_buffer_addf(line, "%02d:%02d", event->start_minute / 60, event->start_minute % 60);
    }
    ac_buffer_add_char(line, ',');
    add_number(line, event->minutes);
    if (event->kind == AC_EVENT_PUBLISHED) {
        ac_date_add_iso(line, event->until);
    }
    ac_buffer_add_char(line, ',');
}

static void add_line(ac_buffer *line, const ac_event *event, const ac_hash *previous)
{
    char hex[AC_HASH_HEX_BYTES];
    add_number(line, event->number);
    ac_moment_add(line, event->when);
    ac_buffer_add_char(line, ',');
    add_text(line, event->by);
    ac_buffer_addf(line, "%s,", kinds[event->kind].word);
    add_key(line, event);
    add_text(line, event->to);
    add_number(line, event->of == 0 ? AC_NOTHING_SAID : (int64_t)event->of);
    ac_buffer_addf(line, "%s,", sides[event->cancelled_by]);
    add_number(line, event->notice_hours);
    add_number(line, event->share_percent);
    add_text(line, event->reason);
    ac_hash_hex(previous, hex);
    ac_buffer_addf(line, "%s\n", hex);
}

static bool holds_control(ac_text line)
{
    for (size_t i = 0; i + 1 < line.size; i++) {
        if ((unsigned char)line.at[i] < ' ' || line.at[i] == 0x7F) {
            return true;
        }
    }
    return false;
}

accord_status ac_record_add(ac_record *record, ac_event *event, accord_error *error)
{
    AC_SCOPED_BUFFER(line, AC_ROW_BYTES_MAX);
    if (record->count == AC_BOOKING_EVENTS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the record has %u events and can have no more",
            AC_BOOKING_EVENTS_MAX);
    }
    if (record->count > 0 && event->when < record->events[record->count - 1].when) {
        AC_SCOPED_BUFFER(last, 40);
        ac_moment_add(&last, record->events[record->count - 1].when);
        return ac_fail(
            error, ACCORD_EINPUT,
            "the last event of the record is of %.*s, which is after now: look at the clock, or at "
            "--now",
            AC_TEXT_ARG(ac_buffer_text(&last)));
    }
    event->number = record->count + 1;
    add_line(&line, event, &record->last);
    if (holds_control(ac_buffer_text(&line)) || line.overflowed) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "a code, a name or a reason holds a line end or another control character, or is "
            "too long for a line of %s; write it in plain text",
            AC_RECORD_FILE);
    }
    if (!record->headed) {
        ac_buffer_add_z(record->added, heading);
        record->headed = true;
    }
    record->last = ac_hash_of(ac_buffer_text(&line));
    record->first = record->count == 0 ? record->last : record->first;
    ac_buffer_add(record->added, ac_buffer_text(&line));
    AC_RESERVE(record->arena, record->events, record->count, record->capacity);
    record->events[record->count++] = *event;
    return ac_ok();
}

/* ---- Reading ---- */

/* A whole number, or AC_NOTHING_SAID for what is none. */
static int32_t number_of(ac_text field)
{
    int64_t number = 0;
    for (size_t i = 0; i < field.size; i++) {
        if (field.at[i] < '0' || field.at[i] > '9' || number > INT32_MAX / 100) {
            return AC_NOTHING_SAID;
        }
        number = number * 10 + (field.at[i] - '0');
    }
    return field.size == 0 ? AC_NOTHING_SAID : (int32_t)number;
}

static int32_t minute_of(ac_text field)
{
    if (field.size != 5) {
        return AC_NOTHING_SAID;
    }
    int32_t hour = number_of(ac_text_slice(field, 0, 2));
    int32_t minute = number_of(ac_text_slice(field, 3, 5));
    bool good = hour >= 0 && hour < 24 && minute >= 0 && minute < 60;
    return good ? hour * 60 + minute : AC_NOTHING_SAID;
}

static ac_event_kind kind_named(ac_text word)
{
    ac_event_kind kind = AC_EVENT_PUBLISHED;
    while (kind < AC_EVENTS && !ac_text_is(word, kinds[kind].word)) {
        kind++;
    }
    return kind;
}

static bool take_event(const ac_text *fields, ac_event *event)
{
    int32_t of = number_of(fields[OF]);
    int32_t number = number_of(fields[NUMBER]);
    *event = (ac_event){
        .number = number < 0 ? 0 : (uint32_t)number,
        .by = ac_csv_unled(fields[BY]),
        .kind = kind_named(fields[EVENT]),
        .key = {ac_csv_unled(fields[DOCTOR]), ac_csv_unled(fields[REQUEST]), {0}, 0},
        .site = ac_csv_unled(fields[SITE]),
        .start_minute = minute_of(fields[STARTS]),
        .minutes = number_of(fields[MINUTES]),
        .to = ac_csv_unled(fields[TO]),
        .of = of < 0 ? 0 : (uint32_t)of,
        .notice_hours = number_of(fields[NOTICE]),
        .share_percent = number_of(fields[SHARE]),
        .reason = ac_csv_unled(fields[REASON])
    };
    if (event->kind == AC_EVENTS ||
        ac_moment_parse(fields[WHEN], &event->when, NULL).code != ACCORD_OK ||
        !ac_cancelled_by_named(fields[CANCELLED_BY], &event->cancelled_by)) {
        return false;
    }
    bool key = has_key(event->kind);
    bool dated = key || event->kind == AC_EVENT_PUBLISHED;
    return (!dated ||
            ac_date_parse(fields[DATE], AC_DATE_ISO, &event->key.on, NULL).code == ACCORD_OK) &&
           (!key || read_part(fields[PART], &event->key.part)) &&
           (!key || (event->start_minute >= 0 && event->minutes > 0)) &&
           (event->kind != AC_EVENT_PUBLISHED ||
            ac_date_parse(fields[UNTIL], AC_DATE_ISO, &event->until, NULL).code == ACCORD_OK);
}

static accord_status fail_at(accord_error *error, const char *path, uint64_t line, const char *what)
{
    accord_status status = ac_fail(
        error, ACCORD_EINPUT, "%s. Put the record back from a copy: it is only ever added to",
        what);
    ac_error_place(error, path, line, 0);
    return status;
}

/* Reads one line, its end with it, as the event after those that are there. */
static accord_status
read_line(ac_record *record, ac_text line, const char *path, accord_error *error)
{
    ac_text fields[FIELDS] = {{0}};
    ac_event event = {0};
    size_t at = 0;
    size_t count = 0;
    uint64_t number = (uint64_t)record->count + 2;
    char hex[AC_HASH_HEX_BYTES];
    ac_text inside = ac_text_slice(line, 0, line.size - 1);
    bool good = ac_text_utf8_fault(line) == line.size;
    while (good && count < FIELDS && at <= inside.size) {
        good = ac_csv_take(record->arena, inside, &at, &fields[count++]);
        at++; /* past the end: there is no field after it */
    }
    good = good && count == FIELDS && at > inside.size && take_event(fields, &event);
    if (good) {
        ac_hash_hex(&record->last, hex);
        if (fields[PREVIOUS].size == AC_HASH_HEX_BYTES - 1 && !ac_text_is(fields[PREVIOUS], hex)) {
            return fail_at(
                error, path, number,
                "the line before is not the one that this line was written after: one of the two "
                "was changed, or a line was put in or taken out");
        }
        AC_SCOPED_BUFFER(again, AC_ROW_BYTES_MAX);
        add_line(&again, &event, &record->last);
        good = ac_text_equal(ac_buffer_text(&again), line) && event.number == record->count + 1;
    }
    if (!good) {
        return fail_at(error, path, number, "accord did not write this line as it stands");
    }
    if (record->count > 0 && event.when < record->events[record->count - 1].when) {
        return fail_at(error, path, number, "this event is earlier than the one before it");
    }
    AC_RESERVE(record->arena, record->events, record->count, record->capacity);
    record->last = ac_hash_of(line);
    record->first = record->count == 0 ? record->last : record->first;
    record->events[record->count++] = event;
    return ac_ok();
}

accord_status ac_record_read(
    ac_arena *arena, ac_text bytes, const char *path, ac_record *record, accord_error *error)
{
    ac_record made = {
        .arena = arena, .headed = bytes.size > 0, .last = ac_hash_of(ac_text_of(heading))};
    ac_text rest = bytes;
    if (bytes.size > 0 && !ac_text_starts(bytes, ac_text_of(heading))) {
        return fail_at(error, path, 1, "this is not the heading that accord writes");
    }
    if (bytes.size > 0) {
        rest = ac_text_slice(bytes, sizeof heading - 1, bytes.size);
    }
    while (rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        if (end == NULL) {
            return fail_at(error, path, (uint64_t)made.count + 2, "the last line is cut off");
        }
        if (made.count == AC_BOOKING_EVENTS_MAX) {
            return ac_fail(
                error, ACCORD_ELIMIT, "%s has more than %u events", path, AC_BOOKING_EVENTS_MAX);
        }
        size_t size = (size_t)(end - rest.at) + 1;
        AC_TRY(read_line(&made, ac_text_slice(rest, 0, size), path, error));
        rest = ac_text_slice(rest, size, rest.size);
    }
    *record = made;
    return ac_ok();
}
