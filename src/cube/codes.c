/* SPDX-License-Identifier: MIT */
/* Open addressing, at most an eighth full, so that nearly all look-ups end at the first slot. */

#include "cube/codes.h"

#include "base/assert.h"

static void make(ac_codes *codes, unsigned bits)
{
    size_t capacity = (size_t)1 << bits;
    codes->slots = AC_NEW_ARRAY(codes->arena, ac_code, capacity);
    for (size_t i = 0; i < capacity; i++) {
        codes->slots[i] = (ac_code){AC_CODE_FREE, codes->otherwise};
    }
    codes->bits = bits;
}

void ac_codes_init(ac_codes *codes, ac_arena *arena, uint32_t otherwise)
{
    *codes = (ac_codes){.arena = arena, .otherwise = otherwise};
    ac_names_init(&codes->longer, arena);
    make(codes, 4);
}

static size_t place(const ac_codes *codes, uint64_t word)
{
    size_t mask = ((size_t)1 << codes->bits) - 1;
    size_t slot = ac_code_slot(codes, word);
    while (codes->slots[slot].word != word && codes->slots[slot].word != AC_CODE_FREE) {
        slot = (slot + 1) & mask;
    }
    return slot;
}

static void grow(ac_codes *codes)
{
    ac_codes old = *codes;
    make(codes, old.bits + 1);
    for (size_t i = 0; i < (size_t)1 << old.bits; i++) {
        if (old.slots[i].word != AC_CODE_FREE) {
            codes->slots[place(codes, old.slots[i].word)] = old.slots[i];
        }
    }
}

void ac_codes_add(ac_codes *codes, ac_text code, uint32_t value)
{
    if (code.size > 8) {
        (void)ac_names_add(&codes->longer, code, value);
        return;
    }
    char bytes[8] = {0};
    if (code.size > 0) {
        memcpy(bytes, code.at, code.size);
    }
    uint64_t word = ac_code_word(bytes, code.size);
    if ((codes->count + 1) * 8 > (size_t)1 << codes->bits) {
        grow(codes);
    }
    size_t slot = place(codes, word);
    if (codes->slots[slot].word == AC_CODE_FREE) {
        codes->slots[slot] = (ac_code){word, value};
        codes->count++;
    }
}

uint32_t ac_codes_find_further(const ac_codes *codes, uint64_t word)
{
    return codes->slots[place(codes, word)].value;
}

uint32_t ac_codes_find_longer(const ac_codes *codes, ac_text text)
{
    uint32_t found = ac_names_find(&codes->longer, text);
    return found == AC_NAME_NONE ? codes->otherwise : found;
}
