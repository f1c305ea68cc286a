/* SPDX-License-Identifier: MIT */
/* SQLite behind the port; this file alone includes sqlite3.h.
 *
 * The journal is rolled back, not written ahead: the SQLite of Debian 12 (3.40.1) may lose
 * committed pages in WAL mode when two connections write and checkpoint at one instant, and one
 * writer at a time is all that is asked for. synchronous=FULL makes a commit outlive a power cut.
 */

#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "store/driver.h"
#include "store/turn.h"

#include <fcntl.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define APPLICATION_ID "1094927186" /* "ACCR": tells file(1) and accord what the file is */

typedef struct connection {
    sqlite3 *handle;
    int wait_seconds;
    int turn; /* -1: none */
    sqlite3_stmt *prepared[AC_QUERIES];
} connection;

static accord_status fail_waiting(const connection *self, accord_error *error)
{
    return ac_fail(
        error, ACCORD_EIO,
        "another accord has been writing to this store for %d seconds: try again when it has ended",
        self->wait_seconds);
}

static accord_status fail(connection *self, accord_error *error)
{
    int code = sqlite3_errcode(self->handle);
    const char *words = sqlite3_errmsg(self->handle);
    switch (code & 0xff) {
    case SQLITE_CONSTRAINT:
        return ac_fail(error, ACCORD_ENO, "the store refuses it: %s", words);
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return fail_waiting(self, error);
    case SQLITE_FULL:
        return ac_fail(
            error, ACCORD_EIO,
            "the disk that holds the store is full: nothing was changed; make room and try again");
    case SQLITE_NOTADB:
    case SQLITE_CORRUPT:
        return ac_fail(
            error, ACCORD_EIO, "the store is damaged or no store (%s): restore a backup", words);
    case SQLITE_READONLY:
        return ac_fail(error, ACCORD_EIO, "the store cannot be written to: %s", words);
    default:
        return ac_fail(error, ACCORD_EIO, "the store failed, and nothing was changed: %s", words);
    }
}

static accord_status script(void *opaque, const char *text, accord_error *error)
{
    connection *self = opaque;
    if (sqlite3_exec(self->handle, text, NULL, NULL, NULL) != SQLITE_OK) {
        return fail(self, error);
    }
    return ac_ok();
}

/* A new file is for its owner's eyes; who is to share it is let in by its owner. */
static void make_private(const char *path)
{
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL, S_IRUSR | S_IWUSR);
    if (file >= 0) {
        (void)close(file);
    }
}

static accord_status fail_open(const char *where, const char *why, accord_error *error)
{
    return ac_fail(error, ACCORD_EIO, "the store %s cannot be opened: %s", where, why);
}

/* What SQLite calls "unable to open database file" is one of several mistakes. */
static accord_status check_place(const ac_db_options *options, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    struct stat about;
    if (strstr(options->where, "://") != NULL) {
        return fail_open(
            options->where, "a store is a file, or a database named postgresql://...", error);
    }
    if (stat(options->where, &about) == 0) {
        return S_ISDIR(about.st_mode)
                   ? fail_open(options->where, "it is a folder; name the file in it", error)
                   : ac_ok();
    }
    if (stat(ac_file_folder(&scratch, options->where), &about) != 0) {
        return fail_open(options->where, "its folder is not there", error);
    }
    return options->create ? ac_ok()
                           : fail_open(
                                 options->where,
                                 "it is not there; accord init makes a store, and accord restore "
                                 "makes one from a backup",
                                 error);
}

