/* SPDX-License-Identifier: MIT */
/* Prices a session by the rows that hold on its day. What it comes to is exact until its last step:
 * session, overrun, on-costs, administration and travel are added up and then rounded to the penny,
 * halves away from nought; VAT is worked out on that, and rounded likewise. */

#include "base/assert.h"
#include "base/limits.h"
#include "pool/judge.h"
#include "recharge/pricing.h"
#include "value/date.h"
#include "value/rational.h"

#include <inttypes.h>

enum { SATURDAY = 5, EVENING = 2, MILLION = 1000000, HUNDRED = 100, HOUR = 60 };

typedef struct pricing {
    const ac_recharge *of;
    const ac_session *what;
    ac_buffer *words;
    ac_rational sum;
} pricing;

#define TELL(p, column, ...)                                                         \
    ac_pool_fault_add(                                                               \
        (p)->of->faults, &(ac_pool_sheet){.path = (p)->what->path}, (p)->what->line, \
        (p)->what->column, __VA_ARGS__)

static ac_rational decimal(ac_arena *arena, int64_t millionths)
{
    return ac_rational_of_ratio(arena, millionths, MILLION);
}

void ac_pounds_add(ac_buffer *words, int64_t millionths)
{
    if (millionths % (MILLION / HUNDRED) == 0) {
        ac_buffer_addf(
            words, "%" PRId64 ".%02" PRId64, millionths / MILLION,
            millionths % MILLION / (MILLION / HUNDRED));
    } else {
        AC_SCOPED_ARENA(scratch);
        ac_rational_add_exact(words, decimal(&scratch, millionths));
    }
}

static void add_decimal(ac_buffer *words, int64_t millionths)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational_add_exact(words, decimal(&scratch, millionths));
}

/* Tells that nothing holds on a day, and what ended before it. */
static void tell_gap(const pricing *p, ac_text what, ac_pool_table table, const ac_pool_row *before)
{
    const ac_pool_row *site = ac_session_site(p->of->pool, p->what);
    AC_SCOPED_BUFFER(day, 40);
    AC_SCOPED_BUFFER(ended, 200);
    ac_date_add_iso(&day, p->what->on);
    if (before != NULL) {
        ac_buffer_addf(&ended, " (line %" PRIu64 " has ended before it)", before->line);
    }
    ac_text wanted = ac_buffer_text(&day);
    TELL(
        p, date_column, "%s has no %.*s for site %.*s on %.*s%.*s; write the row that holds then",
        ac_pool_file(table), AC_TEXT_ARG(what), AC_TEXT_ARG(site->cells[0].text),
        AC_TEXT_ARG(wanted), AC_TEXT_ARG(ac_buffer_text(&ended)));
}

/* ---- the rate ---- */

static ac_rate_kind kind_of(const ac_pool *pool, const ac_session *what)
{
    if (ac_pool_is_holiday(pool, what->on)) {
        return AC_RATE_BANK_HOLIDAY;
    }
    bool late = ac_weekday_of(what->on) >= SATURDAY || what->part >= EVENING;
    return late ? AC_RATE_OUT_OF_HOURS : AC_RATE_WEEKDAY;
}

/* A row for the site and the skill comes first, then one for the site, then one for the skill, then
 * one for all. */
static const ac_pool_row *rate_of(const pricing *p, ac_rate_kind kind, const ac_pool_row **before)
{
    int64_t skill = p->what->skill;
    const int64_t keys[][AC_DATED_KEYS] = {
        {kind, p->what->site,  skill         },
        {kind, p->what->site,  AC_POOL_ABSENT},
        {kind, AC_POOL_ABSENT, skill         },
        {kind, AC_POOL_ABSENT, AC_POOL_ABSENT}
    };
    for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++) {
        const ac_pool_row *ended = NULL;
        const ac_pool_row *row = ac_dated_find(&p->of->rates, keys[i], p->what->on, &ended);
        if (row != NULL) {
            return row;
        }
        *before = *before == NULL ? ended : *before;
    }
    return NULL;
}

static void add(pricing *p, ac_rational amount)
{
    p->sum = ac_rational_add(p->of->arena, p->sum, amount);
}

/* So many minutes at a rate an hour. */
static ac_rational minutes_at(ac_arena *arena, int64_t minutes, int64_t pounds)
{
    return ac_rational_multiply(
        arena, ac_rational_of_ratio(arena, minutes, HOUR), decimal(arena, pounds));
}

