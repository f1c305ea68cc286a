/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_WHOLE_H
#define AC_BASE_WHOLE_H
/* Whole numbers that fit a machine's word. */

#include <stdint.h>

static inline int64_t ac_least(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* The greatest common divisor; that of nought and a number is the number. */
static inline int64_t ac_common_divisor(int64_t a, int64_t b)
{
    while (b != 0) {
        int64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

#endif
