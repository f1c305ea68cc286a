/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_DIGEST_H
#define AC_STATEMENT_DIGEST_H
/* The first page of a statement, as data: what is due in all, what differs from the period before,
 * and what may still come out otherwise; for one party or member, or for all. Every form of a
 * statement that has them writes these. */

#include "statement/statement.h"

enum { AC_PAYS, AC_RECEIVES, AC_PASSES_ON, AC_SUMS };

/* What of a known payment is a party's or member's, in minor units, whether in shadow or not. What
 * a party keeps of what it passes on, it has received already.
 *
 * returns false where it has no part in it
 */
bool ac_payment_sums(
    ac_arena *arena,
    const ac_statement_set *set,
    const ac_payment *payment,
    ac_text code,
    ac_rational sums[AC_SUMS]);

/* Receives, less pays and passes on. */
ac_rational ac_sums_net(ac_arena *arena, const ac_rational sums[AC_SUMS]);

/* ---- digest_totals.c ---- */

/* What a party or member pays, receives and passes on in a year: that in which a payment's period
 * ends. */
typedef struct ac_party_total {
    uint32_t level;
    uint32_t member;
    ac_text code;
    int32_t year;
    ac_rational due[AC_SUMS];    /* minor units, of what is to be paid */
    ac_rational shadow[AC_SUMS]; /* the same of what is in shadow, of which nothing is */
} ac_party_total;

/* returns [count], in `arena`: parties first, then the members of each level, by code, then year;
 *         those alone that have a part in a known payment that the filter lets through
 */
const ac_party_total *ac_party_totals(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count);

/* Whether a level is one of the parties' own, and not of members. */
bool ac_level_is_of_parties(const ac_program *program, uint32_t level);

/* The title of a party, the name of a member; "" where there is none. */
ac_text ac_party_name(const ac_statement_set *set, uint32_t level, uint32_t member);

/* The first level and member of a code, for one that is known to be there. */
void ac_party_find(const ac_statement_set *set, ac_text code, uint32_t *level, uint32_t *member);

/* ---- digest_changes.c ---- */

/* The payments of one clause in one period. */
typedef struct ac_change_side {
    size_t payments;
    size_t unknown;     /* of these, not yet known or at fault */
    bool shadow;        /* some are in shadow */
    ac_rational amount; /* minor units, of those known: to the party, net; or the payments' own */
} ac_change_side;

typedef struct ac_change {
    uint32_t pay;
    uint32_t clause; /* of the version in force */
    ac_period_kind kind;
    int32_t period; /* this one; the one before is one less */
    ac_change_side before;
    ac_change_side now;
    bool known;             /* both sides are, and there is one before */
    ac_rational difference; /* now less before */
} ac_change;

/* The difference of the filter's period and the one before, by payment. Where no period is asked
 * for, the last known period of each payment is held against the one before it.
 *
 * returns [count], in `arena`, in the order of the text
 */
const ac_change *ac_changes(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count);

/* ---- digest_open.c ---- */

typedef enum ac_open_kind {
    AC_OPEN_UNKNOWN,     /* a payment is not yet known, or at fault */
    AC_OPEN_PROVISIONAL, /* it rests on data that are not frozen */
    AC_OPEN_GATE,        /* a gate that it asks is not decided */
    AC_OPEN_UNSAID,      /* nothing says when data became known */
    AC_OPEN_NOT_CLOSED,  /* the settlement is not closed */
    AC_OPEN_CLOSED       /* it is, and what is known later is adjusted in a later one */
} ac_open_kind;

/* Something that may still come out otherwise. */
typedef struct ac_open_item {
    ac_open_kind kind;
    ac_text clause; /* of the payment or gate; "" for the whole statement */
    ac_text words;  /* a sentence */
    bool day_said;
    accord_date day; /* until when */
} ac_open_item;

const char *ac_open_kind_name(ac_open_kind kind); /* "not known", "provisional" ... */

/* returns [count], in `arena`; none: nothing may */
const ac_open_item *ac_open_items(
    ac_arena *arena, const ac_statement_set *set, const ac_statement_filter *filter, size_t *count);

/* ---- digest_json.c ---- */

/* Adds the keys "totals", "changes", "adjustments" where there is a settlement, and "may-change",
 * with commas between. */
void ac_digest_add_json(
    ac_buffer *buffer, const ac_statement_set *set, const ac_statement_filter *filter);

#endif
