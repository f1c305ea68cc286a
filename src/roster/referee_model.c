/* SPDX-License-Identifier: MIT */
/* A problem as rows and columns for CBC. Every rule that can be left out is a row or a bound of its
 * own, which is then not made. This file and referee_cbc.c alone include CBC's header and use
 * floating point: CBC has no other numbers. */

#include "roster/referee_model.h"

#include "base/assert.h"

typedef ac_referee_model model;

static int column(model *m, double low, double high, double cost, bool whole)
{
    m->lib->Cbc_addCol(m->cbc, "", low, high, cost, whole ? 1 : 0, 0, NULL, NULL);
    return m->column_count++;
}

static void term(model *m, int at, double value)
{
    ac_assert(m->row_count < m->row_most);
    m->row_columns[m->row_count] = at;
    m->row_values[m->row_count++] = value;
}

static void row(model *m, char sense, double right)
{
    if (m->row_count > 0) {
        m->lib->Cbc_addRow(m->cbc, "", m->row_count, m->row_columns, m->row_values, sense, right);
    }
    m->row_count = 0;
}

static bool kept(const model *m, size_t part)
{
    return m->left_out == NULL || !m->left_out[part];
}

static bool keeps(const model *m, uint32_t doctor, ac_rule rule)
{
    return kept(m, ac_part_of_doctor(doctor, rule));
}

static int pair_column(const model *m, uint32_t doctor, uint32_t duty)
{
    return m->pair_columns[ac_pair_of(m->problem, doctor, duty)];
}

/* Whether a session is fixed by hand, and that is not left out. */
static bool is_pinned(const model *m, uint32_t doctor, uint32_t duty)
{
    const ac_problem *p = m->problem;
    for (uint32_t i = 0; i < p->pin_count; i++) {
        if (p->pins[i].doctor == doctor && p->pins[i].duty == duty &&
            kept(m, ac_part_of_pin(p, i))) {
            return true;
        }
    }
    return false;
}

static int64_t kept_gain(const ac_problem *p, uint32_t doctor, uint32_t duty)
{
    for (uint32_t i = 0; i < p->kept_count; i++) {
        if (p->kept[i].doctor == doctor && p->kept[i].duty == duty) {
            return p->move_cost;
        }
    }
    return 0;
}

static void add_pairs(model *m)
{
    const ac_problem *p = m->problem;
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        for (uint32_t i = 0; i < p->duty_count; i++) {
            size_t at = ac_pair_of(p, d, i);
            ac_rule refusal = (ac_rule)p->refusals[at];
            m->pair_columns[at] = AC_NO_COLUMN;
            bool pinned = is_pinned(m, d, i);
            bool may = refusal == AC_RULE_NONE || !keeps(m, d, refusal);
            if (may || pinned) {
                double cost = (double)(p->pair_costs[at] - kept_gain(p, d, i));
                m->pair_columns[at] = column(m, pinned ? 1 : 0, 1, cost, true);
            }
            if (pinned && !may) { /* fixed by hand where it is refused: no roster is lawful */
                term(m, m->pair_columns[at], 1);
                row(m, 'L', 0);
            }
        }
    }
}

static void add_requests(model *m)
{
    const ac_problem *p = m->problem;
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *r = &p->requests[i];
        for (uint32_t j = r->duty_first; j < r->duty_first + r->duty_count; j++) {
            for (uint32_t d = 0; d < p->doctor_count; d++) {
                if (pair_column(m, d, j) != AC_NO_COLUMN) {
                    term(m, pair_column(m, d, j), 1);
                }
            }
        }
        term(m, column(m, 0, r->needed, (double)r->under_cost, false), 1);
        if (r->over_allowed || !kept(m, ac_part_of_request(p, i))) {
            double price = r->over_allowed ? (double)r->over_cost : 0;
            term(m, column(m, 0, (double)p->doctor_count * r->duty_count, price, false), -1);
        }
        row(m, 'E', r->needed);
        for (uint32_t j = r->duty_first; r->duty_count > 1 && j < r->duty_first + r->duty_count &&
                                         kept(m, ac_part_of_request(p, i));
             j++) {
            for (uint32_t d = 0; d < p->doctor_count; d++) {
                if (pair_column(m, d, j) != AC_NO_COLUMN) {
                    term(m, pair_column(m, d, j), 1);
                }
            }
            row(m, 'L', p->duties[j].most);
        }
    }
    for (uint32_t i = 0; i < p->room_count; i++) {
        if (!kept(m, ac_part_of_room(p, i))) {
            continue;
        }
        for (uint32_t j = 0; j < p->duty_count; j++) {
            for (uint32_t d = 0; p->duties[j].room == i && d < p->doctor_count; d++) {
                if (pair_column(m, d, j) != AC_NO_COLUMN) {
                    term(m, pair_column(m, d, j), 1);
                }
            }
        }
        row(m, 'L', p->rooms[i].most);
    }
}

