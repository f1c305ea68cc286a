/* SPDX-License-Identifier: MIT */
/* What the rows of timesheets and prices say together, before anything is priced. */

#include "base/limits.h"
#include "base/names.h"
#include "pool/judge.h"
#include "recharge/recharge.h"
#include "value/date.h"

#include <inttypes.h>

enum { AFTERNOON = 1, WEEKDAYS = 5, PREFIX_BYTES_MAX = 20 };

typedef struct checking {
    ac_recharge *of;
    ac_names requests;   /* codes of requests.csv : row */
    ac_names places;     /* doctor, day, part : timesheet */
    ac_names deliveries; /* request, and the day or week : index of `delivered` */
    uint32_t *delivered;
    ac_names cancelled; /* doctor, request, day, part : cancellation */
} checking;

static accord_date day_of(const ac_pool_row *row)
{
    return (accord_date){(int32_t)row->cells[AC_IN_TIMESHEETS_DATE].number};
}

static accord_date monday_of(accord_date on)
{
    return (accord_date){on.day - (int32_t)ac_weekday_of(on)};
}

/* Adds a key that lives as long as the arena; gives the value that it has, `value` if it is new. */
static uint32_t named(checking *c, ac_names *names, const ac_buffer *key, uint32_t value)
{
    ac_text text = ac_buffer_text(key);
    uint32_t found = ac_names_find(names, text);
    if (found != AC_NAME_NONE) {
        return found;
    }
    (void)ac_names_add(names, ac_text_copy(c->of->arena, text), value);
    return value;
}

#define TELL(c, row, column, ...) \
    AC_RECHARGE_FAULT((c)->of, AC_POOL_TIMESHEETS, row, column, __VA_ARGS__)

/* ---- timesheets ---- */

static const ac_pool_row *check_code(checking *c, const ac_pool_row *row)
{
    ac_text code = row->cells[AC_IN_TIMESHEETS_REQUEST].text;
    const ac_pool_row *request = ac_recharge_request(c->of->pool, &c->requests, code, day_of(row));
    if (request != NULL) {
        return request;
    }
    ac_text near = ac_names_near(&c->requests, code);
    TELL(
        c, row, AC_IN_TIMESHEETS_REQUEST,
        "request \"%.*s\" is not in requests.csv%s%.*s%s; a date after its code is the day of the "
        "session, or for any day of a week one of that week: HARBOUR-AM/2015-01-05",
        AC_TEXT_ARG(code), near.size > 0 ? " (did you mean " : "", AC_TEXT_ARG(near),
        near.size > 0 ? "?)" : "");
    return NULL;
}

static void check_day(checking *c, const ac_pool_row *row, const ac_pool_row *request)
{
    accord_date on = day_of(row);
    int64_t pattern = request->cells[AC_IN_REQUESTS_PATTERN].number;
    ac_text said = row->cells[AC_IN_TIMESHEETS_DATE].text;
    bool fixed = pattern == AC_PATTERN_FIXED;
    bool within = ac_pool_holds(
        request, AC_IN_REQUESTS_FROM, fixed ? AC_IN_REQUESTS_FROM : AC_IN_REQUESTS_UNTIL, on);
    if (!within) {
        TELL(
            c, row, AC_IN_TIMESHEETS_DATE,
            "request %.*s (requests.csv line %" PRIu64 ") asks for nothing on %.*s; mend the date, "
            "or the dates of the request",
            AC_TEXT_ARG(request->cells[0].text), request->line, AC_TEXT_ARG(said));
        return;
    }
    int64_t weekday = request->cells[AC_IN_REQUESTS_WEEKDAY].number;
    bool other_day = pattern == AC_PATTERN_WEEKLY ? weekday != (int64_t)ac_weekday_of(on)
                     : pattern == AC_PATTERN_ANY  ? ac_weekday_of(on) >= WEEKDAYS
                                                  : false;
    if (other_day) {
        TELL(
            c, row, AC_IN_TIMESHEETS_DATE, "%.*s is no weekday of request %.*s; mend the date",
            AC_TEXT_ARG(said), AC_TEXT_ARG(request->cells[0].text));
    }
    int64_t part = request->cells[AC_IN_REQUESTS_PART].number;
    int64_t worked = row->cells[AC_IN_TIMESHEETS_PART].number;
    if (part == AC_POOL_ABSENT ? worked > AFTERNOON : part != worked) {
        TELL(
            c, row, AC_IN_TIMESHEETS_PART, "request %.*s is for the %.*s, not the %.*s",
            AC_TEXT_ARG(request->cells[0].text),
            AC_TEXT_ARG(
                part == AC_POOL_ABSENT ? AC_TEXT("morning or afternoon")
                                       : request->cells[AC_IN_REQUESTS_PART].text),
            AC_TEXT_ARG(row->cells[AC_IN_TIMESHEETS_PART].text));
    }
    if (request->cells[AC_IN_REQUESTS_HOLIDAYS].number != 1 && !fixed &&
        ac_pool_is_holiday(c->of->pool, on)) {
        TELL(
            c, row, AC_IN_TIMESHEETS_DATE,
            "%.*s is a bank holiday, for which request %.*s does not ask; write yes under \"bank "
            "holidays\" there, or mend the date",
            AC_TEXT_ARG(said), AC_TEXT_ARG(request->cells[0].text));
    }
}

