/* SPDX-License-Identifier: MIT */
/* Moves of the session pool. Each is small, and each earned its place by measurement; the one that
 * gives a session to a doctor who is at that site in that week anyway does most. */

#include "roster/searching.h"

enum { TRIES = 6, BLOCK_MOST = 14 };

static uint32_t slot_of(const ac_state *s, uint32_t duty)
{
    return ac_slot_of(s->problem, &s->problem->duties[duty]);
}

static bool may(const ac_state *s, uint32_t doctor, uint32_t duty)
{
    return s->problem->refusals[ac_pair_of(s->problem, doctor, duty)] == AC_RULE_NONE;
}

static uint32_t any_doctor(ac_searching *s, uint32_t duty)
{
    const ac_state *st = s->state;
    uint32_t first = st->doctors_first[duty];
    uint32_t count = st->doctors_first[duty + 1] - first;
    return count == 0 ? AC_NO_DOCTOR : st->doctors[first + ac_below(s, count)];
}

/* A doctor who is at the duty's site in its week, if a few looks find one; else any. */
static uint32_t near_doctor(ac_searching *s, uint32_t duty, uint32_t but)
{
    const ac_state *st = s->state;
    const ac_problem *p = st->problem;
    const ac_duty *d = &p->duties[duty];
    uint32_t first = st->doctors_first[duty];
    uint32_t count = st->doctors_first[duty + 1] - first;
    if (count == 0 || d->site == AC_NO_SITE) {
        return any_doctor(s, duty);
    }
    uint32_t at = ac_below(s, count);
    uint32_t week = ac_week_of(p, d->day);
    uint32_t known = AC_NO_DOCTOR;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t doctor = st->doctors[first + at];
        at = at + 1 == count ? 0 : at + 1;
        if (doctor == but) {
            continue;
        }
        if (st->site_week[((size_t)doctor * p->week_count + week) * p->site_count + d->site] > 0) {
            return doctor;
        }
        if (st->site_all[(size_t)doctor * p->site_count + d->site] > 0) {
            known = doctor;
        }
    }
    return known != AC_NO_DOCTOR ? known : any_doctor(s, duty);
}

/* Gives a duty that nobody holds now to a doctor who is free then, if a few looks find one. */
static void give_away(ac_searching *s, uint32_t duty, uint32_t but)
{
    uint32_t slot = slot_of(s->state, duty);
    for (uint32_t i = 0; i < TRIES; i++) {
        uint32_t doctor = (i & 1u) == 0 ? near_doctor(s, duty, but) : any_doctor(s, duty);
        if (doctor != AC_NO_DOCTOR && doctor != but &&
            ac_state_held(s->state, doctor, slot) == AC_NO_DUTY) {
            int64_t hard = s->state->hard;
            if (!ac_try_set(s, doctor, slot, duty) || s->state->hard <= hard) {
                return;
            }
            s->undo_count--;
            ac_state_set(s->state, doctor, slot, AC_NO_DUTY);
        }
    }
}

/* A request that is short gets a doctor, whatever the doctor held then is given away. */
static bool fill(ac_searching *s)
{
    ac_state *st = s->state;
    if (st->short_count == 0) {
        return false;
    }
    const ac_request *r = &st->problem->requests[st->short_list[ac_below(s, st->short_count)]];
    uint32_t duty = r->duty_first + ac_below(s, r->duty_count);
    uint32_t doctor =
        (ac_random(s) & 1u) == 0 ? near_doctor(s, duty, AC_NO_DOCTOR) : any_doctor(s, duty);
    if (doctor == AC_NO_DOCTOR) {
        return false;
    }
    uint32_t slot = slot_of(st, duty);
    uint32_t held = ac_state_held(st, doctor, slot);
    int64_t hard = st->hard;
    if (!ac_try_set(s, doctor, slot, duty)) {
        return false;
    }
    if (st->hard > hard && st->placed_count > 0) {
        /* The doctor's day or week is full: another session of the week makes room. */
        const ac_problem *p = st->problem;
        uint32_t week = ac_week_of(p, p->duties[duty].day);
        uint32_t from = week * 7 < p->weekday ? 0 : week * 7 - p->weekday;
        uint32_t until = (week + 1) * 7 - p->weekday;
        uint32_t days = (until > p->day_count ? p->day_count : until) - from;
        uint32_t other = (from + ac_below(s, days)) * p->part_count + ac_below(s, p->part_count);
        uint32_t gone = ac_state_held(st, doctor, other);
        if (other == slot || gone == AC_NO_DUTY || !ac_try_set(s, doctor, other, AC_NO_DUTY)) {
            return false;
        }
        give_away(s, gone, doctor);
    }
    if (held != AC_NO_DUTY) {
        give_away(s, held, doctor);
    }
    return true;
}

