/* SPDX-License-Identifier: MIT */
/* accord recharge: what each practice owes for the sessions of a pool. */

#include "app/recharge_run.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"
#include "cli/pool.h"
#include "value/date.h"

#include <string.h>

typedef enum verb { CHECK, TIMESHEETS, INVOICE, CREDIT, LIST, LEDGER, VERBS } verb;

static const char *const verbs[VERBS] = {"check",  "timesheets", "invoice",
                                         "credit", "list",       "ledger"};

static accord_status read_verb(const ac_arguments *arguments, verb *found, accord_error *error)
{
    for (int i = 0; i < VERBS; i++) {
        if (strcmp(arguments->files[0], verbs[i]) == 0) {
            *found = (verb)i;
            return ac_ok();
        }
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "accord recharge can check, timesheets, invoice, credit, list or ledger, not \"%.60s\"",
        arguments->files[0]);
}

static accord_status
read_issue(const ac_arguments *arguments, verb what, ac_issue *issue, accord_error *error)
{
    const char *month = ac_argument_of(arguments, "--month");
    const char *date = ac_argument_of(arguments, "--date");
    *issue = (ac_issue){.date = ac_books_today(), .corrections_only = what == CREDIT};
    if (month == NULL) {
        return ac_fail(error, ACCORD_EINPUT, "say which month: --month 2016-01");
    }
    AC_TRY(ac_month_parse(ac_text_of(month), &issue->month, error));
    if (date != NULL) {
        AC_TRY(ac_data_day("--date", date, &issue->date, error));
    }
    issue->today = issue->date;
    if (date == NULL && (what == CHECK || what == TIMESHEETS)) {
        issue->date.day = AC_ISSUE_UNDATED; /* what would be sent, whatever day it is */
    }
    return ac_ok();
}

static bool is_format(const ac_arguments *arguments, const char *word)
{
    const char *format = ac_argument_of(arguments, "--format");
    return format != NULL && strcmp(format, word) == 0;
}

/* Bytes for a file, never for a terminal. */
static bool is_file(const ac_arguments *arguments)
{
    return is_format(arguments, "pdf") || is_format(arguments, "xlsx");
}

static accord_status add_documents(
    const ac_arguments *arguments,
    const ac_recharge_run *run,
    const ac_bills *documents,
    bool recorded,
    ac_buffer *text,
    accord_error *error)
{
    if (is_format(arguments, "html")) {
        return ac_recharge_add_page(text, documents, recorded, error);
    }
    if (is_format(arguments, "csv")) {
        ac_bills_add_csv(text, documents);
    } else if (is_format(arguments, "json")) {
        ac_bills_add_json(text, documents, &run->charges, recorded, ac_text_of(run->record.head));
    } else {
        ac_bills_add_table(text, documents, &run->charges);
    }
    return text->overflowed ? ac_fail(error, ACCORD_ELIMIT, "that is more text than accord writes")
                            : ac_ok();
}

/* A file is never written over: it may have been sent, or be one that was read. */
static ac_exit put(const ac_arguments *arguments, const ac_buffer *text)
{
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    if (out != NULL) {
        bool written = ac_file_check_new(out, &error).code == ACCORD_OK &&
                       ac_file_write(out, ac_buffer_text(text), &error).code == ACCORD_OK;
        return written ? AC_EXIT_DONE : ac_say_error(&error);
    }
    if (strcmp(arguments->files[0], verbs[TIMESHEETS]) != 0 &&
        (ac_argument_of(arguments, "--format") == NULL || is_format(arguments, "table"))) {
        ac_put_shown(ac_buffer_text(text));
    } else {
        ac_put(ac_buffer_text(text));
    }
    return AC_EXIT_DONE;
}

