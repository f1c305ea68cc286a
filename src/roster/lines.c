/* SPDX-License-Identifier: MIT */
/* A first roster for problems that are ruled by the line of a doctor's days. Who covers what costs;
 * what a line may be is a rule. So lines come first: each doctor gets runs of days, long ones where
 * most is asked for, and none that breaks a rule; then whoever has too few is moved about a while.
 */

#include "roster/searching.h"

enum { KINDS_TRIED = 3, RUN_LONGEST = 14, RUN_COMMON = 5, TRIES_A_DAY = 16 };

bool ac_problem_is_of_lines(const ac_problem *problem)
{
    for (uint32_t i = 0; i < problem->doctor_count; i++) {
        if (problem->doctors[i].run_least > 1 || problem->doctors[i].off_least > 1) {
            return true;
        }
    }
    for (uint32_t i = 0; i < problem->counter_count; i++) {
        if (problem->counters[i].hard && problem->counters[i].least > 0) {
            return true;
        }
    }
    return false;
}

/* The lawful duty of a kind on a day, or AC_NO_DUTY. */
static uint32_t duty_on(const ac_state *s, uint32_t doctor, uint32_t day, uint32_t kind)
{
    const ac_problem *p = s->problem;
    for (uint32_t part = 0; part < p->part_count; part++) {
        size_t cell = (size_t)doctor * s->slot_count + (size_t)day * p->part_count + part;
        for (uint32_t i = s->duties_first[cell]; i < s->duties_first[cell + 1]; i++) {
            if (p->duties[s->duties[i]].kind == kind) {
                return s->duties[i];
            }
        }
    }
    return AC_NO_DUTY;
}

/* How much some days of one kind would save: what is short of it, less what is over. */
static int64_t
wanted(const ac_state *s, uint32_t doctor, uint32_t day, uint32_t length, uint32_t kind)
{
    const ac_problem *p = s->problem;
    int64_t sum = 0;
    for (uint32_t i = 0; i < length && day + i < p->day_count; i++) {
        uint32_t duty = duty_on(s, doctor, day + i, kind);
        if (duty == AC_NO_DUTY) {
            continue;
        }
        uint32_t request = p->duties[duty].request;
        bool is_short = s->request_held[request] < p->requests[request].needed;
        sum += is_short ? p->requests[request].under_cost : -p->requests[request].over_cost;
        sum -= p->pair_costs[ac_pair_of(p, doctor, duty)];
    }
    return sum;
}

static void take_back(ac_searching *s)
{
    while (s->undo_count > 0) {
        const ac_undo *last = &s->undo[--s->undo_count];
        ac_state_set(s->state, last->doctor, last->slot, last->duty);
    }
}

/* How much a doctor has less than rules ask for, as the state counts it. A run that is laid mends
 * this, and may break nothing else for it. */
static int64_t lack(const ac_state *s, uint32_t doctor)
{
    const ac_problem *p = s->problem;
    uint32_t first = s->counter_first[(size_t)doctor * p->day_count];
    uint32_t end = s->counter_first[(size_t)doctor * p->day_count + 1];
    int64_t sum = 0;
    for (uint32_t i = first; i < end; i++) {
        const ac_counter *c = &p->counters[s->counter_list[i]];
        int64_t under = c->least - s->counted[s->counter_list[i]];
        if (c->hard && under > 0 && c->day_until == p->day_count) {
            sum += c->unit == AC_COUNT_MINUTES
                       ? (under + AC_MINUTES_A_FAULT - 1) / AC_MINUTES_A_FAULT
                       : under;
        }
    }
    return sum;
}

/* Gives free days one kind of session; takes it back unless nothing else is broken for it, and the
 * doctor lacks less or the roster is cheaper. */
static bool try_run(ac_searching *s, uint32_t doctor, uint32_t day, uint32_t length, uint32_t kind)
{
    ac_state *st = s->state;
    const ac_problem *p = st->problem;
    int64_t lacked = lack(st, doctor);
    int64_t other = st->hard - lacked;
    int64_t cost = st->cost;
    bool good = day + length <= p->day_count;
    s->undo_count = 0;
    for (uint32_t i = 0; i < length && good; i++) {
        uint32_t duty = duty_on(st, doctor, day + i, kind);
        good = duty != AC_NO_DUTY && st->day_held[(size_t)doctor * p->day_count + day + i] == 0 &&
               ac_try_set(s, doctor, ac_slot_of(p, &p->duties[duty]), duty);
    }
    int64_t lacks = lack(st, doctor);
    if (good && st->hard - lacks <= other && (lacks < lacked || st->cost < cost)) {
        return true;
    }
    take_back(s);
    return false;
}

/* The kinds that are wanted most from a day on, the most wanted first. */
static uint32_t
best_kinds(const ac_state *s, uint32_t doctor, uint32_t day, uint32_t length, uint32_t *kinds)
{
    int64_t values[KINDS_TRIED] = {0};
    uint32_t count = 0;
    for (uint32_t kind = 0; kind < s->problem->kind_count; kind++) {
        int64_t value = wanted(s, doctor, day, length, kind);
        uint32_t at = count;
        while (at > 0 && values[at - 1] < value) {
            at--;
        }
        if (at == KINDS_TRIED) {
            continue;
        }
        count += count < KINDS_TRIED ? 1 : 0;
        for (uint32_t i = count - 1; i > at; i--) {
            values[i] = values[i - 1];
            kinds[i] = kinds[i - 1];
        }
        values[at] = value;
        kinds[at] = kind;
    }
    return count;
}

/* Days from the first on: a run where one is lawful, then days off. */
static void lay_runs(ac_searching *s, uint32_t doctor)
{
    const ac_problem *p = s->state->problem;
    const ac_doctor *who = &p->doctors[doctor];
    uint32_t most = who->run_most == 0 ? RUN_COMMON : who->run_most;
    uint32_t least = who->run_least > 1 ? who->run_least : 1;
    most = most > RUN_LONGEST ? RUN_LONGEST : most;
    for (uint32_t day = 0; day < p->day_count;) {
        uint32_t kinds[KINDS_TRIED];
        uint32_t count = best_kinds(s->state, doctor, day, most, kinds);
        uint32_t laid = 0;
        for (uint32_t length = most; length >= least && laid == 0; length--) {
            for (uint32_t i = 0; i < count && laid == 0; i++) {
                laid = try_run(s, doctor, day, length, kinds[i]) ? length : 0;
            }
        }
        day += laid == 0 ? 1 : laid + (who->off_least > 1 ? who->off_least : 1);
    }
}

void ac_lines_begin(ac_searching *s)
{
    const ac_state *st = s->state;
    const ac_problem *p = st->problem;
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        lay_runs(s, d);
        int64_t lacked = lack(st, d);
        for (uint32_t i = 0; lacked > 0 && i < TRIES_A_DAY * p->day_count; i++) {
            int64_t other = st->hard - lacked;
            s->undo_count = 0;
            bool moved = ac_move_of_line(s, d);
            int64_t lacks = lack(st, d);
            if (!moved || st->hard - lacks > other ||
                (st->hard - lacks == other && lacks > lacked)) {
                take_back(s);
            } else {
                lacked = lacks;
            }
        }
    }
    s->undo_count = 0;
}
