/* SPDX-License-Identifier: MIT */
/* Builds the problem of a period: sizes, sessions, judgements, costs, counters. */

#include "pool/build.h"

#include "base/limits.h"
#include "base/names.h"
#include "base/whole.h"
#include "pool/building.h"
#include "pool/columns.h"
#include "pool/judge.h"
#include "pool/terms.h"

#include <inttypes.h>

static int64_t figure(const ac_building *work, ac_pool_setting setting)
{
    return ac_pool_figure(work->pool, setting, work->period->from);
}

static accord_date date_of(const ac_building *work, uint32_t day)
{
    return (accord_date){work->period->from.day + (int32_t)day};
}

static accord_status set_sizes(ac_building *work)
{
    ac_problem *problem = work->problem;
    int64_t days = (int64_t)work->period->until.day - work->period->from.day;
    if (days < 1 || days > AC_POOL_DAYS_MAX) {
        return ac_fail(
            work->error, ACCORD_EINPUT, "a period has from 1 to %u days, not %" PRId64,
            AC_POOL_DAYS_MAX, days);
    }
    uint32_t doctors = work->pool->tables[AC_POOL_DOCTORS].count;
    if (doctors == 0 || doctors > AC_POOL_DOCTORS_MAX) {
        return ac_fail(
            work->error, doctors == 0 ? ACCORD_EINPUT : ACCORD_ELIMIT,
            "doctors.csv has %u doctors; from 1 to %u were expected", doctors, AC_POOL_DOCTORS_MAX);
    }
    *problem = (ac_problem){
        .first = work->period->from,
        .dated = true,
        .weekday = ac_weekday_of(work->period->from),
        .day_count = (uint32_t)days,
        .part_count = AC_POOL_PART_COUNT,
        .part_names = ac_part_words,
        .is_money = true,
        .doctor_count = doctors};
    problem->week_count = ac_week_of(problem, problem->day_count - 1) + 1;
    problem->kinds = AC_NEW_ARRAY(work->arena, ac_session_kind, AC_KINDS_MOST);
    problem->doctors = AC_NEW_ARRAY(work->arena, ac_doctor, doctors);
    for (uint32_t i = 0; i < doctors; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_DOCTORS, i);
        problem->doctors[i] = (ac_doctor){
            .code = row->cells[AC_IN_DOCTORS_DOCTOR].text,
            .name = row->cells[AC_IN_DOCTORS_NAME].text,
            .day_most = (uint32_t)figure(work, AC_SET_DAY_SESSIONS),
            .run_most = (uint32_t)figure(work, AC_SET_DAYS_IN_A_ROW),
        };
    }
    problem->site_count = work->pool->tables[AC_POOL_SITES].count;
    problem->sites = AC_NEW_ARRAY(work->arena, ac_site, problem->site_count);
    for (uint32_t i = 0; i < problem->site_count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_SITES, i);
        problem->sites[i] =
            (ac_site){row->cells[AC_IN_SITES_SITE].text, row->cells[AC_IN_SITES_NAME].text};
    }
    return ac_ok();
}

/* Minutes between places: "from|to" in either direction; UINT32_MAX where travel.csv has none. */
typedef struct ways {
    ac_names places;
    uint32_t *minutes; /* [place x place] */
    uint32_t count;
} ways;

static void read_ways(const ac_building *work, ways *found)
{
    const ac_pool_rows *table = &work->pool->tables[AC_POOL_TRAVEL];
    ac_names_init(&found->places, work->arena);
    for (uint32_t i = 0; i < work->problem->site_count; i++) {
        (void)ac_names_add(&found->places, work->problem->sites[i].code, found->count++);
    }
    for (uint32_t i = 0; i < work->problem->doctor_count; i++) {
        ac_text home =
            ac_pool_row_of(work->pool, AC_POOL_DOCTORS, i)->cells[AC_IN_DOCTORS_HOME].text;
        found->count += ac_names_add(&found->places, home, found->count) ? 1 : 0;
    }
    size_t size = (size_t)found->count * found->count;
    found->minutes = AC_NEW_ARRAY(work->arena, uint32_t, size);
    for (size_t i = 0; i < size; i++) {
        found->minutes[i] = i / found->count == i % found->count ? 0 : UINT32_MAX;
    }
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_cell *cells = table->rows[i].cells;
        uint32_t a = ac_names_find(&found->places, cells[AC_IN_TRAVEL_FROM].text);
        uint32_t b = ac_names_find(&found->places, cells[AC_IN_TRAVEL_TO].text);
        uint32_t minutes = (uint32_t)cells[AC_IN_TRAVEL_MINUTES].number;
        found->minutes[(size_t)a * found->count + b] = minutes;
        if (found->minutes[(size_t)b * found->count + a] == UINT32_MAX) {
            found->minutes[(size_t)b * found->count + a] = minutes;
        }
    }
}

