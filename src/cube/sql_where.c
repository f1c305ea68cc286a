/* SPDX-License-Identifier: MIT */
/* A condition in SQL: 0 a row is set aside, 1 it is concerned, 2 a yes or no cannot be read. Where
 * nothing can be unreadable it is a plain condition; else every part is a number, tried in the
 * order in which a row of a file is judged. */

#include "cube/sql_inside.h"
#include "extract/value.h"

/* Adds a leaf that cannot be unreadable, or says that it can. */
static accord_status
add_plain_leaf(const ac_sql_writer *writer, ac_buffer *out, const ac_where *where, bool *plain)
{
    ac_sql_field field = {0};
    AC_TRY(ac_sql_find(writer, where->field, &field, writer->error));
    bool yes_when = field.field->type == AC_FIELD_YES_WHEN;
    *plain = where->op != AC_WHERE_YES || yes_when;
    if (!*plain) {
        return ac_ok();
    }
    if (where->op == AC_WHERE_GIVEN) {
        ac_sql_add_given(writer, out, &field);
        return ac_ok();
    }
    if (!yes_when) {
        return ac_sql_add_is(writer, out, &field, where->codes, where->code_count);
    }
    bool yes = where->op == AC_WHERE_YES;
    bool no = false;
    for (size_t i = 0; i < where->code_count && where->op == AC_WHERE_IS; i++) {
        yes = yes || ac_text_is(where->codes[i], "yes");
        no = no || ac_text_is(where->codes[i], "no");
    }
    if (yes == no) {
        ac_buffer_add_z(out, yes ? "1 = 1" : "1 = 0");
        return ac_ok();
    }
    ac_buffer_add_z(out, no ? "NOT " : "");
    return ac_sql_add_is(writer, out, &field, field.field->codes, field.field->code_count);
}

/* NOLINTBEGIN(misc-no-recursion): to AC_HEIGHT_MAX, checked when the cube was made */
accord_status
ac_sql_can_be_unreadable(const ac_sql_writer *writer, const ac_where *where, bool *can)
{
    if (where == NULL || *can) {
        return ac_ok();
    }
    if (where->op == AC_WHERE_YES) {
        ac_sql_field field = {0};
        AC_TRY(ac_sql_find(writer, where->field, &field, writer->error));
        *can = field.field->type != AC_FIELD_YES_WHEN;
    }
    AC_TRY(ac_sql_can_be_unreadable(writer, where->left, can));
    return ac_sql_can_be_unreadable(writer, where->right, can);
}

static accord_status add_plain(const ac_sql_writer *writer, ac_buffer *out, const ac_where *where)
{
    bool plain = true;
    bool both = where->op == AC_WHERE_AND || where->op == AC_WHERE_OR;
    if (ac_where_is_leaf(where->op)) {
        return add_plain_leaf(writer, out, where, &plain);
    }
    ac_buffer_add_z(out, both ? "(" : "NOT (");
    AC_TRY(add_plain(writer, out, where->left));
    if (both) {
        ac_buffer_add_z(out, where->op == AC_WHERE_AND ? " AND " : " OR ");
        AC_TRY(add_plain(writer, out, where->right));
    }
    ac_buffer_add_char(out, ')');
    return ac_ok();
}

/* Adds 0, 1 or 2 for a field that is to be read as yes or no. */
static accord_status add_yes_no(const ac_sql_writer *writer, ac_buffer *out, ac_sql_field *field)
{
    AC_TRY(ac_sql_need_code(writer, field, writer->error));
    if (!field->there) {
        bool yes = false;
        bool said = field->field->type == AC_FIELD_CONSTANT;
        bool read = said && ac_yes_no_read(field->field->codes[0], &yes);
        ac_buffer_add_z(out, !said ? "0" : !read ? "2" : yes ? "1" : "0");
        return ac_ok();
    }
    ac_text text = ac_sql_trimmed(writer, field);
    bool whole = field->kind == AC_ODBC_WHOLE && !writer->dialect->untyped;
    if (whole) {
        ac_buffer_addf(
            out, "CASE WHEN %.*s IS NULL THEN 0 WHEN %.*s IN (0, 1) THEN %.*s ELSE 2 END",
            AC_TEXT_ARG(text), AC_TEXT_ARG(text), AC_TEXT_ARG(text));
        return ac_ok();
    }
    ac_buffer_add_z(out, "CASE WHEN ");
    ac_sql_add_missing(writer, out, text);
    ac_buffer_addf(
        out,
        " THEN 0 WHEN LOWER(%.*s) IN ('yes', 'true', 'y', '1') THEN 1"
        " WHEN LOWER(%.*s) IN ('no', 'false', 'n', '0') THEN 0 ELSE 2 END",
        AC_TEXT_ARG(text), AC_TEXT_ARG(text));
    return ac_ok();
}

static accord_status
add_numbered(const ac_sql_writer *writer, ac_buffer *out, const ac_where *where)
{
    if (ac_where_is_leaf(where->op)) {
        AC_SCOPED_BUFFER(leaf, AC_SQL_BYTES_MAX);
        bool plain = false;
        AC_TRY(add_plain_leaf(writer, &leaf, where, &plain));
        if (plain) {
            ac_buffer_addf(out, "CASE WHEN %s THEN 1 ELSE 0 END", leaf.bytes);
            return ac_ok();
        }
        ac_sql_field field = {0};
        AC_TRY(ac_sql_find(writer, where->field, &field, writer->error));
        return add_yes_no(writer, out, &field);
    }
    AC_SCOPED_BUFFER(left, AC_SQL_BYTES_MAX);
    AC_TRY(add_numbered(writer, &left, where->left));
    if (where->op == AC_WHERE_NOT) {
        ac_buffer_addf(out, "CASE %s WHEN 0 THEN 1 WHEN 1 THEN 0 ELSE 2 END", left.bytes);
        return ac_ok();
    }
    bool and = where->op == AC_WHERE_AND;
    ac_buffer_addf(out, "CASE %s WHEN %d THEN ", left.bytes, and? 1 : 0);
    AC_TRY(add_numbered(writer, out, where->right));
    ac_buffer_addf(out, " WHEN 2 THEN 2 ELSE %d END", and? 0 : 1);
    return ac_ok();
}
/* NOLINTEND(misc-no-recursion) */

accord_status ac_sql_add_answer(const ac_sql_writer *writer, ac_buffer *out, const ac_where *where)
{
    bool can = false;
    AC_TRY(ac_sql_can_be_unreadable(writer, where, &can));
    if (can) {
        return add_numbered(writer, out, where);
    }
    ac_buffer_add_z(out, "CASE WHEN ");
    AC_TRY(add_plain(writer, out, where));
    ac_buffer_add_z(out, " THEN 1 ELSE 0 END");
    return ac_ok();
}

accord_status
ac_sql_add_test(const ac_sql_writer *writer, ac_buffer *out, const ac_where *where, int answer)
{
    bool can = false;
    AC_TRY(ac_sql_can_be_unreadable(writer, where, &can));
    if (!can && answer == 1) {
        return add_plain(writer, out, where);
    }
    AC_TRY(ac_sql_add_answer(writer, out, where));
    ac_buffer_addf(out, " = %d", answer);
    return ac_ok();
}
