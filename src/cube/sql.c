/* SPDX-License-Identifier: MIT */
/* The statement of a plan, in levels from the inside out:
 *
 *   rows    what each row is for accord: judged, period, raw codes, its value
 *   (seen)  where the layout has an identifier: rows that may share one are kept apart
 *   counted GROUP BY over raw columns, which a database that is spread over several servers can
 *           leave to them
 *   named   codes become those of members, any other one code
 *   and the sum of counts by what is left
 *
 * so that what comes back is of the size of the cube, and no row of a patient is in it but for
 * identifiers that stand more than once. */

#include "cube/sql.h"

#include "base/assert.h"
#include "cube/sql_inside.h"

/* The columns of the answer but for counts and sums, in their order. */
typedef struct column {
    ac_text alias;
    ac_text of_row;  /* in terms of the table */
    ac_text of_seen; /* in terms of the rows; "" for the alias itself */
    ac_text named;   /* in terms of what was counted; "" likewise */
    bool inner;      /* not one of the answer's: used up before */
} column;

typedef struct statement {
    ac_sql_writer writer;
    ac_sql_shape *shape;
    column columns[AC_PULLED_COLUMNS_MAX];
    size_t count;
    ac_text value;              /* of a row, to be summed; "" to count */
    ac_text state;              /* of the value: an ac_sql_state */
    bool states[AC_SQL_STATES]; /* that it can have, but for the first */
    ac_text times; /* how many rows may share the row's identifier; "" where none is asked for */
    bool judged;
} statement;

static ac_text kept(statement *s, const ac_buffer *text)
{
    return ac_text_copy(s->writer.arena, ac_buffer_text(text));
}

static column *add_column(statement *s, const char *name, int number, ac_text of_row)
{
    AC_SCOPED_BUFFER(alias, 40);
    ac_buffer_addf(&alias, "a_%s", name);
    if (number > 0) {
        ac_buffer_addf(&alias, "%d", number);
    }
    ac_assert(s->count < AC_PULLED_COLUMNS_MAX - 2);
    column *made = &s->columns[s->count++];
    *made = (column){.alias = kept(s, &alias), .of_row = of_row};
    return made;
}

static accord_status add_judged(statement *s)
{
    const ac_cube_plan *plan = s->writer.plan;
    if (plan->where == NULL && plan->followed == NULL) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    AC_TRY(
        plan->followed != NULL ? ac_sql_add_followed(&s->writer, &text)
                               : ac_sql_add_answer(&s->writer, &text, plan->where));
    s->judged = true;
    s->shape->judged = (int)s->count;
    (void)add_column(s, "judged", 0, kept(s, &text));
    return ac_ok();
}

static accord_status add_period(statement *s)
{
    const ac_cube_plan *plan = s->writer.plan;
    ac_sql_field field = {0};
    if (plan->period_kind == AC_PERIOD_NONE) {
        return ac_ok();
    }
    AC_TRY(ac_sql_find(&s->writer, plan->period_field, &field, s->writer.error));
    if (!field.there) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    AC_TRY(ac_sql_add_period(&s->writer, &text, &field, &s->shape->period_is_number));
    s->shape->period = (int)s->count;
    (void)add_column(s, "period", 0, kept(s, &text));
    return ac_ok();
}

