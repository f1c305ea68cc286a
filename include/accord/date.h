/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_DATE_H
#define ACCORD_DATE_H
/* A day of the Gregorian calendar, without a time or a zone. */

#include <stdint.h>

/* Days since 1970-01-01; earlier days are negative. */
typedef struct accord_date {
    int32_t day;
} accord_date;

#endif
