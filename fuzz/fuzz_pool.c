/* SPDX-License-Identifier: MIT */
/* The files of a session pool as an outsider can send them, one after another, each after a line
 * "== doctors.csv", their cells parted by commas alone; or a published shift-scheduling case. They
 * are refused with a place, or make a problem whose roster the engine and the checker judge alike.
 */

#include "base/assert.h"
#include "fuzz.h"
#include "pool/build.h"
#include "pool/instance.h"
#include "roster/solve.h"

#include <string.h>

/* Larger problems than these are looked at elsewhere; here they only take time. */
enum { CELLS_MOST = 64, PAIRS_MOST = 20000, MOVES = 400 };

static bool take_line(ac_text *left, ac_text *line)
{
    if (left->size == 0) {
        return false;
    }
    const char *end = memchr(left->at, '\n', left->size);
    size_t size = end == NULL ? left->size : (size_t)(end - left->at);
    *line = ac_text_slice(*left, 0, size);
    *left = ac_text_slice(*left, end == NULL ? size : size + 1, left->size);
    return true;
}

static const ac_text *split(ac_arena *arena, ac_text line, size_t *count)
{
    ac_text *cells = AC_NEW_ARRAY(arena, ac_text, CELLS_MOST);
    size_t from = 0;
    *count = 0;
    for (size_t i = 0; i <= line.size && *count < CELLS_MOST; i++) {
        if (i == line.size || line.at[i] == ',') {
            cells[(*count)++] = ac_text_slice(line, from, i);
            from = i + 1;
        }
    }
    return cells;
}

/* Which file a line begins, or NULL. */
static ac_pool_sheet *sheet_of(ac_pool_sheet *sheets, ac_text line)
{
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        ac_text name = ac_text_of(ac_pool_file(table));
        if (ac_text_starts(line, AC_TEXT("== ")) && sheets[table].path == NULL &&
            ac_text_equal(ac_text_slice(line, 3, line.size), name)) {
            sheets[table].path = ac_pool_file(table);
            return &sheets[table];
        }
    }
    return NULL;
}

static void read_sheets(ac_arena *arena, ac_text text, ac_pool_sheet *sheets)
{
    ac_pool_sheet *now = NULL;
    ac_pool_sheet_row *rows = NULL;
    size_t capacity = 0;
    ac_text line = {0};
    for (uint64_t number = 1; take_line(&text, &line); number++) {
        ac_pool_sheet *begun = sheet_of(sheets, line);
        if (begun != NULL) {
            now = begun;
            rows = NULL;
            capacity = 0;
            continue;
        }
        size_t count = 0;
        const ac_text *cells = split(arena, line, &count);
        if (now != NULL && now->headings == NULL) {
            now->headings = cells;
            now->column_count = count;
        } else if (now != NULL && count == now->column_count) {
            AC_RESERVE(arena, rows, now->row_count, capacity);
            rows[now->row_count++] = (ac_pool_sheet_row){number, cells};
            now->rows = rows;
        }
    }
}

static bool read_pool(ac_arena *arena, ac_text text, ac_problem *problem)
{
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    ac_pool pool = {0};
    ac_pool_faults faults = {.arena = arena};
    accord_error error = {0};
    ac_pool_period period = {{16440}, {16453}, {16436}}; /* two weeks from 5 January 2015 */
    read_sheets(arena, text, sheets);
    if (ac_pool_read(arena, sheets, &period, &pool, &faults).code != ACCORD_OK) {
        ac_assert(faults.found > 0);
        return false;
    }
    ac_assert(faults.found == 0);
    return ac_pool_build(arena, &pool, &period, problem, &error).code == ACCORD_OK;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    AC_SCOPED_ARENA(arena);
    accord_error error = {0};
    ac_problem problem = {0};
    ac_solution solution = {0};
    ac_text text = {(const char *)bytes, size};
    bool good = ac_instance_is(text)
                    ? ac_instance_read(&arena, text, "fuzz", &problem, &error).code == ACCORD_OK
                    : read_pool(&arena, text, &problem);
    if (!good || (size_t)problem.doctor_count * problem.duty_count > PAIRS_MOST) {
        return 0;
    }
    /* The engine asserts that its cost is the checker's, and that lawful is lawful. */
    ac_solve_options options = {
        .search = {.seed = 1, .moves = MOVES}
    };
    accord_status status = ac_roster_solve(&arena, &problem, &options, &solution, &error);
    ac_assert(status.code == ACCORD_OK);
    ac_assert(!solution.lawful || solution.bound <= solution.verdict.costs.total);
    ac_assert(
        !solution.lawful || solution.cover.cost <= solution.verdict.costs.parts[AC_COST_UNMET]);
    return 0;
}
