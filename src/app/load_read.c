/* SPDX-License-Identifier: MIT */
/* Feeds the files of one plan to its cube: those whose rows all stand together, then those that
 * others supersede in part, and last those that change rows of each other. */

#include "app/load_inside.h"
#include "app/pulled.h"
#include "cube/changes.h"
#include "extract/personal.h"
#include "extract/source.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Whether rows of a file change others, or are changed. */
static bool is_changing(const ac_seen_file *file)
{
    return file->changed_by > 0 || file->submission->kind == AC_SUBMISSION_CHANGE;
}

/* Whether not all rows of a file may stand. */
static bool is_dated(const ac_seen_file *file)
{
    return file->dates.whole_aside || file->dates.aside_count > 0 || file->dates.covers != NULL ||
           is_changing(file);
}

/* A pipe or a device may have no end, and cannot be read twice. */
static accord_status check_regular(const char *path, accord_error *error)
{
    struct stat about;
    if (stat(path, &about) == 0 && !S_ISREG(about.st_mode) && !S_ISDIR(about.st_mode)) {
        return ac_fail(
            error, ACCORD_EIO, "cannot read %s: it is a pipe or a device and no file", path);
    }
    return ac_ok();
}

static int compare_hashes(const void *a, const void *b)
{
    const ac_cube_file *left = *(const ac_cube_file *const *)a;
    const ac_cube_file *right = *(const ac_cube_file *const *)b;
    int order = memcmp(&left->hash, &right->hash, sizeof left->hash);
    return order != 0 ? order : (left > right) - (left < right);
}

/* The same bytes under two names would count every row twice, and without an identifier no row
 * shows it. */
static accord_status
check_twice(const ac_loading *loading, const ac_load_plan *plan, const ac_cube *cube)
{
    size_t count = 0;
    const ac_cube_file *files = ac_cube_files(cube, &count);
    if (!plan->counts || plan->follows || plan->layout->identifier_count > 0 || count < 2) {
        return ac_ok();
    }
    const ac_cube_file **sorted = AC_NEW_ARRAY(loading->arena, const ac_cube_file *, count);
    for (size_t i = 0; i < count; i++) {
        sorted[i] = &files[i];
    }
    qsort(sorted, count, sizeof(const ac_cube_file *), compare_hashes);
    for (size_t i = 1; i < count; i++) {
        const ac_cube_file *one = sorted[i - 1];
        const ac_cube_file *other = sorted[i];
        if (one->rows > 0 && memcmp(&one->hash, &other->hash, sizeof one->hash) == 0) {
            return ac_fail(
                loading->error, ACCORD_EINPUT,
                "%.*s and %.*s hold the same bytes, so that each of %llu rows would count twice: "
                "take one of the files away",
                AC_TEXT_ARG(one->path), AC_TEXT_ARG(other->path), (unsigned long long)one->rows);
        }
    }
    return ac_ok();
}

/* Standard input, of which the first bytes were kept so that they can be looked at here. */
static accord_status
read_standard(const ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    const ac_standard *standard = plan->given->standard;
    AC_TRY(ac_standard_again(standard, loading->error));
    AC_TRY(ac_personal_check_head(standard->head, AC_STANDARD_INPUT, plan->layout, loading->error));
    return ac_cube_read_standard(cube, standard->head, loading->error);
}

/* Each file of cells counts for the periods in which it stands. */
static accord_status read_cells(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    for (size_t i = 0; i < plan->file_count; i++) {
        const ac_seen_file *file = plan->files[i];
        AC_TRY(ac_pulled_read(
            loading->arena, file->path, &plan->cube, plan->layout, &file->dates, cube,
            loading->error));
    }
    return ac_ok();
}

/* By name, the last known first. */
static int compare_changing(const void *a, const void *b)
{
    const ac_submission *left = (*(const ac_seen_file *const *)a)->submission;
    const ac_submission *right = (*(const ac_seen_file *const *)b)->submission;
    int order = ac_text_compare(left->stands, right->stands);
    if (order != 0 || left->known.day == right->known.day) {
        return order != 0 ? order : ac_text_compare(left->file, right->file);
    }
    return left->known.day > right->known.day ? -1 : 1;
}

/* Reads files of which some change rows of others: of each name the last known first, each held
 * against the identifiers of those known after it. Of two that became known on one day neither is a
 * change. */
static accord_status read_changing(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    const ac_seen_file **files =
        AC_NEW_ARRAY(loading->arena, const ac_seen_file *, plan->file_count);
    ac_changes *changes = NULL;
    accord_status status = ac_ok();
    size_t count = 0;
    for (size_t i = 0; i < plan->file_count; i++) {
        if (is_changing(plan->files[i])) {
            files[count++] = plan->files[i];
        }
    }
    qsort(files, count, sizeof(const ac_seen_file *), compare_changing);
    for (size_t i = 0; i < count && status.code == ACCORD_OK; i++) {
        const ac_submission *of = files[i]->submission;
        if (i == 0 || !ac_text_equal(of->stands, files[i - 1]->submission->stands)) {
            ac_changes_free(changes);
            changes = ac_changes_new();
        }
        ac_cube_dates dates = files[i]->dates;
        dates.changes = changes;
        dates.change = of->kind == AC_SUBMISSION_CHANGE;
        ac_changes_next_file(changes);
        ac_cube_set_dates(cube, &dates);
        status = ac_cube_read(cube, files[i]->path, loading->error);
    }
    ac_cube_set_dates(cube, NULL);
    ac_changes_free(changes);
    return status;
}

/* Files whose rows count for some days or periods only, and change no row of another file. */
static accord_status read_dated(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    for (size_t i = 0; i < plan->file_count; i++) {
        if (is_dated(plan->files[i]) && !is_changing(plan->files[i])) {
            ac_cube_set_dates(cube, &plan->files[i]->dates);
            AC_TRY(ac_cube_read(cube, plan->files[i]->path, loading->error));
        }
    }
    return ac_ok();
}

bool ac_load_reads_rows(const ac_load_plan *plan)
{
    return plan->file_count > 0 || (plan->given != NULL && plan->given->standard != NULL);
}

/* Files whose rows all stand are read together; a row's place among files changes no figure. */
accord_status ac_load_read(ac_loading *loading, const ac_load_plan *plan, ac_cube *cube)
{
    const ac_load_options *options = loading->options;
    if (plan->counts && options->fill != NULL) {
        loading->refused_opened = loading->refused_opened || options->refused_path != NULL;
        return options->fill(options->fill_self, &plan->cube, plan->layout, cube, loading->error);
    }
    if (plan->pulled) {
        return read_cells(loading, plan, cube);
    }
    const char **together = AC_NEW_ARRAY(loading->arena, const char *, plan->file_count);
    size_t count = 0;
    for (size_t i = 0; i < plan->file_count; i++) {
        AC_TRY(check_regular(plan->files[i]->path, loading->error));
        AC_TRY(ac_personal_check_file(plan->files[i]->path, plan->layout, loading->error));
        if (!is_dated(plan->files[i])) {
            together[count++] = plan->files[i]->path;
        }
    }
    loading->refused_opened = loading->refused_opened || ac_load_reads_rows(plan);
    if (plan->given != NULL && plan->given->standard != NULL) {
        AC_TRY(read_standard(loading, plan, cube));
    }
    AC_TRY(ac_cube_read_files(cube, together, count, loading->error));
    AC_TRY(check_twice(loading, plan, cube));
    AC_TRY(read_dated(loading, plan, cube));
    return read_changing(loading, plan, cube);
}
