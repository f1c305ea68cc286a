/* SPDX-License-Identifier: MIT */
/* Demand by moments: Poisson counts whose means practices share in part (a common factor of each
 * week, hence the negative binomial with a correlation), and vacancies as Markov chains of two
 * states. */

#include "sizing/demand.h"

#include "value/date.h"

#include <math.h>

enum { WEEKS_OF_A_YEAR = 52, PURPOSE_SPELLS = 1, PURPOSE_SINGLES, PURPOSE_SHOCK };

uint8_t ac_month_of_week(accord_date first, uint32_t week)
{
    accord_date fourth = {first.day + (int32_t)week * 7 + 3};
    return (uint8_t)(ac_date_to_parts(fourth).month - 1);
}

/* ---- Fitting ---- */

typedef struct moments {
    double mean;
    double variance; /* with count - 1 */
} moments;

/* Of values that lie `step` apart. */
static moments moments_of(const double *values, uint32_t count)
{
    moments m = {0};
    for (uint32_t i = 0; i < count; i++) {
        m.mean += values[i] / count;
    }
    for (uint32_t i = 0; i < count && count > 1; i++) {
        m.variance += (values[i] - m.mean) * (values[i] - m.mean) / (count - 1);
    }
    return m;
}

static void fit_season(const ac_asked *asked, ac_demand *demand)
{
    double sums[AC_MONTHS] = {0};
    uint32_t weeks[AC_MONTHS] = {0};
    double all = 0;
    for (uint32_t m = 0; m < AC_MONTHS; m++) {
        demand->season[m] = 1;
    }
    for (uint32_t w = 0; w < asked->week_count; w++) {
        for (uint32_t s = 0; s < asked->site_count; s++) {
            double count = asked->singles[(size_t)s * asked->week_count + w];
            sums[asked->months[w]] += count;
            all += count;
        }
        weeks[asked->months[w]]++;
    }
    demand->season_fitted = asked->week_count >= WEEKS_OF_A_YEAR && all > 0;
    for (uint32_t m = 0; m < AC_MONTHS && demand->season_fitted; m++) {
        if (weeks[m] > 0) {
            demand->season[m] = sums[m] / weeks[m] / (all / asked->week_count);
        }
    }
}

/* The sums over practices by which the moments are matched. */
typedef struct sums {
    double mean;
    double mean_squares;
    double variance;
    double deviation;
    double of_all; /* variance of the sum of all practices */
} sums;

static sums sum_sites(ac_arena *arena, const ac_asked *asked, ac_demand *demand, double *means)
{
    sums s = {0};
    double *values = AC_NEW_ARRAY(arena, double, asked->week_count);
    double *all = AC_NEW_ARRAY(arena, double, asked->week_count);
    for (uint32_t site = 0; site < asked->site_count; site++) {
        for (uint32_t w = 0; w < asked->week_count; w++) {
            double season = demand->season[asked->months[w]];
            double count = asked->singles[(size_t)site * asked->week_count + w];
            values[w] = season > 0 ? count / season : 0;
            all[w] += values[w];
        }
        moments m = moments_of(values, asked->week_count);
        means[site] = m.mean;
        s.mean += m.mean;
        s.mean_squares += m.mean * m.mean;
        s.variance += m.variance;
        s.deviation += sqrt(m.variance);
    }
    s.of_all = moments_of(all, asked->week_count).variance;
    return s;
}

/* Var(A) = m + m^2 ((1 + c)(1 + 1/k) - 1) and Cov(A, B) = m n c, summed over practices. */
static void fit_singles(const sums *s, ac_demand *demand)
{
    double pairs = s->mean * s->mean - s->mean_squares;
    double between = s->of_all - s->variance;
    double common = pairs > 0 && between > 0 ? between / pairs : 0;
    double spread = s->mean_squares > 0 ? (s->variance - s->mean) / s->mean_squares : 0;
    double own = (1 + spread) / (1 + common) - 1;
    double deviations = s->deviation * s->deviation - s->variance;
    demand->common_variance = common;
    demand->common_correlation = deviations > 0 && between > 0 ? between / deviations : 0;
    demand->overdispersion = own > 0 ? own : 0;
}

static void fit_spells(const ac_asked *asked, ac_demand *demand)
{
    double weeks = 0;
    double ends = 0;
    for (uint32_t i = 0; i < asked->spell_count; i++) {
        weeks += asked->spells[i].weeks;
        ends += asked->spells[i].ended ? 1 : 0;
    }
    double all = (double)asked->spell_count * asked->week_count;
    demand->spells = asked->spells;
    demand->spell_count = asked->spell_count;
    demand->in_force = all > 0 ? weeks / all : 0;
    demand->end_chance = weeks > 0 ? ends / weeks : 0;
}

void ac_demand_fit(ac_arena *arena, const ac_asked *asked, ac_demand *demand)
{
    double *means = AC_NEW_ARRAY(arena, double, asked->site_count);
    *demand = (ac_demand){.site_count = asked->site_count, .take_up = 1};
    fit_season(asked, demand);
    sums s = sum_sites(arena, asked, demand, means);
    demand->site_means = means;
    fit_singles(&s, demand);
    fit_spells(asked, demand);
    demand->mean = ac_demand_expected(demand, 0);
}

