/* SPDX-License-Identifier: MIT */
/* What each line of a published shift-scheduling case says. A faulty one is told by file, line and
 * field, with what was expected. */

#include "pool/instance_rows.h"

#include "base/limits.h"

#include <string.h>

enum { FIELDS_MOST = 8, WISHES_MOST = 1000000000 };

const char *const ac_instance_sections[AC_SECTIONS] = {
    "",
    "SECTION_HORIZON",
    "SECTION_SHIFTS",
    "SECTION_STAFF",
    "SECTION_DAYS_OFF",
    "SECTION_SHIFT_ON_REQUESTS",
    "SECTION_SHIFT_OFF_REQUESTS",
    "SECTION_COVER",
};

accord_status ac_instance_fail(
    const ac_instance_reading *work, const ac_instance_line *at, size_t field, const char *what)
{
    accord_status failed = ac_fail(
        work->error, ACCORD_EINPUT, "field %zu of this line of %s: %s", field + 1,
        ac_instance_sections[at->section], what);
    ac_error_place(work->error, work->path, at->number, 1);
    return failed;
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

static accord_status number_of(
    const ac_instance_reading *work,
    const ac_instance_line *at,
    size_t field,
    ac_text text,
    uint32_t *number)
{
    return whole(text, AC_INSTANCE_NUMBER_MAX, number)
               ? ac_ok()
               : ac_instance_fail(work, at, field, "a whole number from 0 to 1000000 was expected");
}

accord_status
ac_instance_read_shift(ac_instance_reading *work, const ac_instance_line *at, uint32_t index)
{
    ac_text fields[FIELDS_MOST];
    size_t count = split(at->text, ',', fields, 4);
    ac_session_kind *kind = &work->problem->kinds[index];
    if (count < 2 || count > 3 || fields[0].size == 0) {
        return ac_instance_fail(
            work, at, 1, "expected a shift, its minutes, and what may not follow it");
    }
    kind->code = fields[0];
    AC_TRY(number_of(work, at, 1, fields[1], &kind->minutes));
    if (kind->minutes == 0 || kind->minutes > 24 * 60) {
        return ac_instance_fail(work, at, 1, "a shift has from 1 to 1440 minutes");
    }
    if (!ac_names_add(&work->shifts, fields[0], index)) {
        return ac_instance_fail(work, at, 0, "there is a shift of that name already");
    }
    return ac_ok();
}

accord_status
ac_instance_read_follow(ac_instance_reading *work, const ac_instance_line *at, uint32_t index)
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
            return ac_instance_fail(work, at, 2, "a shift that may not follow is not listed");
        }
        work->problem->kinds[index].not_next_day |= UINT64_C(1) << kind;
    }
    return ac_ok();
}

static void add_counter(ac_instance_reading *work, ac_counter counter)
{
    counter.hard = true;
    counter.day_until = work->problem->day_count;
    work->problem->counters[work->problem->counter_count++] = counter;
}

static accord_status read_kinds_most(
    ac_instance_reading *work, const ac_instance_line *at, ac_text text, uint32_t person)
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
            return ac_instance_fail(work, at, 1, "expected shifts and numbers, such as E=14|D=0");
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