static bool pick(ac_searching *s, uint32_t *doctor, uint32_t *slot, uint32_t *duty)
{
    const ac_state *st = s->state;
    if (st->placed_count == 0) {
        return false;
    }
    uint32_t at = st->placed[ac_below(s, st->placed_count)];
    *doctor = at / st->slot_count;
    *slot = at % st->slot_count;
    *duty = st->held[at];
    return true;
}

/* What ways, visits and newness would cost if a doctor had one session more, or does cost for one
 * that is held. Other costs are left out. */
static int64_t way_cost(const ac_state *s, uint32_t doctor, uint32_t duty, uint16_t held)
{
    const ac_problem *p = s->problem;
    const ac_duty *d = &p->duties[duty];
    int64_t cost = p->pair_costs[ac_pair_of(p, doctor, duty)];
    if (d->site == AC_NO_SITE) {
        return cost;
    }
    size_t place = (size_t)doctor * p->site_count + d->site;
    size_t week =
        ((size_t)doctor * p->week_count + ac_week_of(p, d->day)) * p->site_count + d->site;
    if (s->site_all[place] == held) {
        cost += p->new_site_costs[place];
    }
    if (s->site_week[week] == held) {
        return cost + p->visit_cost + p->trip_costs[place];
    }
    const uint32_t *day = s->held + (size_t)doctor * s->slot_count + (size_t)d->day * p->part_count;
    for (uint32_t part = 0; part < p->part_count; part++) {
        if (part != d->part && day[part] != AC_NO_DUTY && p->duties[day[part]].site == d->site) {
            return cost;
        }
    }
    return cost + p->trip_costs[place];
}

/* A session goes to another doctor; if that one is busy then, the two change places where they may,
 * else what the other held is given away. */
static bool give(ac_searching *s)
{
    uint32_t a = 0;
    uint32_t slot = 0;
    uint32_t duty = 0;
    if (!pick(s, &a, &slot, &duty)) {
        return false;
    }
    uint32_t b = ac_below(s, 4) != 0 ? near_doctor(s, duty, a) : any_doctor(s, duty);
    if (b == AC_NO_DOCTOR || b == a) {
        return false;
    }
    uint32_t other = ac_state_held(s->state, b, slot);
    bool swap = other != AC_NO_DUTY && may(s->state, a, other);
    int64_t more = way_cost(s->state, b, duty, 0) - way_cost(s->state, a, duty, 1);
    if (other != AC_NO_DUTY) {
        more += swap ? way_cost(s->state, a, other, 0) : 0;
        more -= way_cost(s->state, b, other, 1);
    }
    if (more > s->allowance) {
        return false;
    }
    if (!ac_try_set(s, a, slot, AC_NO_DUTY) || !ac_try_set(s, b, slot, duty)) {
        return false;
    }
    if (swap) {
        return ac_try_set(s, a, slot, other);
    }
    if (other != AC_NO_DUTY) {
        give_away(s, other, b);
    }
    return true;
}

