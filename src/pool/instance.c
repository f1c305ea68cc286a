/* SPDX-License-Identifier: MIT */
/* Reads the text form of the Nottingham shift-scheduling cases. What its rules mean, as
 * published with them: a run of days is held to its most as if the days before and after the
 * horizon were free, and to its least as if the run went on beyond it; a weekend counts if its
 * Saturday or its Sunday is worked; a wish costs its weight if it is not met; cover costs its
 * weight for each doctor under or over. */

#include "pool/instance.h"

#include "base/limits.h"
#include "base/names.h"

#include <string.h>

enum { FIELDS_MOST = 8, COUNTERS_A_PERSON = 3 + AC_KINDS_MOST };

typedef enum section {
    SECTION_NONE,
    SECTION_HORIZON,
    SECTION_SHIFTS,
    SECTION_STAFF,
    SECTION_DAYS_OFF,
    SECTION_ON,
    SECTION_OFF,
    SECTION_COVER,
    SECTIONS
} section;

static const char *const section_names[SECTIONS] = {
    "",
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
};

typedef struct line {
    ac_text text;
    uint64_t number;
    section section;
} line;

typedef struct reading {
    ac_arena *arena;
    const char *path;
    line *lines; /* [count], without comments, headings and empty ones */
    size_t count;
    size_t capacity;
    size_t of[SECTIONS]; /* lines of each */
    ac_names people;
    ac_names shifts;
    bool *covered; /* [duty] */
    ac_problem *problem;
    accord_error *error;
} reading;

static accord_status fail(const reading *work, const line *at, size_t field, const char *what)
{
    accord_status failed = ac_fail(
        work->error, ACCORD_EINPUT, "field %zu of this line of %s: %s", field + 1,
        section_names[at->section], what);
    ac_error_place(work->error, work->path, at->number, 1);
    return failed;
}

/* Gives the next line of a text, without its end; false at the end of the text. */
static bool next_line(ac_text bytes, size_t *at, ac_text *found)
{
    if (*at >= bytes.size) {
        return false;
    }
    const char *end = memchr(bytes.at + *at, '\n', bytes.size - *at);
    size_t until = end == NULL ? bytes.size : (size_t)(end - bytes.at);
    *found = ac_text_slice(bytes, *at, until);
    if (found->size > 0 && found->at[found->size - 1] == '\r') {
        found->size--;
    }
    *at = until + 1;
    return true;
}

bool ac_instance_is(ac_text bytes)
{
    size_t at = 0;
    ac_text text = {0};
    while (next_line(bytes, &at, &text)) {
        text = ac_text_trim(text);
        if (text.size > 0 && text.at[0] != '#') {
            return ac_text_is(text, section_names[SECTION_HORIZON]);
        }
    }
    return false;
}

static accord_status split_lines(reading *work, ac_text bytes)
{
    size_t at = 0;
    section now = SECTION_NONE;
    ac_text text = {0};
    for (uint64_t number = 1; next_line(bytes, &at, &text); number++) {
        text = ac_text_trim(text);
        if (text.size == 0 || text.at[0] == '#') {
            continue;
        }
        if (ac_text_starts(text, AC_TEXT("SECTION_"))) {
            now = SECTION_NONE;
            for (section i = SECTION_HORIZON; i < SECTIONS; i++) {
                now = ac_text_is(text, section_names[i]) ? i : now;
            }
            if (now != SECTION_NONE) {
                continue;
            }
        }
        if (now == SECTION_NONE) {
            accord_status failed = ac_fail(
                work->error, ACCORD_EINPUT,
                "\"%.*s\" is no section of a shift-scheduling case; the first is SECTION_HORIZON",
                AC_TEXT_ARG(ac_text_slice(text, 0, 60)));
            ac_error_place(work->error, work->path, number, 1);
            return failed;
        }
        AC_RESERVE(work->arena, work->lines, work->count, work->capacity);
        work->lines[work->count++] = (line){text, number, now};
        work->of[now]++;
    }
    return ac_ok();
}

