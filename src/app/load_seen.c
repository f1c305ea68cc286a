/* SPDX-License-Identifier: MIT */
/* Which files of the data folder a clause reads: by the name they stand for, as far as they are
 * known. */

#include "app/folder.h"
#include "app/load_inside.h"
#include "app/pulled.h"
#include "value/date.h"

#include <string.h>

static bool stands_for(const ac_submission *of, ac_text file, const ac_layout *layout)
{
    return layout == NULL ? ac_text_equal(of->stands, file) : ac_layout_reads(layout, of->stands);
}

/* Whether a file that is yet to come would be read. */
static const ac_submission *
find_later(const ac_loading *loading, ac_text file, const ac_layout *layout)
{
    for (size_t i = 0; i < loading->manifest->count; i++) {
        if (stands_for(&loading->manifest->list[i], file, layout)) {
            return &loading->manifest->list[i];
        }
    }
    return NULL;
}

static accord_status check_name(const ac_loading *loading, uint32_t clause, ac_text file)
{
    if (file.size > 0 && memchr(file.at, '/', file.size) == NULL) {
        return ac_ok();
    }
    return ac_load_fail(
        loading, clause,
        "reads \"%.*s\": name a file of the data folder, without a folder before it",
        AC_TEXT_ARG(file));
}

static accord_status
fail_none(const ac_loading *loading, uint32_t clause, ac_text file, const ac_layout *layout)
{
    const char *folder = loading->options->data_folder;
    if (layout == NULL) {
        return ac_load_fail(
            loading, clause, "reads %.*s, which is not in %s", AC_TEXT_ARG(file), folder);
    }
    AC_SCOPED_BUFFER(patterns, 200);
    for (size_t i = 0; i < layout->file_count; i++) {
        ac_buffer_addf(&patterns, "%s%.*s", i == 0 ? "" : ", ", AC_TEXT_ARG(layout->files[i]));
    }
    return ac_load_fail(
        loading, clause, "reads rows of %.*s, and %s has no file named %.*s",
        AC_TEXT_ARG(layout->name), folder, AC_TEXT_ARG(ac_buffer_text(&patterns)));
}

static bool is_pulled(const ac_loading *loading, const ac_submission *of)
{
    return ac_pulled_is_file(ac_text_terminated(loading->arena, of->file));
}

/* The files of an input's cells that are seen. */
static size_t
add_pulled(const ac_loading *loading, ac_text name, const ac_seen_file **files, size_t count)
{
    for (size_t i = 0; i < loading->seen_count; i++) {
        if (ac_text_equal(loading->seen[i].submission->stands, name)) {
            files[count++] = &loading->seen[i];
        }
    }
    return count;
}

/* Cells that were sealed elsewhere stand in place of rows, and never beside them. */
static accord_status
check_apart(const ac_loading *loading, uint32_t clause, const ac_load_plan *plan, size_t rows)
{
    if (rows == 0 || plan->file_count == rows) {
        return ac_ok();
    }
    return ac_load_fail(
        loading, clause,
        "has its rows in %s and its cells, pulled from a database, in %s: take one of them out of "
        "the folder, so that nothing is counted twice",
        plan->files[0]->path, plan->files[rows]->path);
}

accord_status ac_load_seen(
    const ac_loading *loading,
    uint32_t clause,
    ac_text file,
    const ac_layout *layout,
    ac_load_plan *plan)
{
    const ac_load_options *options = loading->options;
    if (layout == NULL) {
        AC_TRY(check_name(loading, clause, file));
    } else {
        plan->given = ac_given_files_of(options->given, options->given_count, layout->name);
    }
    if (plan->given != NULL) {
        plan->files = plan->given->files;
        plan->file_count = plan->given->count;
        return ac_ok();
    }
    const ac_seen_file **files =
        AC_NEW_ARRAY(loading->arena, const ac_seen_file *, loading->seen_count);
    size_t count = 0;
    for (size_t i = 0; i < loading->seen_count; i++) {
        const ac_submission *of = loading->seen[i].submission;
        if (stands_for(of, file, layout) && (layout == NULL || !is_pulled(loading, of))) {
            files[count++] = &loading->seen[i];
        }
    }
    size_t rows = count;
    bool later = find_later(loading, file, layout) != NULL;
    if (layout != NULL) {
        ac_text cells = ac_pulled_cells_name(loading->arena, plan->cube.input);
        count = add_pulled(loading, cells, files, count);
        later = later || find_later(loading, cells, NULL) != NULL;
    }
    if (count == 0 && !later) {
        return fail_none(loading, clause, file, layout);
    }
    plan->files = files;
    plan->file_count = count;
    plan->pulled = count > rows;
    return check_apart(loading, clause, plan, rows);
}

void ac_load_tell_known(const ac_loading *loading, ac_text path, ac_fact_file *file)
{
    static const char *const stages[] = {
        [AC_STAGE_UNSAID] = "", [AC_STAGE_FLEX] = "flex", [AC_STAGE_FREEZE] = "freeze"};
    for (size_t i = 0; i < loading->seen_count; i++) {
        const ac_submission *of = loading->seen[i].submission;
        if (of->listed && ac_text_is(path, loading->seen[i].path)) {
            file->known_said = true;
            file->known = of->known;
            file->stands = ac_text_equal(of->stands, of->file) ? AC_TEXT("") : of->stands;
            file->stage = ac_text_of(stages[of->stage]);
        }
    }
}

