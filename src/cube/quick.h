/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_QUICK_H
#define AC_CUBE_QUICK_H
/* The short way of a row, for cubes that add up. A plan is made into tables once: a code is a cell
 * offset, a day a period's place. A row whose every field is what the tables know takes this way;
 * any other (refused, quoted with `""`, a number in dress) is left to the long way in rows.c,
 * which alone says what is wrong. So the short way never judges what it does not know.
 *
 * Several threads go the short way at once, each over its own rows; nothing here is changed by
 * it. */

#include "cube/codes.h"
#include "cube/inside.h"
#include "extract/piece.h"

/* What a look-up may say instead of a number; all cells are below. */
#define AC_QUICK_ASIDE (UINT32_MAX - 2)
#define AC_QUICK_LONG  (UINT32_MAX - 1) /* the long way */

/* A field that is looked up. */
typedef struct ac_quick_look {
    const ac_want *want;
    size_t want_index;
    ac_codes codes;
    uint32_t absent; /* where the file has no such column; of a constant, what it gives */
} ac_quick_look;

/* A test of the condition, and the test after it for either answer. */
typedef struct ac_quick_test {
    ac_quick_look look; /* gives 1 or 0 */
    uint32_t next[3];   /* for no, for yes, for what only the long way can tell */
} ac_quick_test;

/* What is there instead of a next test. */
#define AC_QUICK_UNTOLD (UINT32_MAX - 2)
#define AC_QUICK_FALSE  (UINT32_MAX - 1)
#define AC_QUICK_TRUE   UINT32_MAX

/* Days that have a place, by calendar year, month and day. */
enum { AC_QUICK_MONTH_DAYS = 32 };

typedef struct ac_quick_days {
    uint32_t first_year;
    uint32_t year_count; /* 0: no day is known */
    uint32_t *places;    /* [year_count][12][AC_QUICK_MONTH_DAYS], the first of a month at 1;
                            AC_QUICK_LONG: there is no such day, or it is not asked for */
} ac_quick_days;

typedef struct ac_quick {
    const ac_cube *cube;
    ac_quick_test *tests; /* [test_count]; each goes on to one before it */
    size_t test_count;
    uint32_t first_test; /* or AC_QUICK_TRUE */
    ac_quick_look *keys; /* [plan->key_count]; each gives an offset of cells */
    ac_quick_days days;  /* where the period is a date */
    size_t period_index; /* of the wants */
    size_t value_index;
    size_t identity_index[AC_LAYOUT_IDENTIFIER_MAX];
    uint64_t missing_sizes; /* a bit for each size of a mark of "no value"; bit 63: all from 63 */
} ac_quick;

/* What the rows of one piece come to, in their order. */
typedef struct ac_takes {
    uint32_t *cells;         /* [count]; AC_QUICK_LONG: a row for the long way */
    uint32_t *at;            /* [count]: where the row stands in the piece */
    uint32_t *lines;         /* [count]: its line, from that where the piece begins */
    int64_t *amounts;        /* [count]; SUM only */
    ac_identity *identities; /* [count]; where there is an identifier */
    size_t count;
    size_t capacity;
    uint64_t rows; /* that are not for the long way */
    uint64_t not_where;
    uint64_t other_code[AC_LEVELS_MAX];
    bool *received; /* [period_count + 1]; the last is for rows whose period is not known */
    size_t nowhere; /* period_count */
} ac_takes;

/* Makes the tables, in the cube's arena; NULL if rows of this plan can only take the long way. */
const ac_quick *ac_quick_new(ac_cube *cube);

/* Takes the rows of a piece that was searched, in the file whose columns are given.
 *
 * in  columns  [want_count]
 */
void ac_quick_visit(
    const ac_quick *quick,
    const ac_piece *piece,
    const ac_searcher *searcher,
    const uint32_t *columns,
    ac_takes *takes);

void ac_takes_done(ac_takes *takes);

#endif
