/* SPDX-License-Identifier: MIT */
#ifndef AC_STORE_STORE_H
#define AC_STORE_STORE_H
/* What the store keeps and how it is kept honest: people who may act, the documents that were
 * brought in and since when they are known, and the chain of what was done. Every function works
 * within the transaction of its caller; none reads a clock. */

#include "accord/date.h"

#include "base/hash.h"
#include "store/db.h"

/* Seconds since 1970-01-01 UTC. */
typedef int64_t ac_seconds;

/* "2026-11-26T09:30:00Z" */
void ac_seconds_add(ac_buffer *buffer, ac_seconds at);

/* ---- The store itself ---- */

#define AC_STORE_IDENTIFIER_BYTES 33u /* 32 digits and the NUL; drawn when it is made */

accord_status ac_store_make(ac_db *db, ac_seconds at, accord_error *error);

/* Which store this is, and when it was made. */
accord_status ac_store_identity(
    ac_db *db,
    char identifier[AC_STORE_IDENTIFIER_BYTES],
    ac_seconds *made_at,
    accord_error *error);

/* Copies all that a store holds into one that was just made and holds nothing; both within a
 * transaction. Rows come some at a time, so that memory does not grow with the store.
 *
 * errors  ACCORD_ENO  a row that names another which is not there
 */
accord_status ac_store_copy(ac_db *from, ac_db *to, accord_error *error);

/* ---- people.c: who may act ---- */

typedef struct ac_person {
    ac_text code;
    ac_text name;
    ac_text verifier; /* the argon2id hash of the secret */
    ac_seconds added_at;
    bool ended;
    ac_seconds ended_at; /* if ended */
} ac_person;

typedef struct ac_new_person {
    ac_text code; /* letters, digits, `.`, `_`, `-`, `@`; up to 64 of them */
    ac_text name;
    ac_text secret; /* at least 12 bytes */
    bool drawn;     /* by ac_secret_draw, and by nobody's choice */
} ac_new_person;

/* Adds a person, who is known from then on by their secret. What is kept of it is an argon2id hash:
 * a slow one (64 MB, a tenth of a second) where somebody chose the secret, since such can be
 * guessed; a quick one of 256 bits that were drawn, which nobody guesses at any speed.
 *
 * errors  ACCORD_EINPUT  a code or secret that will not do; a code that is taken
 */
accord_status
ac_person_add(ac_db *db, const ac_new_person *person, ac_seconds at, accord_error *error);

/* Checks what a new person is given. Fails as ac_person_add. */
accord_status ac_person_check_new(const ac_new_person *person, accord_error *error);

/* Draws a secret of 256 bits, to be kept by its person. */
void ac_secret_draw(char secret[AC_HASH_HEX_BYTES]);

/* Checks that a person may act, by their secret.
 *
 * errors  ACCORD_ENO  there is no such person, they have been ended, or that is not their secret;
 *                     which of these is not told
 */
accord_status ac_person_check(ac_db *db, ac_text code, ac_text secret, accord_error *error);

/* Ends a person: they may act no more, and what they did keeps their name.
 *
 * errors  ACCORD_EINPUT  there is none of that code who has not been ended
 */
accord_status ac_person_end(ac_db *db, ac_text code, ac_seconds at, accord_error *error);

accord_status ac_person_list(
    ac_arena *arena, ac_db *db, const ac_person **list, size_t *count, accord_error *error);

/* ---- documents.c: what was brought in ---- */

typedef struct ac_stored_file {
    int64_t number;
    ac_text name;      /* by which contract and layouts know it: "lists.csv" */
    ac_text kind;      /* "contract", "data", or "cells" that stand in place of rows */
    ac_text sha256;    /* of its bytes, as hex */
    accord_date known; /* from this day on */
    bool covers_said;
    accord_date covers_from; /* the first day and the last */
    accord_date covers_until;
    bool adds;       /* to what is there, and takes no file's place */
    ac_text stage;   /* "", "flex" or "freeze" */
    ac_text source;  /* hash of the file that was brought in: of cells, the rows; "": the bytes */
    ac_text account; /* of cells: the hash of the document beside them; else "" */
    ac_text plan;    /* of cells: what they were counted for, as a hash; else "" */
    ac_text person;
    ac_seconds at;
} ac_stored_file;

/* Keeps a file under a name; number and sha256 need not be given.
 *
 * in      bytes  of the file; of cells, theirs: what they are the cells of is `source`
 * errors  ACCORD_EINPUT  the same file was brought in before under that name, for the same days
 *                        and stage, and counted for the same; says when and by whom
 */
accord_status
ac_stored_file_add(ac_db *db, ac_stored_file *submission, ac_text bytes, accord_error *error);

/* In the order in which they were brought in. */
accord_status ac_stored_file_list(
    ac_arena *arena, ac_db *db, const ac_stored_file **list, size_t *count, accord_error *error);

/* Keeps bytes that go with others, unless they are kept already. */
accord_status
ac_document_keep(ac_db *db, ac_text bytes, char sha256[AC_HASH_HEX_BYTES], accord_error *error);

/* The bytes of a document, held to their hash.
 *
 * errors  ACCORD_ENO  they are not those that were brought in
 */
accord_status
ac_document_get(ac_arena *arena, ac_db *db, ac_text sha256, ac_text *bytes, accord_error *error);

/* Holds every document to its hash and size, and every submission to its documents; `count` is of
 * submissions. Fails as the last. */
accord_status ac_document_check_all(ac_db *db, size_t *count, accord_error *error);

/* ---- audit.c: what was done, in a chain ---- */

typedef struct ac_audit_entry {
    ac_seconds at;
    ac_text person;
    ac_text action;  /* a word of ours: "import", "close" */
    ac_text subject; /* codes and hashes; never a person's name or free text */
    ac_text detail;
} ac_audit_entry;

/* The end of a chain: how many entries it has, and the hash of the last. Kept elsewhere, it shows
 * later whether the chain still holds what it held. */
typedef struct ac_anchor {
    int64_t count;
    char hash[AC_HASH_HEX_BYTES]; /* "" of an empty chain */
} ac_anchor;

/* Adds an entry to the chain; `anchor` (may be NULL) becomes its new end.
 *
 * errors  ACCORD_EINPUT  its time is an hour or more before that of the entry before it
 */
accord_status
ac_audit_add(ac_db *db, const ac_audit_entry *entry, ac_anchor *anchor, accord_error *error);

/* Every entry, in order; whether the chain holds is not looked at. */
accord_status ac_audit_list(
    ac_arena *arena, ac_db *db, const ac_audit_entry **list, size_t *count, accord_error *error);

accord_status ac_audit_end(ac_db *db, ac_anchor *anchor, accord_error *error);

/* Goes through the whole chain, and holds it to anchors that were kept elsewhere.
 *
 * in      anchors  [count]
 * out     end      what the chain ends in
 * errors  ACCORD_ENO  it was changed: says at which entry, or which anchor it does not hold
 */
accord_status ac_audit_check(
    ac_db *db, const ac_anchor *anchors, size_t count, ac_anchor *end, accord_error *error);

#endif
