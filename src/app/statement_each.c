/* SPDX-License-Identifier: MIT */
/* A folder of statements. They are written to a folder beside its place, which is then renamed, so
 * that whoever looks sees all of them or none. */

#include "app/folder.h"
#include "app/statement_file.h"
#include "base/file.h"
#include "base/limits.h"
#include "report/statement_document.h"
#include "report/statement_index.h"
#include "statement/digest.h"
#include "statement/shown.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define INDEX_NAME  "index.html"
#define NAME_BEGINS "statement-"
enum { CODE_BYTES_MOST = 120, HASH_SHOWN = 16 };

typedef struct writing {
    ac_arena *arena;
    const ac_run *run;
    const ac_statement_filter *filter;
    const ac_each *each;
    ac_statement_entry *list; /* [count] */
    size_t count;
    size_t capacity;
    ac_names codes;
    ac_names files; /* in lower case, for file systems that tell no case */
    accord_error *error;
} writing;

/* ---- Names ---- */

static bool is_plain(char c)
{
    return ac_is_letter(c) || ac_is_digit(c) || c == '-';
}

/* A code as a part of a file's name: other characters by their number, and a long one cut, with its
 * hash. */
static void add_safe(ac_buffer *name, ac_text code)
{
    AC_SCOPED_BUFFER(safe, (size_t)AC_FIELD_BYTES_MAX * 4);
    for (size_t i = 0; i < code.size; i++) {
        if (is_plain(code.at[i])) {
            ac_buffer_add_char(&safe, code.at[i]);
        } else {
            ac_buffer_addf(&safe, "_%02X", (unsigned)(unsigned char)code.at[i]);
        }
    }
    if (safe.size_bytes <= CODE_BYTES_MOST) {
        ac_buffer_add(name, ac_buffer_text(&safe));
        return;
    }
    char hex[AC_HASH_HEX_BYTES];
    ac_hash hash = ac_hash_of(code);
    ac_hash_hex(&hash, hex);
    ac_buffer_add(name, ac_text_slice(ac_buffer_text(&safe), 0, CODE_BYTES_MOST));
    ac_buffer_addf(name, "-%.*s", HASH_SHOWN, hex);
}

