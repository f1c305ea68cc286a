/* SPDX-License-Identifier: MIT */
/* accord restore: a store from a backup. */

#include "app/backup.h"
#include "cli/books.h"

static ac_exit run_restore(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_backup backup;
    const char *path = arguments->files[0];
    bool check = ac_argument_of(arguments, "--check") != NULL;
    const char *where = check ? NULL : ac_books_said(arguments, "--store", "ACCORD_STORE");
    if (!check && where == NULL) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "into which store? Say one that is not there yet with --store (or ACCORD_STORE): a "
            "file, or postgresql://...; --check only looks at the backup");
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status =
        ac_backup_restore(&arena, path, where, ac_books_scratch(), &backup, &error);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_say(
        "accord: the backup of %.*s is whole%s", AC_TEXT_ARG(backup.made),
        check ? "" : ", and the store is made from it");
    ac_books_say_anchor(&backup.anchor);
    return AC_EXIT_DONE;
}

static const ac_option options[] = {
    AC_STORE_OPTION,
    {.name = "--check"},
};

const ac_command ac_command_restore = {
    "restore", {options, sizeof options / sizeof options[0], 1, 1},
     run_restore
};