static uint32_t
home_minutes(const ac_building *work, const ways *known, uint32_t doctor, uint32_t site)
{
    ac_text home =
        ac_pool_row_of(work->pool, AC_POOL_DOCTORS, doctor)->cells[AC_IN_DOCTORS_HOME].text;
    uint32_t from = ac_names_find(&known->places, home);
    return known->minutes[(size_t)from * known->count + site];
}

static void set_travel(const ac_building *work, const ways *known)
{
    ac_problem *problem = work->problem;
    uint32_t sites = problem->site_count;
    for (uint32_t a = 0; a < sites; a++) {
        for (uint32_t b = 0; b < sites; b++) {
            problem->travel_minutes[(size_t)a * sites + b] =
                known->minutes[(size_t)a * known->count + b];
        }
    }
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        for (uint32_t s = 0; s < sites; s++) {
            uint32_t minutes = home_minutes(work, known, d, s);
            size_t at = (size_t)d * sites + s;
            problem->trip_costs[at] =
                minutes == UINT32_MAX
                    ? 0
                    : (int32_t)((int64_t)2 * minutes * figure(work, AC_SET_MINUTE_PENCE));
            problem->new_site_costs[at] = (int32_t)figure(work, AC_SET_NEW_SITE_PENCE);
        }
    }
    problem->visit_cost = figure(work, AC_SET_VISIT_PENCE);
}

/* What a doctor said of a site: known or preferred ones need no introduction. */
static int32_t wish_cost(const ac_building *work, uint32_t doctor, uint32_t site)
{
    const ac_pool_row *row = NULL;
    int32_t cost = 0;
    for (uint32_t i = 0;
         (row = ac_pool_doctor_row(work->pool, AC_POOL_PREFERENCES, doctor, i)) != NULL; i++) {
        if (row->cells[AC_IN_PREFERENCES_SITE].number != (int64_t)site) {
            continue;
        }
        int64_t wish = row->cells[AC_IN_PREFERENCES_WISH].number;
        if (wish == AC_WISH_AVOID) {
            cost += (int32_t)figure(work, AC_SET_AVOID_PENCE);
        } else if (wish == AC_WISH_PREFER) {
            cost -= (int32_t)figure(work, AC_SET_PREFER_PENCE);
        }
        if (wish == AC_WISH_KNOWN || wish == AC_WISH_PREFER) {
            work->problem->new_site_costs[(size_t)doctor * work->problem->site_count + site] = 0;
        }
    }
    return cost;
}

static void judge_all(const ac_building *work, const ways *known)
{
    ac_problem *problem = work->problem;
    int32_t *wishes = AC_NEW_ARRAY(work->arena, int32_t, problem->site_count);
    uint32_t most = (uint32_t)figure(work, AC_SET_HOME_MINUTES);
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        for (uint32_t s = 0; s < problem->site_count; s++) {
            wishes[s] = wish_cost(work, d, s);
        }
        for (uint32_t i = 0; i < problem->duty_count; i++) {
            const ac_duty *duty = &problem->duties[i];
            const ac_pool_row *row =
                ac_pool_row_of(work->pool, AC_POOL_REQUESTS, work->request_rows[duty->request]);
            ac_pool_session session = {
                .on = date_of(work, duty->day),
                .part = duty->part,
                .site = duty->site,
                .skill = row->cells[AC_IN_REQUESTS_SKILL].number,
                .bank_holidays = row->cells[AC_IN_REQUESTS_HOLIDAYS].number == 1,
                .visits = row->cells[AC_IN_REQUESTS_VISITS].number > 0,
                .on_call = row->cells[AC_IN_REQUESTS_ON_CALL].number == 1,
                .supervised = row->cells[AC_IN_REQUESTS_SUPERVISED].number == 1,
                .system = row->cells[AC_IN_REQUESTS_SYSTEM].text,
                .home_minutes_most = most,
            };
            size_t pair = ac_pair_of(problem, d, i);
            problem->refusals[pair] = (uint8_t)ac_pool_judge(
                work->pool, d, &session, home_minutes(work, known, d, duty->site));
            problem->pair_costs[pair] = wishes[duty->site];
        }
    }
}

