/* SPDX-License-Identifier: MIT */
/* Words of a layout line: separated by spaces; commas, colons and quoted texts stand for
 * themselves. */

#include "extract/words.h"

#include <string.h>

/* Returns where the quoted text that begins at `from` (its quote) ends, or the line's size. */
static size_t closing_quote(ac_text line, size_t from)
{
    for (size_t i = from + 1; i < line.size; i++) {
        bool quote = line.at[i] == '"';
        if (quote && (i + 1 == line.size || line.at[i + 1] != '"')) {
            return i;
        }
        i += quote ? 1 : 0;
    }
    return line.size;
}

/* Reads a quoted text that begins at `at` (its quote); `""` within is one quote. */
static accord_status
split_quoted(ac_arena *arena, ac_text line, size_t *at, const ac_words *words, ac_text *text)
{
    size_t end = closing_quote(line, *at);
    if (end == line.size) {
        accord_status failed = ac_fail(words->error, ACCORD_EINPUT, "these quotes are not closed");
        ac_error_place(words->error, words->path, words->line, *at + 1);
        return failed;
    }
    char *undone = AC_NEW_ARRAY(arena, char, end - *at);
    size_t size = 0;
    for (size_t i = *at + 1; i < end; i++) {
        undone[size++] = line.at[i];
        i += line.at[i] == '"' ? 1 : 0;
    }
    *text = (ac_text){undone, size};
    *at = end + 1;
    return ac_ok();
}

static bool ends_word(char c)
{
    static const char ends[] = {' ', '\t', '\r', ',', ':', '"', '#'};
    return memchr(ends, c, sizeof ends) != NULL;
}

accord_status ac_words_split(ac_arena *arena, ac_text line, ac_words *words)
{
    size_t count = 0;
    size_t capacity = AC_ARRAY_START;
    ac_word *list = AC_NEW_ARRAY(arena, ac_word, capacity);
    size_t at = 0;
    for (;;) {
        while (at < line.size && (line.at[at] == ' ' || line.at[at] == '\t')) {
            at++;
        }
        ac_word word = {.kind = AC_WORD_END, .column = at + 1};
        char c = at < line.size ? line.at[at] : '#';
        if (c == '"') {
            word.kind = AC_WORD_QUOTED;
            AC_TRY(split_quoted(arena, line, &at, words, &word.text));
        } else if (c == ',' || c == ':') {
            word.kind = c == ',' ? AC_WORD_COMMA : AC_WORD_COLON;
            word.text = ac_text_slice(line, at, at + 1);
            at++;
        } else if (c != '#' && c != '\r') {
            size_t from = at;
            while (at < line.size && !ends_word(line.at[at])) {
                at++;
            }
            word.kind = AC_WORD_PLAIN;
            word.text = ac_text_slice(line, from, at);
        }
        AC_RESERVE(arena, list, count, capacity);
        list[count++] = word;
        if (word.kind == AC_WORD_END) {
            break;
        }
    }
    words->words = list;
    words->at = 0;
    return ac_ok();
}

const ac_word *ac_words_peek(const ac_words *words)
{
    return &words->words[words->at];
}

bool ac_words_take(ac_words *words, const char *word)
{
    const ac_word *next = ac_words_peek(words);
    bool taken = next->kind == AC_WORD_PLAIN && ac_text_is(next->text, word);
    words->at += taken ? 1 : 0;
    return taken;
}

bool ac_words_take_kind(ac_words *words, ac_word_kind kind)
{
    bool taken = kind != AC_WORD_END && ac_words_peek(words)->kind == kind;
    words->at += taken ? 1 : 0;
    return taken;
}

accord_status ac_words_place(const ac_words *words, accord_status failed)
{
    ac_error_place(words->error, words->path, words->line, ac_words_peek(words)->column);
    return failed;
}

accord_status ac_words_fail(const ac_words *words, const char *expected)
{
    ac_text found = ac_words_peek(words)->text;
    bool end = ac_words_peek(words)->kind == AC_WORD_END;
    found = end ? AC_TEXT("the end of the line") : ac_text_slice(found, 0, 60);
    const char *quote = end ? "" : "\"";
    accord_status failed = ac_fail(
        words->error, ACCORD_EINPUT, "expected %s, not %s%.*s%s", expected, quote,
        AC_TEXT_ARG(found), quote);
    return ac_words_place(words, failed);
}

accord_status ac_words_need(ac_words *words, const char *word)
{
    return ac_words_take(words, word) ? ac_ok() : ac_words_fail(words, word);
}

accord_status ac_words_need_quoted(ac_words *words, const char *expected, ac_text *text)
{
    const ac_word *next = ac_words_peek(words);
    if (next->kind != AC_WORD_QUOTED) {
        return ac_words_fail(words, expected);
    }
    *text = next->text;
    words->at++;
    return ac_ok();
}

accord_status ac_words_need_any(ac_words *words, const char *expected, ac_text *text)
{
    const ac_word *next = ac_words_peek(words);
    if (next->kind != AC_WORD_QUOTED && next->kind != AC_WORD_PLAIN) {
        return ac_words_fail(words, expected);
    }
    *text = next->text;
    words->at++;
    return ac_ok();
}

accord_status ac_words_need_end(const ac_words *words)
{
    return ac_words_peek(words)->kind == AC_WORD_END ? ac_ok()
                                                     : ac_words_fail(words, "the end of the line");
}
