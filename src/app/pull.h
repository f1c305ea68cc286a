/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_PULL_H
#define AC_APP_PULL_H
/* The counted inputs of a contract, counted by the database that holds the rows. */

#include "app/pulled.h"
#include "app/run.h"
#include "cube/groups.h"
#include "cube/sql.h"

typedef struct ac_pull_table {
    ac_text layout;
    ac_text table;
} ac_pull_table;

typedef struct ac_pull_options {
    const ac_sql_dialect *dialect;
    ac_text connection; /* see ac_pull_check_connection */
    ac_text password;
    const ac_pull_table *tables; /* [table_count] */
    size_t table_count;
    uint32_t timeout_seconds;
    ac_text time; /* goes into the account instead of the server's; may be "" */
    bool dry_run; /* nothing is asked: the statements alone */
} ac_pull_options;

typedef struct ac_pull {
    ac_arena *arena;
    ac_pull_options options;
    ac_pulled_source source; /* of the input in hand */
    const ac_cube_plan *plan;
    const ac_layout *layout;
    ac_pulled_files *files; /* [file_count], one an input */
    size_t file_count;
    size_t file_capacity;
    ac_buffer refused; /* for people: a line for each kind of refused rows, the first ones */
    size_t refused_lines;
} ac_pull;

void ac_pull_init(ac_pull *pull, ac_arena *arena, const ac_pull_options *options);
void ac_pull_done(ac_pull *pull);

/* Sets `fill` and `sealed` of the load options, so that loading pulls; `files` has what was made.
 */
void ac_pull_use(ac_pull *pull, ac_load_options *load);

/* Checks that a connection string holds no password or token, which would be seen by others and
 * written into the account.
 *
 * errors  ACCORD_EINPUT  it does; the message shows the way
 */
accord_status ac_pull_check_connection(ac_text connection, accord_error *error);

#endif
