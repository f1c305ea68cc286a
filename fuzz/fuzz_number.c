/* SPDX-License-Identifier: MIT */
/* Numbers, dates and periods as an outsider can write them. What is read is written and read again,
 * and must be the same; what is refused must say so in well-formed text. */

#include "base/assert.h"
#include "fuzz.h"
#include "value/date.h"
#include "value/period.h"
#include "value/rational.h"

/* Inputs are not checked for UTF-8 here, so only a text that is well formed has a message that is.
 * */
static void check_refusal(ac_text text, accord_status status, const accord_error *error)
{
    ac_assert(status.code == error->code);
    ac_text message = ac_text_of(error->message);
    ac_assert(message.size > 0);
    if (ac_text_utf8_fault(text) == text.size) {
        ac_assert(ac_text_utf8_fault(message) == message.size);
    }
}

static void check_number(ac_text text)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_rational value = AC_RATIONAL_ZERO;
    accord_status status = ac_rational_parse(&arena, text, &value, &error);
    ac_rational exact = AC_RATIONAL_ZERO;
    accord_error exact_error = {0};
    accord_status exact_status = ac_rational_parse_exact(&arena, text, &exact, &exact_error);
    if (status.code == ACCORD_OK) {
        ac_assert(exact_status.code == ACCORD_OK);
        ac_assert(ac_rational_compare(value, exact) == 0);
    } else {
        check_refusal(text, status, &error);
    }
    if (exact_status.code != ACCORD_OK) {
        check_refusal(text, exact_status, &exact_error);
        return;
    }
    AC_SCOPED_BUFFER(written, text.size * 4 + 100);
    ac_rational_add_exact(&written, exact);
    ac_assert(!written.overflowed);
    ac_rational back = AC_RATIONAL_ZERO;
    status = ac_rational_parse_exact(&arena, ac_buffer_text(&written), &back, &error);
    ac_assert(status.code == ACCORD_OK);
    ac_assert(ac_rational_compare(back, exact) == 0);

    ac_rational down = ac_rational_round(&arena, exact, 2, ACCORD_DOWN);
    ac_rational up = ac_rational_round(&arena, exact, 2, ACCORD_UP);
    ac_rational width = ac_rational_subtract(&arena, up, down);
    ac_assert(ac_rational_sign(width) * ac_rational_sign(exact) >= 0);
    ac_buffer_clear(&written);
    ac_rational_add_decimal(&written, exact, 2, true);
}

static void check_dates(ac_text text)
{
    for (int format = AC_DATE_ISO; format <= AC_DATE_WORDS; format++) {
        accord_error error = {0};
        accord_date date = {0};
        accord_status status = ac_date_parse(text, (ac_date_format)format, &date, &error);
        if (status.code != ACCORD_OK) {
            check_refusal(text, status, &error);
            continue;
        }
        AC_SCOPED_BUFFER(written, 100);
        ac_date_add_iso(&written, date);
        accord_date back = {0};
        status = ac_date_parse(ac_buffer_text(&written), AC_DATE_ISO, &back, &error);
        ac_assert(status.code == ACCORD_OK);
        ac_assert(back.day == date.day);
    }
}

static void check_periods(const ac_calendar *calendar, ac_text text)
{
    for (int k = AC_PERIOD_MONTH; k <= AC_PERIOD_NONE; k++) {
        ac_period_kind kind = (ac_period_kind)k;
        accord_error error = {0};
        int32_t period = 0;
        accord_status status = ac_period_parse(calendar, kind, text, &period, &error);
        if (status.code != ACCORD_OK) {
            check_refusal(text, status, &error);
            continue;
        }
        accord_date from = ac_period_from(calendar, kind, period);
        ac_assert(ac_period_of(calendar, kind, from) == period);
        ac_assert(ac_period_until(calendar, kind, period).day > from.day);
        AC_SCOPED_BUFFER(written, 100);
        ac_period_add(&written, calendar, kind, period);
        int32_t back = -1;
        status = ac_period_parse(calendar, kind, ac_buffer_text(&written), &back, &error);
        ac_assert(status.code == ACCORD_OK);
        ac_assert(back == period);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static const int starts[][2] = {
        {4, 1 },
        {1, 1 },
        {4, 6 },
        {2, 28}
    };
    ac_text text = {(const char *)bytes, size};
    check_number(text);
    check_dates(text);
    for (size_t i = 0; i < sizeof starts / sizeof starts[0]; i++) {
        accord_date from = {0};
        accord_date until = {0};
        bool found = ac_date_of(2013, starts[i][0], starts[i][1], &from);
        ac_assert(found);
        found = ac_date_of(2016, starts[i][0], starts[i][1], &until);
        ac_assert(found);
        ac_calendar calendar = {0};
        accord_status status = ac_calendar_make(
            from, (accord_date){until.day - 1}, starts[i][0], starts[i][1], &calendar, NULL);
        ac_assert(status.code == ACCORD_OK);
        check_periods(&calendar, text);
    }
    return 0;
}
