/* SPDX-License-Identifier: MIT */
/* Figures from assumptions, rows and options, the later over the earlier. */

#include "sizing/figures.h"

#include "base/buffer.h"
#include "base/names.h"
#include "value/rational.h"

#include <inttypes.h>
#include <math.h>

double ac_decimal(int64_t scaled)
{
    return scaled < 0 ? AC_FIGURE_NONE : (double)scaled / 1e6;
}

const char *ac_figure_word(ac_pool_sizing figure)
{
    return ac_sizing_rules[figure].word;
}

const char *ac_figure_from_word(ac_figure_from from)
{
    static const char *const words[] = {"assumption", "sizing.csv", "option", "fitted"};
    return words[from];
}

static ac_text source_of(ac_arena *arena, const ac_pool_row *row)
{
    AC_SCOPED_BUFFER(words, ACCORD_MESSAGE_BYTES);
    ac_buffer_addf(&words, "line %" PRIu64, row->line);
    if (row->cells[AC_IN_SIZING_SOURCE].text.size > 0) {
        ac_buffer_add_z(&words, ": ");
        ac_buffer_add(&words, row->cells[AC_IN_SIZING_SOURCE].text);
    }
    return ac_text_copy(arena, ac_buffer_text(&words));
}

void ac_figures_read(ac_arena *arena, const ac_pool *pool, accord_date on, ac_figures *figures)
{
    int64_t since[AC_SIZINGS];
    for (ac_pool_sizing f = 0; f < AC_SIZINGS; f++) {
        figures->list[f] = (ac_figure){
            ac_decimal(ac_sizing_rules[f].value), AC_FIGURE_ASSUMED,
            ac_text_of(ac_sizing_rules[f].source)};
        since[f] = INT64_MIN;
    }
    for (uint32_t i = 0; i < pool->tables[AC_POOL_SIZING].count; i++) {
        const ac_pool_row *row = ac_pool_row_of(pool, AC_POOL_SIZING, i);
        int64_t figure = row->cells[AC_IN_SIZING_FIGURE].number;
        int64_t from = row->cells[AC_IN_SIZING_FROM].number;
        if (from >= since[figure] && (from == AC_POOL_ABSENT || from <= on.day)) {
            since[figure] = from;
            figures->list[figure] = (ac_figure){
                ac_decimal(row->cells[AC_IN_SIZING_VALUE].number), AC_FIGURE_FILE,
                source_of(arena, row)};
        }
    }
}

accord_status
ac_figures_set(ac_arena *arena, ac_text words, ac_figures *figures, accord_error *error)
{
    ac_names names;
    size_t equals = 0;
    ac_names_init(&names, arena);
    for (ac_pool_sizing f = 0; f < AC_SIZINGS; f++) {
        (void)ac_names_add(&names, ac_text_of(ac_sizing_rules[f].word), f);
    }
    while (equals < words.size && words.at[equals] != '=') {
        equals++;
    }
    if (equals == words.size) {
        return ac_fail(
            error, ACCORD_EINPUT, "--set \"%.*s\" has no value; write it as \"price pence=37500\"",
            AC_TEXT_ARG(words));
    }
    ac_text word = ac_text_trim(ac_text_slice(words, 0, equals));
    ac_text said = ac_text_trim(ac_text_slice(words, equals + 1, words.size));
    uint32_t figure = ac_names_find(&names, word);
    if (figure == AC_NAME_NONE) {
        ac_text near = ac_names_near(&names, word);
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is no figure \"%.*s\"%s%.*s%s; docs/manual/pool.md lists "
            "those of sizing.csv",
            AC_TEXT_ARG(word), near.size > 0 ? " (did you mean " : "", AC_TEXT_ARG(near),
            near.size > 0 ? "?)" : "");
    }
    const ac_sizing_rule *rule = &ac_sizing_rules[figure];
    ac_rational value = AC_RATIONAL_ZERO;
    int64_t scaled = 0;
    bool good = ac_rational_parse(arena, said, &value, NULL).code == ACCORD_OK &&
                ac_rational_to_scaled(value, AC_POOL_DECIMAL_PLACES, &scaled);
    if (!good || !ac_sizing_holds(figure, scaled)) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s \"%.*s\" must be a number between %" PRId64 " and %" PRId64,
            rule->word, AC_TEXT_ARG(said), rule->low, rule->high);
    }
    figures->list[figure] = (ac_figure){ac_decimal(scaled), AC_FIGURE_OPTION, AC_TEXT("--set")};
    return ac_ok();
}

