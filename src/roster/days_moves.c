/* SPDX-License-Identifier: MIT */
/* The moves among lawful lines: small ones that are quick, and windows that are drawn anew. */

#include "roster/days_searching.h"

#include <string.h>

enum { SWAP_LONGEST = 21, CHANGE_LONGEST = 4, WINDOW_SHORTEST = 5, WINDOW_LONGEST = 42 };

/* Short blocks are drawn more often than long ones. */
static uint32_t block_length(ac_days_searching *s, uint32_t most)
{
    uint32_t length = 1;
    while (length < most && ac_days_below(s, 100) < 70) {
        length++;
    }
    return length;
}

/* Whether a person may work a kind on a day, and what it costs more than the one that is held. */
static bool adds_wish(
    const ac_days *days, uint32_t person, uint32_t day, uint8_t kind, int64_t sign, int64_t *sum)
{
    int32_t wish = kind == AC_DAYS_OFF ? 0 : ac_days_wish(days, person, day, kind);
    if (wish == AC_DAYS_REFUSED ||
        (kind != AC_DAYS_OFF && days->persons[person].type_of[kind] == AC_DAYS_OFF)) {
        return false;
    }
    *sum += sign * wish;
    return true;
}

/* What a swap costs: cover stays as it is. False where a day is refused, or nothing would change.
 */
static bool swap_cost(
    const ac_days_state *st, const uint32_t *pair, uint32_t from, uint32_t until, int64_t *cost)
{
    const uint8_t *a = ac_days_line(st, pair[0]);
    const uint8_t *b = ac_days_line(st, pair[1]);
    bool differ = false;
    *cost = 0;
    for (uint32_t day = from; day < until; day++) {
        if (a[day] == b[day]) {
            continue;
        }
        differ = true;
        if (!adds_wish(st->days, pair[0], day, b[day], 1, cost) ||
            !adds_wish(st->days, pair[1], day, a[day], 1, cost) ||
            !adds_wish(st->days, pair[0], day, a[day], -1, cost) ||
            !adds_wish(st->days, pair[1], day, b[day], -1, cost)) {
            return false;
        }
    }
    return differ;
}

static void exchange(uint8_t *a, uint8_t *b, uint32_t from, uint32_t until)
{
    for (uint32_t day = from; day < until; day++) {
        uint8_t held = a[day];
        a[day] = b[day];
        b[day] = held;
    }
}

bool ac_days_move_swap(ac_days_searching *s)
{
    ac_days_state *st = s->state;
    const ac_days *days = st->days;
    uint32_t *pair = s->changed;
    pair[0] = ac_days_below(s, days->person_count);
    pair[1] = ac_days_below(s, days->person_count);
    uint32_t from = ac_days_below(s, days->day_count);
    uint32_t until = from + block_length(s, SWAP_LONGEST);
    int64_t cost = 0;
    until = until > days->day_count ? days->day_count : until;
    if (pair[0] == pair[1] || !swap_cost(st, pair, from, until, &cost) ||
        (cost > 0 && cost > ac_days_allowance(s))) {
        return false;
    }
    uint8_t *a = ac_days_line(st, pair[0]);
    uint8_t *b = ac_days_line(st, pair[1]);
    exchange(a, b, from, until);
    bool good = ac_days_runs_hold(days, pair[0], a, from, until) &&
                ac_days_runs_hold(days, pair[1], b, from, until);
    exchange(a, b, from, until);
    if (!good) {
        return false;
    }
    uint32_t count = until - from;
    int64_t minutes[2] = {st->minutes[pair[0]], st->minutes[pair[1]]};
    memcpy(s->kept[0], a + from, count);
    memcpy(s->kept[1], b + from, count);
    ac_days_put(st, pair[0], from, until, s->kept[1]);
    ac_days_put(st, pair[1], from, until, s->kept[0]);
    if (ac_days_totals_hold(st, pair[0], minutes[0]) &&
        ac_days_totals_hold(st, pair[1], minutes[1])) {
        return true;
    }
    ac_days_put(st, pair[0], from, until, s->kept[0]);
    ac_days_put(st, pair[1], from, until, s->kept[1]);
    return false;
}

