/* SPDX-License-Identifier: MIT */
/* A store as a folder: contract.accord, and data/ with a manifest.csv. The engine reads nothing
 * else, so that a store and its export settle to the same bytes. */

#include "app/books.h"
#include "app/folder.h"
#include "app/pulled.h"
#include "base/file.h"
#include "base/limits.h"
#include "value/date.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool is_layout(const ac_stored_file *file)
{
    return ac_text_ends(file->name, AC_TEXT(".layout"));
}

char *ac_books_folder_name(ac_arena *arena, const ac_stored_file *file)
{
    AC_SCOPED_BUFFER(name, 400);
    if (is_layout(file)) {
        return ac_text_terminated(arena, file->name);
    }
    ac_buffer_addf(&name, "%04lld-%.*s", (long long)file->number, AC_TEXT_ARG(file->name));
    return ac_text_terminated(arena, ac_buffer_text(&name));
}

/* A file of rows that was counted again is its last count. */
static bool is_recounted(const ac_stored_file *list, size_t count, size_t at)
{
    for (size_t i = at + 1; i < count; i++) {
        bool same = list[i].covers_said == list[at].covers_said &&
                    list[i].covers_from.day == list[at].covers_from.day &&
                    ac_text_equal(list[i].stage, list[at].stage);
        if (same && ac_text_equal(list[i].source, list[at].source) &&
            ac_text_equal(list[i].name, list[at].name)) {
            return true;
        }
    }
    return false;
}

static accord_status write_document(
    ac_arena *arena,
    ac_db *db,
    ac_text sha256,
    const char *folder,
    const char *name,
    accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    ac_text bytes;
    AC_TRY(ac_document_get(&scratch, db, sha256, &bytes, error));
    return ac_file_write(ac_file_join(arena, folder, name), bytes, error);
}

static void add_line(ac_buffer *manifest, const ac_stored_file *file, const char *name)
{
    ac_buffer_add_csv(manifest, ac_text_of(name));
    ac_buffer_add_char(manifest, ',');
    ac_date_add_iso(manifest, file->known);
    ac_buffer_add_char(manifest, ',');
    ac_buffer_add_csv(manifest, file->name);
    ac_buffer_add_char(manifest, ',');
    if (file->covers_said) {
        ac_date_add_iso(manifest, file->covers_from);
    }
    ac_buffer_add_char(manifest, ',');
    if (file->covers_said) {
        ac_date_add_iso(manifest, file->covers_until);
    }
    ac_buffer_addf(manifest, ",%s,%.*s\n", file->adds ? "net" : "bulk", AC_TEXT_ARG(file->stage));
}

static accord_status write_file(
    ac_arena *arena,
    ac_db *db,
    const char *data,
    const ac_stored_file *file,
    ac_buffer *manifest,
    accord_error *error)
{
    const char *name = ac_books_folder_name(arena, file);
    AC_TRY(write_document(arena, db, file->sha256, data, name, error));
    if (file->account.size > 0) {
        ac_text beside = ac_pulled_account_name(arena, ac_text_of(name));
        AC_TRY(write_document(
            arena, db, file->account, data, ac_text_terminated(arena, beside), error));
    }
    if (!is_layout(file)) {
        add_line(manifest, file, name);
    }
    return ac_ok();
}

bool ac_books_is_frozen_in(const ac_stored_file *file, const ac_day_span *days)
{
    bool meets = !file->covers_said || (file->covers_from.day < days->until.day &&
                                        file->covers_until.day >= days->from.day);
    return meets && ac_text_is(file->stage, "freeze");
}

/* Sorts out what is looked at: data into `out`, and the last contract known. */
static const ac_stored_file *choose(
    ac_arena *arena,
    const ac_stored_file *list,
    size_t count,
    const ac_books_view *view,
    ac_books_folder *out)
{
    const ac_stored_file *contract = NULL;
    while (view->upto > 0 && count > 0 && list[count - 1].number > view->upto) {
        count--;
    }
    ac_stored_file *files = AC_NEW_ARRAY(arena, ac_stored_file, count);
    for (size_t i = 0; i < count; i++) {
        bool known = view->known_by == NULL || list[i].known.day <= view->known_by->day;
        if (ac_text_is(list[i].kind, "contract")) {
            bool later = contract == NULL || list[i].known.day >= contract->known.day;
            contract = known && later ? &list[i] : contract;
        } else if (view->unfrozen != NULL && ac_books_is_frozen_in(&list[i], view->unfrozen)) {
            continue;
        } else if (!is_recounted(list, count, i)) {
            files[out->file_count++] = list[i];
        }
    }
    out->files = files;
    out->last = count > 0 ? list[count - 1].number : 0;
    return contract;
}

