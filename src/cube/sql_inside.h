/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_SQL_INSIDE_H
#define AC_CUBE_SQL_INSIDE_H
/* What the files sql*.c share. */

#include "cube/sql.h"

/* A field of the layout, and where its text comes from. */
typedef struct ac_sql_field {
    const ac_layout_field *field;
    bool there;     /* false: a constant, or an optional column that the table has not */
    ac_text column; /* the table's own name for it */
    ac_odbc_kind kind;
    ac_text type;
} ac_sql_field;

typedef struct ac_sql_writer {
    ac_arena *arena;
    const ac_cube_plan *plan;
    const ac_layout *layout;
    const ac_sql_table *table;
    const ac_sql_dialect *dialect;
    const char *of; /* before the name of a column, such as "o."; NULL: nothing */
    ac_buffer *sql;
    accord_error *error;
} ac_sql_writer;

/* sql_write.c: pieces of SQL, always quoted. */
void ac_sql_add_name(const ac_sql_writer *writer, ac_buffer *out, ac_text name);
void ac_sql_add_table(ac_buffer *out, const ac_sql_table *table);
void ac_sql_add_literal(const ac_sql_writer *writer, ac_buffer *out, ac_text text);
void ac_sql_add_template(ac_buffer *out, const char *template_text, ac_text operand);
void ac_sql_add_list(
    const ac_sql_writer *writer, ac_buffer *out, const ac_text *codes, size_t count);

/* Each returns a piece in the arena: the column as it groups exactly; without spaces around it. */
ac_text ac_sql_exact(const ac_sql_writer *writer, const ac_sql_field *field);
ac_text ac_sql_trimmed(const ac_sql_writer *writer, const ac_sql_field *field);
ac_text ac_sql_trim_of(const ac_sql_writer *writer, ac_text operand);

/* Adds "operand is missing", by NULL or a mark of the layout. */
void ac_sql_add_missing(const ac_sql_writer *writer, ac_buffer *out, ac_text operand);

/* Finds a field and its column.
 *
 * errors  ACCORD_EINPUT  the table has no such column
 */
accord_status
ac_sql_find(const ac_sql_writer *writer, ac_text name, ac_sql_field *field, accord_error *error);

/* errors  ACCORD_EINPUT  a column is not of a type that gives the text of a file */
accord_status
ac_sql_need_code(const ac_sql_writer *writer, const ac_sql_field *field, accord_error *error);

/* Adds, for a field that is not "yes when", the test that its text is one of the codes. */
accord_status ac_sql_add_is(
    const ac_sql_writer *writer,
    ac_buffer *out,
    const ac_sql_field *field,
    const ac_text *codes,
    size_t count);

/* Adds the test that a field has no value, or that it has one. */
void ac_sql_add_lacking(const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field);
void ac_sql_add_given(const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field);

/* Adds "yes" or "no" for a field of the type yes when. */
accord_status
ac_sql_add_yes_when(const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field);

/* sql_where.c: adds 0, 1 or 2 for a condition: it does not hold, it does, it cannot be read. */
accord_status ac_sql_add_answer(const ac_sql_writer *writer, ac_buffer *out, const ac_where *where);

/* Adds the test that the answer to a condition is 1 or 2. */
accord_status
ac_sql_add_test(const ac_sql_writer *writer, ac_buffer *out, const ac_where *where, int answer);

/* Sets `can` where the condition may be unreadable in some row. */
accord_status
ac_sql_can_be_unreadable(const ac_sql_writer *writer, const ac_where *where, bool *can);

/* What the table is called where rows are looked up in it for each of its rows. */
#define AC_SQL_OUTER "o"

/* sql_follow.c: adds an ac_sql_judged for a plan whose rows count where another follows them.
 *
 * errors  ACCORD_EINPUT  the column of the day is no date
 */
accord_status ac_sql_add_followed(const ac_sql_writer *writer, ac_buffer *out);

/* sql_codes.c: adds, in terms of an operand without spaces around it, NULL for no value, the code
 * of a member, or `other`; nothing but the operand where there are more codes than
 * AC_SQL_CODES_MAX. */
void ac_sql_add_named(
    const ac_sql_writer *writer,
    const ac_cube_key *key,
    ac_text operand,
    ac_text other,
    ac_buffer *text);

/* Gives a text that stands for all codes that are not listed: it is none that is. */
ac_text ac_sql_choose_other(const ac_sql_writer *writer);

/* sql_period.c: adds the row's period, many days in one where that is safe.
 *
 * out  is_number  see ac_sql_shape
 */
accord_status ac_sql_add_period(
    const ac_sql_writer *writer, ac_buffer *out, const ac_sql_field *field, bool *is_number);

#endif
