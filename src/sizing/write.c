/* SPDX-License-Identifier: MIT */
/* Writes a sizing for people. */

#include "sizing/number.h"
#include "sizing/write_inside.h"
#include "value/date.h"

#include <inttypes.h>
#include <math.h>

static void add_figures(ac_buffer *b, const ac_figures *figures)
{
    ac_buffer_add_z(b, "\nfigures (docs/manual/pool.md says what each is)\n");
    for (ac_pool_sizing f = 0; f < AC_SIZINGS; f++) {
        const ac_figure *figure = &figures->list[f];
        bool plain_month = f >= AC_SIZE_JANUARY && figure->from == AC_FIGURE_ASSUMED;
        if (plain_month && f > AC_SIZE_JANUARY) {
            continue;
        }
        ac_buffer_addf(b, "  %-27s", plain_month ? "every other month percent" : ac_figure_word(f));
        if (figure->value < 0) {
            ac_buffer_addf(b, " %9s", "none");
        } else {
            double cents = round(figure->value * 100);
            bool whole = fabs(cents - 100 * round(figure->value)) < 0.5;
            ac_add_cell(b, 9, figure->value, whole ? 0 : 2);
        }
        ac_buffer_addf(
            b, "  %s, %.*s\n", ac_figure_from_word(figure->from), AC_TEXT_ARG(figure->source));
    }
}

static void add_line(ac_buffer *b, const char *before, double value, int places, const char *after)
{
    ac_buffer_add_z(b, before);
    ac_add_number(b, value, places);
    ac_buffer_add_z(b, after);
}

static void add_demand(ac_buffer *b, const ac_sizing_told *t)
{
    const ac_demand *d = t->demand;
    ac_asked_summary seen;
    ac_asked_summarise(t->asked, &seen);
    if (d->given) {
        add_line(b, "\ndemand, as it is given: ", t->sizing->expected, 1, " sessions a week\n");
        return;
    }
    ac_buffer_addf(
        b, "\ndemand, fitted by moments to %" PRIu32 " weeks of %" PRIu32 " practices from ",
        t->asked->week_count, t->asked->site_count);
    ac_date_add_words(b, t->fitted_from);
    add_line(b, "\n  asked for: ", seen.mean, 1, " sessions a week, standard deviation ");
    ac_add_number(b, seen.deviation, 1);
    add_line(b, "; of one practice variance ", seen.dispersion, 2, " x mean\n");
    ac_buffer_addf(b, "  vacancies: %" PRIu32 " requests, each in force ", d->spell_count);
    add_line(b, "", 100 * d->in_force, 1, "% of weeks");
    if (d->end_chance > 0) {
        add_line(b, ", for ", 1 / d->end_chance, 1, " weeks on the average\n");
    } else {
        ac_buffer_add_z(b, "; none ended, so how long they last is not known\n");
    }
    double singles = 0;
    for (uint32_t i = 0; i < d->site_count; i++) {
        singles += d->site_means[i];
    }
    add_line(b, "  single needs: ", singles, 1, " sessions a week; overdispersion (1/k) ");
    ac_add_number(b, d->overdispersion, 3);
    add_line(b, ", correlation between practices ", d->common_correlation, 3, "\n");
    add_line(b, "  expected in the period: ", t->sizing->expected, 1, " sessions a week\n");
}

static void add_change(ac_buffer *b, const char *what, const ac_size_change *change)
{
    ac_buffer_addf(b, "  one %s a week: GBP ", what);
    ac_add_number(b, change->profit.value, 0);
    add_line(b, " a period (", change->profit.low, 0, " to ");
    ac_add_number(b, change->profit.high, 0);
    add_line(b, "), idle ", change->idle, 1, ", unmet ");
    ac_add_number(b, change->unmet, 1);
    ac_buffer_add_char(b, '\n');
}

