/* SPDX-License-Identifier: MIT */
/* Documents as CSV, as JSON and for people; and what documents come to. */

#include "base/assert.h"
#include "base/limits.h"
#include "recharge/bill.h"
#include "recharge/pricing.h"
#include "value/date.h"
#include "value/money.h"

#include <inttypes.h>

enum { PLACES = 2 };

const char *ac_bill_word(ac_bill_kind kind)
{
    static const char *const words[AC_BILL_KINDS] = {
        [AC_BILL_INVOICE] = "invoice",
        [AC_BILL_CREDIT] = "credit note",
        [AC_BILL_SUPPLEMENT] = "supplementary invoice",
        [AC_BILL_REVERSAL] = "carrying note reversed",
        [AC_BILL_CARRYING] = "carrying note",
    };
    return words[kind];
}

ac_bills ac_bills_chosen(ac_arena *arena, const ac_bills *documents, const ac_bill_filter *filter)
{
    ac_bills chosen = {0};
    for (size_t i = 0; i < documents->count; i++) {
        const ac_bill *document = &documents->list[i];
        if ((filter->number.size == 0 || ac_text_equal(filter->number, document->number)) &&
            (filter->site.size == 0 || ac_text_equal(filter->site, document->site)) &&
            (!filter->has_month || filter->month == document->month)) {
            AC_RESERVE(arena, chosen.list, chosen.count, chosen.capacity);
            chosen.list[chosen.count++] = *document;
        }
    }
    return chosen;
}

/* ---- what they come to ---- */

/* Each line is below 10^15 pence (limits of rates and minutes), and rows have a limit. */
static void add_amounts(ac_amounts *sum, const ac_charge *line)
{
    bool over = __builtin_add_overflow(sum->net.minor, line->net.minor, &sum->net.minor);
    over = __builtin_add_overflow(sum->vat.minor, line->vat.minor, &sum->vat.minor) || over;
    over = __builtin_add_overflow(sum->net.minor, sum->vat.minor, &sum->total.minor) || over;
    ac_assert(!over);
}

ac_amounts ac_bill_amounts(const ac_bill *document)
{
    ac_amounts sum = {{0}, {0}, {0}};
    for (size_t i = 0; i < document->count; i++) {
        add_amounts(&sum, &document->lines[i]);
    }
    return sum;
}

static bool same_basis(const ac_charge *a, const ac_charge *b)
{
    return ac_text_equal(a->basis, b->basis) && ac_text_equal(a->percent, b->percent) &&
           ac_text_equal(a->evidence, b->evidence);
}

size_t ac_bill_vat(ac_arena *arena, const ac_bill *document, const ac_vat_sum **sums)
{
    ac_vat_sum *list = AC_NEW_ARRAY(arena, ac_vat_sum, document->count);
    size_t count = 0;
    for (size_t i = 0; i < document->count; i++) {
        const ac_charge *line = &document->lines[i];
        size_t at = 0;
        while (at < count && !same_basis(list[at].first, line)) {
            at++;
        }
        if (at == count) {
            list[count++].first = line;
        }
        add_amounts(&list[at].amounts, line);
    }
    *sums = list;
    return count;
}

/* ---- CSV ---- */

void ac_bill_add_heading(ac_buffer *buffer)
{
    static const char *const headings[] = {
#define AC_SENT_COLUMN(identifier, heading) heading,
#include "recharge/sent.def"
#undef AC_SENT_COLUMN
    };
    for (size_t i = 0; i + 1 < sizeof headings / sizeof headings[0]; i++) {
        ac_buffer_addf(buffer, "%s%s", i == 0 ? "" : ",", headings[i]);
    }
}

static void add_field(ac_buffer *buffer, ac_text field)
{
    ac_buffer_add_csv(buffer, field);
    ac_buffer_add_char(buffer, ',');
}

static void add_day(ac_buffer *buffer, accord_date day)
{
    ac_date_add_iso(buffer, day);
    ac_buffer_add_char(buffer, ',');
}

static void add_money(ac_buffer *buffer, accord_money amount)
{
    ac_money_add_decimal(buffer, amount, PLACES);
    ac_buffer_add_char(buffer, ',');
}

