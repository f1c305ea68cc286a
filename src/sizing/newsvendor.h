/* SPDX-License-Identifier: MIT */
#ifndef AC_SIZING_NEWSVENDOR_H
#define AC_SIZING_NEWSVENDOR_H
/* What can be said of a pool's size and prices in closed form. The simulation says the same where
 * both apply, which tests hold it to. Amounts are of one session, all in one unit. */

#include <stdbool.h>
#include <stdint.h>

typedef struct ac_session_prices {
    double price;   /* that a practice pays for a session used */
    double cost;    /* of a session on offer, used or not */
    double salvage; /* what an idle session is worth elsewhere */
    double unmet;   /* what care that is not given is worth, beyond the price */
} ac_session_prices;

/* The critical ratio (p + u - c) / (p + u - v): offer as many sessions as demand stays below with
 * this chance. At or below 0 none pays for itself; at or above 1 any number does. */
double ac_critical_ratio(const ac_session_prices *prices);

/* The same where every session not met is filled by a locum: (l - c) / (l - v). */
double ac_backfill_ratio(double locum, double cost, double salvage);

typedef struct ac_offer {
    double sessions; /* on offer */
    double below;    /* the chance that demand is no more */
    double unmet;    /* expected */
    double idle;
    double profit;
} ac_offer;

/* The best offer for one period under a demand of known form; the ratio lies between 0 and 1. */
ac_offer ac_offer_normal(const ac_session_prices *prices, double mean, double deviation);
ac_offer ac_offer_poisson(const ac_session_prices *prices, double mean);
ac_offer ac_offer_uniform(const ac_session_prices *prices, double low, double high);

/* Sessions for the whole of some practices, each of that mean and deviation, with a margin of z
 * deviations: one pool for all, under one correlation between any two of them (Eppen, 1979).
 * With correlation 1 it is what they need apart. */
typedef struct ac_alike {
    uint32_t practices;
    double mean;
    double deviation;
    double correlation;
} ac_alike;

double ac_pooled_sessions(const ac_alike *practices, double z);

/* The price at which a pool pays for itself when this share of its sessions is used. */
double ac_break_even_price(double cost, double salvage, double used_share);

/* The share of sessions that must be used for the pool to cost no more than locums. */
double ac_break_even_use(double cost, double salvage, double locum);

/* What a session that was needed comes to, of those booked: when all that is booked is paid, and
 * when what is handed back late costs a fee instead. */
double ac_per_needed_committed(double price, double booked, double needed);
double ac_per_needed_flexible(double price, double fee, double booked, double needed);

#endif
