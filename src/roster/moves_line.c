/* SPDX-License-Identifier: MIT */
/* Moves for rosters whose rules are about the line of a doctor's days: runs, days off, least hours.
 * One session alone seldom moves without breaking a run, so blocks of days do. */

#include "roster/searching.h"

static bool may(const ac_state *s, uint32_t doctor, uint32_t duty)
{
    return duty == AC_NO_DUTY ||
           s->problem->refusals[ac_pair_of(s->problem, doctor, duty)] == AC_RULE_NONE;
}

/* Short blocks are drawn more often than long ones. */
static uint32_t block_length(ac_searching *s, uint32_t most)
{
    uint32_t length = 1;
    while (length < most && ac_below(s, 100) < 60) {
        length++;
    }
    return length;
}

static bool swap_slot(ac_searching *s, uint32_t a, uint32_t b, uint32_t slot)
{
    uint32_t of_a = ac_state_held(s->state, a, slot);
    uint32_t of_b = ac_state_held(s->state, b, slot);
    if (of_a == of_b) {
        return true;
    }
    return may(s->state, a, of_b) && may(s->state, b, of_a) && ac_try_set(s, a, slot, AC_NO_DUTY) &&
           ac_try_set(s, b, slot, of_a) && ac_try_set(s, a, slot, of_b);
}

static bool swap_block(ac_searching *s)
{
    const ac_problem *p = s->state->problem;
    uint32_t a = ac_below(s, p->doctor_count);
    uint32_t b = ac_below(s, p->doctor_count);
    uint32_t length = block_length(s, 14);
    uint32_t day = ac_below(s, p->day_count);
    if (a == b) {
        return false;
    }
    for (uint32_t i = 0; i < length && day + i < p->day_count; i++) {
        for (uint32_t part = 0; part < p->part_count; part++) {
            if (!swap_slot(s, a, b, (day + i) * p->part_count + part)) {
                return false;
            }
        }
    }
    return s->undo_count > 0;
}

/* A lawful duty of a doctor at a time, of a kind if there is one; or none. */
static uint32_t duty_at(ac_searching *s, uint32_t doctor, uint32_t slot, uint32_t kind)
{
    const ac_state *st = s->state;
    size_t cell = (size_t)doctor * st->slot_count + slot;
    uint32_t first = st->duties_first[cell];
    uint32_t count = st->duties_first[cell + 1] - first;
    for (uint32_t i = 0; i < count; i++) {
        if (st->problem->duties[st->duties[first + i]].kind == kind) {
            return st->duties[first + i];
        }
    }
    return count == 0 ? AC_NO_DUTY : st->duties[first + ac_below(s, count)];
}

/* Some days in a row become one kind of session, or off. */
static bool change_block(ac_searching *s, uint32_t doctor)
{
    const ac_problem *p = s->state->problem;
    uint32_t day = ac_below(s, p->day_count);
    uint32_t length = block_length(s, 6);
    uint32_t kind = ac_below(s, p->kind_count + 1 + p->kind_count / 3);
    uint32_t part = ac_below(s, p->part_count);
    for (uint32_t i = 0; i < length && day + i < p->day_count; i++) {
        uint32_t slot = (day + i) * p->part_count + part;
        uint32_t duty = kind < p->kind_count ? duty_at(s, doctor, slot, kind) : AC_NO_DUTY;
        if (!ac_try_set(s, doctor, slot, duty)) {
            return false;
        }
    }
    return s->undo_count > 0;
}

/* A run of days slides by a day: off at one end, on at the other. */
static bool slide(ac_searching *s, uint32_t doctor)
{
    const ac_problem *p = s->state->problem;
    const ac_state *st = s->state;
    uint32_t day = ac_below(s, p->day_count);
    const uint8_t *held = st->day_held + (size_t)doctor * p->day_count;
    uint32_t from = day;
    uint32_t until = day;
    if (held[day] == 0) {
        return false;
    }
    while (from > 0 && held[from - 1] > 0) {
        from--;
    }
    while (until + 1 < p->day_count && held[until + 1] > 0) {
        until++;
    }
    bool later = (ac_random(s) & 1u) != 0;
    if (later ? until + 1 >= p->day_count : from == 0) {
        return false;
    }
    uint32_t off = (later ? from : until) * p->part_count;
    uint32_t on = (later ? until + 1 : from - 1) * p->part_count;
    uint32_t gone = ac_state_held(st, doctor, off);
    if (gone == AC_NO_DUTY) {
        return false;
    }
    uint32_t duty = duty_at(s, doctor, on, p->duties[gone].kind);
    return duty != AC_NO_DUTY && ac_try_set(s, doctor, off, AC_NO_DUTY) &&
           ac_try_set(s, doctor, on, duty);
}

/* A whole session of one doctor goes to another on the same day. */
static bool pass_block(ac_searching *s)
{
    const ac_problem *p = s->state->problem;
    uint32_t a = ac_below(s, p->doctor_count);
    uint32_t b = ac_below(s, p->doctor_count);
    uint32_t day = ac_below(s, p->day_count);
    uint32_t length = block_length(s, 5);
    for (uint32_t i = 0; a != b && i < length && day + i < p->day_count; i++) {
        uint32_t slot = (day + i) * p->part_count + ac_below(s, p->part_count);
        uint32_t duty = ac_state_held(s->state, a, slot);
        if (duty == AC_NO_DUTY || ac_state_held(s->state, b, slot) != AC_NO_DUTY ||
            !may(s->state, b, duty)) {
            break;
        }
        if (!ac_try_set(s, a, slot, AC_NO_DUTY) || !ac_try_set(s, b, slot, duty)) {
            return false;
        }
    }
    return s->undo_count > 0;
}

bool ac_move_of_line(ac_searching *s, uint32_t doctor)
{
    return ac_below(s, 3) != 0 ? change_block(s, doctor) : slide(s, doctor);
}

bool ac_move_line(ac_searching *s)
{
    uint32_t which = ac_below(s, 100);
    if (which < 45) {
        return swap_block(s);
    }
    if (which < 80) {
        return change_block(s, ac_below(s, s->state->problem->doctor_count));
    }
    if (which < 88) {
        return slide(s, ac_below(s, s->state->problem->doctor_count));
    }
    return pass_block(s);
}
