/* SPDX-License-Identifier: MIT */
#ifndef AC_POOL_PROBLEM_H
#define AC_POOL_PROBLEM_H
/* One checked staffing problem, as the engine and the checker see it: plain arrays of doctors,
 * sites, duties (a session that a request asks for, at one place and time) and rules. What may keep
 * one doctor from one duty has been judged once, by ac_pool_judge or an importer, and stands in
 * `refusals`; nothing else makes a pair lawful. Rules over several sessions are counters, runs and
 * successions, so that rosters of other shape (published shift-scheduling cases) are expressed too.
 * Costs are whole units: pence for the pool, points for published cases. */

#include "accord/date.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/text.h"

typedef enum ac_rule {
    AC_RULE_NONE, /* nothing is in the way */
#define AC_RULE(identifier, code, sentence) AC_RULE_##identifier,
#include "pool/rules.def"
#undef AC_RULE
    AC_RULES
} ac_rule;

const char *ac_rule_code(ac_rule rule);     /* "travel"; "" for none */
const char *ac_rule_sentence(ac_rule rule); /* "cannot travel ..."; "" for none */

#define AC_NO_SITE    UINT32_MAX
#define AC_NO_ROOM    UINT32_MAX
#define AC_NO_DUTY    UINT32_MAX
#define AC_NO_DOCTOR  UINT32_MAX
#define AC_NO_LIMIT   INT64_MAX
#define AC_KINDS_MOST 63u
#define AC_TAG_ALL    (UINT64_C(1) << 63) /* every duty has this tag */

/* A kind of session: its hours, and which kinds may not follow on the next day. */
typedef struct ac_session_kind {
    ac_text code;
    uint32_t start_minute; /* of the day */
    uint32_t minutes;
    uint64_t not_next_day; /* a bit for each kind */
} ac_session_kind;

typedef struct ac_site {
    ac_text code;
    ac_text name;
} ac_site;

typedef struct ac_duty {
    uint32_t request;
    uint32_t day;  /* from the problem's first */
    uint32_t part; /* of the day: below `parts`; a doctor holds at most one duty a part */
    uint32_t kind;
    uint32_t site;    /* or AC_NO_SITE */
    uint32_t room;    /* index of `rooms`, or AC_NO_ROOM */
    uint32_t most;    /* doctors at once */
    uint32_t minutes; /* worked: of the kind, but for the nights of a clock change */
    uint64_t tags;    /* bit of the kind, and AC_TAG_ALL */
} ac_duty;

/* `needed` doctors over all its duties together: one duty is a fixed session, several are a
 * choice. */
typedef struct ac_request {
    ac_text code;
    uint32_t row; /* of requests.csv, from 0 */
    uint32_t duty_first;
    uint32_t duty_count;
    uint32_t needed;
    int64_t under_cost; /* for each session that is not met */
    int64_t over_cost;  /* for each above `needed` */
    bool over_allowed;
} ac_request;

/* Rooms of one site at one time. */
typedef struct ac_rooms {
    uint32_t site;
    uint32_t day;
    uint32_t part;
    uint32_t most;
} ac_rooms;

typedef enum ac_count_unit {
    AC_COUNT_SESSIONS,
    AC_COUNT_MINUTES,
    AC_COUNT_DAYS,    /* with any duty of the tags */
    AC_COUNT_WEEKENDS /* whose Saturday or Sunday has one */
} ac_count_unit;

/* What one doctor does in a window. Under `least` or over `most` each unit costs, or breaks a
 * rule. */
typedef struct ac_counter {
    uint32_t doctor;
    ac_count_unit unit;
    uint32_t day_from;
    uint32_t day_until;
    uint64_t tags; /* a duty with any of these counts */
    int64_t base;  /* counted before a session is placed: hospital hours */
    int64_t least;
    int64_t most; /* or AC_NO_LIMIT */
    bool hard;
    int64_t under_cost;
    int64_t over_cost;
    ac_rule rule; /* by which it is told */
} ac_counter;

typedef struct ac_doctor {
    ac_text code;
    ac_text name;
    uint32_t day_most;   /* sessions in a day */
    uint32_t run_most;   /* days in a row; 0: no limit */
    uint32_t run_least;  /* 0 or 1: no limit */
    uint32_t off_least;  /* days off in a row; 0 or 1: no limit */
    uint32_t run_before; /* days worked in a row up to the first day */
} ac_doctor;

