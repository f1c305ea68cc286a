/* SPDX-License-Identifier: MIT */
/* Files are brought in: a contract is checked, a small file is kept as it is, and rows are counted
 * for every input that counts them and let go. What the store then holds has to be a folder that
 * can be read. */

#include "app/books.h"
#include "app/books_count.h"
#include "app/folder.h"
#include "app/layouts.h"
#include "app/tieouts.h"
#include "base/file.h"
#include "base/limits.h"
#include "value/date.h"

#include <string.h>

typedef enum rank { RANK_CONTRACT, RANK_LAYOUT, RANK_SMALL, RANK_ROWS, RANKS } rank;

typedef struct importing {
    ac_arena *arena;
    const ac_books *books;
    const ac_import *import;
    ac_buffer *talk;
    ac_anchor *anchor;
    bool *refused; /* rows were written to import->refused_path */
    accord_error *error;
} importing;

/* ---- Names and days ---- */

static ac_text stands_of(const ac_import *import, const char *path)
{
    return import->stands != NULL ? ac_text_of(import->stands) : ac_file_name_of(ac_text_of(path));
}

static bool is_plain(char c)
{
    return ac_is_letter(c) || ac_is_digit(c);
}

static accord_status check_name(const importing *in, ac_text name)
{
    bool good = name.size > 0 && name.size <= 200 && is_plain(name.at[0]) &&
                !ac_text_is(name, AC_MANIFEST_NAME);
    for (size_t i = 0; good && i < name.size; i++) {
        good = is_plain(name.at[i]) || strchr(" ._-+()", name.at[i]) != NULL;
        good = good && name.at[i] != '\0';
    }
    if (!good) {
        return ac_fail(
            in->error, ACCORD_EINPUT,
            "\"%.*s\" will not do as the name of a file: letters, digits and . _ - + ( ) and "
            "spaces, a letter or digit first, and not " AC_MANIFEST_NAME
            "; say another with --as-name",
            AC_TEXT_ARG(ac_text_slice(name, 0, name.size < 80 ? name.size : 80)));
    }
    return ac_ok();
}

static bool is_contract(const ac_import *import, const char *path)
{
    return import->kind == AC_IMPORT_CONTRACT ||
           (import->kind == AC_IMPORT_GUESS && ac_text_ends(ac_text_of(path), AC_TEXT(".accord")));
}

static accord_status check_asked(const importing *in)
{
    const ac_import *import = in->import;
    if (import->known.day > import->today.day) {
        AC_SCOPED_BUFFER(day, 20);
        ac_date_add_iso(&day, import->known);
        return ac_fail(
            in->error, ACCORD_EINPUT,
            "%s has not come yet: --known is the day on which the file became known", day.bytes);
    }
    if (import->covers_said && import->covers_until.day < import->covers_from.day) {
        return ac_fail(
            in->error, ACCORD_EINPUT,
            "--covers-until is before --covers-from: it is the last day that the file covers");
    }
    if (import->stands != NULL && import->path_count > 1) {
        return ac_fail(
            in->error, ACCORD_EINPUT, "--as-name names one file, and there are %zu",
            import->path_count);
    }
    for (size_t i = 0; i < import->path_count; i++) {
        bool dated = import->covers_said || import->adds || import->stage[0] != '\0';
        if (dated && is_contract(import, import->paths[i])) {
            return ac_fail(
                in->error, ACCORD_EINPUT,
                "%s is a contract: it covers no days and has no stage; bring it in by itself",
                import->paths[i]);
        }
    }
    return ac_ok();
}

/* ---- One file ---- */

static ac_stored_file file_of(const importing *in, const char *kind, ac_text name)
{
    const ac_import *import = in->import;
    return (ac_stored_file){
        .name = name,
        .kind = ac_text_of(kind),
        .known = import->known,
        .person = in->books->person,
        .at = in->books->at,
        .covers_said = import->covers_said,
        .covers_from = import->covers_from,
        .covers_until = import->covers_until,
        .adds = import->adds,
        .stage = ac_text_of(import->stage)};
}

void ac_books_submission_hash(const ac_stored_file *file, char hex[AC_HASH_HEX_BYTES])
{
    AC_SCOPED_BUFFER(text, AC_ROW_BYTES_MAX);
    const ac_text fields[] = {file->name,  file->kind,   file->sha256,  file->person,
                              file->stage, file->source, file->account, file->plan};
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        ac_buffer_add_json(&text, fields[i]);
        ac_buffer_add_char(&text, '\n');
    }
    ac_buffer_addf(
        &text, "%lld %lld %d %d %d %d %d\n", (long long)file->number, (long long)file->at,
        (int)file->known.day, file->covers_said ? 1 : 0, (int)file->covers_from.day,
        (int)file->covers_until.day, file->adds ? 1 : 0);
    ac_hash hash = ac_hash_of(ac_buffer_text(&text));
    ac_hash_hex(&hash, hex);
}

