/* SPDX-License-Identifier: MIT */
/* Looking back: the share needed, locums of the same day, and ratios of weeks with intervals. */

#include "accord_test.h"
#include "sizing/review.h"
#include "sizing/special.h"

#include <math.h>
#include <string.h>

static void assert_near(double value, double expected, double within)
{
    if (!(fabs(value - expected) <= within)) {
        fail_msg("%.9f is not %.9f within %g", value, expected, within);
    }
}

static void the_share_needed_is_a_beta_posterior(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_need need;
    ac_need_fit(&arena, NULL, 0, 3, &need);
    assert_near(need.a, 0.5, 0);
    assert_near(need.b, 0.5, 0);
    assert_near(need.share.low, 0.0015413, 1e-6); /* of the arc sine law */
    ac_looked_back one[20];
    for (uint32_t i = 0; i < 20; i++) { /* all of one site: nothing is known of how alike */
        one[i] = (ac_looked_back){
            0, i < 12   ? AC_NEEDED_YES
               : i < 16 ? AC_NEEDED_PARTLY
                        : AC_NEEDED_NO};
    }
    ac_need_fit(&arena, one, 20, 1, &need);
    assert_int_equal(need.counts[AC_NEEDED_PARTLY], 4);
    assert_near(need.alike, 0, 0);
    assert_near(need.a, 14.5, 1e-12);
    assert_near(need.b, 6.5, 1e-12);
    assert_near(need.share.value, 14.5 / 21, 1e-12);
    assert_near(ac_beta_below(need.share.high, 14.5, 6.5), 0.975, 1e-9);
}

/* Two sites, one that needed all and one that needed nothing, tell of two sites, not of sessions.
 */
static void sessions_of_a_site_that_are_alike_tell_less(void **state)
{
    (void)state;
    enum { EACH = 30, SITES = 10 };
    AC_SCOPED_ARENA(arena);
    ac_looked_back apart[EACH * SITES];
    ac_looked_back mixed[EACH * SITES];
    ac_need told;
    ac_need clear;
    for (uint32_t i = 0; i < EACH * SITES; i++) {
        uint32_t site = i / EACH;
        apart[i] = (ac_looked_back){site, site % 2 == 0 ? AC_NEEDED_YES : AC_NEEDED_NO};
        mixed[i] = (ac_looked_back){site, i % 2 == 0 ? AC_NEEDED_YES : AC_NEEDED_NO};
    }
    ac_need_fit(&arena, apart, EACH * SITES, SITES, &told);
    ac_need_fit(&arena, mixed, EACH * SITES, SITES, &clear);
    assert_near(told.alike, 1, 1e-9);
    assert_near(told.a + told.b, SITES + 1, 1e-9);
    assert_near(clear.alike, 0, 0);
    assert_near(clear.a + clear.b, EACH * SITES + 1, 1e-9);
    assert_true(told.share.high - told.share.low > 3 * (clear.share.high - clear.share.low));
    ac_draws draws = ac_draws_of(1, 1, 1);
    double sum = 0;
    for (int i = 0; i < 20000; i++) {
        sum += ac_draw_beta(&draws, clear.a, clear.b) / 20000;
    }
    assert_near(sum, clear.share.value, 0.002);
}

static void one_huge_quote_is_told_and_left_out(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_locum_price prices[7];
    for (uint32_t i = 0; i < 7; i++) {
        prices[i] = (ac_locum_price){
            .on = {100 + (int32_t)i}, .site = 0, .pounds = 350 + 5.0 * i, .line = i + 2};
    }
    prices[3].pounds = 35000;
    ac_locums locums = {prices, 7, NULL};
    ac_locums_make(&arena, &locums);
    for (size_t i = 0; i < 7; i++) {
        assert_int_equal(locums.list[i].is_outlier, locums.list[i].line == 5);
    }
    ac_locum_answer answer = ac_locum_on(&locums, (accord_date){103}, 0, 376);
    assert_near(answer.pounds, 365, 1e-9); /* the other days of the week around it */
    for (size_t i = 0; i < 7; i++) {
        prices[i].pounds = 350;
    }
    prices[6].pounds = 35;
    ac_locums_make(&arena, &locums);
    assert_true(locums.list[6].is_outlier);
    ac_locums few = {prices, 4, NULL};
    few.list[0].pounds = 9999;
    ac_locums_make(&arena, &few);
    assert_false(few.list[0].is_outlier);
}

