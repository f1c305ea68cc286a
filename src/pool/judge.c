/* SPDX-License-Identifier: MIT */
/* Judges one doctor for one session from the pool's dated rows. Nobody else decides this: a doctor
 * who is suspended or removed on the day is refused before anything else is looked at. */

#include "pool/judge.h"

#include "pool/terms.h"
#include "value/date.h"

enum { TRUST_UNLISTED_FROM = 19870 /* 27 May 2024 */ };

const ac_pool_row *ac_pool_contract(const ac_pool *pool, uint32_t doctor, accord_date on)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_CONTRACTS, doctor, i)) != NULL;
         i++) {
        if (ac_pool_holds(row, AC_IN_CONTRACTS_FROM, AC_IN_CONTRACTS_UNTIL, on)) {
            return row;
        }
    }
    return NULL;
}

bool ac_pool_is_holiday(const ac_pool *pool, accord_date on)
{
    const ac_pool_rows *table = &pool->tables[AC_POOL_HOLIDAYS];
    for (uint32_t i = 0; i < table->count; i++) {
        if (table->rows[i].cells[AC_IN_HOLIDAYS_DATE].number == on.day) {
            return true;
        }
    }
    return false;
}

int32_t ac_pool_clock_change(accord_date night)
{
    accord_date next = {night.day + 1}; /* clocks change early on the Sunday */
    ac_date_parts parts = ac_date_to_parts(next);
    bool last_sunday = ac_weekday_of(next) == 6 && parts.day > 24;
    if (!last_sunday || (parts.month != 3 && parts.month != 10)) {
        return 0;
    }
    return parts.month == 3 ? -60 : 60;
}

/* Whether conditions forbid what a session asks for, by a row that holds at its site. */
static bool forbids(const ac_pool_row *row, const ac_pool_session *session)
{
    int64_t site = row->cells[AC_IN_GATES_SITE].number;
    int64_t skill = row->cells[AC_IN_GATES_NOT_SKILL].number;
    int64_t duty = row->cells[AC_IN_GATES_NOT_DUTY].number;
    bool here = site == AC_POOL_ABSENT || site == (int64_t)session->site;
    return here && ((skill != AC_POOL_ABSENT && skill == session->skill) ||
                    (duty == AC_FORBIDS_ON_CALL && session->on_call) ||
                    (duty == AC_FORBIDS_VISITS && session->visits) ||
                    (duty == AC_FORBIDS_UNSUPERVISED && !session->supervised));
}

/* What the conditions of one register, the performers list or that of the GMC, come to. */
typedef struct conditions {
    bool any;
    bool here;      /* a row names the session's site */
    bool signed_of; /* a row for everywhere, which somebody signed: it is kept */
    bool unsigned_of;
    bool forbidden; /* one forbids what the session asks for */
} conditions;

static void add_condition(conditions *to, const ac_pool_row *row, const ac_pool_session *session)
{
    int64_t site = row->cells[AC_IN_GATES_SITE].number;
    bool is_signed = row->cells[AC_IN_GATES_CHECKED_BY].text.size > 0;
    bool general = site == AC_POOL_ABSENT;
    to->any = true;
    to->here = to->here || site == (int64_t)session->site;
    to->signed_of = to->signed_of || (general && is_signed);
    to->unsigned_of = to->unsigned_of || (general && !is_signed);
    to->forbidden = to->forbidden || forbids(row, session);
}

/* At a named site; or anywhere, once somebody signed for each of them. */
static bool are_kept(const conditions *of)
{
    return !of->any || (!of->forbidden && (of->here || (of->signed_of && !of->unsigned_of)));
}

