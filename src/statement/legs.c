/* SPDX-License-Identifier: MIT */
/* Who pays whom, once each side is shared out. Relies on ac_money_legs, whose rows and columns add
 * up for amounts of one sign; a payment to each member may have both, and is then two of one
 * sign. */

#include "base/assert.h"
#include "statement/inside.h"

/* Adds the legs of the amounts of one sign: `sign` picks the payees of that sign. */
static accord_status add_legs(
    const ac_making *making,
    const ac_payment *payment,
    const accord_money *paid,
    int sign,
    accord_money *legs)
{
    AC_SCOPED_ARENA(scratch);
    size_t payers = payment->payers.count;
    size_t payees = payment->payees.count;
    accord_money *received = AC_NEW_ARRAY(&scratch, accord_money, payees);
    accord_money *some = AC_NEW_ARRAY(&scratch, accord_money, payers * payees);
    for (size_t j = 0; j < payees; j++) {
        int64_t minor = payment->payees.list[j].amount.minor;
        received[j].minor = (minor < 0) == (sign < 0) ? minor : 0;
    }
    AC_TRY(ac_money_legs(paid, payers, received, payees, some, making->error));
    for (size_t i = 0; i < payers * payees; i++) {
        legs[i].minor += some[i].minor; /* a payee has legs of one sign only: one of the two is 0 */
    }
    return ac_ok();
}

/* Splits what is paid (side 0) or repaid (side 1) over the payers and adds its legs. */
static accord_status share_side(
    const ac_making *making,
    const ac_payment *payment,
    int side,
    int64_t sum,
    ac_part_of *payers,
    accord_money *legs)
{
    AC_SCOPED_ARENA(scratch);
    size_t count = payment->payers.count;
    ac_part_of *shared = AC_NEW_ARRAY(&scratch, ac_part_of, count);
    accord_money *paid = AC_NEW_ARRAY(&scratch, accord_money, count);
    for (size_t i = 0; i < count; i++) {
        shared[i] = payers[i];
    }
    AC_TRY(ac_split_amount(making, (accord_money){sum}, shared, count));
    for (size_t i = 0; i < count; i++) {
        paid[i] = shared[i].amount;
        payers[i].amount.minor += paid[i].minor; /* of two signs: cannot overflow */
    }
    return add_legs(making, payment, paid, side == 0 ? 1 : -1, legs);
}

accord_status ac_share_legs(const ac_making *making, ac_draft *draft)
{
    ac_payment *payment = draft->payment;
    size_t payers = payment->payers.count;
    int64_t sums[2] = {0, 0}; /* what is paid, and what is repaid */
    for (size_t j = 0; j < payment->payees.count; j++) {
        int64_t minor = payment->payees.list[j].amount.minor;
        bool overflowed = __builtin_add_overflow(sums[minor < 0], minor, &sums[minor < 0]);
        ac_assert(!overflowed);
    }
    ac_part_of *list = AC_NEW_ARRAY(making->arena, ac_part_of, payers);
    for (size_t i = 0; i < payers; i++) {
        list[i] = payment->payers.list[i];
        list[i].amount.minor = 0;
    }
    accord_money *legs = AC_NEW_ARRAY(making->arena, accord_money, payers * payment->payees.count);
    /* Where some members are paid and others repay, what is paid and what is repaid are each split
     * over the payers; with one sign only, this is the split of the whole. */
    for (int side = 0; side < 2; side++) {
        if (sums[side] != 0) {
            AC_TRY(share_side(making, payment, side, sums[side], list, legs));
        }
    }
    payment->payers.list = list;
    payment->legs = legs;
    return ac_ok();
}
