/* SPDX-License-Identifier: MIT */
#ifndef AC_RECHARGE_PRICING_H
#define AC_RECHARGE_PRICING_H
/* What the files of this folder share: one session that is to be priced. */

#include "pool/columns.h"
#include "recharge/recharge.h"

/* A session, and where the file tells of it. */
typedef struct ac_session {
    const char *path;
    uint64_t line;
    uint32_t date_column; /* from 1; 0: the row as a whole */
    uint32_t minutes_column;
    int64_t site;  /* row */
    int64_t skill; /* row, or AC_POOL_ABSENT */
    accord_date on;
    int64_t part;
    int64_t minutes; /* as it was asked for */
    int64_t worked;  /* those beyond the session are an overrun */
    int64_t miles;   /* millionths, or AC_POOL_ABSENT */
    int64_t percent; /* of the session that is charged: 100, or the share of one cancelled */
    ac_text lead;    /* first words of how it comes about; or empty */
} ac_session;

/* Prices it: all of `charge` but its item, doctor and request. False, and `charge` is left, if
 * something does not hold on its day, which is told. */
bool ac_session_price(const ac_recharge *of, const ac_session *what, ac_charge *charge);

/* Sets the VAT of a charge whose net is known, by the basis of a session's site and day. False, and
 * told, where there is none. */
bool ac_session_vat(const ac_recharge *of, const ac_session *what, ac_charge *charge);

/* What a VAT basis is called on a line: "exempt"; AC_NO_SUPPLY on what is sent to nobody. */
const char *ac_vat_word(ac_vat_basis basis);
#define AC_NO_SUPPLY "no supply"

/* To the nearest penny, halves away from nought. */
accord_money ac_pence_of(ac_arena *arena, ac_rational pounds);

/* 319.00, 77.125: pounds with two decimals at the least. */
void ac_pounds_add(ac_buffer *words, int64_t millionths);

/* Adds what nobody had in each month, and who carries it; carry.c. */
void ac_idle_carry(const ac_recharge *of, const int32_t *months, size_t count, ac_charges *charges);

static inline const ac_pool_row *ac_session_site(const ac_pool *pool, const ac_session *what)
{
    return ac_pool_row_of(pool, AC_POOL_SITES, (size_t)what->site);
}

/* A copy on one line: control characters become spaces. The record has a line for each charge. */
ac_text ac_one_line(ac_arena *arena, ac_text text);

#endif
