/* SPDX-License-Identifier: MIT */
#ifndef AC_EXTRACT_UNPACK_H
#define AC_EXTRACT_UNPACK_H
/* Unpacks a compressed stream, piece by piece. gzip.c alone uses libisal, zstd.c alone libzstd. */

#include "base/text.h"

#include <stdbool.h>
#include <stddef.h>

typedef enum ac_unpacked {
    AC_UNPACKED_SOME,    /* goes on: give more, or make room */
    AC_UNPACKED_CORRUPT, /* what was given is not what the format allows */
    AC_UNPACKED_WINDOW   /* it asks for more memory than accord gives (zstd --long) */
} ac_unpacked;

/* The two formats, each with its state. A stream may hold several packed parts one after another,
 * as `cat a.gz b.gz` makes them. */
typedef struct ac_unpacker ac_unpacker;

ac_unpacker *ac_gzip_new(void);
void ac_gzip_free(ac_unpacker *unpacker);
ac_unpacker *ac_zstd_new(void);
void ac_zstd_free(ac_unpacker *unpacker);

/* Takes bytes off the front of `packed` and fills `into`.
 *
 * out  got      bytes written
 *      between  the stream may end here: between two parts
 */
ac_unpacked ac_gzip_next(
    ac_unpacker *unpacker, ac_text *packed, char *into, size_t most, size_t *got, bool *between);
ac_unpacked ac_zstd_next(
    ac_unpacker *unpacker, ac_text *packed, char *into, size_t most, size_t *got, bool *between);

#endif
