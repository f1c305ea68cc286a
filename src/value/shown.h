/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_SHOWN_H
#define AC_VALUE_SHOWN_H
/* The user's text as an error message quotes it: a field can be far longer than a message. */

#include "base/text.h"

/* Cuts a long text, between characters and not within one. */
static inline ac_text ac_text_shown(ac_text text)
{
    enum { SHOWN_BYTES = 40 };
    size_t size = text.size;
    if (size > SHOWN_BYTES) {
        size = SHOWN_BYTES;
        while (size > 0 && ((unsigned char)text.at[size] & 0xC0) == 0x80) {
            size--;
        }
    }
    return (ac_text){text.at, size};
}

#endif