static ac_text lower_of(ac_arena *arena, ac_text text)
{
    char *lower = AC_NEW_ARRAY(arena, char, text.size);
    for (size_t i = 0; i < text.size; i++) {
        char c = text.at[i];
        lower[i] = (char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    }
    return (ac_text){lower, text.size};
}

static void add_period(ac_buffer *name, const writing *w)
{
    if (!w->filter->period_said) {
        return;
    }
    AC_SCOPED_BUFFER(period, 100);
    const ac_calendar *calendar = &w->run->contract.program->syntax->calendar;
    ac_period_add(&period, calendar, w->filter->kind, w->filter->period);
    ac_buffer_add_char(name, '-');
    for (size_t i = 0; i < period.size_bytes; i++) {
        ac_buffer_add_char(name, is_plain(period.bytes[i]) ? period.bytes[i] : '-');
    }
}

/* statement-Z91003-2016-17-Q4.html; of one that has payments in shadow
 * statement-SHADOW-Z91003-2014-15-Q4.html. */
static ac_text file_of(writing *w, ac_text code)
{
    ac_statement_filter filter = *w->filter;
    filter.party = code;
    bool shadow = ac_statement_mark(w->run->statement, &filter) != NULL;
    for (unsigned copy = 1;; copy++) {
        AC_SCOPED_BUFFER(name, 400);
        ac_buffer_addf(&name, NAME_BEGINS "%s", shadow ? "SHADOW-" : "");
        add_safe(&name, code);
        add_period(&name, w);
        if (copy > 1) {
            ac_buffer_addf(&name, "_%u", copy);
        }
        bool text = w->each->form == AC_STATEMENT_TEXT;
        ac_buffer_addf(&name, ".%s", text ? "txt" : ac_statement_form_name(w->each->form));
        ac_text made = ac_text_copy(w->arena, ac_buffer_text(&name));
        if (ac_names_add(&w->files, lower_of(w->arena, made), 0)) {
            return made;
        }
    }
}

/* ---- Who has one ---- */

static void add_entry(writing *w, ac_text code)
{
    if (code.size == 0 || !ac_names_add(&w->codes, code, 0)) {
        return;
    }
    AC_RESERVE(w->arena, w->list, w->count, w->capacity);
    w->list[w->count++] = (ac_statement_entry){code, file_of(w, code)};
}

/* Whether a payment that is shown is not known: then it concerns everybody. */
static bool is_some_unknown(const writing *w)
{
    const ac_statement_set *set = w->run->statement;
    for (size_t i = 0; i < set->payment_count; i++) {
        if (set->payments[i].state != AC_VALUE_KNOWN &&
            ac_payment_is_shown(set, &set->payments[i], w->filter)) {
            return true;
        }
    }
    return false;
}

/* Whether payments are made, or passed on, to the members of a level. */
static bool is_paid(const ac_program *program, uint32_t level)
{
    bool paid = false;
    for (uint32_t i = 0; i < program->pay_count; i++) {
        paid = paid || program->pays[i].to_level == level;
    }
    for (uint32_t i = 0; i < program->pass_split_count; i++) {
        paid = paid || program->pass_splits[i].to_level == level;
    }
    return paid;
}

static void list_all(writing *w)
{
    const ac_program *program = w->run->contract.program;
    const ac_statement_set *set = w->run->statement;
    for (uint32_t p = 0; p < program->party_count; p++) {
        add_entry(w, program->parties[p].code);
    }
    size_t count = 0;
    const ac_party_total *totals = ac_party_totals(w->arena, set, w->filter, &count);
    for (size_t i = 0; i < count; i++) {
        add_entry(w, totals[i].code);
    }
    for (size_t i = 0; set->settled != NULL && i < set->settled->adjustment_count; i++) {
        add_entry(w, set->settled->adjustments[i].owner);
    }
    bool all = is_some_unknown(w);
    for (uint32_t level = 0; all && level < program->level_count; level++) {
        bool of_file = program->levels[level].kind == AC_LEVEL_FILE;
        uint32_t members = of_file ? set->facts->levels[level].count : 0;
        for (uint32_t m = 0; m < members && is_paid(program, level); m++) {
            add_entry(w, set->facts->levels[level].codes[m]);
        }
    }
}

/* ---- The folder ---- */

static bool is_ours(ac_text name)
{
    return ac_text_is(name, INDEX_NAME) || ac_text_starts(name, AC_TEXT(NAME_BEGINS));
}

static accord_status fail_folder(const char *folder, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO, "%s cannot be written: %s", folder, ac_errno_words(errno, reason));
}

/* Without slashes at its end. */
static const char *place_of(ac_arena *arena, const char *folder)
{
    ac_text place = ac_text_of(folder);
    while (place.size > 1 && place.at[place.size - 1] == '/') {
        place.size--;
    }
    return ac_text_terminated(arena, place);
}

/* Holds every name in the folder to be one of ours, hidden ones and folders too. */
static accord_status check_names(ac_arena *arena, const ac_each *each, accord_error *error)
{
    const char **names = NULL;
    size_t count = 0;
    AC_TRY(ac_folder_list_all(arena, each->folder, &names, &count, error));
    for (size_t i = 0; i < count; i++) {
        if (!each->replace) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s is there and is not empty, and nothing in it is written over: name another "
                "folder, or say --replace where it holds statements that accord wrote",
                each->folder);
        }
        struct stat about;
        const char *path = ac_file_join(arena, each->folder, names[i]);
        if (!is_ours(ac_text_of(names[i])) || lstat(path, &about) != 0 || !S_ISREG(about.st_mode)) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s holds %.60s, which is no statement that accord wrote, and is left as it is: "
                "name another folder",
                each->folder, names[i]);
        }
    }
    return ac_ok();
}

