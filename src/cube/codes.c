/* SPDX-License-Identifier: MIT */
/* Open addressing, at most an eighth full, so that nearly all look-ups end at the first slot. */

#include "cube/codes.h"

#include "base/assert.h"

#ifdef ACCORD_STRESS
enum { FIRST_BITS = 4 };
#else
enum { FIRST_BITS = 8 };
#endif

static size_t slot_count(const ac_codes *codes)
{
    return (size_t)1 << (64 - codes->shift);
}

static void make(ac_codes *codes, unsigned bits)
{
    size_t capacity = (size_t)1 << bits;
    codes->slots = AC_NEW_ARRAY(codes->arena, ac_code, capacity);
    for (size_t i = 0; i < capacity; i++) {
        codes->slots[i] = (ac_code){.word = AC_CODE_FREE};
    }
    codes->shift = 64 - bits;
}

void ac_codes_init(ac_codes *codes, ac_arena *arena, uint32_t otherwise)
{
    *codes = (ac_codes){.arena = arena, .otherwise = otherwise};
    ac_names_init(&codes->longer, arena);
    make(codes, FIRST_BITS);
}

/* The slot of a code, or the free one where it would be. */
static ac_code *place(const ac_codes *codes, uint64_t word)
{
    size_t mask = slot_count(codes) - 1;
    size_t slot = ac_code_slot(codes, word);
    while (codes->slots[slot].word != word && codes->slots[slot].word != AC_CODE_FREE) {
        slot = (slot + 1) & mask;
    }
    return &codes->slots[slot];
}

/* Puts a code that is not there into the slot that is its own, or the next that is free. */
static void put(ac_codes *codes, uint64_t word, uint32_t value)
{
    size_t mask = slot_count(codes) - 1;
    size_t slot = ac_code_slot(codes, word);
    for (; codes->slots[slot].word != AC_CODE_FREE; slot = (slot + 1) & mask) {
        codes->slots[slot].passed = 1;
    }
    codes->slots[slot].word = word;
    codes->slots[slot].value = value;
}

static void grow(ac_codes *codes)
{
    ac_codes old = *codes;
    make(codes, 64 - old.shift + 1);
    for (size_t i = 0; i < slot_count(&old); i++) {
        if (old.slots[i].word != AC_CODE_FREE) {
            put(codes, old.slots[i].word, old.slots[i].value);
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
    if ((codes->count + 1) * 8 > slot_count(codes)) {
        grow(codes);
    }
    if (place(codes, word)->word == AC_CODE_FREE) {
        put(codes, word, value);
        codes->count++;
    }
}

uint32_t ac_codes_find_further(const ac_codes *codes, uint64_t word)
{
    const ac_code *slot = place(codes, word);
    return slot->word == word ? slot->value : codes->otherwise;
}

uint32_t ac_codes_find_longer(const ac_codes *codes, ac_text text)
{
    uint32_t found = ac_names_find(&codes->longer, text);
    return found == AC_NAME_NONE ? codes->otherwise : found;
}
