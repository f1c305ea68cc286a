/* SPDX-License-Identifier: MIT */
/* Parts of common costs. Times of one doctor at one site stand next to each other, so that a day, a
 * week and the whole are runs of the list. */

#include "roster/share.h"

enum { SETTLE_FIRST = 2, SETTLE_LAST = 16 };

static uint32_t day_of(const ac_shares *s, uint32_t index)
{
    return s->list[index].slot / s->problem->part_count;
}

/* Where the run of a kind that begins at an index ends. */
static uint32_t run_end(const ac_shares *s, ac_share_kind kind, uint32_t from)
{
    const ac_share *first = &s->list[from];
    uint32_t at = from + 1;
    for (; at < s->count; at++) {
        const ac_share *now = &s->list[at];
        bool same = now->doctor == first->doctor && now->site == first->site;
        if (kind == AC_SHARE_DAY) {
            same = same && day_of(s, at) == day_of(s, from);
        } else if (kind == AC_SHARE_WEEK) {
            same = same &&
                   ac_week_of(s->problem, day_of(s, at)) == ac_week_of(s->problem, day_of(s, from));
        }
        if (!same) {
            break;
        }
    }
    return at;
}

static int64_t cost_of(const ac_shares *s, ac_share_kind kind, uint32_t index)
{
    const ac_share *share = &s->list[index];
    size_t place = (size_t)share->doctor * s->problem->site_count + share->site;
    int64_t cost = kind == AC_SHARE_DAY    ? s->problem->trip_costs[place]
                   : kind == AC_SHARE_WEEK ? s->problem->visit_cost
                                           : s->problem->new_site_costs[place];
    return cost * AC_SHARE_SCALE;
}

/* Lists the times of one doctor and gives each of its pairs its place in the list. `seen` has room
 * for [site x slot], of zeros, and is left so. */
static void add_doctor(ac_shares *s, uint32_t doctor, uint32_t *seen, uint32_t first_pair)
{
    const ac_problem *p = s->problem;
    size_t slots = (size_t)p->day_count * p->part_count;
    for (uint32_t i = 0; i < p->duty_count; i++) {
        const ac_duty *duty = &p->duties[i];
        if (duty->site != AC_NO_SITE && ac_refusal_of(p, doctor, i) == AC_RULE_NONE) {
            seen[duty->site * slots + ac_slot_of(p, duty)] = 1;
        }
    }
    uint32_t first = s->count;
    for (size_t at = 0; at < slots * p->site_count; at++) {
        if (seen[at] != 0) {
            s->list[s->count] = (ac_share){
                .doctor = doctor, .site = (uint32_t)(at / slots), .slot = (uint32_t)(at % slots)};
            seen[at] = s->count++;
        }
    }
    uint32_t pair = first_pair;
    for (uint32_t i = 0; i < p->duty_count; i++) {
        const ac_duty *duty = &p->duties[i];
        if (ac_refusal_of(p, doctor, i) == AC_RULE_NONE) {
            s->of_pair[pair++] = duty->site == AC_NO_SITE
                                     ? UINT32_MAX
                                     : seen[duty->site * slots + ac_slot_of(p, duty)];
        }
    }
    s->pair_count = pair;
    for (uint32_t i = first; i < s->count; i++) {
        seen[s->list[i].site * slots + s->list[i].slot] = 0;
    }
}

void ac_shares_init(ac_arena *arena, const ac_problem *problem, ac_shares *shares)
{
    size_t pairs = ac_problem_lawful_pairs(problem);
    *shares = (ac_shares){
        .problem = problem,
        .list = AC_NEW_ARRAY(arena, ac_share, pairs),
        .of_pair = AC_NEW_ARRAY(arena, uint32_t, pairs)};
    uint32_t *seen = AC_NEW_ARRAY(
        arena, uint32_t, (size_t)problem->site_count * problem->day_count * problem->part_count);
    for (uint32_t d = 0; d < problem->doctor_count; d++) {
        add_doctor(shares, d, seen, shares->pair_count);
    }
    for (ac_share_kind kind = AC_SHARE_DAY; kind < AC_SHARE_KINDS; kind++) {
        for (uint32_t from = 0; from < shares->count;) {
            uint32_t until = run_end(shares, kind, from);
            for (uint32_t i = from; i < until; i++) {
                shares->list[i].parts[kind] = cost_of(shares, kind, from) / (until - from);
            }
            from = until;
        }
    }
}

