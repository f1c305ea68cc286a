/* SPDX-License-Identifier: MIT */
/* Parts of common costs. Times and choices of one doctor at one site stand next to each other, so
 * that a day, a week and the whole are runs of the list. */

#include "roster/share.h"

#include <stdlib.h>
#include <string.h>

enum { SETTLE_FIRST = 2, SETTLE_LAST = 16 };

/* Where the run of a kind that begins at an index ends. */
static uint32_t run_end(const ac_shares *s, ac_share_kind kind, uint32_t from)
{
    const ac_share *first = &s->list[from];
    uint32_t at = from + 1;
    for (; at < s->count; at++) {
        const ac_share *now = &s->list[at];
        bool same = now->doctor == first->doctor && now->site == first->site;
        if (!same || (kind == AC_SHARE_DAY && now->day != first->day) ||
            (kind != AC_SHARE_EVER && now->week != first->week)) {
            break;
        }
    }
    return at;
}

static int64_t cost_of(const ac_shares *s, ac_share_kind kind, uint32_t index)
{
    const ac_share *share = &s->list[index];
    size_t place = (size_t)share->doctor * s->problem->site_count + share->site;
    bool spread = (kind == AC_SHARE_DAY && share->day == AC_SHARE_SPREAD) ||
                  (kind == AC_SHARE_WEEK && share->week == AC_SHARE_SPREAD);
    int64_t cost = spread                  ? 0
                   : kind == AC_SHARE_DAY  ? s->problem->trip_costs[place]
                   : kind == AC_SHARE_WEEK ? s->problem->visit_cost
                                           : s->problem->new_site_costs[place];
    return cost * AC_SHARE_SCALE;
}

/* A lawful pair at its time, or at the choice that it is of. */
typedef struct share_key {
    ac_share share;
    uint32_t unit; /* the time, or after all times the request */
    uint32_t pair;
} share_key;

static int compare(uint32_t left, uint32_t right)
{
    return left < right ? -1 : left > right ? 1 : 0;
}

static int by_place_and_time(const void *left, const void *right)
{
    const share_key *a = left;
    const share_key *b = right;
    int order = compare(a->share.site, b->share.site);
    order = order != 0 ? order : compare(a->share.week, b->share.week);
    order = order != 0 ? order : compare(a->share.day, b->share.day);
    order = order != 0 ? order : compare(a->unit, b->unit);
    return order != 0 ? order : compare(a->pair, b->pair);
}

/* A choice of times: the day and the week in which all of them lie, if there is such. */
static share_key key_of_choice(const ac_problem *p, uint32_t request, share_key key)
{
    const ac_request *r = &p->requests[request];
    const ac_duty *first = &p->duties[r->duty_first];
    for (uint32_t i = 1; i < r->duty_count; i++) {
        key.share.day = first[i].day == first->day ? key.share.day : AC_SHARE_SPREAD;
        bool same = ac_week_of(p, first[i].day) == ac_week_of(p, first->day);
        key.share.week = same ? key.share.week : AC_SHARE_SPREAD;
    }
    key.share.choice = true;
    key.unit = p->day_count * p->part_count + request;
    return key;
}

/* One doctor at most works a session of it, and that once, at one site. */
static bool is_choice(const ac_problem *p, uint32_t request)
{
    const ac_request *r = &p->requests[request];
    bool one = r->duty_count > 1 && r->needed == 1 && !r->over_allowed;
    for (uint32_t i = 1; one && i < r->duty_count; i++) {
        one = p->duties[r->duty_first + i].site == p->duties[r->duty_first].site;
    }
    return one;
}

/* The times and choices of one doctor, and of each of its pairs the places in the list. `keys` has
 * room for two a duty. */
static void add_doctor(ac_shares *s, uint32_t doctor, share_key *keys)
{
    const ac_problem *p = s->problem;
    uint32_t count = 0;
    for (uint32_t i = 0; i < p->duty_count; i++) {
        const ac_duty *duty = &p->duties[i];
        if (ac_refusal_of(p, doctor, i) != AC_RULE_NONE) {
            continue;
        }
        uint32_t pair = s->pair_count++;
        s->of_pair[pair] = UINT32_MAX;
        s->of_choice[pair] = UINT32_MAX;
        if (duty->site != AC_NO_SITE) {
            keys[count] = (share_key){
                .share =
                    {.doctor = doctor,
                            .site = duty->site,
                            .week = ac_week_of(p, duty->day),
                            .day = duty->day},
                .unit = ac_slot_of(p, duty),
                .pair = pair
            };
            count++;
            if (is_choice(p, duty->request)) {
                keys[count] = key_of_choice(p, duty->request, keys[count - 1]);
                count++;
            }
        }
    }
    qsort(keys, count, sizeof *keys, by_place_and_time);
    for (uint32_t i = 0; i < count; i++) {
        bool same = i > 0 && keys[i].unit == keys[i - 1].unit &&
                    keys[i].share.site == keys[i - 1].share.site;
        if (!same) {
            s->list[s->count++] = keys[i].share;
        }
        uint32_t *places = keys[i].share.choice ? s->of_choice : s->of_pair;
        places[keys[i].pair] = s->count - 1;
    }
}

