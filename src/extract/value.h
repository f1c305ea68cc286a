/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_VALUE_H
#define AC_EXTRACT_VALUE_H
/* The text of a field as people and spreadsheets write it, made into a value. */

#include "base/arena.h"
#include "base/text.h"
#include "value/rational.h"

#include <stdbool.h>

typedef struct ac_number {
    ac_rational value; /* already divided by 100 where a % sign was written */
    bool percent_sign;
} ac_number;

/* Reads a number: 1234.5, 1,234.50 (groups of three), a currency sign before or after a minus,
 * brackets for negatives, a % at the end. The text may have spaces around it.
 *
 * out  number  untouched if it is not one
 */
bool ac_number_read(ac_arena *arena, ac_text text, ac_number *number);

/* Reads yes or no, true or false, y or n, 1 or 0, in any case. */
bool ac_yes_no_read(ac_text text, bool *yes);

#endif
