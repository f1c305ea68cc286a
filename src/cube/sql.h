/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_SQL_H
#define AC_CUBE_SQL_H
/* The one generator of SQL. A plan and a layout become one statement that gives, for each
 * combination of codes and period, how many rows there are and what they sum to. What a row means
 * is not decided twice: SQL sorts rows into groups that are alike for accord, and cube/groups.h
 * judges each group as a row of a file is judged. */

#include "cube/cube.h"
#include "extract/odbc.h"

typedef struct ac_sql_dialect {
    const char *name;
    char open; /* quotes of names */
    char close;
    const char *literal; /* before the quote of a text; NULL: nothing */
    bool backslash;      /* in a text a backslash begins an escape */
    bool untyped;        /* any column may hold anything; dates are text */
    const char *trim;
    const char *exact;
    const char *text_type;
    const char *join; /* between two texts; NULL: CONCAT() */
    const char *year; /* NULL: dates are compared */
    const char *month;
    const char *day;
    const char *substring;
    const char *tab;
    const char *count;
    const char *whole;
    const char *clock;
    const char *days; /* a date as a number of days */
    bool no_distance; /* windows do not look so many days ahead: rows are looked up one by one */
    /* Where dates are text: that a text is a day of the form 2014-04-01 and no other text; such a
     * text as a number of days; that a text is of a form such as [0-9][0-9]. */
    const char *is_day;
    const char *day_number;
    const char *like;
    const char *session[2];
    size_t session_count;
} ac_sql_dialect;

const ac_sql_dialect *ac_sql_dialect_named(ac_text name); /* or NULL */
void ac_sql_add_dialects(ac_buffer *buffer);              /* "postgresql, sqlserver, ..." */

/* The table that a layout's rows stand in. */
typedef struct ac_sql_table {
    const ac_sql_dialect *dialect;
    ac_text name; /* as it is written in SQL: see ac_sql_check_table */
    /* Its columns; none: they are not known, and are taken to be as the layout says, dates being of
     * the type of dates. */
    const ac_odbc_column *columns; /* [column_count] */
    size_t column_count;
} ac_sql_table;

enum {
    AC_SQL_NOWHERE = -1,
    AC_SQL_NO_DATE = 0, /* a date that no file can have */
    AC_SQL_OUTSIDE = 1  /* a date in no period that is asked for */
};

/* What the condition makes of a row. Those from NOT_FOLLOWED on are of plans whose rows count where
 * another follows them. */
typedef enum ac_sql_judged {
    AC_SQL_ASIDE,
    AC_SQL_CONCERNED,
    AC_SQL_UNREADABLE,
    AC_SQL_NOT_FOLLOWED,
    AC_SQL_LACKS,      /* a field that has to be the same in both rows */
    AC_SQL_ONLY_LACKS, /* it does not count, and cannot follow: that, its identifier or its day */
    AC_SQL_ONLY_UNREADABLE, /* it does not count, and whether it may follow cannot be read */
    AC_SQL_ONLY_NO_DAY,     /* it does not count, and cannot follow: its text is no day */
    AC_SQL_UNSURE           /* whether its text is a day is not known */
} ac_sql_judged;

/* Of a value that is to be summed. */
typedef enum ac_sql_state {
    AC_SQL_VALUE,
    AC_SQL_VALUE_MISSING,
    AC_SQL_VALUE_NOT_WHOLE,
    AC_SQL_VALUE_NEGATIVE,
    AC_SQL_VALUE_UNCLEAR, /* percentage or ratio */
    AC_SQL_VALUE_INEXACT, /* not held as a whole number by a database without decimals */
    AC_SQL_STATES
} ac_sql_state;

/* Where in a row of the answer something stands, from 0, or AC_SQL_NOWHERE. */
typedef struct ac_sql_shape {
    int judged; /* an ac_sql_judged */
    int period;
    bool period_is_number; /* yyyymmdd, or one of the above, from a column of dates; else text */
    int keys[AC_LEVELS_MAX];
    int states[AC_SQL_STATES]; /* how many rows have a value that is not summed, by why not */
    bool constant_value;       /* the value is no column: what the layout says of every row */
    int shown;                 /* 1: rows that may share an identifier, or have none: it follows */
    int identity[AC_LAYOUT_IDENTIFIER_MAX];
    bool identity_missing; /* a column of it is not there, so no row has one */
    int rows;
    int sum;
    int columns;
    ac_text other; /* stands for every code that is not listed */
} ac_sql_shape;

/* Checks a table's name: one to four parts with dots between, each a word of ASCII letters, digits
 * and underscores, or anything in double quotes.
 *
 * errors  ACCORD_EINPUT  it is none
 */
accord_status ac_sql_check_table(ac_text name, accord_error *error);

/* Adds a statement that gives no rows and every column. */
void ac_sql_add_describe(ac_buffer *sql, const ac_sql_table *table);

typedef struct ac_sql_request {
    const ac_cube_plan *plan;
    const ac_layout *layout;
    const ac_sql_table *table;
} ac_sql_request;

/* Whether the members that a plan counts by are there always; cells of others are not pulled.
 *
 * errors  ACCORD_EINPUT  some open or close by date; names the level
 */
accord_status ac_sql_check_members(const ac_cube_plan *plan, accord_error *error);

/* Writes the statement of a plan that counts or sums.
 *
 * out     sql    added to; one line for each part
 *         shape  what the answer's columns are; lives in `arena`
 * errors  ACCORD_EINPUT  the table lacks a column, or has it in a type that is not exact: says
 * which and what to do
 */
accord_status ac_sql_write(
    ac_arena *arena,
    const ac_sql_request *request,
    ac_buffer *sql,
    ac_sql_shape *shape,
    accord_error *error);

#endif
