/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_CODES_H
#define AC_CUBE_CODES_H
/* From the text of a field to a small number, fast: codes of up to eight bytes, as nearly all are,
 * are compared as one word. */

#include "base/arena.h"
#include "base/names.h"
#include "base/text.h"

#include <string.h>

typedef struct ac_codes {
    ac_arena *arena;
    uint64_t *keys; /* [1 << bits]: the bytes of a code, zeros after it; AC_CODE_FREE: none */
    uint32_t *values;
    unsigned bits;
    size_t count;
    ac_names longer;    /* codes of more than eight bytes */
    uint32_t otherwise; /* for a text that is none of them */
} ac_codes;

#define AC_CODE_FREE UINT64_MAX /* no code: 0xFF is in no UTF-8 */

void ac_codes_init(ac_codes *codes, ac_arena *arena, uint32_t otherwise);

/* Adds a code, which is borrowed; one that is there keeps its value. */
void ac_codes_add(ac_codes *codes, ac_text code, uint32_t value);

uint32_t ac_codes_find_longer(const ac_codes *codes, ac_text text);

/* The bytes of a text of up to eight, as one word; eight bytes are readable at its start. */
static inline uint64_t ac_code_word(const char *at, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return size == 8 ? word : word & ((UINT64_C(1) << (8 * size)) - 1);
}

static inline size_t ac_code_slot(const ac_codes *codes, uint64_t word)
{
    return (size_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> (64 - codes->bits));
}

/* in  text  eight bytes are readable at its start */
static inline uint32_t ac_codes_find(const ac_codes *codes, ac_text text)
{
    if (__builtin_expect(text.size > 8, 0)) {
        return ac_codes_find_longer(codes, text);
    }
    uint64_t word = ac_code_word(text.at, text.size);
    size_t mask = ((size_t)1 << codes->bits) - 1;
    size_t slot = ac_code_slot(codes, word);
    while (codes->keys[slot] != word) {
        if (codes->keys[slot] == AC_CODE_FREE) {
            return codes->otherwise;
        }
        slot = (slot + 1) & mask;
    }
    return codes->values[slot];
}

#endif
