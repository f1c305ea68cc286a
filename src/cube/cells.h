/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_CELLS_H
#define AC_CUBE_CELLS_H
/* Cells that rows add up in: one after another in memory where all that can be are few, else only
 * those that are, found by their number. A sum is held in ten-thousandths, which holds pence and
 * market forces factors exactly; cube/amounts.c keeps what that does not hold. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ac_tally {
    int64_t sum;
    uint32_t rows; /* 0: no row; see AC_CUBE_ROWS_MAX */
    uint32_t cell; /* of a table that is looked up: the cell's number and 1; 0: free */
} ac_tally;

typedef struct ac_cells {
    ac_tally *slots; /* [capacity], owned */
    size_t capacity;
    size_t count; /* of a table that is looked up: slots taken */
    bool dense;
    unsigned shift;
} ac_cells;

/* in  cell_count  that there can be, at most AC_CUBE_CELLS_MAX */
void ac_cells_init(ac_cells *cells, size_t cell_count, bool dense);
void ac_cells_done(ac_cells *cells);

void ac_cells_grow(ac_cells *cells);

static inline size_t ac_cells_first_slot(const ac_cells *cells, uint32_t cell)
{
    return (size_t)((cell + UINT64_C(1)) * UINT64_C(0x9E3779B97F4A7C15) >> cells->shift);
}

/* Asks the processor for the memory that ac_cells_at will look at, some time before it does. */
static inline void ac_cells_expect(const ac_cells *cells, uint32_t cell)
{
    __builtin_prefetch(&cells->slots[cells->dense ? cell : ac_cells_first_slot(cells, cell)], 1);
}

/* The tally of a cell, made if it is not there; good until the next call. */
static inline ac_tally *ac_cells_at(ac_cells *cells, uint32_t cell)
{
    if (cells->dense) {
        return &cells->slots[cell];
    }
    if (__builtin_expect(cells->count * 8 >= cells->capacity * 5, 0)) {
        ac_cells_grow(cells);
    }
    size_t slot = ac_cells_first_slot(cells, cell);
    while (cells->slots[slot].cell != cell + 1 && cells->slots[slot].cell != 0) {
        slot = (slot + 1) & (cells->capacity - 1);
    }
    cells->count += cells->slots[slot].cell == 0 ? 1 : 0;
    cells->slots[slot].cell = cell + 1;
    return &cells->slots[slot];
}

/* The tally of a cell that has rows, or NULL. */
const ac_tally *ac_cells_find(const ac_cells *cells, uint32_t cell);

#endif