int64_t ac_shares_cost(const ac_shares *shares, uint32_t pair)
{
    uint32_t at = shares->of_pair[pair];
    if (at == UINT32_MAX) {
        return 0;
    }
    const ac_share *share = &shares->list[at];
    return share->parts[AC_SHARE_DAY] + share->parts[AC_SHARE_WEEK] + share->parts[AC_SHARE_EVER];
}

void ac_shares_settle(ac_shares *shares, uint32_t round)
{
    for (ac_share_kind kind = AC_SHARE_DAY; kind < AC_SHARE_KINDS; kind++) {
        for (uint32_t from = 0; from < shares->count;) {
            uint32_t until = run_end(shares, kind, from);
            int64_t used = 0;
            for (uint32_t i = from; i < until; i++) {
                used += shares->list[i].used > 0 ? 1 : 0;
            }
            int64_t wanted = cost_of(shares, kind, from) / (used > 0 ? used : 1);
            for (uint32_t i = from; i < until; i++) {
                int64_t *part = &shares->list[i].parts[kind];
                *part += (wanted - *part) / SETTLE_LAST + (wanted - *part) / (SETTLE_FIRST + round);
            }
            from = until;
        }
    }
}

/* Takes from the parts of a run until they sum to no more than the cost, from each as much, and
 * from none more than it has. */
static void trim(ac_shares *s, ac_share_kind kind, uint32_t from, uint32_t until, int64_t cost)
{
    while (true) {
        int64_t sum = 0;
        int64_t having = 0;
        for (uint32_t i = from; i < until; i++) {
            sum += s->list[i].parts[kind];
            having += s->list[i].parts[kind] > 0 ? 1 : 0;
        }
        if (sum <= cost || having == 0) {
            return;
        }
        int64_t less = (sum - cost + having - 1) / having;
        for (uint32_t i = from; i < until; i++) {
            int64_t *part = &s->list[i].parts[kind];
            *part = *part > less ? *part - less : 0;
        }
    }
}

/* How far the uses of a run are from even, squared: parts that all grow alike are trimmed alike. */
static uint64_t unevenness(const ac_shares *s, uint32_t from, uint32_t until)
{
    int64_t count = until - from;
    int64_t sum = 0;
    uint64_t squares = 0;
    for (uint32_t i = from; i < until; i++) {
        sum += s->list[i].mean;
    }
    for (uint32_t i = from; i < until; i++) {
        int64_t apart = s->list[i].mean - sum / count;
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
    for (ac_share_kind kind = AC_SHARE_DAY; kind < AC_SHARE_KINDS; kind++) {
        for (uint32_t from = 0; from < shares->count;) {
            uint32_t until = run_end(shares, kind, from);
            squares += cost_of(shares, kind, from) > 0 ? unevenness(shares, from, until) : 0;
            from = until;
        }
    }
    return squares;
}

void ac_shares_step(ac_shares *shares, int64_t step)
{
    for (ac_share_kind kind = AC_SHARE_DAY; kind < AC_SHARE_KINDS; kind++) {
        for (uint32_t from = 0; from < shares->count;) {
            uint32_t until = run_end(shares, kind, from);
            int64_t cost = cost_of(shares, kind, from);
            for (uint32_t i = from; i < until && cost > 0; i++) {
                shares->list[i].parts[kind] += step * shares->list[i].mean / AC_MEAN_ONE;
            }
            if (cost > 0) {
                trim(shares, kind, from, until, cost);
            }
            from = until;
        }
    }
}
