/* SPDX-License-Identifier: MIT */
/* Imports all of a source or nothing: what is to be written is made in memory, then written beside
 * its place, and put there last. */

#include "app/pool_import.h"

#include "app/folder.h"
#include "app/pool_folder.h"
#include "app/pool_workbook.h"
#include "base/file.h"
#include "base/limits.h"
#include "pool/columns.h"

#include <unistd.h>

/* A file to be put in the folder. */
typedef struct target {
    ac_pool_table table;
    const char *path;
    const char *beside; /* where it is written first */
    ac_text text;
    size_t rows;
    bool there; /* a file with other text is there */
    bool same;  /* a file with this text is there */
} target;

typedef struct importing {
    ac_arena *arena;
    const ac_pool_import *import;
    target targets[AC_POOL_TABLES];
    size_t count;
} importing;

/* Makes the text of a table's file, and looks at what is there. */
static accord_status
plan(importing *on, ac_pool_table table, const ac_pool_sheet *sheet, accord_error *error)
{
    AC_SCOPED_BUFFER(text, AC_FACT_FILE_BYTES_MAX);
    AC_SCOPED_BUFFER(beside, AC_ROW_BYTES_MAX);
    target *made = &on->targets[on->count];
    *made = (target){.table = table, .rows = sheet->row_count};
    made->path = ac_file_join(on->arena, on->import->folder, ac_pool_file(table));
    ac_buffer_addf(&beside, "%s.new", made->path);
    made->beside = ac_text_terminated(on->arena, ac_buffer_text(&beside));
    bool is_there = ac_file_exists(made->path);
    if (sheet->row_count == 0 && (is_there || !ac_pool_file_needed(table))) {
        return ac_ok(); /* an empty sheet of a template empties nothing */
    }
    ac_pool_add_csv(&text, table, sheet);
    if (text.overflowed) {
        return ac_fail(error, ACCORD_ELIMIT, "%s would be too long", made->path);
    }
    made->text = ac_text_copy(on->arena, ac_buffer_text(&text));
    if (is_there) {
        ac_text now = {0};
        AC_TRY(ac_file_read(made->path, AC_FACT_FILE_BYTES_MAX, on->arena, &now, error));
        made->same = ac_text_equal(now, made->text);
        made->there = !made->same;
    }
    on->count++;
    return ac_ok();
}

/* Whether files that are there may be written over. */
static accord_status check_there(const importing *on, accord_error *error)
{
    AC_SCOPED_BUFFER(names, AC_ROW_BYTES_MAX);
    for (size_t i = 0; i < on->count; i++) {
        if (on->targets[i].there) {
            ac_buffer_addf(
                &names, "%s%s", names.size_bytes > 0 ? ", " : "",
                ac_pool_file(on->targets[i].table));
        }
    }
    if (names.size_bytes == 0 || on->import->replace) {
        return ac_ok();
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s has other rows already in %.*s; nothing was written. Give --replace to put these in "
        "their place, or another folder",
        on->import->folder, AC_TEXT_ARG(ac_buffer_text(&names)));
}

static accord_status write_all(const importing *on, accord_error *error)
{
    accord_status status = ac_file_make_folder(on->import->folder, error);
    size_t written = 0;
    for (; written < on->count && status.code == ACCORD_OK; written++) {
        const target *one = &on->targets[written];
        status = one->same ? ac_ok() : ac_file_write(one->beside, one->text, error);
    }
    if (status.code != ACCORD_OK) {
        for (size_t i = 0; i < written; i++) {
            (void)unlink(on->targets[i].beside);
        }
        return status;
    }
    for (size_t i = 0; i < on->count; i++) {
        const target *one = &on->targets[i];
        if (!one->same) {
            AC_TRY(ac_file_replace(one->beside, one->path, error));
        }
    }
    return ac_ok();
}

static void tell(const importing *on, ac_buffer *told)
{
    for (size_t i = 0; i < on->count; i++) {
        const target *one = &on->targets[i];
        const char *what = one->same ? "as it is already"
                           : on->import->dry_run
                               ? (one->there ? "would be replaced" : "would be new")
                           : one->there ? "replaced"
                                        : "new";
        ac_buffer_addf(told, "%s: %zu rows, %s\n", ac_pool_file(one->table), one->rows, what);
    }
    if (on->count == 0) {
        ac_buffer_add_z(told, "there is no row in any table: nothing to import\n");
    }
}

