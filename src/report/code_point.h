/* SPDX-License-Identifier: MIT */
#ifndef AC_REPORT_CODE_POINT_H
#define AC_REPORT_CODE_POINT_H
/* Characters of other people's text, as what is made to be looked at has to show them. */

#include "base/text.h"

/* The code point at the beginning of a text that is not empty, and how many bytes it has; U+FFFD
 * for a byte that begins none. */
uint32_t ac_code_point(ac_text text, size_t *bytes);

/* Marks that turn or join the direction of writing, and those that take no room. They are shown by
 * their number, so that nobody is shown another text than there is. */
bool ac_code_point_is_hidden(uint32_t point);

bool ac_code_point_is_control(uint32_t point); /* but line ends and tabs */

#endif