static void the_nearest_and_surest_price_counts(void **state)
{
    (void)state;
    static const struct {
        int32_t on;
        uint32_t site;
        double pounds;
        ac_locum_basis basis;
    } cases[] = {
        {100, 1, 390, AC_LOCUM_QUOTED  }, /* at the site: a quote, before what others paid */
        {100, 2, 400, AC_LOCUM_PAID    }, /* of the day: what was paid, before quotes */
        {102, 2, 400, AC_LOCUM_PAID    }, /* of the week around */
        {104, 2, 500, AC_LOCUM_MODELLED}, /* a row that was modelled */
        {120, 1, 376, AC_LOCUM_MODELLED}, /* the figure */
    };
    AC_SCOPED_ARENA(arena);
    ac_locum_price prices[] = {
        {.on = {104}, .site = AC_LOCUM_NO_SITE, .basis = AC_LOCUM_MODELLED, .pounds = 500},
        {.on = {100}, .site = 3,                .basis = AC_LOCUM_PAID,     .pounds = 400},
        {.on = {100}, .site = 1,                .basis = AC_LOCUM_QUOTED,   .pounds = 390},
        {.on = {100}, .site = 3,                .basis = AC_LOCUM_QUOTED,   .pounds = 300},
    };
    ac_locums locums = {prices, 4, NULL};
    ac_locums_make(&arena, &locums);
    for (size_t i = 0; i < ARRAY_COUNT(cases); i++) {
        ac_locum_answer answer =
            ac_locum_on(&locums, (accord_date){cases[i].on}, cases[i].site, 376);
        assert_near(answer.pounds, cases[i].pounds, 1e-9);
        assert_int_equal(answer.basis, cases[i].basis);
    }
    ac_locums none = {0};
    ac_locums_make(&arena, &none);
    assert_near(ac_locum_on(&none, (accord_date){1}, 0, 376).pounds, 376, 0);
}

enum { WEEKS = 40, DELIVERED = 10 };

/* Weeks of 12 sessions on offer at GBP 300, of which 8 to 12 are delivered; locums from GBP 330. */
static ac_review review_of(ac_arena *arena, uint64_t seed, const ac_need *need)
{
    ac_review_week *weeks = AC_NEW_ARRAY(arena, ac_review_week, WEEKS);
    ac_review_session *sessions = AC_NEW_ARRAY(arena, ac_review_session, WEEKS * 12);
    ac_reviewed reviewed = {
        .weeks = weeks,
        .week_count = WEEKS,
        .sessions = sessions,
        .need = need,
        .seed = seed,
        .draws = 4000};
    for (uint32_t w = 0; w < WEEKS; w++) {
        weeks[w] = (ac_review_week){
            .offered = 12,
            .requested = 14,
            .matched = 12,
            .delivered = 8 + w % 5,
            .cancelled = {1, 0, 0},
            .backfilled = 1,
            .cost = 300,
            .idle_value = 60
        };
        for (uint32_t i = 0; i < weeks[w].delivered; i++) {
            sessions[reviewed.session_count++] = (ac_review_session){
                w, {330 + (w * 7 + i * 3) % 41, i % 2 == 0 ? AC_LOCUM_PAID : AC_LOCUM_QUOTED}
            };
        }
    }
    ac_review review;
    ac_review_run(arena, &reviewed, &review);
    return review;
}