static accord_status open_file(const ac_db_options *options, void **opaque, accord_error *error)
{
    connection *self = calloc(1, sizeof *self);
    ac_assert(self != NULL);
    *opaque = self;
    self->turn = ac_turn_open(options->where);
    self->wait_seconds =
        options->wait_seconds > 0 ? options->wait_seconds : (int)AC_STORE_WAIT_SECONDS;
    AC_TRY(check_place(options, error));
    if (options->create) {
        make_private(options->where);
    }
    int flags = options->read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE;
    if (options->create) {
        flags |= SQLITE_OPEN_CREATE;
    }
    if (sqlite3_open_v2(options->where, &self->handle, flags, NULL) != SQLITE_OK) {
        return fail_open(
            options->where, self->handle == NULL ? "out of memory" : sqlite3_errmsg(self->handle),
            error);
    }
    (void)sqlite3_extended_result_codes(self->handle, 1);
    (void)sqlite3_busy_timeout(self->handle, self->wait_seconds * 1000);
    (void)sqlite3_db_config(self->handle, SQLITE_DBCONFIG_DEFENSIVE, 1, NULL);
    return script(
        self,
        "PRAGMA foreign_keys = ON; PRAGMA trusted_schema = OFF; PRAGMA cell_size_check = ON;"
        "PRAGMA synchronous = FULL;",
        error);
}

static void close_file(void *opaque)
{
    connection *self = opaque;
    if (self == NULL) {
        return;
    }
    for (int q = 0; q < AC_QUERIES; q++) {
        (void)sqlite3_finalize(self->prepared[q]);
    }
    (void)sqlite3_close(self->handle);
    if (self->turn >= 0) {
        (void)close(self->turn);
    }
    free(self);
}

static int take_count(void *count, int columns, char **cells, char **names)
{
    (void)names;
    if (columns == 1 && cells[0] != NULL) {
        *(int64_t *)count = sqlite3_stricmp(cells[0], "0") != 0;
    }
    return 0;
}

static accord_status has_tables(void *opaque, bool *has, accord_error *error)
{
    connection *self = opaque;
    int64_t found = 0;
    if (sqlite3_exec(
            self->handle,
            "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'migration'",
            take_count, &found, NULL) != SQLITE_OK) {
        return fail(self, error);
    }
    *has = found != 0;
    if (found == 0 && sqlite3_db_readonly(self->handle, "main") == 0) {
        return script(self, "PRAGMA application_id = " APPLICATION_ID ";", error);
    }
    return ac_ok();
}

/* A reader takes its lock at once, while it has the turn. */
static accord_status begin(void *opaque, bool write, accord_error *error)
{
    connection *self = opaque;
    if (!ac_turn_take(self->turn, self->wait_seconds)) {
        return fail_waiting(self, error);
    }
    accord_status status =
        script(self, write ? "BEGIN IMMEDIATE" : "BEGIN; SELECT 1 FROM sqlite_schema", error);
    ac_turn_leave(self->turn);
    return status;
}

static accord_status commit(void *opaque, accord_error *error)
{
    return script(opaque, "COMMIT", error);
}

static void undo(void *opaque)
{
    connection *self = opaque;
    if (sqlite3_get_autocommit(self->handle) == 0) {
        (void)sqlite3_exec(self->handle, "ROLLBACK", NULL, NULL, NULL);
    }
}

static accord_status prepare(void *opaque, ac_query query, accord_error *error)
{
    connection *self = opaque;
    if (self->prepared[query] == NULL &&
        sqlite3_prepare_v3(
            self->handle, ac_query_texts[query].sqlite, -1, SQLITE_PREPARE_PERSISTENT,
            &self->prepared[query], NULL) != SQLITE_OK) {
        return fail(self, error);
    }
    return ac_ok();
}

static int bind(sqlite3_stmt *statement, int at, const ac_db_value *value)
{
    switch (value->kind) {
    case AC_DB_INTEGER:
        return sqlite3_bind_int64(statement, at, value->integer);
    case AC_DB_TEXT:
        return sqlite3_bind_text64(
            statement, at, value->bytes.at == NULL ? "" : value->bytes.at, value->bytes.size,
            SQLITE_STATIC, SQLITE_UTF8);
    case AC_DB_BLOB:
        return sqlite3_bind_blob64(
            statement, at, value->bytes.at == NULL ? "" : value->bytes.at, value->bytes.size,
            SQLITE_STATIC);
    case AC_DB_NULL:
    default:
        return sqlite3_bind_null(statement, at);
    }
}