static accord_status add_key(statement *s, size_t index)
{
    const ac_cube_key *key = &s->writer.plan->keys[index];
    ac_sql_field field = {0};
    AC_TRY(ac_sql_find(&s->writer, key->field, &field, s->writer.error));
    s->shape->keys[index] = AC_SQL_NOWHERE;
    if (!field.there) {
        return ac_ok();
    }
    AC_TRY(ac_sql_need_code(&s->writer, &field, s->writer.error));
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(operand, AC_SQL_BYTES_MAX);
    bool yes_when = field.field->type == AC_FIELD_YES_WHEN;
    bool whole = field.kind == AC_ODBC_WHOLE && !s->writer.dialect->untyped;
    if (yes_when) {
        AC_TRY(ac_sql_add_yes_when(&s->writer, &text, &field));
    } else {
        ac_buffer_add(&text, ac_sql_exact(&s->writer, &field));
    }
    s->shape->keys[index] = (int)s->count;
    column *made = add_column(s, "key", (int)index + 1, kept(s, &text));
    if (whole && !yes_when) {
        ac_buffer_addf(
            &operand, "CAST(%.*s AS %s)", AC_TEXT_ARG(made->alias), s->writer.dialect->text_type);
    } else if (yes_when) {
        ac_buffer_add(&operand, made->alias);
    } else {
        ac_buffer_add(&operand, ac_sql_trim_of(&s->writer, made->alias));
    }
    ac_buffer_clear(&text);
    ac_sql_add_named(&s->writer, key, ac_buffer_text(&operand), s->shape->other, &text);
    made->named = kept(s, &text);
    return ac_ok();
}

/* ---- The value ---- */

static accord_status check_exact(statement *s, const ac_sql_field *field)
{
    bool exact = field->kind == AC_ODBC_WHOLE || field->kind == AC_ODBC_DECIMAL;
    if (exact || s->writer.dialect->untyped) {
        return ac_ok();
    }
    const char *why = field->kind == AC_ODBC_INEXACT ? "whose sums are not exact"
                                                     : "which SQL cannot add up exactly";
    return ac_fail(
        s->writer.error, ACCORD_EINPUT,
        "the column \"%.*s\" of %.*s is of the type %.*s, %s: pull from a view that gives it as an "
        "exact number, such as DECIMAL(12, 2)",
        AC_TEXT_ARG(field->column), AC_TEXT_ARG(s->writer.table->name), AC_TEXT_ARG(field->type),
        why);
}

static void add_one_state(statement *s, ac_buffer *text, ac_sql_state state)
{
    s->states[state] = true;
    ac_buffer_addf(text, " THEN %d", (int)state);
}

static void add_state(statement *s, const ac_sql_field *field, ac_text value, ac_buffer *text)
{
    const ac_sql_writer *writer = &s->writer;
    const ac_cube_plan *plan = writer->plan;
    bool untyped = writer->dialect->untyped;
    ac_text trimmed = untyped ? ac_sql_trimmed(writer, field) : value;
    ac_buffer_add_z(text, "CASE WHEN ");
    if (untyped) {
        ac_sql_add_missing(writer, text, trimmed);
    } else {
        ac_buffer_addf(text, "%.*s IS NULL", AC_TEXT_ARG(value));
    }
    add_one_state(s, text, AC_SQL_VALUE_MISSING);
    if (untyped) {
        ac_buffer_addf(text, " WHEN TYPEOF(%.*s) <> 'integer'", AC_TEXT_ARG(value));
        add_one_state(s, text, AC_SQL_VALUE_INEXACT);
    }
    if (field->field->type == AC_FIELD_WHOLE && field->kind != AC_ODBC_WHOLE) {
        ac_buffer_addf(text, " WHEN %.*s <> FLOOR(%.*s)", AC_TEXT_ARG(value), AC_TEXT_ARG(value));
        add_one_state(s, text, AC_SQL_VALUE_NOT_WHOLE);
    }
    if (plan->percent && field->field->type != AC_FIELD_PERCENT) {
        ac_buffer_addf(text, " WHEN %.*s > 2 OR %.*s < -2", AC_TEXT_ARG(value), AC_TEXT_ARG(value));
        add_one_state(s, text, AC_SQL_VALUE_UNCLEAR);
    }
    if (!plan->may_be_negative) {
        ac_buffer_addf(text, " WHEN %.*s < 0", AC_TEXT_ARG(value));
        add_one_state(s, text, AC_SQL_VALUE_NEGATIVE);
    }
    ac_buffer_addf(text, " ELSE %d END", AC_SQL_VALUE);
}

