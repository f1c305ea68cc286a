/* SPDX-License-Identifier: MIT */
/* Counts a file of rows by the contract and the lists of a store. The cells hold no days any more,
 * so that a file may cover whole periods only. */

#include "app/books_count.h"

#include "app/folder.h"
#include "base/assert.h"
#include "base/file.h"
#include "base/limits.h"
#include "extract/personal.h"
#include "value/date.h"

#include <unistd.h>

enum { REFUSED_SHOWN = 20 };

typedef struct counting_rows {
    ac_arena *arena;
    const ac_books_rows *rows;
    const char *path; /* of the file, whole */
    ac_cube_dates dates;
    const ac_cube_plan *plan; /* of the input in hand */
    const ac_layout *layout;
    ac_pulled_files *list;
    size_t count;
    size_t capacity;
    ac_text source;
} counting_rows;

/* ---- Which inputs ---- */

static accord_status
read_contract(ac_arena *arena, const ac_books_folder *folder, ac_run *run, accord_error *error)
{
    if (folder->contract == NULL) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "there is no contract yet, and only a contract says which files are read and how: "
            "bring it in first, or with them");
    }
    return ac_run_read(run, arena, folder->contract, error);
}

/* Marks the inputs that count rows of a file of that name; returns how many. */
static size_t
mark_inputs(const ac_run *run, const ac_layouts *layouts, ac_text stands, bool *wanted)
{
    const ac_program *program = run->contract.program;
    size_t count = 0;
    (void)ac_run_counted_inputs(run, wanted);
    for (uint32_t i = 0; i < program->quantity_count; i++) {
        if (wanted[i]) {
            const ac_clause *clause = ac_clause_at(program, program->quantities[i].clause);
            const ac_layout *layout =
                ac_layouts_named(layouts, clause->input.counting->source.text);
            wanted[i] = layout != NULL && ac_layout_reads(layout, stands);
            count += wanted[i] ? 1 : 0;
        }
    }
    return count;
}

static accord_status read_layouts(
    ac_arena *arena, const ac_books_folder *folder, ac_layouts *layouts, accord_error *error)
{
    const ac_layout_places places = {
        .data_folder = folder->data, .contract_path = folder->contract};
    return ac_layouts_read(arena, &places, layouts, error);
}

bool ac_books_names_file(const ac_clause *clause, ac_text stands)
{
    const ac_counting *counting = clause->input.counting;
    bool named =
        ac_text_equal(clause->file.text, stands) || ac_text_equal(clause->input.file.text, stands);
    for (size_t i = 0; counting != NULL && i < counting->level_count; i++) {
        named = named || ac_text_equal(counting->levels[i].file.text, stands);
    }
    return named;
}

static accord_status check_read(const ac_run *run, ac_text stands, accord_error *error)
{
    const ac_syntax *syntax = run->contract.program->syntax;
    for (size_t i = 0; i < syntax->clause_count; i++) {
        if (ac_books_names_file(&syntax->clauses[i], stands)) {
            return ac_ok();
        }
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "no clause of the contract reads a file named %.*s: say with --as-name by which name the "
        "contract or a layout knows it, and bring its layout in first",
        AC_TEXT_ARG(stands));
}

accord_status
ac_books_whole_path(ac_arena *arena, const char *path, const char **whole, accord_error *error)
{
    enum { PATH_BYTES = 4096 };
    char here[PATH_BYTES];
    if (!ac_file_exists(path)) {
        return ac_fail(error, ACCORD_EIO, "cannot open %s: there is no such file", path);
    }
    if (path[0] != '/' && getcwd(here, sizeof here) == NULL) {
        return ac_fail(error, ACCORD_EIO, "cannot tell where %s is", path);
    }
    *whole = path[0] == '/' ? path : ac_file_join(arena, here, path);
    return ac_ok();
}

accord_status ac_books_counts(
    ac_arena *arena,
    const ac_books_folder *folder,
    const char *path,
    ac_text stands,
    bool *counts,
    accord_error *error)
{
    ac_run run = {0};
    ac_layouts layouts;
    const char *whole = NULL;
    AC_TRY(ac_books_whole_path(arena, path, &whole, error));
    AC_TRY(read_contract(arena, folder, &run, error));
    AC_TRY(read_layouts(arena, folder, &layouts, error));
    ac_assert(run.contract.program != NULL); /* ac_run_read gives one, or fails */
    bool *wanted = AC_NEW_ARRAY(arena, bool, run.contract.program->quantity_count);
    *counts = mark_inputs(&run, &layouts, stands, wanted) > 0;
    return *counts ? ac_ok() : check_read(&run, stands, error);
}

/* ---- Counting ---- */

