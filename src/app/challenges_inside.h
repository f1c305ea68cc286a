/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_CHALLENGES_INSIDE_H
#define AC_APP_CHALLENGES_INSIDE_H
/* What raising by a person and by rules share. */

#include "app/challenges.h"

/* A settlement on which challenges are raised. */
typedef struct ac_challenged {
    ac_arena *arena;
    const ac_books *books;
    ac_settlement of;
    ac_books_settled settled;
    ac_challenges all;
    accord_error *error;
} ac_challenged;

/* Works out the last settlement of a period that is open. Fails as ac_challenges_raise. */
accord_status ac_challenged_begin(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_challenged *challenged,
    accord_error *error);

/* Finds the payment from payer to payee.
 *
 * out     made  its code, whether it is in shadow, payer and payee
 *         left  what of it is not challenged yet
 */
accord_status ac_challenged_find(
    const ac_challenged *challenged, const ac_raising *raising, ac_challenge *made, int64_t *left);

/* Whether a rule, or a person with the same words, raised the same before. */
const ac_challenge *ac_challenged_same(const ac_challenged *challenged, const ac_challenge *made);

/* Checks all but the payment and its value: the deadline, the owner, the day, the words. */
accord_status
ac_challenged_check(const ac_challenged *challenged, const ac_raising *raising, ac_challenge *made);

/* Keeps it, and says so in the chain; its number is given. */
accord_status ac_challenged_keep(ac_challenged *challenged, ac_challenge *made, ac_anchor *anchor);

/* challenges_calendar.c: counts the days of a deadline by its calendar. Fails as
 * ac_challenges_set_deadline. */
accord_status ac_challenges_count_deadline(
    ac_arena *arena,
    const ac_books *books,
    const ac_day_span *days,
    ac_deadline_asked *asked,
    accord_error *error);

/* The reasons that there are, "duplicate, ..."; and whether a text is one. */
const char *ac_challenge_reasons(void);
bool ac_challenge_is_reason(ac_text reason);

/* Checks words that are kept: their size, and that they name no patient by an NHS number.
 *
 * errors  ACCORD_EINPUT  they will not do; `what` is in the message
 */
accord_status
ac_challenge_check_words(const char *what, ac_text words, bool needed, accord_error *error);

/* Reads an amount as people write it, in whole minor units.
 *
 * errors  ACCORD_EINPUT  it is none, or is below nought
 */
accord_status ac_challenge_amount(
    const ac_syntax *syntax, const char *what, ac_text text, int64_t *minor, accord_error *error);

#endif
