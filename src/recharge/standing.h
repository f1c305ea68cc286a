/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_STANDING_H
#define AC_RECHARGE_STANDING_H
/* The lines of a record that stand: charged, and not taken back since. */

#include "recharge/bill.h"

typedef struct ac_standing_line {
    const ac_bill *document;
    const ac_charge *charge;
    bool taken_back;
    bool seen; /* for the caller */
} ac_standing_line;

typedef struct ac_standing {
    ac_names items;
    uint32_t *last;          /* [item], index of its last line */
    ac_standing_line *lines; /* every line that charges, in the order of the record */
    size_t count;
} ac_standing;

/* Follows the lines of a record.
 *
 * out      fault_row  from 0 over all lines: one that charges what stands already, or takes back
 *                     what does not stand as it says; set only then
 * returns  whether there is none
 */
bool ac_standing_make(
    ac_arena *arena, const ac_bills *documents, ac_standing *standing, size_t *fault_row);

/* The line of an item that stands, or NULL. */
ac_standing_line *ac_standing_find(const ac_standing *standing, ac_text item);

#endif
