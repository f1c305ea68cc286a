/* SPDX-License-Identifier: MIT */
/* Has the sessions that were asked for sized, as a whole and by parts. */

#include "app/pool_size.h"

#include "app/pool_size_inside.h"
#include "pool/build.h"
#include "pool/judge.h"
#include "recharge/recharge.h"

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
    ac_sizing_parts parts = {0};
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
    run.need = fit_need(arena, &pool, &need) ? &need : NULL;
    bool by_practice = figures.list[AC_SIZE_DEMAND].value < 0;
    if (by_practice) {
        AC_TRY(ac_pool_build(arena, &pool, period, &problem, error));
        const ac_size_work work = {arena, &pool, period, &problem};
        ac_size_count_asked(&work, NULL, &asked);
        ac_size_find_parts(&work, &parts);
        run.now = offered_now(&pool, period, &problem);
        AC_TRY(ac_sizing_size_parts(arena, &figures, &run, &parts, error));
    }
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
        .parts = by_practice ? &parts : NULL,
        .fitted_from = period->from};
    count_contracts(&pool, period->from, &told);
    ac_sizing_add(buffer, &told, options->format);
    return ac_ok();
}
