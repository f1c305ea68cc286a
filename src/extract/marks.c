/* SPDX-License-Identifier: MIT */
/* The search in plain C, eight bytes at a time, and the choice among the three. */

#include "extract/marks.h"

#include "extract/marks_bits.h"

#include <string.h>

#define AC_MARKS_TARGET
#define AC_MARKS_NAME ac_marks_find_portable

#define EACH_BYTE(byte) ((uint64_t)(byte)*UINT64_C(0x0101010101010101))
#define HIGH_BITS       EACH_BYTE(0x80)

/* The high bit of each byte of a word, made one bit each. */
static inline uint64_t gather(uint64_t high)
{
    return (high >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

/* The high bit of each byte that is zero. No carry passes from one byte to the next. */
static inline uint64_t zero_bytes(uint64_t word)
{
    uint64_t low = (word & ~HIGH_BITS) + ~HIGH_BITS;
    return ~(low | word) & HIGH_BITS;
}

static inline uint64_t equal_bytes(uint64_t word, unsigned char byte)
{
    return gather(zero_bytes(word ^ EACH_BYTE(byte)));
}

static inline block_bits load_block(const char *at, char delimiter)
{
    block_bits bits = {0};
    for (unsigned i = 0; i < 8; i++) {
        uint64_t word = 0;
        for (unsigned j = 0; j < 8; j++) { /* the first byte lowest, on any processor */
            word |= (uint64_t)(unsigned char)at[8 * i + j] << (8 * j);
        }
        bits.delimiters |= equal_bytes(word, (unsigned char)delimiter) << (8 * i);
        bits.lines |= equal_bytes(word, '\n') << (8 * i);
        bits.quotes |= equal_bytes(word, '"') << (8 * i);
        bits.returns |= equal_bytes(word, '\r') << (8 * i);
        bits.rare |= gather((word & HIGH_BITS) | zero_bytes(word)) << (8 * i);
    }
    return bits;
}

static inline void add_ends(ac_marks *marks, uint64_t ends, uint32_t block)
{
    uint32_t *into = marks->ends + marks->end_count;
    marks->end_count += (size_t)__builtin_popcountll(ends);
    while (ends != 0) {
        *into++ = block + (uint32_t)__builtin_ctzll(ends);
        ends &= ends - 1;
    }
}

#include "extract/marks_body.def"

static bool has(ac_marks_path path)
{
#ifdef __x86_64__
    bool avx2 = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
                __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt");
    bool avx512 = avx2 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
                  __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi2");
    if (path == AC_MARKS_AVX2 || path == AC_MARKS_AVX512) {
        return path == AC_MARKS_AVX2 ? avx2 : avx512;
    }
#endif
    return path == AC_MARKS_PORTABLE;
}

ac_marks_find *ac_marks_finder(ac_marks_path path)
{
    if (path == AC_MARKS_BEST) {
        path = has(AC_MARKS_AVX512) ? AC_MARKS_AVX512
               : has(AC_MARKS_AVX2) ? AC_MARKS_AVX2
                                    : AC_MARKS_PORTABLE;
    }
    if (!has(path)) {
        return NULL;
    }
#ifdef __x86_64__
    if (path == AC_MARKS_AVX512) {
        return ac_marks_find_avx512;
    }
    if (path == AC_MARKS_AVX2) {
        return ac_marks_find_avx2;
    }
#endif
    return ac_marks_find_portable;
}