/* Which kinds leave too little rest before which on the next day. */
static void set_rests(const ac_building *work)
{
    ac_problem *problem = work->problem;
    int64_t rest = figure(work, AC_SET_REST_MINUTES);
    for (uint32_t a = 0; a < problem->kind_count; a++) {
        for (uint32_t b = 0; b < problem->kind_count; b++) {
            int64_t end = (int64_t)problem->kinds[a].start_minute + problem->kinds[a].minutes;
            if (1440 + (int64_t)problem->kinds[b].start_minute - end < rest) {
                problem->kinds[a].not_next_day |= UINT64_C(1) << b;
            }
        }
    }
}

typedef struct adding {
    ac_building *work;
    size_t capacity;
} adding;

static void add_counter(adding *to, ac_counter counter)
{
    ac_problem *problem = to->work->problem;
    AC_RESERVE(to->work->arena, problem->counters, problem->counter_count, to->capacity);
    problem->counters[problem->counter_count++] = counter;
}

static int64_t number_or(const ac_pool_row *row, size_t column, int64_t otherwise)
{
    int64_t number = row->cells[column].number;
    return number == AC_POOL_ABSENT ? otherwise : number;
}

/* Portfolio sessions of a doctor on a day, or their minutes. */
static int64_t portfolio_on(const ac_building *work, uint32_t doctor, accord_date on, bool minutes)
{
    const ac_pool_row *row = NULL;
    int64_t sum = 0;
    for (uint32_t i = 0;
         (row = ac_pool_doctor_row(work->pool, AC_POOL_PORTFOLIO, doctor, i)) != NULL; i++) {
        if (row->cells[AC_IN_PORTFOLIO_WEEKDAY].number == (int64_t)ac_weekday_of(on) &&
            ac_pool_holds(row, AC_IN_PORTFOLIO_FROM, AC_IN_PORTFOLIO_UNTIL, on)) {
            sum +=
                minutes
                    ? number_or(row, AC_IN_PORTFOLIO_MINUTES, figure(work, AC_SET_SESSION_MINUTES))
                    : 1;
        }
    }
    return sum;
}

/* What the contract leaves for the pool in one week. */
typedef struct week {
    int64_t minutes;    /* of sessions: fewer for each day of leave, bank holiday or no contract */
    int64_t session;    /* minutes of one */
    int64_t extra;      /* sessions beyond the contract, at most */
    int64_t free_slots; /* half-days and evenings in which the doctor may be placed */
    int64_t cpd;        /* sessions of learning, in free slots */
    int64_t learning;   /* minutes of learning that terms ask for, times the days of a year */
    int64_t other;      /* minutes at a hospital or clinic */
} week;

static week week_of(const ac_building *work, uint32_t doctor, uint32_t number)
{
    const ac_problem *problem = work->problem;
    week sum = {.session = figure(work, AC_SET_SESSION_MINUTES)};
    for (uint32_t day = 0; day < problem->day_count; day++) {
        accord_date on = date_of(work, day);
        const ac_pool_row *contract = ac_pool_contract(work->pool, doctor, on);
        if (ac_week_of(problem, day) != number || contract == NULL) {
            continue;
        }
        int64_t cpd = number_or(contract, AC_IN_CONTRACTS_CPD, 0);
        sum.extra = number_or(contract, AC_IN_CONTRACTS_OVERTIME, 0);
        sum.session = number_or(contract, AC_IN_CONTRACTS_MINUTES, sum.session);
        sum.cpd = cpd;
        sum.learning += ac_pool_terms(work->pool, contract, on).learning;
        bool worked = false;
        for (uint32_t part = 0; part < problem->part_count; part++) {
            ac_rule rule = ac_pool_free(work->pool, doctor, on, part, false);
            sum.free_slots += rule == AC_RULE_NONE ? 1 : 0;
            worked = worked || (rule != AC_RULE_LEAVE && rule != AC_RULE_BANK_HOLIDAY);
        }
        if (!worked) {
            continue;
        }
        sum.other += portfolio_on(work, doctor, on, true);
        sum.minutes -= portfolio_on(work, doctor, on, false) * sum.session;
        if (ac_weekday_of(on) < 5) {
            /* A fifth of the week's sessions a weekday, in whole minutes of five. */
            sum.minutes +=
                (contract->cells[AC_IN_CONTRACTS_SESSIONS].number - cpd) * sum.session / 5;
        }
    }
    sum.minutes = sum.minutes < 0 ? 0 : sum.minutes;
    return sum;
}

