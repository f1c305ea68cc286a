/* SPDX-License-Identifier: MIT */
/* Reads the cells of every table as tables.def says, noting each fault and going on. */

#include "pool/read.h"

#include "base/limits.h"
#include "base/names.h"
#include "value/date.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

typedef enum cell_type { CODE, TEXT, DATE, NUMBER, WORD, REFERENCE } cell_type;

typedef struct column_rule {
    ac_pool_table table;
    const char *heading;
    cell_type type;
    bool needed;
    int64_t low;
    int64_t high;
    const char *words;
} column_rule;

#define AC_POOL_RULE_WORDS                       setting_words
#define AC_POOL_SETTING(identifier, word, value) word "|"
static const char setting_words[] =
#include "pool/settings.def"
    ;
#undef AC_POOL_SETTING

static const column_rule rules[] = {
#define AC_POOL_TABLE(identifier, file, needed)
#define AC_POOL_COLUMN(table, identifier, heading, type, needed, low, high, words) \
    {AC_POOL_##table, heading, type, needed, low, high, words},
#include "pool/tables.def"
#undef AC_POOL_TABLE
#undef AC_POOL_COLUMN
};

static const struct {
    const char *file;
    bool needed;
} files[] = {
#define AC_POOL_TABLE(identifier, file, needed) {file, needed},
#define AC_POOL_COLUMN(table, identifier, heading, type, needed, low, high, words)
#include "pool/tables.def"
#undef AC_POOL_TABLE
#undef AC_POOL_COLUMN
};

enum { RULE_COUNT = sizeof rules / sizeof rules[0] };

typedef struct work {
    ac_arena *arena;
    const ac_sheet *sheets;
    ac_pool *pool;
    ac_names keys[AC_POOL_TABLES];
    ac_pool_faults *faults;
} work;

const char *ac_pool_file(ac_pool_table table)
{
    return files[table].file;
}

bool ac_pool_file_needed(ac_pool_table table)
{
    return files[table].needed;
}

void ac_pool_fault_add(
    ac_pool_faults *faults,
    const ac_sheet *sheet,
    uint64_t line,
    uint32_t column,
    const char *format,
    ...)
{
    char message[ACCORD_MESSAGE_BYTES];
    va_list arguments;
    faults->found++;
    if (faults->count == AC_POOL_FAULTS_MAX) {
        return;
    }
    va_start(arguments, format);
    int size = vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    size_t kept = size < 0 ? 0 : (size_t)size < sizeof message ? (size_t)size : sizeof message - 1;
    AC_RESERVE(faults->arena, faults->list, faults->count, faults->capacity);
    faults->list[faults->count++] = (ac_pool_fault){
        sheet->path, line, column, ac_text_copy(faults->arena, (ac_text){message, kept})};
}

void ac_pool_faults_add_text(ac_buffer *buffer, const ac_pool_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const ac_pool_fault *fault = &faults->list[i];
        ac_buffer_add_z(buffer, fault->file);
        if (fault->line > 0) {
            ac_buffer_addf(buffer, ":%" PRIu64, fault->line);
        }
        if (fault->column > 0) {
            ac_buffer_addf(buffer, ":%" PRIu32, fault->column);
        }
        ac_buffer_addf(buffer, ": %.*s\n", AC_TEXT_ARG(fault->message));
    }
    if (faults->found > faults->count) {
        ac_buffer_addf(buffer, "and %zu more\n", faults->found - faults->count);
    }
}

static char folded(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (char)(c - 'A' + 'a');
    }
    return c == '-' || c == '_' ? ' ' : c;
}

static bool same_words(ac_text a, ac_text b)
{
    bool same = a.size == b.size;
    for (size_t i = 0; same && i < a.size; i++) {
        same = folded(a.at[i]) == folded(b.at[i]);
    }
    return same;
}

static size_t column_named(const ac_sheet *sheet, ac_text heading)
{
    size_t at = 0;
    while (at < sheet->column_count && !same_words(ac_text_trim(sheet->headings[at]), heading)) {
        at++;
    }
    return at;
}

/* The index of a word in a list parted by '|', or AC_POOL_ABSENT. */
static int64_t word_index(ac_text list, ac_text word)
{
    int64_t index = 0;
    size_t from = 0;
    for (size_t i = 0; i <= list.size; i++) {
        if (i == list.size || list.at[i] == '|') {
            if (i > from && same_words(ac_text_slice(list, from, i), word)) {
                return index;
            }
            index++;
            from = i + 1;
        }
    }
    return AC_POOL_ABSENT;
}

