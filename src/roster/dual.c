/* SPDX-License-Identifier: MIT */
/* A subgradient along a fading mean of what rounds use. */

#include "roster/dual.h"

#include "base/whole.h"

enum {
    IDLE_MOST = 10,
    FADE_MOST = 16,
    ALONE_IDLE_MOST = 5,
    ALONE_FADE_MOST = 32,
    ALONE_STEP =
        AC_STEP_WHOLE / 8, /* the first: a whole one from a flow's prices goes far astray */
    RISES = 6,             /* after so many steps get longer */
    STEP_LONGER = 1229,    /* of AC_STEP_WHOLE: by a fifth */
    STEP_SHORTER = 724,    /* by the root of a half */
    STEP_LEAST = 32,
};

void ac_dual_init(
    ac_arena *arena, const ac_problem *problem, const ac_ceiling *ceilings, ac_dual *dual)
{
    *dual = (ac_dual){.problem = problem, .ceilings = ceilings};
    ac_shares_init(arena, problem, &dual->shares);
    ac_tolls_init(arena, problem, &dual->tolls);
    dual->flows = AC_NEW_ARRAY(arena, bool, dual->shares.pair_count);
    dual->ascent = (ac_ascent){
        .best = INT64_MIN, .step = AC_STEP_WHOLE, .idle_most = IDLE_MOST, .fade_most = FADE_MOST};
}

void ac_dual_begin_alone(ac_arena *arena, ac_dual *dual, const int64_t *prices)
{
    dual->alone = ac_alone_new(arena, dual->problem, dual->ceilings, &dual->shares);
    for (uint32_t i = 0; i < dual->problem->request_count; i++) {
        ac_alone_pay(dual->alone, i, prices[i]);
    }
    ac_shares_begin_at(&dual->shares, AC_SHARE_WEEK);
    dual->ascent.step = ALONE_STEP;
    dual->ascent.high = INT64_MIN;
    dual->ascent.rises = 0;
    dual->ascent.idle_most = ALONE_IDLE_MOST;
    dual->ascent.fade_most = ALONE_FADE_MOST;
    dual->ascent.idle = 0;
    dual->ascent.round = 0;
}

void ac_dual_copy(ac_arena *arena, const ac_dual *from, ac_dual *to)
{
    *to = *from;
    ac_shares_copy(arena, &from->shares, &to->shares);
    ac_tolls_copy(arena, &from->tolls, &to->tolls);
    to->flows = AC_NEW_ARRAY(arena, bool, from->shares.pair_count);
    to->alone = ac_alone_copy(arena, from->alone, &to->shares);
}

/* How long the next step is. */
static void pace(ac_ascent *a, int64_t bound)
{
    if (bound > a->high) {
        a->high = bound;
        a->idle = 0;
        a->rises++;
    } else {
        a->rises = 0;
        a->idle++;
    }
    if (a->rises == RISES) {
        a->rises = 0;
        a->step = ac_least(a->step * STEP_LONGER / AC_STEP_WHOLE + 1, AC_STEP_WHOLE);
    }
    if (a->idle >= a->idle_most) {
        a->idle = 0;
        a->high = bound;
        a->step = a->step > STEP_LEAST ? a->step * STEP_SHORTER / AC_STEP_WHOLE : a->step;
    }
}

void ac_dual_ascend(ac_dual *dual, int64_t bound)
{
    ac_ascent *a = &dual->ascent;
    a->best = bound > a->best ? bound : a->best;
    pace(a, bound);
    a->round++;
    int32_t fade = (int32_t)(a->round < a->fade_most ? a->round : a->fade_most);
    ac_shares_count(&dual->shares, dual->flows);
    ac_tolls_count(&dual->tolls, dual->flows);
    uint64_t squares = ac_shares_direct(&dual->shares, fade) + ac_tolls_direct(&dual->tolls, fade);
    squares += dual->alone == NULL ? 0 : ac_alone_direct(dual->alone, fade);
    int64_t sessions = (int64_t)(squares / AC_MEAN_ONE) + 1;
    int64_t length = (a->target - a->best) * AC_SHARE_SCALE / sessions * a->step / AC_STEP_WHOLE;
    ac_shares_step(&dual->shares, length);
    ac_tolls_step(&dual->tolls, length);
    if (dual->alone != NULL) {
        ac_alone_step(dual->alone, length);
    }
}

void ac_dual_rounds(ac_dual *dual, uint32_t rounds, int64_t more, const ac_stop *stop)
{
    const ac_ascent *a = &dual->ascent;
    for (uint32_t i = 0; i < rounds && a->best < a->target && !ac_stop_asked(stop); i++) {
        int64_t back = ac_tolls_charge(&dual->tolls);
        int64_t bound = ac_alone_solve(dual->alone, &dual->tolls, back, dual->flows);
        ac_dual_ascend(dual, bound + more);
    }
}
