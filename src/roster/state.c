/* SPDX-License-Identifier: MIT */
/* Keeps cost and broken rules of a roster while one placement after another changes. Each part is
 * taken off as it stands before a change and put on as it stands after. */

#include "roster/state.h"

#include "base/assert.h"

#include <stdlib.h>

static void index_counters(ac_arena *arena, const ac_problem *p, ac_state *s)
{
    size_t cells = (size_t)p->doctor_count * p->day_count;
    s->counter_first = AC_NEW_ARRAY(arena, uint32_t, cells + 2);
    for (uint32_t i = 0; i < p->counter_count; i++) {
        const ac_counter *c = &p->counters[i];
        for (uint32_t day = c->day_from; day < c->day_until; day++) {
            s->counter_first[(size_t)c->doctor * p->day_count + day + 2]++;
        }
    }
    for (size_t i = 2; i < cells + 2; i++) {
        s->counter_first[i] += s->counter_first[i - 1];
    }
    s->counter_list = AC_NEW_ARRAY(arena, uint32_t, s->counter_first[cells + 1]);
    for (uint32_t i = 0; i < p->counter_count; i++) {
        const ac_counter *c = &p->counters[i];
        for (uint32_t day = c->day_from; day < c->day_until; day++) {
            s->counter_list[s->counter_first[(size_t)c->doctor * p->day_count + day + 1]++] = i;
        }
    }
}

static void index_pairs(ac_arena *arena, const ac_problem *p, ac_state *s)
{
    size_t cells = (size_t)p->doctor_count * s->slot_count;
    s->doctors_first = AC_NEW_ARRAY(arena, uint32_t, (size_t)p->duty_count + 2);
    s->duties_first = AC_NEW_ARRAY(arena, uint32_t, cells + 2);
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        for (uint32_t i = 0; i < p->duty_count; i++) {
            if (ac_refusal_of(p, d, i) == AC_RULE_NONE) {
                s->doctors_first[i + 2]++;
                s->duties_first[(size_t)d * s->slot_count + ac_slot_of(p, &p->duties[i]) + 2]++;
            }
        }
    }
    for (size_t i = 2; i < (size_t)p->duty_count + 2; i++) {
        s->doctors_first[i] += s->doctors_first[i - 1];
    }
    for (size_t i = 2; i < cells + 2; i++) {
        s->duties_first[i] += s->duties_first[i - 1];
    }
    s->doctors = AC_NEW_ARRAY(arena, uint32_t, s->doctors_first[p->duty_count + 1]);
    s->duties = AC_NEW_ARRAY(arena, uint32_t, s->duties_first[cells + 1]);
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        for (uint32_t i = 0; i < p->duty_count; i++) {
            if (ac_refusal_of(p, d, i) == AC_RULE_NONE) {
                size_t cell = (size_t)d * s->slot_count + ac_slot_of(p, &p->duties[i]);
                s->doctors[s->doctors_first[i + 1]++] = d;
                s->duties[s->duties_first[cell + 1]++] = i;
            }
        }
    }
}

static void counter_weight(ac_state *s, uint32_t index, int64_t sign)
{
    const ac_counter *c = &s->problem->counters[index];
    int64_t sum = s->counted[index];
    int64_t over = c->most != AC_NO_LIMIT && sum > c->most ? sum - c->most : 0;
    int64_t under = sum < c->least ? c->least - sum : 0;
    if (!c->hard) {
        s->cost += sign * (over * c->over_cost + under * c->under_cost);
        return;
    }
    over = sum == c->base ? 0 : over; /* counted before any session */
    int64_t much = over + under;
    if (c->unit == AC_COUNT_MINUTES) {
        much = (much + AC_MINUTES_A_FAULT - 1) / AC_MINUTES_A_FAULT;
    }
    s->hard += sign * much;
}

static void request_weight(ac_state *s, uint32_t index, int64_t sign)
{
    const ac_request *r = &s->problem->requests[index];
    int64_t over = (int64_t)s->request_held[index] - r->needed;
    if (over < 0) {
        s->cost += sign * -over * r->under_cost;
    } else if (over > 0) {
        s->cost += sign * over * r->over_cost;
        s->hard += r->over_allowed ? 0 : sign * over;
    }
}

