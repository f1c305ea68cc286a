/* SPDX-License-Identifier: MIT */
/* Rows of rules that a flow leaves out, and their tolls. Every row holds for every lawful roster,
 * or costs what it says when it does not; where that cannot be said of a rule, it has no row. */

#include "roster/toll.h"

#include "base/limits.h"

#include <string.h>

#define NONE UINT32_MAX

typedef struct making {
    ac_arena *arena;
    const ac_problem *problem;
    ac_tolls *tolls;
    uint32_t slot_count;
    uint32_t doctor;
    uint32_t pair_first;  /* of the doctor */
    uint32_t pair_until;  /* likewise */
    uint32_t *duties;     /* [pair], since the first */
    uint32_t *slot_first; /* [slot + 1], into `by_slot` */
    uint32_t *by_slot;    /* pairs of the doctor, since the first, by time */
    uint32_t *kind_parts; /* [kind], the part in which all its duties are; NONE: in several */
} making;

static void add_member(making *m, uint32_t pair, int64_t weight)
{
    ac_tolls *t = m->tolls;
    AC_RESERVE(m->arena, t->members, t->member_count, t->member_capacity);
    t->members[t->member_count++] = (ac_toll_member){m->pair_first + pair, (int32_t)weight};
}

/* Ends a row whose members begin at an index; one that cannot bind is taken back. */
static void end_row(making *m, const ac_toll *row)
{
    ac_tolls *t = m->tolls;
    if (t->member_count - row->first < 2 || t->member_count > AC_TOLL_MEMBERS_MAX) {
        t->member_count = row->first;
        return;
    }
    AC_RESERVE(m->arena, t->list, t->count, t->capacity);
    t->list[t->count++] = *row;
}

/* Begins a row of which one session at most is worked. */
static ac_toll row_of_one(const making *m)
{
    return (ac_toll){
        .most = INT64_MAX, .limit = 1, .unit = 1, .first = m->tolls->member_count, .hard = true};
}

/* Ends a row of two sides that may not meet; `first_side` members are of the first. With nothing on
 * the other it cannot bind. */
static void end_row_of_sides(making *m, const ac_toll *row, uint32_t first_side)
{
    if (m->tolls->member_count - row->first == first_side) {
        m->tolls->member_count = row->first;
        return;
    }
    end_row(m, row);
}

static const ac_duty *duty_of(const making *m, uint32_t pair)
{
    return &m->problem->duties[m->duties[pair]];
}

/* Lawful pairs of the doctor at hand, by time. */
static void index_doctor(making *m)
{
    const ac_problem *p = m->problem;
    uint32_t count = 0;
    for (uint32_t i = 0; i <= m->slot_count; i++) {
        m->slot_first[i] = 0;
    }
    for (uint32_t i = 0; i < p->duty_count; i++) {
        if (ac_refusal_of(p, m->doctor, i) == AC_RULE_NONE) {
            m->duties[count++] = i;
            m->slot_first[ac_slot_of(p, &p->duties[i])]++;
        }
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= m->slot_count; i++) {
        sum += i < m->slot_count ? m->slot_first[i] : 0;
        m->slot_first[i] = sum;
    }
    for (uint32_t i = count; i-- > 0;) {
        m->by_slot[--m->slot_first[ac_slot_of(p, duty_of(m, i))]] = i;
    }
    m->pair_until = m->pair_first + count;
}

/* At most one session of a kind with all its duties in one part is worked on a day, and at most one
 * of a part on the next. */
static void add_rest(making *m, uint32_t day, uint32_t kind, uint32_t next_part)
{
    const ac_problem *p = m->problem;
    uint64_t banned = p->kinds[kind].not_next_day;
    uint32_t slot = day * p->part_count + m->kind_parts[kind];
    uint32_t next = (day + 1) * p->part_count + next_part;
    ac_toll row = row_of_one(m);
    for (uint32_t i = m->slot_first[slot]; i < m->slot_first[slot + 1]; i++) {
        if (duty_of(m, m->by_slot[i])->kind == kind) {
            add_member(m, m->by_slot[i], 1);
        }
    }
    uint32_t evenings = m->tolls->member_count - row.first;
    for (uint32_t i = m->slot_first[next]; evenings > 0 && i < m->slot_first[next + 1]; i++) {
        if ((banned >> duty_of(m, m->by_slot[i])->kind & 1u) != 0) {
            add_member(m, m->by_slot[i], 1);
        }
    }
    end_row_of_sides(m, &row, evenings);
}

