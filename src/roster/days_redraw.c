/* SPDX-License-Identifier: MIT */
/* Draws a window of one person anew, given what everybody else covers: costs are exact, since only
 * this person changes. */

#include "roster/days_searching.h"

#include <string.h>

enum {
    ROOM = 1 << 20,
    STEPS_FEW = 40,
    TRIES = 8,
    COUNTED_PERCENT = 3, /* of windows for which no price is right: minutes are counted */
    FINE = 256,          /* of costs: a minute's price is a small part of one */
};

#define LACK_COST (INT64_C(1) << 38) /* of a minute: before any cost of cover or wishes */

void ac_days_searching_init(
    ac_arena *arena, ac_days_state *state, uint64_t seed, ac_days_searching *search)
{
    const ac_days *days = state->days;
    size_t cells = (size_t)days->day_count * days->kind_count;
    *search = (ac_days_searching){
        .highest = 1,
        .state = state,
        .random = seed,
        .room = {AC_NEW_ARRAY(arena, int64_t, ROOM), ROOM     },
        .costs = AC_NEW_ARRAY(arena, int64_t, cells),
        .off_costs = AC_NEW_ARRAY(arena, int64_t, days->day_count),
        .picked = AC_NEW_ARRAY(arena, uint8_t, cells),
        .types = AC_NEW_ARRAY(arena, uint8_t, days->day_count),
        .before = AC_NEW_ARRAY(arena, uint8_t, days->day_count),
        .kinds = AC_NEW_ARRAY(arena, uint8_t, days->day_count),
        .kept =
            { AC_NEW_ARRAY(arena, uint8_t,          days->day_count),
                 AC_NEW_ARRAY(arena, uint8_t, days->day_count)},
        .most = AC_NEW_ARRAY(arena, uint32_t, days->kind_count)
    };
    ac_heat_chances(search->chances);
    for (size_t cell = 0; cell < cells; cell++) {
        int64_t cost = days->cover[cell].under_cost;
        search->highest = cost > search->highest ? cost : search->highest;
    }
}

ac_days_window
ac_days_window_of(const ac_days *days, uint32_t person, uint32_t from, uint32_t until)
{
    const ac_days_person *who = &days->persons[person];
    return (ac_days_window){
        person, from, until, who->minutes_least, who->minutes_most, who->weekends_most};
}

static int64_t shake(ac_days_searching *s, int64_t heat)
{
    return heat == 0 ? 0 : ac_heat_allows(s->chances, heat, ac_random_next(&s->random));
}

/* What each type costs on a day: that of its cheapest kind. */
static void cost_day(ac_days_searching *s, const ac_days_window *w, uint32_t day, int64_t heat)
{
    const ac_days *days = s->state->days;
    const ac_days_person *who = &days->persons[w->person];
    uint8_t now = ac_days_line(s->state, w->person)[day];
    int64_t *costs = s->costs + (size_t)(day - w->from) * who->type_count;
    uint8_t *picked = s->picked + (size_t)(day - w->from) * who->type_count;
    for (uint32_t type = 0; type < who->type_count; type++) {
        costs[type] = AC_PATH_NEVER;
    }
    for (uint32_t kind = 0; kind < days->kind_count; kind++) {
        int32_t wish = ac_days_wish(days, w->person, day, kind);
        uint8_t type = who->type_of[kind];
        if (wish == AC_DAYS_REFUSED || type == AC_DAYS_OFF) {
            continue;
        }
        size_t cell = ac_days_cell(days, day, kind);
        int64_t cost = wish + shake(s, heat) +
                       ac_days_more(&days->cover[cell], s->state->held[cell] - (kind == now));
        cost *= FINE;
        if (cost < costs[type]) {
            costs[type] = cost;
            picked[type] = (uint8_t)kind;
        }
    }
    s->off_costs[day - w->from] = shake(s, heat) * FINE;
}

/* What is worked of a line outside of the window. */
static void count_outside(ac_days_searching *s, const ac_days_window *w, int64_t *minutes)
{
    const ac_days *days = s->state->days;
    const ac_days_person *who = &days->persons[w->person];
    const uint8_t *line = ac_days_line(s->state, w->person);
    *minutes = s->state->minutes[w->person];
    for (uint32_t type = 0; type < who->type_count; type++) {
        s->most[type] = AC_DAYS_NO_LIMIT;
    }
    for (uint64_t left = who->limited; left != 0; left &= left - 1) {
        uint32_t kind = (uint32_t)__builtin_ctzll(left);
        if (who->type_of[kind] != AC_DAYS_OFF) {
            s->most[who->type_of[kind]] =
                who->most[kind] - s->state->kind_held[(size_t)w->person * days->kind_count + kind];
        }
    }
    for (uint32_t day = w->from; day < w->until; day++) {
        if (line[day] == AC_DAYS_OFF) {
            continue;
        }
        uint8_t type = who->type_of[line[day]];
        *minutes -= who->types[type].minutes;
        s->most[type] += s->most[type] == AC_DAYS_NO_LIMIT ? 0 : 1;
    }
}

