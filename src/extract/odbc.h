/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_ODBC_H
#define AC_EXTRACT_ODBC_H
/* One question put to a database through unixODBC, in a child process. odbc.c alone includes the
 * headers of ODBC. Numbers come as the text of an exact number, never as floating point. */

#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

/* What a column of a table holds, as far as it matters here. */
typedef enum ac_odbc_kind {
    AC_ODBC_TEXT,
    AC_ODBC_WHOLE,   /* whole numbers */
    AC_ODBC_DECIMAL, /* exact decimals */
    AC_ODBC_DATE,    /* a date, with or without a time of day */
    AC_ODBC_INEXACT, /* floating point */
    AC_ODBC_OTHER
} ac_odbc_kind;

typedef struct ac_odbc_column {
    ac_text name;
    ac_odbc_kind kind;
    ac_text type; /* as the database calls it, for messages */
} ac_odbc_column;

/* One row of the answer. */
typedef struct ac_odbc_row {
    const ac_text *values; /* [count], as text; `at` is NULL for NULL */
    size_t count;
} ac_odbc_row;

typedef struct ac_odbc_question {
    ac_text connection;         /* "DSN=...;..." without a password */
    ac_text password;           /* added to it; in no message */
    uint32_t timeout_seconds;   /* of all that follows */
    const char *const *session; /* [session_count], run first; one that fails is passed over */
    size_t session_count;
    ac_text describe; /* a statement whose columns are described: SELECT * FROM t WHERE 1 = 0 */
    ac_text clock;    /* a statement that gives the server's time; "" for none */
    void *self;
    /* In the child: writes the statement to be run, knowing the columns. */
    accord_status (*ask)(
        void *self,
        const ac_odbc_column *columns,
        size_t count,
        ac_buffer *sql,
        accord_error *error);
    /* In the parent: told of the columns, before any row. */
    accord_status (*described)(
        void *self, const ac_odbc_column *columns, size_t count, accord_error *error);
    /* In the parent: takes a row of the answer; borrowed until the next. */
    accord_status (*take)(void *self, const ac_odbc_row *row, accord_error *error);
} ac_odbc_question;

/* What is known when all rows were taken. */
typedef struct ac_odbc_answer {
    ac_text server; /* "PostgreSQL 15.0.18" */
    ac_text driver; /* "psqlodbcw.so 13.02.0000" */
    ac_text time;   /* as the server gave it */
    ac_text sql;    /* the statement that was run */
    uint64_t rows;
} ac_odbc_answer;

/* Asks, and takes every row.
 *
 * out     answer  lives in `arena`
 * errors  ACCORD_EIO     no connection, the statement failed (with the database's own words), the
 *                        driver crashed or gave no answer in time
 *         ACCORD_EINPUT  as `ask` says
 *         ACCORD_ELIMIT  a value is longer than AC_PULLED_VALUE_MAX
 */
accord_status ac_odbc_ask(
    ac_arena *arena, const ac_odbc_question *question, ac_odbc_answer *answer, accord_error *error);

/* Adds "NAME={VALUE}", closed so that no value can end it. */
void ac_odbc_add_attribute(ac_buffer *buffer, const char *name, ac_text value);

#endif
