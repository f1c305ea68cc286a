/* SPDX-License-Identifier: MIT */
/* The pieces that SQL is made of. Every name comes out quoted or is a checked word, every text is a
 * literal whose quotes are undone: nothing of a layout or a contract is ever SQL itself. */

#include "cube/sql_inside.h"

#include <string.h>

static const ac_sql_dialect dialects[] = {
#define AC_SQL_DIALECT(...) {__VA_ARGS__},
#include "cube/sql_dialects.def"
#undef AC_SQL_DIALECT
};

const ac_sql_dialect *ac_sql_dialect_named(ac_text name)
{
    static const char *const others[][2] = {
        {"citus", "postgresql"},
        {"spark", "databricks"},
        {"mysql", "mariadb"   }
    };
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        if (ac_text_is(name, others[i][0])) {
            name = ac_text_of(others[i][1]);
        }
    }
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++) {
        if (ac_text_is(name, dialects[i].name)) {
            return &dialects[i];
        }
    }
    return NULL;
}

void ac_sql_add_dialects(ac_buffer *buffer)
{
    for (size_t i = 0; i < sizeof dialects / sizeof dialects[0]; i++) {
        ac_buffer_addf(buffer, "%s%s", i == 0 ? "" : ", ", dialects[i].name);
    }
}

static bool is_word(ac_text part)
{
    for (size_t i = 0; i < part.size; i++) {
        char c = part.at[i];
        bool letter = ac_is_letter(c) || c == '_';
        if (!letter && (i == 0 || c < '0' || c > '9')) {
            return false;
        }
    }
    return part.size > 0;
}

/* Takes a part of a table's name; false if there is none. */
static bool take_part(ac_text *rest, ac_text *part, bool *quoted)
{
    *quoted = rest->size > 0 && rest->at[0] == '"';
    size_t end = *quoted ? 1 : 0;
    while (end < rest->size && rest->at[end] != (*quoted ? '"' : '.')) {
        if ((unsigned char)rest->at[end] < 0x20) {
            return false;
        }
        end++;
    }
    if (*quoted && end == rest->size) {
        return false;
    }
    *part = ac_text_slice(*rest, *quoted ? 1 : 0, end);
    end += *quoted ? 1 : 0;
    bool more = end < rest->size;
    if (part->size == 0 || (more && rest->at[end] != '.') || (more && end + 1 == rest->size)) {
        return false;
    }
    *rest = ac_text_slice(*rest, end + (more ? 1 : 0), rest->size);
    return true;
}

accord_status ac_sql_check_table(ac_text name, accord_error *error)
{
    ac_text rest = name;
    size_t parts = 0;
    bool good = name.size > 0;
    while (good && rest.size > 0) {
        ac_text part = {0};
        bool quoted = false;
        good = take_part(&rest, &part, &quoted) && (quoted || is_word(part)) && ++parts <= 4;
    }
    if (good) {
        return ac_ok();
    }
    ac_text shown = ac_text_slice(name, 0, 100);
    return ac_fail(
        error, ACCORD_EINPUT,
        "\"%.*s\" is no name of a table: write it like nhs.outpatients, and put a part that is not "
        "a plain word in double quotes, like nhs.\"SUS outpatients\"",
        AC_TEXT_ARG(shown));
}

void ac_sql_add_table(ac_buffer *out, const ac_sql_table *table)
{
    const ac_sql_writer writer = {.dialect = table->dialect};
    ac_text rest = table->name;
    ac_text part = {0};
    bool quoted = false;
    for (size_t i = 0; rest.size > 0 && take_part(&rest, &part, &quoted); i++) {
        ac_buffer_add_z(out, i == 0 ? "" : ".");
        if (quoted) {
            ac_sql_add_name(&writer, out, part);
        } else {
            ac_buffer_add(out, part);
        }
    }
}

