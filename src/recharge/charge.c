/* SPDX-License-Identifier: MIT */
/* What is charged for: every timesheet that is confirmed, and every session that a practice
 * cancelled too late. What is not charged is kept with the reason. */

#include "base/limits.h"
#include "base/names.h"
#include "recharge/pricing.h"

#include <inttypes.h>
#include <stdlib.h>

enum { WHOLE = 100, LEAD_BYTES = 200 };

typedef struct charging {
    const ac_recharge *of;
    const int32_t *months;
    size_t month_count;
    ac_names requests;
    ac_charges *charges;
} charging;

static bool is_wanted(const charging *c, accord_date on)
{
    int32_t month = ac_month_of(on);
    bool found = false;
    for (size_t i = 0; i < c->month_count; i++) {
        found = found || c->months[i] == month;
    }
    return found;
}

static ac_text item_of(const charging *c, ac_item_kind kind, ac_text code)
{
    AC_SCOPED_BUFFER(item, AC_ROW_BYTES_MAX);
    ac_buffer_addf(&item, "%s %.*s", ac_item_word(kind), AC_TEXT_ARG(code));
    return ac_one_line(c->of->arena, ac_buffer_text(&item));
}

static void leave_out(charging *c, ac_text item, const ac_session *what, ac_text why)
{
    ac_charges *to = c->charges;
    AC_RESERVE(c->of->arena, to->uncharged, to->uncharged_count, to->uncharged_capacity);
    to->uncharged[to->uncharged_count++] =
        (ac_uncharged){item, ac_session_site(c->of->pool, what)->cells[0].text, what->on, why};
}

static void charge(charging *c, const ac_session *what, ac_charge *made)
{
    if (ac_session_price(c->of, what, made)) {
        AC_RESERVE(c->of->arena, c->charges->list, c->charges->count, c->charges->capacity);
        c->charges->list[c->charges->count++] = *made;
    }
}

static void charge_timesheet(charging *c, uint32_t index)
{
    const ac_pool_rows *table = &c->of->pool->tables[AC_POOL_TIMESHEETS];
    const ac_pool_row *row = &table->rows[index];
    const ac_pool_cell *cells = row->cells;
    ac_session what = {
        .path = table->path,
        .line = row->line,
        .date_column = table->columns[AC_IN_TIMESHEETS_DATE],
        .minutes_column = table->columns[AC_IN_TIMESHEETS_MINUTES],
        .site = c->of->requests[index]->cells[AC_IN_REQUESTS_SITE].number,
        .skill = c->of->requests[index]->cells[AC_IN_REQUESTS_SKILL].number,
        .on = {(int32_t)cells[AC_IN_TIMESHEETS_DATE].number},
        .part = cells[AC_IN_TIMESHEETS_PART].number,
        .minutes = ac_recharge_minutes(
            c->of->pool, c->of->requests[index],
            (accord_date){(int32_t)cells[AC_IN_TIMESHEETS_DATE].number},
            cells[AC_IN_TIMESHEETS_PART].number),
        .worked = cells[AC_IN_TIMESHEETS_MINUTES].number,
        .miles = cells[AC_IN_TIMESHEETS_MILES].number,
        .percent = WHOLE};
    if (!is_wanted(c, what.on)) {
        return;
    }
    ac_charge made = {
        .item = item_of(c, AC_ITEM_TIMESHEET, cells[AC_IN_TIMESHEETS_TIMESHEET].text),
        .doctor = ac_one_line(c->of->arena, cells[AC_IN_TIMESHEETS_DOCTOR].text),
        .request = ac_one_line(c->of->arena, cells[AC_IN_TIMESHEETS_REQUEST].text)};
    if (cells[AC_IN_TIMESHEETS_CONFIRMED_BY].text.size == 0) {
        leave_out(c, made.item, &what, AC_TEXT("delivered, and not confirmed by the practice"));
        return;
    }
    charge(c, &what, &made);
}

/* A session that a practice cancelled is charged by the share that its notice left due; nothing is
 * charged to it for one that the trust or the doctor cancelled. */
static void charge_cancellation(charging *c, const ac_cancellation *one)
{
    const ac_pool_row *request =
        ac_recharge_request(c->of->pool, &c->requests, one->request, one->on);
    if (!one->by_practice || !is_wanted(c, one->on) || one->share == 0) {
        return;
    }
    if (request == NULL) {
        ac_pool_fault_add(
            c->of->faults, &(ac_pool_sheet){.path = one->path}, one->line, 0,
            "request %.*s, of which a session was cancelled, is not in requests.csv; put its row "
            "back",
            AC_TEXT_ARG(one->request));
        return;
    }
    AC_SCOPED_BUFFER(lead, LEAD_BYTES);
    ac_buffer_addf(
        &lead, "cancelled by the practice at %" PRId64 " hours' notice: ", one->notice_hours);
    ac_session what = {
        .path = one->path,
        .line = one->line,
        .site = request->cells[AC_IN_REQUESTS_SITE].number,
        .skill = request->cells[AC_IN_REQUESTS_SKILL].number,
        .on = one->on,
        .part = one->part,
        .minutes = one->minutes,
        .worked = one->minutes,
        .miles = AC_POOL_ABSENT,
        .percent = one->share,
        .lead = ac_buffer_text(&lead)};
    AC_SCOPED_BUFFER(number, LEAD_BYTES);
    ac_buffer_addf(&number, "%" PRIu32, one->number);
    ac_charge made = {
        .item = item_of(c, AC_ITEM_CANCELLATION, ac_buffer_text(&number)),
        .doctor = ac_one_line(c->of->arena, one->doctor),
        .request = ac_one_line(c->of->arena, one->request)};
    if (one->share == AC_POOL_ABSENT) {
        leave_out(
            c, made.item, &what,
            AC_TEXT("cancelled by the practice when no ladder was in force, so no share is due"));
        return;
    }
    charge(c, &what, &made);
}

