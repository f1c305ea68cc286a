/* SPDX-License-Identifier: MIT */
#include "report/document.h"

void ac_document_add(ac_document *document, ac_block_kind kind, ac_text text)
{
    AC_RESERVE(document->arena, document->blocks, document->count, document->capacity);
    document->blocks[document->count++] = (ac_block){
        .kind = kind,
        .text = ac_text_copy(document->arena, text),
        .term = AC_TEXT(""),
        .place = AC_TEXT("")};
}

void ac_document_term(ac_document *document, const char *term, ac_text text)
{
    ac_document_add(document, AC_BLOCK_TERM, text);
    document->blocks[document->count - 1].term = ac_text_copy(document->arena, ac_text_of(term));
}

ac_grid *ac_document_grid(
    ac_document *document, ac_text caption, const ac_grid_column *columns, size_t column_count)
{
    ac_document_add(document, AC_BLOCK_TABLE, AC_TEXT(""));
    ac_grid *grid = AC_NEW(document->arena, ac_grid);
    *grid = (ac_grid){
        .caption = ac_text_copy(document->arena, caption),
        .columns = columns,
        .column_count = column_count,
        .arena = document->arena};
    document->blocks[document->count - 1].grid = grid;
    return grid;
}

ac_grid_cell *ac_grid_row(ac_grid *grid)
{
    size_t columns = grid->column_count;
    if (grid->row_count == grid->row_capacity) {
        size_t capacity = grid->row_capacity == 0 ? AC_ARRAY_START : grid->row_capacity * 2;
        grid->cells = ac_arena_grow(
            grid->arena, grid->cells, grid->row_count * columns, capacity * columns,
            sizeof *grid->cells);
        grid->sums =
            ac_arena_grow(grid->arena, grid->sums, grid->row_count, capacity, sizeof *grid->sums);
        grid->row_capacity = capacity;
    }
    return &grid->cells[grid->row_count++ * columns];
}

void ac_grid_sums(ac_grid *grid)
{
    grid->sums[grid->row_count - 1] = true;
}

void ac_grid_set(const ac_grid *grid, ac_grid_cell *cell, ac_text text)
{
    cell->text = ac_text_copy(grid->arena, text);
}
