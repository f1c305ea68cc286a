/* SPDX-License-Identifier: MIT */
/* Runs sizes through scenarios: the best, the curve, what one more or fewer changes. */

#include "sizing/size.h"

#include "base/limits.h"
#include "sizing/measure.h"
#include "sizing/newsvendor.h"
#include "sizing/pooling.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

enum { SAMPLE_IN = 1, SAMPLE_OUT, BATCHES = 10, PARTS = 8, CURVE_PARTS = 10 };

/* Student's t of 9 degrees, two-sided 95%, for means over BATCHES. */
static const double t_batches = 2.262157;

typedef struct sizing_work {
    ac_arena *arena;
    const ac_sizing_options *options;
    ac_sizing *sizing;
    ac_scenarios in;
    ac_period_outcome *outcomes; /* [scenarios] */
    double *values;              /* [scenarios], for sorting */
    double *profits;             /* [scenarios] */
    double *idle;                /* [scenarios], for sorting: of a week, below nought */
    uint32_t *idle_weeks;        /* [scenarios x weeks] */
} sizing_work;

static double share_of(const ac_figures *figures, ac_pool_sizing figure)
{
    return figures->list[figure].value / 100;
}

static double pounds_of(const ac_figures *figures, ac_pool_sizing figure)
{
    return figures->list[figure].value / 100;
}

static ac_terms terms_of(const ac_figures *figures)
{
    return (ac_terms){
        .price = pounds_of(figures, AC_SIZE_PRICE),
        .cost = pounds_of(figures, AC_SIZE_COST),
        .idle_value = pounds_of(figures, AC_SIZE_IDLE_VALUE),
        .unmet_value = pounds_of(figures, AC_SIZE_UNMET_VALUE),
        .locum = pounds_of(figures, AC_SIZE_LOCUM),
        .backfilled = share_of(figures, AC_SIZE_BACKFILL),
        .absent = share_of(figures, AC_SIZE_SICKNESS),
        .cancelled = share_of(figures, AC_SIZE_CANCELLED),
        .handed_back = share_of(figures, AC_SIZE_HANDED_BACK),
        .late = share_of(figures, AC_SIZE_LATE),
        .late_fee = share_of(figures, AC_SIZE_LATE_FEE),
        .placed = share_of(figures, AC_SIZE_PLACED)};
}

double ac_contracted_for(const ac_figures *figures, double sessions)
{
    double year = figures->list[AC_SIZE_CONTRACTED].value;
    double away = figures->list[AC_SIZE_LEAVE].value + figures->list[AC_SIZE_CPD].value;
    return away < year ? sessions * year / (year - away) : 0;
}

/* Profits of some scenarios with a size, in work->profits. */
static void
run_size(sizing_work *work, const ac_scenarios *from, uint32_t sessions, uint32_t first, uint32_t n)
{
    ac_scenarios_run(from, sessions, first, n, work->outcomes, work->idle_weeks);
    for (uint32_t i = 0; i < n; i++) {
        work->profits[i] = work->outcomes[i].paid * from->terms->price + work->outcomes[i].rest;
    }
}

/* What is made as large as can be: the expected profit, and a weight of the worst periods. */
static double
worth_of(sizing_work *work, const ac_scenarios *from, uint32_t sessions, uint32_t first, uint32_t n)
{
    double sum = 0;
    run_size(work, from, sessions, first, n);
    for (uint32_t i = 0; i < n; i++) {
        work->values[i] = work->profits[i];
        sum += work->profits[i] / n;
    }
    if (work->sizing->caution > 0) {
        sum += work->sizing->caution * ac_tail_of(work->values, n, work->sizing->tail_share).value;
    }
    return sum;
}

/* The size of most worth. Worth is concave but for noise, so ever narrower rows of sizes close in
 * on it; of equals the smallest. */
static uint32_t best_of(sizing_work *work, const ac_scenarios *from, uint32_t first, uint32_t n)
{
    uint32_t low = 0;
    uint32_t high = from->sessions_most;
    while (1) {
        uint32_t step = (high - low + PARTS - 1) / PARTS;
        uint32_t best = low;
        double most = -HUGE_VAL;
        step = step == 0 ? 1 : step;
        for (uint32_t size = low; size <= high; size += step) {
            double worth = worth_of(work, from, size, first, n);
            if (worth > most) {
                most = worth;
                best = size;
            }
        }
        if (step == 1) {
            return best;
        }
        low = best > low + step ? best - step : low;
        high = best + step < high ? best + step : high;
    }
}

