/* SPDX-License-Identifier: MIT */
/* What rows say together: dates in order, one contract at a time, one place at a time, a site that
 * is open, a request that can still be met. Cells that were at fault are passed over. */

#include "base/names.h"
#include "pool/columns.h"
#include "pool/read.h"
#include "pool/request.h"
#include "pool/terms.h"
#include "value/date.h"

#include <inttypes.h>

enum { WEEKDAYS = 5, WEEK_DAYS = 7 };

typedef struct rows {
    ac_arena *arena;
    const ac_pool_sheet *sheets;
    const ac_pool_period *period;
    const ac_pool *pool;
    ac_pool_faults *faults;
} rows;

#define ROW_FAULT(work, table, row, column, ...)             \
    ac_pool_fault_add(                                       \
        (work)->faults, &(work)->sheets[table], (row)->line, \
        (work)->pool->tables[table].columns[column], __VA_ARGS__)

static int64_t number(const ac_pool_row *row, size_t column)
{
    return row->cells[column].number;
}

static bool is_there(const ac_pool_row *row, size_t column)
{
    return row->cells[column].number != AC_POOL_ABSENT;
}

/* Open dates stand for the ends of time. */
static int64_t from_of(const ac_pool_row *row, size_t column)
{
    return is_there(row, column) ? number(row, column) : INT32_MIN;
}

static int64_t until_of(const ac_pool_row *row, size_t column)
{
    return is_there(row, column) ? number(row, column) : INT32_MAX;
}

static void check_dates(const rows *work, ac_pool_table table, size_t from, size_t until)
{
    for (uint32_t i = 0; i < work->pool->tables[table].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, table, i);
        if (from_of(row, from) > until_of(row, until)) {
            ROW_FAULT(
                work, table, row, until,
                "it ends (%.*s) before it begins (%.*s); mend one of the dates",
                AC_TEXT_ARG(row->cells[until].text), AC_TEXT_ARG(row->cells[from].text));
        }
    }
}

/* Which columns make two rows speak of the same thing, and their dates. */
typedef struct overlap {
    ac_pool_table table;
    size_t same[3]; /* columns; the same column may stand twice */
    size_t from;
    size_t until;
    const char *what;
} overlap;

static bool meet(const overlap *rule, const ac_pool_row *a, const ac_pool_row *b)
{
    for (size_t i = 0; i < 3; i++) {
        if (number(a, rule->same[i]) != number(b, rule->same[i])) {
            return false;
        }
    }
    return from_of(a, rule->from) <= until_of(b, rule->until) &&
           from_of(b, rule->from) <= until_of(a, rule->until);
}

static void check_overlap(const rows *work, const overlap *rule)
{
    uint32_t count = work->pool->tables[rule->table].count;
    uint32_t doctors = work->pool->tables[AC_POOL_DOCTORS].count;
    bool dated = work->pool->tables[rule->table].columns[rule->from] > 0;
    uint32_t *last = AC_NEW_ARRAY(work->arena, uint32_t, (size_t)doctors + 1); /* row + 1 */
    uint32_t *before = AC_NEW_ARRAY(work->arena, uint32_t, (size_t)count + 1);
    for (uint32_t i = 0; i < count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, rule->table, i);
        int64_t doctor = number(row, 0);
        if (doctor < 0) {
            continue;
        }
        before[i] = last[doctor];
        last[doctor] = i + 1;
        for (uint32_t other = before[i]; other > 0; other = before[other - 1]) {
            const ac_pool_row *earlier = ac_pool_row_of(work->pool, rule->table, other - 1);
            if (meet(rule, earlier, row)) {
                ROW_FAULT(
                    work, rule->table, row, dated ? rule->from : 0,
                    "doctor %.*s %s; %s %" PRIu64 " covers some of the same days. End the earlier "
                    "one the day before this begins",
                    AC_TEXT_ARG(row->cells[0].text), rule->what,
                    ac_pool_line_word(&work->sheets[rule->table]), earlier->line);
                break;
            }
        }
    }
}

