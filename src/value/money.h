/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_MONEY_H
#define AC_VALUE_MONEY_H
/* Amounts of minor units as decimals, exactly: none passes through binary fractions. */

#include "accord/money.h"

#include "base/buffer.h"
#include "value/rational.h"

/* An amount in the currency's whole units.
 *
 * in  places  decimals of the minor unit, 0 to 18
 */
ac_rational ac_money_major(ac_arena *arena, ac_rational minor, int places);

/* Adds an amount as a plain decimal: -20.00. */
void ac_money_add_decimal(ac_buffer *buffer, accord_money amount, int places);

#endif
