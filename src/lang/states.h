/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_STATES_H
#define AC_LANG_STATES_H
/* Conditions as formulas over a few variables with finitely many states, so that all joint states
 * can be tried: whether two cases may both apply, and whether one may never. */

#include "lang/checker.h"

typedef struct ac_states ac_states;

/* The joint states of what a list of cases compares. Lives in the checker's arena. */
ac_states *ac_states_of(ac_checker *checker, const ac_case *cases, size_t count);

/* Whether they are few enough to be tried, each of them. */
bool ac_states_can_be_tried(const ac_states *all);

/* Goes on to the next joint state that can be, from before the first; false after the last. */
bool ac_states_next(ac_states *all);

/* Whether a condition of the list holds in the joint state at hand. */
bool ac_states_hold(ac_states *all, const ac_expr *condition);

/* The joint state at hand in words, as far as these conditions look at it: "year-3 is met and seen
 * is 400 or less". In the diagnostics' arena. */
ac_text ac_states_words(ac_states *all, const ac_expr *first, const ac_expr *second);
ac_text ac_states_all_words(ac_states *all); /* as far as any of the list looks at it */

#endif
