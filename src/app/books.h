/* SPDX-License-Identifier: MIT */
#ifndef AC_APP_BOOKS_H
#define AC_APP_BOOKS_H
/* The books of an alliance: what is done with a store. A store keeps files with the day on which
 * each became known, as a data folder with a manifest.csv does, and settling is the same engine
 * over that folder. Rows of patients are counted when they are brought in, and let go. */

#include "app/run.h"
#include "store/books.h"

/* A store that is open, and who acts on it, when. No function reads a clock. */
typedef struct ac_books {
    ac_db *db;
    ac_text person; /* "" for who only reads */
    ac_text secret;
    ac_seconds at;
    const char *scratch; /* a folder for folders of a moment, such as /tmp */
} ac_books;

/* ---- books.c ---- */

/* Makes a store and its first person. Fails as ac_db_open with `create` and ac_person_add; a file
 * that was begun is taken away again. */
accord_status ac_books_init(
    const char *where,
    const ac_new_person *first,
    ac_seconds at,
    ac_anchor *anchor,
    accord_error *error);

/* Begins a transaction of a person who may act.
 *
 * errors  ACCORD_ENO  they may not
 */
accord_status ac_books_begin(const ac_books *books, accord_error *error);

/* Ends it: keeps what was done, or undoes it where `status` is a failure, which is returned. */
accord_status ac_books_end(const ac_books *books, accord_status status, accord_error *error);

/* Adds to the chain, in the transaction begun. */
accord_status ac_books_note(
    const ac_books *books,
    const char *action,
    ac_text subject,
    ac_text detail,
    ac_anchor *anchor,
    accord_error *error);

accord_status ac_books_person_add(
    const ac_books *books, const ac_new_person *person, ac_anchor *anchor, accord_error *error);

accord_status
ac_books_person_end(const ac_books *books, ac_text code, ac_anchor *anchor, accord_error *error);

/* ---- books_folder.c ---- */

/* What of a store is looked at. */
typedef struct ac_books_view {
    int64_t upto;                /* submissions up to this number; 0: all */
    const accord_date *known_by; /* which version of the contract; NULL: the last */
    /* Files of stage freeze that cover a day of these are left out; NULL: none are. */
    const ac_day_span *unfrozen;
} ac_books_view;

/* Whether a file is of stage freeze and speaks for one of these days. */
bool ac_books_is_frozen_in(const ac_stored_file *file, const ac_day_span *days);

/* "0003-visits.csv", the name of a file in the folder: each has its own, in the order in which they
 * came. A layout is known by its name. */
char *ac_books_folder_name(ac_arena *arena, const ac_stored_file *file);

typedef struct ac_books_folder {
    const char *folder;
    const char *data;     /* the data folder in it, with a manifest.csv */
    const char *contract; /* the contract in it, or NULL where there is none */
    ac_text contract_hash;
    const ac_stored_file *files; /* [file_count], those written, in their order */
    size_t file_count;
    int64_t last; /* number of the last submission that was looked at; 0: none */
} ac_books_folder;

/* Writes what a store holds as a contract and a data folder. Within a transaction. `folder` is
 * made; it may be there and empty.
 *
 * errors  ACCORD_EIO  the folder is not empty, or cannot be written; as ac_document_get
 */
accord_status ac_books_folder_write(
    ac_arena *arena,
    ac_db *db,
    const char *folder,
    const ac_books_view *view,
    ac_books_folder *out,
    accord_error *error);

/* Likewise into a new folder under `parent`, of which ac_books_folder_remove takes everything
 * away. */
accord_status ac_books_folder_scratch(
    ac_arena *arena,
    ac_db *db,
    const char *parent,
    const ac_books_view *view,
    ac_books_folder *out,
    accord_error *error);
void ac_books_folder_remove(const ac_books_folder *folder);

/* Says the files of the folder in an error as the store knows them, for the folder is gone when the
 * error is read. */
void ac_books_folder_unname(const ac_books_folder *folder, accord_error *error);

