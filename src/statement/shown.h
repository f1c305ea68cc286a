/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_SHOWN_H
#define AC_STATEMENT_SHOWN_H
/* What every way of writing a statement asks of it: codes, names, who is concerned. */

#include "statement/statement.h"

ac_text ac_part_code(const ac_statement_set *set, const ac_part_of *part);
bool ac_part_is(const ac_statement_set *set, const ac_part_of *part, ac_text code);

/* Whether the filter lets the payment through: its period, and its party as a payer, a payee or one
 * that a part is passed on to. A payment not yet known concerns everybody. */
bool ac_payment_is_shown(
    const ac_statement_set *set, const ac_payment *payment, const ac_statement_filter *filter);

/* "known", "not yet known" or "at fault". */
const char *ac_payment_state_name(const ac_payment *payment);

/* "final", "provisional", or "" where nothing says when anything was known. */
const char *ac_payment_standing_name(const ac_payment *payment);

/* Adds what is paid, in the words of the clause. */
void ac_payment_name_add(ac_buffer *buffer, const ac_program *program, const ac_payment *payment);

void ac_payment_period_add(ac_buffer *buffer, const ac_program *program, const ac_payment *payment);

#endif