/* A duty that must be held, or that was held before a change. */
typedef struct ac_placement {
    uint32_t doctor;
    uint32_t duty;
} ac_placement;

typedef struct ac_problem {
    accord_date first; /* the date of day 0 */
    bool dated;        /* else days are told by number */
    uint32_t weekday;  /* of day 0; 0 is Monday */
    uint32_t day_count;
    uint32_t week_count; /* weeks from Monday that hold a day */
    uint32_t part_count; /* of a day */
    const char *const *part_names;
    bool is_money; /* costs are pence */
    ac_doctor *doctors;
    uint32_t doctor_count;
    ac_site *sites;
    uint32_t site_count;
    ac_session_kind *kinds;
    uint32_t kind_count;
    ac_duty *duties; /* by request */
    uint32_t duty_count;
    ac_request *requests;
    uint32_t request_count;
    ac_rooms *rooms;
    uint32_t room_count;
    ac_counter *counters; /* by doctor */
    uint32_t counter_count;
    uint8_t *refusals;        /* [doctor x duty], an ac_rule */
    int32_t *pair_costs;      /* [doctor x duty], preferences and wishes; may be negative */
    uint32_t *travel_minutes; /* [site x site] */
    int32_t *trip_costs;      /* [doctor x site], home and back, for each site and day */
    int32_t *new_site_costs;  /* [doctor x site], once, if the doctor is sent there at all */
    int64_t visit_cost;       /* for each doctor, site and week */
    int64_t constant_cost;    /* wishes that cost unless they are met: see pair_costs */
    ac_placement *pins;
    uint32_t pin_count;
    ac_placement *kept; /* held before a change: each that is not held any more costs */
    uint32_t kept_count;
    int64_t move_cost;
} ac_problem;

static inline uint32_t ac_week_of(const ac_problem *problem, uint32_t day)
{
    return (day + problem->weekday) / 7;
}

static inline uint32_t ac_slot_of(const ac_problem *problem, const ac_duty *duty)
{
    return duty->day * problem->part_count + duty->part;
}

static inline size_t ac_pair_of(const ac_problem *problem, uint32_t doctor, uint32_t duty)
{
    return (size_t)doctor * problem->duty_count + duty;
}

static inline ac_rule ac_refusal_of(const ac_problem *problem, uint32_t doctor, uint32_t duty)
{
    return (ac_rule)problem->refusals[ac_pair_of(problem, doctor, duty)];
}

/* How many pairs of a doctor and a duty are lawful. */
size_t ac_problem_lawful_pairs(const ac_problem *problem);

/* Makes the tables over pairs, zeroed, once the counts above them are known. */
void ac_problem_tables(ac_arena *arena, ac_problem *problem);

/* "Monday 5 January 2015 morning", or "day 3 E". */
void ac_problem_add_when(ac_buffer *buffer, const ac_problem *problem, const ac_duty *duty);

/* An amount of costs: "GBP 1,234.50" where they are money, else a number. */
void ac_problem_add_cost(ac_buffer *buffer, const ac_problem *problem, int64_t cost);

/* The index of a code, or UINT32_MAX. */
uint32_t ac_problem_doctor(const ac_problem *problem, ac_text code);
uint32_t ac_problem_request(const ac_problem *problem, ac_text code);

/* A copy in which a doctor may not work on the days [from, until), for that reason: sickness, a
 * suspension. Only the table of refusals is new, in the arena. */
typedef struct ac_withdrawal {
    uint32_t doctor;
    uint32_t day_from;
    uint32_t day_until;
    ac_rule why;
} ac_withdrawal;

void ac_problem_withdraw(
    ac_arena *arena, const ac_problem *problem, const ac_withdrawal *what, ac_problem *changed);

/* A copy with fewer lawful pairs, likewise; pinned ones stay.
 *
 * in  out  [lawful pair], by doctor and duty: whether it is left out
 */
void ac_problem_leave_out(
    ac_arena *arena, const ac_problem *problem, const bool *out, ac_problem *less);

#endif
