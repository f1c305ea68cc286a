/* SPDX-License-Identifier: MIT */
/* Sizing: special functions by identities, the newsvendor and its companions by published figures,
 * the simulation against the closed forms where both apply, and fits against what was drawn. */

#include "accord_test.h"
#include "sizing/figures.h"
#include "sizing/measure.h"
#include "sizing/newsvendor.h"
#include "sizing/number.h"
#include "sizing/size.h"
#include "sizing/special.h"

#include <math.h>
#include <string.h>

static void assert_near(double value, double expected, double within)
{
    if (!(fabs(value - expected) <= within)) {
        fail_msg("%.9f is not %.9f within %g", value, expected, within);
    }
}

/* ---- Special functions ---- */

static void the_normal_and_its_quantile_are_inverse(void **state)
{
    (void)state;
    assert_near(ac_normal_below(1.959963984540054), 0.975, 1e-15);
    assert_near(ac_normal_quantile(0.975), 1.959963984540054, 1e-12);
    assert_near(ac_normal_quantile(0.5), 0, 1e-12);
    for (double z = -6; z < 6.1; z += 0.5) {
        assert_near(ac_normal_quantile(ac_normal_below(z)), z, 1e-7);
    }
}

/* The incomplete beta function is the upper tail of a binomial. */
static void the_incomplete_beta_is_a_binomial_tail(void **state)
{
    (void)state;
    for (int n = 1; n <= 40; n += 3) {
        for (int k = 1; k <= n; k += 2) {
            for (double p = 0.05; p < 1; p += 0.15) {
                double tail = 0;
                for (int i = k; i <= n; i++) {
                    tail +=
                        exp(lgamma(n + 1) - lgamma(i + 1) - lgamma(n - i + 1) + i * log(p) +
                            (n - i) * log1p(-p));
                }
                assert_near(ac_beta_below(p, k, n - k + 1), tail, 1e-12);
            }
        }
    }
    assert_near(ac_beta_below(0.25, 0.5, 0.5), 1.0 / 3, 1e-12); /* the arc sine law */
    assert_near(ac_beta_quantile(0.6875, 2, 3), 0.5, 1e-12);
    assert_near(ac_beta_quantile(0.3, 1, 1), 0.3, 1e-12);
}

/* ---- Closed forms, to the digits that were worked out apart from this code ---- */

static void the_newsvendor_under_a_normal_demand(void **state)
{
    (void)state;
    ac_session_prices prices = {.price = 360, .cost = 316, .salvage = 60};
    ac_offer offer = ac_offer_normal(&prices, 250, 40);
    assert_near(ac_critical_ratio(&prices), 0.146667, 5e-7);
    assert_near(ac_normal_quantile(offer.below), -1.050837, 5e-7);
    assert_near(offer.sessions, 207.966509, 5e-7);
    assert_near(offer.unmet, 45.055781, 5e-7);
    assert_near(offer.idle, 3.022290, 5e-7);
    assert_near(offer.profit, 8243.839388, 5e-7);
    double z = ac_normal_quantile(offer.below);
    assert_near(offer.profit, 44 * 250 - 300 * 40 * ac_normal_density(z), 1e-6);
    prices.unmet = 150;
    offer = ac_offer_normal(&prices, 250, 40);
    assert_near(offer.sessions, 243.058157, 5e-7);
    assert_near(offer.profit, 3926.367729, 5e-7);
}

static void the_newsvendor_under_a_poisson_demand(void **state)
{
    (void)state;
    ac_session_prices prices = {.price = 400, .cost = 175, .salvage = 100};
    assert_near(ac_critical_ratio(&prices), 0.75, 1e-12);
    ac_offer offer = ac_offer_poisson(&prices, 20);
    assert_near(offer.sessions, 23, 0);
    assert_near(offer.below, 0.787493, 5e-7);
    assert_near(offer.unmet, 0.700108, 5e-7);
    prices = (ac_session_prices){.price = 360, .cost = 316, .salvage = 60};
    offer = ac_offer_poisson(&prices, 20);
    assert_near(offer.sessions, 15, 0);
    assert_near(offer.unmet, 5.250411, 5e-7);
}

static void the_newsvendor_under_a_uniform_demand(void **state)
{
    (void)state;
    ac_session_prices prices = {.price = 400, .cost = 300, .salvage = 100};
    ac_offer offer = ac_offer_uniform(&prices, 100, 200);
    assert_near(offer.sessions, 133.3333, 5e-5);
    assert_near(offer.idle, 5.555556, 5e-7);
    assert_near(offer.unmet, 22.222222, 5e-7);
    assert_near(offer.profit, 11666.6667, 5e-5);
}

