/* SPDX-License-Identifier: MIT */
#ifndef ACCORD_TESTS_PACKERS_H
#define ACCORD_TESTS_PACKERS_H
/* Bytes packed in the two ways that an extract may be. */

#include "accord_test.h"
#include "base/text.h"

#include <isa-l/igzip_lib.h>
#include <zstd.h>

typedef struct test_packer {
    const char *name;
    size_t (*pack)(char *into, size_t most, ac_text bytes);
} test_packer;

static inline size_t test_pack_gzip(char *into, size_t most, ac_text bytes)
{
    struct isal_zstream stream;
    isal_deflate_init(&stream);
    stream.gzip_flag = IGZIP_GZIP;
    stream.end_of_stream = 1;
    stream.next_in = (uint8_t *)(uintptr_t)bytes.at;
    stream.avail_in = (uint32_t)bytes.size;
    stream.next_out = (uint8_t *)into;
    stream.avail_out = (uint32_t)most;
    assert_int_equal(isal_deflate(&stream), COMP_OK);
    assert_int_equal(stream.avail_in, 0);
    return most - stream.avail_out;
}

static inline size_t test_pack_zstd(char *into, size_t most, ac_text bytes)
{
    ZSTD_CCtx *context = ZSTD_createCCtx();
    (void)ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1);
    size_t size = ZSTD_compress2(context, into, most, bytes.at, bytes.size);
    assert_false(ZSTD_isError(size));
    (void)ZSTD_freeCCtx(context);
    return size;
}

static const test_packer test_packers[] = {
    {"gzip", test_pack_gzip},
    {"zstd", test_pack_zstd}
};

#endif
