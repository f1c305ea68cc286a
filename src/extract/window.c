/* SPDX-License-Identifier: MIT */
/* The sliding window: reading, moving, growing and hashing. Keeps AC_SCAN_SLACK_BYTES behind its
 * end, as the scanner asks. */

#include "extract/window.h"

#include "base/assert.h"
#include "base/limits.h"
#include "extract/scan.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#ifdef ACCORD_STRESS
enum { READ_BYTES = 23 };
#else
enum { READ_BYTES = 64 * 1024 };
#endif

void ac_window_init(ac_window *window, ac_arena *arena, const char *path)
{
    *window = (ac_window){.file = -1, .capacity = READ_BYTES};
    window->path = ac_text_terminated(arena, ac_text_of(path));
    window->bytes = calloc(READ_BYTES + AC_SCAN_SLACK_BYTES, 1);
    if (window->bytes == NULL) {
        ac_out_of_memory(READ_BYTES);
    }
    ac_hasher_init(&window->hasher);
}

void ac_window_done(ac_window *window)
{
    if (window->file >= 0) {
        (void)close(window->file);
    }
    free(window->bytes);
    *window = (ac_window){.file = -1};
}

static accord_status fail_errno(const ac_window *window, const char *what, accord_error *error)
{
    char reason[128];
    if (strerror_r(errno, reason, sizeof reason) != 0) {
        (void)snprintf(reason, sizeof reason, "error %d", errno);
    }
    return ac_fail(error, ACCORD_EIO, "cannot %s %s: %s", what, window->path, reason);
}

static accord_status
take_bytes(ac_window *window, char *into, size_t most, size_t *got, accord_error *error)
{
    if (window->file < 0) {
        size_t size = window->memory.size < most ? window->memory.size : most;
        if (size > 0) {
            memcpy(into, window->memory.at, size);
        }
        window->memory = ac_text_slice(window->memory, size, window->memory.size);
        *got = size;
        return ac_ok();
    }
    ssize_t size = 0;
    do {
        size = read(window->file, into, most);
    } while (size < 0 && errno == EINTR);
    if (size < 0) {
        return fail_errno(window, "read", error);
    }
    *got = (size_t)size;
    return ac_ok();
}

accord_status ac_window_fill(ac_window *window, accord_error *error)
{
    size_t held = window->end - window->begin;
    if (window->begin > 0) {
        memmove(window->bytes, window->bytes + window->begin, held);
        window->begin = 0;
        window->end = held;
    }
    if (window->end == window->capacity) {
        size_t larger = window->capacity * 2;
        larger = larger > AC_ROW_BYTES_MAX ? AC_ROW_BYTES_MAX : larger;
        ac_assert(larger > window->capacity);
        char *bytes = realloc(window->bytes, larger + AC_SCAN_SLACK_BYTES);
        if (bytes == NULL) {
            ac_out_of_memory(larger);
        }
        memset(bytes + window->end, 0, larger + AC_SCAN_SLACK_BYTES - window->end);
        window->bytes = bytes;
        window->capacity = larger;
    }
    size_t got = 0;
    char *into = window->bytes + window->end;
    AC_TRY(take_bytes(window, into, window->capacity - window->end, &got, error));
    ac_hasher_add(&window->hasher, (ac_text){into, got});
    window->end += got;
    window->done_bytes += got;
    window->at_end = got == 0;
    return ac_ok();
}

bool ac_window_drop_line(ac_window *window)
{
    size_t held = window->end - window->begin;
    const char *from = window->bytes + window->begin;
    const char *line_end = memchr(from, '\n', held);
    window->begin += line_end == NULL ? held : (size_t)(line_end - from) + 1;
    return line_end != NULL;
}

accord_status ac_window_open(ac_window *window, accord_error *error)
{
    window->file = open(window->path, O_RDONLY | O_CLOEXEC);
    struct stat about;
    if (window->file < 0 || fstat(window->file, &about) != 0) {
        return fail_errno(window, "open", error);
    }
    if (S_ISDIR(about.st_mode)) {
        return ac_fail(error, ACCORD_EIO, "cannot read %s: it is a folder", window->path);
    }
    window->total_bytes = S_ISREG(about.st_mode) ? (uint64_t)about.st_size : 0;
    return ac_ok();
}

void ac_window_open_text(ac_window *window, ac_text bytes)
{
    window->memory = bytes;
    window->total_bytes = bytes.size;
}