static bool read_number(ac_text text, int64_t *number)
{
    int64_t value = 0;
    for (size_t i = 0; i < text.size; i++) {
        if (text.at[i] < '0' || text.at[i] > '9' || value > INT64_MAX / 100) {
            return false;
        }
        value = value * 10 + (text.at[i] - '0');
    }
    *number = value;
    return text.size > 0;
}

/* The place of a cell, for faults. */
typedef struct place {
    const ac_sheet *sheet;
    uint64_t line;
    uint32_t column;
} place;

#define FAULT(work, at, ...) \
    ac_pool_fault_add((work)->faults, (at)->sheet, (at)->line, (at)->column, __VA_ARGS__)

static void read_date(work *w, const column_rule *rule, const place *at, ac_pool_cell *cell)
{
    accord_error error = {0};
    accord_date date = {0};
    if (ac_date_parse(cell->text, AC_DATE_ISO, &date, NULL).code == ACCORD_OK ||
        ac_date_parse(cell->text, AC_DATE_DMY, &date, &error).code == ACCORD_OK) {
        cell->number = date.day;
        return;
    }
    FAULT(
        w, at, "%s \"%.*s\" is no day of the calendar; write it as 2015-01-05", rule->heading,
        AC_TEXT_ARG(cell->text));
}

static void read_reference(work *w, const column_rule *rule, const place *at, ac_pool_cell *cell)
{
    ac_pool_table target = (ac_pool_table)rule->low;
    uint32_t index = ac_names_find(&w->keys[target], cell->text);
    if (index != AC_NAME_NONE) {
        cell->number = index;
        return;
    }
    uint32_t near = ac_names_nearest(&w->keys[target], cell->text);
    ac_text known = {0};
    if (near != AC_NAME_NONE) {
        known = w->pool->tables[target].rows[near].cells[0].text;
    }
    FAULT(
        w, at, "%s \"%.*s\" is not in %s%s%.*s%s; add it there, or mend the code", rule->heading,
        AC_TEXT_ARG(cell->text), files[target].file, known.size > 0 ? " (did you mean " : "",
        AC_TEXT_ARG(known), known.size > 0 ? "?)" : "");
}

static void read_cell(work *w, const column_rule *rule, const place *at, ac_pool_cell *cell)
{
    cell->number = AC_POOL_ABSENT;
    if (cell->text.size == 0) {
        if (rule->needed) {
            FAULT(w, at, "%s is empty; every row needs one", rule->heading);
        }
        return;
    }
    switch (rule->type) {
    case CODE:
    case TEXT:
        cell->number = 0;
        return;
    case DATE:
        read_date(w, rule, at, cell);
        return;
    case NUMBER:
        if (!read_number(cell->text, &cell->number) || cell->number < rule->low ||
            cell->number > rule->high) {
            FAULT(
                w, at, "%s \"%.*s\" must be a whole number from %" PRId64 " to %" PRId64,
                rule->heading, AC_TEXT_ARG(cell->text), rule->low, rule->high);
            cell->number = AC_POOL_ABSENT;
        }
        return;
    case WORD:
        cell->number = word_index(ac_text_of(rule->words), cell->text);
        if (cell->number == AC_POOL_ABSENT) {
            FAULT(
                w, at, "%s \"%.*s\" must be one of: %s", rule->heading, AC_TEXT_ARG(cell->text),
                rule->words);
        }
        return;
    case REFERENCE:
        read_reference(w, rule, at, cell);
        return;
    }
}

static void read_row(
    work *w, ac_pool_table table, const size_t *columns, const ac_sheet_row *from, uint32_t index)
{
    ac_pool_row *row = &w->pool->tables[table].rows[index];
    size_t at = 0;
    row->line = from->line;
    for (size_t i = 0; i < RULE_COUNT; i++) {
        const column_rule *rule = &rules[i];
        if (rule->table != table) {
            continue;
        }
        size_t column = columns[at];
        bool there = column < w->sheets[table].column_count;
        ac_pool_cell *cell = &row->cells[at++];
        place where = {&w->sheets[table], from->line, (uint32_t)column + 1};
        *cell = (ac_pool_cell){AC_POOL_ABSENT, {0}};
        if (!there) {
            continue;
        }
        cell->text = ac_text_trim(from->cells[column]);
        read_cell(w, rule, &where, cell);
        if (rule->type == CODE && cell->text.size > 0 &&
            !ac_names_add(&w->keys[table], cell->text, index)) {
            uint32_t first = ac_names_find(&w->keys[table], cell->text);
            FAULT(
                w, &where, "%s \"%.*s\" stands on line %" PRIu64 " already; leave one out",
                rule->heading, AC_TEXT_ARG(cell->text), w->pool->tables[table].rows[first].line);
        }
    }
}