static void note_short(ac_state *s, uint32_t request)
{
    bool is_short = s->request_held[request] < s->problem->requests[request].needed;
    uint32_t at = s->short_at[request];
    if (is_short && at == UINT32_MAX) {
        s->short_at[request] = s->short_count;
        s->short_list[s->short_count++] = request;
    } else if (!is_short && at != UINT32_MAX) {
        uint32_t last = s->short_list[--s->short_count];
        s->short_list[at] = last;
        s->short_at[last] = at;
        s->short_at[request] = UINT32_MAX;
    }
}

static uint32_t excess(uint32_t held, uint32_t most)
{
    return held > most ? held - most : 0;
}

/* Ways, travel and sessions of one day. */
static void day_weight(ac_state *s, uint32_t doctor, uint32_t day, int64_t sign)
{
    const ac_problem *p = s->problem;
    const uint32_t *held = s->held + (size_t)doctor * s->slot_count + (size_t)day * p->part_count;
    const ac_duty *before = NULL;
    uint32_t seen[8];
    uint32_t seen_count = 0;
    s->hard +=
        sign *
        excess(s->day_held[(size_t)doctor * p->day_count + day], p->doctors[doctor].day_most);
    for (uint32_t part = 0; part < p->part_count && p->site_count > 0; part++) {
        if (held[part] == AC_NO_DUTY) {
            continue;
        }
        const ac_duty *duty = &p->duties[held[part]];
        if (duty->site == AC_NO_SITE) {
            continue;
        }
        bool known = false;
        for (uint32_t i = 0; i < seen_count; i++) {
            known = known || seen[i] == duty->site;
        }
        if (!known) {
            seen[seen_count++ & 7u] = duty->site;
            s->cost += sign * p->trip_costs[(size_t)doctor * p->site_count + duty->site];
        }
        if (before != NULL && before->site != duty->site) {
            int64_t gap = (int64_t)p->kinds[duty->kind].start_minute -
                          p->kinds[before->kind].start_minute - p->kinds[before->kind].minutes;
            uint32_t way = p->travel_minutes[(size_t)before->site * p->site_count + duty->site];
            s->hard += way > gap ? sign : 0;
        }
        before = duty;
    }
}

/* Kinds that may not follow each other, between a duty and those of the days beside it. */
static void rest_weight(ac_state *s, uint32_t doctor, const ac_duty *duty, int64_t sign)
{
    const ac_problem *p = s->problem;
    const uint32_t *held = s->held + (size_t)doctor * s->slot_count;
    for (uint32_t part = 0; part < p->part_count; part++) {
        if (duty->day > 0) {
            uint32_t before = held[(size_t)(duty->day - 1) * p->part_count + part];
            if (before != AC_NO_DUTY) {
                uint64_t banned = p->kinds[p->duties[before].kind].not_next_day;
                s->hard += sign * (int64_t)(banned >> duty->kind & 1u);
            }
        }
        if (duty->day + 1 < p->day_count) {
            uint32_t after = held[(size_t)(duty->day + 1) * p->part_count + part];
            if (after != AC_NO_DUTY) {
                uint64_t banned = p->kinds[duty->kind].not_next_day;
                s->hard += sign * (int64_t)(banned >> p->duties[after].kind & 1u);
            }
        }
    }
}

/* The run of days, worked or off, that holds a day: adds what it breaks, gives its ends. */
static void run_weight(ac_state *s, uint32_t doctor, uint32_t day, int64_t sign, uint32_t *ends)
{
    const ac_problem *p = s->problem;
    const ac_doctor *who = &p->doctors[doctor];
    const uint8_t *held = s->day_held + (size_t)doctor * p->day_count;
    bool works = held[day] > 0;
    uint32_t from = day;
    uint32_t until = day + 1;
    while (from > 0 && (held[from - 1] > 0) == works) {
        from--;
    }
    while (until < p->day_count && (held[until] > 0) == works) {
        until++;
    }
    uint32_t length = until - from;
    bool inside = from > 0 && until < p->day_count;
    int64_t much = 0;
    if (works && who->run_most > 0) {
        much += excess(length + (from == 0 ? who->run_before : 0), who->run_most);
    }
    if (inside) {
        much += excess(works ? who->run_least : who->off_least, length);
    }
    s->hard += sign * much;
    ends[0] = from;
    ends[1] = until;
}

