/* SPDX-License-Identifier: MIT */
/* accord export: a store as a contract and a data folder, for every other command. */

#include "cli/books.h"
#include "cli/data.h"

static ac_exit run_export(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    accord_date day = {0};
    ac_books books;
    ac_books_view view = {0};
    ac_books_folder folder;
    const char *known_by = ac_argument_of(arguments, "--known-by");
    if (known_by != NULL) {
        if (ac_data_day("--known-by", known_by, &day, &error).code != ACCORD_OK) {
            return ac_say_misuse(arguments->command, &error);
        }
        view.known_by = &day;
    }
    ac_exit result = ac_books_open_reading(arguments, &arena, &books);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    accord_status status = ac_db_begin_read(books.db, &error);
    if (status.code == ACCORD_OK) {
        status =
            ac_books_folder_write(&arena, books.db, arguments->files[0], &view, &folder, &error);
    }
    ac_db_close(books.db);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_say(
        "accord: %zu file%s in %s, and %s", folder.file_count, folder.file_count == 1 ? "" : "s",
        folder.data, folder.contract == NULL ? "no contract" : folder.contract);
    return AC_EXIT_DONE;
}

static const ac_option options[] = {
    AC_STORE_OPTION,
    AC_KNOWN_BY_OPTION,
};

const ac_command ac_command_export = {
    "export", {options, sizeof options / sizeof options[0], 1, 1},
     run_export
};
