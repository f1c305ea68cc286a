/* SPDX-License-Identifier: MIT */
/* The members of levels: those of the text as they stand there, those of a file sorted by code. */

#include "app/folder.h"
#include "app/load_inside.h"
#include "app/table.h"
#include "base/file.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    COLUMN_CODE = AC_MEMBER_CODE,
    COLUMN_PARENT,
    COLUMN_NAME,
    COLUMN_OPENED = AC_MEMBER_OPENED,
    COLUMN_CLOSED,
    COLUMN_SUCCESSOR,
    COLUMNS
};

accord_status ac_load_fail(const ac_loading *loading, uint32_t clause, const char *format, ...)
{
    char message[ACCORD_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    const ac_clause *at = ac_clause_at(loading->program, clause);
    ac_place place = ac_place_of(loading->program->syntax->source, at->span.from);
    accord_status failed =
        ac_fail(loading->error, ACCORD_EINPUT, "clause %.*s %s", AC_TEXT_ARG(at->number), message);
    ac_error_place(loading->error, loading->options->contract_path, place.line, place.column);
    return failed;
}

typedef struct sorted_row {
    ac_text code;
    size_t row;
} sorted_row;

static int compare_rows(const void *a, const void *b)
{
    const sorted_row *left = a;
    const sorted_row *right = b;
    int order = ac_text_compare(left->code, right->code);
    return order != 0 ? order : (left->row > right->row) - (left->row < right->row);
}

/* Sorts the rows by code; two of one code are an error at the later. */
static accord_status sort_rows(
    const ac_loading *loading, const ac_level *level, const ac_table *table, sorted_row *sorted)
{
    for (size_t i = 0; i < table->row_count; i++) {
        sorted[i] = (sorted_row){table->rows[i].cells[COLUMN_CODE], i};
    }
    qsort(sorted, table->row_count, sizeof *sorted, compare_rows);
    for (size_t i = 1; i < table->row_count; i++) {
        if (ac_text_equal(sorted[i - 1].code, sorted[i].code)) {
            return ac_table_fail(
                table, sorted[i].row, COLUMN_CODE, loading->error,
                "%.*s %.*s was listed in line %llu already: keep one row for each",
                AC_TEXT_ARG(level->name), AC_TEXT_ARG(sorted[i].code),
                (unsigned long long)table->rows[sorted[i - 1].row].line);
        }
    }
    return ac_ok();
}

static accord_status
check_count(const ac_loading *loading, const ac_level *level, const ac_table *table)
{
    if (table->row_count == 0) {
        return ac_load_fail(
            loading, level->clause, "reads %.*s, which lists no %.*s", AC_TEXT_ARG(level->file),
            AC_TEXT_ARG(level->name));
    }
    if (level->members_said == 0 || level->members_said == table->row_count) {
        return ac_ok();
    }
    return ac_load_fail(
        loading, level->clause,
        "says that %.*s has %u members, and %.*s lists %zu: correct the file, or the number",
        AC_TEXT_ARG(level->name), level->members_said, AC_TEXT_ARG(level->file), table->row_count);
}

static accord_status find_parents(
    const ac_loading *loading,
    const ac_level *level,
    const ac_table *table,
    const sorted_row *sorted,
    uint32_t *parents)
{
    const ac_level *above = &loading->program->levels[level->under];
    for (size_t i = 0; i < table->row_count; i++) {
        ac_text code = table->rows[sorted[i].row].cells[COLUMN_PARENT];
        parents[i] = ac_fact_member(loading->facts, level->under, code);
        if (parents[i] == AC_NONE) {
            return ac_table_fail(
                table, sorted[i].row, COLUMN_PARENT, loading->error,
                "%.*s is no %.*s of the contract: clause %.*s puts each %.*s under one",
                AC_TEXT_ARG(code), AC_TEXT_ARG(above->name),
                AC_TEXT_ARG(ac_clause_at(loading->program, level->clause)->number),
                AC_TEXT_ARG(level->name));
        }
    }
    return ac_ok();
}

accord_status ac_load_table(ac_loading *loading, const ac_table_wanted *wanted, ac_table *table)
{
    AC_TRY(ac_table_read(loading->arena, wanted, table, loading->error));
    AC_RESERVE(
        loading->arena, loading->code_files, loading->code_file_count, loading->code_file_capacity);
    loading->code_files[loading->code_file_count++] = (ac_fact_file){
        .name = ac_file_name_of(ac_text_of(table->path)),
        .hash = table->hash,
        .rows = table->row_count,
        .counted = table->row_count};
    ac_load_tell_known(
        loading, ac_text_of(table->path), &loading->code_files[loading->code_file_count - 1]);
    return ac_ok();
}

/* The columns of dates that the clause says are there; the others are not looked at. */
static void want_dates(const ac_level *level, ac_table_column *columns)
{
    const struct {
        size_t column;
        bool said;
        ac_text name;
    } dates[] = {
        {COLUMN_OPENED,    level->opened,    AC_TEXT("opened")   },
        {COLUMN_CLOSED,    level->closed,    AC_TEXT("closed")   },
        {COLUMN_SUCCESSOR, level->succeeded, AC_TEXT("successor")},
    };
    for (size_t i = 0; i < sizeof dates / sizeof dates[0]; i++) {
        ac_table_column *column = &columns[dates[i].column];
        column->names[0] = dates[i].said ? dates[i].name : AC_TEXT("");
        column->optional = !dates[i].said;
        column->may_be_empty = true;
    }
}

static accord_status
load_file_level(ac_loading *loading, const ac_level *level, ac_fact_level *made)
{
    const char *path = NULL;
    AC_TRY(ac_load_path(loading, level->clause, level->file, &path));
    bool has_parent = level->under != AC_NONE;
    ac_table_column columns[COLUMNS] = {0};
    columns[COLUMN_CODE].names[0] = level->name;
    columns[COLUMN_PARENT].names[0] =
        has_parent ? loading->program->levels[level->under].name : AC_TEXT("");
    columns[COLUMN_PARENT].optional = !has_parent;
    columns[COLUMN_NAME].names[0] = AC_TEXT("name");
    columns[COLUMN_NAME].optional = true;
    want_dates(level, columns);
    ac_table table = {0};
    const ac_table_wanted wanted = {
        path, ac_layouts_of_file(&loading->layouts, level->file), columns, COLUMNS};
    AC_TRY(ac_load_table(loading, &wanted, &table));
    AC_TRY(check_count(loading, level, &table));
    sorted_row *sorted = AC_NEW_ARRAY(loading->arena, sorted_row, table.row_count);
    AC_TRY(sort_rows(loading, level, &table, sorted));
    ac_text *codes = AC_NEW_ARRAY(loading->arena, ac_text, table.row_count);
    ac_text *names = AC_NEW_ARRAY(loading->arena, ac_text, table.row_count);
    uint32_t *parents = AC_NEW_ARRAY(loading->arena, uint32_t, table.row_count);
    size_t *order = AC_NEW_ARRAY(loading->arena, size_t, table.row_count);
    for (size_t i = 0; i < table.row_count; i++) {
        codes[i] = sorted[i].code;
        names[i] = table.rows[sorted[i].row].cells[COLUMN_NAME];
        order[i] = sorted[i].row;
    }
    if (has_parent) {
        AC_TRY(find_parents(loading, level, &table, sorted, parents));
    }
    *made = (ac_fact_level){
        .codes = codes,
        .names = table.at[COLUMN_NAME] == 0 ? NULL : names,
        .count = (uint32_t)table.row_count,
        .parents = has_parent ? parents : NULL};
    if (level->opened || level->closed) {
        AC_TRY(ac_load_lives(loading, level, &table, order, made));
    }
    return ac_ok();
}

/* A level that others lie under is loaded before them; `done` also ends a circle.
 * NOLINTNEXTLINE(misc-no-recursion): at most AC_LEVELS_MAX deep */
static accord_status load_level(ac_loading *loading, uint32_t index, bool *done, unsigned depth)
{
    const ac_level *level = &loading->program->levels[index];
    if (done[index] || depth > AC_LEVELS_MAX) {
        return ac_ok();
    }
    done[index] = true;
    if (level->under != AC_NONE && level->kind == AC_LEVEL_FILE) {
        AC_TRY(load_level(loading, level->under, done, depth + 1));
    }
    ac_fact_level *made = &loading->levels[index];
    if (level->kind == AC_LEVEL_FILE) {
        AC_TRY(load_file_level(loading, level, made));
    } else {
        *made = (ac_fact_level){.codes = level->members, .count = level->member_count};
    }
    ac_names_init(&loading->member_names[index], loading->arena);
    for (uint32_t i = 0; i < made->count; i++) {
        (void)ac_names_add(&loading->member_names[index], made->codes[i], i);
    }
    return ac_ok();
}

accord_status ac_load_levels(ac_loading *loading)
{
    bool done[AC_LEVELS_MAX] = {false};
    for (uint32_t i = 0; i < loading->program->level_count; i++) {
        AC_TRY(load_level(loading, i, done, 0));
    }
    return ac_ok();
}