void ac_bill_add_line(ac_buffer *buffer, const ac_bill *document, size_t i)
{
    const ac_charge *line = &document->lines[i];
    add_field(buffer, document->number);
    add_field(buffer, ac_text_of(ac_bill_word(document->kind)));
    add_day(buffer, document->date);
    add_day(buffer, document->due);
    ac_month_add(buffer, document->month);
    ac_buffer_add_char(buffer, ',');
    add_field(buffer, document->corrects);
    add_field(buffer, document->issuer);
    add_field(buffer, document->from);
    add_field(buffer, document->site);
    add_field(buffer, document->to);
    add_field(buffer, line->item);
    add_day(buffer, line->on);
    add_field(buffer, line->part);
    add_field(buffer, line->doctor);
    add_field(buffer, line->request);
    ac_buffer_addf(buffer, "%" PRId64 ",", line->minutes);
    add_field(buffer, line->what);
    add_money(buffer, line->net);
    add_field(buffer, line->basis);
    add_field(buffer, line->percent);
    add_money(buffer, line->vat);
    ac_buffer_add_csv(buffer, line->evidence);
}

void ac_bills_add_csv(ac_buffer *buffer, const ac_bills *documents)
{
    ac_bill_add_heading(buffer);
    ac_buffer_add_char(buffer, '\n');
    for (size_t d = 0; d < documents->count; d++) {
        for (size_t i = 0; i < documents->list[d].count; i++) {
            ac_bill_add_line(buffer, &documents->list[d], i);
            ac_buffer_add_char(buffer, '\n');
        }
    }
}

/* ---- JSON: an amount is a decimal string, and a whole number of pence beside it ---- */

static void add_json(ac_buffer *buffer, const char *key, ac_text text)
{
    ac_buffer_addf(buffer, "\"%s\": ", key);
    ac_buffer_add_json(buffer, text);
    ac_buffer_add_z(buffer, ", ");
}

static void add_json_day(ac_buffer *buffer, const char *key, accord_date day)
{
    ac_buffer_addf(buffer, "\"%s\": \"", key);
    ac_date_add_iso(buffer, day);
    ac_buffer_add_z(buffer, "\", ");
}

static void add_json_amount(ac_buffer *buffer, const char *key, accord_money amount)
{
    ac_buffer_addf(buffer, "\"%s\": \"", key);
    ac_money_add_decimal(buffer, amount, PLACES);
    ac_buffer_addf(buffer, "\", \"%s_pence\": %" PRId64, key, amount.minor);
}

static void add_json_amounts(ac_buffer *buffer, const ac_amounts *sum)
{
    add_json_amount(buffer, "net", sum->net);
    ac_buffer_add_z(buffer, ", ");
    add_json_amount(buffer, "vat", sum->vat);
    ac_buffer_add_z(buffer, ", ");
    add_json_amount(buffer, "total", sum->total);
}

static void add_json_line(ac_buffer *buffer, const ac_charge *line)
{
    ac_buffer_add_z(buffer, "      {");
    add_json(buffer, "item", line->item);
    add_json_day(buffer, "day", line->on);
    add_json(buffer, "part", line->part);
    add_json(buffer, "doctor", line->doctor);
    add_json(buffer, "request", line->request);
    ac_buffer_addf(buffer, "\"minutes\": %" PRId64 ", ", line->minutes);
    add_json(buffer, "what", line->what);
    add_json(buffer, "vat_basis", line->basis);
    add_json(buffer, "vat_percent", line->percent);
    add_json(buffer, "evidence", line->evidence);
    add_json_amount(buffer, "net", line->net);
    ac_buffer_add_z(buffer, ", ");
    add_json_amount(buffer, "vat", line->vat);
    ac_buffer_add_char(buffer, '}');
}

static void add_json_document(ac_buffer *buffer, const ac_bill *document)
{
    AC_SCOPED_ARENA(scratch);
    const ac_vat_sum *sums = NULL;
    size_t count = ac_bill_vat(&scratch, document, &sums);
    ac_amounts amounts = ac_bill_amounts(document);
    AC_SCOPED_BUFFER(month, 20);
    ac_month_add(&month, document->month);
    ac_buffer_add_z(buffer, "    {");
    add_json(buffer, "number", document->number);
    add_json(buffer, "kind", ac_text_of(ac_bill_word(document->kind)));
    add_json_day(buffer, "date", document->date);
    add_json_day(buffer, "due", document->due);
    add_json(buffer, "month", ac_buffer_text(&month));
    add_json(buffer, "corrects", document->corrects);
    add_json(buffer, "issuer", document->issuer);
    add_json(buffer, "from", document->from);
    add_json(buffer, "site", document->site);
    add_json(buffer, "to", document->to);
    add_json(buffer, "anchor", document->anchor);
    add_json_amounts(buffer, &amounts);
    ac_buffer_add_z(buffer, ",\n     \"by_basis\": [");
    for (size_t i = 0; i < count; i++) {
        ac_buffer_add_z(buffer, i == 0 ? "{" : ", {");
        add_json(buffer, "vat_basis", sums[i].first->basis);
        add_json(buffer, "vat_percent", sums[i].first->percent);
        add_json(buffer, "evidence", sums[i].first->evidence);
        add_json_amounts(buffer, &sums[i].amounts);
        ac_buffer_add_char(buffer, '}');
    }
    ac_buffer_add_z(buffer, "],\n     \"lines\": [\n");
    for (size_t i = 0; i < document->count; i++) {
        add_json_line(buffer, &document->lines[i]);
        ac_buffer_add_z(buffer, i + 1 < document->count ? ",\n" : "\n");
    }
    ac_buffer_add_z(buffer, "    ]}");
}