static void check_site(checking *c, const ac_pool_row *row, const ac_pool_row *request)
{
    const ac_pool_row *site = ac_pool_row_of(
        c->of->pool, AC_POOL_SITES, (size_t)request->cells[AC_IN_REQUESTS_SITE].number);
    int64_t opens = site->cells[AC_IN_SITES_OPENS].number;
    int64_t closes = site->cells[AC_IN_SITES_CLOSES].number;
    int32_t day = day_of(row).day;
    if ((opens != AC_POOL_ABSENT && day < opens) || (closes != AC_POOL_ABSENT && day >= closes)) {
        TELL(
            c, row, AC_IN_TIMESHEETS_DATE,
            "site %.*s is not open on %.*s (opens \"%.*s\", closes \"%.*s\"); mend the date, or "
            "the site's in sites.csv",
            AC_TEXT_ARG(site->cells[0].text), AC_TEXT_ARG(row->cells[AC_IN_TIMESHEETS_DATE].text),
            AC_TEXT_ARG(site->cells[AC_IN_SITES_OPENS].text),
            AC_TEXT_ARG(site->cells[AC_IN_SITES_CLOSES].text));
    }
}

static void check_confirmed(checking *c, const ac_pool_row *row)
{
    const ac_pool_cell *by = &row->cells[AC_IN_TIMESHEETS_CONFIRMED_BY];
    const ac_pool_cell *on = &row->cells[AC_IN_TIMESHEETS_CONFIRMED_ON];
    if ((by->text.size > 0) != (on->text.size > 0)) {
        TELL(
            c, row,
            by->text.size > 0 ? AC_IN_TIMESHEETS_CONFIRMED_ON : AC_IN_TIMESHEETS_CONFIRMED_BY,
            "a confirmed timesheet says who confirmed it and on which day; leave both empty until "
            "it is");
    } else if (on->text.size > 0 && on->number < day_of(row).day) {
        TELL(
            c, row, AC_IN_TIMESHEETS_CONFIRMED_ON,
            "it was confirmed on %.*s, before it was worked on %.*s; mend one of the dates",
            AC_TEXT_ARG(on->text), AC_TEXT_ARG(row->cells[AC_IN_TIMESHEETS_DATE].text));
    }
}

/* One place at a time. */
static void check_place(checking *c, const ac_pool_row *row, uint32_t index)
{
    AC_SCOPED_BUFFER(key, 100);
    ac_buffer_addf(
        &key, "%" PRId64 "/%" PRId32 "/%" PRId64, row->cells[AC_IN_TIMESHEETS_DOCTOR].number,
        day_of(row).day, row->cells[AC_IN_TIMESHEETS_PART].number);
    uint32_t first = named(c, &c->places, &key, index);
    if (first != index) {
        const ac_pool_row *other = ac_pool_row_of(c->of->pool, AC_POOL_TIMESHEETS, first);
        TELL(
            c, row, AC_IN_TIMESHEETS_DOCTOR,
            "doctor %.*s has timesheet %.*s (line %" PRIu64
            ") for the same part of the same day; leave one out",
            AC_TEXT_ARG(row->cells[AC_IN_TIMESHEETS_DOCTOR].text),
            AC_TEXT_ARG(other->cells[0].text), other->line);
    }
}

