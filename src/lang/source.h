/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_SOURCE_H
#define AC_LANG_SOURCE_H
/* Contract text and places in it. */

#include "base/text.h"

/* Bytes [from, until) of the contract text. */
typedef struct ac_span {
    uint32_t from;
    uint32_t until;
} ac_span;

typedef struct ac_place {
    uint32_t line;   /* from 1 */
    uint32_t column; /* bytes, from 1 */
} ac_place;

static inline ac_text ac_span_text(ac_text source, ac_span span)
{
    return ac_text_slice(source, span.from, span.until);
}

static inline ac_span ac_span_join(ac_span a, ac_span b)
{
    return (ac_span){a.from < b.from ? a.from : b.from, a.until > b.until ? a.until : b.until};
}

ac_place ac_place_of(ac_text source, uint32_t offset);

/* The whole line that holds an offset, without its end. */
ac_text ac_line_of(ac_text source, uint32_t offset, uint32_t *line_from);

#endif
