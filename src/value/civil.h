/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_CIVIL_H
#define AC_VALUE_CIVIL_H
/* Counting days, without the limits on years that dates read from outside keep: the day after the
 * last of 2999 is counted too. Shared by date.c and period.c. */

#include "accord/date.h"

/* in  month  1 to 12; day  1 to 31 */
accord_date ac_civil_day(int64_t year, int month, int day);

#define AC_DATE_YEAR_MIN 1800
#define AC_DATE_YEAR_MAX 2999

#endif
