/* SPDX-License-Identifier: MIT */
/* Asks the checker what would be if one session more, or less, were worked. */

#include "roster/why.h"

#include <stdlib.h>

/* The duties of one doctor, with room for one more. */
static uint32_t
duties_of(ac_arena *arena, const ac_roster *roster, uint32_t doctor, uint32_t **duties)
{
    uint32_t count = 0;
    *duties = AC_NEW_ARRAY(arena, uint32_t, (size_t)roster->count + 1);
    for (uint32_t i = 0; i < roster->count; i++) {
        if (roster->placements[i].doctor == doctor) {
            (*duties)[count++] = roster->placements[i].duty;
        }
    }
    return count;
}

/* The first rule that is broken after and was not before; the order of the rules decides. */
static ac_rule new_rule(const ac_verdict *before, const ac_verdict *after)
{
    int64_t much[AC_RULES] = {0};
    for (uint32_t i = 0; i < after->broken_count; i++) {
        much[after->broken[i].rule] += 1 + after->broken[i].by;
    }
    for (uint32_t i = 0; i < before->broken_count; i++) {
        much[before->broken[i].rule] -= 1 + before->broken[i].by;
    }
    for (ac_rule rule = AC_RULE_NONE; rule < AC_RULES; rule++) {
        if (much[rule] > 0) {
            return rule;
        }
    }
    return AC_RULE_NONE;
}

/* Whether the session, its request or its room has no place left. */
static ac_rule full(const ac_problem *p, const ac_roster *roster, uint32_t index)
{
    const ac_duty *duty = &p->duties[index];
    const ac_request *request = &p->requests[duty->request];
    uint32_t here = 0;
    uint32_t in_request = 0;
    uint32_t in_room = 0;
    for (uint32_t i = 0; i < roster->count; i++) {
        const ac_duty *held = &p->duties[roster->placements[i].duty];
        here += roster->placements[i].duty == index ? 1 : 0;
        in_request += held->request == duty->request ? 1 : 0;
        in_room += duty->room != AC_NO_ROOM && held->room == duty->room ? 1 : 0;
    }
    if (here >= duty->most) {
        return AC_RULE_SESSION_FULL;
    }
    if (!request->over_allowed && in_request >= request->needed) {
        return AC_RULE_REQUEST_FULL;
    }
    return duty->room != AC_NO_ROOM && in_room >= p->rooms[duty->room].most ? AC_RULE_ROOM
                                                                            : AC_RULE_NONE;
}

static void
judge(ac_arena *arena, const ac_problem *p, const ac_roster *roster, uint32_t duty, ac_candidate *c)
{
    uint32_t *duties = NULL;
    ac_verdict before;
    ac_verdict after;
    c->rule = ac_refusal_of(p, c->doctor, duty);
    c->busy = AC_NO_DUTY;
    if (c->rule != AC_RULE_NONE) {
        return;
    }
    uint32_t count = duties_of(arena, roster, c->doctor, &duties);
    for (uint32_t i = 0; i < count; i++) {
        if (duties[i] == duty) {
            c->holds = true;
            duties[i] = duties[--count];
            break;
        }
    }
    for (uint32_t i = 0; i < count; i++) {
        if (ac_slot_of(p, &p->duties[duties[i]]) == ac_slot_of(p, &p->duties[duty])) {
            c->busy = duties[i];
        }
    }
    ac_roster_check_doctor(arena, p, c->doctor, duties, count, &before);
    duties[count] = duty;
    ac_roster_check_doctor(arena, p, c->doctor, duties, count + 1, &after);
    c->cost_change = after.costs.total - before.costs.total;
    c->rule = c->holds ? AC_RULE_NONE : new_rule(&before, &after);
}

static int by_merit(const void *left, const void *right)
{
    const ac_candidate *a = left;
    const ac_candidate *b = right;
    if (a->holds != b->holds) {
        return a->holds ? -1 : 1;
    }
    if ((a->rule == AC_RULE_NONE) != (b->rule == AC_RULE_NONE)) {
        return a->rule == AC_RULE_NONE ? -1 : 1;
    }
    if (a->rule != b->rule) {
        return a->rule > b->rule ? -1 : 1; /* what moving sessions could mend comes first */
    }
    if (a->cost_change != b->cost_change) {
        return a->cost_change < b->cost_change ? -1 : 1;
    }
    return a->doctor < b->doctor ? -1 : 1;
}

