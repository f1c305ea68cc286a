/* SPDX-License-Identifier: MIT */
/* The only file that includes the headers of ODBC, and all of it runs in the child. Text goes both
 * ways as UTF-16, which no driver converts by locale. The child's answer is a row of messages: a
 * letter, then as its kind says (see `receive` in odbc_ask.c). */

#include "extract/odbc.h"

#include "base/limits.h"
#include "extract/apart.h"
#include "extract/odbc_inside.h"
#include "extract/wide.h"

#include <sql.h>
#include <sqlext.h>
#include <sqlucode.h>
#include <stdlib.h>
#include <string.h>

enum { PIPE_BYTES = 64 * 1024, NAME_UNITS = 512, DIAGNOSTIC_UNITS = 2048, ENOUGH_BYTES = 1 << 20 };

_Static_assert(sizeof(SQLWCHAR) == sizeof(uint16_t), "unixODBC is built for UTF-16");

typedef struct child {
    const ac_odbc_question *question;
    int pipe;
    ac_buffer waiting; /* to be written */
    SQLHENV environment;
    SQLHDBC connection;
    SQLHSTMT statement;
} child;

static void flush(child *c)
{
    ac_text text = ac_buffer_text(&c->waiting);
    ac_apart_write(c->pipe, text.at, text.size);
    ac_buffer_clear(&c->waiting);
}

static void put_number(child *c, int32_t number)
{
    char bytes[sizeof number];
    memcpy(bytes, &number, sizeof number);
    ac_buffer_add(&c->waiting, (ac_text){bytes, sizeof bytes});
}

static void put_text(child *c, ac_text text)
{
    put_number(c, text.at == NULL ? AC_ODBC_NULL_SIZE : (int32_t)text.size);
    ac_buffer_add(&c->waiting, text.at == NULL ? AC_TEXT("") : text);
    if (c->waiting.size_bytes >= PIPE_BYTES) {
        flush(c);
    }
}

static void put_message(child *c, char kind, ac_text text)
{
    ac_buffer_add_char(&c->waiting, kind);
    put_text(c, text.at == NULL ? AC_TEXT("") : text);
}

static void put_fault(child *c, accord_status_code code, ac_text message)
{
    ac_buffer_add_char(&c->waiting, 'F');
    put_number(c, (int32_t)code);
    put_text(c, message);
}

/* Adds text without the password, should a driver have put it there. */
static void add_without_password(ac_buffer *buffer, ac_text text, ac_text password)
{
    for (size_t i = 0; i < text.size; i++) {
        ac_text rest = ac_text_slice(text, i, text.size);
        if (password.size > 0 && ac_text_starts(rest, password)) {
            ac_buffer_add_z(buffer, "***");
            i += password.size - 1;
        } else {
            bool control = (unsigned char)text.at[i] < 0x20;
            ac_buffer_add_char(buffer, control ? ' ' : text.at[i]);
        }
    }
}

/* Says in the database's own words why something failed. */
static bool fail_sql(child *c, const char *what, SQLSMALLINT type, SQLHANDLE handle)
{
    AC_SCOPED_BUFFER(said, ENOUGH_BYTES);
    AC_SCOPED_BUFFER(message, ENOUGH_BYTES);
    ac_buffer_addf(&message, "%s: ", what);
    const SQLSMALLINT most = 8;
    for (SQLSMALLINT i = 1; i <= most; i++) {
        SQLWCHAR state[6] = {0};
        SQLWCHAR units[DIAGNOSTIC_UNITS] = {0};
        SQLINTEGER native = 0;
        SQLSMALLINT size = 0;
        SQLRETURN got =
            SQLGetDiagRecW(type, handle, i, state, &native, units, DIAGNOSTIC_UNITS, &size);
        if (!SQL_SUCCEEDED(got)) {
            break;
        }
        size_t count = 0;
        while (count < DIAGNOSTIC_UNITS && units[count] != 0) {
            count++;
        }
        ac_buffer_add_z(&said, i == 1 ? "" : "; ");
        ac_wide_add(&said, units, count);
    }
    ac_text text = ac_buffer_text(&said);
    add_without_password(
        &message, text.size == 0 ? AC_TEXT("the driver says no more") : text,
        c->question->password);
    put_fault(c, ACCORD_EIO, ac_buffer_text(&message));
    return false;
}

/* ODBC takes numbers where it takes pointers. */
static SQLPOINTER as_pointer(SQLULEN number)
{
    return (SQLPOINTER)number; /* NOLINT(performance-no-int-to-ptr): so it is declared */
}

