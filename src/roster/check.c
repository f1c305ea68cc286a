/* SPDX-License-Identifier: MIT */
/* The checker: goes through a roster rule by rule, slowly and plainly, from the problem alone. It
 * includes nothing of the engine. */

#include "roster/check.h"

#include <inttypes.h>
#include <stdlib.h>

typedef struct checking {
    ac_arena *arena;
    const ac_problem *problem;
    ac_verdict *verdict;
    /* The doctor at hand. */
    uint32_t doctor;
    const uint32_t *duties; /* [count], by time */
    uint32_t count;
    uint32_t *day_counts; /* [day] */
} checking;

static const char *const cost_words[] = {
#define AC_COST(identifier, word) word,
#include "roster/costs.def"
#undef AC_COST
};

const char *ac_cost_word(ac_cost_part part)
{
    return cost_words[part];
}

static void broken(checking *c, ac_rule rule, uint32_t duty, int64_t by)
{
    ac_verdict *v = c->verdict;
    AC_RESERVE(c->arena, v->broken, v->broken_count, v->broken_capacity);
    v->broken[v->broken_count++] = (ac_broken){rule, c->doctor, duty, by};
}

static const ac_duty *duty_at(const checking *c, uint32_t index)
{
    return &c->problem->duties[c->duties[index]];
}

static void check_pairs(checking *c)
{
    const ac_problem *p = c->problem;
    for (uint32_t i = 0; i < c->count; i++) {
        size_t pair = (size_t)c->doctor * p->duty_count + c->duties[i];
        if (p->refusals[pair] != AC_RULE_NONE) {
            broken(c, (ac_rule)p->refusals[pair], c->duties[i], 0);
        }
        c->verdict->costs.parts[AC_COST_WISHES] += p->pair_costs[pair];
    }
}

/* One place at a time, sessions a day, and the way between two sites. */
static void check_days(checking *c)
{
    const ac_problem *p = c->problem;
    for (uint32_t i = 0; i < c->count; i++) {
        c->day_counts[duty_at(c, i)->day]++;
    }
    for (uint32_t day = 0; day < p->day_count; day++) {
        if (c->day_counts[day] > p->doctors[c->doctor].day_most) {
            uint32_t at = 0;
            while (duty_at(c, at)->day != day) {
                at++;
            }
            broken(
                c, AC_RULE_DAY_MOST, c->duties[at],
                (int64_t)c->day_counts[day] - p->doctors[c->doctor].day_most);
        }
    }
    for (uint32_t i = 1; i < c->count; i++) {
        const ac_duty *before = duty_at(c, i - 1);
        const ac_duty *after = duty_at(c, i);
        if (before->day != after->day) {
            continue;
        }
        if (before->part == after->part) {
            broken(c, AC_RULE_TWO_PLACES, c->duties[i], 0);
            continue;
        }
        if (before->site == after->site || before->site == AC_NO_SITE ||
            after->site == AC_NO_SITE) {
            continue;
        }
        int64_t gap = (int64_t)p->kinds[after->kind].start_minute -
                      p->kinds[before->kind].start_minute - p->kinds[before->kind].minutes;
        int64_t way = p->travel_minutes[(size_t)before->site * p->site_count + after->site];
        if (way > gap) {
            broken(c, AC_RULE_TRAVEL, c->duties[i], way == UINT32_MAX ? 0 : way - gap);
        }
    }
}

static void check_rest(checking *c)
{
    const ac_problem *p = c->problem;
    for (uint32_t i = 0; i < c->count; i++) {
        for (uint32_t j = i + 1; j < c->count && duty_at(c, j)->day <= duty_at(c, i)->day + 1;
             j++) {
            bool next = duty_at(c, j)->day == duty_at(c, i)->day + 1;
            uint64_t banned = p->kinds[duty_at(c, i)->kind].not_next_day;
            if (next && (banned >> duty_at(c, j)->kind & 1u) != 0) {
                broken(c, AC_RULE_DAILY_REST, c->duties[j], 0);
            }
        }
    }
}

/* The first session on or after a day, to show where a run is. */
static uint32_t duty_from(const checking *c, uint32_t day)
{
    for (uint32_t i = 0; i < c->count; i++) {
        if (duty_at(c, i)->day >= day) {
            return c->duties[i];
        }
    }
    return c->count > 0 ? c->duties[c->count - 1] : AC_NO_DUTY;
}

