/* SPDX-License-Identifier: MIT */
/* The sliding window: reading, moving, growing and hashing. Keeps AC_SCAN_SLACK_BYTES behind its
 * end, as the scanner asks. */

#include "extract/window.h"

#include "base/assert.h"
#include "base/limits.h"
#include "extract/scan.h"

#include <stdlib.h>
#include <string.h>

#ifdef ACCORD_STRESS
enum { READ_BYTES = 23 };
#else
enum { READ_BYTES = 64 * 1024 };
#endif

void ac_window_init(ac_window *window, ac_arena *arena, const char *path)
{
    *window = (ac_window){.capacity = READ_BYTES};
    window->path = ac_text_terminated(arena, ac_text_of(path));
    window->bytes = calloc(READ_BYTES + AC_SCAN_SLACK_BYTES, 1);
    if (window->bytes == NULL) {
        ac_out_of_memory(READ_BYTES);
    }
    ac_hasher_init(&window->hasher);
}

void ac_window_done(ac_window *window)
{
    ac_source_close(window->source);
    free(window->bytes);
    *window = (ac_window){0};
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
    AC_TRY(ac_source_read(window->source, into, window->capacity - window->end, &got, error));
    if (!ac_source_is_packed(window->source)) {
        ac_hasher_add(&window->hasher, (ac_text){into, got});
    }
    window->end += got;
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
    return ac_source_open(window->path, &window->source, error);
}

accord_status ac_window_open_text(ac_window *window, ac_text bytes, accord_error *error)
{
    return ac_source_open_text(bytes, window->path, &window->source, error);
}

accord_status ac_window_open_standard(ac_window *window, ac_text head, accord_error *error)
{
    return ac_source_open_standard(head, &window->source, error);
}

uint64_t ac_window_done_bytes(const ac_window *window)
{
    return ac_source_done_bytes(window->source);
}

uint64_t ac_window_total_bytes(const ac_window *window)
{
    return ac_source_total_bytes(window->source);
}

ac_hasher ac_window_hasher(const ac_window *window)
{
    return ac_source_is_packed(window->source) ? ac_source_hasher(window->source) : window->hasher;
}

ac_hash ac_window_hash(const ac_window *window)
{
    ac_hasher hasher = ac_window_hasher(window);
    return ac_hasher_end(&hasher);
}
