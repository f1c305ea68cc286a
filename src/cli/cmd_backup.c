/* SPDX-License-Identifier: MIT */
/* accord backup: a store as one file that tells when it was damaged. */

#include "app/backup.h"
#include "cli/books.h"

static ac_exit run_backup(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_books books;
    ac_anchor anchor;
    ac_exit result = ac_books_open_reading(arguments, &arena, &books);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    accord_status status = ac_backup_write(&books, arguments->files[0], &anchor, &error);
    ac_db_close(books.db);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_say("accord: %s holds the whole store", arguments->files[0]);
    ac_books_say_anchor(&anchor);
    return AC_EXIT_DONE;
}

static const ac_option options[] = {AC_STORE_OPTION};

const ac_command ac_command_backup = {
    "backup", {options, sizeof options / sizeof options[0], 1, 1},
     run_backup
};
