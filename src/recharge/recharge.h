/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_RECHARGE_H
#define AC_RECHARGE_RECHARGE_H
/* What was worked, priced: each timesheet and each cancellation that is charged becomes one charge,
 * exact until it is rounded once, with the VAT basis of its day and the evidence for it. */

#include "accord/money.h"

#include "base/names.h"
#include "recharge/dated.h"
#include "value/period.h"
#include "value/rational.h"

/* Months are whole numbers, year x 12 + (month - 1), as in value/period.h. */
int32_t ac_month_of(accord_date date);
void ac_month_add(ac_buffer *buffer, int32_t month); /* 2016-01 */
accord_date ac_month_first(int32_t month);

/* Reads 2016-01, 01/2016 or January 2016.
 *
 * errors  ACCORD_EINPUT  it is none of these
 */
accord_status ac_month_parse(ac_text text, int32_t *month, accord_error *error);

/* What the bookings of a pool come to, as whoever reads them says. */

/* A session that was cancelled. */
typedef struct ac_cancellation {
    const char *path; /* of the record of bookings, and its line */
    uint64_t line;
    uint32_t number; /* of the event */
    ac_text doctor;
    ac_text request; /* as a roster writes it */
    accord_date on;
    int64_t part;
    int64_t minutes;
    bool by_practice;
    int64_t share;        /* whole percent; AC_POOL_ABSENT: no ladder was in force */
    int64_t notice_hours; /* whole */
} ac_cancellation;

/* A session that is held for certain. */
typedef struct ac_booked {
    ac_text doctor;
    ac_text request; /* likewise */
    accord_date on;
    int64_t part;
    ac_text site;
    int64_t minutes;
} ac_booked;

typedef struct ac_bookings {
    ac_cancellation *cancelled;
    size_t cancelled_count;
    ac_booked *booked;
    size_t booked_count;
} ac_bookings;

/* What a practice is charged for, once. All text is as it stands on an invoice and in the record,
 * so that what was sent can be written again when the files have changed. */
typedef struct ac_charge {
    ac_text item; /* "timesheet T-17", "cancellation 12": never two charges of one */
    ac_text site;
    int32_t month; /* of the session */
    accord_date on;
    ac_text part;
    ac_text doctor;
    ac_text request;
    int64_t minutes;
    ac_text what; /* how the amount comes about, in words and rates */
    accord_money net;
    ac_text basis; /* of VAT */
    ac_text percent;
    accord_money vat;
    ac_text evidence; /* for the basis */
} ac_charge;

/* What an item is, by its first word. */
typedef enum ac_item_kind {
    AC_ITEM_TIMESHEET,
    AC_ITEM_CANCELLATION,
    AC_ITEM_UNALLOCATED, /* a practice's share of the sessions that nobody had */
    AC_ITEM_TRUST,       /* what of them the trust carries */
    AC_ITEM_RESERVE,     /* what of them is taken from the reserve */
    AC_ITEM_SET_ASIDE,   /* what the reserve begins with */
    AC_ITEM_KINDS
} ac_item_kind;

ac_item_kind ac_item_kind_of(ac_text item);

const char *ac_item_word(ac_item_kind kind);    /* "timesheet" */
const char *ac_item_account(ac_item_kind kind); /* "sessions" */

/* Whether no practice is charged for it: the trust's own note. */
static inline bool ac_item_is_carried(ac_item_kind kind)
{
    return kind == AC_ITEM_TRUST || kind == AC_ITEM_RESERVE || kind == AC_ITEM_SET_ASIDE;
}

/* Whether a code can name accounts of the ledger, which other programs read: letters and digits,
 * with - _ . or / after the first, at most AC_ACCOUNT_CODE_MAX. */
enum { AC_ACCOUNT_CODE_MAX = 60 };
bool ac_is_account_code(ac_text code);

/* A session that is not charged, and why. */
typedef struct ac_uncharged {
    ac_text item;
    ac_text site;
    accord_date on;
    ac_text why;
} ac_uncharged;

/* What a doctor's contract gave the pool in a month, and what became of it. */
typedef struct ac_idle {
    int32_t month;
    ac_text doctor;
    ac_rational available; /* sessions */
    ac_rational used;      /* worked, or cancelled and charged, by its share */
    ac_rational idle;      /* what is left, never below nought */
} ac_idle;

typedef struct ac_charges {
    ac_charge *list;
    size_t count;
    size_t capacity;
    ac_uncharged *uncharged;
    size_t uncharged_count;
    size_t uncharged_capacity;
    ac_booked *unreported; /* [unreported_count], booked, and no timesheet came of it */
    size_t unreported_count;
    size_t unreported_capacity;
    ac_idle *idle; /* [idle_count], by month and doctor, where carrying.csv says who carries it */
    size_t idle_count;
    size_t idle_capacity;
} ac_charges;

typedef struct ac_recharge {
    ac_arena *arena;
    const ac_pool *pool;
    ac_pool_faults *faults;
    ac_dated rates;
    ac_dated extras; /* charges.csv */
    ac_dated vat;
    ac_dated carrying;
    const ac_pool_row **requests; /* [timesheets], the request that a timesheet is of */
    ac_bookings bookings;
    accord_date today; /* what is booked up to it should have a timesheet */
} ac_recharge;

/* Checks what the rows of timesheets, rates, charges, VAT and issuer say together.
 *
 * in      arena, pool, faults, bookings and today of `recharge`
 * out     the rest of it
 * errors  ACCORD_ENO  there are faults
 */
accord_status ac_recharge_check(ac_recharge *recharge);

/* Prices all that lies in some months, sorted by site, day, part and item.
 *
 * in      months  [count], each once, ascending
 * errors  ACCORD_ENO  a session has no rate, no charge or no VAT basis on its day, or a month
 *                     nobody who carries what was not allocated
 */
accord_status ac_recharge_price(
    const ac_recharge *recharge, const int32_t *months, size_t count, ac_charges *charges);

/* ---- what the files of the folder share ---- */

#define AC_RECHARGE_FAULT(recharge, table, row, column, ...) \
    ac_pool_row_fault_add(                                   \
        (recharge)->faults, (recharge)->pool, (table), (row), (column), __VA_ARGS__)

/* Minutes of a session as it was asked for; of a night on which clocks change, as long as it is. */
int64_t
ac_recharge_minutes(const ac_pool *pool, const ac_pool_row *request, accord_date on, int64_t part);

/* The row of requests.csv that a code means, as a roster writes it: HARBOUR-AM/2015-01-05, whose
 * date is the session's day, or for any day of a week the first on which it was asked for. Also
 * HARBOUR-AM alone. NULL where there is none. */
const ac_pool_row *
ac_recharge_request(const ac_pool *pool, const ac_names *requests, ac_text code, accord_date on);

#endif
