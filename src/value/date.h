/* SPDX-License-Identifier: MIT */
#ifndef AC_VALUE_DATE_H
#define AC_VALUE_DATE_H
/* Days: made from parts, read from text, written. Years 1800 to 2999. */

#include "accord/date.h"

#include "base/buffer.h"
#include "base/status.h"
#include "base/text.h"

typedef struct ac_date_parts {
    int year;
    int month; /* 1 to 12 */
    int day;   /* 1 to 31 */
} ac_date_parts;

/* Returns false (and leaves `date`) if there is no such day. */
bool ac_date_of(int year, int month, int day, accord_date *date);
ac_date_parts ac_date_to_parts(accord_date date);
int ac_days_in_month(int year, int month);

/* How a date stands in data. A layout names one. */
typedef enum ac_date_format {
    AC_DATE_ISO, /* 2014-04-01, also with a time of day after it (T or space), which is dropped */
    AC_DATE_COMPACT, /* 20140401 */
    AC_DATE_DMY,     /* 01/04/2014, 1-4-2014, 1.4.2014: day first */
    AC_DATE_MDY,     /* 04/01/2014: month first */
    AC_DATE_WORDS    /* 1 April 2014, 1 Apr 2014 */
} ac_date_format;

/* Reads a whole text as a date of that format.
 *
 * errors  ACCORD_EINPUT  not that form; no such day (31/02); a year of two digits: the message says
 *                        which of these, and an example of what was expected
 */
accord_status
ac_date_parse(ac_text text, ac_date_format format, accord_date *date, accord_error *error);

void ac_date_add_iso(ac_buffer *buffer, accord_date date);   /* 2014-04-01 */
void ac_date_add_words(ac_buffer *buffer, accord_date date); /* 1 April 2014 */

/* "january" to "december", or the first three letters, any case; 0 if none. */
int ac_month_named(ac_text word);

#endif
