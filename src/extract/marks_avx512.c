/* SPDX-License-Identifier: MIT */
/* The search with AVX-512: 64 bytes compared at once, and the places of the bits of a word written
 * by one compression of the bytes 0 to 63. */

#include "extract/marks.h"
#include "extract/marks_bits.h"

#ifdef __x86_64__

#include <immintrin.h>

#define AC_MARKS_TARGET \
    __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi2,avx2,bmi,bmi2,popcnt")))
#define AC_MARKS_NAME ac_marks_find_avx512

AC_MARKS_TARGET static inline block_bits load_block(const char *at, char delimiter)
{
    __m512i bytes = _mm512_loadu_si512(at);
    return (block_bits){
        .delimiters = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8(delimiter)),
        .lines = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\n')),
        .quotes = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('"')),
        .returns = _mm512_cmpeq_epi8_mask(bytes, _mm512_set1_epi8('\r')),
        .rare = _mm512_cmple_epi8_mask(bytes, _mm512_setzero_si512())};
}

AC_MARKS_TARGET static inline void add_ends(ac_marks *marks, uint64_t ends, uint32_t block)
{
    static const uint8_t places[64] = {
        0,  1,  2,  3,  4,  5,  6,  7,  8,  9,  10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21,
        22, 23, 24, 25, 26, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43,
        44, 45, 46, 47, 48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63};
    uint32_t *into = marks->ends + marks->end_count;
    int count = __builtin_popcountll(ends);
    marks->end_count += (size_t)count;
    __m512i base = _mm512_set1_epi32((int)block);
    __m512i packed = _mm512_maskz_compress_epi8(ends, _mm512_loadu_si512(places));
    /* Sixteen are written unasked: what is too much is written over by the next. */
    __m128i part = _mm512_castsi512_si128(packed);
    _mm512_storeu_si512(into, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part)));
    if (__builtin_expect(count > 16, 0)) {
        part = _mm512_extracti32x4_epi32(packed, 1);
        _mm512_storeu_si512(into + 16, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part)));
        part = _mm512_extracti32x4_epi32(packed, 2);
        _mm512_storeu_si512(into + 32, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part)));
        part = _mm512_extracti32x4_epi32(packed, 3);
        _mm512_storeu_si512(into + 48, _mm512_add_epi32(base, _mm512_cvtepu8_epi32(part)));
    }
}

#include "extract/marks_body.def"

#endif
