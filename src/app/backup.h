/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_BACKUP_H
#define AC_APP_BACKUP_H
/* A store as one file that tells when it was damaged, and a store made from it again, in the same
 * database or the other one.
 *
 * The file is lines of text, an SQLite store, and a last line with the SHA-256 of everything
 * before:
 *
 *     accord backup 1
 *     store 32 digits
 *     made 2026-11-26T09:30:00Z
 *     anchor 12 9f86d0...        the end of the chain
 *     bytes 122880               of the SQLite store, which begins after the empty line
 *
 */

#include "app/books.h"

typedef struct ac_backup {
    char store[AC_STORE_IDENTIFIER_BYTES];
    ac_text made; /* in the arena */
    ac_anchor anchor;
    int64_t bytes;
} ac_backup;

/* Writes a backup, which is one state of the store whoever writes to it meanwhile.
 *
 * errors  ACCORD_EINPUT  the file is there already
 *         ACCORD_ENO     the store does not hold what it held; nothing is written
 *         ACCORD_EIO     it cannot be written
 */
accord_status
ac_backup_write(const ac_books *books, const char *path, ac_anchor *anchor, accord_error *error);

/* Looks whether a backup is whole (its bytes, the chain in it and every document), and makes a
 * store of it where there is none.
 *
 * in      where    NULL: it is only looked at
 *         scratch  a folder for a file of a moment
 * errors  ACCORD_EINPUT  it is no backup; there is a store already
 *         ACCORD_ENO     it is damaged; says how
 */
accord_status ac_backup_restore(
    ac_arena *arena,
    const char *path,
    const char *where,
    const char *scratch,
    ac_backup *backup,
    accord_error *error);

#endif