static bool connect(child *c)
{
    const ac_odbc_question *question = c->question;
    AC_SCOPED_BUFFER(text, ENOUGH_BYTES);
    ac_buffer_add(&text, question->connection);
    if (question->password.size > 0) {
        ac_buffer_add_char(&text, ';');
        ac_odbc_add_attribute(&text, "PWD", question->password);
    }
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_ENV, SQL_NULL_HANDLE, &c->environment)) ||
        !SQL_SUCCEEDED(
            SQLSetEnvAttr(c->environment, SQL_ATTR_ODBC_VERSION, as_pointer(SQL_OV_ODBC3), 0)) ||
        !SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_DBC, c->environment, &c->connection))) {
        put_fault(c, ACCORD_EIO, AC_TEXT("unixODBC cannot be used"));
        return false;
    }
    (void)SQLSetConnectAttrW(
        c->connection, SQL_ATTR_ACCESS_MODE, as_pointer(SQL_MODE_READ_ONLY), 0);
    SQLWCHAR *wide = ac_wide_of(ac_buffer_text(&text));
    SQLRETURN got =
        SQLDriverConnectW(c->connection, NULL, wide, SQL_NTS, NULL, 0, NULL, SQL_DRIVER_NOPROMPT);
    free(wide);
    if (!SQL_SUCCEEDED(got)) {
        return fail_sql(c, "cannot connect", SQL_HANDLE_DBC, c->connection);
    }
    if (!SQL_SUCCEEDED(SQLAllocHandle(SQL_HANDLE_STMT, c->connection, &c->statement))) {
        return fail_sql(c, "cannot ask", SQL_HANDLE_DBC, c->connection);
    }
    return true;
}

static bool execute(child *c, ac_text sql)
{
    SQLWCHAR *wide = ac_wide_of(sql);
    SQLRETURN got = SQLExecDirectW(c->statement, wide, SQL_NTS);
    free(wide);
    return SQL_SUCCEEDED(got) || got == SQL_NO_DATA;
}

static void add_info(child *c, ac_buffer *buffer, SQLUSMALLINT what)
{
    SQLWCHAR units[NAME_UNITS] = {0};
    SQLSMALLINT bytes = 0;
    if (SQL_SUCCEEDED(SQLGetInfoW(c->connection, what, units, sizeof units, &bytes))) {
        size_t count = 0;
        while (count < NAME_UNITS && units[count] != 0) {
            count++;
        }
        ac_wide_add(buffer, units, count);
    }
}

static void put_server(child *c)
{
    AC_SCOPED_BUFFER(server, ENOUGH_BYTES);
    AC_SCOPED_BUFFER(driver, ENOUGH_BYTES);
    add_info(c, &server, SQL_DBMS_NAME);
    ac_buffer_add_char(&server, ' ');
    add_info(c, &server, SQL_DBMS_VER);
    add_info(c, &driver, SQL_DRIVER_NAME);
    ac_buffer_add_char(&driver, ' ');
    add_info(c, &driver, SQL_DRIVER_VER);
    put_message(c, 'V', ac_buffer_text(&server));
    put_message(c, 'D', ac_buffer_text(&driver));
}

static ac_odbc_kind kind_of(SQLSMALLINT type)
{
    switch (type) {
    case SQL_CHAR:
    case SQL_VARCHAR:
    case SQL_LONGVARCHAR:
    case SQL_WCHAR:
    case SQL_WVARCHAR:
    case SQL_WLONGVARCHAR:
        return AC_ODBC_TEXT;
    case SQL_BIT:
    case SQL_TINYINT:
    case SQL_SMALLINT:
    case SQL_INTEGER:
    case SQL_BIGINT:
        return AC_ODBC_WHOLE;
    case SQL_NUMERIC:
    case SQL_DECIMAL:
        return AC_ODBC_DECIMAL;
    case SQL_FLOAT:
    case SQL_REAL:
    case SQL_DOUBLE:
        return AC_ODBC_INEXACT;
    case SQL_DATETIME:
    case SQL_TYPE_DATE:
    case SQL_TIMESTAMP:
    case SQL_TYPE_TIMESTAMP:
        return AC_ODBC_DATE;
    default:
        return AC_ODBC_OTHER;
    }
}