static void add_weeks(adding *to, uint32_t doctor, week *weeks)
{
    const ac_problem *problem = to->work->problem;
    for (uint32_t w = 0; w < problem->week_count; w++) {
        uint32_t from = w * 7 < problem->weekday ? 0 : w * 7 - problem->weekday;
        uint32_t until = (w + 1) * 7 - problem->weekday;
        until = until > problem->day_count ? problem->day_count : until;
        weeks[w] = week_of(to->work, doctor, w);
        int64_t sessions = (weeks[w].minutes + weeks[w].session - 1) / weeks[w].session;
        int64_t free = weeks[w].free_slots - weeks[w].cpd;
        add_counter(
            to, (ac_counter){
                    .doctor = doctor,
                    .unit = AC_COUNT_SESSIONS,
                    .day_from = from,
                    .day_until = until,
                    .tags = AC_TAG_ALL,
                    .most = ac_least(sessions + weeks[w].extra, free < 0 ? 0 : free),
                    .hard = true,
                    .rule = AC_RULE_WEEK_MOST});
        add_counter(
            to, (ac_counter){
                    .doctor = doctor,
                    .unit = AC_COUNT_DAYS,
                    .day_from = from,
                    .day_until = until,
                    .tags = AC_TAG_ALL,
                    .most = 6,
                    .hard = true,
                    .rule = AC_RULE_WEEK_REST});
    }
}

/* Minutes of learning that terms ask for beyond the sessions of learning of the contract. */
static int64_t more_learning(const ac_problem *problem, const week *weeks)
{
    enum { YEAR_DAYS = 365 };
    int64_t asked = 0;
    int64_t kept = 0;
    for (uint32_t w = 0; w < problem->week_count; w++) {
        asked += weeks[w].learning;
        kept += weeks[w].cpd * weeks[w].session;
    }
    int64_t more = (asked + YEAR_DAYS - 1) / YEAR_DAYS - kept;
    return more > 0 ? more : 0;
}

static void add_term(adding *to, uint32_t doctor, const week *weeks)
{
    const ac_problem *problem = to->work->problem;
    int64_t paid = -more_learning(problem, weeks);
    int64_t extra = 0;
    for (uint32_t w = 0; w < problem->week_count; w++) {
        paid += weeks[w].minutes;
        extra += weeks[w].extra * weeks[w].session;
    }
    paid = paid > 0 ? paid : 0;
    ac_counter counter = {
        .doctor = doctor,
        .unit = AC_COUNT_MINUTES,
        .day_until = problem->day_count,
        .tags = AC_TAG_ALL,
        .most = paid + extra,
        .hard = true,
        .rule = AC_RULE_TERM_MOST};
    add_counter(to, counter);
    counter.most = paid;
    counter.hard = false;
    counter.over_cost =
        figure(to->work, AC_SET_EXTRA_PENCE) / figure(to->work, AC_SET_SESSION_MINUTES);
    counter.rule = AC_RULE_CONTRACT_SHARE;
    add_counter(to, counter);
}

/* An average over 17 weeks; a shorter period is averaged over itself. */
static void add_hours(adding *to, uint32_t doctor, const week *weeks)
{
    const ac_problem *problem = to->work->problem;
    const ac_pool_row *row = ac_pool_row_of(to->work->pool, AC_POOL_DOCTORS, doctor);
    uint32_t over = (uint32_t)figure(to->work, AC_SET_AVERAGE_WEEKS);
    over = over > problem->week_count || over == 0 ? problem->week_count : over;
    if (row->cells[AC_IN_DOCTORS_OPT_OUT].number == 1) {
        return;
    }
    for (uint32_t first = 0; first + over <= problem->week_count; first++) {
        int64_t base = more_learning(problem, weeks) * over / problem->week_count;
        for (uint32_t w = first; w < first + over; w++) {
            base += weeks[w].other + weeks[w].cpd * weeks[w].session;
        }
        uint32_t from = first == 0 ? 0 : first * 7 - problem->weekday;
        uint32_t until = (first + over) * 7 - problem->weekday;
        add_counter(
            to, (ac_counter){
                    .doctor = doctor,
                    .unit = AC_COUNT_MINUTES,
                    .day_from = from,
                    .day_until = until > problem->day_count ? problem->day_count : until,
                    .tags = AC_TAG_ALL,
                    .base = base,
                    .most = figure(to->work, AC_SET_WEEK_MINUTES) * over,
                    .hard = true,
                    .rule = AC_RULE_HOURS_MOST});
    }
}

