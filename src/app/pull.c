/* SPDX-License-Identifier: MIT */
/* Asks a database for each input's groups and has them judged. Loading calls `fill` with the plan
 * of an input and `sealed` when its cube is whole: whatever else loading does with rows of files,
 * it does with these. */

#include "app/pull.h"

#include "base/assert.h"
#include "base/limits.h"

enum { REFUSED_LINES = 20, REFUSED_BYTES = 20000 };

void ac_pull_init(ac_pull *pull, ac_arena *arena, const ac_pull_options *options)
{
    *pull = (ac_pull){.arena = arena, .options = *options};
    ac_buffer_init(&pull->refused, REFUSED_BYTES);
}

void ac_pull_done(ac_pull *pull)
{
    ac_buffer_done(&pull->refused);
}

/* ---- One question ---- */

/* What is asked and how it is answered; the child works on a copy of its own. */
typedef struct asking {
    ac_pull *pull;
    ac_cube *cube;
    const ac_cube_plan *plan;
    const ac_layout *layout;
    ac_sql_table table;
    ac_sql_shape shape;
    ac_groups *groups;
} asking;

/* In the child: the statement. */
static accord_status write_statement(
    void *self, const ac_odbc_column *columns, size_t count, ac_buffer *sql, accord_error *error)
{
    asking *a = self;
    AC_SCOPED_ARENA(arena);
    a->table.columns = columns;
    a->table.column_count = count;
    ac_sql_shape shape = {0};
    const ac_sql_request request = {a->plan, a->layout, &a->table};
    return ac_sql_write(&arena, &request, sql, &shape, error);
}

/* In the parent: the same statement is written again for its shape. */
static accord_status
take_described(void *self, const ac_odbc_column *columns, size_t count, accord_error *error)
{
    asking *a = self;
    AC_SCOPED_BUFFER(sql, AC_SQL_BYTES_MAX);
    a->table.columns = columns;
    a->table.column_count = count;
    const ac_sql_request request = {a->plan, a->layout, &a->table};
    AC_TRY(ac_sql_write(a->pull->arena, &request, &sql, &a->shape, error));
    a->groups = ac_groups_new(a->cube, a->plan, a->layout, &a->shape);
    return ac_ok();
}

static accord_status take_row(void *self, const ac_odbc_row *row, accord_error *error)
{
    asking *a = self;
    ac_assert(a->groups != NULL);
    return ac_groups_take(a->groups, row, error);
}

static void say_refused(ac_pull *pull, const asking *a)
{
    size_t count = 0;
    const ac_refused_group *list = ac_groups_refused(a->groups, &count);
    for (size_t i = 0; i < count && pull->refused_lines < REFUSED_LINES; i++) {
        const ac_refused_group *one = &list[i];
        ac_buffer_addf(&pull->refused, "%.*s", AC_TEXT_ARG(a->table.name));
        if (one->heading.size > 0) {
            ac_buffer_addf(&pull->refused, ", column %.*s", AC_TEXT_ARG(one->heading));
        }
        ac_buffer_addf(
            &pull->refused, ": %llu row%s refused, %s: %.*s", (unsigned long long)one->rows,
            one->rows == 1 ? "" : "s", one->reason, AC_TEXT_ARG(one->message));
        if (one->value.size > 0) {
            ac_buffer_addf(&pull->refused, " (such as \"%.*s\")", AC_TEXT_ARG(one->value));
        }
        ac_buffer_add_char(&pull->refused, '\n');
        pull->refused_lines++;
    }
}

static accord_status ask(ac_pull *pull, asking *a, accord_error *error)
{
    const ac_sql_dialect *dialect = pull->options.dialect;
    AC_SCOPED_BUFFER(describe, AC_SQL_BYTES_MAX);
    ac_sql_add_describe(&describe, &a->table);
    ac_odbc_answer answer = {0};
    const ac_odbc_question question = {
        .connection = pull->options.connection,
        .password = pull->options.password,
        .timeout_seconds = pull->options.timeout_seconds,
        .session = dialect->session,
        .session_count = dialect->session_count,
        .describe = ac_buffer_text(&describe),
        .clock = ac_text_of(pull->options.time.size > 0 ? "" : dialect->clock),
        .self = a,
        .ask = write_statement,
        .described = take_described,
        .take = take_row};
    AC_TRY(ac_odbc_ask(pull->arena, &question, &answer, error));
    pull->source.server = answer.server;
    pull->source.driver = answer.driver;
    pull->source.time = pull->options.time.size > 0 ? pull->options.time : answer.time;
    pull->source.sql = answer.sql;
    pull->source.groups = answer.rows;
    const ac_cube_file source = {.path = a->table.name, .hash = ac_hash_of(answer.sql)};
    AC_TRY(ac_groups_end(a->groups, &source, error));
    say_refused(pull, a);
    return ac_ok();
}

