/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_PLACE_H
#define AC_APP_PLACE_H
/* Which value of a contract, at which members and period, as people write it:
 * --value gain or 6.6, --at P00001,dermatology,2014-04; --value 7.4 --at P00001,2016/17 Q4. */

#include "app/values.h"

typedef enum ac_place_kind {
    AC_PLACE_QUANTITY,
    AC_PLACE_GATE,
    AC_PLACE_PAYMENT,
    AC_PLACE_CHECK,
    AC_PLACE_ASSUMPTION
} ac_place_kind;

typedef struct ac_value_place {
    ac_place_kind kind;
    uint32_t index; /* of the program's quantities, gates, pays, checks or assumptions */
    uint32_t pay;   /* CHECK of every payment: which, index of the program's pays */
    ac_coordinates at;
    ac_period_kind period_kind;
    int32_t period; /* 0 where the kind is NONE */
    ac_text who;    /* PAYMENT: a party or member whose part is asked for; "" for the whole */
} ac_value_place;

/* Finds a quantity or gate by its name, or one of these, a payment, a check or an assumption by the
 * number of its clause.
 *
 * errors  ACCORD_EINPUT  there is none; the message says which is near, or what to ask instead
 */
accord_status
ac_place_find_value(const ac_run *run, ac_text value, ac_value_place *place, accord_error *error);

/* Reads the members, in the order in which the clause names its levels, and the period; before
 * them, the party or member of a payment, or the payment of a check. The data must be loaded, and
 * the value found.
 *
 * errors  ACCORD_EINPUT  too few or too many, an unknown member, a period of another kind or
 *                        outside its time; the message says what is expected
 */
accord_status
ac_place_find_at(const ac_run *run, ac_text at, ac_value_place *place, accord_error *error);

/* Checks that a period lies in the contract's term.
 *
 * errors  ACCORD_EINPUT  it does not; the message says from when to when the contract runs
 */
accord_status
ac_place_check_term(const ac_run *run, ac_period_kind kind, int32_t period, accord_error *error);

/* Checks that the period asked for, if any, lies in the term or in the earlier years of a value
 * that is asked for. The run must be evaluated.
 *
 * errors  ACCORD_EINPUT  it does not; the message says from when to when they run
 */
accord_status
ac_place_check_period(const ac_run *run, const ac_values_options *options, accord_error *error);

#endif
