/* SPDX-License-Identifier: MIT */
/* Reads ceilings off the counters. */

#include "roster/ceiling.h"

#include "base/whole.h"

/* How many sessions a hard counter leaves, or AC_NO_LIMIT if that cannot be said. */
static int64_t sessions_left(const ac_problem *problem, const ac_counter *counter, int64_t shortest)
{
    if (!counter->hard || counter->tags != AC_TAG_ALL || counter->most == AC_NO_LIMIT) {
        return AC_NO_LIMIT;
    }
    int64_t left = counter->most < counter->base ? 0 : counter->most - counter->base;
    switch (counter->unit) {
    case AC_COUNT_SESSIONS:
        return left;
    case AC_COUNT_MINUTES:
        return shortest == 0 ? AC_NO_LIMIT : left / shortest;
    case AC_COUNT_DAYS:
        return left * problem->doctors[counter->doctor].day_most;
    case AC_COUNT_WEEKENDS:
        return AC_NO_LIMIT;
    }
    return AC_NO_LIMIT;
}

/* The hard limits of one doctor over the whole time and over each whole week. */
static void find_hard(const ac_problem *problem, uint32_t doctor, int64_t shortest, ac_ceiling *c)
{
    for (uint32_t i = 0; i < problem->counter_count; i++) {
        const ac_counter *counter = &problem->counters[i];
        if (counter->doctor != doctor || counter->day_from >= counter->day_until) {
            continue;
        }
        int64_t left = sessions_left(problem, counter, shortest);
        uint32_t week = ac_week_of(problem, counter->day_from);
        uint32_t until = (week + 1) * 7 - problem->weekday;
        uint32_t from = week * 7 < problem->weekday ? 0 : week * 7 - problem->weekday;
        if (counter->day_from == 0 && counter->day_until == problem->day_count) {
            c->term = ac_least(c->term, left);
        }
        if (counter->day_from == from &&
            counter->day_until == (until < problem->day_count ? until : problem->day_count)) {
            c->weeks[week] = ac_least(c->weeks[week], left);
        }
    }
}

/* Free up to what a soft limit of the whole time allows for certain, then at its price. */
static void find_soft(const ac_problem *p, uint32_t doctor, int64_t shortest, ac_ceiling *ceiling)
{
    for (uint32_t i = 0; shortest > 0 && i < p->counter_count; i++) {
        const ac_counter *c = &p->counters[i];
        int64_t unit = c->unit == AC_COUNT_MINUTES ? shortest : 1;
        if (c->doctor != doctor || c->hard || c->tags != AC_TAG_ALL || c->most == AC_NO_LIMIT ||
            c->day_from != 0 || c->day_until != p->day_count ||
            c->over_cost * unit <= ceiling->price ||
            (c->unit != AC_COUNT_SESSIONS && c->unit != AC_COUNT_MINUTES)) {
            continue;
        }
        int64_t left = c->most < c->base ? 0 : c->most - c->base;
        ceiling->price = c->over_cost * unit;
        ceiling->free = ac_least(left / unit + (left % unit > 0 ? 1 : 0), ceiling->term);
    }
}

ac_ceiling *ac_ceilings(ac_arena *arena, const ac_problem *problem)
{
    ac_ceiling *all = AC_NEW_ARRAY(arena, ac_ceiling, problem->doctor_count);
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        ac_ceiling *ceiling = &all[d];
        int64_t shortest = 0;
        for (uint32_t i = 0; i < problem->duty_count; i++) {
            if (ac_refusal_of(problem, d, i) == AC_RULE_NONE) {
                int64_t minutes = problem->duties[i].minutes;
                shortest = shortest == 0 ? minutes : ac_least(shortest, minutes);
            }
        }
        ceiling->weeks = AC_NEW_ARRAY(arena, int64_t, problem->week_count);
        for (uint32_t i = 0; i < problem->week_count; i++) {
            ceiling->weeks[i] = AC_NO_LIMIT;
        }
        ceiling->term = AC_NO_LIMIT;
        find_hard(problem, d, shortest, ceiling);
        ceiling->term = ac_least(ceiling->term, problem->duty_count);
        ceiling->free = ceiling->term;
        find_soft(problem, d, shortest, ceiling);
    }
    return all;
}
