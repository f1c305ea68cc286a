/* SPDX-License-Identifier: MIT */
/* Runs the engine for a user: how many moves fit in a time, which roster is to be kept, and the
 * files of rosters. */

#include "app/roster_run.h"

#include "base/file.h"
#include "base/limits.h"
#include "extract/reader.h"
#include "pool/instance.h"
#include "roster/start.h"
#include "value/date.h"

#include <inttypes.h>

enum {
    BOUND_ROUNDS_LEAST = 4,
    BOUND_ROUNDS_MOST = 40,
    BOUND_ROUNDS_IN_TIME = 10000,
    TRIAL_MOVES = 100000,
    TRIAL_PART = 16,
    LINES_MOVES_A_ROUND = 500,
    LINES_ROUNDS_LEAST = 20,
    LINES_ROUNDS_MOST = 2000,
    LINES_BOUND_PART = 4 /* of the time is for the bound */
};

typedef struct deadline {
    int64_t (*now_ms)(void);
    int64_t at_ms;
} deadline;

static bool is_over(void *self)
{
    const deadline *limit = self;
    return limit->now_ms() >= limit->at_ms;
}

/* A trial that the solution does not depend on says how many moves fit in half of the time:
 * the rest is for flows, before and after, and for a machine that is busy. */
static int64_t moves_that_fit(const ac_problem *problem, const ac_roster_options *options)
{
    AC_SCOPED_ARENA(arena);
    ac_state state;
    ac_search_result result;
    ac_state_init(&arena, problem, &state);
    int64_t began = options->now_ms();
    deadline limit = {options->now_ms, began + (int64_t)options->seconds * 1000 / TRIAL_PART + 1};
    ac_stop stop = {is_over, &limit};
    ac_search_options trial = {.seed = 1, .moves = TRIAL_MOVES, .stop = &stop};
    ac_search(&arena, &state, &trial, &result);
    int64_t spent = options->now_ms() - began;
    spent = spent < 1 ? 1 : spent;
    return (int64_t)options->seconds * 1000 / 2 * result.moves / spent + 1;
}

/* With a time, rounds go on until it is over; without, they are as many as a search of so many
 * moves is worth, so that a short one is not kept waiting. */
static uint32_t bound_rounds(const ac_problem *problem, const ac_roster_options *options)
{
    if (options->seconds > 0) {
        return BOUND_ROUNDS_IN_TIME;
    }
    if (ac_days_fits(problem)) {
        int64_t worth = LINES_ROUNDS_LEAST + options->moves / LINES_MOVES_A_ROUND;
        return worth < LINES_ROUNDS_MOST ? (uint32_t)worth : LINES_ROUNDS_MOST;
    }
    uint32_t rounds = BOUND_ROUNDS_LEAST + ac_start_rounds(problem, options->moves);
    return rounds < BOUND_ROUNDS_MOST ? rounds : BOUND_ROUNDS_MOST;
}

/* A search among lines has its trial after the first lines are found: the time for it begins when
 * it is first asked whether it is over. */
typedef struct lines_pace {
    int64_t (*now_ms)(void);
    int64_t whole_ms;
    int64_t began_ms; /* of the trial, or 0 */
    deadline search;
} lines_pace;

static bool is_trial_over(void *self)
{
    lines_pace *pace = self;
    int64_t now = pace->now_ms();
    pace->began_ms = pace->began_ms == 0 ? now : pace->began_ms;
    return now - pace->began_ms > pace->whole_ms / TRIAL_PART / 2;
}

static int64_t moves_left(void *self, int64_t tried)
{
    const lines_pace *pace = self;
    int64_t now = pace->now_ms();
    int64_t left = pace->search.at_ms - now;
    int64_t spent = now - pace->began_ms;
    return left <= 0 ? 1 : tried * left / (spent < 1 ? 1 : spent) * 9 / 10 + 1;
}