static void check_doctors(const rows *work)
{
    static const struct {
        size_t column;
        const char *what;
    } unique[] = {
        {AC_IN_DOCTORS_LIST_NUMBER, "performers number"},
        {AC_IN_DOCTORS_GMC,         "GMC number"       }
    };
    for (size_t u = 0; u < sizeof unique / sizeof unique[0]; u++) {
        ac_names seen;
        ac_names_init(&seen, work->arena);
        for (uint32_t i = 0; i < work->pool->tables[AC_POOL_DOCTORS].count; i++) {
            const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_DOCTORS, i);
            ac_text text = row->cells[unique[u].column].text;
            if (text.size > 0 && !ac_names_add(&seen, text, i)) {
                const ac_pool_row *first =
                    ac_pool_row_of(work->pool, AC_POOL_DOCTORS, ac_names_find(&seen, text));
                ROW_FAULT(
                    work, AC_POOL_DOCTORS, row, unique[u].column,
                    "%s %.*s is that of doctor %.*s too (%s %" PRIu64
                    "): ask which of the two it belongs to",
                    unique[u].what, AC_TEXT_ARG(text), AC_TEXT_ARG(first->cells[0].text),
                    ac_pool_line_word(&work->sheets[AC_POOL_DOCTORS]), first->line);
            }
        }
    }
}

static void check_contracts(const rows *work)
{
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_CONTRACTS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_CONTRACTS, i);
        if (is_there(row, AC_IN_CONTRACTS_SESSIONS) &&
            number(row, AC_IN_CONTRACTS_CPD) > number(row, AC_IN_CONTRACTS_SESSIONS)) {
            ROW_FAULT(
                work, AC_POOL_CONTRACTS, row, AC_IN_CONTRACTS_CPD,
                "%" PRId64 " sessions of learning are more than the contract's %" PRId64
                "; mend one of the two",
                number(row, AC_IN_CONTRACTS_CPD), number(row, AC_IN_CONTRACTS_SESSIONS));
        }
    }
}

static void check_gates(const rows *work)
{
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_GATES].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_GATES, i);
        int64_t gate = number(row, AC_IN_GATES_GATE);
        int64_t state = number(row, AC_IN_GATES_STATE);
        if (gate == AC_GATE_LIST && state == AC_STATE_HELD) {
            ROW_FAULT(
                work, AC_POOL_GATES, row, AC_IN_GATES_STATE,
                "the performers list is not \"held\": say included, suspended or another state of "
                "the list");
        }
        if (gate == AC_GATE_LOGIN && row->cells[AC_IN_GATES_SYSTEM].text.size == 0) {
            ROW_FAULT(
                work, AC_POOL_GATES, row, AC_IN_GATES_SYSTEM,
                "a login needs the clinical system it is for; write it here");
        }
        if (state == AC_STATE_CONDITIONS && row->cells[AC_IN_GATES_CONDITION].text.size == 0) {
            ROW_FAULT(
                work, AC_POOL_GATES, row, AC_IN_GATES_CONDITION,
                "inclusion with conditions needs their text; write it here");
        }
        static const size_t forbidding[] = {AC_IN_GATES_NOT_SKILL, AC_IN_GATES_NOT_DUTY};
        for (size_t c = 0; c < sizeof forbidding / sizeof forbidding[0]; c++) {
            if (state != AC_STATE_CONDITIONS && row->cells[forbidding[c]].text.size > 0) {
                ROW_FAULT(
                    work, AC_POOL_GATES, row, forbidding[c],
                    "only conditions forbid something: leave it empty, or say \"included with "
                    "conditions\"");
            }
        }
    }
}

static bool is_holiday(const ac_pool *pool, int64_t day)
{
    for (uint32_t i = 0; i < pool->tables[AC_POOL_HOLIDAYS].count; i++) {
        if (number(ac_pool_row_of(pool, AC_POOL_HOLIDAYS, i), AC_IN_HOLIDAYS_DATE) == day) {
            return true;
        }
    }
    return false;
}

