/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_MARKS_BITS_H
#define AC_EXTRACT_MARKS_BITS_H
/* What is seen of 64 bytes, a bit for each. `rare` may be all ones for a single rare byte. */

#include <stdint.h>

typedef struct block_bits {
    uint64_t delimiters;
    uint64_t lines;
    uint64_t quotes;
    uint64_t returns;
    uint64_t rare; /* beyond ASCII, or NUL */
} block_bits;

#endif
