/* SPDX-License-Identifier: MIT */
/* Writes a review. What there is no number for is told in words. */

#include "sizing/write_review.h"

#include "sizing/number.h"
#include "value/date.h"

#include <inttypes.h>

enum { OUTLIERS_SHOWN = 10 };

static const char *const cancellers[] = {"practice", "doctor", "trust"};

static double idle_of(const ac_review_week *week)
{
    return week->offered > week->delivered ? week->offered - week->delivered : 0;
}

/* ---- CSV ---- */

static void add_csv(ac_buffer *b, const ac_review_told *t)
{
    ac_buffer_add_z(
        b, "week,offered,requested,matched,delivered,cancelled_by_practice,cancelled_by_doctor,"
           "cancelled_by_trust,idle,backfilled,cost_pounds\n");
    for (uint32_t w = 0; w < t->reviewed->week_count; w++) {
        const ac_review_week *week = &t->reviewed->weeks[w];
        ac_date_add_iso(b, week->from);
        ac_buffer_add_char(b, ',');
        ac_add_plain(b, week->offered, 1);
        ac_buffer_addf(
            b, ",%" PRIu32 ",%" PRIu32 ",%" PRIu32, week->requested, week->matched,
            week->delivered);
        for (size_t i = 0; i < AC_CANCELLERS; i++) {
            ac_buffer_addf(b, ",%" PRIu32, week->cancelled[i]);
        }
        ac_buffer_add_char(b, ',');
        ac_add_plain(b, idle_of(week), 1);
        ac_buffer_addf(b, ",%" PRIu32 ",", week->backfilled);
        ac_add_plain(b, week->offered * week->cost - idle_of(week) * week->idle_value, 0);
        ac_buffer_add_char(b, '\n');
    }
}

/* ---- JSON ---- */

static void
add_json_range(ac_buffer *b, const char *name, const ac_estimate *e, int places, bool ranged)
{
    ac_buffer_addf(b, "  \"%s\": {", name);
    ac_add_json_number(b, "value", e->value, places);
    if (ranged) {
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "low", e->low, places);
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "high", e->high, places);
    }
    ac_buffer_add_z(b, "},\n");
}

static void
add_json_estimate(ac_buffer *b, const char *name, bool is_there, const ac_estimate *e, bool ranged)
{
    if (is_there) {
        add_json_range(b, name, e, 2, ranged);
    } else {
        ac_buffer_addf(b, "  \"%s\": null,\n", name);
    }
}

static void add_json_outliers(ac_buffer *b, const ac_locums *locums)
{
    bool first = true;
    ac_buffer_add_z(b, "  \"outliers\": [");
    for (size_t i = 0; i < locums->count; i++) {
        if (locums->list[i].is_outlier) {
            ac_buffer_addf(
                b, "%s{\"line\": %" PRIu64 ", ", first ? "" : ", ", locums->list[i].line);
            ac_add_json_number(b, "pounds", locums->list[i].pounds, 2);
            ac_buffer_add_char(b, '}');
            first = false;
        }
    }
    ac_buffer_add_z(b, "],\n");
}

static void add_json_need(ac_buffer *b, const ac_review_told *t)
{
    const ac_review *r = t->review;
    const ac_need *need = t->reviewed->need;
    bool known = r->has_delivered && r->has_needed;
    ac_buffer_addf(
        b,
        "  \"looked_back_at\": {\"yes\": %" PRIu32 ", \"partly\": %" PRIu32 ", \"no\": %" PRIu32
        ", ",
        need->counts[AC_NEEDED_YES], need->counts[AC_NEEDED_PARTLY], need->counts[AC_NEEDED_NO]);
    ac_add_json_number(b, "alike", need->alike, 3);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "beta_a", need->a, 3);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "beta_b", need->b, 3);
    ac_buffer_add_z(b, "},\n");
    if (r->has_need) {
        add_json_range(b, "share_needed", &need->share, 4, true);
    } else {
        ac_buffer_add_z(b, "  \"share_needed\": null,\n");
    }
    add_json_estimate(b, "pool_per_needed", known, &r->per_needed, r->has_interval);
    add_json_estimate(b, "locum_per_needed", known, &r->locum_per_needed, r->has_interval);
    bool back = r->has_delivered && r->has_need;
    add_json_estimate(b, "not_needed", back, &r->not_needed, r->has_interval);
    add_json_estimate(b, "not_needed_cost", back, &r->not_needed_cost, r->has_interval);
}

