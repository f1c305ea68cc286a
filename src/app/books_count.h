/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_BOOKS_COUNT_H
#define AC_APP_BOOKS_COUNT_H
/* Rows of a file that is brought in, as cells of every input that counts them. */

#include "app/books.h"
#include "app/pulled.h"

typedef struct ac_books_rows {
    const char *path;
    ac_text stands;
    const ac_books_folder *folder; /* what the store holds */
    bool covers_said;
    ac_day_span covers;
    bool adds;
    const char *refused_path; /* or NULL */
    uint64_t identifiers_bytes;
    const char *scratch;
    unsigned threads;
    const ac_progress *progress;
} ac_books_rows;

typedef struct ac_books_counted {
    const ac_pulled_files *list; /* [count], one an input */
    size_t count;
    ac_text source; /* hash of the file */
} ac_books_counted;

/* Finds whether the contract counts rows of a file, or reads it whole.
 *
 * errors  ACCORD_EINPUT  there is no contract yet; no clause reads the file
 *         ACCORD_EIO     the file is not there
 */
accord_status ac_books_counts(
    ac_arena *arena,
    const ac_books_folder *folder,
    const char *path,
    ac_text stands,
    bool *counts,
    accord_error *error);

/* Counts the rows of a file.
 *
 * out     talk     lines for people: what became of the rows, and the first refused
 * errors  ACCORD_EINPUT  the days it covers are not whole periods of an input; as ac_run_load
 *         ACCORD_ENO     too many rows are refused
 */
accord_status ac_books_count(
    ac_arena *arena,
    const ac_books_rows *rows,
    ac_buffer *talk,
    ac_books_counted *counted,
    accord_error *error);

#endif
