/* SPDX-License-Identifier: MIT */
/* Holds what is charged now against what the record has charged, item by item. A line that stands
 * and is right is left; one that is wrong is taken back whole, as it was, and charged anew. So the
 * record never changes, and running again finds nothing to do. */

#include "base/assert.h"
#include "base/limits.h"
#include "recharge/bill.h"
#include "recharge/pricing.h"
#include "recharge/standing.h"
#include "value/date.h"

#include <inttypes.h>
#include <stdlib.h>

enum { NUMBER_BYTES = 60 };

typedef struct issuing {
    const ac_recharge *of;
    ac_arena *arena;
    const ac_sent *record;
    const ac_issue *issue;
    ac_standing standing;
    ac_names keys; /* of documents that are being made : index */
    ac_bills *made;
} issuing;

/* A month is done once it has one of these: an invoice, or a note of what nobody was charged. */
static bool opens_month(ac_bill_kind kind)
{
    return kind == AC_BILL_INVOICE || kind == AC_BILL_CARRYING;
}

static int compare_months(const void *left, const void *right)
{
    int32_t a = *(const int32_t *)left;
    int32_t b = *(const int32_t *)right;
    return a < b ? -1 : a > b ? 1 : 0;
}

static bool is_invoiced(const ac_sent *record, int32_t month)
{
    bool found = false;
    for (size_t i = 0; i < record->documents.count; i++) {
        const ac_bill *document = &record->documents.list[i];
        found = found || (opens_month(document->kind) && document->month == month);
    }
    return found;
}

const int32_t *
ac_issue_months(ac_arena *arena, const ac_sent *record, const ac_issue *issue, size_t *count)
{
    int32_t *months = AC_NEW_ARRAY(arena, int32_t, record->documents.count + 1);
    *count = 0;
    for (size_t i = 0; i < record->documents.count; i++) {
        const ac_bill *document = &record->documents.list[i];
        bool known = !opens_month(document->kind) || document->month >= issue->month;
        for (size_t j = 0; j < *count; j++) {
            known = known || months[j] == document->month;
        }
        if (!known) {
            months[(*count)++] = document->month;
        }
    }
    if (!issue->corrections_only || is_invoiced(record, issue->month)) {
        months[(*count)++] = issue->month;
    }
    if (*count > 1) {
        qsort(months, *count, sizeof *months, compare_months);
    }
    return months;
}

/* ---- who sends it, who gets it ---- */

static ac_text words(const issuing *w, ac_text name, ac_text address, ac_text vat_number)
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    ac_buffer_add(&text, name);
    if (address.size > 0) {
        ac_buffer_addf(&text, ", %.*s", AC_TEXT_ARG(address));
    }
    if (vat_number.size > 0) {
        ac_buffer_addf(&text, "; VAT number %.*s", AC_TEXT_ARG(vat_number));
    }
    return ac_one_line(w->arena, ac_buffer_text(&text));
}

static ac_text words_of_site(const issuing *w, ac_text code)
{
    const ac_pool_rows *sites = &w->of->pool->tables[AC_POOL_SITES];
    for (uint32_t i = 0; i < sites->count; i++) {
        const ac_pool_cell *cells = sites->rows[i].cells;
        if (ac_text_equal(cells[AC_IN_SITES_SITE].text, code)) {
            ac_text name = cells[AC_IN_SITES_NAME].text;
            return words(
                w, name.size > 0 ? name : code, cells[AC_IN_SITES_ADDRESS].text, (ac_text){0});
        }
    }
    return code; /* a credit for a site that is no longer in the file */
}

/* The document of that kind, practice, month and correction; begun if it is the first line of it.
 */
