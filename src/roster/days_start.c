/* SPDX-License-Identifier: MIT */
/* First lines: person by person, windows of days one after the other. Minutes and weekends are
 * given out over the time as the days on which the person may work are; what is missing in the end
 * is mended by windows drawn anew anywhere. */

#include "roster/days_search.h"
#include "roster/days_searching.h"

enum {
    WINDOW = 14,
    LATER = 480, /* minutes that may be left to the next window */
    MENDS_A_WEEK = 40,
};

/* Days up to `until` on which a person may work at all. */
static int64_t free_days(const ac_days *days, uint32_t person, uint32_t until)
{
    int64_t count = 0;
    for (uint32_t day = 0; day < until; day++) {
        bool is_free = false;
        for (uint32_t kind = 0; kind < days->kind_count && !is_free; kind++) {
            is_free = ac_days_wish(days, person, day, kind) != AC_DAYS_REFUSED;
        }
        count += is_free ? 1 : 0;
    }
    return count;
}

static void limit_part(const ac_days *days, ac_days_window *w)
{
    int64_t whole = free_days(days, w->person, days->day_count);
    int64_t part = free_days(days, w->person, w->until);
    if (whole == 0 || w->until == days->day_count) {
        return;
    }
    w->minutes_least = w->minutes_least * part / whole - LATER;
    w->minutes_least = w->minutes_least < 0 ? 0 : w->minutes_least;
    if (w->minutes_most != AC_NO_LIMIT) {
        w->minutes_most = (w->minutes_most * part + whole - 1) / whole;
    }
    if (w->weekends_most != AC_DAYS_NO_LIMIT) {
        w->weekends_most = (uint32_t)((w->weekends_most * part + whole - 1) / whole);
    }
}

static void start_line(ac_days_searching *s, uint32_t person, const ac_stop *stop)
{
    const ac_days *days = s->state->days;
    const ac_days_person *who = &days->persons[person];
    for (uint32_t from = 0; from < days->day_count && !ac_stop_asked(stop);) {
        uint32_t length = WINDOW;
        ac_path_answer answer = AC_PATH_LARGE;
        while (answer == AC_PATH_LARGE && length > 0) {
            uint32_t until = from + length > days->day_count ? days->day_count : from + length;
            ac_days_window window = ac_days_window_of(days, person, from, until);
            limit_part(days, &window);
            answer = ac_days_redraw(s, &window, 0);
            length = answer == AC_PATH_LARGE ? length / 2 : length;
        }
        from += length == 0 ? 1 : length;
    }
    uint32_t tries = MENDS_A_WEEK * (days->day_count / 7 + 1);
    for (; s->state->minutes[person] < who->minutes_least && tries > 0 && !ac_stop_asked(stop);
         tries--) {
        uint32_t length = WINDOW + ac_days_below(s, WINDOW);
        uint32_t at = ac_days_below(s, days->day_count + length);
        uint32_t from = at < length ? 0 : at - length;
        uint32_t until = from + length > days->day_count ? days->day_count : from + length;
        ac_days_window window = ac_days_window_of(days, person, from, until);
        (void)ac_days_redraw(s, &window, s->heat);
    }
}

void ac_days_start(ac_arena *arena, ac_days_state *state, uint64_t seed, const ac_stop *stop)
{
    const ac_days *days = state->days;
    ac_days_searching *s = AC_NEW(arena, ac_days_searching);
    uint32_t *order = AC_NEW_ARRAY(arena, uint32_t, days->person_count);
    ac_days_searching_init(arena, state, seed, s);
    s->heat = AC_HEAT_SCALE;
    for (uint32_t i = 0; i < days->person_count; i++) {
        uint32_t at = ac_days_below(s, i + 1);
        order[i] = order[at];
        order[at] = i;
    }
    for (uint32_t i = 0; i < days->person_count; i++) {
        if (state->minutes[order[i]] == 0) {
            start_line(s, order[i], stop);
        }
    }
}
