/* SPDX-License-Identifier: MIT */
/* The one file that uses nettle, which has the processor's SHA instructions:
 * the hash of an extract would otherwise take as long as all else that is done with it. */

#include "base/hash.h"

#include "base/assert.h"

#include <nettle/hmac.h>
#include <nettle/sha2.h>
#include <string.h>

_Static_assert(sizeof(struct sha256_ctx) <= sizeof(ac_hasher), "the state fits");
_Static_assert(SHA256_DIGEST_SIZE == AC_HASH_BYTES, "SHA-256 has 32 bytes");

void ac_hasher_init(ac_hasher *hasher)
{
    struct sha256_ctx state;
    sha256_init(&state);
    memcpy(hasher->state, &state, sizeof state);
}

void ac_hasher_add(ac_hasher *hasher, ac_text part)
{
    struct sha256_ctx state;
    memcpy(&state, hasher->state, sizeof state);
    sha256_update(&state, part.size, (const unsigned char *)part.at);
    memcpy(hasher->state, &state, sizeof state);
}

ac_hash ac_hasher_end(ac_hasher *hasher)
{
    struct sha256_ctx state;
    memcpy(&state, hasher->state, sizeof state);
    ac_hash hash;
    sha256_digest(&state, AC_HASH_BYTES, hash.bytes);
    return hash;
}

ac_hash ac_hash_of(ac_text text)
{
    ac_hasher hasher;
    ac_hasher_init(&hasher);
    ac_hasher_add(&hasher, text);
    return ac_hasher_end(&hasher);
}

ac_hash ac_hash_keyed(ac_text key, ac_text text)
{
    struct hmac_sha256_ctx state;
    ac_hash hash;
    hmac_sha256_set_key(&state, key.size, (const unsigned char *)key.at);
    hmac_sha256_update(&state, text.size, (const unsigned char *)text.at);
    hmac_sha256_digest(&state, AC_HASH_BYTES, hash.bytes);
    return hash;
}

void ac_hash_hex(const ac_hash *hash, char hex[AC_HASH_HEX_BYTES])
{
    static const char digits[] = "0123456789abcdef";
    for (size_t i = 0; i < AC_HASH_BYTES; i++) {
        hex[2 * i] = digits[hash->bytes[i] >> 4];
        hex[2 * i + 1] = digits[hash->bytes[i] & 15];
    }
    hex[AC_HASH_HEX_BYTES - 1] = '\0';
}