static ac_bill *document_of(issuing *w, ac_bill_kind kind, const ac_charge *line, ac_text corrects)
{
    const ac_pool_cell *issuer = w->of->pool->tables[AC_POOL_ISSUER].rows[0].cells;
    AC_SCOPED_BUFFER(key, AC_ROW_BYTES_MAX);
    bool set_aside = ac_item_kind_of(line->item) == AC_ITEM_SET_ASIDE; /* no part of any cost */
    ac_buffer_addf(
        &key, "%d %d %" PRId32 " %.*s %.*s", (int)kind, set_aside ? 1 : 0, line->month,
        AC_TEXT_ARG(corrects), AC_TEXT_ARG(line->site));
    uint32_t found = ac_names_find(&w->keys, ac_buffer_text(&key));
    if (found != AC_NAME_NONE) {
        return &w->made->list[found];
    }
    (void)ac_names_add(
        &w->keys, ac_text_copy(w->arena, ac_buffer_text(&key)), (uint32_t)w->made->count);
    AC_RESERVE(w->arena, w->made->list, w->made->count, w->made->capacity);
    ac_bill *made = &w->made->list[w->made->count++];
    int32_t days = (int32_t)issuer[AC_IN_ISSUER_DAYS].number;
    bool owed = kind == AC_BILL_INVOICE || kind == AC_BILL_SUPPLEMENT;
    bool own = kind == AC_BILL_CARRYING || kind == AC_BILL_REVERSAL;
    *made = (ac_bill){
        .kind = kind,
        .date = w->issue->date,
        .due = {w->issue->date.day + (owed ? days : 0)},
        .month = line->month,
        .corrects = corrects,
        .issuer = ac_one_line(w->arena, issuer[AC_IN_ISSUER_ISSUER].text),
        .from = words(
            w, issuer[AC_IN_ISSUER_NAME].text, issuer[AC_IN_ISSUER_ADDRESS].text,
            issuer[AC_IN_ISSUER_VAT_NUMBER].text),
        .site = line->site,
        .to = own ? ac_one_line(w->arena, issuer[AC_IN_ISSUER_NAME].text)
                  : words_of_site(w, line->site)};
    return made;
}

static void add_line(issuing *w, ac_bill *to, const ac_charge *line)
{
    AC_RESERVE(w->arena, to->lines, to->count, to->capacity);
    to->lines[to->count++] = *line;
}

/* Takes a line back by the document in which it stands. */
static void take_back(issuing *w, const ac_standing_line *line)
{
    ac_charge back = *line->charge;
    back.net.minor = -back.net.minor;
    back.vat.minor = -back.vat.minor;
    bool own = line->document->kind == AC_BILL_CARRYING;
    add_line(
        w, document_of(w, own ? AC_BILL_REVERSAL : AC_BILL_CREDIT, &back, line->document->number),
        &back);
}

/* The month's invoice of a practice, or "" where it had none. */
static ac_text invoice_of(const issuing *w, const ac_charge *line)
{
    for (size_t i = 0; i < w->record->documents.count; i++) {
        const ac_bill *document = &w->record->documents.list[i];
        if (document->kind == AC_BILL_INVOICE && document->month == line->month &&
            ac_text_equal(document->site, line->site)) {
            return document->number;
        }
    }
    return (ac_text){"", 0};
}

static bool same_charge(const ac_charge *a, const ac_charge *b)
{
    return ac_text_equal(a->site, b->site) && a->on.day == b->on.day &&
           ac_text_equal(a->part, b->part) && ac_text_equal(a->doctor, b->doctor) &&
           ac_text_equal(a->request, b->request) && a->minutes == b->minutes &&
           a->net.minor == b->net.minor && ac_text_equal(a->basis, b->basis) &&
           ac_text_equal(a->percent, b->percent) && a->vat.minor == b->vat.minor;
}

static void charge(issuing *w, const ac_charge *line)
{
    ac_standing_line *standing = ac_standing_find(&w->standing, line->item);
    if (standing != NULL) {
        standing->seen = true;
        if (same_charge(standing->charge, line)) {
            return;
        }
        take_back(w, standing);
    }
    bool late = is_invoiced(w->record, line->month);
    ac_bill_kind kind = ac_item_is_carried(ac_item_kind_of(line->item)) ? AC_BILL_CARRYING
                        : late                                          ? AC_BILL_SUPPLEMENT
                                                                        : AC_BILL_INVOICE;
    ac_text corrects = (ac_text){"", 0};
    if (kind == AC_BILL_SUPPLEMENT) {
        corrects = invoice_of(w, line);
    } else if (kind == AC_BILL_CARRYING && standing != NULL) {
        corrects = standing->document->number;
    }
    add_line(w, document_of(w, kind, line, corrects), line);
}