static void pooling_takes_away_what_practices_do_not_share(void **state)
{
    (void)state;
    static const struct {
        double correlation;
        double sessions;
    } cases[] = {
        {0,   298.2873},
        {0.1, 340.5987},
        {1,   465     }
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_alike practices = {93, 3, 2, cases[i].correlation};
        assert_near(ac_pooled_sessions(&practices, 1), cases[i].sessions, 5e-5);
    }
}

static void break_even_prices(void **state)
{
    (void)state;
    assert_near(ac_break_even_price(316, 0, 0.9), 351.11, 0.005);
    assert_near(ac_break_even_price(316, 60, 0.9), 344.44, 0.005);
    assert_near(ac_break_even_use(319, 0, 349), 0.91, 0.005); /* locums of 2015 */
    assert_near(ac_break_even_use(319, 0, 394), 0.81, 0.005);
    assert_near(ac_backfill_ratio(376, 316, 60), 60.0 / 316, 1e-12);
}

static void a_locum_against_the_pool_for_sessions_needed(void **state)
{
    (void)state;
    assert_near(ac_per_needed_committed(376, 6, 4.8), 470.00, 1e-9);
    assert_near(ac_per_needed_flexible(351, 0.25 * 351, 6, 4.8), 372.94, 0.005);
}

static void a_ratio_out_of_reach_is_said_by_its_ends(void **state)
{
    (void)state;
    assert_near(ac_critical_ratio(&(ac_session_prices){.price = 300, .cost = 316}), 0, 0);
    assert_near(
        ac_critical_ratio(&(ac_session_prices){.price = 300, .cost = 50, .salvage = 60}), 1, 0);
}

/* ---- Drawing and fitting ---- */

static void variates_have_their_moments(void **state)
{
    (void)state;
    enum { DRAWS = 200000 };
    static const double means[] = {0.3, 4, 29, 31, 250};
    for (size_t m = 0; m < ARRAY_COUNT(means); m++) {
        ac_draws draws = ac_draws_of(7, 1, m);
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < DRAWS; i++) {
            double x = ac_draw_poisson(&draws, means[m]);
            sum += x / DRAWS;
            squares += x * x / DRAWS;
        }
        assert_near(sum, means[m], 5 * sqrt(means[m] / DRAWS));
        assert_near((squares - sum * sum) / means[m], 1, 0.03);
    }
    ac_draws draws = ac_draws_of(7, 2, 0);
    double sum = 0;
    double squares = 0;
    for (int i = 0; i < DRAWS; i++) {
        double x = ac_draw_factor(&draws, 0.4);
        sum += x / DRAWS;
        squares += x * x / DRAWS;
    }
    assert_near(sum, 1, 0.01);
    assert_near(squares - sum * sum, 0.4, 0.01);
}

static void a_fit_finds_what_was_drawn(void **state)
{
    (void)state;
    enum { SITES = 60, WEEKS = 1040 };
    AC_SCOPED_ARENA(arena);
    double means[SITES];
    for (size_t i = 0; i < SITES; i++) {
        means[i] = 0.5 + 0.05 * (double)i;
    }
    ac_demand made = {
        .site_count = SITES,
        .site_means = means,
        .overdispersion = 0.5,
        .common_variance = 0.05,
        .take_up = 1};
    uint8_t *months = AC_NEW_ARRAY(&arena, uint8_t, WEEKS);
    for (uint32_t m = 0; m < AC_MONTHS; m++) {
        made.season[m] = m < 6 ? 1.2 : 0.8;
    }
    for (uint32_t w = 0; w < WEEKS; w++) {
        months[w] = ac_month_of_week((accord_date){14245}, w); /* from 1 January 2009 */
    }
    uint32_t *booked = AC_NEW_ARRAY(&arena, uint32_t, WEEKS);
    uint32_t *sites = AC_NEW_ARRAY(&arena, uint32_t, SITES * WEEKS);
    ac_future future = {3, 1, WEEKS, months};
    ac_demand_draw(&made, &future, booked, sites);
    ac_asked asked = {
        .site_count = SITES, .week_count = WEEKS, .singles = sites, .all = sites, .months = months};
    ac_demand fitted;
    ac_demand_fit(&arena, &asked, &fitted);
    assert_true(fitted.season_fitted);
    assert_near(fitted.season[0], 1.2, 0.08);
    assert_near(fitted.season[8], 0.8, 0.08);
    assert_near(fitted.overdispersion, 0.5, 0.05);
    assert_near(fitted.common_variance, 0.05, 0.015);
    assert_true(fitted.common_correlation > 0.01);
    double sum = 0;
    for (size_t i = 0; i < SITES; i++) {
        sum += fitted.site_means[i];
    }
    assert_near(sum, 118.5, 3);
}

