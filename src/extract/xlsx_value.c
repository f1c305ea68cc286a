/* SPDX-License-Identifier: MIT */
/* What a cell's bytes mean: numbers as decimals, days as dates, formats, texts. No number is ever
 * made a binary fraction: its digits are rounded as they stand. */

#include "extract/xlsx_inside.h"
#include "value/date.h"

#include <string.h>

/* Digits that a spreadsheet shows; beyond them its binary fractions are not what was typed. */
enum { DIGITS_SHOWN = 15, DIGITS_MOST = 40, EXPONENT_MOST = 400 };

typedef struct decimal {
    bool negative;
    char digits[DIGITS_MOST]; /* '0' to '9', the first not '0' */
    int count;
    int point; /* the decimal point stands before this digit; may be below 0 or above count */
} decimal;

static void take_digit(decimal *d, char digit, bool after_point)
{
    if (d->count == 0 && digit == '0') {
        d->point -= after_point ? 1 : 0;
        return;
    }
    if (d->count < DIGITS_MOST) {
        d->digits[d->count++] = digit;
    }
    d->point += after_point ? 0 : 1;
}

static bool read_exponent(ac_text text, int *exponent)
{
    bool negative = text.size > 0 && text.at[0] == '-';
    size_t at = text.size > 0 && (text.at[0] == '-' || text.at[0] == '+') ? 1 : 0;
    int value = 0;
    if (at == text.size) {
        return false;
    }
    for (; at < text.size; at++) {
        if (!ac_is_digit(text.at[at]) || value > EXPONENT_MOST) {
            return false;
        }
        value = value * 10 + (text.at[at] - '0');
    }
    *exponent = negative ? -value : value;
    return true;
}

static bool read_decimal(ac_text text, decimal *d)
{
    size_t at = text.size > 0 && text.at[0] == '-' ? 1 : 0;
    bool after_point = false;
    size_t digits = 0;
    *d = (decimal){.negative = at == 1};
    for (; at < text.size; at++) {
        char c = text.at[at];
        if (ac_is_digit(c)) {
            take_digit(d, c, after_point);
            digits++;
        } else if (c == '.' && !after_point) {
            after_point = true;
        } else if (c == 'E' || c == 'e') {
            int exponent = 0;
            if (digits == 0 || !read_exponent(ac_text_slice(text, at + 1, text.size), &exponent)) {
                return false;
            }
            d->point += exponent;
            return true;
        } else {
            return false;
        }
    }
    return digits > 0;
}

static void round_decimal(decimal *d)
{
    if (d->count > DIGITS_SHOWN) {
        bool up = d->digits[DIGITS_SHOWN] >= '5';
        d->count = DIGITS_SHOWN;
        int at = DIGITS_SHOWN - 1;
        while (up && at >= 0 && d->digits[at] == '9') {
            d->digits[at--] = '0';
        }
        if (up && at >= 0) {
            d->digits[at]++;
        } else if (up) {
            d->digits[0] = '1'; /* 999... became 1000... */
            d->point++;
        }
    }
    while (d->count > 0 && d->digits[d->count - 1] == '0') {
        d->count--;
    }
}

bool ac_xlsx_add_number(ac_buffer *buffer, ac_text text)
{
    decimal d;
    if (!read_decimal(text, &d)) {
        return false;
    }
    round_decimal(&d);
    if (d.count == 0) {
        ac_buffer_add_char(buffer, '0');
        return true;
    }
    if (d.point > DIGITS_MOST || d.point < -DIGITS_MOST) {
        return false;
    }
    if (d.negative) {
        ac_buffer_add_char(buffer, '-');
    }
    if (d.point <= 0) {
        ac_buffer_add_z(buffer, "0.");
        ac_buffer_add_repeated(buffer, '0', (size_t)-d.point);
        ac_buffer_add(buffer, (ac_text){d.digits, (size_t)d.count});
        return true;
    }
    int whole = d.point < d.count ? d.point : d.count;
    ac_buffer_add(buffer, (ac_text){d.digits, (size_t)whole});
    if (d.point > d.count) {
        ac_buffer_add_repeated(buffer, '0', (size_t)(d.point - d.count));
    } else if (d.point < d.count) {
        ac_buffer_add_char(buffer, '.');
        ac_buffer_add(buffer, (ac_text){d.digits + whole, (size_t)(d.count - whole)});
    }
    return true;
}

/* Days are counted from 1 January 1900, which is 1; and 1900 is taken for a leap year, so that 60
 * is a day which never was. Or from 1 January 1904, which is 0. */