/* All sessions of a doctor on a day, as terms. */
static void day_terms(model *m, uint32_t doctor, uint32_t day, double value)
{
    const ac_problem *p = m->problem;
    for (uint32_t i = 0; i < p->duty_count; i++) {
        if (p->duties[i].day == day && pair_column(m, doctor, i) != AC_NO_COLUMN) {
            term(m, pair_column(m, doctor, i), value);
        }
    }
}

static void add_days(model *m, uint32_t doctor)
{
    const ac_problem *p = m->problem;
    for (uint32_t day = 0; day < p->day_count; day++) {
        for (uint32_t part = 0; part < p->part_count; part++) {
            for (uint32_t i = 0; i < p->duty_count; i++) {
                if (p->duties[i].day == day && p->duties[i].part == part &&
                    pair_column(m, doctor, i) != AC_NO_COLUMN) {
                    term(m, pair_column(m, doctor, i), 1);
                }
            }
            row(m, 'L', keeps(m, doctor, AC_RULE_TWO_PLACES) ? 1 : p->duty_count);
        }
        m->days[day] = column(m, 0, 1, 0, true);
        /* works <= sessions <= most x works */
        day_terms(m, doctor, day, 1);
        term(m, m->days[day], -1);
        row(m, 'G', 0);
        day_terms(m, doctor, day, 1);
        bool limited = keeps(m, doctor, AC_RULE_DAY_MOST);
        term(m, m->days[day], -(double)(limited ? p->doctors[doctor].day_most : p->duty_count));
        row(m, 'L', 0);
    }
}

static bool clash(const ac_problem *p, const ac_duty *a, const ac_duty *b, ac_rule *rule)
{
    if (a->day + 1 == b->day) {
        *rule = AC_RULE_DAILY_REST;
        return (p->kinds[a->kind].not_next_day >> b->kind & 1u) != 0;
    }
    if (a->day != b->day || a->part >= b->part || a->site == b->site || a->site == AC_NO_SITE ||
        b->site == AC_NO_SITE) {
        return false;
    }
    *rule = AC_RULE_TRAVEL;
    int64_t gap = (int64_t)p->kinds[b->kind].start_minute - p->kinds[a->kind].start_minute -
                  p->kinds[a->kind].minutes;
    return p->travel_minutes[(size_t)a->site * p->site_count + b->site] > gap;
}

/* The sessions of one part that may not stand with a session for one rule, and that session. */
static void add_clash(model *m, uint32_t doctor, uint32_t duty, ac_rule wanted, uint32_t part)
{
    const ac_problem *p = m->problem;
    for (uint32_t j = 0; j < p->duty_count; j++) {
        ac_rule rule = AC_RULE_NONE;
        if (p->duties[j].part == part && pair_column(m, doctor, j) != AC_NO_COLUMN &&
            clash(p, &p->duties[duty], &p->duties[j], &rule) && rule == wanted) {
            term(m, pair_column(m, doctor, j), 1);
        }
    }
    if (m->row_count > 0) {
        term(m, pair_column(m, doctor, duty), 1);
        row(m, 'L', 1);
    }
}

/* At most one session a part of the day is worked, so a row for each part says it all. */
static void add_clashes(model *m, uint32_t doctor)
{
    const ac_problem *p = m->problem;
    for (uint32_t i = 0; i < p->duty_count; i++) {
        for (uint32_t part = 0; pair_column(m, doctor, i) != AC_NO_COLUMN && part < p->part_count;
             part++) {
            if (keeps(m, doctor, AC_RULE_TRAVEL)) {
                add_clash(m, doctor, i, AC_RULE_TRAVEL, part);
            }
            if (keeps(m, doctor, AC_RULE_DAILY_REST)) {
                add_clash(m, doctor, i, AC_RULE_DAILY_REST, part);
            }
        }
    }
}

static void add_runs(model *m, uint32_t doctor)
{
    const ac_problem *p = m->problem;
    const ac_doctor *who = &p->doctors[doctor];
    for (uint32_t day = 0;
         who->run_most > 0 && day < p->day_count && keeps(m, doctor, AC_RULE_RUN_MOST); day++) {
        uint32_t before = day == 0 ? who->run_before : 0;
        uint32_t length = before > who->run_most ? 1 : who->run_most + 1 - before;
        for (uint32_t i = 0; day + length <= p->day_count && i < length; i++) {
            term(m, m->days[day + i], 1);
        }
        row(m, 'L', (double)length - 1);
    }
    /* A run that begins after day `day` and is `length` long: off, on x length, off. */
    for (uint32_t off = 0; off < 2; off++) {
        uint32_t least = off == 0 ? who->run_least : who->off_least;
        double sign = off == 0 ? 1 : -1;
        for (uint32_t length = 1;
             keeps(m, doctor, off == 0 ? AC_RULE_RUN_LEAST : AC_RULE_OFF_LEAST) && length < least;
             length++) {
            for (uint32_t day = 0; day + length + 1 < p->day_count; day++) {
                term(m, m->days[day], sign);
                for (uint32_t i = 1; i <= length; i++) {
                    term(m, m->days[day + i], -sign);
                }
                term(m, m->days[day + length + 1], sign);
                row(m, 'G', off == 0 ? 1 - (double)length : -1);
            }
        }
    }
}

