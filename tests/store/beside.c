/* SPDX-License-Identifier: MIT */
/* A process that keeps a store open, as a server does, and goes through transactions on it one
 * after another: it notes in the chain, settles a period, or reads the whole ledger and chain and
 * holds them to what it saw before. Beside it, test_beside.py runs the program on the same store.
 * usage: beside STORE TRANSACTIONS SEED; ends with a line of what it did */

#include "app/books.h"
#include "random.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

enum { WAIT_SECONDS = 60, NOTES_OF_100 = 60, READS_OF_100 = 98, LINE = 1000, DAY_SECONDS = 86400 };

typedef struct server {
    ac_books books;
    int64_t entries; /* of the chain, that this process has seen */
    long notes;
    long reads;
    long settled;
} server;

/* As who was let in before: a server asks for a secret once, not at every transaction. */
static accord_status begin(server *s, accord_error *error)
{
    s->books.at = (ac_seconds)time(NULL);
    return ac_db_begin_write(s->books.db, error);
}

static accord_status note(server *s, accord_error *error)
{
    ac_anchor anchor;
    AC_TRY(begin(s, error));
    AC_TRY(ac_books_note(
        &s->books, "note", ac_text_of("beside"), ac_text_of("a transaction"), &anchor, error));
    s->notes++;
    return ac_db_commit(s->books.db, error);
}

static accord_status settle(server *s, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    ac_books_settled settled;
    int64_t number = 0;
    accord_date known_by = {0};
    AC_TRY(begin(s, error));
    known_by.day = (int32_t)(s->books.at / DAY_SECONDS);
    ac_books_period asked = {
        .period = ac_text_of("2016/17 Q2"), .known_by = known_by, .threads = 1};
    AC_TRY(ac_books_work_out(&arena, &s->books, &asked, &settled, error));
    AC_TRY(ac_books_keep_settlement(&s->books, &settled, &number, error));
    s->settled++;
    return ac_db_commit(s->books.db, error);
}

static accord_status look(server *s, accord_error *error)
{
    AC_SCOPED_ARENA(arena);
    const ac_kept_entry *entries = NULL;
    size_t count = 0;
    char head[AC_HASH_HEX_BYTES];
    ac_anchor end;
    AC_TRY(ac_db_begin_read(s->books.db, error));
    AC_TRY(ac_entry_list(&arena, s->books.db, &entries, &count, head, error));
    AC_TRY(ac_audit_end(s->books.db, &end, error));
    ac_db_undo(s->books.db);
    if (end.count < s->entries) {
        return ac_fail(error, ACCORD_ENO, "the chain is shorter than it was");
    }
    s->entries = end.count;
    s->reads++;
    return ac_ok();
}

int main(int count, char **words)
{
    accord_error error = {0};
    if (count != 4) {
        return 2;
    }
    long wanted = strtol(words[2], NULL, 10);
    test_random random = {strtoull(words[3], NULL, 10)};
    server s = {
        .books = {.person = ac_text_of("ada"), .scratch = "/tmp"}
    };
    ac_db_options options = {.where = words[1], .wait_seconds = WAIT_SECONDS};
    accord_status status = ac_db_open(&options, &s.books.db, &error);
    for (long i = 0; status.code == ACCORD_OK && i < wanted; i++) {
        uint64_t kind = test_random_below(&random, 100);
        if (kind < NOTES_OF_100) {
            status = note(&s, &error);
        } else if (kind < READS_OF_100) {
            status = look(&s, &error);
        } else {
            status = settle(&s, &error);
        }
        if (i % LINE == LINE - 1) {
            fprintf(stderr, "# %ld transactions\n", i + 1);
        }
    }
    ac_db_close(s.books.db);
    if (status.code != ACCORD_OK) {
        fprintf(stderr, "%s\n", error.message);
        return 1;
    }
    printf("%ld notes, %ld reads, %ld settlements\n", s.notes, s.reads, s.settled);
    return 0;
}
