/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_RANDOM_H
#define AC_BASE_RANDOM_H
/* Whole random numbers, the same on every machine from the same state: SplitMix64 (Steele, Lea and
 * Flood, 2014). */

#include <stdint.h>

static inline uint64_t ac_random_next(uint64_t *state)
{
    uint64_t mixed = *state += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

/* 0 to limit - 1 */
static inline uint32_t ac_random_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)(((ac_random_next(state) >> 32) * limit) >> 32);
}

#endif
