/* SPDX-License-Identifier: MIT */
/* Parts a pool by the homes of its doctors, each with the sites that it is nearest to, and by the
 * skills that are asked for. */

#include "app/pool_size_inside.h"
#include "base/names.h"
#include "roster/cover.h"

#include <stdlib.h>
#include <string.h>

enum { BASES_MOST = 24, ANY_HALF_DAY = AC_POOL_PART_COUNT, TIMES };

static const char any_half_day[] = "any half-day";

typedef struct parting {
    const ac_size_work *work;
    ac_sizing_parts *parts;
    ac_text *bases; /* [base_count] */
    uint32_t base_count;
    uint32_t *base_of_doctor;
    uint32_t *base_of_site; /* base_count: of none */
    uint32_t skill_count;
    int64_t *minutes; /* [doctor], on offer today, of all weeks */
} parting;

static void find_bases(parting *p, ac_names *names)
{
    const ac_pool_rows *doctors = &p->work->pool->tables[AC_POOL_DOCTORS];
    p->bases = AC_NEW_ARRAY(p->work->arena, ac_text, doctors->count);
    p->base_of_doctor = AC_NEW_ARRAY(p->work->arena, uint32_t, doctors->count);
    ac_names_init(names, p->work->arena);
    for (uint32_t i = 0; i < doctors->count; i++) {
        ac_text home = doctors->rows[i].cells[AC_IN_DOCTORS_HOME].text;
        if (ac_names_add(names, home, p->base_count)) {
            p->bases[p->base_count++] = home;
        }
        p->base_of_doctor[i] = ac_names_find(names, home);
    }
}

/* The nearest base of each site, by travel.csv; of equals the first. A home that is the site itself
 * is as near as can be. */
static void find_nearest(parting *p, const ac_names *bases)
{
    const ac_pool *pool = p->work->pool;
    const ac_pool_rows *sites = &pool->tables[AC_POOL_SITES];
    const ac_pool_rows *travel = &pool->tables[AC_POOL_TRAVEL];
    int64_t *nearest = AC_NEW_ARRAY(p->work->arena, int64_t, sites->count);
    ac_names codes;
    ac_names_init(&codes, p->work->arena);
    p->base_of_site = AC_NEW_ARRAY(p->work->arena, uint32_t, sites->count);
    for (uint32_t i = 0; i < sites->count; i++) {
        uint32_t own = ac_names_find(bases, sites->rows[i].cells[0].text);
        (void)ac_names_add(&codes, sites->rows[i].cells[0].text, i);
        p->base_of_site[i] = own == AC_NAME_NONE ? p->base_count : own;
        nearest[i] = own == AC_NAME_NONE ? INT64_MAX : 0;
    }
    for (uint32_t i = 0; i < travel->count * 2; i++) {
        const ac_pool_cell *cells = travel->rows[i / 2].cells;
        bool back = i % 2 == 1; /* either way */
        uint32_t base =
            ac_names_find(bases, cells[back ? AC_IN_TRAVEL_TO : AC_IN_TRAVEL_FROM].text);
        uint32_t site =
            ac_names_find(&codes, cells[back ? AC_IN_TRAVEL_FROM : AC_IN_TRAVEL_TO].text);
        int64_t minutes = cells[AC_IN_TRAVEL_MINUTES].number;
        if (base != AC_NAME_NONE && site != AC_NAME_NONE &&
            (minutes < nearest[site] ||
             (minutes == nearest[site] && base < p->base_of_site[site]))) {
            nearest[site] = minutes;
            p->base_of_site[site] = base;
        }
    }
}

static void count_offers(parting *p)
{
    const ac_problem *problem = p->work->problem;
    p->minutes = AC_NEW_ARRAY(p->work->arena, int64_t, problem->doctor_count);
    for (uint32_t i = 0; i < problem->counter_count; i++) {
        const ac_counter *counter = &problem->counters[i];
        if (counter->rule == AC_RULE_CONTRACT_SHARE) {
            p->minutes[counter->doctor] += counter->most;
        }
    }
}

/* The skill of a request, or skill_count. */
static uint32_t skill_of(const parting *p, const ac_pool_row *request)
{
    int64_t skill = request->cells[AC_IN_REQUESTS_SKILL].number;
    return skill == AC_POOL_ABSENT ? p->skill_count : (uint32_t)skill;
}

static uint32_t base_of(const parting *p, const ac_pool_row *request)
{
    return p->base_of_site[request->cells[AC_IN_REQUESTS_SITE].number];
}

/* Whether a doctor has a skill in some of the weeks looked at. */
static bool has_skill(const parting *p, uint32_t doctor, uint32_t skill)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0;
         (row = ac_pool_doctor_row(p->work->pool, AC_POOL_DOCTOR_SKILLS, doctor, i)) != NULL; i++) {
        int64_t from = row->cells[AC_IN_DOCTOR_SKILLS_FROM].number;
        int64_t until = row->cells[AC_IN_DOCTOR_SKILLS_UNTIL].number;
        if (row->cells[AC_IN_DOCTOR_SKILLS_SKILL].number == (int64_t)skill &&
            (from == AC_POOL_ABSENT || from < p->work->period->until.day) &&
            (until == AC_POOL_ABSENT || until >= p->work->period->from.day)) {
            return true;
        }
    }
    return false;
}

/* Adds the part of a base, or of a skill, if anything is asked for in it; or of a base that has
 * doctors. */