/* ---- order, numbers and dates ---- */

/* What takes back comes first, since an item is charged once at a time; then the month's invoices,
 * and then what is charged instead, each by practice, month and what is corrected. */
static int rank(const ac_bill *document)
{
    return ac_bill_takes_back(document->kind) ? -1 : (int)document->kind;
}

static int compare(const void *left, const void *right)
{
    const ac_bill *a = left;
    const ac_bill *b = right;
    int order = rank(a) - rank(b);
    order = order != 0 ? order : ac_text_compare(a->site, b->site);
    if (order == 0 && a->month != b->month) {
        order = a->month < b->month ? -1 : 1;
    }
    order = order != 0 ? order : ac_text_compare(a->corrects, b->corrects);
    /* What is set aside comes before what is taken from it. */
    return order != 0
               ? order
               : (int)ac_item_kind_of(b->lines[0].item) - (int)ac_item_kind_of(a->lines[0].item);
}

static void number(const issuing *w)
{
    ac_text prefix = w->of->pool->tables[AC_POOL_ISSUER].rows[0].cells[AC_IN_ISSUER_PREFIX].text;
    for (size_t i = 0; i < w->made->count; i++) {
        AC_SCOPED_BUFFER(text, NUMBER_BYTES);
        ac_buffer_addf(&text, "%.*s%06zu", AC_TEXT_ARG(prefix), w->record->documents.count + i + 1);
        w->made->list[i].number = ac_text_copy(w->arena, ac_buffer_text(&text));
    }
}

static accord_status check_dates(const issuing *w, accord_error *error)
{
    AC_SCOPED_BUFFER(day, 40);
    size_t kept = w->record->documents.count;
    const ac_bill *last = kept == 0 ? NULL : &w->record->documents.list[kept - 1];
    if (last != NULL && last->date.day > w->issue->date.day) {
        ac_date_add_iso(&day, last->date);
        return ac_fail(
            error, ACCORD_EINPUT,
            "the record has %.*s of %.*s, and is only added to in the order of days; date these "
            "from then on",
            AC_TEXT_ARG(last->number), AC_TEXT_ARG(ac_buffer_text(&day)));
    }
    for (size_t i = 0; i < w->made->count; i++) {
        const ac_bill *made = &w->made->list[i];
        for (size_t j = 0; j < made->count; j++) {
            if (made->lines[j].on.day > w->issue->date.day) {
                ac_date_add_iso(&day, made->lines[j].on);
                return ac_fail(
                    error, ACCORD_EINPUT,
                    "%.*s is of %.*s, after the day of the invoice; date it from then on",
                    AC_TEXT_ARG(made->lines[j].item), AC_TEXT_ARG(ac_buffer_text(&day)));
            }
        }
    }
    return ac_ok();
}

accord_status ac_issue_make(
    const ac_recharge *recharge,
    const ac_charges *charges,
    const ac_sent *record,
    const ac_issue *issue,
    ac_bills *documents,
    accord_error *error)
{
    ac_bills made = {0};
    issuing w = {
        .of = recharge, .arena = recharge->arena, .record = record, .issue = issue, .made = &made};
    ac_names_init(&w.keys, w.arena);
    size_t whole = 0;
    bool stands = ac_standing_make(w.arena, &record->documents, &w.standing, &whole);
    ac_assert(stands); /* as the record was read */
    for (size_t i = 0; i < charges->count; i++) {
        charge(&w, &charges->list[i]);
    }
    for (size_t i = 0; i < w.standing.count; i++) {
        ac_standing_line *line = &w.standing.lines[i];
        if (!line->seen && !line->taken_back && line->charge->month <= issue->month) {
            take_back(&w, line);
        }
    }
    AC_TRY(check_dates(&w, error));
    if (made.count > 1) {
        qsort(made.list, made.count, sizeof *made.list, compare);
    }
    number(&w);
    *documents = made;
    return ac_ok();
}
