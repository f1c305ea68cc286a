/* SPDX-License-Identifier: MIT */
/* Rows that count where another follows them, in SQL. Two windows over the rows of one person look
 * from each row so many days ahead: how many rows may follow it, and how many of these have its own
 * identifier. It is followed where the first is more. So nothing is joined, and a database sorts
 * the table once. Where windows do not look so far, the rows that may follow a row and are not its
 * own are looked up in the table. */

#include "cube/sql_inside.h"
#include "value/civil.h"

/* One line of what becomes of a row. */
#define NEXT "\n            "

typedef struct follow_writer {
    const ac_sql_writer *writer;
    ac_buffer *same_as;      /* that a row looked up has the same; empty: always */
    ac_buffer *own_as;       /* and that it has the same identifier; empty: there is none */
    ac_buffer *outer_day;    /* the day of the row for which is looked up */
    ac_buffer *same;         /* what rows are partitioned by; empty: nothing */
    ac_buffer *own;          /* and what tells one of them from the others */
    ac_buffer *lacks_same;   /* a field that has to be the same has no value; empty: never */
    ac_buffer *lacks_fields; /* nor the identifier */
    ac_buffer *lacks_any;    /* nor the day */
    ac_buffer *day;          /* as a number */
    ac_buffer *no_day;       /* where dates are text: it is none */
    ac_buffer *unsure;       /* and: it begins with a day, and how it goes on is not known */
    const ac_where *counts;  /* of the row that counts */
    const ac_where *later;   /* of the row that follows */
} follow_writer;

static void add_part(ac_buffer *list, const char *between, ac_text text)
{
    ac_buffer_add_z(list, list->size_bytes == 0 ? "" : between);
    ac_buffer_add(list, text);
}

/* Adds that two rows have the same in a field, of which the text is given for the one looked up. */
static accord_status
add_same(const ac_sql_writer *writer, const ac_sql_field *field, ac_text text, ac_buffer *same)
{
    ac_sql_writer outer = *writer;
    outer.of = AC_SQL_OUTER ".";
    AC_SCOPED_BUFFER(both, AC_SQL_BYTES_MAX);
    ac_buffer_addf(&both, "%.*s = ", AC_TEXT_ARG(text));
    if (field->field->type == AC_FIELD_YES_WHEN) {
        AC_TRY(ac_sql_add_yes_when(&outer, &both, field));
    } else {
        ac_buffer_add(&both, ac_sql_trimmed(&outer, field));
    }
    add_part(same, " AND ", ac_buffer_text(&both));
    return ac_ok();
}

/* What a field is added to. */
typedef struct field_lists {
    ac_buffer *partition; /* what rows are partitioned by */
    ac_buffer *same;      /* that two rows have the same */
    ac_buffer *lacks;     /* what rows may lack */
} field_lists;

static accord_status add_field(const ac_sql_writer *writer, ac_text name, const field_lists *lists)
{
    ac_sql_field field = {0};
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    AC_TRY(ac_sql_find(writer, name, &field, writer->error));
    if (field.field->type == AC_FIELD_CONSTANT) {
        return ac_ok();
    }
    if (field.field->type == AC_FIELD_YES_WHEN) {
        AC_TRY(ac_sql_add_yes_when(writer, &text, &field));
        add_part(lists->partition, ", ", ac_buffer_text(&text));
        return add_same(writer, &field, ac_buffer_text(&text), lists->same);
    }
    if (!field.there) {
        add_part(lists->lacks, " OR ", AC_TEXT("1 = 1"));
        return ac_ok();
    }
    AC_TRY(ac_sql_need_code(writer, &field, writer->error));
    ac_text trimmed = ac_sql_trimmed(writer, &field);
    add_part(lists->partition, ", ", trimmed);
    AC_TRY(add_same(writer, &field, trimmed, lists->same));
    ac_sql_add_lacking(writer, &text, &field);
    add_part(lists->lacks, " OR ", ac_buffer_text(&text));
    return ac_ok();
}

static accord_status fail_day(const follow_writer *f, ac_text column, const char *what)
{
    const ac_sql_writer *writer = f->writer;
    return ac_fail(
        writer->error, ACCORD_EINPUT,
        "%.*s counts rows that others follow within %u days, and the column \"%.*s\" of %.*s is "
        "no %s: pull from a view that gives it as one, or read its rows from files",
        AC_TEXT_ARG(writer->plan->input), writer->plan->followed->days, AC_TEXT_ARG(column),
        AC_TEXT_ARG(writer->table->name), what);
}