void ac_roster_rank(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_roster *roster,
    uint32_t duty,
    ac_candidate **candidates)
{
    ac_candidate *list = AC_NEW_ARRAY(arena, ac_candidate, problem->doctor_count);
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        AC_SCOPED_ARENA(scratch);
        list[d].doctor = d;
        judge(&scratch, problem, roster, duty, &list[d]);
    }
    qsort(list, problem->doctor_count, sizeof *list, by_merit);
    *candidates = list;
}

void ac_roster_add_unmet(
    ac_buffer *buffer, const ac_problem *problem, const ac_roster *roster, uint32_t request)
{
    AC_SCOPED_ARENA(arena);
    const ac_request *r = &problem->requests[request];
    ac_rule *nearest = AC_NEW_ARRAY(&arena, ac_rule, problem->doctor_count);
    bool *holders = AC_NEW_ARRAY(&arena, bool, problem->doctor_count);
    uint32_t counts[AC_RULES] = {0};
    uint32_t holder_count = 0;
    for (uint32_t i = r->duty_first; i < r->duty_first + r->duty_count; i++) {
        ac_candidate *list = NULL;
        ac_rule place = full(problem, roster, i);
        ac_roster_rank(&arena, problem, roster, i, &list);
        for (uint32_t j = 0; j < problem->doctor_count; j++) {
            ac_rule rule = list[j].rule;
            holders[list[j].doctor] = holders[list[j].doctor] || list[j].holds;
            rule = rule == AC_RULE_NONE && !list[j].holds ? place : rule;
            /* Of several times, the one that comes nearest to being possible is told. */
            if (i == r->duty_first || rule == AC_RULE_NONE ||
                (nearest[list[j].doctor] != AC_RULE_NONE && rule > nearest[list[j].doctor])) {
                nearest[list[j].doctor] = rule;
            }
        }
    }
    for (uint32_t i = 0; i < problem->doctor_count; i++) {
        counts[nearest[i]] += holders[i] ? 0 : 1;
        holder_count += holders[i] ? 1 : 0;
    }
    const char *between = "";
    if (holder_count > 0) {
        ac_buffer_addf(buffer, "holds one of its sessions (%u)", holder_count);
        between = "; ";
    }
    for (ac_rule rule = AC_RULES; rule-- > AC_RULE_NONE;) {
        if (counts[rule] == 0) {
            continue;
        }
        ac_buffer_addf(
            buffer, "%s%s (%u)", between,
            rule == AC_RULE_NONE ? "could take it as things stand" : ac_rule_sentence(rule),
            counts[rule]);
        between = "; ";
    }
}

void ac_roster_add_cut(ac_buffer *buffer, const ac_problem *problem, const ac_cover *cover)
{
    AC_SCOPED_ARENA(arena);
    uint32_t parts = problem->part_count;
    uint32_t *asked = AC_NEW_ARRAY(&arena, uint32_t, (size_t)7 * parts);
    uint32_t *missing = AC_NEW_ARRAY(&arena, uint32_t, (size_t)7 * parts);
    uint8_t *able = AC_NEW_ARRAY(&arena, uint8_t, (size_t)7 * parts * problem->doctor_count);
    for (uint32_t i = 0; i < problem->duty_count; i++) {
        const ac_duty *duty = &problem->duties[i];
        const ac_request *request = &problem->requests[duty->request];
        uint32_t at = (duty->day + problem->weekday) % 7 * parts + duty->part;
        if (cover->cut[i] == 0) {
            continue;
        }
        if (request->duty_first == i) {
            asked[at] += request->needed;
            missing[at] += cover->short_of[duty->request];
        }
        for (uint32_t d = 0; d < problem->doctor_count; d++) {
            able[(size_t)at * problem->doctor_count + d] |=
                ac_refusal_of(problem, d, i) == AC_RULE_NONE ? 1 : 0;
        }
    }
    static const char *const days[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                       "Friday", "Saturday", "Sunday"};
    for (uint32_t at = 0; at < 7 * parts; at++) {
        uint32_t doctors = 0;
        for (uint32_t d = 0; d < problem->doctor_count; d++) {
            doctors += able[(size_t)at * problem->doctor_count + d];
        }
        if (missing[at] > 0) {
            ac_buffer_addf(
                buffer,
                "shortage, %s %s: sessions asked for: %u; doctors who may work any of them: %u, "
                "all "
                "used up; not met at the least: %u\n",
                days[at / parts], problem->part_names[at % parts], asked[at], doctors, missing[at]);
        }
    }
}