accord_status ac_roster_run_solve(
    ac_arena *arena,
    ac_problem *problem,
    const ac_roster_options *options,
    ac_solution *solution,
    accord_error *error)
{
    deadline limit = {options->now_ms, options->now_ms() + (int64_t)options->seconds * 1000};
    ac_stop stop = {is_over, &limit};
    if (options->kept_path != NULL) {
        ac_roster kept = {0};
        AC_TRY(ac_roster_read(arena, problem, options->kept_path, &kept, error));
        problem->kept = kept.placements;
        problem->kept_count = kept.count;
    }
    bool lines = ac_days_fits(problem);
    int64_t whole_ms = (int64_t)options->seconds * 1000;
    lines_pace timing = {
        options->now_ms, whole_ms, 0, {options->now_ms, limit.at_ms - whole_ms / LINES_BOUND_PART}
    };
    ac_stop trial_over = {is_trial_over, &timing};
    ac_stop search_over = {is_over, &timing.search};
    ac_pace pace = {&trial_over, &search_over, moves_left, &timing};
    int64_t moves = options->moves > 0 ? options->moves
                    : lines            ? AC_ROSTER_MOVES_MAX
                                       : moves_that_fit(problem, options);
    ac_solve_options solve = {
        .search =
            {.seed = options->seed,
                     .moves = moves,
                     .stop = options->seconds > 0 ? &stop : NULL,
                     .tell = options->tell,
                     .tell_self = options->tell_self},
        .pace = lines && options->moves == 0 ? &pace : NULL,
        .bound_rounds = bound_rounds(problem, options),
        .referee_seconds = options->referee_seconds
    };
    return ac_roster_solve(arena, problem, &solve, solution, error);
}

/* The columns of a roster's CSV that say which session a row means. */
typedef struct roster_columns {
    size_t doctor;
    size_t request;
    size_t date;
    size_t part;
} roster_columns;

typedef struct roster_file {
    ac_reader *reader;
    const char *path;
    bool within; /* rows of days that the problem has not are passed over */
} roster_file;

static accord_status find_column(
    const ac_reader *reader, const char *path, const char *name, size_t *found, accord_error *error)
{
    const ac_row *heading = ac_reader_heading(reader);
    for (size_t i = 0; i < heading->field_count; i++) {
        if (ac_text_equal_ignoring_case(ac_text_trim(heading->fields[i]), ac_text_of(name))) {
            *found = i;
            return ac_ok();
        }
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s has no column \"%s\"; a roster has doctor, request, date and part, as accord roster "
        "solve "
        "--format csv writes it",
        path, name);
}

/* The duty of a request at a date and part, or AC_NO_DUTY. */
static uint32_t duty_of(const ac_problem *p, uint32_t request, ac_text date, ac_text part)
{
    for (uint32_t i = 0; i < p->requests[request].duty_count; i++) {
        const ac_duty *duty = &p->duties[p->requests[request].duty_first + i];
        AC_SCOPED_BUFFER(when, 60);
        if (p->dated) {
            ac_date_add_iso(&when, (accord_date){p->first.day + (int32_t)duty->day});
        } else {
            ac_buffer_addf(&when, "%" PRIu32, duty->day);
        }
        if (ac_text_equal(ac_buffer_text(&when), date) &&
            ac_text_is(part, p->part_names[duty->part])) {
            return p->requests[request].duty_first + i;
        }
    }
    return AC_NO_DUTY;
}

/* `column` is the one at fault where this fails, from 0. */
static accord_status read_placement(
    const ac_problem *p,
    const ac_row *row,
    const roster_columns *columns,
    ac_placement *one,
    size_t *column,
    accord_error *error)
{
    ac_text doctor = ac_text_trim(row->fields[columns->doctor]);
    ac_text request = ac_text_trim(row->fields[columns->request]);
    ac_text date = ac_text_trim(row->fields[columns->date]);
    ac_text part = ac_text_trim(row->fields[columns->part]);
    one->doctor = ac_problem_doctor(p, doctor);
    *column = columns->doctor;
    if (one->doctor == UINT32_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT, "doctor \"%.*s\" is not in the problem", AC_TEXT_ARG(doctor));
    }
    uint32_t of = ac_problem_request(p, request);
    *column = columns->request;
    if (of == UINT32_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "request \"%.*s\" is not in the problem; of one that recurs it "
            "is the code, a slash and its day or the Monday of its week",
            AC_TEXT_ARG(request));
    }
    one->duty = duty_of(p, of, date, part);
    *column = columns->date;
    if (one->duty == AC_NO_DUTY) {
        return ac_fail(
            error, ACCORD_EINPUT, "request \"%.*s\" has no session on %.*s %.*s in the problem",
            AC_TEXT_ARG(request), AC_TEXT_ARG(date), AC_TEXT_ARG(part));
    }
    return ac_ok();
}

/* Whether a row is of a day that the problem has not; a date that is none is not. */
static bool is_outside(const ac_problem *p, const ac_row *row, const roster_columns *columns)
{
    accord_date date;
    return ac_date_parse(ac_text_trim(row->fields[columns->date]), AC_DATE_ISO, &date, NULL).code ==
               ACCORD_OK &&
           (date.day < p->first.day || date.day >= p->first.day + (int32_t)p->day_count);
}

