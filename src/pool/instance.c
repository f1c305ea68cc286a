/* SPDX-License-Identifier: MIT */
/* Reads the text form of the Nottingham shift-scheduling cases. What its rules mean, as
 * published with them: a run of days is held to its most as if the days before and after the
 * horizon were free, and to its least as if the run went on beyond it; a weekend counts if its
 * Saturday or its Sunday is worked; a wish costs its weight if it is not met; cover costs its
 * weight for each doctor under or over. */

#include "base/limits.h"
#include "pool/instance_rows.h"

#include <string.h>

bool ac_instance_is(ac_text bytes)
{
    size_t at = 0;
    ac_text text = {0};
    while (ac_instance_next_line(bytes, &at, &text)) {
        text = ac_text_trim(text);
        if (text.size > 0 && text.at[0] != '#') {
            return ac_text_is(text, ac_instance_sections[AC_SECTION_HORIZON]);
        }
    }
    return false;
}

static accord_status split_lines(ac_instance_reading *work, ac_text bytes)
{
    size_t at = 0;
    ac_instance_section now = AC_SECTION_NONE;
    ac_text text = {0};
    for (uint64_t number = 1; ac_instance_next_line(bytes, &at, &text); number++) {
        text = ac_text_trim(text);
        if (text.size == 0 || text.at[0] == '#') {
            continue;
        }
        if (ac_text_starts(text, AC_TEXT("SECTION_"))) {
            now = AC_SECTION_NONE;
            for (ac_instance_section i = AC_SECTION_HORIZON; i < AC_SECTIONS; i++) {
                now = ac_text_is(text, ac_instance_sections[i]) ? i : now;
            }
            if (now != AC_SECTION_NONE) {
                continue;
            }
        }
        if (now == AC_SECTION_NONE) {
            accord_status failed = ac_fail(
                work->error, ACCORD_EINPUT,
                "\"%.*s\" is no section of a shift-scheduling case; the first is SECTION_HORIZON",
                AC_TEXT_ARG(ac_text_slice(text, 0, 60)));
            ac_error_place(work->error, work->path, number, 1);
            return failed;
        }
        AC_RESERVE(work->arena, work->lines, work->count, work->capacity);
        work->lines[work->count++] = (ac_instance_line){text, number, now};
        work->of[now]++;
    }
    return ac_ok();
}

/* One duty and one request for each day and shift, in that order. */
static void make_duties(ac_instance_reading *work)
{
    ac_problem *problem = work->problem;
    problem->duty_count = problem->day_count * problem->kind_count;
    problem->request_count = problem->duty_count;
    problem->duties = AC_NEW_ARRAY(work->arena, ac_duty, problem->duty_count);
    problem->requests = AC_NEW_ARRAY(work->arena, ac_request, problem->duty_count);
    work->covered = AC_NEW_ARRAY(work->arena, bool, problem->duty_count);
    for (uint32_t i = 0; i < problem->duty_count; i++) {
        uint32_t kind = i % problem->kind_count;
        AC_SCOPED_BUFFER(code, 200);
        ac_buffer_addf(
            &code, "%u-%.*s", i / problem->kind_count, AC_TEXT_ARG(problem->kinds[kind].code));
        problem->duties[i] = (ac_duty){
            .request = i,
            .day = i / problem->kind_count,
            .kind = kind,
            .site = AC_NO_SITE,
            .room = AC_NO_ROOM,
            .most = UINT32_MAX,
            .minutes = problem->kinds[kind].minutes,
            .tags = AC_TAG_ALL | UINT64_C(1) << kind};
        problem->requests[i] = (ac_request){
            .code = ac_text_copy(work->arena, ac_buffer_text(&code)),
            .duty_first = i,
            .duty_count = 1,
            .over_allowed = true};
    }
    ac_problem_tables(work->arena, problem);
}

