/* SPDX-License-Identifier: MIT */
/* Reads the cells of every table as tables.def says, noting each fault and going on. */

#include "pool/read.h"

#include "base/limits.h"
#include "base/names.h"
#include "pool/columns.h"
#include "value/date.h"
#include "value/rational.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>

const char ac_pool_told[] = "";

typedef struct work {
    ac_arena *arena;
    const ac_pool_sheet *sheets;
    ac_pool *pool;
    ac_names keys[AC_POOL_TABLES];
    ac_pool_faults *faults;
} work;

/* Adds a fault at a place whose message is still to be written. */
AC_PRINTF(3, 0)
static void
add_fault(ac_pool_faults *faults, ac_pool_fault fault, const char *format, va_list arguments)
{
    char message[ACCORD_MESSAGE_BYTES];
    faults->found++;
    if (faults->count == AC_POOL_FAULTS_MAX) {
        return;
    }
    int size = vsnprintf(message, sizeof message, format, arguments);
    size_t kept = size < 0 ? 0 : (size_t)size < sizeof message ? (size_t)size : sizeof message - 1;
    fault.message = ac_text_copy(faults->arena, (ac_text){message, kept});
    AC_RESERVE(faults->arena, faults->list, faults->count, faults->capacity);
    faults->list[faults->count++] = fault;
}

void ac_pool_fault_add(
    ac_pool_faults *faults,
    const ac_pool_sheet *sheet,
    uint64_t line,
    uint32_t column,
    const char *format,
    ...)
{
    const ac_pool_fault at = {
        .file = sheet->path, .line = line, .column = column, .in_workbook = sheet->in_workbook};
    va_list arguments;
    va_start(arguments, format);
    add_fault(faults, at, format, arguments);
    va_end(arguments);
}

void ac_pool_row_fault_add(
    ac_pool_faults *faults,
    const ac_pool *pool,
    ac_pool_table table,
    const ac_pool_row *row,
    size_t column,
    const char *format,
    ...)
{
    const ac_pool_rows *rows = &pool->tables[table];
    const ac_pool_fault at = {
        .file = rows->path,
        .line = row->line,
        .column = column < AC_POOL_COLUMNS_MOST ? rows->columns[column] : 0};
    va_list arguments;
    va_start(arguments, format);
    add_fault(faults, at, format, arguments);
    va_end(arguments);
}

void ac_pool_add_column_letters(ac_buffer *buffer, uint32_t column)
{
    char letters[8];
    size_t at = sizeof letters;
    for (uint32_t left = column; left > 0; left = (left - 1) / 26) {
        letters[--at] = (char)('A' + (left - 1) % 26);
    }
    ac_buffer_add(buffer, (ac_text){letters + at, sizeof letters - at});
}

/* "requests.csv:7:3", or as a spreadsheet shows it: "requests!C7", "requests!7" for a row. */
static void add_place(ac_buffer *buffer, const ac_pool_fault *fault)
{
    ac_buffer_add_z(buffer, fault->file);
    if (fault->in_workbook && fault->line > 0) {
        ac_buffer_add_char(buffer, '!');
        ac_pool_add_column_letters(buffer, fault->column);
        ac_buffer_addf(buffer, "%" PRIu64, fault->line);
        return;
    }
    if (fault->line > 0) {
        ac_buffer_addf(buffer, ":%" PRIu64, fault->line);
    }
    if (fault->column > 0) {
        ac_buffer_addf(buffer, ":%" PRIu32, fault->column);
    }
}

void ac_pool_faults_add_text(ac_buffer *buffer, const ac_pool_faults *faults)
{
    for (size_t i = 0; i < faults->count; i++) {
        const ac_pool_fault *fault = &faults->list[i];
        add_place(buffer, fault);
        ac_buffer_addf(buffer, ": %.*s\n", AC_TEXT_ARG(fault->message));
    }
    if (faults->found > faults->count) {
        ac_buffer_addf(buffer, "and %zu more\n", faults->found - faults->count);
    }
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
    const ac_pool_sheet *sheet;
    uint64_t line;
    uint32_t column;
} place;

