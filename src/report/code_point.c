/* SPDX-License-Identifier: MIT */
#include "report/code_point.h"

uint32_t ac_code_point(ac_text text, size_t *bytes)
{
    static const unsigned char masks[] = {0, 0x7F, 0x1F, 0x0F, 0x07};
    for (size_t size = 1; size <= 4 && size <= text.size; size++) {
        ac_text head = ac_text_slice(text, 0, size);
        if (ac_text_utf8_fault(head) != size) {
            continue;
        }
        uint32_t point = (unsigned char)text.at[0] & masks[size];
        for (size_t i = 1; i < size; i++) {
            point = point << 6 | ((unsigned char)text.at[i] & 0x3Fu);
        }
        *bytes = size;
        return point;
    }
    *bytes = 1;
    return 0xFFFD;
}

bool ac_code_point_is_hidden(uint32_t point)
{
    return point == 0x061C || point == 0xFEFF || (point >= 0x200B && point <= 0x200F) ||
           (point >= 0x2028 && point <= 0x202E) || (point >= 0x2060 && point <= 0x206F);
}

bool ac_code_point_is_control(uint32_t point)
{
    return (point < 0x20 && point != '\n' && point != '\t') || (point >= 0x7F && point < 0xA0);
}
