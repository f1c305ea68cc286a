/* SPDX-License-Identifier: MIT */
/* Turns the requests of a period into weeks of sessions asked for, and has them sized. */

#include "app/pool_size.h"

#include "pool/build.h"
#include "pool/judge.h"
#include "recharge/recharge.h"

/* A request that goes on for so long and gives no other reason is for a post that is vacant. */
enum { VACANCY_DAYS = 28 };

typedef struct counting {
    const ac_pool *pool;
    const ac_pool_period *period;
    const ac_problem *problem;
    uint32_t *spell_of; /* [row of requests.csv], UINT32_MAX: single needs */
    ac_spell *spells;
    uint32_t *singles;
    uint32_t *all;
    ac_asked *asked;
} counting;

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
        if (!is_vacancy(c, row) || from >= days || last < 0) {
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

static void count_asked(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_pool_period *period,
    const ac_problem *problem,
    ac_asked *asked)
{
    uint32_t rows = pool->tables[AC_POOL_REQUESTS].count;
    uint32_t weeks = (uint32_t)(period->until.day - period->from.day) / 7;
    size_t cells = (size_t)problem->site_count * weeks;
    uint8_t *months = AC_NEW_ARRAY(arena, uint8_t, weeks);
    counting c = {
        .pool = pool,
        .period = period,
        .problem = problem,
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

/* Sessions a week that contracts leave for the pool: after leave, learning, hospital and
 * clinics. */
static uint32_t offered_now(const ac_pool *pool, const ac_pool_period *period, const ac_problem *p)
{
    int64_t minutes = 0;
    int64_t session = ac_pool_figure(pool, AC_SET_SESSION_MINUTES, period->from);
    int64_t weeks = (period->until.day - period->from.day) / 7;
    for (uint32_t i = 0; i < p->counter_count; i++) {
        if (p->counters[i].rule == AC_RULE_CONTRACT_SHARE) {
            minutes += p->counters[i].most;
        }
    }
    return (uint32_t)((minutes + session * weeks / 2) / (session * weeks));
}

static void count_contracts(const ac_pool *pool, accord_date on, ac_sizing_told *told)
{
    for (uint32_t d = 0; d < pool->tables[AC_POOL_DOCTORS].count; d++) {
        const ac_pool_row *contract = ac_pool_contract(pool, d, on);
        if (contract != NULL) {
            told->contracted += (uint32_t)contract->cells[AC_IN_CONTRACTS_SESSIONS].number;
            told->doctors++;
        }
    }
}

/* The share needed of the sessions that were looked back at, whenever that was. False: none. */
static bool fit_need(ac_arena *arena, const ac_pool *pool, ac_need *need)
{
    const ac_pool_rows *requests = &pool->tables[AC_POOL_REQUESTS];
    const ac_pool_rows *table = &pool->tables[AC_POOL_LOOKBACK];
    ac_looked_back *list = AC_NEW_ARRAY(arena, ac_looked_back, table->count);
    size_t count = 0;
    ac_names codes;
    ac_names_init(&codes, arena);
    for (uint32_t i = 0; i < requests->count; i++) {
        (void)ac_names_add(&codes, requests->rows[i].cells[AC_IN_REQUESTS_REQUEST].text, i);
    }
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_cell *cells = table->rows[i].cells;
        const ac_pool_row *request = ac_recharge_request(
            pool, &codes, cells[AC_IN_LOOKBACK_REQUEST].text,
            (accord_date){(int32_t)cells[AC_IN_LOOKBACK_DATE].number});
        if (request != NULL) {
            list[count++] = (ac_looked_back){
                (uint32_t)request->cells[AC_IN_REQUESTS_SITE].number,
                (ac_needed)cells[AC_IN_LOOKBACK_NEEDED].number};
        }
    }
    ac_need_fit(arena, list, count, pool->tables[AC_POOL_SITES].count, need);
    return count > 0;
}

/* NOLINTNEXTLINE(readability-function-size): as every command on a folder, with its options */
accord_status ac_pool_size(
    ac_arena *arena,
    const char *folder,
    const ac_pool_period *period,
    const ac_pool_size_options *options,
    ac_buffer *buffer,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_pool pool = {0};
    ac_problem problem = {0};
    ac_figures figures;
    static const uint8_t no_month = 0;
    ac_asked asked = {.week_count = 1, .months = &no_month}; /* nothing */
    ac_demand demand;
    ac_sizing sizing;
    ac_need need;
    ac_what_if variation;
    ac_sizing_options run = {
        .seed = options->seed,
        .scenarios = options->scenarios,
        .begins = period->until,
        .sizes = options->sizes,
        .size_count = options->size_count,
        .idle = options->idle,
        .idle_count = options->idle_count};
    AC_TRY(ac_pool_folder_read(arena, folder, period, &pool, faults, error));
    ac_figures_read(arena, &pool, period->until, &figures);
    for (size_t i = 0; i < options->setting_count; i++) {
        AC_TRY(ac_figures_set(arena, ac_text_of(options->settings[i]), &figures, error));
    }
    if (figures.list[AC_SIZE_DEMAND].value < 0) {
        AC_TRY(ac_pool_build(arena, &pool, period, &problem, error));
        count_asked(arena, &pool, period, &problem, &asked);
        run.now = offered_now(&pool, period, &problem);
    }
    run.need = fit_need(arena, &pool, &need) ? &need : NULL;
    ac_demand_of(arena, &asked, &figures, &demand);
    AC_TRY(ac_sizing_run(arena, &figures, &demand, &run, &sizing, error));
    AC_TRY(ac_sizing_vary(arena, &asked, &figures, &run, &variation, error));
    ac_sizing_told told = {
        .figures = &figures,
        .asked = &asked,
        .demand = &demand,
        .options = &run,
        .sizing = &sizing,
        .variation = &variation,
        .fitted_from = period->from};
    count_contracts(&pool, period->from, &told);
    ac_sizing_add(buffer, &told, options->format);
    return ac_ok();
}
