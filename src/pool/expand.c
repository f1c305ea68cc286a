/* SPDX-License-Identifier: MIT */
/* Requests of a period become duties: a fixed one has one, a weekly one has one in each week, a
 * request for any day has one for each working half-day of its week. Bank holidays are left out
 * unless they are asked for. */

#include "base/limits.h"
#include "pool/building.h"
#include "pool/judge.h"
#include "value/date.h"

#include <inttypes.h>

/* Two o'clock of the next morning: by then the clocks have changed. */
enum { CLOCKS_CHANGED_MINUTE = 26 * 60 };

static int64_t cell(const ac_pool_row *row, size_t column)
{
    return row->cells[column].number;
}

static accord_date date_of(const ac_building *work, uint32_t day)
{
    return (accord_date){work->period->from.day + (int32_t)day};
}

/* The kind of a session: its part of the day and its minutes. */
static accord_status kind_of(ac_building *work, uint32_t part, uint32_t minutes, uint32_t *found)
{
    static const ac_pool_setting starts[] = {
        AC_SET_MORNING, AC_SET_AFTERNOON, AC_SET_EVENING, AC_SET_NIGHT};
    ac_problem *problem = work->problem;
    uint32_t start = (uint32_t)ac_pool_figure(work->pool, starts[part], work->period->from);
    uint32_t at = 0;
    while (at < problem->kind_count &&
           (problem->kinds[at].start_minute != start || problem->kinds[at].minutes != minutes)) {
        at++;
    }
    if (at == AC_KINDS_MOST) {
        return ac_fail(
            work->error, ACCORD_ELIMIT,
            "there are more than %u kinds of session (parts of the day and lengths); use fewer "
            "lengths",
            AC_KINDS_MOST);
    }
    if (at == problem->kind_count) {
        AC_SCOPED_BUFFER(code, 60);
        ac_buffer_addf(&code, "%s %u", problem->part_names[part], minutes);
        problem->kinds[at] =
            (ac_session_kind){ac_text_copy(work->arena, ac_buffer_text(&code)), start, minutes, 0};
        problem->kind_count++;
    }
    *found = at;
    return ac_ok();
}

/* Rooms of a site at a time. A site that lists none has as many as it needs; a site that lists some
 * has none at other times. */
static uint32_t room_of(ac_building *work, uint32_t site, uint32_t day, uint32_t part)
{
    ac_problem *problem = work->problem;
    const ac_pool_rows *table = &work->pool->tables[AC_POOL_ROOMS];
    uint32_t weekday = ac_weekday_of(date_of(work, day));
    bool listed = false;
    int64_t most = 0;
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_row *row = &table->rows[i];
        if (cell(row, AC_IN_ROOMS_SITE) == (int64_t)site) {
            listed = true;
            most += cell(row, AC_IN_ROOMS_WEEKDAY) == (int64_t)weekday &&
                            cell(row, AC_IN_ROOMS_PART) == (int64_t)part
                        ? cell(row, AC_IN_ROOMS_ROOMS)
                        : 0;
        }
    }
    if (!listed) {
        return AC_NO_ROOM;
    }
    for (uint32_t i = problem->room_count; i-- > 0;) {
        const ac_rooms *room = &problem->rooms[i];
        if (room->site == site && room->day == day && room->part == part) {
            return i;
        }
    }
    AC_RESERVE(work->arena, problem->rooms, problem->room_count, work->room_capacity);
    problem->rooms[problem->room_count] = (ac_rooms){site, day, part, (uint32_t)most};
    return problem->room_count++;
}

static accord_status
add_duty(ac_building *work, const ac_pool_row *row, uint32_t day, uint32_t part, uint32_t most)
{
    ac_problem *problem = work->problem;
    uint32_t site = (uint32_t)cell(row, AC_IN_REQUESTS_SITE);
    int64_t minutes = cell(row, AC_IN_REQUESTS_MINUTES);
    uint32_t kind = 0;
    if (minutes == AC_POOL_ABSENT) {
        minutes = ac_pool_figure(work->pool, AC_SET_SESSION_MINUTES, date_of(work, day));
    }
    if (problem->duty_count == AC_POOL_DUTIES_MAX) {
        return ac_fail(
            work->error, ACCORD_ELIMIT, "the period has more than %u sessions; plan fewer weeks",
            AC_POOL_DUTIES_MAX);
    }
    AC_TRY(kind_of(work, part, (uint32_t)minutes, &kind));
    uint32_t room = room_of(work, site, day, part);
    AC_RESERVE(work->arena, problem->duties, problem->duty_count, work->duty_capacity);
    bool over_change = problem->kinds[kind].start_minute + minutes > CLOCKS_CHANGED_MINUTE;
    int32_t longer = over_change ? ac_pool_clock_change(date_of(work, day)) : 0;
    problem->duties[problem->duty_count++] = (ac_duty){
        .request = problem->request_count,
        .day = day,
        .part = part,
        .kind = kind,
        .site = site,
        .room = room,
        .most = most,
        .minutes = (uint32_t)(minutes + longer),
        .tags = AC_TAG_ALL | UINT64_C(1) << kind};
    problem->requests[problem->request_count].duty_count++;
    return ac_ok();
}

