/* SPDX-License-Identifier: MIT */
/* A day is one session, or two that can be joined: the cheapest of both. Days make a week, and
 * weeks the whole, by counting sessions. What requests take is the best of their own and their
 * rooms'. */

#include "roster/alone.h"

#include "base/whole.h"

#include <stdlib.h>
#include <string.h>

#define NONE UINT32_MAX
#define FAR  (INT64_MAX / 4) /* costs of what cannot be */

enum { DAY_MOST = 2, WEEK_MOST = 7 * DAY_MOST };

/* Sessions of a doctor at one site and time: the cheapest, and the cheapest of another request. */
typedef struct place {
    uint32_t site; /* or AC_NO_SITE */
    uint32_t part;
    uint32_t first;  /* into `pairs`; they end where the next place's begin */
    uint32_t starts; /* the latest minute at which one starts */
    uint32_t ends;   /* the earliest at which one ends */
    int64_t trip;    /* what its way costs in a day */
    uint32_t best[2];
    int64_t cost[2]; /* less what they are paid */
} place;

typedef struct paid_pair {
    uint32_t pair; /* of the lawful ones */
    uint32_t duty;
    uint32_t request;
    int64_t cost; /* wishes */
} paid_pair;

/* The cheapest of a day with one session and with two: indexes of `pairs`. */
typedef struct day_best {
    int64_t one;
    int64_t two;
    uint32_t pick;
    uint32_t picks[2];
} day_best;

typedef struct request_pay {
    int64_t price;
    int64_t mean;      /* of `more` in the rounds before, the last ones most; in AC_MEAN_ONE */
    int32_t more;      /* sessions taken than worked, in this round */
    uint32_t taken;    /* in this round */
    uint32_t duty_sum; /* doctors that its sessions have room for */
} request_pay;

struct ac_alone {
    const ac_problem *problem;
    const ac_ceiling *ceilings;
    ac_shares *shares;
    uint32_t *day_first; /* [doctor x day + 1], into `places` */
    place *places;       /* [place_count + 1], by doctor, day, part and site */
    uint32_t place_count;
    paid_pair *pairs; /* [pair], by place */
    uint32_t pair_count;
    uint32_t *cheap;      /* room for the places of a day that may pay */
    day_best *days;       /* [day], of the doctor at hand */
    uint8_t *day_picks;   /* [day x (WEEK_MOST + 1)]: of so many sessions up to it, those on it */
    int64_t *week_costs;  /* [week x (WEEK_MOST + 1)], the cheapest week with so many */
    uint8_t *week_picks;  /* [week x (term_most + 1)]: of so many up to it, those in it */
    int64_t *sums;        /* [term_most + 1] */
    uint32_t term_most;   /* sessions that can be in all weeks together */
    request_pay *pays;    /* [request] */
    uint32_t *room_first; /* [room + 1], into `in_room` */
    uint32_t *in_room;    /* requests of one session, by room */
};

bool ac_alone_fits(const ac_problem *problem)
{
    bool fits = problem->site_count > 0;
    for (uint32_t d = 0; fits && d < problem->doctor_count; d++) {
        fits = problem->doctors[d].day_most <= DAY_MOST;
    }
    return fits;
}

typedef struct pair_key {
    paid_pair pair;
    uint32_t slot;
    uint32_t site;
} pair_key;

static int by_time_and_site(const void *left, const void *right)
{
    const pair_key *a = left;
    const pair_key *b = right;
    if (a->slot != b->slot) {
        return a->slot < b->slot ? -1 : 1;
    }
    if (a->site != b->site) {
        return a->site < b->site ? -1 : 1;
    }
    return a->pair.pair < b->pair.pair ? -1 : a->pair.pair > b->pair.pair ? 1 : 0;
}