static void add_part(parting *p, bool of_skill, uint32_t number)
{
    const ac_size_work *work = p->work;
    const ac_pool_rows *requests = &work->pool->tables[AC_POOL_REQUESTS];
    uint32_t none = of_skill ? p->skill_count : p->base_count;
    bool *chosen = AC_NEW_ARRAY(work->arena, bool, requests->count);
    ac_asked *asked = AC_NEW_ARRAY(work->arena, ac_asked, 1);
    ac_sized_part part = {.of_skill = of_skill, .asked = asked};
    int64_t minutes = 0;
    for (uint32_t i = 0; i < requests->count; i++) {
        const ac_pool_row *row = &requests->rows[i];
        chosen[i] = (of_skill ? skill_of(p, row) : base_of(p, row)) == number;
    }
    ac_size_count_asked(work, chosen, asked);
    if (number < none) {
        part.name = of_skill ? work->pool->tables[AC_POOL_SKILLS].rows[number].cells[0].text
                             : p->bases[number];
    }
    for (uint32_t d = 0; d < work->problem->doctor_count; d++) {
        bool own =
            of_skill ? number == none || has_skill(p, d, number) : p->base_of_doctor[d] == number;
        minutes += own ? p->minutes[d] : 0;
    }
    int64_t session = ac_pool_figure(work->pool, AC_SET_SESSION_MINUTES, work->period->from);
    part.on_offer = ac_quotient(minutes, session * asked->week_count);
    part.asked_a_week = ac_quotient(asked->sessions, asked->week_count);
    if (asked->sessions == 0 && (of_skill || minutes == 0)) {
        return;
    }
    p->parts->list[p->parts->count++] = part;
}

static int by_missing(const void *a, const void *b)
{
    const ac_shortage *x = a;
    const ac_shortage *y = b;
    int missing = (x->missing < y->missing) - (x->missing > y->missing);
    int when = strcmp(x->when, y->when);
    int skill = ac_text_compare(x->skill, y->skill);
    return missing != 0 ? missing
           : when != 0  ? when
           : skill != 0 ? skill
                        : ac_text_compare(x->base, y->base);
}

/* What the flow of the weeks looked at leaves, by when, skill and base. */
static void find_shortages(parting *p)
{
    const ac_problem *problem = p->work->problem;
    ac_cover cover = {0};
    uint32_t bases = p->base_count + 1;
    size_t kinds = (size_t)TIMES * (p->skill_count + 1) * bases;
    ac_shortage *found = AC_NEW_ARRAY(p->work->arena, ac_shortage, kinds);
    bool *able = AC_NEW_ARRAY(p->work->arena, bool, kinds * problem->doctor_count);
    ac_cover_solve(p->work->arena, problem, NULL, &cover);
    for (uint32_t r = 0; r < problem->request_count; r++) {
        const ac_request *request = &problem->requests[r];
        const ac_pool_row *row = ac_pool_row_of(p->work->pool, AC_POOL_REQUESTS, request->row);
        uint32_t skill = skill_of(p, row);
        uint32_t base = base_of(p, row);
        int64_t part = row->cells[AC_IN_REQUESTS_PART].number;
        uint32_t when = part == AC_POOL_ABSENT ? ANY_HALF_DAY : (uint32_t)part;
        size_t kind = ((size_t)when * (p->skill_count + 1) + skill) * bases + base;
        ac_shortage *to = &found[kind];
        if (skill < p->skill_count) {
            to->skill = p->work->pool->tables[AC_POOL_SKILLS].rows[skill].cells[0].text;
        }
        to->base = base < p->base_count ? p->bases[base] : (ac_text){0};
        to->when = when == ANY_HALF_DAY ? any_half_day : problem->part_names[when];
        to->asked += request->needed;
        to->missing += cover.short_of[r];
        p->parts->asked += request->needed;
        p->parts->missing += cover.short_of[r];
        for (uint32_t i = 0; i < request->duty_count * problem->doctor_count; i++) {
            uint32_t doctor = i % problem->doctor_count;
            bool *one = &able[kind * problem->doctor_count + doctor];
            uint32_t duty = request->duty_first + i / problem->doctor_count;
            if (!*one && ac_refusal_of(problem, doctor, duty) == AC_RULE_NONE) {
                *one = true;
                to->doctors++;
            }
        }
    }
    for (size_t kind = 0; kind < kinds; kind++) {
        if (found[kind].missing > 0) {
            found[p->parts->shortage_count++] = found[kind];
        }
    }
    qsort(found, p->parts->shortage_count, sizeof *found, by_missing);
    p->parts->shortages = found;
}

void ac_size_find_parts(const ac_size_work *work, ac_sizing_parts *parts)
{
    ac_names bases;
    parting p = {
        .work = work, .parts = parts, .skill_count = work->pool->tables[AC_POOL_SKILLS].count};
    *parts = (ac_sizing_parts){0};
    find_bases(&p, &bases);
    find_nearest(&p, &bases);
    count_offers(&p);
    parts->bases = p.base_count;
    parts->too_many_bases = p.base_count > BASES_MOST;
    parts->list =
        AC_NEW_ARRAY(work->arena, ac_sized_part, (size_t)p.base_count + p.skill_count + 2);
    for (uint32_t i = 0; i <= p.base_count && !parts->too_many_bases; i++) {
        add_part(&p, false, i);
    }
    for (uint32_t i = 0; i <= p.skill_count && p.skill_count > 0; i++) {
        add_part(&p, true, i);
    }
    find_shortages(&p);
}
