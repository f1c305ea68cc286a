/* SPDX-License-Identifier: MIT */
/* Calendars: folded and escaped lines, what an entry says; `test_calendar write` prints one, which
 * tests/report/test_calendar.py reads with another's reader. */

#include "accord_test.h"
#include "report/calendar.h"
#include "value/date.h"

#include <stdio.h>
#include <string.h>

#define EUROS   "\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC\xE2\x82\xAC"
#define SUMMARY "Pl\xC3\xA4tze, a; " EUROS EUROS EUROS EUROS "\nEND:VEVENT\r"

static accord_date day(int year, int month, int of_month)
{
    accord_date date = {0};
    assert_true(ac_date_of(year, month, of_month, &date));
    return date;
}

static void write_one(ac_buffer *buffer)
{
    ac_calendar_begin(buffer, AC_TEXT("Sessions; of A, B \\ C"));
    /* the Saturdays and Sundays of both clock changes of 2015; the last is gone */
    const accord_date days[] = {
        day(2015, 3, 28), day(2015, 3, 29), day(2015, 10, 24), day(2015, 10, 25)};
    const char *uids[] = {"a@pool", "b@pool", "c@pool", "d@pool"};
    for (size_t i = 0; i < ARRAY_COUNT(days); i++) {
        ac_calendar_entry entry = {
            .uid = ac_text_of(uids[i]),
            .summary = AC_TEXT(SUMMARY),
            .place = AC_TEXT("G81001"),
            .on = days[i],
            .start_minute = i % 2 == 0 ? 23 * 60 : 8 * 60 + 30,
            .minutes = 250,
            .stamped_on = day(2015, 1, 1),
            .stamped_second = 86399,
            .sequence = (uint32_t)i,
            .status = i == 3 ? AC_CALENDAR_CANCELLED : AC_CALENDAR_CONFIRMED};
        ac_calendar_add(buffer, &entry);
    }
    ac_calendar_end(buffer);
}

static void lines_are_of_75_bytes_at_most_and_characters_whole(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 1u << 16);
    write_one(&buffer);
    ac_text rest = ac_buffer_text(&buffer);
    size_t folded = 0;
    while (rest.size > 0) {
        const char *end = memchr(rest.at, '\n', rest.size);
        assert_non_null(end);
        size_t size = (size_t)(end - rest.at);
        assert_true(size >= 1 && size <= 76 && rest.at[size - 1] == '\r');
        ac_text line = ac_text_slice(rest, 0, size - 1);
        assert_null(memchr(line.at, '\r', line.size));
        assert_int_equal(ac_text_utf8_fault(line), line.size);
        folded += line.at[0] == ' ' ? 1 : 0;
        rest = ac_text_slice(rest, size + 1, rest.size);
    }
    assert_int_equal(folded, 4); /* each summary once */
}

static void texts_of_others_begin_no_line(void **state)
{
    (void)state;
    AC_SCOPED_BUFFER(buffer, 1u << 16);
    write_one(&buffer);
    ac_buffer_add_char(&buffer, '\0');
    const char *text = ac_buffer_text(&buffer).at;
    size_t ends = 0;
    for (const char *at = text; (at = strstr(at, "\nEND:VEVENT")) != NULL; at++) {
        ends++;
    }
    assert_int_equal(ends, 4);
    assert_non_null(strstr(text, "X-WR-CALNAME:Sessions\\; of A\\, B \\\\ C\r\n"));
    assert_non_null(strstr(text, "DTSTAMP:20150101T235959Z\r\n"));
    assert_non_null(strstr(text, "DTSTART;TZID=Europe/London:20150329T083000\r\n"));
    assert_non_null(strstr(text, "SEQUENCE:3\r\nSTATUS:CANCELLED\r\n"));
}

int main(int count, char **arguments)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_are_of_75_bytes_at_most_and_characters_whole),
        cmocka_unit_test(texts_of_others_begin_no_line),
    };
    if (count == 2 && strcmp(arguments[1], "write") == 0) {
        AC_SCOPED_BUFFER(buffer, 1u << 16);
        write_one(&buffer);
        ac_text text = ac_buffer_text(&buffer);
        return fwrite(text.at, 1, text.size, stdout) == text.size ? 0 : 1;
    }
    return cmocka_run_group_tests(tests, NULL, NULL);
}
