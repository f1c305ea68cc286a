/* SPDX-License-Identifier: MIT */
/* The period of a pool from the arguments, and its faults to the user. */

#include "cli/pool.h"

#include "base/limits.h"
#include "cli/books.h"
#include "cli/data.h"
#include "value/date.h"

#include <string.h>

static accord_status
date_option(const ac_arguments *arguments, const char *name, accord_date *date, accord_error *error)
{
    const char *said = ac_argument_of(arguments, name);
    if (said != NULL &&
        ac_date_parse(ac_text_of(said), AC_DATE_ISO, date, NULL).code != ACCORD_OK) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s \"%.60s\" is no day; write it as 2015-01-05", name, said);
    }
    return ac_ok();
}

accord_status
ac_cli_period(const ac_arguments *arguments, ac_pool_period *period, accord_error *error)
{
    int64_t weeks = AC_CLI_WEEKS;
    const char *said = ac_argument_of(arguments, "--weeks");
    ac_pool_period read = {.today = ac_books_today()};
    AC_TRY(date_option(arguments, "--today", &read.today, error));
    read.from.day = read.today.day + 7 - (int32_t)ac_weekday_of(read.today);
    AC_TRY(date_option(arguments, "--from", &read.from, error));
    if (said != NULL) {
        AC_TRY(ac_whole_number("--weeks", said, AC_CLI_WEEKS_MOST, &weeks, error));
    }
    if (weeks == 0) {
        return ac_fail(error, ACCORD_EINPUT, "--weeks 0 plans nothing; give 1 or more");
    }
    read.until.day = read.from.day + (int32_t)weeks * 7;
    *period = read;
    return ac_ok();
}

ac_exit
ac_cli_say_pool(accord_status status, const ac_pool_faults *faults, const accord_error *error)
{
    if (status.code != ACCORD_ENO || faults->found == 0) {
        return ac_say_error(error);
    }
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    ac_pool_faults_add_text(&text, faults);
    ac_buffer_addf(
        &text, "%zu fault%s; nothing was imported. Mend %s, then check again\n", faults->found,
        faults->found == 1 ? "" : "s", faults->found == 1 ? "it" : "these");
    ac_say_text(ac_buffer_text(&text));
    return AC_EXIT_NO;
}

ac_roster_format ac_cli_roster_format(const ac_arguments *arguments)
{
    const char *format = ac_argument_of(arguments, "--format");
    if (format == NULL || strcmp(format, "table") == 0) {
        return AC_ROSTER_TABLE;
    }
    return strcmp(format, "csv") == 0 ? AC_ROSTER_CSV : AC_ROSTER_JSON;
}
