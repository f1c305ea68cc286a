/* SPDX-License-Identifier: MIT */
/* Reads manifest.csv, holds its lines against each other and against the folder, and says which
 * rows of which file stand at a date. */

#include "app/manifest.h"

#include "app/folder.h"
#include "app/table.h"
#include "base/file.h"
#include "value/date.h"

#include <stdarg.h>
#include <stdio.h>

enum { FILE_NAME, KNOWN, STANDS, COVERS_FROM, COVERS_UNTIL, KIND, STAGE, COLUMNS };

/* Far from any day that can be written. */
#define DAY_FIRST (INT32_MIN / 2)
#define DAY_LAST  (INT32_MAX / 2)

typedef struct reading {
    ac_arena *arena;
    ac_table table;
    ac_submission *list; /* [count], the files of the folder */
    size_t count;
    accord_error *error;
} reading;

accord_status ac_manifest_fail(
    const char *path,
    const ac_submission *submission,
    uint32_t column,
    accord_error *error,
    const char *format,
    ...)
{
    char message[ACCORD_MESSAGE_BYTES];
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    accord_status failed = ac_fail(error, ACCORD_EINPUT, "%s", message);
    ac_error_place(error, path, submission->line, column == 0 ? 1 : column);
    return failed;
}

/* ---- One line ---- */

static bool read_day(ac_text text, accord_date *day)
{
    return ac_date_parse(text, AC_DATE_ISO, day, NULL).code == ACCORD_OK ||
           ac_date_parse(text, AC_DATE_WORDS, day, NULL).code == ACCORD_OK;
}

static accord_status take_day(const reading *work, size_t row, size_t column, accord_date *day)
{
    ac_text text = work->table.rows[row].cells[column];
    if (read_day(text, day)) {
        return ac_ok();
    }
    return ac_table_fail(
        &work->table, row, column, work->error,
        "\"%.*s\" is no date: write it as 2016-05-20 or 20 May 2016", AC_TEXT_ARG(text));
}

static accord_status take_covers(const reading *work, size_t row, ac_submission *made)
{
    const ac_text *cells = work->table.rows[row].cells;
    bool from = cells[COVERS_FROM].size > 0;
    bool until = cells[COVERS_UNTIL].size > 0;
    made->covers_column = work->table.at[COVERS_FROM];
    if (!from && !until) {
        return ac_ok();
    }
    if (!from || !until) {
        return ac_table_fail(
            &work->table, row, from ? COVERS_UNTIL : COVERS_FROM, work->error,
            "what %.*s covers has only one of its days: give 'covers from' and 'covers until', "
            "both included, or neither where it stands for everything",
            AC_TEXT_ARG(made->file));
    }
    accord_date last = {0};
    AC_TRY(take_day(work, row, COVERS_FROM, &made->covers.from));
    AC_TRY(take_day(work, row, COVERS_UNTIL, &last));
    if (last.day < made->covers.from.day) {
        return ac_table_fail(
            &work->table, row, COVERS_UNTIL, work->error,
            "%.*s ends before it begins, %.*s: 'covers until' is the last day that the file covers",
            AC_TEXT_ARG(cells[COVERS_UNTIL]), AC_TEXT_ARG(cells[COVERS_FROM]));
    }
    made->covers.until.day = last.day + 1;
    made->covers_said = true;
    return ac_ok();
}

static accord_status take_words(const reading *work, size_t row, ac_submission *made)
{
    ac_text kind = work->table.rows[row].cells[KIND];
    ac_text stage = work->table.rows[row].cells[STAGE];
    made->kind_column = work->table.at[KIND];
    if (ac_text_equal_ignoring_case(kind, AC_TEXT("net"))) {
        made->kind = AC_SUBMISSION_NET;
    } else if (ac_text_equal_ignoring_case(kind, AC_TEXT("change"))) {
        made->kind = AC_SUBMISSION_CHANGE;
    } else if (kind.size > 0 && !ac_text_equal_ignoring_case(kind, AC_TEXT("bulk"))) {
        return ac_table_fail(
            &work->table, row, KIND, work->error,
            "\"%.*s\" is no kind: write bulk (it replaces what it covers; so does an empty field), "
            "net (it adds to what is there) or change (its rows replace earlier ones with their "
            "identifier)",
            AC_TEXT_ARG(kind));
    }
    if (ac_text_equal_ignoring_case(stage, AC_TEXT("flex"))) {
        made->stage = AC_STAGE_FLEX;
    } else if (ac_text_equal_ignoring_case(stage, AC_TEXT("freeze"))) {
        made->stage = AC_STAGE_FREEZE;
    } else if (stage.size > 0) {
        return ac_table_fail(
            &work->table, row, STAGE, work->error,
            "\"%.*s\" is no stage: write flex or freeze, or leave the field empty",
            AC_TEXT_ARG(stage));
    }
    return ac_ok();
}

