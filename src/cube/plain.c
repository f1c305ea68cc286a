/* SPDX-License-Identifier: MIT */
/* Amounts digit by digit. */

#include "cube/plain.h"

bool ac_plain_amount(ac_text text, bool whole, bool may_be_negative, int64_t *amount)
{
    enum { DIGITS_MAX = 14 };
    static const int64_t scales[AC_AMOUNT_PLACES + 1] = {10000, 1000, 100, 10, 1};
    size_t at = text.size > 0 && text.at[0] == '-' ? 1 : 0;
    bool negative = at == 1;
    int64_t number = 0;
    size_t point = text.size;
    if (text.size > DIGITS_MAX + 2) {
        return false;
    }
    for (; at < text.size; at++) {
        unsigned digit = (unsigned)(unsigned char)text.at[at] - '0';
        if (digit <= 9) {
            number = number * 10 + digit;
        } else if (text.at[at] == '.' && point == text.size) {
            point = at;
        } else {
            return false;
        }
    }
    size_t places = point == text.size ? 0 : text.size - point - 1;
    size_t digits = text.size - (negative ? 1 : 0) - (point == text.size ? 0 : 1);
    if (digits == 0 || digits > DIGITS_MAX || places > AC_AMOUNT_PLACES || (whole && places > 0) ||
        (negative && !may_be_negative)) {
        return false;
    }
    *amount = (negative ? -number : number) * scales[places];
    return true;
}