/* ---- what was booked, and no timesheet came of it ---- */

static void add_place(ac_buffer *key, ac_text doctor, accord_date on, int64_t part)
{
    ac_buffer_clear(key);
    ac_buffer_addf(key, "%.*s/%" PRId32 "/%" PRId64, AC_TEXT_ARG(doctor), on.day, part);
}

static void tell_unreported(charging *c)
{
    const ac_pool_rows *sheets = &c->of->pool->tables[AC_POOL_TIMESHEETS];
    ac_charges *to = c->charges;
    ac_names places;
    AC_SCOPED_BUFFER(key, AC_ROW_BYTES_MAX);
    ac_names_init(&places, c->of->arena);
    for (uint32_t i = 0; i < sheets->count; i++) {
        const ac_pool_cell *cells = sheets->rows[i].cells;
        add_place(
            &key, cells[AC_IN_TIMESHEETS_DOCTOR].text,
            (accord_date){(int32_t)cells[AC_IN_TIMESHEETS_DATE].number},
            cells[AC_IN_TIMESHEETS_PART].number);
        (void)ac_names_add(&places, ac_text_copy(c->of->arena, ac_buffer_text(&key)), i);
    }
    for (size_t i = 0; i < c->of->bookings.booked_count; i++) {
        const ac_booked *one = &c->of->bookings.booked[i];
        add_place(&key, one->doctor, one->on, one->part);
        if (is_wanted(c, one->on) && one->on.day <= c->of->today.day &&
            ac_names_find(&places, ac_buffer_text(&key)) == AC_NAME_NONE) {
            AC_RESERVE(c->of->arena, to->unreported, to->unreported_count, to->unreported_capacity);
            to->unreported[to->unreported_count++] = *one;
        }
    }
}

static int compare_days(accord_date a, accord_date b)
{
    return a.day < b.day ? -1 : a.day > b.day ? 1 : 0;
}

/* What is of no part of the day comes after what is. */
static int64_t part_order(const ac_charge *charge)
{
    int64_t part = ac_part_named(charge->part);
    return part == AC_POOL_ABSENT ? AC_POOL_PART_COUNT : part;
}

static int compare_charges(const void *left, const void *right)
{
    const ac_charge *a = left;
    const ac_charge *b = right;
    int order = ac_text_compare(a->site, b->site);
    order = order != 0 ? order : compare_days(a->on, b->on);
    if (order == 0 && !ac_text_equal(a->part, b->part)) {
        order = part_order(a) < part_order(b) ? -1 : 1;
    }
    return order != 0 ? order : ac_text_compare(a->item, b->item);
}

static int compare_booked(const void *left, const void *right)
{
    const ac_booked *a = left;
    const ac_booked *b = right;
    int order = compare_days(a->on, b->on);
    if (order == 0 && a->part != b->part) {
        order = a->part < b->part ? -1 : 1;
    }
    return order != 0 ? order : ac_text_compare(a->doctor, b->doctor);
}

static int compare_uncharged(const void *left, const void *right)
{
    const ac_uncharged *a = left;
    const ac_uncharged *b = right;
    int order = ac_text_compare(a->site, b->site);
    order = order != 0 ? order : compare_days(a->on, b->on);
    return order != 0 ? order : ac_text_compare(a->item, b->item);
}

accord_status ac_recharge_price(
    const ac_recharge *recharge, const int32_t *months, size_t count, ac_charges *charges)
{
    size_t before = recharge->faults->found;
    charging c = {.of = recharge, .months = months, .month_count = count, .charges = charges};
    const ac_pool_rows *requests = &recharge->pool->tables[AC_POOL_REQUESTS];
    *charges = (ac_charges){0};
    ac_names_init(&c.requests, recharge->arena);
    for (uint32_t i = 0; i < requests->count; i++) {
        (void)ac_names_add(&c.requests, requests->rows[i].cells[0].text, i);
    }
    for (uint32_t i = 0; i < recharge->pool->tables[AC_POOL_TIMESHEETS].count; i++) {
        charge_timesheet(&c, i);
    }
    for (size_t i = 0; i < recharge->bookings.cancelled_count; i++) {
        charge_cancellation(&c, &recharge->bookings.cancelled[i]);
    }
    tell_unreported(&c);
    ac_idle_carry(recharge, months, count, charges);
    if (charges->count > 1) {
        qsort(charges->list, charges->count, sizeof *charges->list, compare_charges);
    }
    if (charges->unreported_count > 1) {
        qsort(
            charges->unreported, charges->unreported_count, sizeof *charges->unreported,
            compare_booked);
    }
    if (charges->uncharged_count > 1) {
        qsort(
            charges->uncharged, charges->uncharged_count, sizeof *charges->uncharged,
            compare_uncharged);
    }
    if (recharge->faults->found > before) {
        return (accord_status){ACCORD_ENO};
    }
    return ac_ok();
}