static void check_runs(checking *c)
{
    const ac_problem *p = c->problem;
    const ac_doctor *doctor = &p->doctors[c->doctor];
    uint32_t from = 0;
    for (uint32_t day = 1; day <= p->day_count; day++) {
        bool works = c->day_counts[from] > 0;
        if (day < p->day_count && (c->day_counts[day] > 0) == works) {
            continue;
        }
        uint32_t length = day - from;
        bool inside = from > 0 && day < p->day_count;
        uint32_t counted = length + (from == 0 ? doctor->run_before : 0);
        if (works && doctor->run_most > 0 && counted > doctor->run_most) {
            broken(c, AC_RULE_RUN_MOST, duty_from(c, from), counted - doctor->run_most);
        }
        if (works && inside && length < doctor->run_least) {
            broken(c, AC_RULE_RUN_LEAST, duty_from(c, from), doctor->run_least - length);
        }
        if (!works && inside && length < doctor->off_least) {
            broken(c, AC_RULE_OFF_LEAST, duty_from(c, from), doctor->off_least - length);
        }
        from = day;
    }
}

static int64_t counted_days(const checking *c, const ac_counter *counter, uint32_t each)
{
    int64_t sum = 0;
    uint32_t last = UINT32_MAX;
    for (uint32_t i = 0; i < c->count; i++) {
        const ac_duty *duty = duty_at(c, i);
        uint32_t weekday = (duty->day + c->problem->weekday) % 7;
        if (duty->day < counter->day_from || duty->day >= counter->day_until ||
            (duty->tags & counter->tags) == 0 || (each == 7 && weekday < 5)) {
            continue;
        }
        uint32_t now = each == 7 ? (duty->day + c->problem->weekday) / 7 : duty->day;
        sum += now != last ? 1 : 0;
        last = now;
    }
    return sum;
}

static int64_t counted(const checking *c, const ac_counter *counter)
{
    int64_t sum = 0;
    if (counter->unit == AC_COUNT_DAYS || counter->unit == AC_COUNT_WEEKENDS) {
        return counter->base + counted_days(c, counter, counter->unit == AC_COUNT_DAYS ? 1 : 7);
    }
    for (uint32_t i = 0; i < c->count; i++) {
        const ac_duty *duty = duty_at(c, i);
        if (duty->day >= counter->day_from && duty->day < counter->day_until &&
            (duty->tags & counter->tags) != 0) {
            sum += counter->unit == AC_COUNT_MINUTES ? duty->minutes : 1;
        }
    }
    return counter->base + sum;
}

static void check_counter(checking *c, const ac_counter *counter)
{
    int64_t sum = counted(c, counter);
    int64_t over = counter->most != AC_NO_LIMIT && sum > counter->most ? sum - counter->most : 0;
    int64_t under = sum < counter->least ? counter->least - sum : 0;
    if (counter->hard) {
        /* What is counted before any session (hospital hours) is no fault of the roster. */
        if (under > 0 || (over > 0 && sum > counter->base)) {
            broken(c, counter->rule, duty_from(c, counter->day_from), over + under);
        }
        return;
    }
    c->verdict->costs.parts[AC_COST_LIMITS] +=
        over * counter->over_cost + under * counter->under_cost;
}

/* Each site costs its way once a day, its visit once a week, and its newness once. */
static void add_site_costs(checking *c)
{
    const ac_problem *p = c->problem;
    ac_costs *costs = &c->verdict->costs;
    for (uint32_t i = 0; i < c->count; i++) {
        const ac_duty *duty = duty_at(c, i);
        bool day = true;
        bool week = true;
        bool ever = true;
        if (duty->site == AC_NO_SITE) {
            continue;
        }
        for (uint32_t j = 0; j < i; j++) {
            const ac_duty *before = duty_at(c, j);
            if (before->site != duty->site) {
                continue;
            }
            ever = false;
            week = week && (before->day + p->weekday) / 7 != (duty->day + p->weekday) / 7;
            day = day && before->day != duty->day;
        }
        size_t place = (size_t)c->doctor * p->site_count + duty->site;
        costs->parts[AC_COST_TRAVEL] += day ? p->trip_costs[place] : 0;
        costs->parts[AC_COST_VISITS] += week ? p->visit_cost : 0;
        costs->parts[AC_COST_NEW_SITES] += ever ? p->new_site_costs[place] : 0;
    }
}

