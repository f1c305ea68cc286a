/* SPDX-License-Identifier: MIT */
/* Keeps lines, cover and totals together. */

#include "roster/days_state.h"

#include <string.h>

void ac_days_state_init(ac_arena *arena, const ac_days *days, ac_days_state *state)
{
    size_t cells = (size_t)days->day_count * days->kind_count;
    size_t lines = (size_t)days->person_count * days->day_count;
    *state = (ac_days_state){
        .days = days,
        .lines = AC_NEW_ARRAY(arena, uint8_t, lines),
        .held = AC_NEW_ARRAY(arena, uint32_t, cells),
        .kind_held = AC_NEW_ARRAY(arena, uint32_t, (size_t)days->person_count * days->kind_count),
        .minutes = AC_NEW_ARRAY(arena, int64_t, days->person_count),
        .weekends = AC_NEW_ARRAY(arena, uint32_t, days->person_count),
        .cost = days->constant_cost};
    memset(state->lines, AC_DAYS_OFF, lines);
    for (size_t cell = 0; cell < cells; cell++) {
        state->cost += days->cover[cell].needed * days->cover[cell].under_cost;
    }
    for (uint32_t i = 0; i < days->person_count; i++) {
        state->lack += days->persons[i].minutes_least;
    }
}

uint32_t ac_days_weekends(const ac_days *days, const uint8_t *line, uint32_t from, uint32_t until)
{
    uint32_t count = 0;
    for (uint32_t day = from; day < until; day++) {
        uint32_t saturday = day;
        if (ac_days_is_sunday(days, day)) {
            if (day > from && day > 0) {
                continue; /* counted on the Saturday */
            }
            saturday = day - 1; /* or before the first day */
        } else if (!ac_days_is_saturday(days, day)) {
            continue;
        }
        bool first = saturday < days->day_count && line[saturday] != AC_DAYS_OFF;
        bool second = saturday + 1 < days->day_count && line[saturday + 1] != AC_DAYS_OFF;
        count += first || second ? 1 : 0;
    }
    return count;
}

static void take(ac_days_state *s, uint32_t person, uint32_t day, uint8_t kind, bool away)
{
    const ac_days *days = s->days;
    if (kind == AC_DAYS_OFF) {
        return;
    }
    size_t cell = ac_days_cell(days, day, kind);
    s->held[cell] -= away ? 1 : 0;
    int64_t cost =
        ac_days_more(&days->cover[cell], s->held[cell]) + ac_days_wish(days, person, day, kind);
    s->held[cell] += away ? 0 : 1;
    s->cost += away ? -cost : cost;
    int64_t minutes = days->problem->kinds[kind].minutes;
    s->minutes[person] += away ? -minutes : minutes;
    s->kind_held[(size_t)person * days->kind_count + kind] += away ? UINT32_MAX : 1;
}

static int64_t lack_of(const ac_days_state *s, uint32_t person)
{
    int64_t lack = s->days->persons[person].minutes_least - s->minutes[person];
    return lack > 0 ? lack : 0;
}

void ac_days_put(
    ac_days_state *state, uint32_t person, uint32_t from, uint32_t until, const uint8_t *kinds)
{
    uint8_t *line = ac_days_line(state, person);
    state->lack -= lack_of(state, person);
    state->weekends[person] -= ac_days_weekends(state->days, line, from, until);
    for (uint32_t day = from; day < until; day++) {
        uint8_t kind = kinds[day - from];
        if (line[day] != kind) {
            take(state, person, day, line[day], true);
            take(state, person, day, kind, false);
            line[day] = kind;
        }
    }
    state->weekends[person] += ac_days_weekends(state->days, line, from, until);
    state->lack += lack_of(state, person);
}

bool ac_days_runs_hold(
    const ac_days *days, uint32_t person, const uint8_t *line, uint32_t from, uint32_t until)
{
    const ac_days_person *who = &days->persons[person];
    const ac_session_kind *kinds = days->problem->kinds;
    uint32_t last = until < days->day_count ? until : days->day_count - 1;
    uint32_t day = from == 0 ? 0 : from - 1;
    while (day > 0 && (line[day - 1] == AC_DAYS_OFF) == (line[day] == AC_DAYS_OFF)) {
        day--;
    }
    while (day <= last) {
        bool off = line[day] == AC_DAYS_OFF;
        uint32_t end = day + 1;
        while (end < days->day_count && (line[end] == AC_DAYS_OFF) == off) {
            if (!off && (kinds[line[end - 1]].not_next_day >> line[end] & 1u) != 0) {
                return false;
            }
            end++;
        }
        bool inside = day > 0 && end < days->day_count;
        uint32_t length = end - day;
        if (off ? inside && length < who->off_least
                : length > who->run_most || (inside && length < who->run_least)) {
            return false;
        }
        day = end;
    }
    return true;
}

bool ac_days_totals_hold(const ac_days_state *state, uint32_t person, int64_t minutes_before)
{
    const ac_days_person *who = &state->days->persons[person];
    const uint32_t *held = state->kind_held + (size_t)person * state->days->kind_count;
    int64_t minutes = state->minutes[person];
    if (minutes > who->minutes_most || state->weekends[person] > who->weekends_most ||
        (minutes < who->minutes_least && minutes < minutes_before)) {
        return false;
    }
    for (uint64_t left = who->limited; left != 0; left &= left - 1) {
        uint32_t kind = (uint32_t)__builtin_ctzll(left);
        if (held[kind] > who->most[kind]) {
            return false;
        }
    }
    return true;
}