/* What idle sessions come to, less what they are worth elsewhere. */
static void add_idle_cost(ac_buffer *b, const ac_sizing_told *t, uint32_t sessions)
{
    const ac_size_outcome *o = ac_sizing_at(t->sizing, sessions);
    const ac_terms *terms = &t->sizing->terms;
    if (o == NULL) {
        return;
    }
    double each = (terms->cost - terms->idle_value) * t->sizing->weeks;
    add_line(b, "  idle: ", o->idle, 1, " a week are expected, GBP ");
    ac_add_number(b, o->idle * each, 0);
    add_line(b, " a period; ", o->idle_worst, 1, " in the worst ");
    ac_add_number(b, 100 * t->sizing->tail_share, 0);
    add_line(b, "% of periods, GBP ", o->idle_worst * each, 0, "\n");
}

static void add_curve(ac_buffer *b, const ac_sizing_told *t)
{
    ac_buffer_add_z(
        b, "\nby sessions a week on offer (used, idle, unmet: of a week; profit and worst: GBP of "
           "the period)\n");
    for (size_t i = 0; i < ac_outcome_column_count; i++) {
        if (ac_outcome_columns[i].width > 0) {
            ac_buffer_addf(b, " %*s", ac_outcome_columns[i].width, ac_outcome_columns[i].heading);
        }
    }
    for (size_t row = 0; row < t->sizing->curve_count; row++) {
        const ac_size_outcome *o = &t->sizing->curve[row];
        ac_buffer_add_char(b, '\n');
        for (size_t i = 0; i < ac_outcome_column_count; i++) {
            if (ac_outcome_columns[i].width > 0) {
                ac_add_cell(
                    b, ac_outcome_columns[i].width, ac_outcome_columns[i].of(t, o),
                    ac_outcome_columns[i].places);
            }
        }
        ac_buffer_add_z(b, o->sessions == t->sizing->best ? "  best" : "");
        ac_buffer_add_z(b, t->options->now > 0 && o->sessions == t->options->now ? "  today" : "");
    }
    ac_buffer_add_char(b, '\n');
}

static void add_idle(ac_buffer *b, const ac_sizing_told *t)
{
    ac_buffer_add_z(b, "\nchance in percent of more idle sessions than\n sessions");
    for (size_t n = 0; n < t->options->idle_count; n++) {
        ac_buffer_addf(b, " %6" PRIu32, t->options->idle[n]);
    }
    ac_buffer_add_z(b, "  in a week; in the period");
    for (size_t row = 0; row < t->sizing->curve_count; row++) {
        const ac_size_outcome *o = &t->sizing->curve[row];
        ac_buffer_addf(b, "\n %8" PRIu32, o->sessions);
        for (size_t n = 0; n < t->options->idle_count; n++) {
            ac_add_cell(b, 6, 100 * o->week_over[n], 1);
        }
        ac_buffer_add_z(b, "  |");
        for (size_t n = 0; n < t->options->idle_count; n++) {
            ac_add_cell(b, 6, 100 * o->period_over[n], 1);
        }
    }
    ac_buffer_add_char(b, '\n');
}

static void add_per_needed(ac_buffer *b, const ac_sizing_told *t)
{
    const ac_need *need = t->options->need;
    const ac_per_needed *per = &t->sizing->per_needed;
    if (need == NULL) {
        ac_buffer_add_z(
            b, "needed: not known, since no session was looked back at (lookback.csv)\n");
        return;
    }
    add_line(b, "needed, of sessions looked back at: ", 100 * need->share.value, 1, "% (");
    ac_add_number(b, 100 * need->share.low, 1);
    add_line(b, " to ", 100 * need->share.high, 1, ")\n");
    if (per->known) {
        add_line(b, "  for a session needed a practice pays GBP ", per->locum, 2, " to locums, ");
        ac_add_number(b, per->committed, 2);
        add_line(
            b, " to the pool, ", per->flexible, 2,
            " if it hands back what it does not need for the late fee\n");
    }
}

