/* SPDX-License-Identifier: MIT */
/* Exact rationals read from text and written as text. Numbers of up to eighteen or so digits, which
 * is nearly all of them, are read and written without GMP. */

#include "base/assert.h"
#include "base/limits.h"
#include "value/big.h"
#include "value/rational.h"
#include "value/shown.h"

#include <inttypes.h>
#include <string.h>

/* A decimal goes as far as this before the exact value is written as a ratio. */
#define EXACT_PLACES_MAX 30u

/* Digits enough for a part of AC_RATIONAL_BITS_MAX bits: a digit is more than three bits. */
#define EXACT_DIGITS_MAX (AC_RATIONAL_BITS_MAX / 3u)

/* A decimal that has been looked through, but not yet computed. */
typedef struct decimal {
    ac_text digits; /* may hold one point */
    size_t places;  /* digits after the point */
    bool negative;
    bool has_point;
} decimal;

static bool scan_decimal(ac_text text, decimal *scanned)
{
    *scanned = (decimal){.digits = text};
    if (text.size > 0 && (text.at[0] == '-' || text.at[0] == '+')) {
        scanned->negative = text.at[0] == '-';
        scanned->digits = ac_text_slice(text, 1, text.size);
    }
    size_t count = 0;
    for (size_t i = 0; i < scanned->digits.size; i++) {
        char c = scanned->digits.at[i];
        if (c == '.' && !scanned->has_point) {
            scanned->has_point = true;
        } else if (ac_is_digit(c)) {
            count++;
            scanned->places += scanned->has_point ? 1 : 0;
        } else {
            return false;
        }
    }
    return count > 0;
}

static bool compute_small(const decimal *scanned, int64_t *above, int64_t *below)
{
    if (scanned->places > AC_TEN_POWER_MAX) {
        return false;
    }
    int64_t number = 0;
    for (size_t i = 0; i < scanned->digits.size; i++) {
        char c = scanned->digits.at[i];
        if (c != '.' && (__builtin_mul_overflow(number, 10, &number) ||
                         __builtin_add_overflow(number, c - '0', &number))) {
            return false;
        }
    }
    *above = scanned->negative ? -number : number;
    *below = (int64_t)ac_power_of_ten((int)scanned->places);
    return true;
}

static ac_rational compute(ac_arena *arena, const decimal *scanned)
{
    int64_t above = 0;
    int64_t below = 1;
    if (compute_small(scanned, &above, &below)) {
        return ac_rational_of_ratio(arena, above, below);
    }
    AC_SCOPED_ARENA(scratch);
    char *digits = AC_NEW_ARRAY(&scratch, char, scanned->digits.size + 1);
    size_t count = 0;
    for (size_t i = 0; i < scanned->digits.size; i++) {
        if (scanned->digits.at[i] != '.') {
            digits[count++] = scanned->digits.at[i];
        }
    }
    mpq_t value;
    mpq_init(value);
    int wrong = mpz_set_str(mpq_numref(value), digits, 10);
    ac_assert(wrong == 0);
    mpz_ui_pow_ui(mpq_denref(value), 10, scanned->places);
    mpq_canonicalize(value);
    if (scanned->negative) {
        mpq_neg(value, value);
    }
    ac_rational result = ac_rational_of_mpq(arena, value);
    mpq_clear(value);
    return result;
}

static accord_status too_long(accord_error *error, size_t size, size_t most)
{
    return ac_fail(
        error, ACCORD_ELIMIT, "a number of %zu characters is longer than the %zu allowed", size,
        most);
}

accord_status
ac_rational_parse(ac_arena *arena, ac_text text, ac_rational *value, accord_error *error)
{
    if (text.size > AC_NUMBER_TEXT_MAX) {
        return too_long(error, text.size, AC_NUMBER_TEXT_MAX);
    }
    decimal scanned;
    if (!scan_decimal(text, &scanned)) {
        return ac_fail(
            error, ACCORD_EINPUT, "\"%.*s\" is not a plain number; expected one like -1234.50",
            AC_TEXT_ARG(ac_text_shown(text)));
    }
    *value = compute(arena, &scanned);
    return ac_ok();
}

accord_status
ac_rational_parse_exact(ac_arena *arena, ac_text text, ac_rational *value, accord_error *error)
{
    const char *slash = text.size == 0 ? NULL : memchr(text.at, '/', text.size);
    size_t above_size = slash == NULL ? text.size : (size_t)(slash - text.at);
    size_t below_size = slash == NULL ? 0 : text.size - above_size - 1;
    size_t longest = above_size > below_size ? above_size : below_size;
    if (longest > EXACT_DIGITS_MAX) {
        return too_long(error, longest, EXACT_DIGITS_MAX);
    }
    decimal above = {0};
    decimal below = {.digits = AC_TEXT("1")};
    bool good = scan_decimal(ac_text_slice(text, 0, above_size), &above);
    if (good && slash != NULL) {
        /* Only the whole has a sign, and neither part a point. */
        good = scan_decimal(ac_text_slice(text, above_size + 1, text.size), &below) &&
               !above.has_point && !below.has_point && below.digits.size == below_size;
    }
    AC_SCOPED_ARENA(scratch);
    ac_rational divisor = good ? compute(&scratch, &below) : AC_RATIONAL_ZERO;
    if (ac_rational_sign(divisor) == 0) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "\"%.*s\" is not an exact number; expected one like -1234.5 or 2/3",
            AC_TEXT_ARG(ac_text_shown(text)));
    }
    ac_rational result = ac_rational_divide(arena, compute(&scratch, &above), divisor);
    if (ac_rational_bits(result) > AC_RATIONAL_BITS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "the number \"%.*s...\" needs more than the %u bits allowed",
            AC_TEXT_ARG(ac_text_shown(text)), AC_RATIONAL_BITS_MAX);
    }
    *value = result;
    return ac_ok();
}

