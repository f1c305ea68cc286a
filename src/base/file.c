/* SPDX-License-Identifier: MIT */
/* Whole files in and out; a write is to a neighbour first, then a rename. */

#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static accord_status fail_errno(accord_error *error, const char *what, const char *path)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO, "cannot %s %s: %s", what, path, ac_errno_words(errno, reason));
}

static accord_status
read_stream(FILE *stream, size_t most_bytes, ac_arena *arena, ac_text *text, accord_error *error)
{
    char *bytes = NULL;
    size_t size = 0;
    size_t capacity = 0;
    for (;;) {
        if (size == capacity) {
            size_t larger = capacity == 0 ? (size_t)4096 : capacity * 2;
            bytes = ac_arena_grow(arena, bytes, size, larger, 1);
            capacity = larger;
        }
        size_t got = fread(bytes + size, 1, capacity - size, stream);
        size += got;
        if (size > most_bytes) {
            return ac_fail(error, ACCORD_ELIMIT, "larger than %zu bytes", most_bytes);
        }
        if (got == 0) {
            break;
        }
    }
    *text = (ac_text){bytes, size};
    return ac_ok();
}

accord_status ac_file_read(
    const char *path, size_t most_bytes, ac_arena *arena, ac_text *text, accord_error *error)
{
    struct stat about;
    if (stat(path, &about) == 0 && S_ISDIR(about.st_mode)) {
        return ac_fail(error, ACCORD_EIO, "cannot read %s: it is a folder", path);
    }
    FILE *stream = fopen(path, "rb");
    if (stream == NULL) {
        return fail_errno(error, "open", path);
    }
    accord_status status = read_stream(stream, most_bytes, arena, text, error);
    bool broken = ferror(stream) != 0;
    (void)fclose(stream);
    if (broken) {
        return fail_errno(error, "read", path);
    }
    if (status.code != ACCORD_OK) {
        ac_error_place(error, path, 0, 0);
    }
    return status;
}

bool ac_file_fill(int file, char *into, size_t most, size_t *got)
{
    *got = 0;
    while (*got < most) {
        ssize_t size = read(file, into + *got, most - *got);
        if (size == 0) {
            return true;
        }
        if (size < 0 && errno != EINTR) {
            return false;
        }
        *got += size < 0 ? 0 : (size_t)size;
    }
    return true;
}

/* Opens a file that only its owner may read, whatever was there before. */
static FILE *open_private(const char *path)
{
    (void)remove(path);
    int file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    FILE *stream = file < 0 ? NULL : fdopen(file, "wb");
    if (stream == NULL && file >= 0) {
        (void)close(file);
    }
    return stream;
}

/* Brings what was written to the disk, with the permissions of the file that it replaces. */
static bool settle(FILE *stream, const char *path)
{
    struct stat about;
    if (stat(path, &about) == 0 && fchmod(fileno(stream), about.st_mode & 07777) != 0) {
        return false;
    }
    return fflush(stream) == 0 && fsync(fileno(stream)) == 0;
}

typedef enum writing { PLAIN, PRIVATE, SYNCED } writing;

static accord_status write_beside(const char *path, ac_text text, writing how, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    size_t length = strlen(path) + sizeof ".part";
    char *beside = AC_NEW_ARRAY(&scratch, char, length);
    (void)snprintf(beside, length, "%s.part", path);
    FILE *stream = how == PRIVATE ? open_private(beside) : fopen(beside, "wb");
    if (stream == NULL) {
        return fail_errno(error, "write", path);
    }
    bool written = text.size == 0 || fwrite(text.at, 1, text.size, stream) == text.size;
    written = written && (how != SYNCED || settle(stream, path));
    bool closed = fclose(stream) == 0;
    if (!written || !closed) {
        accord_status status = fail_errno(error, "write", path);
        (void)remove(beside);
        return status;
    }
    return ac_file_replace(beside, path, error);
}

accord_status ac_file_write(const char *path, ac_text text, accord_error *error)
{
    return write_beside(path, text, PLAIN, error);
}

accord_status ac_file_write_private(const char *path, ac_text text, accord_error *error)
{
    return write_beside(path, text, PRIVATE, error);
}

accord_status ac_file_write_synced(const char *path, ac_text text, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    AC_TRY(write_beside(path, text, SYNCED, error));
    int folder = open(ac_file_folder(&scratch, path), O_RDONLY);
    bool good = folder >= 0 && fsync(folder) == 0;
    if (folder >= 0) {
        (void)close(folder);
    }
    return good ? ac_ok() : fail_errno(error, "bring to the disk", path);
}

accord_status ac_file_replace(const char *beside, const char *path, accord_error *error)
{
    if (rename(beside, path) != 0) {
        accord_status status = fail_errno(error, "write", path);
        (void)remove(beside);
        return status;
    }
    return ac_ok();
}

bool ac_file_exists(const char *path)
{
    return access(path, F_OK) == 0;
}

accord_status ac_file_check_new(const char *path, accord_error *error)
{
    return ac_file_exists(path)
               ? ac_fail(
                     error, ACCORD_EINPUT,
                     "%s is there already and is left as it is: name another file", path)
               : ac_ok();
}

char *ac_file_join(ac_arena *arena, const char *folder, const char *name)
{
    size_t folder_bytes = strlen(folder);
    bool slash = folder_bytes > 0 && folder[folder_bytes - 1] != '/';
    size_t size = folder_bytes + 1 + strlen(name) + 1;
    char *path = AC_NEW_ARRAY(arena, char, size);
    (void)snprintf(path, size, "%s%s%s", folder, slash ? "/" : "", name);
    return path;
}

char *ac_file_folder(ac_arena *arena, const char *path)
{
    const char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return ac_text_terminated(arena, AC_TEXT("."));
    }
    size_t size = slash == path ? 1 : (size_t)(slash - path);
    return ac_text_terminated(arena, (ac_text){path, size});
}

accord_status ac_file_make_folder(const char *path, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    char *copy = ac_text_terminated(&scratch, ac_text_of(path));
    for (char *at = copy + 1; copy[0] != '\0'; at++) {
        if (*at != '/' && *at != '\0') {
            continue;
        }
        char kept = *at;
        *at = '\0';
        if (mkdir(copy, 0777) != 0 && errno != EEXIST) {
            return fail_errno(error, "make the folder", copy);
        }
        *at = kept;
        if (kept == '\0') {
            break;
        }
    }
    return ac_ok();
}