/* Splits at a mark; a last empty field counts. Returns how many there are, at most FIELDS_MOST. */
static size_t split(ac_text text, char mark, ac_text *fields, size_t most)
{
    size_t count = 0;
    size_t from = 0;
    for (size_t i = 0; i <= text.size && count < most; i++) {
        if (i == text.size || text.at[i] == mark) {
            fields[count++] = ac_text_trim(ac_text_slice(text, from, i));
            from = i + 1;
        }
    }
    return count;
}

static bool whole(ac_text text, uint32_t most, uint32_t *number)
{
    uint64_t value = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || value > most) {
            return false;
        }
        value = value * 10 + (uint64_t)(text.at[i] - '0');
    }
    *number = (uint32_t)value;
    return text.size > 0 && value <= most;
}

static accord_status
number_of(const reading *work, const line *at, size_t field, ac_text text, uint32_t *number)
{
    return whole(text, AC_INSTANCE_NUMBER_MAX, number)
               ? ac_ok()
               : fail(work, at, field, "a whole number from 0 to 1000000 was expected");
}

static accord_status read_shift(reading *work, const line *at, uint32_t index)
{
    ac_text fields[FIELDS_MOST];
    size_t count = split(at->text, ',', fields, 3);
    ac_session_kind *kind = &work->problem->kinds[index];
    if (count < 2 || fields[0].size == 0) {
        return fail(work, at, 1, "expected a shift, its minutes, and what may not follow it");
    }
    kind->code = fields[0];
    AC_TRY(number_of(work, at, 1, fields[1], &kind->minutes));
    if (kind->minutes == 0 || kind->minutes > 24 * 60) {
        return fail(work, at, 1, "a shift has from 1 to 1440 minutes");
    }
    if (!ac_names_add(&work->shifts, fields[0], index)) {
        return fail(work, at, 0, "there is a shift of that name already");
    }
    return ac_ok();
}

static accord_status read_follow(reading *work, const line *at, uint32_t index)
{
    ac_text fields[FIELDS_MOST];
    ac_text banned[AC_KINDS_MOST];
    if (split(at->text, ',', fields, 3) < 3 || fields[2].size == 0) {
        return ac_ok();
    }
    size_t count = split(fields[2], '|', banned, AC_KINDS_MOST);
    for (size_t i = 0; i < count; i++) {
        uint32_t kind = ac_names_find(&work->shifts, banned[i]);
        if (kind == AC_NAME_NONE) {
            return fail(work, at, 2, "a shift that may not follow is not listed");
        }
        work->problem->kinds[index].not_next_day |= UINT64_C(1) << kind;
    }
    return ac_ok();
}

static void add_counter(reading *work, ac_counter counter)
{
    counter.hard = true;
    counter.day_until = work->problem->day_count;
    work->problem->counters[work->problem->counter_count++] = counter;
}

static accord_status read_kinds_most(reading *work, const line *at, ac_text text, uint32_t person)
{
    ac_text parts[AC_KINDS_MOST];
    size_t count = text.size == 0 ? 0 : split(text, '|', parts, AC_KINDS_MOST);
    for (size_t i = 0; i < count; i++) {
        ac_text sides[2];
        uint32_t most = 0;
        uint32_t kind = AC_NAME_NONE;
        if (split(parts[i], '=', sides, 2) == 2) {
            kind = ac_names_find(&work->shifts, sides[0]);
        }
        if (kind == AC_NAME_NONE || !whole(sides[1], AC_INSTANCE_NUMBER_MAX, &most)) {
            return fail(work, at, 1, "expected shifts and numbers, such as E=14|D=0");
        }
        add_counter(
            work, (ac_counter){
                      .doctor = person,
                      .unit = AC_COUNT_SESSIONS,
                      .tags = UINT64_C(1) << kind,
                      .most = most,
                      .rule = AC_RULE_KIND_MOST});
    }
    return ac_ok();
}

