/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_VALUES_H
#define AC_APP_VALUES_H
/* The values of named quantities and gates, written for people, for spreadsheets and for programs.
 */

#include "app/run.h"

typedef struct ac_value_pick {
    bool is_gate;
    uint32_t index; /* of the program's quantities, or gates */
} ac_value_pick;

typedef enum ac_values_format { AC_VALUES_TABLE, AC_VALUES_CSV, AC_VALUES_JSON } ac_values_format;

#define AC_DECIMALS_EXACT (-1)

typedef struct ac_values_options {
    const ac_value_pick *picks; /* [pick_count] */
    size_t pick_count;
    bool period_said; /* only values of periods that lie in this one, and those without a period */
    ac_period_kind period_kind;
    int32_t period;
    ac_values_format format;
    int decimals; /* 0 to 18, or AC_DECIMALS_EXACT */
} ac_values_options;

/* pick.c: finds quantities and gates by name or by the number of their clause; without names, all
 * formulas in the order of the text.
 *
 * errors  ACCORD_EINPUT  the contract has no such name, and the message says which is near; or the
 *                        clause of that number gives no value, and it says what it is
 */
accord_status ac_values_pick(
    const ac_run *run,
    const ac_text *names,
    size_t name_count,
    const ac_value_pick **picks,
    size_t *pick_count,
    accord_error *error);

/* Adds the values, by pick, period, and member. Columns: with one pick the levels, period, value
 * and status; with several, name first and every level that any of them has.
 *
 * errors  ACCORD_ELIMIT  more text than AC_FACT_FILE_BYTES_MAX
 */
accord_status ac_values_add(
    ac_buffer *buffer, const ac_run *run, const ac_values_options *options, accord_error *error);

#endif