static void vacancies_last_and_return_as_they_were_seen(void **state)
{
    (void)state;
    enum { WEEKS = 26, SPELLS = 400, FUTURES = 60 };
    AC_SCOPED_ARENA(arena);
    ac_spell *spells = AC_NEW_ARRAY(&arena, ac_spell, SPELLS);
    uint8_t months[WEEKS] = {0};
    uint32_t none[WEEKS] = {0};
    for (uint32_t i = 0; i < SPELLS; i++) { /* half ended after 10 weeks, half go on */
        spells[i] = (ac_spell){0, i % 2 == 0 ? 10 : WEEKS, 0, i % 2 == 0};
        spells[i].sessions = spells[i].weeks * 2;
    }
    ac_asked asked = {
        .site_count = 1,
        .week_count = WEEKS,
        .spells = spells,
        .spell_count = SPELLS,
        .singles = none,
        .all = none,
        .months = months};
    ac_demand demand;
    ac_demand_fit(&arena, &asked, &demand);
    assert_near(demand.in_force, 36.0 / 52, 1e-12);
    assert_near(demand.end_chance, 200 / (200 * 36.0), 1e-12);
    double sum = 0;
    uint32_t booked[WEEKS];
    for (uint32_t i = 0; i < FUTURES; i++) {
        ac_future future = {1, i, WEEKS, months};
        ac_demand_draw(&demand, &future, booked, NULL);
        for (uint32_t w = 0; w < WEEKS; w++) {
            sum += booked[w];
        }
    }
    assert_near(sum / FUTURES / WEEKS, ac_demand_expected(&demand, 0), 8);
    assert_near(ac_demand_expected(&demand, 0), SPELLS * 2 * 36.0 / 52, 1e-9);
}

/* ---- The simulation ---- */

static void size_pool(
    ac_arena *arena,
    const char *const *settings,
    const ac_sizing_options *options,
    ac_sizing *sizing)
{
    accord_error error = {0};
    ac_pool pool = {0};
    ac_figures figures;
    ac_demand demand;
    static const uint8_t month = 0;
    ac_asked asked = {.week_count = 1, .months = &month};
    ac_figures_read(arena, &pool, options->begins, &figures);
    for (; *settings != NULL; settings++) {
        assert_accord_ok(ac_figures_set(arena, ac_text_of(*settings), &figures, &error), error);
    }
    ac_demand_of(arena, &asked, &figures, &demand);
    assert_accord_ok(ac_sizing_run(arena, &figures, &demand, options, sizing, &error), error);
}

/* Of one week without sickness it is the newsvendor. */
static void the_simulation_agrees_with_the_closed_form(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "cost pence=31600",           "sickness percent=0",        "notice weeks=1",
        "demand sessions a week=250", "demand spread sessions=40", NULL};
    static const uint32_t sizes[] = {208};
    AC_SCOPED_ARENA(arena);
    ac_sizing sizing;
    ac_sizing_options options = {.seed = 1, .scenarios = 20000, .sizes = sizes, .size_count = 1};
    size_pool(&arena, settings, &options, &sizing);
    const ac_size_outcome *at = ac_sizing_at(&sizing, 208);
    assert_non_null(at);
    assert_near(sizing.ratio, 0.146667, 5e-7);
    assert_near(sizing.best, 207.97, 4);
    assert_near(at->profit.value, 8243.84, 2 * (at->profit.high - at->profit.value));
    assert_near(at->unmet, 45.06, 1);
    assert_near(at->idle, 3.02, 0.3);
    assert_near(sizing.out_of_sample.value, 8243.84, 150);
    assert_true(sizing.gap.high < 60);
    assert_true(sizing.more.profit.low < 0);
    assert_true(sizing.fewer.profit.low < 0);
}

/* Thirteen weeks tied by a correlation of 0.3, 97 of 100 sessions attended: worked out apart from
 * this code as best at about 210 with GBP 81.0k and a loss in 0.4% of quarters; at 250 GBP 58.9k,
 * 164 idle sessions and GBP -62.8k in the worst 5%. */
