/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TEST_RANDOM_H
#define ACCORD_TEST_RANDOM_H
/* Numbers for property tests: the same on every machine from the same seed. The seed is printed,
 * and ACCORD_SEED in the environment sets another. */

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct test_random {
    uint64_t state;
} test_random;

static inline test_random test_random_start(const char *what)
{
    const char *given = getenv("ACCORD_SEED");
    uint64_t seed = given == NULL ? 20140401u : strtoull(given, NULL, 10);
    fprintf(stderr, "# %s: ACCORD_SEED=%llu\n", what, (unsigned long long)seed);
    return (test_random){seed};
}

/* How often a property is tried: ACCORD_ROUNDS in the environment, or as usual. */
static inline uint64_t test_rounds(uint64_t usual)
{
    const char *given = getenv("ACCORD_ROUNDS");
    return given == NULL ? usual : strtoull(given, NULL, 10);
}

/* SplitMix64 (Steele, Lea and Flood, 2014). */
static inline uint64_t test_random_next(test_random *random)
{
    uint64_t mixed = random->state += 0x9E3779B97F4A7C15u;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9u;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBu;
    return mixed ^ (mixed >> 31);
}

/* 0 to limit - 1; the slight bias does not matter here. */
static inline uint64_t test_random_below(test_random *random, uint64_t limit)
{
    return test_random_next(random) % limit;
}

#endif
