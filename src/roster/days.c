/* SPDX-License-Identifier: MIT */
/* Reads a problem of lines into its own form. */

#include "roster/days.h"

#include "base/assert.h"
#include "base/whole.h"

#include <string.h>

static bool is_one_kind(uint64_t tags)
{
    return tags != 0 && (tags & AC_TAG_ALL) == 0 && (tags & (tags - 1)) == 0;
}

static bool counter_fits(const ac_problem *p, const ac_counter *c)
{
    if (!c->hard || c->base != 0 || c->day_from != 0 || c->day_until != p->day_count) {
        return false;
    }
    switch (c->unit) {
    case AC_COUNT_MINUTES:
        return (c->tags & AC_TAG_ALL) != 0;
    case AC_COUNT_WEEKENDS:
        return (c->tags & AC_TAG_ALL) != 0 && c->least <= 0;
    case AC_COUNT_SESSIONS:
        return is_one_kind(c->tags) && c->least <= 0;
    case AC_COUNT_DAYS:
        return false;
    }
    return false;
}

static bool duties_fit(const ac_problem *p)
{
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *request = &p->requests[i];
        const ac_duty *duty = &p->duties[request->duty_first];
        if (request->duty_count != 1 || !request->over_allowed || request->under_cost < 0 ||
            request->over_cost < 0 || duty->site != AC_NO_SITE || duty->room != AC_NO_ROOM ||
            duty->most < p->doctor_count || duty->minutes != p->kinds[duty->kind].minutes ||
            duty->tags != (AC_TAG_ALL | UINT64_C(1) << duty->kind)) {
            return false;
        }
        for (uint32_t j = i; j > 0 && p->duties[p->requests[j - 1].duty_first].day == duty->day;
             j--) {
            if (p->duties[p->requests[j - 1].duty_first].kind == duty->kind) {
                return false;
            }
        }
    }
    return true;
}

bool ac_days_fits(const ac_problem *problem)
{
    bool ruled = false;
    if (problem->part_count != 1 || problem->site_count != 0 || problem->room_count != 0 ||
        problem->pin_count != 0 || problem->duty_count != problem->request_count ||
        problem->kind_count > AC_DAYS_TYPES_MOST) {
        return false;
    }
    for (uint32_t i = 0; i < problem->doctor_count; i++) {
        const ac_doctor *doctor = &problem->doctors[i];
        ruled = ruled || doctor->run_least > 1 || doctor->off_least > 1;
        if (doctor->run_before != 0 || doctor->day_most == 0) {
            return false;
        }
    }
    for (uint32_t i = 0; i < problem->counter_count; i++) {
        ruled = ruled || problem->counters[i].least > 0;
        if (!counter_fits(problem, &problem->counters[i])) {
            return false;
        }
    }
    return ruled && duties_fit(problem);
}

static uint32_t limit_of(int64_t most)
{
    return most < AC_DAYS_NO_LIMIT ? (uint32_t)(most < 0 ? 0 : most) : AC_DAYS_NO_LIMIT;
}

static uint32_t bit_at(uint64_t bits)
{
    return (uint32_t)__builtin_ctzll(bits);
}

static void take_counter(ac_days_person *person, const ac_counter *c)
{
    if (c->unit == AC_COUNT_MINUTES) {
        person->minutes_least = c->least > person->minutes_least ? c->least : person->minutes_least;
        person->minutes_most = c->most < person->minutes_most ? c->most : person->minutes_most;
    } else if (c->unit == AC_COUNT_WEEKENDS) {
        person->weekends_most = (uint32_t)ac_least(person->weekends_most, limit_of(c->most));
    } else {
        uint32_t *most = &person->most[bit_at(c->tags)];
        *most = (uint32_t)ac_least(*most, limit_of(c->most));
    }
}

/* What the table of wishes says of every cell of one person. */
static void take_wishes(ac_days *days, uint32_t person)
{
    const ac_problem *p = days->problem;
    size_t cells = (size_t)days->day_count * days->kind_count;
    int32_t *wishes = days->wishes + person * cells;
    for (size_t cell = 0; cell < cells; cell++) {
        uint32_t duty = days->cover[cell].duty;
        bool lawful = duty != AC_NO_DUTY && ac_refusal_of(p, person, duty) == AC_RULE_NONE;
        wishes[cell] = lawful ? p->pair_costs[ac_pair_of(p, person, duty)] : AC_DAYS_REFUSED;
    }
}

/* Whether a person may ever work a kind. */
static bool is_worked(const ac_days *days, uint32_t person, uint32_t kind)
{
    for (uint32_t day = 0; day < days->day_count; day++) {
        if (ac_days_wish(days, person, day, kind) != AC_DAYS_REFUSED) {
            return true;
        }
    }
    return false;
}

/* The kinds after which a kind may not be worked. */
static uint64_t banned_after(const ac_problem *p, uint32_t kind)
{
    uint64_t banned = 0;
    for (uint32_t other = 0; other < p->kind_count; other++) {
        banned |= (p->kinds[other].not_next_day >> kind & 1u) << other;
    }
    return banned;
}

static bool is_alike(const ac_problem *p, uint32_t a, uint32_t b)
{
    return p->kinds[a].minutes == p->kinds[b].minutes &&
           p->kinds[a].not_next_day == p->kinds[b].not_next_day &&
           banned_after(p, a) == banned_after(p, b);
}

