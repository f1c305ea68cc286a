/* SPDX-License-Identifier: MIT */
/* Archives by libzip; this file alone includes zip.h. Sizes in an archive's headers are what its
 * maker says, so what is unpacked is counted as it comes. */

#include "extract/parts.h"

#include "base/assert.h"
#include "base/library.h"
#include "base/limits.h"
#include "base/names.h"
#include "extract/libzip.def"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <zip.h>

AC_LIBRARY_FUNCTIONS(zip_functions, AC_LIBZIP);
/* NOLINTNEXTLINE(cppcoreguidelines-avoid-non-const-global-variables): set once */
AC_LIBRARY(zip_functions, zip, AC_LIBZIP, "libzip.so.4", "libzip4")

enum { PIECE_BYTES = 1 << 16, MAGIC_BYTES = 8 };

struct ac_parts {
    zip_t *archive;
    char *path;
    ac_arena arena;
    ac_names names; /* small letters, to the index of each part */
    uint64_t unpacked_bytes;
};

/* A name in small letters, which is how they are compared. */
static ac_text folded(ac_arena *arena, const char *name)
{
    char *copy = ac_text_terminated(arena, ac_text_of(name));
    for (char *c = copy; *c != '\0'; c++) {
        *c = *c >= 'A' && *c <= 'Z' ? (char)(*c - 'A' + 'a') : *c;
    }
    return ac_text_of(copy);
}

/* What a file that is no archive seems to be. */
static accord_status fail_other(const char *path, accord_error *error)
{
    char magic[MAGIC_BYTES] = {0};
    FILE *file = fopen(path, "rb");
    size_t got = file == NULL ? 0 : fread(magic, 1, sizeof magic, file);
    if (file != NULL) {
        (void)fclose(file);
    }
    ac_text head = {magic, got};
    if (ac_text_starts(head, AC_TEXT("\xD0\xCF\x11\xE0"))) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s is an old Excel file (.xls) or has a password; open it and save it as Excel "
            "Workbook (.xlsx) without a password",
            path);
    }
    if (ac_text_starts(head, AC_TEXT("PK"))) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s is a workbook that is cut off or damaged; copy it again, or open it in Excel and "
            "save it anew",
            path);
    }
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s is no workbook: it is not the archive that an .xlsx file is; save it as Excel Workbook "
        "(.xlsx), or give a folder of CSV files",
        path);
}

static accord_status list_names(ac_parts *parts, accord_error *error)
{
    zip_int64_t count = zip.zip_get_num_entries(parts->archive, 0);
    if (count > AC_WORKBOOK_PARTS_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s has more than %u parts", parts->path, AC_WORKBOOK_PARTS_MAX);
    }
    for (zip_int64_t i = 0; i < count; i++) {
        const char *name = zip.zip_get_name(parts->archive, (zip_uint64_t)i, ZIP_FL_ENC_GUESS);
        if (name == NULL ||
            !ac_names_add(&parts->names, folded(&parts->arena, name), (uint32_t)i)) {
            return ac_fail(
                error, ACCORD_EINPUT,
                "%s has two parts of one name, as no spreadsheet program writes it; open it in "
                "Excel and save it anew",
                parts->path);
        }
    }
    return ac_ok();
}

accord_status ac_parts_open(const char *path, ac_parts **parts, accord_error *error)
{
    struct stat about;
    if (stat(path, &about) != 0) {
        char reason[AC_ERRNO_BYTES];
        return ac_fail(
            error, ACCORD_EIO, "%s cannot be opened: %s", path, ac_errno_words(errno, reason));
    }
    if (about.st_size > (off_t)AC_WORKBOOK_PACKED_MAX) {
        return ac_fail(
            error, ACCORD_ELIMIT, "%s is larger than %u MiB", path, AC_WORKBOOK_PACKED_MAX >> 20);
    }
    AC_TRY(open_zip(error));
    int code = 0;
    zip_t *archive = zip.zip_open(path, ZIP_RDONLY, &code);
    if (archive == NULL) {
        char reason[AC_ERRNO_BYTES];
        return code == ZIP_ER_OPEN || code == ZIP_ER_READ
                   ? ac_fail(
                         error, ACCORD_EIO, "%s cannot be opened: %s", path,
                         ac_errno_words(errno, reason))
                   : fail_other(path, error);
    }
    ac_parts *made = calloc(1, sizeof *made);
    if (made == NULL) {
        ac_out_of_memory(sizeof *made);
    }
    ac_arena_init(&made->arena);
    made->archive = archive;
    made->path = ac_text_terminated(&made->arena, ac_text_of(path));
    ac_names_init(&made->names, &made->arena);
    accord_status status = list_names(made, error);
    if (status.code != ACCORD_OK) {
        ac_parts_close(made);
        return status;
    }
    *parts = made;
    return ac_ok();
}

void ac_parts_close(ac_parts *parts)
{
    if (parts != NULL) {
        zip.zip_discard(parts->archive);
        ac_arena_done(&parts->arena);
        free(parts);
    }
}

const char *ac_parts_path(const ac_parts *parts)
{
    return parts->path;
}

static uint32_t part_named(const ac_parts *parts, const char *name)
{
    AC_SCOPED_ARENA(arena);
    return ac_names_find(&parts->names, folded(&arena, name));
}

bool ac_parts_has(const ac_parts *parts, const char *name)
{
    return part_named(parts, name) != AC_NAME_NONE;
}

static accord_status fail_damaged(const ac_parts *parts, const char *name, accord_error *error)
{
    return ac_fail(
        error, ACCORD_EINPUT,
        "%s is damaged, or has a password: its part %.100s cannot be read; open it in Excel and "
        "save it anew, without a password",
        parts->path, name);
}

static accord_status unpack(
    ac_parts *parts,
    zip_file_t *file,
    const char *name,
    ac_parts_take take,
    void *self,
    accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    char *piece = AC_NEW_ARRAY(&arena, char, PIECE_BYTES);
    while (true) {
        zip_int64_t got = zip.zip_fread(file, piece, PIECE_BYTES);
        if (got < 0) {
            return fail_damaged(parts, name, error);
        }
        parts->unpacked_bytes += (uint64_t)got;
        if (parts->unpacked_bytes > AC_WORKBOOK_BYTES_MAX) {
            return ac_fail(
                error, ACCORD_ELIMIT,
                "%s unpacks to more than %u MiB, as no pool does; delete the empty rows and "
                "columns below and beside its tables, and save it anew",
                parts->path, AC_WORKBOOK_BYTES_MAX >> 20);
        }
        AC_TRY(take(self, (ac_text){piece, (size_t)got}, got == 0, error));
        if (got == 0) {
            return ac_ok();
        }
    }
}

accord_status ac_parts_read(
    ac_parts *parts, const char *name, ac_parts_take take, void *self, accord_error *error)
{
    uint32_t index = part_named(parts, name);
    zip_file_t *file = index == AC_NAME_NONE ? NULL : zip.zip_fopen_index(parts->archive, index, 0);
    if (index == AC_NAME_NONE) {
        return ac_fail(
            error, ACCORD_EINPUT,
            "%s is no Excel workbook: it has no part %.100s; save it as Excel Workbook (.xlsx)",
            parts->path, name);
    }
    if (file == NULL) {
        return fail_damaged(parts, name, error);
    }
    accord_status status = unpack(parts, file, name, take, self, error);
    (void)zip.zip_fclose(file);
    return status;
}
