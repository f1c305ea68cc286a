/* SPDX-License-Identifier: MIT */
/* Whether two names may be one person's. Lists write "AVERY, Beth", pools "Dr B. Avery". */

#include "pool/performers.h"

enum { WORDS_MOST = 12, LETTERS_MOST = 80 };

/* The letters of a word, small; of other alphabets and with accents, as they stand. */
typedef struct name_word {
    char letters[LETTERS_MOST];
    size_t size;
} name_word;

/* The words of a name: given ones first, so that the family name is at the end. */
typedef struct name {
    name_word words[WORDS_MOST];
    size_t count;
} name;

static bool is_title(const name_word *word)
{
    static const char *const titles[] = {"dr", "doctor", "mr",  "mrs",       "ms",  "miss",
                                         "mx", "prof",   "sir", "professor", "dame"};
    for (size_t i = 0; i < sizeof titles / sizeof titles[0]; i++) {
        if (ac_text_is((ac_text){word->letters, word->size}, titles[i])) {
            return true;
        }
    }
    return false;
}

static void end_word(name *into)
{
    if (into->count < WORDS_MOST && into->words[into->count].size > 0 &&
        !is_title(&into->words[into->count])) {
        into->count++;
    }
    if (into->count < WORDS_MOST) {
        into->words[into->count].size = 0;
    }
}

static void add_words(name *into, ac_text text)
{
    for (size_t i = 0; i <= text.size && into->count < WORDS_MOST; i++) {
        char c = i == text.size ? ' ' : text.at[i];
        name_word *word = &into->words[into->count];
        if (c == ' ' || c == '.' || c == ',' || c == '\t') {
            end_word(into);
        } else if (c != '-' && c != '\'' && (unsigned char)c > ' ' && word->size < LETTERS_MOST) {
            word->letters[word->size++] = c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
        }
    }
}

/* Reads a name; what stands before a comma is the family name. Returns how many words that is. */
static size_t read_name(ac_text text, name *into)
{
    size_t comma = 0;
    while (comma < text.size && text.at[comma] != ',') {
        comma++;
    }
    *into = (name){.count = 0};
    if (comma == text.size) {
        add_words(into, text);
        return into->count > 0 ? 1 : 0;
    }
    add_words(into, ac_text_slice(text, comma + 1, text.size));
    size_t given = into->count;
    add_words(into, ac_text_slice(text, 0, comma));
    return into->count - given;
}

/* Letters of the last words of a name, joined: "smith jones" is "smithjones". */
static size_t join(const name *of, size_t words, char letters[LETTERS_MOST])
{
    size_t size = 0;
    for (size_t i = of->count - words; i < of->count; i++) {
        for (size_t j = 0; j < of->words[i].size && size < LETTERS_MOST; j++) {
            letters[size++] = of->words[i].letters[j];
        }
    }
    return size;
}

bool ac_list_same_person(ac_text doctor, ac_text family, ac_text given)
{
    name ours;
    name theirs;
    char their_letters[LETTERS_MOST];
    char our_letters[LETTERS_MOST];
    (void)read_name(doctor, &ours);
    size_t family_words = read_name(given, &theirs);
    if (family.size > 0) {
        size_t before = theirs.count;
        add_words(&theirs, family);
        family_words = theirs.count - before;
    }
    if (ours.count == 0 || family_words == 0) {
        return true;
    }
    size_t size = join(&theirs, family_words, their_letters);
    ac_text theirs_joined = {their_letters, size};
    for (size_t words = 1; words <= ours.count; words++) {
        size = join(&ours, words, our_letters);
        ac_text joined = {our_letters, size};
        if (ac_text_equal(joined, theirs_joined)) {
            bool both = words < ours.count && family_words < theirs.count;
            return !both || ours.words[0].letters[0] == theirs.words[0].letters[0];
        }
    }
    return false;
}