static void a_quarter_with_a_common_shock(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "cost pence=31600", "demand sessions a week=250", "demand spread sessions=40",
        "demand tie percent=30", NULL};
    static const uint32_t sizes[] = {210, 250};
    static const uint32_t idle[] = {0, 150};
    AC_SCOPED_ARENA(arena);
    ac_sizing sizing;
    ac_sizing_options options = {
        .seed = 1,
        .scenarios = 10000,
        .sizes = sizes,
        .size_count = 2,
        .idle = idle,
        .idle_count = 2};
    size_pool(&arena, settings, &options, &sizing);
    const ac_size_outcome *at = ac_sizing_at(&sizing, 210);
    assert_non_null(at);
    assert_near(sizing.best, 210, 5);
    assert_near(at->profit.value, 81000, 500);
    assert_near(at->loss.value, 0.004, 0.002);
    at = ac_sizing_at(&sizing, 250);
    assert_non_null(at);
    assert_near(at->profit.value, 58900, 900);
    assert_near(at->idle * 13, 164, 4);
    assert_near(at->tail.value, -62800, 4000);
    assert_true(at->period_over[0] > 0.9);
    assert_true(at->period_over[1] < at->period_over[0]);
    /* The closed form of the break-even price, with the expected use. */
    double attended = (at->used + at->idle) / 250;
    assert_near(at->use, at->used / 250, 1e-12);
    assert_near(at->break_even, (316 - 60 * (attended - at->use)) / at->use, 1e-6);
    assert_true(at->has_risk_price);
    assert_true(at->risk_price > at->break_even);
}

static void the_same_seed_gives_the_same_and_another_does_not(void **state)
{
    (void)state;
    static const char *const settings[] = {
        "demand sessions a week=40", "demand spread sessions=9", "cancelled percent=8",
        "late percent=40", NULL};
    AC_SCOPED_ARENA(arena);
    ac_sizing first;
    ac_sizing again;
    ac_sizing other;
    ac_sizing_options options = {.seed = 5, .scenarios = 500};
    size_pool(&arena, settings, &options, &first);
    size_pool(&arena, settings, &options, &again);
    options.seed = 6;
    size_pool(&arena, settings, &options, &other);
    assert_int_equal(first.curve_count, again.curve_count);
    bool differs = false;
    for (size_t i = 0; i < first.curve_count; i++) {
        assert_memory_equal(&first.curve[i], &again.curve[i], sizeof first.curve[i]);
    }
    for (size_t i = 0; i < other.curve_count && i < first.curve_count; i++) {
        differs = differs || fabs(other.curve[i].profit.value - first.curve[i].profit.value) > 1e-6;
    }
    assert_true(differs);
}

/* More sessions never meet less in the same scenarios, and all sessions are somewhere. */
static void sizes_are_told_apart_by_what_they_do(void **state)
{
    (void)state;
    static const char *const settings[] = {"demand sessions a week=40", "demand spread sessions=9",
                                           "cancelled percent=10",      "late percent=50",
                                           "placed at most percent=95", NULL};
    uint32_t sizes[80];
    AC_SCOPED_ARENA(arena);
    ac_sizing sizing;
    for (uint32_t i = 0; i < ARRAY_COUNT(sizes); i++) {
        sizes[i] = i;
    }
    ac_sizing_options options = {
        .seed = 1, .scenarios = 300, .sizes = sizes, .size_count = ARRAY_COUNT(sizes)};
    size_pool(&arena, settings, &options, &sizing);
    for (size_t i = 1; i < sizing.curve_count; i++) {
        const ac_size_outcome *before = &sizing.curve[i - 1];
        const ac_size_outcome *at = &sizing.curve[i];
        assert_true(at->unmet <= before->unmet);
        assert_true(at->idle >= before->idle);
        assert_near((at->used + at->idle) / at->sessions, 0.97, 0.03);
    }
}

static void nothing_is_never_a_number(void **state)
{
    (void)state;
    static const char *const none[] = {"demand sessions a week=0", NULL};
    static const char *const dear[] = {
        "demand sessions a week=20", "price pence=100", "demand spread sessions=3", NULL};
    AC_SCOPED_ARENA(arena);
    ac_sizing sizing;
    ac_sizing_options options = {.seed = 1, .scenarios = 100};
    size_pool(&arena, none, &options, &sizing);
    assert_int_equal(sizing.best, 0);
    assert_false(sizing.curve[0].has_break_even);
    assert_false(sizing.curve[0].has_risk_price);
    size_pool(&arena, dear, &options, &sizing);
    assert_int_equal(sizing.best, 0);
    assert_near(sizing.ratio, 0, 0);
    AC_SCOPED_BUFFER(text, 200);
    ac_add_number(&text, (double)NAN, 2);
    ac_buffer_add_char(&text, ' ');
    ac_add_number(&text, -0.004, 2);
    ac_buffer_add_char(&text, ' ');
    ac_add_number(&text, -1234567.891, 2);
    ac_buffer_add_char(&text, ' ');
    ac_add_json_number(&text, "x", (double)INFINITY, 2);
    assert_string_equal(text.bytes, "none 0.00 -1,234,567.89 \"x\": null");
}