static void check_pattern(const rows *work, const ac_pool_row *row)
{
    int64_t pattern = number(row, AC_IN_REQUESTS_PATTERN);
    bool part = row->cells[AC_IN_REQUESTS_PART].text.size > 0;
    bool weekday = row->cells[AC_IN_REQUESTS_WEEKDAY].text.size > 0;
    int64_t from = number(row, AC_IN_REQUESTS_FROM);
    if (pattern == AC_PATTERN_FIXED && !part) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_PART,
            "a fixed request needs the part of its day; write it here");
    }
    if (pattern == AC_PATTERN_WEEKLY && (!part || !weekday)) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, part ? AC_IN_REQUESTS_WEEKDAY : AC_IN_REQUESTS_PART,
            "a weekly request needs its weekday and part; write both");
    }
    if (pattern == AC_PATTERN_ANY && weekday) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_WEEKDAY,
            "a request for any day of the week has no weekday; leave it empty, or say weekly");
    }
    if (pattern == AC_PATTERN_FIXED && is_there(row, AC_IN_REQUESTS_WEEKDAY) &&
        number(row, AC_IN_REQUESTS_WEEKDAY) !=
            (int64_t)ac_weekday_of((accord_date){(int32_t)from})) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_WEEKDAY,
            "%.*s is no %.*s; mend the date or the weekday",
            AC_TEXT_ARG(row->cells[AC_IN_REQUESTS_FROM].text),
            AC_TEXT_ARG(row->cells[AC_IN_REQUESTS_WEEKDAY].text));
    }
    if (pattern == AC_PATTERN_FIXED && number(row, AC_IN_REQUESTS_HOLIDAYS) != 1 &&
        is_holiday(work->pool, from)) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_FROM,
            "%.*s is a bank holiday; write yes under \"bank holidays\" if it is meant",
            AC_TEXT_ARG(row->cells[AC_IN_REQUESTS_FROM].text));
    }
}

/* More than a week has half-days for, and a weekday that does not come. */
static void check_met(const rows *work, const ac_pool_row *row, int64_t from, int64_t last)
{
    int64_t most = row->cells[AC_IN_REQUESTS_PART].text.size > 0 ? WEEKDAYS : 2 * WEEKDAYS;
    int64_t weekday = number(row, AC_IN_REQUESTS_WEEKDAY);
    if (number(row, AC_IN_REQUESTS_PATTERN) == AC_PATTERN_ANY &&
        number(row, AC_IN_REQUESTS_SESSIONS) > most) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_SESSIONS,
            "a week has %" PRId64 " such half-days, and a request for any of them has one doctor "
            "at a time; ask for the others in a row of their own",
            most);
    }
    if (number(row, AC_IN_REQUESTS_PATTERN) == AC_PATTERN_WEEKLY && weekday != AC_POOL_ABSENT &&
        from <= last && last - from < WEEK_DAYS &&
        (weekday - (int64_t)ac_weekday_of((accord_date){(int32_t)from}) + WEEK_DAYS) % WEEK_DAYS >
            last - from) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_WEEKDAY,
            "no %.*s lies between its first day and its last; mend the weekday or the dates",
            AC_TEXT_ARG(row->cells[AC_IN_REQUESTS_WEEKDAY].text));
    }
}

/* A code that ends as those of one week do would name two requests. */
static void check_code(const rows *work, const ac_pool_row *row)
{
    ac_text said = row->cells[AC_IN_REQUESTS_REQUEST].text;
    ac_text code = {0};
    accord_date date = {0};
    if (ac_pool_request_dated(said, &code, &date)) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_REQUEST,
            "code \"%.*s\" ends in a date, as that of one week of a request does; choose another",
            AC_TEXT_ARG(said));
    }
}

static int64_t or_nought(const ac_pool_row *row, size_t column)
{
    return is_there(row, column) ? number(row, column) : 0;
}

