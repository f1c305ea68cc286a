/* SPDX-License-Identifier: MIT */
/* PostgreSQL behind the port; this file alone includes libpq-fe.h.
 *
 * One writer at a time: a writer takes one lock of the whole store before it reads anything, so
 * that its transaction is serial and never has to be tried again. READ COMMITTED is then enough,
 * and is needed: a snapshot taken before the lock was had would be a stale one. Readers take one
 * snapshot. */

#include "base/assert.h"
#include "base/library.h"
#include "base/limits.h"
#include "store/driver.h"
#include "store/libpq.def"

#include <libpq-fe.h>
#include <stdlib.h>
#include <string.h>

AC_LIBRARY_FUNCTIONS(pq_functions, AC_LIBPQ);
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): set once */
AC_LIBRARY(pq_functions, pq, AC_LIBPQ, "libpq.so.5", "libpq5")

/* Types of answers, by their numbers in PostgreSQL's catalogue. */
enum { OID_BYTEA = 17, OID_INT8 = 20, OID_INT4 = 23 };

/* The one lock; any number that nobody else uses. */
#define STORE_LOCK "4847063524"

typedef struct connection {
    PGconn *handle;
    int wait_seconds;
    bool prepared[AC_QUERIES];
} connection;

/* The first line of what the server said, which it ends with a line end. */
static ac_text first_line(const char *words)
{
    ac_text line = ac_text_of(words);
    const char *end = line.size == 0 ? NULL : memchr(line.at, '\n', line.size);
    return end == NULL ? line : ac_text_slice(line, 0, (size_t)(end - line.at));
}

static bool in_class(const char *state, const char *class)
{
    return state != NULL && strncmp(state, class, 2) == 0;
}

static accord_status fail(const connection *self, const PGresult *result, accord_error *error)
{
    const char *state = result == NULL ? NULL : pq.PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *primary =
        result == NULL ? NULL : pq.PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    ac_text words = first_line(primary != NULL ? primary : pq.PQerrorMessage(self->handle));
    /* 23: a rule of a table; P0: raised by a trigger of ours. */
    if (in_class(state, "23") || in_class(state, "P0")) {
        return ac_fail(error, ACCORD_ENO, "the store refuses it: %.*s", AC_TEXT_ARG(words));
    }
    if (state != NULL && strcmp(state, "55P03") == 0) {
        return ac_fail(
            error, ACCORD_EIO,
            "another accord has been writing to this store for %d seconds: try again when it has "
            "ended",
            self->wait_seconds);
    }
    if (in_class(state, "53")) {
        return ac_fail(
            error, ACCORD_EIO,
            "the server that holds the store is out of room (%.*s): nothing was changed",
            AC_TEXT_ARG(words));
    }
    return ac_fail(
        error, ACCORD_EIO, "the store failed, and nothing was changed: %.*s", AC_TEXT_ARG(words));
}

static accord_status script(void *opaque, const char *text, accord_error *error)
{
    connection *self = opaque;
    PGresult *result = pq.PQexec(self->handle, text);
    ExecStatusType state = pq.PQresultStatus(result);
    accord_status status = ac_ok();
    if (state != PGRES_COMMAND_OK && state != PGRES_TUPLES_OK) {
        status = fail(self, result, error);
    }
    pq.PQclear(result);
    return status;
}

static void ignore_notice(void *self, const PGresult *result)
{
    (void)self;
    (void)result;
}

static accord_status open_server(const ac_db_options *options, void **opaque, accord_error *error)
{
    *opaque = NULL;
    AC_TRY(open_pq(error));
    connection *self = calloc(1, sizeof *self);
    ac_assert(self != NULL);
    *opaque = self;
    self->wait_seconds =
        options->wait_seconds > 0 ? options->wait_seconds : (int)AC_STORE_WAIT_SECONDS;
    const char *const keywords[] = {
        "dbname", "client_encoding", "application_name", "connect_timeout", NULL};
    const char *const settings[] = {options->where, "UTF8", "accord", "10", NULL};
    self->handle = pq.PQconnectdbParams(keywords, settings, 1);
    if (pq.PQstatus(self->handle) != CONNECTION_OK) {
        /* The address may hold a password, and is not said again. */
        return ac_fail(
            error, ACCORD_EIO, "the store cannot be opened: %.*s",
            AC_TEXT_ARG(first_line(pq.PQerrorMessage(self->handle))));
    }
    (void)pq.PQsetNoticeReceiver(self->handle, ignore_notice, NULL);
    AC_SCOPED_BUFFER(first, 200);
    ac_buffer_addf(
        &first, "SET lock_timeout = '%ds'; SET standard_conforming_strings = on;%s",
        self->wait_seconds, options->read_only ? " SET default_transaction_read_only = on;" : "");
    return script(self, first.bytes, error);
}

