/* SPDX-License-Identifier: MIT */
/* What both databases share: which one a name means, migrations, and the states of a transaction.
 */

#include "base/assert.h"
#include "store/driver.h"

#include <stdlib.h>
#include <string.h>

struct ac_db {
    const ac_driver *driver;
    void *self;
    bool within; /* a transaction */
};

ac_db_value ac_db_integer(int64_t integer)
{
    return (ac_db_value){.kind = AC_DB_INTEGER, .integer = integer};
}

ac_db_value ac_db_text(ac_text text)
{
    return (ac_db_value){.kind = AC_DB_TEXT, .bytes = text};
}

ac_db_value ac_db_blob(ac_text bytes)
{
    return (ac_db_value){.kind = AC_DB_BLOB, .bytes = bytes};
}

const ac_db_value *ac_db_cell(const ac_db_rows *rows, size_t row, size_t column)
{
    ac_assert(row < rows->count);
    ac_assert(column < rows->columns);
    return &rows->cells[row * rows->columns + column];
}

/* ---- Transactions ---- */

static accord_status begin(ac_db *db, bool write, accord_error *error)
{
    ac_assert(!db->within);
    AC_TRY(db->driver->begin(db->self, write, error));
    db->within = true;
    return ac_ok();
}

accord_status ac_db_begin_read(ac_db *db, accord_error *error)
{
    return begin(db, false, error);
}

accord_status ac_db_begin_write(ac_db *db, accord_error *error)
{
    return begin(db, true, error);
}

accord_status ac_db_commit(ac_db *db, accord_error *error)
{
    ac_assert(db->within);
    accord_status status = db->driver->commit(db->self, error);
    if (status.code != ACCORD_OK) {
        ac_db_undo(db); /* a commit that failed must not look like one that is still to come */
    }
    db->within = false;
    return status;
}

void ac_db_undo(ac_db *db)
{
    if (db->within) {
        db->driver->undo(db->self);
        db->within = false;
    }
}

/* ---- Queries ---- */

/* NOLINTNEXTLINE(readability-function-size): a query takes and gives no less */
accord_status ac_db_select(
    ac_arena *arena,
    ac_db *db,
    ac_query query,
    const ac_db_value *values,
    size_t count,
    ac_db_rows *rows,
    accord_error *error)
{
    ac_assert(db->within);
    ac_assert(count == ac_query_texts[query].parameters);
    *rows = (ac_db_rows){0};
    return db->driver->select(arena, db->self, query, values, rows, error);
}

accord_status
ac_db_run(ac_db *db, ac_query query, const ac_db_value *values, size_t count, accord_error *error)
{
    ac_db_rows none;
    return ac_db_select(NULL, db, query, values, count, &none, error);
}

accord_status ac_db_prepare_all(ac_db *db, accord_error *error)
{
    for (int q = 0; q < AC_QUERIES; q++) {
        AC_TRY(db->driver->prepare(db->self, (ac_query)q, error));
    }
    return ac_ok();
}

accord_status ac_db_check_whole(ac_db *db, accord_error *error)
{
    return db->driver->check_whole(db->self, error);
}

ac_text ac_db_version(ac_arena *arena, ac_db *db)
{
    return db->driver->version(arena, db->self);
}

/* ---- Migrations ---- */

static accord_status apply(ac_db *db, const ac_migration *migration, accord_error *error)
{
    AC_TRY(db->driver->script(db->self, db->driver->migration_text(migration), error));
    const ac_db_value values[] = {
        ac_db_integer(migration->number), ac_db_text(ac_text_of(migration->what)),
        ac_db_text(ac_text_of(migration->hash))};
    return ac_db_run(db, AC_QUERY_MIGRATION_ADD, values, 3, error);
}

/* Holds the migrations that made the tables to those of this program; `count` is how many there
 * are. */
static accord_status check_made(ac_arena *scratch, ac_db *db, size_t *count, accord_error *error)
{
    ac_db_rows rows;
    AC_TRY(ac_db_select(scratch, db, AC_QUERY_MIGRATION_LIST, NULL, 0, &rows, error));
    if (rows.count > ac_migration_count) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "this store was written by a later accord (its tables are at step %zu, this program "
            "knows %zu): use that accord, or a newer one",
            rows.count, ac_migration_count);
    }
    for (size_t i = 0; i < rows.count; i++) {
        if (ac_db_cell(&rows, i, 0)->integer != ac_migrations[i].number ||
            !ac_text_is(ac_db_cell(&rows, i, 1)->bytes, ac_migrations[i].what) ||
            !ac_text_is(ac_db_cell(&rows, i, 2)->bytes, ac_migrations[i].hash)) {
            return ac_fail(
                error, ACCORD_EIO,
                "step %zu of this store's tables (%s) is not the one of this program: it was made "
                "by another program, or changed; restore a backup",
                i + 1, ac_migrations[i].what);
        }
    }
    *count = rows.count;
    return ac_ok();
}

static accord_status migrate_within(ac_db *db, const ac_db_options *options, accord_error *error)
{
    bool create = options->create;
    bool has = false;
    AC_TRY(db->driver->has_tables(db->self, &has, error));
    if (has && create) {
        return ac_fail(error, ACCORD_EINPUT, "there is a store already; it is left as it is");
    }
    if (!has && !create) {
        return ac_fail(
            error, ACCORD_EINPUT, "this is no store of accord: make one with `accord init`");
    }
    size_t made = 0;
    if (has) {
        AC_SCOPED_ARENA(scratch);
        AC_TRY(check_made(&scratch, db, &made, error));
    }
    if (made < ac_migration_count && options->read_only) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "the tables of this store are those of an earlier accord (step %zu of %zu), and "
            "reading changes no store: a command of somebody who acts, such as accord settle, "
            "brings them up",
            made, ac_migration_count);
    }
    for (size_t i = made; i < ac_migration_count; i++) {
        AC_TRY(apply(db, &ac_migrations[i], error));
    }
    return ac_db_commit(db, error);
}

static accord_status migrate(ac_db *db, const ac_db_options *options, accord_error *error)
{
    if (options->read_only) {
        AC_TRY(ac_db_begin_read(db, error));
    } else {
        AC_TRY(ac_db_begin_write(db, error));
    }
    accord_status status = migrate_within(db, options, error);
    ac_db_undo(db);
    return status;
}

/* ---- Opening ---- */

static bool is_postgres(const char *where)
{
    return strncmp(where, "postgresql://", 13) == 0 || strncmp(where, "postgres://", 11) == 0;
}

accord_status ac_db_open(const ac_db_options *options, ac_db **db, accord_error *error)
{
    ac_db *opened = calloc(1, sizeof *opened);
    ac_assert(opened != NULL);
    opened->driver = is_postgres(options->where) ? &ac_driver_postgres : &ac_driver_sqlite;
    accord_status status = opened->driver->open(options, &opened->self, error);
    if (status.code == ACCORD_OK) {
        status = migrate(opened, options, error);
    }
    if (status.code != ACCORD_OK) {
        ac_db_close(opened);
        return status;
    }
    *db = opened;
    return ac_ok();
}

void ac_db_close(ac_db *db)
{
    if (db == NULL) {
        return;
    }
    ac_db_undo(db);
    db->driver->close(db->self);
    free(db);
}