static accord_status add_value(statement *s)
{
    ac_sql_field field = {0};
    if (s->writer.plan->measure != AC_MEASURE_SUM) {
        return ac_ok();
    }
    AC_TRY(ac_sql_find(&s->writer, s->writer.plan->value_field, &field, s->writer.error));
    s->shape->constant_value = !field.there;
    if (!field.there) {
        return ac_ok();
    }
    AC_TRY(check_exact(s, &field));
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    bool untyped = s->writer.dialect->untyped;
    ac_text value = ac_sql_exact(&s->writer, &field);
    add_state(s, &field, value, &text);
    s->state = kept(s, &text);
    ac_buffer_clear(&text);
    if (untyped) {
        ac_buffer_addf(
            &text, "CASE WHEN TYPEOF(%.*s) = 'integer' THEN %.*s END", AC_TEXT_ARG(value),
            AC_TEXT_ARG(value));
    } else {
        bool whole = field.kind == AC_ODBC_WHOLE;
        ac_sql_add_template(&text, whole ? s->writer.dialect->whole : "%", value);
    }
    s->value = kept(s, &text);
    return ac_ok();
}

/* ---- Identifiers ---- */

/* Adds a part of the identifier to what rows are partitioned by: without any space, so that at
 * least those are together that a file would take for the same. */
static void add_loose(statement *s, const ac_sql_field *field, ac_buffer *text)
{
    ac_text exact = ac_sql_exact(&s->writer, field);
    bool whole = field->kind != AC_ODBC_TEXT && !s->writer.dialect->untyped;
    ac_buffer_add_z(text, text->size_bytes == 0 ? "" : ", ");
    if (whole) {
        ac_buffer_add(text, exact);
    } else {
        ac_buffer_addf(
            text, "REPLACE(REPLACE(%.*s, ' ', ''), %s, '')", AC_TEXT_ARG(exact),
            s->writer.dialect->tab);
    }
}

static accord_status add_part(statement *s, size_t index, ac_buffer *loose, ac_buffer *lacking)
{
    ac_sql_field field = {0};
    AC_TRY(ac_sql_find(&s->writer, s->writer.layout->identifier[index], &field, s->writer.error));
    s->shape->identity[index] = AC_SQL_NOWHERE;
    if (!field.there) {
        bool constant = field.field->type == AC_FIELD_CONSTANT;
        s->shape->identity_missing = s->shape->identity_missing || !constant;
        return ac_ok();
    }
    AC_TRY(ac_sql_need_code(&s->writer, &field, s->writer.error));
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    if (field.field->type == AC_FIELD_YES_WHEN) {
        AC_TRY(ac_sql_add_yes_when(&s->writer, &text, &field));
        ac_buffer_add_z(loose, loose->size_bytes == 0 ? "" : ", ");
        ac_buffer_add(loose, ac_buffer_text(&text));
    } else {
        ac_buffer_add(&text, ac_sql_trimmed(&s->writer, &field));
        add_loose(s, &field, loose);
    }
    s->shape->identity[index] = (int)s->count;
    column *made = add_column(s, "id", (int)index + 1, kept(s, &text));
    bool whole = field.kind != AC_ODBC_TEXT && !s->writer.dialect->untyped;
    ac_buffer_add_z(lacking, " OR ");
    if (whole) {
        ac_buffer_addf(lacking, "%.*s IS NULL", AC_TEXT_ARG(made->alias));
    } else {
        ac_sql_add_missing(&s->writer, lacking, made->alias);
    }
    return ac_ok();
}

