/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_WORDS_H
#define AC_EXTRACT_WORDS_H
/* The words of one line of a layout, and taking them one after another with the place kept for
 * messages. */

#include "base/arena.h"
#include "base/status.h"
#include "base/text.h"

typedef enum ac_word_kind {
    AC_WORD_PLAIN,  /* code, yyyy-mm-dd, 1% */
    AC_WORD_QUOTED, /* "AppointmentDate", its quotes undone */
    AC_WORD_COMMA,
    AC_WORD_COLON,
    AC_WORD_END /* of the line */
} ac_word_kind;

typedef struct ac_word {
    ac_word_kind kind;
    ac_text text;
    uint64_t column; /* from 1, in bytes */
} ac_word;

typedef struct ac_words {
    const char *path;
    uint32_t line;
    const ac_word *words; /* [count + 1], the last an AC_WORD_END */
    size_t at;
    accord_error *error;
} ac_words;

/* Splits a line; a comment is left out. The words live in `arena`.
 *
 * errors  ACCORD_EINPUT  quotes that are not closed
 */
accord_status ac_words_split(ac_arena *arena, ac_text line, ac_words *words);

const ac_word *ac_words_peek(const ac_words *words);
bool ac_words_take(ac_words *words, const char *word);       /* if this word is next */
bool ac_words_take_kind(ac_words *words, ac_word_kind kind); /* if one of this kind is next */

/* Each fails with "expected ..., not ..." at the next word. */
accord_status ac_words_fail(const ac_words *words, const char *expected);
accord_status ac_words_need(ac_words *words, const char *word);
accord_status ac_words_need_quoted(ac_words *words, const char *expected, ac_text *text);
accord_status ac_words_need_any(ac_words *words, const char *expected, ac_text *text);
accord_status ac_words_need_end(const ac_words *words);

/* Adds the place of the next word to an error that was filled. */
accord_status ac_words_place(const ac_words *words, accord_status failed);

#endif