/* Adds a pair to the last place, or to a new one. */
static void add_pair(ac_alone *a, uint32_t doctor, const pair_key *key, bool same)
{
    const ac_problem *p = a->problem;
    const ac_session_kind *kind = &p->kinds[p->duties[key->pair.duty].kind];
    uint32_t end = kind->start_minute + kind->minutes;
    if (!same) {
        int64_t trip =
            key->site == AC_NO_SITE ? 0 : p->trip_costs[(size_t)doctor * p->site_count + key->site];
        a->places[a->place_count++] = (place){
            .site = key->site,
            .part = key->slot % p->part_count,
            .first = a->pair_count,
            .starts = kind->start_minute,
            .ends = end,
            .trip = trip * AC_SHARE_SCALE};
    }
    place *last = &a->places[a->place_count - 1];
    last->starts = kind->start_minute > last->starts ? kind->start_minute : last->starts;
    last->ends = end < last->ends ? end : last->ends;
    a->pairs[a->pair_count++] = key->pair;
}

static void list_pairs(ac_alone *a, ac_arena *arena, size_t pairs)
{
    AC_SCOPED_ARENA(scratch);
    const ac_problem *p = a->problem;
    a->places = AC_NEW_ARRAY(arena, place, pairs + 1);
    a->pairs = AC_NEW_ARRAY(arena, paid_pair, pairs);
    a->day_first = AC_NEW_ARRAY(arena, uint32_t, (size_t)p->doctor_count * p->day_count + 1);
    pair_key *keys = AC_NEW_ARRAY(&scratch, pair_key, p->duty_count);
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        uint32_t count = 0;
        for (uint32_t i = 0; i < p->duty_count; i++) {
            if (ac_refusal_of(p, d, i) == AC_RULE_NONE) {
                int64_t wish = p->pair_costs[ac_pair_of(p, d, i)] * (int64_t)AC_SHARE_SCALE;
                keys[count] = (pair_key){
                    {a->pair_count + count, i, p->duties[i].request, wish},
                    ac_slot_of(p, &p->duties[i]),
                    p->duties[i].site
                };
                count++;
            }
        }
        qsort(keys, count, sizeof *keys, by_time_and_site);
        uint32_t at = 0;
        for (uint32_t day = 0; day < p->day_count; day++) {
            a->day_first[(size_t)d * p->day_count + day] = a->place_count;
            for (uint32_t first = at; at < count && keys[at].slot / p->part_count == day; at++) {
                bool same = at > first && keys[at].slot == keys[at - 1].slot &&
                            keys[at].site == keys[at - 1].site;
                add_pair(a, d, &keys[at], same);
            }
        }
    }
    a->day_first[(size_t)p->doctor_count * p->day_count] = a->place_count;
    a->places[a->place_count].first = a->pair_count;
}

/* Requests of one fixed session share rooms; one with a choice of times passes them by, as in the
 * flow. */
static void list_requests(ac_alone *a, ac_arena *arena)
{
    const ac_problem *p = a->problem;
    a->pays = AC_NEW_ARRAY(arena, request_pay, p->request_count);
    a->room_first = AC_NEW_ARRAY(arena, uint32_t, (size_t)p->room_count + 1);
    a->in_room = AC_NEW_ARRAY(arena, uint32_t, p->request_count);
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_request *r = &p->requests[i];
        const ac_duty *first = &p->duties[r->duty_first];
        for (uint32_t j = 0; j < r->duty_count; j++) {
            a->pays[i].duty_sum += (uint32_t)ac_least(first[j].most, p->doctor_count);
        }
        if (r->duty_count == 1 && first->room != AC_NO_ROOM) {
            a->room_first[first->room]++;
        }
    }
    uint32_t sum = 0;
    for (uint32_t i = 0; i <= p->room_count; i++) {
        sum += i < p->room_count ? a->room_first[i] : 0;
        a->room_first[i] = sum;
    }
    for (uint32_t i = p->request_count; i-- > 0;) {
        const ac_duty *first = &p->duties[p->requests[i].duty_first];
        if (p->requests[i].duty_count == 1 && first->room != AC_NO_ROOM) {
            a->in_room[--a->room_first[first->room]] = i;
        }
    }
}

