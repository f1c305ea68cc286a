/* SPDX-License-Identifier: MIT */
/* accord pull: extracts counted where they are, by the database that holds them. */

#include "app/folder.h"
#include "app/pull.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/data.h"

#include <stdlib.h>
#include <string.h>

enum { TIMEOUT_SECONDS = 600 };

static accord_status read_table(const char *said, ac_pull_table *table, accord_error *error)
{
    ac_text text = ac_text_of(said);
    size_t at = 0;
    while (at < text.size && text.at[at] != '=') {
        at++;
    }
    table->layout = ac_text_trim(ac_text_slice(text, 0, at));
    table->table = ac_text_trim(ac_text_slice(text, at == text.size ? at : at + 1, text.size));
    if (table->layout.size == 0 || table->table.size == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "--table names a layout and the table that holds its rows, such as "
            "outpatients=nhs.outpatients, not \"%.60s\"",
            said);
    }
    return ac_sql_check_table(table->table, error);
}

static accord_status read_tables(
    const ac_arguments *arguments, ac_arena *arena, ac_pull_options *options, accord_error *error)
{
    size_t count = 0;
    const char *const *said = ac_arguments_of(arena, arguments, "--table", &count);
    ac_pull_table *tables = AC_NEW_ARRAY(arena, ac_pull_table, count);
    for (size_t i = 0; i < count; i++) {
        AC_TRY(read_table(said[i], &tables[i], error));
    }
    options->tables = tables;
    options->table_count = count;
    return ac_ok();
}

static accord_status read_dialect(const char *said, ac_pull_options *options, accord_error *error)
{
    options->dialect = ac_sql_dialect_named(ac_text_of(said));
    if (options->dialect != NULL) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(known, 200);
    ac_sql_add_dialects(&known);
    return ac_fail(
        error, ACCORD_EINPUT, "accord does not know the dialect \"%.60s\": it writes %s", said,
        known.bytes);
}

/* Reads how the database is reached. The password is never an argument: others could see it. */
static accord_status read_connection(
    const ac_arguments *arguments, ac_arena *arena, ac_pull_options *options, accord_error *error)
{
    const char *dsn = ac_argument_of(arguments, "--dsn");
    const char *source = ac_argument_of(arguments, "--source");
    const char *variable = ac_argument_of(arguments, "--password-from");
    if ((dsn == NULL) == (source == NULL)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "name the database once: --source NAME for one of the odbc.ini, or "
            "--dsn \"Driver=...;Server=...\"");
    }
    AC_SCOPED_BUFFER(text, 10000);
    ac_buffer_addf(&text, "%s%s", source == NULL ? "" : "DSN=", source == NULL ? dsn : source);
    options->connection = ac_text_copy(arena, ac_buffer_text(&text));
    AC_TRY(ac_pull_check_connection(options->connection, error));
    if (variable == NULL) {
        return ac_ok();
    }
    /* NOLINTNEXTLINE(concurrency-mt-unsafe): nothing of accord sets the environment */
    const char *password = getenv(variable);
    if (password == NULL || password[0] == '\0') {
        return ac_fail(
            error, ACCORD_EINPUT, "the environment has no %.60s, which --password-from names",
            variable);
    }
    options->password = ac_text_of(password);
    return ac_ok();
}

static accord_status read_options(
    const ac_arguments *arguments, ac_arena *arena, ac_pull_options *options, accord_error *error)
{
    int64_t seconds = TIMEOUT_SECONDS;
    const char *timeout = ac_argument_of(arguments, "--timeout");
    options->dry_run = ac_argument_of(arguments, "--dry-run") != NULL;
    AC_TRY(read_dialect(ac_argument_of(arguments, "--dialect"), options, error));
    AC_TRY(read_tables(arguments, arena, options, error));
    if (!options->dry_run) {
        AC_TRY(read_connection(arguments, arena, options, error));
    }
    if (timeout != NULL) {
        AC_TRY(ac_whole_number("--timeout", timeout, AC_PULLED_TIMEOUT_MAX, &seconds, error));
        if (seconds == 0) {
            return ac_fail(error, ACCORD_EINPUT, "--timeout is at least 1 second");
        }
    }
    options->timeout_seconds = (uint32_t)seconds;
    options->time = ac_text_of(ac_argument_of(arguments, "--time"));
    return ac_ok();
}

