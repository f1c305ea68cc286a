/* SPDX-License-Identifier: MIT */
#include "value/money.h"

ac_rational ac_money_major(ac_arena *arena, ac_rational minor, int places)
{
    int64_t unit = 1;
    for (int i = 0; i < places; i++) {
        unit *= 10;
    }
    return ac_rational_divide(arena, minor, ac_rational_of(unit));
}

void ac_money_add_decimal(ac_buffer *buffer, accord_money amount, int places)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational_add_decimal(
        buffer, ac_money_major(&scratch, ac_rational_of(amount.minor), places), places, false);
}