ac_alone *ac_alone_new(
    ac_arena *arena, const ac_problem *problem, const ac_ceiling *ceilings, ac_shares *shares)
{
    ac_alone *a = AC_NEW(arena, ac_alone);
    *a = (ac_alone){.problem = problem, .ceilings = ceilings, .shares = shares};
    list_pairs(a, arena, ac_problem_lawful_pairs(problem));
    list_requests(a, arena);
    a->term_most = problem->week_count * WEEK_MOST;
    a->cheap = AC_NEW_ARRAY(arena, uint32_t, problem->duty_count);
    a->days = AC_NEW_ARRAY(arena, day_best, problem->day_count);
    a->day_picks = AC_NEW_ARRAY(arena, uint8_t, (size_t)problem->day_count * (WEEK_MOST + 1));
    a->week_costs = AC_NEW_ARRAY(arena, int64_t, (size_t)problem->week_count * (WEEK_MOST + 1));
    a->week_picks = AC_NEW_ARRAY(arena, uint8_t, (size_t)problem->week_count * (a->term_most + 1));
    a->sums = AC_NEW_ARRAY(arena, int64_t, (size_t)a->term_most + 1);
    return a;
}

ac_alone *ac_alone_copy(ac_arena *arena, const ac_alone *from, ac_shares *shares)
{
    ac_alone *to = ac_alone_new(arena, from->problem, from->ceilings, shares);
    memcpy(to->pays, from->pays, from->problem->request_count * sizeof *to->pays);
    return to;
}

void ac_alone_pay(ac_alone *alone, uint32_t request, int64_t price)
{
    alone->pays[request].price = price;
}

/* The cheapest pairs of a place. */
static void price_place(ac_alone *a, const ac_tolls *tolls, place *at)
{
    at->cost[0] = at->cost[1] = FAR;
    at->best[0] = at->best[1] = NONE;
    for (uint32_t i = at->first; i < at[1].first; i++) {
        const paid_pair *pair = &a->pairs[i];
        int64_t cost = pair->cost + ac_shares_cost(a->shares, pair->pair) +
                       tolls->of_pair[pair->pair] - a->pays[pair->request].price;
        if (cost < at->cost[0]) {
            if (at->best[0] != NONE && a->pairs[at->best[0]].request != pair->request) {
                at->cost[1] = at->cost[0];
                at->best[1] = at->best[0];
            }
            at->cost[0] = cost;
            at->best[0] = i;
        } else if (cost < at->cost[1] && a->pairs[at->best[0]].request != pair->request) {
            at->cost[1] = cost;
            at->best[1] = i;
        }
    }
}

static bool is_far(const ac_alone *a, const place *from, const place *to)
{
    const ac_problem *p = a->problem;
    if (from->site == to->site || from->site == AC_NO_SITE || to->site == AC_NO_SITE) {
        return false;
    }
    int64_t way = p->travel_minutes[(size_t)from->site * p->site_count + to->site];
    return way > (int64_t)to->starts - from->ends;
}

/* Whether a doctor may work only one of the sessions of a request. */
static bool is_once(const ac_alone *a, uint32_t request)
{
    const ac_request *r = &a->problem->requests[request];
    return r->needed == 1 && !r->over_allowed;
}

/* Two places of a day, the earlier first, and of each its cheapest or its second. */
static void join(const ac_alone *a, const place *from, const place *to, day_best *day)
{
    if (is_far(a, from, to)) {
        return;
    }
    int64_t ways = from->trip + (from->site == to->site ? 0 : to->trip);
    bool clash = a->pairs[from->best[0]].request == a->pairs[to->best[0]].request &&
                 is_once(a, a->pairs[to->best[0]].request);
    for (uint32_t i = 0; i < (clash ? 2u : 1u); i++) {
        uint32_t of_from = clash ? i : 0;
        uint32_t of_to = clash ? 1 - i : 0;
        int64_t cost = ways + from->cost[of_from] + to->cost[of_to];
        if (cost < day->two) {
            day->two = cost;
            day->picks[0] = from->best[of_from];
            day->picks[1] = to->best[of_to];
        }
    }
}

static void price_day(ac_alone *a, const ac_tolls *tolls, const uint32_t *first, day_best *day)
{
    uint32_t count = 0;
    *day = (day_best){.one = FAR, .two = FAR};
    for (uint32_t i = first[0]; i < first[1]; i++) {
        place *at = &a->places[i];
        price_place(a, tolls, at);
        if (at->cost[0] >= 0) {
            continue; /* no day is the better for it */
        }
        a->cheap[count++] = i;
        if (at->cost[0] + at->trip < day->one) {
            day->one = at->cost[0] + at->trip;
            day->pick = at->best[0];
        }
    }
    for (uint32_t j = 1; j < count; j++) {
        const place *to = &a->places[a->cheap[j]];
        for (uint32_t i = 0; i < j && a->places[a->cheap[i]].part != to->part; i++) {
            join(a, &a->places[a->cheap[i]], to, day);
        }
    }
}

