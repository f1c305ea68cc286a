/* SPDX-License-Identifier: MIT */
/* Draws scenarios, and runs a size through them. */

#include "sizing/simulate.h"

#include "base/assert.h"

#include <math.h>

enum { PURPOSE_ABSENT = 11, PURPOSE_CANCELLED, PURPOSE_LATE, PURPOSE_NEED };

typedef struct places {
    uint32_t *list;
    uint32_t count;
    size_t capacity;
} places;

/* The numbers, 1 to `most`, that fall to a chance: the gaps between them are geometric. */
static void draw_places(ac_arena *arena, ac_draws *draws, double chance, uint32_t most, places *to)
{
    double at = 0;
    if (chance <= 0) {
        return;
    }
    double scale = chance < 1 ? 1 / log1p(-chance) : 0;
    while (1) {
        at += 1 + floor(log(1 - ac_draw_share(draws)) * scale);
        if (at > most) {
            return;
        }
        AC_RESERVE(arena, to->list, to->count, to->capacity);
        to->list[to->count++] = (uint32_t)at;
    }
}

static uint32_t draw_kept(ac_draws *draws, uint32_t booked, double cancelled)
{
    uint32_t kept = booked;
    for (uint32_t i = 0; i < booked && cancelled > 0; i++) {
        kept -= ac_draw_share(draws) < cancelled ? 1 : 0;
    }
    return kept;
}

/* The share of bookings that are cancelled in one scenario: some whatever their need, and some of
 * those not needed. The share needed is drawn once, so that over bookings it is beta-binomial. */
static double cancelled_share(const ac_terms *terms, uint64_t seed, uint64_t number)
{
    if (terms->need_a <= 0 || terms->handed_back <= 0) {
        return terms->cancelled;
    }
    ac_draws draws = ac_draws_of(seed, PURPOSE_NEED, number);
    double needed = ac_draw_beta(&draws, terms->need_a, terms->need_b);
    return terms->cancelled + (1 - terms->cancelled) * (1 - needed) * terms->handed_back;
}

/* Bookings of all weeks, less what is cancelled in good time. */
static void
draw_bookings(ac_arena *arena, const ac_demand *demand, const ac_run_of *run, ac_scenarios *to)
{
    uint32_t *booked = AC_NEW_ARRAY(arena, uint32_t, run->weeks);
    for (uint32_t i = 0; i < run->scenarios; i++) {
        uint64_t number = run->purpose << 32 | i;
        ac_future future = {run->seed, number, run->weeks, run->months};
        ac_draws cancel = ac_draws_of(run->seed, PURPOSE_CANCELLED, number);
        double in_time = cancelled_share(to->terms, run->seed, number) * (1 - to->terms->late);
        ac_demand_draw(demand, &future, booked, NULL);
        for (uint32_t w = 0; w < run->weeks; w++) {
            ac_week_drawn *week = &to->drawn[(size_t)i * run->weeks + w];
            week->booked = draw_kept(&cancel, booked[w], in_time);
            to->booked_most = week->booked > to->booked_most ? week->booked : to->booked_most;
        }
    }
}

void ac_scenarios_draw(
    ac_arena *arena,
    const ac_demand *demand,
    const ac_terms *terms,
    const ac_run_of *run,
    ac_scenarios *scenarios)
{
    places absent = {0};
    places late = {0};
    *scenarios = (ac_scenarios){
        .terms = terms,
        .count = run->scenarios,
        .weeks = run->weeks,
        .drawn = AC_NEW_ARRAY(arena, ac_week_drawn, (size_t)run->scenarios * run->weeks)};
    draw_bookings(arena, demand, run, scenarios);
    /* With twice those who are away on the average, more sessions would only be idle. */
    double useful = scenarios->booked_most * (1 + 2 * terms->absent / (1 - terms->absent)) + 10;
    scenarios->sessions_most = useful > run->sessions_most ? (uint32_t)useful : run->sessions_most;
    for (uint32_t i = 0; i < run->scenarios; i++) {
        uint64_t number = run->purpose << 32 | i;
        ac_draws sick = ac_draws_of(run->seed, PURPOSE_ABSENT, number);
        ac_draws short_notice = ac_draws_of(run->seed, PURPOSE_LATE, number);
        double share = cancelled_share(terms, run->seed, number);
        double in_time = share * (1 - terms->late);
        /* Of those not cancelled in good time. */
        double too_late = in_time < 1 ? share * terms->late / (1 - in_time) : 0;
        for (uint32_t w = 0; w < run->weeks; w++) {
            ac_week_drawn *week = &scenarios->drawn[(size_t)i * run->weeks + w];
            week->absent_first = absent.count;
            draw_places(arena, &sick, terms->absent, scenarios->sessions_most, &absent);
            week->absent_until = absent.count;
            week->late_first = late.count;
            draw_places(arena, &short_notice, too_late, week->booked, &late);
            week->late_until = late.count;
        }
    }
    scenarios->absent = absent.list;
    scenarios->late = late.list;
}

/* How many of list[first, until), which ascends, are at most `limit`. */
static uint32_t count_to(const uint32_t *list, uint32_t first, uint32_t until, uint32_t limit)
{
    uint32_t low = first;
    while (low < until) {
        uint32_t middle = low + (until - low) / 2;
        if (list[middle] <= limit) {
            low = middle + 1;
        } else {
            until = middle;
        }
    }
    return low - first;
}

static uint32_t run_week(
    const ac_scenarios *s, const ac_week_drawn *week, uint32_t sessions, ac_period_outcome *sum)
{
    const ac_terms *terms = s->terms;
    uint32_t there =
        sessions - count_to(s->absent, week->absent_first, week->absent_until, sessions);
    uint32_t wanted = (uint32_t)floor(week->booked * terms->placed + 0.5);
    uint32_t placed = there < wanted ? there : wanted;
    uint32_t late = count_to(s->late, week->late_first, week->late_until, placed);
    uint32_t idle = there - placed + late;
    uint32_t unmet = week->booked - placed;
    double bought = unmet * terms->backfilled;
    sum->used += placed - late;
    sum->late += late;
    sum->idle += idle;
    sum->unmet += unmet;
    sum->paid += placed - late + late * terms->late_fee + bought;
    sum->rest += idle * terms->idle_value - bought * terms->locum -
                 (unmet - bought) * terms->unmet_value - sessions * terms->cost;
    return idle;
}

void ac_scenarios_run(
    const ac_scenarios *scenarios,
    uint32_t sessions,
    uint32_t first,
    uint32_t count,
    ac_period_outcome *outcomes,
    uint32_t *idle_weeks)
{
    ac_assert(sessions <= scenarios->sessions_most);
    ac_assert(first + count <= scenarios->count);
    for (uint32_t i = 0; i < count; i++) {
        const ac_week_drawn *weeks = &scenarios->drawn[(size_t)(first + i) * scenarios->weeks];
        outcomes[i] = (ac_period_outcome){0};
        for (uint32_t w = 0; w < scenarios->weeks; w++) {
            uint32_t idle = run_week(scenarios, &weeks[w], sessions, &outcomes[i]);
            if (idle_weeks != NULL) {
                idle_weeks[(size_t)i * scenarios->weeks + w] = idle;
            }
        }
    }
}
