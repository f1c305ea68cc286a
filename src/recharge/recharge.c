/* SPDX-License-Identifier: MIT */
/* Months, and what a session was asked for. */

#include "recharge/recharge.h"

#include "pool/judge.h"
#include "pool/request.h"
#include "recharge/pricing.h"
#include "value/civil.h"
#include "value/date.h"

/* Two o'clock of the next morning: by then the clocks have changed. */
enum { CLOCKS_CHANGED_MINUTE = 26 * 60 };

/* A calendar of plain months, without an end. */
static ac_calendar plain_months(void)
{
    return (ac_calendar){
        .start_month = 1,
        .start_day = 1,
        .term_from = ac_civil_day(AC_DATE_YEAR_MIN, 1, 1),
        .term_until = ac_civil_day(AC_DATE_YEAR_MAX + 1, 1, 1)};
}

int32_t ac_month_of(accord_date date)
{
    ac_calendar calendar = plain_months();
    return ac_period_of(&calendar, AC_PERIOD_MONTH, date);
}

void ac_month_add(ac_buffer *buffer, int32_t month)
{
    ac_calendar calendar = plain_months();
    ac_period_add(buffer, &calendar, AC_PERIOD_MONTH, month);
}

accord_date ac_month_first(int32_t month)
{
    ac_calendar calendar = plain_months();
    return ac_period_from(&calendar, AC_PERIOD_MONTH, month);
}

accord_status ac_month_parse(ac_text text, int32_t *month, accord_error *error)
{
    ac_calendar calendar = plain_months();
    return ac_period_parse(&calendar, AC_PERIOD_MONTH, text, month, error);
}

static const struct {
    const char *word;
    const char *account;
} items[AC_ITEM_KINDS] = {
    [AC_ITEM_TIMESHEET] = {"timesheet",    "sessions"            },
    [AC_ITEM_CANCELLATION] = {"cancellation", "cancelled sessions"  },
    [AC_ITEM_UNALLOCATED] = {"unallocated",  "unallocated sessions"},
    [AC_ITEM_TRUST] = {"trust",        "unallocated sessions"},
    [AC_ITEM_RESERVE] = {"reserve",      "unallocated sessions"},
    [AC_ITEM_SET_ASIDE] = {"set-aside",    "unallocated sessions"},
};

const char *ac_item_word(ac_item_kind kind)
{
    return items[kind].word;
}

const char *ac_item_account(ac_item_kind kind)
{
    return items[kind].account;
}

ac_item_kind ac_item_kind_of(ac_text item)
{
    for (int i = 0; i < AC_ITEM_KINDS; i++) {
        ac_text word = ac_text_of(items[i].word);
        if (ac_text_starts(item, word) && item.size > word.size && item.at[word.size] == ' ') {
            return (ac_item_kind)i;
        }
    }
    return AC_ITEM_KINDS;
}

bool ac_is_account_code(ac_text code)
{
    bool good = code.size > 0 && code.size <= AC_ACCOUNT_CODE_MAX;
    for (size_t i = 0; i < code.size; i++) {
        char c = code.at[i];
        bool letter = ac_is_letter(c) || ac_is_digit(c);
        good = good && (letter || (i > 0 && (c == '-' || c == '_' || c == '.' || c == '/')));
    }
    return good;
}

ac_text ac_one_line(ac_arena *arena, ac_text text)
{
    char *copy = ac_text_terminated(arena, text);
    for (size_t i = 0; i < text.size; i++) {
        bool control = (unsigned char)copy[i] < ' ' || copy[i] == '\x7f';
        copy[i] = control ? ' ' : copy[i];
    }
    return (ac_text){copy, text.size};
}

int64_t
ac_recharge_minutes(const ac_pool *pool, const ac_pool_row *request, accord_date on, int64_t part)
{
    static const ac_pool_setting starts[AC_POOL_PART_COUNT] = {
        AC_SET_MORNING, AC_SET_AFTERNOON, AC_SET_EVENING, AC_SET_NIGHT};
    int64_t minutes = request->cells[AC_IN_REQUESTS_MINUTES].number;
    if (minutes == AC_POOL_ABSENT) {
        minutes = ac_pool_figure(pool, AC_SET_SESSION_MINUTES, on);
    }
    bool over_change = ac_pool_figure(pool, starts[part], on) + minutes > CLOCKS_CHANGED_MINUTE;
    return minutes + (over_change ? ac_pool_clock_change(on) : 0);
}

static bool is_of(const ac_pool_row *request, accord_date said, accord_date on)
{
    switch ((ac_pool_pattern)request->cells[AC_IN_REQUESTS_PATTERN].number) {
    case AC_PATTERN_FIXED:
        return false;
    case AC_PATTERN_WEEKLY:
        return said.day == on.day;
    case AC_PATTERN_ANY: {
        int32_t monday = on.day - (int32_t)ac_weekday_of(on);
        return said.day >= monday && said.day <= on.day;
    }
    }
    return false;
}

const ac_pool_row *
ac_recharge_request(const ac_pool *pool, const ac_names *requests, ac_text code, accord_date on)
{
    accord_date said = {0};
    uint32_t found = ac_names_find(requests, code);
    if (found != AC_NAME_NONE) {
        return ac_pool_row_of(pool, AC_POOL_REQUESTS, found);
    }
    ac_text recurring = {0};
    if (ac_pool_request_dated(code, &recurring, &said)) {
        found = ac_names_find(requests, recurring);
    }
    if (found == AC_NAME_NONE) {
        return NULL;
    }
    const ac_pool_row *request = ac_pool_row_of(pool, AC_POOL_REQUESTS, found);
    return is_of(request, said, on) ? request : NULL;
}
