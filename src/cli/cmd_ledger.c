/* SPDX-License-Identifier: MIT */
/* accord ledger: what is due as double entry, for other programs to add up again. */

#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"

#include <string.h>

/* "LLR-AEC  Alliance contract ...: what is due, in GBP" */
static void add_heading(ac_buffer *heading, const ac_run *run)
{
    const ac_syntax *syntax = run->contract.program->syntax;
    ac_buffer_addf(
        heading, "%.*s  %.*s: what is due, in %.*s", AC_TEXT_ARG(syntax->code),
        AC_TEXT_ARG(syntax->title), AC_TEXT_ARG(syntax->currency));
}

static ac_exit put_ledger(const ac_arguments *arguments, const ac_run *run, const ac_ledger *ledger)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    AC_SCOPED_BUFFER(heading, AC_ROW_BYTES_MAX);
    add_heading(&heading, run);
    const char *format = ac_argument_of(arguments, "--format");
    if (format == NULL || strcmp(format, "table") == 0) {
        ac_ledger_add_balances(&text, ledger, ac_buffer_text(&heading));
    } else if (strcmp(format, "csv") == 0) {
        ac_ledger_add_csv(&text, ledger);
    } else {
        ac_ledger_add_journal(
            &text, ledger, ac_buffer_text(&heading),
            strcmp(format, "ledger") == 0 ? AC_JOURNAL_LEDGER : AC_JOURNAL_HLEDGER);
    }
    if (text.overflowed) {
        ac_say("accord: that is more text than accord writes: name a period or a party");
        return AC_EXIT_FAILED;
    }
    if (format == NULL || strcmp(format, "table") == 0) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    return AC_EXIT_DONE;
}

/* Payments that are missing from the ledger because they are at fault are told, and are a failure:
 * a journal without them looks whole. */
static ac_exit judge(const ac_run *run)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    size_t faults = ac_run_add_payment_faults(&text, run);
    ac_say_text(ac_buffer_text(&text));
    return faults > 0 ? AC_EXIT_FAILED : AC_EXIT_DONE;
}

static ac_exit run_made(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    if (arguments->file_count == 0 || ac_argument_of(arguments, "--data") == NULL) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "accord ledger needs a contract and --data DIR, or --store STORE");
        return ac_say_misuse(arguments->command, &error);
    }
    ac_run run = {0};
    ac_statement_filter filter = {.party = AC_TEXT("")};
    ac_exit result = ac_data_contract(arguments, arena, &run);
    if (result == AC_EXIT_DONE) {
        result = ac_data_filter(arguments, &run, &filter);
    }
    if (result == AC_EXIT_DONE) {
        result = ac_data_load(arguments, &run, NULL);
    }
    if (result == AC_EXIT_DONE) {
        result = ac_data_party(arguments, &run, &filter);
    }
    if (result != AC_EXIT_DONE) {
        return result;
    }
    bool shadow = ac_argument_of(arguments, "--shadow") != NULL;
    ac_ledger ledger;
    if (ac_run_state(&run, &error).code != ACCORD_OK ||
        ac_run_post(&run, &filter, shadow, &ledger, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    result = put_ledger(arguments, &run, &ledger);
    return result == AC_EXIT_DONE ? judge(&run) : result;
}

/* The ledger that closings made, in the place of one made now. */
static ac_exit run_kept(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    ac_books books;
    ac_run run = {0};
    ac_ledger ledger;
    bool shadow = ac_argument_of(arguments, "--shadow") != NULL;
    if (arguments->file_count > 0 || ac_argument_of(arguments, "--data") != NULL ||
        ac_argument_of(arguments, "--rows") != NULL ||
        ac_argument_of(arguments, "--period") != NULL ||
        ac_argument_of(arguments, "--party") != NULL ||
        ac_argument_of(arguments, "--known-by") != NULL) {
        (void)ac_fail(
            &error, ACCORD_EINPUT,
            "the ledger of a store is written whole: leave out the contract and all options but "
            "--shadow and --format");
        return ac_say_misuse(arguments->command, &error);
    }
    ac_exit result = ac_books_open_reading(arguments, arena, &books);
    if (result == AC_EXIT_DONE) {
        accord_status status = ac_db_begin_read(books.db, &error);
        if (status.code == ACCORD_OK) {
            status = ac_books_ledger(arena, &books, shadow, &run, &ledger, &error);
        }
        result =
            status.code == ACCORD_OK ? put_ledger(arguments, &run, &ledger) : ac_say_error(&error);
    }
    ac_db_close(books.db);
    return result;
}

static ac_exit run_ledger(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    return ac_books_are_meant(arguments) ? run_kept(arguments, &arena)
                                         : run_made(arguments, &arena);
}

static const ac_option options[] = {
    AC_STORE_OPTION,
    {.name = "--data",                        .argument = "DIR"   },
    AC_READING_OPTIONS,
    AC_KNOWN_BY_OPTION,
    {.name = "--period",                      .argument = "PERIOD"},
    {.name = "--party",                       .argument = "CODE"  },
    {.name = "--shadow"                     },
    {.name = "--format", .argument = "table|hledger|ledger|csv"                    },
};

const ac_command ac_command_ledger = {
    "ledger", {options, sizeof options / sizeof options[0], 0, 1},
     run_ledger
};
