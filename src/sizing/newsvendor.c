/* SPDX-License-Identifier: MIT */
/* The newsvendor (Arrow, Harris and Marschak, 1951) under three demands, and its companions. */

#include "sizing/newsvendor.h"

#include "base/assert.h"
#include "sizing/special.h"

#include <math.h>

double ac_critical_ratio(const ac_session_prices *prices)
{
    double under = prices->price + prices->unmet - prices->cost;
    double over = prices->cost - prices->salvage;
    if (over <= 0) {
        return 1; /* an idle session costs nothing */
    }
    return under <= 0 ? 0 : under / (under + over);
}

double ac_backfill_ratio(double locum, double cost, double salvage)
{
    return ac_critical_ratio(
        &(ac_session_prices){.price = locum, .cost = cost, .salvage = salvage});
}

static ac_offer
offer_of(const ac_session_prices *prices, double mean, double sessions, double unmet, double below)
{
    double used = mean - unmet;
    double idle = sessions - used;
    return (ac_offer){
        .sessions = sessions,
        .below = below,
        .unmet = unmet,
        .idle = idle,
        .profit = prices->price * used + prices->salvage * idle - prices->unmet * unmet -
                  prices->cost * sessions};
}

ac_offer ac_offer_normal(const ac_session_prices *prices, double mean, double deviation)
{
    double ratio = ac_critical_ratio(prices);
    ac_assert(ratio > 0);
    ac_assert(ratio < 1);
    double z = ac_normal_quantile(ratio);
    double unmet = deviation * (ac_normal_density(z) - z * (1 - ac_normal_below(z)));
    return offer_of(prices, mean, mean + z * deviation, unmet, ratio);
}

ac_offer ac_offer_poisson(const ac_session_prices *prices, double mean)
{
    double ratio = ac_critical_ratio(prices);
    uint32_t sessions = 0;
    ac_assert(ratio < 1);
    while (ac_poisson_below(sessions, mean) < ratio) {
        sessions++;
    }
    /* E(D - Q)+ = mean P(D >= Q) - Q P(D >= Q + 1) */
    double at_least = sessions == 0 ? 1 : 1 - ac_poisson_below(sessions - 1, mean);
    double below = ac_poisson_below(sessions, mean);
    double unmet = mean * at_least - sessions * (1 - below);
    return offer_of(prices, mean, sessions, unmet, below);
}

ac_offer ac_offer_uniform(const ac_session_prices *prices, double low, double high)
{
    double ratio = ac_critical_ratio(prices);
    double sessions = low + ratio * (high - low);
    double unmet = (high - sessions) * (high - sessions) / (2 * (high - low));
    return offer_of(prices, (low + high) / 2, sessions, unmet, ratio);
}

double ac_pooled_sessions(const ac_alike *practices, double z)
{
    double count = practices->practices;
    double spread = sqrt(count + count * (count - 1) * practices->correlation);
    return count * practices->mean + z * practices->deviation * spread;
}

double ac_break_even_price(double cost, double salvage, double used_share)
{
    return (cost - salvage * (1 - used_share)) / used_share;
}

double ac_break_even_use(double cost, double salvage, double locum)
{
    return (cost - salvage) / (locum - salvage);
}

double ac_per_needed_committed(double price, double booked, double needed)
{
    return price * booked / needed;
}

double ac_per_needed_flexible(double price, double fee, double booked, double needed)
{
    return price + fee * (booked - needed) / needed;
}
