/* SPDX-License-Identifier: MIT */
/* The period of a row in SQL. To bring back days would bring back thirty times as many groups, so a
 * day becomes the first day of its month. Of a column of dates that is always so; of text only for
 * days that surely exist in a month that is asked for. Any other text comes back as it stands, and
 * is judged as in a file: SQL never decides that a date is wrong. */

#include "base/assert.h"
#include "cube/sql_inside.h"
#include "value/civil.h"
#include "value/date.h"

#include <stdlib.h>

enum { LENGTHS = 3 };

/* ---- Columns of dates ---- */

/* From a day on, until that of the next step, the period is this number. */
typedef struct step {
    accord_date from;
    int32_t number; /* yyyymmdd, AC_SQL_NO_DATE or AC_SQL_OUTSIDE */
} step;

static int compare_steps(const void *a, const void *b)
{
    const step *left = a;
    const step *right = b;
    return (left->from.day > right->from.day) - (left->from.day < right->from.day);
}

static accord_date date_of(int year, int month, int day)
{
    accord_date date = {0};
    bool is = ac_date_of(year, month, day, &date);
    ac_assert(is);
    return date;
}

/* The periods asked for, sorted, with what lies between and around them. */
static step *list_steps(const ac_sql_writer *writer, size_t *count)
{
    const ac_cube_plan *plan = writer->plan;
    size_t most = 3;
    for (size_t i = 0; i < plan->span_count; i++) {
        most += 2 * (size_t)plan->spans[i].count;
    }
    step *periods = AC_NEW_ARRAY(writer->arena, step, most);
    step *steps = AC_NEW_ARRAY(writer->arena, step, 2 * most);
    size_t found = 0;
    for (size_t i = 0; i < plan->span_count; i++) {
        for (int32_t j = 0; j < plan->spans[i].count; j++) {
            int32_t period = plan->spans[i].first + j;
            accord_date from = ac_period_from(plan->calendar, plan->period_kind, period);
            ac_date_parts parts = ac_date_to_parts(from);
            periods[found++] = (step){from, parts.year * 10000 + parts.month * 100 + parts.day};
        }
    }
    qsort(periods, found, sizeof *periods, compare_steps);
    steps[0] = (step){date_of(AC_DATE_YEAR_MIN, 1, 1), AC_SQL_OUTSIDE};
    *count = 1;
    accord_date until = steps[0].from;
    for (size_t i = 0; i < found; i++) {
        if (i > 0 && periods[i].from.day == periods[i - 1].from.day) {
            continue;
        }
        if (i > 0 && until.day < periods[i].from.day) {
            steps[(*count)++] = (step){until, AC_SQL_OUTSIDE};
        }
        steps[(*count)++] = periods[i];
        int32_t period = ac_period_of(plan->calendar, plan->period_kind, periods[i].from);
        until = ac_period_until(plan->calendar, plan->period_kind, period);
    }
    if (found > 0) {
        steps[(*count)++] = (step){until, AC_SQL_OUTSIDE};
    }
    accord_date end = date_of(AC_DATE_YEAR_MAX, 12, 31);
    end.day++;
    steps[(*count)++] = (step){end, AC_SQL_NO_DATE};
    return steps;
}

/* Adds a search by halves.
 * NOLINTNEXTLINE(misc-no-recursion): to the logarithm of the periods of a contract */
static void add_search(ac_buffer *out, ac_text column, const step *steps, size_t count)
{
    if (count == 1) {
        ac_buffer_addf(out, "%d", steps[0].number);
        return;
    }
    size_t half = count / 2;
    ac_buffer_addf(out, "CASE WHEN %.*s < DATE '", AC_TEXT_ARG(column));
    ac_date_add_iso(out, steps[half].from);
    ac_buffer_add_z(out, "' THEN ");
    add_search(out, column, steps, half);
    ac_buffer_add_z(out, " ELSE ");
    add_search(out, column, steps + half, count - half);
    ac_buffer_add_z(out, " END");
}

