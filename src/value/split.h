/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_SPLIT_H
#define AC_VALUE_SPLIT_H
/* Sharing money out so that the parts are the whole, always. */

#include "accord/money.h"

#include "base/status.h"
#include "value/rational.h"

/* Splits an amount over shares in proportion to weights, by largest remainder.
 *
 * Each share is floor(|total| x weight / sum of weights); the minor units left over go one each to
 * the largest remainders, equal remainders in the order of the shares (callers pass them in code
 * order); the sign of the total is then restored.
 *
 * in      total    any sign, minor units
 *         weights  [count], each >= 0, exact, any one unit
 * out     shares   [count], minor units, owned by the caller; their sum is exactly `total`
 * errors  ACCORD_EINPUT  count is 0, a weight is negative, or every weight is 0
 *         ACCORD_ELIMIT  count > AC_MEMBERS_MAX
 * cost    O(count log count)
 * example 100 over 1, 1, 1 -> 34, 33, 33; -100 -> -34, -33, -33
 */
accord_status ac_money_split(
    accord_money total,
    const ac_rational *weights,
    size_t count,
    accord_money *shares,
    accord_error *error);

/* Says who pays whom, given what each pays and what each receives: each payer in turn pays its part
 * over what is still owed to each payee, in proportion, by largest remainder. The rows sum to
 * `paid`, the columns to `received`, and no leg has the wrong sign.
 *
 * in      paid      [payers], all of one sign (0 allowed)
 *         received  [payees], all of the same sign; the two sums are equal (asserted)
 * out     legs      [payers x payees], row by payer, owned by the caller
 * errors  ACCORD_ERANGE  the sums overflow
 */
accord_status ac_money_legs(
    const accord_money *paid,
    size_t payers,
    const accord_money *received,
    size_t payees,
    accord_money *legs,
    accord_error *error);

#endif