static accord_status
check_covers(const counting_rows *c, const ac_cube_plan *plan, accord_error *error)
{
    const ac_calendar *calendar = plan->calendar;
    ac_period_kind kind = plan->period_kind;
    const ac_day_span *covers = c->dates.covers;
    if (covers == NULL) {
        return ac_ok();
    }
    if (kind == AC_PERIOD_NONE) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s covers some days, and what is counted of it (%.*s) has no period: leave the days "
            "out",
            c->rows->path, AC_TEXT_ARG(plan->input));
    }
    int32_t first = ac_period_of(calendar, kind, covers->from);
    int32_t last = ac_period_of(calendar, kind, (accord_date){covers->until.day - 1});
    accord_date from = ac_period_from(calendar, kind, first);
    accord_date until = ac_period_until(calendar, kind, last);
    if (from.day == covers->from.day && until.day == covers->until.day) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(days, 60);
    ac_date_add_iso(&days, from);
    ac_buffer_add_z(&days, " to ");
    ac_date_add_iso(&days, (accord_date){until.day - 1});
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s covers a part of a %s, and a store keeps cells of %.*s by %s, and no rows: cover whole "
        "ones, such as %s",
        c->rows->path, ac_period_kind_name(kind), AC_TEXT_ARG(plan->input),
        ac_period_kind_name(kind), days.bytes);
}

/* What follows a row may stand in a file of another month. */
static accord_status
check_followed(const counting_rows *c, const ac_cube_plan *plan, accord_error *error)
{
    if (plan->followed == NULL) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%.*s counts rows that others follow, which may stand in other files than %s, and a store "
        "counts each file by itself: count them all with accord cube, and bring the figures in "
        "through an input that reads them from a file",
        AC_TEXT_ARG(plan->input), c->rows->path);
}

static accord_status fill(
    void *self,
    const ac_cube_plan *plan,
    const ac_layout *layout,
    ac_cube *cube,
    accord_error *error)
{
    counting_rows *c = self;
    c->plan = plan;
    c->layout = layout;
    AC_TRY(check_covers(c, plan, error));
    AC_TRY(check_followed(c, plan, error));
    AC_TRY(ac_personal_check_file(c->path, layout, error));
    ac_cube_set_dates(cube, &c->dates);
    accord_status status = ac_cube_read(cube, c->path, error);
    ac_cube_set_dates(cube, NULL);
    return status;
}

static void sealed(void *self, uint32_t quantity, const ac_cube *cube)
{
    counting_rows *c = self;
    size_t files = 0;
    char hex[AC_HASH_HEX_BYTES];
    (void)quantity;
    ac_hash_hex(&ac_cube_files(cube, &files)[0].hash, hex);
    c->source = ac_text_copy(c->arena, ac_text_of(hex));
    const ac_pulled_source source = {
        .layout = c->layout->name, .table = c->rows->stands, .file_hash = c->source};
    AC_RESERVE(c->arena, c->list, c->count, c->capacity);
    ac_pulled_make(c->arena, cube, c->plan, c->layout, &source, &c->list[c->count++]);
}

accord_status ac_books_count(
    ac_arena *arena,
    const ac_books_rows *rows,
    ac_buffer *talk,
    ac_books_counted *counted,
    accord_error *error)
{
    ac_run run = {0};
    ac_layouts layouts;
    counting_rows c = {
        .arena = arena,
        .rows = rows,
        .dates = {.covers = rows->covers_said ? &rows->covers : NULL, .adds = rows->adds}
    };
    AC_TRY(ac_books_whole_path(arena, rows->path, &c.path, error));
    AC_TRY(read_contract(arena, rows->folder, &run, error));
    AC_TRY(read_layouts(arena, rows->folder, &layouts, error));
    ac_assert(run.contract.program != NULL); /* ac_run_read gives one, or fails */
    bool *wanted = AC_NEW_ARRAY(arena, bool, run.contract.program->quantity_count);
    (void)mark_inputs(&run, &layouts, rows->stands, wanted);
    const ac_load_options options = {
        .data_folder = rows->folder->data,
        .inputs_wanted = wanted,
        .fill = fill,
        .fill_self = &c,
        .sealed = sealed,
        .sealed_self = &c,
        .refused_path = rows->refused_path,
        .refused_append = rows->refused_append,
        .identifiers_bytes = rows->identifiers_bytes,
        .temporary_folder = rows->scratch,
        .threads = rows->threads,
        .progress = rows->progress};
    accord_status status = ac_run_load(&run, &options, error);
    if (run.load != NULL) {
        ac_run_add_account(talk, &run);
        ac_run_add_refused(talk, &run, REFUSED_SHOWN);
    }
    AC_TRY(status);
    *counted = (ac_books_counted){c.list, c.count, c.source};
    return ac_ok();
}
