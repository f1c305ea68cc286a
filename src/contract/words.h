/* SPDX-License-Identifier: MIT */
#ifndef AC_CONTRACT_WORDS_H
#define AC_CONTRACT_WORDS_H
/* Words of a contract, as explanations and statements quote them. */

#include "base/buffer.h"

/* Adds contract text on one line, without comments. */
void ac_words_add(ac_buffer *buffer, ac_text words);

#endif