static accord_status take_row(const reading *work, size_t row)
{
    const ac_text *cells = work->table.rows[row].cells;
    ac_submission *made = NULL;
    for (size_t i = 0; i < work->count; i++) {
        made = ac_text_equal(work->list[i].file, cells[FILE_NAME]) ? &work->list[i] : made;
    }
    if (made == NULL) {
        return ac_table_fail(
            &work->table, row, FILE_NAME, work->error,
            "there is no file %.*s in the folder: put it there, correct its name, or delete the "
            "line",
            AC_TEXT_ARG(cells[FILE_NAME]));
    }
    if (made->listed) {
        return ac_table_fail(
            &work->table, row, FILE_NAME, work->error,
            "%.*s is listed in line %llu already: a file becomes known once; give what was sent "
            "again a name of its own, and say what it stands for under 'as'",
            AC_TEXT_ARG(made->file), (unsigned long long)made->line);
    }
    made->listed = true;
    made->line = work->table.rows[row].line;
    made->stands = cells[STANDS].size > 0 ? cells[STANDS] : made->file;
    AC_TRY(take_day(work, row, KNOWN, &made->known));
    AC_TRY(take_covers(work, row, made));
    return take_words(work, row, made);
}

/* ---- Lines against each other ---- */

static ac_day_span span_of(const ac_submission *of)
{
    ac_day_span all = {{DAY_FIRST}, {DAY_LAST}};
    return of->covers_said ? of->covers : all;
}

static bool overlap(const ac_submission *a, const ac_submission *b)
{
    ac_day_span left = span_of(a);
    ac_day_span right = span_of(b);
    return ac_text_equal(a->stands, b->stands) && left.from.day < right.until.day &&
           right.from.day < left.until.day;
}

/* Whether a file speaks for days that an earlier one froze: where that said no days, it froze those
 * before it became known. */
static bool begins_frozen(const ac_submission *frozen, const ac_submission *later)
{
    return frozen->covers_said || span_of(later).from.day < frozen->known.day;
}

static accord_status
fail_pair(const reading *work, const ac_submission *at, uint32_t column, const char *why)
{
    return ac_manifest_fail(work->table.path, at, column, work->error, "%s", why);
}

/* `later` stands in a later line of the manifest, or became known later. */
static accord_status
check_pair(const reading *work, const ac_submission *early, const ac_submission *later)
{
    AC_SCOPED_BUFFER(why, ACCORD_MESSAGE_BYTES);
    bool bulk = early->kind == AC_SUBMISSION_BULK && later->kind == AC_SUBMISSION_BULK;
    if (bulk && early->known.day == later->known.day) {
        ac_buffer_addf(
            &why,
            "%.*s and %.*s (line %llu) became known on one day and stand for the same days of "
            "%.*s: which of them counts cannot be told; correct a date, or leave one out",
            AC_TEXT_ARG(later->file), AC_TEXT_ARG(early->file), (unsigned long long)early->line,
            AC_TEXT_ARG(later->stands));
        return fail_pair(work, later, work->table.at[KNOWN], why.bytes);
    }
    if (early->stage != AC_STAGE_FREEZE || later->stage == AC_STAGE_UNSAID ||
        !begins_frozen(early, later)) {
        return ac_ok();
    }
    bool flex = later->stage == AC_STAGE_FLEX;
    ac_buffer_addf(
        &why, "%.*s became known %s the freeze of the same days, %.*s (line %llu): %s",
        AC_TEXT_ARG(later->file), flex ? "as flex after" : "as a second freeze after",
        AC_TEXT_ARG(early->file), (unsigned long long)early->line,
        flex ? "correct the dates or the stage"
             : "leave the stage empty where frozen figures are corrected");
    return fail_pair(work, later, work->table.at[STAGE], why.bytes);
}

static bool is_before(const ac_submission *a, const ac_submission *b)
{
    return a->known.day < b->known.day || (a->known.day == b->known.day && a->line < b->line);
}

/* Which of two rows with one identifier was sent last is told by the days of their files alone. */
static accord_status
check_change(const reading *work, const ac_submission *early, const ac_submission *later)
{
    bool change = early->kind == AC_SUBMISSION_CHANGE || later->kind == AC_SUBMISSION_CHANGE;
    if (!change || early->known.day != later->known.day ||
        !ac_text_equal(early->stands, later->stands)) {
        return ac_ok();
    }
    AC_SCOPED_BUFFER(why, ACCORD_MESSAGE_BYTES);
    ac_buffer_addf(
        &why,
        "%.*s and %.*s (line %llu) became known on one day, and one of them changes rows of %.*s: "
        "which was sent last cannot be told; correct a date, or join the files",
        AC_TEXT_ARG(later->file), AC_TEXT_ARG(early->file), (unsigned long long)early->line,
        AC_TEXT_ARG(later->stands));
    return fail_pair(work, later, work->table.at[KNOWN], why.bytes);
}

/* Holds a line against those that came after it. */
static accord_status check_later(const reading *work, const ac_submission *a)
{
    for (size_t i = 0; i < work->count; i++) {
        const ac_submission *b = &work->list[i];
        if (b->listed && is_before(a, b)) {
            AC_TRY(check_change(work, a, b));
        }
        if (b->listed && is_before(a, b) && overlap(a, b)) {
            AC_TRY(check_pair(work, a, b));
        }
    }
    return ac_ok();
}