static void a_session_delivered_pays_for_the_idle_ones(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_need need;
    ac_looked_back seen[8];
    for (uint32_t i = 0; i < 8; i++) {
        seen[i] = (ac_looked_back){0, i < 6 ? AC_NEEDED_YES : AC_NEEDED_NO};
    }
    ac_need_fit(&arena, seen, 8, 1, &need);
    ac_review review = review_of(&arena, 1, &need);
    assert_near(review.sums.delivered, WEEKS * DELIVERED, 0);
    assert_near(review.idle, WEEKS * 2, 1e-9);
    assert_near(review.idle_cost, WEEKS * 2 * 240, 1e-6);
    assert_near(review.cost, WEEKS * (12 * 300 - 2 * 60), 1e-6);
    assert_near(review.per_delivered.value, 348, 1e-9);
    assert_int_equal(review.unmet, WEEKS * (14 - 1) - WEEKS * DELIVERED);
    assert_int_equal(review.covered, WEEKS);
    assert_int_equal(review.bases[AC_LOCUM_PAID] + review.bases[AC_LOCUM_QUOTED], 400);
    /* Of weeks whose deliveries vary by a standard deviation of 1.414: by linearisation. */
    double spread = 1.96 * 1.4142 * (348 - 60) / DELIVERED / sqrt(WEEKS);
    assert_near((review.per_delivered.high - review.per_delivered.low) / 2, spread, spread / 6);
    assert_near(review.locum.value, 350, 3);
    assert_near(review.difference.value, review.per_delivered.value - review.locum.value, 1e-9);
    assert_true(review.dearer > 0.05);
    assert_true(review.dearer < 0.95);
    assert_near(review.per_needed.value, 348 / need.share.value, 1e-9);
    assert_near(review.not_needed.value, 400 * (1 - need.share.value), 1e-9);
    assert_true(review.not_needed.low < 400 * (1 - need.share.high) + 12);
    ac_review again = review_of(&arena, 1, &need);
    assert_memory_equal(&review.per_needed, &again.per_needed, sizeof review.per_needed);
    ac_review other = review_of(&arena, 2, &need);
    assert_memory_not_equal(&review.per_needed, &other.per_needed, sizeof review.per_needed);
}

static void all_idle_is_no_division(void **state)
{
    (void)state;
    AC_SCOPED_ARENA(arena);
    ac_need need;
    ac_need_fit(&arena, NULL, 0, 1, &need);
    ac_review_week weeks[2] = {
        {.offered = 10,     .requested = 4, .cost = 300, .idle_value = 60},
        {.offered = 0, .requested = 0              }
    };
    ac_reviewed reviewed = {
        .weeks = weeks, .week_count = 2, .need = &need, .seed = 1, .draws = 100};
    ac_review review;
    ac_review_run(&arena, &reviewed, &review);
    assert_false(review.has_delivered);
    assert_false(review.has_need);
    assert_near(review.cost, 2400, 1e-9);
    assert_near(review.idle_cost, 2400, 1e-9);
    assert_int_equal(review.unmet, 4);
    reviewed.week_count = 1;
    weeks[0].delivered = 2;
    ac_review_session sessions[2] = {
        {0, {376, AC_LOCUM_MODELLED}},
        {0, {376, AC_LOCUM_MODELLED}}
    };
    reviewed.sessions = sessions;
    reviewed.session_count = 2;
    ac_review_run(&arena, &reviewed, &review);
    assert_true(review.has_delivered);
    assert_false(review.has_interval);
    assert_near(review.per_delivered.value, (3000 - 8 * 60) / 2.0, 1e-9);
    assert_near(review.per_delivered.low, review.per_delivered.value, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_share_needed_is_a_beta_posterior),
        cmocka_unit_test(sessions_of_a_site_that_are_alike_tell_less),
        cmocka_unit_test(one_huge_quote_is_told_and_left_out),
        cmocka_unit_test(the_nearest_and_surest_price_counts),
        cmocka_unit_test(a_session_delivered_pays_for_the_idle_ones),
        cmocka_unit_test(all_idle_is_no_division),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