static void runs_weight(ac_state *s, uint32_t doctor, uint32_t day, int64_t sign)
{
    const ac_doctor *who = &s->problem->doctors[doctor];
    uint32_t ends[2];
    uint32_t more[2];
    if (who->run_most == 0 && who->run_least <= 1 && who->off_least <= 1) {
        return;
    }
    run_weight(s, doctor, day, sign, ends);
    if (ends[0] == day && day > 0) {
        run_weight(s, doctor, day - 1, sign, more);
    }
    if (ends[1] == day + 1 && day + 1 < s->problem->day_count) {
        run_weight(s, doctor, day + 1, sign, more);
    }
}

/* Whether the weekend of a day is worked. */
static bool weekend_held(const ac_state *s, uint32_t doctor, uint32_t day)
{
    const ac_problem *p = s->problem;
    const uint8_t *held = s->day_held + (size_t)doctor * p->day_count;
    uint32_t weekday = (day + p->weekday) % 7;
    uint32_t other = weekday == 5 ? day + 1 : day - 1;
    return held[day] > 0 || (other < p->day_count && held[other] > 0);
}

static void count(
    ac_state *s,
    uint32_t doctor,
    const ac_duty *duty,
    int64_t sign,
    int64_t day_change,
    int64_t weekend_change)
{
    const ac_problem *p = s->problem;
    size_t cell = (size_t)doctor * p->day_count + duty->day;
    for (uint32_t i = s->counter_first[cell]; i < s->counter_first[cell + 1]; i++) {
        uint32_t index = s->counter_list[i];
        const ac_counter *c = &p->counters[index];
        int64_t change = 0;
        if ((c->tags & duty->tags) == 0) {
            continue;
        }
        switch (c->unit) {
        case AC_COUNT_SESSIONS:
            change = sign;
            break;
        case AC_COUNT_MINUTES:
            change = sign * duty->minutes;
            break;
        case AC_COUNT_DAYS:
            change = day_change;
            break;
        case AC_COUNT_WEEKENDS:
            change = weekend_change;
            break;
        }
        if (change != 0) {
            counter_weight(s, index, -1);
            s->counted[index] += change;
            counter_weight(s, index, 1);
        }
    }
}

static void count_requests(ac_state *s, uint32_t index, int32_t sign)
{
    const ac_duty *duty = &s->problem->duties[index];
    request_weight(s, duty->request, -1);
    s->hard -= excess(s->duty_held[index], duty->most);
    s->request_held[duty->request] += (uint32_t)sign;
    s->duty_held[index] += (uint32_t)sign;
    request_weight(s, duty->request, 1);
    s->hard += excess(s->duty_held[index], duty->most);
    if (duty->room != AC_NO_ROOM) {
        uint32_t most = s->problem->rooms[duty->room].most;
        s->hard -= excess(s->room_held[duty->room], most);
        s->room_held[duty->room] += (uint32_t)sign;
        s->hard += excess(s->room_held[duty->room], most);
    }
    note_short(s, duty->request);
}

static void count_sites(ac_state *s, uint32_t doctor, const ac_duty *duty, int32_t sign)
{
    const ac_problem *p = s->problem;
    if (duty->site == AC_NO_SITE) {
        return;
    }
    size_t place = (size_t)doctor * p->site_count + duty->site;
    size_t week =
        ((size_t)doctor * p->week_count + ac_week_of(p, duty->day)) * p->site_count + duty->site;
    bool first_week = s->site_week[week] == (sign > 0 ? 0 : 1);
    bool first = s->site_all[place] == (sign > 0 ? 0 : 1);
    s->site_week[week] = (uint16_t)(s->site_week[week] + sign);
    s->site_all[place] = (uint16_t)(s->site_all[place] + sign);
    s->cost += first_week ? sign * p->visit_cost : 0;
    s->cost += first ? sign * (int64_t)p->new_site_costs[place] : 0;
}

