/* SPDX-License-Identifier: MIT */
#ifndef AC_STORE_CHALLENGES_H
#define AC_STORE_CHALLENGES_H
/* Challenges, replies, resolutions and deadlines, as the store keeps them. Every function works
 * within the transaction of its caller; numbers are given by who adds. Each row has a hash of all
 * that it says, for the audit chain. */

#include "store/store.h"

typedef struct ac_deadline {
    int64_t number;
    ac_text period;
    accord_date challenge_by; /* the last days */
    accord_date reply_by;
    ac_text person;
    ac_seconds at;
} ac_deadline;

/* A part of what one is due to pay another by a payment, that is disputed. */
typedef struct ac_challenge {
    int64_t number;
    ac_text period; /* that it was raised on, as written by accord settle */
    ac_text code;   /* of the entry: "4.1 2016/17 Q1" */
    bool shadow;
    ac_text payer;
    ac_text payee;
    int64_t value; /* in minor units */
    ac_text reason;
    ac_text rule; /* "" where a person raised it */
    ac_text reference;
    ac_text owner; /* who sees to it, until the day */
    accord_date due;
    ac_text note;
    ac_text person;
    ac_seconds at;
} ac_challenge;

typedef struct ac_reply {
    int64_t number;
    int64_t challenge;
    ac_text answer; /* "accept", "partly" or "reject" */
    int64_t accepted;
    ac_text evidence;
    ac_text file; /* the hash of a file of evidence, or "" */
    ac_text person;
    ac_seconds at;
} ac_reply;

typedef struct ac_resolution {
    int64_t number;
    int64_t challenge;
    int64_t upheld;
    ac_text way; /* of what is upheld: "credit" or "data"; "" where nothing is */
    ac_text note;
    ac_text person;
    ac_seconds at;
} ac_resolution;

/* All of them, each in the order of its numbers. */
typedef struct ac_challenges {
    const ac_deadline *deadlines; /* [deadline_count] */
    size_t deadline_count;
    const ac_challenge *list; /* [count] */
    size_t count;
    const ac_reply *replies; /* [reply_count] */
    size_t reply_count;
    const ac_resolution *resolutions; /* [resolution_count] */
    size_t resolution_count;
} ac_challenges;

accord_status
ac_challenges_read(ac_arena *arena, ac_db *db, ac_challenges *challenges, accord_error *error);

accord_status ac_deadline_add(ac_db *db, const ac_deadline *deadline, accord_error *error);
accord_status ac_challenge_add(ac_db *db, const ac_challenge *challenge, accord_error *error);
accord_status ac_reply_add(ac_db *db, const ac_reply *reply, accord_error *error);
accord_status ac_resolution_add(ac_db *db, const ac_resolution *resolution, accord_error *error);

void ac_deadline_hash(const ac_deadline *deadline, char hex[AC_HASH_HEX_BYTES]);
void ac_challenge_hash(const ac_challenge *challenge, char hex[AC_HASH_HEX_BYTES]);
void ac_reply_hash(const ac_reply *reply, char hex[AC_HASH_HEX_BYTES]);
void ac_resolution_hash(const ac_resolution *resolution, char hex[AC_HASH_HEX_BYTES]);

#endif