/* ---- books_import.c ---- */

typedef enum ac_import_kind {
    AC_IMPORT_GUESS,
    AC_IMPORT_CONTRACT,
    AC_IMPORT_DATA,
    AC_IMPORT_TIEOUTS,       /* which values the parts of tie-outs are */
    AC_IMPORT_CONTROL_TOTALS /* invoices, and other totals that somebody states */
} ac_import_kind;

typedef struct ac_import {
    const char *const *paths; /* [path_count] */
    size_t path_count;
    ac_import_kind kind; /* GUESS: a contract where the name ends in .accord */
    const char *stands;  /* the name by which the contract knows the one file; NULL: its own */
    accord_date known;
    accord_date today;
    bool covers_said;
    accord_date covers_from;
    accord_date covers_until; /* the last day */
    bool adds;
    const char *stage; /* "", "flex" or "freeze" */
    bool dry_run;
    const char *refused_path;   /* or NULL */
    uint64_t identifiers_bytes; /* see ac_cube_options; more go to a file in the books' scratch */
    unsigned threads;
    const ac_progress *progress;
} ac_import;

/* Brings files in, all or none: contracts first, then layouts, small files, and files of rows,
 * which are counted by the contract as it then is. A file of rows that was brought in before is
 * counted again where clause, layout or members have changed, and keeps its day.
 *
 * out     talk    lines for people: what became of each file, and of its rows, also on failure
 * errors  ACCORD_ENO     a contract has faults; too many rows are refused; the person may not act
 *         ACCORD_EINPUT  a file that no clause reads, or that is there already; days that go with
 *                        no file; what a manifest would refuse
 *         ACCORD_EIO     a file cannot be read
 * On failure nothing is kept.
 */
accord_status ac_books_import(
    const ac_books *books,
    const ac_import *import,
    ac_buffer *talk,
    ac_anchor *anchor,
    accord_error *error);

/* The hash of all that is kept of a person but whether they have been ended, for the chain. */
void ac_books_person_hash(const ac_person *person, char hex[AC_HASH_HEX_BYTES]);

/* The hash of all that a submission says, for the chain. */
void ac_books_submission_hash(const ac_stored_file *file, char hex[AC_HASH_HEX_BYTES]);

/* ---- books_settle.c ---- */

/* What closing a period posts, and from what it is worked out. */
typedef struct ac_books_settled {
    ac_text period;
    accord_date known_by;
    int64_t upto;
    ac_run run;
    ac_statement_filter filter;   /* of the period */
    const ac_kept_entry *entries; /* [count], not yet in the ledger */
    size_t count;
    size_t suspense;      /* of them, entries of challenges, the last ones */
    ac_disputes disputes; /* what was challenged and resolved, up to now */
    bool accrues;         /* what rests on data that are not frozen is accrued, and not due */
    size_t accrued;       /* payments of the period of which that is so */
    size_t adjusted;      /* payments of closed periods that are turned back or stated again */
    bool provisional;     /* some payment rests on data that are not frozen */
    ac_text text;         /* all of this, for a hash */
    char hash[AC_HASH_HEX_BYTES];
} ac_books_settled;

typedef struct ac_books_period {
    ac_text period; /* as people write it */
    accord_date known_by;
    int64_t upto;   /* 0: all that is there */
    int64_t before; /* only closings before this one have been; 0: all that are there */
    bool accrues;   /* accrue what is provisional, in place of making it due */
    bool older;     /* as stores did once: accrue even what was posted as due before */
    bool pinned;    /* only what was challenged and resolved by then: `disputes`; else all */
    ac_disputes disputes;
    unsigned threads;
    const ac_progress *progress;
} ac_books_period;

/* Works out a period within a transaction, and changes nothing.
 *
 * out     settled  in `arena`
 * errors  ACCORD_EINPUT  the period is none, not of the term, closed already, or has no payments;
 *                        the day is before that of an earlier closing
 *         ACCORD_ENO     a payment of it, or of a closed one, is not known by the day, or is at
 *                        fault; as ac_run_load
 *         and as ac_run_load and ac_run_state
 */
