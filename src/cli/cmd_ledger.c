/* SPDX-License-Identifier: MIT */
/* accord ledger: what is due as double entry, for other programs to add up again. */

#include "base/limits.h"
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

static ac_exit run_ledger(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_run run = {0};
    ac_statement_filter filter = {.party = AC_TEXT("")};
    ac_exit result = ac_data_contract(arguments, &arena, &run);
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

static const ac_option options[] = {
    AC_DATA_OPTIONS,
    AC_KNOWN_BY_OPTION,
    {.name = "--period",                      .argument = "PERIOD"},
    {.name = "--party",                       .argument = "CODE"  },
    {.name = "--shadow"                     },
    {.name = "--format", .argument = "table|hledger|ledger|csv"                    },
};

const ac_command ac_command_ledger = {
    "ledger", {options, sizeof options / sizeof options[0], 1, 1},
     run_ledger
};
