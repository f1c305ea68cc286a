/* SPDX-License-Identifier: MIT */
/* Amounts as text. Numbers of minor units become decimals exactly; no amount passes through binary
 * fractions. */

#include "value/money.h"

#include "statement/inside.h"

void ac_money_add_exact(ac_buffer *buffer, const ac_program *program, ac_rational minor)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational major = ac_money_major(&scratch, minor, program->syntax->money_places);
    if (ac_rational_sign(major) < 0) {
        ac_buffer_add_char(buffer, '-');
        major = ac_rational_negate(&scratch, major);
    }
    if (ac_text_is(program->syntax->currency, "GBP")) {
        ac_buffer_add_z(buffer, "\xC2\xA3"); /* the pound sign */
    } else {
        ac_buffer_add(buffer, program->syntax->currency);
        ac_buffer_add_char(buffer, ' ');
    }
    ac_rational_add_decimal(buffer, major, program->syntax->money_places, true);
}

void ac_money_add(ac_buffer *buffer, const ac_program *program, accord_money amount)
{
    ac_money_add_exact(buffer, program, ac_rational_of(amount.minor));
}

void ac_money_add_plain(ac_buffer *buffer, const ac_program *program, accord_money amount)
{
    ac_money_add_decimal(buffer, amount, program->syntax->money_places);
}
