/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_MONEY_H
#define ACCORD_MONEY_H
/* Amounts of money in whole units of the smallest size that a contract names (pence, dollars), and
 * the named ways to round to them. */

#include <stdint.h>

/* An amount in minor units: pence where the contract says "GBP in whole pence". */
typedef struct accord_money {
    int64_t minor;
} accord_money;

/* Rounding is always named. */
typedef enum accord_rounding {
    ACCORD_HALF_AWAY, /* to the nearest; halves away from zero */
    ACCORD_HALF_EVEN, /* to the nearest; halves to the even neighbour */
    ACCORD_DOWN,      /* toward zero */
    ACCORD_UP,        /* away from zero */
    ACCORD_HALF_DOWN  /* to the nearest; halves toward zero */
} accord_rounding;

#endif
