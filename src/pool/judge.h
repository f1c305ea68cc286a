/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_JUDGE_H
#define AC_POOL_JUDGE_H
/* The one function by which a doctor may come to a session. */

#include "pool/pool.h"
#include "pool/problem.h"

/* A session as it is asked for. Rows are those of the pool's tables. */
typedef struct ac_pool_session {
    accord_date on;
    uint32_t part;
    uint32_t site;
    int64_t skill;      /* or AC_POOL_ABSENT */
    bool bank_holidays; /* the request asks for them */
    bool visits;        /* home visits are asked for */
    bool on_call;
    bool supervised; /* a supervisor is there */
    ac_text system;  /* a login beside that of the site; "" for none */
    uint32_t home_minutes_most;
} ac_pool_session;

/* Returns why the doctor may not work the session, or AC_RULE_NONE.
 *
 * in      home_minutes  of travel from the doctor's home to the site; UINT32_MAX: not known
 * source  NHS (Performers Lists) (England) Regulations 2013, SI 2013/335; SI 2024/575 from 27 May
 *         2024, by which a doctor whom an NHS trust employs need not be on the list
 */
ac_rule ac_pool_judge(
    const ac_pool *pool, uint32_t doctor, const ac_pool_session *session, uint32_t home_minutes);

/* Whether the doctor is free to work then, wherever it is: a contract, no leave, no other duty. */
ac_rule ac_pool_free(
    const ac_pool *pool, uint32_t doctor, accord_date on, uint32_t part, bool bank_holidays);

/* The contract in force, or NULL. */
const ac_pool_row *ac_pool_contract(const ac_pool *pool, uint32_t doctor, accord_date on);

bool ac_pool_is_holiday(const ac_pool *pool, accord_date on);

/* Whether a check is held on the day; a login is for the site's own system. */
bool ac_pool_holds_gate(
    const ac_pool *pool, uint32_t doctor, ac_pool_gate_kind gate, ac_text system, accord_date on);

/* Minutes by which the night that begins on this day is longer (60) or shorter (-60) than
 * others: clocks change on the last Sundays of October and March (Summer Time Act 1972, as
 * amended 2002). */
int32_t ac_pool_clock_change(accord_date night);

#endif
