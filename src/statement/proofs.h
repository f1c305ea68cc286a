/* SPDX-License-Identifier: MIT */
#ifndef AC_STATEMENT_PROOFS_H
#define AC_STATEMENT_PROOFS_H
/* What holds of every statement of a contract, whatever the data: shown with its reasons. */

#include "lang/program.h"

/* Adds one line for each payment clause (and for each time at which its splits change):
 * P-CONSERVE, who pays it, who is paid, who passes on what, and why the three sums are one. */
void ac_proofs_add(ac_buffer *buffer, const ac_program *program);

#endif
