/* SPDX-License-Identifier: MIT */
/* A file that says it is gzip or zstd, as an outsider can send it: it is unpacked or refused, in
 * pieces of any size the same. */

#include "base/assert.h"
#include "base/hash.h"
#include "extract/source.h"
#include "fuzz.h"

enum { UNPACKED_MAX = 8 << 20 };

/* Reads all of a source, at most so much at a time, and hashes it. */
static accord_status unpack(ac_text bytes, size_t most, ac_hash *hash, size_t *size)
{
    static char into[4096];
    ac_source *source = NULL;
    accord_error error = {0};
    ac_hasher hasher;
    size_t got = most;
    accord_status status = ac_source_open_text(bytes, "fuzz.gz", &source, &error);
    ac_assert(status.code == ACCORD_OK);
    ac_hasher_init(&hasher);
    *size = 0;
    while (status.code == ACCORD_OK && got == most && *size < UNPACKED_MAX) {
        got = 0;
        status = ac_source_read(source, into, most, &got, &error);
        ac_assert(got <= most);
        if (status.code == ACCORD_OK) {
            ac_hasher_add(&hasher, (ac_text){into, got});
            *size += got;
        }
    }
    ac_assert(status.code == ACCORD_OK || error.message[0] != '\0');
    ac_source_close(source);
    *hash = ac_hasher_end(&hasher);
    return status;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    ac_text packed = {(const char *)bytes, size};
    ac_hash first = {{0}};
    ac_hash second = {{0}};
    size_t first_size = 0;
    size_t second_size = 0;
    accord_status status = unpack(packed, 4096, &first, &first_size);
    accord_status again = unpack(packed, 1 + size % 61, &second, &second_size);
    bool whole = status.code == ACCORD_OK && first_size < UNPACKED_MAX;
    ac_assert(!whole || again.code == ACCORD_OK);
    ac_assert(!whole || first_size == second_size);
    for (size_t i = 0; whole && i < AC_HASH_BYTES; i++) {
        ac_assert(first.bytes[i] == second.bytes[i]);
    }
    return 0;
}
