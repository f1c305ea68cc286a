/* SPDX-License-Identifier: MIT */
/* A contract gives a fifth of its week's sessions, less those of learning, on each weekday on which
 * the doctor works; a hospital or clinic session is one less, and so is the learning that its terms
 * ask for beyond its own, by the days of a year. A doctor who worked more than that makes up for
 * nobody else. */

#include "recharge/idle.h"

#include "pool/judge.h"
#include "pool/terms.h"

enum { WEEKDAYS = 5, WEEK_DAYS = 7, YEAR_DAYS = 365, WHOLE = 100, LEARNING_PLACES = 2 };

static bool is_on_leave(const ac_pool *pool, uint32_t doctor, accord_date on)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_LEAVE, doctor, i)) != NULL; i++) {
        if (ac_pool_holds(row, AC_IN_LEAVE_FROM, AC_IN_LEAVE_UNTIL, on)) {
            return true;
        }
    }
    return false;
}

static int64_t portfolio_on(const ac_pool *pool, uint32_t doctor, accord_date on)
{
    const ac_pool_row *row = NULL;
    int64_t count = 0;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_PORTFOLIO, doctor, i)) != NULL;
         i++) {
        bool then = row->cells[AC_IN_PORTFOLIO_WEEKDAY].number == (int64_t)ac_weekday_of(on) &&
                    ac_pool_holds(row, AC_IN_PORTFOLIO_FROM, AC_IN_PORTFOLIO_UNTIL, on);
        count += then ? 1 : 0;
    }
    return count;
}

/* Fifths of a session of one day. */
static int64_t fifths_on(const ac_pool *pool, uint32_t doctor, accord_date on)
{
    const ac_pool_row *contract = ac_pool_contract(pool, doctor, on);
    if (contract == NULL || is_on_leave(pool, doctor, on) || ac_pool_is_holiday(pool, on)) {
        return 0;
    }
    int64_t cpd = contract->cells[AC_IN_CONTRACTS_CPD].number;
    int64_t sessions =
        contract->cells[AC_IN_CONTRACTS_SESSIONS].number - (cpd == AC_POOL_ABSENT ? 0 : cpd);
    return (ac_weekday_of(on) < WEEKDAYS ? sessions : 0) -
           WEEKDAYS * portfolio_on(pool, doctor, on);
}

static ac_rational not_below_nought(ac_rational number)
{
    return ac_rational_sign(number) < 0 ? AC_RATIONAL_ZERO : number;
}

/* Sessions of learning that the terms of a doctor's contracts ask for in a month, beyond those that
 * the contracts have; to the nearest hundredth, so that what is left can be written down. */
static ac_rational more_learning(const ac_recharge *of, uint32_t doctor, int32_t month)
{
    ac_rational more = AC_RATIONAL_ZERO;
    for (accord_date on = ac_month_first(month); ac_month_of(on) == month; on.day++) {
        const ac_pool_row *contract = ac_pool_contract(of->pool, doctor, on);
        if (contract == NULL || contract->cells[AC_IN_CONTRACTS_TERMS].text.size == 0) {
            continue;
        }
        int64_t cpd = contract->cells[AC_IN_CONTRACTS_CPD].number;
        int64_t session = contract->cells[AC_IN_CONTRACTS_MINUTES].number;
        session = session == AC_POOL_ABSENT ? ac_pool_figure(of->pool, AC_SET_SESSION_MINUTES, on)
                                            : session;
        int64_t asked = ac_pool_terms(of->pool, contract, on).learning;
        more = ac_rational_add(
            of->arena, more, ac_rational_of_ratio(of->arena, asked, YEAR_DAYS * session));
        more = ac_rational_subtract(
            of->arena, more,
            ac_rational_of_ratio(of->arena, cpd == AC_POOL_ABSENT ? 0 : cpd, WEEK_DAYS));
    }
    more = ac_rational_round(of->arena, more, LEARNING_PLACES, ACCORD_HALF_AWAY);
    return not_below_nought(more);
}

/* Hundredths of sessions, by doctor: worked, whether confirmed or not, or cancelled by a practice
 * and charged to it by a share. */
static int64_t *count_used(const ac_recharge *of, int32_t month)
{
    const ac_pool *pool = of->pool;
    const ac_pool_rows *sheets = &pool->tables[AC_POOL_TIMESHEETS];
    const ac_pool_rows *doctors = &pool->tables[AC_POOL_DOCTORS];
    int64_t *used = AC_NEW_ARRAY(of->arena, int64_t, doctors->count);
    ac_names names;
    for (uint32_t i = 0; i < sheets->count; i++) {
        const ac_pool_cell *cells = sheets->rows[i].cells;
        accord_date on = {(int32_t)cells[AC_IN_TIMESHEETS_DATE].number};
        used[cells[AC_IN_TIMESHEETS_DOCTOR].number] += ac_month_of(on) == month ? WHOLE : 0;
    }
    ac_names_init(&names, of->arena);
    for (uint32_t i = 0; i < doctors->count; i++) {
        (void)ac_names_add(&names, doctors->rows[i].cells[0].text, i);
    }
    for (size_t i = 0; i < of->bookings.cancelled_count; i++) {
        const ac_cancellation *one = &of->bookings.cancelled[i];
        uint32_t doctor = ac_names_find(&names, one->doctor);
        if (doctor != AC_NAME_NONE && one->by_practice && one->share != AC_POOL_ABSENT &&
            ac_month_of(one->on) == month) {
            used[doctor] += one->share;
        }
    }
    return used;
}

