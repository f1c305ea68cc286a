/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_WINDOW_H
#define AC_EXTRACT_WINDOW_H
/* A window that slides over a file: one buffer, in which the row being read lies whole. It starts
 * small and doubles, up to AC_ROW_BYTES_MAX, only for a row that is longer. All that passes through
 * it is hashed. */

#include "base/arena.h"
#include "base/hash.h"
#include "base/status.h"
#include "base/text.h"
#include "extract/source.h"

#include <stdbool.h>
#include <stdint.h>

typedef struct ac_window {
    ac_source *source;
    const char *path; /* in the arena given; for messages */
    char *bytes;      /* [capacity + AC_SCAN_SLACK_BYTES], owned */
    size_t capacity;
    size_t begin; /* of what is held: the next row begins here */
    size_t end;
    bool at_end;      /* nothing more follows what is held */
    ac_hasher hasher; /* of a plain source */
} ac_window;

void ac_window_init(ac_window *window, ac_arena *arena, const char *path);
void ac_window_done(ac_window *window);

/* errors  ACCORD_EIO  it cannot be opened, or is a folder */
accord_status ac_window_open(ac_window *window, accord_error *error);
accord_status ac_window_open_text(ac_window *window, ac_text bytes, accord_error *error);
accord_status ac_window_open_standard(ac_window *window, ac_text head, accord_error *error);
uint64_t ac_window_done_bytes(const ac_window *window);
uint64_t ac_window_total_bytes(const ac_window *window); /* 0 if not known */
/* Of the file as it stands, as far as it was read. */
ac_hasher ac_window_hasher(const ac_window *window);
ac_hash ac_window_hash(const ac_window *window);

/* Reads more behind what is held, after moving that to the front; `at_end` says that there was
 * none. Not to be called with AC_ROW_BYTES_MAX held.
 *
 * errors  as ac_source_read
 */
accord_status ac_window_fill(ac_window *window, accord_error *error);

/* Drops what is held up to and with the first line end; true if one was found. */
bool ac_window_drop_line(ac_window *window);

#endif