static ac_db_value take_cell(ac_arena *arena, sqlite3_stmt *statement, int column)
{
    int type = sqlite3_column_type(statement, column);
    if (type == SQLITE_NULL) {
        return (ac_db_value){.kind = AC_DB_NULL};
    }
    if (type == SQLITE_INTEGER) {
        return ac_db_integer(sqlite3_column_int64(statement, column));
    }
    ac_text bytes = {
        sqlite3_column_blob(statement, column), (size_t)sqlite3_column_bytes(statement, column)};
    bytes = bytes.size == 0 ? AC_TEXT("") : ac_text_copy(arena, bytes);
    return type == SQLITE_BLOB ? ac_db_blob(bytes) : ac_db_text(bytes);
}

static accord_status take_rows(
    ac_arena *arena,
    connection *self,
    sqlite3_stmt *statement,
    ac_db_rows *rows,
    accord_error *error)
{
    int columns = sqlite3_column_count(statement);
    ac_db_value *cells = NULL;
    size_t count = 0;
    size_t capacity = 0;
    int step = sqlite3_step(statement);
    for (; step == SQLITE_ROW; step = sqlite3_step(statement)) {
        ac_assert(arena != NULL);
        for (int c = 0; c < columns; c++) {
            AC_RESERVE(arena, cells, count, capacity);
            cells[count++] = take_cell(arena, statement, c);
        }
    }
    if (step != SQLITE_DONE) {
        return fail(self, error);
    }
    rows->cells = cells;
    rows->columns = (size_t)columns;
    rows->count = columns == 0 ? 0 : count / (size_t)columns;
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
    AC_TRY(prepare(self, query, error));
    sqlite3_stmt *statement = self->prepared[query];
    for (size_t i = 0; i < ac_query_texts[query].parameters; i++) {
        if (bind(statement, (int)i + 1, &values[i]) != SQLITE_OK) {
            return fail(self, error);
        }
    }
    accord_status status = take_rows(arena, self, statement, rows, error);
    (void)sqlite3_reset(statement);
    (void)sqlite3_clear_bindings(statement);
    return status;
}

static int take_first(void *first, int columns, char **cells, char **names)
{
    (void)names;
    char *kept = first;
    if (kept[0] == '\0' && columns > 0 && cells[0] != NULL) {
        (void)sqlite3_snprintf(ACCORD_MESSAGE_BYTES / 2, kept, "%s", cells[0]);
    }
    return 0;
}

static accord_status check_whole(void *opaque, accord_error *error)
{
    connection *self = opaque;
    char first[ACCORD_MESSAGE_BYTES / 2] = "";
    if (sqlite3_exec(self->handle, "PRAGMA integrity_check(1)", take_first, first, NULL) !=
        SQLITE_OK) {
        return fail(self, error);
    }
    if (strcmp(first, "ok") != 0) {
        return ac_fail(error, ACCORD_ENO, "the file of the store is damaged: %s", first);
    }
    first[0] = '\0';
    if (sqlite3_exec(self->handle, "PRAGMA foreign_key_check", take_first, first, NULL) !=
        SQLITE_OK) {
        return fail(self, error);
    }
    if (first[0] != '\0') {
        return ac_fail(
            error, ACCORD_ENO, "a row of the table %s names one that is not there", first);
    }
    return ac_ok();
}

static ac_text version(ac_arena *arena, void *opaque)
{
    (void)opaque;
    AC_SCOPED_BUFFER(words, 100);
    ac_buffer_addf(&words, "SQLite %s", sqlite3_libversion());
    return ac_text_copy(arena, ac_buffer_text(&words));
}

static const char *migration_text(const ac_migration *migration)
{
    return migration->sqlite;
}

const ac_driver ac_driver_sqlite = {
    .open = open_file,
    .close = close_file,
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