static void add_json(ac_buffer *b, const ac_review_told *t)
{
    const ac_review *r = t->review;
    const ac_review_week *sums = &r->sums;
    ac_buffer_addf(
        b, "{\n  \"seed\": %" PRIu64 ",\n  \"draws\": %" PRIu32 ",\n  \"weeks\": %" PRIu32 ",\n  ",
        t->reviewed->seed, t->reviewed->draws, t->reviewed->week_count);
    ac_add_json_number(b, "offered", sums->offered, 1);
    ac_buffer_addf(
        b,
        ",\n  \"requested\": %" PRIu32 ",\n  \"matched\": %" PRIu32 ",\n  \"delivered\": %" PRIu32
        ",\n  \"cancelled\": {",
        sums->requested, sums->matched, sums->delivered);
    for (size_t i = 0; i < AC_CANCELLERS; i++) {
        ac_buffer_addf(
            b, "%s\"%s\": %" PRIu32, i == 0 ? "" : ", ", cancellers[i], sums->cancelled[i]);
    }
    ac_buffer_addf(
        b,
        "},\n  \"has_record\": %s,\n  \"unmet\": %" PRIu32 ",\n  \"covered_by_locums\": %" PRIu32
        ",\n  ",
        t->has_record ? "true" : "false", r->unmet, r->covered);
    ac_add_json_number(b, "idle", r->idle, 1);
    ac_buffer_add_z(b, ",\n  ");
    ac_add_json_number(b, "beyond_contract", r->beyond, 1);
    ac_buffer_add_z(b, ",\n  ");
    ac_add_json_number(b, "cost", r->cost, 0);
    ac_buffer_add_z(b, ",\n  ");
    ac_add_json_number(b, "idle_cost", r->idle_cost, 0);
    ac_buffer_add_z(b, ",\n");
    add_json_estimate(
        b, "pool_per_delivered", r->has_delivered, &r->per_delivered, r->has_interval);
    add_json_estimate(b, "locum", r->has_delivered, &r->locum, r->has_interval);
    add_json_estimate(b, "difference", r->has_delivered, &r->difference, r->has_interval);
    for (ac_locum_basis basis = 0; basis < AC_LOCUM_BASES; basis++) {
        ac_buffer_addf(
            b, "  \"locum_%s_sessions\": %zu,\n", ac_locum_basis_word(basis), r->bases[basis]);
    }
    add_json_outliers(b, t->locums);
    add_json_need(b, t);
    ac_buffer_addf(
        b,
        "  \"no_timesheet\": %" PRIu32 ",\n  \"unconfirmed\": %" PRIu32
        ",\n  \"looked_back_without_timesheet\": %" PRIu32 "\n}\n",
        t->no_timesheet, t->unconfirmed, t->lost);
}

/* ---- For people ---- */

static void add_share(ac_buffer *b, double part, double whole, const char *of)
{
    if (whole > 0) {
        ac_buffer_add_z(b, " (");
        ac_add_number(b, 100 * part / whole, 1);
        ac_buffer_addf(b, "%% of %s)", of);
    }
}

static void add_sum(ac_buffer *b, const char *what, double value, int places)
{
    ac_buffer_addf(b, "  %-26s", what);
    ac_add_cell(b, 9, value, places);
}

static void add_sessions(ac_buffer *b, const ac_review_told *t)
{
    const ac_review *r = t->review;
    const ac_review_week *sums = &r->sums;
    ac_buffer_add_z(b, "\nsessions\n");
    add_sum(b, "on offer by contract", sums->offered, 1);
    ac_buffer_add_z(b, "  after leave, learning, hospital and clinics\n");
    add_sum(b, "requested", sums->requested, 0);
    ac_buffer_add_char(b, '\n');
    add_sum(b, "matched with a doctor", sums->matched, 0);
    add_share(b, sums->matched, sums->requested, "requested");
    ac_buffer_add_z(b, t->has_record ? "\n" : ": as delivered, since there is no events.csv\n");
    add_sum(b, "delivered", sums->delivered, 0);
    add_share(b, sums->delivered, sums->offered, "on offer");
    ac_buffer_add_char(b, '\n');
    for (size_t i = 0; i < AC_CANCELLERS && t->has_record; i++) {
        AC_SCOPED_BUFFER(what, 40);
        ac_buffer_addf(&what, "cancelled by the %s", cancellers[i]);
        add_sum(b, what.bytes, sums->cancelled[i], 0);
        ac_buffer_add_char(b, '\n');
    }
    if (!t->has_record) {
        ac_buffer_add_z(b, "  cancelled: not known, since there is no events.csv\n");
    }
    add_sum(b, "idle", r->idle, 1);
    add_share(b, r->idle, sums->offered, "on offer");
    ac_buffer_add_char(b, '\n');
    if (r->beyond > 0.05) {
        add_sum(b, "delivered beyond contracts", r->beyond, 1);
        ac_buffer_add_z(b, "  in weeks with more sessions than were on offer\n");
    }
    add_sum(b, "unmet need", r->unmet, 0);
    ac_buffer_addf(
        b,
        "  asked for, not delivered, not cancelled by the practice; %" PRIu32
        " had a locum who was paid\n",
        r->covered);
    if (t->no_timesheet > 0) {
        ac_buffer_addf(
            b, "  bookings without a timesheet: %" PRIu32 ", not counted as delivered\n",
            t->no_timesheet);
    }
    if (t->unconfirmed > 0) {
        ac_buffer_addf(
            b, "  timesheets not confirmed: %" PRIu32 ", counted as delivered\n", t->unconfirmed);
    }
}

