/* SPDX-License-Identifier: MIT */
/* Pulled cells, written and read again. Reading trusts nothing: the account names the hash of the
 * cells and of the plan, and the counts have to add up. */

#include "app/pulled.h"

#include "app/folder.h"
#include "base/file.h"
#include "base/limits.h"
#include "cube/given.h"
#include "cube/sql.h"
#include "extract/reader.h"

#include <string.h>

#define CELLS   ".cells.csv"
#define ACCOUNT ".pulled.csv"
#define SQL     ".pulled.sql"

enum { ITEM, VALUE, ITEM_COLUMNS };

/* ---- Writing ---- */

static void add_item(ac_buffer *text, const char *item, ac_text value)
{
    ac_buffer_addf(text, "%s,", item);
    ac_buffer_add_csv(text, value);
    ac_buffer_add_char(text, '\n');
}

static void add_count(ac_buffer *text, const char *item, uint64_t count)
{
    ac_buffer_addf(text, "%s,%llu\n", item, (unsigned long long)count);
}

static void add_hash(ac_buffer *text, const char *item, ac_text of)
{
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(of);
    ac_hash_hex(&hash, hex);
    add_item(text, item, ac_text_of(hex));
}

static ac_text plan_text(ac_arena *arena, const ac_cube_plan *plan, const ac_layout *layout)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    ac_cube_add_plan(&text, plan, layout);
    return ac_text_copy(arena, ac_buffer_text(&text));
}

static void add_received(ac_buffer *text, const ac_cube *cube, const ac_cube_plan *plan)
{
    if (plan->period_kind == AC_PERIOD_NONE) {
        add_count(text, "received-rows", ac_cube_received(cube, 0) ? 1 : 0);
        return;
    }
    for (size_t i = 0; i < plan->span_count; i++) {
        for (int32_t j = 0; j < plan->spans[i].count; j++) {
            int32_t period = plan->spans[i].first + j;
            if (ac_cube_received(cube, period)) {
                ac_buffer_add_z(text, "received,");
                ac_period_add(text, plan->calendar, plan->period_kind, period);
                ac_buffer_add_char(text, '\n');
            }
        }
    }
}

void ac_pulled_make(
    ac_arena *arena,
    const ac_cube *cube,
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_pulled_source *source,
    ac_pulled_files *files)
{
    AC_SCOPED_BUFFER(cells, AC_FACT_FILE_BYTES_MAX);
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    const ac_cube_counts *counts = ac_cube_get_counts(cube);
    size_t reasons = 0;
    const ac_refused_count *by = ac_cube_refused_by_reason(cube, &reasons);
    ac_cube_add_text(&cells, cube);
    ac_buffer_add_z(&text, "item,value\n");
    add_item(&text, "input", plan->input);
    add_item(&text, "layout", source->layout);
    add_hash(&text, "plan", plan_text(arena, plan, layout));
    add_hash(&text, "cells", ac_buffer_text(&cells));
    add_count(&text, "rows", counts->rows);
    add_count(&text, "counted", counts->counted);
    add_count(&text, "not-where", counts->not_where);
    if (plan->followed != NULL) {
        add_count(&text, "not-followed", counts->not_followed);
        add_count(&text, "repeated", counts->repeated);
    }
    for (size_t i = 0; i < plan->key_count; i++) {
        AC_SCOPED_BUFFER(item, 300);
        ac_buffer_addf(&item, "other-%.*s", AC_TEXT_ARG(plan->keys[i].level));
        add_count(&text, item.bytes, counts->other_code[i]);
    }
    for (size_t i = 0; i < reasons; i++) {
        add_count(&text, by[i].reason, by[i].rows);
    }
    add_received(&text, cube, plan);
    add_item(&text, "table", source->table);
    add_item(&text, "dialect", source->dialect);
    add_item(&text, "connection", source->connection);
    add_item(&text, "server", source->server);
    add_item(&text, "driver", source->driver);
    add_item(&text, "time", source->time);
    add_hash(&text, "sql", source->sql);
    add_count(&text, "groups", source->groups);
    if (source->file_hash.size > 0) {
        add_item(&text, "file", source->file_hash);
    }
    char plan_hash[AC_HASH_HEX_BYTES];
    ac_hash of_plan = ac_hash_of(plan_text(arena, plan, layout));
    ac_hash_hex(&of_plan, plan_hash);
    *files = (ac_pulled_files){
        .input = plan->input,
        .cells = ac_text_copy(arena, ac_buffer_text(&cells)),
        .account = ac_text_copy(arena, ac_buffer_text(&text)),
        .sql = source->sql,
        .plan_hash = ac_text_copy(arena, ac_text_of(plan_hash))};
}

