/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_WIDE_H
#define AC_EXTRACT_WIDE_H
/* UTF-16, in which text goes to drivers and comes back. */

#include "base/buffer.h"
#include "base/text.h"

/* UTF-16 with a NUL, on the heap: the caller frees it. */
uint16_t *ac_wide_of(ac_text text);

void ac_wide_add(ac_buffer *buffer, const uint16_t *units, size_t count);

#endif
