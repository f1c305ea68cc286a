/* SPDX-License-Identifier: MIT */
/* Numbers and yes-or-no as people write them. Most numbers are short and plain, and are made
 * without looking at them twice; all others are stripped of their dress and given to
 * ac_rational_parse. */

#include "extract/value.h"

#include "base/limits.h"

enum { PLAIN_DIGITS_MAX = 18 }; /* any so many digits fit int64_t, and so does 10 to that power */

static const int64_t powers_of_ten[PLAIN_DIGITS_MAX + 1] = {
    1,
    10,
    100,
    1000,
    10000,
    100000,
    1000000,
    10000000,
    100000000,
    1000000000,
    10000000000,
    100000000000,
    1000000000000,
    10000000000000,
    100000000000000,
    1000000000000000,
    10000000000000000,
    100000000000000000,
    1000000000000000000};

/* Reads [-]digits[.digits] of few digits; false says only that it is not that simple. */
static bool read_plain(ac_arena *arena, ac_text text, ac_rational *value)
{
    size_t at = text.size > 0 && text.at[0] == '-' ? 1 : 0;
    bool negative = at == 1;
    int64_t whole = 0;
    size_t digits = 0;
    size_t places = 0;
    bool point = false;
    for (; at < text.size; at++) {
        char c = text.at[at];
        if (ac_is_digit(c) && digits < PLAIN_DIGITS_MAX) {
            whole = whole * 10 + (c - '0');
            digits++;
            places += point ? 1 : 0;
        } else if (c == '.' && !point) {
            point = true;
        } else {
            return false;
        }
    }
    if (digits == 0) {
        return false;
    }
    whole = negative ? -whole : whole;
    *value = places == 0 ? ac_rational_of(whole)
                         : ac_rational_of_ratio(arena, whole, powers_of_ten[places]);
    return true;
}

/* Copies digits and a point without their thousands separators; false if a group is not of three.
 * */
static bool ungroup(ac_text text, char *plain, size_t *size)
{
    size_t group = 0; /* digits since the start or the last separator */
    size_t digits = 0;
    bool grouped = false;
    bool point = false;
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        if (ac_is_digit(c)) {
            group++;
            digits++;
        } else if (c == ',' && !point && group >= 1 && group <= 3 && (!grouped || group == 3)) {
            grouped = true;
            group = 0;
            continue;
        } else if (c == '.' && !point && (!grouped || group == 3)) {
            point = true;
        } else {
            return false;
        }
        plain[(*size)++] = c;
    }
    return digits > 0 && (point || !grouped || group == 3);
}

/* Takes a currency sign off the front. */
static bool take_currency(ac_text *text)
{
    static const ac_text signs[] = {
        {"$",            1},
        {"\xC2\xA3",     2},
        {"\xE2\x82\xAC", 3}
    };
    for (size_t i = 0; i < sizeof signs / sizeof signs[0]; i++) {
        if (ac_text_starts(*text, signs[i])) {
            *text = ac_text_trim(ac_text_slice(*text, signs[i].size, text->size));
            return true;
        }
    }
    return false;
}

static bool take_percent(ac_text *text)
{
    if (text->size == 0 || text->at[text->size - 1] != '%') {
        return false;
    }
    *text = ac_text_trim(ac_text_slice(*text, 0, text->size - 1));
    return true;
}

static bool take_brackets(ac_text *text)
{
    if (text->size < 2 || text->at[0] != '(' || text->at[text->size - 1] != ')') {
        return false;
    }
    *text = ac_text_trim(ac_text_slice(*text, 1, text->size - 1));
    return true;
}

static bool read_dressed(ac_arena *arena, ac_text text, ac_number *number)
{
    char plain[AC_NUMBER_TEXT_MAX + 1] = {0};
    size_t size = 0;
    if (text.size >= AC_NUMBER_TEXT_MAX) {
        return false;
    }
    bool percent = take_percent(&text);
    bool negative = take_brackets(&text);
    bool has_sign = negative;
    percent = percent || take_percent(&text);
    bool currency = take_currency(&text);
    if (!has_sign && text.size > 0 && (text.at[0] == '-' || text.at[0] == '+')) {
        negative = text.at[0] == '-';
        text = ac_text_slice(text, 1, text.size);
        currency = currency || take_currency(&text);
    }
    if ((currency && percent) || !ungroup(text, plain + 1, &size)) {
        return false;
    }
    plain[0] = negative ? '-' : '+';
    ac_rational value = AC_RATIONAL_ZERO;
    if (ac_rational_parse(arena, (ac_text){plain, size + 1}, &value, NULL).code != ACCORD_OK) {
        return false;
    }
    if (percent) {
        value = ac_rational_divide(arena, value, ac_rational_of(100));
    }
    *number = (ac_number){value, percent};
    return true;
}

bool ac_number_read(ac_arena *arena, ac_text text, ac_number *number)
{
    text = ac_text_trim(text);
    ac_rational value = AC_RATIONAL_ZERO;
    if (read_plain(arena, text, &value)) {
        *number = (ac_number){value, false};
        return true;
    }
    return read_dressed(arena, text, number);
}

bool ac_yes_no_read(ac_text text, bool *yes)
{
    static const struct {
        const char *word;
        bool yes;
    } words[] = {
        {"yes",   true },
        {"no",    false},
        {"true",  true },
        {"false", false},
        {"y",     true },
        {"n",     false},
        {"1",     true },
        {"0",     false}
    };
    text = ac_text_trim(text);
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
        if (ac_text_equal_ignoring_case(text, ac_text_of(words[i].word))) {
            *yes = words[i].yes;
            return true;
        }
    }
    return false;
}
