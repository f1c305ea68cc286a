/* SPDX-License-Identifier: MIT */
/* Borrowed text with its size: comparing, cutting, checking UTF-8, and how far two words are apart.
 */

#include "base/text.h"

#include <string.h>

ac_text ac_text_of(const char *terminated)
{
    return terminated == NULL ? (ac_text){"", 0} : (ac_text){terminated, strlen(terminated)};
}

bool ac_text_equal(ac_text a, ac_text b)
{
    return a.size == b.size && (a.size == 0 || memcmp(a.at, b.at, a.size) == 0);
}

bool ac_text_is(ac_text a, const char *terminated)
{
    return ac_text_equal(a, ac_text_of(terminated));
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool ac_text_equal_ignoring_case(ac_text a, ac_text b)
{
    if (a.size != b.size) {
        return false;
    }
    for (size_t i = 0; i < a.size; i++) {
        if (lower(a.at[i]) != lower(b.at[i])) {
            return false;
        }
    }
    return true;
}

int ac_text_compare(ac_text a, ac_text b)
{
    size_t shorter = a.size < b.size ? a.size : b.size;
    int order = shorter == 0 ? 0 : memcmp(a.at, b.at, shorter);
    if (order != 0) {
        return order;
    }
    return (a.size > b.size) - (a.size < b.size);
}

bool ac_text_starts(ac_text text, ac_text prefix)
{
    return text.size >= prefix.size && ac_text_equal((ac_text){text.at, prefix.size}, prefix);
}

bool ac_text_ends(ac_text text, ac_text suffix)
{
    return text.size >= suffix.size &&
           ac_text_equal(ac_text_slice(text, text.size - suffix.size, text.size), suffix);
}

ac_text ac_text_slice(ac_text text, size_t from, size_t until)
{
    if (text.at == NULL) {
        return (ac_text){"", 0}; /* nothing may be added to NULL, not even 0 */
    }
    if (until > text.size) {
        until = text.size;
    }
    if (from > until) {
        from = until;
    }
    return (ac_text){text.at + from, until - from};
}

ac_text ac_text_trim(ac_text text)
{
    size_t from = 0;
    size_t until = text.size;
    while (from < until && (text.at[from] == ' ' || text.at[from] == '\t')) {
        from++;
    }
    while (until > from && (text.at[until - 1] == ' ' || text.at[until - 1] == '\t')) {
        until--;
    }
    return ac_text_slice(text, from, until);
}

ac_text ac_text_copy(ac_arena *arena, ac_text text)
{
    return (ac_text){ac_text_terminated(arena, text), text.size};
}

char *ac_text_terminated(ac_arena *arena, ac_text text)
{
    char *copy = AC_NEW_ARRAY(arena, char, text.size + 1);
    if (text.size > 0) {
        memcpy(copy, text.at, text.size);
    }
    return copy;
}

/* Returns the bytes of the sequence that a lead byte begins, or 0 for a byte that begins none. */
static size_t sequence_bytes(unsigned char lead)
{
    if (lead < 0x80) {
        return 1;
    }
    if (lead >= 0xC2 && lead <= 0xDF) {
        return 2;
    }
    if (lead >= 0xE0 && lead <= 0xEF) {
        return 3;
    }
    return lead >= 0xF0 && lead <= 0xF4 ? 4 : 0;
}

/* Overlong forms, surrogates and values past U+10FFFF show in the second byte (Unicode, table 3-7).
 */
static bool second_is_allowed(unsigned char lead, unsigned char second)
{
    switch (lead) {
    case 0xE0:
        return second >= 0xA0 && second <= 0xBF;
    case 0xED:
        return second >= 0x80 && second <= 0x9F;
    case 0xF0:
        return second >= 0x90 && second <= 0xBF;
    case 0xF4:
        return second >= 0x80 && second <= 0x8F;
    default:
        return second >= 0x80 && second <= 0xBF;
    }
}

size_t ac_text_utf8_fault(ac_text text)
{
    size_t at = 0;
    while (at < text.size) {
        unsigned char lead = (unsigned char)text.at[at];
        if (lead < 0x80) {
            at++;
            continue;
        }
        size_t bytes = sequence_bytes(lead);
        if (bytes == 0 || text.size - at < bytes ||
            !second_is_allowed(lead, (unsigned char)text.at[at + 1])) {
            return at;
        }
        for (size_t i = 2; i < bytes; i++) {
            if (((unsigned char)text.at[at + i] & 0xC0) != 0x80) {
                return at;
            }
        }
        at += bytes;
    }
    return at;
}

unsigned ac_text_distance(ac_text a, ac_text b, unsigned most)
{
    enum { WIDEST = 64 };
    if (a.size >= WIDEST || b.size >= WIDEST) {
        return most + 1;
    }
    unsigned rows[3][WIDEST]; /* of this letter of a, the one before, and the one before that */
    for (size_t j = 0; j <= b.size; j++) {
        rows[0][j] = (unsigned)j;
    }
    for (size_t i = 1; i <= a.size; i++) {
        unsigned *row = rows[i % 3];
        const unsigned *before = rows[(i - 1) % 3];
        row[0] = (unsigned)i;
        for (size_t j = 1; j <= b.size; j++) {
            unsigned least = before[j - 1] + (a.at[i - 1] == b.at[j - 1] ? 0 : 1);
            least = before[j] + 1 < least ? before[j] + 1 : least;
            least = row[j - 1] + 1 < least ? row[j - 1] + 1 : least;
            bool swapped =
                i > 1 && j > 1 && a.at[i - 1] == b.at[j - 2] && a.at[i - 2] == b.at[j - 1];
            if (swapped && rows[(i - 2) % 3][j - 2] + 1 < least) {
                least = rows[(i - 2) % 3][j - 2] + 1;
            }
            row[j] = least;
        }
    }
    unsigned distance = rows[a.size % 3][b.size];
    return distance <= most ? distance : most + 1;
}

uint64_t ac_text_hash(ac_text text)
{
    uint64_t hash = 0x9E3779B97F4A7C15u;
    for (size_t i = 0; i < text.size; i++) {
        hash = (hash ^ (unsigned char)text.at[i]) * 0x100000001B3u;
        hash ^= hash >> 29;
    }
    return hash;
}
