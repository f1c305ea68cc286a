/* SPDX-License-Identifier: MIT */
/* Zstandard (RFC 8878) by libzstd. Its checksums are checked where the file has them. */

#include "base/assert.h"
#include "base/limits.h"
#include "extract/unpack.h"

#include <zstd.h>
#include <zstd_errors.h>

ac_unpacker *ac_zstd_new(void)
{
    ZSTD_DCtx *made = ZSTD_createDCtx();
    if (made == NULL) {
        ac_out_of_memory(1);
    }
    size_t set = ZSTD_DCtx_setParameter(made, ZSTD_d_windowLogMax, AC_UNPACK_WINDOW_BITS_MAX);
    ac_assert(!ZSTD_isError(set));
    return (ac_unpacker *)(void *)made;
}

void ac_zstd_free(ac_unpacker *unpacker)
{
    (void)ZSTD_freeDCtx((ZSTD_DCtx *)(void *)unpacker);
}

/* NOLINTBEGIN(readability-non-const-parameter): `into` is written to, by way of a struct */
ac_unpacked ac_zstd_next(
    ac_unpacker *unpacker, ac_text *packed, char *into, size_t most, size_t *got, bool *between)
{
    ZSTD_inBuffer in = {.src = packed->at, .size = packed->size};
    ZSTD_outBuffer out = {.dst = into, .size = most};
    size_t left = ZSTD_decompressStream((ZSTD_DCtx *)(void *)unpacker, &out, &in);
    if (ZSTD_isError(left)) {
        return ZSTD_getErrorCode(left) == ZSTD_error_frameParameter_windowTooLarge
                   ? AC_UNPACKED_WINDOW
                   : AC_UNPACKED_CORRUPT;
    }
    *packed = ac_text_slice(*packed, in.pos, packed->size);
    *got = out.pos;
    *between = left == 0;
    return AC_UNPACKED_SOME;
}
/* NOLINTEND(readability-non-const-parameter) */