/* Weekends that are worked outside of the window. */
static uint32_t weekends_outside(ac_days_searching *s, const ac_days_window *w)
{
    const ac_days *days = s->state->days;
    const uint8_t *line = ac_days_line(s->state, w->person);
    uint32_t inside = ac_days_weekends(days, line, w->from, w->until);
    uint32_t border = 0;
    /* A weekend that the window cuts is worked outside if its other day is. */
    if (w->from > 0 && ac_days_is_sunday(days, w->from) && line[w->from - 1] != AC_DAYS_OFF) {
        border++;
    }
    if (w->until < days->day_count && ac_days_is_sunday(days, w->until) &&
        line[w->until] != AC_DAYS_OFF) {
        border++;
    }
    return s->state->weekends[w->person] - inside + border;
}

/* Puts the days that were found into the line. */
static void put_found(ac_days_searching *s, const ac_days_window *w)
{
    const ac_days_person *who = &s->state->days->persons[w->person];
    for (uint32_t i = 0; i < w->until - w->from; i++) {
        s->kinds[i] = s->types[i] == AC_DAYS_OFF
                          ? (uint8_t)AC_DAYS_OFF
                          : s->picked[(size_t)i * who->type_count + s->types[i]];
    }
    ac_days_put(s->state, w->person, w->from, w->until, s->kinds);
}

/* A minute's price comes to the costs, or another one in its place. */
static void price_minutes(ac_days_searching *s, const ac_days_window *w, int64_t price)
{
    const ac_days_person *who = &s->state->days->persons[w->person];
    for (uint32_t i = 0; i < (w->until - w->from) * who->type_count; i++) {
        if (s->costs[i] < AC_PATH_NEVER / 2) {
            s->costs[i] += price * who->types[i % who->type_count].minutes;
        }
    }
}

/* Whether minutes make the state of a window large. */
static bool is_long(const ac_days_person *who, const ac_days_window *w)
{
    int64_t step = who->minutes_step;
    return step != 0 && who->minutes_longest * (w->until - w->from) / step > STEPS_FEW;
}

/* Without counting minutes, which is quick: weekends are counted once there are too many, and
 * minutes that are too many or too few get a price that is halved in on. */
static bool redraw_priced(ac_days_searching *s, const ac_days_window *w, ac_path_ask ask)
{
    const ac_days_state *st = s->state;
    int64_t cost = 0;
    int64_t price = 0;
    int64_t step = s->highest * FINE / 2 / st->days->persons[w->person].minutes_longest + 1;
    uint32_t weekends_most = ask.weekends_most;
    ask.weekends_most = AC_DAYS_NO_LIMIT;
    ask.minutes_least = 0;
    ask.minutes_most = AC_NO_LIMIT;
    for (uint32_t tries = 0; tries < TRIES; tries++) {
        if (ac_path_find(&s->room, &ask, s->types, &cost) != AC_PATH_FOUND) {
            break;
        }
        put_found(s, w);
        if (st->weekends[w->person] > w->weekends_most) {
            ask.weekends_most = weekends_most;
            continue;
        }
        int64_t minutes = st->minutes[w->person];
        if (minutes <= w->minutes_most && minutes >= w->minutes_least) {
            return true;
        }
        int64_t change = minutes > w->minutes_most ? step : -step;
        price_minutes(s, w, change);
        price += change;
        step = (step + 1) / 2;
    }
    price_minutes(s, w, -price);
    return false;
}

ac_path_answer ac_days_redraw(ac_days_searching *s, const ac_days_window *window, int64_t heat)
{
    const ac_days *days = s->state->days;
    int64_t outside = 0;
    int64_t cost = 0;
    uint32_t weekends = weekends_outside(s, window);
    count_outside(s, window, &outside);
    for (uint32_t day = window->from; day < window->until; day++) {
        cost_day(s, window, day, heat);
    }
    ac_path_ask ask = {
        .days = days,
        .person = window->person,
        .line = ac_days_line(s->state, window->person),
        .from = window->from,
        .until = window->until,
        .costs = s->costs,
        .off_costs = s->off_costs,
        .minutes_least = window->minutes_least - outside,
        .minutes_most =
            window->minutes_most == AC_NO_LIMIT ? AC_NO_LIMIT : window->minutes_most - outside,
        .weekends_most = window->weekends_most == AC_DAYS_NO_LIMIT ? AC_DAYS_NO_LIMIT
                         : window->weekends_most > weekends ? window->weekends_most - weekends
                                                            : 0,
        .most = s->most,
        .lack_cost = LACK_COST};
    memcpy(s->before, ask.line + window->from, window->until - window->from);
    ac_path_answer answer = AC_PATH_NONE;
    bool is_priced = is_long(&days->persons[window->person], window);
    bool lacks = s->state->minutes[window->person] < days->persons[window->person].minutes_least;
    if (is_priced && redraw_priced(s, window, ask)) {
        return AC_PATH_FOUND;
    }
    if (!is_priced || lacks || ac_days_below(s, 100) < COUNTED_PERCENT) {
        answer = ac_path_find(&s->room, &ask, s->types, &cost);
    }
    if (answer == AC_PATH_FOUND) {
        put_found(s, window);
    } else {
        ac_days_put(s->state, window->person, window->from, window->until, s->before);
    }
    return answer;
}