#define FAULT(work, at, ...) \
    ac_pool_fault_add((work)->faults, (at)->sheet, (at)->line, (at)->column, __VA_ARGS__)

static void read_date(work *w, const ac_pool_column *rule, const place *at, ac_pool_cell *cell)
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

/* Exactly, in millionths: a share of a penny is not lost before a price is worked out. */
static void read_decimal(work *w, const ac_pool_column *rule, const place *at, ac_pool_cell *cell)
{
    ac_rational value = AC_RATIONAL_ZERO;
    int64_t scaled = 0;
    if (ac_rational_parse(w->arena, cell->text, &value, NULL).code == ACCORD_OK &&
        ac_rational_compare(value, ac_rational_of(rule->low)) >= 0 &&
        ac_rational_compare(value, ac_rational_of(rule->high)) <= 0 &&
        ac_rational_to_scaled(value, AC_POOL_DECIMAL_PLACES, &scaled)) {
        cell->number = scaled;
        return;
    }
    FAULT(
        w, at,
        "%s \"%.*s\" must be a number from %" PRId64 " to %" PRId64
        " with at most %d decimals, and no sign, comma or unit",
        rule->heading, AC_TEXT_ARG(cell->text), rule->low, rule->high, AC_POOL_DECIMAL_PLACES);
}

/* What a table is called where it stands. */
static const char *name_of(const work *w, ac_pool_table table)
{
    return w->sheets[table].in_workbook ? w->sheets[table].path : ac_pool_file(table);
}

static void read_reference(work *w, const ac_pool_column *rule, const place *at, ac_pool_cell *cell)
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
        AC_TEXT_ARG(cell->text), name_of(w, target), known.size > 0 ? " (did you mean " : "",
        AC_TEXT_ARG(known), known.size > 0 ? "?)" : "");
}

static void read_cell(work *w, const ac_pool_column *rule, const place *at, ac_pool_cell *cell)
{
    cell->number = AC_POOL_ABSENT;
    if (cell->text.size == 0) {
        if (rule->needed && cell->text.at != ac_pool_told) {
            FAULT(w, at, "%s is empty; every row needs one", rule->heading);
        }
        return;
    }
    switch (rule->type) {
    case AC_POOL_TYPE_CODE:
    case AC_POOL_TYPE_TEXT:
        cell->number = 0;
        return;
    case AC_POOL_TYPE_DATE:
        read_date(w, rule, at, cell);
        return;
    case AC_POOL_TYPE_NUMBER:
        if (!read_number(cell->text, &cell->number) || cell->number < rule->low ||
            cell->number > rule->high) {
            FAULT(
                w, at, "%s \"%.*s\" must be a whole number from %" PRId64 " to %" PRId64,
                rule->heading, AC_TEXT_ARG(cell->text), rule->low, rule->high);
            cell->number = AC_POOL_ABSENT;
        }
        return;
    case AC_POOL_TYPE_DECIMAL:
        read_decimal(w, rule, at, cell);
        return;
    case AC_POOL_TYPE_WORD:
        cell->number = ac_pool_word_index(ac_text_of(rule->words), cell->text);
        if (cell->number == AC_POOL_ABSENT) {
            FAULT(
                w, at, "%s \"%.*s\" must be one of: %s", rule->heading, AC_TEXT_ARG(cell->text),
                rule->words);
        }
        return;
    case AC_POOL_TYPE_REFERENCE:
        read_reference(w, rule, at, cell);
        return;
    }
}

