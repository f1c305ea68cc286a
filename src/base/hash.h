/* SPDX-License-Identifier: MIT */
#ifndef AC_BASE_HASH_H
#define AC_BASE_HASH_H
/* SHA-256, so that anyone can check a hash of accord with sha256sum. hash.c alone uses nettle. */

#include "base/text.h"

#define AC_HASH_BYTES     32u
#define AC_HASH_HEX_BYTES 65u /* 64 digits and the NUL */

typedef struct ac_hash {
    unsigned char bytes[AC_HASH_BYTES];
} ac_hash;

/* A running hash over parts; opaque and fixed in size. */
typedef struct ac_hasher {
    _Alignas(16) unsigned char state[128];
} ac_hasher;

void ac_hasher_init(ac_hasher *hasher);
void ac_hasher_add(ac_hasher *hasher, ac_text part);
ac_hash ac_hasher_end(ac_hasher *hasher);

ac_hash ac_hash_of(ac_text text);
/* HMAC-SHA-256: what only who has the key can make of a text. */
ac_hash ac_hash_keyed(ac_text key, ac_text text);

void ac_hash_hex(const ac_hash *hash, char hex[AC_HASH_HEX_BYTES]);

#endif
