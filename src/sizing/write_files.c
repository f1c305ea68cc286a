/* SPDX-License-Identifier: MIT */
/* Writes a sizing for programs. Everything that a size does is listed once, in `outcomes`, for all
 * three forms. */

#include "sizing/number.h"
#include "sizing/write_inside.h"
#include "value/date.h"

#include <inttypes.h>
#include <math.h>

/* What there is no number for. */
static double none(void)
{
    return (double)NAN;
}

static double break_even_of(const ac_size_outcome *o)
{
    return o->has_break_even ? o->break_even : none();
}

static double risk_price_of(const ac_size_outcome *o)
{
    return o->has_risk_price ? o->risk_price : none();
}

#define OUTCOME(function, expression)                                            \
    static double function(const ac_sizing_told *told, const ac_size_outcome *o) \
    {                                                                            \
        (void)told;                                                              \
        return (expression);                                                     \
    }

OUTCOME(sessions, o->sessions)
OUTCOME(contracted, ac_contracted_for(told->figures, o->sessions))
OUTCOME(
    doctors,
    told->contracted > 0
        ? ac_contracted_for(told->figures, o->sessions) * told->doctors / told->contracted
        : none())
OUTCOME(used, o->used)
OUTCOME(idle, o->idle)
OUTCOME(late, o->late)
OUTCOME(idle_worst, o->idle_worst)
OUTCOME(met, 100 * o->met)
OUTCOME(unmet, o->unmet)
OUTCOME(use, 100 * o->use)
OUTCOME(profit, o->profit.value)
OUTCOME(profit_low, o->profit.low)
OUTCOME(profit_high, o->profit.high)
OUTCOME(profit_half, (o->profit.high - o->profit.low) / 2)
OUTCOME(loss, 100 * o->loss.value)
OUTCOME(loss_low, 100 * o->loss.low)
OUTCOME(loss_high, 100 * o->loss.high)
OUTCOME(tail, o->tail.value)
OUTCOME(tail_low, o->tail.low)
OUTCOME(tail_high, o->tail.high)
OUTCOME(break_even, break_even_of(o))
OUTCOME(risk_price, risk_price_of(o))
OUTCOME(premium, risk_price_of(o) - break_even_of(o))

const ac_outcome_column ac_outcome_columns[] = {
    {"sessions_a_week",       "sessions",   8,  0, sessions   },
    {"contracted_a_week",     "contracted", 10, 1, contracted },
    {"doctors",               "doctors",    7,  1, doctors    },
    {"used_a_week",           "used",       7,  1, used       },
    {"idle_a_week",           "idle",       6,  1, idle       },
    {"idle_worst_a_week",     "",           0,  1, idle_worst },
    {"cancelled_late_a_week", "late",       0,  1, late       },
    {"unmet_a_week",          "unmet",      7,  1, unmet      },
    {"met_percent",           "met %",      6,  1, met        },
    {"use_percent",           "use %",      6,  1, use        },
    {"profit",                "profit",     10, 0, profit     },
    {"profit_low",            "",           0,  0, profit_low },
    {"profit_high",           "",           0,  0, profit_high},
    {"profit_half",           "+-",         7,  0, profit_half},
    {"loss_percent",          "loss %",     6,  1, loss       },
    {"loss_percent_low",      "",           0,  1, loss_low   },
    {"loss_percent_high",     "",           0,  1, loss_high  },
    {"worst",                 "worst",      10, 0, tail       },
    {"worst_low",             "",           0,  0, tail_low   },
    {"worst_high",            "",           0,  0, tail_high  },
    {"break_even_price",      "break-even", 10, 2, break_even },
    {"risk_price",            "risk price", 10, 2, risk_price },
    {"risk_premium",          "premium",    8,  2, premium    },
};

const size_t ac_outcome_column_count = sizeof ac_outcome_columns / sizeof ac_outcome_columns[0];

/* ---- CSV ---- */