bool ac_xlsx_day_of(ac_text number, bool from_1904, accord_date *date)
{
    enum { DAYS_MOST = 2958465, LEAP_THAT_WAS_NONE = 60 }; /* 31 December 9999 */
    int64_t days = 0;
    for (size_t i = 0; i < number.size && number.at[i] != '.'; i++) {
        if (!ac_is_digit(number.at[i]) || days > DAYS_MOST) {
            return false;
        }
        days = days * 10 + (number.at[i] - '0');
    }
    accord_date first;
    bool known = from_1904 ? ac_date_of(1904, 1, 1, &first) : ac_date_of(1899, 12, 31, &first);
    if (!known || days > DAYS_MOST || (!from_1904 && (days == 0 || days == LEAP_THAT_WAS_NONE))) {
        return false;
    }
    int64_t after = !from_1904 && days > LEAP_THAT_WAS_NONE ? days - 1 : days;
    accord_date found = {(int32_t)(first.day + after)};
    accord_date last;
    if (!ac_date_of(2999, 12, 31, &last) || found.day > last.day) {
        return false;
    }
    *date = found;
    return true;
}

/* Whether a format's code shows a part of a date or a time, outside quotes and brackets. */
static bool shows_date(const char *code)
{
    for (const char *c = code; *c != '\0'; c++) {
        if (*c == '"') {
            c = strchr(c + 1, '"');
        } else if (*c == '[') {
            c = strchr(c + 1, ']');
        } else if ((*c == '\\' || *c == '_' || *c == '*') && c[1] != '\0') {
            c++;
        } else if (*c == ';') {
            return false; /* what follows shows negative numbers and texts */
        } else if (strchr("dmyhsDMYHS", *c) != NULL) {
            return true;
        }
        if (c == NULL) {
            return false;
        }
    }
    return false;
}

ac_xlsx_style ac_xlsx_style_of(uint32_t number, const char *code)
{
    if (code != NULL) {
        size_t zeros = strspn(code, "0");
        bool only_zeros = zeros > 1 && zeros <= DIGITS_SHOWN && code[zeros] == '\0';
        return (ac_xlsx_style){
            .is_date = shows_date(code), .zeros = only_zeros ? (uint32_t)zeros : 0};
    }
    /* ISO/IEC 29500-1, 18.8.30: dates and times that are built in, also those of East Asia. */
    bool date = (number >= 14 && number <= 22) || (number >= 27 && number <= 36) ||
                (number >= 45 && number <= 47) || (number >= 50 && number <= 58);
    return (ac_xlsx_style){.is_date = date};
}

static ac_text trimmed(ac_text text)
{
    static const char *const white[] = {" ", "\t", "\n", "\r", "\xC2\xA0"};
    bool again = true;
    while (again) {
        again = false;
        for (size_t i = 0; i < sizeof white / sizeof white[0]; i++) {
            ac_text one = ac_text_of(white[i]);
            if (ac_text_starts(text, one)) {
                text = ac_text_slice(text, one.size, text.size);
                again = true;
            }
            if (ac_text_ends(text, one)) {
                text = ac_text_slice(text, 0, text.size - one.size);
                again = true;
            }
        }
    }
    return text;
}

static int hex_digit(char c)
{
    return ac_is_digit(c)         ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The character that _xHHHH_ stands for, or -1. Those above 7F are never written so. */
static int escaped_char(ac_text text)
{
    enum { SIZE = 7 };
    if (text.size < SIZE || text.at[0] != '_' || text.at[1] != 'x' || text.at[6] != '_') {
        return -1;
    }
    int value = 0;
    for (size_t i = 2; i < 6; i++) {
        int digit = hex_digit(text.at[i]);
        if (digit < 0) {
            return -1;
        }
        value = value * 16 + digit;
    }
    return value > 0 && value < 0x80 ? value : -1;
}

ac_text ac_xlsx_text_of(ac_arena *arena, ac_text text)
{
    char *plain = AC_NEW_ARRAY(arena, char, text.size + 1);
    size_t size = 0;
    for (size_t i = 0; i < text.size;) {
        int c = escaped_char(ac_text_slice(text, i, text.size));
        plain[size++] = c < 0 ? text.at[i] : (char)c;
        i += c < 0 ? 1 : 7;
    }
    return trimmed((ac_text){plain, size});
}

bool ac_xlsx_whole(const char *text, uint32_t *number)
{
    uint32_t value = 0;
    size_t count = 0;
    for (; count < 9 && ac_is_digit(text[count]); count++) {
        value = value * 10 + (uint32_t)(text[count] - '0');
    }
    if (count == 0 || text[count] != '\0') {
        return false;
    }
    *number = value;
    return true;
}