/* No more sessions than were asked for: on the day, or for any day of a week, in the week. */
static void check_asked(checking *c, const ac_pool_row *row, const ac_pool_row *request)
{
    AC_SCOPED_BUFFER(key, 100);
    bool any = request->cells[AC_IN_REQUESTS_PATTERN].number == AC_PATTERN_ANY;
    ac_buffer_addf(
        &key, "%" PRIu64 "/%" PRId32, request->line,
        any ? monday_of(day_of(row)).day : day_of(row).day);
    uint32_t at = named(c, &c->deliveries, &key, (uint32_t)c->deliveries.count);
    if (++c->delivered[at] > (uint32_t)request->cells[AC_IN_REQUESTS_SESSIONS].number) {
        TELL(
            c, row, AC_IN_TIMESHEETS_REQUEST,
            "request %.*s asks for %" PRId64 " session%s a %s, and this is number %" PRIu32
            "; leave one out, or mend the request",
            AC_TEXT_ARG(request->cells[0].text), request->cells[AC_IN_REQUESTS_SESSIONS].number,
            request->cells[AC_IN_REQUESTS_SESSIONS].number == 1 ? "" : "s", any ? "week" : "day",
            c->delivered[at]);
    }
}

static void add_booking(ac_buffer *key, ac_text doctor, const ac_pool_row *request, int32_t day)
{
    ac_buffer_addf(key, "%.*s/%" PRIu64 "/%" PRId32, AC_TEXT_ARG(doctor), request->line, day);
}

static void check_cancelled(checking *c, const ac_pool_row *row, const ac_pool_row *request)
{
    AC_SCOPED_BUFFER(key, AC_ROW_BYTES_MAX);
    add_booking(&key, row->cells[AC_IN_TIMESHEETS_DOCTOR].text, request, day_of(row).day);
    ac_buffer_addf(&key, "/%" PRId64, row->cells[AC_IN_TIMESHEETS_PART].number);
    uint32_t found = ac_names_find(&c->cancelled, ac_buffer_text(&key));
    if (found != AC_NAME_NONE) {
        const ac_cancellation *one = &c->of->bookings.cancelled[found];
        TELL(
            c, row, AC_IN_TIMESHEETS_TIMESHEET,
            "the session was cancelled (events.csv line %" PRIu64
            "), so it cannot have been worked; leave the timesheet out, or offer the session again",
            one->line);
    }
}

static void check_timesheets(checking *c)
{
    const ac_pool_rows *table = &c->of->pool->tables[AC_POOL_TIMESHEETS];
    c->of->requests = AC_NEW_ARRAY(c->of->arena, const ac_pool_row *, table->count);
    c->delivered = AC_NEW_ARRAY(c->of->arena, uint32_t, table->count);
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        check_confirmed(c, row);
        check_place(c, row, i);
        const ac_pool_row *request = check_code(c, row);
        c->of->requests[i] = request;
        if (request != NULL) {
            check_day(c, row, request);
            check_site(c, row, request);
            check_asked(c, row, request);
            check_cancelled(c, row, request);
        }
    }
}

/* ---- the rest ---- */

static void index_names(checking *c)
{
    const ac_pool_rows *table = &c->of->pool->tables[AC_POOL_REQUESTS];
    ac_names_init(&c->requests, c->of->arena);
    ac_names_init(&c->places, c->of->arena);
    ac_names_init(&c->deliveries, c->of->arena);
    ac_names_init(&c->cancelled, c->of->arena);
    for (uint32_t i = 0; i < table->count; i++) {
        (void)ac_names_add(&c->requests, table->rows[i].cells[0].text, i);
    }
    for (size_t i = 0; i < c->of->bookings.cancelled_count; i++) {
        const ac_cancellation *one = &c->of->bookings.cancelled[i];
        const ac_pool_row *request =
            ac_recharge_request(c->of->pool, &c->requests, one->request, one->on);
        if (request != NULL) {
            AC_SCOPED_BUFFER(key, AC_ROW_BYTES_MAX);
            add_booking(&key, one->doctor, request, one->on.day);
            ac_buffer_addf(&key, "/%" PRId64, one->part);
            (void)named(c, &c->cancelled, &key, (uint32_t)i);
        }
    }
}