static void price_session(pricing *p, const ac_pool_row *rate)
{
    ac_arena *arena = p->of->arena;
    int64_t pounds = rate->cells[AC_IN_RATES_POUNDS].number;
    ac_rational amount = decimal(arena, pounds);
    ac_buffer_add(p->words, rate->cells[AC_IN_RATES_KIND].text);
    if (rate->cells[AC_IN_RATES_UNIT].number == AC_UNIT_HOUR) {
        int64_t within = p->what->worked < p->what->minutes ? p->what->worked : p->what->minutes;
        amount = minutes_at(arena, within, pounds);
        ac_buffer_addf(p->words, ", %" PRId64 " minutes at ", within);
        ac_pounds_add(p->words, pounds);
        ac_buffer_add_z(p->words, " an hour");
    } else {
        ac_buffer_add_z(p->words, ", a session at ");
        ac_pounds_add(p->words, pounds);
    }
    if (p->what->percent < HUNDRED) {
        amount = ac_rational_multiply(
            arena, amount, ac_rational_of_ratio(arena, p->what->percent, HUNDRED));
        ac_buffer_addf(p->words, ", of which %" PRId64 "%%", p->what->percent);
    }
    add(p, amount);
}

static void price_overrun(pricing *p, const ac_pool_row *rate)
{
    int64_t free = ac_pool_figure(p->of->pool, AC_SET_OVERRUN_FREE, p->what->on);
    int64_t over = p->what->worked - p->what->minutes - free;
    int64_t pounds = rate->cells[AC_IN_RATES_OVERRUN].number;
    if (over <= 0) {
        return;
    }
    if (pounds == AC_POOL_ABSENT) {
        TELL(
            p, minutes_column,
            "it is %" PRId64 " minutes over the session's %" PRId64 ", and rates.csv line %" PRIu64
            " has no \"overrun pounds an hour\"; write it there, 0 for none",
            over, p->what->minutes, rate->line);
        return;
    }
    ac_buffer_addf(p->words, "; %" PRId64 " minutes over at ", over);
    ac_pounds_add(p->words, pounds);
    ac_buffer_add_z(p->words, " an hour");
    add(p, minutes_at(p->of->arena, over, pounds));
}

/* ---- what is added to it ---- */

/* The value of a charge on the day: the site's own, or that for all. Where charges.csv has no row
 * of the charge that is for the site, there is none; where it has and none holds, that is a gap. */
static bool extra_of(const pricing *p, ac_charge_kind kind, bool needed, int64_t *value)
{
    static const char *const names[] = {"on-costs", "administration", "travel"};
    const int64_t sites[] = {p->what->site, AC_POOL_ABSENT};
    const ac_pool_rows *table = p->of->extras.rows;
    const ac_pool_row *before = NULL;
    bool any = needed;
    *value = 0;
    for (size_t i = 0; i < 2; i++) {
        const int64_t key[] = {kind, sites[i]};
        const ac_pool_row *ended = NULL;
        const ac_pool_row *row = ac_dated_find(&p->of->extras, key, p->what->on, &ended);
        if (row != NULL) {
            *value = row->cells[AC_IN_CHARGES_VALUE].number;
            return true;
        }
        before = before == NULL ? ended : before;
    }
    for (uint32_t i = 0; i < table->count && !any; i++) {
        const ac_pool_cell *cells = table->rows[i].cells;
        int64_t site = cells[AC_IN_CHARGES_SITE].number;
        any = cells[AC_IN_CHARGES_CHARGE].number == (int64_t)kind &&
              (site == AC_POOL_ABSENT || site == sites[0]);
    }
    if (any) {
        tell_gap(p, ac_text_of(names[kind]), AC_POOL_CHARGES, before);
    }
    return !any;
}

static void price_percent(pricing *p, ac_charge_kind kind, const char *name)
{
    int64_t value = 0;
    if (extra_of(p, kind, false, &value) && value > 0) {
        ac_arena *arena = p->of->arena;
        add(p, ac_rational_multiply(
                   arena, p->sum, ac_rational_of_ratio(arena, value, (int64_t)MILLION * HUNDRED)));
        ac_buffer_addf(p->words, "; %s ", name);
        add_decimal(p->words, value);
        ac_buffer_add_char(p->words, '%');
    }
}

static void price_travel(pricing *p)
{
    int64_t miles = p->what->miles;
    int64_t pence = 0;
    if (miles == AC_POOL_ABSENT || miles == 0 || !extra_of(p, AC_CHARGE_TRAVEL, true, &pence)) {
        return;
    }
    ac_arena *arena = p->of->arena;
    ac_rational per_mile = ac_rational_of_ratio(arena, pence, (int64_t)MILLION * HUNDRED);
    add(p, ac_rational_multiply(arena, decimal(arena, miles), per_mile));
    ac_buffer_add_z(p->words, "; ");
    add_decimal(p->words, miles);
    ac_buffer_add_z(p->words, " miles at ");
    add_decimal(p->words, pence);
    ac_buffer_add_z(p->words, " pence");
}

/* ---- VAT ---- */