/* Keeps a file, and says so in the chain. */
static accord_status keep(const importing *in, ac_stored_file *file, ac_text bytes)
{
    const ac_stored_file *list = NULL;
    size_t count = 0;
    char hex[AC_HASH_HEX_BYTES];
    ac_db *db = in->books->db;
    AC_TRY(ac_stored_file_add(db, file, bytes, in->error));
    AC_TRY(ac_stored_file_list(in->arena, db, &list, &count, in->error));
    ac_books_submission_hash(&list[count - 1], hex);
    return ac_books_note(in->books, "import", ac_text_of(hex), file->name, in->anchor, in->error);
}

/* A store is of one contract, in all its versions. */
static accord_status check_same_contract(
    const importing *in, const char *path, const ac_syntax *now, const ac_books_folder *folder)
{
    ac_contract_file before = {0};
    if (folder->contract == NULL) {
        return ac_ok();
    }
    AC_TRY(ac_contract_file_read(in->arena, folder->contract, &before, in->error));
    if (before.program == NULL) {
        return ac_ok(); /* written for an earlier accord */
    }
    const ac_syntax *was = before.program->syntax;
    if (ac_text_equal(was->code, now->code) && ac_text_equal(was->currency, now->currency) &&
        was->money_places == now->money_places) {
        return ac_ok();
    }
    return ac_fail(
        in->error, ACCORD_EINPUT,
        "%s is contract %.*s in %.*s, and this store is of %.*s in %.*s: make a store of its own",
        path, AC_TEXT_ARG(now->code), AC_TEXT_ARG(now->currency), AC_TEXT_ARG(was->code),
        AC_TEXT_ARG(was->currency));
}

static accord_status
bring_contract(const importing *in, const char *path, const ac_books_folder *folder)
{
    ac_contract_file contract = {0};
    AC_TRY(ac_contract_file_read(in->arena, path, &contract, in->error));
    if (contract.program == NULL) {
        size_t faults = contract.diagnostics->errors;
        ac_diagnostics_add_text(in->talk, contract.diagnostics, contract.text, path);
        return ac_fail(
            in->error, ACCORD_ENO, "%s has %zu fault%s: mend %s first; nothing was kept", path,
            faults, faults == 1 ? "" : "s", faults == 1 ? "it" : "them");
    }
    AC_TRY(check_same_contract(in, path, contract.program->syntax, folder));
    ac_stored_file file = file_of(in, "contract", AC_TEXT("contract.accord"));
    AC_TRY(keep(in, &file, contract.text));
    ac_buffer_addf(in->talk, "%s: kept as the contract\n", path);
    return ac_ok();
}

static accord_status
bring_layout(const importing *in, const char *path, const ac_books_folder *folder)
{
    ac_text name = stands_of(in->import, path);
    for (size_t i = 0; i < folder->file_count; i++) {
        if (ac_text_equal(folder->files[i].name, name)) {
            return ac_fail(
                in->error, ACCORD_EINPUT,
                "there is a layout %.*s already, and what was counted by it stands: give a new one "
                "a name of its own",
                AC_TEXT_ARG(name));
        }
    }
    ac_layout layout;
    ac_text bytes;
    AC_TRY(ac_file_read(path, AC_LAYOUT_BYTES_MAX, in->arena, &bytes, in->error));
    AC_TRY(ac_layout_parse(in->arena, bytes, path, &layout, in->error));
    ac_stored_file file = file_of(in, "data", name);
    AC_TRY(keep(in, &file, bytes));
    ac_buffer_addf(in->talk, "%s: kept as a layout\n", path);
    return ac_ok();
}

static accord_status bring_small(const importing *in, const char *path)
{
    ac_text bytes;
    ac_text name = stands_of(in->import, path);
    AC_TRY(ac_file_read(path, AC_DOCUMENT_BYTES_MAX, in->arena, &bytes, in->error));
    ac_stored_file file = file_of(in, "data", name);
    return keep(in, &file, bytes);
}

/* A file that is counted again keeps the day and the days of its first count. */
static bool take_first(const importing *in, const ac_books_folder *folder, ac_stored_file *file)
{
    for (size_t i = 0; i < folder->file_count; i++) {
        const ac_stored_file *before = &folder->files[i];
        bool same = (!file->covers_said ||
                     (before->covers_said && before->covers_from.day == file->covers_from.day)) &&
                    (file->stage.size == 0 || ac_text_equal(before->stage, file->stage));
        if (same && ac_text_equal(before->name, file->name) &&
            ac_text_equal(before->source, file->source)) {
            ac_stored_file first = *before;
            first.person = in->books->person;
            first.at = in->books->at;
            first.plan = file->plan;
            first.account = file->account;
            *file = first;
            return true;
        }
    }
    return false;
}

