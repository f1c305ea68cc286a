/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_FACTS_H
#define AC_CONTRACT_FACTS_H
/* The data that a program is evaluated over, as plain arrays: who made them, and from which files,
 * is no concern of the evaluator (app/ makes them from sealed cubes, a test from a literal). */

#include "base/hash.h"
#include "lang/program.h"

/* When a member is open, and who has what it had afterwards. */
typedef struct ac_fact_life {
    accord_date opened; /* the first day; INT32_MIN: from the beginning */
    accord_date closed; /* the last day; INT32_MAX: open still */
    uint32_t successor; /* a member of the same level, or AC_NONE; successors close no ring */
} ac_fact_life;

/* The members of one level, in the order of their codes (of the text, for a listed level). */
typedef struct ac_fact_level {
    const ac_text *codes; /* [count] */
    const ac_text *names; /* [count], or NULL */
    uint32_t count;
    const uint32_t *parents; /* [count], the member of the level above; NULL where there is none */
    const ac_fact_life *lives; /* [count]; NULL: all are open always */
} ac_fact_level;

typedef enum ac_fact_state {
    AC_FACT_ABSENT,  /* no row speaks of it */
    AC_FACT_PRESENT, /* `values` holds it */
    AC_FACT_MISSING  /* a row speaks of it and gives no value */
} ac_fact_state;

/* A file that facts were read from. */
typedef struct ac_fact_file {
    ac_text name;
    ac_hash hash;
    uint64_t rows;
    uint64_t counted;
    uint64_t superseded; /* rows dated where a later file takes this one's place */
    uint64_t refused;
    bool known_said; /* it is said when the file became known ... */
    accord_date known;
    ac_text stands; /* ... and here what it stands for, "" for itself ... */
    ac_text stage;  /* ... and whether it is flex or freeze, or "" */
} ac_fact_file;

/* The values of one input: a column over the members of its levels, by period. The member index is
 * mixed radix over the levels of its type, in the program's order, the last one fastest. */
typedef struct ac_fact_input {
    bool given;       /* false: no file for it; every period is not yet received */
    int32_t first;    /* the first period (of the input's own kind) */
    uint32_t periods; /* 1 for an input without periods */
    uint32_t members;
    const ac_rational
        *values;           /* [periods][members]; yes or no: 1 or 0; one of: the choice's index */
    const uint8_t *states; /* [periods][members], ac_fact_state */
    const uint64_t *rows;  /* [periods][members], rows behind each value */
    const bool *received;  /* [periods] */
    const ac_fact_file *files; /* [file_count] */
    size_t file_count;
} ac_fact_input;

/* What is known by a day, and so what is frozen and decided. */
typedef struct ac_knowledge {
    bool by_said;             /* the day was asked for; else it is that of the last file known */
    accord_date by;           /* known is what was known by the end of this day */
    uint64_t gates_open;      /* gates at dates whose data are not frozen, bit i: gate i */
    uint64_t gates_undecided; /* by_said: the same; else none, for then all that is there counts */
    const accord_date *inputs_frozen; /* [quantity_count], inputs: periods that end by this day are
                                         frozen (this day not included) */
    const accord_date *pays_frozen;   /* [pay_count], the same of all that a payment rests on */
    const uint64_t *pays_gates; /* [pay_count], the gates at dates that its amount or weights ask */
} ac_knowledge;

typedef struct ac_facts {
    const ac_fact_level *levels; /* [program->level_count] */
    const ac_fact_input
        *inputs; /* [program->quantity_count]; used where the quantity is an input */
    const ac_fact_file *code_files; /* [code_file_count], of members and of codes: sites.csv */
    size_t code_file_count;
    const ac_knowledge *knowledge; /* NULL: nothing says when anything was known */
} ac_facts;

/* Every file that facts were read from, once each: those of codes, then of inputs in their order.
 *
 * returns [count], in `arena`
 */
const ac_fact_file *
ac_fact_files(ac_arena *arena, const ac_program *program, const ac_facts *facts, size_t *count);

/* Adds ", as lists.csv, known 2016-05-20, flex", as far as it is said. */
void ac_fact_file_known_add(ac_buffer *buffer, const ac_fact_file *file);

/* A member of each level: members[level], 0 for levels that do not matter. */
typedef struct ac_coordinates {
    uint32_t members[AC_LEVELS_MAX];
} ac_coordinates;

/* The number of combinations of members of a set of levels; 1 for none. */
uint64_t ac_members_of(const ac_program *program, const ac_facts *facts, ac_level_set levels);

/* The place of coordinates in a column over a set of levels, and back. */
uint64_t ac_member_index(
    const ac_program *program,
    const ac_facts *facts,
    ac_level_set levels,
    const ac_coordinates *at);
ac_coordinates ac_member_coordinates(
    const ac_program *program, const ac_facts *facts, ac_level_set levels, uint64_t index);

/* Adds "P00001/dermatology" for the levels of a set, in the program's order. */
void ac_member_add(
    ac_buffer *buffer,
    const ac_program *program,
    const ac_facts *facts,
    ac_level_set levels,
    const ac_coordinates *at,
    char between);

/* Finds a member by its code, or AC_NONE. */
uint32_t ac_fact_member(const ac_facts *facts, uint32_t level, ac_text code);

#endif