/* The performers list. Any suspension or removal in force counts, whatever else is in force. */
static ac_rule judge_list(const ac_pool *pool, uint32_t doctor, const ac_pool_session *session)
{
    const ac_pool_row *row = NULL;
    bool included = false;
    bool refused = false;
    conditions of_list = {0};
    conditions of_gmc = {0};
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_GATES, doctor, i)) != NULL; i++) {
        if (!ac_pool_holds(row, AC_IN_GATES_FROM, AC_IN_GATES_UNTIL, session->on)) {
            continue;
        }
        int64_t gate = row->cells[AC_IN_GATES_GATE].number;
        int64_t state = row->cells[AC_IN_GATES_STATE].number;
        if (gate != AC_GATE_LIST && gate != AC_GATE_GMC) {
            continue;
        }
        if (state == AC_STATE_SUSPENDED || state == AC_STATE_REMOVED) {
            return AC_RULE_SUSPENDED;
        }
        if (state == AC_STATE_CONDITIONS) {
            add_condition(gate == AC_GATE_LIST ? &of_list : &of_gmc, row, session);
        }
        if (gate == AC_GATE_LIST) {
            included = included || state == AC_STATE_INCLUDED || state == AC_STATE_CONDITIONS;
            refused = refused || state == AC_STATE_REFUSED;
        }
    }
    if (!are_kept(&of_list) || !are_kept(&of_gmc)) {
        return AC_RULE_CONDITION;
    }
    if (included) {
        return AC_RULE_NONE;
    }
    const ac_pool_row *contract = ac_pool_contract(pool, doctor, session->on);
    bool by_trust = contract != NULL &&
                    contract->cells[AC_IN_CONTRACTS_BASIS].number == AC_BASIS_TRUST &&
                    session->on.day >= TRUST_UNLISTED_FROM;
    return by_trust && !refused ? AC_RULE_NONE : AC_RULE_UNLISTED;
}

bool ac_pool_holds_gate(
    const ac_pool *pool, uint32_t doctor, ac_pool_gate_kind gate, ac_text system, accord_date on)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_GATES, doctor, i)) != NULL; i++) {
        int64_t state = row->cells[AC_IN_GATES_STATE].number;
        bool good =
            state == AC_STATE_HELD || state == AC_STATE_INCLUDED || state == AC_STATE_CONDITIONS;
        if (good && row->cells[AC_IN_GATES_GATE].number == (int64_t)gate &&
            ac_pool_holds(row, AC_IN_GATES_FROM, AC_IN_GATES_UNTIL, on) &&
            (gate != AC_GATE_LOGIN ||
             ac_text_equal_ignoring_case(row->cells[AC_IN_GATES_SYSTEM].text, system))) {
            return true;
        }
    }
    return false;
}

static bool holds_login(const ac_pool *pool, uint32_t doctor, ac_text system, accord_date on)
{
    return system.size == 0 || ac_pool_holds_gate(pool, doctor, AC_GATE_LOGIN, system, on);
}

static ac_rule judge_gates(const ac_pool *pool, uint32_t doctor, const ac_pool_session *session)
{
    static const ac_pool_gate_kind always[] = {
        AC_GATE_GMC, AC_GATE_DBS, AC_GATE_INDEMNITY, AC_GATE_RIGHT, AC_GATE_TRAINING};
    for (size_t i = 0; i < sizeof always / sizeof always[0]; i++) {
        if (!ac_pool_holds_gate(pool, doctor, always[i], (ac_text){0}, session->on)) {
            return AC_RULE_GATE;
        }
    }
    const ac_pool_row *site = ac_pool_row_of(pool, AC_POOL_SITES, session->site);
    ac_text system = site->cells[AC_IN_SITES_SYSTEM].text;
    return holds_login(pool, doctor, system, session->on) &&
                   holds_login(pool, doctor, session->system, session->on)
               ? AC_RULE_NONE
               : AC_RULE_GATE;
}

static bool has_skill(const ac_pool *pool, uint32_t doctor, int64_t skill, accord_date on)
{
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_DOCTOR_SKILLS, doctor, i)) != NULL;
         i++) {
        if (row->cells[AC_IN_DOCTOR_SKILLS_SKILL].number == skill &&
            ac_pool_holds(row, AC_IN_DOCTOR_SKILLS_FROM, AC_IN_DOCTOR_SKILLS_UNTIL, on)) {
            return true;
        }
    }
    return false;
}