static accord_status check_pairs(const reading *work)
{
    for (size_t i = 0; i < work->count; i++) {
        if (work->list[i].listed) {
            AC_TRY(check_later(work, &work->list[i]));
        }
    }
    return ac_ok();
}

/* ---- The whole ---- */

static accord_status read_table(reading *work, const char *path)
{
    const ac_table_column columns[COLUMNS] = {
        [FILE_NAME] = {{AC_TEXT("file")},         false, false},
        [KNOWN] = {{AC_TEXT("known")},        false, false},
        [STANDS] = {{AC_TEXT("as")},           true,  false},
        [COVERS_FROM] = {{AC_TEXT("covers from")},  true,  false},
        [COVERS_UNTIL] = {{AC_TEXT("covers until")}, true,  false},
        [KIND] = {{AC_TEXT("kind")},         true,  false},
        [STAGE] = {{AC_TEXT("stage")},        true,  false}
    };
    const ac_layout plain = ac_layout_plain();
    const ac_table_wanted wanted = {path, &plain, columns, COLUMNS};
    AC_TRY(ac_table_read(work->arena, &wanted, &work->table, work->error));
    for (size_t i = 0; i < work->table.row_count; i++) {
        AC_TRY(take_row(work, i));
    }
    return check_pairs(work);
}

accord_status
ac_manifest_read(ac_arena *arena, const char *folder, ac_manifest *manifest, accord_error *error)
{
    const char **names = NULL;
    size_t count = 0;
    AC_TRY(ac_folder_list(arena, folder, &names, &count, error));
    ac_manifest made = {.folder = folder};
    reading work = {.arena = arena, .error = error};
    work.list = AC_NEW_ARRAY(arena, ac_submission, count);
    for (size_t i = 0; i < count; i++) {
        ac_text name = ac_text_of(names[i]);
        if (ac_text_is(name, AC_MANIFEST_NAME)) {
            made.there = true;
            continue;
        }
        work.list[work.count++] =
            (ac_submission){.file = name, .stands = name, .known = {DAY_FIRST}};
    }
    made.path = ac_file_join(arena, folder, AC_MANIFEST_NAME);
    if (made.there) {
        AC_TRY(read_table(&work, made.path));
    }
    made.list = work.list;
    made.count = work.count;
    made.latest = (accord_date){DAY_FIRST};
    for (size_t i = 0; i < made.count; i++) {
        const ac_submission *of = &made.list[i];
        made.latest = of->listed && of->known.day > made.latest.day ? of->known : made.latest;
    }
    *manifest = made;
    return ac_ok();
}

static bool is_seen(const ac_submission *of, const accord_date *known_by)
{
    return known_by == NULL || of->known.day <= known_by->day;
}

static ac_cube_dates dates_of(
    ac_arena *arena,
    const ac_manifest *manifest,
    const ac_submission *of,
    const accord_date *known_by)
{
    ac_cube_dates dates = {
        .covers = of->covers_said ? &of->covers : NULL, .adds = of->kind != AC_SUBMISSION_BULK};
    ac_day_span *aside = NULL;
    size_t capacity = 0;
    for (size_t i = 0; i < manifest->count; i++) {
        const ac_submission *other = &manifest->list[i];
        if (other->kind == AC_SUBMISSION_BULK && other->known.day > of->known.day &&
            is_seen(other, known_by) && overlap(of, other)) {
            dates.whole_aside = dates.whole_aside || !other->covers_said;
            AC_RESERVE(arena, aside, dates.aside_count, capacity);
            aside[dates.aside_count++] = span_of(other);
        }
    }
    dates.aside = aside;
    return dates;
}

static size_t
changed_by(const ac_manifest *manifest, const ac_submission *of, const accord_date *known_by)
{
    size_t count = 0;
    for (size_t i = 0; i < manifest->count; i++) {
        const ac_submission *other = &manifest->list[i];
        bool later = other->kind == AC_SUBMISSION_CHANGE && other->known.day > of->known.day;
        count += later && is_seen(other, known_by) && ac_text_equal(other->stands, of->stands);
    }
    return count;
}

const ac_seen_file *ac_manifest_seen(
    ac_arena *arena, const ac_manifest *manifest, const accord_date *known_by, size_t *count)
{
    ac_seen_file *seen = AC_NEW_ARRAY(arena, ac_seen_file, manifest->count);
    *count = 0;
    for (size_t i = 0; i < manifest->count; i++) {
        const ac_submission *of = &manifest->list[i];
        if (is_seen(of, known_by)) {
            const char *name = ac_text_terminated(arena, of->file);
            seen[(*count)++] = (ac_seen_file){
                .submission = of,
                .path = ac_file_join(arena, manifest->folder, name),
                .dates = dates_of(arena, manifest, of, known_by),
                .changed_by = changed_by(manifest, of, known_by)};
        }
    }
    return seen;
}