/* Appointments and time for letters have to fit in the session; visits are not timed. */
static void check_workload(const rows *work, const ac_pool_row *row, int64_t from)
{
    int64_t minutes =
        is_there(row, AC_IN_REQUESTS_MINUTES)
            ? number(row, AC_IN_REQUESTS_MINUTES)
            : ac_pool_figure(work->pool, AC_SET_SESSION_MINUTES, (accord_date){(int32_t)from});
    int64_t appointments = or_nought(row, AC_IN_REQUESTS_APPOINTMENTS);
    int64_t interval = or_nought(row, AC_IN_REQUESTS_INTERVAL);
    int64_t admin = or_nought(row, AC_IN_REQUESTS_ADMIN);
    if (appointments * interval > minutes) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_APPOINTMENTS,
            "%" PRId64 " appointments of %" PRId64 " minutes do not fit in a session of %" PRId64
            " minutes; mend one of the three",
            appointments, interval, minutes);
    } else if (appointments * interval + admin > minutes) {
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, AC_IN_REQUESTS_ADMIN,
            "%" PRId64 " appointments of %" PRId64 " minutes leave %" PRId64
            " of a session of %" PRId64 " minutes, not %" PRId64 "; mend one of them",
            appointments, interval, minutes - appointments * interval, minutes, admin);
    }
}

static void check_request(const rows *work, const ac_pool_row *row)
{
    int64_t from = number(row, AC_IN_REQUESTS_FROM);
    bool fixed = number(row, AC_IN_REQUESTS_PATTERN) == AC_PATTERN_FIXED;
    int64_t last = fixed ? from : until_of(row, AC_IN_REQUESTS_UNTIL);
    size_t last_column = fixed ? AC_IN_REQUESTS_FROM : AC_IN_REQUESTS_UNTIL;
    int64_t site = number(row, AC_IN_REQUESTS_SITE);
    if (from == AC_POOL_ABSENT) {
        return;
    }
    check_pattern(work, row);
    check_met(work, row, from, last);
    check_code(work, row);
    if (last < work->period->today.day) {
        AC_SCOPED_BUFFER(today, 40);
        ac_date_add_iso(&today, work->period->today);
        ROW_FAULT(
            work, AC_POOL_REQUESTS, row, last_column,
            "the request is in the past: today is %.*s. Mend its date or "
            "leave it out",
            AC_TEXT_ARG(ac_buffer_text(&today)));
    }
    if (site >= 0) {
        const ac_pool_row *of = ac_pool_row_of(work->pool, AC_POOL_SITES, (size_t)site);
        int64_t until = last == INT32_MAX ? from : last;
        bool early = from < from_of(of, AC_IN_SITES_OPENS);
        if (early || until >= until_of(of, AC_IN_SITES_CLOSES)) {
            ROW_FAULT(
                work, AC_POOL_REQUESTS, row, early ? AC_IN_REQUESTS_FROM : last_column,
                "site %.*s is not open then (opens \"%.*s\", closes \"%.*s\"); %s",
                AC_TEXT_ARG(of->cells[0].text), AC_TEXT_ARG(of->cells[AC_IN_SITES_OPENS].text),
                AC_TEXT_ARG(of->cells[AC_IN_SITES_CLOSES].text),
                early ? "begin the request once it is open" : "end the request before it closes");
        }
    }
    check_workload(work, row, from);
}

static void check_pins(const rows *work)
{
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_PINS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_PINS, i);
        for (uint32_t j = 0; j < i; j++) {
            const ac_pool_row *other = ac_pool_row_of(work->pool, AC_POOL_PINS, j);
            if (number(row, AC_IN_PINS_DOCTOR) == number(other, AC_IN_PINS_DOCTOR) &&
                number(row, AC_IN_PINS_DATE) == number(other, AC_IN_PINS_DATE) &&
                number(row, AC_IN_PINS_PART) == number(other, AC_IN_PINS_PART)) {
                ROW_FAULT(
                    work, AC_POOL_PINS, row, AC_IN_PINS_DOCTOR,
                    "doctor %.*s is fixed in two places at one time (%s %" PRIu64 " too); leave "
                    "one out",
                    AC_TEXT_ARG(row->cells[0].text), ac_pool_line_word(&work->sheets[AC_POOL_PINS]),
                    other->line);
            }
        }
    }
}