static accord_status check_whole(const ac_loading *loading, const ac_submission *of)
{
    if (!of->covers_said && of->kind == AC_SUBMISSION_BULK) {
        return ac_ok();
    }
    return ac_manifest_fail(
        loading->manifest->path, of, of->covers_said ? of->covers_column : 0, loading->error,
        "%.*s stands for %.*s, a list of codes without dates: a list is sent whole, so leave what "
        "it covers and its kind out",
        AC_TEXT_ARG(of->file), AC_TEXT_ARG(of->stands));
}

accord_status
ac_load_path(const ac_loading *loading, uint32_t clause, ac_text file, const char **path)
{
    AC_TRY(check_name(loading, clause, file));
    const ac_seen_file *last = NULL;
    for (size_t i = 0; i < loading->seen_count; i++) {
        const ac_seen_file *seen = &loading->seen[i];
        if (stands_for(seen->submission, file, NULL)) {
            AC_TRY(check_whole(loading, seen->submission));
            bool later = last == NULL || seen->submission->known.day > last->submission->known.day;
            last = later ? seen : last;
        }
    }
    if (last != NULL) {
        *path = last->path;
        return ac_ok();
    }
    const ac_submission *later = find_later(loading, file, NULL);
    if (later == NULL) {
        return fail_none(loading, clause, file, NULL);
    }
    AC_SCOPED_BUFFER(day, 20);
    ac_date_add_iso(&day, later->known);
    return ac_load_fail(
        loading, clause,
        "reads %.*s, and no version of it was known by then (%.*s became known on %s): nothing can "
        "be worked out before its list is there; name a later date",
        AC_TEXT_ARG(file), AC_TEXT_ARG(later->file), day.bytes);
}

/* Whether rows have a day of their own, and not only a period. */
static bool has_days(const ac_load_plan *plan)
{
    const ac_layout_field *field =
        plan->layout->name.size == 0 ? NULL : ac_layout_find(plan->layout, plan->cube.period_field);
    return field != NULL && field->type == AC_FIELD_DATE;
}

static accord_status
check_covers(const ac_loading *loading, const ac_load_plan *plan, const ac_submission *of)
{
    const ac_calendar *calendar = plan->cube.calendar;
    ac_period_kind kind = plan->cube.period_kind;
    if (kind == AC_PERIOD_NONE) {
        return ac_manifest_fail(
            loading->manifest->path, of, of->covers_column, loading->error,
            "%.*s covers some days, and what is read from it (%.*s) has no period: leave the days "
            "out",
            AC_TEXT_ARG(of->file), AC_TEXT_ARG(plan->cube.input));
    }
    int32_t first = ac_period_of(calendar, kind, of->covers.from);
    int32_t last = ac_period_of(calendar, kind, (accord_date){of->covers.until.day - 1});
    bool whole = ac_period_from(calendar, kind, first).day == of->covers.from.day &&
                 ac_period_until(calendar, kind, last).day == of->covers.until.day;
    if (whole || (has_days(plan) && !plan->pulled)) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(days, 60);
    ac_date_add_iso(&days, ac_period_from(calendar, kind, first));
    ac_buffer_add_z(&days, " to ");
    ac_date_add_iso(&days, (accord_date){ac_period_until(calendar, kind, last).day - 1});
    return ac_manifest_fail(
        loading->manifest->path, of, of->covers_column, loading->error,
        "%.*s covers a part of a %s, and its figures (%.*s) are by %s: cover whole ones, such as "
        "%s",
        AC_TEXT_ARG(of->file), ac_period_kind_name(kind), AC_TEXT_ARG(plan->cube.input),
        ac_period_kind_name(kind), days.bytes);
}

static accord_status
check_change(const ac_loading *loading, const ac_load_plan *plan, const ac_submission *of)
{
    bool rows = plan->counts && !plan->pulled;
    if (of->kind != AC_SUBMISSION_CHANGE || (rows && plan->layout->identifier_count > 0)) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(why, 200);
    if (rows) {
        ac_buffer_addf(
            &why, "the layout %.*s names no identifier", AC_TEXT_ARG(plan->layout->name));
    } else {
        ac_buffer_addf(
            &why, "what is read from it (%.*s) is not counted from rows",
            AC_TEXT_ARG(plan->cube.input));
    }
    return ac_manifest_fail(
        loading->manifest->path, of, of->kind_column, loading->error,
        "%.*s is to change rows by their identifiers, and %.*s: send the days whole (bulk), or "
        "what is new (net)",
        AC_TEXT_ARG(of->file), AC_TEXT_ARG(ac_buffer_text(&why)));
}

accord_status ac_load_check_covers(const ac_loading *loading, const ac_load_plan *plan)
{
    for (size_t i = 0; i < plan->file_count; i++) {
        AC_TRY(check_change(loading, plan, plan->files[i]->submission));
        if (plan->files[i]->submission->covers_said) {
            AC_TRY(check_covers(loading, plan, plan->files[i]->submission));
        }
    }
    return ac_ok();
}