/* postgres_fdw leaves comparisons of dates to the servers behind it, and EXTRACT never. */
static void add_ranges(const ac_sql_writer *writer, ac_buffer *out, ac_text column)
{
    size_t count = 0;
    const step *steps = list_steps(writer, &count);
    ac_buffer_addf(
        out, "CASE WHEN %.*s IS NULL THEN NULL WHEN %.*s < DATE '", AC_TEXT_ARG(column),
        AC_TEXT_ARG(column));
    ac_date_add_iso(out, steps[0].from);
    ac_buffer_addf(out, "' THEN %d ELSE ", AC_SQL_NO_DATE);
    add_search(out, column, steps, count);
    ac_buffer_add_z(out, " END");
}

static void add_number_of_date(const ac_sql_writer *writer, ac_buffer *out, ac_text column)
{
    const ac_sql_dialect *dialect = writer->dialect;
    if (dialect->year == NULL) {
        add_ranges(writer, out, column);
        return;
    }
    int start = writer->plan->calendar->start_day;
    ac_sql_add_template(out, dialect->year, column);
    ac_buffer_add_z(out, " * 10000 + ");
    ac_sql_add_template(out, dialect->month, column);
    ac_buffer_add_z(out, " * 100 + ");
    if (start == 1) {
        ac_buffer_add_char(out, '1');
        return;
    }
    ac_buffer_add_z(out, "CASE WHEN ");
    ac_sql_add_template(out, dialect->day, column);
    ac_buffer_addf(out, " < %d THEN 1 ELSE %d END", start, start);
}

/* ---- Columns of text ---- */

/* Where the parts of a date of a form stand in its text, from 1. */
typedef struct date_form {
    int month_at; /* year and month, with what is between and beside them */
    int month_size;
    bool year_first;
    int day_at;
    int rest_at; /* of a time of day that says nothing */
} date_form;

static const date_form *form_of(ac_date_format format)
{
    static const date_form iso = {1, 8, true, 9, 11};
    static const date_form compact = {1, 6, true, 7, 9};
    static const date_form day_first = {3, 8, false, 1, 11};
    return format == AC_DATE_ISO       ? &iso
           : format == AC_DATE_COMPACT ? &compact
           : format == AC_DATE_DMY     ? &day_first
                                       : NULL;
}

static void add_month(ac_buffer *out, const date_form *form, int32_t month)
{
    int year = month / 12;
    int of_year = month % 12 + 1;
    if (form->year_first) {
        ac_buffer_addf(
            out, form == form_of(AC_DATE_ISO) ? "%04d-%02d-" : "%04d%02d", year, of_year);
    } else {
        ac_buffer_addf(out, "/%02d/%04d", of_year, year);
    }
}

/* Lists the calendar months of a length that the periods asked for have days in. */
static size_t
list_months(const ac_sql_writer *writer, const date_form *form, int days, ac_buffer *list)
{
    const ac_cube_plan *plan = writer->plan;
    size_t count = 0;
    const char *prefix = writer->dialect->literal == NULL ? "" : writer->dialect->literal;
    for (size_t i = 0; i < plan->span_count; i++) {
        if (plan->spans[i].count == 0) {
            continue;
        }
        int32_t last = plan->spans[i].first + plan->spans[i].count - 1;
        bool term = plan->period_kind == AC_PERIOD_TERM;
        accord_date from =
            term ? plan->calendar->term_from
                 : ac_period_from(plan->calendar, plan->period_kind, plan->spans[i].first);
        accord_date until = term ? plan->calendar->term_until
                                 : ac_period_until(plan->calendar, plan->period_kind, last);
        until.day--;
        ac_date_parts first_parts = ac_date_to_parts(from);
        ac_date_parts last_parts = ac_date_to_parts(until);
        int32_t end = last_parts.year * 12 + last_parts.month - 1;
        for (int32_t m = first_parts.year * 12 + first_parts.month - 1; m <= end; m++) {
            int length = ac_days_in_month(m / 12, m % 12 + 1);
            if ((length < 30 ? 28 : length) == days) {
                ac_buffer_addf(list, "%s%s'", count++ == 0 ? "" : ", ", prefix);
                add_month(list, form, m);
                ac_buffer_add_char(list, '\'');
            }
        }
    }
    return count;
}