/* Hours of notice that a rung asks for, to set it beside others. */
static int64_t rung_hours(const ac_pool_row *row)
{
    return is_there(row, AC_IN_LADDER_DAYS) ? number(row, AC_IN_LADDER_DAYS) * 24
                                            : number(row, AC_IN_LADDER_HOURS);
}

static bool same_ladder(const ac_pool_row *a, const ac_pool_row *b)
{
    return number(a, AC_IN_LADDER_FROM) == number(b, AC_IN_LADDER_FROM) &&
           number(a, AC_IN_LADDER_WHOM) == number(b, AC_IN_LADDER_WHOM);
}

/* One rung beside the others of its ladder. */
static void check_rung(const rows *work, uint32_t index)
{
    const ac_pool_rows *table = &work->pool->tables[AC_POOL_LADDER];
    const ac_pool_row *row = &table->rows[index];
    bool first = true;
    bool foot = false;
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *other = &table->rows[i];
        if (!same_ladder(row, other)) {
            continue;
        }
        first = first && i >= index;
        foot = foot || rung_hours(other) == 0;
        if (i < index && rung_hours(other) == rung_hours(row)) {
            ROW_FAULT(
                work, AC_POOL_LADDER, row,
                is_there(row, AC_IN_LADDER_DAYS) ? AC_IN_LADDER_DAYS : AC_IN_LADDER_HOURS,
                "line %" PRIu64 " has a share for the same notice; leave one out", other->line);
        }
        if (rung_hours(other) > rung_hours(row) &&
            number(other, AC_IN_LADDER_SHARE) > number(row, AC_IN_LADDER_SHARE)) {
            ROW_FAULT(
                work, AC_POOL_LADDER, row, AC_IN_LADDER_SHARE,
                "less is charged than for the longer notice of line %" PRIu64
                "; mend one of the shares",
                other->line);
        }
    }
    if (first && !foot) {
        ROW_FAULT(
            work, AC_POOL_LADDER, row, AC_IN_LADDER_WHOM,
            "the ladder of %.*s from %.*s does not say what is charged without notice; add a row "
            "of 0 notice hours",
            AC_TEXT_ARG(row->cells[AC_IN_LADDER_WHOM].text),
            AC_TEXT_ARG(row->cells[AC_IN_LADDER_FROM].text));
    }
}

static void check_ladder(const rows *work)
{
    bool whole = true;
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_LADDER].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_LADDER, i);
        bool days = row->cells[AC_IN_LADDER_DAYS].text.size > 0;
        bool hours = row->cells[AC_IN_LADDER_HOURS].text.size > 0;
        if (days == hours) {
            ROW_FAULT(
                work, AC_POOL_LADDER, row, AC_IN_LADDER_DAYS,
                "a rung has its notice in days or in hours: fill one of the two columns");
        }
        whole = whole && days != hours && is_there(row, AC_IN_LADDER_FROM) &&
                is_there(row, AC_IN_LADDER_WHOM) && is_there(row, AC_IN_LADDER_SHARE) &&
                (is_there(row, AC_IN_LADDER_DAYS) || is_there(row, AC_IN_LADDER_HOURS));
    }
    for (uint32_t i = 0; whole && i < work->pool->tables[AC_POOL_LADDER].count; i++) {
        check_rung(work, i);
    }
}

static void check_sizing(const rows *work)
{
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_SIZING].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_SIZING, i);
        if (!is_there(row, AC_IN_SIZING_FIGURE) || !is_there(row, AC_IN_SIZING_VALUE)) {
            continue;
        }
        ac_pool_sizing figure = (ac_pool_sizing)number(row, AC_IN_SIZING_FIGURE);
        const ac_sizing_rule *rule = &ac_sizing_rules[figure];
        if (!ac_sizing_holds(figure, number(row, AC_IN_SIZING_VALUE))) {
            ROW_FAULT(
                work, AC_POOL_SIZING, row, AC_IN_SIZING_VALUE,
                "%s %.*s must lie between %" PRId64 " and %" PRId64, rule->word,
                AC_TEXT_ARG(row->cells[AC_IN_SIZING_VALUE].text), rule->low, rule->high);
        }
    }
}

