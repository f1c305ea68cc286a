/* SPDX-License-Identifier: MIT */
/* Bookings: which event may follow which, and what is charged over a change of the clocks. */

#include "accord_test.h"
#include "booking/ladder.h"
#include "value/date.h"

#include <string.h>

static ac_event event_of(ac_event_kind kind, uint32_t of)
{
    return (ac_event){
        .kind = kind,
        .by = AC_TEXT("x"),
        .key = {AC_TEXT("A"), AC_TEXT("R/2015-01-05"), {16440}, 0},
        .site = AC_TEXT("P1"),
        .start_minute = 510,
        .minutes = 250,
        .of = of,
        .cancelled_by = AC_CANCELLED_BY_NOBODY,
        .notice_hours = AC_NOTHING_SAID,
        .share_percent = AC_NOTHING_SAID
    };
}

/* The kinds in the order of `kinds`; what may follow after the way to a state. */
static void only_what_may_follow_follows(void **state)
{
    (void)state;
    static const ac_event_kind kinds[] = {AC_EVENT_OFFERED,  AC_EVENT_ACCEPTED,  AC_EVENT_DECLINED,
                                          AC_EVENT_NOTIFIED, AC_EVENT_CANCELLED, AC_EVENT_UNDONE};
    static const struct {
        const char *way;     /* letters of kinds: o a d n c u */
        const char *follows; /* as much as may follow, in the same letters */
    } cases[] = {
        {"",       "o"   },
        {"o",      "adcu"},
        {"oa",     "ncu" },
        {"od",     "ou"  },
        {"oan",    "c"   },
        {"oc",     "ou"  },
        {"oac",    "ou"  },
        {"oanc",   "o"   },
        {"ou",     "o"   },
        {"oau",    "adcu"},
        {"oanco",  "adcu"},
        {"oancou", "o"   },
        {"odo",    "adcu"},
    };
    static const char letters[] = "oadncu";
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        for (size_t next = 0; next < ARRAY_COUNT(kinds); next++) {
            AC_SCOPED_ARENA(arena);
            AC_SCOPED_BUFFER(added, 1u << 16);
            ac_record record = {0};
            ac_book book = {0};
            accord_error error = {0};
            assert_int_equal(
                ac_record_read(&arena, (ac_text){"", 0}, "r", &record, NULL).code, ACCORD_OK);
            record.added = &added;
            assert_int_equal(ac_book_read(&arena, &record, &book, NULL).code, ACCORD_OK);
            accord_status status = {ACCORD_OK};
            size_t length = strlen(cases[i].way);
            for (size_t at = 0; at <= length; at++) {
                size_t kind =
                    at == length ? next : (size_t)(strchr(letters, cases[i].way[at]) - letters);
                assert_int_equal(status.code, ACCORD_OK);
                uint32_t of = 0;
                if (kinds[kind] == AC_EVENT_UNDONE && book.count > 0) {
                    of = ac_booking_event(&book, &book.bookings[0])->number;
                }
                ac_event event = event_of(kinds[kind], of);
                assert_int_equal(ac_record_add(&record, &event, &error).code, ACCORD_OK);
                status = ac_book_apply(&book, record.count - 1, &error);
            }
            bool follows = strchr(cases[i].follows, letters[next]) != NULL;
            assert_int_equal(status.code, follows ? ACCORD_OK : ACCORD_EINPUT);
            assert_true(follows || error.message[0] != '\0');
        }
    }
}

static accord_date day(int year, int month, int of_month)
{
    accord_date date = {0};
    assert_true(ac_date_of(year, month, of_month, &date));
    return date;
}

static ac_pool_row rung(accord_date from, int64_t days, int64_t hours, int64_t share)
{
    ac_pool_row row = {0};
    row.cells[AC_IN_LADDER_FROM].number = from.day;
    row.cells[AC_IN_LADDER_WHOM].number = AC_CANCELLED_BY_PRACTICE;
    row.cells[AC_IN_LADDER_DAYS].number = days;
    row.cells[AC_IN_LADDER_HOURS].number = hours;
    row.cells[AC_IN_LADDER_SHARE].number = share;
    return row;
}

/* Seven days of the calendar are 167 hours in March and 169 in October. */
static void days_are_of_the_calendar_and_hours_of_a_stopwatch(void **state)
{
    (void)state;
    accord_date from = day(2015, 1, 1);
    ac_pool_row in_days[] = {
        rung(from, AC_POOL_ABSENT, 0, 100), rung(from, 7, AC_POOL_ABSENT, 25),
        rung(day(2016, 1, 1), AC_POOL_ABSENT, 0, 1)};
    ac_pool_row in_hours[] = {
        rung(from, AC_POOL_ABSENT, 168, 25), rung(from, AC_POOL_ABSENT, 0, 100)};
    static const struct {
        int month, day;
        const char *now;
        int32_t hours, by_days, by_hours;
    } cases[] = {
        {3,  30, "2015-03-23T08:30Z", 167, 25,  100}, /* Monday 08:30 to Monday 08:30 */
        {3,  30, "2015-03-23T07:30Z", 168, 25,  25 },
        {3,  30, "2015-03-23T23:59Z", 151, 25,  100},
        {3,  30, "2015-03-24T00:00Z", 151, 100, 100},
        {10, 26, "2015-10-19T07:30Z", 169, 25,  25 }, /* the same in October */
        {10, 26, "2015-10-19T08:31Z", 167, 25,  100},
        {10, 26, "2015-10-19T22:59Z", 153, 25,  100},
        {10, 26, "2015-10-19T23:00Z", 153, 100, 100}, /* London's Tuesday has begun */
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_pool pool = {0};
        ac_moment now = 0;
        ac_booking booking = {
            .key.on = day(2015, cases[i].month, cases[i].day), .start_minute = 510};
        assert_int_equal(ac_moment_parse(ac_text_of(cases[i].now), &now, NULL).code, ACCORD_OK);
        assert_int_equal(ac_notice_hours(&booking, now), cases[i].hours);
        pool.tables[AC_POOL_LADDER] =
            (ac_pool_rows){.rows = in_days, .count = ARRAY_COUNT(in_days)};
        assert_int_equal(
            ac_ladder_share(&pool, &booking, AC_CANCELLED_BY_PRACTICE, now), cases[i].by_days);
        assert_int_equal(
            ac_ladder_share(&pool, &booking, AC_CANCELLED_BY_DOCTOR, now), AC_NOTHING_SAID);
        pool.tables[AC_POOL_LADDER] =
            (ac_pool_rows){.rows = in_hours, .count = ARRAY_COUNT(in_hours)};
        assert_int_equal(
            ac_ladder_share(&pool, &booking, AC_CANCELLED_BY_PRACTICE, now), cases[i].by_hours);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_what_may_follow_follows),
        cmocka_unit_test(days_are_of_the_calendar_and_hours_of_a_stopwatch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