static accord_status read_source(
    ac_arena *arena,
    const ac_pool_import *import,
    ac_pool_sheet *sheets,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error)
{
    if (ac_folder_exists(import->source)) {
        return ac_pool_folder_sheets(arena, import->source, sheets, faults, error);
    }
    if (ac_pool_is_workbook(import->source)) {
        return ac_pool_workbook_sheets(arena, import->source, sheets, faults, told, error);
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s is neither a folder of CSV files nor a workbook, whose name ends in .xlsx",
        import->source);
}

accord_status ac_pool_import_run(
    ac_arena *arena,
    const ac_pool_import *import,
    ac_pool_faults *faults,
    ac_buffer *told,
    accord_error *error)
{
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    ac_pool_sheet all[AC_POOL_TABLES];
    ac_pool pool = {0};
    importing on = {.arena = arena, .import = import};
    AC_TRY(read_source(arena, import, sheets, faults, told, error));
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        /* A sheet without rows leaves the folder's file as it is. */
        bool stands = sheets[table].path != NULL && sheets[table].row_count > 0;
        all[table] = stands ? sheets[table] : (ac_pool_sheet){.path = NULL};
    }
    AC_TRY(ac_pool_folder_sheets(arena, import->folder, all, faults, error));
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        all[table] = all[table].path == NULL ? sheets[table] : all[table];
    }
    size_t before = faults->found;
    accord_status status = ac_pool_read(arena, all, &import->period, &pool, faults);
    if (status.code != ACCORD_OK || before > 0) {
        return (accord_status){ACCORD_ENO};
    }
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        if (sheets[table].path != NULL) {
            AC_TRY(plan(&on, table, &sheets[table], error));
        }
    }
    AC_TRY(check_there(&on, error));
    if (!import->dry_run) {
        AC_TRY(write_all(&on, error));
    }
    tell(&on, told);
    return ac_ok();
}

/* ---- Templates ---- */

static accord_status write_headings(
    ac_arena *arena, const char *folder, ac_pool_table table, ac_buffer *told, accord_error *error)
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    const char *path = ac_file_join(arena, folder, ac_pool_file(table));
    size_t count = 0;
    const ac_pool_column *columns = ac_pool_columns(table, &count);
    if (ac_file_exists(path)) {
        ac_buffer_addf(told, "%s: there already, left as it is\n", ac_pool_file(table));
        return ac_ok();
    }
    for (size_t c = 0; c < count; c++) {
        ac_buffer_addf(&text, "%s%s", c == 0 ? "" : ",", columns[c].heading);
    }
    ac_buffer_add_char(&text, '\n');
    AC_TRY(ac_file_write(path, ac_buffer_text(&text), error));
    ac_buffer_addf(
        told, "%s: %s%s\n", ac_pool_file(table), ac_pool_note(table),
        ac_pool_file_needed(table) ? "" : " (may be left out)");
    return ac_ok();
}

accord_status ac_pool_template_write(
    ac_arena *arena, const char *folder, bool workbook, ac_buffer *told, accord_error *error)
{
    AC_TRY(ac_file_make_folder(folder, error));
    if (workbook) {
        ac_pool_sheet none[AC_POOL_TABLES] = {{0}};
        const char *path = ac_file_join(arena, folder, "pool.xlsx");
        AC_TRY(ac_pool_workbook_write(path, none, error));
        ac_buffer_addf(told, "%s: a sheet for each table, and notes\n", path);
        return ac_ok();
    }
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        AC_TRY(write_headings(arena, folder, table, told, error));
    }
    return ac_ok();
}

accord_status ac_pool_export(
    ac_arena *arena,
    const char *folder,
    const char *path,
    ac_pool_faults *faults,
    accord_error *error)
{
    ac_pool_sheet sheets[AC_POOL_TABLES] = {{0}};
    bool any = false;
    AC_TRY(ac_pool_folder_sheets(arena, folder, sheets, faults, error));
    for (ac_pool_table table = 0; table < AC_POOL_TABLES; table++) {
        any = any || sheets[table].path != NULL;
    }
    if (faults->found > 0) {
        return (accord_status){ACCORD_ENO};
    }
    if (!any) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s has none of the files of a pool, such as doctors.csv",
            folder);
    }
    return ac_pool_workbook_write(path, sheets, error);
}