bool ac_days_move_change(ac_days_searching *s)
{
    ac_days_state *st = s->state;
    const ac_days *days = st->days;
    uint32_t person = ac_days_below(s, days->person_count);
    uint32_t from = ac_days_below(s, days->day_count);
    uint32_t until = from + block_length(s, CHANGE_LONGEST);
    uint32_t drawn = ac_days_below(s, days->kind_count + 1);
    uint8_t kind = drawn == days->kind_count ? (uint8_t)AC_DAYS_OFF : (uint8_t)drawn;
    uint8_t *line = ac_days_line(st, person);
    int64_t wish = 0;
    bool good = true;
    until = until > days->day_count ? days->day_count : until;
    uint32_t count = until - from;
    s->changed[0] = s->changed[1] = person;
    for (uint32_t day = from; day < until && good; day++) {
        good = adds_wish(days, person, day, kind, 1, &wish);
    }
    if (!good) {
        return false;
    }
    memcpy(s->kept[0], line + from, count);
    memset(s->kept[1], kind, count);
    memset(line + from, kind, count);
    good = ac_days_runs_hold(days, person, line, from, until);
    memcpy(line + from, s->kept[0], count);
    if (!good) {
        return false;
    }
    int64_t cost = st->cost;
    int64_t minutes = st->minutes[person];
    ac_days_put(st, person, from, until, s->kept[1]);
    if (ac_days_totals_hold(st, person, minutes) &&
        (st->cost <= cost || st->cost - cost <= ac_days_allowance(s))) {
        return true;
    }
    ac_days_put(st, person, from, until, s->kept[0]);
    return false;
}

/* A window anywhere, more often short. */
static void draw_window(ac_days_searching *s, uint32_t *from, uint32_t *until)
{
    uint32_t days = s->state->days->day_count;
    uint32_t most = ac_days_below(s, WINDOW_LONGEST + 1);
    most = most < WINDOW_SHORTEST ? WINDOW_SHORTEST : most;
    uint32_t length = WINDOW_SHORTEST + ac_days_below(s, most - WINDOW_SHORTEST + 1);
    length = length > days ? days : length;
    /* Ends of the whole are drawn as often as days in between. */
    uint32_t at = ac_days_below(s, days + length);
    *from = at < length ? 0 : at - length;
    *until = *from + length > days ? days : *from + length;
}

/* Draws anew what fits the room: the first part of a window that is too large. */
static bool redraw(ac_days_searching *s, uint32_t person, uint32_t from, uint32_t until)
{
    ac_days_window window = ac_days_window_of(s->state->days, person, from, until);
    ac_path_answer answer = ac_days_redraw(s, &window, s->heat);
    while (answer == AC_PATH_LARGE && window.until - window.from > 1) {
        window.until = window.from + (window.until - window.from) / 2;
        answer = ac_days_redraw(s, &window, s->heat);
    }
    return answer == AC_PATH_FOUND;
}

static bool is_taken(ac_days_searching *s, int64_t cost, int64_t lack)
{
    const ac_days_state *st = s->state;
    return st->lack < lack ||
           (st->lack == lack && (st->cost <= cost || st->cost - cost <= ac_days_allowance(s)));
}

bool ac_days_move_one(ac_days_searching *s)
{
    ac_days_state *st = s->state;
    uint32_t person = ac_days_below(s, st->days->person_count);
    uint32_t from = 0;
    uint32_t until = 0;
    int64_t cost = st->cost;
    int64_t lack = st->lack;
    draw_window(s, &from, &until);
    memcpy(s->kept[0], ac_days_line(st, person) + from, until - from);
    s->changed[0] = s->changed[1] = person;
    if (redraw(s, person, from, until) && is_taken(s, cost, lack)) {
        return true;
    }
    ac_days_put(st, person, from, until, s->kept[0]);
    return false;
}

bool ac_days_move_two(ac_days_searching *s)
{
    ac_days_state *st = s->state;
    uint32_t *pair = s->changed;
    uint32_t from = 0;
    uint32_t until = 0;
    int64_t cost = st->cost;
    int64_t lack = st->lack;
    pair[0] = ac_days_below(s, st->days->person_count);
    pair[1] = ac_days_below(s, st->days->person_count);
    if (pair[0] == pair[1]) {
        return false;
    }
    draw_window(s, &from, &until);
    for (uint32_t i = 0; i < 2; i++) {
        memcpy(s->kept[i], ac_days_line(st, pair[i]) + from, until - from);
    }
    /* The second has nothing in the window while the first is drawn. */
    memset(s->kinds, AC_DAYS_OFF, until - from);
    ac_days_put(st, pair[1], from, until, s->kinds);
    bool found = redraw(s, pair[0], from, until);
    ac_days_put(st, pair[1], from, until, s->kept[1]);
    found = found && redraw(s, pair[1], from, until);
    if (found && is_taken(s, cost, lack)) {
        return true;
    }
    ac_days_put(st, pair[0], from, until, s->kept[0]);
    ac_days_put(st, pair[1], from, until, s->kept[1]);
    return false;
}