static void add_interval(ac_buffer *b, const ac_review *r, const ac_estimate *e, int places)
{
    if (r->has_interval && e->high > e->low) {
        ac_buffer_add_z(b, " (95%: ");
        ac_add_number(b, e->low, places);
        ac_buffer_add_z(b, " to ");
        ac_add_number(b, e->high, places);
        ac_buffer_add_char(b, ')');
    }
}

static void
add_pounds(ac_buffer *b, const ac_review *r, const char *what, const ac_estimate *e, int places)
{
    ac_buffer_addf(b, "  %-26s GBP ", what);
    ac_add_number(b, e->value, places);
    add_interval(b, r, e, places);
    ac_buffer_add_char(b, '\n');
}

static void add_figure(ac_buffer *b, const ac_figures *figures, ac_pool_sizing which)
{
    const ac_figure *figure = &figures->list[which];
    ac_buffer_addf(b, "  %s ", ac_figure_word(which));
    ac_add_number(b, figure->value, 0);
    ac_buffer_addf(
        b, ": %s, %.*s\n", ac_figure_from_word(figure->from), AC_TEXT_ARG(figure->source));
}

static void add_basis(ac_buffer *b, const ac_review_told *t)
{
    const ac_review *r = t->review;
    const char *before = "  of ";
    for (ac_locum_basis basis = 0; basis < AC_LOCUM_BASES; basis++) {
        if (r->bases[basis] > 0) {
            ac_buffer_addf(
                b, "%s%zu sessions it is %s", before, r->bases[basis], ac_locum_basis_word(basis));
            before = ", of ";
        }
    }
    ac_buffer_add_char(b, '\n');
    if (r->bases[AC_LOCUM_QUOTED] + r->bases[AC_LOCUM_PAID] == 0) {
        ac_buffer_add_z(
            b, "  no price of a locum was quoted or paid within three days of any session: this "
               "compares\n  the pool with a model, not with a market\n");
    }
    size_t outliers = 0;
    for (size_t i = 0; i < t->locums->count; i++) {
        const ac_locum_price *price = &t->locums->list[i];
        if (price->is_outlier && ++outliers <= OUTLIERS_SHOWN) {
            ac_buffer_addf(b, "  locums.csv:%" PRIu64 ": GBP ", price->line);
            ac_add_number(b, price->pounds, 2);
            ac_buffer_addf(
                b, " %s lies far from the others and is left out; is it of one session?\n",
                ac_locum_basis_word(price->basis));
        }
    }
    if (outliers > OUTLIERS_SHOWN) {
        ac_buffer_addf(b, "  and %zu more\n", outliers - OUTLIERS_SHOWN);
    }
}

static void add_cost(ac_buffer *b, const ac_review_told *t)
{
    const ac_review *r = t->review;
    ac_buffer_add_z(b, "\ncost\n");
    add_figure(b, t->figures, AC_SIZE_COST);
    add_figure(b, t->figures, AC_SIZE_IDLE_VALUE);
    add_figure(b, t->figures, AC_SIZE_LOCUM);
    ac_buffer_add_z(b, "  the pool cost GBP ");
    ac_add_number(b, r->cost, 0);
    ac_buffer_add_z(b, ", of that GBP ");
    ac_add_number(b, r->idle_cost, 0);
    ac_buffer_add_z(b, " for idle sessions, less what they were worth elsewhere\n");
    if (!r->has_delivered) {
        ac_buffer_add_z(
            b, r->sums.offered > 0
                   ? "  no session was delivered: all that was on offer was idle, and there is no "
                     "cost of one\n"
                   : "  no session was on offer and none was delivered: there is nothing to set "
                     "against locums\n");
        return;
    }
    add_pounds(b, r, "pool, a session delivered", &r->per_delivered, 2);
    add_pounds(b, r, "locum, the same day", &r->locum, 2);
    add_basis(b, t);
    add_pounds(b, r, "pool less locum", &r->difference, 2);
    if (r->has_interval) {
        ac_buffer_add_z(b, "  the pool is the dearer in ");
        ac_add_number(b, 100 * r->dearer, 0);
        ac_buffer_addf(
            b, "%% of %" PRIu32 " draws of its %" PRIu32 " weeks (seed %" PRIu64 ")\n",
            t->reviewed->draws, t->reviewed->week_count, t->reviewed->seed);
    } else {
        ac_buffer_add_z(b, "  one week says nothing of how much weeks differ: no interval\n");
    }
}