/* A shift that a person may never work need not be tried: it is refused beforehand. */
static void refuse_kinds(ac_problem *problem)
{
    for (uint32_t i = 0; i < problem->counter_count; i++) {
        const ac_counter *counter = &problem->counters[i];
        for (uint32_t duty = 0; counter->most == 0 && duty < problem->duty_count; duty++) {
            size_t pair = ac_pair_of(problem, counter->doctor, duty);
            if (counter->unit == AC_COUNT_SESSIONS && problem->refusals[pair] == AC_RULE_NONE &&
                (problem->duties[duty].tags & counter->tags) != 0) {
                problem->refusals[pair] = AC_RULE_KIND;
            }
        }
    }
}

static accord_status check_counts(const ac_instance_reading *work)
{
    static const struct {
        ac_instance_section section;
        uint64_t most;
    } needed[] = {
        {AC_SECTION_HORIZON, 1                     },
        {AC_SECTION_SHIFTS,  AC_KINDS_MOST         },
        {AC_SECTION_STAFF,   AC_POOL_DOCTORS_MAX   },
        {AC_SECTION_COVER,   AC_INSTANCE_NUMBER_MAX},
    };
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        size_t count = work->of[needed[i].section];
        if (count == 0 || count > needed[i].most) {
            return ac_fail(
                work->error, count == 0 ? ACCORD_EINPUT : ACCORD_ELIMIT,
                "%s has %zu lines under %s; from 1 to %llu were expected", work->path, count,
                ac_instance_sections[needed[i].section], (unsigned long long)needed[i].most);
        }
    }
    return ac_ok();
}

/* Reads all lines of one section with a reader that takes the line's number within it. */
static accord_status each(
    ac_instance_reading *work,
    ac_instance_section wanted,
    accord_status (*read)(ac_instance_reading *, const ac_instance_line *, uint32_t))
{
    uint32_t index = 0;
    for (size_t i = 0; i < work->count; i++) {
        if (work->lines[i].section == wanted) {
            AC_TRY(read(work, &work->lines[i], index));
            index++;
        }
    }
    return ac_ok();
}

static accord_status read_rest(ac_instance_reading *work)
{
    for (size_t i = 0; i < work->count; i++) {
        const ac_instance_line *at = &work->lines[i];
        if (at->section == AC_SECTION_DAYS_OFF) {
            AC_TRY(ac_instance_read_days_off(work, at));
        } else if (at->section == AC_SECTION_ON || at->section == AC_SECTION_OFF) {
            AC_TRY(ac_instance_read_wish(work, at));
        } else if (at->section == AC_SECTION_COVER) {
            AC_TRY(ac_instance_read_cover(work, at));
        }
    }
    return ac_ok();
}

accord_status ac_instance_read(
    ac_arena *arena, ac_text bytes, const char *path, ac_problem *problem, accord_error *error)
{
    static const char *const part_names[] = {""};
    ac_problem made = {.part_count = 1, .part_names = part_names};
    ac_instance_reading work = {.arena = arena, .path = path, .problem = &made, .error = error};
    ac_names_init(&work.people, arena);
    ac_names_init(&work.shifts, arena);
    AC_TRY(split_lines(&work, bytes));
    AC_TRY(check_counts(&work));
    made.kind_count = (uint32_t)work.of[AC_SECTION_SHIFTS];
    made.doctor_count = (uint32_t)work.of[AC_SECTION_STAFF];
    made.kinds = AC_NEW_ARRAY(arena, ac_session_kind, made.kind_count);
    made.doctors = AC_NEW_ARRAY(arena, ac_doctor, made.doctor_count);
    made.counters =
        AC_NEW_ARRAY(arena, ac_counter, (size_t)made.doctor_count * AC_INSTANCE_COUNTERS_A_PERSON);
    AC_TRY(each(&work, AC_SECTION_HORIZON, ac_instance_read_horizon));
    AC_TRY(each(&work, AC_SECTION_SHIFTS, ac_instance_read_shift));
    AC_TRY(each(&work, AC_SECTION_SHIFTS, ac_instance_read_follow));
    AC_TRY(each(&work, AC_SECTION_STAFF, ac_instance_read_person));
    make_duties(&work);
    AC_TRY(read_rest(&work));
    refuse_kinds(&made);
    *problem = made;
    return ac_ok();
}
