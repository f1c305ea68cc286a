/* SPDX-License-Identifier: MIT */
/* A record of invoices as an outsider can leave it. It is looked at as it is, and once more with
 * its chain put right, so that what stands behind the chain is reached. It is refused with a place,
 * or written back as it was, and written in every form. */

#include "base/assert.h"
#include "extract/reader.h"
#include "fuzz.h"
#include "recharge/post.h"
#include "report/bill_document.h"

enum { TEXT_MAX = 1 << 22 };

static bool read_sheet(ac_arena *arena, ac_text bytes, ac_pool_sheet *sheet)
{
    ac_reader *reader = NULL;
    ac_pool_sheet_row *rows = NULL;
    size_t capacity = 0;
    const ac_row *row = NULL;
    if (ac_reader_open_text(bytes, "invoices.csv", ',', &reader, NULL).code != ACCORD_OK) {
        return false;
    }
    *sheet = (ac_pool_sheet){.path = "invoices.csv"};
    row = ac_reader_heading(reader);
    bool heading = true;
    bool good = true;
    while (row != NULL && good) {
        ac_text *cells = AC_NEW_ARRAY(arena, ac_text, row->field_count);
        for (size_t i = 0; i < row->field_count; i++) {
            cells[i] = ac_text_copy(arena, row->fields[i]);
        }
        if (heading) {
            sheet->headings = cells;
            sheet->column_count = row->field_count;
        } else {
            AC_RESERVE(arena, rows, sheet->row_count, capacity);
            rows[sheet->row_count++] = (ac_pool_sheet_row){row->line, cells};
        }
        heading = false;
        good = ac_reader_next(reader, &row, NULL).code == ACCORD_OK &&
               (row == NULL || row->fault == NULL);
    }
    sheet->rows = rows;
    ac_reader_close(reader);
    return good;
}

static void look(ac_text bytes)
{
    AC_SCOPED_ARENA(arena);
    ac_pool_sheet sheet = {0};
    ac_sent record = {0};
    ac_pool_faults faults = {.arena = &arena};
    if (!read_sheet(&arena, bytes, &sheet)) {
        return;
    }
    if (ac_sent_read(&arena, bytes, &sheet, &record, &faults).code != ACCORD_OK) {
        ac_assert(faults.found > 0);
        return;
    }
    AC_SCOPED_BUFFER(text, TEXT_MAX);
    const ac_bills none = {0};
    const ac_charges charges = {0};
    ac_sent_add(&text, &record, &none);
    ac_assert(ac_text_equal(ac_buffer_text(&text), bytes));
    ac_bills_add_csv(&text, &record.documents);
    ac_bills_add_json(&text, &record.documents, &charges, true, ac_text_of(record.head));
    ac_bills_add_table(&text, &record.documents, &charges);
    ac_document document;
    ac_bills_document(&arena, &record.documents, true, &document);
    ac_document_add_html(&text, &document);
    ac_ledger ledger;
    accord_status posted = ac_bills_post(&arena, &record.documents, &ledger, NULL);
    ac_assert(posted.code == ACCORD_OK || posted.code == ACCORD_ERANGE);
}

/* The same lines, each with the hash of the one above for its last field. */
static void add_chained(ac_buffer *made, ac_text bytes)
{
    char hex[AC_HASH_HEX_BYTES] = "";
    size_t from = 0;
    for (size_t i = 0; i <= bytes.size; i++) {
        if (i < bytes.size && bytes.at[i] != '\n') {
            continue;
        }
        ac_text line = ac_text_slice(bytes, from, i);
        size_t end = line.size;
        while (end > 0 && line.at[end - 1] != ',') {
            end--;
        }
        AC_SCOPED_BUFFER(whole, TEXT_MAX);
        ac_buffer_add(&whole, from == 0 ? line : ac_text_slice(line, 0, end));
        ac_buffer_addf(&whole, "%s\n", hex);
        ac_hash hash = ac_hash_of(ac_buffer_text(&whole));
        ac_hash_hex(&hash, hex);
        ac_buffer_add(made, line.size > 0 ? ac_buffer_text(&whole) : (ac_text){"", 0});
        from = i + 1;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ac_text text = {(const char *)bytes, size};
    AC_SCOPED_BUFFER(chained, TEXT_MAX);
    look(text);
    add_chained(&chained, text);
    look(ac_buffer_text(&chained));
    return 0;
}