static void check_vat(const ac_recharge *of)
{
    const ac_pool_rows *table = &of->pool->tables[AC_POOL_VAT];
    const ac_pool_rows *issuer = &of->pool->tables[AC_POOL_ISSUER];
    bool registered =
        issuer->count == 1 && issuer->rows[0].cells[AC_IN_ISSUER_VAT_NUMBER].text.size > 0;
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        bool standard = row->cells[AC_IN_VAT_BASIS].number == AC_VAT_STANDARD;
        int64_t percent = row->cells[AC_IN_VAT_PERCENT].number;
        if (standard && percent == AC_POOL_ABSENT) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_VAT, row, AC_IN_VAT_PERCENT,
                "what is standard rated needs its percent; accord knows no rate of its own");
        }
        if (!standard && percent != AC_POOL_ABSENT && percent != 0) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_VAT, row, AC_IN_VAT_PERCENT,
                "what is %.*s has no percent; leave it empty, or say standard rated",
                AC_TEXT_ARG(row->cells[AC_IN_VAT_BASIS].text));
        }
        if (standard && issuer->count == 1 && !registered) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_VAT, row, AC_IN_VAT_BASIS,
                "VAT is charged, and the issuer has no VAT number (issuer.csv line %" PRIu64
                "); write it there",
                issuer->rows[0].line);
        }
    }
}

static bool begins_month(int64_t day)
{
    accord_date date = {(int32_t)day};
    return ac_month_first(ac_month_of(date)).day == date.day;
}

static bool is_prefix(ac_text text)
{
    bool good = text.size <= PREFIX_BYTES_MAX;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        good =
            good && (ac_is_letter(c) || c == '-' || c == '/') && (i > 0 || (c != '-' && c != '/'));
    }
    return good;
}

static void check_issuer(const ac_recharge *of)
{
    const ac_pool_rows *table = &of->pool->tables[AC_POOL_ISSUER];
    for (uint32_t i = 1; i < table->count; i++) {
        AC_RECHARGE_FAULT(
            of, AC_POOL_ISSUER, &table->rows[i], AC_IN_ISSUER_ISSUER,
            "one trust sends the invoices, and line %" PRIu64 " names it; leave one out",
            table->rows[0].line);
    }
    for (uint32_t i = 0; i < table->count; i++) {
        if (!is_prefix(table->rows[i].cells[AC_IN_ISSUER_PREFIX].text)) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_ISSUER, &table->rows[i], AC_IN_ISSUER_PREFIX,
                "prefix \"%.*s\" must be letters, with - or / after them, at most %d: the number "
                "of an invoice follows it",
                AC_TEXT_ARG(table->rows[i].cells[AC_IN_ISSUER_PREFIX].text), PREFIX_BYTES_MAX);
        }
    }
}

/* Months are carried whole, so that a month has one way. */
static void check_carrying(const ac_recharge *of)
{
    const ac_pool_rows *table = &of->pool->tables[AC_POOL_CARRYING];
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        const ac_pool_cell *cells = row->cells;
        int64_t until = cells[AC_IN_CARRYING_UNTIL].number;
        bool pooled = cells[AC_IN_CARRYING_BY].number == AC_CARRIER_POOLED;
        bool reserve = cells[AC_IN_CARRYING_BY].number == AC_CARRIER_RESERVE;
        if (!begins_month(cells[AC_IN_CARRYING_FROM].number) ||
            (until != AC_POOL_ABSENT && !begins_month(until + 1))) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_CARRYING, row, AC_IN_CARRYING_FROM,
                "a month is carried in one way: begin the row on the first of a month and end it "
                "on the last of one");
        }
        if (pooled != (cells[AC_IN_CARRYING_KEY].number != AC_POOL_ABSENT)) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_CARRYING, row, AC_IN_CARRYING_KEY,
                pooled ? "what is pooled needs its key: equal, list size or sessions requested"
                       : "only what is pooled has a key; leave it empty");
        }
        if (reserve != (cells[AC_IN_CARRYING_RESERVE].number != AC_POOL_ABSENT)) {
            AC_RECHARGE_FAULT(
                of, AC_POOL_CARRYING, row, AC_IN_CARRYING_RESERVE,
                reserve ? "a reserve needs its pounds: what is set aside on the first day"
                        : "only a reserve has pounds set aside; leave it empty");
        }
    }
}