static void check_doctor(checking *c)
{
    for (uint32_t day = 0; day < c->problem->day_count; day++) {
        c->day_counts[day] = 0;
    }
    check_pairs(c);
    check_days(c);
    check_rest(c);
    check_runs(c);
    for (uint32_t i = 0; i < c->problem->counter_count; i++) {
        if (c->problem->counters[i].doctor == c->doctor) {
            check_counter(c, &c->problem->counters[i]);
        }
    }
    add_site_costs(c);
}

static void check_requests(checking *c, const uint32_t *held)
{
    const ac_problem *p = c->problem;
    ac_costs *costs = &c->verdict->costs;
    uint32_t *in_room = AC_NEW_ARRAY(c->arena, uint32_t, p->room_count);
    c->doctor = AC_NO_DOCTOR;
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *request = &p->requests[i];
        int64_t sum = 0;
        for (uint32_t j = request->duty_first; j < request->duty_first + request->duty_count; j++) {
            sum += held[j];
            if (held[j] > p->duties[j].most) {
                broken(c, AC_RULE_SESSION_FULL, j, (int64_t)held[j] - p->duties[j].most);
            }
            if (p->duties[j].room != AC_NO_ROOM) {
                in_room[p->duties[j].room] += held[j];
                uint32_t most = p->rooms[p->duties[j].room].most;
                if (held[j] > 0 && in_room[p->duties[j].room] > most) {
                    broken(c, AC_RULE_ROOM, j, (int64_t)in_room[p->duties[j].room] - most);
                }
            }
        }
        costs->needed += request->needed;
        if (sum < request->needed) {
            costs->unmet += (uint32_t)(request->needed - sum);
            costs->parts[AC_COST_UNMET] += (request->needed - sum) * request->under_cost;
        } else if (sum > request->needed) {
            costs->parts[AC_COST_OVER] += (sum - request->needed) * request->over_cost;
            if (!request->over_allowed) {
                broken(c, AC_RULE_REQUEST_FULL, request->duty_first, sum - request->needed);
            }
        }
    }
}

static int by_doctor_and_time(const void *left, const void *right)
{
    const uint64_t a = *(const uint64_t *)left;
    const uint64_t b = *(const uint64_t *)right;
    return a < b ? -1 : a > b ? 1 : 0;
}

static bool holds(const ac_placement *list, uint32_t count, ac_placement one)
{
    for (uint32_t i = 0; i < count; i++) {
        if (list[i].doctor == one.doctor && list[i].duty == one.duty) {
            return true;
        }
    }
    return false;
}

static void check_held(checking *c, const ac_placement *list, uint32_t count)
{
    const ac_problem *p = c->problem;
    for (uint32_t i = 0; i < p->pin_count; i++) {
        if (!holds(list, count, p->pins[i])) {
            c->doctor = p->pins[i].doctor;
            broken(c, AC_RULE_PIN, p->pins[i].duty, 0);
        }
    }
    for (uint32_t i = 0; i < p->kept_count; i++) {
        if (!holds(list, count, p->kept[i])) {
            c->verdict->costs.moved++;
            c->verdict->costs.parts[AC_COST_MOVES] += p->move_cost;
        }
    }
}

static void sum_up(const ac_problem *problem, ac_costs *costs)
{
    costs->parts[AC_COST_WISHES] += problem->constant_cost;
    costs->total = 0;
    for (size_t i = 0; i < AC_COST_PARTS; i++) {
        costs->total += costs->parts[i];
    }
}

/* Keys in the order of time: day, part, duty. */
static uint64_t time_key(const ac_problem *p, uint32_t duty)
{
    uint64_t slot = (uint64_t)p->duties[duty].day * p->part_count + p->duties[duty].part;
    return slot << 32 | duty;
}

