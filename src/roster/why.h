/* SPDX-License-Identifier: MIT */
#ifndef AC_ROSTER_WHY_H
#define AC_ROSTER_WHY_H
/* Reasons: who could take a session, why this doctor and not that one, why a session is not met.
 * All are asked of the checker, so a reason is a rule that would be broken, not what the engine
 * tried. */

#include "roster/check.h"
#include "roster/cover.h"

typedef struct ac_candidate {
    uint32_t doctor;
    ac_rule rule;  /* what is in the way; AC_RULE_NONE: the doctor may take it as things stand */
    bool holds;    /* has it already */
    uint32_t busy; /* the duty held at that time, or AC_NO_DUTY */
    int64_t
        cost_change; /* of the roster, if the doctor takes it (or, holding it, compared with not) */
} ac_candidate;

/* Ranks all doctors for a session: those who hold it, those who may take it by what it costs, then
 * the others by what is in the way.
 *
 * out   candidates  [doctor_count], in `arena`
 */
void ac_roster_rank(
    ac_arena *arena,
    const ac_problem *problem,
    const ac_roster *roster,
    uint32_t duty,
    ac_candidate **candidates);

/* Why a session is not met, in words: how many doctors each rule keeps from it. */
void ac_roster_add_unmet(
    ac_buffer *buffer, const ac_problem *problem, const ac_roster *roster, uint32_t request);

/* What the minimum cut says of a shortage: the sessions on its short side, by weekday and part, and
 * how many doctors may work any of them. Nothing if all can be met. */
void ac_roster_add_cut(ac_buffer *buffer, const ac_problem *problem, const ac_cover *cover);

#endif
