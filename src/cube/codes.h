/* SPDX-License-Identifier: MIT */
#ifndef AC_CUBE_CODES_H
#define AC_CUBE_CODES_H
/* From the text of a field to a small number, fast: codes of up to eight bytes, as nearly all are,
 * are compared as one word. */

#include "base/arena.h"
#include "base/names.h"
#include "base/text.h"

#include <string.h>

/* A slot: what it gives stands beside its code, in one line of the cache. */
typedef struct ac_code {
    uint64_t word;  /* the bytes of a code, zeros after it; AC_CODE_FREE: none */
    uint32_t value; /* of a free slot: that of a text which is no code */
} ac_code;

typedef struct ac_codes {
    ac_arena *arena;
    ac_code *slots; /* [1 << bits] */
    unsigned bits;
    size_t count;
    ac_names longer;    /* codes of more than eight bytes */
    uint32_t otherwise; /* for a text that is none of them */
} ac_codes;

#define AC_CODE_FREE UINT64_MAX /* no code: 0xFF is in no UTF-8 */

void ac_codes_init(ac_codes *codes, ac_arena *arena, uint32_t otherwise);

/* Adds a code, which is borrowed; one that is there keeps its value. */
void ac_codes_add(ac_codes *codes, ac_text code, uint32_t value);

/* The rest of ac_codes_find: a code of more than eight bytes, or one whose slot is another's. */
uint32_t ac_codes_find_longer(const ac_codes *codes, ac_text text);
uint32_t ac_codes_find_further(const ac_codes *codes, uint64_t word);

/* The bytes of a text of up to eight, as one word; eight bytes are readable at its start. */
static inline uint64_t ac_code_word(const char *at, size_t size)
{
    static const uint64_t held[9] = {
        0,
        UINT64_C(0xFF),
        UINT64_C(0xFFFF),
        UINT64_C(0xFFFFFF),
        UINT64_C(0xFFFFFFFF),
        UINT64_C(0xFFFFFFFFFF),
        UINT64_C(0xFFFFFFFFFFFF),
        UINT64_C(0xFFFFFFFFFFFFFF),
        UINT64_MAX};
    uint64_t word = 0;
    memcpy(&word, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word & held[size];
}

static inline size_t ac_code_slot(const ac_codes *codes, uint64_t word)
{
    return (size_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> (64 - codes->bits));
}

/* Whether a text is a code is as good as a coin's fall to the processor, so that is no branch: a
 * free slot gives what a text that is no code gets.
 *
 * in  text  eight bytes are readable at its start */
static inline uint32_t ac_codes_find(const ac_codes *codes, ac_text text)
{
    if (__builtin_expect(text.size > 8, 0)) {
        return ac_codes_find_longer(codes, text);
    }
    uint64_t word = ac_code_word(text.at, text.size);
    const ac_code *slot = &codes->slots[ac_code_slot(codes, word)];
    if (__builtin_expect((slot->word != word) & (slot->word != AC_CODE_FREE), 0)) {
        return ac_codes_find_further(codes, word);
    }
    return slot->value;
}

#endif