enum { PERIODS_LEAST = 4 };

static void set_fitted(ac_figures *figures, ac_pool_sizing figure, double value, ac_text source)
{
    if (figures->list[figure].from == AC_FIGURE_ASSUMED) {
        figures->list[figure] = (ac_figure){value, AC_FIGURE_FITTED, source};
    }
}

/* How much the level of whole periods varies beyond what their own weeks explain, where there are
 * periods enough. */
static void
fit_shock(ac_arena *arena, const ac_asked *asked, const ac_demand *demand, ac_figures *figures)
{
    uint32_t weeks = (uint32_t)figures->list[AC_SIZE_NOTICE].value;
    uint32_t periods = asked->week_count / weeks;
    double sum = 0;
    double squares = 0;
    double within = 0;
    if (periods < PERIODS_LEAST) {
        return;
    }
    for (uint32_t p = 0; p < periods; p++) {
        double mean = 0;
        double own = 0;
        for (uint32_t w = p * weeks; w < (p + 1) * weeks; w++) {
            double all = 0;
            for (uint32_t s = 0; s < asked->site_count; s++) {
                all += asked->all[(size_t)s * asked->week_count + w];
            }
            all /= demand->season[asked->months[w]] > 0 ? demand->season[asked->months[w]] : 1;
            mean += all / weeks;
            own += all * all / weeks;
        }
        sum += mean / periods;
        squares += mean * mean / periods;
        within += (own - mean * mean) / (weeks > 1 ? weeks - 1 : 1) / periods;
    }
    double between = (squares - sum * sum) * periods / (periods - 1) - within;
    AC_SCOPED_BUFFER(words, ACCORD_MESSAGE_BYTES);
    ac_buffer_addf(&words, "the levels of %" PRIu32 " periods of requests.csv", periods);
    set_fitted(
        figures, AC_SIZE_SHOCK, between > 0 && sum > 0 ? 100 * sqrt(between) / sum : 0,
        ac_text_copy(arena, ac_buffer_text(&words)));
}

void ac_demand_of(ac_arena *arena, const ac_asked *asked, ac_figures *figures, ac_demand *demand)
{
    const ac_figure *list = figures->list;
    ac_demand_fit(arena, asked, demand);
    demand->given =
        list[AC_SIZE_DEMAND].value >= 0 && list[AC_SIZE_DEMAND].from != AC_FIGURE_FITTED;
    if (demand->given) {
        demand->mean = list[AC_SIZE_DEMAND].value;
        demand->deviation = list[AC_SIZE_DEMAND_SPREAD].value;
        demand->tie = list[AC_SIZE_DEMAND_TIE].value / 100;
        set_fitted(figures, AC_SIZE_PLACED, 100, AC_TEXT("demand is given: all that the pool has"));
    } else {
        ac_asked_summary seen;
        ac_asked_summarise(asked, &seen);
        set_fitted(figures, AC_SIZE_DEMAND, seen.mean, AC_TEXT("the mean week of requests.csv"));
        set_fitted(
            figures, AC_SIZE_DEMAND_SPREAD, AC_FIGURE_NONE, AC_TEXT("not used: demand is fitted"));
        set_fitted(
            figures, AC_SIZE_DEMAND_TIE, AC_FIGURE_NONE, AC_TEXT("not used: demand is fitted"));
        fit_shock(arena, asked, demand, figures);
        set_fitted(
            figures, AC_SIZE_PLACED,
            asked->sessions > 0 ? 100.0 * asked->placeable / asked->sessions : 100,
            AC_TEXT("sessions of requests.csv that some doctor of the pool may work"));
    }
    for (uint32_t m = 0; m < AC_MONTHS; m++) {
        ac_pool_sizing month = (ac_pool_sizing)(AC_SIZE_JANUARY + m);
        if (demand->season_fitted && !demand->given) {
            set_fitted(
                figures, month, 100 * demand->season[m],
                AC_TEXT("single needs of requests.csv by month"));
        }
        demand->season[m] = list[month].value / 100;
    }
    demand->shock_variance = list[AC_SIZE_SHOCK].value * list[AC_SIZE_SHOCK].value / 10000;
    demand->take_up = list[AC_SIZE_TAKE_UP].value / 100;
}
