/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_COLUMNS_H
#define AC_POOL_COLUMNS_H
/* What the columns of a pool's tables hold, as tables.def says it. */

#include "pool/pool.h"

typedef enum ac_pool_type {
    AC_POOL_TYPE_CODE,
    AC_POOL_TYPE_TEXT,
    AC_POOL_TYPE_DATE,
    AC_POOL_TYPE_NUMBER,
    AC_POOL_TYPE_DECIMAL, /* millionths; its limits are whole */
    AC_POOL_TYPE_WORD,
    AC_POOL_TYPE_REFERENCE
} ac_pool_type;

typedef struct ac_pool_column {
    ac_pool_table table;
    const char *heading;
    ac_pool_type type;
    bool needed;
    int64_t low; /* of a NUMBER; of a REFERENCE, the table */
    int64_t high;
    const char *words; /* of a WORD, parted by '|'; an empty one is none */
    const char *note;
} ac_pool_column;

/* The columns of a table, in the order of AC_IN_. */
const ac_pool_column *ac_pool_columns(ac_pool_table table, size_t *count);

/* What a row of a table is. */
const char *ac_pool_note(ac_pool_table table);

/* The name of a table without ".csv", as a sheet has it: "doctor-skills". */
ac_text ac_pool_table_name(ac_pool_table table);

/* Whether two headings or words are the same: case, '-' and '_' for a space do not matter. */
bool ac_pool_same_words(ac_text a, ac_text b);

/* Which column of a sheet has a heading; column_count if none. */
size_t ac_pool_column_named(const ac_pool_sheet *sheet, ac_text heading);

/* The index of a word in a list parted by '|', or AC_POOL_ABSENT. */
int64_t ac_pool_word_index(ac_text list, ac_text word);

/* The word of an index in such a list. */
ac_text ac_pool_word(ac_text list, int64_t index);

/* The parts of a day: "morning", and AC_POOL_ABSENT for a word that is none. */
extern const char *const ac_part_words[AC_POOL_PART_COUNT];
const char *ac_part_word(int64_t part);
int64_t ac_part_named(ac_text word);

#endif
