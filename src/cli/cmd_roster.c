/* SPDX-License-Identifier: MIT */
/* accord roster: who works which session; whether a roster keeps the rules; who could take one. */

#include "app/roster_run.h"
#include "app/sessions.h"
#include "base/limits.h"
#include "cli/data.h"
#include "cli/pool.h"
#include "cli/roster_show.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { SECONDS = 10, SECONDS_MOST = 86400, TELL_EVERY_MS = 500 };

static int64_t now_ms(void)
{
    struct timespec now = {0};
    (void)clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

typedef struct telling {
    bool terminal;
    bool drawn;
    int64_t told_ms;
} telling;

static void tell(void *self, int64_t moves, int64_t cost, int64_t hard)
{
    telling *to = self;
    int64_t now = now_ms();
    if (!to->terminal || now - to->told_ms < TELL_EVERY_MS) {
        return;
    }
    (void)fprintf(
        stderr, "\r\033[K%" PRId64 " moves, cost %" PRId64 "%s", moves, cost,
        hard > 0 ? ", rules still broken" : "");
    (void)fflush(stderr);
    to->told_ms = now;
    to->drawn = true;
}

static accord_status
read_numbers(const ac_arguments *arguments, ac_roster_options *options, accord_error *error)
{
    const char *seed = ac_argument_of(arguments, "--seed");
    const char *moves = ac_argument_of(arguments, "--moves");
    const char *seconds = ac_argument_of(arguments, "--seconds");
    const char *referee = ac_argument_of(arguments, "--referee");
    int64_t number = 1;
    if (seed != NULL) {
        AC_TRY(ac_whole_number("--seed", seed, INT64_MAX, &number, error));
    }
    options->seed = (uint64_t)number;
    if (moves != NULL) {
        AC_TRY(ac_whole_number("--moves", moves, AC_ROSTER_MOVES_MAX, &options->moves, error));
    }
    number = options->moves > 0 ? 0 : SECONDS;
    if (seconds != NULL) {
        AC_TRY(ac_whole_number("--seconds", seconds, SECONDS_MOST, &number, error));
    }
    options->seconds = (uint32_t)number;
    if (options->moves == 0 && options->seconds == 0) {
        return ac_fail(error, ACCORD_EINPUT, "give --moves or --seconds; both are 0");
    }
    number = 0;
    if (referee != NULL) {
        AC_TRY(ac_whole_number("--referee", referee, SECONDS_MOST, &number, error));
    }
    options->referee_seconds = (uint32_t)number;
    options->kept_path = ac_argument_of(arguments, "--keep");
    return ac_ok();
}

static ac_exit put(const ac_buffer *text, ac_roster_format format, ac_exit result)
{
    ac_exit done = ac_put_all(text, format == AC_ROSTER_TABLE);
    return done == AC_EXIT_DONE ? result : done;
}

static bool is_over(void *self)
{
    const int64_t *at_ms = self;
    return now_ms() >= *at_ms;
}

/* A smallest set of rules that clash, where the referee was allowed to say. */
static void say_clash(ac_arena *arena, const ac_problem *problem, uint32_t seconds)
{
    ac_clash clash = {0};
    accord_error error = {0};
    int64_t at_ms = now_ms() + (int64_t)seconds * 1000;
    ac_stop stop = {is_over, &at_ms};
    if (seconds == 0 ||
        ac_roster_clash(arena, problem, seconds, &stop, &clash, &error).code != ACCORD_OK ||
        !clash.proven) {
        ac_say("no roster found keeps every rule; give more --seconds, or --referee to look for a "
               "proof");
        return;
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_clash_add(&text, problem, &clash);
    ac_say(
        clash.least ? "these cannot all be kept; without any one of them the others can be:"
                    : "these cannot all be kept; there may be a smaller set, which more seconds "
                      "for --referee would find:");
    ac_say("%.*s", AC_TEXT_ARG(ac_text_trim(ac_buffer_text(&text))));
}

static ac_exit solve(const ac_arguments *arguments, ac_arena *arena, ac_problem *problem)
{
    accord_error error = {0};
    ac_solution solution = {0};
    telling to = {
        .terminal = isatty(STDERR_FILENO) == 1 && ac_argument_of(arguments, "--quiet") == NULL};
    ac_roster_options options = {.now_ms = now_ms, .tell = tell, .tell_self = &to};
    if (read_numbers(arguments, &options, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    accord_status status = ac_roster_run_solve(arena, problem, &options, &solution, &error);
    if (to.drawn) {
        (void)fputs("\r\033[K", stderr);
    }
    if (status.code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_solution_add(&text, problem, &solution, ac_cli_roster_format(arguments));
    if (!solution.lawful) {
        say_clash(arena, problem, options.referee_seconds);
    }
    return put(&text, ac_cli_roster_format(arguments), solution.lawful ? AC_EXIT_DONE : AC_EXIT_NO);
}

static ac_exit look_at(const ac_arguments *arguments, ac_arena *arena, const ac_problem *problem)
{
    accord_error error = {0};
    ac_roster roster = {0};
    ac_verdict verdict;
    const char *request = ac_argument_of(arguments, "--request");
    bool who = strcmp(arguments->files[0], "who") == 0;
    if (arguments->file_count < 3 || (who && request == NULL)) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "accord roster %s needs a roster%s", arguments->files[0],
            who ? " and --request" : " after the problem");
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_roster_read(arena, problem, arguments->files[2], &roster, &error).code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    if (who) {
        if (ac_roster_add_who(&text, problem, &roster, ac_text_of(request), &error).code !=
            ACCORD_OK) {
            return ac_say_error(&error);
        }
        return put(&text, AC_ROSTER_TABLE, AC_EXIT_DONE);
    }
    ac_roster_check(arena, problem, roster.placements, roster.count, &verdict);
    ac_verdict_add(&text, problem, &verdict, ac_cli_roster_format(arguments));
    return put(
        &text, ac_cli_roster_format(arguments),
        verdict.broken_count == 0 ? AC_EXIT_DONE : AC_EXIT_NO);
}

/* The problem with what accord session has booked in it. */
static ac_exit read_booked(
    const ac_arguments *arguments,
    ac_sessions *sessions,
    const ac_pool_period *period,
    ac_problem *problem)
{
    AC_SCOPED_BUFFER(reasons, AC_FACT_FILE_BYTES_MAX);
    accord_error error = {0};
    ac_pool_faults faults = {.arena = sessions->arena};
    if (ac_sessions_open(
            sessions->arena, arguments->files[1], 0, AC_SESSIONS_READ, sessions, &error)
            .code != ACCORD_OK) {
        return ac_say_error(&error);
    }
    accord_status status = ac_sessions_read_pool(sessions, &faults, &error);
    if (status.code != ACCORD_OK) {
        return ac_cli_say_pool(status, &faults, &error);
    }
    status = ac_sessions_problem(sessions, period, problem, &reasons, &error);
    ac_say_text(ac_buffer_text(&reasons));
    return status.code == ACCORD_OK ? AC_EXIT_DONE : ac_say_error(&error);
}

static ac_exit read_problem(
    const ac_arguments *arguments,
    ac_arena *arena,
    const ac_pool_period *period,
    ac_problem *problem)
{
    accord_error error = {0};
    ac_pool_faults faults = {.arena = arena};
    if (ac_argument_of(arguments, "--booked") != NULL) {
        ac_sessions sessions = {.arena = arena, .lock = -1};
        ac_exit result = read_booked(arguments, &sessions, period, problem);
        ac_sessions_close(&sessions);
        return result;
    }
    accord_status status =
        ac_pool_problem_read(arena, arguments->files[1], period, problem, &faults, &error);
    return status.code == ACCORD_OK ? AC_EXIT_DONE : ac_cli_say_pool(status, &faults, &error);
}

static bool is_for_show(const char *format)
{
    return strcmp(format, "html") == 0 || strcmp(format, "xlsx") == 0 || strcmp(format, "pdf") == 0;
}

static ac_exit run_roster(const ac_arguments *arguments)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_pool_period period = {0};
    ac_problem problem = {0};
    const char *what = arguments->files[0];
    const char *format = ac_argument_of(arguments, "--format");
    bool is_solve = strcmp(what, "solve") == 0;
    bool is_show = strcmp(what, "show") == 0;
    if (!is_solve && !is_show && strcmp(what, "check") != 0 && strcmp(what, "who") != 0) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "accord roster can solve, check, who or show, not \"%.60s\"",
            what);
        return ac_say_misuse(arguments->command, &error);
    }
    if (ac_cli_period(arguments, &period, &error).code != ACCORD_OK) {
        return ac_say_misuse(arguments->command, &error);
    }
    if (is_show) {
        return ac_cli_roster_show(arguments, &arena, &period);
    }
    if (format != NULL && is_for_show(format)) {
        (void)ac_fail(
            &error, ACCORD_EINPUT, "accord roster %s writes table, csv or json, not %s", what,
            format);
        return ac_say_misuse(arguments->command, &error);
    }
    ac_exit result = read_problem(arguments, &arena, &period, &problem);
    if (result != AC_EXIT_DONE) {
        return result;
    }
    return is_solve ? solve(arguments, &arena, &problem) : look_at(arguments, &arena, &problem);
}

static const ac_option options[] = {
    AC_PERIOD_OPTIONS,
    {.name = "--seed",    .argument = "N"},
    {.name = "--moves",                   .argument = "N"},
    {.name = "--seconds",.argument = "N"},
    {.name = "--referee", .argument = "N"},
    {.name = "--booked"                  },
    {.name = "--keep",    .argument = "FILE"},
    {.name = "--request",  .argument = "CODE"},
    {.name = "--format",    .argument = "table|csv|json|html|xlsx|pdf"},
    {.name = "--doctor",                   .argument = "CODE"},
    {.name = "--site",.argument = "CODE"},
    {.name = "--checks",  .argument = "DAYS"},
    {.name = "-o",                   .argument = "OUT"},
    {.name = "--quiet"},
};

const ac_command ac_command_roster = {
    "roster", {options, sizeof options / sizeof options[0], 2, 3},
     run_roster
};