/* A request with a choice of times takes another. */
static bool retime(ac_searching *s)
{
    uint32_t doctor = 0;
    uint32_t slot = 0;
    uint32_t duty = 0;
    if (!pick(s, &doctor, &slot, &duty)) {
        return false;
    }
    const ac_problem *p = s->state->problem;
    const ac_request *r = &p->requests[p->duties[duty].request];
    if (r->duty_count < 2) {
        return false;
    }
    uint32_t to = r->duty_first + ac_below(s, r->duty_count);
    uint32_t who = ac_below(s, 3) != 0 ? doctor : near_doctor(s, to, doctor);
    if (to == duty || who == AC_NO_DOCTOR || !may(s->state, who, to)) {
        return false;
    }
    uint32_t held = ac_state_held(s->state, who, slot_of(s->state, to));
    if (!ac_try_set(s, doctor, slot, AC_NO_DUTY) ||
        !ac_try_set(s, who, slot_of(s->state, to), to)) {
        return false;
    }
    if (held != AC_NO_DUTY && held != duty) {
        give_away(s, held, who);
    }
    return true;
}

/* All that a doctor does at one site, in a week or (if little) ever, goes to others. */
static bool empty_site(ac_searching *s, bool whole_week)
{
    uint32_t a = 0;
    uint32_t slot = 0;
    uint32_t duty = 0;
    if (!pick(s, &a, &slot, &duty)) {
        return false;
    }
    const ac_state *st = s->state;
    const ac_problem *p = st->problem;
    const ac_duty *d = &p->duties[duty];
    if (d->site == AC_NO_SITE ||
        (!whole_week && st->site_all[(size_t)a * p->site_count + d->site] > 3)) {
        return false;
    }
    uint32_t b = near_doctor(s, duty, a);
    uint32_t week = ac_week_of(p, d->day);
    uint32_t first = whole_week && week * 7 >= p->weekday ? week * 7 - p->weekday : 0;
    uint32_t last = whole_week ? (week + 1) * 7 - p->weekday : p->day_count;
    uint32_t moved = 0;
    if (b == AC_NO_DOCTOR || b == a) {
        return false;
    }
    for (uint32_t at = first * p->part_count;
         at < (last < p->day_count ? last : p->day_count) * p->part_count && moved < BLOCK_MOST;
         at++) {
        uint32_t held = ac_state_held(st, a, at);
        if (held == AC_NO_DUTY || p->duties[held].site != d->site) {
            continue;
        }
        if (!ac_try_set(s, a, at, AC_NO_DUTY)) {
            return false;
        }
        uint32_t other = ac_state_held(st, b, at);
        if (may(st, b, held) && (other == AC_NO_DUTY || may(st, a, other))) {
            if (!ac_try_set(s, b, at, held) ||
                (other != AC_NO_DUTY && !ac_try_set(s, a, at, other))) {
                return false;
            }
        } else {
            give_away(s, held, a);
        }
        moved++;
    }
    return moved > 0;
}

/* Two doctors change a whole day. */
static bool swap_day(ac_searching *s)
{
    uint32_t a = 0;
    uint32_t slot = 0;
    uint32_t duty = 0;
    if (!pick(s, &a, &slot, &duty)) {
        return false;
    }
    const ac_problem *p = s->state->problem;
    uint32_t b = near_doctor(s, duty, a);
    uint32_t day = p->duties[duty].day;
    if (b == AC_NO_DOCTOR || b == a) {
        return false;
    }
    for (uint32_t part = 0; part < p->part_count; part++) {
        uint32_t at = day * p->part_count + part;
        uint32_t of_a = ac_state_held(s->state, a, at);
        uint32_t of_b = ac_state_held(s->state, b, at);
        if ((of_a != AC_NO_DUTY && !may(s->state, b, of_a)) ||
            (of_b != AC_NO_DUTY && !may(s->state, a, of_b)) || !ac_try_set(s, a, at, AC_NO_DUTY) ||
            !ac_try_set(s, b, at, of_a) || !ac_try_set(s, a, at, of_b)) {
            return false;
        }
    }
    return true;
}

bool ac_move_pool(ac_searching *s)
{
    uint32_t which = ac_below(s, 100);
    if (which < 15) {
        return fill(s);
    }
    if (which < 70) {
        return give(s);
    }
    if (which < 80) {
        return retime(s);
    }
    if (which < 86) {
        return empty_site(s, true);
    }
    if (which < 92) {
        return empty_site(s, false);
    }
    return swap_day(s);
}
