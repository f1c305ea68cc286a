/* SPDX-License-Identifier: MIT */
#ifndef AC_STORE_TIEOUTS_H
#define AC_STORE_TIEOUTS_H
/* What tie-outs are judged by, who let a difference pass, and what closings found, as the store
 * keeps them. Every function works within the transaction of its caller. */

#include "store/store.h"

/* A line of a file that tie-outs are judged by: a value of the contract, or an amount of a period.
 */
typedef struct ac_control_line {
    int64_t line; /* of the file */
    ac_text part; /* "invoice" */
    ac_text party;
    ac_text value;  /* "" of an amount */
    ac_text period; /* "" of a value; as written by ac_period_add */
    ac_text amount; /* "" of a value; a plain decimal */
    ac_text reference;
} ac_control_line;

typedef struct ac_control {
    int64_t number;
    ac_text kind;   /* "tie-outs" or "control-totals" */
    ac_text name;   /* of the file */
    ac_text source; /* the hash of its bytes */
    ac_text person;
    ac_seconds at;
    const ac_control_line *lines; /* [count] */
    size_t count;
} ac_control;

/* Keeps a file's lines; its number is given. */
accord_status ac_control_add(ac_db *db, const ac_control *control, accord_error *error);

accord_status ac_control_list(
    ac_arena *arena, ac_db *db, const ac_control **list, size_t *count, accord_error *error);

/* The hash of all that is kept of a file, for the chain. */
void ac_control_hash(const ac_control *control, char hex[AC_HASH_HEX_BYTES]);

/* One person's word that a difference may pass. */
typedef struct ac_waiver {
    int64_t number;
    int64_t settlement;
    ac_text sha256; /* of the settlement's document */
    ac_text tieout;
    ac_text party;
    ac_text lines; /* the hash of what was compared and what it came to */
    ac_text difference;
    ac_text reason;
    ac_text person;
    ac_seconds at;
} ac_waiver;

accord_status ac_waiver_add(ac_db *db, const ac_waiver *waiver, accord_error *error);

accord_status ac_waiver_list(
    ac_arena *arena, ac_db *db, const ac_waiver **list, size_t *count, accord_error *error);

/* The hash of all that a waiver says, for the chain. */
void ac_waiver_hash(const ac_waiver *waiver, char hex[AC_HASH_HEX_BYTES]);

/* What the tie-outs of a period came to when it was closed. */
typedef struct ac_tied {
    int64_t closing;
    int64_t controls; /* the last of each that was there; 0: none */
    int64_t waivers;
    ac_text sha256; /* of the document that lists them */
} ac_tied;

accord_status ac_tied_add(ac_db *db, const ac_tied *tied, accord_error *error);

accord_status
ac_tied_list(ac_arena *arena, ac_db *db, const ac_tied **list, size_t *count, accord_error *error);

/* The hash of such a row, for the chain. */
void ac_tied_hash(const ac_tied *tied, char hex[AC_HASH_HEX_BYTES]);

#endif
