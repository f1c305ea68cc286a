/* SPDX-License-Identifier: MIT */
/* The search with AVX2: 32 bytes compared at once. */

#include "extract/marks.h"
#include "extract/marks_bits.h"

#ifdef __x86_64__

#include <immintrin.h>

#define AC_MARKS_TARGET __attribute__((target("avx2,bmi,bmi2,popcnt")))
#define AC_MARKS_NAME   ac_marks_find_avx2

AC_MARKS_TARGET static inline uint64_t equal_bytes(__m256i low, __m256i high, char byte)
{
    __m256i wanted = _mm256_set1_epi8(byte);
    uint32_t first = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(low, wanted));
    uint32_t second = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(high, wanted));
    return first | (uint64_t)second << 32;
}

AC_MARKS_TARGET static inline block_bits load_block(const char *at, char delimiter)
{
    __m256i low = _mm256_loadu_si256((const __m256i *)(const void *)at);
    __m256i high = _mm256_loadu_si256((const __m256i *)(const void *)(at + 32));
    /* A byte is rare where it is not above zero, taken with its sign. */
    __m256i least = _mm256_min_epi8(low, high);
    __m256i plain = _mm256_cmpgt_epi8(least, _mm256_setzero_si256());
    return (block_bits){
        .delimiters = equal_bytes(low, high, delimiter),
        .lines = equal_bytes(low, high, '\n'),
        .quotes = equal_bytes(low, high, '"'),
        .returns = equal_bytes(low, high, '\r'),
        .rare = _mm256_movemask_epi8(plain) == -1 ? 0 : ~UINT64_C(0)};
}

AC_MARKS_TARGET static inline void add_ends(ac_marks *marks, uint64_t ends, uint32_t block)
{
    uint32_t *into = marks->ends + marks->end_count;
    int count = __builtin_popcountll(ends);
    marks->end_count += (size_t)count;
    /* Eight are written unasked: most blocks have that many, and what is too much is written over
     * by the next. */
    for (int i = 0; i < 8; i++) {
        into[i] = block + (uint32_t)_tzcnt_u64(ends);
        ends &= ends - 1;
    }
    if (__builtin_expect(count > 8, 0)) {
        for (int i = 8; i < 16; i++) {
            into[i] = block + (uint32_t)_tzcnt_u64(ends);
            ends &= ends - 1;
        }
        for (int i = 16; i < count; i++) {
            into[i] = block + (uint32_t)_tzcnt_u64(ends);
            ends &= ends - 1;
        }
    }
}

#include "extract/marks_body.def"

#endif
