/* SPDX-License-Identifier: MIT */
/* The record of what was sent, invoices.csv: a line for each line of a document, and at its end the
 * SHA-256 of the line above, as in events.csv: `sed -n 7p invoices.csv | sha256sum` is the last
 * field of line 8. A record in which anything is amiss is not used at all. */

#include "base/assert.h"
#include "base/hash.h"
#include "base/limits.h"
#include "recharge/bill.h"
#include "recharge/pricing.h"
#include "recharge/standing.h"
#include "value/date.h"
#include "value/rational.h"

#include <inttypes.h>
#include <string.h>

/* The most that a line comes to by the limits of rates, minutes and doctors is a third of it; as
 * many lines as a file may have fit in 63 bits. */
#define LINE_PENCE_MAX INT64_C(4000000000000)

typedef enum column {
#define AC_SENT_COLUMN(identifier, heading) AC_SENT_##identifier,
#include "recharge/sent.def"
#undef AC_SENT_COLUMN
    COLUMNS
} column;

static const char *const headings[COLUMNS] = {
#define AC_SENT_COLUMN(identifier, heading) heading,
#include "recharge/sent.def"
#undef AC_SENT_COLUMN
};

typedef struct reading {
    ac_arena *arena;
    const ac_pool_sheet *sheet;
    ac_sent *record;
    ac_pool_faults *faults;
    size_t row;
    ac_text *hashes; /* [line], from 0: the heading */
} reading;

static void tell(const reading *r, const char *what)
{
    uint64_t line = r->row < r->sheet->row_count ? r->sheet->rows[r->row].line : 0;
    ac_pool_fault_add(
        r->faults, r->sheet, line, 0,
        "%s; the record was changed by hand: put back a copy from before the change", what);
}

/* ---- the chain ---- */

static void hash_line(ac_text line, char hex[AC_HASH_HEX_BYTES])
{
    ac_hash hash = ac_hash_of(line);
    ac_hash_hex(&hash, hex);
}

/* The next line with its \n; empty at the end. */
static ac_text next_line(ac_text bytes, size_t from)
{
    size_t until = from;
    while (until < bytes.size && bytes.at[until] != '\n') {
        until++;
    }
    return ac_text_slice(bytes, from, until < bytes.size ? until + 1 : until);
}

static bool check_chain(reading *r, ac_text bytes)
{
    char hex[AC_HASH_HEX_BYTES] = "";
    uint64_t number = 1;
    r->hashes = AC_NEW_ARRAY(r->arena, ac_text, r->sheet->row_count + 1);
    for (size_t at = 0; at < bytes.size; number++) {
        ac_text line = next_line(bytes, at);
        at += line.size;
        AC_SCOPED_BUFFER(end, AC_HASH_HEX_BYTES + 4);
        ac_buffer_addf(&end, ",%s\n", hex);
        bool whole = line.size > 0 && line.at[line.size - 1] == '\n';
        bool spare = number > r->sheet->row_count + 1; /* an empty line, which no row is */
        if (!whole || spare || (number > 1 && !ac_text_ends(line, ac_buffer_text(&end)))) {
            ac_pool_fault_add(
                r->faults, r->sheet, number, 0,
                whole ? "its last field is not the SHA-256 of the line above; the record was "
                        "changed by hand: put back a copy from before the change"
                      : "the line is not whole; put back a copy of the record from before");
            return false;
        }
        hash_line(line, hex);
        r->hashes[number - 1] = ac_text_copy(r->arena, ac_text_of(hex));
    }
    (void)memcpy(r->record->head, hex, sizeof hex);
    return true;
}

/* ---- cells ---- */

/* A cell as it was before it was written: the mark that keeps a spreadsheet from running it is not
 * part of it. */
static ac_text cell(const reading *r, column which)
{
    return ac_csv_unled(r->sheet->rows[r->row].cells[which]);
}

static bool read_money(const reading *r, column which, accord_money *money)
{
    ac_rational value = AC_RATIONAL_ZERO;
    return ac_rational_parse(r->arena, cell(r, which), &value, NULL).code == ACCORD_OK &&
           ac_rational_to_scaled(value, 2, &money->minor) && money->minor <= LINE_PENCE_MAX &&
           money->minor >= -LINE_PENCE_MAX;
}

static bool is_basis(ac_text word)
{
    bool known = ac_text_is(word, AC_NO_SUPPLY);
    for (int i = 0; i <= AC_VAT_OUTSIDE; i++) {
        known = known || ac_text_is(word, ac_vat_word((ac_vat_basis)i));
    }
    return known;
}

static bool read_day(const reading *r, column which, accord_date *day)
{
    return ac_date_parse(cell(r, which), AC_DATE_ISO, day, NULL).code == ACCORD_OK;
}

static bool read_kind(const reading *r, ac_bill_kind *kind)
{
    for (int i = 0; i < AC_BILL_KINDS; i++) {
        *kind = (ac_bill_kind)i;
        if (ac_text_is(cell(r, AC_SENT_KIND), ac_bill_word(*kind))) {
            return true;
        }
    }
    return false;
}

/* The number that follows the prefix, which is letters. */
static uint64_t ordinal_of(ac_text number)
{
    uint64_t ordinal = 0;
    size_t at = number.size;
    uint64_t weight = 1;
    while (at > 0 && number.at[at - 1] >= '0' && number.at[at - 1] <= '9' &&
           weight < UINT64_MAX / 100) {
        ordinal += weight * (uint64_t)(number.at[--at] - '0');
        weight *= 10;
    }
    return ordinal;
}