/* Adds one WHEN: months of a list, days from `first` to `last`, made into the day `to`. */
static void add_when(
    const ac_sql_writer *writer,
    ac_buffer *out,
    const date_form *form,
    ac_text text,
    ac_text months,
    const int days[2])
{
    const ac_sql_dialect *dialect = writer->dialect;
    const char *prefix = dialect->literal == NULL ? "" : dialect->literal;
    const char *substring = dialect->substring;
    ac_buffer_addf(
        out, " WHEN %s(%.*s, %d, %d) IN (%.*s)\n            AND %s(%.*s, %d, 2) IN (", substring,
        AC_TEXT_ARG(text), form->month_at, form->month_size, AC_TEXT_ARG(months), substring,
        AC_TEXT_ARG(text), form->day_at);
    for (int day = days[0]; day <= days[1]; day++) {
        ac_buffer_addf(out, "%s%s'%02d'", day == days[0] ? "" : ", ", prefix, day);
    }
    ac_buffer_addf(
        out, ")\n            AND %s(%.*s, %d, 20) IN (%s''", substring, AC_TEXT_ARG(text),
        form->rest_at, prefix);
    if (form == form_of(AC_DATE_ISO)) {
        static const char *const midnights[] = {" 00:00:00", "T00:00:00", " 00:00:00.000"};
        for (size_t i = 0; i < sizeof midnights / sizeof midnights[0]; i++) {
            ac_buffer_addf(out, ", %s'%s'", prefix, midnights[i]);
        }
    }
    ac_buffer_add_z(out, ") THEN ");
    AC_SCOPED_BUFFER(month, 20000);
    AC_SCOPED_BUFFER(day, 20);
    ac_buffer_addf(
        &month, "%s(%.*s, %d, %d)", substring, AC_TEXT_ARG(text), form->month_at, form->month_size);
    ac_buffer_addf(&day, "%s'%02d'", prefix, days[0]);
    const char *left = form->year_first ? month.bytes : day.bytes;
    const char *right = form->year_first ? day.bytes : month.bytes;
    if (dialect->join == NULL) {
        ac_buffer_addf(out, "CONCAT(%s, %s)", left, right);
    } else {
        ac_buffer_addf(out, "%s%s%s", left, dialect->join, right);
    }
}

static void
add_text_of_date(const ac_sql_writer *writer, ac_buffer *out, ac_text text, const date_form *form)
{
    static const int lengths[LENGTHS] = {28, 30, 31};
    int start = writer->plan->calendar->start_day;
    bool any = false;
    for (size_t i = 0; i < LENGTHS; i++) {
        AC_SCOPED_BUFFER(months, AC_SQL_BYTES_MAX);
        if (list_months(writer, form, lengths[i], &months) == 0) {
            continue;
        }
        ac_buffer_add_z(out, any ? "" : "CASE");
        any = true;
        if (start > 1) {
            add_when(
                writer, out, form, text, ac_buffer_text(&months), (const int[2]){1, start - 1});
        }
        add_when(
            writer, out, form, text, ac_buffer_text(&months), (const int[2]){start, lengths[i]});
    }
    if (any) {
        ac_buffer_addf(out, " ELSE %.*s END", AC_TEXT_ARG(text));
    } else {
        ac_buffer_add(out, text);
    }
}

accord_status ac_sql_add_period(
    const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field, bool *is_number)
{
    ac_assert(field->there);
    *is_number = false;
    if (field->field->type == AC_FIELD_YES_WHEN) {
        return ac_sql_add_yes_when(writer, out, field);
    }
    if (field->kind == AC_ODBC_DATE && !writer->dialect->untyped) {
        *is_number = true;
        add_number_of_date(writer, out, ac_sql_exact(writer, field));
        return ac_ok();
    }
    AC_TRY(ac_sql_need_code(writer, field, writer->error));
    ac_text text = ac_sql_trimmed(writer, field);
    bool is_text = field->kind == AC_ODBC_TEXT || writer->dialect->untyped;
    const date_form *form = form_of(field->field->date_format);
    if (field->field->type == AC_FIELD_DATE && is_text && form != NULL) {
        add_text_of_date(writer, out, text, form);
    } else {
        ac_buffer_add(out, text);
    }
    return ac_ok();
}
