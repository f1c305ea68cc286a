/* SPDX-License-Identifier: MIT */
/* Follows each check through the rows that renew it. */

#include "booking/expiry.h"

static const char *const gate_words[] = {"performers list", "gmc",      "dbs",  "indemnity",
                                         "right to work",   "training", "login"};

const char *ac_gate_word(ac_pool_gate_kind gate)
{
    return gate_words[gate];
}

/* What is looked for among a doctor's rows. */
typedef struct asked {
    const ac_pool *pool;
    uint32_t doctor;
    ac_text system;
    ac_pool_gate_kind gate;
} asked;

static bool is_held(const asked *a, const ac_pool_row *row)
{
    int64_t state = row->cells[AC_IN_GATES_STATE].number;
    return row->cells[AC_IN_GATES_GATE].number == (int64_t)a->gate &&
           (state == AC_STATE_HELD || state == AC_STATE_INCLUDED || state == AC_STATE_CONDITIONS) &&
           (a->gate != AC_GATE_LOGIN ||
            ac_text_equal_ignoring_case(row->cells[AC_IN_GATES_SYSTEM].text, a->system));
}

/* The last day up to which a check that is held on a day goes on; the day before, if it is not. */
static int64_t held_through(const asked *a, int64_t day)
{
    int64_t last = day - 1;
    bool more = true;
    while (more) {
        const ac_pool_row *row = NULL;
        more = false;
        for (uint32_t i = 0;
             (row = ac_pool_doctor_row(a->pool, AC_POOL_GATES, a->doctor, i)) != NULL; i++) {
            int64_t until = row->cells[AC_IN_GATES_UNTIL].number;
            until = until == AC_POOL_ABSENT ? INT64_MAX : until;
            if (is_held(a, row) && row->cells[AC_IN_GATES_FROM].number <= last + 1 &&
                until > last) {
                last = until;
                more = last != INT64_MAX;
            }
        }
    }
    return last;
}

/* The last day before another on which it was held, or INT64_MIN. */
static int64_t held_before(const asked *a, int64_t day)
{
    const ac_pool_row *row = NULL;
    int64_t last = INT64_MIN;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(a->pool, AC_POOL_GATES, a->doctor, i)) != NULL;
         i++) {
        int64_t until = row->cells[AC_IN_GATES_UNTIL].number;
        if (is_held(a, row) && until != AC_POOL_ABSENT && until < day && until > last) {
            last = until;
        }
    }
    return last;
}

ac_expiry ac_first_expiry(const ac_pool *pool, const ac_booking *booking)
{
    ac_expiry first = {0};
    int64_t earliest = INT64_MAX;
    uint32_t site = ac_pool_find(pool, AC_POOL_SITES, booking->site);
    asked a = {.pool = pool, .doctor = ac_pool_find(pool, AC_POOL_DOCTORS, booking->key.doctor)};
    if (a.doctor == AC_POOL_NO_ROW) {
        return first;
    }
    if (site != AC_POOL_NO_ROW) {
        a.system = ac_pool_row_of(pool, AC_POOL_SITES, site)->cells[AC_IN_SITES_SYSTEM].text;
    }
    for (a.gate = AC_GATE_LIST; a.gate <= AC_GATE_LOGIN; a.gate++) {
        if (a.gate == AC_GATE_LOGIN && a.system.size == 0) {
            continue;
        }
        int64_t last = held_through(&a, booking->key.on.day);
        bool held = last >= booking->key.on.day;
        last = held ? last : held_before(&a, booking->key.on.day);
        if (last < earliest) {
            bool ever = last != INT64_MIN;
            accord_date day = {ever ? (int32_t)last : 0};
            earliest = last;
            first = (ac_expiry){true, held, ever, a.gate, day};
        }
    }
    return first;
}