static void change(ac_state *s, uint32_t doctor, uint32_t slot, uint32_t index, int32_t sign)
{
    const ac_problem *p = s->problem;
    const ac_duty *duty = &p->duties[index];
    size_t at = (size_t)doctor * s->slot_count + slot;
    size_t day = (size_t)doctor * p->day_count + duty->day;
    bool toggles = s->day_held[day] == (sign > 0 ? 0 : 1);
    bool weekend = toggles && (duty->day + p->weekday) % 7 >= 5;
    bool weekend_before = weekend && weekend_held(s, doctor, duty->day);
    day_weight(s, doctor, duty->day, -1);
    if (toggles) {
        runs_weight(s, doctor, duty->day, -1);
    }
    s->held[at] = sign > 0 ? index : AC_NO_DUTY;
    s->day_held[day] = (uint8_t)(s->day_held[day] + sign);
    if (toggles) {
        runs_weight(s, doctor, duty->day, 1);
    }
    day_weight(s, doctor, duty->day, 1);
    rest_weight(s, doctor, duty, sign);
    bool weekend_after = weekend && weekend_held(s, doctor, duty->day);
    count(
        s, doctor, duty, sign, toggles ? sign : 0,
        (int64_t)weekend_after - (int64_t)weekend_before);
    count_requests(s, index, sign);
    count_sites(s, doctor, duty, sign);
    s->cost += sign * (int64_t)p->pair_costs[ac_pair_of(p, doctor, index)];
    if (s->kept != NULL && s->kept[at] == index) {
        s->cost -= sign * p->move_cost;
    }
    if (sign > 0) {
        s->placed_at[at] = s->placed_count;
        s->placed[s->placed_count++] = (uint32_t)at;
    } else {
        uint32_t last = s->placed[--s->placed_count];
        s->placed[s->placed_at[at]] = last;
        s->placed_at[last] = s->placed_at[at];
    }
}

void ac_state_set(ac_state *state, uint32_t doctor, uint32_t slot, uint32_t duty)
{
    uint32_t held = ac_state_held(state, doctor, slot);
    if (held == duty) {
        return;
    }
    if (held != AC_NO_DUTY) {
        change(state, doctor, slot, held, -1);
    }
    if (duty != AC_NO_DUTY) {
        ac_assert(ac_refusal_of(state->problem, doctor, duty) == AC_RULE_NONE);
        change(state, doctor, slot, duty, 1);
    }
}

static void init_costs(ac_state *s)
{
    const ac_problem *p = s->problem;
    s->cost = p->constant_cost;
    for (uint32_t i = 0; i < p->request_count; i++) {
        s->short_at[i] = UINT32_MAX;
        request_weight(s, i, 1);
        note_short(s, i);
    }
    for (uint32_t i = 0; i < p->counter_count; i++) {
        s->counted[i] = p->counters[i].base;
        counter_weight(s, i, 1);
    }
    for (uint32_t i = 0; i < p->doctor_count && p->day_count > 0; i++) {
        uint32_t ends[2];
        run_weight(s, i, 0, 1, ends);
    }
}

static void init_held(ac_arena *arena, ac_state *s)
{
    const ac_problem *p = s->problem;
    size_t cells = (size_t)p->doctor_count * s->slot_count;
    s->pinned = AC_NEW_ARRAY(arena, uint8_t, cells);
    if (p->kept_count > 0) {
        s->kept = AC_NEW_ARRAY(arena, uint32_t, cells);
        for (size_t i = 0; i < cells; i++) {
            s->kept[i] = AC_NO_DUTY;
        }
        for (uint32_t i = 0; i < p->kept_count; i++) {
            const ac_placement *kept = &p->kept[i];
            size_t slot = ac_slot_of(p, &p->duties[kept->duty]);
            s->kept[(size_t)kept->doctor * s->slot_count + slot] = kept->duty;
            s->cost += p->move_cost;
        }
    }
    for (uint32_t i = 0; i < p->pin_count; i++) {
        uint32_t slot = ac_slot_of(p, &p->duties[p->pins[i].duty]);
        if (ac_refusal_of(p, p->pins[i].doctor, p->pins[i].duty) == AC_RULE_NONE) {
            ac_state_set(s, p->pins[i].doctor, slot, p->pins[i].duty);
            s->pinned[(size_t)p->pins[i].doctor * s->slot_count + slot] = 1;
        }
    }
}

