/* SPDX-License-Identifier: MIT */
/* Backups. The store that is written into one is a copy row by row (store/copy.c), so that a backup
 * of PostgreSQL is no different, and it is looked at before it is kept. */

#include "app/backup.h"

#include "base/file.h"
#include "base/limits.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PIECE = 1 << 16, HEAD_MOST = 1024 };

#define FIRST_LINE "accord backup 1\n"
#define LAST_LINE  "\nsha256 "

enum { LAST_BYTES = sizeof LAST_LINE - 1 + AC_HASH_HEX_BYTES }; /* with the line end */

static accord_status fail_io(const char *path, const char *what, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO, "%s cannot be %s: %s", path, what, ac_errno_words(errno, reason));
}

static accord_status fail_damaged(const char *path, const char *why, accord_error *error)
{
    return ac_fail(
        error, ACCORD_ENO, "the backup %s is damaged (%s): nothing was restored; use another one",
        path, why);
}

/* ---- A file that is written, with the hash of what was ---- */

typedef struct writing {
    FILE *file;
    ac_hasher hasher;
    const char *path;
    accord_error *error;
} writing;

static accord_status put(writing *w, ac_text part)
{
    ac_hasher_add(&w->hasher, part);
    if (fwrite(part.at, 1, part.size, w->file) != part.size) {
        return fail_io(w->path, "written", w->error);
    }
    return ac_ok();
}

static accord_status put_file(writing *w, const char *image)
{
    char piece[PIECE];
    FILE *from = fopen(image, "rb");
    if (from == NULL) {
        return fail_io(image, "read", w->error);
    }
    accord_status status = ac_ok();
    size_t size = fread(piece, 1, sizeof piece, from);
    while (status.code == ACCORD_OK && size > 0) {
        status = put(w, (ac_text){piece, size});
        size = fread(piece, 1, sizeof piece, from);
    }
    if (status.code == ACCORD_OK && ferror(from) != 0) {
        status = fail_io(image, "read", w->error);
    }
    (void)fclose(from);
    return status;
}

static accord_status put_all(writing *w, ac_text head, const char *image)
{
    char hex[AC_HASH_HEX_BYTES];
    AC_TRY(put(w, head));
    AC_TRY(put_file(w, image));
    ac_hash hash = ac_hasher_end(&w->hasher);
    ac_hash_hex(&hash, hex);
    if (fprintf(w->file, LAST_LINE "%s\n", hex) < 0 || fflush(w->file) != 0 ||
        fsync(fileno(w->file)) != 0) {
        return fail_io(w->path, "written", w->error);
    }
    return ac_ok();
}

/* Writes head, image and hash beside the place, and puts the file there when it is whole. */
static accord_status
assemble(const char *path, ac_text head, const char *image, accord_error *error)
{
    AC_SCOPED_BUFFER(beside, 4096);
    ac_buffer_addf(&beside, "%s.part", path);
    writing w = {.file = fopen(beside.bytes, "wb"), .path = beside.bytes, .error = error};
    if (w.file == NULL) {
        return fail_io(beside.bytes, "written", error);
    }
    ac_hasher_init(&w.hasher);
    accord_status status = put_all(&w, head, image);
    if (fclose(w.file) != 0 && status.code == ACCORD_OK) {
        status = fail_io(beside.bytes, "written", error);
    }
    if (status.code != ACCORD_OK) {
        (void)unlink(beside.bytes);
        return status;
    }
    return ac_file_replace(beside.bytes, path, error);
}

/* ---- Writing one ---- */

/* Holds a copy to itself: the file, the chain and every document. */
static accord_status
check_copy(ac_db *db, const ac_anchor *anchor, ac_anchor *end, accord_error *error)
{
    size_t documents = 0;
    AC_TRY(ac_db_check_whole(db, error));
    AC_TRY(ac_db_begin_read(db, error));
    accord_status status = ac_audit_check(db, anchor, anchor == NULL ? 0 : 1, end, error);
    if (status.code == ACCORD_OK) {
        status = ac_document_check_all(db, &documents, error);
    }
    ac_db_undo(db);
    return status;
}

static accord_status copy(ac_db *from, ac_db *to, accord_error *error)
{
    AC_TRY(ac_db_begin_write(to, error));
    accord_status status = ac_db_begin_read(from, error);
    if (status.code == ACCORD_OK) {
        status = ac_store_copy(from, to, error);
        ac_db_undo(from);
    }
    if (status.code != ACCORD_OK) {
        ac_db_undo(to);
        return status;
    }
    return ac_db_commit(to, error);
}

static accord_status add_identity(ac_buffer *head, ac_db *db, accord_error *error)
{
    char identifier[AC_STORE_IDENTIFIER_BYTES];
    ac_seconds made_at = 0;
    AC_TRY(ac_db_begin_read(db, error));
    accord_status status = ac_store_identity(db, identifier, &made_at, error);
    ac_db_undo(db);
    ac_buffer_addf(head, FIRST_LINE "store %s\n", status.code == ACCORD_OK ? identifier : "");
    return status;
}