/* Two files of all days that became known on one day: which of them counts could not be told. */
static accord_status check_alone(
    const importing *in,
    const char *path,
    const ac_books_folder *folder,
    const ac_stored_file *file)
{
    for (size_t i = 0; i < folder->file_count && !file->covers_said && !file->adds; i++) {
        const ac_stored_file *other = &folder->files[i];
        if (!other->covers_said && !other->adds && other->known.day == file->known.day &&
            ac_text_equal(other->name, file->name) && ac_text_equal(other->stage, file->stage)) {
            return ac_fail(
                in->error, ACCORD_EINPUT,
                "%s stands for all days, and so does another file that became known on that day: "
                "bring them in one by one, each with the days that it covers (--covers-from and "
                "--covers-until), or say that they add up (--submission net)",
                path);
        }
    }
    return ac_ok();
}

static accord_status
bring_rows(const importing *in, const char *path, const ac_books_folder *folder)
{
    ac_books_counted counted = {0};
    const ac_import *import = in->import;
    const ac_books_rows rows = {
        .path = path,
        .stands = stands_of(import, path),
        .folder = folder,
        .covers_said = import->covers_said,
        .covers = {import->covers_from, {import->covers_until.day + 1}},
        .adds = import->adds,
        .refused_path = import->refused_path,
        .refused_append = *in->refused,
        .identifiers_bytes = import->identifiers_bytes,
        .scratch = in->books->scratch,
        .threads = import->threads,
        .progress = import->progress
    };
    accord_status status = ac_books_count(in->arena, &rows, in->talk, &counted, in->error);
    *in->refused = true;
    AC_TRY(status);
    for (size_t i = 0; i < counted.count; i++) {
        const ac_pulled_files *made = &counted.list[i];
        char account[AC_HASH_HEX_BYTES];
        AC_TRY(ac_document_keep(in->books->db, made->account, account, in->error));
        ac_text name = ac_pulled_cells_name(in->arena, made->input);
        ac_stored_file file = file_of(in, "cells", name);
        file.source = counted.source;
        file.account = ac_text_copy(in->arena, ac_text_of(account));
        file.plan = made->plan_hash;
        bool again = take_first(in, folder, &file);
        if (!again) {
            AC_TRY(check_alone(in, path, folder, &file));
        }
        AC_TRY(keep(in, &file, made->cells));
        ac_buffer_addf(
            in->talk, "%s: counted%s as %.*s; its rows are not kept\n", path, again ? " again" : "",
            AC_TEXT_ARG(name));
    }
    return ac_ok();
}

/* ---- All files ---- */

static accord_status
rank_of(const importing *in, const char *path, const ac_books_folder *folder, rank *found)
{
    bool counts = false;
    if (is_contract(in->import, path)) {
        *found = RANK_CONTRACT;
        return ac_ok();
    }
    AC_TRY(check_name(in, stands_of(in->import, path)));
    if (ac_text_ends(stands_of(in->import, path), AC_TEXT(".layout"))) {
        *found = RANK_LAYOUT;
        return ac_ok();
    }
    if (folder == NULL) {
        *found = RANKS; /* not told yet */
        return ac_ok();
    }
    AC_TRY(
        ac_books_counts(in->arena, folder, path, stands_of(in->import, path), &counts, in->error));
    *found = counts ? RANK_ROWS : RANK_SMALL;
    return ac_ok();
}

static accord_status
bring(const importing *in, const char *path, rank as, const ac_books_folder *folder)
{
    switch (as) {
    case RANK_CONTRACT:
        return bring_contract(in, path, folder);
    case RANK_LAYOUT:
        return bring_layout(in, path, folder);
    case RANK_SMALL:
        return bring_small(in, path);
    case RANK_ROWS:
    case RANKS:
        break;
    }
    return bring_rows(in, path, folder);
}