void ac_state_init(ac_arena *arena, const ac_problem *problem, ac_state *state)
{
    const ac_problem *p = problem;
    *state = (ac_state){.problem = p, .slot_count = p->day_count * p->part_count};
    size_t cells = (size_t)p->doctor_count * state->slot_count;
    state->held = AC_NEW_ARRAY(arena, uint32_t, cells);
    for (size_t i = 0; i < cells; i++) {
        state->held[i] = AC_NO_DUTY;
    }
    state->duty_held = AC_NEW_ARRAY(arena, uint32_t, p->duty_count);
    state->request_held = AC_NEW_ARRAY(arena, uint32_t, p->request_count);
    state->room_held = AC_NEW_ARRAY(arena, uint32_t, p->room_count);
    state->day_held = AC_NEW_ARRAY(arena, uint8_t, (size_t)p->doctor_count * p->day_count);
    state->counted = AC_NEW_ARRAY(arena, int64_t, p->counter_count);
    state->site_week =
        AC_NEW_ARRAY(arena, uint16_t, (size_t)p->doctor_count * p->week_count * p->site_count);
    state->site_all = AC_NEW_ARRAY(arena, uint16_t, (size_t)p->doctor_count * p->site_count);
    state->placed = AC_NEW_ARRAY(arena, uint32_t, cells);
    state->placed_at = AC_NEW_ARRAY(arena, uint32_t, cells);
    state->short_list = AC_NEW_ARRAY(arena, uint32_t, p->request_count);
    state->short_at = AC_NEW_ARRAY(arena, uint32_t, p->request_count);
    index_counters(arena, p, state);
    index_pairs(arena, p, state);
    init_costs(state);
    init_held(arena, state);
}

void ac_state_place(ac_state *state, const ac_roster *roster)
{
    const ac_problem *p = state->problem;
    for (uint32_t i = 0; i < roster->count; i++) {
        const ac_placement *one = &roster->placements[i];
        uint32_t slot = ac_slot_of(p, &p->duties[one->duty]);
        int64_t hard = state->hard;
        if (ac_refusal_of(p, one->doctor, one->duty) != AC_RULE_NONE ||
            ac_state_held(state, one->doctor, slot) != AC_NO_DUTY) {
            continue;
        }
        ac_state_set(state, one->doctor, slot, one->duty);
        if (state->hard > hard) {
            ac_state_set(state, one->doctor, slot, AC_NO_DUTY);
        }
    }
}

static int by_duty(const void *left, const void *right)
{
    const ac_placement *a = left;
    const ac_placement *b = right;
    if (a->duty != b->duty) {
        return a->duty < b->duty ? -1 : 1;
    }
    return a->doctor < b->doctor ? -1 : a->doctor > b->doctor ? 1 : 0;
}

void ac_state_read(
    ac_arena *arena, const ac_problem *problem, const uint32_t *held, ac_roster *roster)
{
    size_t cells = (size_t)problem->doctor_count * problem->day_count * problem->part_count;
    uint32_t slots = problem->day_count * problem->part_count;
    *roster = (ac_roster){.placements = AC_NEW_ARRAY(arena, ac_placement, cells)};
    for (size_t i = 0; i < cells; i++) {
        if (held[i] != AC_NO_DUTY) {
            roster->placements[roster->count++] = (ac_placement){(uint32_t)(i / slots), held[i]};
        }
    }
    qsort(roster->placements, roster->count, sizeof *roster->placements, by_duty);
}