/* The cheapest weeks of a doctor by how many sessions they have. */
static void price_weeks(ac_alone *a, uint32_t doctor)
{
    const ac_problem *p = a->problem;
    for (uint32_t i = 0; i < p->week_count * (WEEK_MOST + 1); i++) {
        a->week_costs[i] = i % (WEEK_MOST + 1) == 0 ? 0 : FAR;
    }
    for (uint32_t day = 0; day < p->day_count; day++) {
        uint32_t week = ac_week_of(p, day);
        int64_t *costs = a->week_costs + (size_t)week * (WEEK_MOST + 1);
        uint8_t *picks = a->day_picks + (size_t)day * (WEEK_MOST + 1);
        const day_best *best = &a->days[day];
        int64_t most = ac_least(a->ceilings[doctor].weeks[week], WEEK_MOST);
        for (int64_t k = WEEK_MOST; k >= 0; k--) {
            picks[k] = 0;
            if (k > most) {
                continue;
            }
            int64_t one = k >= 1 ? ac_least(costs[k - 1] + best->one, FAR) : FAR;
            int64_t two = k >= 2 && p->doctors[doctor].day_most > 1
                              ? ac_least(costs[k - 2] + best->two, FAR)
                              : FAR;
            if (p->doctors[doctor].day_most > 0 && one < costs[k]) {
                costs[k] = one;
                picks[k] = 1;
            }
            if (two < costs[k]) {
                costs[k] = two;
                picks[k] = 2;
            }
        }
    }
}

/* Marks what a doctor works in a week with so many sessions; `day` is the last of the week. */
static void mark_week(ac_alone *a, uint32_t day, uint32_t sessions, bool *flows)
{
    for (uint32_t left = sessions;; day--) {
        const day_best *best = &a->days[day];
        uint32_t here = a->day_picks[(size_t)day * (WEEK_MOST + 1) + left];
        for (uint32_t i = 0; i < here; i++) {
            const paid_pair *pair = &a->pairs[here == 1 ? best->pick : best->picks[i]];
            flows[pair->pair] = true;
            a->pays[pair->request].more--;
        }
        left -= here;
        if (left == 0) {
            return;
        }
    }
}

/* The cheapest of a doctor's whole time, and what is worked in it. */
static int64_t solve_doctor(ac_alone *a, uint32_t doctor, bool *flows)
{
    const ac_problem *p = a->problem;
    const ac_ceiling *ceiling = &a->ceilings[doctor];
    int64_t most = ac_least(ceiling->term, a->term_most);
    price_weeks(a, doctor);
    for (int64_t j = 0; j <= most; j++) {
        a->sums[j] = j == 0 ? 0 : FAR;
    }
    for (uint32_t week = 0; week < p->week_count; week++) {
        const int64_t *costs = a->week_costs + (size_t)week * (WEEK_MOST + 1);
        uint8_t *picks = a->week_picks + (size_t)week * (a->term_most + 1);
        for (int64_t j = most; j >= 0; j--) {
            picks[j] = 0;
            for (int64_t k = 1; k <= WEEK_MOST && k <= j; k++) {
                if (costs[k] < FAR && a->sums[j - k] < FAR &&
                    a->sums[j - k] + costs[k] < a->sums[j]) {
                    a->sums[j] = a->sums[j - k] + costs[k];
                    picks[j] = (uint8_t)k;
                }
            }
        }
    }
    int64_t least = 0;
    uint32_t left = 0;
    for (int64_t j = 1; j <= most; j++) {
        int64_t over = j > ceiling->free ? j - ceiling->free : 0;
        int64_t cost = a->sums[j] + over * ceiling->price * AC_SHARE_SCALE;
        if (a->sums[j] < FAR && cost < least) {
            least = cost;
            left = (uint32_t)j;
        }
    }
    uint32_t day = p->day_count;
    for (uint32_t week = p->week_count; week-- > 0 && left > 0;) {
        uint32_t here = a->week_picks[(size_t)week * (a->term_most + 1) + left];
        while (day > 0 && ac_week_of(p, day - 1) > week) {
            day--;
        }
        if (here > 0) {
            mark_week(a, day - 1, here, flows);
        }
        left -= here;
    }
    return least;
}