/* Parts a cost evenly over the times of a run. */
static void part_evenly(ac_shares *s, ac_share_kind kind, const ac_share_run *run)
{
    int64_t times = 0;
    for (uint32_t i = run->from; i < run->until; i++) {
        times += s->list[i].choice ? 0 : 1;
    }
    int64_t part = times == 0 ? 0 : run->cost / times;
    for (uint32_t i = run->from; i < run->until; i++) {
        s->list[i].parts[kind] = s->list[i].choice ? 0 : part;
    }
}

static void find_runs(ac_arena *arena, ac_shares *s, ac_share_kind kind)
{
    ac_share_runs *runs = &s->runs[kind];
    runs->list = AC_NEW_ARRAY(arena, ac_share_run, s->count);
    for (uint32_t from = 0; from < s->count;) {
        uint32_t until = run_end(s, kind, from);
        runs->list[runs->count++] = (ac_share_run){from, until, cost_of(s, kind, from)};
        from = until;
    }
}

static void add_up(ac_shares *s, uint32_t from, uint32_t until)
{
    for (uint32_t i = from; i < until; i++) {
        s->sums[i] = s->list[i].closed ? AC_SHARE_CLOSED : 0;
        for (ac_share_kind kind = s->first; kind < AC_SHARE_KINDS; kind++) {
            s->sums[i] += s->list[i].parts[kind];
        }
    }
}

void ac_shares_begin_at(ac_shares *shares, ac_share_kind first)
{
    shares->first = first;
    add_up(shares, 0, shares->count);
}

void ac_shares_init(ac_arena *arena, const ac_problem *problem, ac_shares *shares)
{
    AC_SCOPED_ARENA(scratch);
    size_t pairs = ac_problem_lawful_pairs(problem);
    *shares = (ac_shares){
        .problem = problem,
        .list = AC_NEW_ARRAY(arena, ac_share, pairs * 2),
        .sums = AC_NEW_ARRAY(arena, int64_t, pairs * 2),
        .of_pair = AC_NEW_ARRAY(arena, uint32_t, pairs),
        .of_choice = AC_NEW_ARRAY(arena, uint32_t, pairs)};
    share_key *keys = AC_NEW_ARRAY(&scratch, share_key, (size_t)problem->duty_count * 2);
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        add_doctor(shares, d, keys);
    }
    for (ac_share_kind kind = AC_SHARE_DAY; kind < AC_SHARE_KINDS; kind++) {
        find_runs(arena, shares, kind);
        for (uint32_t i = 0; i < shares->runs[kind].count; i++) {
            part_evenly(shares, kind, &shares->runs[kind].list[i]);
        }
    }
    add_up(shares, 0, shares->count);
}

void ac_shares_copy(ac_arena *arena, const ac_shares *from, ac_shares *to)
{
    *to = *from;
    to->list = AC_NEW_ARRAY(arena, ac_share, from->count);
    to->sums = AC_NEW_ARRAY(arena, int64_t, from->count);
    memcpy(to->list, from->list, from->count * sizeof *to->list);
    memcpy(to->sums, from->sums, from->count * sizeof *to->sums);
    for (ac_share_kind kind = AC_SHARE_DAY; kind < AC_SHARE_KINDS; kind++) {
        ac_share_runs *runs = &to->runs[kind];
        runs->list = AC_NEW_ARRAY(arena, ac_share_run, runs->count);
        memcpy(runs->list, from->runs[kind].list, runs->count * sizeof *runs->list);
    }
}

int64_t ac_shares_cost(const ac_shares *shares, uint32_t pair)
{
    uint32_t time = shares->of_pair[pair];
    uint32_t choice = shares->of_choice[pair];
    return (time == UINT32_MAX ? 0 : shares->sums[time]) +
           (choice == UINT32_MAX ? 0 : shares->sums[choice]);
}

void ac_shares_count(ac_shares *shares, const bool *flows)
{
    for (uint32_t i = 0; i < shares->count; i++) {
        shares->list[i].used = 0;
    }
    for (uint32_t i = 0; i < shares->pair_count; i++) {
        if (flows[i] && shares->of_pair[i] != UINT32_MAX) {
            shares->list[shares->of_pair[i]].used++;
        }
        if (flows[i] && shares->of_choice[i] != UINT32_MAX) {
            shares->list[shares->of_choice[i]].used++;
        }
    }
}

