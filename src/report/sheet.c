/* SPDX-License-Identifier: MIT */
#include "report/sheet.h"

void ac_sheet_init(
    ac_sheet *sheet,
    ac_arena *arena,
    const char *name,
    const ac_column_style *columns,
    size_t column_count)
{
    *sheet =
        (ac_sheet){.name = name, .columns = columns, .column_count = column_count, .arena = arena};
}

ac_sheet_cell *ac_sheet_row(ac_sheet *sheet)
{
    size_t columns = sheet->column_count;
    if (sheet->row_count == sheet->row_capacity) {
        size_t capacity = sheet->row_capacity == 0 ? AC_ARRAY_START : sheet->row_capacity * 2;
        sheet->cells = ac_arena_grow(
            sheet->arena, sheet->cells, sheet->row_count * columns, capacity * columns,
            sizeof *sheet->cells);
        sheet->row_capacity = capacity;
    }
    return &sheet->cells[sheet->row_count++ * columns];
}

ac_sheet_cell ac_sheet_text(ac_text text)
{
    return (ac_sheet_cell){.kind = AC_SHEET_TEXT, .text = text};
}

ac_sheet_cell ac_sheet_money(accord_money money)
{
    return (ac_sheet_cell){.kind = AC_SHEET_MONEY, .money = money};
}

ac_sheet_cell ac_sheet_date(accord_date date)
{
    return (ac_sheet_cell){.kind = AC_SHEET_DATE, .date = date};
}

ac_sheet_cell ac_sheet_whole(int64_t whole)
{
    return (ac_sheet_cell){.kind = AC_SHEET_WHOLE, .whole = whole};
}
