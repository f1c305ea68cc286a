/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_MADE_PROBLEM_H
#define ACCORD_MADE_PROBLEM_H
/* Staffing problems made up from a seed, for properties and benches: doctors and sites spread over
 * a square of land, of which a doctor may be sent to a part. A session has some twenty doctors who
 * may work it, and a little more is asked for than can be met. */

#include "pool/problem.h"
#include "random.h"

typedef struct made_shape {
    uint32_t doctors;
    uint32_t sites;
    uint32_t weeks;
    uint32_t sessions; /* asked for in a week */
    uint64_t seed;
    uint32_t land;        /* minutes from one side to the other; 0: 70 */
    uint32_t far;         /* minutes from home that are too many; 0: more than 45 */
    uint32_t any_percent; /* requests of ten half-days to choose from; 0: 15 of a hundred */
} made_shape;

#define MADE_SHAPE(doctor_count, site_count, week_count, session_count, seed_number) \
    (made_shape)                                                                     \
    {                                                                                \
        .doctors = (doctor_count), .sites = (site_count), .weeks = (week_count),     \
        .sessions = (session_count), .seed = (seed_number)                           \
    }

enum { MADE_PARTS = 3, MADE_LAND = 70, MADE_FAR = 45, MADE_ANY = 15 };

typedef struct made_point {
    int32_t x;
    int32_t y;
} made_point;

static inline uint32_t made_minutes(made_point a, made_point b)
{
    int64_t square = (int64_t)(a.x - b.x) * (a.x - b.x) + (int64_t)(a.y - b.y) * (a.y - b.y);
    uint32_t root = 0;
    while ((int64_t)(root + 1) * (root + 1) <= square) {
        root++;
    }
    return root;
}

static inline made_point made_place(const made_shape *shape, test_random *r)
{
    uint64_t land = shape->land == 0 ? MADE_LAND : shape->land;
    int32_t x = (int32_t)test_random_below(r, land);
    return (made_point){x, (int32_t)test_random_below(r, land)};
}

static inline ac_text made_code(ac_arena *arena, char letter, uint32_t number)
{
    AC_SCOPED_BUFFER(code, 20);
    ac_buffer_addf(&code, "%c%04u", letter, number);
    return ac_text_copy(arena, ac_buffer_text(&code));
}

static inline void
made_requests(ac_arena *arena, const made_shape *shape, test_random *r, ac_problem *p)
{
    uint32_t most = shape->sessions * shape->weeks;
    uint64_t any_percent = shape->any_percent == 0 ? MADE_ANY : shape->any_percent;
    p->requests = AC_NEW_ARRAY(arena, ac_request, most);
    p->duties = AC_NEW_ARRAY(arena, ac_duty, (size_t)most * 10);
    for (uint32_t i = 0; i < most; i++) {
        uint32_t site = (uint32_t)test_random_below(r, shape->sites);
        uint32_t week = i / shape->sessions;
        uint32_t day = week * 7 + (uint32_t)test_random_below(r, 5);
        bool any = test_random_below(r, 100) < any_percent;
        bool evening = !any && test_random_below(r, 100) < 4;
        uint32_t part = evening ? 2 : (uint32_t)test_random_below(r, 2);
        int64_t price = test_random_below(r, 10) == 0  ? 100000
                        : test_random_below(r, 3) == 0 ? 60000
                                                       : 40000;
        ac_request *request = &p->requests[p->request_count];
        *request = (ac_request){
            .code = made_code(arena, 'R', i),
            .duty_first = p->duty_count,
            .needed = 1,
            .under_cost = price};
        for (uint32_t j = 0; j < (any ? 10u : 1u); j++) {
            uint32_t kind = any ? j % 2 : part;
            p->duties[p->duty_count++] = (ac_duty){
                .request = p->request_count,
                .day = any ? week * 7 + j / 2 : day,
                .part = kind,
                .kind = kind,
                .site = site,
                .room = AC_NO_ROOM,
                .most = 1,
                .minutes = 250,
                .tags = AC_TAG_ALL | UINT64_C(1) << kind};
            request->duty_count++;
        }
        p->request_count++;
    }
}

/* Two rooms at each site and time: enough to bind now and then. */
static inline void made_rooms(ac_arena *arena, ac_problem *p)
{
    size_t cells = (size_t)p->site_count * p->day_count * MADE_PARTS;
    uint32_t *at = AC_NEW_ARRAY(arena, uint32_t, cells);
    p->rooms = AC_NEW_ARRAY(arena, ac_rooms, p->duty_count);
    for (uint32_t i = 0; i < p->duty_count; i++) {
        ac_duty *duty = &p->duties[i];
        size_t cell = ((size_t)duty->site * p->day_count + duty->day) * MADE_PARTS + duty->part;
        if (at[cell] == 0) {
            p->rooms[p->room_count++] = (ac_rooms){duty->site, duty->day, duty->part, 2};
            at[cell] = p->room_count;
        }
        duty->room = at[cell] - 1;
    }
}