static const char *path_of(ac_arena *arena, const char *folder, ac_text input, const char *ending)
{
    AC_SCOPED_BUFFER(name, 1000);
    ac_buffer_addf(&name, "%.*s%s", AC_TEXT_ARG(input), ending);
    return ac_file_join(arena, folder, name.bytes);
}

accord_status ac_pulled_write(const char *folder, const ac_pulled_files *files, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_TRY(ac_file_write(path_of(&scratch, folder, files->input, SQL), files->sql, error));
    AC_TRY(ac_file_write(path_of(&scratch, folder, files->input, CELLS), files->cells, error));
    return ac_file_write(path_of(&scratch, folder, files->input, ACCOUNT), files->account, error);
}

ac_text ac_pulled_cells_name(ac_arena *arena, ac_text input)
{
    return ac_text_of(path_of(arena, "", input, CELLS));
}

ac_text ac_pulled_account_name(ac_arena *arena, ac_text cells)
{
    bool named = ac_text_ends(cells, AC_TEXT(CELLS));
    ac_text stem = ac_text_slice(cells, 0, cells.size - (named ? sizeof CELLS - 1 : 0));
    return ac_text_of(path_of(arena, "", stem, ACCOUNT));
}

bool ac_pulled_is_file(const char *name)
{
    ac_text text = ac_text_of(name);
    return ac_text_ends(text, AC_TEXT(CELLS)) || ac_text_ends(text, AC_TEXT(ACCOUNT));
}

/* ---- Reading ---- */

typedef struct restoring {
    ac_arena *arena;
    const char *path; /* of the cells */
    ac_text cells;    /* the file's bytes */
    const char *account;
    const ac_cube_plan *plan;
    const ac_layout *layout;
    const ac_cube_dates *dates;
    ac_cube *cube;
    ac_cube_counts counts;
    ac_refused_count *refused; /* [refused_count] */
    size_t refused_count;
    size_t refused_capacity;
    ac_names names[AC_LEVELS_MAX]; /* members by label */
    uint64_t counted;              /* rows in the cells read */
    uint64_t superseded;           /* of them, those of periods that a later file has */
    bool has_plan;
    bool has_cells;
    accord_error *error;
} restoring;

static accord_status fail_again(const restoring *r, const char *why)
{
    return ac_fail(
        r->error, ACCORD_EINPUT,
        "%s %s: run accord pull again (accord import, in a store), or take it away to read rows",
        r->path, why);
}

static bool read_whole(ac_text text, uint64_t *number)
{
    AC_SCOPED_ARENA(scratch);
    ac_rational value = AC_RATIONAL_ZERO;
    int64_t whole = 0;
    bool good = ac_rational_parse(&scratch, text, &value, NULL).code == ACCORD_OK &&
                ac_rational_to_scaled(value, 0, &whole) && whole >= 0;
    *number = (uint64_t)whole;
    return good;
}

static bool is_hash_of(ac_text hex, ac_hash hash)
{
    char wanted[AC_HASH_HEX_BYTES];
    ac_hash_hex(&hash, wanted);
    return ac_text_is(hex, wanted);
}

static accord_status check_hash(restoring *r, ac_text item, ac_text value, bool *known)
{
    *known = true;
    if (ac_text_is(item, "plan")) {
        r->has_plan = true;
        if (!is_hash_of(value, ac_hash_of(plan_text(r->arena, r->plan, r->layout)))) {
            return fail_again(
                r, "was pulled for another clause, layout or list of members than there are now");
        }
        return ac_ok();
    }
    if (ac_text_is(item, "cells")) {
        r->has_cells = true;
        return is_hash_of(value, ac_hash_of(r->cells))
                   ? ac_ok()
                   : fail_again(r, "is not as it was sealed: its account has another hash");
    }
    *known = false;
    return ac_ok();
}

/* Whether a later file has a period; it may not have a part of it only, since which rows of a cell
 * are of which day is not known any more. */