accord_status ac_books_work_out(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_period *asked,
    ac_books_settled *settled,
    accord_error *error);

/* books_receipt.c: the text of a settlement that is worked out, and its hash.
 *
 * in      head  the hash of the last entry of the ledger, or ""
 * errors  ACCORD_ELIMIT  it is larger than a store keeps
 */
accord_status ac_books_settled_write(
    ac_arena *arena,
    const ac_books_folder *folder,
    ac_text head,
    ac_books_settled *settled,
    accord_error *error);

/* books_moved.c: adds for people what moved since the last closing, by causes; nothing where none
 * was before, or where nothing closed is adjusted. */
accord_status ac_books_add_moved(
    ac_arena *arena,
    const ac_books *books,
    const ac_books_settled *settled,
    ac_buffer *text,
    accord_error *error);

/* ---- books_close.c ---- */

/* Approves the last settlement of a period, in a transaction of its own.
 *
 * errors  ACCORD_EINPUT  there is none, or it is approved or closed already
 */
accord_status ac_books_approve(
    ac_arena *arena,
    const ac_books *books,
    ac_text period,
    ac_settlement *approved,
    ac_anchor *anchor,
    accord_error *error);

/* The last settlement of a period that is not closed; within a transaction.
 *
 * errors  ACCORD_EINPUT  there is none, or it is closed: says by whom
 */
accord_status ac_books_last_settlement(
    ac_arena *arena, ac_db *db, ac_text period, ac_settlement *found, accord_error *error);

/* Works a settlement out again, from what was there; `before` as in ac_books_period. Fails as
 * ac_books_work_out. */
accord_status ac_books_work_out_again(
    ac_arena *arena,
    const ac_books *books,
    const ac_settlement *of,
    int64_t before,
    ac_books_settled *settled,
    accord_error *error);

/* The contract of a store, in its last version: within a transaction.
 *
 * errors  ACCORD_EINPUT  the store has no contract; as ac_run_read
 */
accord_status
ac_books_contract(ac_arena *arena, const ac_books *books, ac_run *run, accord_error *error);

/* The stored ledger, by date, as any other: within a transaction.
 *
 * out     run     the contract, as ac_books_contract
 *         ledger  in `arena`
 * errors  as ac_books_contract and ac_entry_list
 */
accord_status ac_books_ledger(
    ac_arena *arena,
    const ac_books *books,
    bool shadow,
    ac_run *run,
    ac_ledger *ledger,
    accord_error *error);

/* Holds the hashes of rows, in their order, to the chain's entries of one action, of which each
 * names one.
 *
 * in      hashes  [count]
 * errors  ACCORD_ENO  a row was changed, put in or taken out
 */
accord_status ac_books_hold_rows(
    const ac_audit_entry *audit,
    size_t audit_count,
    const char *action,
    const char (*hashes)[AC_HASH_HEX_BYTES],
    size_t count,
    accord_error *error);

/* What a store was found to hold. */
typedef struct ac_books_verified {
    size_t files;
    size_t entries;
    size_t closings;
    ac_anchor end;
} ac_books_verified;

/* Holds everything in a store to everything else, and settles each closed period anew.
 *
 * in      anchors  [count], kept elsewhere
 * errors  ACCORD_ENO  something was changed, or comes out otherwise; says what
 */
accord_status ac_books_verify(
    const ac_books *books,
    const ac_anchor *anchors,
    size_t count,
    ac_books_verified *verified,
    accord_error *error);

/* ---- books.c, of settlements ---- */

/* Keeps a settlement that was worked out in the same transaction; gives its number.
 *
 * errors  ACCORD_EINPUT  its known-by day is still to come
 */
accord_status ac_books_keep_settlement(
    const ac_books *books, const ac_books_settled *settled, int64_t *number, accord_error *error);

#endif
