/* SPDX-License-Identifier: MIT */
/* Judges by difference: the checker sees all bookings, and all but the touched ones. */

#include "booking/judge.h"

#include "pool/build.h"
#include "roster/check.h"
#include "value/date.h"

enum { WEEK = 7 };

/* ---- A book as a problem has it ---- */

static uint32_t duty_at(const ac_problem *problem, uint32_t request, const ac_booking_key *key)
{
    const ac_request *of = &problem->requests[request];
    int32_t day = key->on.day - problem->first.day;
    for (uint32_t i = of->duty_first; i < of->duty_first + of->duty_count; i++) {
        if ((int32_t)problem->duties[i].day == day && problem->duties[i].part == key->part) {
            return i;
        }
    }
    return AC_NO_DUTY;
}

void ac_book_view_make(
    ac_arena *arena, const ac_book *book, const ac_problem *problem, ac_book_view *view)
{
    ac_names doctors;
    ac_names requests;
    ac_names_init(&doctors, arena);
    ac_names_init(&requests, arena);
    for (uint32_t i = 0; i < problem->doctor_count; i++) {
        (void)ac_names_add(&doctors, problem->doctors[i].code, i);
    }
    for (uint32_t i = 0; i < problem->request_count; i++) {
        (void)ac_names_add(&requests, problem->requests[i].code, i);
    }
    *view = (ac_book_view){
        AC_NEW_ARRAY(arena, uint32_t, book->count), AC_NEW_ARRAY(arena, uint32_t, book->count)};
    for (uint32_t i = 0; i < book->count; i++) {
        const ac_booking_key *key = &book->bookings[i].key;
        uint32_t request = ac_names_find(&requests, key->request);
        view->doctors[i] = ac_names_find(&doctors, key->doctor);
        view->duties[i] = request == AC_NAME_NONE ? AC_NO_DUTY : duty_at(problem, request, key);
    }
}

accord_status ac_book_problem(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_published *days,
    ac_problem *problem,
    accord_error *error)
{
    ac_pool_period period = {.from = days->from, .until = days->until, .today = days->from};
    AC_TRY(ac_pool_build(arena, pool, &period, problem, error));
    problem->pin_count = 0;
    return ac_ok();
}

/* ---- Judging ---- */

typedef struct judging {
    ac_arena *arena;
    const ac_book *book;
    const bool *touched;
    const ac_problem *problem;
    ac_book_view view;
    bool seam; /* only what days beside one another can break */
    ac_book_verdict *verdict;
} judging;

static bool is_touched(const judging *j, uint32_t booking)
{
    return j->touched[booking] &&
           ac_booking_state_holds(ac_booking_state_of(&j->book->bookings[booking]));
}

static void check(const judging *j, bool with, ac_verdict *verdict)
{
    uint32_t count = 0;
    ac_placement *list = AC_NEW_ARRAY(j->arena, ac_placement, j->book->count);
    for (uint32_t i = 0; i < j->book->count; i++) {
        if (ac_booking_state_holds(ac_booking_state_of(&j->book->bookings[i])) &&
            j->view.duties[i] != AC_NO_DUTY && j->view.doctors[i] != AC_NO_DOCTOR &&
            (with || !is_touched(j, i))) {
            list[count++] = (ac_placement){j->view.doctors[i], j->view.duties[i]};
        }
    }
    ac_roster_check(j->arena, j->problem, list, count, verdict);
}

static bool was_broken(const ac_verdict *before, const ac_broken *now)
{
    for (uint32_t i = 0; i < before->broken_count; i++) {
        const ac_broken *was = &before->broken[i];
        if (was->rule == now->rule && was->doctor == now->doctor && was->duty == now->duty &&
            was->by >= now->by) {
            return true;
        }
    }
    return false;
}

static void tell_unknown(judging *j)
{
    for (uint32_t i = 0; i < j->book->count; i++) {
        const ac_booking *booking = &j->book->bookings[i];
        int32_t day = booking->key.on.day - j->problem->first.day;
        bool inside = day >= 0 && day < (int32_t)j->problem->day_count;
        const char *what = j->view.doctors[i] == AC_NO_DOCTOR ? "doctors.csv has no such doctor"
                           : j->view.duties[i] == AC_NO_DUTY
                               ? "requests.csv asks for no such session"
                               : NULL;
        if (inside && what != NULL && is_touched(j, i)) {
            ac_booking_key_add(j->verdict->reasons, &booking->key);
            ac_buffer_addf(j->verdict->reasons, ": %s any more\n", what);
            j->verdict->broken++;
        }
    }
}