/* What the doctor is to do in the session. */
static ac_rule judge_duties(const ac_pool *pool, uint32_t doctor, const ac_pool_session *session)
{
    const ac_pool_row *contract = ac_pool_contract(pool, doctor, session->on);
    if (session->on_call && contract != NULL &&
        !ac_pool_terms(pool, contract, session->on).on_call) {
        return AC_RULE_ON_CALL;
    }
    const ac_pool_row *row = ac_pool_row_of(pool, AC_POOL_DOCTORS, doctor);
    if (session->visits && row->cells[AC_IN_DOCTORS_DRIVES].number == 0) {
        return AC_RULE_VISITS;
    }
    return session->skill == AC_POOL_ABSENT || has_skill(pool, doctor, session->skill, session->on)
               ? AC_RULE_NONE
               : AC_RULE_SKILL;
}

/* Without rows of availability a doctor works mornings and afternoons, Monday to Friday. */
static bool is_available(const ac_pool *pool, uint32_t doctor, accord_date on, uint32_t part)
{
    const ac_pool_row *row = NULL;
    uint32_t weekday = ac_weekday_of(on);
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_AVAILABLE, doctor, i)) != NULL;
         i++) {
        if (row->cells[AC_IN_AVAILABLE_WEEKDAY].number == (int64_t)weekday &&
            row->cells[AC_IN_AVAILABLE_PART].number == (int64_t)part &&
            ac_pool_holds(row, AC_IN_AVAILABLE_FROM, AC_IN_AVAILABLE_UNTIL, on)) {
            return true;
        }
    }
    bool usual = ac_pool_doctor_row(pool, AC_POOL_AVAILABLE, doctor, 0) == NULL;
    return usual && weekday < 5 && part < AC_POOL_EVENING;
}

ac_rule ac_pool_free(
    const ac_pool *pool, uint32_t doctor, accord_date on, uint32_t part, bool bank_holidays)
{
    const ac_pool_row *row = NULL;
    const ac_pool_row *contract = ac_pool_contract(pool, doctor, on);
    if (contract == NULL) {
        return AC_RULE_NO_CONTRACT;
    }
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_LEAVE, doctor, i)) != NULL; i++) {
        if (ac_pool_holds(row, AC_IN_LEAVE_FROM, AC_IN_LEAVE_UNTIL, on)) {
            return AC_RULE_LEAVE;
        }
    }
    if (!bank_holidays && ac_pool_is_holiday(pool, on)) {
        return AC_RULE_BANK_HOLIDAY;
    }
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_PORTFOLIO, doctor, i)) != NULL;
         i++) {
        if (row->cells[AC_IN_PORTFOLIO_WEEKDAY].number == (int64_t)ac_weekday_of(on) &&
            row->cells[AC_IN_PORTFOLIO_PART].number == (int64_t)part &&
            ac_pool_holds(row, AC_IN_PORTFOLIO_FROM, AC_IN_PORTFOLIO_UNTIL, on)) {
            return AC_RULE_PORTFOLIO;
        }
    }
    if (part >= AC_POOL_EVENING && !ac_pool_terms(pool, contract, on).evenings) {
        return AC_RULE_TERMS;
    }
    return is_available(pool, doctor, on, part) ? AC_RULE_NONE : AC_RULE_UNAVAILABLE;
}

ac_rule ac_pool_judge(
    const ac_pool *pool, uint32_t doctor, const ac_pool_session *session, uint32_t home_minutes)
{
    ac_rule rule = judge_list(pool, doctor, session);
    if (rule == AC_RULE_NONE) {
        rule = judge_gates(pool, doctor, session);
    }
    if (rule == AC_RULE_NONE) {
        rule = ac_pool_free(pool, doctor, session->on, session->part, session->bank_holidays);
    }
    if (rule == AC_RULE_NONE) {
        rule = judge_duties(pool, doctor, session);
    }
    if (rule != AC_RULE_NONE) {
        return rule;
    }
    const ac_pool_row *row = NULL;
    for (uint32_t i = 0; (row = ac_pool_doctor_row(pool, AC_POOL_PREFERENCES, doctor, i)) != NULL;
         i++) {
        if (row->cells[AC_IN_PREFERENCES_SITE].number == (int64_t)session->site &&
            row->cells[AC_IN_PREFERENCES_WISH].number == AC_WISH_NEVER) {
            return AC_RULE_NEVER;
        }
    }
    return home_minutes > session->home_minutes_most ? AC_RULE_TOO_FAR : AC_RULE_NONE;
}
