/* SPDX-License-Identifier: MIT */
/* The tables and columns of tables.def, to be looked up. */

#include "pool/columns.h"

#include "base/assert.h"

#define AC_POOL_RULE_WORDS                       setting_words
#define AC_POOL_SETTING(identifier, word, value) word "|"
static const char setting_words[] =
#include "pool/settings.def"
    ;
#undef AC_POOL_SETTING

#define AC_POOL_FIGURE_WORDS                                       figure_words
#define AC_POOL_SIZING(identifier, word, value, low, high, source) word "|"
static const char figure_words[] =
#include "pool/sizing.def"
    ;
#undef AC_POOL_SIZING

static const ac_pool_column columns[] = {
#define AC_POOL_TABLE(identifier, file, needed, note)
#define AC_POOL_COLUMN(table, identifier, heading, type, needed, low, high, words, note) \
    {AC_POOL_##table, heading, AC_POOL_TYPE_##type, needed, low, high, words, note},
#include "pool/tables.def"
#undef AC_POOL_TABLE
#undef AC_POOL_COLUMN
};

enum { COLUMN_COUNT = sizeof columns / sizeof columns[0] };

static const struct {
    const char *file;
    bool needed;
    const char *note;
} tables[] = {
#define AC_POOL_TABLE(identifier, file, needed, note) {file, needed, note},
#define AC_POOL_COLUMN(table, identifier, heading, type, needed, low, high, words, note)
#include "pool/tables.def"
#undef AC_POOL_TABLE
#undef AC_POOL_COLUMN
};

const char *ac_pool_file(ac_pool_table table)
{
    return tables[table].file;
}

bool ac_pool_file_needed(ac_pool_table table)
{
    return tables[table].needed;
}

const char *ac_pool_note(ac_pool_table table)
{
    return tables[table].note;
}

ac_text ac_pool_table_name(ac_pool_table table)
{
    ac_text file = ac_text_of(tables[table].file);
    return ac_text_slice(file, 0, file.size - (sizeof ".csv" - 1));
}

const ac_pool_column *ac_pool_columns(ac_pool_table table, size_t *count)
{
    size_t first = 0;
    while (first < COLUMN_COUNT && columns[first].table != table) {
        first++;
    }
    size_t end = first;
    while (end < COLUMN_COUNT && columns[end].table == table) {
        end++;
    }
    ac_assert(end > first);
    *count = end - first;
    return &columns[first];
}

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '-' || c == '_' ? ' ' : c;
}

bool ac_pool_same_words(ac_text a, ac_text b)
{
    bool same = a.size == b.size;
    for (size_t i = 0; same && i < a.size; i++) {
        same = folded(a.at[i]) == folded(b.at[i]);
    }
    return same;
}

size_t ac_pool_column_named(const ac_pool_sheet *sheet, ac_text heading)
{
    size_t at = 0;
    while (at < sheet->column_count &&
           !ac_pool_same_words(ac_text_trim(sheet->headings[at]), heading)) {
        at++;
    }
    return at;
}

int64_t ac_pool_word_index(ac_text list, ac_text word)
{
    int64_t index = 0;
    size_t from = 0;
    for (size_t i = 0; i <= list.size; i++) {
        if (i == list.size || list.at[i] == '|') {
            if (i > from && ac_pool_same_words(ac_text_slice(list, from, i), word)) {
                return index;
            }
            index++;
            from = i + 1;
        }
    }
    return AC_POOL_ABSENT;
}

const char *const ac_part_words[AC_POOL_PART_COUNT] = {"morning", "afternoon", "evening", "night"};

const char *ac_part_word(int64_t part)
{
    return ac_part_words[part];
}

int64_t ac_part_named(ac_text word)
{
    for (int64_t i = 0; i < AC_POOL_PART_COUNT; i++) {
        if (ac_text_is(word, ac_part_words[i])) {
            return i;
        }
    }
    return AC_POOL_ABSENT;
}

ac_text ac_pool_word(ac_text list, int64_t index)
{
    size_t from = 0;
    for (size_t i = 0; i < list.size && index > 0; i++) {
        if (list.at[i] == '|') {
            index--;
            from = i + 1;
        }
    }
    size_t until = from;
    while (until < list.size && list.at[until] != '|') {
        until++;
    }
    return ac_text_slice(list, from, until);
}