static void read_row(
    work *w,
    ac_pool_table table,
    const size_t *columns,
    const ac_pool_sheet_row *from,
    uint32_t index)
{
    ac_pool_row *row = &w->pool->tables[table].rows[index];
    size_t count = 0;
    const ac_pool_column *rules = ac_pool_columns(table, &count);
    row->line = from->line;
    for (size_t i = 0; i < count; i++) {
        const ac_pool_column *rule = &rules[i];
        size_t column = columns[i];
        bool there = column < w->sheets[table].column_count;
        ac_pool_cell *cell = &row->cells[i];
        place where = {&w->sheets[table], from->line, (uint32_t)column + 1};
        *cell = (ac_pool_cell){AC_POOL_ABSENT, {0}};
        if (!there) {
            continue;
        }
        cell->text = ac_text_trim(from->cells[column]);
        read_cell(w, rule, &where, cell);
        if (rule->type == AC_POOL_TYPE_CODE && cell->text.size > 0 &&
            !ac_names_add(&w->keys[table], cell->text, index)) {
            uint32_t first = ac_names_find(&w->keys[table], cell->text);
            FAULT(
                w, &where, "%s \"%.*s\" stands on %s %" PRIu64 " already; leave one out",
                rule->heading, AC_TEXT_ARG(cell->text), ac_pool_line_word(where.sheet),
                w->pool->tables[table].rows[first].line);
        }
    }
}

static void read_table(work *w, ac_pool_table table)
{
    const ac_pool_sheet *sheet = &w->sheets[table];
    size_t columns[AC_POOL_COLUMNS_MOST] = {0};
    size_t count = 0;
    const ac_pool_column *rules = ac_pool_columns(table, &count);
    bool whole = true;
    ac_names_init(&w->keys[table], w->arena);
    w->pool->tables[table].path = sheet->path;
    if (sheet->path == NULL) {
        if (ac_pool_file_needed(table)) {
            ac_pool_sheet missing = {.path = ac_pool_file(table)};
            ac_pool_fault_add(
                w->faults, &missing, 0, 0, "the folder has no such file; it is needed");
        }
        return;
    }
    for (size_t i = 0; i < count; i++) {
        columns[i] = ac_pool_column_named(sheet, ac_text_of(rules[i].heading));
        bool there = columns[i] < sheet->column_count;
        w->pool->tables[table].columns[i] = there ? (uint32_t)columns[i] + 1 : 0;
        if (!there && rules[i].needed) {
            ac_pool_fault_add(
                w->faults, sheet, 1, 0, "there is no column \"%s\"; it is needed",
                rules[i].heading);
            whole = false;
        }
        for (size_t again = columns[i] + 1; again < sheet->column_count; again++) {
            if (ac_pool_same_words(
                    ac_text_trim(sheet->headings[again]), ac_text_of(rules[i].heading))) {
                ac_pool_fault_add(
                    w->faults, sheet, 1, (uint32_t)again + 1,
                    "there are two columns \"%s\"; leave one out", rules[i].heading);
            }
        }
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
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        size_t count = 0;
        const ac_pool_column *first = ac_pool_columns(table, &count);
        if (first->type == AC_POOL_TYPE_REFERENCE && first->low == AC_POOL_DOCTORS) {
            index_by_doctor(arena, pool, table);
        }
    }
}

accord_status ac_pool_read(
    ac_arena *arena,
    const ac_pool_sheet *sheets,
    const ac_pool_period *period,
    ac_pool *pool,
    ac_pool_faults *faults)
{
    ac_pool made = {0};
    work w = {.arena = arena, .sheets = sheets, .pool = &made, .faults = faults};
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        read_table(&w, table);
    }
    ac_pool_check_rows(arena, sheets, period, &made, faults);
    if (faults->found > 0) { /* also of rows that could not be read */
        return (accord_status){ACCORD_ENO};
    }
    index_pool(arena, &made);
    *pool = made;
    return ac_ok();
}

uint32_t ac_pool_find(const ac_pool *pool, ac_pool_table table, ac_text code)
{
    const ac_pool_rows *rows = &pool->tables[table];
    for (uint32_t i = 0; i < rows->count; i++) {
        if (ac_text_equal(rows->rows[i].cells[0].text, code)) {
            return i;
        }
    }
    return AC_POOL_NO_ROW;
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