/* Rows that may share an identifier, or lack it, are shown: they come back one by one. */
static accord_status add_identity(statement *s)
{
    size_t parts = s->writer.layout->identifier_count;
    if (parts == 0) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(loose, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(lacking, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(shown, AC_SQL_BYTES_MAX);
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    size_t first = s->count++;
    for (size_t i = 0; i < parts; i++) {
        AC_TRY(add_part(s, i, &loose, &lacking));
    }
    ac_buffer_addf(
        &shown, "%s(a_times > 1%s)", s->judged ? "a_judged > 0 AND " : "",
        lacking.size_bytes == 0 ? "" : lacking.bytes);
    for (size_t i = first + 1; i < s->count; i++) {
        ac_buffer_clear(&text);
        ac_buffer_addf(
            &text, "CASE WHEN %s THEN %.*s END", shown.bytes, AC_TEXT_ARG(s->columns[i].alias));
        s->columns[i].of_seen = kept(s, &text);
    }
    ac_buffer_clear(&text);
    ac_buffer_addf(&text, "CASE WHEN %s THEN 1 ELSE 0 END", shown.bytes);
    s->columns[first] = (column){.alias = AC_TEXT("a_shown"), .of_seen = kept(s, &text)};
    s->shape->shown = (int)first;
    if (s->value.size > 0) {
        ac_buffer_clear(&text);
        ac_buffer_addf(&text, "CASE WHEN %s THEN a_value END", shown.bytes);
        column *each = add_column(s, "each", 0, AC_TEXT(""));
        each->of_seen = kept(s, &text);
        each->inner = true;
    }
    ac_buffer_clear(&text);
    ac_buffer_addf(
        &text, "COUNT(*) OVER (PARTITION BY %s)", loose.size_bytes == 0 ? "1" : loose.bytes);
    s->times = kept(s, &text);
    return ac_ok();
}

/* ---- Putting it together ---- */

typedef enum level { LEVEL_ROWS, LEVEL_SEEN, LEVEL_COUNTED, LEVEL_NAMED, LEVEL_ANSWER } level;

/* Adds the columns of a level, each on a line of its own. */
static size_t add_list(const statement *s, level of, const char *indent)
{
    ac_buffer *sql = s->writer.sql;
    size_t added = 0;
    for (size_t i = 0; i < s->count; i++) {
        const column *c = &s->columns[i];
        ac_text expression = of == LEVEL_ROWS    ? c->of_row
                             : of == LEVEL_SEEN  ? c->of_seen
                             : of == LEVEL_NAMED ? c->named
                                                 : AC_TEXT("");
        if ((of == LEVEL_ROWS && expression.size == 0) || (of == LEVEL_ANSWER && c->inner)) {
            continue;
        }
        ac_buffer_addf(sql, "%s\n%s  ", added++ == 0 ? "" : ",", indent);
        if (expression.size > 0) {
            ac_buffer_addf(sql, "%.*s AS ", AC_TEXT_ARG(expression));
        }
        ac_buffer_add(sql, c->alias);
    }
    return added;
}

static void add_more(const statement *s, size_t *added, const char *indent, const char *text)
{
    ac_buffer_addf(s->writer.sql, "%s\n%s  %s", (*added)++ == 0 ? "" : ",", indent, text);
}

/* The answer gives rows of one identifier apart by value, though the value is not in it. */
static void add_group_by(const statement *s, const char *indent)
{
    for (size_t i = 0; i < s->count; i++) {
        if (i == 0) {
            ac_buffer_addf(s->writer.sql, "\n%sGROUP BY ", indent);
        }
        ac_buffer_addf(
            s->writer.sql, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(s->columns[i].alias));
    }
}

static void add_rows(const statement *s, const char *indent)
{
    ac_buffer *sql = s->writer.sql;
    ac_buffer_add_z(sql, "SELECT");
    size_t added = add_list(s, LEVEL_ROWS, indent);
    if (s->value.size > 0) {
        add_more(s, &added, indent, "");
        ac_buffer_addf(sql, "%.*s AS a_state", AC_TEXT_ARG(s->state));
        add_more(s, &added, indent, "");
        ac_buffer_addf(sql, "%.*s AS a_value", AC_TEXT_ARG(s->value));
    }
    if (s->times.size > 0) {
        add_more(s, &added, indent, "");
        ac_buffer_addf(sql, "%.*s AS a_times", AC_TEXT_ARG(s->times));
    }
    if (added == 0) {
        add_more(s, &added, indent, "1 AS a_row");
    }
    ac_buffer_addf(sql, "\n%sFROM ", indent);
    ac_sql_add_table(sql, s->writer.table);
    bool looked_up = s->writer.plan->followed != NULL && s->writer.dialect->no_distance;
    ac_buffer_add_z(sql, looked_up ? " AS " AC_SQL_OUTER : "");
}

/* Names of the counts of values that are not summed; they are not grouped by, or a database would
 * expect as many groups as there are values. */
static const char *const state_names[AC_SQL_STATES] = {
    [AC_SQL_VALUE] = NULL,
    [AC_SQL_VALUE_MISSING] = "a_missing",
    [AC_SQL_VALUE_NOT_WHOLE] = "a_not_whole",
    [AC_SQL_VALUE_NEGATIVE] = "a_negative",
    [AC_SQL_VALUE_UNCLEAR] = "a_unclear",
    [AC_SQL_VALUE_INEXACT] = "a_inexact",
};

/* Adds the counts and the sum of a level. */
static void add_measures(statement *s, level of, size_t *added, const char *indent)
{
    ac_buffer *sql = s->writer.sql;
    const char *count = s->writer.dialect->count;
    bool sums = s->value.size > 0;
    add_more(s, added, indent, "");
    if (of == LEVEL_ANSWER) {
        s->shape->rows = (int)*added - 1;
    }
    if (of == LEVEL_COUNTED) {
        ac_buffer_addf(sql, "%s(*) AS ", count);
    }
    ac_buffer_add_z(sql, of == LEVEL_ANSWER ? "SUM(a_rows) AS a_rows" : "a_rows");
    for (size_t i = 1; i < AC_SQL_STATES && sums; i++) {
        const char *name = state_names[i];
        if (!s->states[i]) {
            continue;
        }
        add_more(s, added, indent, "");
        if (of == LEVEL_COUNTED) {
            ac_buffer_addf(sql, "%s(CASE WHEN a_state = %zu THEN 1 END) AS ", count, i);
        } else if (of == LEVEL_ANSWER) {
            s->shape->states[i] = (int)*added - 1;
            ac_buffer_addf(sql, "SUM(%s) AS ", name);
        }
        ac_buffer_add_z(sql, name);
    }
    if (sums) {
        add_more(s, added, indent, "");
        if (of == LEVEL_ANSWER) {
            s->shape->sum = (int)*added - 1;
        }
        ac_buffer_add_z(
            sql, of == LEVEL_COUNTED  ? "SUM(CASE WHEN a_state = 0 THEN a_value END) AS a_sum"
                 : of == LEVEL_ANSWER ? "SUM(a_sum) AS a_sum"
                                      : "a_sum");
    }
}

static void write_statement(statement *s)
{
    ac_buffer *sql = s->writer.sql;
    bool sums = s->value.size > 0;
    size_t added = 0;
    ac_buffer_add_z(sql, "SELECT");
    added = add_list(s, LEVEL_ANSWER, "");
    add_measures(s, LEVEL_ANSWER, &added, "");
    s->shape->columns = (int)added;
    ac_buffer_add_z(sql, "\nFROM (\n  SELECT");
    added = add_list(s, LEVEL_NAMED, "  ");
    add_measures(s, LEVEL_NAMED, &added, "  ");
    ac_buffer_add_z(sql, "\n  FROM (\n    SELECT");
    added = add_list(s, LEVEL_COUNTED, "    ");
    add_measures(s, LEVEL_COUNTED, &added, "    ");
    ac_buffer_add_z(sql, "\n    FROM (\n      ");
    if (s->times.size > 0) {
        ac_buffer_add_z(sql, "SELECT");
        added = add_list(s, LEVEL_SEEN, "      ");
        if (sums) {
            add_more(s, &added, "      ", "a_state");
            add_more(s, &added, "      ", "a_value");
        }
        ac_buffer_add_z(sql, "\n      FROM (\n        ");
        add_rows(s, "        ");
        ac_buffer_add_z(sql, "\n      ) AS t");
    } else {
        add_rows(s, "      ");
    }
    ac_buffer_add_z(sql, "\n    ) AS r");
    add_group_by(s, "    ");
    ac_buffer_add_z(sql, "\n  ) AS c\n) AS g");
    add_group_by(s, "");
    ac_buffer_add_char(sql, '\n');
}

accord_status ac_sql_check_members(const ac_cube_plan *plan, accord_error *error)
{
    for (size_t i = 0; plan->lives != NULL && i < plan->key_count; i++) {
        if (plan->lives[i] != NULL) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%.*s is by %.*s, whose members open and close by date: a database cannot be asked "
                "which of them a row's day belongs to; read its rows from files",
                AC_TEXT_ARG(plan->input), AC_TEXT_ARG(plan->keys[i].level));
        }
    }
    return ac_ok();
}