static accord_status find_superseded(const restoring *r, int32_t period, bool *superseded)
{
    const ac_cube_dates *dates = r->dates;
    const ac_cube_plan *plan = r->plan;
    *superseded = dates->whole_aside;
    if (plan->period_kind == AC_PERIOD_NONE || dates->whole_aside) {
        return ac_ok();
    }
    accord_date from = ac_period_from(plan->calendar, plan->period_kind, period);
    accord_date until = ac_period_until(plan->calendar, plan->period_kind, period);
    for (size_t i = 0; i < dates->aside_count; i++) {
        const ac_day_span *aside = &dates->aside[i];
        bool whole = aside->from.day <= from.day && aside->until.day >= until.day;
        if (!whole && aside->from.day < until.day && from.day < aside->until.day) {
            AC_SCOPED_BUFFER(name, 60);
            ac_period_add(&name, plan->calendar, plan->period_kind, period);
            return ac_fail(
                r->error, ACCORD_EINPUT,
                "%s has cells of %s, and a later file covers a part of it: cells hold no days, so "
                "a file that takes their place has to cover whole periods of them",
                r->path, name.bytes);
        }
        *superseded = *superseded || whole;
    }
    return ac_ok();
}

static accord_status take_received(restoring *r, ac_text item, ac_text value)
{
    int32_t period = 0;
    bool rows = ac_text_is(item, "received-rows");
    if (rows && ac_text_is(value, "0")) {
        return ac_ok();
    }
    if (!rows) {
        AC_TRY(ac_period_parse(r->plan->calendar, r->plan->period_kind, value, &period, r->error));
    }
    bool superseded = false;
    AC_TRY(find_superseded(r, period, &superseded));
    if (!superseded) {
        (void)ac_cube_give_received(r->cube, period);
    }
    return ac_ok();
}

/* Finds which count an item is; NULL if it is none. */
static uint64_t *count_of(restoring *r, ac_text item)
{
    if (ac_text_is(item, "rows")) {
        return &r->counts.rows;
    }
    if (ac_text_is(item, "counted")) {
        return &r->counts.counted;
    }
    if (ac_text_is(item, "not-where")) {
        return &r->counts.not_where;
    }
    if (ac_text_is(item, "not-followed")) {
        return &r->counts.not_followed;
    }
    if (ac_text_is(item, "repeated")) {
        return &r->counts.repeated;
    }
    for (size_t i = 0; i < r->plan->key_count; i++) {
        bool other = ac_text_starts(item, AC_TEXT("other-"));
        if (other && ac_text_equal(ac_text_slice(item, 6, item.size), r->plan->keys[i].level)) {
            return &r->counts.other_code[i];
        }
    }
    if (ac_text_starts(item, AC_TEXT("R-"))) {
        AC_RESERVE(r->arena, r->refused, r->refused_count, r->refused_capacity);
        ac_refused_count *made = &r->refused[r->refused_count++];
        *made = (ac_refused_count){ac_text_terminated(r->arena, item), 0};
        return &made->rows;
    }
    return NULL;
}

static accord_status take_item(restoring *r, ac_text item, ac_text value)
{
    bool known = false;
    AC_TRY(check_hash(r, item, value, &known));
    if (known) {
        return ac_ok();
    }
    if (ac_text_starts(item, AC_TEXT("received"))) {
        return take_received(r, item, value);
    }
    uint64_t *count = count_of(r, item);
    if (count != NULL && !read_whole(value, count)) {
        return fail_again(r, "has an account that cannot be read");
    }
    if (count != NULL && ac_text_starts(item, AC_TEXT("R-"))) {
        r->counts.refused += *count;
    }
    return ac_ok();
}

/* Reads every row of a file that accord wrote. */
static accord_status read_rows(
    restoring *r,
    const char *path,
    size_t columns,
    accord_status (*take)(restoring *r, const ac_row *row))
{
    ac_reader *reader = NULL;
    AC_TRY(ac_reader_open(path, ',', &reader, r->error));
    accord_status status = ac_ok();
    if (ac_reader_heading(reader)->field_count != columns) {
        status = fail_again(r, "has other columns than the clause has levels");
    }
    while (status.code == ACCORD_OK) {
        const ac_row *row = NULL;
        status = ac_reader_next(reader, &row, r->error);
        if (status.code != ACCORD_OK || row == NULL) {
            break;
        }
        status =
            row->fault != NULL ? fail_again(r, "holds a row that cannot be read") : take(r, row);
    }
    ac_reader_close(reader);
    return status;
}

static accord_status take_account_row(restoring *r, const ac_row *row)
{
    return take_item(r, row->fields[ITEM], row->fields[VALUE]);
}

/* A label that a spreadsheet would run as a formula was led by an apostrophe. */
static uint32_t find_member(const restoring *r, size_t key, ac_text label)
{
    uint32_t member = ac_names_find(&r->names[key], label);
    if (member == AC_NAME_NONE && ac_text_starts(label, AC_TEXT("'"))) {
        member = ac_names_find(&r->names[key], ac_text_slice(label, 1, label.size));
    }
    return member;
}

