/* SPDX-License-Identifier: MIT */
/* The one file that uses libsodium. */

#include "base/hash.h"

#include "base/assert.h"

#include <sodium.h>
#include <string.h>

_Static_assert(sizeof(crypto_hash_sha256_state) <= sizeof(ac_hasher), "the state fits");
_Static_assert(crypto_hash_sha256_BYTES == AC_HASH_BYTES, "SHA-256 has 32 bytes");

void ac_hasher_init(ac_hasher *hasher)
{
    crypto_hash_sha256_state state;
    int failed = crypto_hash_sha256_init(&state);
    ac_assert(failed == 0);
    memcpy(hasher->state, &state, sizeof state);
}

void ac_hasher_add(ac_hasher *hasher, ac_text part)
{
    crypto_hash_sha256_state state;
    memcpy(&state, hasher->state, sizeof state);
    int failed = crypto_hash_sha256_update(&state, (const unsigned char *)part.at, part.size);
    ac_assert(failed == 0);
    memcpy(hasher->state, &state, sizeof state);
}

ac_hash ac_hasher_end(ac_hasher *hasher)
{
    crypto_hash_sha256_state state;
    memcpy(&state, hasher->state, sizeof state);
    ac_hash hash;
    int failed = crypto_hash_sha256_final(&state, hash.bytes);
    ac_assert(failed == 0);
    return hash;
}

ac_hash ac_hash_of(ac_text text)
{
    ac_hasher hasher;
    ac_hasher_init(&hasher);
    ac_hasher_add(&hasher, text);
    return ac_hasher_end(&hasher);
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