/* Adds that what stands behind a day is a time of day as files may have it: T09:30, 09:30:00 after
 * a space, or 09:30:00.000. */
static void add_time(const follow_writer *f, ac_buffer *out, const char *rest)
{
    static const char *const forms[] = {
        "[T ][0-2][0-9]:[0-5][0-9]", "[T ][0-2][0-9]:[0-5][0-9]:[0-5][0-9]"};
    const char *like = f->writer->dialect->like;
    ac_buffer_addf(out, "%s = '' OR (SUBSTR(%s, 2, 2) < '25' AND (", rest, rest);
    ac_buffer_addf(out, "%s %s '%s' OR %s %s '%s'", rest, like, forms[0], rest, like, forms[1]);
    ac_buffer_addf(
        out,
        " OR (SUBSTR(%s, 1, 9) %s '%s' AND SUBSTR(%s, 10, 1) = '.'"
        " AND LENGTH(%s) BETWEEN 11 AND 19 AND NOT SUBSTR(%s, 11) %s '*[^0-9]*')))",
        rest, like, forms[1], rest, rest, rest, like);
}

/* A day that is text: what is surely one, what is surely none, and what nobody knows. The form of
 * the layout decides, and the years that accord takes (value/civil.h). */
static accord_status add_day_of_text(const follow_writer *f, const ac_sql_field *field)
{
    const ac_sql_dialect *dialect = f->writer->dialect;
    AC_SCOPED_BUFFER(head, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(rest, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(begins, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(time, AC_SQL_BYTES_MAX);
    if (field->field->date_format != AC_DATE_ISO) {
        return fail_day(f, field->column, "text of the form 2014-04-01");
    }
    ac_text text = ac_sql_trimmed(f->writer, field);
    ac_buffer_addf(&head, "SUBSTR(%.*s, 1, 10)", AC_TEXT_ARG(text));
    ac_buffer_addf(&rest, "SUBSTR(%.*s, 11)", AC_TEXT_ARG(text));
    ac_sql_add_template(&begins, dialect->is_day, ac_buffer_text(&head));
    ac_buffer_addf(
        &begins, " AND %s >= '%d' AND %s < '%d'", head.bytes, AC_DATE_YEAR_MIN, head.bytes,
        AC_DATE_YEAR_MAX + 1);
    add_time(f, &time, rest.bytes);
    /* Of a text that is NULL neither is known, and it is no day. */
    ac_buffer_addf(f->no_day, "COALESCE(%s AND (%s), 0) = 0", begins.bytes, time.bytes);
    ac_buffer_addf(
        f->unsure, "%s AND SUBSTR(%s, 1, 1) IN ('T', ' ') AND NOT (%s)", begins.bytes, rest.bytes,
        time.bytes);
    ac_buffer_addf(f->day, "CASE WHEN %s THEN ", begins.bytes);
    ac_sql_add_template(f->day, dialect->day_number, ac_buffer_text(&head));
    ac_buffer_add_z(f->day, " END");
    add_part(f->lacks_any, " OR ", ac_buffer_text(f->no_day));
    return ac_ok();
}

static accord_status add_day(const follow_writer *f)
{
    const ac_sql_writer *writer = f->writer;
    ac_sql_field field = {0};
    AC_TRY(ac_sql_find(writer, writer->plan->period_field, &field, writer->error));
    if (field.there && writer->dialect->untyped) {
        return add_day_of_text(f, &field);
    }
    if (!field.there || field.kind != AC_ODBC_DATE) {
        return fail_day(f, field.column, "date");
    }
    ac_text column = ac_sql_exact(writer, &field);
    ac_sql_writer outer = *writer;
    outer.of = AC_SQL_OUTER ".";
    ac_sql_add_template(f->day, writer->dialect->days, column);
    ac_sql_add_template(f->outer_day, writer->dialect->days, ac_sql_exact(&outer, &field));
    ac_buffer_addf(
        f->lacks_any, "%s%.*s IS NULL", f->lacks_any->size_bytes == 0 ? "" : " OR ",
        AC_TEXT_ARG(column));
    return ac_ok();
}

/* Adds the test that a condition holds. */
static accord_status add_holds(const follow_writer *f, const ac_where *where)
{
    if (where != NULL) {
        return ac_sql_add_test(f->writer, f->writer->sql, where, 1);
    }
    ac_buffer_add_z(f->writer->sql, "1 = 1");
    return ac_ok();
}

/* Adds what becomes of rows whose condition cannot be read, if there can be such. */
static accord_status
add_unreadable(const follow_writer *f, const ac_where *where, ac_sql_judged judged)
{
    bool can = false;
    AC_TRY(ac_sql_can_be_unreadable(f->writer, where, &can));
    if (!can) {
        return ac_ok();
    }
    ac_buffer_add_z(f->writer->sql, NEXT "WHEN ");
    AC_TRY(ac_sql_add_test(f->writer, f->writer->sql, where, 2));
    ac_buffer_addf(f->writer->sql, " THEN %d", (int)judged);
    return ac_ok();
}

/* Adds 1 for a row that follows others, else 0. */
static accord_status add_follows(const follow_writer *f)
{
    ac_buffer *sql = f->writer->sql;
    ac_buffer_add_z(sql, "CASE WHEN ");
    AC_TRY(add_holds(f, f->later));
    ac_buffer_addf(sql, " AND NOT (%s) THEN 1 ELSE 0 END", f->lacks_any->bytes);
    return ac_ok();
}

/* Adds how many rows follow, of those that are partitioned so. */
static accord_status add_window(const follow_writer *f, bool own)
{
    ac_buffer *sql = f->writer->sql;
    uint32_t days = f->writer->plan->followed->days;
    ac_buffer_add_z(sql, "SUM(");
    AC_TRY(add_follows(f));
    ac_buffer_add_z(sql, ") OVER (PARTITION BY ");
    ac_buffer_add(sql, f->same->size_bytes == 0 ? AC_TEXT("1") : ac_buffer_text(f->same));
    if (own) {
        ac_buffer_addf(sql, ", %s", f->own->bytes);
    }
    ac_buffer_addf(sql, " ORDER BY %s RANGE BETWEEN CURRENT ROW AND ", f->day->bytes);
    if (days == 0) {
        ac_buffer_add_z(sql, "CURRENT ROW)");
    } else {
        ac_buffer_addf(sql, "%u FOLLOWING)", days);
    }
    return ac_ok();
}

/* Adds how many rows with another identifier follow, or, where there are no identifiers, how many
 * with the row itself. */
static accord_status add_look_up(const follow_writer *f)
{
    const ac_sql_writer *writer = f->writer;
    ac_buffer *sql = writer->sql;
    ac_buffer_addf(sql, "(SELECT %s(*) FROM ", writer->dialect->count);
    ac_sql_add_table(sql, writer->table);
    ac_buffer_add_z(sql, NEXT "  WHERE ");
    if (f->same_as->size_bytes > 0) {
        ac_buffer_addf(sql, "%s AND ", f->same_as->bytes);
    }
    ac_buffer_addf(
        sql, "%s - %s BETWEEN 0 AND %u" NEXT "  AND ", f->day->bytes, f->outer_day->bytes,
        writer->plan->followed->days);
    AC_TRY(add_holds(f, f->later));
    ac_buffer_addf(sql, " AND NOT (%s)", f->lacks_any->bytes);
    if (f->own_as->size_bytes > 0) {
        ac_buffer_addf(sql, NEXT "  AND NOT (%s)", f->own_as->bytes);
    }
    ac_buffer_add_char(sql, ')');
    return ac_ok();
}

/* Adds that a row is followed. */
static accord_status add_is_followed(const follow_writer *f)
{
    ac_buffer *sql = f->writer->sql;
    bool identified = f->own->size_bytes > 0;
    bool looked_up = f->writer->dialect->no_distance;
    AC_TRY(looked_up ? add_look_up(f) : add_window(f, false));
    ac_buffer_add_z(sql, NEXT "  > ");
    if (looked_up && identified) {
        ac_buffer_add_char(sql, '0');
        return ac_ok();
    }
    return identified ? add_window(f, true) : add_follows(f);
}

/* A row that counts, and then one that only may follow: each is first held against what it lacks.
 */
static accord_status add_case(const follow_writer *f)
{
    ac_buffer *sql = f->writer->sql;
    ac_buffer_add_z(sql, "CASE");
    if (f->unsure->size_bytes > 0) {
        ac_buffer_addf(sql, NEXT "WHEN %s THEN %d", f->unsure->bytes, AC_SQL_UNSURE);
    }
    AC_TRY(add_unreadable(f, f->counts, AC_SQL_UNREADABLE));
    ac_buffer_add_z(sql, NEXT "WHEN ");
    AC_TRY(add_holds(f, f->counts));
    ac_buffer_add_z(sql, " THEN CASE");
    AC_TRY(add_unreadable(f, f->later, AC_SQL_UNREADABLE));
    if (f->lacks_same->size_bytes > 0) {
        ac_buffer_addf(sql, NEXT "WHEN %s THEN %d", f->lacks_same->bytes, AC_SQL_LACKS);
    }
    ac_buffer_add_z(sql, NEXT "WHEN ");
    AC_TRY(add_is_followed(f));
    ac_buffer_addf(sql, NEXT "THEN %d ELSE %d END", AC_SQL_CONCERNED, AC_SQL_NOT_FOLLOWED);
    AC_TRY(add_unreadable(f, f->later, AC_SQL_ONLY_UNREADABLE));
    if (f->no_day->size_bytes > 0) {
        ac_buffer_add_z(sql, NEXT "WHEN ");
        AC_TRY(add_holds(f, f->later));
        ac_buffer_addf(
            sql, " AND %s%s%s%s THEN %d", f->no_day->bytes,
            f->lacks_fields->size_bytes > 0 ? " AND NOT (" : "",
            f->lacks_fields->size_bytes > 0 ? f->lacks_fields->bytes : "",
            f->lacks_fields->size_bytes > 0 ? ")" : "", AC_SQL_ONLY_NO_DAY);
    }
    ac_buffer_add_z(sql, NEXT "WHEN ");
    AC_TRY(add_holds(f, f->later));
    ac_buffer_addf(
        sql, " AND (%s) THEN %d ELSE %d END", f->lacks_any->bytes, AC_SQL_ONLY_LACKS, AC_SQL_ASIDE);
    return ac_ok();
}

static accord_status add_fields(const follow_writer *f)
{
    const ac_sql_writer *writer = f->writer;
    const ac_cube_followed *followed = writer->plan->followed;
    const field_lists same = {f->same, f->same_as, f->lacks_same};
    const field_lists own = {f->own, f->own_as, f->lacks_any};
    for (size_t i = 0; i < followed->same_count; i++) {
        AC_TRY(add_field(writer, followed->same[i], &same));
    }
    ac_buffer_add(f->lacks_any, ac_buffer_text(f->lacks_same));
    for (size_t i = 0; i < writer->layout->identifier_count; i++) {
        AC_TRY(add_field(writer, writer->layout->identifier[i], &own));
    }
    if (writer->layout->identifier_count > 0 && f->own->size_bytes == 0) {
        ac_buffer_add_char(f->own, '1'); /* an identifier that is the same in every row */
        ac_buffer_add_z(f->own_as, "1 = 1");
    }
    ac_buffer_add(f->lacks_fields, ac_buffer_text(f->lacks_any));
    return add_day(f);
}

accord_status ac_sql_add_followed(const ac_sql_writer *writer, ac_buffer *out)
{
    AC_SCOPED_BUFFER(same_as, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(own_as, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(outer_day, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(same, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(own, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(lacks_same, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(lacks_any, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(lacks_fields, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(day, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(no_day, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(unsure, AC_SQL_BYTES_MAX);
    ac_sql_writer to = *writer;
    to.sql = out;
    const follow_writer f = {
        .writer = &to,
        .same_as = &same_as,
        .own_as = &own_as,
        .outer_day = &outer_day,
        .same = &same,
        .own = &own,
        .lacks_same = &lacks_same,
        .lacks_fields = &lacks_fields,
        .lacks_any = &lacks_any,
        .day = &day,
        .no_day = &no_day,
        .unsure = &unsure,
        .counts = writer->plan->where,
        .later = writer->plan->followed->where};
    AC_TRY(add_fields(&f));
    return add_case(&f);
}