/* Copies a store into an image of its own, looks at that, and says in the head what it is. */
static accord_status make_image(
    const ac_books *books,
    const char *image,
    ac_buffer *head,
    ac_anchor *anchor,
    accord_error *error)
{
    AC_SCOPED_DB(db);
    const ac_db_options options = {.where = image, .create = true};
    AC_TRY(ac_db_open(&options, &db, error));
    AC_TRY(copy(books->db, db, error));
    AC_TRY(check_copy(db, NULL, anchor, error));
    AC_TRY(add_identity(head, db, error));
    return ac_ok();
}

accord_status
ac_backup_write(const ac_books *books, const char *path, ac_anchor *anchor, accord_error *error)
{
    AC_SCOPED_BUFFER(image, 4096);
    AC_SCOPED_BUFFER(head, HEAD_MOST);
    AC_TRY(ac_file_check_new(path, error));
    ac_buffer_addf(&image, "%s.copying", path);
    (void)unlink(image.bytes); /* left by one that was killed */
    accord_status status = make_image(books, image.bytes, &head, anchor, error);
    struct stat about = {0};
    if (status.code == ACCORD_OK && stat(image.bytes, &about) != 0) {
        status = fail_io(image.bytes, "read", error);
    }
    if (status.code == ACCORD_OK) {
        ac_buffer_add(&head, AC_TEXT("made "));
        ac_seconds_add(&head, books->at);
        ac_buffer_addf(
            &head, "\nanchor %" PRId64 " %s\nbytes %" PRId64 "\n\n", anchor->count, anchor->hash,
            (int64_t)about.st_size);
        status = assemble(path, ac_buffer_text(&head), image.bytes, error);
    }
    (void)unlink(image.bytes);
    return status;
}

/* ---- Reading one ---- */

static bool take_word(ac_text *rest, const char *word)
{
    size_t size = strlen(word);
    if (rest->size < size || memcmp(rest->at, word, size) != 0) {
        return false;
    }
    *rest = ac_text_slice(*rest, size, rest->size);
    return true;
}

/* Up to the byte that ends it, which is passed. */
static bool take_until(ac_text *rest, char end, ac_text *found)
{
    const char *at = rest->size == 0 ? NULL : memchr(rest->at, end, rest->size);
    if (at == NULL) {
        return false;
    }
    size_t size = (size_t)(at - rest->at);
    *found = ac_text_slice(*rest, 0, size);
    *rest = ac_text_slice(*rest, size + 1, rest->size);
    return true;
}

static bool take_number(ac_text *rest, char end, int64_t *number)
{
    ac_text digits;
    if (!take_until(rest, end, &digits) || digits.size == 0 || digits.size > 18) {
        return false;
    }
    *number = 0;
    for (size_t i = 0; i < digits.size; i++) {
        if (digits.at[i] < '0' || digits.at[i] > '9') {
            return false;
        }
        *number = *number * 10 + (digits.at[i] - '0');
    }
    return true;
}

static bool take_fixed(ac_text *rest, char *into, size_t bytes)
{
    ac_text found;
    if (!take_until(rest, '\n', &found) || found.size != bytes - 1) {
        return false;
    }
    memcpy(into, found.at, found.size);
    into[found.size] = '\0';
    return true;
}

/* What the lines of a backup say; `head_bytes` is how many they are, with the empty one. */
static bool read_head(ac_arena *arena, ac_text text, ac_backup *backup, int64_t *head_bytes)
{
    ac_text rest = text;
    ac_text made = AC_TEXT("");
    ac_backup found = {0};
    bool good = take_word(&rest, FIRST_LINE) && take_word(&rest, "store ") &&
                take_fixed(&rest, found.store, sizeof found.store) && take_word(&rest, "made ") &&
                take_until(&rest, '\n', &made) && take_word(&rest, "anchor ") &&
                take_number(&rest, ' ', &found.anchor.count) &&
                take_fixed(&rest, found.anchor.hash, sizeof found.anchor.hash) &&
                take_word(&rest, "bytes ") && take_number(&rest, '\n', &found.bytes) &&
                take_word(&rest, "\n");
    if (good) {
        found.made = ac_text_copy(arena, made);
        *backup = found;
        *head_bytes = (int64_t)(text.size - rest.size);
    }
    return good;
}

/* Copies the image out of a backup while everything before the last line is hashed. */
static accord_status extract(
    FILE *file,
    int64_t head_bytes,
    const ac_backup *backup,
    FILE *image,
    char hex[AC_HASH_HEX_BYTES])
{
    char piece[PIECE];
    ac_hasher hasher;
    int64_t left = head_bytes + backup->bytes;
    int64_t skip = head_bytes;
    ac_hasher_init(&hasher);
    while (left > 0) {
        int64_t wanted = skip > 0 ? skip : left < PIECE ? left : PIECE;
        size_t size = fread(piece, 1, (size_t)wanted, file);
        if (size != (size_t)wanted) {
            return (accord_status){ACCORD_ENO};
        }
        ac_hasher_add(&hasher, (ac_text){piece, size});
        if (skip == 0 && fwrite(piece, 1, size, image) != size) {
            return (accord_status){ACCORD_EIO};
        }
        left -= wanted;
        skip = 0;
    }
    ac_hash hash = ac_hasher_end(&hasher);
    ac_hash_hex(&hash, hex);
    return fflush(image) == 0 ? ac_ok() : (accord_status){ACCORD_EIO};
}

