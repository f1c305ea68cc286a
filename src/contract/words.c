/* SPDX-License-Identifier: MIT */
/* Puts words that may stand on several lines of a contract on one. */

#include "contract/words.h"

void ac_words_add(ac_buffer *buffer, ac_text words)
{
    bool space = false;
    bool comment = false;
    bool some = false;
    for (size_t i = 0; i < words.size; i++) {
        char c = words.at[i];
        comment = c == '\n' ? false : comment || c == '#';
        if (comment || c == ' ' || c == '\t' || c == '\n' || c == '\r') {
            space = some;
            continue;
        }
        if (space) {
            ac_buffer_add_char(buffer, ' ');
        }
        ac_buffer_add_char(buffer, c);
        space = false;
        some = true;
    }
}
