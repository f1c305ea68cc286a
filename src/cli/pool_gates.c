/* SPDX-License-Identifier: MIT */
/* accord pool gates: the checks of doctors listed, one written down, the last writing undone. */

#include "cli/pool_gates.h"

#include "app/pool_gates.h"
#include "base/limits.h"
#include "base/lock.h"
#include "cli/data.h"
#include "cli/pool.h"

#include <string.h>

enum { CHECK_DAYS = 28, CHECK_DAYS_MOST = 3660 };

static ac_exit say_dry_run(bool dry_run)
{
    if (dry_run) {
        ac_say("a dry run: nothing was written");
    }
    return AC_EXIT_DONE;
}

static ac_exit list(const ac_arguments *arguments, ac_arena *arena, accord_date today)
{
    accord_error error = {0};
    ac_pool_faults faults = {.arena = arena};
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    const char *checks = ac_argument_of(arguments, "--checks");
    const char *format = ac_argument_of(arguments, "--format");
    int64_t days = CHECK_DAYS;
    if (checks != NULL &&
        ac_whole_number("--checks", checks, CHECK_DAYS_MOST, &days, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    ac_gates_shown shown = {
        .doctor = ac_argument_of(arguments, "--doctor"),
        .on = today,
        .days = (int32_t)days,
        .csv = format != NULL && strcmp(format, "csv") == 0};
    if (format != NULL && !shown.csv && strcmp(format, "table") != 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "accord pool gates writes a table or csv, not %s", format);
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status =
        ac_gates_list(arena, arguments->files[1], &shown, &text, &faults, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    ac_put_shown(ac_buffer_text(&text));
    return AC_EXIT_DONE;
}

static ac_exit undo(const ac_arguments *arguments, ac_arena *arena)
{
    accord_error error = {0};
    int lock = AC_LOCK_NONE;
    bool dry_run = ac_argument_of(arguments, "--dry-run") != NULL;
    const char *folder = arguments->files[1];
    accord_status status = ac_gates_file_lock(arena, folder, &lock, &error);
    if (status.code == ACCORD_OK) {
        status = ac_gates_file_undo(arena, folder, dry_run, &error);
    }
    ac_lock_leave(&lock);
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    ac_put(AC_TEXT("gates.csv is as it was before it was last written\n"));
    return say_dry_run(dry_run);
}

static accord_status
day_of(const ac_arguments *arguments, const char *option, accord_date *day, accord_error *error)
{
    const char *said = ac_argument_of(arguments, option);
    return said == NULL ? ac_ok() : ac_data_day(option, said, day, error);
}

static accord_status
read_order(const ac_arguments *arguments, ac_gate_order *order, accord_error *error)
{
    static const char *const needed[] = {"--doctor", "--gate", "--source", "--checked-by"};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        const char *said = ac_argument_of(arguments, needed[i]);
        if (said == NULL || said[0] == '\0') {
            return ac_fail(
                error, ACCORD_EINPUT, "to write a check down, accord pool gates needs %s",
                needed[i]);
        }
    }
    AC_TRY(day_of(arguments, "--checked-on", &order->on, error));
    order->from = order->on;
    AC_TRY(day_of(arguments, "--from", &order->from, error));
    order->has_until = ac_argument_of(arguments, "--until") != NULL;
    return day_of(arguments, "--until", &order->until, error);
}

static ac_exit record(const ac_arguments *arguments, ac_arena *arena, accord_date today)
{
    accord_error error = {0};
    ac_pool_faults faults = {.arena = arena};
    AC_SCOPED_BUFFER(told, AC_ROW_BYTES_MAX);
    ac_gate_order order = {
        .folder = arguments->files[1],
        .doctor = ac_argument_of(arguments, "--doctor"),
        .gate = ac_argument_of(arguments, "--gate"),
        .state = ac_argument_of(arguments, "--state"),
        .site = ac_argument_of(arguments, "--site"),
        .system = ac_argument_of(arguments, "--system"),
        .condition = ac_argument_of(arguments, "--condition"),
        .not_skill = ac_argument_of(arguments, "--not-skill"),
        .not_duty = ac_argument_of(arguments, "--not-duty"),
        .source = ac_argument_of(arguments, "--source"),
        .by = ac_argument_of(arguments, "--checked-by"),
        .on = today,
        .today = today,
        .lift = ac_argument_of(arguments, "--lift") != NULL,
        .dry_run = ac_argument_of(arguments, "--dry-run") != NULL};
    if (read_order(arguments, &order, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status = ac_gate_order_run(arena, &order, &faults, &told, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    ac_put_shown(ac_buffer_text(&told));
    return say_dry_run(order.dry_run);
}

ac_exit ac_cli_pool_gates(const ac_arguments *arguments, ac_arena *arena)
{
    /* With any of these a check is meant to be written, so that what is lacking is told. */
    static const char *const writing[] = {
        "--gate",   "--state",      "--until",      "--system", "--site",      "--condition",
        "--source", "--checked-by", "--checked-on", "--lift",   "--not-skill", "--not-duty"};
    accord_error error = {0};
    ac_pool_period period = {0};
    bool write = false;
    if (ac_cli_period(arguments, &period, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    for (size_t i = 0; i < sizeof writing / sizeof writing[0]; i++) {
        write = write || ac_argument_of(arguments, writing[i]) != NULL;
    }
    if (ac_argument_of(arguments, "--undo") != NULL) {
        if (write) {
            (void)ac_fail(&error, ACCORD_EINPUT, "--undo takes no check: it takes the last back");
            return ac_say_misuse(arguments->command, &error);
        }
        return undo(arguments, arena);
    }
    return write ? record(arguments, arena, period.today) : list(arguments, arena, period.today);
}