void ac_sql_add_describe(ac_buffer *sql, const ac_sql_table *table)
{
    ac_buffer_add_z(sql, "SELECT * FROM ");
    ac_sql_add_table(sql, table);
    ac_buffer_add_z(sql, " WHERE 1 = 0");
}

void ac_sql_add_name(const ac_sql_writer *writer, ac_buffer *out, ac_text name)
{
    ac_buffer_add_char(out, writer->dialect->open);
    for (size_t i = 0; i < name.size; i++) {
        ac_buffer_add_char(out, name.at[i]);
        if (name.at[i] == writer->dialect->close) {
            ac_buffer_add_char(out, name.at[i]);
        }
    }
    ac_buffer_add_char(out, writer->dialect->close);
}

void ac_sql_add_literal(const ac_sql_writer *writer, ac_buffer *out, ac_text text)
{
    bool backslash = writer->dialect->backslash;
    ac_buffer_add_z(out, writer->dialect->literal == NULL ? "" : writer->dialect->literal);
    ac_buffer_add_char(out, '\'');
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (c == '\'') {
            ac_buffer_add_char(out, backslash ? '\\' : '\'');
        } else if (c == '\\' && backslash) {
            ac_buffer_add_char(out, '\\');
        }
        ac_buffer_add_char(out, c);
    }
    ac_buffer_add_char(out, '\'');
}

void ac_sql_add_template(ac_buffer *out, const char *template_text, ac_text operand)
{
    for (const char *at = template_text; *at != '\0'; at++) {
        if (*at == '%') {
            ac_buffer_add(out, operand);
        } else {
            ac_buffer_add_char(out, *at);
        }
    }
}

void ac_sql_add_list(
    const ac_sql_writer *writer, ac_buffer *out, const ac_text *codes, size_t count)
{
    ac_buffer_add_char(out, '(');
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(out, i == 0 ? "" : ", ");
        ac_sql_add_literal(writer, out, codes[i]);
    }
    ac_buffer_add_char(out, ')');
}

static ac_text made(const ac_sql_writer *writer, const char *template_text, ac_text operand)
{
    AC_SCOPED_BUFFER(text, AC_SQL_BYTES_MAX);
    ac_sql_add_template(&text, template_text, operand);
    return ac_text_copy(writer->arena, ac_buffer_text(&text));
}

static bool is_text(const ac_sql_writer *writer, const ac_sql_field *field)
{
    return field->kind == AC_ODBC_TEXT || writer->dialect->untyped;
}

ac_text ac_sql_exact(const ac_sql_writer *writer, const ac_sql_field *field)
{
    AC_SCOPED_BUFFER(name, AC_SQL_BYTES_MAX);
    ac_buffer_add_z(&name, writer->of == NULL ? "" : writer->of);
    ac_sql_add_name(writer, &name, field->column);
    return made(
        writer, is_text(writer, field) ? writer->dialect->exact : "%", ac_buffer_text(&name));
}

ac_text ac_sql_trim_of(const ac_sql_writer *writer, ac_text operand)
{
    return made(writer, writer->dialect->trim, operand);
}

ac_text ac_sql_trimmed(const ac_sql_writer *writer, const ac_sql_field *field)
{
    ac_text exact = ac_sql_exact(writer, field);
    return is_text(writer, field) ? ac_sql_trim_of(writer, exact) : exact;
}

void ac_sql_add_missing(const ac_sql_writer *writer, ac_buffer *out, ac_text operand)
{
    ac_buffer_addf(out, "(%.*s IS NULL", AC_TEXT_ARG(operand));
    if (writer->layout->missing_count > 0) {
        ac_buffer_addf(out, " OR %.*s IN ", AC_TEXT_ARG(operand));
        ac_sql_add_list(writer, out, writer->layout->missing, writer->layout->missing_count);
    }
    ac_buffer_add_char(out, ')');
}

/* ---- Fields and their columns ---- */

