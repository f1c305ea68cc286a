/* SPDX-License-Identifier: MIT */
#ifndef AC_STORE_DB_H
#define AC_STORE_DB_H
/* The port to a database: transactions, and queries by name. SQLite and PostgreSQL stand behind it
 * (db_sqlite.c, db_postgres.c), and nothing above it can tell which. */

#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"
#include "store/queries.h"

typedef enum ac_db_kind { AC_DB_NULL, AC_DB_INTEGER, AC_DB_TEXT, AC_DB_BLOB } ac_db_kind;

/* A parameter, or a cell of an answer. */
typedef struct ac_db_value {
    ac_db_kind kind;
    int64_t integer;
    ac_text bytes; /* TEXT and BLOB */
} ac_db_value;

ac_db_value ac_db_integer(int64_t integer);
ac_db_value ac_db_text(ac_text text);
ac_db_value ac_db_blob(ac_text bytes);

/* An answer, whole. */
typedef struct ac_db_rows {
    const ac_db_value *cells; /* [count x columns] */
    size_t count;
    size_t columns;
} ac_db_rows;

typedef struct ac_db ac_db;

typedef struct ac_db_options {
    const char *where; /* a file, or postgresql://... */
    bool create;       /* it may not be there yet; else it must */
    bool read_only;
    int wait_seconds; /* for another who is writing; 0: AC_STORE_WAIT_SECONDS */
} ac_db_options;

/* Opens a store and brings its tables up to this program's.
 *
 * out     db  closed by ac_db_close
 * errors  ACCORD_EIO    it cannot be opened, or is no store; says which, and what to do
 *         ACCORD_EINPUT with `create`, it is there already; its tables are of a later program
 */
accord_status ac_db_open(const ac_db_options *options, ac_db **db, accord_error *error);
void ac_db_close(ac_db *db); /* takes NULL; an open transaction is undone */

/* A transaction. A writer waits for the one before it, and then has the store to itself; a reader
 * sees one state throughout.
 *
 * errors  ACCORD_EIO  another is still writing after the time to wait; the database failed
 */
accord_status ac_db_begin_read(ac_db *db, accord_error *error);
accord_status ac_db_begin_write(ac_db *db, accord_error *error);
accord_status ac_db_commit(ac_db *db, accord_error *error);
void ac_db_undo(ac_db *db); /* does nothing outside a transaction */

/* Runs a query within a transaction.
 *
 * in      values  [count], as many as the query takes
 * errors  ACCORD_ENO  the tables refuse it: a key twice, a rule of the table, a row that may not
 *                     be changed; says which rule
 *         ACCORD_EIO  the database failed
 */
accord_status
ac_db_run(ac_db *db, ac_query query, const ac_db_value *values, size_t count, accord_error *error);

/* Likewise, for one that answers.
 *
 * out  rows  in `arena`
 */
accord_status ac_db_select(
    ac_arena *arena,
    ac_db *db,
    ac_query query,
    const ac_db_value *values,
    size_t count,
    ac_db_rows *rows,
    accord_error *error);

const ac_db_value *ac_db_cell(const ac_db_rows *rows, size_t row, size_t column);

/* Prepares every query, so that a test sees each fit the tables. Fails as ac_db_run. */
accord_status ac_db_prepare_all(ac_db *db, accord_error *error);

/* "SQLite 3.40.1", in the arena. */
ac_text ac_db_version(ac_arena *arena, ac_db *db);

/* Asks the database whether its own file is whole.
 *
 * errors  ACCORD_ENO  it is not; says what it found first
 */
accord_status ac_db_check_whole(ac_db *db, accord_error *error);

/* NOLINTBEGIN(bugprone-macro-parentheses): a name that is declared cannot stand in brackets */
#define AC_SCOPED_DB(name) __attribute__((cleanup(ac_db_close_scoped))) ac_db *name = NULL
/* NOLINTEND(bugprone-macro-parentheses) */
static inline void ac_db_close_scoped(ac_db **db)
{
    ac_db_close(*db);
}

#endif
