/* SPDX-License-Identifier: MIT */
/* Deadlines counted in working days from the day on which a period's flex figures became known. How
 * many days, and which are bank holidays, each contract agrees: both are read from a file. */

#include "app/challenges_inside.h"
#include "app/table.h"
#include "extract/value.h"
#include "pool/pool.h"
#include "value/date.h"

enum { WHAT, VALUE, COLUMNS };

enum { DAYS_MOST = 366, SATURDAY = 5 };

typedef struct calendar {
    ac_table table;
    accord_date *holidays; /* [holiday_count] */
    size_t holiday_count;
    int64_t challenge; /* working days after the flex figures; -1: not said */
    int64_t reply;
    accord_error *error;
} calendar;

/* ---- The file ---- */

static accord_status read_days(const calendar *c, size_t row, int64_t *days)
{
    AC_SCOPED_ARENA(scratch);
    ac_text said = c->table.rows[row].cells[VALUE];
    ac_number number;
    int64_t read = -1;
    if (*days >= 0) {
        return ac_table_fail(&c->table, row, WHAT, c->error, "this was said before");
    }
    if (!ac_number_read(&scratch, said, &number) || number.percent_sign ||
        !ac_rational_to_scaled(number.value, 0, &read) || read < 0 || read > DAYS_MOST) {
        return ac_table_fail(
            &c->table, row, VALUE, c->error, "\"%.*s\" is no number of working days: 0 to %d are",
            AC_TEXT_ARG(said), DAYS_MOST);
    }
    *days = read;
    return ac_ok();
}

static accord_status read_holiday(calendar *c, size_t row)
{
    accord_error why = {0};
    ac_text said = c->table.rows[row].cells[VALUE];
    accord_date day;
    if (ac_date_parse(said, AC_DATE_ISO, &day, &why).code != ACCORD_OK) {
        return ac_table_fail(&c->table, row, VALUE, c->error, "%s", why.message);
    }
    c->holidays[c->holiday_count++] = day;
    return ac_ok();
}

static accord_status read_row(calendar *c, size_t row)
{
    ac_text what = c->table.rows[row].cells[WHAT];
    if (ac_text_is(what, "holiday")) {
        return read_holiday(c, row);
    }
    if (ac_text_is(what, "challenge")) {
        return read_days(c, row, &c->challenge);
    }
    if (ac_text_is(what, "reply")) {
        return read_days(c, row, &c->reply);
    }
    return ac_table_fail(
        &c->table, row, WHAT, c->error,
        "\"%.*s\" is nothing that a calendar says: challenge, reply and holiday are",
        AC_TEXT_ARG(what));
}

static accord_status read_calendar(ac_arena *arena, const char *path, calendar *c)
{
    const ac_table_column columns[COLUMNS] = {
        [WHAT] = {{AC_TEXT("what")},  false, false},
          [VALUE] = {{AC_TEXT("value")}, false, false}
    };
    const ac_layout plain = ac_layout_plain();
    const ac_table_wanted wanted = {path, &plain, columns, COLUMNS};
    AC_TRY(ac_table_read(arena, &wanted, &c->table, c->error));
    c->holidays = AC_NEW_ARRAY(arena, accord_date, c->table.row_count);
    for (size_t i = 0; i < c->table.row_count; i++) {
        AC_TRY(read_row(c, i));
    }
    if (c->challenge < 0 || c->reply < c->challenge) {
        return ac_fail(
            c->error, ACCORD_EINPUT,
            "%s is to say after how many working days challenges end (challenge) and replies are "
            "expected (reply), both after the flex figures, and the second no sooner",
            path);
    }
    return ac_ok();
}

/* ---- Counting ---- */

/* Every year has bank holidays: one without any is a calendar that was not kept up. */
static accord_status check_year(const calendar *c, accord_date day)
{
    int year = ac_date_to_parts(day).year;
    for (size_t i = 0; i < c->holiday_count; i++) {
        if (ac_date_to_parts(c->holidays[i]).year == year) {
            return ac_ok();
        }
    }
    return ac_fail(
        c->error, ACCORD_EINPUT, "%s has no holiday of %d: bring it up to date", c->table.path,
        year);
}

static bool is_working(const calendar *c, accord_date day)
{
    bool working = ac_weekday_of(day) < SATURDAY;
    for (size_t i = 0; i < c->holiday_count; i++) {
        working = working && c->holidays[i].day != day.day;
    }
    return working;
}

static accord_status
count_days(const calendar *c, accord_date from, int64_t days, accord_date *found)
{
    *found = from;
    while (days > 0) {
        found->day++;
        AC_TRY(check_year(c, *found));
        days -= is_working(c, *found) ? 1 : 0;
    }
    return ac_ok();
}

/* The last day on which a file of stage flex that covers a day of these became known. */
static accord_status find_flex(
    ac_arena *arena,
    const ac_books *books,
    const ac_day_span *days,
    ac_deadline_asked *asked,
    accord_error *error)
{
    const ac_stored_file *files = NULL;
    size_t count = 0;
    bool some = false;
    AC_TRY(ac_stored_file_list(arena, books->db, &files, &count, error));
    for (size_t i = 0; i < count; i++) {
        const ac_stored_file *of = &files[i];
        bool meets = of->covers_said && of->covers_from.day < days->until.day &&
                     of->covers_until.day >= days->from.day;
        if (meets && ac_text_is(of->stage, "flex") && (!some || of->known.day > asked->flex.day)) {
            asked->flex = of->known;
            some = true;
        }
    }
    return some ? ac_ok()
                : ac_fail(
                      error, ACCORD_EINPUT,
                      "no file of stage flex covers a day of %.*s, to count from: say the days, "
                      "with --challenge-by and --reply-by",
                      AC_TEXT_ARG(asked->deadline.period));
}

accord_status ac_challenges_count_deadline(
    ac_arena *arena,
    const ac_books *books,
    const ac_day_span *days,
    ac_deadline_asked *asked,
    accord_error *error)
{
    calendar c = {.challenge = -1, .reply = -1, .error = error};
    AC_TRY(read_calendar(arena, asked->calendar, &c));
    AC_TRY(find_flex(arena, books, days, asked, error));
    AC_TRY(count_days(&c, asked->flex, c.challenge, &asked->deadline.challenge_by));
    return count_days(&c, asked->flex, c.reply, &asked->deadline.reply_by);
}