static void figures_that_cannot_be_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *words;
        const char *message;
    } cases[] = {
        {"price pence",                  "has no value"                     },
        {"prise pence=3",                "did you mean price pence?"        },
        {"price pence=dear",             "must be a number between 0"       },
        {"sickness percent=51",          "must be a number between 0 and 50"},
        {"idle value pence=99999",       "an idle session is worth"         },
        {"demand sessions a week=99999", "more than can be simulated"       },
    };
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        AC_SCOPED_ARENA(arena);
        ac_pool pool = {0};
        accord_error error = {0};
        ac_figures figures;
        ac_demand demand;
        ac_sizing sizing;
        static const uint8_t month = 0;
        ac_asked asked = {.week_count = 1, .months = &month};
        ac_sizing_options options = {.seed = 1, .scenarios = 1000};
        ac_figures_read(&arena, &pool, options.begins, &figures);
        accord_status status = ac_figures_set(&arena, ac_text_of(cases[i].words), &figures, &error);
        if (status.code == ACCORD_OK) {
            ac_demand_of(&arena, &asked, &figures, &demand);
            status = ac_sizing_run(&arena, &figures, &demand, &options, &sizing, &error);
        }
        assert_int_not_equal(status.code, ACCORD_OK);
        if (strstr(error.message, cases[i].message) == NULL) {
            fail_msg("%s: %s", cases[i].words, error.message);
        }
    }
}

static void tails_and_chances_are_estimated(void **state)
{
    (void)state;
    double values[1000];
    for (size_t i = 0; i < ARRAY_COUNT(values); i++) {
        values[i] = (double)((i * 7) % 1000);
    }
    assert_near(ac_tail_of(values, 1000, 0.05).value, 24.5, 1e-9);
    assert_near(ac_mean_of(values, 1000).value, 499.5, 1e-9);
    ac_estimate none = ac_chance_of(0, 100);
    assert_near(none.low, 0, 0);
    assert_near(none.high, 0.037, 0.001);
    ac_period_outcome outcomes[100] = {{0}};
    double scratch[100];
    double price = 0;
    for (size_t i = 0; i < 100; i++) {
        outcomes[i] = (ac_period_outcome){.paid = 1, .rest = -(double)i};
    }
    assert_true(ac_risk_price(outcomes, 100, 0.05, scratch, &price));
    assert_near(price, 97, 1e-5);
    for (size_t i = 0; i < 100; i++) {
        outcomes[i].paid = 0;
        outcomes[i].rest = -1;
    }
    assert_false(ac_risk_price(outcomes, 100, 0.05, scratch, &price));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_normal_and_its_quantile_are_inverse),
        cmocka_unit_test(the_incomplete_beta_is_a_binomial_tail),
        cmocka_unit_test(the_newsvendor_under_a_normal_demand),
        cmocka_unit_test(the_newsvendor_under_a_poisson_demand),
        cmocka_unit_test(the_newsvendor_under_a_uniform_demand),
        cmocka_unit_test(pooling_takes_away_what_practices_do_not_share),
        cmocka_unit_test(break_even_prices),
        cmocka_unit_test(a_locum_against_the_pool_for_sessions_needed),
        cmocka_unit_test(a_ratio_out_of_reach_is_said_by_its_ends),
        cmocka_unit_test(variates_have_their_moments),
        cmocka_unit_test(a_fit_finds_what_was_drawn),
        cmocka_unit_test(vacancies_last_and_return_as_they_were_seen),
        cmocka_unit_test(the_simulation_agrees_with_the_closed_form),
        cmocka_unit_test(a_quarter_with_a_common_shock),
        cmocka_unit_test(the_same_seed_gives_the_same_and_another_does_not),
        cmocka_unit_test(sizes_are_told_apart_by_what_they_do),
        cmocka_unit_test(nothing_is_never_a_number),
        cmocka_unit_test(figures_that_cannot_be_are_refused),
        cmocka_unit_test(tails_and_chances_are_estimated),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