/* No more is filled than is offered, and no more fail to attend than are filled. */
static void check_lookback(const rows *work)
{
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_LOOKBACK].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_LOOKBACK, i);
        int64_t filled = number(row, AC_IN_LOOKBACK_FILLED);
        int64_t absent = number(row, AC_IN_LOOKBACK_ABSENT);
        if (is_there(row, AC_IN_LOOKBACK_APPOINTMENTS) &&
            filled > number(row, AC_IN_LOOKBACK_APPOINTMENTS)) {
            ROW_FAULT(
                work, AC_POOL_LOOKBACK, row, AC_IN_LOOKBACK_FILLED,
                "%" PRId64 " appointments were filled of %" PRId64 "; mend one of the two", filled,
                number(row, AC_IN_LOOKBACK_APPOINTMENTS));
        }
        if (is_there(row, AC_IN_LOOKBACK_FILLED) && absent > filled) {
            ROW_FAULT(
                work, AC_POOL_LOOKBACK, row, AC_IN_LOOKBACK_ABSENT,
                "%" PRId64 " did not attend of %" PRId64 " filled; mend one of the two", absent,
                filled);
        }
    }
}

void ac_pool_check_rows(
    ac_arena *arena,
    const ac_pool_sheet *sheets,
    const ac_pool_period *period,
    const ac_pool *pool,
    ac_pool_faults *faults)
{
    static const overlap overlaps[] = {
        {AC_POOL_CONTRACTS,
         {0, 0, 0},
         AC_IN_CONTRACTS_FROM, AC_IN_CONTRACTS_UNTIL,
         "has two contracts at one time"                    },
        {AC_POOL_PORTFOLIO,
         {0, AC_IN_PORTFOLIO_WEEKDAY, AC_IN_PORTFOLIO_PART},
         AC_IN_PORTFOLIO_FROM, AC_IN_PORTFOLIO_UNTIL,
         "is in two hospital or clinic sessions at one time"},
    };
    rows work = {arena, sheets, period, pool, faults};
    check_dates(&work, AC_POOL_SITES, AC_IN_SITES_OPENS, AC_IN_SITES_CLOSES);
    check_dates(&work, AC_POOL_CONTRACTS, AC_IN_CONTRACTS_FROM, AC_IN_CONTRACTS_UNTIL);
    check_dates(&work, AC_POOL_PORTFOLIO, AC_IN_PORTFOLIO_FROM, AC_IN_PORTFOLIO_UNTIL);
    check_dates(&work, AC_POOL_LEAVE, AC_IN_LEAVE_FROM, AC_IN_LEAVE_UNTIL);
    check_dates(&work, AC_POOL_AVAILABLE, AC_IN_AVAILABLE_FROM, AC_IN_AVAILABLE_UNTIL);
    check_dates(&work, AC_POOL_DOCTOR_SKILLS, AC_IN_DOCTOR_SKILLS_FROM, AC_IN_DOCTOR_SKILLS_UNTIL);
    check_dates(&work, AC_POOL_GATES, AC_IN_GATES_FROM, AC_IN_GATES_UNTIL);
    check_dates(&work, AC_POOL_REQUESTS, AC_IN_REQUESTS_FROM, AC_IN_REQUESTS_UNTIL);
    for (size_t i = 0; i < sizeof overlaps / sizeof overlaps[0]; i++) {
        check_overlap(&work, &overlaps[i]);
    }
    check_doctors(&work);
    check_contracts(&work);
    check_gates(&work);
    ac_pool_check_terms(sheets, pool, faults);
    ac_pool_check_places(arena, sheets, pool, faults);
    check_ladder(&work);
    for (uint32_t i = 0; i < pool->tables[AC_POOL_REQUESTS].count; i++) {
        check_request(&work, ac_pool_row_of(pool, AC_POOL_REQUESTS, i));
    }
    check_pins(&work);
    check_sizing(&work);
    check_lookback(&work);
}
