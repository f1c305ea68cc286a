/* SPDX-License-Identifier: MIT */
/* A roster as a page, a workbook, a PDF, rows or text, to a file or to standard output. */

#include "cli/roster_show.h"

#include "app/roster_show.h"
#include "base/file.h"
#include "base/limits.h"
#include "cli/data.h"

#include <string.h>

enum { CHECK_DAYS = 28, CHECK_DAYS_MOST = 3660 };

static accord_status
read_show(const ac_arguments *arguments, ac_roster_show *show, accord_error *error)
{
    const char *days = ac_argument_of(arguments, "--checks");
    const char *format = ac_argument_of(arguments, "--format");
    const char *out = ac_argument_of(arguments, "-o");
    int64_t number = CHECK_DAYS;
    bool binary = format != NULL && (strcmp(format, "xlsx") == 0 || strcmp(format, "pdf") == 0);
    if (arguments->file_count < 3) {
        return ac_fail(error, ACCORD_EINPUT, "accord roster show needs a folder and a roster");
    }
    if (format != NULL && strcmp(format, "json") == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "accord roster show has no json; csv has a row for each session, for programs");
    }
    if (binary && out == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT, "--format %s needs -o FILE, such as -o rota.%s", format, format);
    }
    if (show->doctor != NULL && show->site != NULL) {
        return ac_fail(error, ACCORD_EINPUT, "give --doctor or --site, not both");
    }
    if (out != NULL && strcmp(out, arguments->files[2]) == 0) {
        return ac_fail(error, ACCORD_EINPUT, "-o names the roster that is to be read");
    }
    if (days != NULL) {
        AC_TRY(ac_whole_number("--checks", days, CHECK_DAYS_MOST, &number, error));
    }
    show->check_days = (uint32_t)number;
    return ac_ok();
}

static accord_status
write_rota(const ac_arguments *arguments, const ac_rota *rota, accord_error *error)
{
    const char *format = ac_argument_of(arguments, "--format");
    const char *out = ac_argument_of(arguments, "-o");
    format = format == NULL ? "table" : format;
    if (strcmp(format, "xlsx") == 0) {
        return ac_roster_show_workbook(out, rota, error);
    }
    if (strcmp(format, "pdf") == 0) {
        return ac_rota_write_pdf(out, rota, error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (strcmp(format, "html") == 0) {
        AC_TRY(ac_rota_page_add(&text, rota, error));
    } else if (strcmp(format, "csv") == 0) {
        ac_rota_add_csv(&text, rota);
    } else {
        ac_rota_add_text(&text, rota);
    }
    if (text.overflowed) {
        return ac_fail(error, ACCORD_ELIMIT, "there is more text than can be written");
    }
    if (out != NULL) {
        return ac_file_write(out, ac_buffer_text(&text), error);
    }
    if (strcmp(format, "table") == 0) {
        ac_put_shown(ac_buffer_text(&text));
    } else {
        ac_put(ac_buffer_text(&text));
    }
    return ac_ok();
}

ac_exit
ac_cli_roster_show(const ac_arguments *arguments, ac_arena *arena, const ac_pool_period *period)
{
    accord_error error = {0};
    ac_rota rota = {0};
    ac_pool_faults faults = {.arena = arena};
    ac_roster_show show = {
        .folder = arguments->files[1],
        .period = *period,
        .doctor = ac_argument_of(arguments, "--doctor"),
        .site = ac_argument_of(arguments, "--site")};
    if (read_show(arguments, &show, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    show.roster = arguments->files[2];
    accord_status status = ac_roster_show_make(arena, &show, &rota, &faults, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    status = write_rota(arguments, &rota, &error);
    return status.code == ACCORD_OK ? AC_EXIT_DONE : ac_say_error(&error);
}