static ac_exit put_documents(
    const ac_arguments *arguments,
    const ac_recharge_run *run,
    const ac_bills *documents,
    bool recorded)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    if (is_file(arguments)) {
        const char *out = ac_argument_of(arguments, "-o");
        ac_recharge_file form = is_format(arguments, "pdf") ? AC_RECHARGE_PDF : AC_RECHARGE_XLSX;
        bool written =
            ac_file_check_new(out, &error).code == ACCORD_OK &&
            ac_recharge_write_file(out, form, documents, recorded, &error).code == ACCORD_OK;
        return written ? AC_EXIT_DONE : ac_say_error(&error);
    }
    if (add_documents(arguments, run, documents, recorded, &text, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return put(arguments, &text);
}

static void say_uncharged(const ac_recharge_run *run)
{
    if (run->charges.uncharged_count > 0) {
        ac_say(
            "%zu session%s not charged: --format table or json says which and why",
            run->charges.uncharged_count, run->charges.uncharged_count == 1 ? " is" : "s are");
    }
    if (run->charges.unreported_count > 0) {
        ac_say(
            "%zu booked session%s no timesheet: accord recharge timesheets writes the rows",
            run->charges.unreported_count, run->charges.unreported_count == 1 ? " has" : "s have");
    }
}

static accord_status
read_filter(const ac_arguments *arguments, ac_bill_filter *filter, accord_error *error)
{
    const char *month = ac_argument_of(arguments, "--month");
    *filter = (ac_bill_filter){
        .number = ac_text_of(ac_argument_of(arguments, "--number")),
        .site = ac_text_of(ac_argument_of(arguments, "--site")),
        .has_month = month != NULL};
    return month == NULL ? ac_ok() : ac_month_parse(ac_text_of(month), &filter->month, error);
}

/* Writes what the record holds. */
static ac_exit list(const ac_arguments *arguments, ac_recharge_run *run)
{
    accord_error error = {0};
    ac_bill_filter filter;
    if (read_filter(arguments, &filter, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status = ac_recharge_read_record(run, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &run->faults, &error);
    }
    ac_bills chosen = ac_bills_chosen(run->arena, &run->record.documents, &filter);
    if (chosen.count == 0 && filter.number.size > 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "the record has no document %.*s", AC_TEXT_ARG(filter.number));
        return ac_say_error(&error);
    }
    return put_documents(arguments, run, &chosen, true);
}

static ac_exit books(const ac_arguments *arguments, ac_recharge_run *run)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_recharge_books form = is_format(arguments, "hledger")  ? AC_RECHARGE_HLEDGER
                             : is_format(arguments, "ledger") ? AC_RECHARGE_LEDGER
                             : is_format(arguments, "csv")    ? AC_RECHARGE_POSTINGS
                                                              : AC_RECHARGE_BALANCES;
    accord_status status = ac_recharge_read_record(run, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &run->faults, &error);
    }
    if (ac_recharge_add_books(&text, run, form, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    return put(arguments, &text);
}

/* Each verb has forms of its own, and options that mean nothing to others. */
static accord_status check_use(const ac_arguments *arguments, verb what, accord_error *error)
{
    static const struct {
        const char *option;
        unsigned verbs; /* a bit for each */
    } uses[] = {
        {"--month",  1u << CHECK | 1u << TIMESHEETS | 1u << INVOICE | 1u << CREDIT | 1u << LIST},
        {"--date",   1u << CHECK | 1u << TIMESHEETS | 1u << INVOICE | 1u << CREDIT             },
        {"--record", 1u << INVOICE | 1u << CREDIT                                              },
        {"--number", 1u << LIST                                                                },
        {"--site",   1u << LIST                                                                },
    };
    for (size_t i = 0; i < sizeof uses / sizeof uses[0]; i++) {
        if (ac_argument_of(arguments, uses[i].option) != NULL &&
            (uses[i].verbs >> what & 1u) == 0) {
            return ac_fail(
                error, ACCORD_EINPUT, "accord recharge %s has no %s", verbs[what], uses[i].option);
        }
    }
    bool journal = is_format(arguments, "hledger") || is_format(arguments, "ledger");
    bool page = is_format(arguments, "html") || is_format(arguments, "json") || is_file(arguments);
    bool table = what == TIMESHEETS && ac_argument_of(arguments, "--format") != NULL &&
                 !is_format(arguments, "csv");
    if (table || (what == LEDGER ? page : journal)) {
        return ac_fail(
            error, ACCORD_EINPUT, "accord recharge %s has no --format %s", verbs[what],
            ac_argument_of(arguments, "--format"));
    }
    if (is_file(arguments) && ac_argument_of(arguments, "-o") == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT, "--format %s needs -o OUT: a file to write",
            ac_argument_of(arguments, "--format"));
    }
    return ac_ok();
}

/* Prices a month, and writes what it makes; into the record too, where that was asked for. */
static ac_exit
issue_month(const ac_arguments *arguments, verb what, const ac_issue *issue, ac_recharge_run *run)
{
    accord_error error = {0};
    bool record = ac_argument_of(arguments, "--record") != NULL;
    accord_status status = ac_recharge_prepare(run, issue, &error);
    if (status.code == ACCORD_OK && record) {
        status = ac_recharge_keep(run, &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &run->faults, &error);
    }
    if (what == TIMESHEETS) {
        AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
        ac_unreported_add_csv(&text, &run->charges);
        return put(arguments, &text);
    }
    say_uncharged(run);
    ac_bills shown = record ? ac_recharge_added(run) : run->documents;
    return put_documents(arguments, run, &shown, record);
}

static ac_exit run_recharge(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_issue issue = {0};
    verb what = CHECK;
    ac_recharge_run run;
    bool record = ac_argument_of(arguments, "--record") != NULL;
    if (read_verb(arguments, &what, &error).code != ACCORD_OK ||
        check_use(arguments, what, &error).code != ACCORD_OK ||
        (what != LIST && what != LEDGER &&
         read_issue(arguments, what, &issue, &error).code != ACCORD_OK)) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status begun = ac_recharge_begin(&arena, arguments->files[1], record, &run, &error);
    ac_exit result = begun.code != ACCORD_OK ? ac_say_error(&error)
                     : what == LIST          ? list(arguments, &run)
                     : what == LEDGER        ? books(arguments, &run)
                                             : issue_month(arguments, what, &issue, &run);
    ac_recharge_end(&run);
    return result;
}

static const ac_option options[] = {
    {.name = "--month",                                          .argument = "MONTH"},
    {.name = "--date",                                           .argument = "DATE" },
    {.name = "--record"                                        },
    {.name = "--number",                                      .argument = "NUMBER"                   },
    {.name = "--site",                                        .argument = "CODE"},
    {.name = "--format", .argument = "table|csv|json|html|pdf|xlsx|hledger|ledger"                   },
    {.name = "-o",                                         .argument = "OUT"},
};

const ac_command ac_command_recharge = {
    "recharge", {options, sizeof options / sizeof options[0], 2, 2},
     run_recharge
};