static void check_codes(const ac_recharge *of)
{
    static const ac_pool_table tables[] = {AC_POOL_SITES, AC_POOL_ISSUER};
    const ac_pool_rows *issuers = &of->pool->tables[AC_POOL_ISSUER];
    for (size_t t = 0; t < sizeof tables / sizeof tables[0]; t++) {
        const ac_pool_rows *table = &of->pool->tables[tables[t]];
        for (uint32_t i = 0; i < table->count; i++) {
            ac_text code = table->rows[i].cells[0].text;
            if (!ac_is_account_code(code)) {
                AC_RECHARGE_FAULT(
                    of, tables[t], &table->rows[i], 0,
                    "code \"%.*s\" names an account of the ledger: it has to be letters and "
                    "digits, with - _ . or / after the first, at most %d",
                    AC_TEXT_ARG(code), AC_ACCOUNT_CODE_MAX);
            } else if (
                tables[t] == AC_POOL_SITES && issuers->count > 0 &&
                ac_text_equal(code, issuers->rows[0].cells[0].text)) {
                AC_RECHARGE_FAULT(
                    of, tables[t], &table->rows[i], 0,
                    "%.*s sends the invoices (issuer.csv), and cannot be sent one; give the site a "
                    "code of its own",
                    AC_TEXT_ARG(code));
            }
        }
    }
}

static void check_files(const ac_recharge *of)
{
    static const ac_pool_table needed[] = {
        AC_POOL_TIMESHEETS, AC_POOL_RATES, AC_POOL_VAT, AC_POOL_ISSUER};
    for (size_t i = 0; i < sizeof needed / sizeof needed[0]; i++) {
        const ac_pool_rows *table = &of->pool->tables[needed[i]];
        ac_pool_sheet missing = {
            .path = table->path == NULL ? ac_pool_file(needed[i]) : table->path};
        if (table->path == NULL) {
            ac_pool_fault_add(
                of->faults, &missing, 0, 0, "the folder has no such file; recharging needs it");
        } else if (table->count == 0 && needed[i] == AC_POOL_ISSUER) {
            ac_pool_fault_add(
                of->faults, &missing, 0, 0, "it names nobody: who sends the invoices?");
        }
    }
}

accord_status ac_recharge_check(ac_recharge *recharge)
{
    static const ac_dated_form rates = {
        AC_POOL_RATES,
        {AC_IN_RATES_KIND, AC_IN_RATES_SITE, AC_IN_RATES_SKILL},
        3,
        AC_IN_RATES_FROM,
        AC_IN_RATES_UNTIL
    };
    static const ac_dated_form extras = {
        AC_POOL_CHARGES,
        {AC_IN_CHARGES_CHARGE, AC_IN_CHARGES_SITE},
        2,
        AC_IN_CHARGES_FROM,
        AC_IN_CHARGES_UNTIL
    };
    static const ac_dated_form vat = {
        AC_POOL_VAT, {AC_IN_VAT_SITE}, 1, AC_IN_VAT_FROM, AC_IN_VAT_UNTIL};
    static const ac_dated_form carrying = {
        AC_POOL_CARRYING, {0}, 0, AC_IN_CARRYING_FROM, AC_IN_CARRYING_UNTIL};
    static const ac_dated_form keys = {
        AC_POOL_KEYS, {AC_IN_KEYS_SITE}, 1, AC_IN_KEYS_FROM, AC_IN_KEYS_UNTIL};
    ac_dated sites;
    size_t before = recharge->faults->found;
    checking c = {.of = recharge};
    check_files(recharge);
    ac_dated_make(recharge->arena, recharge->pool, &rates, &recharge->rates, recharge->faults);
    ac_dated_make(recharge->arena, recharge->pool, &extras, &recharge->extras, recharge->faults);
    ac_dated_make(recharge->arena, recharge->pool, &vat, &recharge->vat, recharge->faults);
    ac_dated_make(
        recharge->arena, recharge->pool, &carrying, &recharge->carrying, recharge->faults);
    ac_dated_make(recharge->arena, recharge->pool, &keys, &sites, recharge->faults);
    check_vat(recharge);
    check_issuer(recharge);
    check_codes(recharge);
    check_carrying(recharge);
    index_names(&c);
    check_timesheets(&c);
    if (recharge->faults->found > before) {
        return (accord_status){ACCORD_ENO};
    }
    return ac_ok();
}
