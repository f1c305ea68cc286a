/* SPDX-License-Identifier: MIT */
/* accord recharge: what each practice owes for the sessions of a pool. */

#include "app/recharge_run.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/data.h"
#include "cli/pool.h"
#include "value/date.h"

#include <string.h>
#include <time.h>

typedef enum verb { CHECK, INVOICE, CREDIT, LIST, VERBS } verb;

static const char *const verbs[VERBS] = {"check", "invoice", "credit", "list"};

static accord_status read_verb(const ac_arguments *arguments, verb *found, accord_error *error)
{
    for (int i = 0; i < VERBS; i++) {
        if (strcmp(arguments->files[0], verbs[i]) == 0) {
            *found = (verb)i;
            return ac_ok();
        }
    }
    return ac_fail(
        error, ACCORD_EINPUT, "accord recharge can check, invoice, credit or list, not \"%.60s\"",
        arguments->files[0]);
}

static accord_status
read_issue(const ac_arguments *arguments, verb what, ac_issue *issue, accord_error *error)
{
    const char *month = ac_argument_of(arguments, "--month");
    const char *date = ac_argument_of(arguments, "--date");
    *issue =
        (ac_issue){.date = {(int32_t)(time(NULL) / 86400)}, .corrections_only = what == CREDIT};
    if (month == NULL) {
        return ac_fail(error, ACCORD_EINPUT, "say which month: --month 2016-01");
    }
    AC_TRY(ac_month_parse(ac_text_of(month), &issue->month, error));
    if (what == CHECK) {
        issue->date.day = AC_ISSUE_UNDATED; /* what would be sent, whatever day it is */
    }
    return date == NULL ? ac_ok() : ac_data_day("--date", date, &issue->date, error);
}

static bool is_format(const ac_arguments *arguments, const char *word)
{
    const char *format = ac_argument_of(arguments, "--format");
    return format != NULL && strcmp(format, word) == 0;
}

static accord_status add_documents(
    const ac_arguments *arguments,
    const ac_recharge_run *run,
    const ac_documents *documents,
    bool recorded,
    ac_buffer *text,
    accord_error *error)
{
    if (is_format(arguments, "html")) {
        return ac_recharge_add_page(text, documents, recorded, error);
    }
    if (is_format(arguments, "csv")) {
        ac_documents_add_csv(text, documents);
    } else if (is_format(arguments, "json")) {
        ac_documents_add_json(
            text, documents, &run->charges, recorded, ac_text_of(run->record.head));
    } else {
        ac_documents_add_table(text, documents, &run->charges);
    }
    return text->overflowed ? ac_fail(error, ACCORD_ELIMIT, "that is more text than accord writes")
                            : ac_ok();
}

/* A file is never written over: it may have been sent, or be one that was read. */
static ac_exit
put(const ac_arguments *arguments,
    const ac_recharge_run *run,
    const ac_documents *documents,
    bool recorded)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    const char *out = ac_argument_of(arguments, "-o");
    if (add_documents(arguments, run, documents, recorded, &text, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    if (out != NULL) {
        bool written = ac_file_check_new(out, &error).code == ACCORD_OK &&
                       ac_file_write(out, ac_buffer_text(&text), &error).code == ACCORD_OK;
        return written ? AC_EXIT_DONE : ac_say_error(&error);
    }
    if (is_format(arguments, "csv") || is_format(arguments, "json") ||
        is_format(arguments, "html")) {
        ac_put(ac_buffer_text(&text));
    } else {
        ac_put_shown(ac_buffer_text(&text));
    }
    return AC_EXIT_DONE;
}

static void say_uncharged(const ac_recharge_run *run)
{
    if (run->charges.uncharged_count > 0) {
        ac_say(
            "%zu session%s not charged: --format table or json says which and why",
            run->charges.uncharged_count, run->charges.uncharged_count == 1 ? " is" : "s are");
    }
}

static accord_status
read_filter(const ac_arguments *arguments, ac_document_filter *filter, accord_error *error)
{
    const char *month = ac_argument_of(arguments, "--month");
    *filter = (ac_document_filter){
        .number = ac_text_of(ac_argument_of(arguments, "--number")),
        .site = ac_text_of(ac_argument_of(arguments, "--site")),
        .has_month = month != NULL};
    return month == NULL ? ac_ok() : ac_month_parse(ac_text_of(month), &filter->month, error);
}

/* Writes what the record holds. */
static ac_exit list(const ac_arguments *arguments, ac_recharge_run *run)
{
    accord_error error = {0};
    ac_document_filter filter;
    if (read_filter(arguments, &filter, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status = ac_recharge_read_record(run, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &run->faults, &error);
    }
    ac_documents chosen = ac_documents_chosen(run->arena, &run->record.documents, &filter);
    if (chosen.count == 0 && filter.number.size > 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "the record has no document %.*s", AC_TEXT_ARG(filter.number));
        return ac_say_error(&error);
    }
    return put(arguments, run, &chosen, true);
}

static ac_exit run_recharge(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_issue issue = {0};
    verb what = CHECK;
    ac_recharge_run run = {.arena = &arena, .folder = arguments->files[1]};
    bool record = ac_argument_of(arguments, "--record") != NULL;
    if (read_verb(arguments, &what, &error).code != ACCORD_OK ||
        (what != LIST && read_issue(arguments, what, &issue, &error).code != ACCORD_OK)) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (what == LIST) {
        return list(arguments, &run);
    }
    accord_status status = ac_recharge_prepare(&run, &issue, &error);
    if (status.code == ACCORD_OK && record && what != CHECK) {
        status = ac_recharge_keep(&run, &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &run.faults, &error);
    }
    say_uncharged(&run);
    bool kept = record && what != CHECK;
    ac_documents shown = kept ? ac_recharge_added(&run) : run.documents;
    return put(arguments, &run, &shown, kept);
}

static const ac_option options[] = {
    {.name = "--month",                  .argument = "MONTH"},
    {.name = "--date",                   .argument = "DATE" },
    {.name = "--record"                },
    {.name = "--number",              .argument = "NUMBER"                   },
    {.name = "--site",                .argument = "CODE"},
    {.name = "--format", .argument = "table|csv|json|html"                   },
    {.name = "-o",                 .argument = "OUT"},
};

const ac_command ac_command_recharge = {
    "recharge", {options, sizeof options / sizeof options[0], 2, 2},
     run_recharge
};
