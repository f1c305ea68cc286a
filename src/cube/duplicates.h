/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_DUPLICATES_H
#define AC_CUBE_DUPLICATES_H
/* The identifiers of all counted rows, as 96-bit hashes, each with the cell that its row went to:
 * 16 bytes each, 24 with an amount, in tables at 53 to 80% full. Of the rows with one identifier
 * the least by (cell, value) is to stay, so that it does not matter which is read first. */

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

enum { AC_DUPLICATES_PARTS = 256 };

typedef struct ac_duplicates_part {
    struct ac_duplicate *slots; /* [capacity], owned */
    int64_t *amounts;           /* [capacity], owned; NULL where rows are only counted */
    uint32_t capacity;
    uint32_t count;
} ac_duplicates_part;

/* Parts grow one after another, so that growing takes little memory beyond the table's own. */
typedef struct ac_duplicates {
    ac_duplicates_part parts[AC_DUPLICATES_PARTS];
    bool with_amounts;
} ac_duplicates;

typedef struct ac_identity {
    uint64_t high;
    uint64_t low;
} ac_identity;

/* What is kept of a row: pointers into the table, until the next row. */
typedef struct ac_kept {
    uint32_t *cell;
    int64_t *amount; /* NULL where rows are only counted */
} ac_kept;

void ac_duplicates_init(ac_duplicates *duplicates, bool with_amounts);
void ac_duplicates_done(ac_duplicates *duplicates);

/* SipHash-2-4 with 128 bits of output over parts, each led by its length. 96 bits are kept: among
 * 2 x 10^8 identifiers the chance that any two share them is 3 x 10^-13. */
ac_identity ac_identity_of(const ac_text *parts, size_t count);

/* Asks the processor for the memory that ac_duplicates_add will look at, some time before it
 * does: a table of millions is in no cache. */
void ac_duplicates_expect(const ac_duplicates *duplicates, ac_identity identity);

/* Adds an identity. Returns true if it is new: the caller then sets what `kept` points to. Else
 * `kept` is what was kept of the row before. */
bool ac_duplicates_add(ac_duplicates *duplicates, ac_identity identity, ac_kept *kept);

/* Finds the cell that an identity is in; false: it is not in the table. */
bool ac_duplicates_find(const ac_duplicates *duplicates, ac_identity identity, uint32_t *cell);

#endif