static bool read_charge(const reading *r, const ac_bill *of, ac_charge *charge)
{
    ac_rational minutes = AC_RATIONAL_ZERO;
    *charge = (ac_charge){
        .item = cell(r, AC_SENT_ITEM),
        .site = of->site,
        .month = of->month,
        .part = cell(r, AC_SENT_PART),
        .doctor = cell(r, AC_SENT_DOCTOR),
        .request = cell(r, AC_SENT_REQUEST),
        .what = cell(r, AC_SENT_WHAT),
        .basis = cell(r, AC_SENT_BASIS),
        .percent = cell(r, AC_SENT_PERCENT),
        .evidence = cell(r, AC_SENT_EVIDENCE)};
    return read_day(r, AC_SENT_DAY, &charge->on) &&
           ac_rational_parse(r->arena, cell(r, AC_SENT_MINUTES), &minutes, NULL).code ==
               ACCORD_OK &&
           ac_rational_to_scaled(minutes, 0, &charge->minutes) && is_basis(charge->basis) &&
           ac_item_kind_of(charge->item) != AC_ITEM_KINDS &&
           read_money(r, AC_SENT_NET, &charge->net) && read_money(r, AC_SENT_VAT, &charge->vat);
}

static bool read_document(const reading *r, ac_bill *made)
{
    *made = (ac_bill){
        .number = cell(r, AC_SENT_NUMBER),
        .corrects = cell(r, AC_SENT_CORRECTS),
        .issuer = cell(r, AC_SENT_ISSUER),
        .from = cell(r, AC_SENT_FROM),
        .site = cell(r, AC_SENT_SITE),
        .to = cell(r, AC_SENT_TO)};
    return ac_is_account_code(made->issuer) && ac_is_account_code(made->site) &&
           read_kind(r, &made->kind) && read_day(r, AC_SENT_DATE, &made->date) &&
           read_day(r, AC_SENT_DUE, &made->due) &&
           ac_month_parse(cell(r, AC_SENT_MONTH), &made->month, NULL).code == ACCORD_OK;
}

static bool read_row(reading *r)
{
    ac_bills *to = &r->record->documents;
    ac_bill *last = to->count == 0 ? NULL : &to->list[to->count - 1];
    ac_bill made;
    ac_charge charge;
    if (!read_document(r, &made)) {
        tell(r, "the line is not as accord writes it");
        return false;
    }
    if (last == NULL || !ac_text_equal(last->number, made.number)) {
        if (ordinal_of(made.number) != to->count + 1 ||
            (last != NULL && last->date.day > made.date.day)) {
            tell(r, "the number or the day is not the next");
            return false;
        }
        AC_RESERVE(r->arena, to->list, to->count, to->capacity);
        ac_assert(to->list != NULL); // told to the static analyser, which loses it on the way
        to->list[to->count++] = made;
        last = &to->list[to->count - 1];
    }
    if (!read_charge(r, last, &charge) || ac_item_kind_of(charge.item) == AC_ITEM_KINDS) {
        tell(r, "the line is not as accord writes it");
        return false;
    }
    AC_RESERVE(r->arena, last->lines, last->count, last->capacity);
    last->lines[last->count++] = charge;
    last->anchor = r->hashes[r->row + 1];
    return true;
}

static bool check_heading(const reading *r)
{
    bool same = r->sheet->column_count == COLUMNS;
    for (size_t i = 0; i < COLUMNS && same; i++) {
        same = ac_text_is(r->sheet->headings[i], headings[i]);
    }
    if (!same) {
        ac_pool_fault_add(
            r->faults, r->sheet, 1, 0,
            "the heading is not that of a record of invoices; put back the file as accord wrote "
            "it, or name it otherwise");
    }
    return same;
}

static bool read_all(reading *r, ac_text bytes)
{
    if (!check_heading(r) || !check_chain(r, bytes)) {
        return false;
    }
    for (r->row = 0; r->row < r->sheet->row_count; r->row++) {
        if (!read_row(r)) {
            return false;
        }
    }
    AC_SCOPED_ARENA(scratch);
    ac_standing standing;
    if (!ac_standing_make(&scratch, &r->record->documents, &standing, &r->row)) {
        tell(r, "it charges what is charged already, or takes back what does not stand");
        return false;
    }
    return true;
}

accord_status ac_sent_read(
    ac_arena *arena,
    ac_text bytes,
    const ac_pool_sheet *sheet,
    ac_sent *record,
    ac_pool_faults *faults)
{
    ac_sent made = {.bytes = bytes};
    reading r = {.arena = arena, .sheet = sheet, .record = &made, .faults = faults};
    if (sheet->path != NULL && !read_all(&r, bytes)) {
        return (accord_status){ACCORD_ENO};
    }
    *record = made;
    return ac_ok();
}

void ac_sent_add(ac_buffer *buffer, const ac_sent *record, const ac_bills *documents)
{
    char hex[AC_HASH_HEX_BYTES];
    AC_SCOPED_BUFFER(line, AC_ROW_BYTES_MAX);
    ac_buffer_add(buffer, record->bytes);
    (void)memcpy(hex, record->head, sizeof hex);
    if (record->bytes.size == 0) {
        ac_bill_add_heading(&line);
        ac_buffer_add_z(&line, ",previous\n");
        ac_buffer_add(buffer, ac_buffer_text(&line));
        hash_line(ac_buffer_text(&line), hex);
    }
    for (size_t d = 0; d < documents->count; d++) {
        for (size_t i = 0; i < documents->list[d].count; i++) {
            ac_buffer_clear(&line);
            ac_bill_add_line(&line, &documents->list[d], i);
            ac_buffer_addf(&line, ",%s\n", hex);
            ac_buffer_add(buffer, ac_buffer_text(&line));
            buffer->overflowed = buffer->overflowed || line.overflowed;
            hash_line(ac_buffer_text(&line), hex);
        }
    }
}