static void measure_idle(const sizing_work *work, ac_size_outcome *to)
{
    const ac_scenarios *s = &work->in;
    size_t weeks = (size_t)s->count * s->weeks;
    for (size_t n = 0; n < work->options->idle_count; n++) {
        uint64_t in_weeks = 0;
        uint64_t in_periods = 0;
        for (size_t i = 0; i < weeks; i++) {
            in_weeks += work->idle_weeks[i] > work->options->idle[n] ? 1 : 0;
        }
        for (uint32_t i = 0; i < s->count; i++) {
            in_periods += work->outcomes[i].idle > work->options->idle[n] ? 1 : 0;
        }
        to->week_over[n] = (double)in_weeks / (double)weeks;
        to->period_over[n] = (double)in_periods / s->count;
    }
}

static ac_size_outcome measure(sizing_work *work, uint32_t sessions)
{
    const ac_scenarios *s = &work->in;
    ac_size_outcome made = {.sessions = sessions};
    double weeks = (double)s->count * s->weeks;
    double paid = 0;
    double rest = 0;
    uint64_t losses = 0;
    run_size(work, s, sessions, 0, s->count);
    for (uint32_t i = 0; i < s->count; i++) {
        const ac_period_outcome *one = &work->outcomes[i];
        made.used += one->used / weeks;
        made.idle += one->idle / weeks;
        made.late += one->late / weeks;
        made.unmet += one->unmet / weeks;
        paid += one->paid / weeks;
        rest += one->rest / weeks;
        losses += work->profits[i] < 0 ? 1 : 0;
        work->values[i] = work->profits[i];
    }
    for (uint32_t i = 0; i < s->count; i++) {
        work->idle[i] = -(double)work->outcomes[i].idle / s->weeks;
    }
    made.idle_worst = -ac_tail_of(work->idle, s->count, work->sizing->tail_share).value;
    made.use = sessions > 0 ? made.used / sessions : 0;
    made.met = made.used + made.late + made.unmet > 0
                   ? (made.used + made.late) / (made.used + made.late + made.unmet)
                   : 1;
    made.profit = ac_mean_of(work->profits, s->count);
    made.loss = ac_chance_of(losses, s->count);
    made.tail = ac_tail_of(work->values, s->count, work->sizing->tail_share);
    made.has_break_even = paid > 0 && sessions > 0;
    made.break_even = made.has_break_even ? -rest / paid : 0;
    made.has_risk_price = sessions > 0 && ac_risk_price(
                                              work->outcomes, s->count, work->sizing->tail_share,
                                              work->values, &made.risk_price);
    measure_idle(work, &made);
    return made;
}

/* What a change of size does, in the same scenarios. */
static ac_size_change change_of(sizing_work *work, uint32_t from, uint32_t to)
{
    ac_size_change change = {0};
    double n = work->in.count;
    double *before = AC_NEW_ARRAY(work->arena, double, work->in.count);
    run_size(work, &work->in, from, 0, work->in.count);
    for (uint32_t i = 0; i < work->in.count; i++) {
        before[i] = work->profits[i];
        change.idle -= work->outcomes[i].idle / n;
        change.unmet -= work->outcomes[i].unmet / n;
    }
    run_size(work, &work->in, to, 0, work->in.count);
    for (uint32_t i = 0; i < work->in.count; i++) {
        before[i] = work->profits[i] - before[i];
        change.idle += work->outcomes[i].idle / n;
        change.unmet += work->outcomes[i].unmet / n;
    }
    change.profit = ac_mean_of(before, work->in.count);
    return change;
}

/* The best size valued where it was not chosen, and by how much the best of other samples is
 * better there (Mak, Morton and Wood, 1999). */