static accord_status read_person(reading *work, const line *at, uint32_t index)
{
    ac_text fields[FIELDS_MOST];
    uint32_t numbers[FIELDS_MOST] = {0};
    ac_doctor *person = &work->problem->doctors[index];
    if (split(at->text, ',', fields, FIELDS_MOST) != FIELDS_MOST) {
        return fail(
            work, at, 0, "eight fields were expected: a name, limits of shifts, and six numbers");
    }
    if (!ac_names_add(&work->people, fields[0], index)) {
        return fail(work, at, 0, "there is a person of that name already");
    }
    for (size_t i = 2; i < FIELDS_MOST; i++) {
        AC_TRY(number_of(work, at, i, fields[i], &numbers[i]));
    }
    *person = (ac_doctor){
        .code = fields[0],
        .name = fields[0],
        .day_most = 1,
        .run_most = numbers[4],
        .run_least = numbers[5],
        .off_least = numbers[6]};
    add_counter(
        work, (ac_counter){
                  .doctor = index,
                  .unit = AC_COUNT_MINUTES,
                  .tags = AC_TAG_ALL,
                  .most = numbers[2],
                  .rule = AC_RULE_MINUTES_MOST});
    add_counter(
        work, (ac_counter){
                  .doctor = index,
                  .unit = AC_COUNT_MINUTES,
                  .tags = AC_TAG_ALL,
                  .least = numbers[3],
                  .most = AC_NO_LIMIT,
                  .rule = AC_RULE_MINUTES_LEAST});
    add_counter(
        work, (ac_counter){
                  .doctor = index,
                  .unit = AC_COUNT_WEEKENDS,
                  .tags = AC_TAG_ALL,
                  .most = numbers[7],
                  .rule = AC_RULE_WEEKENDS_MOST});
    return read_kinds_most(work, at, fields[1], index);
}

static accord_status
day_of(const reading *work, const line *at, size_t field, ac_text text, uint32_t *day)
{
    AC_TRY(number_of(work, at, field, text, day));
    return *day < work->problem->day_count
               ? ac_ok()
               : fail(work, at, field, "a day of the horizon was expected; the first is 0");
}

static accord_status read_days_off(reading *work, const line *at)
{
    ac_text *fields = AC_NEW_ARRAY(work->arena, ac_text, (size_t)work->problem->day_count + 1);
    size_t count = split(at->text, ',', fields, (size_t)work->problem->day_count + 1);
    uint32_t person = ac_names_find(&work->people, fields[0]);
    if (person == AC_NAME_NONE) {
        return fail(work, at, 0, "that person is not listed under SECTION_STAFF");
    }
    for (size_t i = 1; i < count; i++) {
        uint32_t day = 0;
        AC_TRY(day_of(work, at, i, fields[i], &day));
        for (uint32_t kind = 0; kind < work->problem->kind_count; kind++) {
            size_t pair = ac_pair_of(work->problem, person, day * work->problem->kind_count + kind);
            work->problem->refusals[pair] = AC_RULE_DAY_OFF;
        }
    }
    return ac_ok();
}

static accord_status read_wish(reading *work, const line *at)
{
    ac_text fields[4];
    uint32_t day = 0;
    uint32_t weight = 0;
    if (split(at->text, ',', fields, 4) != 4) {
        return fail(work, at, 0, "four fields were expected: a person, a day, a shift, a weight");
    }
    uint32_t person = ac_names_find(&work->people, fields[0]);
    uint32_t kind = ac_names_find(&work->shifts, fields[2]);
    AC_TRY(day_of(work, at, 1, fields[1], &day));
    AC_TRY(number_of(work, at, 3, fields[3], &weight));
    if (person == AC_NAME_NONE) {
        return fail(work, at, 0, "that person is not listed under SECTION_STAFF");
    }
    if (kind == AC_NAME_NONE) {
        return fail(work, at, 2, "that shift is not listed under SECTION_SHIFTS");
    }
    size_t pair = ac_pair_of(work->problem, person, day * work->problem->kind_count + kind);
    if (at->section == SECTION_ON) {
        work->problem->pair_costs[pair] -= (int32_t)weight;
        work->problem->constant_cost += weight;
    } else {
        work->problem->pair_costs[pair] += (int32_t)weight;
    }
    return ac_ok();
}