static accord_status check_empty(ac_arena *arena, const char *folder, accord_error *error)
{
    const char **names = NULL;
    size_t count = 0;
    AC_TRY(ac_folder_list(arena, folder, &names, &count, error));
    if (count > 0 || ac_folder_exists(ac_file_join(arena, folder, "data"))) {
        return ac_fail(
            error, ACCORD_EIO, "%s is not empty: name a folder that is not there yet", folder);
    }
    return ac_ok();
}

accord_status ac_books_folder_write(
    ac_arena *arena,
    ac_db *db,
    const char *folder,
    const ac_books_view *view,
    ac_books_folder *out,
    accord_error *error)
{
    const ac_stored_file *list = NULL;
    size_t count = 0;
    ac_books_folder made = {.folder = folder, .data = ac_file_join(arena, folder, "data")};
    AC_SCOPED_BUFFER(manifest, AC_FACT_FILE_BYTES_MAX);
    AC_TRY(ac_file_make_folder(folder, error));
    AC_TRY(check_empty(arena, folder, error));
    AC_TRY(ac_file_make_folder(made.data, error));
    AC_TRY(ac_stored_file_list(arena, db, &list, &count, error));
    const ac_stored_file *contract = choose(arena, list, count, view, &made);
    ac_buffer_add_z(&manifest, "file,known,as,covers from,covers until,kind,stage\n");
    for (size_t i = 0; i < made.file_count; i++) {
        AC_TRY(write_file(arena, db, made.data, &made.files[i], &manifest, error));
    }
    AC_TRY(ac_file_write(
        ac_file_join(arena, made.data, AC_MANIFEST_NAME), ac_buffer_text(&manifest), error));
    if (contract != NULL) {
        AC_TRY(write_document(arena, db, contract->sha256, folder, "contract.accord", error));
        made.contract = ac_file_join(arena, folder, "contract.accord");
        made.contract_hash = contract->sha256;
    }
    *out = made;
    return ac_ok();
}

accord_status ac_books_folder_scratch(
    ac_arena *arena,
    ac_db *db,
    const char *parent,
    const ac_books_view *view,
    ac_books_folder *out,
    accord_error *error)
{
    char *folder = ac_file_join(arena, parent, "accord-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        return ac_fail(
            error, ACCORD_EIO,
            "cannot make a folder in %s, where files are laid out for a moment "
            "(TMPDIR names another)",
            parent);
    }
    accord_status status = ac_books_folder_write(arena, db, folder, view, out, error);
    if (status.code != ACCORD_OK) {
        const ac_books_folder begun = {
            .folder = folder, .data = ac_file_join(arena, folder, "data")};
        ac_books_folder_remove(&begun);
    }
    return status;
}

static void remove_files(ac_arena *arena, const char *folder)
{
    const char **names = NULL;
    size_t count = 0;
    if (ac_folder_list(arena, folder, &names, &count, NULL).code != ACCORD_OK) {
        return;
    }
    for (size_t i = 0; i < count; i++) {
        (void)unlink(ac_file_join(arena, folder, names[i]));
    }
    (void)rmdir(folder);
}

void ac_books_folder_remove(const ac_books_folder *folder)
{
    AC_SCOPED_ARENA(scratch);
    if (folder->folder != NULL) {
        remove_files(&scratch, folder->data);
        remove_files(&scratch, folder->folder);
    }
}

/* Puts a word in the place of another, wherever it stands. */
static void replace(char *text, size_t bytes, const char *what, const char *with)
{
    AC_SCOPED_BUFFER(made, ACCORD_MESSAGE_BYTES * 2UL);
    const char *at = text;
    for (const char *next = strstr(at, what); next != NULL; next = strstr(at, what)) {
        ac_buffer_add(&made, (ac_text){at, (size_t)(next - at)});
        ac_buffer_add_z(&made, with);
        at = next + strlen(what);
    }
    if (at != text) {
        ac_buffer_add_z(&made, at);
        (void)snprintf(text, bytes, "%s", made.bytes);
    }
}

void ac_books_folder_unname(const ac_books_folder *folder, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    if (error == NULL || folder->data == NULL) {
        return;
    }
    const char *data = ac_file_join(&scratch, folder->data, "");
    for (size_t i = 0; i < folder->file_count; i++) {
        const ac_stored_file *file = &folder->files[i];
        const char *laid_out = ac_books_folder_name(&scratch, file);
        const char *name = ac_text_terminated(&scratch, file->name);
        const char *path = ac_file_join(&scratch, folder->data, laid_out);
        replace(error->message, sizeof error->message, path, name);
        replace(error->message, sizeof error->message, laid_out, name);
        replace(error->file, sizeof error->file, path, name);
    }
    if (strcmp(ac_file_name_of(ac_text_of(error->file)).at, AC_MANIFEST_NAME) == 0) {
        ac_error_place(error, "", 0, 0);
    }
    replace(error->message, sizeof error->message, data, "");
    replace(error->file, sizeof error->file, data, "");
    replace(error->message, sizeof error->message, folder->data, "the store");
    replace(error->file, sizeof error->file, ac_file_join(&scratch, folder->folder, ""), "");
}
