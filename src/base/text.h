/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_TEXT_H
#define AC_BASE_TEXT_H
/* Text is UTF-8, checked on entry, with its size, and not NUL-terminated. It borrows its bytes. */

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ac_text {
    const char *at;
    size_t size; /* bytes */
} ac_text;

#define AC_TEXT(literal) ((ac_text){(literal), sizeof(literal) - 1})
/* For printf's "%.*s". */
#define AC_TEXT_ARG(text) (int)(text).size, (text).at

/* Of ASCII, whatever the locale. */
static inline bool ac_is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static inline bool ac_is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

ac_text ac_text_of(const char *terminated); /* borrows; NULL gives the empty text */
bool ac_text_equal(ac_text a, ac_text b);
bool ac_text_is(ac_text a, const char *terminated);
bool ac_text_equal_ignoring_case(ac_text a, ac_text b); /* ASCII letters only */
int ac_text_compare(ac_text a, ac_text b);              /* by bytes; <0, 0, >0 */
bool ac_text_starts(ac_text text, ac_text prefix);
bool ac_text_ends(ac_text text, ac_text suffix);
ac_text ac_text_slice(ac_text text, size_t from, size_t until);
ac_text ac_text_trim(ac_text text); /* spaces and tabs, at both ends */
ac_text ac_text_copy(ac_arena *arena, ac_text text);
char *ac_text_terminated(ac_arena *arena, ac_text text); /* a NUL-terminated copy */

/* Returns the offset of the first byte that is not part of well-formed UTF-8, or `size` if all is.
 */
size_t ac_text_utf8_fault(ac_text text);

/* How many letters are to be put in, taken out, changed or swapped with their neighbour, up to
 * `most`; most + 1 if it is more. For "did you mean". */
unsigned ac_text_distance(ac_text a, ac_text b, unsigned most);

uint64_t ac_text_hash(ac_text text); /* for tables in memory only: not stable over releases */

#endif
