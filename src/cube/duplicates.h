/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_DUPLICATES_H
#define AC_CUBE_DUPLICATES_H
/* The identifiers of all counted rows, as 96-bit hashes, each with the cell that its row went to:
 * 16 bytes each, in tables at 53 to 80% full; where rows have amounts, 12 more for cell and amount,
 * one after another, so that a new identifier is one place in a table far larger than any cache.
 * Of the rows with one identifier the least by (cell, value) is to stay, so that it does not matter
 * which is read first.
 *
 * Where they are more than memory is to hold, all that is in the tables goes to a temporary file,
 * and so do those that come after; spilled.c then settles one part after another. */

#include "base/status.h"
#include "base/text.h"
#include "cube/spill.h"

#include <stdbool.h>
#include <stdint.h>

enum { AC_DUPLICATES_TABLES = 16, AC_DUPLICATES_PARTS = 256 };

typedef struct ac_duplicates_table {
    struct ac_duplicate *slots; /* [capacity], owned */
    uint32_t capacity;
    uint32_t count;
} ac_duplicates_table;

/* What is kept of rows with amounts, in the order in which they came, so many at a time. */
typedef struct ac_kept_block ac_kept_block;

typedef struct ac_identity {
    uint64_t high;
    uint64_t low;
} ac_identity;

/* Tables grow one after another, so that growing takes little memory beyond their own; each is
 * large enough to be in large pages. In a file there are more parts, since one is held at a time.
 */
typedef struct ac_duplicates {
    ac_duplicates_table tables[AC_DUPLICATES_TABLES];
    bool with_amounts;
    ac_kept_block **blocks; /* [block_count], owned; where rows have amounts */
    size_t block_count;
    uint32_t kept_count;    /* of rows in them */
    uint64_t rows_expected; /* see ac_duplicates_expect_rows */
    uint64_t size_bytes;    /* of all tables and blocks */
    uint64_t bytes_most;    /* above, they go to a file; 0: never */
    const char *scratch;    /* the folder for it */
    ac_spill *spill;        /* NULL: all are in the tables */
    accord_status status;   /* of writing it: after a failure nothing is kept any more */
    accord_error error;
} ac_duplicates;

/* A row that is to count. */
typedef struct ac_counted {
    ac_identity identity;
    uint32_t cell;
    int64_t amount;
    uint64_t place; /* in the order of reading; looked at where ac_duplicates_is_spilled */
} ac_counted;

/* A row in the file: its amount stands only in those with amounts. */
typedef struct ac_spilled {
    uint32_t hash[3];
    uint32_t cell;
    uint64_t place; /* 0: it was in the tables when they were written, before all others */
    int64_t amount;
} ac_spilled;

/* What is kept of a row: pointers into the table, until the next row. */
typedef struct ac_kept {
    uint32_t *cell;
    int64_t *amount; /* NULL where rows are only counted */
} ac_kept;

void ac_duplicates_init(ac_duplicates *duplicates, bool with_amounts);

/* Bounds the memory, before the first row.
 *
 * in  scratch  the folder for a temporary file; borrowed; NULL: /tmp
 */
void ac_duplicates_bound(ac_duplicates *duplicates, uint64_t bytes_most, const char *scratch);
void ac_duplicates_done(ac_duplicates *duplicates);

/* So many rows are to be expected in all: tables that grow are at once made large enough for them,
 * if the bound allows it. */
void ac_duplicates_expect_rows(ac_duplicates *duplicates, uint64_t rows);
uint64_t ac_duplicates_count(const ac_duplicates *duplicates);

/* SipHash-2-4 with 128 bits of output over parts, each led by its length. 96 bits are kept: among
 * 2 x 10^8 identifiers the chance that any two share them is 3 x 10^-13. */
ac_identity ac_identity_of(const ac_text *parts, size_t count);

/* Asks the processor for the memory that ac_duplicates_add will look at, some time before it
 * does: a table of millions is in no cache. */
void ac_duplicates_expect(const ac_duplicates *duplicates, ac_identity identity);

/* Adds the identity of a row. Returns true if it is new, or if that is not known yet, because the
 * identities are in a file. Else `kept` is what was kept of the row before, to be corrected where
 * this one is less. */
bool ac_duplicates_add(ac_duplicates *duplicates, const ac_counted *row, ac_kept *kept);

/* Adds a row of the file to the tables, as ac_duplicates_add. */
bool ac_duplicates_add_spilled(ac_duplicates *duplicates, const ac_spilled *row, ac_kept *kept);

static inline bool ac_duplicates_is_spilled(const ac_duplicates *duplicates)
{
    return duplicates->spill != NULL;
}

/* Frees what the tables hold. */
void ac_duplicates_empty(ac_duplicates *duplicates);

/* Fails if rows could not be kept. */
accord_status ac_duplicates_check(const ac_duplicates *duplicates, accord_error *error);

/* Finds the cell that an identity is in; false: it is not in the table. */
bool ac_duplicates_find(const ac_duplicates *duplicates, ac_identity identity, uint32_t *cell);

#endif
