/* SPDX-License-Identifier: MIT */
/* What a practice gets: who charges whom, each line with its session and how it comes about, the
 * sums by VAT basis with the evidence for it, and by which line of the record it can be found
 * again. */

#include "report/bill_document.h"

#include "base/limits.h"
#include "value/date.h"
#include "value/rational.h"

static void add_pounds(ac_buffer *words, accord_money amount)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational_add_decimal(words, ac_rational_of_ratio(&scratch, amount.minor, 100), 2, true);
}

static void set_pounds(const ac_grid *grid, ac_grid_cell *cell, accord_money amount)
{
    AC_SCOPED_BUFFER(words, 60);
    add_pounds(&words, amount);
    ac_grid_set(grid, cell, ac_buffer_text(&words));
}

/* "standard rated, 20%" */
static void set_basis(const ac_grid *grid, ac_grid_cell *cell, const ac_charge *line)
{
    AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
    ac_buffer_add(&words, line->basis);
    if (line->percent.size > 0) {
        ac_buffer_addf(&words, ", %.*s%%", AC_TEXT_ARG(line->percent));
    }
    ac_grid_set(grid, cell, ac_buffer_text(&words));
}

static void add_term(ac_document *to, const char *term, ac_text words)
{
    if (words.size > 0) {
        ac_document_term(to, term, words);
    }
}

static void add_day(ac_document *to, const char *term, accord_date day)
{
    AC_SCOPED_BUFFER(words, 60);
    ac_date_add_words(&words, day);
    ac_document_term(to, term, ac_buffer_text(&words));
}

