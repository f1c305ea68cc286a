/* SPDX-License-Identifier: MIT */
/* A store copied row by row into another, of whichever database: what it holds is the same, to the
 * byte, and so is its chain. Which tables there are comes from the migrations. */

#include "base/assert.h"
#include "store/books.h"
#include "store/driver.h"

enum { KEYS_MOST = 2 };

static accord_status copy_row(
    ac_db *to,
    const ac_copied_table *table,
    const ac_db_rows *rows,
    size_t row,
    accord_error *error)
{
    accord_status status =
        ac_db_run(to, table->to, ac_db_cell(rows, row, 0), table->columns, error);
    if (status.code == ACCORD_ENO) {
        return ac_fail(
            error, ACCORD_ENO, "a row of the table %s does not fit what else the store holds",
            table->name);
    }
    return status;
}

static accord_status
copy_table(ac_db *from, ac_db *to, const ac_copied_table *table, accord_error *error)
{
    AC_SCOPED_ARENA(last); /* the key that was copied last */
    ac_db_value after[KEYS_MOST];
    for (size_t i = 0; i < table->keys; i++) {
        after[i] = table->key_is_text[i] ? ac_db_text(AC_TEXT("")) : ac_db_integer(INT64_MIN);
    }
    while (true) {
        AC_SCOPED_ARENA(scratch);
        ac_db_rows rows;
        AC_TRY(ac_db_select(&scratch, from, table->from, after, table->keys, &rows, error));
        if (rows.count == 0) {
            return ac_ok();
        }
        ac_assert(rows.columns == table->columns);
        for (size_t row = 0; row < rows.count; row++) {
            AC_TRY(copy_row(to, table, &rows, row, error));
        }
        ac_arena_done(&last);
        ac_arena_init(&last);
        for (size_t i = 0; i < table->keys; i++) {
            after[i] = *ac_db_cell(&rows, rows.count - 1, i);
            after[i].bytes = ac_text_copy(&last, after[i].bytes);
        }
    }
}

accord_status ac_store_copy(ac_db *from, ac_db *to, accord_error *error)
{
    for (size_t i = 0; i < ac_copied_table_count; i++) {
        AC_TRY(copy_table(from, to, &ac_copied_tables[i], error));
    }
    return ac_ok();
}
