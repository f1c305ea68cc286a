/* SPDX-License-Identifier: MIT */
/* Moments: days of the calendar times 86,400, and London's hour of summer. */

#include "value/moment.h"

#include "value/civil.h"
#include "value/date.h"

#include <inttypes.h>

enum { HOUR = 3600, DAY = 86400 };

/* One o'clock UTC on the last Sunday of a month of 31 days. */
static ac_moment change_in(int year, int month)
{
    accord_date last = ac_civil_day(year, month, 31);
    int32_t since_sunday = ((last.day + 4) % 7 + 7) % 7; /* 1970-01-01 was a Thursday */
    return (ac_moment)(last.day - since_sunday) * DAY + HOUR;
}

static bool is_summer(ac_moment moment)
{
    int year = ac_date_to_parts(ac_moment_day(moment)).year;
    return moment >= change_in(year, 3) && moment < change_in(year, 10);
}

ac_moment ac_moment_in_london(accord_date on, uint32_t minute)
{
    ac_moment winter = (ac_moment)on.day * DAY + (ac_moment)minute * 60;
    return is_summer(winter - HOUR) ? winter - HOUR : winter;
}

accord_date ac_moment_london_day(ac_moment moment)
{
    return ac_moment_day(is_summer(moment) ? moment + HOUR : moment);
}

accord_date ac_moment_day(ac_moment moment)
{
    ac_moment day = moment >= 0 ? moment / DAY : -((-moment + DAY - 1) / DAY);
    return (accord_date){(int32_t)day};
}

uint32_t ac_moment_second(ac_moment moment)
{
    return (uint32_t)(moment - (ac_moment)ac_moment_day(moment).day * DAY);
}

static bool two_digits(ac_text text, size_t at, uint32_t below, uint32_t *number)
{
    if (at + 2 > text.size || text.at[at] < '0' || text.at[at] > '9' || text.at[at + 1] < '0' ||
        text.at[at + 1] > '9') {
        return false;
    }
    *number = (uint32_t)(text.at[at] - '0') * 10 + (uint32_t)(text.at[at + 1] - '0');
    return *number < below;
}

accord_status ac_moment_parse(ac_text text, ac_moment *moment, accord_error *error)
{
    accord_date on = {0};
    uint32_t hour = 0;
    uint32_t minute = 0;
    uint32_t second = 0;
    bool seconds = text.size == 20;
    bool good =
        (seconds || text.size == 17) && text.at[10] == 'T' && text.at[13] == ':' &&
        text.at[text.size - 1] == 'Z' && (!seconds || text.at[16] == ':') &&
        ac_date_parse(ac_text_slice(text, 0, 10), AC_DATE_ISO, &on, NULL).code == ACCORD_OK &&
        two_digits(text, 11, 24, &hour) && two_digits(text, 14, 60, &minute) &&
        (!seconds || two_digits(text, 17, 60, &second));
    if (!good) {
        return ac_fail(
            error, ACCORD_EINPUT, "\"%.*s\" is no moment; write it in UTC, as 2015-01-05T09:30Z",
            AC_TEXT_ARG(text));
    }
    *moment = (ac_moment)on.day * DAY + ((ac_moment)hour * 60 + minute) * 60 + second;
    return ac_ok();
}

void ac_moment_add(ac_buffer *buffer, ac_moment moment)
{
    uint32_t second = ac_moment_second(moment);
    ac_date_add_iso(buffer, ac_moment_day(moment));
    ac_buffer_addf(
        buffer, "T%02" PRIu32 ":%02" PRIu32 ":%02" PRIu32 "Z", second / HOUR, second / 60 % 60,
        second % 60);
}