static void add_json_unreported(ac_buffer *buffer, const ac_booked *one)
{
    ac_buffer_add_z(buffer, "    {");
    add_json(buffer, "doctor", one->doctor);
    add_json(buffer, "request", one->request);
    add_json_day(buffer, "day", one->on);
    add_json(buffer, "site", one->site);
    ac_buffer_addf(buffer, "\"part\": \"%s\"", ac_part_word(one->part));
}

static void add_json_idle(ac_buffer *buffer, const ac_idle *one)
{
    AC_SCOPED_BUFFER(month, 20);
    ac_month_add(&month, one->month);
    ac_buffer_add_z(buffer, "    {");
    add_json(buffer, "month", ac_buffer_text(&month));
    add_json(buffer, "doctor", one->doctor);
    ac_buffer_add_z(buffer, "\"sessions\": \"");
    ac_rational_add_exact(buffer, one->available);
    ac_buffer_add_z(buffer, "\", \"used\": \"");
    ac_rational_add_exact(buffer, one->used);
    ac_buffer_add_z(buffer, "\", \"not_allocated\": \"");
    ac_rational_add_exact(buffer, one->idle);
    ac_buffer_add_char(buffer, '"');
}

void ac_bills_add_json(
    ac_buffer *buffer,
    const ac_bills *documents,
    const ac_charges *charges,
    bool recorded,
    ac_text head)
{
    ac_buffer_addf(buffer, "{\n  \"recorded\": %s,\n  ", recorded ? "true" : "false");
    add_json(buffer, "record_head", head);
    ac_buffer_add_z(buffer, "\n  \"documents\": [\n");
    for (size_t i = 0; i < documents->count; i++) {
        add_json_document(buffer, &documents->list[i]);
        ac_buffer_add_z(buffer, i + 1 < documents->count ? ",\n" : "\n");
    }
    ac_buffer_add_z(buffer, "  ],\n  \"not_charged\": [\n");
    for (size_t i = 0; i < charges->uncharged_count; i++) {
        const ac_uncharged *one = &charges->uncharged[i];
        ac_buffer_add_z(buffer, "    {");
        add_json(buffer, "item", one->item);
        add_json(buffer, "site", one->site);
        add_json_day(buffer, "day", one->on);
        ac_buffer_add_z(buffer, "\"why\": ");
        ac_buffer_add_json(buffer, one->why);
        ac_buffer_add_z(buffer, i + 1 < charges->uncharged_count ? "},\n" : "}\n");
    }
    ac_buffer_add_z(buffer, "  ],\n  \"no_timesheet\": [\n");
    for (size_t i = 0; i < charges->unreported_count; i++) {
        add_json_unreported(buffer, &charges->unreported[i]);
        ac_buffer_add_z(buffer, i + 1 < charges->unreported_count ? "},\n" : "}\n");
    }
    ac_buffer_add_z(buffer, "  ],\n  \"doctors\": [\n");
    for (size_t i = 0; i < charges->idle_count; i++) {
        add_json_idle(buffer, &charges->idle[i]);
        ac_buffer_add_z(buffer, i + 1 < charges->idle_count ? "},\n" : "}\n");
    }
    ac_buffer_add_z(buffer, "  ]\n}\n");
}

/* ---- for people ---- */

static void add_column(ac_buffer *buffer, accord_money amount)
{
    AC_SCOPED_ARENA(scratch);
    AC_SCOPED_BUFFER(text, 60);
    ac_rational_add_decimal(&text, ac_rational_of_ratio(&scratch, amount.minor, 100), PLACES, true);
    ac_buffer_addf(buffer, " %14.*s", AC_TEXT_ARG(ac_buffer_text(&text)));
}

