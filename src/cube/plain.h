/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_PLAIN_H
#define AC_CUBE_PLAIN_H
/* Days and amounts in the form in which nearly all are written, read as one or two words. What is
 * not in that form is not judged here. */

#include "cube/quick.h"
#include "extract/value.h"

/* Makes of eight digits, the first in the lowest byte, four numbers below 100, in bytes 0, 2, 4 and
 * 6; false: not all are digits. */
static inline bool ac_plain_pairs(uint64_t digits, uint64_t *pairs)
{
    const uint64_t zeros = UINT64_C(0x3030303030303030);
    uint64_t values = digits - zeros;
    /* Below '0' the difference has a high bit, above '9' the sum; of bytes that are neither a digit
     * the lowest is not touched by what the others carry. */
    uint64_t odd =
        ((digits + UINT64_C(0x4646464646464646)) | values) & UINT64_C(0x8080808080808080);
    *pairs = values * 10 + (values >> 8);
    return odd == 0;
}

/* Where year, month and day stand in the forms of fixed width. */
typedef struct ac_plain_form {
    uint8_t size; /* 0: the form has no fixed width */
    uint8_t year;
    uint8_t month;
    uint8_t day;
    uint8_t mark[2]; /* of the separators, where there are */
    char separator;  /* NUL: there are none */
} ac_plain_form;

static const ac_plain_form ac_plain_iso = {
    10, 0, 5, 8, {4, 7},
        '-'
};
static const ac_plain_form ac_plain_compact = {
    8, 0, 4, 6, {0, 0},
        '\0'
};
static const ac_plain_form ac_plain_dmy = {
    10, 6, 3, 0, {2, 5},
        '/'
};
static const ac_plain_form ac_plain_mdy = {
    10, 6, 0, 3, {2, 5},
        '/'
};

/* The place of a day; AC_QUICK_LONG where it is written otherwise, or outside what is asked for.
 *
 * in  form  one of the above, by its name, so that the compiler knows it
 *     text  eight bytes are readable past its end */
__attribute__((always_inline)) static inline uint32_t
ac_plain_day(const ac_quick_days *days, const ac_plain_form *form, ac_text text)
{
    const char *at = text.at;
    uint64_t pairs = 0;
    if (text.size != form->size) {
        return AC_QUICK_LONG;
    }
    uint64_t written = ac_code_word(at + form->year, 4) | ac_code_word(at + form->month, 2) << 32 |
                       ac_code_word(at + form->day, 2) << 48;
    bool is = ac_plain_pairs(written, &pairs);
    if (form->separator != '\0') {
        is &= (at[form->mark[0]] == form->separator) & (at[form->mark[1]] == form->separator);
    }
    uint64_t year = (pairs & 255) * 100 + (pairs >> 16 & 255) - days->first_year;
    uint64_t month = (pairs >> 32 & 255) - 1;
    uint64_t day = pairs >> 48 & 255;
    is &= (year < days->year_count) & (month < 12) & (day < AC_QUICK_MONTH_DAYS);
    return is ? days->places[(year * 12 + month) * AC_QUICK_MONTH_DAYS + day] : AC_QUICK_LONG;
}

enum { AC_PLAIN_PENCE_MIN = 4, AC_PLAIN_PENCE_MAX = 8 }; /* bytes */

/* Reads one to five digits, a point and two digits, as ten-thousandths.
 *
 * in  text  eight bytes are readable at its start */
static inline bool ac_plain_pence(ac_text text, int64_t *amount)
{
    uint64_t pairs = 0;
    if (text.size - AC_PLAIN_PENCE_MIN > AC_PLAIN_PENCE_MAX - AC_PLAIN_PENCE_MIN ||
        text.at[text.size - 3] != '.') {
        return false;
    }
    /* Moved up to end in the highest byte, the point taken out, zeros written before. */
    uint64_t word = ac_code_word(text.at, 8) << (8 * (8 - text.size));
    uint64_t digits = (word & UINT64_C(0xFFFF000000000000)) | (word & UINT64_C(0xFFFFFFFFFF)) << 8 |
                      UINT64_C(0x3030303030303030) >> (8 * (text.size - 1));
    bool is = ac_plain_pairs(digits, &pairs);
    uint64_t pounds = (pairs & 255) * 10000 + (pairs >> 16 & 255) * 100 + (pairs >> 32 & 255);
    *amount = (int64_t)((pounds * 100 + (pairs >> 48 & 255)) * 100);
    return is;
}

/* Reads [-]digits[.digits], of at most 14 digits and AC_AMOUNT_PLACES places, as ten-thousandths.
 */
bool ac_plain_amount(ac_text text, bool whole, bool may_be_negative, int64_t *amount);

#endif