static void add_rests(making *m)
{
    const ac_problem *p = m->problem;
    for (uint32_t kind = 0; kind < p->kind_count; kind++) {
        if (p->kinds[kind].not_next_day == 0 || m->kind_parts[kind] == NONE) {
            continue;
        }
        for (uint32_t day = 0; day + 1 < p->day_count; day++) {
            for (uint32_t part = 0; part < p->part_count; part++) {
                add_rest(m, day, kind, part);
            }
        }
    }
}

/* Sessions at the site of one, at its time, and those of the next part that are too far from it. */
static void add_travel(making *m, uint32_t slot, uint32_t site)
{
    const ac_problem *p = m->problem;
    int64_t earliest = INT64_MAX;
    ac_toll row = row_of_one(m);
    for (uint32_t i = m->slot_first[slot]; i < m->slot_first[slot + 1]; i++) {
        const ac_duty *duty = duty_of(m, m->by_slot[i]);
        int64_t end = (int64_t)p->kinds[duty->kind].start_minute + p->kinds[duty->kind].minutes;
        if (duty->site == site) {
            add_member(m, m->by_slot[i], 1);
            earliest = end < earliest ? end : earliest;
        }
    }
    uint32_t here = m->tolls->member_count - row.first;
    for (uint32_t i = m->slot_first[slot + 1]; i < m->slot_first[slot + 2]; i++) {
        const ac_duty *duty = duty_of(m, m->by_slot[i]);
        int64_t gap = (int64_t)p->kinds[duty->kind].start_minute - earliest;
        if (duty->site != AC_NO_SITE && duty->site != site &&
            p->travel_minutes[(size_t)site * p->site_count + duty->site] > gap) {
            add_member(m, m->by_slot[i], 1);
        }
    }
    end_row_of_sides(m, &row, here);
}

static void add_travels(making *m)
{
    const ac_problem *p = m->problem;
    for (uint32_t slot = 0; p->site_count > 0 && slot + 1 < m->slot_count; slot++) {
        if (slot % p->part_count + 1 == p->part_count) {
            continue; /* the last of its day */
        }
        for (uint32_t i = m->slot_first[slot]; i < m->slot_first[slot + 1]; i++) {
            uint32_t site = duty_of(m, m->by_slot[i])->site;
            bool first = site != AC_NO_SITE;
            for (uint32_t j = m->slot_first[slot]; first && j < i; j++) {
                first = duty_of(m, m->by_slot[j])->site != site;
            }
            if (first) {
                add_travel(m, slot, site);
            }
        }
    }
}

/* The sessions that a counter counts, as a row: at most, or with the sign turned at least. */
static void add_counted(making *m, const ac_counter *c, int64_t sign, int64_t cost, int64_t limit)
{
    bool minutes = c->unit == AC_COUNT_MINUTES;
    ac_toll row = {
        .most = c->hard ? INT64_MAX : cost * AC_SHARE_SCALE,
        .limit = limit,
        .unit = 1,
        .first = m->tolls->member_count,
        .hard = c->hard};
    for (uint32_t i = 0; i < m->pair_until - m->pair_first; i++) {
        const ac_duty *duty = duty_of(m, i);
        if (duty->day >= c->day_from && duty->day < c->day_until && (duty->tags & c->tags) != 0) {
            add_member(m, i, minutes ? sign * duty->minutes : sign);
            row.unit = minutes && duty->minutes > row.unit ? duty->minutes : row.unit;
        }
    }
    end_row(m, &row);
}

/* Limits over all sessions of the whole time are in the flow; those of whole weeks too, where they
 * are hard. One that is there and has a row as well would be paid twice. */
static bool is_in_flow(const ac_problem *p, const ac_counter *c)
{
    bool whole = c->day_from == 0 && c->day_until == p->day_count;
    bool week = c->day_until > c->day_from && c->day_until - c->day_from <= 7;
    return c->tags == AC_TAG_ALL && (whole || (week && c->hard));
}

static void add_counters(making *m)
{
    const ac_problem *p = m->problem;
    for (uint32_t i = 0; i < p->counter_count; i++) {
        const ac_counter *c = &p->counters[i];
        if (c->doctor != m->doctor ||
            (c->unit != AC_COUNT_SESSIONS && c->unit != AC_COUNT_MINUTES)) {
            continue;
        }
        if (c->most != AC_NO_LIMIT && !is_in_flow(p, c)) {
            bool none = c->hard && c->most < c->base;
            add_counted(m, c, 1, c->over_cost, none ? 0 : c->most - c->base);
        }
        if (c->least > c->base) {
            add_counted(m, c, -1, c->under_cost, c->base - c->least);
        }
    }
}

