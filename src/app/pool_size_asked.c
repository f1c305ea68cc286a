/* SPDX-License-Identifier: MIT */
/* Turns the requests of a period into weeks of sessions asked for. */

#include "app/pool_size_inside.h"

/* A request that goes on for so long and gives no other reason is for a post that is vacant. */
enum { VACANCY_DAYS = 28 };

typedef struct counting {
    const ac_pool *pool;
    const ac_pool_period *period;
    const ac_problem *problem;
    const bool *chosen; /* [row of requests.csv], or NULL: all */
    uint32_t *spell_of; /* [row of requests.csv], UINT32_MAX: single needs */
    ac_spell *spells;
    uint32_t *singles;
    uint32_t *all;
    ac_asked *asked;
} counting;

static bool is_chosen(const counting *c, uint32_t row)
{
    return c->chosen == NULL || c->chosen[row];
}

static int64_t last_day_of(const counting *c, const ac_pool_row *row)
{
    int64_t until = row->cells[AC_IN_REQUESTS_UNTIL].number;
    if (row->cells[AC_IN_REQUESTS_PATTERN].number == AC_PATTERN_FIXED) {
        return row->cells[AC_IN_REQUESTS_FROM].number;
    }
    return until == AC_POOL_ABSENT ? c->period->until.day + VACANCY_DAYS : until;
}

static bool is_vacancy(const counting *c, const ac_pool_row *row)
{
    int64_t reason = row->cells[AC_IN_REQUESTS_REASON].number;
    int64_t days = last_day_of(c, row) - row->cells[AC_IN_REQUESTS_FROM].number + 1;
    if (reason != AC_POOL_ABSENT) {
        return reason == AC_REASON_VACANCY;
    }
    return row->cells[AC_IN_REQUESTS_PATTERN].number != AC_PATTERN_FIXED && days >= VACANCY_DAYS;
}

/* Requests for vacant posts that are in force in the period, by row. */
static void find_spells(counting *c)
{
    const ac_pool_rows *table = &c->pool->tables[AC_POOL_REQUESTS];
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        int64_t from = row->cells[AC_IN_REQUESTS_FROM].number - c->period->from.day;
        int64_t last = last_day_of(c, row) - c->period->from.day;
        int64_t days = c->period->until.day - c->period->from.day;
        c->spell_of[i] = UINT32_MAX;
        if (!is_chosen(c, i) || !is_vacancy(c, row) || from >= days || last < 0) {
            continue;
        }
        int64_t first_week = from < 0 ? 0 : from / 7;
        int64_t last_week = last >= days ? (days - 1) / 7 : last / 7;
        c->spell_of[i] = c->asked->spell_count;
        c->spells[c->asked->spell_count++] = (ac_spell){
            .site = (uint32_t)row->cells[AC_IN_REQUESTS_SITE].number,
            .weeks = (uint32_t)(last_week - first_week + 1),
            .ended = last < days - 1};
    }
}

static bool may_be_placed(const ac_problem *p, const ac_request *request)
{
    for (uint32_t i = 0; i < request->duty_count; i++) {
        for (uint32_t d = 0; d < p->doctor_count; d++) {
            if (ac_refusal_of(p, d, request->duty_first + i) == AC_RULE_NONE) {
                return true;
            }
        }
    }
    return false;
}

static void count_requests(counting *c)
{
    const ac_problem *p = c->problem;
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *request = &p->requests[i];
        const ac_duty *duty = &p->duties[request->duty_first];
        uint32_t spell = c->spell_of[request->row];
        if (!is_chosen(c, request->row)) {
            continue;
        }
        size_t cell = (size_t)duty->site * c->asked->week_count + duty->day / 7;
        c->all[cell] += request->needed;
        c->asked->sessions += request->needed;
        c->asked->placeable += may_be_placed(p, request) ? request->needed : 0;
        if (spell == UINT32_MAX) {
            c->singles[cell] += request->needed;
        } else {
            c->spells[spell].sessions += request->needed;
        }
    }
}

void ac_size_count_asked(const ac_size_work *work, const bool *chosen, ac_asked *asked)
{
    ac_arena *arena = work->arena;
    const ac_pool *pool = work->pool;
    const ac_pool_period *period = work->period;
    const ac_problem *problem = work->problem;
    uint32_t rows = pool->tables[AC_POOL_REQUESTS].count;
    uint32_t weeks = (uint32_t)(period->until.day - period->from.day) / 7;
    size_t cells = (size_t)problem->site_count * weeks;
    uint8_t *months = AC_NEW_ARRAY(arena, uint8_t, weeks);
    counting c = {
        .pool = pool,
        .period = period,
        .problem = problem,
        .chosen = chosen,
        .spell_of = AC_NEW_ARRAY(arena, uint32_t, rows),
        .spells = AC_NEW_ARRAY(arena, ac_spell, rows),
        .singles = AC_NEW_ARRAY(arena, uint32_t, cells),
        .all = AC_NEW_ARRAY(arena, uint32_t, cells),
        .asked = asked};
    for (uint32_t w = 0; w < weeks; w++) {
        months[w] = ac_month_of_week(period->from, w);
    }
    *asked = (ac_asked){
        .site_count = problem->site_count,
        .week_count = weeks,
        .spells = c.spells,
        .singles = c.singles,
        .all = c.all,
        .months = months};
    find_spells(&c);
    count_requests(&c);
}
