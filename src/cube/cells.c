/* SPDX-License-Identifier: MIT */
/* The two forms of the cells. */

#include "cube/cells.h"

#include "base/pages.h"

/* Of four slots or more, five eighths leave one free: a search for what is absent ends at it. */
#ifdef ACCORD_STRESS
enum { FIRST_BITS = 2 };
#else
enum { FIRST_BITS = 12 };
#endif

static void set_bits(ac_cells *cells, unsigned bits)
{
    cells->capacity = (size_t)1 << bits;
    cells->shift = 64 - bits;
    cells->slots = ac_pages_new(cells->capacity, sizeof *cells->slots);
}

void ac_cells_init(ac_cells *cells, size_t cell_count, bool dense)
{
    *cells = (ac_cells){.dense = dense, .capacity = cell_count};
    if (dense) {
        cells->slots = ac_pages_new(cell_count, sizeof *cells->slots);
    } else {
        set_bits(cells, FIRST_BITS);
    }
}

void ac_cells_done(ac_cells *cells)
{
    ac_pages_free(cells->slots, cells->capacity, sizeof *cells->slots);
    *cells = (ac_cells){0};
}

void ac_cells_grow(ac_cells *cells)
{
    ac_cells old = *cells;
    set_bits(cells, 64 - old.shift + 1);
    for (size_t i = 0; i < old.capacity; i++) {
        if (old.slots[i].cell != 0) {
            size_t slot = ac_cells_first_slot(cells, old.slots[i].cell - 1);
            while (cells->slots[slot].cell != 0) {
                slot = (slot + 1) & (cells->capacity - 1);
            }
            cells->slots[slot] = old.slots[i];
        }
    }
    ac_pages_free(old.slots, old.capacity, sizeof *old.slots);
}

const ac_tally *ac_cells_find(const ac_cells *cells, uint32_t cell)
{
    size_t slot = cell;
    if (!cells->dense) {
        slot = ac_cells_first_slot(cells, cell);
        while (cells->slots[slot].cell != cell + 1) {
            if (cells->slots[slot].cell == 0) {
                return NULL;
            }
            slot = (slot + 1) & (cells->capacity - 1);
        }
    }
    return cells->slots[slot].rows == 0 ? NULL : &cells->slots[slot];
}