void ac_asked_summarise(const ac_asked *asked, ac_asked_summary *summary)
{
    double sum = 0;
    double squares = 0;
    double dispersion = 0;
    uint32_t sites = 0;
    double weeks = asked->week_count;
    for (uint32_t w = 0; w < asked->week_count; w++) {
        double all = 0;
        for (uint32_t s = 0; s < asked->site_count; s++) {
            all += asked->all[(size_t)s * asked->week_count + w];
        }
        sum += all;
        squares += all * all;
    }
    for (uint32_t s = 0; s < asked->site_count; s++) {
        double own = 0;
        double own_squares = 0;
        for (uint32_t w = 0; w < asked->week_count; w++) {
            double count = asked->all[(size_t)s * asked->week_count + w];
            own += count;
            own_squares += count * count;
        }
        if (own > 0 && asked->week_count > 1) {
            dispersion += (own_squares - own * own / weeks) / (weeks - 1) / (own / weeks);
            sites++;
        }
    }
    double variance = asked->week_count > 1 ? (squares - sum * sum / weeks) / (weeks - 1) : 0;
    *summary = (ac_asked_summary){
        .mean = sum / weeks,
        .deviation = variance > 0 ? sqrt(variance) : 0,
        .dispersion = sites > 0 ? dispersion / sites : 0};
}

/* ---- Drawing ---- */

static double sessions_of(const ac_spell *spell)
{
    return (double)spell->sessions / spell->weeks;
}

double ac_demand_expected(const ac_demand *demand, uint32_t month)
{
    if (demand->given) {
        return demand->mean * demand->season[month] * demand->take_up;
    }
    double sum = 0;
    for (uint32_t i = 0; i < demand->site_count; i++) {
        sum += demand->site_means[i] * demand->season[month];
    }
    for (uint32_t i = 0; i < demand->spell_count; i++) {
        sum += sessions_of(&demand->spells[i]) * demand->in_force;
    }
    return sum * demand->take_up;
}

static void draw_given(const ac_demand *demand, const ac_future *future, uint32_t *booked)
{
    ac_draws draws = ac_draws_of(future->seed, PURPOSE_SINGLES, future->number);
    double common = ac_draw_normal(&draws) * sqrt(demand->tie);
    for (uint32_t w = 0; w < future->weeks; w++) {
        double own = ac_draw_normal(&draws) * sqrt(1 - demand->tie);
        double x = (demand->mean + demand->deviation * (common + own)) *
                   demand->season[future->months[w]] * demand->take_up;
        booked[w] = x > 0 ? (uint32_t)floor(x + 0.5) : 0;
    }
}

static void
add(const ac_future *future,
    uint32_t *booked,
    uint32_t *sites,
    uint32_t site,
    uint32_t week,
    uint32_t count)
{
    booked[week] += count;
    if (sites != NULL) {
        sites[(size_t)site * future->weeks + week] += count;
    }
}

/* A post that is vacant stays so with the chance that was seen, and one that is filled falls
 * vacant so often that in the long run as many are vacant as were. */
static void
draw_spells(const ac_demand *demand, const ac_future *future, uint32_t *booked, uint32_t *sites)
{
    ac_draws draws = ac_draws_of(future->seed, PURPOSE_SPELLS, future->number);
    double end = demand->end_chance;
    double begin = demand->in_force < 1 ? end * demand->in_force / (1 - demand->in_force) : 0;
    begin = begin > 1 ? 1 : begin;
    for (uint32_t i = 0; i < demand->spell_count; i++) {
        const ac_spell *spell = &demand->spells[i];
        bool on = ac_draw_share(&draws) < demand->in_force;
        for (uint32_t w = 0; w < future->weeks; w++) {
            uint32_t count = on ? ac_draw_rounded(&draws, sessions_of(spell)) : 0;
            add(future, booked, sites, spell->site, w, count);
            on = ac_draw_share(&draws) < (on ? 1 - end : begin);
        }
    }
}

static void
draw_singles(const ac_demand *demand, const ac_future *future, uint32_t *booked, uint32_t *sites)
{
    ac_draws draws = ac_draws_of(future->seed, PURPOSE_SINGLES, future->number);
    for (uint32_t w = 0; w < future->weeks; w++) {
        double factor =
            demand->season[future->months[w]] * ac_draw_factor(&draws, demand->common_variance);
        for (uint32_t s = 0; s < demand->site_count; s++) {
            if (demand->site_means[s] > 0) {
                double own = ac_draw_factor(&draws, demand->overdispersion);
                uint32_t count = ac_draw_poisson(&draws, demand->site_means[s] * factor * own);
                add(future, booked, sites, s, w, count);
            }
        }
    }
}

void ac_demand_draw(
    const ac_demand *demand, const ac_future *future, uint32_t *booked, uint32_t *sites)
{
    if (demand->given) {
        draw_given(demand, future, booked);
        return;
    }
    for (uint32_t w = 0; w < future->weeks; w++) {
        booked[w] = 0;
    }
    for (size_t i = 0; sites != NULL && i < (size_t)demand->site_count * future->weeks; i++) {
        sites[i] = 0;
    }
    draw_spells(demand, future, booked, sites);
    draw_singles(demand, future, booked, sites);
    ac_draws draws = ac_draws_of(future->seed, PURPOSE_SHOCK, future->number);
    double factor = ac_draw_factor(&draws, demand->shock_variance) * demand->take_up;
    for (uint32_t w = 0; w < future->weeks; w++) {
        booked[w] = ac_draw_rounded(&draws, booked[w] * factor);
    }
}
