/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_HEAT_H
#define AC_ROSTER_HEAT_H
/* Chances and temperatures of annealing in whole numbers, so that they are the same everywhere. */

#include <stdint.h>

enum {
    AC_CHANCES = 4096,
    AC_HEATS_MOST = 512,
    AC_HEAT_SCALE = 1024, /* of temperatures and chances */
};

#define AC_HEAT_MOST (INT64_C(1) << 30) /* so that its product with a chance fits */

/* Fills in -ln of even steps from 0 to 1, times AC_HEAT_SCALE. */
void ac_heat_chances(int64_t chances[AC_CHANCES]);

/* How much dearer a move may make the roster at a heat: a small amount often, a large one rarely.
 * `random` is any whole number. */
static inline int64_t
ac_heat_allows(const int64_t chances[AC_CHANCES], int64_t heat, uint64_t random)
{
    return heat * chances[random >> 52] / AC_HEAT_SCALE / AC_HEAT_SCALE;
}

/* Temperatures from one, or AC_HEAT_MOST if that is less, down to another, each a sixteenth of an
 * octave below the one before. Returns how many: 1 at least. */
uint32_t ac_heat_steps(int64_t heats[AC_HEATS_MOST], int64_t heat, int64_t cold);

#endif