ac_idle_sum ac_idle_count(const ac_recharge *of, int32_t month, ac_charges *charges)
{
    ac_arena *arena = of->arena;
    const ac_pool_rows *doctors = &of->pool->tables[AC_POOL_DOCTORS];
    const int64_t *used = count_used(of, month);
    ac_idle_sum sum = {AC_RATIONAL_ZERO, AC_RATIONAL_ZERO};
    for (uint32_t d = 0; d < doctors->count; d++) {
        int64_t fifths = 0;
        for (accord_date on = ac_month_first(month); ac_month_of(on) == month; on.day++) {
            fifths += fifths_on(of->pool, d, on);
        }
        ac_idle one = {
            .month = month,
            .doctor = doctors->rows[d].cells[0].text,
            .available = ac_rational_of_ratio(arena, fifths < 0 ? 0 : fifths, WEEKDAYS),
            .used = ac_rational_of_ratio(arena, used[d], WHOLE)};
        one.available = not_below_nought(
            ac_rational_subtract(arena, one.available, more_learning(of, d, month)));
        one.idle = not_below_nought(ac_rational_subtract(arena, one.available, one.used));
        sum.idle = ac_rational_add(arena, sum.idle, one.idle);
        sum.available = ac_rational_add(arena, sum.available, one.available);
        AC_RESERVE(arena, charges->idle, charges->idle_count, charges->idle_capacity);
        charges->idle[charges->idle_count++] = one;
    }
    return sum;
}

/* ---- keys ---- */

static bool is_open(const ac_pool *pool, int64_t site, accord_date on)
{
    const ac_pool_cell *cells = ac_pool_row_of(pool, AC_POOL_SITES, (size_t)site)->cells;
    int64_t opens = cells[AC_IN_SITES_OPENS].number;
    int64_t closes = cells[AC_IN_SITES_CLOSES].number;
    return (opens == AC_POOL_ABSENT || on.day >= opens) &&
           (closes == AC_POOL_ABSENT || on.day < closes);
}

/* Whether a session of the request is asked for on the day; of one for any day of a week, its whole
 * week is, on its Monday. */
static bool asks_on(const ac_pool *pool, const ac_pool_row *request, accord_date on)
{
    int64_t pattern = request->cells[AC_IN_REQUESTS_PATTERN].number;
    int64_t weekday = pattern == AC_PATTERN_ANY ? 0 : request->cells[AC_IN_REQUESTS_WEEKDAY].number;
    size_t until = pattern == AC_PATTERN_FIXED ? AC_IN_REQUESTS_FROM : AC_IN_REQUESTS_UNTIL;
    bool holiday =
        request->cells[AC_IN_REQUESTS_HOLIDAYS].number != 1 && ac_pool_is_holiday(pool, on);
    return ac_pool_holds(request, AC_IN_REQUESTS_FROM, until, on) &&
           (pattern == AC_PATTERN_FIXED || weekday == (int64_t)ac_weekday_of(on)) &&
           (pattern == AC_PATTERN_ANY || !holiday);
}

static void weigh_requests(const ac_recharge *of, int32_t month, int64_t *weights)
{
    const ac_pool_rows *table = &of->pool->tables[AC_POOL_REQUESTS];
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        int64_t site = row->cells[AC_IN_REQUESTS_SITE].number;
        for (accord_date on = ac_month_first(month); ac_month_of(on) == month; on.day++) {
            if (asks_on(of->pool, row, on) && is_open(of->pool, site, on)) {
                weights[site] += row->cells[AC_IN_REQUESTS_SESSIONS].number;
            }
        }
    }
}

/* By the days of the month on which the site's row holds and the site is open. */
static void weigh_rows(const ac_recharge *of, bool by_list, int32_t month, int64_t *weights)
{
    const ac_pool_rows *table = &of->pool->tables[AC_POOL_KEYS];
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        int64_t site = row->cells[AC_IN_KEYS_SITE].number;
        int64_t size = row->cells[AC_IN_KEYS_LIST_SIZE].number;
        int64_t days = 0;
        for (accord_date on = ac_month_first(month); ac_month_of(on) == month; on.day++) {
            days += ac_pool_holds(row, AC_IN_KEYS_FROM, AC_IN_KEYS_UNTIL, on) &&
                            is_open(of->pool, site, on)
                        ? 1
                        : 0;
        }
        if (by_list && size == AC_POOL_ABSENT && days > 0) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_KEYS, row, AC_IN_KEYS_LIST_SIZE,
                "sites share by list size (carrying.csv), and this one has none; write it here");
            size = 0;
        }
        weights[site] += days * (by_list ? size : 1);
    }
}

void ac_key_weights(const ac_recharge *of, ac_carrying_key key, int32_t month, ac_rational *weights)
{
    uint32_t sites = of->pool->tables[AC_POOL_SITES].count;
    int64_t *counts = AC_NEW_ARRAY(of->arena, int64_t, sites);
    if (key == AC_KEY_REQUESTED) {
        weigh_requests(of, month, counts);
    } else {
        weigh_rows(of, key == AC_KEY_LIST_SIZE, month, counts);
    }
    for (uint32_t i = 0; i < sites; i++) {
        weights[i] = ac_rational_of(counts[i]);
    }
}