accord_status
ac_instance_read_person(ac_instance_reading *work, const ac_instance_line *at, uint32_t index)
{
    ac_text fields[FIELDS_MOST + 1];
    uint32_t numbers[FIELDS_MOST] = {0};
    ac_doctor *person = &work->problem->doctors[index];
    if (split(at->text, ',', fields, FIELDS_MOST + 1) != FIELDS_MOST) {
        return ac_instance_fail(
            work, at, 0, "eight fields were expected: a name, limits of shifts, and six numbers");
    }
    if (!ac_names_add(&work->people, fields[0], index)) {
        return ac_instance_fail(work, at, 0, "there is a person of that name already");
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

static accord_status day_of(
    const ac_instance_reading *work,
    const ac_instance_line *at,
    size_t field,
    ac_text text,
    uint32_t *day)
{
    AC_TRY(number_of(work, at, field, text, day));
    return *day < work->problem->day_count
               ? ac_ok()
               : ac_instance_fail(
                     work, at, field, "a day of the horizon was expected; the first is 0");
}

accord_status ac_instance_read_days_off(ac_instance_reading *work, const ac_instance_line *at)
{
    ac_text *fields = AC_NEW_ARRAY(work->arena, ac_text, (size_t)work->problem->day_count + 1);
    size_t count = split(at->text, ',', fields, (size_t)work->problem->day_count + 1);
    uint32_t person = ac_names_find(&work->people, fields[0]);
    if (person == AC_NAME_NONE) {
        return ac_instance_fail(work, at, 0, "that person is not listed under SECTION_STAFF");
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

accord_status ac_instance_read_wish(ac_instance_reading *work, const ac_instance_line *at)
{
    ac_text fields[5];
    uint32_t day = 0;
    uint32_t weight = 0;
    if (split(at->text, ',', fields, 5) != 4) {
        return ac_instance_fail(
            work, at, 0, "four fields were expected: a person, a day, a shift, a weight");
    }
    uint32_t person = ac_names_find(&work->people, fields[0]);
    uint32_t kind = ac_names_find(&work->shifts, fields[2]);
    AC_TRY(day_of(work, at, 1, fields[1], &day));
    AC_TRY(number_of(work, at, 3, fields[3], &weight));
    if (person == AC_NAME_NONE) {
        return ac_instance_fail(work, at, 0, "that person is not listed under SECTION_STAFF");
    }
    if (kind == AC_NAME_NONE) {
        return ac_instance_fail(work, at, 2, "that shift is not listed under SECTION_SHIFTS");
    }
    size_t pair = ac_pair_of(work->problem, person, day * work->problem->kind_count + kind);
    int32_t sum = work->problem->pair_costs[pair];
    if (sum > WISHES_MOST || sum < -WISHES_MOST) {
        return ac_instance_fail(work, at, 3, "that day and shift have too many wishes already");
    }
    if (at->section == AC_SECTION_ON) {
        work->problem->pair_costs[pair] -= (int32_t)weight;
        work->problem->constant_cost += weight;
    } else {
        work->problem->pair_costs[pair] += (int32_t)weight;
    }
    return ac_ok();
}

accord_status ac_instance_read_cover(ac_instance_reading *work, const ac_instance_line *at)
{
    ac_text fields[6];
    uint32_t day = 0;
    uint32_t needed = 0;
    uint32_t under = 0;
    uint32_t over = 0;
    if (split(at->text, ',', fields, 6) != 5) {
        return ac_instance_fail(
            work, at, 0, "five fields were expected: day, shift, needed, two weights");
    }
    uint32_t kind = ac_names_find(&work->shifts, fields[1]);
    AC_TRY(day_of(work, at, 0, fields[0], &day));
    AC_TRY(number_of(work, at, 2, fields[2], &needed));
    AC_TRY(number_of(work, at, 3, fields[3], &under));
    AC_TRY(number_of(work, at, 4, fields[4], &over));
    if (kind == AC_NAME_NONE) {
        return ac_instance_fail(work, at, 1, "that shift is not listed under SECTION_SHIFTS");
    }
    uint32_t duty = day * work->problem->kind_count + kind;
    if (work->covered[duty]) {
        return ac_instance_fail(work, at, 0, "that day and shift have their cover already");
    }
    work->covered[duty] = true;
    ac_request *request = &work->problem->requests[duty];
    request->needed = needed;
    request->under_cost = under;
    request->over_cost = over;
    return ac_ok();
}

accord_status
ac_instance_read_horizon(ac_instance_reading *work, const ac_instance_line *at, uint32_t index)
{
    (void)index;
    AC_TRY(number_of(work, at, 0, at->text, &work->problem->day_count));
    if (work->problem->day_count == 0 || work->problem->day_count > AC_POOL_DAYS_MAX) {
        return ac_instance_fail(work, at, 0, "a horizon has from 1 to 800 days");
    }
    return ac_ok();
}