static accord_status
fail_column(const ac_sql_writer *writer, const ac_layout_field *field, accord_error *error)
{
    const ac_sql_table *table = writer->table;
    ac_text near = AC_TEXT("");
    unsigned least = (unsigned)(field->column.size / 3) + 2;
    for (size_t i = 0; i < table->column_count; i++) {
        unsigned distance = ac_text_distance(table->columns[i].name, field->column, least);
        if (distance < least) {
            near = table->columns[i].name;
            least = distance;
        }
    }
    return ac_fail(
        error, ACCORD_EINPUT, "the table %.*s has no column \"%.*s\" (%.*s)%s%.*s%s",
        AC_TEXT_ARG(table->name), AC_TEXT_ARG(field->column), AC_TEXT_ARG(field->name),
        near.size > 0 ? "; did you mean \"" : "", AC_TEXT_ARG(near), near.size > 0 ? "\"?" : "");
}

/* Finds the column of a heading, ignoring case as files do; one that is spelt so goes before. */
static const ac_odbc_column *find_column(const ac_sql_table *table, ac_text heading)
{
    const ac_odbc_column *found = NULL;
    for (size_t i = 0; i < table->column_count; i++) {
        if (ac_text_equal(table->columns[i].name, heading)) {
            return &table->columns[i];
        }
        if (ac_text_equal_ignoring_case(ac_text_trim(table->columns[i].name), heading)) {
            found = &table->columns[i];
        }
    }
    return found;
}

static ac_odbc_kind kind_expected(const ac_sql_writer *writer, const ac_layout_field *field)
{
    bool untyped = writer->dialect->untyped;
    bool number = field->type == AC_FIELD_NUMBER || field->type == AC_FIELD_PERCENT;
    return field->type == AC_FIELD_DATE && !untyped ? AC_ODBC_DATE
           : field->type == AC_FIELD_WHOLE          ? AC_ODBC_WHOLE
           : number                                 ? AC_ODBC_DECIMAL
                                                    : AC_ODBC_TEXT;
}

accord_status
ac_sql_find(const ac_sql_writer *writer, ac_text name, ac_sql_field *field, accord_error *error)
{
    const ac_layout_field *found = ac_layout_find(writer->layout, name);
    if (found == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT, "the layout %.*s has no field %.*s",
            AC_TEXT_ARG(writer->layout->name), AC_TEXT_ARG(name));
    }
    *field = (ac_sql_field){.field = found, .column = found->column};
    if (found->type == AC_FIELD_CONSTANT) {
        return ac_ok();
    }
    if (writer->table->column_count == 0) {
        field->there = true;
        field->kind = kind_expected(writer, found);
        return ac_ok();
    }
    const ac_odbc_column *column = find_column(writer->table, found->column);
    if (column == NULL) {
        return found->optional ? ac_ok() : fail_column(writer, found, error);
    }
    field->there = true;
    field->column = column->name;
    field->kind = column->kind;
    field->type = column->type;
    return ac_ok();
}

accord_status
ac_sql_need_code(const ac_sql_writer *writer, const ac_sql_field *field, accord_error *error)
{
    bool good = field->kind == AC_ODBC_TEXT || field->kind == AC_ODBC_WHOLE;
    if (!field->there || good || writer->dialect->untyped) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "the column \"%.*s\" of %.*s is of the type %.*s, which has no one text: pull from a view "
        "that gives it as text",
        AC_TEXT_ARG(field->column), AC_TEXT_ARG(writer->table->name), AC_TEXT_ARG(field->type));
}

/* 0, 12 and -3, but not 05, +5 or 5.0: those that the text of a whole number can be. */
static bool is_whole_text(ac_text code)
{
    size_t at = code.size > 1 && code.at[0] == '-' ? 1 : 0;
    if (code.size == 0 || code.size - at > 18 || (code.at[at] == '0' && code.size > 1)) {
        return false;
    }
    for (size_t i = at; i < code.size; i++) {
        if (code.at[i] < '0' || code.at[i] > '9') {
            return false;
        }
    }
    return true;
}

