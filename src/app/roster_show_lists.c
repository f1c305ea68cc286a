/* SPDX-License-Identifier: MIT */
/* The lists of a rota. */

#include "app/roster_show_inside.h"
#include "base/limits.h"
#include "pool/columns.h"
#include "pool/request.h"

#include <inttypes.h>
#include <stdlib.h>

static int compare_sessions(const void *a, const void *b)
{
    const ac_rota_session *left = a;
    const ac_rota_session *right = b;
    if (left->date.day != right->date.day) {
        return left->date.day < right->date.day ? -1 : 1;
    }
    int order = ac_text_compare(left->starts, right->starts);
    order = order != 0 ? order : ac_text_compare(left->site, right->site);
    order = order != 0 ? order : ac_text_compare(left->doctor, right->doctor);
    return order != 0 ? order : ac_text_compare(left->request, right->request);
}

static int compare_checks(const void *a, const void *b)
{
    const ac_rota_check *left = a;
    const ac_rota_check *right = b;
    if (left->ends.day != right->ends.day) {
        return left->ends.day < right->ends.day ? -1 : 1;
    }
    int order = ac_text_compare(left->doctor, right->doctor);
    return order != 0 ? order : ac_text_compare(left->check, right->check);
}

static ac_rota_session session_of(const ac_showing *on, uint32_t duty)
{
    const ac_problem *p = on->problem;
    const ac_duty *of = &p->duties[duty];
    AC_SCOPED_BUFFER(starts, 40);
    uint32_t minute = p->kinds[of->kind].start_minute;
    ac_buffer_addf(&starts, "%02" PRIu32 ":%02" PRIu32, minute / 60 % 24, minute % 60);
    AC_SCOPED_BUFFER(workload, AC_FIELD_BYTES_MAX);
    ac_pool_add_workload(
        &workload, ac_pool_row_of(on->pool, AC_POOL_REQUESTS, p->requests[of->request].row));
    return (ac_rota_session){
        .workload = ac_show_kept(on, &workload),
        .request = p->requests[of->request].code,
        .site = p->sites[of->site].code,
        .site_name = p->sites[of->site].name,
        .date = ac_show_date(on, of->day),
        .part = ac_text_of(p->part_names[of->part]),
        .starts = ac_show_kept(on, &starts),
        .minutes = of->minutes,
        .sessions = 1};
}

void ac_show_add_sessions(const ac_showing *on)
{
    const ac_problem *p = on->problem;
    ac_rota *rota = on->rota;
    rota->sessions = AC_NEW_ARRAY(on->arena, ac_rota_session, on->roster->count);
    for (uint32_t i = 0; i < on->roster->count; i++) {
        const ac_placement *one = &on->roster->placements[i];
        bool of_doctor = on->doctor == AC_SHOW_ALL || on->doctor == one->doctor;
        bool of_site = on->site == AC_SHOW_ALL || on->site == p->duties[one->duty].site;
        if (of_doctor && of_site) {
            ac_rota_session *session = &rota->sessions[rota->session_count++];
            *session = session_of(on, one->duty);
            session->doctor = p->doctors[one->doctor].code;
            session->doctor_name = p->doctors[one->doctor].name;
        }
    }
    if (rota->session_count > 0) {
        qsort(rota->sessions, rota->session_count, sizeof *rota->sessions, compare_sessions);
    }
}

void ac_show_add_unmet(const ac_showing *on)
{
    const ac_problem *p = on->problem;
    ac_rota *rota = on->rota;
    rota->unmet = AC_NEW_ARRAY(on->arena, ac_rota_session, p->request_count);
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *request = &p->requests[i];
        uint32_t missing = ac_show_unmet(on, i);
        if (missing == 0 || request->duty_count == 0 ||
            (on->site != AC_SHOW_ALL && on->site != p->duties[request->duty_first].site)) {
            continue;
        }
        AC_SCOPED_BUFFER(why, AC_FIELD_BYTES_MAX);
        ac_rota_session *session = &rota->unmet[rota->unmet_count++];
        *session = session_of(on, request->duty_first);
        session->sessions = missing;
        if (request->duty_count > 1) {
            uint32_t last = request->duty_first + request->duty_count - 1;
            session->any_time = true;
            session->last = ac_show_date(on, p->duties[last].day);
            session->part = (ac_text){"", 0};
            session->starts = (ac_text){"", 0};
        }
        ac_roster_add_unmet(&why, p, on->roster, i);
        session->why = ac_show_kept(on, &why);
    }
    if (rota->unmet_count > 0) {
        qsort(rota->unmet, rota->unmet_count, sizeof *rota->unmet, compare_sessions);
    }
}