static ac_exit write_files(const ac_pull *pull, const ac_run *run, const char *folder)
{
    accord_error error = {0};
    accord_status status = ac_file_make_folder(folder, &error);
    for (size_t i = 0; i < pull->file_count && status.code == ACCORD_OK; i++) {
        status = ac_pulled_write(folder, &pull->files[i], &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_run_add_account(&text, run);
    for (size_t i = 0; i < pull->file_count; i++) {
        char hex[AC_HASH_HEX_BYTES];
        ac_hash hash = ac_hash_of(pull->files[i].cells);
        ac_hash_hex(&hash, hex);
        ac_buffer_addf(&text, "%s  %.*s.cells.csv\n", hex, AC_TEXT_ARG(pull->files[i].input));
    }
    ac_put_shown(ac_buffer_text(&text));
    return AC_EXIT_DONE;
}

static void put_statements(const ac_pull *pull)
{
    for (size_t i = 0; i < pull->file_count; i++) {
        ac_put(AC_TEXT("-- "));
        ac_put(pull->files[i].input);
        ac_put(AC_TEXT("\n"));
        ac_put(pull->files[i].sql);
    }
}

/* Loads as every command does, but from the database; then writes all or nothing. */
static ac_exit pull_all(const ac_arguments *arguments, ac_run *run, ac_pull *pull)
{
    bool dry = pull->options.dry_run;
    bool *wanted = AC_NEW_ARRAY(run->arena, bool, run->contract.program->quantity_count);
    if (ac_run_counted_inputs(run, wanted) == 0) {
        ac_say("accord: the contract counts no rows: there is nothing to pull");
        return AC_EXIT_FAILED;
    }
    ac_load_options load = {.inputs_wanted = wanted};
    ac_pull_use(pull, &load);
    ac_exit result = ac_data_load(arguments, run, &load);
    if (pull->refused.size_bytes > 0) {
        ac_say_text(ac_buffer_text(&pull->refused));
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    if (dry) {
        put_statements(pull);
        return AC_EXIT_DONE;
    }
    const char *out = ac_argument_of(arguments, "-o");
    return write_files(pull, run, out == NULL ? ac_argument_of(arguments, "--data") : out);
}

static ac_exit run_pull(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_run run = {0};
    ac_pull_options options = {0};
    if (read_options(arguments, &arena, &options, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    ac_exit result = ac_data_contract(arguments, &arena, &run);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    ac_pull pull;
    ac_pull_init(&pull, &arena, &options);
    result = pull_all(arguments, &run, &pull);
    ac_pull_done(&pull);
    return result;
}

static const ac_option options[] = {
    {.name = "--data",          .argument = "DIR", .needed = true},
    {.name = "--table",           .argument = "LAYOUT=TABLE", .repeated = true},
    {.name = "--dialect",         .argument = "NAME", .needed = true},
    {.name = "--source",         .argument = "NAME"},
    {.name = "--dsn",       .argument = "TEXT"},
    {.name = "--password-from",           .argument = "VARIABLE"},
    {.name = "-o",        .argument = "OUT"},
    {.name = "--dry-run"                        },
    {.name = "--timeout", .argument = "SECONDS"},
    {.name = "--time", .argument = "TEXT"},
    {.name = "--layouts",                         .argument = "DIR", .repeated = true},
    {.name = "--refuse-at-most", .argument = "PERCENT"},
    {.name = "--quiet"      },
};

const ac_command ac_command_pull = {
    "pull", {options, sizeof options / sizeof options[0], 1, 1},
     run_pull
};