static void test_best(sizing_work *work, const ac_scenarios *out)
{
    ac_sizing *to = work->sizing;
    double gaps[BATCHES];
    uint32_t batches = out->count < BATCHES ? 1 : BATCHES;
    uint32_t each = out->count / batches;
    to->best_low = to->best_high = to->best;
    for (uint32_t b = 0; b < batches; b++) {
        uint32_t best = best_of(work, out, b * each, each);
        double most = worth_of(work, out, best, b * each, each);
        uint32_t known = to->best < out->sessions_most ? to->best : out->sessions_most;
        gaps[b] = most - worth_of(work, out, known, b * each, each);
        gaps[b] = gaps[b] > 0 ? gaps[b] : 0;
        to->best_low = best < to->best_low ? best : to->best_low;
        to->best_high = best > to->best_high ? best : to->best_high;
    }
    to->gap = ac_mean_of(gaps, batches);
    to->gap.high = to->gap.value + (to->gap.high - to->gap.value) * t_batches / 1.96;
    to->gap.low = 0;
    uint32_t known = to->best < out->sessions_most ? to->best : out->sessions_most;
    run_size(work, out, known, 0, out->count);
    to->out_of_sample = ac_mean_of(work->profits, out->count);
}

static int by_size(const void *a, const void *b)
{
    uint32_t x = *(const uint32_t *)a;
    uint32_t y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

/* Sizes that are shown: those asked for, or some from half to more than what is expected; always
 * the best and that of today. */
static void make_curve(sizing_work *work)
{
    const ac_sizing_options *options = work->options;
    ac_sizing *to = work->sizing;
    uint32_t *sizes = AC_NEW_ARRAY(work->arena, uint32_t, options->size_count + CURVE_PARTS + 4);
    size_t count = 0;
    for (size_t i = 0; i < options->size_count; i++) {
        sizes[count++] = options->sizes[i];
    }
    for (uint32_t i = 0; i <= CURVE_PARTS && options->size_count == 0; i++) {
        double share = 0.5 + 0.75 * i / CURVE_PARTS;
        sizes[count++] = (uint32_t)floor(to->expected * share + 0.5);
    }
    sizes[count++] = to->best;
    if (options->now > 0) {
        sizes[count++] = options->now;
    }
    qsort(sizes, count, sizeof *sizes, by_size);
    to->curve = AC_NEW_ARRAY(work->arena, ac_size_outcome, count);
    for (size_t i = 0; i < count; i++) {
        if (i == 0 || sizes[i] != sizes[i - 1]) {
            to->curve[to->curve_count++] = measure(work, sizes[i]);
        }
    }
}

const ac_size_outcome *ac_sizing_at(const ac_sizing *sizing, uint32_t sessions)
{
    for (size_t i = 0; i < sizing->curve_count; i++) {
        if (sizing->curve[i].sessions == sessions) {
            return &sizing->curve[i];
        }
    }
    return NULL;
}

static void set_closed_forms(ac_sizing *to)
{
    const ac_terms *terms = &to->terms;
    ac_session_prices prices = {
        terms->price, terms->cost / (1 - terms->absent), terms->idle_value, terms->unmet_value};
    to->ratio = ac_critical_ratio(&prices);
    to->backfill_ratio = ac_backfill_ratio(terms->locum, prices.cost, prices.salvage);
    to->has_break_even_use = terms->locum > terms->idle_value && terms->locum > terms->cost;
    if (to->has_break_even_use) {
        to->break_even_use = ac_break_even_use(terms->cost, terms->idle_value, terms->locum);
    }
}

static void set_per_needed(const ac_need *need, const ac_terms *terms, ac_per_needed *to)
{
    double share = need->share.value;
    *to = (ac_per_needed){
        .known = need->counts[AC_NEEDED_YES] + need->counts[AC_NEEDED_PARTLY] > 0,
        .locum = ac_per_needed_committed(terms->locum, 1, share),
        .committed = ac_per_needed_committed(terms->price, 1, share),
        .flexible = ac_per_needed_flexible(terms->price, terms->late_fee * terms->price, 1, share)};
}

static accord_status
check(const ac_sizing *sizing, const ac_sizing_options *options, accord_error *error)
{
    const ac_terms *terms = &sizing->terms;
    double most = sizing->expected * 2;
    for (size_t i = 0; i < options->size_count; i++) {
        most = options->sizes[i] > most ? options->sizes[i] : most;
    }
    if (terms->cost <= terms->idle_value) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "an idle session is worth GBP %.2f and costs GBP %.2f, so any number would pay; mend "
            "\"idle value pence\" or \"cost pence\"",
            terms->idle_value, terms->cost);
    }
    if (most * sizing->weeks * options->scenarios > (double)AC_SIZING_SESSIONS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT,
            "%.0f sessions in %" PRIu32 " weeks of %" PRIu32
            " scenarios are more than can be simulated; give fewer --scenarios",
            most, sizing->weeks, options->scenarios);
    }
    return ac_ok();
}