static bool is_good(const ac_pool_row *row)
{
    int64_t state = row->cells[AC_IN_GATES_STATE].number;
    return state == AC_STATE_HELD || state == AC_STATE_INCLUDED || state == AC_STATE_CONDITIONS;
}

/* Whether another row of the same check goes on where this one ends. */
static bool goes_on(const ac_showing *on, uint32_t doctor, const ac_pool_row *row)
{
    const ac_pool_row *other = NULL;
    int64_t until = row->cells[AC_IN_GATES_UNTIL].number;
    for (uint32_t i = 0; (other = ac_pool_doctor_row(on->pool, AC_POOL_GATES, doctor, i)) != NULL;
         i++) {
        int64_t other_until = other->cells[AC_IN_GATES_UNTIL].number;
        bool same = other->cells[AC_IN_GATES_GATE].number == row->cells[AC_IN_GATES_GATE].number &&
                    other->cells[AC_IN_GATES_SITE].number == row->cells[AC_IN_GATES_SITE].number &&
                    ac_text_equal_ignoring_case(
                        other->cells[AC_IN_GATES_SYSTEM].text, row->cells[AC_IN_GATES_SYSTEM].text);
        if (other != row && same && is_good(other) &&
            other->cells[AC_IN_GATES_FROM].number <= until + 1 &&
            (other_until == AC_POOL_ABSENT || other_until > until)) {
            return true;
        }
    }
    return false;
}

static ac_rota_check check_of(const ac_showing *on, uint32_t doctor, const ac_pool_row *row)
{
    AC_SCOPED_BUFFER(words, AC_FIELD_BYTES_MAX);
    ac_text gate =
        ac_pool_word(ac_text_of(AC_POOL_GATES_WORDS), row->cells[AC_IN_GATES_GATE].number);
    ac_rota_check check = {
        .doctor = on->problem->doctors[doctor].code,
        .doctor_name = on->problem->doctors[doctor].name,
        .ends = {(int32_t)row->cells[AC_IN_GATES_UNTIL].number}};
    ac_buffer_add(&words, gate);
    static const size_t more[] = {AC_IN_GATES_SYSTEM, AC_IN_GATES_SITE};
    for (size_t i = 0; i < sizeof more / sizeof more[0]; i++) {
        ac_text text = row->cells[more[i]].text;
        ac_buffer_addf(&words, "%s%.*s", text.size > 0 ? " " : "", AC_TEXT_ARG(text));
    }
    check.check = ac_show_kept(on, &words);
    for (uint32_t i = 0; i < on->roster->count; i++) {
        const ac_placement *one = &on->roster->placements[i];
        bool after = ac_show_date(on, on->problem->duties[one->duty].day).day > check.ends.day;
        check.booked += one->doctor == doctor && after ? 1 : 0;
    }
    return check;
}

/* Of the whole pool, or one doctor; of a site, of the doctors who have sessions there. */
static bool is_shown(const ac_showing *on, uint32_t doctor)
{
    if (on->site == AC_SHOW_ALL) {
        return on->doctor == AC_SHOW_ALL || on->doctor == doctor;
    }
    for (uint32_t i = 0; i < on->roster->count; i++) {
        const ac_placement *one = &on->roster->placements[i];
        if (one->doctor == doctor && on->problem->duties[one->duty].site == on->site) {
            return true;
        }
    }
    return false;
}

void ac_show_add_checks(const ac_showing *on)
{
    ac_rota *rota = on->rota;
    accord_date from = rota->today.day < rota->from.day ? rota->today : rota->from;
    accord_date until = ac_rota_checks_until(rota);
    const ac_pool_row *row = NULL;
    rota->checks = AC_NEW_ARRAY(on->arena, ac_rota_check, on->pool->tables[AC_POOL_GATES].count);
    for (uint32_t d = 0; d < on->problem->doctor_count; d++) {
        for (uint32_t i = 0;
             is_shown(on, d) && (row = ac_pool_doctor_row(on->pool, AC_POOL_GATES, d, i)) != NULL;
             i++) {
            int64_t ends = row->cells[AC_IN_GATES_UNTIL].number;
            if (ends != AC_POOL_ABSENT && ends >= from.day && ends <= until.day && is_good(row) &&
                !goes_on(on, d, row)) {
                rota->checks[rota->check_count++] = check_of(on, d, row);
            }
        }
    }
    if (rota->check_count > 0) {
        qsort(rota->checks, rota->check_count, sizeof *rota->checks, compare_checks);
    }
}
