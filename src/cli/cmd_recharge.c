/* SPDX-License-Identifier: MIT */
/* accord recharge: what each practice owes for the sessions of a pool. */

#include "app/recharge_run.h"
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

static ac_exit put(const ac_arguments *arguments, const ac_recharge_run *run, bool recorded)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    const char *format = ac_argument_of(arguments, "--format");
    const ac_documents *documents = recorded ? &run->record.documents : &run->documents;
    bool table = format == NULL || strcmp(format, "table") == 0;
    if (table) {
        ac_documents_add_table(&text, documents, &run->charges);
    } else if (strcmp(format, "csv") == 0) {
        ac_documents_add_csv(&text, documents);
    } else {
        ac_documents_add_json(
            &text, documents, &run->charges, recorded, ac_text_of(run->record.head));
    }
    if (text.overflowed) {
        ac_say("accord: that is more text than accord writes");
        return AC_EXIT_FAILED;
    }
    if (table) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
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
    accord_status status = what == LIST ? ac_recharge_read_record(&run, &error)
                                        : ac_recharge_prepare(&run, &issue, &error);
    if (status.code == ACCORD_OK && record && (what == INVOICE || what == CREDIT)) {
        status = ac_recharge_keep(&run, &error);
    }
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &run.faults, &error);
    }
    say_uncharged(&run);
    return put(arguments, &run, what == LIST);
}

static const ac_option options[] = {
    {.name = "--month",             .argument = "MONTH"},
    {.name = "--date",              .argument = "DATE" },
    {.name = "--record"           },
    {.name = "--format", .argument = "table|csv|json"                   },
};

const ac_command ac_command_recharge = {
    "recharge", {options, sizeof options / sizeof options[0], 2, 2},
     run_recharge
};