/* Describes a column of the statement that was run. */
static bool describe(child *c, ac_arena *arena, SQLUSMALLINT at, ac_odbc_column *column)
{
    SQLWCHAR name[NAME_UNITS] = {0};
    SQLWCHAR type_name[NAME_UNITS] = {0};
    SQLSMALLINT size = 0;
    SQLSMALLINT type = 0;
    SQLULEN width = 0;
    SQLSMALLINT digits = 0;
    SQLSMALLINT nullable = 0;
    SQLSMALLINT bytes = 0;
    if (!SQL_SUCCEEDED(SQLDescribeColW(
            c->statement, at, name, NAME_UNITS, &size, &type, &width, &digits, &nullable))) {
        return fail_sql(c, "a column cannot be described", SQL_HANDLE_STMT, c->statement);
    }
    (void)SQLColAttributeW(
        c->statement, at, SQL_DESC_TYPE_NAME, type_name, sizeof type_name, &bytes, NULL);
    AC_SCOPED_BUFFER(text, ENOUGH_BYTES);
    size = size < 0 || size > NAME_UNITS ? 0 : size;
    ac_wide_add(&text, name, (size_t)size);
    column->name = ac_text_copy(arena, ac_buffer_text(&text));
    ac_buffer_clear(&text);
    size_t units = 0;
    while (units < NAME_UNITS && type_name[units] != 0) {
        units++;
    }
    ac_wide_add(&text, type_name, units);
    column->type = ac_text_copy(arena, ac_buffer_text(&text));
    column->kind = kind_of(type);
    if (column->kind == AC_ODBC_DECIMAL && digits == 0 && width > 0) {
        column->kind = AC_ODBC_WHOLE;
    }
    /* Some drivers give a truth value as text. */
    if (ac_text_equal_ignoring_case(column->type, AC_TEXT("bool")) ||
        ac_text_equal_ignoring_case(column->type, AC_TEXT("boolean"))) {
        column->kind = AC_ODBC_OTHER;
    }
    return true;
}

static bool describe_all(child *c, ac_arena *arena, ac_odbc_column **columns, size_t *count)
{
    SQLSMALLINT found = 0;
    if (!execute(c, c->question->describe)) {
        return fail_sql(c, "the table cannot be read", SQL_HANDLE_STMT, c->statement);
    }
    if (!SQL_SUCCEEDED(SQLNumResultCols(c->statement, &found)) || found <= 0) {
        return fail_sql(c, "the table has no columns", SQL_HANDLE_STMT, c->statement);
    }
    *count = (size_t)found;
    *columns = AC_NEW_ARRAY(arena, ac_odbc_column, *count);
    for (size_t i = 0; i < *count; i++) {
        if (!describe(c, arena, (SQLUSMALLINT)(i + 1), &(*columns)[i])) {
            return false;
        }
    }
    (void)SQLFreeStmt(c->statement, SQL_CLOSE);
    return true;
}

/* Where the driver puts the values of a row. */
typedef struct fetched {
    SQLWCHAR *units; /* [columns][AC_PULLED_VALUE_MAX + 1] */
    SQLLEN *sizes;   /* [columns], bytes */
    SQLSMALLINT columns;
} fetched;

static bool bind_all(child *c, ac_arena *arena, fetched *row)
{
    if (!SQL_SUCCEEDED(SQLNumResultCols(c->statement, &row->columns)) || row->columns <= 0) {
        return fail_sql(c, "the answer has no columns", SQL_HANDLE_STMT, c->statement);
    }
    size_t width = AC_PULLED_VALUE_MAX + 1;
    row->units = AC_NEW_ARRAY(arena, SQLWCHAR, (size_t)row->columns * width);
    row->sizes = AC_NEW_ARRAY(arena, SQLLEN, (size_t)row->columns);
    for (SQLSMALLINT i = 0; i < row->columns; i++) {
        SQLWCHAR *units = row->units + (size_t)i * width;
        if (!SQL_SUCCEEDED(SQLBindCol(
                c->statement, (SQLUSMALLINT)(i + 1), SQL_C_WCHAR, units,
                (SQLLEN)(width * sizeof *units), &row->sizes[i]))) {
            return fail_sql(c, "the answer cannot be read", SQL_HANDLE_STMT, c->statement);
        }
    }
    return true;
}

static bool put_row(child *c, const fetched *row)
{
    size_t width = AC_PULLED_VALUE_MAX + 1;
    AC_SCOPED_BUFFER(text, ENOUGH_BYTES);
    ac_buffer_add_char(&c->waiting, 'R');
    put_number(c, row->columns);
    for (SQLSMALLINT i = 0; i < row->columns; i++) {
        SQLLEN bytes = row->sizes[i];
        if (bytes == SQL_NULL_DATA) {
            put_text(c, (ac_text){NULL, 0});
            continue;
        }
        if (bytes < 0 || (size_t)bytes > AC_PULLED_VALUE_MAX * sizeof(SQLWCHAR)) {
            return false;
        }
        ac_buffer_clear(&text);
        ac_wide_add(&text, row->units + (size_t)i * width, (size_t)bytes / sizeof(SQLWCHAR));
        ac_text value = ac_buffer_text(&text);
        put_text(c, value.at == NULL ? AC_TEXT("") : value);
    }
    return true;
}