static void counter_terms(model *m, const ac_counter *c)
{
    const ac_problem *p = m->problem;
    if (c->unit == AC_COUNT_DAYS) {
        for (uint32_t day = c->day_from; day < c->day_until; day++) {
            term(m, m->days[day], 1);
        }
        return;
    }
    if (c->unit == AC_COUNT_WEEKENDS) {
        for (uint32_t day = c->day_from; day < c->day_until; day++) {
            uint32_t weekday = (day + p->weekday) % 7;
            if (weekday != 5 && !(weekday == 6 && day == c->day_from)) {
                continue;
            }
            int weekend = column(m, 0, 1, 0, true);
            int saved[2] = {
                m->days[day],
                day + 1 < c->day_until && weekday == 5 ? m->days[day + 1] : AC_NO_COLUMN};
            for (size_t i = 0; i < 2; i++) {
                if (saved[i] != AC_NO_COLUMN) {
                    int columns[2] = {saved[i], weekend};
                    double values[2] = {1, -1};
                    m->lib->Cbc_addRow(m->cbc, "", 2, columns, values, 'L', 0);
                }
            }
            term(m, weekend, 1);
        }
        return;
    }
    for (uint32_t i = 0; i < p->duty_count; i++) {
        const ac_duty *duty = &p->duties[i];
        if (duty->day >= c->day_from && duty->day < c->day_until && (duty->tags & c->tags) != 0 &&
            pair_column(m, c->doctor, i) != AC_NO_COLUMN) {
            term(m, pair_column(m, c->doctor, i), c->unit == AC_COUNT_MINUTES ? duty->minutes : 1);
        }
    }
}

static void add_counter(model *m, const ac_counter *c)
{
    if (c->hard && !keeps(m, c->doctor, c->rule)) {
        return;
    }
    if (c->most != AC_NO_LIMIT) {
        counter_terms(m, c);
        if (!c->hard && m->row_count > 0) {
            term(m, column(m, 0, 1e9, (double)c->over_cost, false), -1);
        }
        row(m, 'L', c->most < c->base && c->hard ? 0 : (double)(c->most - c->base));
    }
    if (c->least > c->base) {
        counter_terms(m, c);
        if (!c->hard && m->row_count > 0) {
            term(m, column(m, 0, 1e9, (double)c->under_cost, false), 1);
        }
        row(m, 'G', (double)(c->least - c->base));
    }
}

/* Visits: a column for each doctor, site and day, week and ever, above each session there. */
static void add_sites(model *m, uint32_t doctor)
{
    const ac_problem *p = m->problem;
    for (uint32_t site = 0; site < p->site_count; site++) {
        size_t place = (size_t)doctor * p->site_count + site;
        int ever = AC_NO_COLUMN;
        int week = AC_NO_COLUMN;
        uint32_t week_at = UINT32_MAX;
        for (uint32_t day = 0; day < p->day_count; day++) {
            int today = AC_NO_COLUMN;
            for (uint32_t i = 0; i < p->duty_count; i++) {
                if (p->duties[i].day != day || p->duties[i].site != site ||
                    pair_column(m, doctor, i) == AC_NO_COLUMN) {
                    continue;
                }
                if (ever == AC_NO_COLUMN) {
                    ever = column(m, 0, 1, p->new_site_costs[place], false);
                }
                if (week_at != ac_week_of(p, day)) {
                    week_at = ac_week_of(p, day);
                    week = column(m, 0, 1, (double)p->visit_cost, false);
                }
                if (today == AC_NO_COLUMN) {
                    today = column(m, 0, 1, p->trip_costs[place], false);
                }
                const int above[3] = {ever, week, today};
                for (size_t j = 0; j < 3; j++) {
                    term(m, pair_column(m, doctor, i), 1);
                    term(m, above[j], -1);
                    row(m, 'L', 0);
                }
            }
        }
    }
}

void ac_referee_build(model *m)
{
    const ac_problem *p = m->problem;
    size_t pairs = (size_t)p->doctor_count * p->duty_count;
    m->pair_columns = AC_NEW_ARRAY(m->arena, int, pairs);
    m->days = AC_NEW_ARRAY(m->arena, int, p->day_count);
    m->row_most = (int)(pairs + 16);
    m->row_columns = AC_NEW_ARRAY(m->arena, int, (size_t)m->row_most);
    m->row_values = AC_NEW_ARRAY(m->arena, double, (size_t)m->row_most);
    m->cbc = m->lib->Cbc_newModel();
    m->lib->Cbc_setLogLevel(m->cbc, 0);
    add_pairs(m);
    add_requests(m);
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        add_days(m, d);
        add_clashes(m, d);
        add_runs(m, d);
        for (uint32_t i = 0; i < p->counter_count; i++) {
            if (p->counters[i].doctor == d) {
                add_counter(m, &p->counters[i]);
            }
        }
        add_sites(m, d);
    }
}
