/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_NOTES_H
#define AC_CONTRACT_NOTES_H
/* Why values are not known: notes made by both evaluators, joined when values meet. */

#include "contract/evaluate.h"
#include "contract/lives.h"

/* Adds a note and returns its number, the state of the values that it is about. */
uint32_t ac_note_new(ac_evaluation *evaluation, ac_note note);

/* Whether a fault is nought at a member that stands so to a figure (rule R47): any, where it is
 * there and not open on the day; at one that closed with nobody after it what the noughts of others
 * led to, but no figure that was missing while it was there (rule R48). */
bool ac_note_is_excused(const ac_evaluation *evaluation, ac_presence presence, uint32_t state);

/* The state of a value made of two of which at least one is not known: a fault before a figure that
 * has not come, a fault that stays before one that the same clause may mend (rule R22: its words do
 * not mend a missing figure, on whichever side it stands), else the left before the right. */
uint32_t ac_state_join(const ac_evaluation *evaluation, uint32_t left, uint32_t right);

/* Says that a state has become the value of a quantity; a fault is then one of the evaluation's. */
void ac_note_reached(ac_evaluation *evaluation, uint32_t state);

#endif