static void add_evidence(ac_buffer *b, const ac_evidence *e)
{
    if (e->appointments > 0) {
        ac_buffer_addf(b, "  appointments filled: %" PRIu32, e->filled);
        add_share(b, e->filled, e->appointments, "those offered");
        ac_buffer_add_char(b, '\n');
    }
    if (e->filled_of_attendance > 0) {
        ac_buffer_addf(b, "  did not attend: %" PRIu32, e->not_attended);
        add_share(b, e->not_attended, e->filled_of_attendance, "those filled");
        ac_buffer_add_char(b, '\n');
    }
    if (e->contact_sessions > 0) {
        ac_buffer_add_z(b, "  contacts: ");
        ac_add_number(b, (double)e->contacts / e->contact_sessions, 1);
        ac_buffer_add_z(b, " a session (the BMA's safe limit is 25 a day)\n");
    }
    if (e->full_not_needed > 0) {
        ac_buffer_addf(
            b,
            "  %" PRIu32 " are said not to have been needed with every appointment filled: ask "
            "why\n",
            e->full_not_needed);
    }
}

static void add_need(ac_buffer *b, const ac_review_told *t)
{
    const ac_review *r = t->review;
    const ac_need *need = t->reviewed->need;
    ac_buffer_add_z(b, "\nneeded after the fact\n");
    if (t->lost > 0) {
        ac_buffer_addf(
            b, "  rows of lookback.csv of sessions without a timesheet: %" PRIu32 ", left out\n",
            t->lost);
    }
    if (!r->has_need) {
        ac_buffer_add_z(
            b, "  no session was looked back at (lookback.csv), so what was needed is not known\n");
        return;
    }
    ac_buffer_addf(
        b,
        "  looked back at %" PRIu32 " sessions: %" PRIu32 " needed, %" PRIu32 " partly, %" PRIu32
        " not\n  share needed: ",
        need->counts[0] + need->counts[1] + need->counts[2], need->counts[AC_NEEDED_YES],
        need->counts[AC_NEEDED_PARTLY], need->counts[AC_NEEDED_NO]);
    ac_add_number(b, 100 * need->share.value, 1);
    ac_buffer_add_z(b, "% (95%: ");
    ac_add_number(b, 100 * need->share.low, 1);
    ac_buffer_add_z(b, " to ");
    ac_add_number(b, 100 * need->share.high, 1);
    ac_buffer_add_z(b, "), posterior Beta(");
    ac_add_number(b, need->a, 1);
    ac_buffer_add_z(b, ", ");
    ac_add_number(b, need->b, 1);
    ac_buffer_add_z(b, "), correlation within a site ");
    ac_add_number(b, need->alike, 2);
    ac_buffer_add_char(b, '\n');
    add_evidence(b, t->evidence);
    if (!r->has_delivered) {
        return;
    }
    ac_buffer_addf(b, "  %-26s ", "delivered, not needed");
    ac_add_number(b, r->not_needed.value, 1);
    ac_buffer_add_z(b, " sessions");
    add_interval(b, r, &r->not_needed, 1);
    ac_buffer_add_char(b, '\n');
    add_pounds(b, r, "what these cost", &r->not_needed_cost, 0);
    if (!r->has_needed) {
        ac_buffer_add_z(b, "  none was needed: there is no cost of a session needed\n");
        return;
    }
    add_pounds(b, r, "pool, a session needed", &r->per_needed, 2);
    add_pounds(b, r, "locums, a session needed", &r->locum_per_needed, 2);
}

void ac_review_add(ac_buffer *buffer, const ac_review_told *told, ac_sizing_format format)
{
    if (format == AC_SIZING_CSV) {
        add_csv(buffer, told);
        return;
    }
    if (format == AC_SIZING_JSON) {
        add_json(buffer, told);
        return;
    }
    ac_buffer_addf(buffer, "%" PRIu32 " weeks from ", told->reviewed->week_count);
    ac_date_add_words(buffer, told->reviewed->weeks[0].from);
    ac_buffer_add_char(buffer, '\n');
    add_sessions(buffer, told);
    add_cost(buffer, told);
    add_need(buffer, told);
}
