/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_BOOKS_COUNT_H
#define AC_APP_BOOKS_COUNT_H
/* What is brought in: rows of a file as cells of every input that counts them, and small files
 * that are read before they are kept. */

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
    bool refused_append;      /* rows of another file stand there already */
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

/* The path of a file from the root, as messages and refused rows name it.
 *
 * errors  ACCORD_EIO  it is not there
 */
accord_status
ac_books_whole_path(ac_arena *arena, const char *path, const char **whole, accord_error *error);

/* Whether a clause names a file, as what it reads or as a list of codes. */
bool ac_books_names_file(const ac_clause *clause, ac_text stands);

/* ---- books_small.c ---- */

typedef struct ac_books_small {
    const char *path;
    ac_text stands;
    const char *file;         /* its name in the folder, where it is laid out already */
    const char *refused_path; /* or NULL */
    bool refused_append;
} ac_books_small;

/* Reads a small file as it would be read to settle, beside what the store holds.
 *
 * out     talk     lines for people, where rows were refused: what became of them, the first ones
 *         refused  whether any were
 * errors  ACCORD_EINPUT, ACCORD_EIO  the file cannot be read so; what is wrong with others is not
 *                                    its fault, and no failure
 *         ACCORD_ENO                 too many rows are refused
 */
accord_status ac_books_check_small(
    ac_arena *arena,
    const ac_books_folder *folder,
    const ac_books_small *small,
    ac_buffer *talk,
    bool *refused,
    accord_error *error);

#endif