void ac_sizing_add_csv(ac_buffer *b, const ac_sizing_told *t)
{
    for (size_t i = 0; i < ac_outcome_column_count; i++) {
        ac_buffer_addf(b, "%s%s", i == 0 ? "" : ",", ac_outcome_columns[i].name);
    }
    for (size_t n = 0; n < t->options->idle_count; n++) {
        ac_buffer_addf(
            b, ",week_over_%" PRIu32 "_idle_percent,period_over_%" PRIu32 "_idle_percent",
            t->options->idle[n], t->options->idle[n]);
    }
    ac_buffer_add_z(b, ",is_best,is_today\n");
    for (size_t row = 0; row < t->sizing->curve_count; row++) {
        const ac_size_outcome *o = &t->sizing->curve[row];
        for (size_t i = 0; i < ac_outcome_column_count; i++) {
            ac_buffer_add_z(b, i == 0 ? "" : ",");
            ac_add_plain(b, ac_outcome_columns[i].of(t, o), ac_outcome_columns[i].places);
        }
        for (size_t n = 0; n < t->options->idle_count; n++) {
            ac_buffer_add_char(b, ',');
            ac_add_plain(b, 100 * o->week_over[n], 1);
            ac_buffer_add_char(b, ',');
            ac_add_plain(b, 100 * o->period_over[n], 1);
        }
        ac_buffer_addf(
            b, ",%s,%s\n", o->sessions == t->sizing->best ? "yes" : "no",
            t->options->now > 0 && o->sessions == t->options->now ? "yes" : "no");
    }
}

/* ---- JSON ---- */

static void add_json_estimate(ac_buffer *b, const char *name, const ac_estimate *e, int places)
{
    ac_buffer_addf(b, "\"%s\": {", name);
    ac_add_json_number(b, "value", e->value, places);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "low", e->low, places);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "high", e->high, places);
    ac_buffer_add_char(b, '}');
}

static void add_json_change(ac_buffer *b, const char *name, const ac_size_change *change)
{
    ac_buffer_addf(b, "\"%s\": {", name);
    add_json_estimate(b, "profit", &change->profit, 0);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "idle", change->idle, 1);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "unmet", change->unmet, 1);
    ac_buffer_add_char(b, '}');
}

static void add_json_figures(ac_buffer *b, const ac_figures *figures)
{
    ac_buffer_add_z(b, "  \"figures\": [");
    for (ac_pool_sizing f = 0; f < AC_SIZINGS; f++) {
        const ac_figure *figure = &figures->list[f];
        ac_buffer_addf(b, "%s\n    {\"figure\": \"%s\", ", f == 0 ? "" : ",", ac_figure_word(f));
        ac_add_json_number(b, "value", figure->value < 0 ? none() : figure->value, 4);
        ac_buffer_addf(b, ", \"from\": \"%s\", \"source\": ", ac_figure_from_word(figure->from));
        ac_buffer_add_json(b, figure->source);
        ac_buffer_add_char(b, '}');
    }
    ac_buffer_add_z(b, "\n  ],\n");
}

static void add_json_demand(ac_buffer *b, const ac_sizing_told *t)
{
    const ac_demand *d = t->demand;
    ac_asked_summary seen;
    ac_asked_summarise(t->asked, &seen);
    ac_buffer_addf(b, "  \"demand\": {\"given\": %s, ", d->given ? "true" : "false");
    ac_add_json_number(b, "expected_a_week", t->sizing->expected, 1);
    ac_buffer_addf(
        b, ", \"weeks\": %" PRIu32 ", \"practices\": %" PRIu32 ", ", t->asked->week_count,
        t->asked->site_count);
    ac_add_json_number(b, "asked_a_week", seen.mean, 1);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "asked_deviation", seen.deviation, 2);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "variance_to_mean", seen.dispersion, 3);
    ac_buffer_addf(b, ", \"vacancies\": %" PRIu32 ", ", d->spell_count);
    ac_add_json_number(b, "in_force_percent", 100 * d->in_force, 1);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "vacancy_weeks", d->end_chance > 0 ? 1 / d->end_chance : none(), 1);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "overdispersion", d->overdispersion, 4);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "common_variance", d->common_variance, 4);
    ac_buffer_add_z(b, ", ");
    ac_add_json_number(b, "common_correlation", d->common_correlation, 4);
    ac_buffer_add_z(b, "},\n");
}

static void add_json_curve(ac_buffer *b, const ac_sizing_told *t)
{
    ac_buffer_add_z(b, "  \"curve\": [");
    for (size_t row = 0; row < t->sizing->curve_count; row++) {
        const ac_size_outcome *o = &t->sizing->curve[row];
        ac_buffer_addf(b, "%s\n    {", row == 0 ? "" : ",");
        for (size_t i = 0; i < ac_outcome_column_count; i++) {
            ac_buffer_add_z(b, i == 0 ? "" : ", ");
            ac_add_json_number(
                b, ac_outcome_columns[i].name, ac_outcome_columns[i].of(t, o),
                ac_outcome_columns[i].places);
        }
        ac_buffer_add_z(b, ", \"idle\": [");
        for (size_t n = 0; n < t->options->idle_count; n++) {
            ac_buffer_addf(
                b, "%s{\"over\": %" PRIu32 ", ", n == 0 ? "" : ", ", t->options->idle[n]);
            ac_add_json_number(b, "week_percent", 100 * o->week_over[n], 1);
            ac_buffer_add_z(b, ", ");
            ac_add_json_number(b, "period_percent", 100 * o->period_over[n], 1);
            ac_buffer_add_char(b, '}');
        }
        ac_buffer_add_z(b, "]}");
    }
    ac_buffer_add_z(b, "\n  ]\n}\n");
}

