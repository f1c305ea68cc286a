/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_LIVES_H
#define AC_CONTRACT_LIVES_H
/* Members that open, close and are succeeded: who holds a figure on a day, and who is there in a
 * period. Both evaluators, statements and explanations ask here, as they ask reach.h for periods.
 * Of a level without dates everybody is there always, and nothing below is reached. */

#include "contract/facts.h"

/* The levels whose members have dates. */
ac_level_set ac_dated_levels(const ac_program *program, const ac_facts *facts);

/* Who holds, on a day, what a member had: the last of its successors up to one that had not closed
 * before that day, or that has no successor. */
uint32_t ac_holder(const ac_fact_level *level, uint32_t member, accord_date day);

/* The member of the level above that a member is counted under in a period of a node: its own, or
 * who holds what that had. */
uint32_t ac_parent_in(
    const ac_program *program,
    const ac_facts *facts,
    const ac_node *node,
    uint32_t member,
    int32_t period);

/* The day whose members a value is of (R45): the last of its period, or the first where it is known
 * always or from the start. False for a value without a period. */
bool ac_members_day(
    const ac_calendar *calendar,
    ac_known known,
    ac_period_kind kind,
    int32_t period,
    accord_date *day);

/* When a node's value is known: of a named one, as its own clause was found to be. */
ac_known ac_known_of(const ac_program *program, const ac_node *node);

/* Who reads a value: something whose own values are of a period, and known then. */
typedef struct ac_reader {
    ac_known known;
    ac_period_kind kind;
    int32_t period;
} ac_reader;

/* A node as the reader of its operands in a period. */
ac_reader ac_reader_of(const ac_program *program, const ac_node *node, int32_t period);

typedef enum ac_presence {
    AC_PRESENT,   /* open on the day that its figures are of */
    AC_PARTLY,    /* there for a part of the period, and not open on that day */
    AC_ENDED,     /* closed before the period, with nobody after it */
    AC_SUCCEEDED, /* closed before the day, and what it had is its successor's */
    AC_UNOPENED   /* opens after the period */
} ac_presence;

/* Whether a place of a value is there in its period: of several levels, the least so. A value
 * without a period is there always. */
ac_presence ac_presence_of(
    const ac_program *program,
    const ac_facts *facts,
    const ac_type *type,
    const ac_coordinates *at,
    ac_period_kind kind,
    int32_t period);

/* Whether what a node comes to at a place is taken away there (R47, R48). */
bool ac_is_away(const ac_node *node, ac_presence presence);

/* Whether an operand's amounts move into other hands before they are read: it is an amount over
 * `dated` levels, and of an earlier day than the reader's (R46). `day` is the reader's. */
bool ac_moves(
    const ac_program *program,
    ac_level_set dated,
    const ac_reader *reader,
    const ac_node *read,
    int32_t read_period,
    accord_date *day);

/* The holders on a day of a place; only `dated` levels change. */
ac_coordinates ac_holders(
    const ac_program *program,
    const ac_facts *facts,
    ac_level_set dated,
    const ac_coordinates *at,
    accord_date day);

typedef struct ac_held {
    ac_coordinates *places; /* [count] */
    size_t count;
} ac_held;

/* Every place whose holder on a day is this one, itself among them where it is. */
ac_held ac_held_by(
    ac_arena *arena,
    const ac_program *program,
    const ac_facts *facts,
    ac_level_set dated,
    const ac_coordinates *at,
    accord_date day);

#endif