static void find_kind_parts(making *m)
{
    const ac_problem *p = m->problem;
    bool *seen = AC_NEW_ARRAY(m->arena, bool, p->kind_count);
    m->kind_parts = AC_NEW_ARRAY(m->arena, uint32_t, p->kind_count);
    for (uint32_t i = 0; i < p->duty_count; i++) {
        uint32_t kind = p->duties[i].kind;
        uint32_t part = p->duties[i].part;
        m->kind_parts[kind] = !seen[kind] || m->kind_parts[kind] == part ? part : NONE;
        seen[kind] = true;
    }
    for (uint32_t i = 0; i < p->kind_count; i++) {
        m->kind_parts[i] = seen[i] ? m->kind_parts[i] : NONE;
    }
}

void ac_tolls_init(ac_arena *arena, const ac_problem *problem, ac_tolls *tolls)
{
    *tolls = (ac_tolls){0};
    making m = {
        .arena = arena,
        .problem = problem,
        .tolls = tolls,
        .slot_count = problem->day_count * problem->part_count,
        .duties = AC_NEW_ARRAY(arena, uint32_t, problem->duty_count),
        .by_slot = AC_NEW_ARRAY(arena, uint32_t, problem->duty_count)};
    m.slot_first = AC_NEW_ARRAY(arena, uint32_t, (size_t)m.slot_count + 1);
    find_kind_parts(&m);
    for (m.doctor = 0; m.doctor < problem->doctor_count; m.doctor++) {
        index_doctor(&m);
        add_rests(&m);
        add_travels(&m);
        add_counters(&m);
        m.pair_first = m.pair_until;
    }
    AC_RESERVE(arena, tolls->list, tolls->count, tolls->capacity);
    tolls->list[tolls->count] = (ac_toll){.first = tolls->member_count};
    tolls->pair_count = m.pair_first;
    tolls->of_pair = AC_NEW_ARRAY(arena, int64_t, tolls->pair_count);
}

void ac_tolls_copy(ac_arena *arena, const ac_tolls *from, ac_tolls *to)
{
    *to = *from;
    to->list = AC_NEW_ARRAY(arena, ac_toll, (size_t)from->count + 1);
    to->of_pair = AC_NEW_ARRAY(arena, int64_t, from->pair_count);
    memcpy(to->list, from->list, ((size_t)from->count + 1) * sizeof *to->list);
}

int64_t ac_tolls_charge(ac_tolls *tolls)
{
    int64_t back = 0;
    for (uint32_t i = 0; i < tolls->pair_count; i++) {
        tolls->of_pair[i] = 0;
    }
    for (uint32_t i = 0; i < tolls->count; i++) {
        const ac_toll *toll = &tolls->list[i];
        back += toll->price * toll->limit;
        for (uint32_t j = toll->first; toll->price > 0 && j < toll[1].first; j++) {
            tolls->of_pair[tolls->members[j].pair] += toll->price * tolls->members[j].weight;
        }
    }
    return back;
}

void ac_tolls_count(ac_tolls *tolls, const bool *flows)
{
    for (uint32_t i = 0; i < tolls->count; i++) {
        ac_toll *toll = &tolls->list[i];
        toll->used = 0;
        for (uint32_t j = toll->first; j < toll[1].first; j++) {
            toll->used += flows[tolls->members[j].pair] ? tolls->members[j].weight : 0;
        }
    }
}

static int64_t within(int64_t price, int64_t most)
{
    return price < 0 ? 0 : price > most ? most : price;
}

void ac_tolls_raise(ac_tolls *tolls, int64_t by)
{
    for (uint32_t i = 0; i < tolls->count; i++) {
        ac_toll *toll = &tolls->list[i];
        if (toll->hard && toll->used > toll->limit) {
            toll->price += by * AC_SHARE_SCALE / toll->unit;
        }
    }
}

/* Rows that cost nothing and bind nothing do not count. */
static bool is_live(const ac_toll *toll)
{
    return toll->price > 0 || toll->mean > 0;
}

uint64_t ac_tolls_direct(ac_tolls *tolls, int32_t fade)
{
    uint64_t squares = 0;
    for (uint32_t i = 0; i < tolls->count; i++) {
        ac_toll *toll = &tolls->list[i];
        int64_t now = (toll->used - toll->limit) * AC_MEAN_ONE;
        toll->mean += (now - toll->mean) / fade;
        int64_t sessions = toll->mean / toll->unit;
        squares += is_live(toll) ? (uint64_t)(sessions * sessions) / AC_MEAN_ONE : 0;
    }
    return squares;
}

void ac_tolls_step(ac_tolls *tolls, int64_t step)
{
    for (uint32_t i = 0; i < tolls->count; i++) {
        ac_toll *toll = &tolls->list[i];
        if (is_live(toll)) {
            int64_t sessions = toll->mean / toll->unit;
            int64_t change = step * sessions / AC_MEAN_ONE / toll->unit;
            toll->price = within(toll->price + change, toll->most);
        }
    }
}