/* Whether a backup ends with the line that it must, and nothing after it. */
static bool ends_well(FILE *file, const char hex[AC_HASH_HEX_BYTES])
{
    char last[LAST_BYTES + 1];
    return fread(last, 1, sizeof last, file) == LAST_BYTES &&
           memcmp(last, LAST_LINE, sizeof LAST_LINE - 1) == 0 &&
           memcmp(last + sizeof LAST_LINE - 1, hex, AC_HASH_HEX_BYTES - 1) == 0 &&
           last[LAST_BYTES - 1] == '\n';
}

static accord_status unpack(
    ac_arena *arena,
    FILE *file,
    const char *path,
    FILE *image,
    ac_backup *backup,
    accord_error *error)
{
    char head[HEAD_MOST];
    char hex[AC_HASH_HEX_BYTES];
    int64_t head_bytes = 0;
    size_t size = fread(head, 1, sizeof head, file);
    ac_text text = {head, size};
    if (!take_word(&text, FIRST_LINE)) {
        return ac_fail(
            error, ACCORD_EINPUT, "%s is no backup of accord: its first line is not \"%.15s\"",
            path, FIRST_LINE);
    }
    if (!read_head(arena, (ac_text){head, size}, backup, &head_bytes)) {
        return fail_damaged(path, "its first lines", error);
    }
    if (fseeko(file, 0, SEEK_SET) != 0) {
        return fail_io(path, "read", error);
    }
    accord_status status = extract(file, head_bytes, backup, image, hex);
    if (status.code == ACCORD_EIO) {
        return fail_io(path, "unpacked", error);
    }
    if (status.code != ACCORD_OK) {
        return fail_damaged(path, "it was cut short", error);
    }
    return ends_well(file, hex) ? ac_ok() : fail_damaged(path, "its hash is another", error);
}

/* Puts the store of a backup, held to its hash, into a file that is new. */
static accord_status
unpack_into(ac_arena *arena, const char *path, FILE *image, ac_backup *backup, accord_error *error)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return fail_io(path, "read", error);
    }
    accord_status status = unpack(arena, file, path, image, backup, error);
    (void)fclose(file);
    return status;
}

static accord_status open_image(
    const char *path, const char *image, const ac_backup *backup, ac_db **db, accord_error *error)
{
    ac_anchor end;
    const ac_db_options options = {.where = image};
    AC_TRY(ac_db_open(&options, db, error));
    accord_status status = check_copy(*db, &backup->anchor, &end, error);
    if (status.code == ACCORD_ENO) {
        AC_SCOPED_BUFFER(why, ACCORD_MESSAGE_BYTES);
        ac_buffer_add(&why, ac_text_of(error == NULL ? "" : error->message));
        return fail_damaged(path, why.bytes, error);
    }
    return status;
}

/* Makes a store from one that was looked at. What was begun and failed is taken away again. */
static accord_status
put_into(ac_db *from, const char *where, const ac_backup *backup, accord_error *error)
{
    AC_SCOPED_DB(to);
    ac_anchor end;
    const ac_db_options options = {.where = where, .create = true};
    AC_TRY(ac_db_open(&options, &to, error));
    accord_status status = copy(from, to, error);
    if (status.code == ACCORD_OK) {
        status = check_copy(to, &backup->anchor, &end, error);
    }
    if (status.code != ACCORD_OK) {
        (void)unlink(where); /* an address of a server is no path, and is not there */
    }
    return status;
}

accord_status ac_backup_restore(
    ac_arena *arena,
    const char *path,
    const char *where,
    const char *scratch,
    ac_backup *backup,
    accord_error *error)
{
    AC_SCOPED_DB(db);
    char *image = ac_file_join(arena, scratch, "accord-restore-XXXXXX");
    int descriptor = mkstemp(image);
    FILE *file = descriptor < 0 ? NULL : fdopen(descriptor, "wb");
    if (file == NULL) {
        return fail_io(image, "written", error);
    }
    accord_status status = unpack_into(arena, path, file, backup, error);
    if (fclose(file) != 0 && status.code == ACCORD_OK) {
        status = fail_io(image, "written", error);
    }
    if (status.code == ACCORD_OK) {
        status = open_image(path, image, backup, &db, error);
    }
    if (status.code == ACCORD_OK && where != NULL) {
        status = put_into(db, where, backup, error);
    }
    (void)unlink(image);
    return status;
}
