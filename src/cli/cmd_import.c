/* SPDX-License-Identifier: MIT */
/* accord import: brings files into a store. */

#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"

#include <string.h>

enum { TALK_BYTES = 1 << 20 };

static void read_kind(const ac_arguments *arguments, ac_import *import)
{
    const char *kind = ac_argument_of(arguments, "--kind");
    import->kind = kind == NULL                          ? AC_IMPORT_GUESS
                   : strcmp(kind, "contract") == 0       ? AC_IMPORT_CONTRACT
                   : strcmp(kind, "tie-outs") == 0       ? AC_IMPORT_TIEOUTS
                   : strcmp(kind, "control-totals") == 0 ? AC_IMPORT_CONTROL_TOTALS
                                                         : AC_IMPORT_DATA;
    const char *submission = ac_argument_of(arguments, "--submission");
    import->adds = submission != NULL && strcmp(submission, "net") == 0;
    const char *stage = ac_argument_of(arguments, "--stage");
    import->stage = stage == NULL ? "" : stage;
}

/* Whether all files are contracts: by --kind, or where nothing was said by their names. */
static bool are_contracts(const ac_arguments *arguments, const char *kind)
{
    bool all = kind == NULL || strcmp(kind, "contract") == 0;
    for (size_t i = 0; kind == NULL && i < arguments->file_count; i++) {
        all = all && ac_text_ends(ac_text_of(arguments->files[i]), AC_TEXT(".accord"));
    }
    return all;
}

/* What an option says that means nothing for the kind of files is not passed over in silence. */
static accord_status check_meant(const ac_arguments *arguments, accord_error *error)
{
    static const char *const of_data[] = {"--as-name",    "--covers-from", "--covers-until",
                                          "--submission", "--stage",       "--refused",
                                          "--known"}; /* the last of a contract, too */
    const char *kind = ac_argument_of(arguments, "--kind");
    bool contract = are_contracts(arguments, kind);
    if (!contract && (kind == NULL || strcmp(kind, "data") == 0)) {
        return ac_ok();
    }
    size_t count = sizeof of_data / sizeof of_data[0] - (contract ? 1 : 0);
    for (size_t i = 0; i < count; i++) {
        if (ac_argument_of(arguments, of_data[i]) != NULL) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s means nothing for %s: leave it out, and bring data that it is meant for in by "
                "a command of their own",
                of_data[i], contract ? "a contract" : kind);
        }
    }
    return ac_ok();
}

static accord_status
read_days(const ac_arguments *arguments, ac_import *import, accord_error *error)
{
    const char *known = ac_argument_of(arguments, "--known");
    const char *from = ac_argument_of(arguments, "--covers-from");
    const char *submission = ac_argument_of(arguments, "--submission");
    if (submission != NULL && strcmp(submission, "change") == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "a store keeps counts and no rows, so no row in it can be changed: keep the files as "
            "they were sent in a folder, with a manifest.csv that lists this one as a change; "
            "accord cube --standing FILE writes the rows that stand there, to be brought in as "
            "bulk (accord help import)");
    }
    const char *until = ac_argument_of(arguments, "--covers-until");
    import->today = ac_books_today();
    import->known = import->today;
    if (known != NULL) {
        AC_TRY(ac_data_day("--known", known, &import->known, error));
    }
    if ((from == NULL) != (until == NULL)) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "give --covers-from and --covers-until, both included, or neither where the file "
            "stands for everything");
    }
    import->covers_said = from != NULL;
    if (from != NULL) {
        AC_TRY(ac_data_day("--covers-from", from, &import->covers_from, error));
        AC_TRY(ac_data_day("--covers-until", until, &import->covers_until, error));
    }
    return ac_ok();
}

static ac_exit
import_files(const ac_arguments *arguments, const ac_books *books, const ac_import *asked)
{
    accord_error error = {0};
    ac_anchor anchor = {0};
    ac_import import = *asked;
    AC_SCOPED_BUFFER(talk, TALK_BYTES);
    ac_cli_progress progress;
    ac_cli_progress_init(&progress, ac_argument_of(arguments, "--quiet") != NULL);
    import.progress = &progress.reading;
    accord_status status = ac_books_import(books, &import, &talk, &anchor, &error);
    ac_cli_progress_end(&progress);
    ac_say_text(ac_buffer_text(&talk));
    if (status.code != ACCORD_OK) {
        (void)ac_say_error(&error);
        ac_say("accord: nothing was kept");
        return status.code == ACCORD_ENO ? AC_EXIT_NO : AC_EXIT_FAILED;
    }
    if (import.dry_run) {
        ac_say("accord: a dry run: nothing was kept");
    } else {
        ac_books_say_anchor(&anchor);
    }
    return AC_EXIT_DONE;
}

static ac_exit run_import(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_books books;
    ac_import import = {
        .paths = arguments->files,
        .path_count = arguments->file_count,
        .stands = ac_argument_of(arguments, "--as-name"),
        .dry_run = ac_argument_of(arguments, "--dry-run") != NULL,
        .refused_path = ac_argument_of(arguments, "--refused"),
        .identifiers_bytes = ac_data_memory(),
        .threads = 1};
    read_kind(arguments, &import);
    if (check_meant(arguments, &error).code != ACCORD_OK ||
        read_days(arguments, &import, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    ac_exit result = ac_books_open_acting(arguments, &arena, &books);
    if (result == AC_EXIT_DONE) {
        result = import_files(arguments, &books, &import);
    }
    ac_db_close(books.db);
    return result;
}

static const ac_option options[] = {
    AC_ACTING_OPTIONS,
    {.name = "--kind",               .argument = "contract|data|tie-outs|control-totals"},
    {.name = "--as-name",                              .argument = "NAME"},
    {.name = "--known",.argument = "DATE"},
    {.name = "--covers-from",              .argument = "DATE"},
    {.name = "--covers-until",                              .argument = "DATE"},
    {.name = "--submission",.argument = "bulk|net|change"},
    {.name = "--stage",       .argument = "flex|freeze"},
    {.name = "--refused",                              .argument = "FILE"},
    {.name = "--dry-run"  },
    {.name = "--quiet"             },
};

const ac_command ac_command_import = {
    "import", {options, sizeof options / sizeof options[0], 1, 1000},
     run_import
};
