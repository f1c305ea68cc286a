/* SPDX-License-Identifier: MIT */
/* accord rows: the rows of extracts behind a cell. */

#include "app/rows.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"

#include <string.h>

enum { FEWEST_MOST = 1000000, NOTES_BYTES = 1000 };

static accord_status
read_options(const ac_arguments *arguments, ac_arena *arena, ac_rows *rows, accord_error *error)
{
    const char *fewest = ac_argument_of(arguments, "--fewest");
    const char *key = ac_argument_of(arguments, "--pseudonym-key");
    rows->options.fewest = AC_ROWS_FEWEST;
    if (fewest != NULL) {
        int64_t number = 0;
        AC_TRY(ac_whole_number("--fewest", fewest, FEWEST_MOST, &number, error));
        rows->options.fewest = (uint64_t)number;
    }
    if (key != NULL) {
        bool made = false;
        AC_TRY(ac_books_key(arena, key, false, &rows->options.pseudonym_key, &made, error));
    }
    return ac_ok();
}

static ac_rows_format format_of(const ac_arguments *arguments)
{
    const char *format = ac_argument_of(arguments, "--format");
    bool csv = format != NULL && strcmp(format, "csv") == 0;
    bool json = format != NULL && strcmp(format, "json") == 0;
    return json ? AC_ROWS_JSON : csv ? AC_ROWS_CSV : AC_ROWS_TABLE;
}

/* Says beside a file, or beside forms for programs, what a table ends with. */
static void say_rest(const ac_arguments *arguments, const ac_rows *rows, bool shown)
{
    AC_SCOPED_BUFFER(notes, NOTES_BYTES);
    ac_rows_add_notes(&notes, rows);
    if (!shown && notes.size_bytes > 0 && ac_argument_of(arguments, "--quiet") == NULL) {
        ac_say_text(ac_buffer_text(&notes));
    }
    if (rows->limit_count > 0) {
        ac_say(
            "accord: the rows are withheld, by %zu limit%s; who may see rows of so few patients "
            "lifts them with --fewest 1",
            rows->limit_count, rows->limit_count == 1 ? "" : "s");
    }
}

static ac_exit put_rows(const ac_arguments *arguments, const ac_rows *rows)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    ac_rows_format format = format_of(arguments);
    bool on_screen = out == NULL || strcmp(out, "-") == 0;
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (ac_rows_add(&text, rows, format, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (!on_screen) {
        if (ac_file_write_private(out, ac_buffer_text(&text), &error).code != ACCORD_OK) {
            return ac_say_error(&error);
        }
    } else if (format == AC_ROWS_TABLE) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    say_rest(arguments, rows, on_screen && format == AC_ROWS_TABLE);
    return rows->limit_count > 0 ? AC_EXIT_NO : AC_EXIT_DONE;
}

static ac_exit run_rows(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_run run = {0};
    ac_rows rows = {.listing = ac_ok()};
    ac_load_options more = {0};
    ac_exit result = ac_data_contract(arguments, &arena, &run);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    ac_text value = ac_text_of(ac_argument_of(arguments, "--value"));
    if (read_options(arguments, &arena, &rows, &error).code != ACCORD_OK ||
        ac_rows_find_value(&run, value, &rows, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    result = ac_data_out(arguments, &run);
    if (result == AC_EXIT_DONE) {
        result = ac_data_members(arguments, &run);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    ac_text at = ac_text_of(ac_argument_of(arguments, "--at"));
    if (ac_place_find_at(&run, at, &rows.place, &error).code != ACCORD_OK) {
        return ac_data_fail(arguments, &error);
    }
    bool *wanted = AC_NEW_ARRAY(&arena, bool, run.contract.program->quantity_count);
    ac_rows_watch(&rows, wanted, &more);
    result = ac_data_load(arguments, &run, &more);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    return ac_rows_judge(&rows, &error).code == ACCORD_OK ? put_rows(arguments, &rows)
                                                          : ac_data_fail(arguments, &error);
}

static const ac_option options[] = {
    AC_DATA_OPTIONS,
    AC_KNOWN_BY_OPTION,
    {.name = "--value",             .argument = "NAME|CLAUSE", .needed = true},
    {.name = "--at",                             .argument = "MEMBER[,MEMBER...],PERIOD",                                         .needed = true},
    {.name = "--fewest",               .argument = "N"},
    {.name = "--pseudonym-key",.argument = "FILE"                         },
    {.name = "--format",            .argument = "table|csv|json"           },
    {.name = "-o",.argument = "OUT"   },
};

const ac_command ac_command_rows = {
    "rows", {options, sizeof options / sizeof options[0], 1, 1},
     run_rows
};
