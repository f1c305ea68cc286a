/* SPDX-License-Identifier: MIT */
/* The sheets Changes and May change: what a statement's first page says, with typed cells. */

#include "base/limits.h"
#include "report/statement_inside.h"
#include "statement/digest.h"

/* An amount that does not fit becomes one that the workbook refuses as too long. */
static accord_money money_of(ac_rational minor)
{
    accord_money money = {INT64_MAX};
    (void)ac_rational_to_scaled(minor, 0, &money.minor);
    return money;
}

static ac_sheet_cell kept(const ac_sheets_writing *out, const ac_buffer *text)
{
    return ac_sheet_text(ac_text_copy(out->arena, ac_buffer_text(text)));
}

static ac_sheet_cell
period_cell(const ac_sheets_writing *out, const ac_change *change, int32_t period)
{
    AC_SCOPED_BUFFER(text, 100);
    ac_period_add(&text, &out->set->program->syntax->calendar, change->kind, period);
    return kept(out, &text);
}

/* Now less before, as a formula. */
static ac_sheet_cell
difference_cell(const ac_sheets_writing *out, size_t row, ac_rational difference)
{
    AC_SCOPED_BUFFER(formula, 60);
    ac_buffer_addf(&formula, "=G%zu-F%zu", row, row);
    return (ac_sheet_cell){
        .kind = AC_SHEET_FORMULA_MONEY,
        .text = ac_text_copy(out->arena, ac_buffer_text(&formula)),
        .money = money_of(difference)};
}

static ac_text yes_or_no(bool yes)
{
    return yes ? AC_TEXT("yes") : AC_TEXT("no");
}

static void add_change(const ac_sheets_writing *out, const ac_change *of)
{
    ac_sheet *sheet = &out->sheets[AC_SHEET_CHANGES];
    ac_sheet_cell *cells = ac_sheet_row(sheet);
    const ac_text number = ac_clause_at(out->set->program, of->clause)->number;
    const ac_text party = out->filter->party;
    cells[0] = ac_sheet_text(AC_TEXT("payment"));
    cells[1] = ac_sheet_text(number);
    cells[2] = ac_sheet_text(party.size > 0 ? party : AC_TEXT("all"));
    cells[3] = period_cell(out, of, of->period - 1);
    cells[4] = period_cell(out, of, of->period);
    if (of->before.payments > of->before.unknown) {
        cells[5] = ac_sheet_money(money_of(of->before.amount));
    }
    if (of->now.payments > of->now.unknown) {
        cells[6] = ac_sheet_money(money_of(of->now.amount));
    }
    if (of->known) {
        cells[7] = difference_cell(out, sheet->row_count + 1, of->difference);
    } else {
        cells[9] = ac_sheet_text(
            of->before.payments == 0 ? AC_TEXT("there is none before") : AC_TEXT("not yet known"));
    }
    cells[8] = ac_sheet_text(yes_or_no(of->before.shadow || of->now.shadow));
}

static void add_adjustment(const ac_sheets_writing *out, const ac_adjustment *of)
{
    ac_sheet *sheet = &out->sheets[AC_SHEET_CHANGES];
    ac_sheet_cell *cells = ac_sheet_row(sheet);
    AC_SCOPED_ARENA(scratch);
    cells[0] = ac_sheet_text(AC_TEXT("adjustment"));
    cells[1] = ac_sheet_text(of->code);
    cells[2] = ac_sheet_text(of->owner);
    cells[5] = ac_sheet_money(money_of(of->was));
    cells[6] = ac_sheet_money(money_of(of->is));
    cells[7] =
        difference_cell(out, sheet->row_count + 1, ac_rational_subtract(&scratch, of->is, of->was));
    cells[8] = ac_sheet_text(yes_or_no(of->shadow));
    AC_SCOPED_BUFFER(note, AC_FIELD_BYTES_MAX);
    ac_buffer_add(&note, of->title);
    ac_buffer_add_z(&note, of->cause_count > 0 ? "; because of " : "");
    ac_adjustment_causes_add(&note, out->set->program, of);
    cells[9] = kept(out, &note);
}

static void add_gate(const ac_sheets_writing *out, const ac_gate_change *of)
{
    ac_sheet_cell *cells = ac_sheet_row(&out->sheets[AC_SHEET_CHANGES]);
    cells[0] = ac_sheet_text(AC_TEXT("gate"));
    cells[1] = ac_sheet_text(of->clause);
    AC_SCOPED_BUFFER(note, AC_FIELD_BYTES_MAX);
    ac_gate_change_add(&note, of);
    cells[9] = kept(out, &note);
}

void ac_sheet_add_changes(const ac_sheets_writing *out)
{
    size_t count = 0;
    const ac_change *changes = ac_changes(out->arena, out->set, out->filter, &count);
    for (size_t i = 0; i < count; i++) {
        add_change(out, &changes[i]);
    }
    const ac_settled *settled = out->set->settled;
    for (size_t i = 0; settled != NULL && i < settled->adjustment_count; i++) {
        const ac_adjustment *of = &settled->adjustments[i];
        const ac_text party = out->filter->party;
        if (party.size == 0 || ac_text_equal(party, of->owner)) {
            add_adjustment(out, of);
        }
    }
    for (size_t i = 0; settled != NULL && i < settled->gate_count; i++) {
        add_gate(out, &settled->gates[i]);
    }
}

void ac_sheet_add_open(const ac_sheets_writing *out)
{
    size_t count = 0;
    const ac_open_item *items = ac_open_items(out->arena, out->set, out->filter, &count);
    for (size_t i = 0; i < count; i++) {
        ac_sheet_cell *cells = ac_sheet_row(&out->sheets[AC_SHEET_OPEN]);
        cells[0] = ac_sheet_text(ac_text_of(ac_open_kind_name(items[i].kind)));
        cells[1] = ac_sheet_text(items[i].clause);
        if (items[i].day_said) {
            cells[2] = ac_sheet_date(items[i].day);
        }
        cells[3] = ac_sheet_text(items[i].words);
    }
}