/* ---- For loading ---- */

static accord_status
find_table(const ac_pull *pull, ac_text layout, ac_text *table, accord_error *error)
{
    for (size_t i = 0; i < pull->options.table_count; i++) {
        if (ac_text_equal(pull->options.tables[i].layout, layout)) {
            *table = pull->options.tables[i].table;
            return ac_ok();
        }
    }
    return ac_fail(
        error, ACCORD_EINPUT, "which table holds the rows of %.*s? Say it with --table %.*s=TABLE",
        AC_TEXT_ARG(layout), AC_TEXT_ARG(layout));
}

/* The statement of a dry run, for a table that is as the layout says. */
static accord_status write_dry(ac_pull *pull, asking *a, accord_error *error)
{
    AC_SCOPED_BUFFER(sql, AC_SQL_BYTES_MAX);
    const ac_sql_request request = {a->plan, a->layout, &a->table};
    AC_TRY(ac_sql_write(pull->arena, &request, &sql, &a->shape, error));
    if (sql.overflowed) {
        return ac_fail(error, ACCORD_ELIMIT, "the statement is too long");
    }
    pull->source.sql = ac_text_copy(pull->arena, ac_buffer_text(&sql));
    return ac_ok();
}

static accord_status fill(
    void *self,
    const ac_cube_plan *plan,
    const ac_layout *layout,
    ac_cube *cube,
    accord_error *error)
{
    ac_pull *pull = self;
    asking a = {
        .pull = pull,
        .cube = cube,
        .plan = plan,
        .layout = layout,
        .table = {.dialect = pull->options.dialect}};
    AC_TRY(find_table(pull, layout->name, &a.table.name, error));
    pull->plan = plan;
    pull->layout = layout;
    pull->source = (ac_pulled_source){
        .layout = layout->name,
        .table = a.table.name,
        .dialect = ac_text_of(pull->options.dialect->name),
        .connection = pull->options.connection};
    accord_status status =
        pull->options.dry_run ? write_dry(pull, &a, error) : ask(pull, &a, error);
    ac_groups_free(a.groups);
    if (status.code != ACCORD_OK && error != NULL && error->code != ACCORD_ELIMIT) {
        accord_status_code code = error->code;
        ac_text said = ac_text_copy(pull->arena, ac_text_of(error->message));
        return ac_fail(
            error, code, "%.*s, from %.*s: %.*s", AC_TEXT_ARG(plan->input),
            AC_TEXT_ARG(a.table.name.size > 0 ? a.table.name : layout->name), AC_TEXT_ARG(said));
    }
    return status;
}

static void sealed(void *self, uint32_t quantity, const ac_cube *cube)
{
    ac_pull *pull = self;
    (void)quantity;
    AC_RESERVE(pull->arena, pull->files, pull->file_count, pull->file_capacity);
    ac_pulled_make(
        pull->arena, cube, pull->plan, pull->layout, &pull->source,
        &pull->files[pull->file_count++]);
}

void ac_pull_use(ac_pull *pull, ac_load_options *load)
{
    load->fill = fill;
    load->fill_self = pull;
    load->sealed = sealed;
    load->sealed_self = pull;
}

/* ---- The connection ---- */

static bool holds_secret(ac_text name)
{
    static const char *const secrets[] = {"pwd", "password", "token", "secret", "key"};
    for (size_t i = 0; i < sizeof secrets / sizeof secrets[0]; i++) {
        ac_text secret = ac_text_of(secrets[i]);
        for (size_t at = 0; at + secret.size <= name.size; at++) {
            if (ac_text_equal_ignoring_case(ac_text_slice(name, at, at + secret.size), secret)) {
                return true;
            }
        }
    }
    return false;
}

accord_status ac_pull_check_connection(ac_text connection, accord_error *error)
{
    bool in_name = true;
    bool in_braces = false;
    size_t from = 0;
    for (size_t i = 0; i < connection.size; i++) {
        char c = connection.at[i];
        in_braces = (in_braces || c == '{') && c != '}';
        if (c == '=' && in_name) {
            ac_text name = ac_text_trim(ac_text_slice(connection, from, i));
            if (holds_secret(name)) {
                return ac_fail(
                    error, ACCORD_EINPUT,
                    "%.*s in the connection would be seen by others on this machine: put the "
                    "password into an environment variable and name that with --password-from, or "
                    "into the odbc.ini of --source",
                    AC_TEXT_ARG(ac_text_slice(name, 0, 40)));
            }
            in_name = false;
        } else if (c == ';' && !in_braces) {
            in_name = true;
            from = i + 1;
        }
    }
    return ac_ok();
}