static void read_table(work *w, ac_pool_table table)
{
    const ac_sheet *sheet = &w->sheets[table];
    size_t columns[AC_POOL_COLUMNS_MOST] = {0};
    size_t count = 0;
    bool whole = true;
    ac_names_init(&w->keys[table], w->arena);
    if (sheet->path == NULL) {
        if (files[table].needed) {
            ac_sheet missing = {.path = files[table].file};
            ac_pool_fault_add(
                w->faults, &missing, 0, 0, "the folder has no such file; it is needed");
        }
        return;
    }
    for (size_t i = 0; i < RULE_COUNT; i++) {
        if (rules[i].table != table) {
            continue;
        }
        columns[count] = column_named(sheet, ac_text_of(rules[i].heading));
        if (columns[count] == sheet->column_count && rules[i].needed) {
            ac_pool_fault_add(
                w->faults, sheet, 1, 0, "there is no column \"%s\"; it is needed",
                rules[i].heading);
            whole = false;
        }
        count++;
    }
    if (!whole) {
        return;
    }
    w->pool->tables[table].rows = AC_NEW_ARRAY(w->arena, ac_pool_row, sheet->row_count);
    for (size_t i = 0; i < sheet->row_count; i++) {
        read_row(w, table, columns, &sheet->rows[i], (uint32_t)i);
        w->pool->tables[table].count++;
    }
}

static void index_by_doctor(ac_arena *arena, ac_pool *pool, ac_pool_table table)
{
    const ac_pool_rows *rows = &pool->tables[table];
    uint32_t doctors = pool->tables[AC_POOL_DOCTORS].count;
    uint32_t *first = AC_NEW_ARRAY(arena, uint32_t, (size_t)doctors + 2);
    uint32_t *order = AC_NEW_ARRAY(arena, uint32_t, rows->count);
    for (uint32_t i = 0; i < rows->count; i++) {
        first[rows->rows[i].cells[0].number + 2]++;
    }
    for (uint32_t i = 2; i < doctors + 2; i++) {
        first[i] += first[i - 1];
    }
    for (uint32_t i = 0; i < rows->count; i++) {
        order[first[rows->rows[i].cells[0].number + 1]++] = i;
    }
    pool->first[table] = first;
    pool->order[table] = order;
}

static void index_pool(ac_arena *arena, ac_pool *pool)
{
    for (size_t i = 0; i < RULE_COUNT; i++) {
        bool is_first = i == 0 || rules[i - 1].table != rules[i].table;
        if (is_first && rules[i].type == REFERENCE && rules[i].low == AC_POOL_DOCTORS) {
            index_by_doctor(arena, pool, rules[i].table);
        }
    }
}

accord_status ac_pool_read(
    ac_arena *arena,
    const ac_sheet *sheets,
    const ac_pool_period *period,
    ac_pool *pool,
    ac_pool_faults *faults)
{
    ac_pool made = {0};
    size_t before = faults->found;
    work w = {.arena = arena, .sheets = sheets, .pool = &made, .faults = faults};
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        read_table(&w, table);
    }
    ac_pool_check_rows(arena, sheets, period, &made, faults);
    if (faults->found > before) {
        return (accord_status){ACCORD_ENO};
    }
    index_pool(arena, &made);
    *pool = made;
    return ac_ok();
}

int64_t ac_pool_figure(const ac_pool *pool, ac_pool_setting setting, accord_date on)
{
    static const int64_t values[] = {
#define AC_POOL_SETTING(identifier, word, value) value,
#include "pool/settings.def"
#undef AC_POOL_SETTING
    };
    int64_t found = values[setting];
    int64_t since = INT64_MIN;
    const ac_pool_rows *table = &pool->tables[AC_POOL_RULES];
    for (uint32_t i = 0; i < table->count; i++) {
        const ac_pool_cell *cells = table->rows[i].cells;
        int64_t from = cells[AC_IN_RULES_FROM].number;
        if (cells[AC_IN_RULES_RULE].number == (int64_t)setting && from >= since &&
            (from == AC_POOL_ABSENT || from <= on.day)) {
            found = cells[AC_IN_RULES_VALUE].number;
            since = from;
        }
    }
    return found;
}