accord_status ac_each_check(const ac_each *each, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    struct stat about;
    if (stat(each->folder, &about) != 0) {
        return ac_ok();
    }
    if (!S_ISDIR(about.st_mode)) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s is a file, and --each needs a folder", each->folder);
    }
    return check_names(&scratch, each, error);
}

/* Takes away a folder of ours, with what is in it. */
static void remove_folder(ac_arena *arena, const char *folder)
{
    const char **names = NULL;
    size_t count = 0;
    if (ac_folder_list_all(arena, folder, &names, &count, NULL).code == ACCORD_OK) {
        for (size_t i = 0; i < count; i++) {
            (void)unlink(ac_file_join(arena, folder, names[i]));
        }
    }
    (void)rmdir(folder);
}

static accord_status write_index(const writing *w, const char *folder)
{
    ac_document document;
    AC_SCOPED_BUFFER(page, AC_FACT_FILE_BYTES_MAX);
    ac_statement_index(w->arena, w->run->statement, w->filter, w->list, w->count, &document);
    ac_document_add_html(&page, &document);
    return ac_file_write(
        ac_file_join(w->arena, folder, INDEX_NAME), ac_buffer_text(&page), w->error);
}

static accord_status write_all(const writing *w, const char *folder)
{
    const ac_each_progress *progress = w->each->progress;
    for (size_t i = 0; i < w->count; i++) {
        ac_statement_filter filter = *w->filter;
        filter.party = w->list[i].code;
        const char *name = ac_text_terminated(w->arena, w->list[i].file);
        AC_TRY(ac_statement_write(
            w->run, &filter, w->each->form, ac_file_join(w->arena, folder, name), w->error));
        if (progress != NULL) {
            progress->report(progress->self, i + 1, w->count);
        }
    }
    return write_index(w, folder);
}

/* Puts the folder that is whole in its place, and that which was there away. */
static accord_status put(const writing *w, const char *made, const char *place)
{
    if (rename(made, place) == 0) { /* it was not there, or empty */
        return ac_ok();
    }
    AC_TRY(ac_each_check(w->each, w->error));
    AC_SCOPED_BUFFER(old, 5000);
    ac_buffer_addf(&old, "%s.old", made);
    if (rename(place, old.bytes) != 0) {
        return fail_folder(place, w->error);
    }
    if (rename(made, place) != 0) {
        accord_status status = fail_folder(place, w->error);
        (void)rename(old.bytes, place);
        return status;
    }
    remove_folder(w->arena, old.bytes);
    return ac_ok();
}

accord_status ac_statement_write_each(
    const ac_run *run,
    const ac_statement_filter *filter,
    const ac_each *each,
    size_t *count,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    accord_error unseen = {0};
    writing w = {
        .arena = &arena,
        .run = run,
        .filter = filter,
        .each = each,
        .error = error == NULL ? &unseen : error};
    AC_TRY(ac_each_check(each, w.error));
    ac_names_init(&w.codes, &arena);
    ac_names_init(&w.files, &arena);
    list_all(&w);
    const char *place = place_of(&arena, each->folder);
    AC_SCOPED_BUFFER(made, 5000);
    ac_buffer_addf(&made, "%s.XXXXXX", place);
    AC_TRY(ac_file_make_folder(ac_file_folder(&arena, place), w.error));
    if (made.overflowed || mkdtemp(made.bytes) == NULL) {
        return fail_folder(each->folder, w.error);
    }
    accord_status status = write_all(&w, made.bytes);
    mode_t mask = umask(0);
    (void)umask(mask);
    if (status.code == ACCORD_OK && chmod(made.bytes, 0777 & ~mask) != 0) {
        status = fail_folder(each->folder, w.error);
    }
    if (status.code == ACCORD_OK) {
        status = put(&w, made.bytes, place);
    }
    if (status.code != ACCORD_OK) {
        remove_folder(&arena, made.bytes);
        return status;
    }
    *count = w.count;
    return ac_ok();
}