/* The files of one rank; each is looked at beside all that came before it. */
static accord_status bring_rank(const importing *in, rank wanted)
{
    for (size_t i = 0; i < in->import->path_count; i++) {
        const char *path = in->import->paths[i];
        const ac_books_view all = {0};
        ac_books_folder folder = {0};
        rank as = RANKS;
        AC_TRY(rank_of(in, path, NULL, &as));
        if (as != wanted && (as != RANKS || wanted < RANK_SMALL)) {
            continue;
        }
        AC_TRY(ac_books_folder_scratch(
            in->arena, in->books->db, in->books->scratch, &all, &folder, in->error));
        accord_status status = as == RANKS ? rank_of(in, path, &folder, &as) : ac_ok();
        if (status.code == ACCORD_OK && as == wanted) {
            status = bring(in, path, as, &folder);
        }
        if (status.code != ACCORD_OK) {
            ac_books_folder_unname(&folder, in->error);
        }
        ac_books_folder_remove(&folder);
        AC_TRY(status);
    }
    return ac_ok();
}

/* Small files are read as they will be, beside all that came with them. They were kept in the order
 * of their paths. */
static accord_status check_small(const importing *in, const ac_books_folder *folder, int64_t before)
{
    const ac_import *import = in->import;
    size_t p = 0;
    for (size_t i = 0; i < folder->file_count; i++) {
        const ac_stored_file *file = &folder->files[i];
        if (file->number <= before) {
            continue;
        }
        while (p + 1 < import->path_count &&
               (is_contract(import, import->paths[p]) ||
                !ac_text_equal(stands_of(import, import->paths[p]), file->name))) {
            p++;
        }
        const ac_books_small small = {
            .path = import->paths[p],
            .stands = file->name,
            .file = ac_books_folder_name(in->arena, file),
            .refused_path = import->refused_path,
            .refused_append = *in->refused};
        AC_TRY(ac_books_check_small(in->arena, folder, &small, in->talk, in->refused, in->error));
        ac_buffer_addf(in->talk, "%s: kept as %.*s\n", import->paths[p++], AC_TEXT_ARG(file->name));
    }
    return ac_ok();
}

static accord_status bring_small_files(const importing *in)
{
    const ac_books_view all = {0};
    const ac_stored_file *list = NULL;
    ac_books_folder folder = {0};
    size_t count = 0;
    AC_TRY(ac_stored_file_list(in->arena, in->books->db, &list, &count, in->error));
    int64_t before = count > 0 ? list[count - 1].number : 0;
    AC_TRY(bring_rank(in, RANK_SMALL));
    AC_TRY(ac_books_folder_scratch(
        in->arena, in->books->db, in->books->scratch, &all, &folder, in->error));
    accord_status status = folder.last > before ? check_small(in, &folder, before) : ac_ok();
    ac_books_folder_remove(&folder);
    return status;
}

/* What a manifest would refuse is refused now, and not when it is too late. */
static accord_status check_manifest(const importing *in)
{
    const ac_books_view all = {0};
    ac_books_folder folder = {0};
    ac_manifest manifest;
    AC_TRY(ac_books_folder_scratch(
        in->arena, in->books->db, in->books->scratch, &all, &folder, in->error));
    accord_status status = ac_manifest_read(in->arena, folder.data, &manifest, in->error);
    ac_books_folder_unname(&folder, status.code == ACCORD_OK ? NULL : in->error);
    ac_books_folder_remove(&folder);
    if (status.code != ACCORD_OK) {
        ac_text said = ac_text_copy(in->arena, ac_text_of(in->error->message));
        return ac_fail(
            in->error, status.code, "%s does not go with what is there: %.*s",
            in->import->paths[in->import->path_count - 1], AC_TEXT_ARG(said));
    }
    return status;
}

static accord_status bring_all(const importing *in)
{
    ac_import_kind kind = in->import->kind;
    if (kind == AC_IMPORT_TIEOUTS || kind == AC_IMPORT_CONTROL_TOTALS) {
        return ac_tieouts_bring(
            in->arena, in->books, in->import, kind == AC_IMPORT_CONTROL_TOTALS, in->talk,
            in->anchor, in->error);
    }
    AC_TRY(check_asked(in));
    AC_TRY(bring_rank(in, RANK_CONTRACT));
    AC_TRY(bring_rank(in, RANK_LAYOUT));
    AC_TRY(bring_small_files(in));
    AC_TRY(bring_rank(in, RANK_ROWS));
    return check_manifest(in);
}

accord_status ac_books_import(
    const ac_books *books,
    const ac_import *import,
    ac_buffer *talk,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    accord_error unseen = {0};
    bool refused = false;
    const importing in = {
        .arena = &arena,
        .books = books,
        .import = import,
        .talk = talk,
        .anchor = anchor,
        .refused = &refused,
        .error = error == NULL ? &unseen : error};
    AC_TRY(ac_books_begin(books, in.error));
    accord_status status = bring_all(&in);
    if (status.code != ACCORD_OK || import->dry_run) {
        ac_db_undo(books->db);
        return status;
    }
    return ac_db_commit(books->db, in.error);
}
