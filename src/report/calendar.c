/* SPDX-License-Identifier: MIT */
/* iCalendar: lines of at most 75 bytes, texts escaped, London's time by its rules. */

#include "report/calendar.h"

#include "base/assert.h"
#include "value/date.h"

enum { LINE_BYTES = 75 };

/* A session of an hour that is lost or comes twice has its length all the same, for it is given as
 * a duration. */
static const char zone[] = "BEGIN:VTIMEZONE\r\n"
                           "TZID:Europe/London\r\n"
                           "BEGIN:DAYLIGHT\r\n"
                           "DTSTART:19960331T010000\r\n"
                           "TZOFFSETFROM:+0000\r\n"
                           "TZOFFSETTO:+0100\r\n"
                           "TZNAME:BST\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU\r\n"
                           "END:DAYLIGHT\r\n"
                           "BEGIN:STANDARD\r\n"
                           "DTSTART:19961027T020000\r\n"
                           "TZOFFSETFROM:+0100\r\n"
                           "TZOFFSETTO:+0000\r\n"
                           "TZNAME:GMT\r\n"
                           "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\r\n"
                           "END:STANDARD\r\n"
                           "END:VTIMEZONE\r\n";

/* Adds what must not be parted: a character, or a mark with what it escapes. */
static void add_whole(ac_buffer *buffer, size_t *used, ac_text whole)
{
    if (*used + whole.size > LINE_BYTES) {
        ac_buffer_add_z(buffer, "\r\n ");
        *used = 1;
    }
    ac_buffer_add(buffer, whole);
    *used += whole.size;
}

static size_t character_bytes(ac_text text, size_t at)
{
    size_t end = at + 1;
    while (end < text.size && ((unsigned char)text.at[end] & 0xC0u) == 0x80u) {
        end++;
    }
    return end - at;
}

/* A property whose value is text of others. Of control characters only the line's end is kept. */
static void add_text(ac_buffer *buffer, ac_text name, ac_text value)
{
    size_t used = 0;
    add_whole(buffer, &used, name);
    for (size_t i = 0; i < value.size;) {
        size_t bytes = character_bytes(value, i);
        unsigned char c = (unsigned char)value.at[i];
        if (c == '\n') {
            add_whole(buffer, &used, AC_TEXT("\\n"));
        } else if (c == '\\' || c == ';' || c == ',') {
            char escaped[2] = {'\\', (char)c};
            add_whole(buffer, &used, (ac_text){escaped, 2});
        } else if (c >= ' ' && c != 0x7F) {
            add_whole(buffer, &used, ac_text_slice(value, i, i + bytes));
        }
        i += bytes;
    }
    ac_buffer_add_z(buffer, "\r\n");
}

static void add_moment(ac_buffer *buffer, accord_date on, uint32_t second)
{
    ac_date_parts parts = ac_date_to_parts(on);
    ac_buffer_addf(
        buffer, "%04d%02d%02dT%02u%02u%02u", parts.year, parts.month, parts.day, second / 3600,
        second / 60 % 60, second % 60);
}

/* No METHOD: a calendar that is subscribed to is no message to anybody, and PUBLISH would need the
 * address of an organizer in every event (RFC 5546, 3.2.1). */
void ac_calendar_begin(ac_buffer *buffer, ac_text name)
{
    ac_buffer_add_z(
        buffer, "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//accord//session pool//EN\r\n"
                "CALSCALE:GREGORIAN\r\n");
    add_text(buffer, AC_TEXT("X-WR-CALNAME:"), name);
    ac_buffer_add_z(buffer, zone);
}

void ac_calendar_add(ac_buffer *buffer, const ac_calendar_entry *entry)
{
    static const char *const statuses[] = {"TENTATIVE", "CONFIRMED", "CANCELLED"};
    ac_assert(entry->start_minute < 1440 && entry->stamped_second < 86400);
    ac_buffer_add_z(buffer, "BEGIN:VEVENT\r\n");
    add_text(buffer, AC_TEXT("UID:"), entry->uid);
    ac_buffer_add_z(buffer, "DTSTAMP:");
    add_moment(buffer, entry->stamped_on, entry->stamped_second);
    ac_buffer_add_z(buffer, "Z\r\nDTSTART;TZID=Europe/London:");
    add_moment(buffer, entry->on, entry->start_minute * 60);
    ac_buffer_addf(
        buffer, "\r\nDURATION:PT%uM\r\nSEQUENCE:%u\r\nSTATUS:%s\r\n", entry->minutes,
        entry->sequence, statuses[entry->status]);
    add_text(buffer, AC_TEXT("SUMMARY:"), entry->summary);
    if (entry->place.size > 0) {
        add_text(buffer, AC_TEXT("LOCATION:"), entry->place);
    }
    if (entry->details.size > 0) {
        add_text(buffer, AC_TEXT("DESCRIPTION:"), entry->details);
    }
    ac_buffer_add_z(buffer, "END:VEVENT\r\n");
}

void ac_calendar_end(ac_buffer *buffer)
{
    ac_buffer_add_z(buffer, "END:VCALENDAR\r\n");
}