static inline void made_counters(ac_arena *arena, uint32_t doctor, uint32_t sessions, ac_problem *p)
{
    (void)arena;
    for (uint32_t w = 0; w < p->week_count; w++) {
        p->counters[p->counter_count++] = (ac_counter){
            .doctor = doctor,
            .unit = AC_COUNT_SESSIONS,
            .day_from = w * 7,
            .day_until = w * 7 + 7,
            .tags = AC_TAG_ALL,
            .most = sessions + 1,
            .hard = true,
            .rule = AC_RULE_WEEK_MOST};
    }
    ac_counter term = {
        .doctor = doctor,
        .unit = AC_COUNT_SESSIONS,
        .day_until = p->day_count,
        .tags = AC_TAG_ALL,
        .most = (int64_t)(sessions * p->week_count * 11 / 12),
        .hard = true,
        .rule = AC_RULE_TERM_MOST};
    p->counters[p->counter_count++] = term;
    term.hard = false;
    term.most = term.most * 9 / 10;
    term.over_cost = 2000;
    term.rule = AC_RULE_CONTRACT_SHARE;
    p->counters[p->counter_count++] = term;
    p->counters[p->counter_count++] = (ac_counter){
        .doctor = doctor,
        .unit = AC_COUNT_MINUTES,
        .day_until = p->day_count,
        .tags = AC_TAG_ALL,
        .base = 500 * (int64_t)p->week_count,
        .most = 2880 * (int64_t)p->week_count,
        .hard = true,
        .rule = AC_RULE_HOURS_MOST};
    p->counters[p->counter_count++] = (ac_counter){
        .doctor = doctor,
        .unit = AC_COUNT_SESSIONS,
        .day_until = p->day_count,
        .tags = 4,
        .most = 2,
        .over_cost = 1000,
        .rule = AC_RULE_FAIR_SHARE};
}

static inline void made_doctor(
    ac_arena *arena,
    const made_shape *shape,
    uint32_t doctor,
    const made_point *sites,
    const bool *skilled,
    test_random *r,
    ac_problem *p)
{
    made_point home = made_place(shape, r);
    uint32_t far = shape->far == 0 ? MADE_FAR : shape->far;
    bool free_at[7 * MADE_PARTS];
    bool skill = test_random_below(r, 5) == 0;
    uint32_t leave = (uint32_t)test_random_below(r, p->week_count + 1);
    for (size_t i = 0; i < 7 * MADE_PARTS; i++) {
        free_at[i] = test_random_below(r, 100) < (i % MADE_PARTS == 2 ? 30 : 75);
    }
    p->doctors[doctor] =
        (ac_doctor){.code = made_code(arena, 'D', doctor), .day_most = 2, .run_most = 6};
    for (uint32_t s = 0; s < p->site_count; s++) {
        size_t place = (size_t)doctor * p->site_count + s;
        p->trip_costs[place] = (int32_t)made_minutes(home, sites[s]) * 60;
        p->new_site_costs[place] = test_random_below(r, 4) == 0 ? 0 : 4000;
    }
    for (uint32_t i = 0; i < p->duty_count; i++) {
        const ac_duty *duty = &p->duties[i];
        ac_rule rule = AC_RULE_NONE;
        if (ac_week_of(p, duty->day) == leave) {
            rule = AC_RULE_LEAVE;
        } else if (skilled[duty->request] && !skill) {
            rule = AC_RULE_SKILL;
        } else if (!free_at[duty->day % 7 * MADE_PARTS + duty->part]) {
            rule = AC_RULE_UNAVAILABLE;
        } else if (made_minutes(home, sites[duty->site]) > far) {
            rule = AC_RULE_TOO_FAR;
        }
        p->refusals[ac_pair_of(p, doctor, i)] = (uint8_t)rule;
    }
    made_counters(arena, doctor, 3 + (uint32_t)test_random_below(r, 5), p);
}

static inline void made_problem(ac_arena *arena, const made_shape *shape, ac_problem *problem)
{
    static const char *const parts[] = {"morning", "afternoon", "evening"};
    test_random random = {shape->seed};
    ac_problem p = {
        .first = {16440}, /* Monday 5 January 2015 */
        .dated = true,
        .day_count = shape->weeks * 7,
        .part_count = MADE_PARTS,
        .part_names = parts,
        .is_money = true,
        .doctor_count = shape->doctors,
        .site_count = shape->sites,
        .kind_count = 3,
        .visit_cost = 400,
        .move_cost = 20000};
    p.kinds = AC_NEW_ARRAY(arena, ac_session_kind, 3);
    p.kinds[0] = (ac_session_kind){AC_TEXT("morning"), 510, 250, 0};
    p.kinds[1] = (ac_session_kind){AC_TEXT("afternoon"), 810, 250, 0};
    p.kinds[2] = (ac_session_kind){AC_TEXT("evening"), 1110, 250, 1};
    p.doctors = AC_NEW_ARRAY(arena, ac_doctor, shape->doctors);
    p.sites = AC_NEW_ARRAY(arena, ac_site, shape->sites);
    made_requests(arena, shape, &random, &p);
    p.week_count = shape->weeks;
    p.counters = AC_NEW_ARRAY(arena, ac_counter, (size_t)shape->doctors * (shape->weeks + 4));
    made_rooms(arena, &p);
    ac_problem_tables(arena, &p);
    made_point *sites = AC_NEW_ARRAY(arena, made_point, shape->sites);
    bool *skilled = AC_NEW_ARRAY(arena, bool, p.request_count);
    for (uint32_t s = 0; s < shape->sites; s++) {
        sites[s] = made_place(shape, &random);
        p.sites[s] = (ac_site){made_code(arena, 'S', s), AC_TEXT("")};
    }
    for (uint32_t i = 0; i < p.request_count; i++) {
        skilled[i] = test_random_below(&random, 12) == 0;
    }
    for (uint32_t a = 0; a < shape->sites; a++) {
        for (uint32_t b = 0; b < shape->sites; b++) {
            p.travel_minutes[(size_t)a * shape->sites + b] = made_minutes(sites[a], sites[b]);
        }
    }
    for (uint32_t d = 0; d < shape->doctors; d++) {
        made_doctor(arena, shape, d, sites, skilled, &random, &p);
    }
    *problem = p;
}

#endif