static ac_grid *begin_grid(
    ac_document *to,
    const char *what,
    const ac_bill *bill,
    const ac_grid_column *columns,
    size_t count)
{
    AC_SCOPED_BUFFER(caption, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(&caption, "%s of %.*s, in pounds", what, AC_TEXT_ARG(bill->number));
    return ac_document_grid(to, ac_buffer_text(&caption), columns, count);
}

/* "5 January 2015, morning" */
static void add_when(ac_buffer *words, const ac_charge *line)
{
    ac_date_add_words(words, line->on);
    if (line->part.size > 0) {
        ac_buffer_addf(words, ", %.*s", AC_TEXT_ARG(line->part));
    }
}

/* "timesheet T1: doctor AVERY, request HARBOUR-AM; weekday, a session at 319.00" */
static void add_what(ac_buffer *words, const ac_charge *line)
{
    ac_buffer_add(words, line->item);
    if (line->doctor.size > 0) {
        ac_buffer_addf(
            words, ": doctor %.*s, request %.*s", AC_TEXT_ARG(line->doctor),
            AC_TEXT_ARG(line->request));
    }
    ac_buffer_addf(words, "; %.*s", AC_TEXT_ARG(line->what));
}

static void add_lines(ac_document *to, const ac_bill *bill)
{
    static const ac_grid_column columns[] = {
        {.heading = "Day",             .number = false},
        {.heading = "What is charged", .number = false},
        {.heading = "Net",             .number = true },
        {.heading = "VAT basis",       .number = false},
        {.heading = "VAT",             .number = true },
    };
    ac_grid *grid = begin_grid(to, "Lines", bill, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < bill->count; i++) {
        const ac_charge *line = &bill->lines[i];
        AC_SCOPED_BUFFER(words, AC_ROW_BYTES_MAX);
        ac_grid_cell *cells = ac_grid_row(grid);
        add_when(&words, line);
        ac_grid_set(grid, &cells[0], ac_buffer_text(&words));
        ac_buffer_clear(&words);
        add_what(&words, line);
        ac_grid_set(grid, &cells[1], ac_buffer_text(&words));
        set_pounds(grid, &cells[2], line->net);
        set_basis(grid, &cells[3], line);
        set_pounds(grid, &cells[4], line->vat);
    }
}

static void set_amounts(const ac_grid *grid, ac_grid_cell *cells, const ac_amounts *amounts)
{
    set_pounds(grid, &cells[1], amounts->net);
    set_pounds(grid, &cells[2], amounts->vat);
    set_pounds(grid, &cells[3], amounts->total);
}

static void add_sums(ac_document *to, const ac_bill *bill)
{
    static const ac_grid_column columns[] = {
        {.heading = "Basis"},
        {.heading = "Net",   .number = true},
        {.heading = "VAT",                  .number = true},
        {.heading = "Total",.number = true},
        {.heading = "Evidence"},
    };
    AC_SCOPED_ARENA(scratch);
    const ac_vat_sum *sums = NULL;
    size_t count = ac_bill_vat(&scratch, bill, &sums);
    ac_amounts all = ac_bill_amounts(bill);
    ac_grid *grid = begin_grid(to, "VAT", bill, columns, sizeof columns / sizeof columns[0]);
    for (size_t i = 0; i < count; i++) {
        ac_grid_cell *cells = ac_grid_row(grid);
        set_basis(grid, &cells[0], sums[i].first);
        set_amounts(grid, cells, &sums[i].amounts);
        ac_grid_set(grid, &cells[4], sums[i].first->evidence);
    }
    ac_grid_cell *cells = ac_grid_row(grid);
    ac_grid_set(grid, &cells[0], AC_TEXT("In all"));
    set_amounts(grid, cells, &all);
    ac_grid_sums(grid);
}

static void add_terms(ac_document *to, const ac_bill *bill)
{
    bool owed = bill->kind == AC_BILL_INVOICE || bill->kind == AC_BILL_SUPPLEMENT;
    AC_SCOPED_BUFFER(month, 20);
    AC_SCOPED_BUFFER(total, 80);
    ac_month_add(&month, bill->month);
    ac_buffer_add_z(&total, "GBP ");
    add_pounds(&total, ac_bill_amounts(bill).total);
    add_term(to, "From", bill->from);
    add_term(to, "To", bill->to);
    add_term(to, "Site", bill->site);
    add_term(to, "Month", ac_buffer_text(&month));
    add_day(to, "Date", bill->date);
    if (owed) {
        add_day(to, "To be paid by", bill->due);
    }
    add_term(to, owed ? "To be paid" : "In all", ac_buffer_text(&total));
    add_term(to, "Corrects", bill->corrects);
}

/* "Credit note ESX-000005" */
static void add_title(ac_document *to, const ac_bill *bill)
{
    static const char *const titles[AC_BILL_KINDS] = {
        [AC_BILL_INVOICE] = "Invoice",
        [AC_BILL_CREDIT] = "Credit note",
        [AC_BILL_SUPPLEMENT] = "Supplementary invoice",
        [AC_BILL_REVERSAL] = "Carrying note reversed",
        [AC_BILL_CARRYING] = "Carrying note",
    };
    AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
    ac_buffer_addf(&words, "%s %.*s", titles[bill->kind], AC_TEXT_ARG(bill->number));
    ac_document_add(to, AC_BLOCK_SECTION, ac_buffer_text(&words));
}

static void add_bill(ac_document *to, const ac_bill *bill, bool recorded)
{
    add_title(to, bill);
    if (!recorded) {
        ac_document_add(
            to, AC_BLOCK_BIG, AC_TEXT("Draft: it is not in the record and was not sent"));
    }
    add_terms(to, bill);
    add_lines(to, bill);
    add_sums(to, bill);
    if (recorded) {
        AC_SCOPED_BUFFER(found, 200);
        ac_buffer_addf(
            &found, "The last of its lines in the record has the SHA-256 %.*s.",
            AC_TEXT_ARG(bill->anchor));
        ac_document_add(to, AC_BLOCK_NOTE, ac_buffer_text(&found));
    }
}

void ac_bills_document(ac_arena *arena, const ac_bills *bills, bool recorded, ac_document *document)
{
    AC_SCOPED_BUFFER(title, AC_FIELD_BYTES_MAX);
    if (bills->count == 1) {
        ac_buffer_add(&title, bills->list[0].number);
    } else {
        ac_buffer_addf(&title, "%zu invoices and credit notes", bills->count);
    }
    *document = (ac_document){
        .arena = arena,
        .title = ac_text_copy(arena, ac_buffer_text(&title)),
        .over = bills->count > 0 ? bills->list[0].from : AC_TEXT("Sessions of a pool")};
    document->under = document->title;
    for (size_t i = 0; i < bills->count; i++) {
        if (i > 0) {
            ac_document_add(document, AC_BLOCK_NEW_PAGE, AC_TEXT(""));
        }
        add_bill(document, &bills->list[i], recorded);
    }
    if (bills->count == 0) {
        ac_document_add(
            document, AC_BLOCK_SECTION, AC_TEXT("There is no invoice and no credit note"));
    }
}