static void judge(judging *j)
{
    ac_verdict with;
    ac_verdict without;
    check(j, true, &with);
    check(j, false, &without);
    for (uint32_t i = 0; i < with.broken_count; i++) {
        const ac_broken *one = &with.broken[i];
        bool counts = !j->seam || one->rule == AC_RULE_DAILY_REST || one->rule == AC_RULE_RUN_MOST;
        if (counts && !was_broken(&without, one)) {
            ac_broken_add(j->verdict->reasons, j->problem, one);
            ac_buffer_add_char(j->verdict->reasons, '\n');
            j->verdict->broken++;
        }
    }
    if (!j->seam) {
        tell_unknown(j);
    }
}

static bool touches(const judging *j, const ac_published *days)
{
    for (uint32_t i = 0; i < j->book->count; i++) {
        if (is_touched(j, i) && j->book->bookings[i].key.on.day >= days->from.day &&
            j->book->bookings[i].key.on.day < days->until.day) {
            return true;
        }
    }
    return false;
}

static accord_status
judge_days(judging *j, const ac_pool *pool, const ac_published *days, accord_error *error)
{
    ac_problem *problem = AC_NEW(j->arena, ac_problem);
    AC_TRY(ac_book_problem(j->arena, pool, days, problem, error));
    j->problem = problem;
    ac_book_view_make(j->arena, j->book, problem, &j->view);
    judge(j);
    return ac_ok();
}

/* Whether sessions lie on both sides of a period's last day, one of them touched, within a week. */
static bool has_seam(const judging *j, accord_date until)
{
    ac_published before = {{until.day - WEEK}, until};
    ac_published after = {until, {until.day + WEEK}};
    bool sides[2] = {false, false};
    for (uint32_t i = 0; i < j->book->count; i++) {
        const ac_booking *booking = &j->book->bookings[i];
        int32_t day = booking->key.on.day;
        if (ac_booking_state_holds(ac_booking_state_of(booking))) {
            sides[0] = sides[0] || (day >= before.from.day && day < before.until.day);
            sides[1] = sides[1] || (day >= after.from.day && day < after.until.day);
        }
    }
    return sides[0] && sides[1] && (touches(j, &before) || touches(j, &after));
}

static accord_status check_periods(const judging *j, accord_error *error)
{
    for (uint32_t i = 0; i < j->book->count; i++) {
        bool held = !is_touched(j, i);
        int32_t day = j->book->bookings[i].key.on.day;
        for (uint32_t p = 0; p < j->book->period_count && !held; p++) {
            held = day >= j->book->periods[p].from.day && day < j->book->periods[p].until.day;
        }
        if (!held) {
            AC_SCOPED_BUFFER(who, 400);
            ac_booking_key_add(&who, &j->book->bookings[i].key);
            return ac_fail(
                error, ACCORD_EINPUT,
                "%.*s lies in no period that was published; publish a roster of its days first",
                AC_TEXT_ARG(ac_buffer_text(&who)));
        }
    }
    return ac_ok();
}

accord_status ac_book_judge(
    ac_arena *arena,
    const ac_pool *pool,
    const ac_book *book,
    const bool *touched,
    ac_book_verdict *verdict,
    accord_error *error)
{
    judging j = {.arena = arena, .book = book, .touched = touched, .verdict = verdict};
    AC_TRY(check_periods(&j, error));
    for (uint32_t i = 0; i < book->period_count; i++) {
        if (touches(&j, &book->periods[i])) {
            AC_TRY(judge_days(&j, pool, &book->periods[i], error));
        }
    }
    j.seam = true;
    for (uint32_t i = 0; i < book->period_count; i++) {
        accord_date until = book->periods[i].until;
        if (has_seam(&j, until)) {
            ac_published days = {{until.day - WEEK}, {until.day + WEEK}};
            AC_TRY(judge_days(&j, pool, &days, error));
        }
    }
    return ac_ok();
}
