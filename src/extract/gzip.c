/* SPDX-License-Identifier: MIT */
/* gzip (RFC 1952) by libisal, whose inflate is about twice as fast as zlib's. Checks the CRC and
 * the length that stand after each part. */

#include "base/assert.h"
#include "extract/unpack.h"

#include <isa-l/igzip_lib.h>
#include <stdlib.h>

enum { CALL_BYTES_MAX = 1 << 30 }; /* libisal counts in 32 bits */

struct ac_unpacker {
    struct inflate_state state;
    bool begun; /* within a part */
};

ac_unpacker *ac_gzip_new(void)
{
    ac_unpacker *made = calloc(1, sizeof *made);
    if (made == NULL) {
        ac_out_of_memory(sizeof *made);
    }
    isal_inflate_init(&made->state);
    made->state.crc_flag = ISAL_GZIP;
    return made;
}

void ac_gzip_free(ac_unpacker *unpacker)
{
    free(unpacker);
}

ac_unpacked ac_gzip_next(
    ac_unpacker *unpacker, ac_text *packed, char *into, size_t most, size_t *got, bool *between)
{
    struct inflate_state *state = &unpacker->state;
    size_t given = packed->size < CALL_BYTES_MAX ? packed->size : CALL_BYTES_MAX;
    size_t room = most < CALL_BYTES_MAX ? most : CALL_BYTES_MAX;
    if (!unpacker->begun && given > 0) {
        isal_inflate_reset(state);
        state->crc_flag = ISAL_GZIP;
        unpacker->begun = true;
    }
    *got = 0;
    if (unpacker->begun) {
        /* It only reads, and does not say so. NOLINTNEXTLINE(performance-no-int-to-ptr) */
        state->next_in = (uint8_t *)(uintptr_t)packed->at;
        state->avail_in = (uint32_t)given;
        state->next_out = (uint8_t *)into;
        state->avail_out = (uint32_t)room;
        if (isal_inflate(state) != ISAL_DECOMP_OK) {
            return AC_UNPACKED_CORRUPT;
        }
        *got = room - state->avail_out;
        *packed = ac_text_slice(*packed, given - state->avail_in, packed->size);
        unpacker->begun = state->block_state != ISAL_BLOCK_FINISH;
    }
    *between = !unpacker->begun;
    return AC_UNPACKED_SOME;
}
