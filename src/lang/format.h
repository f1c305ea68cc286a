/* SPDX-License-Identifier: MIT */
#ifndef AC_LANG_FORMAT_H
#define AC_LANG_FORMAT_H
/* The canonical layout of contract text: how it looks when nobody has to choose. */

#include "base/buffer.h"
#include "lang/diagnostics.h"

/* Lays out a contract's text. Words, numbers, strings, comments, agreed wording and their order
 * stay as they are; spaces, indents and the ends of lines are made canonical. A line is broken
 * where the author broke it, before each case, row and band, and where it would be longer than 100
 * columns.
 *
 * in      source       the text
 * out     out          the text in its canonical layout, added to the buffer; ends with one line
 * end diagnostics  every fault of parsing (initialised by the caller; memory is of its arena)
 * errors  ACCORD_ENO     the text cannot be read: it has E-LEX, E-SYNTAX or E-LIMIT faults
 *         ACCORD_ELIMIT  the buffer is too small
 * cost    linear in the text
 */
accord_status ac_format(ac_text source, ac_buffer *out, ac_diagnostics *diagnostics);

#endif
