/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_DEMO_RANDOM_H
#define AC_APP_DEMO_RANDOM_H
/* Random whole numbers of the demonstration data: PCG32 (M. E. O'Neill, pcg-random.org, the XSH RR
 * member). A stream for each purpose, so that a change in one does not move the others. */

#include <stddef.h>
#include <stdint.h>

typedef struct ac_demo_random {
    uint64_t state;
    uint64_t step; /* odd */
} ac_demo_random;

static inline uint32_t ac_demo_draw(ac_demo_random *random)
{
    uint64_t old = random->state;
    random->state = old * UINT64_C(6364136223846793005) + random->step;
    uint32_t mixed = (uint32_t)(((old >> 18) ^ old) >> 27);
    uint32_t turn = (uint32_t)(old >> 59);
    return (mixed >> turn) | (mixed << ((32 - turn) & 31));
}

static inline ac_demo_random ac_demo_random_of(uint64_t seed, uint64_t purpose)
{
    ac_demo_random random = {.state = 0, .step = purpose * 2 + 1};
    (void)ac_demo_draw(&random);
    random.state += seed;
    (void)ac_demo_draw(&random);
    return random;
}

/* 0 to below - 1; the unevenness, under below / 2^32, does not matter to a demonstration. */
static inline uint32_t ac_demo_below(ac_demo_random *random, uint32_t below)
{
    return (uint32_t)(((uint64_t)ac_demo_draw(random) * below) >> 32);
}

/* from to last, both included. */
static inline int32_t ac_demo_between(ac_demo_random *random, int32_t from, int32_t last)
{
    return from + (int32_t)ac_demo_below(random, (uint32_t)(last - from) + 1);
}

/* The place in `weights` that is drawn. */
static inline size_t
ac_demo_pick(ac_demo_random *random, const uint16_t *weights, size_t weight_count)
{
    uint32_t sum = 0;
    for (size_t i = 0; i < weight_count; i++) {
        sum += weights[i];
    }
    uint32_t at = ac_demo_below(random, sum);
    size_t place = 0;
    while (place + 1 < weight_count && at >= weights[place]) {
        at -= weights[place];
        place++;
    }
    return place;
}

#endif