static void add_amount_columns(ac_buffer *buffer, const ac_amounts *amounts)
{
    add_column(buffer, amounts->net);
    add_column(buffer, amounts->vat);
    add_column(buffer, amounts->total);
    ac_buffer_add_char(buffer, '\n');
}

static void add_unreported(ac_buffer *buffer, const ac_charges *charges)
{
    for (size_t i = 0; i < charges->unreported_count; i++) {
        const ac_booked *one = &charges->unreported[i];
        ac_buffer_addf(
            buffer, "no timesheet: doctor %.*s was booked by %.*s for request %.*s on ",
            AC_TEXT_ARG(one->doctor), AC_TEXT_ARG(one->site), AC_TEXT_ARG(one->request));
        ac_date_add_iso(buffer, one->on);
        ac_buffer_addf(buffer, ", %s\n", ac_part_word(one->part));
    }
}

void ac_unreported_add_csv(ac_buffer *buffer, const ac_charges *charges)
{
    ac_buffer_add_z(
        buffer,
        "timesheet,doctor,request,date,part,minutes,miles,confirmed by,confirmed on,reference\n");
    for (size_t i = 0; i < charges->unreported_count; i++) {
        const ac_booked *one = &charges->unreported[i];
        AC_SCOPED_BUFFER(code, AC_ROW_BYTES_MAX);
        ac_buffer_addf(&code, "%.*s-", AC_TEXT_ARG(one->doctor));
        ac_date_add_iso(&code, one->on);
        ac_buffer_addf(&code, "-%s", ac_part_word(one->part));
        add_field(buffer, ac_buffer_text(&code));
        add_field(buffer, one->doctor);
        add_field(buffer, one->request);
        add_day(buffer, one->on);
        ac_buffer_addf(buffer, "%s,%" PRId64 ",,,,\n", ac_part_word(one->part), one->minutes);
    }
}

/* "2015-01: 20.8 sessions of contracts, 2.8 not allocated", a line a month. */
static void add_idle(ac_buffer *buffer, const ac_charges *charges)
{
    AC_SCOPED_ARENA(scratch);
    for (size_t i = 0; i < charges->idle_count;) {
        int32_t month = charges->idle[i].month;
        ac_rational available = AC_RATIONAL_ZERO;
        ac_rational idle = AC_RATIONAL_ZERO;
        for (; i < charges->idle_count && charges->idle[i].month == month; i++) {
            available = ac_rational_add(&scratch, available, charges->idle[i].available);
            idle = ac_rational_add(&scratch, idle, charges->idle[i].idle);
        }
        ac_month_add(buffer, month);
        ac_buffer_add_z(buffer, ": ");
        ac_rational_add_exact(buffer, available);
        ac_buffer_add_z(buffer, " sessions of contracts, ");
        ac_rational_add_exact(buffer, idle);
        ac_buffer_add_z(buffer, " not allocated\n");
    }
}

void ac_bills_add_table(ac_buffer *buffer, const ac_bills *documents, const ac_charges *charges)
{
    ac_amounts all = {{0}, {0}, {0}};
    ac_buffer_addf(
        buffer, "%-16s %-22s %-10s %-7s %-10s %5s %14s %14s %14s\n", "number", "kind", "date",
        "month", "site", "lines", "net", "VAT", "total");
    for (size_t d = 0; d < documents->count; d++) {
        const ac_bill *document = &documents->list[d];
        ac_amounts amounts = ac_bill_amounts(document);
        ac_buffer_addf(
            buffer, "%-16.*s %-22s ", AC_TEXT_ARG(document->number), ac_bill_word(document->kind));
        ac_date_add_iso(buffer, document->date);
        ac_buffer_add_char(buffer, ' ');
        ac_month_add(buffer, document->month);
        ac_buffer_addf(buffer, " %-10.*s %5zu", AC_TEXT_ARG(document->site), document->count);
        add_amount_columns(buffer, &amounts);
        for (size_t i = 0; i < document->count; i++) {
            add_amounts(&all, &document->lines[i]);
        }
    }
    ac_buffer_addf(buffer, "%-75zu", documents->count);
    add_amount_columns(buffer, &all);
    for (size_t i = 0; i < charges->uncharged_count; i++) {
        const ac_uncharged *one = &charges->uncharged[i];
        ac_buffer_addf(
            buffer, "not charged: %.*s of %.*s on ", AC_TEXT_ARG(one->item),
            AC_TEXT_ARG(one->site));
        ac_date_add_iso(buffer, one->on);
        ac_buffer_addf(buffer, ": %.*s\n", AC_TEXT_ARG(one->why));
    }
    add_unreported(buffer, charges);
    add_idle(buffer, charges);
}