static void add_json_variation(ac_buffer *b, const ac_what_if *variation)
{
    ac_buffer_add_z(b, "  \"variation\": [");
    for (size_t i = 0; i < variation->count; i++) {
        const ac_varied *one = &variation->list[i];
        ac_buffer_addf(
            b, "%s\n    {\"figure\": \"%s\", ", i == 0 ? "" : ",", ac_figure_word(one->figure));
        ac_add_json_number(b, "value", one->value, 4);
        ac_buffer_addf(b, ", \"best\": %" PRIu32 ", ", one->best.sessions);
        ac_add_json_number(b, "profit", one->best.profit.value, 0);
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "change", one->best.profit.value - one->before.profit.value, 0);
        ac_buffer_add_char(b, '}');
    }
    ac_buffer_add_z(b, "\n  ],\n");
}

void ac_sizing_add_json(ac_buffer *b, const ac_sizing_told *t)
{
    const ac_sizing *s = t->sizing;
    ac_buffer_addf(
        b,
        "{\n  \"seed\": %" PRIu64 ",\n  \"scenarios\": %" PRIu32 ",\n  \"weeks\": %" PRIu32
        ",\n  \"begins\": \"",
        t->options->seed, t->options->scenarios, s->weeks);
    ac_date_add_iso(b, t->options->begins);
    ac_buffer_add_z(b, "\",\n");
    add_json_figures(b, t->figures);
    add_json_demand(b, t);
    ac_buffer_add_z(b, "  ");
    ac_add_json_number(b, "critical_ratio", s->ratio, 6);
    ac_buffer_add_z(b, ",\n  ");
    ac_add_json_number(b, "critical_ratio_with_locums", s->backfill_ratio, 6);
    ac_buffer_add_z(b, ",\n  ");
    ac_add_json_number(
        b, "break_even_use_percent", s->has_break_even_use ? 100 * s->break_even_use : none(), 1);
    ac_buffer_addf(
        b,
        ",\n  \"best\": %" PRIu32 ",\n  \"best_low\": %" PRIu32 ",\n  \"best_high\": %" PRIu32
        ",\n  ",
        s->best, s->best_low, s->best_high);
    add_json_estimate(b, "out_of_sample_profit", &s->out_of_sample, 0);
    ac_buffer_add_z(b, ",\n  ");
    add_json_estimate(b, "gap", &s->gap, 0);
    ac_buffer_add_z(b, ",\n  ");
    add_json_change(b, "one_more", &s->more);
    ac_buffer_add_z(b, ",\n  ");
    add_json_change(b, "one_fewer", &s->fewer);
    if (t->options->now > 0) {
        ac_buffer_addf(b, ",\n  \"today\": %" PRIu32 ",\n  ", t->options->now);
        add_json_change(b, "today_one_more", &s->now_more);
        ac_buffer_add_z(b, ",\n  ");
        add_json_change(b, "today_one_fewer", &s->now_fewer);
    }
    if (s->per_needed.known) {
        ac_buffer_add_z(b, ",\n  \"per_needed\": {");
        ac_add_json_number(b, "locum", s->per_needed.locum, 2);
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "pool_committed", s->per_needed.committed, 2);
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "pool_flexible", s->per_needed.flexible, 2);
        ac_buffer_add_char(b, '}');
    }
    if (s->pooling.known) {
        ac_buffer_add_z(b, ",\n  \"pooling\": {");
        ac_add_json_number(b, "apart_sessions_a_week", s->pooling.apart_sessions, 0);
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "apart_profit_a_week", s->pooling.apart_profit, 0);
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "together_sessions_a_week", s->pooling.together_sessions, 0);
        ac_buffer_add_z(b, ", ");
        ac_add_json_number(b, "together_profit_a_week", s->pooling.together_profit, 0);
        ac_buffer_add_char(b, '}');
    }
    ac_buffer_add_z(b, ",\n");
    add_json_variation(b, t->variation);
    if (t->parts != NULL) {
        ac_sizing_add_json_parts(b, t->parts);
    }
    add_json_curve(b, t);
}