static void find_types(ac_arena *arena, const ac_days *days, uint32_t index)
{
    const ac_problem *p = days->problem;
    ac_days_person *person = &days->persons[index];
    person->types = AC_NEW_ARRAY(arena, ac_days_type, days->kind_count);
    for (uint32_t kind = 0; kind < days->kind_count; kind++) {
        uint32_t at = 0;
        bool limited = (person->limited >> kind & 1u) != 0;
        person->type_of[kind] = AC_DAYS_OFF;
        if (person->most[kind] == 0 || !is_worked(days, index, kind)) {
            continue;
        }
        while (at < person->type_count && (limited || person->types[at].most != AC_DAYS_NO_LIMIT ||
                                           !is_alike(p, kind, bit_at(person->types[at].kinds)))) {
            at++;
        }
        person->type_count += at == person->type_count ? 1 : 0;
        person->types[at].kinds |= UINT64_C(1) << kind;
        person->types[at].minutes = p->kinds[kind].minutes;
        person->types[at].most = limited ? person->most[kind] : AC_DAYS_NO_LIMIT;
        person->type_of[kind] = (uint8_t)at;
    }
    for (uint32_t i = 0; i < person->type_count; i++) {
        int64_t minutes = person->types[i].minutes;
        person->minutes_longest =
            minutes > person->minutes_longest ? minutes : person->minutes_longest;
        person->minutes_step = ac_common_divisor(minutes, person->minutes_step);
        uint64_t banned = banned_after(p, bit_at(person->types[i].kinds));
        for (uint32_t j = 0; j < person->type_count; j++) {
            bool may = (banned >> bit_at(person->types[j].kinds) & 1u) == 0;
            person->types[i].after |= (uint64_t)may << j;
        }
    }
}

static void order_types(ac_arena *arena, ac_days_person *person)
{
    person->order = AC_NEW_ARRAY(arena, uint8_t, person->type_count);
    for (uint32_t i = 0; i < person->type_count; i++) {
        uint32_t at = i;
        int follows = __builtin_popcountll(person->types[i].after);
        while (at > 0 &&
               __builtin_popcountll(person->types[person->order[at - 1]].after) > follows) {
            person->order[at] = person->order[at - 1];
            at--;
        }
        person->order[at] = (uint8_t)i;
    }
}

static void take_persons(ac_arena *arena, ac_days *days)
{
    const ac_problem *p = days->problem;
    for (uint32_t i = 0; i < days->person_count; i++) {
        const ac_doctor *doctor = &p->doctors[i];
        ac_days_person *person = &days->persons[i];
        *person = (ac_days_person){
            .run_most = doctor->run_most == 0 ? AC_DAYS_NO_LIMIT : doctor->run_most,
            .run_least = doctor->run_least > 1 ? doctor->run_least : 1,
            .off_least = doctor->off_least > 1 ? doctor->off_least : 1,
            .weekends_most = AC_DAYS_NO_LIMIT,
            .minutes_most = AC_NO_LIMIT,
            .type_of = AC_NEW_ARRAY(arena, uint8_t, p->kind_count),
            .most = AC_NEW_ARRAY(arena, uint32_t, p->kind_count)};
        memset(person->most, 0xff, p->kind_count * sizeof *person->most);
        take_wishes(days, i);
    }
    for (uint32_t i = 0; i < p->counter_count; i++) {
        take_counter(&days->persons[p->counters[i].doctor], &p->counters[i]);
    }
    for (uint32_t i = 0; i < days->person_count; i++) {
        ac_days_person *person = &days->persons[i];
        for (uint32_t kind = 0; kind < days->kind_count; kind++) {
            person->limited |= (uint64_t)(person->most[kind] < days->day_count) << kind;
        }
        find_types(arena, days, i);
        order_types(arena, person);
    }
}

void ac_days_init(ac_arena *arena, const ac_problem *problem, ac_days *days)
{
    ac_assert(ac_days_fits(problem));
    size_t cells = (size_t)problem->day_count * problem->kind_count;
    *days = (ac_days){
        .problem = problem,
        .person_count = problem->doctor_count,
        .day_count = problem->day_count,
        .kind_count = problem->kind_count,
        .weekday = problem->weekday,
        .persons = AC_NEW_ARRAY(arena, ac_days_person, problem->doctor_count),
        .cover = AC_NEW_ARRAY(arena, ac_days_cover, cells),
        .wishes = AC_NEW_ARRAY(arena, int32_t, problem->doctor_count * cells),
        .constant_cost = problem->constant_cost + problem->kept_count * problem->move_cost};
    for (size_t cell = 0; cell < cells; cell++) {
        days->cover[cell].duty = AC_NO_DUTY;
    }
    for (uint32_t i = 0; i < problem->request_count; i++) {
        const ac_request *request = &problem->requests[i];
        const ac_duty *duty = &problem->duties[request->duty_first];
        days->cover[ac_days_cell(days, duty->day, duty->kind)] = (ac_days_cover){
            request->needed, request->under_cost, request->over_cost, request->duty_first};
    }
    take_persons(arena, days);
    for (uint32_t i = 0; i < problem->kept_count; i++) {
        const ac_duty *duty = &problem->duties[problem->kept[i].duty];
        int32_t *wish = &days->wishes
                             [(size_t)problem->kept[i].doctor * cells +
                              ac_days_cell(days, duty->day, duty->kind)];
        *wish -= *wish == AC_DAYS_REFUSED ? 0 : (int32_t)problem->move_cost;
    }
}
