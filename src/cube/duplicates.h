/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_DUPLICATES_H
#define AC_CUBE_DUPLICATES_H
/* The identifiers of all counted rows, as 96-bit hashes, each with the cell that its row went to:
 * 16 bytes each, 24 with an amount, in tables at 53 to 80% full. Of the rows with one identifier
 * the least by (cell, value) is to stay, so that it does not matter which is read first.
 *
 * Where they are more than memory is to hold, all that is in the tables goes to a temporary file,
 * and so do those that come after; spilled.c then settles one part after another. */

#include "base/status.h"
#include "base/text.h"
#include "cube/spill.h"

#include <stdbool.h>
#include <stdint.h>

enum { AC_DUPLICATES_PARTS = 256 };

typedef struct ac_duplicates_part {
    struct ac_duplicate *slots; /* [capacity], owned */
    int64_t *amounts;           /* [capacity], owned; NULL where rows are only counted */
    uint32_t capacity;
    uint32_t count;
} ac_duplicates_part;

typedef struct ac_identity {
    uint64_t high;
    uint64_t low;
} ac_identity;

/* Parts grow one after another, so that growing takes little memory beyond the table's own. */
typedef struct ac_duplicates {
    ac_duplicates_part parts[AC_DUPLICATES_PARTS];
    bool with_amounts;
    uint64_t size_bytes;  /* of all parts */
    uint64_t bytes_most;  /* above, they go to a file; 0: never */
    const char *scratch;  /* the folder for it */
    ac_spill *spill;      /* NULL: all are in the parts */
    accord_status status; /* of writing it: after a failure nothing is kept any more */
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
    uint64_t place; /* 0: it was in the parts when they were written, before all others */
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

/* Adds a row of the file to the parts, as ac_duplicates_add. */
bool ac_duplicates_add_spilled(ac_duplicates *duplicates, const ac_spilled *row, ac_kept *kept);

static inline bool ac_duplicates_is_spilled(const ac_duplicates *duplicates)
{
    return duplicates->spill != NULL;
}

/* Frees what the parts hold. */
void ac_duplicates_empty(ac_duplicates *duplicates);

/* Fails if rows could not be kept. */
accord_status ac_duplicates_check(const ac_duplicates *duplicates, accord_error *error);

/* Finds the cell that an identity is in; false: it is not in the table. */
bool ac_duplicates_find(const ac_duplicates *duplicates, ac_identity identity, uint32_t *cell);

#endif