static bool fetch_all(child *c, ac_arena *arena, bool rows)
{
    fetched row = {0};
    if (!bind_all(c, arena, &row)) {
        return false;
    }
    for (;;) {
        SQLRETURN got = SQLFetch(c->statement);
        if (got == SQL_NO_DATA) {
            break;
        }
        if (!SQL_SUCCEEDED(got)) {
            return fail_sql(c, "the answer broke off", SQL_HANDLE_STMT, c->statement);
        }
        if (!rows) {
            AC_SCOPED_BUFFER(text, ENOUGH_BYTES);
            SQLLEN bytes = row.sizes[0];
            size_t units = bytes < 0 ? 0 : (size_t)bytes / sizeof(SQLWCHAR);
            ac_wide_add(&text, row.units, units > AC_PULLED_VALUE_MAX ? 0 : units);
            put_message(c, 'T', ac_buffer_text(&text));
            break;
        }
        if (!put_row(c, &row)) {
            AC_SCOPED_BUFFER(message, 200);
            ac_buffer_addf(
                &message, "a value of the answer is longer than %u characters: is it a code?",
                AC_PULLED_VALUE_MAX);
            /* What was begun of this row is left behind. */
            ac_buffer_clear(&c->waiting);
            put_fault(c, ACCORD_ELIMIT, ac_buffer_text(&message));
            return false;
        }
    }
    (void)SQLFreeStmt(c->statement, SQL_CLOSE);
    (void)SQLFreeStmt(c->statement, SQL_UNBIND);
    return true;
}

static void put_columns(child *c, const ac_odbc_column *columns, size_t count)
{
    ac_buffer_add_char(&c->waiting, 'C');
    put_number(c, (int32_t)count);
    for (size_t i = 0; i < count; i++) {
        put_number(c, (int32_t)columns[i].kind);
        put_text(c, columns[i].name);
        put_text(c, columns[i].type.at == NULL ? AC_TEXT("") : columns[i].type);
    }
}

static bool ask(child *c)
{
    AC_SCOPED_ARENA(arena);
    AC_SCOPED_BUFFER(sql, AC_SQL_BYTES_MAX);
    const ac_odbc_question *question = c->question;
    ac_odbc_column *columns = NULL;
    size_t count = 0;
    for (size_t i = 0; i < question->session_count; i++) {
        (void)execute(c, ac_text_of(question->session[i]));
        (void)SQLFreeStmt(c->statement, SQL_CLOSE);
    }
    (void)SQLSetStmtAttrW(
        c->statement, SQL_ATTR_QUERY_TIMEOUT, as_pointer(question->timeout_seconds), 0);
    if (!describe_all(c, &arena, &columns, &count)) {
        return false;
    }
    put_columns(c, columns, count);
    accord_error error = {0};
    accord_status status = question->ask(question->self, columns, count, &sql, &error);
    if (status.code == ACCORD_OK && sql.overflowed) {
        status = ac_fail(&error, ACCORD_ELIMIT, "the statement is too long");
    }
    if (status.code != ACCORD_OK) {
        put_fault(c, status.code, ac_text_of(error.message));
        return false;
    }
    if (question->clock.size > 0 && execute(c, question->clock) && !fetch_all(c, &arena, false)) {
        return false;
    }
    put_message(c, 'S', ac_buffer_text(&sql));
    if (!execute(c, ac_buffer_text(&sql))) {
        return fail_sql(c, "the statement failed", SQL_HANDLE_STMT, c->statement);
    }
    return fetch_all(c, &arena, true);
}

void ac_odbc_work(void *self, int pipe)
{
    child c = {.question = self, .pipe = pipe};
    ac_buffer_init(&c.waiting, SIZE_MAX / 4);
    if (connect(&c)) {
        put_server(&c);
        if (ask(&c)) {
            ac_buffer_add_char(&c.waiting, 'E');
        }
        (void)SQLFreeHandle(SQL_HANDLE_STMT, c.statement);
        (void)SQLDisconnect(c.connection);
    }
    flush(&c);
    ac_buffer_done(&c.waiting);
}