static accord_status read_csv(
    ac_arena *arena,
    const ac_problem *p,
    const roster_file *file,
    ac_roster *roster,
    accord_error *error)
{
    ac_reader *reader = file->reader;
    const char *path = file->path;
    roster_columns columns = {0};
    size_t capacity = 0;
    AC_TRY(find_column(reader, path, "doctor", &columns.doctor, error));
    AC_TRY(find_column(reader, path, "request", &columns.request, error));
    AC_TRY(find_column(reader, path, "date", &columns.date, error));
    AC_TRY(find_column(reader, path, "part", &columns.part, error));
    while (true) {
        const ac_row *row = NULL;
        ac_placement one = {0};
        size_t column = 0;
        AC_TRY(ac_reader_next(reader, &row, error));
        if (row == NULL) {
            return ac_ok();
        }
        if (file->within && row->fault == NULL && is_outside(p, row, &columns)) {
            continue;
        }
        accord_status status =
            row->fault != NULL
                ? ac_fail(error, ACCORD_EINPUT, "the row cannot be read: %s", row->fault)
                : read_placement(p, row, &columns, &one, &column, error);
        if (status.code == ACCORD_OK && roster->count == AC_POOL_DUTIES_MAX) {
            status = ac_fail(error, ACCORD_ELIMIT, "more than %u rows", AC_POOL_DUTIES_MAX);
        }
        if (status.code != ACCORD_OK) {
            ac_error_place(error, path, row->line, column + 1);
            return status;
        }
        AC_RESERVE(arena, roster->placements, roster->count, capacity);
        roster->placements[roster->count++] = one;
    }
}

accord_status ac_roster_read(
    ac_arena *arena,
    const ac_problem *problem,
    const char *path,
    ac_roster *roster,
    accord_error *error)
{
    ac_text bytes = {0};
    ac_roster found = {0};
    AC_TRY(ac_file_read(path, AC_FACT_FILE_BYTES_MAX, arena, &bytes, error));
    if (!problem->dated && !ac_text_starts(bytes, AC_TEXT("doctor,"))) {
        AC_TRY(ac_instance_read_roster(
            arena, bytes, path, problem, &found.placements, &found.count, error));
        *roster = found;
        return ac_ok();
    }
    roster_file file = {.path = path, .within = false};
    AC_TRY(ac_reader_open_text(bytes, path, ',', &file.reader, error));
    accord_status status = read_csv(arena, problem, &file, &found, error);
    ac_reader_close(file.reader);
    AC_TRY(status);
    *roster = found;
    return ac_ok();
}

accord_status ac_roster_read_within(
    ac_arena *arena,
    const ac_problem *problem,
    const char *path,
    ac_roster *roster,
    accord_error *error)
{
    roster_file file = {.path = path, .within = true};
    ac_roster found = {0};
    AC_TRY(ac_reader_open(path, ',', &file.reader, error));
    accord_status status = read_csv(arena, problem, &file, &found, error);
    ac_reader_close(file.reader);
    AC_TRY(status);
    *roster = found;
    return ac_ok();
}

static void add_candidate(ac_buffer *buffer, const ac_problem *p, const ac_candidate *c)
{
    ac_buffer_addf(buffer, "  %-10.*s ", AC_TEXT_ARG(p->doctors[c->doctor].code));
    if (c->rule != AC_RULE_NONE) {
        ac_buffer_add_z(buffer, ac_rule_sentence(c->rule));
        if (c->busy != AC_NO_DUTY) {
            const ac_request *other = &p->requests[p->duties[c->busy].request];
            ac_buffer_addf(buffer, " (request %.*s)", AC_TEXT_ARG(other->code));
        }
    } else {
        ac_buffer_add_z(buffer, c->holds ? "has it, for " : "could take it, for ");
        ac_problem_add_cost(buffer, p, c->cost_change);
    }
    ac_buffer_add_char(buffer, '\n');
}

accord_status ac_roster_add_who(
    ac_buffer *buffer,
    const ac_problem *problem,
    const ac_roster *roster,
    ac_text request,
    accord_error *error)
{
    uint32_t index = ac_problem_request(problem, request);
    if (index == UINT32_MAX) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is no request \"%.*s\" in the period; a request of every week has the date "
            "of its "
            "day after its code: R1/2015-01-05",
            AC_TEXT_ARG(request));
    }
    const ac_request *r = &problem->requests[index];
    for (uint32_t i = r->duty_first; i < r->duty_first + r->duty_count; i++) {
        AC_SCOPED_ARENA(arena);
        ac_candidate *list = NULL;
        ac_roster_rank(&arena, problem, roster, i, &list);
        ac_problem_add_when(buffer, problem, &problem->duties[i]);
        ac_buffer_add_char(buffer, '\n');
        for (uint32_t d = 0; d < problem->doctor_count; d++) {
            add_candidate(buffer, problem, &list[d]);
        }
    }
    return ac_ok();
}
