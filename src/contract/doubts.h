/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_DOUBTS_H
#define AC_CONTRACT_DOUBTS_H
/* Data that can be computed with and may not be whole. A flow counts as received in a period when
 * any row of it was read, and what has no row is then nought: so a feed that did not come, or a few
 * late rows of a month whose file is not there, would pass in silence. Doubts change no amount;
 * they are told to whoever reads the figures. */

#include "contract/facts.h"

typedef enum ac_doubt_kind {
    AC_DOUBT_HOLE, /* a period that was not received, between periods that were */
    AC_DOUBT_FEW,  /* less than a quarter of the rows that periods have (the median) */
    AC_DOUBT_GONE  /* a member of a level of the text that has rows in most periods and none here */
} ac_doubt_kind;

typedef struct ac_doubt {
    ac_doubt_kind kind;
    uint32_t quantity; /* an input */
    int32_t period;    /* of the input's kind */
    uint32_t level;    /* GONE: of this level ... */
    uint32_t member;   /* ... this member */
    uint64_t rows;     /* in the period */
    uint64_t median;   /* of the periods received */
} ac_doubt;

/* Finds them, input by input and period by period.
 *
 * returns [count], in `arena`
 * cost    one pass over the rows behind each value, for each small level
 */
const ac_doubt *
ac_doubts_find(ac_arena *arena, const ac_program *program, const ac_facts *facts, size_t *count);

/* Adds a doubt as a sentence: "clause 2.2: seen for 2017-01 has 12 rows where 5,412 are usual". */
void ac_doubt_add(
    ac_buffer *buffer, const ac_program *program, const ac_facts *facts, const ac_doubt *doubt);

#endif