/* What the figures say, before anything is drawn. */
static accord_status begin(
    sizing_work *work,
    const ac_figures *figures,
    const ac_demand *demand,
    ac_run_of *run,
    accord_error *error)
{
    const ac_sizing_options *options = work->options;
    ac_sizing *to = work->sizing;
    *to = (ac_sizing){
        .terms = terms_of(figures),
        .weeks = (uint32_t)figures->list[AC_SIZE_NOTICE].value,
        .tail_share = share_of(figures, AC_SIZE_TAIL),
        .caution = share_of(figures, AC_SIZE_CAUTION)};
    uint8_t *months = AC_NEW_ARRAY(work->arena, uint8_t, to->weeks);
    for (uint32_t w = 0; w < to->weeks; w++) {
        months[w] = ac_month_of_week(options->begins, w);
        to->expected += ac_demand_expected(demand, months[w]) / to->weeks;
    }
    if (options->need != NULL) {
        to->terms.need_a = options->need->a;
        to->terms.need_b = options->need->b;
        set_per_needed(options->need, &to->terms, &to->per_needed);
    }
    AC_TRY(check(to, options, error));
    set_closed_forms(to);
    work->outcomes = AC_NEW_ARRAY(work->arena, ac_period_outcome, options->scenarios);
    work->values = AC_NEW_ARRAY(work->arena, double, options->scenarios);
    work->profits = AC_NEW_ARRAY(work->arena, double, options->scenarios);
    work->idle = AC_NEW_ARRAY(work->arena, double, options->scenarios);
    work->idle_weeks = AC_NEW_ARRAY(work->arena, uint32_t, (size_t)options->scenarios * to->weeks);
    *run = (ac_run_of){options->seed, SAMPLE_IN, options->scenarios,
                       to->weeks,     months,    options->now + 1};
    for (size_t i = 0; i < options->size_count; i++) {
        run->sessions_most =
            options->sizes[i] > run->sessions_most ? options->sizes[i] : run->sessions_most;
    }
    ac_scenarios_draw(work->arena, demand, &to->terms, run, &work->in);
    to->best = best_of(work, &work->in, 0, work->in.count);
    return ac_ok();
}

accord_status ac_sizing_run(
    ac_arena *arena,
    const ac_figures *figures,
    const ac_demand *demand,
    const ac_sizing_options *options,
    ac_sizing *sizing,
    accord_error *error)
{
    ac_sizing made = {0};
    ac_run_of run;
    ac_scenarios out = {0};
    sizing_work work = {.arena = arena, .options = options, .sizing = &made};
    AC_TRY(begin(&work, figures, demand, &run, error));
    run.purpose = SAMPLE_OUT;
    ac_scenarios_draw(arena, demand, &made.terms, &run, &out);
    test_best(&work, &out);
    make_curve(&work);
    made.more = change_of(&work, made.best, made.best + 1);
    if (made.best > 0) {
        made.fewer = change_of(&work, made.best, made.best - 1);
    }
    if (options->now > 0) {
        made.now_more = change_of(&work, options->now, options->now + 1);
        made.now_fewer = change_of(&work, options->now, options->now - 1);
    }
    ac_pooling_value(arena, demand, &made.terms, &run, &made.pooling);
    *sizing = made;
    return ac_ok();
}

accord_status ac_sizing_best(
    ac_arena *arena,
    const ac_figures *figures,
    const ac_demand *demand,
    const ac_sizing_options *options,
    ac_size_outcome *best,
    accord_error *error)
{
    ac_sizing made = {0};
    ac_run_of run;
    sizing_work work = {.arena = arena, .options = options, .sizing = &made};
    AC_TRY(begin(&work, figures, demand, &run, error));
    *best = measure(&work, made.best);
    return ac_ok();
}