/* What one session more saves a request that it is not paid; 0 or less: it takes no more. */
static int64_t gain_of(const ac_alone *a, uint32_t request)
{
    const ac_request *r = &a->problem->requests[request];
    const request_pay *pay = &a->pays[request];
    if (pay->taken >= pay->duty_sum) {
        return 0;
    }
    if (pay->taken < r->needed) {
        return r->under_cost * AC_SHARE_SCALE - pay->price;
    }
    return r->over_allowed ? -r->over_cost * AC_SHARE_SCALE - pay->price : 0;
}

/* What requests that share a room take of it; a request alone has room for all its sessions. */
static int64_t take(ac_alone *a, const uint32_t *requests, uint32_t count, uint32_t most)
{
    int64_t gains = 0;
    for (uint32_t i = 0; i < most; i++) {
        int64_t best = 0;
        uint32_t who = 0;
        for (uint32_t j = 0; j < count; j++) {
            int64_t gain = gain_of(a, requests[j]);
            who = gain > best ? requests[j] : who;
            best = gain > best ? gain : best;
        }
        if (best == 0) {
            break;
        }
        gains += best;
        a->pays[who].taken++;
        a->pays[who].more++;
    }
    return gains;
}

static int64_t take_all(ac_alone *a)
{
    const ac_problem *p = a->problem;
    int64_t gains = 0;
    for (uint32_t i = 0; i < p->room_count; i++) {
        gains += take(
            a, a->in_room + a->room_first[i], a->room_first[i + 1] - a->room_first[i],
            p->rooms[i].most);
    }
    for (uint32_t i = 0; i < p->request_count; i++) {
        const ac_duty *first = &p->duties[p->requests[i].duty_first];
        if (p->requests[i].duty_count > 1 || first->room == AC_NO_ROOM) {
            gains += take(a, &i, 1, a->pays[i].duty_sum);
        }
    }
    return gains;
}

int64_t ac_alone_solve(ac_alone *alone, const ac_tolls *tolls, int64_t given_back, bool *flows)
{
    ac_alone *a = alone;
    const ac_problem *p = a->problem;
    int64_t cost = -given_back;
    for (uint32_t i = 0; i < p->request_count; i++) {
        a->pays[i].more = 0;
        a->pays[i].taken = 0;
        cost += p->requests[i].under_cost * p->requests[i].needed * AC_SHARE_SCALE;
    }
    for (uint32_t i = 0; i < a->pair_count; i++) {
        flows[i] = false;
    }
    for (uint32_t d = 0; d < p->doctor_count; d++) {
        for (uint32_t day = 0; day < p->day_count; day++) {
            price_day(a, tolls, a->day_first + (size_t)d * p->day_count + day, &a->days[day]);
        }
        cost += solve_doctor(a, d, flows);
    }
    cost -= take_all(a);
    int64_t whole = cost / AC_SHARE_SCALE + (cost % AC_SHARE_SCALE > 0 ? 1 : 0);
    return whole + p->constant_cost;
}

uint64_t ac_alone_direct(ac_alone *alone, int32_t fade)
{
    uint64_t squares = 0;
    for (uint32_t i = 0; i < alone->problem->request_count; i++) {
        request_pay *pay = &alone->pays[i];
        pay->mean += (pay->more * (int64_t)AC_MEAN_ONE - pay->mean) / fade;
        squares += (uint64_t)(pay->mean * pay->mean) / AC_MEAN_ONE;
    }
    return squares;
}

void ac_alone_step(ac_alone *alone, int64_t step)
{
    for (uint32_t i = 0; i < alone->problem->request_count; i++) {
        request_pay *pay = &alone->pays[i];
        const ac_request *r = &alone->problem->requests[i];
        int64_t most = r->under_cost * AC_SHARE_SCALE;
        int64_t least = -(r->under_cost + r->over_cost) * AC_SHARE_SCALE;
        int64_t price = pay->price + step * pay->mean / AC_MEAN_ONE;
        pay->price = price > most ? most : price < least ? least : price;
    }
}