static void close_server(void *opaque)
{
    connection *self = opaque;
    if (self != NULL) {
        pq.PQfinish(self->handle);
        free(self);
    }
}

static accord_status has_tables(void *opaque, bool *has, accord_error *error)
{
    connection *self = opaque;
    PGresult *result = pq.PQexec(self->handle, "SELECT to_regclass('migration') IS NOT NULL");
    accord_status status = ac_ok();
    if (pq.PQresultStatus(result) == PGRES_TUPLES_OK) {
        *has = pq.PQgetvalue(result, 0, 0)[0] == 't';
    } else {
        status = fail(self, result, error);
    }
    pq.PQclear(result);
    return status;
}

static accord_status begin(void *opaque, bool write, accord_error *error)
{
    connection *self = opaque;
    if (!write) {
        return script(self, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", error);
    }
    AC_TRY(script(self, "BEGIN ISOLATION LEVEL READ COMMITTED", error));
    accord_status status = script(self, "SELECT pg_advisory_xact_lock(" STORE_LOCK ")", error);
    if (status.code != ACCORD_OK) {
        (void)script(self, "ROLLBACK", NULL);
    }
    return status;
}

/* COMMIT of a transaction that has failed answers ROLLBACK, without an error. */
static accord_status commit(void *opaque, accord_error *error)
{
    connection *self = opaque;
    PGresult *result = pq.PQexec(self->handle, "COMMIT");
    accord_status status = ac_ok();
    if (pq.PQresultStatus(result) != PGRES_COMMAND_OK) {
        status = fail(self, result, error);
    } else if (strcmp(pq.PQcmdStatus(result), "COMMIT") != 0) {
        status = ac_fail(error, ACCORD_EIO, "the store failed, and nothing was changed");
    }
    pq.PQclear(result);
    return status;
}

static void undo(void *opaque)
{
    connection *self = opaque;
    if (pq.PQtransactionStatus(self->handle) != PQTRANS_IDLE) {
        (void)script(self, "ROLLBACK", NULL);
    }
}

static const char *name_of(ac_query query)
{
    return ac_query_texts[query].name;
}

static accord_status prepare(void *opaque, ac_query query, accord_error *error)
{
    connection *self = opaque;
    if (self->prepared[query]) {
        return ac_ok();
    }
    PGresult *result =
        pq.PQprepare(self->handle, name_of(query), ac_query_texts[query].postgres, 0, NULL);
    accord_status status = ac_ok();
    if (pq.PQresultStatus(result) == PGRES_COMMAND_OK) {
        self->prepared[query] = true;
    } else {
        status = fail(self, result, error);
    }
    pq.PQclear(result);
    return status;
}

/* A byte string as PostgreSQL writes it, \x and two digits a byte. */
static ac_text take_bytes(ac_arena *arena, const char *shown)
{
    size_t size = 0;
    unsigned char *bytes = pq.PQunescapeBytea((const unsigned char *)shown, &size);
    ac_assert(bytes != NULL);
    ac_text copy = ac_text_copy(arena, (ac_text){(const char *)bytes, size});
    pq.PQfreemem(bytes);
    return copy;
}

/* A whole number of 64 bits, as PostgreSQL writes it. */
static int64_t take_integer(const char *shown)
{
    bool negative = shown[0] == '-';
    uint64_t number = 0;
    for (const char *at = shown + (negative ? 1 : 0); ac_is_digit(*at); at++) {
        number = number * 10 + (uint64_t)(*at - '0');
    }
    return (int64_t)(negative ? 0 - number : number);
}

static ac_db_value take_cell(ac_arena *arena, const PGresult *result, int row, int column)
{
    if (pq.PQgetisnull(result, row, column) != 0) {
        return (ac_db_value){.kind = AC_DB_NULL};
    }
    const char *shown = pq.PQgetvalue(result, row, column);
    Oid type = pq.PQftype(result, column);
    if (type == OID_INT8 || type == OID_INT4) {
        return ac_db_integer(take_integer(shown));
    }
    if (type == OID_BYTEA) {
        return ac_db_blob(take_bytes(arena, shown));
    }
    return ac_db_text(ac_text_copy(arena, ac_text_of(shown)));
}

static void take_rows(ac_arena *arena, const PGresult *result, ac_db_rows *rows)
{
    size_t count = (size_t)pq.PQntuples(result);
    size_t columns = (size_t)pq.PQnfields(result);
    ac_assert(arena != NULL || count == 0);
    if (count == 0) {
        return;
    }
    ac_db_value *cells = AC_NEW_ARRAY(arena, ac_db_value, count * columns);
    for (size_t i = 0; i < count * columns; i++) {
        cells[i] = take_cell(arena, result, (int)(i / columns), (int)(i % columns));
    }
    *rows = (ac_db_rows){.cells = cells, .count = count, .columns = columns};
}

enum { PARAMETERS_MOST = 32 };

/* Parameters in the form of the wire: numbers as text, bytes as they are. */
typedef struct parameters {
    const char *values[PARAMETERS_MOST];
    int lengths[PARAMETERS_MOST];
    int binary[PARAMETERS_MOST];
} parameters;

static accord_status set_parameters(
    ac_arena *arena, const ac_db_value *values, size_t count, parameters *set, accord_error *error)
{
    ac_assert(count <= PARAMETERS_MOST);
    for (size_t i = 0; i < count; i++) {
        const ac_db_value *value = &values[i];
        if (value->bytes.size > INT32_MAX) {
            return ac_fail(error, ACCORD_ELIMIT, "a document of over 2 GiB cannot be stored");
        }
        if (value->kind == AC_DB_INTEGER) {
            AC_SCOPED_BUFFER(number, 30);
            ac_buffer_addf(&number, "%lld", (long long)value->integer);
            set->values[i] = ac_text_terminated(arena, ac_buffer_text(&number));
        } else if (value->kind == AC_DB_TEXT) {
            if (value->bytes.size > 0 && memchr(value->bytes.at, '\0', value->bytes.size) != NULL) {
                return ac_fail(error, ACCORD_EINPUT, "text with a NUL byte cannot be stored");
            }
            set->values[i] = ac_text_terminated(arena, value->bytes);
        } else if (value->kind == AC_DB_BLOB) {
            set->values[i] = value->bytes.size == 0 ? "" : value->bytes.at;
            set->lengths[i] = (int)value->bytes.size;
            set->binary[i] = 1;
        }
    }
    return ac_ok();
}

static accord_status select_rows(
    ac_arena *arena,
    void *opaque,
    ac_query query,
    const ac_db_value *values,
    ac_db_rows *rows,
    accord_error *error)
{
    connection *self = opaque;
    AC_SCOPED_ARENA(scratch);
    AC_TRY(prepare(self, query, error));
    size_t count = ac_query_texts[query].parameters;
    parameters set = {{0}, {0}, {0}};
    AC_TRY(set_parameters(&scratch, values, count, &set, error));
    PGresult *result = pq.PQexecPrepared(
        self->handle, name_of(query), (int)count, set.values, set.lengths, set.binary, 0);
    accord_status status = ac_ok();
    if (pq.PQresultStatus(result) == PGRES_TUPLES_OK) {
        take_rows(arena, result, rows);
    } else if (pq.PQresultStatus(result) != PGRES_COMMAND_OK) {
        status = fail(self, result, error);
    }
    pq.PQclear(result);
    return status;
}

/* The server looks after its own files; that it answers is what can be asked. */
static accord_status check_whole(void *opaque, accord_error *error)
{
    return script(opaque, "SELECT 1", error);
}

static ac_text version(ac_arena *arena, void *opaque)
{
    const connection *self = opaque;
    AC_SCOPED_BUFFER(words, 100);
    int number = pq.PQserverVersion(self->handle);
    ac_buffer_addf(&words, "PostgreSQL %d.%d", number / 10000, number % 10000);
    return ac_text_copy(arena, ac_buffer_text(&words));
}

static const char *migration_text(const ac_migration *migration)
{
    return migration->postgres;
}

const ac_driver ac_driver_postgres = {
    .open = open_server,
    .close = close_server,
    .has_tables = has_tables,
    .script = script,
    .begin = begin,
    .commit = commit,
    .undo = undo,
    .prepare = prepare,
    .select = select_rows,
    .check_whole = check_whole,
    .version = version,
    .migration_text = migration_text,
};
