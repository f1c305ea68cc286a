/* SPDX-License-Identifier: MIT */
/* UTF-16 and back. Half a pair of surrogates becomes U+FFFD. */

#include "extract/wide.h"

#include "base/assert.h"

#include <stdlib.h>

/* Returns the code point at `*at`, and moves on; a byte that is no UTF-8 cannot be here. */
static uint32_t take_point(ac_text text, size_t *at)
{
    unsigned char first = (unsigned char)text.at[*at];
    int more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : first >= 0xC0 ? 1 : 0;
    uint32_t point = more == 0 ? first : first & (0x3Fu >> more);
    (*at)++;
    for (int i = 0; i < more && *at < text.size; i++, (*at)++) {
        point = point << 6 | ((unsigned char)text.at[*at] & 0x3Fu);
    }
    return point;
}

uint16_t *ac_wide_of(ac_text text)
{
    uint16_t *units = calloc(text.size + 1, sizeof *units);
    if (units == NULL) {
        ac_out_of_memory(text.size);
    }
    size_t count = 0;
    for (size_t at = 0; at < text.size;) {
        uint32_t point = take_point(text, &at);
        if (point >= 0x10000) {
            units[count++] = (uint16_t)(0xD800 + ((point - 0x10000) >> 10));
            point = 0xDC00 + ((point - 0x10000) & 0x3FF);
        }
        units[count++] = (uint16_t)point;
    }
    return units;
}

static void add_point(ac_buffer *buffer, uint32_t point)
{
    if (point < 0x80) {
        ac_buffer_add_char(buffer, (char)point);
        return;
    }
    int more = point < 0x800 ? 1 : point < 0x10000 ? 2 : 3;
    static const unsigned lead[] = {0, 0xC0, 0xE0, 0xF0};
    ac_buffer_add_char(buffer, (char)(lead[more] | point >> (6 * more)));
    while (more-- > 0) {
        ac_buffer_add_char(buffer, (char)(0x80 | (point >> (6 * more) & 0x3F)));
    }
}

void ac_wide_add(ac_buffer *buffer, const uint16_t *units, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t point = units[i];
        bool high = point >= 0xD800 && point < 0xDC00;
        if (high && i + 1 < count && units[i + 1] >= 0xDC00 && units[i + 1] < 0xE000) {
            point = 0x10000 + ((point - 0xD800) << 10) + (units[++i] - 0xDC00u);
        } else if (point >= 0xD800 && point < 0xE000) {
            point = 0xFFFD;
        }
        add_point(buffer, point);
    }
}
