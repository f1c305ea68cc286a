/* SPDX-License-Identifier: MIT */
/* From an offset to its line; linear, because it is only asked for places that are shown. */

#include "lang/source.h"

ac_place ac_place_of(ac_text source, uint32_t offset)
{
    ac_place place = {1, 1};
    for (uint32_t at = 0; at < offset && at < source.size; at++) {
        place.column++;
        if (source.at[at] == '\n') {
            place.line++;
            place.column = 1;
        }
    }
    return place;
}

ac_text ac_line_of(ac_text source, uint32_t offset, uint32_t *line_from)
{
    size_t from = offset < source.size ? offset : source.size;
    while (from > 0 && source.at[from - 1] != '\n') {
        from--;
    }
    size_t until = from;
    while (until < source.size && source.at[until] != '\n' && source.at[until] != '\r') {
        until++;
    }
    *line_from = (uint32_t)from;
    return ac_text_slice(source, from, until);
}
