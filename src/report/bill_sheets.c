/* SPDX-License-Identifier: MIT */
/* Two tables: "documents", and "lines" in the same order. */

#include "report/bill_sheets.h"

#include "report/sheet.h"

enum { FORMULA_BYTES = 200 };

static const ac_column_style documents[] = {
    {"number",   16},
    {"kind",     22},
    {"date",     12},
    {"due",      12},
    {"month",    10},
    {"site",     12},
    {"to",       40},
    {"corrects", 16},
    {"net",      14},
    {"VAT",      14},
    {"total",    14},
};

static const ac_column_style lines[] = {
    {"number",      16},
    {"item",        28},
    {"day",         12},
    {"part",        12},
    {"doctor",      12},
    {"request",     28},
    {"minutes",     10},
    {"what",        70},
    {"net",         14},
    {"VAT basis",   18},
    {"VAT percent", 12},
    {"VAT",         14},
    {"evidence",    50},
};

enum {
    DOCUMENT_COLUMNS = sizeof documents / sizeof documents[0],
    LINE_COLUMNS = sizeof lines / sizeof lines[0]
};

static void add_lines(ac_sheet *sheet, const ac_bill *bill)
{
    for (size_t i = 0; i < bill->count; i++) {
        const ac_charge *line = &bill->lines[i];
        ac_sheet_cell *cell = ac_sheet_row(sheet);
        *cell++ = ac_sheet_text(bill->number);
        *cell++ = ac_sheet_text(line->item);
        *cell++ = ac_sheet_date(line->on);
        *cell++ = ac_sheet_text(line->part);
        *cell++ = ac_sheet_text(line->doctor);
        *cell++ = ac_sheet_text(line->request);
        *cell++ = ac_sheet_whole(line->minutes);
        *cell++ = ac_sheet_text(line->what);
        *cell++ = ac_sheet_money(line->net);
        *cell++ = ac_sheet_text(line->basis);
        *cell++ = ac_sheet_text(line->percent);
        *cell++ = ac_sheet_money(line->vat);
        *cell = ac_sheet_text(line->evidence);
    }
}

/* The sum of a column of lines over the document of the row. */
static ac_sheet_cell sum_of(const ac_sheet *sheet, char column, accord_money amount)
{
    AC_SCOPED_BUFFER(formula, FORMULA_BYTES);
    ac_buffer_addf(
        &formula, "=SUMIF(lines!$A:$A,A%zu,lines!$%c:$%c)", sheet->row_count + 1, column, column);
    return (ac_sheet_cell){
        .kind = AC_SHEET_FORMULA_MONEY,
        .text = ac_text_copy(sheet->arena, ac_buffer_text(&formula)),
        .money = amount};
}

static void add_document(ac_sheet *sheet, const ac_bill *bill)
{
    ac_amounts amounts = ac_bill_amounts(bill);
    ac_sheet_cell *cell = ac_sheet_row(sheet);
    AC_SCOPED_BUFFER(text, FORMULA_BYTES);
    ac_month_add(&text, bill->month);
    *cell++ = ac_sheet_text(bill->number);
    *cell++ = ac_sheet_text(ac_text_of(ac_bill_word(bill->kind)));
    *cell++ = ac_sheet_date(bill->date);
    *cell++ = ac_sheet_date(bill->due);
    *cell++ = ac_sheet_text(ac_text_copy(sheet->arena, ac_buffer_text(&text)));
    *cell++ = ac_sheet_text(bill->site);
    *cell++ = ac_sheet_text(bill->to);
    *cell++ = ac_sheet_text(bill->corrects);
    *cell++ = sum_of(sheet, 'I', amounts.net);
    *cell++ = sum_of(sheet, 'L', amounts.vat);
    ac_buffer_clear(&text);
    ac_buffer_addf(&text, "=I%zu+J%zu", sheet->row_count + 1, sheet->row_count + 1);
    *cell = (ac_sheet_cell){
        .kind = AC_SHEET_FORMULA_MONEY,
        .text = ac_text_copy(sheet->arena, ac_buffer_text(&text)),
        .money = amounts.total};
}

accord_status ac_bills_write_workbook(const char *path, const ac_bills *bills, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    ac_sheet sheets[2];
    ac_sheet_init(&sheets[0], &arena, "documents", documents, DOCUMENT_COLUMNS);
    ac_sheet_init(&sheets[1], &arena, "lines", lines, LINE_COLUMNS);
    for (size_t i = 0; i < bills->count; i++) {
        add_document(&sheets[0], &bills->list[i]);
        add_lines(&sheets[1], &bills->list[i]);
    }
    const ac_workbook workbook = {
        .sheets = sheets,
        .sheet_count = 2,
        .title = AC_TEXT("Invoices and credit notes"),
        .money_places = 2};
    return ac_xlsx_write(path, &workbook, error);
}