/* A row that takes back another has to be held against those before it, which no group is. */
static accord_status check_deletion(const ac_layout *layout, accord_error *error)
{
    if (layout->deletion.size == 0) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "the layout %.*s has rows that take others back (deletion %.*s), which a database does not "
        "tell apart in groups: count a table from which they are gone, with a layout without that "
        "line",
        AC_TEXT_ARG(layout->name), AC_TEXT_ARG(layout->deletion));
}

/* Rows of another table are no part of the statement. */
static accord_status check_one_table(const ac_cube_plan *plan, accord_error *error)
{
    if (plan->followed == NULL || plan->followed->layout == NULL) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%.*s counts rows that rows of %.*s follow, and one statement asks one table: make a view "
        "of both tables (UNION ALL) with a layout of its own and say \"followed within %u days by "
        "rows of the same ...\", or read the rows from files",
        AC_TEXT_ARG(plan->input), AC_TEXT_ARG(plan->followed->layout->name), plan->followed->days);
}

accord_status ac_sql_write(
    ac_arena *arena,
    const ac_sql_request *request,
    ac_buffer *sql,
    ac_sql_shape *shape,
    accord_error *error)
{
    const ac_cube_plan *plan = request->plan;
    ac_assert(plan->measure == AC_MEASURE_COUNT || plan->measure == AC_MEASURE_SUM);
    AC_TRY(ac_sql_check_members(plan, error));
    AC_TRY(check_deletion(request->layout, error));
    AC_TRY(check_one_table(plan, error));
    ac_sql_shape made = {
        .judged = AC_SQL_NOWHERE,
        .period = AC_SQL_NOWHERE,
        .shown = AC_SQL_NOWHERE,
        .sum = AC_SQL_NOWHERE};
    for (size_t i = 0; i < AC_SQL_STATES; i++) {
        made.states[i] = AC_SQL_NOWHERE;
    }
    accord_error unseen = {0};
    statement *s = AC_NEW(arena, statement);
    s->writer = (ac_sql_writer){
        .arena = arena,
        .plan = plan,
        .layout = request->layout,
        .table = request->table,
        .dialect = request->table->dialect,
        .sql = sql,
        .error = error == NULL ? &unseen : error};
    s->shape = &made;
    made.other = ac_sql_choose_other(&s->writer);
    AC_TRY(add_judged(s));
    AC_TRY(add_period(s));
    for (size_t i = 0; i < plan->key_count; i++) {
        AC_TRY(add_key(s, i));
    }
    AC_TRY(add_value(s));
    AC_TRY(add_identity(s));
    write_statement(s);
    *shape = made;
    return ac_ok();
}
