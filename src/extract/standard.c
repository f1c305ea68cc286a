/* SPDX-License-Identifier: MIT */
#include "extract/standard.h"

#include "base/arena.h"
#include "base/file.h"
#include "base/temporary.h"
#include "extract/source.h"

#include <errno.h>
#include <unistd.h>

enum { COPIED_AT_ONCE = 1 << 18 };

static accord_status fail_read(accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO, "cannot read %s: %s", AC_STANDARD_INPUT, ac_errno_words(errno, reason));
}

static accord_status fail_keep(const char *folder, accord_error *error)
{
    char reason[AC_ERRNO_BYTES];
    return ac_fail(
        error, ACCORD_EIO,
        "cannot keep %s in a temporary file in %s, so that several inputs can read it: %s; name a "
        "folder with more room in TMPDIR, or put the rows into a file",
        AC_STANDARD_INPUT, folder, ac_errno_words(errno, reason));
}

accord_status
ac_standard_begin(ac_arena *arena, size_t most, ac_standard *standard, accord_error *error)
{
    char *head = ac_arena_alloc(arena, most, 1);
    size_t got = 0;
    if (!ac_file_fill(STDIN_FILENO, head, most, &got)) {
        return fail_read(error);
    }
    *standard = (ac_standard){
        .head = {head, got},
          .rest = -1
    };
    return ac_ok();
}

/* Copies what is left to a file. */
static accord_status copy_rest(int file, const char *folder, accord_error *error)
{
    AC_SCOPED_ARENA(scratch);
    char *bytes = ac_arena_alloc(&scratch, COPIED_AT_ONCE, 1);
    off_t place = 0;
    size_t got = COPIED_AT_ONCE;
    while (got == COPIED_AT_ONCE) {
        if (!ac_file_fill(STDIN_FILENO, bytes, COPIED_AT_ONCE, &got)) {
            return fail_read(error);
        }
        if (!ac_temporary_write(file, bytes, got, place)) {
            return fail_keep(folder, error);
        }
        place += (off_t)got;
    }
    return ac_ok();
}

accord_status ac_standard_keep(ac_standard *standard, const char *folder, accord_error *error)
{
    off_t place = lseek(STDIN_FILENO, 0, SEEK_CUR);
    if (place >= 0) { /* a file was sent, and can be read again as it is */
        standard->rest = place;
        return ac_ok();
    }
    int file = ac_temporary_open(folder);
    if (file < 0) {
        return fail_keep(folder, error);
    }
    accord_status status = copy_rest(file, folder, error);
    if (status.code == ACCORD_OK && dup2(file, STDIN_FILENO) < 0) {
        status = fail_keep(folder, error);
    }
    (void)close(file);
    standard->rest = status.code == ACCORD_OK ? 0 : standard->rest;
    return status;
}

accord_status ac_standard_again(const ac_standard *standard, accord_error *error)
{
    if (standard->rest >= 0 && lseek(STDIN_FILENO, standard->rest, SEEK_SET) < 0) {
        return fail_read(error);
    }
    return ac_ok();
}
