/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_GATES_H
#define AC_POOL_GATES_H
/* New rows of gates.csv out of the old. History is kept by dates: no row is taken out, and one that
 * no longer holds ends the day before the next state begins. */

#include "base/buffer.h"
#include "pool/columns.h"

/* The rows as they will be: those of before, with a column for all that is to be written. */
typedef struct ac_pool_gates {
    ac_arena *arena;
    const ac_pool *pool;
    const ac_pool_sheet *before; /* as the pool was read from it */
    const char *who;             /* says otherwise: "the list" */
    ac_pool_faults *faults;
    ac_pool_sheet after;
    ac_pool_sheet_row *rows; /* of it */
    size_t row_capacity;
    size_t at[AC_POOL_COLUMNS_MOST]; /* where each column stands in them */
} ac_pool_gates;

/* Takes the old rows over. The first five fields are given. */
void ac_pool_gates_begin(ac_pool_gates *gates);

/* The rows as they are now. */
const ac_pool_sheet *ac_pool_gates_done(ac_pool_gates *gates);

/* The cell of an old row, to be written. */
ac_text *ac_pool_gates_cell(const ac_pool_gates *gates, const ac_pool_row *row, size_t column);

/* Adds a row. The cells are written by gates->at[column]. */
ac_text *ac_pool_gates_add(ac_pool_gates *gates);

/* Ends an old row the day before; a fault, if it began on that day or later.
 *
 * out  words  what it was
 */
void ac_pool_gates_end(
    const ac_pool_gates *gates, const ac_pool_row *row, accord_date begins, ac_buffer *words);

/* The next of a doctor's rows of a gate that is in force on a day, from `index` on, or NULL. */
const ac_pool_row *ac_pool_gates_in_force(
    const ac_pool_gates *gates,
    uint32_t doctor,
    ac_pool_gate_kind gate,
    accord_date day,
    uint32_t *index);

/* Adds what is known already of a gate for days to come. */
void ac_pool_gates_add_later(
    const ac_pool_gates *gates,
    uint32_t doctor,
    ac_pool_gate_kind gate,
    accord_date day,
    ac_buffer *words);

ac_text ac_pool_gates_day(const ac_pool_gates *gates, accord_date date);

/* Whether a state keeps a doctor from every session. */
static inline bool ac_state_keeps_away(int64_t state)
{
    return state == AC_STATE_SUSPENDED || state == AC_STATE_REMOVED;
}

/* One look at one gate of one doctor, as a person writes it. */
typedef struct ac_pool_gate_look {
    uint32_t doctor;
    ac_pool_gate_kind gate;
    ac_pool_state state;
    accord_date from;
    bool has_until;
    accord_date until;
    ac_text site;   /* empty: of all */
    ac_text system; /* of a login */
    ac_text condition;
    ac_text not_skill; /* what the conditions forbid, or "" */
    ac_text not_duty;
    ac_text source;
    ac_text by;
    accord_date on;
    bool lifts; /* a suspension or a removal may be ended by it */
} ac_pool_gate_look;

/* Writes a look down. A row in force that says the same was looked at again: source, who and when
 * are new, and its last day if one is given. One that says otherwise ends, and a new row begins.
 *
 * in      before, faults  as of ac_pool_gates
 * out     changed  the whole of gates.csv
 *         words    what is so now, and what was
 * errors  ACCORD_ENO  a row that would end before it began, a suspension or a removal that would
 * end unsaid: faults
 */
accord_status ac_pool_gate_record(
    ac_pool_gates *gates, const ac_pool_gate_look *look, ac_pool_sheet *changed, ac_buffer *words);

#endif