/* What every time of a run pays if the cost is parted over those that are used. */
static void settle_run(ac_shares *s, ac_share_kind kind, const ac_share_run *run, uint32_t round)
{
    int64_t used = 0;
    for (uint32_t i = run->from; i < run->until; i++) {
        used += s->list[i].used > 0 && !s->list[i].choice ? 1 : 0;
    }
    int64_t wanted = run->cost / (used > 0 ? used : 1);
    for (uint32_t i = run->from; i < run->until; i++) {
        int64_t *part = &s->list[i].parts[kind];
        if (!s->list[i].choice) {
            *part += (wanted - *part) / SETTLE_LAST + (wanted - *part) / (SETTLE_FIRST + round);
        }
    }
}

void ac_shares_settle(ac_shares *shares, uint32_t round)
{
    for (ac_share_kind kind = AC_SHARE_DAY; kind < AC_SHARE_KINDS; kind++) {
        for (uint32_t i = 0; i < shares->runs[kind].count; i++) {
            settle_run(shares, kind, &shares->runs[kind].list[i], round);
        }
    }
    add_up(shares, 0, shares->count);
}

/* Takes from the parts of a run until they sum to no more than the cost, from each as much, and
 * from none more than it has. */
static void trim(ac_shares *s, ac_share_kind kind, const ac_share_run *run)
{
    while (true) {
        int64_t sum = 0;
        int64_t having = 0;
        for (uint32_t i = run->from; i < run->until; i++) {
            sum += s->list[i].parts[kind];
            having += s->list[i].parts[kind] > 0 ? 1 : 0;
        }
        if (sum <= run->cost || having == 0) {
            return;
        }
        int64_t less = (sum - run->cost + having - 1) / having;
        for (uint32_t i = run->from; i < run->until; i++) {
            int64_t *part = &s->list[i].parts[kind];
            *part = *part > less ? *part - less : 0;
        }
    }
}

/* How far the uses of a run are from even, squared: parts that all grow alike are trimmed alike. */
static uint64_t unevenness(const ac_shares *s, const ac_share_run *run)
{
    int64_t count = run->until - run->from;
    int64_t sum = 0;
    uint64_t squares = 0;
    for (uint32_t i = run->from; i < run->until; i++) {
        sum += s->list[i].mean;
    }
    int64_t even = sum / count;
    for (uint32_t i = run->from; i < run->until; i++) {
        int64_t apart = s->list[i].mean - even;
        squares += (uint64_t)(apart * apart);
    }
    return squares / AC_MEAN_ONE;
}

uint64_t ac_shares_direct(ac_shares *shares, int32_t fade)
{
    uint64_t squares = 0;
    for (uint32_t i = 0; i < shares->count; i++) {
        ac_share *share = &shares->list[i];
        int32_t now = share->used > 0 ? AC_MEAN_ONE : 0;
        share->mean += (now - share->mean) / fade;
    }
    for (ac_share_kind kind = shares->first; kind < AC_SHARE_KINDS; kind++) {
        for (uint32_t i = 0; i < shares->runs[kind].count; i++) {
            const ac_share_run *run = &shares->runs[kind].list[i];
            squares += run->cost > 0 && run->until > run->from + 1 ? unevenness(shares, run) : 0;
        }
    }
    return squares;
}

void ac_shares_step(ac_shares *shares, int64_t step)
{
    for (ac_share_kind kind = shares->first; kind < AC_SHARE_KINDS; kind++) {
        for (uint32_t i = 0; i < shares->runs[kind].count; i++) {
            const ac_share_run *run = &shares->runs[kind].list[i];
            if (run->cost == 0) {
                continue;
            }
            for (uint32_t j = run->from; j < run->until; j++) {
                shares->list[j].parts[kind] += step * shares->list[j].mean / AC_MEAN_ONE;
            }
            trim(shares, kind, run);
        }
    }
    add_up(shares, 0, shares->count);
}

void ac_shares_spend(ac_shares *shares, ac_share_kind kind, ac_share_run *run)
{
    run->cost = 0;
    for (uint32_t i = run->from; i < run->until; i++) {
        shares->list[i].parts[kind] = 0;
    }
    add_up(shares, run->from, run->until);
}

void ac_shares_close(ac_shares *shares, const ac_share_run *run)
{
    for (uint32_t i = run->from; i < run->until; i++) {
        shares->list[i].closed = true;
    }
    add_up(shares, run->from, run->until);
}