static bool is_mark(const ac_layout *layout, ac_text code)
{
    for (size_t i = 0; i < layout->missing_count; i++) {
        if (ac_text_equal(layout->missing[i], code)) {
            return true;
        }
    }
    return false;
}

accord_status ac_sql_add_is(
    const ac_sql_writer *writer,
    ac_buffer *out,
    const ac_sql_field *field,
    const ac_text *codes,
    size_t count)
{
    AC_TRY(ac_sql_need_code(writer, field, writer->error));
    bool whole = field->kind == AC_ODBC_WHOLE && !writer->dialect->untyped;
    bool constant = field->field->type == AC_FIELD_CONSTANT;
    AC_SCOPED_BUFFER(list, AC_SQL_BYTES_MAX);
    bool same = false;
    for (size_t i = 0; i < count; i++) {
        same = same || (constant && ac_text_equal(codes[i], field->field->codes[0]));
        /* A mark for no value is no code, and a whole number has but one text. */
        if (is_mark(writer->layout, codes[i]) || (whole && !is_whole_text(codes[i]))) {
            continue;
        }
        ac_buffer_add_z(&list, list.size_bytes == 0 ? "" : ", ");
        if (whole) {
            ac_buffer_add(&list, codes[i]);
        } else {
            ac_sql_add_literal(writer, &list, codes[i]);
        }
    }
    if (!field->there || list.size_bytes == 0) {
        ac_buffer_add_z(out, same ? "1 = 1" : "1 = 0");
        return ac_ok();
    }
    AC_SCOPED_BUFFER(name, AC_SQL_BYTES_MAX);
    ac_buffer_add_z(&name, writer->of == NULL ? "" : writer->of);
    ac_sql_add_name(writer, &name, field->column);
    ac_buffer_addf(
        out, "(%.*s IS NOT NULL AND %.*s IN (%s))", AC_TEXT_ARG(ac_buffer_text(&name)),
        AC_TEXT_ARG(ac_sql_trimmed(writer, field)), list.bytes);
    return ac_ok();
}

/* Of columns that hold no text, the marks can be those of whole numbers only. */
void ac_sql_add_lacking(const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field)
{
    if (!field->there) {
        bool constant = field->field->type == AC_FIELD_CONSTANT;
        ac_buffer_add_z(out, constant ? "(1 = 0)" : "(1 = 1)");
        return;
    }
    if (is_text(writer, field)) {
        ac_sql_add_missing(writer, out, ac_sql_trimmed(writer, field));
        return;
    }
    AC_SCOPED_BUFFER(marks, AC_SQL_BYTES_MAX);
    for (size_t i = 0; i < writer->layout->missing_count; i++) {
        if (field->kind == AC_ODBC_WHOLE && is_whole_text(writer->layout->missing[i])) {
            ac_buffer_add_z(&marks, marks.size_bytes == 0 ? "" : ", ");
            ac_buffer_add(&marks, writer->layout->missing[i]);
        }
    }
    ac_text name = ac_sql_exact(writer, field);
    ac_buffer_addf(out, "(%.*s IS NULL", AC_TEXT_ARG(name));
    if (marks.size_bytes > 0) {
        ac_buffer_addf(out, " OR %.*s IN (%s)", AC_TEXT_ARG(name), marks.bytes);
    }
    ac_buffer_add_char(out, ')');
}

void ac_sql_add_given(const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field)
{
    ac_buffer_add_z(out, "NOT ");
    ac_sql_add_lacking(writer, out, field);
}

accord_status
ac_sql_add_yes_when(const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field)
{
    ac_buffer_add_z(out, "CASE WHEN ");
    AC_TRY(ac_sql_add_is(writer, out, field, field->field->codes, field->field->code_count));
    ac_buffer_add_z(out, " THEN 'yes' ELSE 'no' END");
    return ac_ok();
}
