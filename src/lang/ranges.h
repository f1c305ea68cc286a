/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_RANGES_H
#define AC_LANG_RANGES_H
/* What each formula of a contract can come to, by its text alone: whatever is in the data, as long
 * as the assumptions hold. One range for all members and periods. */

#include "lang/transfer.h"

typedef struct ac_ranges {
    const ac_interval *nodes;      /* [node_count] */
    const ac_interval *quantities; /* [quantity_count] */
    const ac_interval *gates;      /* [gate_count], of the condition */
} ac_ranges;

const ac_ranges *ac_ranges_of(ac_arena *arena, const ac_program *program);

/* Which formulas have ends once the data are there that are known beforehand: those of a fixed
 * period, and, where an assumption leans on the period before, of that. They stand here as the
 * number 1, so that only whether a range has ends means anything. */
const ac_ranges *ac_ranges_of_ends(ac_arena *arena, const ac_program *program);

#endif