static bool is_all_zeros(ac_text digits)
{
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.at[i] != '0') {
            return false;
        }
    }
    return true;
}

/* Adds a number given as the digits of its magnitude times 10^places. */
static void
add_digits(ac_buffer *buffer, bool negative, ac_text digits, size_t places, bool grouped)
{
    if (negative && !is_all_zeros(digits)) {
        ac_buffer_add_char(buffer, '-');
    }
    size_t whole = digits.size > places ? digits.size - places : 0;
    if (whole == 0) {
        ac_buffer_add_char(buffer, '0');
    }
    for (size_t i = 0; i < whole; i++) {
        if (grouped && i > 0 && (whole - i) % 3 == 0) {
            ac_buffer_add_char(buffer, ',');
        }
        ac_buffer_add_char(buffer, digits.at[i]);
    }
    if (places > 0) {
        ac_buffer_add_char(buffer, '.');
        ac_buffer_add_repeated(buffer, '0', places - (digits.size - whole));
        ac_buffer_add(buffer, ac_text_slice(digits, whole, digits.size));
    }
}

enum { WIDE_DIGITS = 39 };

/* Writes from the end of `room`, and returns the digits. */
static ac_text wide_digits(char room[WIDE_DIGITS], ac_wide number)
{
    size_t at = WIDE_DIGITS;
    do {
        room[--at] = (char)('0' + (int)(number % 10));
        number /= 10;
    } while (number > 0);
    return (ac_text){room + at, WIDE_DIGITS - at};
}

/* Returns the digits of the magnitude, in the arena. */
static ac_text whole_digits(ac_arena *arena, mpz_srcptr whole)
{
    mpz_t magnitude;
    mpz_roinit_n(magnitude, mpz_limbs_read(whole), (mp_size_t)mpz_size(whole));
    char *digits = AC_NEW_ARRAY(arena, char, mpz_sizeinbase(magnitude, 10) + 2);
    return ac_text_of(mpz_get_str(digits, 10, magnitude));
}

/* Returns the decimals that a denominator needs, or SIZE_MAX where no number of them ends; and in
 * `missing` what the numerator is then multiplied by. */
static size_t places_needed(mpz_srcptr denominator, mpz_ptr missing)
{
    mpz_t rest;
    mpz_t factor;
    mpz_init(rest);
    mpz_init_set_ui(factor, 2);
    size_t twos = mpz_remove(rest, denominator, factor);
    mpz_set_ui(factor, 5);
    size_t fives = mpz_remove(rest, rest, factor);
    size_t places = twos > fives ? twos : fives;
    if (mpz_cmp_ui(rest, 1) != 0) {
        places = SIZE_MAX;
    } else if (places <= EXACT_PLACES_MAX) {
        mpz_ui_pow_ui(missing, twos > fives ? 5 : 2, twos > fives ? twos - fives : fives - twos);
    }
    mpz_clears(rest, factor, NULL);
    return places;
}

void ac_rational_add_exact(ac_buffer *buffer, ac_rational a)
{
    if (a.denominator == 1) {
        ac_buffer_addf(buffer, "%" PRId64, a.numerator);
        return;
    }
    AC_SCOPED_ARENA(scratch);
    ac_view view;
    mpq_srcptr value = ac_view_of(&view, a);
    bool negative = ac_rational_sign(a) < 0;
    mpz_t scaled;
    mpz_init(scaled);
    size_t places = places_needed(mpq_denref(value), scaled);
    if (places <= EXACT_PLACES_MAX) {
        mpz_mul(scaled, scaled, mpq_numref(value));
        add_digits(buffer, negative, whole_digits(&scratch, scaled), places, false);
    } else {
        add_digits(buffer, negative, whole_digits(&scratch, mpq_numref(value)), 0, false);
        ac_buffer_add_char(buffer, '/');
        ac_buffer_add(buffer, whole_digits(&scratch, mpq_denref(value)));
    }
    mpz_clear(scaled);
}

void ac_rational_add_decimal(ac_buffer *buffer, ac_rational a, int places, bool grouped)
{
    ac_assert(places >= 0);
    ac_assert(places <= AC_TEN_POWER_MAX);
    bool negative = ac_rational_sign(a) < 0;
    if (!ac_rational_is_big(a)) {
        ac_wide above = (ac_wide)ac_magnitude(a.numerator) * ac_power_of_ten(places);
        ac_wide below = (uint64_t)a.denominator;
        ac_wide whole = above / below;
        ac_wide twice = (above - whole * below) * 2;
        if (twice >= below) {
            whole++;
        }
        char room[WIDE_DIGITS] = {0};
        add_digits(buffer, negative, wide_digits(room, whole), (size_t)places, grouped);
        return;
    }
    AC_SCOPED_ARENA(scratch);
    mpz_t scaled;
    mpz_init(scaled);
    (void)ac_rational_scale_big(scaled, a, places, ACCORD_HALF_AWAY);
    add_digits(buffer, negative, whole_digits(&scratch, scaled), (size_t)places, grouped);
    mpz_clear(scaled);
}
