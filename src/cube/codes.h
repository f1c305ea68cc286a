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
    uint64_t word; /* the bytes of a code, zeros after it; AC_CODE_FREE: none */
    uint32_t value;
    uint32_t passed; /* 1: a code whose first slot this is, or is before, stands further on */
} ac_code;

typedef struct ac_codes {
    ac_arena *arena;
    ac_code *slots; /* [1 << (64 - shift)] */
    unsigned shift; /* 64 less the bits of a slot's number */
    size_t count;
    ac_names longer;    /* codes of more than eight bytes */
    uint32_t otherwise; /* for a text that is none of them */
} ac_codes;

#define AC_CODE_FREE UINT64_MAX /* no code: 0xFF is in no UTF-8 */

void ac_codes_init(ac_codes *codes, ac_arena *arena, uint32_t otherwise);

/* Adds a code, which is borrowed; one that is there keeps its value. */
void ac_codes_add(ac_codes *codes, ac_text code, uint32_t value);

/* The rest of ac_codes_find: a code of more than eight bytes, or one that may stand further on. */
uint32_t ac_codes_find_longer(const ac_codes *codes, ac_text text);
uint32_t ac_codes_find_further(const ac_codes *codes, uint64_t word);

/* The bits of a word that lie beyond a text of up to eight bytes; of one of 9 to 15, all. */
static inline uint64_t ac_code_beyond(size_t size)
{
    static const uint64_t beyond[16] = {
        UINT64_MAX,
        UINT64_C(0xFFFFFFFFFFFFFF00),
        UINT64_C(0xFFFFFFFFFFFF0000),
        UINT64_C(0xFFFFFFFFFF000000),
        UINT64_C(0xFFFFFFFF00000000),
        UINT64_C(0xFFFFFF0000000000),
        UINT64_C(0xFFFF000000000000),
        UINT64_C(0xFF00000000000000),
        0,
        UINT64_MAX,
        UINT64_MAX,
        UINT64_MAX,
        UINT64_MAX,
        UINT64_MAX,
        UINT64_MAX,
        UINT64_MAX};
    return beyond[size];
}

/* The bytes of a text of up to eight, as one word; eight bytes are readable at its start. */
static inline uint64_t ac_code_word(const char *at, size_t size)
{
    uint64_t word = 0;
    memcpy(&word, at, 8);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    return word & ~ac_code_beyond(size);
}

/* `one` where `yes` is 1, `other` where it is 0. What a processor cannot guess is chosen so, by no
 * branch. */
static inline uint32_t ac_code_choose(uint32_t yes, uint32_t one, uint32_t other)
{
    return other ^ ((one ^ other) & (UINT32_C(0) - yes));
}

static inline size_t ac_code_slot(const ac_codes *codes, uint64_t word)
{
    return (size_t)(word * UINT64_C(0x9E3779B97F4A7C15) >> codes->shift);
}

/* What a word's first slot gives; `further` is 1 where it may stand further on. */
static inline uint32_t ac_code_value(const ac_codes *codes, uint64_t word, uint32_t *further)
{
    const ac_code *slot = &codes->slots[ac_code_slot(codes, word)];
    uint32_t other = slot->word != word;
    *further = other & slot->passed;
    return ac_code_choose(other, codes->otherwise, slot->value);
}

/* in  text  eight bytes are readable at its start */
static inline uint32_t ac_codes_find(const ac_codes *codes, ac_text text)
{
    if (text.size > 8) {
        return ac_codes_find_longer(codes, text);
    }
    uint32_t further = 0;
    uint64_t word = ac_code_word(text.at, text.size);
    uint32_t value = ac_code_value(codes, word, &further);
    return further != 0 ? ac_codes_find_further(codes, word) : value;
}

/* As ac_codes_find, of a text as it stands in a file. False: it may be in quotes, or have spaces or
 * a CR around it, for it has a byte up to '"'; or it is long, or a code stands before it in its
 * slot. */
static inline bool ac_codes_find_bare(const ac_codes *codes, ac_text text, uint32_t *value)
{
    uint64_t beyond = ac_code_beyond(text.size & 15);
    uint64_t bytes = ac_code_word(text.at, 8) | beyond;
    uint64_t low = (bytes - UINT64_C(0x2323232323232323)) & ~bytes & UINT64_C(0x8080808080808080);
    uint32_t further = 0;
    *value = ac_code_value(codes, bytes ^ beyond, &further);
    return (low | further | (text.size > 8)) == 0;
}

#endif