static accord_status read_cover(reading *work, const line *at)
{
    ac_text fields[5];
    uint32_t day = 0;
    uint32_t needed = 0;
    uint32_t under = 0;
    uint32_t over = 0;
    if (split(at->text, ',', fields, 5) != 5) {
        return fail(work, at, 0, "five fields were expected: day, shift, needed, two weights");
    }
    uint32_t kind = ac_names_find(&work->shifts, fields[1]);
    AC_TRY(day_of(work, at, 0, fields[0], &day));
    AC_TRY(number_of(work, at, 2, fields[2], &needed));
    AC_TRY(number_of(work, at, 3, fields[3], &under));
    AC_TRY(number_of(work, at, 4, fields[4], &over));
    if (kind == AC_NAME_NONE) {
        return fail(work, at, 1, "that shift is not listed under SECTION_SHIFTS");
    }
    uint32_t duty = day * work->problem->kind_count + kind;
    if (work->covered[duty]) {
        return fail(work, at, 0, "that day and shift have their cover already");
    }
    work->covered[duty] = true;
    ac_request *request = &work->problem->requests[duty];
    request->needed = needed;
    request->under_cost = under;
    request->over_cost = over;
    return ac_ok();
}

/* One duty and one request for each day and shift, in that order. */
static void make_duties(reading *work)
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

static accord_status check_counts(const reading *work)
{
    static const struct {
        section section;
        uint64_t most;
    } needed[] = {
        {SECTION_HORIZON, 1                     },
        {SECTION_SHIFTS,  AC_KINDS_MOST         },
        {SECTION_STAFF,   AC_POOL_DOCTORS_MAX   },
        {SECTION_COVER,   AC_INSTANCE_NUMBER_MAX},
    };
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        size_t count = work->of[needed[i].section];
        if (count == 0 || count > needed[i].most) {
            return ac_fail(
                work->error, count == 0 ? ACCORD_EINPUT : ACCORD_ELIMIT,
                "%s has %zu lines under %s; from 1 to %llu were expected", work->path, count,
                section_names[needed[i].section], (unsigned long long)needed[i].most);
        }
    }
    return ac_ok();
}

/* Reads all lines of one section with a reader that takes the line's number within it. */
static accord_status
each(reading *work, section wanted, accord_status (*read)(reading *, const line *, uint32_t))
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

static accord_status read_horizon(reading *work, const line *at, uint32_t index)
{
    (void)index;
    AC_TRY(number_of(work, at, 0, at->text, &work->problem->day_count));
    if (work->problem->day_count == 0 || work->problem->day_count > AC_POOL_DAYS_MAX) {
        return fail(work, at, 0, "a horizon has from 1 to 800 days");
    }
    return ac_ok();
}

static accord_status read_rest(reading *work)
{
    for (size_t i = 0; i < work->count; i++) {
        const line *at = &work->lines[i];
        if (at->section == SECTION_DAYS_OFF) {
            AC_TRY(read_days_off(work, at));
        } else if (at->section == SECTION_ON || at->section == SECTION_OFF) {
            AC_TRY(read_wish(work, at));
        } else if (at->section == SECTION_COVER) {
            AC_TRY(read_cover(work, at));
        }
    }
    return ac_ok();
}