static void begin_request(ac_building *work, uint32_t row_index, accord_date on)
{
    static const ac_pool_setting prices[] = {
        AC_SET_PRICE_ROUTINE, AC_SET_PRICE_SOON, AC_SET_PRICE_URGENT};
    ac_problem *problem = work->problem;
    const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_REQUESTS, row_index);
    int64_t urgency = cell(row, AC_IN_REQUESTS_URGENCY);
    AC_SCOPED_BUFFER(code, 400);
    ac_buffer_addf(&code, "%.*s", AC_TEXT_ARG(row->cells[0].text));
    if (cell(row, AC_IN_REQUESTS_PATTERN) != AC_PATTERN_FIXED) {
        ac_buffer_add_char(&code, '/');
        ac_date_add_iso(&code, on);
    }
    size_t capacity = work->request_capacity;
    AC_RESERVE(work->arena, problem->requests, problem->request_count, work->request_capacity);
    AC_RESERVE(work->arena, work->request_rows, problem->request_count, capacity);
    work->request_rows[problem->request_count] = row_index;
    problem->requests[problem->request_count] = (ac_request){
        .code = ac_text_copy(work->arena, ac_buffer_text(&code)),
        .row = row_index,
        .duty_first = problem->duty_count,
        .needed = (uint32_t)cell(row, AC_IN_REQUESTS_SESSIONS),
        .under_cost = ac_pool_figure(
            work->pool, prices[urgency == AC_POOL_ABSENT ? 0 : urgency], work->period->from),
    };
}

static void end_request(ac_building *work)
{
    if (work->problem->requests[work->problem->request_count].duty_count > 0) {
        work->problem->request_count++;
    }
}

static bool asks_for(const ac_building *work, const ac_pool_row *row, uint32_t day)
{
    accord_date on = date_of(work, day);
    int64_t until = cell(row, AC_IN_REQUESTS_PATTERN) == AC_PATTERN_FIXED
                        ? cell(row, AC_IN_REQUESTS_FROM)
                        : cell(row, AC_IN_REQUESTS_UNTIL);
    return on.day >= work->period->today.day && on.day >= cell(row, AC_IN_REQUESTS_FROM) &&
           (until == AC_POOL_ABSENT || on.day <= until) &&
           (cell(row, AC_IN_REQUESTS_HOLIDAYS) == 1 || !ac_pool_is_holiday(work->pool, on));
}

static accord_status expand_dated(ac_building *work, uint32_t row_index)
{
    const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_REQUESTS, row_index);
    bool weekly = cell(row, AC_IN_REQUESTS_PATTERN) == AC_PATTERN_WEEKLY;
    for (uint32_t day = 0; day < work->problem->day_count; day++) {
        uint32_t weekday = ac_weekday_of(date_of(work, day));
        if (!asks_for(work, row, day) ||
            (weekly && cell(row, AC_IN_REQUESTS_WEEKDAY) != (int64_t)weekday)) {
            continue;
        }
        begin_request(work, row_index, date_of(work, day));
        AC_TRY(add_duty(
            work, row, day, (uint32_t)cell(row, AC_IN_REQUESTS_PART),
            (uint32_t)cell(row, AC_IN_REQUESTS_SESSIONS)));
        end_request(work);
    }
    return ac_ok();
}

/* NOLINTNEXTLINE(readability-function-size): one pass over the days of a week */
static accord_status expand_any(ac_building *work, uint32_t row_index)
{
    const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_REQUESTS, row_index);
    int64_t part = cell(row, AC_IN_REQUESTS_PART);
    uint32_t first_part = part == AC_POOL_ABSENT ? 0 : (uint32_t)part;
    uint32_t last_part = part == AC_POOL_ABSENT ? 1 : (uint32_t)part;
    for (uint32_t week = 0; week < work->problem->week_count; week++) {
        bool begun = false;
        for (uint32_t day = 0; day < work->problem->day_count; day++) {
            if (ac_week_of(work->problem, day) != week || !asks_for(work, row, day) ||
                ac_weekday_of(date_of(work, day)) > 4) {
                continue;
            }
            if (!begun) {
                accord_date on = date_of(work, day);
                on.day -= (int32_t)ac_weekday_of(on); /* the same whichever day of it is first */
                begin_request(work, row_index, on);
                begun = true;
            }
            for (uint32_t p = first_part; p <= last_part; p++) {
                AC_TRY(add_duty(work, row, day, p, 1));
            }
        }
        if (begun) {
            end_request(work);
        }
    }
    return ac_ok();
}

accord_status ac_building_expand(ac_building *work)
{
    for (uint32_t i = 0; i < work->pool->tables[AC_POOL_REQUESTS].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(work->pool, AC_POOL_REQUESTS, i);
        AC_TRY(
            cell(row, AC_IN_REQUESTS_PATTERN) == AC_PATTERN_ANY ? expand_any(work, i)
                                                                : expand_dated(work, i));
    }
    if (work->problem->request_count == 0) {
        return ac_fail(
            work->error, ACCORD_EINPUT,
            "no request of requests.csv asks for a session in the period; look at --from and "
            "--weeks");
    }
    return ac_ok();
}