static void add_best(ac_buffer *b, const ac_sizing_told *t)
{
    const ac_sizing *s = t->sizing;
    ac_buffer_addf(
        b,
        "\nbest: %" PRIu32 " sessions a week on offer (%" PRIu32 " to %" PRIu32
        " in other samples)\n",
        s->best, s->best_low, s->best_high);
    add_line(b, "  valued in a sample of its own: GBP ", s->out_of_sample.value, 0, " a period (");
    ac_add_number(b, s->out_of_sample.low, 0);
    add_line(b, " to ", s->out_of_sample.high, 0, "); another size is better by at most GBP ");
    ac_add_number(b, s->gap.high, 0);
    ac_buffer_add_z(b, " (95%)\n");
    add_idle_cost(b, t, s->best);
    add_change(b, "more", &s->more);
    if (s->best > 0) {
        add_change(b, "fewer", &s->fewer);
    } else {
        ac_buffer_add_z(b, "  no session pays for itself at this price: the best pool is none\n");
    }
    if (t->options->now > 0) {
        ac_buffer_addf(b, "today: %" PRIu32 " sessions a week on offer\n", t->options->now);
        add_idle_cost(b, t, t->options->now);
        add_change(b, "more", &s->now_more);
        add_change(b, "fewer", &s->now_fewer);
    }
    add_line(b, "critical ratio ", s->ratio, 4, ": offer what demand stays below with this chance");
    add_line(b, "; ", s->backfill_ratio, 4, " if locums fill the rest\n");
    if (s->has_break_even_use) {
        add_line(
            b, "cheaper than locums if more than ", 100 * s->break_even_use, 1,
            "% of sessions are used\n");
    } else {
        ac_buffer_add_z(
            b, "a locum costs no more than a session of the pool, however it is used\n");
    }
    if (s->pooling.known) {
        add_line(
            b, "pooling: each practice alone would best have ", s->pooling.apart_sessions, 0,
            " sessions a week and GBP ");
        ac_add_number(b, s->pooling.apart_profit, 0);
        add_line(b, ", all together ", s->pooling.together_sessions, 0, " and GBP ");
        ac_add_number(b, s->pooling.together_profit, 0);
        ac_buffer_add_z(b, " a week\n");
    } else {
        ac_buffer_add_z(b, "pooling: not known, since demand is given and not by practice\n");
    }
    add_per_needed(b, t);
}

static void add_variation(ac_buffer *b, const ac_what_if *variation)
{
    ac_buffer_add_z(b, "\nif one figure were another (largest effect first, in fewer scenarios)\n");
    for (size_t i = 0; i < variation->count; i++) {
        const ac_varied *one = &variation->list[i];
        double change = one->best.profit.value - one->before.profit.value;
        ac_buffer_addf(b, "  %-19s", ac_figure_word(one->figure));
        ac_add_cell(b, 8, one->value, 0);
        ac_buffer_addf(b, ": best %5" PRIu32 ", GBP", one->best.sessions);
        ac_add_cell(b, 9, fabs(change), 0);
        ac_buffer_add_z(b, change < 0 ? " a period less" : " a period more");
        ac_buffer_add_char(b, '\n');
    }
}

void ac_sizing_add(ac_buffer *buffer, const ac_sizing_told *told, ac_sizing_format format)
{
    if (format == AC_SIZING_CSV) {
        ac_sizing_add_csv(buffer, told);
        return;
    }
    if (format == AC_SIZING_JSON) {
        ac_sizing_add_json(buffer, told);
        return;
    }
    ac_buffer_addf(buffer, "a period of %" PRIu32 " weeks from ", told->sizing->weeks);
    ac_date_add_words(buffer, told->options->begins);
    ac_buffer_addf(
        buffer, "; %" PRIu32 " scenarios, seed %" PRIu64 "\n", told->options->scenarios,
        told->options->seed);
    add_figures(buffer, told->figures);
    add_demand(buffer, told);
    add_curve(buffer, told);
    add_idle(buffer, told);
    add_best(buffer, told);
    if (told->parts != NULL) {
        ac_sizing_add_parts(buffer, told->parts);
    }
    add_variation(buffer, told->variation);
}
