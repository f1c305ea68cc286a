/* SPDX-License-Identifier: MIT */
/* Logarithms by squaring, and steps of temperature. */

#include "roster/heat.h"

#include "base/whole.h"

#define SIXTEENTH_OCTAVE UINT64_C(4112874773) /* 2^(-1/16) x 2^32 */

/* log2 of a whole number, in 65536ths, by squaring its mantissa. */
static int64_t log2_of(uint64_t number)
{
    int64_t log = 0;
    while (number >> (log + 1) != 0) {
        log++;
    }
    uint64_t mantissa =
        log <= 31 ? number << (31 - log) : number >> (log - 31); /* 1 to 2, x 2^31 */
    log <<= 16;
    for (int64_t bit = 1 << 15; bit > 0; bit >>= 1) {
        mantissa = mantissa * mantissa >> 31;
        if (mantissa >> 32 != 0) {
            mantissa >>= 1;
            log += bit;
        }
    }
    return log;
}

void ac_heat_chances(int64_t chances[AC_CHANCES])
{
    const int64_t ln2 = 45426; /* x 65536 */
    for (uint32_t i = 0; i < AC_CHANCES; i++) {
        int64_t fall = (INT64_C(13) << 16) - log2_of(2 * (uint64_t)i + 1);
        chances[i] = fall * ln2 >> 22;
    }
}

uint32_t ac_heat_steps(int64_t heats[AC_HEATS_MOST], int64_t heat, int64_t cold)
{
    uint32_t count = 0;
    heat = ac_least(heat, AC_HEAT_MOST);
    while (count < AC_HEATS_MOST && heat > cold && heat > 0) {
        heats[count++] = heat;
        heat = (int64_t)((uint64_t)heat * SIXTEENTH_OCTAVE >> 32);
    }
    if (count == 0) {
        heats[count++] = heat;
    }
    return count;
}
