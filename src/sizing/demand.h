/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_DEMAND_H
#define AC_SIZING_DEMAND_H
/* The sessions that practices ask for, week by week: fitted by moments to what they asked for, or
 * given as a mean and its spread; and futures drawn from it. Two parts are told apart: vacancies,
 * asked for week after week until a post is filled, and single needs, such as leave and
 * sickness. */

#include "accord/date.h"

#include "base/arena.h"
#include "sizing/draw.h"

#include <stdbool.h>

enum { AC_MONTHS = 12 };

/* The month, 0 is January, that a week belongs to: that of its fourth day.
 *
 * in  week  counted from the one that begins on `first`
 */
uint8_t ac_month_of_week(accord_date first, uint32_t week);

/* A request that goes on: in force in some weeks, one after another, of those looked at. */
typedef struct ac_spell {
    uint32_t site;
    uint32_t weeks;    /* in force */
    uint32_t sessions; /* asked for in them */
    bool ended;        /* within the weeks looked at */
} ac_spell;

typedef struct ac_asked {
    uint32_t site_count;
    uint32_t week_count;
    const ac_spell *spells; /* [spell_count] */
    uint32_t spell_count;
    const uint32_t *singles; /* [site x week], sessions of single needs */
    const uint32_t *all;     /* [site x week], of both */
    const uint8_t *months;   /* [week], 0 is January */
    uint32_t sessions;       /* of all weeks */
    uint32_t placeable;      /* of these, that some doctor of the pool may work */
} ac_asked;

typedef struct ac_demand {
    bool given;
    double mean; /* of a week */
    double deviation;
    double tie; /* correlation between the weeks of a period */

    uint32_t site_count;
    const double *site_means;  /* [site], single needs of a week */
    double overdispersion;     /* 1 / size of the negative binomial; 0: Poisson */
    double common_variance;    /* of the factor that all practices share in a week */
    double common_correlation; /* between two practices, by that factor */
    const ac_spell *spells;
    uint32_t spell_count;
    double in_force;          /* share of a request's weeks in which it is in force */
    double end_chance;        /* that one in force ends within a week; 0: none was seen to */
    double shock_variance;    /* of the factor that all weeks of a period share */
    double season[AC_MONTHS]; /* factors of single needs, or of the mean that is given */
    bool season_fitted;
    double take_up;
} ac_demand;

/* Fits by moments. What moments cannot tell from noise is nought: a variance below Poisson's, a
 * common factor of negative variance, a season from less than a year.
 *
 * out  site_means in the arena; spells borrowed; shock_variance and take_up are left to the caller
 */
void ac_demand_fit(ac_arena *arena, const ac_asked *asked, ac_demand *demand);

/* What was asked for in a week: mean, standard deviation over weeks, mean over practices of
 * variance / mean. */
typedef struct ac_asked_summary {
    double mean;
    double deviation;
    double dispersion;
} ac_asked_summary;

void ac_asked_summarise(const ac_asked *asked, ac_asked_summary *summary);

/* What is expected in a week of the month, before what a scenario draws. */
double ac_demand_expected(const ac_demand *demand, uint32_t month);

/* One future: sessions booked in each week.
 *
 * in   number  of the scenario; the same number and seed give the same future
 *      months  [weeks]
 * out  booked  [weeks]
 *      sites   [site x weeks], or NULL: of each practice, before the shock of the period and
 * take-up
 */
typedef struct ac_future {
    uint64_t seed;
    uint64_t number;
    uint32_t weeks;
    const uint8_t *months;
} ac_future;

void ac_demand_draw(
    const ac_demand *demand, const ac_future *future, uint32_t *booked, uint32_t *sites);

#endif