static const ac_pool_row *vat_of(const pricing *p)
{
    const int64_t sites[] = {p->what->site, AC_POOL_ABSENT};
    const ac_pool_row *before = NULL;
    for (size_t i = 0; i < 2; i++) {
        const ac_pool_row *ended = NULL;
        const ac_pool_row *row = ac_dated_find(&p->of->vat, &sites[i], p->what->on, &ended);
        if (row != NULL) {
            return row;
        }
        before = before == NULL ? ended : before;
    }
    tell_gap(p, AC_TEXT("VAT basis"), AC_POOL_VAT, before);
    return NULL;
}

static ac_text evidence_of(ac_arena *arena, const ac_pool_row *row)
{
    const ac_pool_cell *cells = row->cells;
    AC_SCOPED_BUFFER(words, AC_ROW_BYTES_MAX);
    ac_buffer_add(&words, cells[AC_IN_VAT_SOURCE].text);
    if (cells[AC_IN_VAT_REFERENCE].text.size > 0) {
        ac_buffer_addf(&words, ", %.*s", AC_TEXT_ARG(cells[AC_IN_VAT_REFERENCE].text));
    }
    ac_buffer_addf(&words, "; decided by %.*s on ", AC_TEXT_ARG(cells[AC_IN_VAT_DECIDED_BY].text));
    ac_date_add_iso(&words, (accord_date){(int32_t)cells[AC_IN_VAT_DECIDED_ON].number});
    return ac_one_line(arena, ac_buffer_text(&words));
}

accord_money ac_pence_of(ac_arena *arena, ac_rational pounds)
{
    accord_money money = {0};
    bool fits = ac_rational_to_scaled(
        ac_rational_round(arena, pounds, 2, ACCORD_HALF_AWAY), 2, &money.minor);
    ac_assert(fits); /* rates, minutes and percents have limits */
    return money;
}

const char *ac_vat_word(ac_vat_basis basis)
{
    static const char *const words[] = {"exempt", "standard rated", "outside the scope"};
    return words[basis];
}

static void set_vat(const ac_recharge *of, const ac_pool_row *row, ac_charge *charge)
{
    ac_vat_basis basis = (ac_vat_basis)row->cells[AC_IN_VAT_BASIS].number;
    AC_SCOPED_BUFFER(percent, 40);
    charge->basis = ac_text_of(ac_vat_word(basis));
    charge->evidence = evidence_of(of->arena, row);
    if (basis == AC_VAT_STANDARD) {
        int64_t rate = row->cells[AC_IN_VAT_PERCENT].number;
        ac_rational net = ac_rational_of_ratio(of->arena, charge->net.minor, HUNDRED);
        ac_rational part = ac_rational_of_ratio(of->arena, rate, (int64_t)MILLION * HUNDRED);
        charge->vat = ac_pence_of(of->arena, ac_rational_multiply(of->arena, net, part));
        add_decimal(&percent, rate);
        charge->percent = ac_text_copy(of->arena, ac_buffer_text(&percent));
    }
}

bool ac_session_vat(const ac_recharge *of, const ac_session *what, ac_charge *charge)
{
    const pricing p = {.of = of, .what = what};
    const ac_pool_row *row = vat_of(&p);
    if (row != NULL) {
        set_vat(of, row, charge);
    }
    return row != NULL;
}

/* ---- a session ---- */

bool ac_session_price(const ac_recharge *of, const ac_session *what, ac_charge *charge)
{
    static const char *const names[] = {"weekday rate", "out of hours rate", "bank holiday rate"};
    size_t before = of->faults->found;
    AC_SCOPED_BUFFER(words, AC_ROW_BYTES_MAX);
    pricing p = {of, what, &words, AC_RATIONAL_ZERO};
    const ac_pool_row *ended = NULL;
    ac_rate_kind kind = kind_of(of->pool, what);
    const ac_pool_row *rate = rate_of(&p, kind, &ended);
    ac_buffer_add(&words, what->lead);
    if (rate == NULL) {
        tell_gap(&p, ac_text_of(names[kind]), AC_POOL_RATES, ended);
    } else {
        price_session(&p, rate);
        price_overrun(&p, rate);
    }
    price_percent(&p, AC_CHARGE_ON_COSTS, "on-costs");
    price_percent(&p, AC_CHARGE_ADMIN, "administration");
    price_travel(&p);
    const ac_pool_row *vat = vat_of(&p);
    if (of->faults->found > before) {
        return false;
    }
    charge->site = ac_one_line(of->arena, ac_session_site(of->pool, what)->cells[0].text);
    charge->on = what->on;
    charge->month = ac_month_of(what->on);
    charge->part = ac_text_of(ac_part_word(what->part));
    charge->minutes = what->worked;
    charge->what = ac_one_line(of->arena, ac_buffer_text(&words));
    charge->net = ac_pence_of(of->arena, p.sum);
    set_vat(of, vat, charge);
    return true;
}