static accord_status take_cell_row(restoring *r, const ac_row *row)
{
    const ac_cube_plan *plan = r->plan;
    uint32_t members[AC_LEVELS_MAX] = {0};
    int32_t period = 0;
    uint64_t rows = 0;
    ac_rational value = AC_RATIONAL_ZERO;
    size_t at = 1;
    for (size_t i = 0; i < plan->key_count; i++) {
        members[i] = find_member(r, i, row->fields[at++]);
        if (members[i] == AC_NAME_NONE) {
            return fail_again(r, "names a member that there is not");
        }
    }
    if (plan->period_kind != AC_PERIOD_NONE) {
        AC_TRY(ac_period_parse(
            plan->calendar, plan->period_kind, row->fields[at++], &period, r->error));
    }
    AC_TRY(ac_rational_parse_exact(r->arena, row->fields[at], &value, r->error));
    bool superseded = false;
    AC_TRY(find_superseded(r, period, &superseded));
    bool received = superseded || ac_cube_give_received(r->cube, period);
    if (!received || !read_whole(row->fields[at + 1], &rows) || rows == 0) {
        return fail_again(r, "holds a cell that cannot be");
    }
    r->counted += rows;
    r->superseded += superseded ? rows : 0;
    if (superseded) {
        return ac_ok();
    }
    return ac_cube_give_cell(r->cube, members, period, rows, value, r->error);
}

static void name_members(restoring *r)
{
    for (size_t i = 0; i < r->plan->key_count; i++) {
        const ac_cube_key *key = &r->plan->keys[i];
        ac_names_init(&r->names[i], r->arena);
        for (uint32_t m = 0; m < key->member_count; m++) {
            (void)ac_names_add(&r->names[i], key->labels[m], m);
        }
    }
}

static accord_status check_counts(restoring *r)
{
    ac_cube_counts *counts = &r->counts;
    uint64_t aside = counts->not_where + counts->not_followed + counts->repeated;
    for (size_t i = 0; i < AC_LEVELS_MAX; i++) {
        aside += counts->other_code[i];
    }
    if (counts->rows != counts->counted + aside + counts->refused ||
        counts->counted != r->counted) {
        return fail_again(r, "has an account that does not add up");
    }
    counts->counted -= r->superseded;
    counts->superseded = r->superseded;
    const ac_cube_file source = {
        .path = ac_text_of(r->path),
        .hash = ac_hash_of(r->cells),
        .size_bytes = r->cells.size,
        .rows = counts->rows,
        .counted = counts->counted,
        .set_aside = aside,
        .superseded = counts->superseded,
        .refused = counts->refused};
    ac_cube_give_account(r->cube, &source, counts, r->refused, r->refused_count);
    return ac_ok();
}

/* NOLINTNEXTLINE(readability-function-size): what was pulled, and what it goes into */
accord_status ac_pulled_read(
    ac_arena *arena,
    const char *path,
    const ac_cube_plan *plan,
    const ac_layout *layout,
    const ac_cube_dates *dates,
    ac_cube *cube,
    accord_error *error)
{
    accord_error unseen = {0};
    restoring r = {
        .arena = arena,
        .path = path,
        .plan = plan,
        .layout = layout,
        .dates = dates,
        .cube = cube,
        .error = error == NULL ? &unseen : error};
    AC_TRY(ac_sql_check_members(plan, r.error));
    ac_text name = ac_pulled_account_name(arena, ac_file_name_of(ac_text_of(path)));
    r.account = ac_file_join(arena, ac_file_folder(arena, path), ac_text_terminated(arena, name));
    if (!ac_file_exists(r.account)) {
        return fail_again(&r, "has no account beside it");
    }
    AC_TRY(ac_file_read(path, AC_FACT_FILE_BYTES_MAX, arena, &r.cells, r.error));
    AC_TRY(read_rows(&r, r.account, ITEM_COLUMNS, take_account_row));
    if (!r.has_plan || !r.has_cells) {
        return fail_again(&r, "has an account that does not name it");
    }
    name_members(&r);
    size_t columns = 3 + plan->key_count + (plan->period_kind == AC_PERIOD_NONE ? 0 : 1);
    ac_cube_set_dates(cube, dates);
    accord_status status = read_rows(&r, path, columns, take_cell_row);
    ac_cube_set_dates(cube, NULL);
    AC_TRY(status);
    return check_counts(&r);
}