accord_status ac_instance_read(
    ac_arena *arena, ac_text bytes, const char *path, ac_problem *problem, accord_error *error)
{
    static const char *const part_names[] = {""};
    ac_problem made = {.part_count = 1, .part_names = part_names};
    reading work = {.arena = arena, .path = path, .problem = &made, .error = error};
    ac_names_init(&work.people, arena);
    ac_names_init(&work.shifts, arena);
    AC_TRY(split_lines(&work, bytes));
    AC_TRY(check_counts(&work));
    made.kind_count = (uint32_t)work.of[SECTION_SHIFTS];
    made.doctor_count = (uint32_t)work.of[SECTION_STAFF];
    made.kinds = AC_NEW_ARRAY(arena, ac_session_kind, made.kind_count);
    made.doctors = AC_NEW_ARRAY(arena, ac_doctor, made.doctor_count);
    made.counters = AC_NEW_ARRAY(arena, ac_counter, (size_t)made.doctor_count * COUNTERS_A_PERSON);
    AC_TRY(each(&work, SECTION_HORIZON, read_horizon));
    AC_TRY(each(&work, SECTION_SHIFTS, read_shift));
    AC_TRY(each(&work, SECTION_SHIFTS, read_follow));
    AC_TRY(each(&work, SECTION_STAFF, read_person));
    make_duties(&work);
    AC_TRY(read_rest(&work));
    refuse_kinds(&made);
    *problem = made;
    return ac_ok();
}

/* Reads one line of a roster. Returns false if it is none: no name of a person and a colon. */
static bool
read_roster_line(const ac_problem *problem, ac_text text, uint32_t *person, ac_text *cells)
{
    const char *colon = memchr(text.at, ':', text.size);
    if (colon == NULL) {
        return false;
    }
    size_t at = (size_t)(colon - text.at);
    *person = ac_problem_doctor(problem, ac_text_trim(ac_text_slice(text, 0, at)));
    *cells = ac_text_slice(text, at + 2 < text.size ? at + 2 : text.size, text.size);
    return *person != UINT32_MAX;
}

static ac_text cell_of(ac_text cells, size_t day)
{
    size_t until = day * 2 + 2 < cells.size ? day * 2 + 2 : cells.size;
    ac_text cell = ac_text_trim(ac_text_slice(cells, day * 2 < until ? day * 2 : until, until));
    if (cell.size > 0 && cell.at[cell.size - 1] == '=') {
        cell.size--;
    }
    return cell;
}

/* Adds what one line places; fails at a shift that the instance has not, or at too many. */
static accord_status add_cells(
    const ac_problem *problem, uint32_t person, ac_text cells, ac_placement *list, uint32_t *found)
{
    for (uint32_t day = 0; day < problem->day_count; day++) {
        ac_text cell = cell_of(cells, day);
        uint32_t kind = 0;
        if (cell.size == 0 || ac_text_is(cell, ".")) {
            continue;
        }
        while (kind < problem->kind_count && !ac_text_equal(problem->kinds[kind].code, cell)) {
            kind++;
        }
        if (kind == problem->kind_count || *found == problem->doctor_count * problem->day_count) {
            return (accord_status){ACCORD_EINPUT};
        }
        list[(*found)++] = (ac_placement){person, day * problem->kind_count + kind};
    }
    return ac_ok();
}

accord_status ac_instance_read_roster(
    ac_arena *arena,
    ac_text bytes,
    const char *path,
    const ac_problem *problem,
    ac_placement **placements,
    uint32_t *count,
    accord_error *error)
{
    ac_placement *list =
        AC_NEW_ARRAY(arena, ac_placement, (size_t)problem->doctor_count * problem->day_count);
    uint32_t found = 0;
    bool any = false;
    size_t at = 0;
    ac_text text = {0};
    for (uint64_t number = 1; next_line(bytes, &at, &text); number++) {
        uint32_t person = 0;
        ac_text cells = {0};
        if (!read_roster_line(problem, text, &person, &cells)) {
            continue;
        }
        found = person == 0 ? 0 : found; /* a block begins with the first person */
        any = true;
        if (add_cells(problem, person, cells, list, &found).code != ACCORD_OK) {
            accord_status failed = ac_fail(
                error, ACCORD_EINPUT,
                "a day of %.*s holds what is no shift of the instance, or a line stands twice",
                AC_TEXT_ARG(problem->doctors[person].code));
            ac_error_place(error, path, number, 1);
            return failed;
        }
    }
    if (!any) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s has no roster of this instance: a line for each person was expected, a name, a "
            "colon and two characters a day",
            path);
    }
    *placements = list;
    *count = found;
    return ac_ok();
}