/* Evenings and nights above a fair share cost, and more above that: convex by two counters. */
static void add_fair(adding *to, uint32_t doctor)
{
    const ac_problem *problem = to->work->problem;
    uint64_t tags = 0;
    int64_t asked = 0;
    for (uint32_t i = 0; i < problem->duty_count; i++) {
        const ac_duty *duty = &problem->duties[i];
        if (duty->part >= AC_POOL_EVENING) {
            tags |= UINT64_C(1) << duty->kind;
            asked += problem->requests[duty->request].duty_count == 1
                         ? problem->requests[duty->request].needed
                         : 0;
        }
    }
    int64_t share = (asked + problem->doctor_count - 1) / problem->doctor_count;
    for (int64_t step = 0; tags != 0 && step < 2; step++) {
        add_counter(
            to, (ac_counter){
                    .doctor = doctor,
                    .unit = AC_COUNT_SESSIONS,
                    .day_until = problem->day_count,
                    .tags = tags,
                    .most = share + 2 * step,
                    .over_cost = figure(to->work, AC_SET_FAIR_PENCE),
                    .rule = AC_RULE_FAIR_SHARE});
    }
}

static accord_status add_pins(const ac_building *work)
{
    ac_problem *problem = work->problem;
    const ac_pool_rows *table = &work->pool->tables[AC_POOL_PINS];
    problem->pins = AC_NEW_ARRAY(work->arena, ac_placement, table->count);
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        int64_t day = row->cells[AC_IN_PINS_DATE].number - work->period->from.day;
        uint32_t duty = AC_NO_DUTY;
        if (day < 0 || day >= (int64_t)problem->day_count) {
            continue; /* of another period */
        }
        for (uint32_t j = 0; j < problem->duty_count; j++) {
            if ((int64_t)work->request_rows[problem->duties[j].request] ==
                    row->cells[AC_IN_PINS_REQUEST].number &&
                problem->duties[j].day == (uint32_t)day &&
                (int64_t)problem->duties[j].part == row->cells[AC_IN_PINS_PART].number) {
                duty = j;
            }
        }
        if (duty == AC_NO_DUTY) {
            accord_status failed = ac_fail(
                work->error, ACCORD_ENO,
                "request %.*s asks for no session on %.*s %.*s; mend the date or the part, or "
                "leave the row out",
                AC_TEXT_ARG(row->cells[AC_IN_PINS_REQUEST].text),
                AC_TEXT_ARG(row->cells[AC_IN_PINS_DATE].text),
                AC_TEXT_ARG(row->cells[AC_IN_PINS_PART].text));
            ac_error_place(work->error, table->path, row->line, table->columns[AC_IN_PINS_DATE]);
            return failed;
        }
        problem->pins[problem->pin_count++] =
            (ac_placement){(uint32_t)row->cells[AC_IN_PINS_DOCTOR].number, duty};
    }
    return ac_ok();
}

accord_status ac_pool_build(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_pool_period *period,
    ac_problem *problem,
    accord_error *error)
{
    ac_problem made = {0};
    ac_building work = {
        .arena = arena, .pool = pool, .period = period, .problem = &made, .error = error};
    ways known = {0};
    AC_TRY(set_sizes(&work));
    AC_TRY(ac_building_expand(&work));
    if ((size_t)made.doctor_count * made.duty_count > AC_POOL_PAIRS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "%u doctors and %u sessions are more than can be planned at once; "
            "plan fewer weeks",
            made.doctor_count, made.duty_count);
    }
    ac_problem_tables(arena, &made);
    read_ways(&work, &known);
    set_travel(&work, &known);
    judge_all(&work, &known);
    set_rests(&work);
    adding to = {.work = &work};
    week *weeks = AC_NEW_ARRAY(arena, week, made.week_count);
    for (uint32_t d = 0; d < made.doctor_count; d++) {
        add_weeks(&to, d, weeks);
        add_term(&to, d, weeks);
        add_hours(&to, d, weeks);
        add_fair(&to, d);
    }
    AC_TRY(add_pins(&work));
    made.move_cost = figure(&work, AC_SET_MOVE_PENCE);
    *problem = made;
    return ac_ok();
}