/* Sorts by doctor, then time: day, part, then duty. */
static uint64_t *
sorted(ac_arena *arena, const ac_problem *p, const ac_placement *list, uint32_t count)
{
    uint64_t *keys = AC_NEW_ARRAY(arena, uint64_t, count);
    uint32_t *rank = AC_NEW_ARRAY(arena, uint32_t, p->duty_count);
    uint64_t *times = AC_NEW_ARRAY(arena, uint64_t, p->duty_count);
    for (uint32_t i = 0; i < p->duty_count; i++) {
        times[i] = time_key(p, i);
    }
    qsort(times, p->duty_count, sizeof *times, by_doctor_and_time);
    for (uint32_t i = 0; i < p->duty_count; i++) {
        rank[times[i] & UINT32_MAX] = i;
    }
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = (uint64_t)list[i].doctor << 32 | rank[list[i].duty];
    }
    qsort(keys, count, sizeof *keys, by_doctor_and_time);
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = (keys[i] >> 32 << 32) | (times[keys[i] & UINT32_MAX] & UINT32_MAX);
    }
    return keys;
}

void ac_roster_check(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_placement *placements,
    uint32_t count,
    ac_verdict *verdict)
{
    *verdict = (ac_verdict){0};
    checking c = {.arena = arena, .problem = problem, .verdict = verdict};
    const uint64_t *keys = sorted(arena, problem, placements, count);
    uint32_t *duties = AC_NEW_ARRAY(arena, uint32_t, count);
    uint32_t *held = AC_NEW_ARRAY(arena, uint32_t, problem->duty_count);
    c.day_counts = AC_NEW_ARRAY(arena, uint32_t, problem->day_count);
    for (uint32_t i = 0; i < count; i++) {
        duties[i] = (uint32_t)(keys[i] & UINT32_MAX);
        held[duties[i]]++;
    }
    uint32_t at = 0;
    for (c.doctor = 0; c.doctor < problem->doctor_count; c.doctor++) {
        c.duties = duties + at;
        c.count = 0;
        while (at < count && keys[at] >> 32 == c.doctor) {
            c.count++;
            at++;
        }
        check_doctor(&c);
    }
    c.count = 0;
    check_requests(&c, held);
    check_held(&c, placements, count);
    sum_up(problem, &verdict->costs);
}

void ac_roster_check_doctor(
    ac_arena *arena,
    const ac_problem *problem,
    uint32_t doctor,
    const uint32_t *duties,
    uint32_t count,
    ac_verdict *verdict)
{
    *verdict = (ac_verdict){0};
    checking c = {.arena = arena, .problem = problem, .verdict = verdict, .doctor = doctor};
    uint64_t *keys = AC_NEW_ARRAY(arena, uint64_t, count);
    uint32_t *in_order = AC_NEW_ARRAY(arena, uint32_t, count);
    for (uint32_t i = 0; i < count; i++) {
        keys[i] = time_key(problem, duties[i]);
    }
    qsort(keys, count, sizeof *keys, by_doctor_and_time);
    for (uint32_t i = 0; i < count; i++) {
        in_order[i] = (uint32_t)(keys[i] & UINT32_MAX);
    }
    c.duties = in_order;
    c.count = count;
    c.day_counts = AC_NEW_ARRAY(arena, uint32_t, problem->day_count);
    check_doctor(&c);
    for (size_t i = 0; i < AC_COST_PARTS; i++) {
        verdict->costs.total += verdict->costs.parts[i];
    }
}

void ac_broken_add(ac_buffer *buffer, const ac_problem *problem, const ac_broken *fault)
{
    if (fault->doctor != AC_NO_DOCTOR) {
        const ac_doctor *doctor = &problem->doctors[fault->doctor];
        ac_buffer_addf(buffer, "doctor %.*s", AC_TEXT_ARG(doctor->code));
    } else {
        const ac_request *request = &problem->requests[problem->duties[fault->duty].request];
        ac_buffer_addf(buffer, "request %.*s", AC_TEXT_ARG(request->code));
    }
    ac_buffer_addf(buffer, " %s", ac_rule_sentence(fault->rule));
    if (fault->duty != AC_NO_DUTY) {
        ac_buffer_add_z(buffer, ": ");
        ac_problem_add_when(buffer, problem, &problem->duties[fault->duty]);
        if (problem->duties[fault->duty].site != AC_NO_SITE) {
            ac_buffer_addf(
                buffer, " at %.*s",
                AC_TEXT_ARG(problem->sites[problem->duties[fault->duty].site].code));
        }
    }
    if (fault->by > 0) {
        ac_buffer_addf(buffer, ", by %" PRId64, fault->by);
    }
}
